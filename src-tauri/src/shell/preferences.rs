//! The settings as they are followed: devices, words of the tray, start with the computer.

use std::collections::BTreeMap;

use adjourn_media::SpeakerSink;
use adjourn_meeting::ErrorCode;
use tauri_plugin_autostart::ManagerExt;
use tokio::task::spawn_blocking;

use super::{Shell, tone};
use crate::{
    ipc::{AppError, Settings, TrayLabel},
    window,
};

/// Longest word of the tray, in characters.
const MAX_LABEL: usize = 60;

impl Shell {
    /// Keeps the settings and follows them.
    pub async fn save_settings(&self, settings: Settings) -> Result<(), AppError> {
        let mut settings = settings.bounded();
        let before = self.settings.get();
        settings.other_server.clone_from(&before.other_server);
        let autostart = if settings.autostart == before.autostart {
            Ok(())
        } else {
            self.set_autostart(settings.autostart).await
        };
        if autostart.is_err() {
            settings.autostart = before.autostart;
        }
        if settings.camera_id != before.camera_id {
            self.engine
                .choose_camera(self.fakes.camera(settings.camera_id.clone()));
        }
        let microphone = self.fakes.microphone(&settings);
        if microphone != self.fakes.microphone(&before) {
            self.engine.choose_microphone(microphone);
        }
        if settings.speaker_id != before.speaker_id {
            self.engine
                .choose_speaker(self.fakes.speaker(settings.speaker_id.clone()));
        }
        if settings.mini_on_top != before.mini_on_top {
            window::keep_mini_on_top(&self.app, settings.mini_on_top);
        }
        self.settings.change(|kept| *kept = settings);
        self.settings.save().and(autostart)
    }

    async fn set_autostart(&self, on: bool) -> Result<(), AppError> {
        let app = self.app.clone();
        let changed = spawn_blocking(move || {
            let manager = app.autolaunch();
            if on {
                manager.enable()
            } else {
                manager.disable()
            }
        });
        let why = match changed.await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the program made a mistake".into(),
        };
        let message = format!(
            "Whether Adjourn starts with the computer could not be changed: {why}. Change it in the system’s own settings."
        );
        Err(AppError::new(ErrorCode::AutostartFailed, message))
    }

    /// Uses another camera from now on.
    pub fn choose_camera(&self, id: Option<String>) {
        self.settings
            .change(|settings| settings.camera_id.clone_from(&id));
        self.engine.choose_camera(self.fakes.camera(id));
    }

    /// Uses another microphone from now on.
    pub fn choose_microphone(&self, id: Option<String>) {
        self.settings.change(|settings| settings.microphone_id = id);
        let chosen = self.fakes.microphone(&self.settings.get());
        self.engine.choose_microphone(chosen);
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
                ErrorCode::SpeakerFailed,
                "The test tone could not be played. Choose another speaker.",
            )),
        }
    }

    /// The words outside of the page; those left out stay.
    pub fn set_labels(&self, labels: BTreeMap<TrayLabel, String>) {
        let labels = labels
            .into_iter()
            .map(|(label, text)| (label, one_line(&text)))
            .filter(|(_, text)| !text.is_empty());
        self.labels.send_modify(|kept| kept.extend(labels));
    }

    pub(super) fn label(&self, label: TrayLabel) -> String {
        let labels = self.labels.borrow();
        labels
            .get(&label)
            .cloned()
            .unwrap_or_else(|| label.english().into())
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_LABEL)
        .collect::<String>()
        .trim()
        .to_owned()
}
