//! A server and people in it, over loopback, with fake devices.
#![allow(dead_code)] // every test file uses a part of it

pub mod proxy;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use adjourn_engine::{ClientInfo, Engine, EngineConfig, Target, VideoFrame, VideoSink};
use adjourn_media::{CameraSource, MicrophoneSource, SpeakerSink, Vp8Decoder, test_card};
use adjourn_meeting::{MeetingEvent, MeetingState, ParticipantId, Reason, StreamKind};
use adjourn_server::{HostedMeeting, MeetingOptions, Server, ServerConfig};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Nothing here takes a second; a busy machine may need several.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port of loopback.
pub async fn server() -> Server {
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_test_writer()
        .try_init();
    let listen = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0);
    Server::start(ServerConfig {
        listen,
        ..ServerConfig::default()
    })
    .await
    .expect("a server on a free port")
}

/// A meeting whose guests wait to be let in.
pub async fn meeting_with_lobby(server: &Server) -> HostedMeeting {
    let options = MeetingOptions {
        title: "Ana’s meeting".into(),
        host_name: "Ana".into(),
        lobby: true,
        away: None,
    };
    server.open_meeting_with(options).await.expect("a meeting")
}

/// A directory of its own that goes with its handle.
pub struct Directory(pub std::path::PathBuf);

impl Directory {
    pub fn new() -> Self {
        let path =
            std::env::temp_dir().join(format!("adjourn-engine-{}", adjourn_meeting::random_hex(8)));
        std::fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }

    /// Contents of the files in `folder` that end so.
    pub fn files(&self, folder: &str, ending: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(folder))
            .into_iter()
            .flatten()
            .flatten();
        let fitting = entries
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(ending));
        fitting
            .map(|path| std::fs::read_to_string(path).expect("text"))
            .collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The host's way in.
pub fn host(meeting: &HostedMeeting) -> Target {
    Target::Token {
        url: meeting.url.clone(),
        token: meeting.host_token.clone(),
        certificate_sha256: meeting.certificate_sha256,
    }
}

/// A guest's way in.
pub fn guest(meeting: &HostedMeeting) -> Target {
    Target::Invite {
        invite: meeting.invite.clone(),
    }
}

/// One participant and everything it has been told.
pub struct Person {
    pub engine: Engine,
    events: mpsc::UnboundedReceiver<MeetingEvent>,
    pub heard: Vec<(Instant, MeetingEvent)>,
    pub screen: Arc<Screen>,
}

impl Person {
    /// With a test card and a tone.
    pub fn new() -> Self {
        Self::with(CameraSource::TestCard, MicrophoneSource::Tone { hz: 440.0 })
    }

    pub fn with(camera: CameraSource, microphone: MicrophoneSource) -> Self {
        Self::configured(|config| {
            config.camera = camera;
            config.microphone = microphone;
        })
    }

    /// With a test card, a tone and what `change` makes of it.
    pub fn configured(change: impl FnOnce(&mut EngineConfig)) -> Self {
        let screen = Arc::new(Screen::default());
        let mut config = EngineConfig {
            camera: CameraSource::TestCard,
            microphone: MicrophoneSource::Tone { hz: 440.0 },
            speaker: SpeakerSink::Null,
            video: screen.clone(),
            client: ClientInfo {
                name: "adjourn".into(),
                version: "0".into(),
            },
            client_id: None,
            state_dir: None,
        };
        change(&mut config);
        let (engine, events) = Engine::start(config);
        Self {
            engine,
            events,
            heard: Vec::new(),
            screen,
        }
    }

    /// Joins and waits until it is in.
    pub async fn join(&mut self, target: Target, name: &str) -> ParticipantId {
        self.engine.join(target, name.into());
        let joined = self
            .until(|event| {
                matches!(
                    event,
                    MeetingEvent::MeetingJoined { .. } | MeetingEvent::MeetingLeft { .. }
                )
            })
            .await;
        match joined {
            MeetingEvent::MeetingJoined { me, .. } => me.participant_id,
            other => panic!("{name} did not get in: {other:?}"),
        }
    }

    /// The next event that fits; the others are kept in `heard`.
    pub async fn until(&mut self, fits: impl Fn(&MeetingEvent) -> bool) -> MeetingEvent {
        let search = async {
            loop {
                let event = self.events.recv().await.expect("the engine runs");
                self.heard.push((Instant::now(), event.clone()));
                if fits(&event) {
                    return event;
                }
            }
        };
        match timeout(PATIENCE, search).await {
            Ok(event) => event,
            Err(_) => panic!(
                "what was waited for did not come; heard: {:?}",
                self.heard
                    .iter()
                    .map(|(_, event)| event)
                    .collect::<Vec<_>>()
            ),
        }
    }

    pub async fn until_state(&mut self, wanted: MeetingState) {
        self.until(|event| matches!(event, MeetingEvent::MeetingStateChanged { state } if *state == wanted)).await;
    }

    pub async fn until_left(&mut self) -> Reason {
        match self
            .until(|event| matches!(event, MeetingEvent::MeetingLeft { .. }))
            .await
        {
            MeetingEvent::MeetingLeft { reason } => reason,
            _ => unreachable!("only this fits"),
        }
    }

    /// Somebody's going, with the reason.
    pub async fn until_gone(&mut self, name: &str) -> Reason {
        let gone = |event: &MeetingEvent| matches!(event, MeetingEvent::ParticipantLeft { participant, .. } if participant.name == name);
        match self.until(gone).await {
            MeetingEvent::ParticipantLeft { reason, .. } => reason,
            _ => unreachable!("only this fits"),
        }
    }

    /// What has been told and not been waited for.
    pub fn rest(&mut self) -> Vec<MeetingEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    /// Waits until this many ms of somebody's sound have been played and this many pictures been decoded.
    pub async fn sees_and_hears(&self, who: &ParticipantId, pictures: u64, audio_ms: u64) {
        let search = async {
            loop {
                let stats = self.engine.stats().await;
                let of = stats
                    .participants
                    .iter()
                    .find(|stats| stats.participant == *who);
                let decoded = self.screen.seen(who).pictures;
                if decoded >= pictures && of.is_some_and(|stats| stats.audio_ms >= audio_ms) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if timeout(PATIENCE, search).await.is_err() {
            panic!(
                "seen: {:?}; stats: {:?}",
                self.screen.seen(who),
                self.engine.stats().await
            );
        }
    }
}

/// Decodes what it is shown and reads the test card's clock.
#[derive(Default)]
pub struct Screen(Mutex<HashMap<(ParticipantId, StreamKind), Viewer>>);

#[derive(Default)]
struct Viewer {
    decoder: Option<Vp8Decoder>,
    seen: Seen,
}

/// What came of one stream.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub pictures: u64,
    /// Could not be decoded.
    pub broken: u64,
    pub size: (u32, u32),
    pub first_at: Option<Instant>,
    pub last_at: Option<Instant>,
    /// Milliseconds from the clock in the picture to its decoding.
    pub latency_ms: Vec<u64>,
    pub ended: u32,
    pub was_self: bool,
}

impl Screen {
    pub fn seen(&self, who: &ParticipantId) -> Seen {
        self.stream(who, StreamKind::Video)
    }

    pub fn stream(&self, who: &ParticipantId, kind: StreamKind) -> Seen {
        let streams = self.0.lock().expect("no panic in a viewer");
        streams
            .get(&(who.clone(), kind))
            .map(|viewer| viewer.seen.clone())
            .unwrap_or_default()
    }
}

impl VideoSink for Screen {
    fn frame(&self, frame: &VideoFrame) {
        let mut streams = self.0.lock().expect("no panic in a viewer");
        let viewer = streams
            .entry((frame.participant.clone(), frame.kind))
            .or_default();
        let seen = &mut viewer.seen;
        seen.was_self = frame.is_self;
        let decoder = viewer
            .decoder
            .get_or_insert_with(|| Vp8Decoder::new().expect("a decoder"));
        let Ok(Some(picture)) = decoder.decode(&frame.data) else {
            seen.broken += 1;
            return;
        };
        seen.pictures += 1;
        seen.size = (picture.width, picture.height);
        seen.last_at = Some(Instant::now());
        seen.first_at = seen.first_at.or(seen.last_at);
        let (width, height) = (picture.width as usize, picture.height as usize);
        if let Some(clock) = test_card::read_clock(width, height, &picture.y, width) {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .expect("after 1970")
                .as_millis() as u64;
            seen.latency_ms
                .push((now & ((1 << 40) - 1)).wrapping_sub(clock));
        }
    }

    fn stream_ended(&self, participant: &ParticipantId, kind: StreamKind) {
        let mut streams = self.0.lock().expect("no panic in a viewer");
        if let Some(viewer) = streams.get_mut(&(participant.clone(), kind)) {
            viewer.decoder = None;
            viewer.seen.ended += 1;
        }
    }
}
