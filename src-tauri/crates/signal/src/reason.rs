//! Why somebody is out, between LiveKit's numbers and the meeting's reasons.

use adjourn_meeting::{EndReason, ErrorCode};
use livekit_protocol as proto;

use crate::enums::wire_enum;
pub use crate::metadata::{EndedBy, Farewell, RoomMetadata};

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
        DisconnectReason::RoomDeleted => EndReason::Ended {
            by: room.ended_by_name(),
            note: room.end_note.clone(),
        },
        DisconnectReason::ParticipantRemoved => EndReason::Removed { by: None },
        DisconnectReason::DuplicateIdentity => EndReason::Moved,
        DisconnectReason::ServerShutdown => EndReason::ServerStopped,
        DisconnectReason::RoomClosed => EndReason::RoomClosed,
        DisconnectReason::JoinFailure => EndReason::JoinFailed {
            error: ErrorCode::ConnectionBroken,
            why: "The connection to the meeting could not be completed. Check your network and join again."
                .into(),
        },
        DisconnectReason::MediaFailure => EndReason::JoinFailed {
            error: ErrorCode::MediaBlocked,
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
