//! Pieces of sound to packets of Opus: cleaned, measured, encoded and numbered. Knows no device and no thread.

use super::EncodedAudio;
use crate::codec::{FRAME, OpusEncoder, RATE, Traffic, is_dtx};
use crate::jitter::PIECE;
use crate::process::Processor;
use crate::{MediaError, clock, mix};
use bytes::Bytes;
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

/// One microphone on its way to packets.
pub(super) struct Recorder {
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
    pub(super) fn new(processor: Option<Processor>, traffic: Traffic) -> Result<Self, MediaError> {
        let now = Instant::now();
        Ok(Self {
            processor,
            encoder: OpusEncoder::new(traffic)?,
            traffic,
            frame: [0.0; FRAME],
            filled: 0,
            timestamp: clock::rtp_timestamp(now, RATE),
            in_dtx: false,
            activity: Activity {
                noise: f32::from(VOICE_FLOOR),
                left: 0,
            },
            timeline: Timeline {
                start: now,
                pieces: 0,
                usual: None,
                fresh: false,
            },
        })
    }

    /// Takes 10 ms. With every second one comes the loudness for the meter, and the packet if it is to be sent: of a run
    /// of silence only the first, and the signs of life that Opus makes every 400 ms.
    pub(super) fn piece(
        &mut self,
        piece: &mut [f32; PIECE],
    ) -> Result<Option<(f32, Option<EncodedAudio>)>, MediaError> {
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
        let packet = (!repeated_silence).then(|| EncodedAudio {
            rtp_timestamp,
            level,
            voice,
            data: Bytes::copy_from_slice(data),
        });
        Ok(Some((loudness, packet)))
    }

    /// The source has no more at `now`. Time in which it recorded nothing is jumped over, so that packets after it are
    /// not taken for late ones.
    pub(super) fn drained(&mut self, now: Instant) {
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
        let behind = now
            .saturating_duration_since(self.start)
            .saturating_sub(Duration::from_millis(10) * self.pieces);
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
        self.noise = if level_db > self.noise {
            level_db
        } else {
            (self.noise - NOISE_RISE).max(level_db)
        };
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
    use crate::testing::Speech;

    /// What a recorder of speech makes of 10 ms pieces.
    fn record(recorder: &mut Recorder, sound: &[f32]) -> Vec<EncodedAudio> {
        let pieces = sound
            .chunks_exact(PIECE)
            .map(|piece| <[f32; PIECE]>::try_from(piece).unwrap());
        pieces
            .filter_map(|mut piece| {
                recorder
                    .piece(&mut piece)
                    .unwrap()
                    .and_then(|(_, packet)| packet)
            })
            .collect()
    }

    #[test]
    fn silence_is_left_out_but_the_timestamps_go_on() {
        let mut recorder = Recorder::new(None, Traffic::Speech).unwrap();
        let mut speech = Speech::new();
        let before = record(&mut recorder, &speech.take(48_000));
        let silence = record(&mut recorder, &vec![0.0; 96_000]);
        let after = record(&mut recorder, &speech.take(48_000));
        assert!(
            before.len() > 40 && after.len() > 40,
            "{} and {}",
            before.len(),
            after.len()
        );
        assert!(
            silence.len() < 40,
            "{} of 100 packets of silence were sent",
            silence.len()
        );
        assert!(
            silence
                .iter()
                .skip(20)
                .all(|packet| !packet.voice && packet.level == 127)
        );
        let span = after
            .last()
            .unwrap()
            .rtp_timestamp
            .wrapping_sub(before[0].rtp_timestamp);
        assert_eq!(span, 199 * 960);
    }

    #[test]
    fn speech_is_sent_without_holes() {
        let mut recorder = Recorder::new(Some(Processor::new(None)), Traffic::Speech).unwrap();
        let packets = record(&mut recorder, &Speech::new().take(48_000 * 8));
        assert!(
            packets.len() > 380,
            "{} of 400 packets were sent",
            packets.len()
        );
        let voiced = packets.iter().filter(|packet| packet.voice).count();
        assert!(
            voiced > 300,
            "{voiced} of {} packets are said to be voice",
            packets.len()
        );
    }

    #[test]
    fn a_voice_is_told_from_a_humming_room() {
        let mut activity = Activity {
            noise: f32::from(VOICE_FLOOR),
            left: 0,
        };
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
