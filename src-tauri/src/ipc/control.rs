//! What a host or co-host asks for.

use adjourn_meeting::{EndNote, ParticipantId, Role, StreamKind};
use adjourn_signal::control::ControlRequest;
use serde::Deserialize;
use specta::Type;

/// What a host or co-host does in a meeting. What comes of it is told by events.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Control {
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
        identity: Option<ParticipantId>,
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Asks one to turn something on.
    Ask {
        /// Whom.
        identity: ParticipantId,
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Says what one may do from now on.
    SetRole {
        /// Who.
        identity: ParticipantId,
        /// What it is then.
        role: Role,
    },
    /// Takes one's raised hand down.
    LowerHand {
        /// Whose.
        identity: ParticipantId,
    },
    /// Puts one out, for good.
    Remove {
        /// Whom.
        identity: ParticipantId,
    },
    /// The meeting ends in a while; again: at another time.
    AnnounceEnd {
        /// In so many seconds, 10 to 3600.
        in_seconds: u32,
        /// What everybody reads then; without one, what was written before.
        note: Option<String>,
    },
    /// It does not.
    CancelEnd {},
}

impl From<Control> for ControlRequest {
    fn from(control: Control) -> Self {
        match control {
            Control::Admit { id } => Self::Admit { id },
            Control::Deny { id } => Self::Deny { id },
            Control::AdmitAll {} => Self::AdmitAll {},
            Control::SetLobby { on } => Self::SetLobby { on },
            Control::Lock { on } => Self::Lock { on },
            Control::Mute { identity, kind } => Self::Mute { identity, kind },
            Control::Ask { identity, kind } => Self::Ask { identity, kind },
            Control::SetRole { identity, role } => Self::SetRole { identity, role },
            Control::LowerHand { identity } => Self::LowerHand { identity },
            Control::Remove { identity } => Self::Remove { identity },
            Control::AnnounceEnd { in_seconds, note } => Self::AnnounceEnd {
                in_seconds,
                note: note.as_deref().and_then(EndNote::new),
            },
            Control::CancelEnd {} => Self::CancelEnd {},
        }
    }
}
