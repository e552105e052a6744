//! An End that has been asked for and not been acknowledged: kept on disk, so that it survives the end of the app.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use adjourn_meeting::session::EndAnswer;
use adjourn_meeting::{EndNote, MeetingId, Secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

use crate::connection::{self, Access};
use crate::devices::lock;
use crate::{LateEnd, LateEndOutcome};

/// Where they are kept, in the state directory.
const FOLDER: &str = "pending-ends";
/// Longest file that is read: a token has at most 8 KiB.
const MAX_BYTES: u64 = 64 * 1024;
/// Most files that are taken up at a start.
const MAX_FILES: usize = 64;
/// Older than this it is given up: the meeting is long over, and so is the token.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);
/// Older than this none can be: one of the two times was told by a clock that is wrong.
const OLDEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// Wait before the first further attempt; doubled each time, up to the second.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// An End on its way, with the place it is kept at.
#[derive(Clone)]
pub(crate) struct PendingEnd {
    record: Arc<Record>,
    /// Nowhere without a state directory.
    path: Option<PathBuf>,
    /// Acknowledged or taken back: it is not to be written any more.
    over: Arc<Mutex<bool>>,
    /// How old it was when this run of the app took it up, and when that was.
    taken_up: (Duration, Instant),
}

#[derive(Serialize, Deserialize)]
struct Record {
    url: String,
    token: Secret,
    certificate_sha256: Option<[u8; 32]>,
    room: MeetingId,
    /// What people call the meeting.
    #[serde(default)]
    title: String,
    /// The room's metadata with the name of who ends it, and what everybody reads.
    mark: String,
    /// What everybody reads.
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    note: Option<EndNote>,
    /// In Unix seconds.
    asked_at: u64,
}

impl PendingEnd {
    pub(crate) fn new(
        access: &Access,
        room: MeetingId,
        title: String,
        mark: String,
        note: Option<EndNote>,
        state: Option<&Path>,
    ) -> Self {
        // The room's name is a server's word and no file name.
        let name: String = Sha256::digest(room.as_str())
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let record = Record {
            url: access.url(),
            token: access.token.clone(),
            certificate_sha256: access.pin(),
            room,
            title,
            mark,
            note,
            asked_at: unix_seconds(),
        };
        Self {
            record: Arc::new(record),
            path: state.map(|state| state.join(FOLDER).join(format!("{name}.json"))),
            over: Arc::default(),
            taken_up: (Duration::ZERO, Instant::now()),
        }
    }

    /// Takes up what an earlier run kept at `path`, when the wall clock says `now` in Unix seconds.
    fn again(mut record: Record, path: PathBuf, now: u64) -> Self {
        let age = age(record.asked_at, now);
        if age.is_none() {
            // Its life begins here, and is not begun once more by the next run.
            record.asked_at = now;
        }
        let end = Self {
            record: Arc::new(record),
            path: Some(path),
            over: Arc::default(),
            taken_up: (age.unwrap_or_default(), Instant::now()),
        };
        if age.is_none() {
            end.keep();
        }
        end
    }

    /// Within one run only the clock that nobody sets counts: at its start a computer may think that it is 1970.
    fn is_too_old(&self) -> bool {
        self.taken_up.0 + self.taken_up.1.elapsed() > LIFETIME
    }

    /// Asks once; written down meanwhile, and crossed out when it is acknowledged.
    pub(crate) async fn ask(self) -> EndAnswer {
        let keep = self.clone();
        let kept = spawn_blocking(move || keep.keep());
        let answer = self.request().await;
        // Written or not: that was told to the log.
        let _ = kept.await;
        if matches!(
            answer,
            EndAnswer::Confirmed { .. } | EndAnswer::Refused { .. }
        ) {
            self.forget().await;
        }
        answer
    }

    /// Asks until it is answered or too old, and says what became of it.
    pub(crate) async fn insist(self) -> LateEnd {
        let mut wait = RETRY.0;
        loop {
            let answer = self.request().await;
            if !matches!(answer, EndAnswer::Unreachable { .. }) || self.is_too_old() {
                self.forget().await;
                return LateEnd {
                    meeting: self.record.room.clone(),
                    title: self.record.title.clone(),
                    outcome: LateEndOutcome::from(answer),
                };
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(RETRY.1);
        }
    }

    /// It is acknowledged, or taken back.
    pub(crate) async fn forget(&self) {
        let gone = self.clone();
        let forgotten = spawn_blocking(move || {
            let mut over = lock(&gone.over);
            *over = true;
            let Some(path) = &gone.path else { return };
            match std::fs::remove_file(path).and_then(|()| sync_folder(path)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(%error, "a pending end could not be crossed out");
                }
                _ => {}
            }
        });
        let _ = forgotten.await;
    }

    async fn request(&self) -> EndAnswer {
        let Record {
            url,
            token,
            certificate_sha256,
            room,
            mark,
            note,
            ..
        } = &*self.record;
        match Access::new(url, token.clone(), *certificate_sha256) {
            Ok(access) => {
                connection::delete_room(access, room.clone(), mark.clone(), note.clone()).await
            }
            Err(error) => EndAnswer::Refused {
                why: error.to_string(),
            },
        }
    }

    fn keep(&self) {
        let over = lock(&self.over);
        let Some(path) = self.path.as_ref().filter(|_| !*over) else {
            return;
        };
        if let Err(error) = write_private(path, &self.record) {
            tracing::warn!(%error, "a pending end could not be written down");
        }
    }
}

fn write_private(path: &Path, record: &Record) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
        sync_folder(folder)?;
    }
    let json = serde_json::to_vec(record)?;
    let draft = path.with_extension("tmp");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(&json)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&draft, path)?;
    sync_folder(path)
}

/// A name that was made, changed or removed is only on the disk when its folder is.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => std::fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Every End that an earlier run kept in `state`.
pub(crate) async fn read(state: PathBuf) -> Vec<PendingEnd> {
    let read = spawn_blocking(move || read_all(&state, unix_seconds()));
    // It is cut short by the end of the runtime alone.
    read.await.unwrap_or_default()
}

fn read_all(state: &Path, now: u64) -> Vec<PendingEnd> {
    let Ok(folder) = std::fs::read_dir(state.join(FOLDER)) else {
        return Vec::new();
    };
    let paths = folder.flatten().map(|entry| entry.path());
    let paths = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    let read = |path: PathBuf| {
        let small = std::fs::metadata(&path).is_ok_and(|file| file.len() <= MAX_BYTES);
        let record = std::fs::read(&path).ok().filter(|_| small);
        match record.and_then(|json| serde_json::from_slice(&json).ok()) {
            Some(record) => Some(PendingEnd::again(record, path, now)),
            None => {
                tracing::warn!("a pending end cannot be read and is dropped");
                let _ = std::fs::remove_file(&path);
                None
            }
        }
    };
    paths.take(MAX_FILES).filter_map(read).collect()
}

/// How old something is by the wall clock; none when the two times cannot both be right.
fn age(asked_at: u64, now: u64) -> Option<Duration> {
    let age = Duration::from_secs(now.checked_sub(asked_at)?);
    (age <= OLDEST).then_some(age)
}

fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 24 * 3600;
    const NOW: u64 = 1_790_000_000;

    fn end(state: &Path) -> PendingEnd {
        let access = Access::new(
            "wss://127.0.0.1:7880/x",
            Secret::new("token"),
            Some([7; 32]),
        )
        .expect("a URL");
        PendingEnd::new(
            &access,
            MeetingId::new("../../etc"),
            "Ana’s meeting".into(),
            "{}".into(),
            EndNote::new("Thank you"),
            Some(state),
        )
    }

    fn folder() -> PathBuf {
        std::env::temp_dir().join(format!(
            "adjourn-pending-{}",
            adjourn_meeting::random_hex(8)
        ))
    }

    #[tokio::test]
    async fn it_is_kept_for_its_owner_alone_until_it_is_forgotten_and_never_written_after() {
        let state = folder();
        let end = end(&state);
        end.keep();
        let path = end.path.clone().expect("a path");
        assert_eq!(path.parent(), Some(state.join(FOLDER).as_path()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| {
                let file = std::fs::metadata(path).expect("it is there");
                file.permissions().mode() & 0o777
            };
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(&state.join(FOLDER)), 0o700);
        }
        let found = read_all(&state, unix_seconds());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].record.url, "wss://127.0.0.1:7880/x");
        assert_eq!(found[0].record.title, "Ana’s meeting");
        assert_eq!(found[0].record.note, EndNote::new("Thank you"));
        assert_eq!(found[0].record.certificate_sha256, Some([7; 32]));
        end.forget().await;
        end.keep();
        assert!(!path.exists(), "taken back, and written again");
        std::fs::write(&path, "nonsense").expect("a file");
        assert!(read_all(&state, unix_seconds()).is_empty());
        let _ = std::fs::remove_dir_all(&state);
    }

    #[test]
    fn a_clock_that_was_or_is_wrong_does_not_make_an_end_old() {
        for (asked_at, now, expected) in [
            (NOW, NOW + 60, Some(60)),
            (NOW, NOW + 3 * DAY, Some(3 * DAY)),
            // Asked for before the clock was set, and read before it is.
            (12, NOW, None),
            (NOW, 12, None),
            (NOW, NOW + 365 * DAY, None),
        ] {
            let told = age(asked_at, now).map(|age| age.as_secs());
            assert_eq!(told, expected, "{asked_at} {now}");
        }
        let mut fresh = end(&folder());
        assert!(!fresh.is_too_old());
        fresh.taken_up.0 = LIFETIME + Duration::from_secs(1);
        assert!(fresh.is_too_old());
    }

    #[test]
    fn an_end_of_before_the_clock_was_set_gets_one_life_and_not_one_with_each_start() {
        let state = folder();
        let mut asked_at_1970 = end(&state);
        Arc::get_mut(&mut asked_at_1970.record)
            .expect("one owner")
            .asked_at = 12;
        asked_at_1970.keep();
        let first = read_all(&state, NOW);
        assert_eq!(first[0].taken_up.0, Duration::ZERO);
        let second = read_all(&state, NOW + 2 * DAY);
        assert!(second[0].is_too_old());
        let _ = std::fs::remove_dir_all(&state);
    }

    #[test]
    fn a_file_of_an_earlier_version_has_no_title_and_no_note_and_is_read_all_the_same() {
        let state = folder();
        std::fs::create_dir_all(state.join(FOLDER)).expect("a folder");
        let json = format!(
            r#"{{"url":"ws://127.0.0.1:1","token":"a.b.c","certificate_sha256":null,"room":"r","mark":"","asked_at":{NOW}}}"#
        );
        std::fs::write(state.join(FOLDER).join("0.json"), json).expect("a file");
        let found = read_all(&state, NOW);
        assert_eq!(found[0].record.title, "");
        assert_eq!(found[0].record.note, None);
        let _ = std::fs::remove_dir_all(&state);
    }
}
