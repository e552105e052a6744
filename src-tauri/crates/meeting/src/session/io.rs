//! What a session takes and what it says.

use crate::session::{Farewell, Loudness, Member, Private, Rules};
use crate::{
    DeviceState, EndNote, EndProgress, EndReason, ErrorCode, MeetingEvent, MeetingId,
    ParticipantId, ParticipantSid, Quality, Reaction, StreamKind, TrackId,
};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The click on Join.
    Join,
    /// We wait to be let in; comes again when something about it changes.
    Waiting(Waiting),
    /// The server has taken us, as a new session.
    Connected(Box<Joined>),
    /// The server has taken us back, with the session we had. The next [`Input::People`] with me in it lists everybody.
    Resumed,
    /// An attempt to connect came to nothing.
    ConnectFailed(ConnectFailure),
    /// Sound and pictures can come.
    MediaUp,
    /// They cannot come any more.
    MediaLost,
    /// They and the server do not understand each other any more: only a session that begins anew brings them back.
    MediaBroken,
    /// The signalling connection is gone, without a word of why.
    SocketLost,
    /// The server asks us to come back, with the session we have or as a new one.
    ComeBack {
        /// As a new one.
        fresh: bool,
    },
    /// News of people.
    People(Vec<Member>),
    /// News of who is loud.
    Speakers(Vec<Loudness>),
    /// News of whose line does how.
    Qualities(Vec<(ParticipantSid, Quality)>),
    /// Somebody wrote something.
    Heard(Heard),
    /// Somebody gave a sign.
    Reacted {
        /// Who.
        from: ParticipantId,
        /// Which.
        reaction: Reaction,
    },
    /// I write something.
    Say(Draft),
    /// I give a sign.
    React(Reaction),
    /// I raise my hand, or lower it.
    RaiseHand(bool),
    /// The rules of the meeting, as they are now.
    Rules(Rules),
    /// What the server says to me alone, as it is now.
    Private {
        /// To which of my joins.
        sid: ParticipantSid,
        /// All of it.
        news: Private,
    },
    /// The last word of somebody who had left.
    Farewell(Farewell),
    /// How far my End has got.
    Progress(EndProgress),
    /// The room was marked as ended, just before everybody is told to go.
    EndMarked {
        /// Display name of who ended it.
        by: Option<String>,
        /// What was said with it.
        note: Option<EndNote>,
    },
    /// The server says that it is over for us.
    Disconnected(EndReason),
    /// The first click of leaving, before any question: nothing may leave this computer.
    Cut,
    /// Taken back.
    Stay,
    /// The click on Leave.
    Leave,
    /// I have to go and did not choose to: [`EndReason::Crashed`], [`EndReason::Asleep`].
    LeaveBecause(EndReason),
    /// The click on End for all.
    End {
        /// What everybody reads.
        note: Option<EndNote>,
    },
    /// What became of [`Output::SendDeleteRoom`].
    EndAnswered(EndAnswer),
    /// The devices are closed, as far as they are.
    Released(Receipt),
    /// Time has passed.
    Timeout,
}

/// A chat message as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    /// Who wrote it, as the server says.
    pub from: ParticipantId,
    /// The writer's name for it: what comes again is known by it.
    pub id: String,
    /// What it says, as it came.
    pub text: String,
    /// It names whom it is for.
    pub private: bool,
}

/// A chat message on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// My name for it, unique.
    pub id: String,
    /// For whom alone; for everybody when none.
    pub to: Option<ParticipantId>,
    /// What it says.
    pub text: String,
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Heard({:?}, {} bytes)", self.from, self.text.len())
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({} bytes)", self.text.len())
    }
}

/// How it stands at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What people call the meeting.
    pub title: String,
    /// The host's name, if the host is in.
    pub host: Option<String>,
    /// How many were there before us.
    pub ahead: u32,
}

/// What became of the devices, as far as the system can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The camera.
    pub camera: DeviceState,
    /// The microphone.
    pub microphone: DeviceState,
    /// The speaker.
    pub speaker: DeviceState,
    /// Names of those that did not close in time.
    pub stuck: Vec<String>,
}

/// What the server said when it took us.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The room's name.
    pub meeting: MeetingId,
    /// What people call it.
    pub title: String,
    /// Me.
    pub me: Member,
    /// Everybody else.
    pub others: Vec<Member>,
    /// The rules of the meeting.
    pub rules: Rules,
    /// What is for me alone.
    pub private: Private,
    /// The last word of somebody who had left before.
    pub farewell: Option<Farewell>,
}

/// Why an attempt to connect came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectFailure {
    /// The meeting is over.
    Ended {
        /// Display name of who ended it.
        by: Option<String>,
        /// What was said with it.
        note: Option<EndNote>,
    },
    /// A host did not let us in.
    Denied,
    /// A host put us out, for good.
    Removed {
        /// Display name of who did it.
        by: Option<String>,
    },
    /// We are not let in, now or later.
    Refused {
        /// What kept us out.
        error: ErrorCode,
        /// A sentence.
        why: String,
    },
    /// Nobody answered; another attempt may work.
    Unreachable {
        /// What went wrong.
        error: ErrorCode,
        /// A sentence.
        why: String,
    },
}

/// What became of an attempt to end the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndAnswer {
    /// It is ended.
    Confirmed {
        /// The server could not write it down yet; it goes on trying.
        record_missing: bool,
    },
    /// I may not.
    Refused {
        /// A sentence.
        why: String,
    },
    /// What I asked with does not count any more; a newer one may.
    Expired {
        /// A sentence.
        why: String,
    },
    /// Nobody answered.
    Unreachable {
        /// A sentence.
        why: String,
    },
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Connect the signalling, dropping what there was of a connection: answer with `Connected`, `Resumed`,
    /// `ConnectFailed`, `Disconnected` or `ComeBack`. The media of a session that is resumed go on meanwhile.
    Connect {
        /// The session to take up again; without it everything begins anew.
        resume: Option<ParticipantSid>,
    },
    /// Sound and pictures may leave this computer.
    StartMedia,
    /// From now on no packet of them does.
    StopMedia,
    /// The server knows nothing of my streams: publish them.
    Publish,
    /// Packets of this track are this participant's.
    Subscribe {
        /// Which track.
        track: TrackId,
        /// Whose.
        participant: ParticipantId,
        /// What it carries.
        kind: StreamKind,
    },
    /// No more packets of this track will come.
    Unsubscribe {
        /// Which track.
        track: TrackId,
    },
    /// Say goodbye if that takes no time, and drop the connection.
    SendLeave,
    /// Tell the server why I am gone if that takes no time, and drop the connection.
    SendGone(EndReason),
    /// Drop the connection.
    Disconnect,
    /// Send it to whom it is for.
    SendChat(Draft),
    /// Give everybody this sign.
    SendReaction(Reaction),
    /// Ask the server to show my hand as raised or lowered.
    SetHand(bool),
    /// A host silenced me: turn the device off, until I turn it on again.
    Silence {
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Ask the server to end the meeting, not over the signalling connection: answer with `EndAnswered`.
    SendDeleteRoom {
        /// What everybody reads.
        note: Option<EndNote>,
    },
    /// Close every device: answer with `Released`.
    Release,
    /// Tell the page.
    Emit(MeetingEvent),
    /// It is over, and this is the last output.
    Ended(EndReason),
}
