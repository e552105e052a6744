//! My own devices, as the page shows them.

use adjourn_media::{MediaError, VideoMode};
use adjourn_meeting::ErrorCode;
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
    /// What I share: on from the order to share it until it ends. A window has its title as its label, a screen an empty one.
    pub screen: LocalDevice,
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
    /// What a camera gives while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<PictureMode>,
    /// Why it does not work.
    pub problem: Option<Problem>,
    /// The other program that has it, where the system tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<String>,
}

/// The pictures of a camera as it takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PictureMode {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Pictures per second, rounded; none when the device does not say.
    pub fps: Option<u32>,
}

impl From<VideoMode> for PictureMode {
    fn from(VideoMode { width, height, fps }: VideoMode) -> Self {
        Self {
            width,
            height,
            fps: fps.map(|fps| fps.round() as u32),
        }
    }
}

impl LocalDevice {
    /// It is no longer open.
    pub(crate) fn close(&mut self) {
        self.label = None;
        self.mode = None;
    }

    /// What was wrong with it is no longer known to be so.
    pub(crate) fn mend(&mut self) {
        self.problem = None;
        self.held_by = None;
    }
}

/// Why a device does not work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable, for scripts: `camera-busy`, `microphone-missing`, …
    pub code: ErrorCode,
    /// What happened and what to do.
    pub message: String,
}

impl From<&MediaError> for Problem {
    fn from(error: &MediaError) -> Self {
        Self {
            // A test holds every code of a device against the list.
            code: ErrorCode::named(error.code()).unwrap_or(ErrorCode::Internal),
            message: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use adjourn_media::{DeviceKind, Fault};

    use super::*;

    #[test]
    fn every_way_a_device_can_fail_has_a_code_on_the_list() {
        let faults = [
            Fault::Missing,
            Fault::Busy,
            Fault::Refused,
            Fault::Hung,
            Fault::Lost,
            Fault::Stuck,
            Fault::Failed("out of order".into()),
        ];
        let mut errors = vec![
            MediaError::FileMissing("a.y4m".into()),
            MediaError::FileFailed {
                path: "a.y4m".into(),
                why: "disk".into(),
            },
            MediaError::FileNotY4m("a.wav".into()),
            MediaError::FileNotWav("a.y4m".into()),
            MediaError::FileUnsupported {
                path: "a.y4m".into(),
                why: "10 bit".into(),
            },
            MediaError::Codec {
                codec: "VP8",
                why: "no".into(),
            },
            MediaError::NoThread("no".into()),
        ];
        for kind in [
            DeviceKind::Camera,
            DeviceKind::Microphone,
            DeviceKind::Speaker,
        ] {
            errors.extend(faults.iter().cloned().map(|fault| MediaError::Device {
                kind,
                name: "One".into(),
                fault,
            }));
        }
        for error in errors {
            assert_eq!(Problem::from(&error).code.name(), error.code());
        }
    }
}
