//! The room: who is in, who may what, who ends it, and what everybody has to be told. It is the truth that
//! the server's driver carries out.
//!
//! [`Room::handle`] takes one input, [`Room::poll_output`] is then called until it gives nothing, and
//! [`Room::poll_timeout`] says when to hand in [`Input::Tick`]. [`Output::Deny`] and [`Output::Nobody`]
//! answer the input that was handled last. [`Output::Ended`] comes at most once, and no output follows it,
//! whatever comes in.

mod attendance;
mod away;
mod ending;
mod io;
mod lobby;
mod roles;
mod seats;
mod snapshot;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::{AwayRule, EndReason, ParticipantId, ParticipantSid, Role};

use attendance::Attendance;
pub use attendance::Stay;
use ending::{Announced, Ending};
pub use io::{
    Authority, Caller, Entry, Input, Keys, Member, Output, Presence, Refusal, SocketLoss, Track,
    Visitor,
};
use lobby::Lobby;
pub use lobby::{Answer, Answered, Waiting};
pub use roles::Notice;
pub use seats::MAX_TRACKS;
use seats::{Link, Seat};
pub use snapshot::RoomSnapshot;

/// How long a room waits for what, and how much it takes.
#[derive(Clone, Debug)]
pub struct RoomConfig {
    /// Nobody else gets in when so many are in.
    pub max_participants: usize,
    /// An empty room closes after so long; never when `None`.
    pub empty_timeout: Option<Duration>,
    /// The same once somebody was there, if it is another time.
    pub departure_timeout: Option<Duration>,
    /// A participant that lost its connection keeps its seat so long; the others are to know within 15 s.
    pub resume_grace: Duration,
    /// One whose socket was closed without a word and whose media is silent too counts as crashed after
    /// so long; the others are to know within 1 s.
    pub crash_window: Duration,
    /// Who comes by the door waits to be let in, from the start.
    pub lobby: bool,
    /// What happens when the last host is gone without having left; nothing when `None`.
    pub away: Option<AwayRule>,
    /// So many may wait to be let in.
    pub max_waiting: usize,
    /// So many of them from one address.
    pub max_waiting_per_address: usize,
    /// One who waits and does not ask for so long has given up.
    pub withdrawn_after: Duration,
    /// After an end, who has not closed its socket for so long is cut off.
    pub close_limit: Duration,
}

impl Default for RoomConfig {
    fn default() -> Self {
        Self {
            max_participants: 100,
            empty_timeout: Some(Duration::from_secs(300)),
            departure_timeout: None,
            resume_grace: Duration::from_secs(14),
            crash_window: Duration::from_millis(800),
            lobby: false,
            away: None,
            max_waiting: 200,
            max_waiting_per_address: 10,
            withdrawn_after: Duration::from_secs(20),
            close_limit: Duration::from_secs(1),
        }
    }
}

/// What an open room knows.
#[derive(Debug)]
struct Open {
    seats: BTreeMap<ParticipantSid, Seat>,
    /// Rises with every seat taken: who has been there longest has the lowest.
    next_seat: u64,
    /// When an empty room closes.
    closes_at: Option<Instant>,
    /// When the loudness is next looked at; none while nobody makes a sound.
    speakers_at: Option<Instant>,
    /// What the room has said one may do; it counts before the token, also when it comes back.
    roles: BTreeMap<ParticipantId, Role>,
    lobby: Lobby,
    /// Until when a host has to be back.
    host_back_by: Option<Instant>,
    announced: Option<Announced>,
    /// For notices: rises with every one, across restarts too.
    next_notice: u64,
}

#[derive(Debug)]
enum Life {
    Open(Box<Open>),
    Ending(Box<Ending>),
    Ended,
}

/// The state machine of one room. See the head of this file for its contract.
#[derive(Debug)]
pub struct Room {
    config: RoomConfig,
    life: Life,
    outputs: VecDeque<Output>,
    attendance: Attendance,
    absent: Vec<ParticipantId>,
    /// The latest time handed in: a clock that jumps back stands still here.
    latest: Instant,
    /// The same moment as an instant and in Unix milliseconds.
    epoch: (Instant, u64),
}

impl Room {
    /// An empty room, created at `now`, which is `unix_ms` milliseconds after the start of 1970.
    pub fn new(config: RoomConfig, now: Instant, unix_ms: u64) -> Self {
        let open = Open {
            seats: BTreeMap::new(),
            next_seat: 0,
            closes_at: config.empty_timeout.map(|timeout| now + timeout),
            speakers_at: None,
            roles: BTreeMap::new(),
            lobby: Lobby::new(config.lobby),
            host_back_by: None,
            announced: None,
            next_notice: unix_ms,
        };
        Self {
            config,
            life: Life::Open(Box::new(open)),
            outputs: VecDeque::new(),
            attendance: Attendance::default(),
            absent: Vec::new(),
            latest: now,
            epoch: (now, unix_ms),
        }
    }

    /// Everybody who has a seat, also those whose connection is lost for the moment.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let (open, host) = match &self.life {
            Life::Open(open) => (Some(open.seats.values()), None),
            Life::Ending(ending) => (None, Some(ending.host())),
            Life::Ended => (None, None),
        };
        open.into_iter()
            .flatten()
            .chain(host)
            .map(|seat| &seat.member)
    }

    /// The one who holds this session, if it has a seat.
    pub fn member(&self, sid: &ParticipantSid) -> Option<&Member> {
        self.seat(sid).map(|seat| &seat.member)
    }

    /// The one with this identity, if it has a seat.
    pub fn member_by_id(&self, id: &ParticipantId) -> Option<&Member> {
        self.members()
            .find(|member| member.participant.participant_id == *id)
    }

    /// Whether its socket is gone and it may still come back.
    pub fn is_away(&self, sid: &ParticipantSid) -> bool {
        self.seat(sid)
            .is_some_and(|seat| matches!(seat.link, Link::Away { .. }))
    }

    /// How many seats are held over a restart of the server, for those who have not come back yet.
    pub fn held(&self) -> usize {
        let seats = self.open().map(|open| open.seats.values());
        seats.into_iter().flatten().filter(|seat| seat.held).count()
    }

    /// Whether the room is no more.
    pub fn is_ended(&self) -> bool {
        matches!(self.life, Life::Ended)
    }

    /// Whether nobody new gets in.
    pub fn is_locked(&self) -> bool {
        self.open().is_some_and(|open| open.lobby.locked)
    }

    /// Whether who comes waits to be let in.
    pub fn has_lobby(&self) -> bool {
        self.open().is_some_and(|open| open.lobby.on)
    }

    /// What happens when the last host is gone without having left.
    pub fn away_rule(&self) -> Option<AwayRule> {
        self.config.away
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is due.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let open = match &self.life {
            Life::Open(open) => open,
            Life::Ending(ending) => return Some(ending.until()),
            Life::Ended => return None,
        };
        let away = open.seats.values().filter_map(|seat| match seat.link {
            Link::Away { until, .. } => Some(until),
            Link::Up => None,
        });
        away.chain(open.closes_at)
            .chain(open.speakers_at)
            .chain(open.host_back_by)
            .chain(open.announced.as_ref().map(|announced| announced.at))
            .chain(open.lobby.next_withdrawal(self.config.withdrawn_after))
            .min()
    }

    /// Takes one input.
    pub fn handle(&mut self, now: Instant, input: Input) {
        self.latest = self.latest.max(now);
        let now = self.latest;
        match &self.life {
            Life::Open(_) => {
                self.handle_open(now, input);
                self.time_went_on(now);
            }
            Life::Ending(_) => self.handle_ending(now, input),
            Life::Ended => {}
        }
    }

    fn handle_open(&mut self, now: Instant, input: Input) {
        match input {
            Input::Join { member } => self.join(now, *member),
            Input::Active { .. }
            | Input::Publish { .. }
            | Input::Unpublish { .. }
            | Input::Mute { .. }
            | Input::Describe { .. } => self.change_member(input),
            Input::Hand { sid, up } => self.hand(now, &sid, up),
            Input::LowerHand { who, by } => self.lower_hand(&who, &by),
            Input::Leave { sid } => self.unseat(now, &sid, EndReason::Left),
            Input::SocketLost { sid, how } => self.socket_lost(now, &sid, how),
            Input::MediaHeard { sid } => self.media_heard(now, &sid),
            Input::Resume { sid } => self.resume(&sid),
            Input::Gone { who, sid, reason } => self.gone(now, &who, sid.as_ref(), reason),
            Input::Knock { visitor } => self.knock(now, visitor),
            Input::Polled { id } => self.polled(now, &id),
            Input::Withdraw { id } => self.withdraw(&id),
            Input::Admit { id, by } => self.answer_entry(&id, &by, Answer::Allowed),
            Input::DenyEntry { id, by } => self.answer_entry(&id, &by, Answer::Denied),
            Input::AdmitAll { by } => self.admit_all(&by),
            Input::SetLobby { on, by } => self.set_lobby(on, &by),
            Input::Lock { on, by } => self.lock(on, &by),
            Input::Silence { who, kind, by } => self.silence(who.as_ref(), kind, &by),
            Input::Ask { who, kind, by } => self.ask(&who, kind, &by),
            Input::SetRole { who, role, by } => self.set_role(&who, role, &by),
            Input::Remove { who, by } => self.remove(now, &who, by),
            Input::AnnounceEnd { after, note, by } => self.announce_end(now, after, note, by),
            Input::CancelEnd { by } => self.cancel_end(&by),
            Input::EndForAll { note, by } => self.end_for_all(now, note, by),
            Input::Farewell { who, text } => self.farewell(now, &who, text),
            Input::SoundLevel { sid, level } => self.sound_level(now, &sid, level),
            Input::Stop => self.close(now, EndReason::ServerStopped),
            // Nobody was told to go, and nothing was to be recorded.
            Input::Closed { .. } | Input::Recorded { .. } | Input::Tick => {}
        }
    }

    fn time_went_on(&mut self, now: Instant) {
        let Life::Open(open) = &self.life else { return };
        let is_due = |at: Option<Instant>| at.is_some_and(|at| now >= at);
        if is_due(open.announced.as_ref().map(|announced| announced.at)) {
            return self.end_as_announced(now);
        }
        if is_due(open.host_back_by) {
            return self.host_stays_away(now);
        }
        if is_due(open.closes_at) {
            return self.close(now, EndReason::RoomClosed);
        }
        if is_due(open.speakers_at) {
            self.tell_speakers(now);
        }
        self.withdraw_silent(now);
        self.unseat_lost(now);
    }

    fn open(&self) -> Option<&Open> {
        match &self.life {
            Life::Open(open) => Some(open),
            Life::Ending(_) | Life::Ended => None,
        }
    }

    fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.life {
            Life::Open(open) => Some(open),
            Life::Ending(_) | Life::Ended => None,
        }
    }

    fn seat(&self, sid: &ParticipantSid) -> Option<&Seat> {
        match &self.life {
            Life::Open(open) => open.seats.get(sid),
            Life::Ending(ending) => Some(ending.host()).filter(|seat| seat.member.sid == *sid),
            Life::Ended => None,
        }
    }

    fn say(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    /// A moment of this room in Unix milliseconds.
    fn unix_ms(&self, at: Instant) -> u64 {
        let (epoch, unix_ms) = self.epoch;
        let since = at.saturating_duration_since(epoch).as_millis();
        unix_ms.saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests;
