//! A microphone: 10 ms pieces in, cleaned, encoded to Opus packets of 20 ms.

use super::cpal::DeviceSource;
use super::fake::{Paced, Tone};
use super::recorder::Recorder;
use super::wav::WavSound;
use super::{FarEnd, SoundSource};
use crate::codec::Traffic;
use crate::jitter::PIECE;
use crate::process::Processor;
use crate::{DeviceKind, Fault, MediaError, MicrophoneSource};
use bytes::Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

/// One Opus packet.
#[derive(Debug, Clone)]
pub struct EncodedAudio {
    /// 48 kHz; grows by 960 per packet, and jumps over the packets that DTX leaves out.
    pub rtp_timestamp: u32,
    /// Loudness of the packet's sound after RFC 6464: 0 (overload) to 127 (silence), in -dBov.
    pub level: u8,
    /// True while somebody seems to speak (the V bit of RFC 6464).
    pub voice: bool,
    /// 20 ms of mono sound.
    pub data: Bytes,
}

/// What a microphone tells its sink.
#[derive(Debug, Clone)]
pub enum MicrophoneEvent {
    /// 20 ms were encoded.
    Packet(EncodedAudio),
    /// The microphone stopped by itself; nothing comes after this.
    Lost(MediaError),
}

/// An open microphone. Dropping it is [`Microphone::close`] without an answer.
pub struct Microphone {
    label: String,
    /// Bits of the loudness shown, f32.
    meter: Arc<AtomicU32>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), MediaError>>>,
}

impl Microphone {
    /// Opens a microphone and waits for its first sound: at most about 5 s, then `microphone-hung`.
    ///
    /// `far_end` is what the speaker plays, to be removed from what a device records; files and tones pass unprocessed.
    /// `sink` is called from the microphone's thread and must not block.
    pub fn open(
        source: &MicrophoneSource,
        far_end: Option<FarEnd>,
        sink: impl FnMut(MicrophoneEvent) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let mut processor = None;
        let (label, source, traffic): (String, Box<dyn SoundSource>, _) = match source {
            MicrophoneSource::None => {
                return Err(MediaError::device(
                    DeviceKind::Microphone,
                    "",
                    Fault::Missing,
                ));
            }
            MicrophoneSource::Tone { hz } => (
                format!("Tone of {hz} Hz"),
                Box::new(Paced::new(Tone::new(*hz))),
                Traffic::Measuring,
            ),
            MicrophoneSource::File(path) => {
                let name = path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default();
                (
                    name,
                    Box::new(Paced::new(WavSound::new(path)?)),
                    Traffic::Measuring,
                )
            }
            MicrophoneSource::Device { id, cleaned } => {
                let device = DeviceSource::open(id.as_deref())?;
                processor =
                    cleaned.then(|| Processor::new(far_end.map(|far_end| far_end.reader())));
                (device.label().to_owned(), Box::new(device), Traffic::Speech)
            }
        };
        let recorder = Recorder::new(processor, traffic)?;
        let (meter, stop) = (
            Arc::new(AtomicU32::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let (shown, stopped) = (Arc::clone(&meter), Arc::clone(&stop));
        let thread = std::thread::Builder::new()
            .name("microphone".into())
            .spawn(move || run(source, recorder, &shown, &stopped, sink))
            .map_err(|error| MediaError::NoThread(error.to_string()))?;
        Ok(Self {
            label,
            meter,
            stop,
            thread: Some(thread),
        })
    }

    /// The microphone's name, for people.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Loudness of the last 20 ms, for a meter: 0 (-60 dBFS and less) to 1 (full scale), even in dB.
    pub fn level(&self) -> f32 {
        f32::from_bits(self.meter.load(Ordering::Relaxed))
    }

    /// Returns when the device is free, or after about 3 s with `microphone-stuck` that names it.
    pub fn close(mut self) -> Result<(), MediaError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), MediaError> {
        self.stop.store(true, Ordering::Relaxed);
        match self.thread.take() {
            // A sink that drops its own microphone runs on that thread: it ends by itself then.
            Some(thread) if thread.thread().id() != std::thread::current().id() => {
                thread.thread().unpark();
                thread.join().unwrap_or_else(|_| {
                    tracing::error!("the microphone's thread panicked");
                    Ok(())
                })
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        if let Err(error) = self.shut() {
            tracing::warn!(code = error.code(), "microphone dropped");
        }
    }
}

fn run(
    mut source: Box<dyn SoundSource>,
    mut recorder: Recorder,
    meter: &AtomicU32,
    stop: &AtomicBool,
    mut sink: impl FnMut(MicrophoneEvent),
) -> Result<(), MediaError> {
    let mut piece = [0.0; PIECE];
    while !stop.load(Ordering::Relaxed) {
        let step = match source.read(&mut piece) {
            Ok(true) => recorder.piece(&mut piece),
            Ok(false) => {
                recorder.drained(Instant::now());
                std::thread::park_timeout(source.rest());
                continue;
            }
            Err(error) => Err(error),
        };
        match step {
            Ok(None) => {}
            Ok(Some((loudness, packet))) => {
                meter.store(loudness.to_bits(), Ordering::Relaxed);
                // A cut between two packets must hold for the second one.
                if let Some(packet) = packet.filter(|_| !stop.load(Ordering::Relaxed)) {
                    sink(MicrophoneEvent::Packet(packet));
                }
            }
            Err(error) => {
                tracing::warn!(code = error.code(), "microphone lost");
                meter.store(0.0f32.to_bits(), Ordering::Relaxed);
                let closed = source.close();
                sink(MicrophoneEvent::Lost(error));
                return closed;
            }
        }
    }
    source.close()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{OpusDecoder, RATE};
    use crate::testing::{TempFile, loudest_of};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn a_tone_gives_a_packet_every_20_ms_that_decodes_to_it() {
        let (sender, events) = channel();
        let microphone =
            Microphone::open(&MicrophoneSource::Tone { hz: 440.0 }, None, move |event| {
                let _ = sender.send(event);
            })
            .unwrap();
        assert_eq!(microphone.label(), "Tone of 440 Hz");
        std::thread::sleep(Duration::from_millis(1500));
        // -15 dBFS RMS on a meter from -60 dBFS.
        assert!(
            (microphone.level() - 0.75).abs() < 0.02,
            "{}",
            microphone.level()
        );
        microphone.close().unwrap();
        let (mut decoder, mut sound, mut last) = (OpusDecoder::new().unwrap(), Vec::new(), None);
        for event in events {
            let MicrophoneEvent::Packet(packet) = event else {
                panic!("{event:?}")
            };
            assert_eq!((packet.level, packet.voice), (15, true));
            if let Some(last) = last {
                assert_eq!(packet.rtp_timestamp.wrapping_sub(last), 960);
            }
            last = Some(packet.rtp_timestamp);
            sound.extend_from_slice(decoder.decode(&packet.data).unwrap());
        }
        let seconds = sound.len() as f32 / 48_000.0;
        assert!(
            (1.3..1.7).contains(&seconds),
            "{seconds} s of sound in 1.5 s"
        );
        let (hz, share) = loudest_of(&sound[9600..], RATE, (300..600).step_by(10));
        assert_eq!(hz, 440);
        assert!(share > 0.9, "{share}");
    }

    #[test]
    fn a_bad_file_and_no_source_are_said_at_once() {
        let file = TempFile::new("wav", b"no sound at all");
        let error = |source| {
            Microphone::open(&source, None, |_| {})
                .err()
                .unwrap()
                .code()
        };
        assert_eq!(
            error(MicrophoneSource::File(file.path().into())),
            "file-not-wav"
        );
        assert_eq!(error(MicrophoneSource::None), "microphone-missing");
    }
}
