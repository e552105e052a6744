//! Ended stays ended: which meetings were ended and by whom, kept on disk before anybody is told.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use adjourn_meeting::MeetingId;
use serde::{Deserialize, Serialize};

use crate::ServerError;

/// Name of the record in the state directory: one JSON object a line.
const FILE: &str = "ended-meetings.jsonl";
/// The record is cut to the newest so many at a start; a room's name is random and is not used again.
const MAX_REMEMBERED: usize = 10_000;

/// One ended meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    meeting: MeetingId,
    /// Display name of who ended it.
    pub by: Option<String>,
    /// When, in Unix milliseconds.
    pub at: u64,
}

/// The record of ended meetings.
#[derive(Debug)]
pub struct EndedMeetings {
    path: Option<PathBuf>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    known: HashMap<MeetingId, Ended>,
    file: Option<File>,
}

impl EndedMeetings {
    /// Reads the record in `state_dir`, or keeps one in memory only. A line that was cut off in a crash is
    /// passed over: its end was never acknowledged.
    pub fn open(state_dir: Option<&Path>) -> Result<Self, ServerError> {
        let Some(directory) = state_dir else {
            return Ok(Self { path: None, inner: Mutex::default() });
        };
        let path = directory.join(FILE);
        let failed = |source| ServerError::State { path: path.clone(), source };
        std::fs::create_dir_all(directory).map_err(failed)?;
        let mut lines: Vec<Ended> = match File::open(&path) {
            Ok(file) => BufReader::new(file)
                .lines()
                .map_while(Result::ok)
                .filter_map(|line| serde_json::from_str(&line).ok())
                .collect(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(error)),
        };
        lines.drain(..lines.len().saturating_sub(MAX_REMEMBERED));
        // Written anew beside the old one and then put in its place, so that a crash leaves one of them.
        let fresh = path.with_extension("new");
        let mut file = File::create(&fresh).map_err(failed)?;
        for ended in &lines {
            write_line(&mut file, ended).map_err(failed)?;
        }
        file.sync_all().map_err(failed)?;
        std::fs::rename(&fresh, &path).map_err(failed)?;
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        let known = lines.into_iter().map(|ended| (ended.meeting.clone(), ended)).collect();
        Ok(Self { path: Some(path), inner: Mutex::new(Inner { known, file: Some(file) }) })
    }

    /// Remembers an end; on disk when it returns. In memory it is remembered even if the disk fails.
    pub fn record(&self, meeting: &MeetingId, by: Option<String>, at: u64) -> Result<(), ServerError> {
        let ended = Ended { meeting: meeting.clone(), by, at };
        let mut inner = self.inner();
        inner.known.insert(meeting.clone(), ended.clone());
        let (Some(file), Some(path)) = (inner.file.as_mut(), &self.path) else {
            return Ok(());
        };
        let written = write_line(file, &ended).and_then(|()| file.sync_data());
        written.map_err(|source| ServerError::State { path: path.clone(), source })
    }

    /// Whether and by whom a meeting was ended.
    pub fn get(&self, meeting: &MeetingId) -> Option<Ended> {
        self.inner().known.get(meeting).cloned()
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn write_line(file: &mut File, ended: &Ended) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(ended)?;
    line.push(b'\n');
    file.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("{name}-{}", adjourn_meeting::random_hex(6)));
        std::fs::create_dir_all(&path).expect("a temporary directory can be made");
        path
    }

    #[test]
    fn an_end_is_still_known_after_a_restart_even_behind_a_torn_line() {
        let directory = directory("adjourn-ended");
        let (first, second) = (MeetingId::new("aa"), MeetingId::new("bb"));
        let record = EndedMeetings::open(Some(&directory)).expect("opens");
        record.record(&first, Some("Ana".into()), 1).expect("is written");
        drop(record);
        let mut torn = OpenOptions::new().append(true).open(directory.join(FILE)).expect("is there");
        torn.write_all(b"{\"meeting\":\"cc\",\"by").expect("is written");
        drop(torn);
        let record = EndedMeetings::open(Some(&directory)).expect("opens again");
        record.record(&second, None, 2).expect("is written");
        let record = EndedMeetings::open(Some(&directory)).expect("opens a third time");
        assert_eq!(record.get(&first).and_then(|ended| ended.by), Some("Ana".into()));
        assert_eq!(record.get(&second).map(|ended| ended.at), Some(2));
        assert_eq!(record.get(&MeetingId::new("cc")), None);
        std::fs::remove_dir_all(directory).expect("is removed");
    }
}
