//! My own devices, as the page shows them.

use adjourn_media::MediaError;
use serde::{Deserialize, Serialize};

/// The state of my own devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LocalMedia {
    /// The microphone.
    pub microphone: LocalDevice,
    /// The camera.
    pub camera: LocalDevice,
    /// The speaker; it is open during a meeting.
    pub speaker: LocalDevice,
    /// Nothing is sent, whatever the devices do: a click on Leave or End has not been taken back yet.
    pub cut: bool,
}

/// One device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LocalDevice {
    /// It is wanted. With a problem it is on and does not work.
    pub on: bool,
    /// Its name while it is open.
    pub label: Option<String>,
    /// Why it does not work.
    pub problem: Option<Problem>,
}

/// Why a device does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, for scripts: `camera-busy`, `microphone-missing`, …
    pub code: String,
    /// What happened and what to do.
    pub message: String,
}

impl From<&MediaError> for Problem {
    fn from(error: &MediaError) -> Self {
        Self {
            code: error.code().into(),
            message: error.to_string(),
        }
    }
}
