//! What is kept so that a server that was killed goes on where it was: who it is, and its open meetings.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use adjourn_meeting::room::RoomSnapshot;
use adjourn_meeting::{AwayRule, MeetingId, ParticipantId, Secret, random_hex};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::ServerError;
use crate::state::{self, Durability};
use crate::tls;

/// File of the server's own certificate and keys in the state directory.
const IDENTITY: &str = "identity.json";
/// Directory of the open meetings in the state directory.
const DIRECTORY: &str = "open";
/// Guests come back for so long when the rule names no time of its own.
const GRACE: Duration = Duration::from_secs(30);

/// What tokens and invites of this server rest on.
pub struct OwnKeys {
    /// Certificate and private key in DER.
    pub certificate: tls::Certificate,
    /// Signs the server's own tokens.
    pub api_secret: Secret,
}

#[derive(Serialize, Deserialize)]
struct KeptKeys {
    certificate: String,
    key: String,
    api_secret: Secret,
}

impl OwnKeys {
    /// Those in `state_dir`, made and kept there if there are none; new ones without it.
    pub fn open(state_dir: Option<&Path>) -> Result<Self, ServerError> {
        let Some(directory) = state_dir else {
            return Self::generate();
        };
        let path = directory.join(IDENTITY);
        let failed = |source| ServerError::State {
            path: path.clone(),
            source,
        };
        match std::fs::read(&path) {
            Ok(bytes) => match Self::read(&bytes) {
                Some(keys) => return Ok(keys),
                None => tracing::warn!(
                    "the server's own keys are damaged; invites made before are void"
                ),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(failed(source)),
        }
        let keys = Self::generate()?;
        let kept = KeptKeys {
            certificate: STANDARD.encode(&keys.certificate.der),
            key: STANDARD.encode(&keys.certificate.key),
            api_secret: keys.api_secret.clone(),
        };
        state::make_directory(directory).map_err(failed)?;
        let bytes = serde_json::to_vec(&kept).map_err(|error| failed(error.into()))?;
        state::write(&path, &bytes, Durability::Disk).map_err(failed)?;
        Ok(keys)
    }

    fn generate() -> Result<Self, ServerError> {
        let certificate = tls::Certificate::generate()?;
        Ok(Self {
            certificate,
            api_secret: Secret::new(random_hex(32)),
        })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let kept: KeptKeys = serde_json::from_slice(bytes).ok()?;
        let (der, key) = (
            STANDARD.decode(kept.certificate).ok()?,
            STANDARD.decode(kept.key).ok()?,
        );
        let certificate = tls::Certificate { der, key };
        certificate.identity().ok()?;
        Some(Self {
            certificate,
            api_secret: kept.api_secret,
        })
    }
}

/// An open meeting as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptMeeting {
    /// The room's name.
    pub meeting: MeetingId,
    /// What people call it.
    pub title: String,
    /// The invite's.
    pub secret: Secret,
    /// Who opened it.
    pub host: ParticipantId,
    /// Its display name.
    pub host_name: String,
    /// When it was opened, in Unix milliseconds.
    pub open_since_ms: u64,
    /// Where guests look for it.
    pub port: u16,
    /// The last sign of life, in Unix milliseconds.
    pub alive_at_ms: u64,
    /// The room; none as long as nothing was kept of it.
    pub room: Option<RoomSnapshot>,
}

impl KeptMeeting {
    /// Whether guests are still trying to come back at `now_ms`.
    pub fn is_awaited(&self, now_ms: u64) -> bool {
        let rule = self.room.as_ref().and_then(RoomSnapshot::away_rule);
        let grace = rule.and_then(AwayRule::outage).unwrap_or(GRACE);
        u128::from(now_ms.saturating_sub(self.alive_at_ms)) <= grace.as_millis()
    }
}

/// The directory of the open meetings.
pub struct KeptMeetings {
    directory: Option<PathBuf>,
}

impl KeptMeetings {
    /// In `state_dir`, or nowhere.
    pub fn open(state_dir: Option<&Path>) -> Result<Self, ServerError> {
        let directory = state_dir.map(|state_dir| state_dir.join(DIRECTORY));
        if let Some(path) = &directory {
            state::make_directory(path).map_err(|source| ServerError::State {
                path: path.clone(),
                source,
            })?;
        }
        Ok(Self { directory })
    }

    /// Those a server left open that did not stop in order.
    pub fn left_open(&self) -> Vec<KeptMeeting> {
        let Some(directory) = &self.directory else {
            return Vec::new();
        };
        let files = state::list(directory, "json").unwrap_or_else(|error| {
            tracing::warn!(%error, "the meetings left open cannot be listed");
            Vec::new()
        });
        let read = |path: PathBuf| {
            let bytes = std::fs::read(path).ok()?;
            serde_json::from_slice(&bytes).ok()
        };
        files.into_iter().filter_map(read).collect()
    }

    /// Keeps one. A failure is told once in the log and tried again with the next change.
    pub fn keep(&self, meeting: &KeptMeeting) -> io::Result<()> {
        let Some(directory) = &self.directory else {
            return Ok(());
        };
        let path = directory.join(state::file_name(&meeting.meeting));
        state::write(&path, &serde_json::to_vec(meeting)?, Durability::System)
    }

    /// It is over.
    pub fn drop(&self, meeting: &MeetingId) {
        let Some(directory) = &self.directory else {
            return;
        };
        let path = directory.join(state::file_name(meeting));
        if let Err(error) = state::remove(&path, Durability::System) {
            tracing::warn!(%error, "a meeting that is over is still kept as open");
        }
    }
}
