//! Notifications, for a person who looks elsewhere.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tauri_plugin_notification::NotificationExt;

use super::Shell;
use crate::window;

/// Notifications within [`PERIOD`]: whoever lets a hundred people in is not told a hundred times.
const MOST: usize = 6;
const PERIOD: Duration = Duration::from_secs(30);

/// Longest title and text, in characters: more is shown by no desktop.
const MAX_TITLE: usize = 80;
const MAX_BODY: usize = 240;

/// When the last ones were shown.
#[derive(Default)]
pub(super) struct Notices(Mutex<VecDeque<Instant>>);

impl Notices {
    /// Whether one more may be shown now.
    fn admit(&self, now: Instant) -> bool {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while shown
            .front()
            .is_some_and(|at| now.saturating_duration_since(*at) > PERIOD)
        {
            shown.pop_front();
        }
        let admitted = shown.len() < MOST;
        if admitted {
            shown.push_back(now);
        }
        admitted
    }
}

impl Shell {
    /// Shows it, unless a window of ours is in front or the settings say no.
    pub fn notify(&self, title: &str, body: &str) {
        if !self.settings.get().notifications
            || window::is_in_front(&self.app)
            || !self.notified.admit(Instant::now())
        {
            return;
        }
        let shown = self
            .app
            .notification()
            .builder()
            .title(plain(title, MAX_TITLE))
            .body(unmarked(plain(body, MAX_BODY)))
            .show();
        if let Err(error) = shown {
            tracing::info!(%error, "a notification is not shown");
        }
    }
}

fn plain(text: &str, most: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(most)
        .collect()
}

/// The servers of Linux desktops read the body as markup; those of the other systems show it as it is.
fn unmarked(body: String) -> String {
    if cfg!(target_os = "linux") {
        body.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_at_the_door_is_no_storm_of_notifications() {
        let (notices, now) = (Notices::default(), Instant::now());
        let shown = (0..100).filter(|_| notices.admit(now)).count();
        assert_eq!(shown, MOST);
        assert!(notices.admit(now + PERIOD + Duration::from_secs(1)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_cannot_bring_markup_along() {
        let body = unmarked(plain("<b>Ana</b>\n & Bo", 80));
        assert_eq!(body, "&lt;b>Ana&lt;/b> &amp; Bo");
    }

    #[test]
    fn an_endless_text_is_cut() {
        assert_eq!(plain(&"é".repeat(500), MAX_BODY).chars().count(), MAX_BODY);
    }
}
