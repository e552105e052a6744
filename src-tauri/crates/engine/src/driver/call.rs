//! What exists for the length of one join: the way in, the socket, the connections, our publications and the tracks
//! we receive. Whatever runs for it ends when it is dropped.

use std::collections::HashMap;
use std::path::Path;

use adjourn_meeting::session::{EndAnswer, Receipt, Waiting};
use adjourn_meeting::{
    EndNote, ErrorCode, MeetingId, Participant, ParticipantId, ParticipantSid, TrackId, random_hex,
};
use adjourn_signal::control::ControlRequest;
use adjourn_signal::reason::{EndedBy, RoomMetadata};
use adjourn_signal::{DataPacket, Description, Request, TrackInfo, UserMessage};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::after::unix_ms;
use super::keys::{EndToken, at_hand};
use super::media::{Receiving, Totals};
use crate::connection::{
    self, Access, Arrival, AtDoor, First, Socket, SocketEvent, Ticket, Visitor,
};
use crate::devices::lock;
use crate::pending::PendingEnd;
use crate::talk::{Numbered, Said};
use crate::transport::{RemoteTrack, Transport, TransportEvent};
use crate::{EngineConfig, JoinError, Problem, Target};

/// What runs by itself and is stopped when nobody waits for it any more.
type Running<T> = Option<AbortOnDropHandle<T>>;

pub(super) struct Call {
    pub target: Target,
    pub name: String,
    /// What opens the server, once the door has given it.
    pub access: Option<Access>,
    pub end_token: EndToken,
    /// What a door knows us by for this call: a second answer of it is for the same participant.
    client_id: String,
    pub room: Option<MeetingId>,
    /// What people call the meeting.
    pub title: String,
    pub metadata: RoomMetadata,
    /// The server is one of ours: it marks the room itself with who ended it, and what it says of people is its own word.
    pub is_own: bool,
    connecting: Running<Result<Box<Entry>, JoinError>>,
    /// While we wait to be let in: how it stands, and what holds our place.
    at_door: AtDoor,
    door_news: mpsc::UnboundedReceiver<Waiting>,
    /// What a host asks for, one after the other, and what was refused of it.
    control: mpsc::UnboundedSender<(Access, ControlRequest)>,
    _control_task: AbortOnDropHandle<()>,
    control_problems: mpsc::UnboundedReceiver<Problem>,
    socket: Option<Socket>,
    socket_events: Option<mpsc::Receiver<SocketEvent>>,
    pub transport: Option<Transport>,
    /// The one before, until a new session is in.
    pub former: Option<Transport>,
    pub transport_events: Option<mpsc::Receiver<TransportEvent>>,
    /// Our address when the transport was made.
    pub local: Option<std::net::IpAddr>,
    pub publications: Publications,
    pub receiving: HashMap<TrackId, Receiving>,
    /// Tracks whose packets came before the news of whose they are.
    pub unclaimed: HashMap<TrackId, RemoteTrack>,
    /// What came of tracks that have gone, of those who are here; and of everybody who has left.
    pub totals: HashMap<ParticipantId, Totals>,
    pub totals_of_gone: Totals,
    /// The last offer and answer of the subscribing connection, for a resume.
    pub offer: Option<Description>,
    pub answer: Option<Description>,
    /// What we said, and what others say.
    numbered: Numbered,
    pub said: Option<mpsc::Receiver<Said>>,
    /// Last number of a request about our hand.
    pub hand_request: u32,
    /// By how much the server's clock is ahead of ours, in ms.
    pub ahead_ms: i64,
    pub ending: Running<EndAnswer>,
    /// My End, until it is acknowledged or taken back.
    pub pending_end: Option<PendingEnd>,
    pub releasing: Running<Receipt>,
}

/// Our own tracks.
#[derive(Default)]
pub(super) struct Publications {
    pub audio: Option<Publication>,
    pub video: Option<Publication>,
    pub share: Option<Publication>,
}

/// One track of ours.
pub(super) struct Publication {
    /// Our id of it.
    pub cid: String,
    /// What was asked for, to be asked again if the answer is lost.
    pub request: Request,
    /// As the server knows it, once it does.
    pub track: Option<TrackInfo>,
    /// As it was last told to the server.
    pub muted: bool,
}

/// A way in that was found.
pub(super) struct Entry {
    pub access: Access,
    pub first: First,
    pub arrival: Arrival,
}

pub(super) enum CallEvent {
    Arrived(Result<Box<Entry>, JoinError>),
    Socket(SocketEvent),
    Transport(TransportEvent),
    EndAnswered(EndAnswer),
    Released(Receipt),
    Waiting(Waiting),
    Said(Said),
    ControlFailed(Problem),
}

/// The next piece of news of a call; never without one.
pub(super) async fn next(call: &mut Option<Call>) -> CallEvent {
    let Some(call) = call else {
        return std::future::pending().await;
    };
    tokio::select! {
        arrived = finished(&mut call.connecting) => CallEvent::Arrived(arrived),
        Some(event) = async {
            let events = call.socket_events.as_mut()?;
            // What the server says becomes orders to the connections: while they have enough to do it has to wait.
            if let Some(transport) = &call.transport {
                transport.has_room().await;
            }
            events.recv().await
        } => CallEvent::Socket(event),
        Some(event) = async { call.transport_events.as_mut()?.recv().await } => CallEvent::Transport(event),
        Some(said) = async { call.said.as_mut()?.recv().await } => CallEvent::Said(said),
        answer = finished(&mut call.ending) => CallEvent::EndAnswered(answer),
        Some(waiting) = call.door_news.recv() => CallEvent::Waiting(waiting),
        Some(problem) = call.control_problems.recv() => CallEvent::ControlFailed(problem),
        receipt = finished(&mut call.releasing) => CallEvent::Released(receipt),
        () = std::future::pending() => unreachable!("it never ends"),
    }
}

/// Runs a future that stops when its handle is dropped.
pub(super) fn owned<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> AbortOnDropHandle<T> {
    AbortOnDropHandle::new(tokio::spawn(future))
}

async fn finished<T>(running: &mut Running<T>) -> T {
    if let Some(handle) = running {
        let result = handle.await;
        *running = None;
        match result {
            Ok(value) => return value,
            // A panic that has been printed, or the end of the runtime: there is nothing to tell the session.
            Err(error) => tracing::debug!(%error, "a task of the engine did not finish"),
        }
    }
    std::future::pending().await
}

impl Call {
    pub(super) fn new(target: Target, name: String, client_id: Option<String>) -> Self {
        let (news, door_news) = mpsc::unbounded_channel();
        let (control, mut requests) = mpsc::unbounded_channel::<(Access, ControlRequest)>();
        let (problems, control_problems) = mpsc::unbounded_channel();
        let control_task = owned(async move {
            while let Some((access, request)) = requests.recv().await {
                if let Err(problem) = connection::control(&access, &request).await {
                    tracing::info!(
                        method = request.method(),
                        code = %problem.code,
                        "a request came to nothing"
                    );
                    let _ = problems.send(problem);
                }
            }
        });
        Self {
            target,
            name,
            access: None,
            end_token: EndToken::default(),
            client_id: client_id.unwrap_or_else(|| random_hex(16)),
            room: None,
            title: String::new(),
            metadata: RoomMetadata::default(),
            is_own: false,
            connecting: None,
            at_door: AtDoor {
                news,
                ticket: Default::default(),
            },
            door_news,
            control,
            _control_task: control_task,
            control_problems,
            socket: None,
            socket_events: None,
            transport: None,
            former: None,
            transport_events: None,
            local: None,
            publications: Publications::default(),
            receiving: HashMap::new(),
            unclaimed: HashMap::new(),
            totals: HashMap::new(),
            totals_of_gone: Totals::default(),
            offer: None,
            answer: None,
            numbered: Numbered::default(),
            said: None,
            hand_request: 0,
            ahead_ms: 0,
            ending: None,
            pending_end: None,
            releasing: None,
        }
    }

    /// Starts an attempt to connect, ending an earlier one.
    pub(super) fn connect(&mut self, resume: Option<ParticipantSid>, config: &EngineConfig) {
        drop(self.hang_up());
        let (target, name) = (self.target.clone(), self.name.clone());
        let ahead_s = self.ahead_ms / 1000;
        let now = (unix_ms() as u64 / 1000).saturating_add_signed(ahead_s);
        let known = at_hand(&target, self.access.as_ref(), resume.is_some(), now);
        let visitor = Visitor {
            client: config.client.clone(),
            resume,
        };
        let (client_id, at_door) = (self.client_id.clone(), self.at_door.clone());
        self.connecting = Some(owned(async move {
            let open = || connection::open(&target, &name, &client_id, &at_door);
            let is_known = known.is_some();
            let mut access = match known {
                Some(access) => access,
                None => open().await?,
            };
            let mut arrived = connection::arrive(&access, visitor.clone()).await;
            if let Err(JoinError::Refused {
                code: ErrorCode::WrongToken,
                ..
            }) = arrived
                && is_known
            {
                // It counts no longer, whatever its date and our clock say.
                let renewed = open().await?;
                if renewed.token != access.token {
                    access = renewed;
                    arrived = connection::arrive(&access, visitor).await;
                }
            }
            let (first, arrival) = arrived?;
            Ok(Box::new(Entry {
                access,
                first,
                arrival,
            }))
        }));
    }

    /// Takes the socket of an attempt that got in.
    pub(super) fn run_socket(&mut self, arrival: Arrival) {
        let (socket, events) = arrival.run();
        self.socket = Some(socket);
        self.socket_events = Some(events);
    }

    /// Takes from a call that nothing more can be done with what it takes to end it in order.
    pub(super) fn inherit(&mut self, other: &mut Self) {
        self.socket = other.hang_up();
        self.transport = other.transport.take().or(other.former.take());
        self.access = other.access.take();
        self.ahead_ms = other.ahead_ms;
        self.pending_end = other.pending_end.take();
        self.totals_of_gone = other.totals_of_gone;
    }

    /// Gives up the socket and any attempt to get one.
    pub(super) fn hang_up(&mut self) -> Option<Socket> {
        self.connecting = None;
        self.socket_events = None;
        self.socket.take()
    }

    /// Sends a request if there is a socket; without one it is made up for by the resume.
    pub(super) fn request(&self, request: Request) {
        if let Some(socket) = &self.socket {
            socket.send(request);
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Asks the server to end the meeting, ending an earlier attempt to.
    pub(super) fn delete_room(
        &mut self,
        me: Option<&Participant>,
        note: Option<EndNote>,
        state: Option<&Path>,
    ) {
        let (Some(access), Some(room)) = (self.access.clone(), self.room.clone()) else {
            return;
        };
        let mark = if self.is_own {
            String::new()
        } else {
            let mut mark = self.metadata.clone();
            mark.ended_by = me.map(|me| EndedBy {
                identity: me.participant_id.as_str().into(),
                name: me.name.clone(),
            });
            mark.end_note.clone_from(&note);
            mark.to_json()
        };
        let access = access.with_token(self.end_token.or(&access.token));
        let pending = PendingEnd::new(&access, room, self.title.clone(), mark, note, state);
        self.pending_end = Some(pending.clone());
        self.ending = Some(owned(pending.ask()));
    }

    /// My place at the door, to be given back.
    pub(super) fn take_ticket(&mut self) -> Option<Ticket> {
        lock(&self.at_door.ticket).take()
    }

    /// Asks for what a host may ask for; none of it outside of a meeting.
    pub(super) fn ask(&self, request: ControlRequest) -> Result<(), Problem> {
        let outside = || Problem {
            code: ErrorCode::NotInYet,
            message: "You are not in the meeting yet.".into(),
        };
        let access = self.access.clone().ok_or_else(outside)?;
        // It ends with this call alone.
        let _ = self.control.send((access, request));
        Ok(())
    }

    pub(super) fn send_data(&mut self, message: &UserMessage, reliable: bool) {
        let packet = DataPacket::from_user(message, reliable);
        if reliable {
            self.send_packet(packet);
        } else if let Some(transport) = &self.transport {
            transport.send_data(false, packet.encode());
        }
    }

    /// Sends a packet that must not get lost.
    pub(super) fn send_packet(&mut self, packet: DataPacket) {
        let Some(transport) = &self.transport else {
            return;
        };
        transport.send_data(true, self.numbered.next(packet));
    }

    /// Sends again what the server has not got, which has seen all up to number `seen`.
    pub(super) fn repeat_packets(&self, seen: u32) {
        let Some(transport) = &self.transport else {
            return;
        };
        for packet in self.numbered.after(seen) {
            transport.send_data(true, packet.clone());
        }
    }

    /// A new session with the server begins: it counts from one.
    pub(super) fn begin_counting(&mut self) {
        self.numbered = Numbered::default();
    }
}

impl Publications {
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Publication> {
        self.audio
            .iter_mut()
            .chain(&mut self.video)
            .chain(&mut self.share)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Publication> {
        self.audio.iter().chain(&self.video).chain(&self.share)
    }
}
