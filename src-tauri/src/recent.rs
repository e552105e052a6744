//! The meetings one was in last: a file of the user's own, readable by nobody else, because an invite lets its bearer
//! in.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use adjourn_meeting::Reason;
use adjourn_signal::invite::MAX_LINK_BYTES;

use crate::ipc::Recent;

/// Below the app's data directory.
const FILE: &str = "recent.json";

/// More than this nobody scrolls through.
pub const MOST: usize = 12;

/// Longest title or name that is kept, in bytes.
const MAX_TEXT_BYTES: usize = 512;

/// Larger than any file of ours.
const MAX_BYTES: u64 = (MOST * (MAX_LINK_BYTES + 6 * MAX_TEXT_BYTES)) as u64;

/// The list, newest first, and where it is kept; without a folder it lasts as long as the program runs.
pub struct RecentMeetings {
    path: Option<PathBuf>,
    list: Mutex<Vec<Recent>>,
}

impl RecentMeetings {
    /// Reads what is in `directory`; a file that cannot be understood counts as none.
    pub fn open(directory: Option<&Path>) -> Self {
        let path = directory.map(|directory| directory.join(FILE));
        let list = path
            .as_deref()
            .and_then(read)
            .unwrap_or_default()
            .into_iter()
            .filter(is_bounded)
            .take(MOST)
            .collect();
        Self {
            path,
            list: Mutex::new(list),
        }
    }

    /// All of them, newest first.
    pub fn list(&self) -> Vec<Recent> {
        self.list
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts a meeting first; one that is there already comes up again.
    pub fn add(&self, meeting: Recent) -> Vec<Recent> {
        self.change(|list| {
            if is_bounded(&meeting) {
                list.retain(|other| other.link != meeting.link);
                list.insert(0, meeting);
                list.truncate(MOST);
            }
        })
    }

    /// Notes how the meeting of this link was left, of which there is a summary then, and how many it was ended for; nothing to tell where it is not in the
    /// list.
    pub fn left(&self, link: &str, reason: &Reason, ended_for: Option<u32>) -> Option<Vec<Recent>> {
        if !self.list().iter().any(|meeting| meeting.link == link) {
            return None;
        }
        Some(self.change(|list| {
            for meeting in list.iter_mut().filter(|meeting| meeting.link == link) {
                let with_reason = Recent {
                    reason: Some(reason.clone()),
                    ended_for,
                    summary: true,
                    ..meeting.clone()
                };
                if is_bounded(&with_reason) {
                    *meeting = with_reason;
                }
            }
        }))
    }

    /// Forgets one meeting, or all.
    pub fn forget(&self, link: Option<&str>) -> Vec<Recent> {
        self.change(|list| list.retain(|meeting| link.is_some_and(|link| meeting.link != link)))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Recent>)) -> Vec<Recent> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut list);
        if let Some(path) = &self.path
            && let Err(error) = write(path, &list)
        {
            tracing::warn!(%error, "the recent meetings are not kept");
        }
        list.clone()
    }
}

fn is_bounded(meeting: &Recent) -> bool {
    let reason = meeting.reason.as_ref();
    let texts = [
        Some(&meeting.title),
        meeting.host.as_ref(),
        reason.map(|reason| &reason.message),
        reason.and_then(|reason| reason.by.as_ref()),
    ];
    meeting.link.len() <= MAX_LINK_BYTES
        && texts
            .into_iter()
            .flatten()
            .all(|text| text.len() <= MAX_TEXT_BYTES)
}

fn read(path: &Path) -> Option<Vec<Recent>> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes)
        .inspect_err(|error| tracing::warn!(%error, "the recent meetings cannot be read"))
        .ok()
}

/// A crash in between leaves the old list. Empty: the file goes.
fn write(path: &Path, list: &[Recent]) -> io::Result<()> {
    if list.is_empty() {
        return match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let new = path.with_extension("json.new");
    // One that was left behind may have other rights.
    let _ = fs::remove_file(&new);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(&serde_json::to_vec(list)?)?;
    file.sync_all()?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::{ReasonCode, random_hex};

    use super::*;

    fn meeting(number: usize) -> Recent {
        Recent {
            title: format!("Meeting {number}"),
            host: Some("Ana".into()),
            link: format!("adjourn://join/{number}"),
            at: number as f64,
            hosted: false,
            reason: None,
            ended_for: None,
            summary: false,
        }
    }

    fn directory() -> PathBuf {
        std::env::temp_dir().join(format!("adjourn-recent-{}", random_hex(8)))
    }

    #[test]
    fn the_list_outlives_the_program_and_holds_the_newest_twelve() {
        let directory = directory();
        let recent = RecentMeetings::open(Some(&directory));
        for number in 0..20 {
            recent.add(meeting(number));
        }
        recent.add(meeting(10));
        let again = RecentMeetings::open(Some(&directory)).list();
        assert_eq!(again.len(), MOST);
        assert_eq!((&again[0], &again[1]), (&meeting(10), &meeting(19)));
        fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn how_a_meeting_was_left_is_kept_with_it_and_with_no_other() {
        let directory = directory();
        let recent = RecentMeetings::open(Some(&directory));
        recent.add(meeting(1));
        recent.add(meeting(2));
        let reason = Reason {
            note: None,
            code: ReasonCode::Ended,
            by: Some("Ana".into()),
            message: "Ana ended the meeting for everyone".into(),
            error: None,
            at: Some(61_000.0),
        };
        assert_eq!(recent.left("adjourn://join/3", &reason, None), None);
        recent.left(&meeting(1).link, &reason, None);
        let kept = RecentMeetings::open(Some(&directory)).list();
        assert_eq!(kept[0], meeting(2));
        assert_eq!(kept[1].reason.as_ref(), Some(&reason));
        assert!(kept[1].summary && !kept[0].summary);
        fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn what_is_forgotten_is_gone_from_the_disk_too() {
        let directory = directory();
        let recent = RecentMeetings::open(Some(&directory));
        recent.add(meeting(1));
        recent.add(meeting(2));
        assert_eq!(recent.forget(Some(&meeting(2).link)), [meeting(1)]);
        let on_disk = fs::read_to_string(directory.join(FILE)).expect("is there");
        assert!(!on_disk.contains(&meeting(2).link));
        assert_eq!(recent.forget(None), []);
        assert!(!directory.join(FILE).exists());
        fs::remove_dir_all(directory).expect("is removed");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_invites() {
        use std::os::unix::fs::PermissionsExt;
        let directory = directory();
        let recent = RecentMeetings::open(Some(&directory));
        recent.add(meeting(1));
        let rights = fs::metadata(directory.join(FILE))
            .expect("is there")
            .permissions();
        assert_eq!(rights.mode() & 0o777, 0o600);
        fs::remove_dir_all(directory).expect("is removed");
    }

    #[test]
    fn a_damaged_or_endless_file_is_an_empty_list() {
        let directory = directory();
        fs::create_dir(&directory).expect("a directory");
        let huge = format!("[{}]", "1,".repeat(200_000));
        for contents in ["", "{}", "[{\"title\":1}]", &huge] {
            fs::write(directory.join(FILE), contents).expect("the directory is ours");
            assert_eq!(RecentMeetings::open(Some(&directory)).list(), []);
        }
        fs::remove_dir_all(directory).expect("is removed");
    }
}
