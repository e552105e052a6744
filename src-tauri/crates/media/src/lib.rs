//! Camera, microphone, speaker and codecs, each device with a fake twin; the only crate with unsafe code.
//!
//! Opening a device blocks for a bounded time and either works or says in a sentence what to do ([`MediaError`]).
//! Once open, a device pushes what it makes into the sink given at `open`, from a thread of its own; `close` (or
//! drop) returns when the device is free again. Nothing here knows about meetings or the network.

mod audio;
mod bounded;
mod camera;
mod clock;
mod codec;
mod error;
mod jitter;
mod memory;
mod mix;
mod process;
pub mod receipt;
mod resample;
mod scale;
mod screen;
mod source;
pub mod test_card;
#[cfg(test)]
mod testing;
mod video;

pub use audio::{
    EncodedAudio, FarEnd, Microphone, MicrophoneEvent, Speaker, Voice, VoiceStats, microphones,
    speakers,
};
pub use camera::{camera_holder, cameras};
pub use codec::{I420, Vp8Decoder};
pub use error::{DeviceKind, Fault, MediaError};
pub use memory::{give_memory_back, let_go_of_code};
pub use screen::{ScreenInfo, ScreenKind, Thumbnail, screens};
pub use source::{
    CameraSource, DeviceInfo, MicrophoneSource, ScreenSource, SourceError, SpeakerSink,
};
pub use video::{EncodedVideo, Layer, VideoCapture, VideoConfig, VideoEvent, VideoMode};
