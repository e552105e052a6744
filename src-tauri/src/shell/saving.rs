//! The summary of a meeting as a file where the user finds it.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Names that are tried before giving up: "Weekly planning.csv", "Weekly planning (2).csv", …
const MOST_NAMES: u32 = 100;

/// Longest title in a file's name, in characters: file systems take 255 bytes.
const LONGEST_TITLE: usize = 50;

/// Writes `contents` beside what is in `directory` already, under the meeting's title, and returns where.
///
/// # Errors
/// The directory cannot be written to.
pub(super) fn save(
    directory: &Path,
    title: &str,
    extension: &str,
    contents: &[u8],
) -> io::Result<PathBuf> {
    let name = file_name(title);
    let mut attempt = 1;
    let (path, mut file) = loop {
        let path = match attempt {
            1 => directory.join(format!("{name}.{extension}")),
            _ => directory.join(format!("{name} ({attempt}).{extension}")),
        };
        match create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < MOST_NAMES => {
                attempt += 1;
            }
            file => break (path, file?),
        }
    };
    file.write_all(contents)?;
    file.sync_all()?;
    Ok(path)
}

/// Writes `contents` to the very file that the person chose, also over one that is there. What was there stays whole
/// until the new one is.
///
/// # Errors
/// The directory cannot be written to, or the disk is full.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let new = path.with_added_extension("part");
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(contents)?;
        file.sync_all()
    });
    written
        .and_then(|()| std::fs::rename(&new, path))
        .inspect_err(|_| {
            // What is half written helps nobody.
            let _ = std::fs::remove_file(&new);
        })
}

/// Never over a file that is there.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The title without what file systems and shells take for something else.
pub(super) fn file_name(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || " -_’'(),".contains(c) {
                c
            } else {
                '-'
            }
        })
        .take(LONGEST_TITLE)
        .collect();
    match plain.trim_matches([' ', '-', '.']) {
        "" => "Meeting".into(),
        plain => plain.into(),
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::random_hex;

    use super::*;

    fn directory() -> PathBuf {
        let directory = std::env::temp_dir().join(format!("adjourn-saving-{}", random_hex(8)));
        std::fs::create_dir(&directory).expect("a directory");
        directory
    }

    #[test]
    fn a_summary_never_takes_the_place_of_another_file() {
        let directory = directory();
        let first = save(&directory, "Ana’s meeting", "csv", b"1").expect("is written");
        let second = save(&directory, "Ana’s meeting", "csv", b"2").expect("is written");
        assert_eq!(first.file_name(), Some("Ana’s meeting.csv".as_ref()));
        assert_eq!(second.file_name(), Some("Ana’s meeting (2).csv".as_ref()));
        assert_eq!(std::fs::read(first).expect("is there"), b"1");
        std::fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn the_file_that_was_chosen_is_replaced_and_nothing_else_is_left() {
        let directory = directory();
        let path = directory.join("notes.json");
        std::fs::write(&path, b"old").expect("is written");
        replace(&path, b"new").expect("is written");
        assert_eq!(std::fs::read(&path).expect("is there"), b"new");
        assert!(replace(&directory.join("nowhere/notes.json"), b"new").is_err());
        let files = std::fs::read_dir(&directory).expect("is there").count();
        assert_eq!(files, 1);
        std::fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn a_title_cannot_lead_out_of_the_directory() {
        let directory = directory();
        for title in [
            "../../x",
            "/etc/passwd",
            "..",
            "",
            "a\u{0}b",
            &"é".repeat(300),
        ] {
            let path = save(&directory, title, "json", b"{}").expect("is written");
            assert_eq!(path.parent(), Some(directory.as_path()), "{title:?}");
        }
        std::fs::remove_dir_all(directory).expect("is removed");
    }
}
