//! What is kept from one run to the next, in a file of the user's own.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt};

use crate::ipc::Settings;

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
            .and_then(|kept| serde_json::from_value::<Kept>(kept).ok())
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
