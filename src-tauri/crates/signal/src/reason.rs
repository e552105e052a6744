//! Why somebody is out, between LiveKit's numbers and the meeting's reasons, and the end mark of a room.

use adjourn_meeting::EndReason;
use livekit_protocol as proto;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::debug::debug_only;
use crate::enums::wire_enum;

wire_enum! {
    /// LiveKit's reasons for a disconnect.
    DisconnectReason = proto::DisconnectReason, else UnknownReason {
        /// None given.
        UnknownReason,
        /// It left.
        ClientInitiated,
        /// The same identity joined again.
        DuplicateIdentity,
        /// The server stops.
        ServerShutdown,
        /// A host removed it.
        ParticipantRemoved,
        /// A host ended the meeting.
        RoomDeleted,
        /// It wanted to resume a session the server does not have.
        StateMismatch,
        /// It could not connect fully.
        JoinFailure,
        /// It is to move to another server.
        Migration,
        /// Its socket closed without a word.
        SignalClose,
        /// The last person had left.
        RoomClosed,
        /// A callee did not answer.
        UserUnavailable,
        /// A callee refused.
        UserRejected,
        /// The telephone line failed.
        SipTrunkFailure,
        /// The server heard nothing of it for too long.
        ConnectionTimeout,
        /// Its media failed.
        MediaFailure,
        /// A machine participant failed.
        AgentError,
    }
}

/// The reason as LiveKit says it.
pub fn to_wire(reason: &EndReason) -> DisconnectReason {
    match reason {
        EndReason::Left => DisconnectReason::ClientInitiated,
        EndReason::Ended { .. } => DisconnectReason::RoomDeleted,
        EndReason::Removed { .. } => DisconnectReason::ParticipantRemoved,
        EndReason::Moved => DisconnectReason::DuplicateIdentity,
        EndReason::ConnectionLost | EndReason::Asleep => DisconnectReason::ConnectionTimeout,
        EndReason::Crashed => DisconnectReason::SignalClose,
        EndReason::ServerStopped => DisconnectReason::ServerShutdown,
        EndReason::RoomClosed => DisconnectReason::RoomClosed,
        EndReason::Denied | EndReason::JoinFailed { .. } => DisconnectReason::JoinFailure,
    }
}

/// The reason told to the one who is out. A room's deletion is signed by the end mark of its metadata.
pub fn told_to_self(reason: DisconnectReason, room: &RoomMetadata) -> EndReason {
    match reason {
        DisconnectReason::ClientInitiated => EndReason::Left,
        DisconnectReason::RoomDeleted => EndReason::Ended { by: room.ended_by_name() },
        DisconnectReason::ParticipantRemoved => EndReason::Removed { by: None },
        DisconnectReason::DuplicateIdentity => EndReason::Moved,
        DisconnectReason::ServerShutdown => EndReason::ServerStopped,
        DisconnectReason::RoomClosed => EndReason::RoomClosed,
        DisconnectReason::JoinFailure => EndReason::JoinFailed {
            why: "The connection to the meeting could not be completed. Check your network and join again."
                .into(),
        },
        DisconnectReason::MediaFailure => EndReason::JoinFailed {
            why: "Sound and picture could not get through. Check that your network lets UDP through, and join again."
                .into(),
        },
        DisconnectReason::UnknownReason
        | DisconnectReason::StateMismatch
        | DisconnectReason::Migration
        | DisconnectReason::SignalClose
        | DisconnectReason::UserUnavailable
        | DisconnectReason::UserRejected
        | DisconnectReason::SipTrunkFailure
        | DisconnectReason::ConnectionTimeout
        | DisconnectReason::AgentError => EndReason::ConnectionLost,
    }
}

/// The reason told about another participant. A socket that closes without a word is a killed app: a
/// pulled cable closes nothing and times out.
pub fn told_of_other(reason: DisconnectReason, room: &RoomMetadata) -> EndReason {
    match reason {
        DisconnectReason::SignalClose | DisconnectReason::AgentError => EndReason::Crashed,
        reason => told_to_self(reason, room),
    }
}

/// What our servers and clients keep in a room's metadata, as JSON. Keys of other applications are kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoomMetadata {
    /// What people call the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who ended it, just before the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// When it was ended, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// What others put there.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

debug_only!(RoomMetadata { at });

/// Who ended a meeting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedBy {
    /// Its identity.
    pub identity: String,
    /// Its display name.
    pub name: String,
}

debug_only!(EndedBy {});

impl RoomMetadata {
    /// Reads a room's metadata; what is not ours reads as empty.
    pub fn parse(metadata: &str) -> Self {
        serde_json::from_str(metadata).unwrap_or_default()
    }

    /// As it is written into the room.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
    }

    /// The name of who ended the meeting, fit to be shown.
    pub fn ended_by_name(&self) -> Option<String> {
        let by = self.ended_by.as_ref()?;
        Some(adjourn_meeting::clean_name(&by.name))
    }
}
