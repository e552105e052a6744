//! What a session takes and what it says.

use crate::session::{Loudness, Member};
use crate::{EndReason, MeetingEvent, MeetingId, ParticipantId, ParticipantSid, StreamKind, TrackId};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The click on Join.
    Join,
    /// The server has taken us, as a new session.
    Connected(Joined),
    /// The server has taken us back, with the session we had. The next [`Input::People`] with me in it lists everybody.
    Resumed,
    /// An attempt to connect came to nothing.
    ConnectFailed(ConnectFailure),
    /// Sound and pictures can come.
    MediaUp,
    /// They cannot come any more.
    MediaLost,
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
    /// The room was marked as ended, just before everybody is told to go.
    EndMarked {
        /// Display name of who ended it.
        by: Option<String>,
    },
    /// The server says that it is over for us.
    Disconnected(EndReason),
    /// The first click of leaving, before any question: nothing may leave this computer.
    Cut,
    /// Taken back.
    Stay,
    /// The click on Leave.
    Leave,
    /// The click on End for all.
    End,
    /// What became of [`Output::SendDeleteRoom`].
    EndAnswered(EndAnswer),
    /// The devices are closed, but for those named.
    Released {
        /// Names of devices that did not close in time.
        stuck: Vec<String>,
    },
    /// Time has passed.
    Timeout,
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
}

/// Why an attempt to connect came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectFailure {
    /// The meeting is over.
    Ended {
        /// Display name of who ended it.
        by: Option<String>,
    },
    /// We are not let in, now or later.
    Refused {
        /// A sentence.
        why: String,
    },
    /// Nobody answered; another attempt may work.
    Unreachable {
        /// A sentence.
        why: String,
    },
}

/// What became of an attempt to end the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndAnswer {
    /// It is ended.
    Confirmed,
    /// I may not.
    Refused {
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
    /// Drop the connection.
    Disconnect,
    /// Ask the server to end the meeting, not over the signalling connection: answer with `EndAnswered`.
    SendDeleteRoom,
    /// Close every device: answer with `Released`.
    Release,
    /// Tell the page.
    Emit(MeetingEvent),
    /// It is over, and this is the last output.
    Ended(EndReason),
}
