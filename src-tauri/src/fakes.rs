//! Media of the environment instead of devices, so that a window can be tested and shown without any.

use std::path::PathBuf;

use adjourn_media::{CameraSource, MicrophoneSource, SpeakerSink};

use crate::ipc::Settings;

/// Media for tests and demonstrations, instead of the devices of the settings.
#[derive(Clone, Debug, Default)]
pub struct Fakes {
    /// `ADJOURN_CAMERA`
    pub camera: Option<CameraSource>,
    /// `ADJOURN_MICROPHONE`
    pub microphone: Option<MicrophoneSource>,
    /// `ADJOURN_SPEAKER`
    pub speaker: Option<SpeakerSink>,
    /// `ADJOURN_DOWNLOADS`: where summaries are saved without asking.
    pub downloads: Option<PathBuf>,
}

impl Fakes {
    /// As the environment says.
    ///
    /// # Errors
    /// A sentence, for a value that names no source.
    pub fn from_env() -> Result<Self, String> {
        fn read<T: std::str::FromStr<Err: std::fmt::Display>>(
            variable: &str,
        ) -> Result<Option<T>, String> {
            match std::env::var(variable) {
                Ok(value) if !value.is_empty() => value
                    .parse()
                    .map(Some)
                    .map_err(|error| format!("{variable}: {error}")),
                _ => Ok(None),
            }
        }
        Ok(Self {
            camera: read("ADJOURN_CAMERA")?,
            microphone: read("ADJOURN_MICROPHONE")?,
            speaker: read("ADJOURN_SPEAKER")?,
            downloads: read("ADJOURN_DOWNLOADS")?,
        })
    }

    /// The fake, or the camera of the settings.
    pub fn camera(&self, id: Option<String>) -> CameraSource {
        self.camera.clone().unwrap_or(CameraSource::Device(id))
    }

    /// The fake, or the microphone of the settings.
    pub fn microphone(&self, settings: &Settings) -> MicrophoneSource {
        let chosen = || MicrophoneSource::Device {
            id: settings.microphone_id.clone(),
            cleaned: settings.reduce_noise,
        };
        self.microphone.clone().unwrap_or_else(chosen)
    }

    /// The fake, or the speaker of the settings.
    pub fn speaker(&self, id: Option<String>) -> SpeakerSink {
        self.speaker.clone().unwrap_or(SpeakerSink::Device(id))
    }
}
