//! What a host asks of our own server beside LiveKit's RoomService, and what anybody may say of itself:
//! `POST /adjourn/v1/<Method>`, JSON, with the participant's token as bearer.
//!
//! The room and the caller are the token's; what the caller may is decided by the role the room holds now.

use adjourn_meeting::{
    EndNote, FarewellText, MAX_ID_BYTES, ParticipantId, ParticipantSid, ReasonCode, Role,
    StreamKind,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::debug::debug_only;
use crate::limits::MAX_PARTICIPANTS;

/// Path of every method, before its name.
pub const PATH_PREFIX: &str = "/adjourn/v1/";
/// Longest body of a request, in bytes.
pub const MAX_REQUEST_BYTES: usize = 4 * 1024;
/// Longest body of an answer, in bytes: the attendance of a full meeting.
pub const MAX_ANSWER_BYTES: usize = 1024 * 1024;
/// An end can be announced for so many seconds from now.
pub const ANNOUNCE_SECONDS: std::ops::RangeInclusive<u32> = 10..=3600;

/// The key that carries the method's name beside the fields.
const METHOD: &str = "method";

/// One request. With serde it is an object of the method's name under `method` and the fields beside it;
/// on the wire the name stands in the path ([`ControlRequest::path`], [`ControlRequest::body`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all_fields = "camelCase")]
pub enum ControlRequest {
    /// Lets in one who waits.
    Admit {
        /// Who.
        id: ParticipantId,
    },
    /// Turns one away who waits.
    Deny {
        /// Who.
        id: ParticipantId,
    },
    /// Lets in everybody who waits.
    AdmitAll {},
    /// Who comes from now on waits to be let in, or not.
    SetLobby {
        /// On or off.
        on: bool,
    },
    /// Nobody new gets in, or not any more.
    Lock {
        /// On or off.
        on: bool,
    },
    /// Silences one, or everybody who is not a host.
    Mute {
        /// Whom; everybody when none.
        #[serde(default)]
        identity: Option<ParticipantId>,
        /// Microphone, camera or shared screen.
        kind: StreamKind,
    },
    /// Asks one to turn something on.
    Ask {
        /// Whom.
        identity: ParticipantId,
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Says what one may do. A host who makes another one host is a co-host afterwards.
    SetRole {
        /// Who.
        identity: ParticipantId,
        /// What it is from now on.
        role: Role,
    },
    /// Puts one out, for good.
    Remove {
        /// Whom.
        identity: ParticipantId,
    },
    /// Lowers a raised hand.
    LowerHand {
        /// Whose.
        identity: ParticipantId,
    },
    /// The meeting ends in a while; again: at another time.
    AnnounceEnd {
        /// In so many seconds ([`ANNOUNCE_SECONDS`]).
        in_seconds: u32,
        /// What everybody reads then; without one, what was written before.
        #[serde(
            default,
            deserialize_with = "EndNote::read",
            skip_serializing_if = "Option::is_none"
        )]
        note: Option<EndNote>,
    },
    /// It does not.
    CancelEnd {},
    /// The caller's own app or computer is gone; said on its behalf.
    Gone {
        /// How.
        reason: GoneReason,
        /// Of which of its sessions; the present one when none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sid: Option<ParticipantSid>,
    },
    /// The caller left a short while ago and says why.
    Farewell {
        /// What it says.
        text: FarewellText,
    },
    /// Asks for the [`Summary`].
    Summary {},
}

/// How somebody is gone without having said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoneReason {
    /// Its app died.
    Crashed,
    /// Its computer went to sleep.
    Asleep,
}

/// A control request or answer that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the control message is not valid")]
pub struct ControlError;

impl ControlRequest {
    /// The method's name.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Admit { .. } => "Admit",
            Self::Deny { .. } => "Deny",
            Self::AdmitAll {} => "AdmitAll",
            Self::SetLobby { .. } => "SetLobby",
            Self::Lock { .. } => "Lock",
            Self::Mute { .. } => "Mute",
            Self::Ask { .. } => "Ask",
            Self::SetRole { .. } => "SetRole",
            Self::Remove { .. } => "Remove",
            Self::LowerHand { .. } => "LowerHand",
            Self::AnnounceEnd { .. } => "AnnounceEnd",
            Self::CancelEnd {} => "CancelEnd",
            Self::Gone { .. } => "Gone",
            Self::Farewell { .. } => "Farewell",
            Self::Summary {} => "Summary",
        }
    }

    /// Where it is posted.
    pub fn path(&self) -> String {
        format!("{PATH_PREFIX}{}", self.method())
    }

    /// What is posted there.
    pub fn body(&self) -> Vec<u8> {
        let mut value = serde_json::to_value(self).expect("strings and numbers are always JSON");
        if let Value::Object(fields) = &mut value {
            fields.remove(METHOD);
        }
        serde_json::to_vec(&value).expect("strings and numbers are always JSON")
    }

    /// Reads what was posted under a method's name.
    ///
    /// # Errors
    /// No such method, not its fields, or beyond a bound.
    pub fn decode(method: &str, body: &[u8]) -> Result<Self, ControlError> {
        if body.len() > MAX_REQUEST_BYTES {
            return Err(ControlError);
        }
        let mut fields: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| ControlError)?;
        fields.insert(METHOD.into(), method.into());
        let request: Self =
            serde_json::from_value(Value::Object(fields)).map_err(|_| ControlError)?;
        if request.is_bounded() {
            Ok(request)
        } else {
            Err(ControlError)
        }
    }

    /// Whether its parts are within their bounds. A request read by serde alone is not checked.
    pub fn is_bounded(&self) -> bool {
        let is_id = |id: &str| (1..=MAX_ID_BYTES).contains(&id.len());
        match self {
            Self::Admit { id } | Self::Deny { id } => is_id(id.as_str()),
            Self::Mute { identity, .. } => identity.as_ref().is_none_or(|id| is_id(id.as_str())),
            Self::Ask { identity, kind } => is_id(identity.as_str()) && *kind != StreamKind::Share,
            Self::SetRole { identity, .. }
            | Self::Remove { identity }
            | Self::LowerHand { identity } => is_id(identity.as_str()),
            Self::AnnounceEnd { in_seconds, .. } => ANNOUNCE_SECONDS.contains(in_seconds),
            Self::Gone { sid, .. } => sid.as_ref().is_none_or(|sid| is_id(sid.as_str())),
            Self::AdmitAll {}
            | Self::SetLobby { .. }
            | Self::Lock { .. }
            | Self::CancelEnd {}
            | Self::Farewell { .. }
            | Self::Summary {} => true,
        }
    }
}

/// Why a control request was refused. It has changed nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// For the app.
    pub code: RefusalCode,
    /// For the person.
    pub message: String,
}

debug_only!(Refusal { code });

/// Why a control request was refused, for the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// The caller's role does not allow it.
    NotAllowed,
    /// The token is none of this server's, or counts no longer.
    BadToken,
    /// Whom it is about is not there (any more).
    Nobody,
    /// The meeting was ended.
    Ended,
    /// No such meeting is open here.
    UnknownMeeting,
    /// The request is not one.
    BadRequest,
    /// Too many requests from there.
    TooMany,
}

impl RefusalCode {
    /// The HTTP status it travels with.
    pub fn http_status(self) -> u16 {
        match self {
            Self::NotAllowed => 403,
            Self::BadToken => 401,
            Self::Nobody | Self::UnknownMeeting => 404,
            Self::Ended => 410,
            Self::BadRequest => 400,
            Self::TooMany => 429,
        }
    }
}

impl Refusal {
    /// A refusal in the words for its code.
    pub fn new(code: RefusalCode) -> Self {
        let message = match code {
            RefusalCode::NotAllowed => "Only a host may do this, and you are not one now.",
            RefusalCode::BadToken => "The meeting does not know you. Join it again.",
            RefusalCode::Nobody => "This person is not there any more.",
            RefusalCode::Ended => "This meeting was ended.",
            RefusalCode::UnknownMeeting => "This meeting is not open.",
            RefusalCode::BadRequest => {
                "The request was not understood. Update the app and try again."
            }
            RefusalCode::TooMany => "Too many requests. Wait a minute and try again.",
        };
        Self {
            code,
            message: message.into(),
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are always JSON")
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// Not such an object, or too long.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ControlError> {
        if bytes.len() > MAX_REQUEST_BYTES {
            return Err(ControlError);
        }
        serde_json::from_slice(bytes).map_err(|_| ControlError)
    }
}

/// Who was in a meeting, and when. Times are Unix milliseconds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// What people call the meeting.
    pub title: String,
    /// When it was opened.
    pub opened_at: u64,
    /// When it ended, if it has.
    #[serde(default)]
    pub ended_at: Option<u64>,
    /// Who ended it.
    #[serde(default)]
    pub ended_by: Option<String>,
    /// What was said with it.
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub end_note: Option<EndNote>,
    /// Every stay, in the order of coming; who came twice is there twice.
    pub people: Vec<Stay>,
}

/// One stay of one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stay {
    /// Who.
    pub identity: ParticipantId,
    /// Display name.
    pub name: String,
    /// The last role it had.
    pub role: Role,
    /// When it came.
    pub joined_at: u64,
    /// When it went, if it has.
    #[serde(default)]
    pub left_at: Option<u64>,
    /// Why it went.
    #[serde(default)]
    pub reason: Option<ReasonCode>,
}

debug_only!(Summary {
    opened_at,
    ended_at
});
debug_only!(Stay {
    identity,
    joined_at,
    left_at,
    reason
});

impl Summary {
    /// As JSON.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are always JSON")
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// Not such an object, or beyond a bound.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ControlError> {
        if bytes.len() > MAX_ANSWER_BYTES {
            return Err(ControlError);
        }
        let summary: Self = serde_json::from_slice(bytes).map_err(|_| ControlError)?;
        if summary.people.len() <= 4 * MAX_PARTICIPANTS {
            Ok(summary)
        } else {
            Err(ControlError)
        }
    }
}
