//! An End that has been asked for and not been acknowledged: kept on disk, so that it survives the end of the app.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adjourn_meeting::session::EndAnswer;
use adjourn_meeting::{MeetingId, Secret};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

use crate::connection::{self, Access};
use crate::devices::lock;

/// Where they are kept, in the state directory.
const FOLDER: &str = "pending-ends";
/// Longest file that is read: a token has at most 8 KiB.
const MAX_BYTES: u64 = 64 * 1024;
/// Most files that are taken up at a start.
const MAX_FILES: usize = 64;
/// Older than this it is given up: the meeting is long over, and so is the token.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);
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
}

#[derive(Serialize, Deserialize)]
struct Record {
    url: String,
    token: Secret,
    certificate_sha256: Option<[u8; 32]>,
    room: MeetingId,
    /// The room's metadata with the name of who ends it.
    mark: String,
    /// In Unix seconds.
    asked_at: u64,
}

impl PendingEnd {
    pub(crate) fn new(
        access: &Access,
        room: MeetingId,
        mark: String,
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
            mark,
            asked_at: unix_seconds(),
        };
        Self {
            record: Arc::new(record),
            path: state.map(|state| state.join(FOLDER).join(format!("{name}.json"))),
            over: Arc::default(),
        }
    }

    /// Asks once; written down meanwhile, and crossed out when it is acknowledged.
    pub(crate) async fn ask(self) -> EndAnswer {
        let keep = self.clone();
        let kept = spawn_blocking(move || keep.keep());
        let answer = self.request().await;
        // Written or not: that was told to the log.
        let _ = kept.await;
        if !matches!(answer, EndAnswer::Unreachable { .. }) {
            self.forget().await;
        }
        answer
    }

    /// Asks until it is acknowledged or too old.
    pub(crate) async fn insist(self) -> EndAnswer {
        let mut wait = RETRY.0;
        loop {
            let answer = self.request().await;
            let age = unix_seconds().saturating_sub(self.record.asked_at);
            if !matches!(answer, EndAnswer::Unreachable { .. }) || age > LIFETIME.as_secs() {
                self.forget().await;
                return answer;
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
            if let Some(path) = &gone.path
                && let Err(error) = std::fs::remove_file(path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a pending end could not be crossed out");
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
            ..
        } = &*self.record;
        match Access::new(url, token.clone(), *certificate_sha256) {
            Ok(access) => connection::delete_room(access, room.clone(), mark.clone()).await,
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
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
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
    std::fs::rename(&draft, path)
}

/// Every End that was kept in `state`, asked for again; how many of them are done with.
pub(crate) async fn resume(state: PathBuf) -> usize {
    let pending = spawn_blocking(move || read_all(&state))
        .await
        .unwrap_or_default();
    join_all(pending.into_iter().map(PendingEnd::insist))
        .await
        .len()
}

fn read_all(state: &Path) -> Vec<PendingEnd> {
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
            Some(record) => Some(PendingEnd {
                record: Arc::new(record),
                path: Some(path),
                over: Arc::default(),
            }),
            None => {
                tracing::warn!("a pending end cannot be read and is dropped");
                let _ = std::fs::remove_file(&path);
                None
            }
        }
    };
    paths.take(MAX_FILES).filter_map(read).collect()
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

    #[tokio::test]
    async fn it_is_kept_for_its_owner_alone_until_it_is_forgotten_and_never_written_after() {
        let state = std::env::temp_dir().join(format!("adjourn-pending-{}", std::process::id()));
        let access = Access::new(
            "wss://127.0.0.1:7880/x",
            Secret::new("token"),
            Some([7; 32]),
        )
        .expect("a URL");
        let end = PendingEnd::new(
            &access,
            MeetingId::new("../../etc"),
            "{}".into(),
            Some(&state),
        );
        end.keep();
        let path = end.path.clone().expect("a path");
        assert_eq!(path.parent(), Some(state.join(FOLDER).as_path()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                std::fs::metadata(&path)
                    .expect("a file")
                    .permissions()
                    .mode()
                    & 0o777,
                0o600
            );
        }
        let found = read_all(&state);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].record.url, "wss://127.0.0.1:7880/x");
        assert_eq!(found[0].record.certificate_sha256, Some([7; 32]));
        end.forget().await;
        end.keep();
        assert!(!path.exists(), "taken back, and written again");
        std::fs::write(&path, "nonsense").expect("a file");
        assert!(read_all(&state).is_empty());
        let _ = std::fs::remove_dir_all(&state);
    }
}
