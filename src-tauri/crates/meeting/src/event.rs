//! What happened, as the page, the bots and `window.meeting` hear it; nothing else reaches them.

use serde::{Deserialize, Serialize};

use crate::{
    AwayRule, ChatMessage, ErrorCode, FarewellText, MeetingId, Participant, ParticipantId, Quality,
    Reaction, Reason, Role, StreamKind,
};

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

/// What became of somebody who waited to be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // each its own explanation
pub enum EntryResponse {
    Allowed,
    Denied,
}

/// Whether a device is closed after a meeting, as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum DeviceState {
    /// Nothing of ours holds it any more.
    Free,
    /// It did not let go in time.
    Stuck,
    /// It was never opened.
    NotUsed,
    /// Closed as far as we know; the system could not be asked in time.
    NotChecked,
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
        /// Which of the two, or that I am not in yet.
        code: ErrorCode,
        /// A sentence that says why and what happens now.
        why: String,
    },
    /// My End was sent and has not got through; it is sent again.
    EndAttempted {
        /// Why: `unreachable` or `wrong-token`.
        code: ErrorCode,
        /// The same in a sentence.
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
        /// The end could not be written down yet; the server goes on trying.
        record_missing: bool,
    },
    /// I wait to be let in. Comes again when the number changes.
    Waiting {
        /// What people call the meeting.
        title: String,
        /// The host's name, if the host is in.
        host: Option<String>,
        /// How many were there before me.
        ahead: u32,
    },
    /// Somebody waits to be let in (hosts only).
    EntryRequested {
        /// The identity it will have.
        participant_id: ParticipantId,
        /// Display name.
        name: String,
    },
    /// Somebody who waited was answered (hosts only).
    EntryResponded {
        /// Who.
        participant_id: ParticipantId,
        /// Display name.
        name: String,
        /// How.
        response: EntryResponse,
    },
    /// Somebody who waited gave up (hosts only).
    EntryWithdrawn {
        /// Who.
        participant_id: ParticipantId,
    },
    /// A host asks me to turn my microphone on.
    MicRequested {
        /// The host, where only one of that name is here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant_id: Option<ParticipantId>,
        /// The host's name.
        by: String,
    },
    /// A host asks me to turn my camera on.
    WebcamRequested {
        /// The host, where only one of that name is here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        participant_id: Option<ParticipantId>,
        /// The host's name.
        by: String,
    },
    /// What somebody may do has changed; it may be me.
    RoleChanged {
        /// Whose.
        participant_id: ParticipantId,
        /// To what.
        role: Role,
    },
    /// The rules of the meeting, when I join and whenever they change.
    RoomChanged {
        /// Nobody new gets in.
        locked: bool,
        /// Who comes waits to be let in.
        lobby: bool,
        /// What happens when the host's computer goes away, where it was chosen.
        away: Option<AwayRule>,
        /// When an announced end comes, in Unix milliseconds.
        ends_at: Option<f64>,
        /// Who announced it.
        ends_by: Option<String>,
        /// Another server than ours carries the meeting: nobody waits there, and no rule is changed.
        elsewhere: bool,
    },
    /// A host silenced me.
    MutedByHost {
        /// What is off now.
        kind: StreamKind,
        /// The host's name, where it is known.
        by: Option<String>,
    },
    /// Somebody who left says why.
    Farewell {
        /// Display name.
        name: String,
        /// What it says.
        text: FarewellText,
    },
    /// What the system says of the devices after the meeting; just before `MeetingLeft`.
    DevicesReleased {
        /// The camera.
        camera: DeviceState,
        /// The microphone.
        microphone: DeviceState,
        /// The speaker.
        speaker: DeviceState,
        /// When it was looked at, in Unix milliseconds.
        checked_at: f64,
        /// Names of the devices that did not let go.
        stuck: Vec<String>,
    },
    /// Somebody wrote something; it may be me, once it is sent. Comes again after a rejoin of the same meeting for what
    /// was written before.
    ChatReceived {
        /// All of it.
        message: ChatMessage,
    },
    /// Somebody gave a sign; it may be me.
    ReactionReceived {
        /// Who.
        participant_id: ParticipantId,
        /// Which.
        reaction: Reaction,
    },
    /// Somebody raised a hand or lowered it; it may be me. For who was there before me it comes after
    /// `ParticipantJoined`.
    HandChanged {
        /// Whose.
        participant_id: ParticipantId,
        /// Since when it is up, in Unix milliseconds; none when it is down.
        raised_at: Option<f64>,
    },
    /// Somebody's line got better or worse; it may be mine.
    QualityChanged {
        /// Whose.
        participant_id: ParticipantId,
        /// How it is.
        quality: Quality,
    },
    /// Something failed that a person can act on.
    Error {
        /// Stable, for scripts: `camera-busy`, `microphone-missing`, …
        code: ErrorCode,
        /// What happened and what to do.
        message: String,
    },
}
