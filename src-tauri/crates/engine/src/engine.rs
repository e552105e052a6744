//! The handle to one participant.

use std::collections::HashMap;

use adjourn_media::{CameraSource, Microphone, MicrophoneSource, ScreenSource, SpeakerSink};
use adjourn_meeting::{
    EndNote, EndReason, ErrorCode, FarewellText, MeetingEvent, MeetingId, ParticipantId, Reaction,
    Secret, StreamKind,
};
use adjourn_signal::control::ControlRequest;
use adjourn_signal::reason::{EndedBy, RoomMetadata};
use adjourn_signal::{Invite, UserMessage, door, token};
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::connection::Access;
use crate::devices::lock;
use crate::driver::{Command, Driver, Window, levels};
use crate::late_end::outcome;
use crate::{
    Attendee, DataMessage, EngineConfig, JoinError, LateEnd, LocalMedia, Problem, Seat, Stats,
    Summary, Target, ViewTile, connection, kept, pending,
};

/// One participant. Cheap to clone; when the last handle goes, it leaves as if asked to.
#[derive(Clone)]
pub struct Engine {
    commands: mpsc::UnboundedSender<Command>,
    window: Window,
}

impl Engine {
    /// Starts the engine's task; must be called within a Tokio runtime. The receiver gets every event of every
    /// meeting this engine joins.
    pub fn start(config: EngineConfig) -> (Self, mpsc::UnboundedReceiver<MeetingEvent>) {
        let (commands, queue) = mpsc::unbounded_channel();
        let (sender, events) = mpsc::unbounded_channel();
        let driver = Driver::new(config, queue, sender);
        let window = driver.window();
        tokio::spawn(driver.run());
        (Self { commands, window }, events)
    }

    /// Opens the speaker, and the camera and microphone that are on, for the lobby, or closes them. Returns when that
    /// is done; a device that does not work is named in [`Engine::local`]. A join takes them over. Nothing changes
    /// during a meeting.
    pub async fn preview(&self, on: bool) {
        let (done, finished) = oneshot::channel();
        self.order(Command::Preview { on, done });
        // An engine that has ended has no devices open.
        let _ = finished.await;
    }

    /// Joins; `name` is what the others see, where the target leaves it open. Ends with
    /// [`MeetingEvent::MeetingLeft`], sooner or later, exactly once. Ignored during a meeting.
    pub fn join(&self, target: Target, name: String) {
        self.order(Command::Join { target, name });
    }

    /// Goes: no packet leaves from now on, and `MeetingLeft` comes within 300 ms whatever the network does.
    pub fn leave(&self) {
        self.window.gate.click();
        self.order(Command::Leave);
    }

    /// Ends the meeting for everyone, who read `note`: no packet leaves from now on. Refused:
    /// [`MeetingEvent::EndRefused`].
    pub fn end_for_all(&self, note: Option<EndNote>) {
        self.window.gate.click();
        self.order(Command::End { note });
    }

    /// Stops all outgoing media before it returns, until [`Engine::stay`]. The devices stay open.
    pub fn cut(&self) {
        self.window.gate.click();
        self.order(Command::Cut);
    }

    /// Takes back [`Engine::cut`], or an End that has not got through yet.
    pub fn stay(&self) {
        self.order(Command::Stay);
    }

    /// Goes because of something that nobody chose ([`EndReason::Crashed`], [`EndReason::Asleep`]); the others are
    /// told the reason. `MeetingLeft` comes within 300 ms.
    pub fn leave_because(&self, reason: EndReason) {
        self.window.gate.click();
        self.order(Command::LeaveBecause(reason));
    }

    /// Says to those still there why I left; up to ten minutes after a meeting of one of our servers.
    pub fn farewell(&self, text: FarewellText) {
        self.order(Command::Farewell(text));
    }

    /// Asks the server for what a host may ask for, in the order of the calls. What comes of it is told by the events
    /// it brings about; a refusal by [`MeetingEvent::Error`] with the code `not-allowed`.
    pub fn control(&self, request: ControlRequest) {
        self.order(Command::Control(request));
    }

    /// Writes to everybody, or to one alone. Once it is sent it comes back as
    /// [`MeetingEvent::ChatReceived`]; what cannot be sent is told by [`MeetingEvent::Error`] with the code
    /// `chat-not-sent`. While the connection is lost for the moment it waits.
    pub fn send_chat(&self, text: String, to: Option<ParticipantId>) {
        self.order(Command::SendChat { text, to });
    }

    /// Gives everybody a sign; comes back as [`MeetingEvent::ReactionReceived`]. Too many at once are left out.
    pub fn react(&self, reaction: Reaction) {
        self.order(Command::React(reaction));
    }

    /// Raises my hand, or lowers it; told by [`MeetingEvent::HandChanged`] when the server shows it.
    pub fn set_hand(&self, up: bool) {
        self.order(Command::SetHand(up));
    }

    /// These cameras and screens are shown, in these sizes, and no others: the server sends what that takes and nothing for the
    /// rest. Takes the place of the former view; without any, everything comes. Every join begins without one.
    pub fn set_view(&self, tiles: Vec<ViewTile>) {
        self.order(Command::SetView(tiles));
    }

    /// Who was in the meeting and when, as the server knows it: for a host, during the meeting and after it.
    ///
    /// # Errors
    /// Not a host, no meeting, or the server does not answer.
    pub async fn attendance(&self) -> Result<Vec<Attendee>, Problem> {
        let (answer, attendance) = oneshot::channel();
        self.order(Command::Attendance(answer));
        attendance.await.unwrap_or_else(|_| Err(no_meeting()))
    }

    /// [`Engine::summary`] with the whole attendance, where I was host: waits for the server's word on it, at most a
    /// second after `MeetingLeft`.
    pub async fn whole_summary(&self) -> Option<Summary> {
        // An engine that has ended has nothing to add.
        let _ = self
            .window
            .summary_complete
            .clone()
            .wait_for(|complete| *complete)
            .await;
        self.summary()
    }

    /// The last meeting that was joined and left: from `MeetingLeft` on, until the next click on Join; none after a
    /// join that did not get in.
    pub fn summary(&self) -> Option<Summary> {
        lock(&self.window.summary).clone()
    }

    /// The summary of my last stay in `meeting`, from the disk ([`EngineConfig::state_dir`]); none where none is kept.
    pub async fn kept_summary(&self, meeting: MeetingId) -> Option<Summary> {
        let state = self.window.state_dir.clone()?;
        let read = tokio::task::spawn_blocking(move || kept::read(&state, &meeting));
        // It is cut short by the end of the runtime alone.
        read.await.ok().flatten()
    }

    /// Asks again for every End that an earlier run of the app could not get acknowledged (in
    /// [`EngineConfig::state_dir`]), until each is answered or a day old; how many there are. What becomes of each is
    /// told by [`Engine::late_ends`]. Run it once, at the start of the app.
    pub async fn resume_pending_ends(&self) -> usize {
        let Some(state) = self.window.state_dir.clone() else {
            return 0;
        };
        let ends = pending::read(state).await;
        let count = ends.len();
        self.order(Command::Insist(ends));
        count
    }

    /// What becomes of each End that was still on its way when its meeting was left, once it is known: those of this run,
    /// and those of [`Engine::resume_pending_ends`], which is to be called after this. An End that its meeting has told of
    /// is not told here. Who is slow misses the oldest of more than 64; it ends with the engine.
    pub fn late_ends(&self) -> broadcast::Receiver<LateEnd> {
        self.window.late_ends.subscribe()
    }

    /// Turns the microphone on or off, now or for the next meeting.
    pub fn set_microphone(&self, on: bool) {
        self.order(Command::SetMicrophone(on));
    }

    /// Turns the camera on or off, now or for the next meeting; off releases the device.
    pub fn set_camera(&self, on: bool) {
        self.order(Command::SetCamera(on));
    }

    /// Shows everybody in the meeting a screen or a window, in place of what was shared before; nothing for none. It
    /// ends with the meeting, and by itself when what is shared goes: [`MeetingEvent::Error`] with a code of the screen.
    pub fn share(&self, source: Option<ScreenSource>) {
        self.order(Command::Share(source));
    }

    /// Uses another camera from now on.
    pub fn choose_camera(&self, camera: CameraSource) {
        self.order(Command::ChooseCamera(camera));
    }

    /// Uses another microphone from now on.
    pub fn choose_microphone(&self, microphone: MicrophoneSource) {
        self.order(Command::ChooseMicrophone(microphone));
    }

    /// Uses another speaker from now on.
    pub fn choose_speaker(&self, speaker: SpeakerSink) {
        self.order(Command::ChooseSpeaker(speaker));
    }

    /// My own devices, as they are.
    pub fn local(&self) -> watch::Receiver<LocalMedia> {
        self.window.local.clone()
    }

    /// My place in the meeting, while I am in one; after [`Engine::leave_because`] until `MeetingLeft`.
    pub fn seat(&self) -> watch::Receiver<Option<Seat>> {
        self.window.seat.clone()
    }

    /// Loudness of my microphone now, 0 to 1; 0 while it is closed.
    pub fn microphone_level(&self) -> f32 {
        lock(&self.window.microphone)
            .as_ref()
            .map_or(0.0, Microphone::level)
    }

    /// Loudness of everybody else now, 0 to 1; those who are silent are left out.
    pub fn speaker_levels(&self) -> HashMap<ParticipantId, f32> {
        levels(&lock(&self.window.voices))
    }

    /// Asks for a picture of this stream that can be decoded alone; [`crate::own_picture`] for our own.
    pub fn request_key_frame(&self, participant: &ParticipantId, kind: StreamKind) {
        self.order(Command::KeyFrame {
            participant: participant.clone(),
            kind,
        });
    }

    /// Sends bytes of an application to everybody, at most 15 KiB to be safe with every client. Lost without a word
    /// outside of a meeting, and when the line cannot take it.
    pub fn send_data(&self, message: UserMessage, reliable: bool) {
        self.order(Command::SendData { message, reliable });
    }

    /// What others send with [`Engine::send_data`]. Who is slow misses the oldest of more than 64.
    pub fn data(&self) -> broadcast::Receiver<DataMessage> {
        self.window.data.subscribe()
    }

    /// Figures of the meeting; empty outside of one.
    pub async fn stats(&self) -> Stats {
        let (answer, stats) = oneshot::channel();
        self.order(Command::Stats(answer));
        stats.await.unwrap_or_default()
    }

    /// Leaves if need be, closes the devices and ends every task of the engine before it returns.
    pub async fn shutdown(self) {
        let (done, finished) = oneshot::channel();
        self.order(Command::Shutdown(done));
        let _ = finished.await;
    }

    fn order(&self, command: Command) {
        // An engine that has ended takes no orders, and has said MeetingLeft.
        let _ = self.commands.send(command);
    }
}

/// What who asks about a meeting is told when there is none.
pub(crate) fn no_meeting() -> Problem {
    Problem {
        code: ErrorCode::NoMeeting,
        message: "There is no meeting to ask about.".into(),
    }
}

/// Ends a meeting for everyone by its host's token, without being in it.
///
/// # Errors
/// Why it did not end, for the person.
pub async fn end_from_outside(
    url: &str,
    host_token: Secret,
    certificate_sha256: Option<[u8; 32]>,
    meeting: MeetingId,
) -> Result<(), Problem> {
    let access = Access::new(url, host_token, certificate_sha256).map_err(|error| Problem {
        code: error.code(),
        message: error.to_string(),
    })?;
    // A server of ours knows by the token who ends it; another one is told.
    let mark = token::peek(access.token.expose()).map(|host| RoomMetadata {
        ended_by: Some(EndedBy {
            identity: host.identity.as_str().into(),
            name: host.name,
        }),
        carried_for: Some(host.identity),
        ..RoomMetadata::default()
    });
    let mark = mark.unwrap_or_default().to_json();
    outcome(connection::delete_room(access, meeting, mark, None).await).map(drop)
}

/// Who is in the meeting of an invite and how it is called, without joining it.
///
/// # Errors
/// Every way a door can be closed, each with a sentence.
pub async fn look_up(invite: &Invite) -> Result<door::Info, JoinError> {
    connection::look_up(invite).await
}
