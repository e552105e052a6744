//! The small window: there while the main one is out of sight during a meeting.

use std::{
    sync::{
        PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tauri::{AppHandle, Manager};
use tokio::{sync::watch, time::sleep};

use super::{Activity, Shell};
use crate::{
    ipc::{AppEvent, TrayLabel, WindowEvent},
    window,
};

/// How often it is looked whether the main window is to be seen: no system tells of every way it can go.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// What is wanted of the small window, besides what follows from the main one.
#[derive(Default)]
pub(super) struct Mini {
    /// Asked for by the page.
    asked: AtomicBool,
    /// Closed by the user, until the main window has been seen again.
    refused: AtomicBool,
}

impl Shell {
    /// Exchanges the main window for the small one, or back.
    pub fn set_mini(&self, on: bool) {
        let on = on && *self.activity.borrow() == Activity::Meeting;
        self.mini.asked.store(on, Ordering::Relaxed);
        self.mini.refused.store(false, Ordering::Relaxed);
        if on {
            window::minimize(&self.app);
        } else {
            window::show(&self.app);
        }
        self.arrange();
    }

    /// The user closed the small window: that leaves nothing, and brings nothing back by itself.
    pub fn mini_closed(&self) {
        self.mini.asked.store(false, Ordering::Relaxed);
        self.mini.refused.store(true, Ordering::Relaxed);
        self.views().mini_closed();
        self.follow_view();
    }

    /// Shows or closes the small window as things are now.
    fn arrange(&self) {
        let in_meeting = *self.activity.borrow() == Activity::Meeting;
        let hidden = !window::is_in_sight(&self.app);
        let asked = self.mini.asked.load(Ordering::Relaxed);
        if !hidden {
            self.mini.refused.store(false, Ordering::Relaxed);
        }
        let refused = self.mini.refused.load(Ordering::Relaxed);
        // Who still waits at the door has nobody to see in it.
        let is_in = in_meeting && self.so_far.joined_at().is_some();
        let wanted = is_in && !refused && (hidden || asked);
        if wanted != window::has_mini(&self.app) {
            if wanted {
                let on_top = self.settings.get().mini_on_top;
                window::open_mini(&self.app, &self.label(TrayLabel::Mini), on_top);
            } else {
                self.mini.asked.store(false, Ordering::Relaxed);
                self.views().mini_closed();
                window::close_mini(&self.app);
            }
        }
        let main_hidden = in_meeting && hidden;
        if self.main_hidden.swap(main_hidden, Ordering::Relaxed) != main_hidden {
            self.views().main_hidden(main_hidden);
            AppEvent::from(WindowEvent::MainHidden {
                hidden: main_hidden,
            })
            .tell(&self.app);
            self.follow_view();
        }
    }

    pub(super) fn views(&self) -> std::sync::MutexGuard<'_, super::view::Views> {
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks after it during meetings; ends with the shell.
pub(super) async fn look_after(app: AppHandle, mut activity: watch::Receiver<Activity>) {
    while activity
        .wait_for(|activity| *activity == Activity::Meeting)
        .await
        .is_ok()
    {
        while *activity.borrow() == Activity::Meeting {
            tokio::select! {
                () = sleep(LOOK_EVERY) => {}
                changed = activity.changed() => if changed.is_err() { return },
            }
            let looked = app.clone();
            // Asking a window waits for the main thread.
            let done = tokio::task::spawn_blocking(move || looked.state::<Shell>().arrange());
            if done.await.is_err() {
                return;
            }
        }
    }
}
