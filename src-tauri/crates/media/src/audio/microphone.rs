//! A microphone: 10 ms pieces in, cleaned, encoded to Opus packets of 20 ms.

use super::cpal::DeviceSource;
use super::fake::{Paced, Tone, WavSound};
use super::{FarEnd, POLL, SoundSource};
use crate::codec::{FRAME, OpusEncoder, RATE, Traffic, is_dtx};
use crate::jitter::PIECE;
use crate::process::Processor;
use crate::{DeviceKind, Fault, MediaError, MicrophoneSource, clock, mix};
use bytes::Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Quieter than this the meter shows nothing, dBFS.
const METER_FLOOR: f32 = -60.0;
/// Under this nobody speaks, however quiet the room, -dBov.
const VOICE_FLOOR: u8 = 60;
/// A voice is this much louder than the room, dB.
const VOICE_OVER_NOISE: f32 = 9.0;
/// The room's loudness is followed upwards this slowly, dB per packet: 5 dB a second.
const NOISE_RISE: f32 = 0.1;
/// Pauses between words: packets that still count as voice.
const HANGOVER: u32 = 15;
/// Time for which nothing was recorded, and which the timestamps jump over; less is the scheduler's jitter.
const GAP: Duration = Duration::from_millis(200);

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
            MicrophoneSource::None => return Err(MediaError::device(DeviceKind::Microphone, "", Fault::Missing)),
            MicrophoneSource::Tone { hz } => (format!("Tone of {hz} Hz"), Box::new(Paced::new(Tone::new(*hz))), Traffic::Measuring),
            MicrophoneSource::File(path) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                (name, Box::new(Paced::new(WavSound::new(path)?)), Traffic::Measuring)
            }
            MicrophoneSource::Device(id) => {
                let device = DeviceSource::open(id.as_deref())?;
                processor = Some(Processor::new(far_end.map(|far_end| far_end.reader())));
                (device.label().to_owned(), Box::new(device), Traffic::Speech)
            }
        };
        let recorder = Recorder::new(processor, traffic)?;
        let (meter, stop) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let (shown, stopped) = (Arc::clone(&meter), Arc::clone(&stop));
        let thread = std::thread::Builder::new()
            .name("microphone".into())
            .spawn(move || run(source, recorder, &shown, &stopped, sink))
            .map_err(|error| MediaError::NoThread(error.to_string()))?;
        Ok(Self { label, meter, stop, thread: Some(thread) })
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
                std::thread::park_timeout(POLL);
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

/// Pieces to packets. Knows no device and no thread.
struct Recorder {
    processor: Option<Processor>,
    encoder: OpusEncoder,
    traffic: Traffic,
    frame: [f32; FRAME],
    filled: usize,
    timestamp: u32,
    /// The packet before this one was silence.
    in_dtx: bool,
    activity: Activity,
    timeline: Timeline,
}

impl Recorder {
    fn new(processor: Option<Processor>, traffic: Traffic) -> Result<Self, MediaError> {
        let now = Instant::now();
        Ok(Self {
            processor,
            encoder: OpusEncoder::new(traffic)?,
            traffic,
            frame: [0.0; FRAME],
            filled: 0,
            timestamp: clock::rtp_timestamp(now, RATE),
            in_dtx: false,
            activity: Activity { noise: f32::from(VOICE_FLOOR), left: 0 },
            timeline: Timeline { start: now, pieces: 0, usual: None, fresh: false },
        })
    }

    /// Takes 10 ms. With every second one comes the loudness for the meter, and the packet if it is to be sent: of a run
    /// of silence only the first, and the signs of life that Opus makes every 400 ms.
    fn piece(&mut self, piece: &mut [f32; PIECE]) -> Result<Option<(f32, Option<EncodedAudio>)>, MediaError> {
        self.timeline.pieces += 1;
        self.timeline.fresh = true;
        if let Some(processor) = &mut self.processor {
            processor.process(piece);
        }
        self.frame[self.filled..self.filled + PIECE].copy_from_slice(piece);
        self.filled += PIECE;
        if self.filled < FRAME {
            return Ok(None);
        }
        self.filled = 0;
        let decibels = 20.0 * mix::rms(&self.frame).max(1e-7).log10();
        let level = (-decibels).round().clamp(0.0, 127.0) as u8;
        let voice = match self.traffic {
            Traffic::Speech => self.activity.is_voice(level),
            Traffic::Measuring => level < VOICE_FLOOR,
        };
        let loudness = (1.0 - decibels / METER_FLOOR).clamp(0.0, 1.0);
        let rtp_timestamp = self.timestamp;
        self.timestamp = self.timestamp.wrapping_add(FRAME as u32);
        let data = self.encoder.encode(&self.frame)?;
        let repeated_silence = is_dtx(data) && self.in_dtx;
        self.in_dtx = is_dtx(data);
        let packet = (!repeated_silence).then(|| EncodedAudio { rtp_timestamp, level, voice, data: Bytes::copy_from_slice(data) });
        Ok(Some((loudness, packet)))
    }

    /// The source has no more at `now`. Time in which it recorded nothing is jumped over, so that packets after it are
    /// not taken for late ones.
    fn drained(&mut self, now: Instant) {
        let packets = self.timeline.gap(now).as_millis() as u32 / 20;
        self.timestamp = self.timestamp.wrapping_add(packets * FRAME as u32);
    }
}

/// Compares the sound that came with the time that went by.
struct Timeline {
    start: Instant,
    pieces: u32,
    /// By how much sound usually is behind.
    usual: Option<Duration>,
    /// Something came since the last look.
    fresh: bool,
}

impl Timeline {
    /// How much sound is missing that should have come; counted once.
    fn gap(&mut self, now: Instant) -> Duration {
        if !std::mem::take(&mut self.fresh) {
            return Duration::ZERO;
        }
        let behind = now.saturating_duration_since(self.start).saturating_sub(Duration::from_millis(10) * self.pieces);
        let usual = *self.usual.get_or_insert(behind);
        let gap = behind.saturating_sub(usual);
        if gap < GAP {
            // Follows clocks that differ.
            self.usual = Some(usual * 19 / 20 + behind / 20);
            return Duration::ZERO;
        }
        self.start += gap;
        gap
    }
}

/// Tells a voice from the room.
struct Activity {
    /// Loudness of the room, -dBov.
    noise: f32,
    /// Packets of hangover left.
    left: u32,
}

impl Activity {
    fn is_voice(&mut self, level: u8) -> bool {
        let level_db = f32::from(level);
        // Larger is quieter: down to a quieter room at once, up to a louder one slowly.
        self.noise = if level_db > self.noise { level_db } else { (self.noise - NOISE_RISE).max(level_db) };
        if level < VOICE_FLOOR && level_db < self.noise - VOICE_OVER_NOISE {
            self.left = HANGOVER;
        } else {
            self.left = self.left.saturating_sub(1);
        }
        self.left > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::OpusDecoder;
    use crate::testing::{Speech, TempFile, loudest_of};
    use std::sync::mpsc::channel;

    #[test]
    fn a_tone_gives_a_packet_every_20_ms_that_decodes_to_it() {
        let (sender, events) = channel();
        let microphone = Microphone::open(&MicrophoneSource::Tone { hz: 440.0 }, None, move |event| {
            let _ = sender.send(event);
        })
        .unwrap();
        assert_eq!(microphone.label(), "Tone of 440 Hz");
        std::thread::sleep(Duration::from_millis(1500));
        // -15 dBFS RMS on a meter from -60 dBFS.
        assert!((microphone.level() - 0.75).abs() < 0.02, "{}", microphone.level());
        microphone.close().unwrap();
        let (mut decoder, mut sound, mut last) = (OpusDecoder::new().unwrap(), Vec::new(), None);
        for event in events {
            let MicrophoneEvent::Packet(packet) = event else { panic!("{event:?}") };
            assert_eq!((packet.level, packet.voice), (15, true));
            if let Some(last) = last {
                assert_eq!(packet.rtp_timestamp.wrapping_sub(last), 960);
            }
            last = Some(packet.rtp_timestamp);
            sound.extend_from_slice(decoder.decode(&packet.data).unwrap());
        }
        let seconds = sound.len() as f32 / 48_000.0;
        assert!((1.3..1.7).contains(&seconds), "{seconds} s of sound in 1.5 s");
        let (hz, share) = loudest_of(&sound[9600..], RATE, (300..600).step_by(10));
        assert_eq!(hz, 440);
        assert!(share > 0.9, "{share}");
    }

    #[test]
    fn a_bad_file_and_no_source_are_said_at_once() {
        let file = TempFile::new("wav", b"no sound at all");
        let error = |source| Microphone::open(&source, None, |_| {}).err().unwrap().code();
        assert_eq!(error(MicrophoneSource::File(file.path().into())), "file-not-wav");
        assert_eq!(error(MicrophoneSource::None), "microphone-missing");
    }

    /// What a recorder of speech makes of 10 ms pieces.
    fn record(recorder: &mut Recorder, sound: &[f32]) -> Vec<EncodedAudio> {
        let pieces = sound.chunks_exact(PIECE).map(|piece| <[f32; PIECE]>::try_from(piece).unwrap());
        pieces.filter_map(|mut piece| recorder.piece(&mut piece).unwrap().and_then(|(_, packet)| packet)).collect()
    }

    #[test]
    fn silence_is_left_out_but_the_timestamps_go_on() {
        let mut recorder = Recorder::new(None, Traffic::Speech).unwrap();
        let mut speech = Speech::new();
        let before = record(&mut recorder, &speech.take(48_000));
        let silence = record(&mut recorder, &vec![0.0; 96_000]);
        let after = record(&mut recorder, &speech.take(48_000));
        assert!(before.len() > 40 && after.len() > 40, "{} and {}", before.len(), after.len());
        assert!(silence.len() < 40, "{} of 100 packets of silence were sent", silence.len());
        assert!(silence.iter().skip(20).all(|packet| !packet.voice && packet.level == 127));
        let span = after.last().unwrap().rtp_timestamp.wrapping_sub(before[0].rtp_timestamp);
        assert_eq!(span, 199 * 960);
    }

    #[test]
    fn a_voice_is_told_from_a_humming_room() {
        let mut activity = Activity { noise: f32::from(VOICE_FLOOR), left: 0 };
        // A fan at -45 dBov, for ten seconds; then speech at -25; then the fan again.
        for _ in 0..500 {
            activity.is_voice(45);
        }
        assert!(!activity.is_voice(45));
        assert!((0..50).filter(|_| activity.is_voice(25)).count() >= 49);
        assert!(activity.is_voice(45), "a pause between words");
        assert!(!(0..50).map(|_| activity.is_voice(45)).last().unwrap());
    }

    #[test]
    fn time_without_sound_is_jumped_over_once() {
        let mut recorder = Recorder::new(None, Traffic::Measuring).unwrap();
        let start = recorder.timeline.start;
        let mut ms = 0;
        let mut run = |recorder: &mut Recorder, pieces: u64, stall: u64| {
            ms += stall;
            let mut last = 0;
            for _ in 0..pieces {
                ms += 10;
                if let Some((_, Some(packet))) = recorder.piece(&mut [0.1; PIECE]).unwrap() {
                    last = packet.rtp_timestamp;
                }
                recorder.drained(start + Duration::from_millis(ms));
            }
            last
        };
        let one = run(&mut recorder, 100, 0);
        let two = run(&mut recorder, 100, 0);
        assert_eq!(two.wrapping_sub(one), 48_000);
        let three = run(&mut recorder, 100, 500);
        let four = run(&mut recorder, 100, 0);
        let jump = three.wrapping_sub(two);
        assert!((70_000..=72_000).contains(&jump), "{jump}");
        assert_eq!(four.wrapping_sub(three), 48_000);
    }
}
