//! PulseAudio's cookie: a file of random bytes that a server may ask for. Servers that know the user by the socket do
//! not look at it, but take no client without one. libpulse makes it when it is missing; the client that cpal uses does
//! not, and a desktop that has only ever run PipeWire has none.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// PA_NATIVE_COOKIE_LENGTH of libpulse.
const BYTES: u64 = 256;

/// Makes the cookie where there is none. Without it there may be no sound; that is told where the sound is missed.
pub(super) fn ensure() {
    if pulseaudio::cookie_path_from_env().is_some() {
        return;
    }
    let Some(home) = std::env::home_dir() else {
        return;
    };
    if let Err(error) = make(&home) {
        tracing::warn!(%error, "there is no cookie for the sound server");
    }
}

fn make(home: &Path) -> io::Result<()> {
    let folder = home.join(".config/pulse");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)?;
    let mut bytes = Vec::new();
    File::open("/dev/urandom")?
        .take(BYTES)
        .read_to_end(&mut bytes)?;
    // Two programs that start at once: the second one uses the first one's.
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(folder.join("cookie"));
    match file {
        Ok(mut file) => file.write_all(&bytes),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_home_without_a_cookie_gets_one_that_nobody_else_reads_and_keeps_it() {
        let home = std::env::temp_dir().join(format!("adjourn-cookie-{}", std::process::id()));
        std::fs::create_dir(&home).expect("a directory");
        make(&home).expect("is made");
        let path = home.join(".config/pulse/cookie");
        let first = std::fs::read(&path).expect("is there");
        assert_eq!(first.len() as u64, BYTES);
        assert!(first.iter().any(|byte| *byte != 0));
        let mode = std::fs::metadata(&path).expect("is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        make(&home).expect("is there already");
        assert_eq!(std::fs::read(&path).expect("is there"), first);
        std::fs::remove_dir_all(home).expect("is removed");
    }
}
