//! What is kept from one run to the next, in a file of the user's own.

mod migration;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use adjourn_meeting::ErrorCode;
use serde_json::Value;
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreExt, resolve_store_path};

use self::migration::{read, written};
use crate::ipc::{AppError, Settings};

/// Below the app's data directory.
const FILE: &str = "settings.json";
const KEY: &str = "settings";

/// Larger than any file of ours.
const MAX_BYTES: u64 = 1024 * 1024;

/// Files that are put aside before the oldest of them is replaced.
const MOST_ASIDE: u32 = 9;

/// The settings and where they are kept. Without a file to write they last as long as the program runs.
pub struct Keeper {
    settings: Mutex<Settings>,
    store: Option<Arc<Store<Wry>>>,
}

impl Keeper {
    /// Reads the file. One that cannot be understood is put aside, and told.
    pub fn open(app: &AppHandle) -> (Self, Option<AppError>) {
        // The plugin takes a damaged file for an empty one and writes over it.
        let path = resolve_store_path(app, FILE).ok();
        let aside = path.as_deref().and_then(put_aside_if_damaged);
        let store = app
            .store(FILE)
            .inspect_err(|error| tracing::warn!(%error, "settings are not kept"))
            .ok();
        let settings = store
            .as_ref()
            .and_then(|store| store.get(KEY))
            .and_then(|kept| read(kept).ok())
            .unwrap_or_default();
        let notice = aside.map(|aside| {
            let message = format!(
                "The settings could not be read, so the usual ones are in use. The old file is kept as {}.",
                aside.display()
            );
            AppError::new(ErrorCode::SettingsReset, message)
        });
        let keeper = Self {
            settings: Mutex::new(settings),
            store,
        };
        (keeper, notice)
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
        if let Some(store) = &self.store {
            store.set(KEY, written(&settings));
        }
    }

    /// Writes the file now.
    ///
    /// # Errors
    /// It cannot be written: what was changed lasts until the program is closed.
    pub fn save(&self) -> Result<(), AppError> {
        let not_kept = |why: String| {
            let message = format!(
                "The settings are in use and will be forgotten when Adjourn is closed: {why}. Free some space, then change them again."
            );
            AppError::new(ErrorCode::SettingsNotKept, message)
        };
        match &self.store {
            Some(store) => store.save().map_err(|error| not_kept(error.to_string())),
            None => Err(not_kept("there is no folder for them".into())),
        }
    }
}

/// Where the file is now, if it was damaged.
fn put_aside_if_damaged(path: &Path) -> Option<PathBuf> {
    let is_sound = match fs::metadata(path) {
        Ok(file) if file.len() > MAX_BYTES => false,
        Ok(_) => fs::read(path).is_ok_and(|bytes| is_sound(&bytes)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_sound {
        return None;
    }
    let name = |number: u32| path.with_file_name(format!("settings.unreadable-{number}.json"));
    let aside = (1..=MOST_ASIDE)
        .map(name)
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| name(MOST_ASIDE));
    match fs::rename(path, &aside) {
        Ok(()) => Some(aside),
        Err(error) => {
            tracing::warn!(%error, "a damaged file of settings cannot be put aside");
            None
        }
    }
}

fn is_sound(bytes: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(file)) => file.get(KEY).is_none_or(|kept| read(kept.clone()).is_ok()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::random_hex;

    use super::*;

    fn file(contents: &[u8]) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("adjourn-settings-{}", random_hex(8)));
        fs::create_dir(&directory).expect("a directory");
        let path = directory.join(FILE);
        fs::write(&path, contents).expect("the directory is ours");
        path
    }

    fn remove(path: &Path) {
        fs::remove_dir_all(path.parent().expect("in a directory")).expect("is removed");
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_not_written_over() {
        for damaged in [
            &b"{\"settings\":{\"name\":"[..],
            b"",
            b"[]",
            b"\xff\xfe",
            br#"{"settings":"Ana"}"#,
            br#"{"settings":{"version":4000000000,"name":"Ana"}}"#,
        ] {
            let path = file(damaged);
            let aside = put_aside_if_damaged(&path).expect("is damaged");
            assert!(!path.exists());
            assert_eq!(fs::read(aside).expect("is kept"), damaged);
            remove(&path);
        }
    }

    #[test]
    fn a_sound_file_stays_where_it_is() {
        for sound in [
            &b"{}"[..],
            br#"{"settings":{"version":1,"name":"Ana"}}"#,
            br#"{"another":1}"#,
        ] {
            let path = file(sound);
            assert_eq!(put_aside_if_damaged(&path), None);
            remove(&path);
        }
    }

    #[test]
    fn no_file_at_all_is_nothing_to_tell() {
        let path = file(b"{}");
        fs::remove_file(&path).expect("is there");
        assert_eq!(put_aside_if_damaged(&path), None);
        remove(&path);
    }
}
