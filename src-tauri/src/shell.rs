//! What the window's commands do: one engine, at most one embedded server, and where the user is.

mod meters;
mod saving;
mod tone;

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use adjourn_engine::{ClientInfo, Engine, EngineConfig, Target, look_up};
use adjourn_media::SpeakerSink;
use adjourn_meeting::{EndReason, MeetingEvent, MeetingId, clean_name};
use adjourn_signal::Invite;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tokio::{
    sync::{mpsc, watch},
    task::spawn_blocking,
    time::{sleep, timeout},
};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    decode::StreamKey,
    fakes::Fakes,
    frames::{Frames, hub::Hub},
    guardian::Guardian,
    hosting::Hosting,
    installation::client_id,
    ipc::{
        AppError, AppEvent, CloseAnswer, Devices, FramesAddress, Lobby, MeetingRules, Platform,
        Startup, SummaryFormat, WindowEvent,
    },
    platform::leave_before_sleep,
    settings::Keeper,
    shortcut,
};

/// Where a meeting of one's own listens if it can: LiveKit's usual port.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 7880);

/// A page that is alive stops the media within this time of being asked how to close.
const PAGE_ANSWERS: Duration = Duration::from_secs(3);

/// A page that dies sooner than this after another one is not loaded again.
const PAGE_LIVES: Duration = Duration::from_secs(3);

/// How often a program without a window looks whether it is still needed.
const CARRYING_LOOK: Duration = Duration::from_millis(500);

/// How long closing devices, server and sockets may take together before the program goes anyway.
const ORDERLY: Duration = Duration::from_secs(5);

/// Behind every command of the window.
pub struct Shell {
    /// The one participant of this window.
    pub engine: Engine,
    app: AppHandle,
    settings: Keeper,
    frames: Frames,
    fakes: Fakes,
    desk: tokio::sync::Mutex<Desk>,
    activity: watch::Sender<Activity>,
    link: Mutex<Link>,
    closing: Mutex<Closing>,
    page: Mutex<Page>,
    guardian: Guardian,
    _awake: AbortOnDropHandle<()>,
}

/// Whether there is a page to tell.
#[derive(Default)]
struct Page {
    /// Its process is gone, and the next one has not asked yet.
    is_gone: bool,
    /// When that happened last.
    died_at: Option<Instant>,
    /// The end of the meeting, for the next one.
    missed: Option<MeetingEvent>,
}

/// How far closing the window during a meeting has gone.
#[derive(Clone, Copy, Debug)]
enum Closing {
    /// Nobody has asked for it.
    No,
    /// The page was asked then, and asks the user.
    Asked(Instant),
    /// The window closes as soon as we are out.
    Leaving,
    /// The same, and the meeting with it.
    Ending,
}

struct Desk {
    place: Place,
    /// Goes on after the user has left, until the last guest has gone.
    hosting: Option<Hosting>,
    /// The last meeting that was opened there, and the host's way back into it.
    carried: Option<Carried>,
}

#[derive(Clone)]
struct Carried {
    meeting: MeetingId,
    invite: Invite,
    target: Target,
}

/// Where the user is.
enum Place {
    Home,
    Lobby {
        invite: Invite,
    },
    Meeting {
        /// The invite of this meeting.
        link: String,
        /// It is carried by this computer.
        hosted: Option<MeetingId>,
    },
}

/// What the microphone is open for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Idle,
    Preview,
    Meeting,
}

/// The invite that the program was called with.
enum Link {
    /// The page has not asked yet.
    Kept(Option<String>),
    /// The page listens.
    Told,
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
        let settings = Keeper::open(app);
        let kept = settings.get();
        let state_dir = app
            .path()
            .app_data_dir()
            .inspect_err(|error| tracing::warn!(%error, "there is no folder for summaries"))
            .ok();
        let (engine, events) = Engine::start(EngineConfig {
            camera: fakes.camera(kept.camera_id),
            microphone: fakes.microphone(kept.microphone_id),
            speaker: fakes.speaker(kept.speaker_id),
            video: hub,
            client: ClientInfo {
                name: "adjourn".into(),
                version: env!("CARGO_PKG_VERSION").into(),
            },
            client_id: state_dir.as_deref().map(client_id),
            state_dir: state_dir.clone(),
        });
        let guardian = Guardian::start(&engine);
        if let Some(state_dir) = state_dir {
            tokio::spawn(Engine::resume_pending_ends(state_dir));
        }
        let (activity, active) = watch::channel(Activity::Idle);
        meters::start(app, &engine, active);
        tokio::spawn(tell_events(app.clone(), events));
        tokio::spawn(ask_for_key_frames(engine.clone(), stale));
        shortcut::start(app, &engine, in_meeting(activity.subscribe()));
        let awake = leave_before_sleep(&engine);
        Self {
            engine,
            app: app.clone(),
            settings,
            frames,
            fakes,
            desk: tokio::sync::Mutex::new(Desk {
                place: Place::Home,
                hosting: None,
                carried: None,
            }),
            activity,
            link: Mutex::new(Link::Kept(link)),
            closing: Mutex::new(Closing::No),
            page: Mutex::default(),
            guardian,
            _awake: awake,
        }
    }

    /// The page's process is gone: nobody sees the meeting any more, so we leave it. True when the page is to be
    /// loaded anew; one that dies at once every time stays away.
    pub fn page_died(&self) -> bool {
        self.engine.leave_because(EndReason::Crashed);
        *self.link.lock().unwrap_or_else(PoisonError::into_inner) = Link::Kept(None);
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move { app.state::<Self>().close_lobby().await });
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        page.is_gone = true;
        let before = page.died_at.replace(Instant::now());
        before.is_none_or(|at| at.elapsed() > PAGE_LIVES)
    }

    /// Tells the page, or the next one, that the meeting is over.
    fn tell_left(&self, event: MeetingEvent) {
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        if page.is_gone {
            page.missed = Some(event);
        } else {
            AppEvent::Meeting(event).tell(&self.app);
        }
    }

    /// What the page starts with. The devices follow as an event: without a sound server it takes seconds to list
    /// them.
    pub fn startup(&self) -> Startup {
        let app = self.app.clone();
        let missed = {
            let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
            page.is_gone = false;
            page.missed.take()
        };
        tokio::spawn(async move {
            if let Some(missed) = missed {
                AppEvent::Meeting(missed).tell(&app);
            }
            let devices = list_devices().await;
            AppEvent::from(WindowEvent::DevicesChanged { devices }).tell(&app);
        });
        let link = {
            let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
            match std::mem::replace(&mut *link, Link::Told) {
                Link::Kept(link) => link,
                Link::Told => None,
            }
        };
        Startup {
            settings: self.settings.get(),
            link,
            frames: FramesAddress {
                url: self.frames.url.clone(),
                token: self.frames.token.expose().into(),
            },
            devices: Devices::default(),
            platform: Platform::HERE,
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }

    /// The program was called again with a link.
    pub fn link_opened(&self, opened: String) {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *link {
            Link::Kept(kept) => *kept = Some(opened),
            Link::Told => AppEvent::from(WindowEvent::LinkOpened { link: opened }).tell(&self.app),
        }
    }

    /// Opens a meeting on this computer and joins it as its host.
    pub async fn new_meeting(&self, name: &str, rules: MeetingRules) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        let name = clean_name(name);
        let hosting = match desk.hosting.take() {
            Some(hosting) if !hosting.is_stopped() => hosting,
            _ => Hosting::start(LISTEN).await?,
        };
        let hosting = desk.hosting.insert(hosting);
        let hosted = hosting.open(&name, rules).await?;
        let carried = desk.carried.insert(Carried {
            meeting: hosted.meeting,
            invite: hosted.invite,
            target: Target::Token {
                url: hosted.url,
                token: hosted.host_token,
                certificate_sha256: hosted.certificate_sha256,
            },
        });
        let carried = carried.clone();
        self.put_on_clipboard(&carried.invite.link()).await;
        self.enter_carried(desk, carried, name);
        Ok(())
    }

    /// Comes back, as its host, into the meeting that this computer still carries.
    pub async fn rejoin(&self, name: &str) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        let carried = desk
            .still_carried()
            .cloned()
            .ok_or_else(|| AppError::new("ended", "The meeting is over. Start a new one."))?;
        self.enter_carried(desk, carried, clean_name(name));
        Ok(())
    }

    /// The meeting that this computer still carries after its host has left, as its door shows it.
    pub async fn carried(&self) -> Option<Lobby> {
        let invite = self.desk.lock().await.still_carried()?.invite.clone();
        look_up(&invite).await.ok().map(Into::into)
    }

    fn enter_carried(&self, desk: &mut Desk, carried: Carried, name: String) {
        desk.place = Place::Meeting {
            link: carried.invite.link(),
            hosted: Some(carried.meeting),
        };
        self.enter(carried.target, name);
    }

    /// Asks who is in the meeting of `link`, and opens the preview.
    pub async fn open_link(&self, link: &str) -> Result<Lobby, AppError> {
        let invite = Invite::parse(link.trim())?;
        self.desk.lock().await.must_be_free()?;
        // Nobody is kept waiting while the other computer is asked.
        let info = look_up(&invite).await?;
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        desk.place = Place::Lobby { invite };
        self.activity.send_replace(Activity::Preview);
        self.engine.preview(true).await;
        self.tell_local();
        Ok(info.into())
    }

    /// Back to the start, with the devices closed.
    pub async fn close_lobby(&self) {
        let desk = &mut *self.desk.lock().await;
        if let Place::Lobby { .. } = desk.place {
            desk.place = Place::Home;
            self.activity.send_replace(Activity::Idle);
            self.engine.preview(false).await;
        }
    }

    /// Joins the meeting of the lobby.
    pub async fn join(&self, name: &str) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        let Place::Lobby { invite } = &desk.place else {
            return Err(AppError::new(
                "no-lobby",
                "Open an invite first, then join.",
            ));
        };
        let invite = invite.clone();
        desk.place = Place::Meeting {
            link: invite.link(),
            hosted: None,
        };
        self.enter(Target::Invite { invite }, clean_name(name));
        Ok(())
    }

    fn enter(&self, target: Target, name: String) {
        self.activity.send_replace(Activity::Meeting);
        self.engine.join(target, name);
        self.tell_local();
    }

    /// The meeting is over for us: a hosted one goes on until the last guest has gone.
    async fn left(&self) {
        let desk = &mut *self.desk.lock().await;
        self.activity.send_replace(Activity::Idle);
        let place = std::mem::replace(&mut desk.place, Place::Home);
        if let (
            Place::Meeting {
                hosted: Some(meeting),
                ..
            },
            Some(hosting),
        ) = (place, &desk.hosting)
        {
            hosting.host_left(meeting).await;
        }
    }

    /// Puts the invite on the clipboard and gives it back.
    pub async fn copy_invite(&self) -> Result<String, AppError> {
        let link = match &self.desk.lock().await.place {
            Place::Meeting { link, .. } => link.clone(),
            _ => {
                return Err(AppError::new(
                    "no-meeting",
                    "Open a meeting first: then there is an invite to copy.",
                ));
            }
        };
        self.put_on_clipboard(&link).await;
        Ok(link)
    }

    async fn put_on_clipboard(&self, link: &str) {
        let (app, link) = (self.app.clone(), link.to_owned());
        // The clipboard's owner may be slow or gone, and the meeting does not wait for it.
        let written = spawn_blocking(move || app.clipboard().write_text(link));
        match timeout(Duration::from_secs(1), written).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the invite is not on the clipboard"),
            Ok(Err(error)) => tracing::error!(%error, "the clipboard task stopped"),
            Err(_) => tracing::warn!("the invite is not on the clipboard: it does not answer"),
        }
    }

    /// Remembers the name.
    pub fn set_name(&self, name: &str) {
        let name = match name.trim() {
            "" => String::new(),
            name => clean_name(name),
        };
        self.settings.change(|settings| settings.name = name);
    }

    /// Remembers the rules for new meetings.
    pub fn set_rules(&self, rules: MeetingRules) {
        self.settings.change(|settings| settings.rules = rules);
    }

    /// The window was asked to close. True when it may: outside a meeting, or when the page does not even stop the
    /// media, so that nobody asks the user any more.
    pub fn may_close(&self) -> bool {
        if *self.activity.borrow() != Activity::Meeting {
            return true;
        }
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        match *closing {
            Closing::Leaving | Closing::Ending => return true,
            Closing::Asked(at)
                if at.elapsed() > PAGE_ANSWERS && !self.engine.local().borrow().cut =>
            {
                tracing::warn!("the page does not ask how to close; leaving");
                return true;
            }
            Closing::Asked(_) => {}
            Closing::No => *closing = Closing::Asked(Instant::now()),
        }
        AppEvent::from(WindowEvent::CloseRequested {}).tell(&self.app);
        false
    }

    /// The user's answer to that. The window closes when the meeting has been left, not before.
    pub fn close_window(&self, answer: CloseAnswer) {
        let next = match answer {
            CloseAnswer::Leave => Closing::Leaving,
            CloseAnswer::End => Closing::Ending,
            CloseAnswer::Stay => Closing::No,
        };
        *self.closing.lock().unwrap_or_else(PoisonError::into_inner) = next;
        match answer {
            CloseAnswer::Leave if *self.activity.borrow() == Activity::Idle => {
                tauri::async_runtime::spawn(crate::window::close(self.app.clone()));
            }
            CloseAnswer::Leave => self.engine.leave(),
            CloseAnswer::End => self.engine.end_for_all(),
            CloseAnswer::Stay => self.engine.stay(),
        }
    }

    /// Whether the window was to be closed, and how; asked once.
    fn take_closing(&self) -> Closing {
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *closing, Closing::No)
    }

    /// Whether this computer still carries a meeting.
    async fn carries(&self) -> bool {
        let desk = self.desk.lock().await;
        desk.hosting
            .as_ref()
            .is_some_and(|hosting| !hosting.is_stopped())
    }

    /// Saves the summary of the last meeting where the user finds it, and says where; none without a meeting.
    pub async fn save_summary(&self, format: SummaryFormat) -> Result<Option<String>, AppError> {
        let Some(summary) = self.engine.summary() else {
            return Ok(None);
        };
        let paths = self.app.path();
        let directory = paths
            .download_dir()
            .or_else(|_| paths.home_dir())
            .map_err(|_| not_saved("no folder of yours was found"))?;
        let (extension, contents) = match format {
            SummaryFormat::Json => ("json", summary.to_json()),
            SummaryFormat::Csv => ("csv", summary.to_csv()),
        };
        let saved = spawn_blocking(move || {
            std::fs::create_dir_all(&directory)?;
            saving::save(&directory, &summary.title, extension, contents.as_ref())
        });
        match saved.await {
            Ok(Ok(path)) => Ok(Some(path.display().to_string())),
            Ok(Err(error)) => Err(not_saved(&error.to_string())),
            Err(_) => Err(not_saved("the program made a mistake")),
        }
    }

    /// Uses another camera from now on.
    pub fn choose_camera(&self, id: Option<String>) {
        self.settings
            .change(|settings| settings.camera_id.clone_from(&id));
        self.engine.choose_camera(self.fakes.camera(id));
    }

    /// Uses another microphone from now on.
    pub fn choose_microphone(&self, id: Option<String>) {
        self.settings
            .change(|settings| settings.microphone_id.clone_from(&id));
        self.engine.choose_microphone(self.fakes.microphone(id));
    }

    /// Uses another speaker from now on.
    pub fn choose_speaker(&self, id: Option<String>) {
        self.settings
            .change(|settings| settings.speaker_id.clone_from(&id));
        self.engine.choose_speaker(self.fakes.speaker(id));
    }

    /// Plays a short tone on the chosen speaker.
    pub async fn test_speaker(&self) -> Result<(), AppError> {
        let sink = self.fakes.speaker(self.settings.get().speaker_id);
        if let SpeakerSink::File(_) = sink {
            // The recording of a running meeting would be overwritten.
            return Ok(());
        }
        match spawn_blocking(move || tone::play(&sink)).await {
            Ok(played) => Ok(played?),
            Err(_) => Err(AppError::new(
                "speaker-failed",
                "The test tone could not be played. Choose another speaker.",
            )),
        }
    }

    /// Leaves, frees the devices, stops the server and closes the sockets, in this order.
    pub async fn close(&self) {
        self.engine.leave();
        let orderly = async {
            self.engine.clone().shutdown().await;
            self.guardian.stop().await;
            let hosting = self.desk.lock().await.hosting.take();
            if let Some(hosting) = hosting {
                hosting.stop().await;
            }
            self.frames.shutdown().await;
        };
        if timeout(ORDERLY, orderly).await.is_err() {
            tracing::error!("something did not close in time; going without it");
        }
    }

    fn tell_local(&self) {
        let media = self.engine.local().borrow().clone();
        AppEvent::from(WindowEvent::LocalMediaChanged { media }).tell(&self.app);
    }
}

impl Desk {
    fn still_carried(&self) -> Option<&Carried> {
        let hosting = self
            .hosting
            .as_ref()
            .filter(|hosting| !hosting.is_stopped());
        hosting.and(self.carried.as_ref())
    }

    fn must_be_free(&self) -> Result<(), AppError> {
        match self.place {
            Place::Meeting { .. } => Err(AppError::new("in-meeting", "Leave this meeting first.")),
            Place::Home | Place::Lobby { .. } => Ok(()),
        }
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

async fn tell_events(app: AppHandle, mut events: mpsc::UnboundedReceiver<MeetingEvent>) {
    while let Some(event) = events.recv().await {
        let shell = app.state::<Shell>();
        match event {
            MeetingEvent::MeetingLeft { .. } => {
                // First the desk is free, then the page hears of it and may start the next meeting.
                shell.left().await;
                shell.tell_left(event);
                match shell.take_closing() {
                    Closing::Leaving => {
                        tauri::async_runtime::spawn(close_when_empty(app.clone()));
                    }
                    Closing::Ending => {
                        tauri::async_runtime::spawn(crate::window::close(app.clone()));
                    }
                    Closing::No | Closing::Asked(_) => {}
                }
            }
            MeetingEvent::EndRefused { .. } => {
                // The window stays where it says why.
                shell.take_closing();
                AppEvent::Meeting(event).tell(&app);
            }
            event => AppEvent::Meeting(event).tell(&app),
        }
    }
}

fn not_saved(why: &str) -> AppError {
    let message = format!(
        "The summary could not be saved. Free some space or mend the folder, then try again: {why}."
    );
    AppError::new("not-saved", message)
}

/// Closes the program; while it still carries a meeting for others only the window goes.
async fn close_when_empty(app: AppHandle) {
    let mut hidden = false;
    while app.state::<Shell>().carries().await {
        if hidden && crate::window::is_shown(&app) {
            // The user has come back.
            return;
        }
        if !hidden {
            crate::window::hide(&app);
            hidden = true;
        }
        sleep(CARRYING_LOOK).await;
    }
    crate::window::close(app).await;
}

/// Asks whether the meeting of `link` is open, and who is there.
pub async fn look_up_link(link: &str) -> Result<Lobby, AppError> {
    let invite = Invite::parse(link.trim())?;
    Ok(look_up(&invite).await?.into())
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

async fn ask_for_key_frames(engine: Engine, mut stale: mpsc::UnboundedReceiver<StreamKey>) {
    while let Some(stream) = stale.recv().await {
        engine.request_key_frame(&stream.participant, stream.kind);
    }
}
