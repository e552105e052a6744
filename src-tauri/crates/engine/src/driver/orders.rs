//! What the handle orders, and what is done about it.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use adjourn_media::{CameraSource, MicrophoneSource, ScreenSource, SpeakerSink};
use adjourn_meeting::session::{Input, Session};
use adjourn_meeting::{EndNote, EndReason, FarewellText, ParticipantId, Reaction, StreamKind};
use adjourn_signal::UserMessage;
use adjourn_signal::control::ControlRequest;
use tokio::sync::oneshot;

use super::Driver;
use super::call::Call;
use super::view::View;
use crate::devices::lock;
use crate::pending::PendingEnd;
use crate::{Attendee, Problem, Stats, Target, ViewTile};

/// What the handle orders.
pub(crate) enum Command {
    Preview {
        on: bool,
        done: oneshot::Sender<()>,
    },
    Join {
        target: Target,
        name: String,
    },
    Leave,
    LeaveBecause(EndReason),
    Farewell(FarewellText),
    Control(ControlRequest),
    End {
        note: Option<EndNote>,
    },
    Cut,
    Stay,
    SetMicrophone(bool),
    SetCamera(bool),
    Share(Option<ScreenSource>),
    ChooseCamera(CameraSource),
    ChooseMicrophone(MicrophoneSource),
    ChooseSpeaker(SpeakerSink),
    KeyFrame {
        participant: ParticipantId,
        kind: StreamKind,
    },
    SendData {
        message: UserMessage,
        reliable: bool,
    },
    SendChat {
        text: String,
        to: Option<ParticipantId>,
    },
    React(Reaction),
    SetHand(bool),
    SetView(Vec<ViewTile>),
    Attendance(oneshot::Sender<Result<Vec<Attendee>, Problem>>),
    /// Ends that an earlier run could not get acknowledged.
    Insist(Vec<PendingEnd>),
    Stats(oneshot::Sender<Stats>),
    Shutdown(oneshot::Sender<()>),
}

impl Driver {
    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Preview { on, done } => self.set_preview(on, done),
            Command::Join { target, name } => self.join(target, name),
            Command::Leave => self.click(Input::Leave),
            Command::LeaveBecause(reason) => self.click(Input::LeaveBecause(reason)),
            Command::Farewell(text) => self.farewell(text),
            Command::Control(request) => self.control(request),
            Command::End { note } => self.click(Input::End { note }),
            Command::Cut => self.click(Input::Cut),
            Command::Stay => {
                if let Some(call) = &mut self.call {
                    call.ending = None;
                    if let Some(end) = call.pending_end.take() {
                        self.background.spawn(async move { end.forget().await });
                    }
                }
                self.set_cut(false);
                self.feed(Input::Stay);
            }
            Command::SetMicrophone(on) => {
                self.devices.set_microphone(on);
                self.publish();
            }
            Command::SetCamera(on) => {
                self.devices.set_camera(on);
                self.publish();
            }
            Command::Share(source) => {
                // There is nobody to show it to before one is in.
                let is_in = self
                    .session
                    .as_ref()
                    .is_some_and(|session| session.me().is_some());
                self.devices.share(source.filter(|_| is_in));
                self.publish();
            }
            Command::ChooseCamera(source) => {
                self.devices.choose_camera(source);
                self.publish();
            }
            Command::ChooseMicrophone(source) => {
                self.devices.choose_microphone(source);
                self.publish();
            }
            Command::ChooseSpeaker(sink) => {
                self.devices.choose_speaker(sink);
                self.publish();
            }
            Command::KeyFrame { participant, kind } => {
                if participant == crate::own_picture() {
                    self.devices.request_own_key_frame();
                } else if let Some(call) = &self.call {
                    call.request_key_frame(&participant, kind);
                }
            }
            Command::SendData { message, reliable } => {
                if let Some(call) = &mut self.call {
                    call.send_data(&message, reliable);
                }
            }
            Command::SendChat { text, to } => self.say(text, to),
            Command::React(reaction) => self.feed(Input::React(reaction)),
            Command::SetHand(up) => self.feed(Input::RaiseHand(up)),
            Command::SetView(tiles) => self.set_view(tiles),
            Command::Attendance(answer) => self.attendance(answer),
            Command::Insist(ends) => ends.into_iter().for_each(|end| self.insist(end)),
            Command::Stats(answer) => self.stats(answer),
            // Taken by the loop itself.
            Command::Shutdown(_) => {}
        }
    }

    /// A click that has shut the gate already.
    fn click(&mut self, input: Input) {
        self.clicks_seen += 1;
        if self.session.is_some() {
            self.set_cut(true);
            self.feed(input);
        }
    }

    fn set_preview(&mut self, on: bool, done: oneshot::Sender<()>) {
        if self.session.is_some() {
            let _ = done.send(());
            return;
        }
        self.preview = on;
        self.devices.use_them(on);
        if on {
            self.waiting.push(done);
            self.answer_waiting();
        } else {
            let fences = self.devices.fences();
            self.background.spawn(async move {
                for fence in fences {
                    let _ = fence.await;
                }
                let _ = done.send(());
            });
        }
    }

    pub(super) fn answer_waiting(&mut self) {
        if !self.devices.is_opening() {
            for done in self.waiting.drain(..) {
                let _ = done.send(());
            }
        }
    }

    fn join(&mut self, target: Target, name: String) {
        if self.session.is_some() {
            return;
        }
        let now = Instant::now();
        let unix_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let mut seed = [0; 8];
        getrandom::fill(&mut seed).expect("the operating system gives random bytes");
        self.session = Some(Session::new(
            now,
            u64::try_from(unix_ms).unwrap_or(u64::MAX),
            u64::from_ne_bytes(seed),
        ));
        (self.told_left, self.recovering) = (false, false);
        *lock(&self.window.summary) = None;
        self.summary_complete.send_replace(true);
        self.view = View::default();
        self.call = Some(Call::new(target, name, self.config.client_id.clone()));
        self.set_cut(false);
        self.feed(Input::Join);
        self.preview = false;
        self.devices.use_them(true);
        for problem in self.devices.problems() {
            self.tell_problem(problem);
        }
    }
}
