//! Files that outlive the server: written beside the old one, then put in its place, readable by us alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use adjourn_meeting::MeetingId;
use sha2::{Digest, Sha256};

/// Whether a write has to survive a power failure, or only our own death.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On the disk when it returns.
    Disk,
    /// With the system when it returns.
    System,
}

/// Makes a directory, and those above it, that only we may read.
pub fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Writes a file of `bytes` that only we may read; a crash leaves the old one or the new one.
pub fn write(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    if durability == Durability::Disk {
        file.sync_all()?;
    }
    drop(file);
    std::fs::rename(&fresh, path)?;
    sync_directory(path, durability)
}

/// Removes a file; one that is not there is removed already.
pub fn remove(path: &Path, durability: Durability) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Ok(()) => sync_directory(path, durability),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// A rename or removal is only on the disk when its directory is.
fn sync_directory(path: &Path, durability: Durability) -> io::Result<()> {
    match path.parent() {
        Some(directory) if durability == Durability::Disk && cfg!(unix) => {
            File::open(directory)?.sync_all()
        }
        _ => Ok(()),
    }
}

/// The files of a directory with this extension; none when there is no such directory.
pub fn list(directory: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The name of a meeting's file. Our own names are plain; another's may be anything and is hashed.
pub fn file_name(meeting: &MeetingId) -> String {
    let name = meeting.as_str();
    if is_own(name) {
        format!("{name}.json")
    } else {
        format!("x-{}.json", hex(&Sha256::digest(name)))
    }
}

/// The meeting whose file it is, if its name is one of ours.
pub fn meeting_of(path: &Path) -> Option<MeetingId> {
    let name = path.file_stem()?.to_str()?;
    is_own(name).then(|| MeetingId::new(name))
}

/// Whether this is a name as [`crate::Server::open_meeting`] makes it: 8 random bytes in hex.
fn is_own(name: &str) -> bool {
    name.len() == 16
        && name
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// As lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_meeting_leads_out_of_its_directory() {
        assert_eq!(
            file_name(&MeetingId::new("0123456789abcdef")),
            "0123456789abcdef.json"
        );
        for name in [
            "../../etc/passwd",
            "r1",
            "",
            "0123456789abcde/",
            "0123456789ABCDEF",
        ] {
            let file = file_name(&MeetingId::new(name));
            assert!(file.starts_with("x-") && file.len() == 71, "{file}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_kept_is_ours_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory =
            std::env::temp_dir().join(format!("adjourn-state-{}", adjourn_meeting::random_hex(6)));
        make_directory(&directory).expect("can be made");
        let path = directory.join("secret.json");
        write(&path, b"{}", Durability::Disk).expect("can be written");
        let mode = std::fs::metadata(&path)
            .expect("is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::remove_dir_all(directory).expect("is removed");
    }
}
