//! Every way out of a meeting, in one enum, and the sentence each one is told in.

use serde::{Deserialize, Serialize};

use crate::{EndNote, ErrorCode};

/// Why a participant is no longer in the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// It chose to go.
    Left,
    /// The host ended the meeting for everyone; the name, where it is known.
    Ended {
        /// Display name of who ended it.
        by: Option<String>,
        /// What was said with it.
        note: Option<EndNote>,
    },
    /// A host removed it; the name, where it is known.
    Removed {
        /// Display name of who removed it.
        by: Option<String>,
    },
    /// The host did not let it in.
    Denied,
    /// The same identity joined from another device.
    Moved,
    /// The connection was lost and did not come back within the grace time.
    ConnectionLost,
    /// Its app died without a word.
    Crashed,
    /// Its computer went to sleep.
    Asleep,
    /// The computer that carried the meeting stopped.
    ServerStopped,
    /// Everybody else had left, or time was up.
    RoomClosed,
    /// It never got in: what to do about it, in a sentence.
    JoinFailed {
        /// For programs, and for the words of the person's own language.
        error: ErrorCode,
        /// A sentence that says what happened and what to do.
        why: String,
    },
}

/// [`EndReason`] as the page, the bots and `window.meeting` read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Reason {
    /// Which way out.
    pub code: ReasonCode,
    /// Display name of who did it, for `ended` and `removed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The sentence a person reads.
    pub message: String,
    /// What the one who ended it wrote for everybody, for `ended`.
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "specta", specta(type = Option<EndNote>))]
    pub note: Option<EndNote>,
    /// What kept us out, for `join-failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
    /// When, in Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
}

/// The codes of [`Reason`], as scripts match on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // each is the variant of EndReason of the same name
pub enum ReasonCode {
    Left,
    Ended,
    Removed,
    Denied,
    Moved,
    ConnectionLost,
    Crashed,
    Asleep,
    ServerStopped,
    RoomClosed,
    JoinFailed,
}

impl EndReason {
    /// The code that scripts match on.
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::Left => ReasonCode::Left,
            Self::Ended { .. } => ReasonCode::Ended,
            Self::Removed { .. } => ReasonCode::Removed,
            Self::Denied => ReasonCode::Denied,
            Self::Moved => ReasonCode::Moved,
            Self::ConnectionLost => ReasonCode::ConnectionLost,
            Self::Crashed => ReasonCode::Crashed,
            Self::Asleep => ReasonCode::Asleep,
            Self::ServerStopped => ReasonCode::ServerStopped,
            Self::RoomClosed => ReasonCode::RoomClosed,
            Self::JoinFailed { .. } => ReasonCode::JoinFailed,
        }
    }

    /// Told to the one who is out; `at` in Unix milliseconds.
    pub fn to_self(&self, at: u64) -> Reason {
        let message = match self {
            Self::Left => "You left".into(),
            Self::Ended { by: Some(by), .. } => format!("{by} ended the meeting for everyone"),
            Self::Ended { by: None, .. } => "The meeting was ended for everyone".into(),
            Self::Removed { by: Some(by) } => format!("{by} removed you"),
            Self::Removed { by: None } => "The host removed you".into(),
            Self::Denied => "The host did not let you in".into(),
            Self::Moved => "You joined from another device".into(),
            Self::ConnectionLost => "Your connection was lost and did not come back".into(),
            Self::Crashed => "The app stopped unexpectedly".into(),
            Self::Asleep => "Your computer went to sleep".into(),
            Self::ServerStopped => "The host closed the meeting’s computer".into(),
            Self::RoomClosed => "Everybody else had left, or time was up".into(),
            Self::JoinFailed { why, .. } => why.clone(),
        };
        self.reason(message, at)
    }

    /// Told to the others about `name`; `at` in Unix milliseconds.
    pub fn to_others(&self, name: &str, at: u64) -> Reason {
        let message = match self {
            Self::Left => format!("{name} left"),
            Self::Ended { by: Some(by), .. } => format!("{by} ended the meeting for everyone"),
            Self::Ended { by: None, .. } => "The meeting was ended for everyone".into(),
            Self::Removed { by: Some(by) } => format!("{by} removed {name}"),
            Self::Removed { by: None } => format!("{name} was removed"),
            Self::Denied => format!("{name} was not let in"),
            Self::Moved => format!("{name} joined from another device"),
            Self::ConnectionLost => format!("{name}’s connection was lost"),
            Self::Crashed => format!("{name}’s app stopped unexpectedly"),
            Self::Asleep => format!("{name}’s computer went to sleep"),
            Self::ServerStopped => "The host closed the meeting’s computer".into(),
            Self::RoomClosed => "The meeting closed".into(),
            Self::JoinFailed { .. } => format!("{name} could not join"),
        };
        self.reason(message, at)
    }

    fn reason(&self, message: String, at: u64) -> Reason {
        let by = match self {
            Self::Ended { by, .. } | Self::Removed { by } => by.clone(),
            _ => None,
        };
        let note = match self {
            Self::Ended { note, .. } => note.clone(),
            _ => None,
        };
        let error = match self {
            Self::JoinFailed { error, .. } => Some(*error),
            _ => None,
        };
        Reason {
            code: self.code(),
            by,
            message,
            note,
            error,
            at: Some(at as f64),
        }
    }
}
