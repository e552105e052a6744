//! The room: who is in, who may end it, and what everybody has to be told. It is the truth that the
//! server's driver carries out.
//!
//! [`Room::handle`] takes one input, [`Room::poll_output`] is then called until it gives nothing, and
//! [`Room::poll_timeout`] says when to hand in [`Input::Tick`]. A [`Output::Deny`] answers the input
//! that was handled last. [`Output::Ended`] comes at most once, and no output follows it, whatever comes in.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::speakers::{Loudness, SPEAKER_INTERVAL, Speaker};
use crate::{EndReason, Participant, ParticipantId, ParticipantSid, StreamKind, TrackId};

/// A participant publishes at most so many tracks; camera, microphone and screen with sound are four.
pub const MAX_TRACKS: usize = 16;

/// How long a room waits for what.
#[derive(Clone, Debug)]
pub struct RoomConfig {
    /// Nobody else gets in when so many are in.
    pub max_participants: usize,
    /// An empty room closes after so long; never when `None`.
    pub empty_timeout: Option<Duration>,
    /// A participant that lost its connection keeps its seat so long (LIFECYCLE rule 9: 15 s).
    pub resume_grace: Duration,
    /// One whose socket was closed without a word and whose media is silent too counts as crashed after
    /// so long (LIFECYCLE rule 9: within 1 s).
    pub crash_window: Duration,
}

impl Default for RoomConfig {
    fn default() -> Self {
        Self {
            max_participants: 100,
            empty_timeout: Some(Duration::from_secs(300)),
            resume_grace: Duration::from_secs(15),
            crash_window: Duration::from_millis(800),
        }
    }
}

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
    /// Rises with every change, so that a late update is known as one.
    pub version: u32,
    /// How far in it is.
    pub presence: Presence,
    /// Nobody is told of it.
    pub hidden: bool,
}

/// Why somebody does not get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// [`RoomConfig::max_participants`] are in.
    Full,
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
    /// End for all.
    EndForAll {
        /// Who asks.
        by: Caller,
    },
    /// Put one out.
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
    /// Make the end durable before anything that follows.
    RecordEnd {
        /// Who ended it.
        by: Caller,
    },
    /// Who speaks how loud, as changes to what was said before.
    Speakers(Vec<Speaker>),
    /// The room is no more.
    Ended(EndReason),
}

/// Whether a participant is heard from.
#[derive(Debug)]
enum Link {
    Up,
    /// Out at `until` unless it comes back, for the reason `verdict`.
    Away {
        since: Instant,
        until: Instant,
        verdict: EndReason,
    },
}

#[derive(Debug)]
struct Seat {
    member: Member,
    link: Link,
    loudness: Loudness,
}

#[derive(Debug)]
enum Life {
    Open {
        seats: BTreeMap<ParticipantSid, Seat>,
        /// When an empty room closes.
        closes_at: Option<Instant>,
        /// When the loudness is next looked at; none while nobody makes a sound.
        speakers_at: Option<Instant>,
    },
    Ended,
}

/// The state machine of one room. See the head of this file for its contract.
#[derive(Debug)]
pub struct Room {
    config: RoomConfig,
    life: Life,
    outputs: VecDeque<Output>,
}

impl Room {
    /// An empty room, created at `now`.
    pub fn new(config: RoomConfig, now: Instant) -> Self {
        let closes_at = config.empty_timeout.map(|timeout| now + timeout);
        Self {
            config,
            life: Life::Open {
                seats: BTreeMap::new(),
                closes_at,
                speakers_at: None,
            },
            outputs: VecDeque::new(),
        }
    }

    /// Everybody who has a seat, also those whose connection is lost for the moment.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.seats().into_iter().flatten().map(|(_, seat)| &seat.member)
    }

    /// The one who holds this session, if it has a seat.
    pub fn member(&self, sid: &ParticipantSid) -> Option<&Member> {
        self.seats()?.get(sid).map(|seat| &seat.member)
    }

    /// The one with this identity, if it has a seat.
    pub fn member_by_id(&self, id: &ParticipantId) -> Option<&Member> {
        self.members().find(|member| member.participant.participant_id == *id)
    }

    /// Whether its socket is gone and it may still come back.
    pub fn is_away(&self, sid: &ParticipantSid) -> bool {
        self.seats()
            .and_then(|seats| seats.get(sid))
            .is_some_and(|seat| matches!(seat.link, Link::Away { .. }))
    }

    /// Whether the room is no more.
    pub fn is_ended(&self) -> bool {
        matches!(self.life, Life::Ended)
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is due.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let Life::Open { seats, closes_at, speakers_at } = &self.life else {
            return None;
        };
        let away = seats.values().filter_map(|seat| match seat.link {
            Link::Away { until, .. } => Some(until),
            Link::Up => None,
        });
        away.chain(*closes_at).chain(*speakers_at).min()
    }

    /// Takes one input. Time must not go backwards between calls.
    pub fn handle(&mut self, now: Instant, input: Input) {
        if self.is_ended() {
            return;
        }
        match input {
            Input::Join { member } => self.join(now, *member),
            Input::Active { sid } => self.change(&sid, |member| {
                std::mem::replace(&mut member.presence, Presence::Active) != Presence::Active
            }),
            Input::Leave { sid } => self.unseat(now, &sid, EndReason::Left),
            Input::SocketLost { sid, how } => self.socket_lost(now, &sid, how),
            Input::MediaHeard { sid } => self.media_heard(now, &sid),
            Input::Resume { sid } => self.resume(&sid),
            Input::EndForAll { by } => match by.authority {
                Authority::None => self.outputs.push_back(Output::Deny),
                Authority::Host | Authority::Service => {
                    let name = by.name.clone();
                    self.outputs.push_back(Output::RecordEnd { by });
                    self.end(EndReason::Ended { by: name });
                }
            },
            Input::Remove { who, by } => self.remove(now, &who, by),
            Input::Publish { sid, track } => self.change(&sid, |member| {
                let known = member.tracks.iter().any(|known| known.id == track.id);
                let fits = !known && member.tracks.len() < MAX_TRACKS;
                if fits {
                    member.tracks.push(track);
                }
                fits
            }),
            Input::Unpublish { sid, track } => self.change(&sid, |member| {
                let before = member.tracks.len();
                member.tracks.retain(|known| known.id != track);
                member.tracks.len() != before
            }),
            Input::Mute { sid, track, muted } => self.change(&sid, |member| {
                let track = member.tracks.iter_mut().find(|known| known.id == track);
                track.is_some_and(|track| std::mem::replace(&mut track.muted, muted) != muted)
            }),
            Input::Describe { sid, name, metadata, attributes } => self.change(&sid, |member| {
                let before = member.clone();
                if let Some(name) = name {
                    member.participant.name = name;
                }
                if let Some(metadata) = metadata {
                    member.metadata = metadata;
                }
                for (key, value) in attributes {
                    if value.is_empty() {
                        member.attributes.remove(&key);
                    } else {
                        member.attributes.insert(key, value);
                    }
                }
                *member != before
            }),
            Input::SoundLevel { sid, level } => self.sound_level(now, &sid, level),
            Input::Stop => self.end(EndReason::ServerStopped),
            Input::Tick => {}
        }
        self.time_went_on(now);
    }

    fn seats(&self) -> Option<&BTreeMap<ParticipantSid, Seat>> {
        match &self.life {
            Life::Open { seats, .. } => Some(seats),
            Life::Ended => None,
        }
    }

    fn seats_mut(&mut self) -> Option<&mut BTreeMap<ParticipantSid, Seat>> {
        match &mut self.life {
            Life::Open { seats, .. } => Some(seats),
            Life::Ended => None,
        }
    }

    fn join(&mut self, now: Instant, mut member: Member) {
        let sid = member.sid.clone();
        if self.member(&sid).is_some() {
            return; // a session joins once; the driver makes a new sid for every join
        }
        let identity = &member.participant.participant_id;
        if let Some(old) = self.member_by_id(identity).map(|old| old.sid.clone()) {
            self.unseat(now, &old, EndReason::Moved);
        }
        let max = self.config.max_participants;
        let Life::Open { seats, closes_at, .. } = &mut self.life else {
            return;
        };
        if seats.len() >= max {
            self.outputs.push_back(Output::Refuse { sid, why: Refusal::Full });
            return;
        }
        member.version = 1;
        *closes_at = None;
        let seat = Seat { member: member.clone(), link: Link::Up, loudness: Loudness::default() };
        seats.insert(sid.clone(), seat);
        self.outputs.push_back(Output::Admit { sid });
        self.outputs.push_back(Output::Update(Box::new(member)));
    }

    /// Applies `change` to a member and tells everybody when it says that something changed.
    fn change(&mut self, sid: &ParticipantSid, change: impl FnOnce(&mut Member) -> bool) {
        let Some(seat) = self.seats_mut().and_then(|seats| seats.get_mut(sid)) else {
            return;
        };
        if change(&mut seat.member) {
            seat.member.version += 1;
            let member = Box::new(seat.member.clone());
            self.outputs.push_back(Output::Update(member));
        }
    }

    fn socket_lost(&mut self, now: Instant, sid: &ParticipantSid, how: SocketLoss) {
        let (grace, crash) = (self.config.resume_grace, self.config.crash_window);
        let Some(seat) = self.seats_mut().and_then(|seats| seats.get_mut(sid)) else {
            return;
        };
        if matches!(seat.link, Link::Away { .. }) {
            return; // the first loss counts, or a socket that flaps would keep the seat for ever
        }
        let (until, verdict) = match how {
            SocketLoss::Closed => (now + crash, EndReason::Crashed),
            SocketLoss::Silent { heard } => (heard + grace, EndReason::ConnectionLost),
        };
        seat.link = Link::Away { since: now, until, verdict };
    }

    fn media_heard(&mut self, now: Instant, sid: &ParticipantSid) {
        /// What was already on its way when a process died still arrives: it proves nothing.
        const IN_FLIGHT: Duration = Duration::from_millis(150);
        let grace = self.config.resume_grace;
        let seat = self.seats_mut().and_then(|seats| seats.get_mut(sid));
        if let Some(Seat { link: Link::Away { since, until, verdict }, .. }) = seat
            && now >= *since + IN_FLIGHT
            && *verdict == EndReason::Crashed
        {
            *until = *since + grace;
            *verdict = EndReason::ConnectionLost;
        }
    }

    fn resume(&mut self, sid: &ParticipantSid) {
        if let Some(seat) = self.seats_mut().and_then(|seats| seats.get_mut(sid)) {
            seat.link = Link::Up;
            self.outputs.push_back(Output::Resumed { sid: sid.clone() });
        }
    }

    fn remove(&mut self, now: Instant, who: &ParticipantId, by: Caller) {
        if by.authority == Authority::None {
            self.outputs.push_back(Output::Deny);
        } else if let Some(sid) = self.member_by_id(who).map(|member| member.sid.clone()) {
            self.unseat(now, &sid, EndReason::Removed { by: by.name });
        }
    }

    fn unseat(&mut self, now: Instant, sid: &ParticipantSid, reason: EndReason) {
        let empty_timeout = self.config.empty_timeout;
        let Life::Open { seats, closes_at, .. } = &mut self.life else {
            return;
        };
        let Some(Seat { mut member, .. }) = seats.remove(sid) else {
            return;
        };
        if seats.is_empty() {
            *closes_at = empty_timeout.map(|timeout| now + timeout);
        }
        member.version += 1;
        self.outputs.push_back(Output::Gone { member: Box::new(member), reason: reason.clone() });
        self.outputs.push_back(Output::Disconnect { sid: sid.clone(), reason });
    }

    fn end(&mut self, reason: EndReason) {
        let Life::Open { seats, .. } = std::mem::replace(&mut self.life, Life::Ended) else {
            return;
        };
        self.outputs.extend(
            seats.into_keys().map(|sid| Output::Disconnect { sid, reason: reason.clone() }),
        );
        self.outputs.push_back(Output::Ended(reason));
    }

    fn sound_level(&mut self, now: Instant, sid: &ParticipantSid, level: u8) {
        let Life::Open { seats, speakers_at, .. } = &mut self.life else {
            return;
        };
        if let Some(seat) = seats.get_mut(sid)
            && seat.loudness.observe(level)
        {
            speakers_at.get_or_insert(now + SPEAKER_INTERVAL);
        }
    }

    fn time_went_on(&mut self, now: Instant) {
        let Life::Open { seats, closes_at, speakers_at } = &mut self.life else {
            return;
        };
        if closes_at.is_some_and(|at| now >= at) {
            return self.end(EndReason::RoomClosed);
        }
        if speakers_at.is_some_and(|at| now >= at) {
            let mut changes = Vec::new();
            let mut sounding = false;
            for (sid, seat) in seats.iter_mut() {
                changes.extend(seat.loudness.update(sid));
                sounding |= seat.loudness.is_sounding();
            }
            *speakers_at = sounding.then_some(now + SPEAKER_INTERVAL);
            if !changes.is_empty() {
                self.outputs.push_back(Output::Speakers(changes));
            }
        }
        let due: Vec<_> = self
            .seats()
            .into_iter()
            .flatten()
            .filter_map(|(sid, seat)| match &seat.link {
                Link::Away { until, verdict, .. } if now >= *until => {
                    Some((sid.clone(), verdict.clone()))
                }
                _ => None,
            })
            .collect();
        for (sid, verdict) in due {
            self.unseat(now, &sid, verdict);
        }
    }
}

#[cfg(test)]
mod tests;
