//! Sound from numbers and to nowhere, at the pace of real time.

use super::{SoundSink, SoundSource};
use crate::MediaError;
use crate::codec::RATE;
use crate::jitter::PIECE;
use std::time::{Duration, Instant};

const PIECE_TIME: Duration = Duration::from_millis(10);
/// Further behind than this, time is left out instead of made up for: the program was suspended.
const SUSPENDED: Duration = Duration::from_millis(500);
/// Peak of the tone: -12 dBFS.
const TONE_PEAK: f32 = 0.25;
/// Says how many pieces of 10 ms are due since it was last asked.
pub(super) struct Beat {
    next: Instant,
}

impl Beat {
    pub(super) fn new() -> Self {
        Self {
            next: Instant::now(),
        }
    }

    pub(super) fn due(&mut self) -> usize {
        let now = Instant::now();
        if now > self.next + SUSPENDED {
            self.next = now;
        }
        let mut due = 0;
        while self.next <= now {
            self.next += PIECE_TIME;
            due += 1;
        }
        due
    }

    /// Until the next one is due.
    pub(super) fn rest(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }
}

/// Hands out 10 ms of something every 10 ms.
pub(super) struct Paced<S> {
    sound: S,
    beat: Beat,
    due: usize,
}

impl<S> Paced<S> {
    pub(super) fn new(sound: S) -> Self {
        Self {
            sound,
            beat: Beat::new(),
            due: 0,
        }
    }
}

/// Sound without a pace of its own.
pub(super) trait Sound: Send {
    fn fill(&mut self, piece: &mut [f32; PIECE]) -> Result<(), MediaError>;
}

impl<S: Sound> SoundSource for Paced<S> {
    fn read(&mut self, piece: &mut [f32; PIECE]) -> Result<bool, MediaError> {
        if self.due == 0 {
            self.due = self.beat.due();
        }
        if self.due == 0 {
            return Ok(false);
        }
        self.due -= 1;
        self.sound.fill(piece).map(|()| true)
    }

    fn rest(&self) -> Duration {
        self.beat.rest()
    }

    fn close(self: Box<Self>) -> Result<(), MediaError> {
        Ok(())
    }
}

pub(super) struct Tone {
    step: f64,
    phase: f64,
}

impl Tone {
    pub(super) fn new(hz: f32) -> Self {
        Self {
            step: f64::from(hz) / f64::from(RATE),
            phase: 0.0,
        }
    }
}

impl Sound for Tone {
    fn fill(&mut self, piece: &mut [f32; PIECE]) -> Result<(), MediaError> {
        for sample in piece {
            *sample = (self.phase * std::f64::consts::TAU).sin() as f32 * TONE_PEAK;
            self.phase = (self.phase + self.step).fract();
        }
        Ok(())
    }
}

/// Takes sound in real time and forgets it.
pub(super) struct NullSink {
    beat: Beat,
}

impl NullSink {
    pub(super) fn new() -> Self {
        Self { beat: Beat::new() }
    }
}

impl SoundSink for NullSink {
    fn wanted(&mut self) -> Result<usize, MediaError> {
        Ok(self.beat.due())
    }

    fn rest(&self) -> Duration {
        self.beat.rest()
    }

    fn write(&mut self, _piece: &[f32; PIECE]) -> Result<(), MediaError> {
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), MediaError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::loudest_of;

    #[test]
    fn the_tone_is_at_its_pitch_and_12_db_below_full_scale() {
        let (mut tone, mut out, mut piece) = (Tone::new(440.0), Vec::new(), [0.0; PIECE]);
        for _ in 0..100 {
            tone.fill(&mut piece).unwrap();
            out.extend_from_slice(&piece);
        }
        assert_eq!(loudest_of(&out, RATE, (400..480).step_by(5)).0, 440);
        let peak = out.iter().fold(0.0f32, |peak, sample| peak.max(*sample));
        assert!((20.0 * peak.log10() + 12.0).abs() < 0.1, "{peak}");
    }

    #[test]
    fn the_beat_is_real_time_and_forgets_a_suspended_hour() {
        let mut beat = Beat::new();
        let mut due = beat.due();
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(300) {
            std::thread::sleep(Duration::from_millis(7));
            due += beat.due();
        }
        assert!((28..=40).contains(&due), "{due} pieces in 300 ms");
        beat.next -= Duration::from_secs(3600);
        assert!(beat.due() <= 51);
    }
}
