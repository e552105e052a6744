//! One room's task: it owns the [`Room`] and everybody's transports. Others ask it by message.
//!
//! A turn takes what came in (messages first, then datagrams), then settles: transports are driven, their
//! events handled and the room's outputs carried out until nothing is left to do.

mod control;
mod data;
mod describe;
mod enter;
mod handle;
mod keep;
mod media;
mod outputs;
mod peer;
mod quality;
mod requests;
mod service;
mod tell;
mod tracks;

pub use control::is_missing;
pub use handle::{Called, RoomHandle};

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_meeting::room::{Caller, Entry, Input, Room, RoomConfig, Visitor};
use adjourn_meeting::{
    AwayRule, EndProgress, MeetingId, ParticipantId, ParticipantSid, Role, random_hex,
};
use adjourn_signal::ControlRequest;
use adjourn_signal::control::{Refusal, Summary};
use adjourn_signal::service::{Answer, Call};
use adjourn_signal::{Claims, JoinQuery, Request, RoomInfo};
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::unix_ms;
use crate::hub::Hub;
use crate::kept::KeptMeeting;
use crate::socket::Outbox;
use crate::transport::TransportEvent;
use crate::udp::{Batch, ConnectionKey, Datagram};
use peer::Peer;
use tracks::Published;

/// Messages that wait for a room; senders wait when it is full.
const MAILBOX: usize = 256;
/// Datagrams that wait for a room; more are dropped. 20 people's packets of 100 ms.
const DATAGRAMS: usize = 4096;
/// Datagrams taken in one turn, so that outgoing packets leave in batches and messages get their turn.
const DATAGRAMS_A_TURN: usize = 64;
/// How often layers, postponed key frames and silences are looked at.
const HOUSEKEEPING: Duration = Duration::from_millis(200);

/// How a room is made.
#[derive(Clone)]
pub struct RoomSettings {
    /// Limits and times.
    pub config: RoomConfig,
    /// Its metadata at the start.
    pub metadata: String,
    /// What is kept of it, for a meeting that goes on after the server was killed.
    pub kept: Option<Box<KeptMeeting>>,
}

/// What a room looks like from the door.
#[derive(Debug, Default)]
pub struct Scene {
    /// Names and roles of everybody in it.
    pub people: Vec<(String, Role)>,
    /// Who comes waits to be let in.
    pub lobby: bool,
    /// Nobody new gets in.
    pub locked: bool,
    /// What happens when the host's computer goes away.
    pub away: Option<AwayRule>,
}

/// How many are in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Everybody who is in, also with a connection that is lost for the moment.
    pub people: usize,
    /// Seats held since a restart for those who have not come back yet. They are not in the way of whose they are.
    pub held: usize,
}

/// Somebody with a valid token and an open socket.
pub struct Newcomer {
    /// How it asked.
    pub query: JoinQuery,
    /// What its token says.
    pub claims: Claims,
    /// The way back.
    pub outbox: Outbox,
}

/// What a room is told.
pub enum Message {
    /// Somebody opened a socket, to join or to come back.
    Enter(Box<Newcomer>),
    /// A client's request.
    Request {
        /// By which socket it came.
        socket: u64,
        /// What it says.
        request: Request,
    },
    /// A client's socket is gone.
    SocketClosed {
        /// Which.
        socket: u64,
    },
    /// A call of the RoomService whose token was found good enough to ask.
    Call {
        /// What is asked.
        call: Box<Call>,
        /// By whom.
        caller: Caller,
        /// Where the answer goes.
        reply: oneshot::Sender<Called>,
    },
    /// Asks for the room's data.
    Info(oneshot::Sender<RoomInfo>),
    /// Asks whether somebody has a seat.
    IsSeated {
        /// Who.
        id: ParticipantId,
        /// Where the answer goes.
        reply: oneshot::Sender<bool>,
    },
    /// Asks how it looks from the door.
    Scene(oneshot::Sender<Scene>),
    /// Somebody with the invite wants in. The answer changes as long as it waits.
    Knock {
        /// Who.
        visitor: Visitor,
        /// Where the answer goes.
        reply: oneshot::Sender<watch::Receiver<Entry>>,
    },
    /// One who waits asks how it stands.
    Polled {
        /// Who.
        id: ParticipantId,
    },
    /// One who waits gives up.
    Withdraw {
        /// Who.
        id: ParticipantId,
    },
    /// A request of our own, under a good token.
    Control {
        /// What is asked.
        request: Box<ControlRequest>,
        /// By whom.
        caller: Caller,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Option<Summary>, Refusal>>,
    },
    /// It is known whether the end could be written.
    Recorded {
        /// It could not.
        missing: bool,
    },
}

/// Starts a room's task.
pub fn spawn(hub: &Arc<Hub>, meeting: MeetingId, settings: RoomSettings) -> RoomHandle {
    let (mailbox, messages) = mpsc::channel(MAILBOX);
    let (to_room, datagrams) = mpsc::channel(DATAGRAMS);
    let (census, watched) = watch::channel(Census::default());
    let max_participants = settings.config.max_participants;
    let now = Instant::now();
    let unix_ms = unix_ms();
    let (room, kept) = keep::open(settings.config.clone(), now, unix_ms, settings.kept);
    let mut info = RoomInfo::new(format!("RM_{}", random_hex(6)), meeting.clone());
    info.metadata = settings.metadata;
    info.created_at_ms = unix_ms;
    info.max_participants = u32::try_from(max_participants).unwrap_or(u32::MAX);
    let seconds = settings
        .config
        .empty_timeout
        .map_or(0, |timeout| timeout.as_secs());
    info.empty_timeout_s = u32::try_from(seconds).unwrap_or(u32::MAX);
    let driver = Driver {
        hub: hub.clone(),
        room,
        kept,
        mailbox: mailbox.downgrade(),
        info,
        census,
        to_room,
        peers: BTreeMap::new(),
        by_sid: HashMap::new(),
        tracks: BTreeMap::new(),
        next_number: 1,
        events: Vec::new(),
        reported: Vec::new(),
        answer: None,
        at_the_door: HashMap::new(),
        leaving: HashMap::new(),
        answered: Vec::new(),
        closing: HashMap::new(),
        record: None,
        end_mark: None,
        progress: None,
        progress_due: now,
        batch: Batch::default(),
        ended: false,
        housekeeping_at: now + HOUSEKEEPING,
    };
    let mut driver = driver;
    driver.show_rules();
    hub.tasks.spawn(driver.run(messages, datagrams));
    RoomHandle {
        meeting,
        mailbox,
        census: watched,
        max_participants,
    }
}

/// Why the room did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    NotAllowed,
    Nobody,
}

/// The room's task.
struct Driver {
    hub: Arc<Hub>,
    room: Room,
    kept: Option<keep::Keeper>,
    mailbox: mpsc::WeakSender<Message>,
    info: RoomInfo,
    census: watch::Sender<Census>,
    to_room: mpsc::Sender<Datagram>,
    peers: BTreeMap<u32, Peer>,
    by_sid: HashMap<ParticipantSid, u32>,
    tracks: BTreeMap<u32, Published>,
    /// For peers and tracks.
    next_number: u32,
    /// What transports reported and is not handled yet.
    events: Vec<(ConnectionKey, TransportEvent)>,
    /// Empty between calls; kept for its memory.
    reported: Vec<TransportEvent>,
    /// Why the room refused the input that was handled last.
    answer: Option<Refused>,
    /// How it stands with those who knocked, as long as it can change.
    at_the_door: HashMap<ParticipantId, watch::Sender<Entry>>,
    /// Who was told to go in this turn, and at an end who has not closed its socket since.
    leaving: HashMap<ParticipantSid, Peer>,
    /// Who has, at an end: nothing is left to be said to it.
    answered: Vec<Peer>,
    /// Sockets of those who were told to go, by number, and what cuts them off.
    closing: HashMap<u64, (ParticipantSid, CancellationToken)>,
    /// Whether the end could be written, once it is known.
    record: Option<watch::Receiver<Option<bool>>>,
    /// The room with the name of who ended it, encoded: the last word but one to everybody.
    end_mark: Option<Bytes>,
    /// How far the end is, as its host is to be told next, and when.
    progress: Option<(ParticipantSid, EndProgress)>,
    progress_due: Instant,
    /// What leaves at the end of this turn.
    batch: Batch,
    ended: bool,
    housekeeping_at: Instant,
}

impl Driver {
    async fn run(
        mut self,
        mut messages: mpsc::Receiver<Message>,
        mut datagrams: mpsc::Receiver<Datagram>,
    ) {
        let stop = self.hub.stop.clone();
        let mut batch = Vec::with_capacity(DATAGRAMS_A_TURN);
        while !self.ended {
            let deadline = tokio::time::Instant::from_std(self.deadline());
            tokio::select! {
                biased;
                () = stop.cancelled() => self.tell_room(Instant::now(), Input::Stop),
                message = messages.recv() => {
                    if let Some(message) = message {
                        self.receive(Instant::now(), message);
                    }
                }
                _ = datagrams.recv_many(&mut batch, DATAGRAMS_A_TURN) => {}
                () = tokio::time::sleep_until(deadline) => {}
            }
            // Messages waiting together are answered together; datagrams must not be starved by them.
            for _ in 0..MAILBOX {
                let Ok(message) = messages.try_recv() else {
                    break;
                };
                self.receive(Instant::now(), message);
            }
            while batch.len() < DATAGRAMS_A_TURN {
                let Ok(datagram) = datagrams.try_recv() else {
                    break;
                };
                batch.push(datagram);
            }
            for datagram in batch.drain(..) {
                self.datagram(&datagram);
            }
            self.settle(Instant::now());
        }
        self.leave_summary();
        self.hub.close_room(&self.info.name);
        self.say_last_goodbyes().await;
    }

    /// When something is due although nothing comes in.
    fn deadline(&mut self) -> Instant {
        let room = self.room.poll_timeout();
        let keeping = (!self.peers.is_empty()).then_some(self.housekeeping_at);
        let transports = self.peers.values_mut().flat_map(Peer::timeouts).min();
        let far = Instant::now() + Duration::from_secs(3600);
        let saving = self.kept.as_ref().map(keep::Keeper::due);
        let progress = self.progress.as_ref().map(|_| self.progress_due);
        [room, keeping, transports, saving, progress]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(far)
    }

    fn receive(&mut self, now: Instant, message: Message) {
        match message {
            Message::Enter(newcomer) => self.enter(now, *newcomer),
            Message::Request { socket, request } => {
                if let Some(id) = self.peer_of_socket(socket) {
                    self.request(now, id, request);
                }
            }
            Message::SocketClosed { socket } => self.socket_closed(now, socket),
            // Nobody waits any more if a reply fails; what was asked is done all the same.
            Message::Call {
                call,
                caller,
                reply,
            } => {
                let answer = self.call(now, *call, caller);
                match (self.record.clone(), &answer) {
                    (Some(record), Ok(Answer::Done)) => self.acknowledge(record, reply),
                    _ => drop(reply.send(answer.into())),
                }
            }
            Message::Info(reply) => {
                let _ = reply.send(self.room_info());
            }
            Message::IsSeated { id, reply } => {
                let _ = reply.send(self.room.member_by_id(&id).is_some());
            }
            Message::Scene(reply) => {
                let visible = self.room.members().filter(|member| !member.hidden);
                let people = visible.map(|m| (m.participant.name.clone(), m.participant.role));
                let _ = reply.send(Scene {
                    people: people.collect(),
                    lobby: self.room.has_lobby(),
                    locked: self.room.is_locked(),
                    away: self.room.away_rule(),
                });
            }
            Message::Knock { visitor, reply } => {
                let _ = reply.send(self.knock(now, visitor));
            }
            Message::Polled { id } => self.tell_room(now, Input::Polled { id }),
            Message::Withdraw { id } => self.tell_room(now, Input::Withdraw { id }),
            Message::Control {
                request,
                caller,
                reply,
            } => {
                let _ = reply.send(self.control(now, *request, caller));
            }
            Message::Recorded { missing } => self.tell_room(now, Input::Recorded { missing }),
        }
    }

    /// Hands one input to the room and carries out what it says.
    fn tell_room(&mut self, now: Instant, input: Input) {
        self.room.handle(now, input);
        self.carry_out(now);
    }

    fn settle(&mut self, now: Instant) {
        self.tell_room(now, Input::Tick);
        if now >= self.housekeeping_at {
            self.housekeeping_at = now + HOUSEKEEPING;
            self.keep_house(now);
        }
        loop {
            let mut events = std::mem::take(&mut self.events);
            for (key, event) in events.drain(..) {
                self.transport_event(now, key, event);
            }
            self.events = events;
            self.negotiate();
            self.drive_transports(now);
            if self.events.is_empty() {
                break;
            }
        }
        self.hub.udp.send(&mut self.batch);
        self.save(now);
    }

    fn peer_of_socket(&self, socket: u64) -> Option<u32> {
        let holds = |peer: &&Peer| peer.outbox.as_ref().is_some_and(|out| out.socket == socket);
        self.peers.values().find(holds).map(|peer| peer.id)
    }

    fn new_number(&mut self) -> u32 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }
}
