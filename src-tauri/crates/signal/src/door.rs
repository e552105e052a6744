//! The door: what turns an invite and a name into a token. `POST /join` and `POST /join/info`, JSON.
//!
//! Where people are let in one by one, `/join` answers 202 with a ticket. `POST /join/wait` with it answers
//! when something has changed or after [`WAIT_SECONDS`]: 200 and the token, 202 and how many are ahead, or a
//! refusal. `POST /join/cancel` gives the ticket back, and so does not asking for [`WITHDRAWN_SECONDS`].

use adjourn_meeting::{AwayRule, EndNote, MAX_ID_BYTES, MeetingId, Secret};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::debug::debug_only;

/// Path of [`JoinRequest`].
pub const JOIN_PATH: &str = "/join";
/// Path of [`InfoRequest`].
pub const INFO_PATH: &str = "/join/info";
/// Path of [`TicketRequest`] to hear how it stands.
pub const WAIT_PATH: &str = "/join/wait";
/// Path of [`TicketRequest`] to give up.
pub const CANCEL_PATH: &str = "/join/cancel";
/// `/join/wait` answers at the latest after so many seconds.
pub const WAIT_SECONDS: u64 = 10;
/// A ticket nobody asks after for so many seconds is withdrawn.
pub const WITHDRAWN_SECONDS: u64 = 20;
/// Length of [`JoinRequest::client`]: 16 bytes in hex.
pub const CLIENT_HEX: usize = 32;
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
    /// The installation: 32 hex digits, made once and kept. The same one again is the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
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

/// Not let in yet (HTTP status 202).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// What to ask with.
    pub ticket: Secret,
    /// What people call the meeting.
    pub title: String,
    /// The host's name, if the host is in.
    pub host: Option<String>,
    /// How many were there before.
    pub ahead: u32,
}

debug_only!(Wait { ahead });

/// Asks after a ticket, or gives it up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRequest {
    /// From [`Wait`].
    pub ticket: Secret,
}

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
    /// Who comes waits to be let in.
    #[serde(default)]
    pub lobby: bool,
    /// Nobody new gets in.
    #[serde(default)]
    pub locked: bool,
    /// What happens when the host's computer goes away, where it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<AwayRule>,
}

/// Why the door stays shut.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// For the app.
    pub code: RefusalCode,
    /// For the person.
    pub message: String,
    /// Who ended the meeting, or removed this one: for [`RefusalCode::Ended`] and [`RefusalCode::Removed`].
    #[serde(default)]
    pub by: Option<String>,
    /// What was said with the end: for [`RefusalCode::Ended`].
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<EndNote>,
    /// When the meeting was ended, in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
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
    /// The host let nobody new in.
    Locked,
    /// A host put this one out, for good.
    Removed,
    /// A host did not let this one in.
    Denied,
    /// The ticket was given up, or is none.
    UnknownTicket,
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
            Self::WrongInvite | Self::Locked | Self::Removed | Self::Denied => 403,
            Self::Ended => 410,
            Self::UnknownMeeting | Self::UnknownTicket => 404,
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
            RefusalCode::Locked => "The host has locked this meeting. Ask the host to unlock it.",
            RefusalCode::Removed => "You were removed from this meeting and cannot join it again.",
            RefusalCode::Denied => "The host did not let you in.",
            RefusalCode::UnknownTicket => "Your request to join has lapsed. Ask to join again.",
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
            note: None,
            at: None,
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

impl Refusal {
    /// A host put this one out, who it was if that is known.
    pub fn removed(by: Option<&str>) -> Self {
        let mut refusal = Self::new(RefusalCode::Removed);
        if let Some(by) = by {
            refusal.message =
                format!("{by} removed you from this meeting. You cannot join it again.");
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
        let is_client = |client: &String| {
            client.len() == CLIENT_HEX && client.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        can_be(&self.meeting, &self.secret) && self.client.as_ref().is_none_or(is_client)
    }
}

impl sealed::Bounded for TicketRequest {
    const MAX_BYTES: usize = MAX_REQUEST_BYTES;

    fn is_bounded(&self) -> bool {
        (1..=MAX_ID_BYTES).contains(&self.ticket.expose().len())
    }
}

impl sealed::Bounded for Wait {
    const MAX_BYTES: usize = MAX_REQUEST_BYTES;

    fn is_bounded(&self) -> bool {
        (1..=MAX_ID_BYTES).contains(&self.ticket.expose().len())
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
