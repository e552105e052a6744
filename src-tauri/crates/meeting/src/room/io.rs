//! What a room takes and what it says.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::{Room, RoomConfig};
use crate::speakers::Speaker;
use crate::{
    EndNote, EndProgress, EndReason, FarewellText, Participant, ParticipantId, ParticipantSid,
    Role, StreamKind, TrackId,
};

/// What a request's credentials allow; the driver reads it from the signed token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// Nothing over others.
    None,
    /// The host of this room.
    Host,
    /// A service with the right to create and delete rooms.
    Service,
}

/// Who asks for something that concerns others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Its identity; a service has none.
    pub id: Option<ParticipantId>,
    /// Display name, which the others read: "NAME ended the meeting".
    pub name: Option<String>,
    /// What it may do.
    pub authority: Authority,
}

/// A published track, as far as the room cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its id.
    pub id: TrackId,
    /// Microphone, camera or screen.
    pub kind: StreamKind,
    /// Silenced by its owner or by a host.
    pub muted: bool,
}

/// How far in a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Signalling is up.
    Joined,
    /// Its media connection is up too.
    Active,
}

/// One participant as everybody is told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// This join's session id.
    pub sid: ParticipantSid,
    /// Identity, name and role.
    pub participant: Participant,
    /// Free text of its own.
    pub metadata: String,
    /// Key and value pairs of its own.
    pub attributes: BTreeMap<String, String>,
    /// What it publishes.
    pub tracks: Vec<Track>,
    /// Since when its hand is up, in Unix milliseconds.
    pub hand: Option<u64>,
    /// Rises with every change, so that a late update is known as one.
    pub version: u32,
    /// How far in it is.
    pub presence: Presence,
    /// Nobody is told of it.
    pub hidden: bool,
    /// When this session began, in Unix milliseconds.
    pub joined_at_ms: u64,
}

/// Somebody at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The identity it will have.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// Whence it comes.
    pub keys: Keys,
}

/// What somebody is known by again, as the driver sees fit; the room only compares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// The installation, if it says one.
    pub client: Option<String>,
    /// The network address, or the part of it that one household shares.
    pub address: String,
}

/// Why somebody does not get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// [`RoomConfig::max_participants`] are in, or [`RoomConfig::max_waiting`] wait.
    Full,
    /// Nobody new gets in.
    Locked,
    /// A host put it out, for good; the name, where it is known.
    Removed {
        /// Display name.
        by: Option<String>,
    },
    /// A host did not let it in.
    Denied,
    /// Too many wait from there ([`RoomConfig::max_waiting_per_address`]).
    TooMany,
    /// It does not wait (any more).
    NotWaiting,
    /// The room is no more.
    Ended,
}

/// How it stands with somebody at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It may come in.
    Open,
    /// It waits to be let in.
    Waiting {
        /// How many were there before.
        ahead: usize,
    },
    /// It does not get in.
    Shut(Refusal),
}

/// How a signalling socket went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketLoss {
    /// The other side closed it without saying leave: a process that died does that at once.
    Closed,
    /// Nothing was heard since then.
    Silent {
        /// The last sign of life.
        heard: Instant,
    },
}

/// What the room is told.
#[derive(Clone, Debug)]
pub enum Input {
    /// Somebody with a valid token wants in. An identity that is in already moves: the old one goes.
    Join {
        /// Whom to seat; the version is set by the room.
        member: Box<Member>,
    },
    /// Its media connection is up.
    Active {
        /// Whose.
        sid: ParticipantSid,
    },
    /// It says goodbye.
    Leave {
        /// Who.
        sid: ParticipantSid,
    },
    /// Its socket is gone.
    SocketLost {
        /// Whose.
        sid: ParticipantSid,
        /// How.
        how: SocketLoss,
    },
    /// Media came from it although its socket is gone.
    MediaHeard {
        /// From whom.
        sid: ParticipantSid,
    },
    /// It is back on a new socket. Answered by [`Output::Resumed`], or by nothing when it has no seat.
    Resume {
        /// Who.
        sid: ParticipantSid,
    },
    /// Its app died or its computer sleeps; said on its own behalf.
    Gone {
        /// Who.
        who: ParticipantId,
        /// Only if this is its session.
        sid: Option<ParticipantSid>,
        /// [`EndReason::Crashed`] or [`EndReason::Asleep`].
        reason: EndReason,
    },
    /// Somebody with the invite wants in. Answered by [`Output::Entry`].
    Knock {
        /// Who.
        visitor: Visitor,
    },
    /// One who waits still does. Answered by [`Output::Entry`].
    Polled {
        /// Who.
        id: ParticipantId,
    },
    /// One who waits gives up.
    Withdraw {
        /// Who.
        id: ParticipantId,
    },
    /// Let one in who waits.
    Admit {
        /// Who.
        id: ParticipantId,
        /// Who asks.
        by: Caller,
    },
    /// Turn one away who waits.
    DenyEntry {
        /// Who.
        id: ParticipantId,
        /// Who asks.
        by: Caller,
    },
    /// Let in everybody who waits.
    AdmitAll {
        /// Who asks.
        by: Caller,
    },
    /// Whether who comes waits to be let in. Turned off, those who wait come in.
    SetLobby {
        /// On or off.
        on: bool,
        /// Who asks.
        by: Caller,
    },
    /// Whether nobody new gets in.
    Lock {
        /// On or off.
        on: bool,
        /// Who asks.
        by: Caller,
    },
    /// Silence one, or everybody who is no host.
    Silence {
        /// Whom; everybody when none.
        who: Option<ParticipantId>,
        /// Microphone or camera.
        kind: StreamKind,
        /// Who asks.
        by: Caller,
    },
    /// Ask one to turn something on.
    Ask {
        /// Whom.
        who: ParticipantId,
        /// Microphone or camera.
        kind: StreamKind,
        /// Who asks.
        by: Caller,
    },
    /// Say what one may do; a host who makes another one host is a co-host afterwards.
    SetRole {
        /// Who.
        who: ParticipantId,
        /// What it is from now on.
        role: Role,
        /// Who asks.
        by: Caller,
    },
    /// The meeting ends in a while; again: at another time.
    AnnounceEnd {
        /// How long from now.
        after: Duration,
        /// What everybody reads then; without one, what was written before.
        note: Option<EndNote>,
        /// Who asks.
        by: Caller,
    },
    /// It does not.
    CancelEnd {
        /// Who asks.
        by: Caller,
    },
    /// Somebody who left says why to those still there.
    Farewell {
        /// Who.
        who: ParticipantId,
        /// What it says.
        text: FarewellText,
    },
    /// The socket of one who was told to go is closed.
    Closed {
        /// Whose.
        sid: ParticipantSid,
    },
    /// What became of [`Output::RecordEnd`].
    Recorded {
        /// It could not be written.
        missing: bool,
    },
    /// End for all.
    EndForAll {
        /// What everybody reads.
        note: Option<EndNote>,
        /// Who asks.
        by: Caller,
    },
    /// Put one out, for good.
    Remove {
        /// Whom.
        who: ParticipantId,
        /// Who asks.
        by: Caller,
    },
    /// A track can be subscribed to.
    Publish {
        /// Whose.
        sid: ParticipantSid,
        /// Which.
        track: Track,
    },
    /// A track is gone.
    Unpublish {
        /// Whose.
        sid: ParticipantSid,
        /// Which.
        track: TrackId,
    },
    /// A track was muted or unmuted.
    Mute {
        /// Whose.
        sid: ParticipantSid,
        /// Which.
        track: TrackId,
        /// The new state.
        muted: bool,
    },
    /// Its name, metadata or attributes changed.
    Describe {
        /// Whose.
        sid: ParticipantSid,
        /// A new display name.
        name: Option<String>,
        /// New metadata.
        metadata: Option<String>,
        /// Attributes to set; an empty value deletes the key.
        attributes: BTreeMap<String, String>,
    },
    /// It raises its hand, or lowers it.
    Hand {
        /// Whose.
        sid: ParticipantSid,
        /// Up.
        up: bool,
    },
    /// A host lowers a hand.
    LowerHand {
        /// Whose.
        who: ParticipantId,
        /// Who asks.
        by: Caller,
    },
    /// One audio packet's level (RFC 6464: 0 loudest, 127 silence, in -dBov).
    SoundLevel {
        /// Whose.
        sid: ParticipantSid,
        /// How loud.
        level: u8,
    },
    /// The server stops.
    Stop,
    /// Time went on.
    Tick,
}

/// What the driver has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// It is in: send it the room as it is.
    Admit {
        /// Who.
        sid: ParticipantSid,
    },
    /// It did not get in: say why and close.
    Refuse {
        /// Who.
        sid: ParticipantSid,
        /// Why.
        why: Refusal,
    },
    /// It is back in its seat: send it the room as it is.
    Resumed {
        /// Who.
        sid: ParticipantSid,
    },
    /// Tell everybody, also the subject.
    Update(Box<Member>),
    /// Tell everybody else that it is out.
    Gone {
        /// Who it was.
        member: Box<Member>,
        /// Why.
        reason: EndReason,
    },
    /// It is out: stop its media, tell it why, flush, close.
    Disconnect {
        /// Who.
        sid: ParticipantSid,
        /// Why.
        reason: EndReason,
    },
    /// The request was not allowed and changed nothing.
    Deny,
    /// The request is about somebody who is not there (any more), and changed nothing.
    Nobody,
    /// How it stands with somebody at the door: the answer to a knock, and every change after it.
    Entry {
        /// Who.
        id: ParticipantId,
        /// How.
        entry: Entry,
    },
    /// Tell one alone what only it is told: who waits, and what it was asked.
    Private {
        /// Whom.
        sid: ParticipantSid,
    },
    /// Stop forwarding this track and tell its owner that a host silenced it.
    Silence {
        /// Whose.
        sid: ParticipantSid,
        /// Which.
        track: TrackId,
    },
    /// The rules changed: tell everybody.
    RoomChanged,
    /// Tell everybody what one who left says.
    Farewell {
        /// Rises with every one.
        n: u64,
        /// Display name.
        name: String,
        /// What it says.
        text: FarewellText,
    },
    /// It was told to go and does not answer: close its socket as it is.
    CutOff {
        /// Whose.
        sid: ParticipantSid,
    },
    /// Tell the host who ended the meeting how far it has got.
    EndProgress {
        /// The host.
        to: ParticipantSid,
        /// How far.
        progress: EndProgress,
    },
    /// What has to outlive the server has changed ([`Room::snapshot`]).
    Save,
    /// Make the end durable before anything that follows.
    RecordEnd {
        /// Who ended it.
        by: Caller,
        /// What was said with it.
        note: Option<EndNote>,
    },
    /// Who speaks how loud, as changes to what was said before.
    Speakers(Vec<Speaker>),
    /// The room is no more.
    Ended(EndReason),
}
