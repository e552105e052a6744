//! What can go wrong with a device, a file or a codec, in words a person can act on.

use std::fmt;
use std::path::{Path, PathBuf};

/// The kinds of device, for the words of an error and its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// A video source.
    Camera,
    /// A sound source.
    Microphone,
    /// A sound sink: loudspeaker or headphones.
    Speaker,
    /// A screen or a window that is shared.
    Screen,
}

/// What is wrong with a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such device, or none at all.
    Missing,
    /// Another program holds it (EBUSY).
    Busy,
    /// The system does not let this program use it (EACCES, privacy settings).
    Refused,
    /// It opened but delivers nothing.
    Hung,
    /// It disappeared while in use.
    Lost,
    /// It works, but another one has become the system's default, and the sound with it: to be opened again.
    Moved,
    /// It did not let go within the time limit of `close`; its thread was left behind.
    Stuck,
    /// It offers nothing this program can use, or failed otherwise; the cause as the system words it.
    Failed(String),
}

/// Why media could not be opened, or stopped. `Display` is a sentence for people, [`MediaError::code`] is for programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// A device failed.
    #[error("{}", device_sentence(*.kind, .name, .fault))]
    Device {
        /// Which kind of device.
        kind: DeviceKind,
        /// Its name as the system lists it; empty when there is none.
        name: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The media file does not exist.
    #[error("There is no file {}. Check the path and try again.", .0.display())]
    FileMissing(PathBuf),
    /// The media file cannot be read or written; the cause as the system words it.
    #[error("The file {} cannot be used: {why}. Check its permissions and the free space, or choose another one.", .path.display())]
    FileFailed {
        /// The file.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// A camera file that is not YUV4MPEG2.
    #[error("The file {} is not a Y4M video. Convert it first: ffmpeg -i FILE -pix_fmt yuv420p out.y4m", .0.display())]
    FileNotY4m(PathBuf),
    /// A microphone file that is not RIFF/WAVE.
    #[error("The file {} is not a WAV sound. Convert it first: ffmpeg -i FILE out.wav", .0.display())]
    FileNotWav(PathBuf),
    /// The right container, but contents that this program does not read.
    #[error("The file {} is of a kind that cannot be played here: {why}. Convert it to 8 bit 4:2:0 Y4M or 16 bit WAV.", .path.display())]
    FileUnsupported {
        /// The file.
        path: PathBuf,
        /// What is unusual about it.
        why: String,
    },
    /// A codec library refused; the cause in its words.
    #[error("The {codec} codec failed: {why}. Turn the device off and on again.")]
    Codec {
        /// "VP8" or "Opus".
        codec: &'static str,
        /// The library's words.
        why: String,
    },
    /// The person was asked what to share, and chose nothing.
    #[error("Nothing was chosen to be shared.")]
    Declined,
    /// The system refused a thread.
    #[error("The computer could not start another task: {0}. Close some programs and try again.")]
    NoThread(String),
}

impl MediaError {
    /// Another program has the device.
    pub fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::Device {
                fault: Fault::Busy,
                ..
            }
        )
    }

    /// A stable name of the error for programs: `camera-busy`, `file-not-y4m` and so on.
    pub fn code(&self) -> &'static str {
        use DeviceKind::*;
        match self {
            Self::Device { kind, fault, .. } => match (kind, fault) {
                (Camera, Fault::Missing) => "camera-missing",
                (Camera, Fault::Busy) => "camera-busy",
                (Camera, Fault::Refused) => "camera-refused",
                (Camera, Fault::Hung) => "camera-hung",
                (Camera, Fault::Lost | Fault::Moved) => "camera-lost",
                (Camera, Fault::Stuck) => "camera-stuck",
                (Camera, Fault::Failed(_)) => "camera-failed",
                (Microphone, Fault::Missing) => "microphone-missing",
                (Microphone, Fault::Busy) => "microphone-busy",
                (Microphone, Fault::Refused) => "microphone-refused",
                (Microphone, Fault::Hung) => "microphone-hung",
                (Microphone, Fault::Lost | Fault::Moved) => "microphone-lost",
                (Microphone, Fault::Stuck) => "microphone-stuck",
                (Microphone, Fault::Failed(_)) => "microphone-failed",
                (Speaker, Fault::Missing) => "speaker-missing",
                (Speaker, Fault::Busy) => "speaker-busy",
                (Speaker, Fault::Refused) => "speaker-refused",
                (Speaker, Fault::Hung) => "speaker-hung",
                (Speaker, Fault::Lost | Fault::Moved) => "speaker-lost",
                (Speaker, Fault::Stuck) => "speaker-stuck",
                (Speaker, Fault::Failed(_)) => "speaker-failed",
                (Screen, Fault::Missing) => "screen-missing",
                (Screen, Fault::Refused) => "screen-refused",
                (Screen, Fault::Hung) => "screen-hung",
                (Screen, Fault::Lost | Fault::Moved) => "screen-lost",
                (Screen, Fault::Stuck) => "screen-stuck",
                (Screen, Fault::Busy | Fault::Failed(_)) => "screen-failed",
            },
            Self::FileMissing(_) => "file-missing",
            Self::FileFailed { .. } => "file-failed",
            Self::FileNotY4m(_) => "file-not-y4m",
            Self::FileNotWav(_) => "file-not-wav",
            Self::FileUnsupported { .. } => "file-unsupported",
            Self::Codec { .. } => "codec-failed",
            Self::Declined => "screen-refused",
            Self::NoThread(_) => "no-thread",
        }
    }

    pub(crate) fn device(kind: DeviceKind, name: impl Into<String>, fault: Fault) -> Self {
        Self::Device {
            kind,
            name: name.into(),
            fault,
        }
    }

    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::FileMissing(path.to_owned()),
            _ => Self::FileFailed {
                path: path.to_owned(),
                why: error.to_string(),
            },
        }
    }
}

impl fmt::Display for DeviceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::Speaker => "speaker",
            Self::Screen => "screen",
        })
    }
}

fn device_sentence(kind: DeviceKind, name: &str, fault: &Fault) -> String {
    if kind == DeviceKind::Screen {
        return screen_sentence(name, fault);
    }
    let the = match name {
        "" => format!("the {kind}"),
        _ => format!("the {kind} \"{name}\""),
    };
    let upper = the.replacen("the", "The", 1);
    match fault {
        Fault::Missing if name.is_empty() => {
            format!("No {kind} was found. Plug one in, then turn the {kind} on again.")
        }
        Fault::Missing => format!("{upper} was not found. Plug it in or choose another one."),
        Fault::Busy => format!(
            "Another program is using {the}. Close it there, then turn the {kind} on again."
        ),
        Fault::Refused => format!(
            "The system does not allow Adjourn to use {the}. Allow it in the system's privacy settings, then turn the {kind} on again."
        ),
        Fault::Hung => format!(
            "{upper} does not respond. Unplug it and plug it in again, then turn the {kind} on again."
        ),
        Fault::Lost => format!("{upper} was disconnected. Plug it in again or choose another one."),
        Fault::Moved => format!("{upper} is no longer the default. Choose it, or another one."),
        Fault::Stuck => {
            format!("{upper} does not let go and may still be on. Unplug it, or quit Adjourn.")
        }
        Fault::Failed(why) => format!(
            "{upper} cannot be used: {why}. Choose another one, or unplug it and try again."
        ),
    }
}

fn screen_sentence(name: &str, fault: &Fault) -> String {
    let it = match name {
        "" => "The screen".to_owned(),
        _ => format!("The window \"{name}\""),
    };
    match fault {
        Fault::Missing => {
            format!("{it} that was to be shared is not there any more. Choose another one.")
        }
        Fault::Refused => {
            "The system did not allow the screen to be shared. Allow it in its question or in its privacy settings, then share again.".into()
        }
        Fault::Hung => format!("{it} gives no picture. Share again, or choose another one."),
        Fault::Lost | Fault::Moved => {
            format!("{it} that you shared is gone, and sharing has stopped. Choose another one.")
        }
        Fault::Stuck => format!("{it} does not stop being read. Quit Adjourn to be sure."),
        Fault::Busy => format!("{it} cannot be shared: it is in use. Choose another one."),
        Fault::Failed(why) => format!("{it} cannot be shared: {why}. Choose another one."),
    }
}
