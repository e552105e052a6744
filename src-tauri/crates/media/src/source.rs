//! Which camera, microphone and speaker to use, as words on a command line or in the settings.

use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Pitch of `tone` without a number, in Hz.
const DEFAULT_TONE_HZ: f32 = 1000.0;

/// Where the picture comes from. Words: `none`, `test-card`, `device`, `device:ID`, `FILE.y4m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraSource {
    /// No picture; opening it is the error `camera-missing`.
    None,
    /// A drawn, moving picture that carries the clock of its capture.
    TestCard,
    /// A Y4M file, played in a loop at its own rate.
    File(PathBuf),
    /// A camera by the id that [`crate::cameras`] lists, or the first one.
    Device(Option<String>),
}

/// Where the sound comes from. Words: `none`, `tone`, `tone:HZ`, `device`, `device:ID`, `FILE.wav`.
#[derive(Debug, Clone, PartialEq)]
pub enum MicrophoneSource {
    /// No sound; opening it is the error `microphone-missing`.
    None,
    /// A steady sine at -12 dBFS.
    Tone {
        /// Its pitch in Hz, 20 to 20000.
        hz: f32,
    },
    /// A WAV file, played in a loop.
    File(PathBuf),
    /// A microphone of the computer.
    Device {
        /// As [`crate::microphones`] lists it; the default one without.
        id: Option<String>,
        /// Echo and noise are removed and the loudness is evened out; else it is sent as it is recorded.
        cleaned: bool,
    },
}

impl MicrophoneSource {
    /// A microphone by its id, or the default one, cleaned.
    pub fn device(id: Option<String>) -> Self {
        Self::Device { id, cleaned: true }
    }
}

/// Where the sound of the others goes. Words: `none`, `null`, `device`, `device:ID`, `FILE.wav`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpeakerSink {
    /// Received and dropped.
    None,
    /// Decoded and counted in real time, then dropped.
    Null,
    /// A WAV file, 48 kHz mono 16 bit, written in real time.
    File(PathBuf),
    /// A speaker by the id that [`crate::speakers`] lists, or the default one.
    Device(Option<String>),
}

/// What of the screen is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenSource {
    /// A picture with a clock in it ([`crate::test_card`]).
    TestCard,
    /// A screen or a window by the id that [`crate::screens`] lists.
    Listed(String),
}

/// A device as the system lists it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceInfo {
    /// Stable enough to be kept in the settings.
    pub id: String,
    /// For people.
    pub name: String,
    /// True for the one that is opened without an id.
    pub is_default: bool,
}

/// Words that name no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not one of: {expected}")]
pub struct SourceError {
    given: String,
    expected: &'static str,
}

impl FromStr for CameraSource {
    type Err = SourceError;

    fn from_str(words: &str) -> Result<Self, SourceError> {
        match words.split_once(':') {
            _ if words == "none" => Ok(Self::None),
            _ if words == "test-card" => Ok(Self::TestCard),
            _ if words == "device" => Ok(Self::Device(None)),
            Some(("device", id)) if !id.is_empty() => Ok(Self::Device(Some(id.to_owned()))),
            _ if has_extension(words, "y4m") => Ok(Self::File(words.into())),
            _ => Err(SourceError {
                given: words.to_owned(),
                expected: "none, test-card, device, device:ID, FILE.y4m",
            }),
        }
    }
}

impl FromStr for ScreenSource {
    type Err = SourceError;

    fn from_str(words: &str) -> Result<Self, SourceError> {
        match words.split_once(':') {
            _ if words == "test-card" => Ok(Self::TestCard),
            _ if words == "portal" => Ok(Self::Listed(words.to_owned())),
            Some(("screen" | "window", id)) if !id.is_empty() => Ok(Self::Listed(words.to_owned())),
            _ => Err(SourceError {
                given: words.to_owned(),
                expected: "test-card, portal, screen:ID, window:ID",
            }),
        }
    }
}

impl FromStr for MicrophoneSource {
    type Err = SourceError;

    fn from_str(words: &str) -> Result<Self, SourceError> {
        let error = || SourceError {
            given: words.to_owned(),
            expected: "none, tone, tone:HZ (20 to 20000), device, device:ID, FILE.wav",
        };
        match words.split_once(':') {
            _ if words == "none" => Ok(Self::None),
            _ if words == "tone" => Ok(Self::Tone {
                hz: DEFAULT_TONE_HZ,
            }),
            _ if words == "device" => Ok(Self::device(None)),
            Some(("tone", hz)) => match hz.parse::<f32>() {
                Ok(hz) if (20.0..=20_000.0).contains(&hz) => Ok(Self::Tone { hz }),
                _ => Err(error()),
            },
            Some(("device", id)) if !id.is_empty() => Ok(Self::device(Some(id.to_owned()))),
            _ if has_extension(words, "wav") => Ok(Self::File(words.into())),
            _ => Err(error()),
        }
    }
}

impl FromStr for SpeakerSink {
    type Err = SourceError;

    fn from_str(words: &str) -> Result<Self, SourceError> {
        match words.split_once(':') {
            _ if words == "none" => Ok(Self::None),
            _ if words == "null" => Ok(Self::Null),
            _ if words == "device" => Ok(Self::Device(None)),
            Some(("device", id)) if !id.is_empty() => Ok(Self::Device(Some(id.to_owned()))),
            _ if has_extension(words, "wav") => Ok(Self::File(words.into())),
            _ => Err(SourceError {
                given: words.to_owned(),
                expected: "none, null, device, device:ID, FILE.wav",
            }),
        }
    }
}

fn has_extension(words: &str, extension: &str) -> bool {
    Path::new(words)
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_command_line_name_sources() {
        assert_eq!("test-card".parse(), Ok(CameraSource::TestCard));
        assert_eq!(
            "device:/dev/video2".parse(),
            Ok(CameraSource::Device(Some("/dev/video2".into())))
        );
        assert_eq!(
            "/tmp/a b.Y4M".parse(),
            Ok(CameraSource::File("/tmp/a b.Y4M".into()))
        );
        assert_eq!("tone:440".parse(), Ok(MicrophoneSource::Tone { hz: 440.0 }));
        assert_eq!("tone".parse(), Ok(MicrophoneSource::Tone { hz: 1000.0 }));
        assert_eq!(
            "device:pulse:mic".parse(),
            Ok(MicrophoneSource::device(Some("pulse:mic".into())))
        );
        assert_eq!("out.wav".parse(), Ok(SpeakerSink::File("out.wav".into())));
        assert_eq!("none".parse(), Ok(SpeakerSink::None));
    }

    #[test]
    fn words_that_name_no_source_are_refused_with_the_choices() {
        for words in [
            "",
            "tone:",
            "tone:nan",
            "tone:5",
            "tone:99999",
            "file.mp3",
            "device:",
        ] {
            let error = words.parse::<MicrophoneSource>().expect_err(words);
            assert!(error.to_string().contains("tone:HZ"), "{error}");
        }
        assert!("movie.mp4".parse::<CameraSource>().is_err());
        assert!("device:".parse::<CameraSource>().is_err());
        assert!("speakers".parse::<SpeakerSink>().is_err());
    }
}
