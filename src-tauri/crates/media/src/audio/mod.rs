//! Microphone and speaker: sound from and to devices, files and numbers, as Opus packets.
//!
//! A device's callback only moves samples through a wait-free ring: no lock, no allocation. Everything else happens on
//! one thread per microphone and one per speaker, which are always joined; the thread that holds the device itself can
//! be left behind, since some drivers hang when they are closed.

mod cpal;
mod fake;
mod far_end;
mod microphone;
mod recorder;
mod speaker;
mod voice;
mod wav;

pub use far_end::FarEnd;
pub(crate) use far_end::FarEndReader;
pub use microphone::{EncodedAudio, Microphone, MicrophoneEvent};
pub use speaker::Speaker;
pub use voice::{Voice, VoiceStats};

use crate::jitter::PIECE;
use crate::{DeviceInfo, DeviceKind, MediaError};
use std::time::Duration;

/// Longest wait for a device's first callback.
const OPEN_LIMIT: Duration = Duration::from_secs(5);
/// Longest wait for a device to let go: through ALSA's pulse plugin it may take for ever.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);
/// A device that does not call for so long has stalled. A sound server that lost its hardware says nothing; one without
/// hardware (PulseAudio's null sink) may pause for 2 s when a stream begins.
const STALL_LIMIT: Duration = Duration::from_secs(3);
/// Longest wait for a list of devices.
const LIST_LIMIT: Duration = Duration::from_secs(3);
/// How often a ring is looked at. Callbacks come every 10 ms; waking this thread from them would not be wait-free.
const POLL: Duration = Duration::from_millis(3);

/// Whatever makes sound: 48 kHz mono in pieces of 10 ms.
trait SoundSource: Send {
    /// Fills `piece` if the next 10 ms are there. False when they are not yet.
    fn read(&mut self, piece: &mut [f32; PIECE]) -> Result<bool, MediaError>;

    /// How long to wait before it is asked again when it had nothing.
    fn rest(&self) -> Duration {
        POLL
    }

    /// Returns when the device is free, or after `CLOSE_LIMIT` with an error that names it.
    fn close(self: Box<Self>) -> Result<(), MediaError>;
}

/// Whatever takes sound: 48 kHz mono in pieces of 10 ms.
trait SoundSink: Send {
    /// How many pieces it wants now.
    fn wanted(&mut self) -> Result<usize, MediaError>;

    /// How long to wait before it is asked again when it wanted nothing.
    fn rest(&self) -> Duration {
        POLL
    }

    /// Takes one.
    fn write(&mut self, piece: &[f32; PIECE]) -> Result<(), MediaError>;

    /// Returns when the device is free and files are whole, or after `CLOSE_LIMIT` with an error that names it.
    fn close(self: Box<Self>) -> Result<(), MediaError>;
}

/// The microphones that the system lists. Blocks for at most 3 s.
pub fn microphones() -> Vec<DeviceInfo> {
    crate::bounded::call("microphone-list", LIST_LIMIT, || {
        cpal::list(DeviceKind::Microphone)
    })
    .unwrap_or_default()
}

/// The speakers that the system lists. Blocks for at most 3 s.
pub fn speakers() -> Vec<DeviceInfo> {
    crate::bounded::call("speaker-list", LIST_LIMIT, || {
        cpal::list(DeviceKind::Speaker)
    })
    .unwrap_or_default()
}
