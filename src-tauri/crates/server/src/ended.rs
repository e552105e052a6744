//! Ended stays ended: which meetings were ended and by whom, one file each, on disk before the end is
//! acknowledged.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use adjourn_meeting::{EndNote, MeetingId};
use serde::{Deserialize, Serialize};

use crate::ServerError;
use crate::state::{self, Durability};

/// Directory of the records in the state directory.
const DIRECTORY: &str = "ended";
/// The newest so many are kept at a start; a room's name is random and is not used again.
const MAX_REMEMBERED: usize = 10_000;

/// One ended meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    meeting: MeetingId,
    /// Display name of who ended it.
    pub by: Option<String>,
    /// What was said with it.
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<EndNote>,
    /// When, in Unix milliseconds.
    pub at: u64,
}

/// The record of ended meetings.
#[derive(Debug)]
pub struct EndedMeetings {
    directory: Option<PathBuf>,
    /// Held while a file is written or removed, so that the last word is also the last on disk.
    files: Mutex<()>,
    known: Mutex<HashMap<MeetingId, Ended>>,
}

impl EndedMeetings {
    /// Reads the records in `state_dir`, or keeps them in memory only. A file that cannot be understood still
    /// says by its name which meeting was ended.
    pub fn open(state_dir: Option<&Path>) -> Result<Self, ServerError> {
        let Some(state_dir) = state_dir else {
            return Ok(Self {
                directory: None,
                files: Mutex::default(),
                known: Mutex::default(),
            });
        };
        let directory = state_dir.join(DIRECTORY);
        let failed = |source| ServerError::State {
            path: directory.clone(),
            source,
        };
        state::make_directory(&directory).map_err(failed)?;
        let mut records: Vec<(PathBuf, Ended)> = Vec::new();
        for path in state::list(&directory, "json").map_err(failed)? {
            match std::fs::read(&path).map(|bytes| serde_json::from_slice(&bytes)) {
                Ok(Ok(ended)) => records.push((path, ended)),
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a record of an ended meeting is damaged");
                    if let Some(meeting) = state::meeting_of(&path) {
                        records.push((
                            path,
                            Ended {
                                meeting,
                                by: None,
                                note: None,
                                at: 0,
                            },
                        ));
                    }
                }
                Err(source) => return Err(ServerError::State { path, source }),
            }
        }
        records.sort_by_key(|(_, ended)| ended.at);
        for (path, _) in records.drain(..records.len().saturating_sub(MAX_REMEMBERED)) {
            if let Err(error) = state::remove(&path, Durability::System) {
                tracing::warn!(%error, "an old record of an ended meeting stays");
            }
        }
        let known = records
            .into_iter()
            .map(|(_, ended)| (ended.meeting.clone(), ended))
            .collect();
        Ok(Self {
            directory: Some(directory),
            files: Mutex::default(),
            known: Mutex::new(known),
        })
    }

    /// From now on every door is shut; [`EndedMeetings::write`] makes it last.
    pub fn remember(
        &self,
        meeting: &MeetingId,
        by: Option<String>,
        note: Option<EndNote>,
        at: u64,
    ) -> Ended {
        let ended = Ended {
            meeting: meeting.clone(),
            by,
            note,
            at,
        };
        self.known().insert(meeting.clone(), ended.clone());
        ended
    }

    /// On disk when it returns, unless the meeting was opened again in between. Blocks.
    pub fn write(&self, ended: &Ended) -> Result<(), ServerError> {
        let Some(directory) = &self.directory else {
            return Ok(());
        };
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if self.known().get(&ended.meeting) != Some(ended) {
            return Ok(());
        }
        let path = directory.join(state::file_name(&ended.meeting));
        serde_json::to_vec(ended)
            .map_err(std::io::Error::from)
            .and_then(|bytes| state::write(&path, &bytes, Durability::Disk))
            .map_err(|source| ServerError::State { path, source })
    }

    /// The meeting may be opened again; on disk when it returns. Blocks.
    pub fn forget(&self, meeting: &MeetingId) -> Result<(), ServerError> {
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(directory) = &self.directory {
            let path = directory.join(state::file_name(meeting));
            state::remove(&path, Durability::Disk)
                .map_err(|source| ServerError::State { path, source })?;
        }
        self.known().remove(meeting);
        Ok(())
    }

    /// Whether and by whom a meeting was ended.
    pub fn get(&self, meeting: &MeetingId) -> Option<Ended> {
        self.known().get(meeting).cloned()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<MeetingId, Ended>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> PathBuf {
        std::env::temp_dir().join(format!("adjourn-ended-{}", adjourn_meeting::random_hex(6)))
    }

    #[test]
    fn an_end_is_known_after_a_restart_until_the_meeting_is_opened_again() {
        let directory = directory();
        let (first, second) = (MeetingId::new("aa"), MeetingId::new("../bb"));
        let record = EndedMeetings::open(Some(&directory)).expect("opens");
        for meeting in [&first, &second] {
            let ended = record.remember(meeting, Some("Ana".into()), EndNote::new("Bye"), 1);
            record.write(&ended).expect("is written");
        }
        let damaged = "0123456789abcdef";
        std::fs::write(
            directory.join(format!("ended/{damaged}.json")),
            b"{\"meeting\":",
        )
        .expect("is written");
        let record = EndedMeetings::open(Some(&directory)).expect("opens again");
        assert_eq!(
            record.get(&first).and_then(|ended| ended.by),
            Some("Ana".into())
        );
        assert_eq!(record.get(&second).map(|ended| ended.at), Some(1));
        assert_eq!(
            record.get(&second).and_then(|ended| ended.note),
            EndNote::new("Bye")
        );
        assert!(
            record.get(&MeetingId::new(damaged)).is_some(),
            "its name says enough"
        );
        record.forget(&first).expect("is removed");
        let record = EndedMeetings::open(Some(&directory)).expect("opens a third time");
        assert_eq!(record.get(&first), None);
        assert!(record.get(&second).is_some());
        std::fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn a_late_write_does_not_shut_a_meeting_that_was_opened_again() {
        let directory = directory();
        let meeting = MeetingId::new("aa");
        let record = EndedMeetings::open(Some(&directory)).expect("opens");
        let ended = record.remember(&meeting, None, None, 1);
        record.forget(&meeting).expect("is removed");
        record.write(&ended).expect("has nothing to write");
        let record = EndedMeetings::open(Some(&directory)).expect("opens again");
        assert_eq!(record.get(&meeting), None);
        std::fs::remove_dir_all(directory).expect("is removed");
    }
}
