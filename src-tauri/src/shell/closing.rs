//! Closing the window: during a meeting the page asks how, and while others are still being carried only the window
//! goes.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager};
use tokio::time::{sleep, timeout};

use super::{Activity, Shell, desk::Needed};
use crate::{
    ipc::{AppEvent, CloseAnswer, WindowEvent},
    window,
};

/// A page that is alive stops the media within this time of being asked how to close.
const PAGE_ANSWERS: Duration = Duration::from_secs(3);

/// How often a program without a window looks whether it is still needed.
const CARRYING_LOOK: Duration = Duration::from_millis(500);

/// How long closing devices, server and sockets may take together before the program goes anyway.
const ORDERLY: Duration = Duration::from_secs(5);

/// How far closing the window during a meeting has gone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Closing {
    /// Nobody has asked for it.
    No,
    /// The page was asked then, and asks the user.
    Asked(Instant),
    /// The window closes as soon as we are out.
    Leaving,
    /// The same, and the meeting with it.
    Ending,
}

impl Shell {
    /// The window was asked to close. True when it may: outside a meeting, or when the page does not even stop the
    /// media, so that nobody asks the user any more.
    pub fn may_close(&self) -> bool {
        if *self.activity.borrow() != Activity::Meeting {
            return !self.hide_while_carrying();
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
                tauri::async_runtime::spawn(window::close(self.app.clone()));
            }
            CloseAnswer::Leave => self.leave(),
            CloseAnswer::End => self.end_for_all(None),
            CloseAnswer::Stay => self.stay(),
        }
    }

    /// Whether the window was to be closed, and how; asked once.
    pub(super) fn take_closing(&self) -> Closing {
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *closing, Closing::No)
    }

    /// The user has left and others are still there: the meeting goes on from the tray. False when there is none.
    fn hide_while_carrying(&self) -> bool {
        let carries = self.must_not_quit();
        if carries {
            tauri::async_runtime::spawn(close_when_empty(self.app.clone()));
        }
        carries
    }

    /// Whether this program carries a meeting, which would end with it.
    pub fn must_not_quit(&self) -> bool {
        // Whoever has the desk is opening or closing a meeting, and one may be carried meanwhile.
        self.desk.try_lock().map_or(true, |desk| {
            let hosting = desk.hosting.as_ref();
            hosting.is_some_and(|hosting| !hosting.is_stopped())
        })
    }

    /// Closes the program in order, without asking.
    pub fn quit(&self) {
        self.engine.leave();
        tauri::async_runtime::spawn(window::close(self.app.clone()));
    }

    /// Leaves, frees the devices, stops the server and closes the sockets, in this order.
    pub async fn close(&self) {
        self.engine.leave();
        let orderly = async {
            self.engine.clone().shutdown().await;
            if let Some(guardian) = self.guardian.get() {
                guardian.stop().await;
            }
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
}

/// Closes the program; while others still need it only the window goes. Who was away at the end needs nothing of its
/// user any more, so then it goes altogether.
pub(super) async fn close_when_empty(app: AppHandle) {
    let (mut gone_for, mut was_away) = (None, false);
    loop {
        let needed = app.state::<Shell>().needed().await;
        if needed == Needed::No {
            break;
        }
        let is_back = window::is_in_front(&app) || (was_away && window::is_in_sight(&app));
        if gone_for.is_some() && is_back {
            return;
        }
        if gone_for.replace(needed) != Some(needed) {
            match needed {
                Needed::ToTell => window::hide(&app),
                _ => window::put_away(&app).await,
            }
        }
        was_away |= !window::is_in_sight(&app);
        sleep(CARRYING_LOOK).await;
    }
    window::close(app).await;
}
