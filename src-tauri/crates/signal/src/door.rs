//! The door: what turns an invite and a name into a token. `POST /join` and `POST /join/info`, JSON.

use adjourn_meeting::{MAX_ID_BYTES, MeetingId, Secret};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::debug::debug_only;

/// Path of [`JoinRequest`].
pub const JOIN_PATH: &str = "/join";
/// Path of [`InfoRequest`].
pub const INFO_PATH: &str = "/join/info";
/// Longest body of a request to the door, in bytes.
pub const MAX_REQUEST_BYTES: usize = 4 * 1024;
/// Longest body of an answer of the door, in bytes: a token, or the names of a full meeting.
pub const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Asks to be let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The invite's.
    pub secret: Secret,
    /// Display name as typed; the server cleans it.
    pub name: String,
}

/// Let in. The shape of LiveKit's token endpoint.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinAnswer {
    /// Where the meeting is: `wss://host:port` or `ws://host:port`.
    pub server_url: String,
    /// What opens it.
    pub participant_token: Secret,
}

debug_only!(JoinAnswer {});

/// Asks what is behind the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfoRequest {
    /// Which meeting.
    pub meeting: MeetingId,
    /// The invite's.
    pub secret: Secret,
}

/// What is behind the door.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Info {
    /// What people call the meeting.
    pub title: String,
    /// The host's name, if the host is in.
    pub host: Option<String>,
    /// Names of those who are in.
    pub people: Vec<String>,
    /// When it was opened, in Unix milliseconds.
    pub open_since_ms: u64,
}

/// Why the door stays shut.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// For the app.
    pub code: RefusalCode,
    /// For the person.
    pub message: String,
    /// Who ended the meeting, for [`RefusalCode::Ended`].
    #[serde(default)]
    pub by: Option<String>,
}

/// Why the door stays shut, for the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// The secret is not this meeting's.
    WrongInvite,
    /// The meeting was ended.
    Ended,
    /// No such meeting is open here.
    UnknownMeeting,
    /// Nobody else fits in.
    Full,
    /// The request is not one.
    BadRequest,
    /// Too many requests from there.
    TooMany,
}

impl RefusalCode {
    /// The HTTP status it travels with.
    pub fn http_status(self) -> u16 {
        match self {
            Self::WrongInvite => 403,
            Self::Ended => 410,
            Self::UnknownMeeting => 404,
            Self::Full => 503,
            Self::BadRequest => 400,
            Self::TooMany => 429,
        }
    }
}

impl Refusal {
    /// A refusal in the words for its code.
    pub fn new(code: RefusalCode) -> Self {
        let message = match code {
            RefusalCode::WrongInvite => {
                "This invitation is not valid. Ask the host for a new link."
            }
            RefusalCode::Ended => "This meeting was ended. Ask the host if there will be another.",
            RefusalCode::UnknownMeeting => {
                "This meeting is not open. Ask the host to open it, or for a new link."
            }
            RefusalCode::Full => "This meeting is full. Try again when somebody has left.",
            RefusalCode::BadRequest => {
                "The request to join was not understood. Update the app and try again."
            }
            RefusalCode::TooMany => "Too many attempts to join. Wait a minute and try again.",
        };
        Self {
            code,
            message: message.into(),
            by: None,
        }
    }

    /// The meeting was ended, by whom if that is known.
    pub fn ended(by: Option<&str>) -> Self {
        let mut refusal = Self::new(RefusalCode::Ended);
        if let Some(by) = by {
            refusal.message = format!("{by} ended this meeting for everyone.");
            refusal.by = Some(by.into());
        }
        refusal
    }
}

/// A body of the door that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the door's message is not valid")]
pub struct DoorError;

/// What the door exchanges: JSON objects of bounded size.
pub trait Body: Serialize + DeserializeOwned + sealed::Bounded {
    /// As JSON.
    fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are always JSON")
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// Not such an object, or beyond a bound.
    fn from_json(bytes: &[u8]) -> Result<Self, DoorError> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(DoorError);
        }
        let body: Self = serde_json::from_slice(bytes).map_err(|_| DoorError)?;
        if body.is_bounded() {
            Ok(body)
        } else {
            Err(DoorError)
        }
    }
}

impl<T: Serialize + DeserializeOwned + sealed::Bounded> Body for T {}

mod sealed {
    /// How much of it is taken.
    pub trait Bounded {
        /// Longest JSON, in bytes.
        const MAX_BYTES: usize;
        /// Whether its parts are within their bounds.
        fn is_bounded(&self) -> bool;
    }
}

/// Whether this can be a meeting and its secret.
fn can_be(meeting: &MeetingId, secret: &Secret) -> bool {
    (1..=MAX_ID_BYTES).contains(&meeting.as_str().len())
        && (1..=MAX_ID_BYTES).contains(&secret.expose().len())
}

impl sealed::Bounded for JoinRequest {
    const MAX_BYTES: usize = MAX_REQUEST_BYTES;

    fn is_bounded(&self) -> bool {
        can_be(&self.meeting, &self.secret)
    }
}

impl sealed::Bounded for InfoRequest {
    const MAX_BYTES: usize = MAX_REQUEST_BYTES;

    fn is_bounded(&self) -> bool {
        can_be(&self.meeting, &self.secret)
    }
}

impl sealed::Bounded for JoinAnswer {
    const MAX_BYTES: usize = MAX_ANSWER_BYTES;

    fn is_bounded(&self) -> bool {
        self.participant_token.expose().len() <= crate::token::MAX_TOKEN_BYTES
    }
}

impl sealed::Bounded for Info {
    const MAX_BYTES: usize = MAX_ANSWER_BYTES;

    fn is_bounded(&self) -> bool {
        self.people.len() <= crate::limits::MAX_PARTICIPANTS
    }
}

impl sealed::Bounded for Refusal {
    const MAX_BYTES: usize = MAX_REQUEST_BYTES;

    fn is_bounded(&self) -> bool {
        true
    }
}

debug_only!(JoinRequest { meeting });

debug_only!(Info {});

debug_only!(Refusal { code });
