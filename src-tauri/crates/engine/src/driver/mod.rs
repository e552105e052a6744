//! The loop: one task that owns the session, the devices and the connection. Orders and news come in, the session
//! says what to do, and it is done here; nothing here decides anything about a meeting.

mod after;
mod announce;
mod call;
mod keys;
mod media;
mod orders;
mod recovery;
mod signal;
mod talk;
mod view;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use adjourn_media::{Microphone, Voice};
use adjourn_meeting::session::{ConnectFailure, EndAnswer, Input, Output, Session};
use adjourn_meeting::{MeetingEvent, ParticipantId};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;

use crate::devices::{DeviceEvent, Devices, Shared, lock};
use crate::gate::Gate;
use crate::outlets::Outlets;
use crate::summary::{Log, Summary};
use crate::{DataMessage, EngineConfig, LateEnd, LocalMedia, Seat, Stats, connection};
use after::say_gone;
use call::{Call, CallEvent};
pub(crate) use media::levels;
pub(crate) use orders::Command;
use recovery::unwinding;
use talk::Chat;
use view::View;

/// How long the last goodbyes and closings may take when the engine ends.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(2);
/// How long the figures of the connections may take.
const STATS_LIMIT: Duration = Duration::from_millis(300);

/// The mixed voices by participant, for whoever shows their levels.
pub(crate) type Voices = Arc<Mutex<HashMap<ParticipantId, Shared<Voice>>>>;

/// What the handle reads without asking the loop.
#[derive(Clone)]
pub(crate) struct Window {
    pub gate: Arc<Gate>,
    pub microphone: Shared<Microphone>,
    pub voices: Voices,
    pub local: watch::Receiver<LocalMedia>,
    pub seat: watch::Receiver<Option<Seat>>,
    pub data: broadcast::Sender<DataMessage>,
    /// [`EngineConfig::state_dir`].
    pub state_dir: Option<PathBuf>,
    pub late_ends: broadcast::Sender<LateEnd>,
    pub summary: Arc<Mutex<Option<Summary>>>,
    /// Nothing will be added to it.
    pub summary_complete: watch::Receiver<bool>,
}

/// What the loop waits for.
enum News {
    /// None when the last handle is gone.
    Command(Option<Command>),
    Device(DeviceEvent),
    Call(CallEvent),
    LateEnd(LateEnd),
    /// The server is to be told of the view.
    View,
    /// A device that failed is to be tried again.
    DeviceDue,
    /// The session wants to be told the time.
    Wake,
}

pub(crate) struct Driver {
    config: EngineConfig,
    commands: mpsc::UnboundedReceiver<Command>,
    device_events: mpsc::UnboundedReceiver<DeviceEvent>,
    events: mpsc::UnboundedSender<MeetingEvent>,
    window: Window,
    local: watch::Sender<LocalMedia>,
    seat: watch::Sender<Option<Seat>>,
    outlets: Arc<Outlets>,
    devices: Devices,
    /// A lobby is open.
    preview: bool,
    /// Lobbies that wait for their devices.
    waiting: Vec<oneshot::Sender<()>>,
    session: Option<Session>,
    call: Option<Call>,
    /// What is noted of the meeting for its summary.
    log: Option<Log>,
    /// What was written in the meeting, or in the last one.
    chat: Chat,
    view: View,
    summary_complete: Arc<watch::Sender<bool>>,
    /// The way to the last meeting's server, for a last word.
    last_access: Option<connection::Access>,
    /// Who I am in the meeting or was in the last one, and by how much its clock is ahead of ours, in ms.
    last_me: Option<(ParticipantId, i64)>,
    /// Ends that were not acknowledged while their meetings were mine; what is left of them waits on the disk.
    late_ends: JoinSet<LateEnd>,
    /// How many clicks that shut the gate have come here.
    clicks_seen: u64,
    /// The engine is on its way out and takes no orders.
    ending: bool,
    /// Of the last join: `MeetingLeft` was told, …
    told_left: bool,
    /// … and it is being left because of a panic.
    recovering: bool,
    /// Goodbyes and closings that nobody waits for, until the engine ends.
    background: TaskTracker,
}

impl Driver {
    pub(crate) fn new(
        config: EngineConfig,
        commands: mpsc::UnboundedReceiver<Command>,
        events: mpsc::UnboundedSender<MeetingEvent>,
    ) -> Self {
        let (device_sender, device_events) = mpsc::unbounded_channel();
        let (local, local_view) = watch::channel(LocalMedia::default());
        let (seat, seat_view) = watch::channel(None);
        let (summary_complete, complete) = watch::channel(true);
        let outlets = Arc::new(Outlets::new(config.video.clone()));
        let devices = Devices::new(&config, outlets.clone(), device_sender, local.clone());
        let window = Window {
            gate: Arc::default(),
            microphone: devices.shared_microphone(),
            voices: Voices::default(),
            local: local_view,
            summary: Arc::default(),
            summary_complete: complete,
            seat: seat_view,
            data: broadcast::Sender::new(64),
            state_dir: config.state_dir.clone(),
            late_ends: broadcast::Sender::new(64),
        };
        Self {
            config,
            commands,
            device_events,
            events,
            window,
            local,
            seat,
            outlets,
            devices,
            preview: false,
            waiting: Vec::new(),
            session: None,
            call: None,
            log: None,
            chat: Chat::default(),
            view: View::default(),
            summary_complete: Arc::new(summary_complete),
            last_access: None,
            last_me: None,
            late_ends: JoinSet::new(),
            clicks_seen: 0,
            ending: false,
            told_left: true,
            recovering: false,
            background: TaskTracker::new(),
        }
    }

    pub(crate) fn window(&self) -> Window {
        self.window.clone()
    }

    /// Runs until the last handle is gone or asks it to end.
    pub(crate) async fn run(mut self) {
        let ended = loop {
            match unwinding(self.turn()).await {
                Some(ControlFlow::Continue(())) => {}
                Some(ControlFlow::Break(ended)) => break ended,
                None => self.recover(),
            }
        };
        self.window.gate.shut();
        self.feed(Input::Leave);
        let deadline = tokio::time::Instant::now() + SHUTDOWN_LIMIT;
        self.ending = true;
        while self.session.is_some() {
            match tokio::time::timeout_at(deadline, unwinding(self.turn())).await {
                Ok(Some(_)) => {}
                Ok(None) => self.recover(),
                Err(_) => break,
            }
        }
        // What a lobby has open.
        let released = self.devices.release();
        self.background.spawn(async move {
            released.await;
        });
        self.background.close();
        if tokio::time::timeout_at(deadline, self.background.wait())
            .await
            .is_err()
        {
            tracing::warn!("something did not end in time");
        }
        if let Some(done) = ended {
            let _ = done.send(());
        }
    }

    /// Takes one piece of news; breaks when it is told to end, by whom.
    async fn turn(&mut self) -> ControlFlow<Option<oneshot::Sender<()>>> {
        match self.next().await {
            News::Command(Some(Command::Shutdown(done))) => return ControlFlow::Break(Some(done)),
            News::Command(None) => return ControlFlow::Break(None),
            news => self.handle(news),
        }
        ControlFlow::Continue(())
    }

    async fn next(&mut self) -> News {
        let wake = self.session.as_ref().and_then(Session::poll_timeout);
        tokio::select! {
            command = self.commands.recv(), if !self.ending => News::Command(command),
            Some(event) = self.device_events.recv() => News::Device(event),
            event = call::next(&mut self.call) => News::Call(event),
            Some(Ok(end)) = self.late_ends.join_next() => News::LateEnd(end),
            () = sleep_until(self.view.due) => News::View,
            () = sleep_until(self.devices.due()) => News::DeviceDue,
            () = sleep_until(wake) => News::Wake,
        }
    }

    fn handle(&mut self, news: News) {
        match news {
            News::Command(Some(command)) => self.command(command),
            News::Command(None) => {}
            News::Device(event) => self.device_event(event),
            News::Call(event) => self.call_event(event),
            News::LateEnd(end) => self.late_end(end),
            News::View => {
                self.view.due = None;
                self.show_view();
            }
            News::DeviceDue => self.devices.try_again(),
            News::Wake => self.feed(Input::Timeout),
        }
    }

    /// Gives the session an input and does what it says.
    fn feed(&mut self, input: Input) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.handle(Instant::now(), input);
        while let Some(output) = self.session.as_mut().and_then(Session::poll_output) {
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        if let Output::Ended(reason) = output {
            self.session = None;
            if let Some(mut call) = self.call.take() {
                // Only now: two connections that close take milliseconds of all processors, and `MeetingLeft` is told.
                Self::close_transport(&mut call, &self.outlets, &self.background);
                self.keep_end(call.pending_end, &reason);
                self.last_access = call.access;
            }
            lock(&self.window.voices).clear();
            self.set_cut(false);
            return;
        }
        let Some(call) = &mut self.call else { return };
        match output {
            Output::Connect { resume } => {
                if resume.is_none() {
                    Self::retire_transport(call, &self.outlets);
                }
                call.connect(resume, &self.config);
            }
            Output::StartMedia => {
                self.window.gate.open(self.clicks_seen);
                self.set_cut(false);
                self.devices.request_key_frame(None);
            }
            Output::StopMedia => self.window.gate.shut(),
            Output::Publish => {
                call.publications = Default::default();
                self.publish();
            }
            Output::Subscribe {
                track,
                participant,
                kind,
            } => self.subscribe(track, participant, kind),
            Output::Unsubscribe { track } => self.unsubscribe(&track),
            Output::SendLeave => {
                self.seat.send_replace(None);
                if let Some(ticket) = call.take_ticket() {
                    self.background.spawn(ticket.cancel());
                }
                match call.hang_up() {
                    Some(socket) => {
                        let reason = adjourn_signal::DisconnectReason::ClientInitiated;
                        self.background.spawn(socket.goodbye(reason));
                        Self::disconnect_devices(call, &self.outlets);
                    }
                    // Nothing else tells the server.
                    None => Self::close_transport(call, &self.outlets, &self.background),
                }
                self.unsubscribe_all();
            }
            Output::SendGone(reason) => {
                let ticket = call.take_ticket();
                let (socket, seat) = (call.hang_up(), self.seat.borrow().clone());
                // Its close, if it came first, would be understood as leaving.
                let transport = call.transport.take();
                self.background.spawn(async move {
                    // Without a seat nobody knows us.
                    if let Some(seat) = seat {
                        say_gone(seat, &reason).await;
                    }
                    drop(socket);
                    if let Some(transport) = transport {
                        transport.close().await;
                    }
                    if let Some(ticket) = ticket {
                        ticket.cancel().await;
                    }
                });
                Self::close_transport(call, &self.outlets, &self.background);
                self.unsubscribe_all();
            }
            Output::SendChat(draft) => self.send_chat(&draft),
            Output::SendReaction(reaction) => self.send_reaction(reaction),
            Output::SetHand(up) => self.set_hand(up),
            Output::Silence { kind } => self.silence(kind),
            Output::Disconnect => {
                drop(call.hang_up());
                Self::disconnect_devices(call, &self.outlets);
                self.unsubscribe_all();
            }
            Output::SendDeleteRoom { note } => {
                let me = self.session.as_ref().and_then(Session::me);
                call.delete_room(me, note, self.config.state_dir.as_deref());
            }
            Output::Release => call.releasing = Some(call::owned(self.devices.release())),
            Output::Emit(event) => {
                self.note(&event);
                if let (MeetingEvent::ParticipantLeft { participant, .. }, Some(call)) =
                    (&event, &mut self.call)
                {
                    call.settle(&participant.participant_id);
                }
                let earlier = match &event {
                    MeetingEvent::MeetingJoined { .. } => self.chat.all(),
                    _ => Vec::new(),
                };
                self.tell(event);
                self.tell_earlier_chat(earlier);
            }
            Output::Ended(_) => {}
        }
    }

    fn tell(&mut self, event: MeetingEvent) {
        if matches!(event, MeetingEvent::MeetingLeft { .. }) {
            self.told_left = true;
            // Before it is told: who hears of it finds it so.
            self.seat.send_replace(None);
        }
        // The receiver is gone: nobody listens any more, and leaving goes on without it.
        let _ = self.events.send(event);
    }

    fn disconnect_devices(call: &mut Call, outlets: &Outlets) {
        outlets.connect_audio(None);
        outlets.connect_video(None);
        outlets.connect_share(None);
        call.publications = Default::default();
    }

    /// The transport is of no use any more. It stays open until the next session is in: its close alone would tell the
    /// server that we have left.
    fn retire_transport(call: &mut Call, outlets: &Outlets) {
        Self::disconnect_devices(call, outlets);
        // What it still says is about nothing.
        call.transport_events = None;
        if let Some(transport) = call.transport.take() {
            call.former = Some(transport);
        }
    }

    fn close_transport(call: &mut Call, outlets: &Outlets, background: &TaskTracker) {
        Self::retire_transport(call, outlets);
        if let Some(transport) = call.former.take() {
            background.spawn(transport.close());
        }
    }

    fn device_event(&mut self, event: DeviceEvent) {
        let change = self.devices.handle(event);
        if change.speaker {
            self.add_voices();
        }
        if let Some(problem) = change.problem {
            self.tell_problem(problem);
        }
        self.publish();
        self.answer_waiting();
    }

    /// Tells a device's problem to a meeting; a lobby reads it from the state of the devices.
    fn tell_problem(&self, problem: crate::Problem) {
        if self
            .session
            .as_ref()
            .is_some_and(|session| !session.is_over())
        {
            let _ = self.events.send(MeetingEvent::Error {
                code: problem.code,
                message: problem.message,
            });
        }
    }

    fn call_event(&mut self, event: CallEvent) {
        match event {
            CallEvent::Arrived(Ok(entry)) => self.arrived(*entry),
            CallEvent::Arrived(Err(error)) => {
                tracing::debug!(code = %error.code(), "no connection");
                self.feed(Input::ConnectFailed(ConnectFailure::from(error)));
            }
            CallEvent::Socket(connection::SocketEvent::Message(response)) => {
                self.response(response)
            }
            CallEvent::Socket(connection::SocketEvent::Garbled) => self.feed(Input::MediaBroken),
            CallEvent::Socket(connection::SocketEvent::Closed) => {
                if let Some(call) = &mut self.call {
                    drop(call.hang_up());
                }
                self.feed(Input::SocketLost);
            }
            CallEvent::Transport(event) => self.transport_event(event),
            CallEvent::EndAnswered(answer) => {
                if let Some(call) = &mut self.call {
                    match &answer {
                        EndAnswer::Confirmed { .. } | EndAnswer::Refused { .. } => {
                            call.pending_end = None;
                        }
                        EndAnswer::Expired { .. } => call.end_token.forget(),
                        EndAnswer::Unreachable { .. } => {}
                    }
                }
                if matches!(answer, EndAnswer::Confirmed { .. }) {
                    // It is over for certain: the devices close while the server counts who is out, not after that.
                    self.devices.close();
                }
                self.feed(Input::EndAnswered(answer));
            }
            CallEvent::Waiting(waiting) => self.feed(Input::Waiting(waiting)),
            CallEvent::Said(said) => self.feed(said.into_input()),
            CallEvent::ControlFailed(problem) => self.tell_problem(problem),
            CallEvent::Released(receipt) => self.feed(Input::Released(receipt)),
        }
    }

    fn set_cut(&self, cut: bool) {
        self.local
            .send_if_modified(|local| std::mem::replace(&mut local.cut, cut) != cut);
    }

    fn stats(&self, answer: oneshot::Sender<Stats>) {
        let Some((call, session)) = self.call.as_ref().zip(self.session.as_ref()) else {
            let _ = answer.send(Stats::default());
            return;
        };
        let mut stats = Stats {
            participants: session
                .others()
                .map(|other| call.participant_stats(other))
                .collect(),
            ..Stats::default()
        };
        let links = call
            .transport
            .as_ref()
            .map(crate::transport::Transport::stats_requests);
        self.background.spawn(async move {
            if let Some((publisher, subscriber)) = links {
                let both = async {
                    (
                        publisher.await.unwrap_or_default(),
                        subscriber.await.unwrap_or_default(),
                    )
                };
                (stats.publisher, stats.subscriber) = tokio::time::timeout(STATS_LIMIT, both)
                    .await
                    .unwrap_or_default();
            }
            let _ = answer.send(stats);
        });
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
