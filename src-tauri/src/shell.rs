//! What the window's commands do: one engine, at most one embedded server, and where the user is.

mod closing;
mod desk;
mod details;
mod invite;
mod meters;
mod mini;
mod notify;
mod other_server;
mod page;
mod preferences;
mod saving;
pub mod share;
mod so_far;
mod summary;
mod telling;
mod tone;
mod view;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, atomic::AtomicBool},
};

use adjourn_engine::{ClientInfo, Engine, EngineConfig};
use adjourn_meeting::EndNote;
use adjourn_signal::control::ControlRequest;
use tauri::{AppHandle, Manager};
use tokio::{
    sync::{mpsc, watch},
    task::spawn_blocking,
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use self::{
    closing::Closing,
    desk::Desk,
    mini::Mini,
    notify::Notices,
    page::{Link, Page},
    so_far::SoFar,
    view::Views,
};
use crate::{
    decode::StreamKey,
    fakes::Fakes,
    frames::{Frames, hub::Hub},
    guardian::Guardian,
    hosting::Door,
    installation::client_id,
    ipc::{AppError, AppEvent, Devices, HeldDevices, TrayLabel, WindowEvent},
    platform::leave_before_sleep,
    recent::RecentMeetings,
    settings::Keeper,
    shortcut,
    state_dir::StateDir,
    tray,
};

pub use desk::look_up_link;

/// Behind every command of the window.
pub struct Shell {
    /// The one participant of this window.
    pub engine: Engine,
    app: AppHandle,
    /// Where all is kept; none where there is no folder for it.
    data: Option<PathBuf>,
    settings: Keeper,
    recent: RecentMeetings,
    /// What went wrong, for the page that starts next.
    notices: Mutex<Vec<AppError>>,
    /// Ours alone; none where another program has it.
    state: Option<StateDir>,
    frames: Frames,
    hub: Arc<Hub>,
    fakes: Fakes,
    desk: tokio::sync::Mutex<Desk>,
    /// What a killed program left open is carried again, if there was anything.
    restored: CancellationToken,
    /// The page has asked how things stand, and hears every event from then on.
    page_listens: CancellationToken,
    /// Of the meeting we are in, where another server carries it.
    door: Mutex<Option<Door>>,
    activity: watch::Sender<Activity>,
    link: Mutex<Link>,
    closing: Mutex<Closing>,
    page: Mutex<Page>,
    so_far: SoFar,
    views: Mutex<Views>,
    mini: Mini,
    main_hidden: AtomicBool,
    notified: Notices,
    labels: watch::Sender<BTreeMap<TrayLabel, String>>,
    /// Whether I host the meeting I am in.
    is_host: watch::Sender<bool>,
    guardian: OnceLock<Guardian>,
    _awake: AbortOnDropHandle<()>,
}

/// What the microphone is open for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Idle,
    Preview,
    Meeting,
}

impl Shell {
    /// Starts the engine and everything that tells the page of it. Must be called inside the runtime.
    pub fn start(
        app: &AppHandle,
        fakes: Fakes,
        link: Option<String>,
        frames: Frames,
        (hub, stale): (Arc<Hub>, mpsc::UnboundedReceiver<StreamKey>),
    ) -> Self {
        let (settings, notice) = Keeper::open(app);
        let kept = settings.get();
        let data = app
            .path()
            .app_data_dir()
            .inspect_err(|error| tracing::warn!(%error, "there is no folder for what is kept"))
            .ok();
        let state = data.as_deref().and_then(|data| {
            StateDir::take(data)
                .inspect_err(|error| tracing::warn!(%error, "meetings of this run end with it"))
                .ok()
        });
        let (engine, events) = Engine::start(EngineConfig {
            microphone: fakes.microphone(&kept),
            camera: fakes.camera(kept.camera_id),
            speaker: fakes.speaker(kept.speaker_id),
            video: hub.clone(),
            client: ClientInfo {
                name: "adjourn".into(),
                version: env!("CARGO_PKG_VERSION").into(),
            },
            client_id: data.as_deref().map(client_id),
            state_dir: data.clone(),
        });
        let recent = RecentMeetings::open(data.as_deref());
        tokio::spawn(telling::tell_late_ends(app.clone(), engine.late_ends()));
        let resuming = engine.clone();
        tokio::spawn(async move { resuming.resume_pending_ends().await });
        let (activity, active) = watch::channel(Activity::Idle);
        let (labels, words) = watch::channel(BTreeMap::new());
        let (is_host, hosting) = watch::channel(false);
        meters::start(app, &engine, active);
        tokio::spawn(telling::tell_events(app.clone(), events));
        tokio::spawn(telling::ask_for_key_frames(engine.clone(), stale));
        tokio::spawn(mini::look_after(app.clone(), activity.subscribe()));
        shortcut::start(app, &engine, in_meeting(activity.subscribe()));
        let in_call = in_meeting(activity.subscribe());
        tray::start(app, &engine, words, in_call, hosting);
        let awake = leave_before_sleep(&engine);
        Self {
            engine,
            app: app.clone(),
            data,
            settings,
            recent,
            notices: Mutex::new(notice.into_iter().collect()),
            state,
            frames,
            hub,
            fakes,
            desk: tokio::sync::Mutex::new(Desk::new()),
            restored: CancellationToken::new(),
            page_listens: CancellationToken::new(),
            door: Mutex::default(),
            activity,
            link: Mutex::new(Link::Kept(link)),
            closing: Mutex::new(Closing::No),
            page: Mutex::default(),
            so_far: SoFar::default(),
            views: Mutex::default(),
            mini: Mini::default(),
            main_hidden: AtomicBool::new(false),
            notified: Notices::default(),
            labels,
            is_host,
            guardian: OnceLock::new(),
            _awake: awake,
        }
    }

    /// Carries on what a killed program left open; the page waits for it. Once, at the start.
    pub async fn carry_on(&self) {
        self.restore().await;
        self.restored.cancel();
    }

    /// Somebody looks after the program from here on, before any device is opened. Not from the start: at home there
    /// is nothing to give up, and a process of its own costs 22 MB.
    fn watched(&self) {
        self.guardian.get_or_init(|| Guardian::start(&self.engine));
    }

    /// Goes, because a person wants it; what is still shown is of no use any more.
    pub fn leave(&self) {
        self.engine.leave();
        self.hub.hold(true);
    }

    /// Ends the meeting for everyone, who read `note`, because a person wants it.
    pub fn end_for_all(&self, note: Option<EndNote>) {
        match self.door() {
            None => self.engine.end_for_all(note),
            Some(door) => {
                // Before the other server hears of it, nobody gets in any more.
                self.engine.cut();
                let engine = self.engine.clone();
                tauri::async_runtime::spawn(async move {
                    door.shut(note.clone()).await;
                    engine.end_for_all(note);
                });
            }
        }
        self.hub.hold(true);
    }

    /// Takes back a cut, or an End that has not got through yet.
    pub fn stay(&self) {
        self.engine.stay();
        self.reopen_door();
        self.hub.hold(false);
    }

    /// The meeting goes on after all: where another server carries it, its door is opened again.
    fn reopen_door(&self) {
        if let Some(door) = self.door() {
            tauri::async_runtime::spawn(async move { door.reopen().await });
        }
    }

    /// Does what only hosts and co-hosts may.
    pub fn control(&self, request: ControlRequest) {
        if let (ControlRequest::Remove { identity }, Some(door)) = (&request, self.door()) {
            let who = identity.clone();
            tauri::async_runtime::spawn(async move { door.shut_out(who).await });
        }
        self.engine.control(request);
    }

    fn door(&self) -> Option<Door> {
        let door = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        door.clone()
    }

    fn set_door(&self, door: Option<Door>) {
        *self.door.lock().unwrap_or_else(PoisonError::into_inner) = door;
    }

    /// Whether we are in a meeting, or on the way in or out.
    pub fn is_in_meeting(&self) -> bool {
        *self.activity.borrow() == Activity::Meeting
    }

    fn tell_local(&self) {
        let media = self.engine.local().borrow().clone();
        AppEvent::from(WindowEvent::LocalMediaChanged {
            media: Box::new(media),
        })
        .tell(&self.app);
    }
}

/// The devices there are now. Asking the system takes its time, away from the runtime's threads.
pub async fn list_devices() -> Devices {
    let list = || Devices {
        cameras: adjourn_media::cameras()
            .into_iter()
            .map(Into::into)
            .collect(),
        microphones: adjourn_media::microphones()
            .into_iter()
            .map(Into::into)
            .collect(),
        speakers: adjourn_media::speakers()
            .into_iter()
            .map(Into::into)
            .collect(),
    };
    spawn_blocking(list).await.unwrap_or_default()
}

/// What of the devices is still held, as the system says now.
pub async fn held_devices() -> HeldDevices {
    let held = spawn_blocking(adjourn_media::receipt::held)
        .await
        .unwrap_or_default();
    HeldDevices {
        camera: held.camera,
        microphone: held.microphone,
        speaker: held.speaker,
    }
}

/// The one thing about it that other parts need to know; ends with the shell.
fn in_meeting(mut activity: watch::Receiver<Activity>) -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        while activity.changed().await.is_ok() {
            let is_in = *activity.borrow_and_update() == Activity::Meeting;
            sender.send_replace(is_in);
        }
    });
    receiver
}

/// Unix time, in milliseconds.
fn now_ms() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |since| since.as_millis() as f64)
}
