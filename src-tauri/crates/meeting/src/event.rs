//! What happened, as the page, the bots and `window.meeting` hear it; nothing else reaches them.

use serde::{Deserialize, Serialize};

use crate::{MeetingId, Participant, ParticipantId, Reason, StreamKind};

/// The state of one person's connection to the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // the states of the guide, each its own explanation
pub enum MeetingState {
    Connecting,
    Waiting,
    Connected,
    Reconnecting,
    Disconnected,
    Failed,
}

/// One event of a meeting. `MeetingLeft` comes once per join and is always the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum MeetingEvent {
    /// I am in.
    MeetingJoined {
        /// The room's name.
        meeting_id: MeetingId,
        /// Myself.
        me: Participant,
        /// What people call the meeting.
        title: String,
    },
    /// I am out; no event follows.
    MeetingLeft {
        /// Why.
        reason: Reason,
    },
    /// Somebody is in (also, right after `MeetingJoined`, everybody who was there before me).
    ParticipantJoined {
        /// Who.
        participant: Participant,
    },
    /// Somebody is out.
    ParticipantLeft {
        /// Who.
        participant: Participant,
        /// Why.
        reason: Reason,
    },
    /// My connection changed.
    MeetingStateChanged {
        /// To what.
        state: MeetingState,
    },
    /// Who speaks loudest now.
    SpeakerChanged {
        /// Nobody when none.
        participant_id: Option<ParticipantId>,
    },
    /// Who shares a screen now.
    PresenterChanged {
        /// Nobody when none.
        participant_id: Option<ParticipantId>,
    },
    /// A stream can be heard or seen from now on.
    StreamEnabled {
        /// Whose.
        participant_id: ParticipantId,
        /// Which.
        kind: StreamKind,
    },
    /// A stream was muted or is gone.
    StreamDisabled {
        /// Whose.
        participant_id: ParticipantId,
        /// Which.
        kind: StreamKind,
    },
    /// My End was refused or has not got through yet.
    EndRefused {
        /// A sentence that says why and what happens now.
        why: String,
    },
    /// How far my End has got (host only).
    EndProgress {
        /// How many are out.
        closed: u32,
        /// Of how many.
        total: u32,
        /// Names of those who do not answer.
        unresponsive: Vec<String>,
    },
    /// Something failed that a person can act on.
    Error {
        /// Stable, for scripts: `camera-busy`, `microphone-missing`, …
        code: String,
        /// What happened and what to do.
        message: String,
    },
}
