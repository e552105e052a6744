//! Summaries on this computer's disk: written when a meeting is left, and read again from the list of meetings.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use adjourn_meeting::MeetingId;
use sha2::{Digest as _, Sha256};

use crate::Summary;

/// Where they are, in the state directory.
const FOLDER: &str = "summaries";
/// Larger than any of ours: 4096 stays and 2000 messages take 5 MB.
const MAX_BYTES: u64 = 16 << 20;

/// A file name without its ending: when, in Unix milliseconds, and a mark of the meeting. Its own id is the way in and no
/// file name.
pub(crate) fn stem(meeting: &MeetingId, from_ms: f64) -> String {
    format!("{}-{}", from_ms as u64, mark(meeting))
}

fn mark(meeting: &MeetingId) -> String {
    Sha256::digest(meeting.as_str())
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes the files below `state`, readable for the owner alone.
pub(crate) fn write(summary: &Summary, state: &Path, stem: &str) -> io::Result<()> {
    let folder = state.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    let mut files = vec![(".json", summary.to_json()), (".csv", summary.to_csv())];
    if !summary.chat.is_empty() {
        files.push(("-chat.csv", summary.chat_to_csv()));
    }
    for (ending, text) in files {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(folder.join(format!("{stem}{ending}")))?;
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The summary of my last stay in `meeting`; none where none is kept, or it cannot be read.
pub(crate) fn read(state: &Path, meeting: &MeetingId) -> Option<Summary> {
    let path = newest(&state.join(FOLDER), &mark(meeting))?;
    let mut json = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut json));
    read.map_err(|error| error.to_string())
        .and_then(|_| serde_json::from_slice(&json).map_err(|error| error.to_string()))
        .inspect_err(|why| tracing::warn!(%why, "a summary cannot be read"))
        .ok()
}

fn newest(folder: &Path, mark: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    let begun = |path: &Path| -> Option<u64> {
        let (from, of) = path.file_stem()?.to_str()?.split_once('-')?;
        let ours = of == mark && path.extension()? == "json";
        from.parse().ok().filter(|_| ours)
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter_map(|path| Some((begun(&path)?, path)))
        .max()
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::EndReason;

    use super::*;

    fn summary(from_ms: f64) -> Summary {
        Summary {
            title: "Choir".into(),
            from_ms,
            until_ms: from_ms + 1.0,
            reason: EndReason::Left.to_self(7),
            spoke_ms: 0.0,
            loss_percent: 0.0,
            people: Vec::new(),
            chat: Vec::new(),
        }
    }

    #[test]
    fn the_newest_of_a_meeting_is_read_and_none_of_another_one() {
        let state =
            std::env::temp_dir().join(format!("adjourn-kept-{}", adjourn_meeting::random_hex(8)));
        let (choir, board) = (MeetingId::new("../choir"), MeetingId::new("board"));
        assert_eq!(read(&state, &choir), None);
        // By the number, not by the letters.
        for from in [999.0, 1_000.0, 500.0] {
            write(&summary(from), &state, &stem(&choir, from)).expect("is written");
        }
        assert_eq!(read(&state, &choir), Some(summary(1_000.0)));
        assert_eq!(read(&state, &board), None);

        let damaged = state.join(FOLDER).join(stem(&choir, 2_000.0) + ".json");
        std::fs::write(&damaged, "{").expect("is written");
        assert_eq!(
            read(&state, &choir),
            None,
            "the last stay is what is asked for"
        );
        std::fs::remove_dir_all(state).expect("is removed");
    }
}
