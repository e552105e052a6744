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
