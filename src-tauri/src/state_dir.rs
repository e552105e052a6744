//! Where the window's program keeps what outlives it, and the right to be the only one there.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Below the app's data directory: what the embedded server needs to go on after a crash.
const HOSTING: &str = "hosting";

/// Whoever holds it has the directory.
const LOCK: &str = "hosting.lock";

/// The directory of the embedded server, for as long as this value lives.
pub struct StateDir {
    directory: PathBuf,
    _lock: File,
}

impl StateDir {
    /// Takes it. Single instance keeps a second program away where there is a session bus; elsewhere two of them
    /// would restore each other's meetings, so the second one does without.
    ///
    /// # Errors
    /// Another program has it, or it cannot be written to.
    pub fn take(data: &Path) -> io::Result<Self> {
        fs::create_dir_all(data)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(data.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                directory: data.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// For the embedded server, which makes it.
    pub fn hosting(&self) -> PathBuf {
        self.directory.join(HOSTING)
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::random_hex;

    use super::*;

    #[test]
    fn only_one_program_at_a_time_has_it() {
        let directory = std::env::temp_dir().join(format!("adjourn-state-{}", random_hex(8)));
        let first = StateDir::take(&directory).expect("is free");
        assert!(StateDir::take(&directory).is_err());
        drop(first);
        assert!(StateDir::take(&directory).is_ok());
        fs::remove_dir_all(directory).expect("is removed");
    }
}
