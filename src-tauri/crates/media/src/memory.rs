//! Memory that was used and is free goes back to the system.

/// Gives back what the program has freed. glibc keeps it for later, spread over the heaps of many threads: after a
/// meeting of a thousand, 250 MB that nobody uses. Takes a few milliseconds, in which other threads wait for memory.
pub fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it takes no pointer and locks what it looks at; malloc_trim(3) is safe from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Lets go of the code of the program and its libraries, some 40 MB of which only the start of a window runs through. A
/// page that nothing maps stays in the system's cache, from where it comes back without the disk, and is the first to go
/// when memory is short.
pub fn let_go_of_code() {
    #[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
    code::let_go();
}

#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
mod code {
    use std::ffi::{c_int, c_void};
    use std::ptr;

    /// Unmaps every page of code and constants; what runs on is mapped again, 16 pages at a time.
    pub(super) fn let_go() {
        // SAFETY: the callback keeps nothing it is given, and does not unwind: it does not panic.
        unsafe {
            libc::dl_iterate_phdr(Some(let_go_of), ptr::null_mut());
        }
    }

    unsafe extern "C" fn let_go_of(
        object: *mut libc::dl_phdr_info,
        _size: usize,
        _data: *mut c_void,
    ) -> c_int {
        // SAFETY: dl_iterate_phdr(3) hands out a loaded object with its headers, and holds the lock that keeps it loaded.
        let (base, headers) = unsafe {
            let object = &*object;
            (
                object.dlpi_addr as usize,
                std::slice::from_raw_parts(object.dlpi_phdr, object.dlpi_phnum.into()),
            )
        };
        if has_text_relocations(base, headers) {
            return 0;
        }
        for header in headers {
            let fixed = header.p_type == libc::PT_LOAD && header.p_flags & libc::PF_W == 0;
            if !fixed {
                continue;
            }
            let start = base.wrapping_add(header.p_vaddr as usize);
            let (from, to) = whole_pages(start, start.wrapping_add(header.p_memsz as usize));
            // SAFETY: the pages belong to this segment alone, which cannot be written: they are as the file has them, and
            // are read from there again. What is relocated is in a segment that can, or the object was passed over.
            unsafe {
                libc::madvise(
                    from as *mut c_void,
                    to.saturating_sub(from),
                    libc::MADV_DONTNEED,
                );
            }
        }
        0
    }

    /// Whether the loader has written into the code of the object: some drivers are linked so, and their code is not as the
    /// file has it.
    fn has_text_relocations(base: usize, headers: &[libc::Elf64_Phdr]) -> bool {
        const DT_NULL: usize = 0;
        const DT_TEXTREL: usize = 22;
        const DT_FLAGS: usize = 30;
        const DF_TEXTREL: usize = 4;
        let Some(dynamic) = headers.iter().find(|h| h.p_type == libc::PT_DYNAMIC) else {
            return false;
        };
        let start = base.wrapping_add(dynamic.p_vaddr as usize) as *const [usize; 2];
        let count = dynamic.p_memsz as usize / size_of::<[usize; 2]>();
        // SAFETY: a loaded object has its dynamic section in memory, an array of pairs of words (elf(5)) that is not written
        // any more when the object is loaded.
        let entries = unsafe { std::slice::from_raw_parts(start, count) };
        let mut entries = entries.iter().take_while(|[tag, _]| *tag != DT_NULL);
        entries
            .any(|[tag, value]| *tag == DT_TEXTREL || (*tag == DT_FLAGS && value & DF_TEXTREL != 0))
    }

    /// The pages that are wholly between two addresses.
    fn whole_pages(start: usize, end: usize) -> (usize, usize) {
        const PAGE: usize = 1 << 16; // the largest that Linux has on any processor
        (start.next_multiple_of(PAGE), end & !(PAGE - 1))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        static CONSTANTS: [u8; 1 << 20] = [7; 1 << 20];

        #[test]
        fn only_whole_pages_are_let_go() {
            assert_eq!(whole_pages(1, 0x2_ffff), (0x1_0000, 0x2_0000));
            assert_eq!(whole_pages(0x1_0000, 0x2_0000), (0x1_0000, 0x2_0000));
        }

        #[test]
        fn an_object_whose_code_the_loader_has_written_into_is_passed_over() {
            let is_written = |entries: &[[usize; 2]]| {
                let dynamic = libc::Elf64_Phdr {
                    p_type: libc::PT_DYNAMIC,
                    p_flags: 0,
                    p_offset: 0,
                    p_vaddr: 0,
                    p_paddr: 0,
                    p_filesz: 0,
                    p_memsz: size_of_val(entries) as u64,
                    p_align: 8,
                };
                has_text_relocations(entries.as_ptr() as usize, &[dynamic])
            };
            assert!(is_written(&[[5, 1], [22, 0], [0, 0]]));
            assert!(is_written(&[[30, 4 | 8], [0, 0]]));
            assert!(!is_written(&[[30, 8], [0, 0], [22, 0]]));
            assert!(!has_text_relocations(0, &[]));
        }

        #[test]
        fn what_is_let_go_is_there_again_and_is_mapped_only_when_it_is_used() {
            let resident = || {
                let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux has it");
                let shared = statm.split(' ').nth(2).and_then(|pages| pages.parse().ok());
                shared.unwrap_or(0_usize)
            };
            let sum = || -> usize {
                std::hint::black_box(&CONSTANTS)
                    .iter()
                    .map(|b| usize::from(*b))
                    .sum()
            };
            assert_eq!(sum(), 7 << 20);
            let before = resident();
            let_go();
            let after = resident();
            assert!(after + 200 < before, "{before} pages, then {after}");
            assert_eq!(sum(), 7 << 20);
        }
    }
}
