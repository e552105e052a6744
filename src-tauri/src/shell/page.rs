//! The page as it comes, goes and is loaded again: what it has to know at its start, in either window.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use adjourn_meeting::{EndReason, MeetingEvent, ParticipantId};
use tauri::Manager;
use tokio::time::timeout;

use super::{Shell, list_devices};
use crate::ipc::{AppEvent, Devices, FramesAddress, Platform, Startup, View, WindowEvent};

/// A page that dies sooner than this after another one is not loaded again.
const PAGE_LIVES: Duration = Duration::from_secs(3);

/// How long the start waits for a meeting to be restored.
const RESTORING: Duration = Duration::from_secs(2);

/// What the page speaks when the system does not say.
const USUAL_LOCALE: &str = "en";

/// Whether there is a page to tell.
#[derive(Default)]
pub(super) struct Page {
    /// Its process is gone, and the next one has not asked yet.
    is_gone: bool,
    /// When that happened last.
    died_at: Option<Instant>,
    /// The end of the meeting, for the next one.
    missed: Option<MeetingEvent>,
}

/// The invite that the program was called with.
pub(super) enum Link {
    /// The page has not asked yet.
    Kept(Option<String>),
    /// The page listens.
    Told,
}

impl Shell {
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
    pub(super) fn tell_left(&self, event: MeetingEvent) {
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        if page.is_gone {
            page.missed = Some(event);
        } else {
            AppEvent::Meeting(event).tell(&self.app);
        }
    }

    /// What the page starts with. The devices follow as an event: without a sound server it takes seconds to list
    /// them.
    pub async fn startup(&self, view: View) -> Startup {
        let is_main = view == View::Main;
        let app = self.app.clone();
        let missed = if is_main { self.page_is_back() } else { None };
        tokio::spawn(async move {
            if let Some(missed) = missed {
                AppEvent::Meeting(missed).tell(&app);
            }
            if is_main {
                app.state::<Self>().page_listens.cancel();
            }
            let devices = list_devices().await;
            AppEvent::from(WindowEvent::DevicesChanged { devices }).tell(&app);
            app.state::<Self>().tell_local();
        });
        if timeout(RESTORING, self.restored.cancelled()).await.is_err() {
            tracing::warn!("restoring a meeting takes long; going on without it");
        }
        Startup {
            settings: self.settings.get(),
            link: is_main.then(|| self.take_link()).flatten(),
            frames: FramesAddress {
                url: self.frames.url.clone(),
                token: self.frames.token(view).expose().into(),
            },
            devices: Devices::default(),
            platform: Platform::HERE,
            version: env!("CARGO_PKG_VERSION").into(),
            recent: self.recent.list(),
            carried: if is_main { self.carried().await } else { None },
            view,
            locale: locale(),
            notices: if is_main {
                self.take_notices()
            } else {
                Vec::new()
            },
            so_far: self.so_far.events(),
            joined_at: self.so_far.joined_at(),
            pinned: self.so_far.pinned(),
        }
    }

    /// Keeps somebody large, or nobody: for the window that comes next.
    pub fn pin(&self, participant: Option<ParticipantId>) {
        self.so_far.pin(participant);
    }

    /// The language that the page starts with, as a tag of BCP 47: the one that was chosen, or else the system's.
    pub fn language(&self) -> String {
        self.settings.get().language.unwrap_or_else(locale)
    }

    /// The end of the meeting that the page before did not hear of.
    fn page_is_back(&self) -> Option<MeetingEvent> {
        let mut page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        page.is_gone = false;
        page.missed.take()
    }

    fn take_link(&self) -> Option<String> {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *link, Link::Told) {
            Link::Kept(link) => link,
            Link::Told => None,
        }
    }

    fn take_notices(&self) -> Vec<crate::ipc::AppError> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The program was called again with a link.
    pub fn link_opened(&self, opened: String) {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *link {
            Link::Kept(kept) => *kept = Some(opened),
            Link::Told => AppEvent::from(WindowEvent::LinkOpened { link: opened }).tell(&self.app),
        }
    }
}

/// The system's, as a tag of BCP 47.
fn locale() -> String {
    sys_locale::get_locale().unwrap_or_else(|| USUAL_LOCALE.into())
}
