//! One room's task: it owns the [`Room`] and everybody's transports. Others ask it by message.
//!
//! A turn takes what came in (messages first, then datagrams), then settles: transports are driven, their
//! events handled and the room's outputs carried out until nothing is left to do.

mod data;
mod enter;
mod media;
mod outputs;
mod peer;
mod requests;
mod service;
mod tell;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_meeting::room::{Caller, Input, Room, RoomConfig};
use adjourn_meeting::{MeetingId, ParticipantSid, Role, random_hex};
use adjourn_signal::service::{Answer, Call};
use adjourn_signal::TwirpError;
use adjourn_signal::{Claims, JoinQuery, Request, RoomInfo};
use tokio::sync::{mpsc, oneshot, watch};

use crate::hub::{Hub, unix_ms};
use crate::socket::Outbox;
use crate::transport::TransportEvent;
use crate::twirp::not_found;
use crate::udp::{ConnectionKey, Datagram};
use media::Published;
use peer::Peer;

/// Messages that wait for a room; senders wait when it is full.
const MAILBOX: usize = 256;
/// Datagrams that wait for a room; more are dropped. 20 people's packets of 100 ms.
const DATAGRAMS: usize = 4096;
/// Datagrams taken in one turn, so that outgoing packets leave in batches and messages get their turn.
const DATAGRAMS_A_TURN: usize = 64;
/// How often layers, postponed key frames and silences are looked at.
const HOUSEKEEPING: Duration = Duration::from_millis(200);

/// How a room is made.
#[derive(Clone, Debug)]
pub struct RoomSettings {
    /// Limits and times.
    pub config: RoomConfig,
    /// Its metadata at the start.
    pub metadata: String,
}

/// How many are in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Everybody who has a seat.
    pub people: usize,
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
        reply: oneshot::Sender<Result<Answer, TwirpError>>,
    },
    /// Asks for the room's data.
    Info(oneshot::Sender<RoomInfo>),
    /// Asks for names and roles of everybody in it.
    People(oneshot::Sender<Vec<(String, Role)>>),
}

/// How others reach a room.
#[derive(Clone)]
pub struct RoomHandle {
    meeting: MeetingId,
    mailbox: mpsc::Sender<Message>,
    census: watch::Receiver<Census>,
    max_participants: usize,
}

impl RoomHandle {
    /// Its name.
    pub fn meeting(&self) -> &MeetingId {
        &self.meeting
    }

    /// How many are in it, as it changes.
    pub fn census(&self) -> watch::Receiver<Census> {
        self.census.clone()
    }

    /// Whether one more fits in.
    pub fn has_space(&self) -> bool {
        self.census.borrow().people < self.max_participants
    }

    /// Tells the room something; an error means that it is no more.
    pub async fn send(&self, message: Message) -> Result<(), ()> {
        self.mailbox.send(message).await.map_err(|_| ())
    }

    /// A call of the RoomService.
    pub async fn call(&self, call: Call, caller: Caller) -> Result<Answer, TwirpError> {
        let (reply, answer) = oneshot::channel();
        let call = Box::new(call);
        let sent = self.send(Message::Call { call, caller, reply }).await;
        sent.map_err(|()| not_found())?;
        answer.await.unwrap_or_else(|_| Err(not_found()))
    }

    /// The room's data; nothing when it is no more.
    pub async fn info(&self) -> Option<RoomInfo> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Info(reply)).await.ok()?;
        answer.await.ok()
    }

    /// Names and roles of everybody in it.
    pub async fn people(&self) -> Vec<(String, Role)> {
        let (reply, answer) = oneshot::channel();
        if self.send(Message::People(reply)).await.is_err() {
            return Vec::new();
        }
        answer.await.unwrap_or_default()
    }
}

/// Starts a room's task.
pub fn spawn(hub: &Arc<Hub>, meeting: MeetingId, settings: RoomSettings) -> RoomHandle {
    let (mailbox, messages) = mpsc::channel(MAILBOX);
    let (to_room, datagrams) = mpsc::channel(DATAGRAMS);
    let (census, watched) = watch::channel(Census { people: 0 });
    let max_participants = settings.config.max_participants;
    let now = Instant::now();
    let mut info = RoomInfo::new(format!("RM_{}", random_hex(6)), meeting.clone());
    info.metadata = settings.metadata;
    info.created_at_ms = unix_ms();
    info.max_participants = u32::try_from(max_participants).unwrap_or(u32::MAX);
    let seconds = settings.config.empty_timeout.map_or(0, |timeout| timeout.as_secs());
    info.empty_timeout_s = u32::try_from(seconds).unwrap_or(u32::MAX);
    let driver = Driver {
        hub: hub.clone(),
        room: Room::new(settings.config, now),
        info,
        census,
        to_room,
        peers: BTreeMap::new(),
        by_sid: HashMap::new(),
        tracks: BTreeMap::new(),
        next_number: 1,
        events: Vec::new(),
        reported: Vec::new(),
        denied: false,
        ended: false,
        housekeeping_at: now + HOUSEKEEPING,
    };
    hub.tasks.spawn(driver.run(messages, datagrams));
    RoomHandle { meeting, mailbox, census: watched, max_participants }
}

/// The room's task.
struct Driver {
    hub: Arc<Hub>,
    room: Room,
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
    /// The room's answer to the input that was handled last.
    denied: bool,
    ended: bool,
    housekeeping_at: Instant,
}

impl Driver {
    async fn run(mut self, mut messages: mpsc::Receiver<Message>, mut datagrams: mpsc::Receiver<Datagram>) {
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
                let Ok(message) = messages.try_recv() else { break };
                self.receive(Instant::now(), message);
            }
            while batch.len() < DATAGRAMS_A_TURN {
                let Ok(datagram) = datagrams.try_recv() else { break };
                batch.push(datagram);
            }
            for datagram in batch.drain(..) {
                self.datagram(&datagram);
            }
            self.settle(Instant::now());
        }
        self.hub.close_room(&self.info.name);
    }

    /// When something is due although nothing comes in.
    fn deadline(&mut self) -> Instant {
        let room = self.room.poll_timeout();
        let keeping = (!self.peers.is_empty()).then_some(self.housekeeping_at);
        let transports = self.peers.values_mut().flat_map(Peer::timeouts).min();
        let far = Instant::now() + Duration::from_secs(3600);
        [room, keeping, transports].into_iter().flatten().min().unwrap_or(far)
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
            Message::Call { call, caller, reply } => {
                // Nobody waits any more if this fails; what was asked is done all the same.
                let _ = reply.send(self.call(now, *call, caller));
            }
            Message::Info(reply) => {
                let _ = reply.send(self.room_info());
            }
            Message::People(reply) => {
                let visible = self.room.members().filter(|member| !member.hidden);
                let people = visible.map(|m| (m.participant.name.clone(), m.participant.role));
                let _ = reply.send(people.collect());
            }
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
