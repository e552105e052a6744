//! What is kept from one run to the next, in a file of the user's own.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::ipc::{MeetingRules, Settings};

/// Below the app's data directory.
const FILE: &str = "settings.json";
const KEY: &str = "settings";

/// Raised when a field changes its meaning; a file of another version is not touched until something is set.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    #[serde(flatten)]
    settings: Settings,
}

/// A file from before meetings had rules gets the usual ones.
fn with_rules(mut kept: Value) -> Value {
    if let Some(fields) = kept.as_object_mut() {
        fields
            .entry("rules")
            .or_insert_with(|| json!(MeetingRules::default()));
    }
    kept
}

/// The settings and where they are kept. Without a file to write they last as long as the program runs.
pub struct Keeper {
    settings: Mutex<Settings>,
    store: Option<Arc<Store<Wry>>>,
}

impl Keeper {
    /// Reads the file; one that cannot be understood counts as none.
    pub fn open(app: &AppHandle) -> Self {
        let store = app
            .store(FILE)
            .inspect_err(|error| tracing::warn!(%error, "settings are not kept"))
            .ok();
        let settings = store
            .as_ref()
            .and_then(|store| store.get(KEY))
            .and_then(|kept| serde_json::from_value::<Kept>(with_rules(kept)).ok())
            .filter(|kept| kept.version == VERSION)
            .map(|kept| kept.settings)
            .unwrap_or_default();
        Self {
            settings: Mutex::new(settings),
            store,
        }
    }

    /// As they are now.
    pub fn get(&self) -> Settings {
        self.settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Changes them; the file follows within a tenth of a second.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut settings);
        let kept = Kept {
            version: VERSION,
            settings: settings.clone(),
        };
        if let (Some(store), Ok(kept)) = (&self.store, serde_json::to_value(kept)) {
            store.set(KEY, kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_from_before_meetings_had_rules_is_still_understood() {
        let old = json!({"version": 1, "name": "Ana", "cameraId": null, "microphoneId": "m", "speakerId": null});
        let kept: Kept = serde_json::from_value(with_rules(old)).expect("is understood");
        assert_eq!(kept.settings.name, "Ana");
        assert_eq!(kept.settings.rules, MeetingRules::default());
    }

    #[test]
    fn the_rules_that_were_chosen_are_kept() {
        let chosen = MeetingRules {
            lobby: false,
            away: adjourn_meeting::AwayRule::Keep,
        };
        let written = json!(Kept {
            version: VERSION,
            settings: Settings {
                rules: chosen,
                ..Settings::default()
            },
        });
        let read: Kept = serde_json::from_value(with_rules(written)).expect("is understood");
        assert_eq!(read.settings.rules, chosen);
    }
}
