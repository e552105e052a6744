//! Our own camera, microphone and speaker: opened and closed on threads that may block, one job after the other for
//! each device, so that closing and opening again never meet.

mod camera;
mod fallback;
mod opening;
mod receipt;
mod retry;
mod screen;
mod slot;

use std::sync::Arc;
use std::time::Instant;

use adjourn_media::{
    CameraSource, Fault, Layer, MediaError, Microphone, MicrophoneSource, ScreenSource, Speaker,
    SpeakerSink, VideoCapture,
};
use tokio::sync::{mpsc, oneshot, watch};

use crate::outlets::{OWN_LAYER, Outlets};
use crate::{EngineConfig, LocalDevice, LocalMedia, PictureMode, Problem};
use adjourn_meeting::session::Receipt;
use fallback::Fallback;
use receipt::Use;
use retry::Retry;
use slot::{Opened, Slot};
pub(crate) use slot::{Shared, lock};

/// What the devices' threads tell.
pub(crate) enum DeviceEvent {
    Camera {
        opened: Opened<(VideoCapture, Vec<Layer>)>,
        /// The other program that has it.
        held_by: Option<String>,
    },
    Microphone(Opened<Microphone>),
    Speaker(Opened<(Speaker, Option<MediaError>)>),
    Screen(Opened<(VideoCapture, Layer)>),
    /// The speaker that failed was tried once more.
    SpeakerAgain(Opened<Speaker>),
    Lost {
        kind: Kind,
        generation: u64,
        error: MediaError,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Camera,
    Microphone,
    Speaker,
    Screen,
}

/// What became of a device event, for the one who owns the meeting.
#[derive(Default)]
pub(crate) struct Change {
    /// A device failed that was wanted.
    pub problem: Option<Problem>,
    /// There is another speaker: voices have to be added to it.
    pub speaker: bool,
}

pub(crate) struct Devices {
    camera: Slot<VideoCapture>,
    microphone: Slot<Microphone>,
    speaker: Slot<Speaker>,
    screen: Slot<VideoCapture>,
    camera_source: CameraSource,
    microphone_source: MicrophoneSource,
    speaker_sink: SpeakerSink,
    /// What I share; none when I share nothing.
    screen_source: Option<ScreenSource>,
    microphone_fallback: Fallback,
    speaker_fallback: Fallback,
    microphone_retry: Retry,
    speaker_retry: Retry,
    /// A lobby or a meeting wants them.
    in_use: bool,
    /// What has been opened since the last release: camera, microphone, speaker.
    used: [Use; 3],
    /// Layers of the open camera, largest last.
    layers: Vec<Layer>,
    /// The one layer of the shared screen, while it is open.
    screen_layer: Option<Layer>,
    outlets: Arc<Outlets>,
    events: mpsc::UnboundedSender<DeviceEvent>,
    local: watch::Sender<LocalMedia>,
}

impl Devices {
    pub(crate) fn new(
        config: &EngineConfig,
        outlets: Arc<Outlets>,
        events: mpsc::UnboundedSender<DeviceEvent>,
        local: watch::Sender<LocalMedia>,
    ) -> Self {
        local.send_modify(|local| {
            local.camera.on = config.camera != CameraSource::None;
            local.microphone.on = config.microphone != MicrophoneSource::None;
        });
        Self {
            camera: Slot::new("the camera"),
            microphone: Slot::new("the microphone"),
            speaker: Slot::new("the speaker"),
            screen: Slot::new("the shared screen"),
            camera_source: config.camera.clone(),
            microphone_source: config.microphone.clone(),
            speaker_sink: config.speaker.clone(),
            screen_source: None,
            microphone_fallback: Fallback::default(),
            speaker_fallback: Fallback::default(),
            microphone_retry: Retry::default(),
            speaker_retry: Retry::default(),
            in_use: false,
            used: [Use::No; 3],
            layers: Vec::new(),
            screen_layer: None,
            outlets,
            events,
            local,
        }
    }

    /// The microphone, for whoever shows its level.
    pub(crate) fn shared_microphone(&self) -> Shared<Microphone> {
        self.microphone.device()
    }

    /// The speaker, for whoever adds voices to it.
    pub(crate) fn shared_speaker(&self) -> Shared<Speaker> {
        self.speaker.device()
    }

    /// Layers of the camera, if it is on and works.
    pub(crate) fn live_camera(&self) -> Option<&[Layer]> {
        (self.local.borrow().camera.on && self.camera.is_open()).then_some(self.layers.as_slice())
    }

    /// The microphone is on and works; also for the moment in which another one takes its place.
    pub(crate) fn live_microphone(&self) -> bool {
        let switching = self.microphone_fallback.is_switching();
        self.local.borrow().microphone.on && (self.microphone.is_open() || switching)
    }

    /// Something is being opened.
    pub(crate) fn is_opening(&self) -> bool {
        self.camera.is_opening() || self.microphone.is_opening() || self.speaker.is_opening()
    }

    /// What does not work now.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let local = self.local.borrow();
        [&local.speaker, &local.microphone, &local.camera]
            .into_iter()
            .filter_map(|device| device.problem.clone())
            .collect()
    }

    /// A lobby or a meeting begins, or a lobby ends without one.
    pub(crate) fn use_them(&mut self, in_use: bool) {
        if in_use && !self.in_use {
            self.microphone_fallback = Fallback::default();
            self.speaker_fallback = Fallback::default();
            self.forget_retries();
            self.local.send_modify(|local| {
                for device in [&mut local.camera, &mut local.microphone, &mut local.speaker] {
                    device.mend();
                }
            });
        }
        self.in_use = in_use;
        if !in_use {
            self.forget_retries();
            self.share(None);
        }
        self.settle();
    }

    pub(crate) fn set_camera(&mut self, on: bool) {
        self.set(Kind::Camera, on);
    }

    pub(crate) fn set_microphone(&mut self, on: bool) {
        self.set(Kind::Microphone, on);
    }

    fn set(&mut self, kind: Kind, on: bool) {
        if kind == Kind::Microphone {
            self.microphone_retry.reset();
        }
        self.update(kind, |device| {
            device.on = on;
            device.mend();
        });
        self.settle();
    }

    pub(crate) fn choose_camera(&mut self, source: CameraSource) {
        if self.camera_source != source {
            self.camera_source = source;
            self.close_camera();
            self.update(Kind::Camera, LocalDevice::mend);
            self.settle();
        }
    }

    pub(crate) fn choose_microphone(&mut self, source: MicrophoneSource) {
        if self.microphone_source != source {
            self.microphone_source = source;
            self.microphone_fallback = Fallback::default();
            self.microphone_retry.reset();
            self.close_microphone();
            self.update(Kind::Microphone, LocalDevice::mend);
            self.settle();
        }
    }

    /// The microphone opens again too: its echo reference is what the speaker plays.
    pub(crate) fn choose_speaker(&mut self, sink: SpeakerSink) {
        if self.speaker_sink != sink {
            self.speaker_sink = sink;
            self.speaker_fallback = Fallback::default();
            self.speaker_retry.reset();
            self.close_microphone();
            self.close_speaker();
            self.update(Kind::Speaker, LocalDevice::mend);
            self.settle();
        }
    }

    /// The next picture of a layer will be a key frame; of every layer for none.
    pub(crate) fn request_key_frame(&self, layer: Option<usize>) {
        self.camera.with(|camera| match layer {
            Some(layer) if layer < self.layers.len() => camera.request_key_frame(layer),
            Some(_) => {}
            None => (0..self.layers.len()).for_each(|layer| camera.request_key_frame(layer)),
        });
    }

    /// The next of our own pictures on the screen will be a key frame.
    pub(crate) fn request_own_key_frame(&self) {
        self.request_key_frame(Some(OWN_LAYER));
    }

    /// Has everything closed, without waiting for it.
    pub(crate) fn close(&mut self) {
        self.in_use = false;
        self.forget_retries();
        self.share(None);
        self.close_camera();
        self.close_microphone();
        self.close_speaker();
    }

    /// Closes everything, at most for a time, and says what the system says of it then.
    pub(crate) fn release(&mut self) -> impl Future<Output = Receipt> + Send + 'static {
        self.close();
        // What plays nowhere holds nothing that could be waited for.
        let plays = !matches!(self.speaker_sink, SpeakerSink::None | SpeakerSink::Null);
        let fences = [
            self.camera.fence(),
            self.microphone.fence(),
            if plays {
                self.speaker.fence()
            } else {
                self.speaker.open_fence()
            },
        ];
        receipt::take(fences, self.screen.fence(), std::mem::take(&mut self.used))
    }

    /// When every job given so far is done.
    pub(crate) fn fences(&self) -> Vec<oneshot::Receiver<()>> {
        vec![
            self.camera.fence().1,
            self.microphone.fence().1,
            self.speaker.fence().1,
            self.screen.fence().1,
        ]
    }

    fn forget_retries(&mut self) {
        self.microphone_retry.reset();
        self.speaker_retry.reset();
    }

    /// When [`Devices::try_again`] wants to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        let times = [self.microphone_retry.due(), self.speaker_retry.due()];
        times.into_iter().flatten().min()
    }

    /// Takes what a device's thread told.
    pub(crate) fn handle(&mut self, event: DeviceEvent) -> Change {
        let mut change = Change::default();
        match event {
            DeviceEvent::Camera { opened, held_by } => {
                let take = |(camera, layers): (VideoCapture, Vec<Layer>)| {
                    let label = camera.label().to_owned();
                    let mode = camera.mode().into();
                    (camera, label.clone(), (label, mode, layers))
                };
                match self.camera.opened(opened, take) {
                    Some(Ok((label, mode, layers))) => {
                        self.layers = layers;
                        self.works(Kind::Camera, label, Some(mode));
                    }
                    Some(Err(error)) => {
                        change.problem = self.fail(Kind::Camera, &error);
                        self.update(Kind::Camera, |device| device.held_by = held_by);
                    }
                    None => {}
                }
            }
            DeviceEvent::Microphone(opened) => {
                let take = |microphone: Microphone| {
                    let label = microphone.label().to_owned();
                    (microphone, label.clone(), label)
                };
                match self.microphone.opened(opened, take) {
                    Some(Ok(label)) => {
                        self.works(Kind::Microphone, label, None);
                        change.problem = self.microphone_fallback.opened(Kind::Microphone);
                    }
                    Some(Err(error)) => change.problem = self.miss(Kind::Microphone, &error),
                    None => {}
                }
            }
            DeviceEvent::Speaker(opened) => {
                let take = |(speaker, problem): (Speaker, Option<MediaError>)| {
                    let label = speaker.label().to_owned();
                    // The stand-in of one that does not open has no name that anybody knows.
                    let name = match problem {
                        None => label.clone(),
                        Some(_) => "the speaker".into(),
                    };
                    (speaker, name, (label, problem))
                };
                match self.speaker.opened(opened, take) {
                    Some(Ok((label, None))) => {
                        change.speaker = true;
                        self.works(Kind::Speaker, label, None);
                        change.problem = self.speaker_fallback.opened(Kind::Speaker);
                    }
                    Some(Ok((_, Some(error)))) => {
                        change.speaker = true;
                        change.problem = self.miss(Kind::Speaker, &error);
                    }
                    Some(Err(error)) => change.problem = self.fail(Kind::Speaker, &error),
                    None => {}
                }
            }
            DeviceEvent::SpeakerAgain(opened) => {
                match self.speaker.another(opened, Speaker::label, Speaker::close) {
                    Some(Ok(label)) => {
                        change.speaker = true;
                        self.works(Kind::Speaker, label, None);
                        // Its echo reference is what the new one plays.
                        if self.microphone.is_open() {
                            self.microphone_fallback.switch();
                            self.close_microphone();
                        }
                    }
                    Some(Err(error)) => change.problem = self.fail(Kind::Speaker, &error),
                    None => {}
                }
            }
            DeviceEvent::Screen(opened) => change.problem = self.screen_opened(opened),
            DeviceEvent::Lost {
                kind,
                generation,
                error,
            } => change.problem = self.lost(kind, generation, &error),
        }
        self.settle();
        change
    }

    fn lost(&mut self, kind: Kind, generation: u64, error: &MediaError) -> Option<Problem> {
        let moved = matches!(
            error,
            MediaError::Device {
                fault: Fault::Moved,
                ..
            }
        );
        match kind {
            Kind::Camera if self.camera.is_current(generation) => {
                self.close_camera();
                self.fail(kind, error)
            }
            Kind::Screen if self.screen.is_current(generation) => Some(self.share_failed(error)),
            Kind::Microphone if self.microphone.is_current(generation) => {
                self.close_microphone();
                self.switched(kind, moved, error)
            }
            // Without another one it goes on without its device, decoding and counting.
            Kind::Speaker if self.speaker.is_current(generation) => {
                self.switched(kind, moved, error)
            }
            _ => None,
        }
    }

    fn switched(&mut self, kind: Kind, moved: bool, error: &MediaError) -> Option<Problem> {
        if !moved {
            return self.miss(kind, error);
        }
        self.reopen(kind);
        None
    }

    /// A sound device does not work: the system's default takes its place where that makes sense.
    fn miss(&mut self, kind: Kind, error: &MediaError) -> Option<Problem> {
        let (fallback, chosen) = match kind {
            Kind::Speaker => (
                &mut self.speaker_fallback,
                matches!(self.speaker_sink, SpeakerSink::Device(Some(_))),
            ),
            _ => (
                &mut self.microphone_fallback,
                matches!(
                    self.microphone_source,
                    MicrophoneSource::Device { id: Some(_), .. }
                ),
            ),
        };
        if !fallback.take(chosen, error, Instant::now()) {
            return self.fail(kind, error);
        }
        tracing::info!(code = error.code(), "the default device takes its place");
        self.reopen(kind);
        None
    }

    /// Has a sound device closed; [`Devices::settle`] opens what is to be used now. The microphone goes with the
    /// speaker, whose sound is its echo reference.
    fn reopen(&mut self, kind: Kind) {
        if self.microphone.is_open() || kind == Kind::Microphone {
            self.microphone_fallback.switch();
        }
        self.close_microphone();
        if kind == Kind::Speaker {
            self.close_speaker();
        }
    }

    /// Opens what is wanted and not open, and closes what is open and not wanted.
    fn settle(&mut self) {
        let local = self.local.borrow().clone();
        let wanted = |device: &LocalDevice| self.in_use && device.on && device.problem.is_none();
        let (camera, microphone) = (wanted(&local.camera), wanted(&local.microphone));
        if self.in_use {
            let wanted = self.speaker_sink != SpeakerSink::None && local.speaker.problem.is_none();
            if wanted && self.speaker.is_closed() {
                self.open_speaker();
            }
        } else {
            self.close_speaker();
            self.close_microphone();
        }
        match (camera, self.camera.is_closed()) {
            (true, true) => self.open_camera(),
            (false, false) => self.close_camera(),
            _ => {}
        }
        // Its echo reference comes from the speaker. Once open it stays so when muted: unmuting is then immediate.
        if microphone && self.microphone.is_closed() && !self.speaker.is_opening() {
            self.open_microphone();
        }
        self.outlets.mute(!local.microphone.on);
        self.update(Kind::Speaker, |device| device.on = device.label.is_some());
    }

    /// Notes that a device does not work; what there is to tell, unless that was told already.
    fn fail(&mut self, kind: Kind, error: &MediaError) -> Option<Problem> {
        tracing::debug!(code = error.code(), "a device does not work");
        match kind {
            Kind::Camera | Kind::Screen => {}
            Kind::Microphone => self.microphone_retry.failed(kind, error, Instant::now()),
            Kind::Speaker => self.speaker_retry.failed(kind, error, Instant::now()),
        }
        let problem = Problem::from(error);
        let mut told = false;
        self.update(kind, |device| {
            device.close();
            // The first one names the device; what cannot be opened any more has no name.
            told = device.problem.as_ref().map(|known| known.code) == Some(problem.code);
            if !told {
                device.problem = Some(problem.clone());
            }
        });
        (!told).then_some(problem)
    }

    fn works(&mut self, kind: Kind, label: String, mode: Option<PictureMode>) {
        match kind {
            Kind::Camera | Kind::Screen => {}
            Kind::Microphone => self.microphone_retry.reset(),
            Kind::Speaker => self.speaker_retry.reset(),
        }
        self.update(kind, |device| {
            device.label = Some(label);
            device.mode = mode;
            device.mend();
        });
    }

    fn update(&self, kind: Kind, change: impl FnOnce(&mut LocalDevice)) {
        self.local.send_if_modified(|local| {
            let before = local.clone();
            change(match kind {
                Kind::Camera => &mut local.camera,
                Kind::Microphone => &mut local.microphone,
                Kind::Speaker => &mut local.speaker,
                Kind::Screen => &mut local.screen,
            });
            *local != before
        });
    }
}
