//! Which other program has the camera.

/// The name of a program of the same person that has a camera open. None where nobody has, or the system does not say.
/// Takes a few milliseconds.
pub fn camera_holder() -> Option<String> {
    system::camera_holder()
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::Path;

    pub(super) fn camera_holder() -> Option<String> {
        holder(Path::new("/proc"), std::process::id())
    }

    /// The first process in `proc` beside `own` that has a video device open. Those of other users show nothing.
    pub(super) fn holder(proc: &Path, own: u32) -> Option<String> {
        let processes = fs::read_dir(proc).ok()?.flatten();
        processes
            .filter(|entry| {
                let id = entry
                    .file_name()
                    .to_str()
                    .and_then(|name| name.parse().ok());
                id.is_some_and(|id: u32| id != own)
            })
            .find(|entry| has_camera(&entry.path()))
            .and_then(|entry| fs::read_to_string(entry.path().join("comm")).ok())
            .map(|name| name.trim_end().to_owned())
            .filter(|name| !name.is_empty())
    }

    fn has_camera(process: &Path) -> bool {
        let Ok(handles) = fs::read_dir(process.join("fd")) else {
            return false;
        };
        handles
            .flatten()
            .filter_map(|handle| fs::read_link(handle.path()).ok())
            .any(|path| path.as_os_str().as_bytes().starts_with(b"/dev/video"))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::os::unix::fs::symlink;

        #[test]
        fn the_program_with_the_camera_is_named_and_neither_we_nor_others_are() {
            let proc = std::env::temp_dir().join(format!("adjourn-holder-{}", std::process::id()));
            let process = |id: &str, name: &str, open: &str| {
                let folder = proc.join(id);
                fs::create_dir_all(folder.join("fd")).expect("a folder");
                fs::write(folder.join("comm"), format!("{name}\n")).expect("a file");
                symlink(open, folder.join("fd/7")).expect("a link");
            };
            process("12", "adjourn", "/dev/video0");
            process("34", "editor", "/dev/null");
            process("uptime", "nobody", "/dev/video0");
            assert_eq!(holder(&proc, 12), None);
            process("56", "obs", "/dev/video0");
            assert_eq!(holder(&proc, 12).as_deref(), Some("obs"));
            fs::remove_dir_all(proc).expect("is removed");
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    /// The system does not tell who it is.
    pub(super) fn camera_holder() -> Option<String> {
        None
    }
}
