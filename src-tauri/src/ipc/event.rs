//! What the page hears without asking.

use std::collections::BTreeMap;

use adjourn_engine::LocalMedia;
use adjourn_meeting::MeetingEvent;
use serde::Serialize;
use specta::Type;
use tauri::AppHandle;
use tauri_specta::Event;

use super::{AppError, Devices, Recent};

/// The one event: everything of the meeting, and what concerns this window only.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(untagged)]
pub enum AppEvent {
    /// Of the meeting.
    Meeting(MeetingEvent),
    /// Of this window.
    Window(WindowEvent),
}

/// What concerns this window only.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum WindowEvent {
    /// My own devices are in another state.
    LocalMediaChanged {
        /// Which.
        media: Box<LocalMedia>,
    },
    /// Ten times a second in the lobby and in a meeting.
    MicrophoneLevel {
        /// 0 to 1.
        level: f32,
    },
    /// Five times a second in a meeting, while somebody is to be heard.
    Speaking {
        /// Loudness 0 to 1 by participant; who is silent is left out.
        levels: BTreeMap<String, f32>,
    },
    /// A device came or went.
    DevicesChanged {
        /// All there are now.
        devices: Devices,
    },
    /// The program was called with an invite while it was running.
    LinkOpened {
        /// The invite as it was given.
        link: String,
    },
    /// The window was asked to close during a meeting: to be answered with `closeWindow`.
    CloseRequested {},
    /// The host chose to end the meeting outside of the page, in the tray: the page asks, as it does on its own button.
    EndRequested {},
    /// The meetings one was in last are others now.
    RecentChanged {
        /// All of them, newest first.
        recent: Vec<Recent>,
    },
    /// An End that its meeting was left with has been answered.
    LateEnd {
        /// What people call the meeting; empty where it has no title.
        title: String,
        /// Why it has not ended, as far as is known; none when it has.
        problem: Option<AppError>,
    },
    /// The main window went out of sight during a meeting, or came back.
    MainHidden {
        /// Out of sight.
        hidden: bool,
    },
}

impl AppEvent {
    /// Tells the page, in every window. While one is being closed there is nobody to tell.
    pub fn tell(self, app: &AppHandle) {
        if let Err(error) = self.emit(app) {
            tracing::debug!(%error, "the page did not hear an event");
        }
    }
}

impl From<WindowEvent> for AppEvent {
    fn from(event: WindowEvent) -> Self {
        Self::Window(event)
    }
}
