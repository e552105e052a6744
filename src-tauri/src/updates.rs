//! New versions: fetched while nothing happens, put in place when the program is closed. Only in builds with the feature
//! `updater`, and there only once `plugins.updater` of tauri.conf.json names a key and an address.

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Config, Manager, utils::config::BundleType, utils::platform::bundle_type};
use tauri_plugin_updater::{Update, UpdaterExt};

/// A version that is ready to be put in place.
#[derive(Default)]
struct Ready(Mutex<Option<(Update, Vec<u8>)>>);

/// Looks once for a newer version and fetches it.
pub fn start(app: &AppHandle) {
    if !is_on(app.config()) {
        return;
    }
    // The only provider of the tree; whoever else installed it has installed the same.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    if let Err(error) = app.plugin(tauri_plugin_updater::Builder::new().build()) {
        tracing::warn!(%error, "there will be no updates");
        return;
    }
    app.manage(Ready::default());
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = fetch(&app).await {
            tracing::info!(%error, "no update could be fetched");
        }
    });
}

async fn fetch(app: &AppHandle) -> tauri_plugin_updater::Result<()> {
    let Some(update) = app.updater()?.check().await? else {
        return Ok(());
    };
    tracing::info!(version = update.version, "an update is being fetched");
    let bytes = update.download(|_, _| {}, || {}).await?;
    let ready = app.state::<Ready>();
    *ready.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((update, bytes));
    Ok(())
}

/// Puts in place what was fetched: the program is closing, and nothing of it is needed any more.
pub fn install(app: &AppHandle) {
    let Some(ready) = app.try_state::<Ready>() else {
        return;
    };
    let ready = ready
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some((update, bytes)) = ready
        && let Err(error) = update.install(bytes)
    {
        tracing::warn!(%error, "the update could not be installed");
    }
}

/// A package of the system is the system's to update.
fn is_on(config: &Config) -> bool {
    let is_packaged = matches!(bundle_type(), Some(BundleType::Deb | BundleType::Rpm));
    !is_packaged && is_configured(config)
}

/// Whether there is a key to check by and an address to look at.
fn is_configured(config: &Config) -> bool {
    config.plugins.0.get("updater").is_some_and(|updater| {
        let key = updater["pubkey"].as_str();
        let endpoints = updater["endpoints"].as_array();
        key.is_some_and(|key| !key.is_empty()) && endpoints.is_some_and(|list| !list.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(updater: &str) -> Config {
        let json = format!(r#"{{"identifier":"a.b","plugins":{{"updater":{updater}}}}}"#);
        serde_json::from_str(&json).expect("is a configuration")
    }

    #[test]
    fn without_a_key_and_an_address_there_are_no_updates() {
        for off in [
            r#"{}"#,
            r#"{"pubkey":"","endpoints":["https://example.org/latest.json"]}"#,
            r#"{"pubkey":"key","endpoints":[]}"#,
        ] {
            assert!(!is_configured(&config(off)), "{off}");
        }
        let on = r#"{"pubkey":"key","endpoints":["https://example.org/latest.json"]}"#;
        assert!(is_configured(&config(on)));
    }
}
