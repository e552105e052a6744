//! What is kept of this installation beside the settings.

use std::{fs, io, path::Path};

use adjourn_meeting::random_hex;

/// The file of the name.
const FILE: &str = "client";

/// Bytes of the name.
const BYTES: usize = 16;

/// A random name for this installation, kept in `dir`: a meeting knows by it that the same computer comes again. It
/// is another one at every start where `dir` cannot be written.
pub fn client_id(dir: &Path) -> String {
    let path = dir.join(FILE);
    match fs::read_to_string(&path) {
        Ok(kept) if is_client_id(&kept) => kept,
        _ => {
            let made = random_hex(BYTES);
            if let Err(error) = keep(dir, &path, &made) {
                tracing::warn!(%error, "the name of this installation is not kept");
            }
            made
        }
    }
}

/// As many hex digits as it takes.
pub fn is_client_id(text: &str) -> bool {
    text.len() == 2 * BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn keep(dir: &Path, path: &Path, id: &str) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(path, id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_keeps_its_name_and_a_broken_file_gets_a_new_one() {
        let dir = std::env::temp_dir().join(random_hex(8));
        let first = client_id(&dir);
        assert!(is_client_id(&first), "{first}");
        assert_eq!(client_id(&dir), first);
        fs::write(dir.join(FILE), "nonsense").expect("the folder is ours");
        let second = client_id(&dir);
        assert!(is_client_id(&second) && second != first);
        fs::remove_dir_all(&dir).expect("the folder is ours");
    }
}
