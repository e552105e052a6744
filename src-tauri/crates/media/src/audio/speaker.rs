//! A speaker: all voices, decoded, mixed and played.

use super::fake::NullSink;
use super::voice::{VoiceCell, VoiceSlot};
use super::wav::WavSink;
use super::{FarEnd, SoundSink, Voice, cpal};
use crate::jitter::PIECE;
use crate::mix::Mix;
use crate::{MediaError, SpeakerSink};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// An open speaker that mixes voices. Dropping it is [`Speaker::close`] without an answer.
pub struct Speaker {
    label: String,
    far_end: FarEnd,
    voices: Sender<Arc<VoiceCell>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), MediaError>>>,
}

impl Speaker {
    /// Opens a speaker and waits until it asks for sound: at most about 5 s, then `speaker-hung`.
    pub fn open(sink: &SpeakerSink) -> Result<Self, MediaError> {
        Self::open_with(sink, |_| {})
    }

    /// The same, with a word when the device goes away later. The voices go on being decoded and counted then.
    ///
    /// `lost` is called from the speaker's thread, at most once, and must not block.
    pub fn open_with(
        sink: &SpeakerSink,
        lost: impl FnOnce(MediaError) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let far_end = FarEnd::new();
        let (label, output): (String, Box<dyn SoundSink>) = match sink {
            SpeakerSink::None | SpeakerSink::Null => {
                ("No speaker".into(), Box::new(NullSink::new()))
            }
            SpeakerSink::File(path) => {
                let name = path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
                (name.unwrap_or_default(), Box::new(WavSink::new(path)?))
            }
            SpeakerSink::Device(id) => {
                let device = cpal::DeviceSink::open(id.as_deref(), far_end.clone())?;
                (device.label().to_owned(), Box::new(device))
            }
        };
        let (voices, incoming) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("speaker".into())
            .spawn(move || run(output, incoming, &stopped, lost))
            .map_err(|error| MediaError::NoThread(error.to_string()))?;
        Ok(Self {
            label,
            far_end,
            voices,
            stop,
            thread: Some(thread),
        })
    }

    /// The speaker's name, for people.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The reference for [`crate::Microphone::open`].
    pub fn far_end(&self) -> FarEnd {
        self.far_end.clone()
    }

    /// Starts mixing one more voice.
    pub fn add_voice(&self) -> Voice {
        let (voice, cell) = Voice::new();
        // Fails only when the thread has panicked; the voice is silent then.
        let _ = self.voices.send(cell);
        voice
    }

    /// Returns when the device is free, or after about 3 s with `speaker-stuck` that names it.
    pub fn close(mut self) -> Result<(), MediaError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), MediaError> {
        self.stop.store(true, Ordering::Relaxed);
        match self.thread.take() {
            // Whoever drops the speaker in its own callback is on that thread: it ends by itself then.
            Some(thread) if thread.thread().id() != std::thread::current().id() => {
                thread.thread().unpark();
                thread.join().unwrap_or_else(|_| {
                    tracing::error!("the speaker's thread panicked");
                    Ok(())
                })
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        if let Err(error) = self.shut() {
            tracing::warn!(code = error.code(), "speaker dropped");
        }
    }
}

fn run(
    mut output: Box<dyn SoundSink>,
    incoming: Receiver<Arc<VoiceCell>>,
    stop: &AtomicBool,
    lost: impl FnOnce(MediaError),
) -> Result<(), MediaError> {
    let (mut slots, mut mix, mut lost) = (Vec::<VoiceSlot>::new(), Mix::new(), Some(lost));
    while !stop.load(Ordering::Relaxed) {
        for cell in incoming.try_iter() {
            match VoiceSlot::new(cell) {
                Ok(slot) => slots.push(slot),
                Err(error) => tracing::error!(code = error.code(), "a voice cannot be decoded"),
            }
        }
        slots.retain(VoiceSlot::is_wanted);
        let played = output.wanted().and_then(|wanted| {
            for _ in 0..wanted {
                let mut sum = [0.0; PIECE];
                for slot in &mut slots {
                    slot.mix_into(&mut sum);
                }
                mix.limit(&mut sum);
                output.write(&sum)?;
            }
            Ok(wanted)
        });
        match played {
            Ok(0) => std::thread::park_timeout(output.rest()),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(code = error.code(), "speaker lost");
                let gone = std::mem::replace(&mut output, Box::new(NullSink::new()));
                if let Err(stuck) = gone.close() {
                    tracing::warn!(code = stuck.code(), "a lost speaker does not let go");
                }
                if let Some(lost) = lost.take() {
                    lost(error);
                }
            }
        }
    }
    output.close()
}

#[cfg(test)]
mod tests {
    use super::super::VoiceStats;
    use super::*;
    use crate::codec::{FRAME, OpusEncoder, Traffic};
    use crate::testing::{TempFile, loudest_of};
    use bytes::Bytes;
    use std::time::{Duration, Instant};

    /// Sends a tone of `hz` to the voice for `packets` x 20 ms in real time.
    fn speak(voice: &Voice, hz: f32, packets: u16) {
        let (mut encoder, start) = (
            OpusEncoder::new(Traffic::Measuring).unwrap(),
            Instant::now(),
        );
        for index in 0..packets {
            let frame: [f32; FRAME] = std::array::from_fn(|n| {
                ((usize::from(index) * FRAME + n) as f32 / 48_000.0 * hz * std::f32::consts::TAU)
                    .sin()
                    * 0.25
            });
            let payload = Bytes::copy_from_slice(encoder.encode(&frame).unwrap());
            voice.push(index, u32::from(index) * FRAME as u32, payload);
            let next = start + Duration::from_millis(20 * (u64::from(index) + 1));
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    }

    #[test]
    fn without_hardware_sound_is_decoded_in_real_time_and_counted() {
        let speaker = Speaker::open(&SpeakerSink::Null).unwrap();
        let voice = speaker.add_voice();
        assert_eq!(voice.stats(), VoiceStats::default());
        speak(&voice, 440.0, 50);
        std::thread::sleep(Duration::from_millis(150));
        let stats = voice.stats();
        assert!(stats.played_ms + stats.fec_ms >= 960, "{stats:?}");
        assert_eq!(stats.packets, 50);
        drop(voice);
        speaker.close().unwrap();
    }

    #[test]
    fn the_first_sound_is_played_within_60_ms_of_the_first_packet() {
        let speaker = Speaker::open(&SpeakerSink::Null).unwrap();
        // The machine may be busy: the best of three counts.
        let best = (0..3)
            .map(|_| {
                let voice = speaker.add_voice();
                let start = Instant::now();
                let (sender, done) = channel::<()>();
                std::thread::scope(|scope| {
                    let voice = &voice;
                    scope.spawn(move || {
                        speak(voice, 440.0, 15);
                        drop(sender);
                    });
                    loop {
                        if voice.stats().played_ms > 0 {
                            return start.elapsed();
                        }
                        assert!(start.elapsed() < Duration::from_secs(5), "never");
                        let _ = done.recv_timeout(Duration::from_millis(1));
                    }
                })
            })
            .min();
        assert!(best < Some(Duration::from_millis(60)), "{best:?}");
    }

    #[test]
    fn two_voices_are_mixed_into_the_file() {
        let file = TempFile::new("wav", b"");
        let speaker = Speaker::open(&SpeakerSink::File(file.path().to_owned())).unwrap();
        let (one, two) = (speaker.add_voice(), speaker.add_voice());
        std::thread::scope(|scope| {
            scope.spawn(|| speak(&one, 400.0, 75));
            scope.spawn(|| speak(&two, 900.0, 75));
        });
        assert!(
            one.stats().level > 0.1 && two.stats().level > 0.1,
            "{:?} {:?}",
            one.stats(),
            two.stats()
        );
        speaker.close().unwrap();
        let mut wav = hound::WavReader::open(file.path()).unwrap();
        let sound: Vec<f32> = wav
            .samples::<i16>()
            .map(|sample| f32::from(sample.unwrap()) / 32_768.0)
            .collect();
        assert!(sound.len() > 60_000, "{} samples", sound.len());
        let middle = &sound[24_000..60_000];
        for hz in [400, 900] {
            let (_, share) = loudest_of(middle, 48_000, [hz]);
            assert!(share > 0.3, "{hz} Hz has {share} of the energy");
        }
    }

    #[test]
    fn a_dropped_voice_is_no_longer_mixed_and_a_dropped_speaker_ends() {
        let speaker = Speaker::open(&SpeakerSink::Null).unwrap();
        let voice = speaker.add_voice();
        let cell = voice.downgrade();
        drop(voice);
        let start = Instant::now();
        while cell.upgrade().is_some() {
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "the mixer keeps a dropped voice"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(speaker);
    }
}
