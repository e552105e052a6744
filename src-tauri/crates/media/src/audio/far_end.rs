//! What the speaker really plays, for the echo canceller of the microphone.
//!
//! The speaker's callback writes, any number of microphones read, nobody ever waits: a ring of atomics and a count of
//! all samples ever written. A reader that falls behind by more than the ring skips.

use crate::codec::RATE;
use crate::resample::Resampler;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Samples kept: over 0.3 s at 192 kHz, 1.3 s at 48 kHz. A power of two.
const CAPACITY: usize = 1 << 16;

/// What a speaker really plays, as the reference of echo cancellation. Cheap to clone.
#[derive(Clone)]
pub struct FarEnd {
    ring: Arc<Ring>,
}

struct Ring {
    /// Bits of f32.
    samples: Box<[AtomicU32]>,
    written: AtomicU64,
    /// Hz; 0 while nothing is played.
    rate: AtomicU32,
}

impl FarEnd {
    pub(crate) fn new() -> Self {
        let samples = (0..CAPACITY).map(|_| AtomicU32::new(0)).collect();
        Self {
            ring: Arc::new(Ring {
                samples,
                written: AtomicU64::new(0),
                rate: AtomicU32::new(0),
            }),
        }
    }

    pub(crate) fn set_rate(&self, rate: u32) {
        self.ring.rate.store(rate, Ordering::Relaxed);
    }

    /// Wait-free. Only one thread may write at a time, or samples get lost.
    pub(crate) fn write(&self, sample: f32) {
        let at = self.ring.written.load(Ordering::Relaxed);
        self.ring.samples[at as usize % CAPACITY].store(sample.to_bits(), Ordering::Relaxed);
        self.ring.written.store(at + 1, Ordering::Release);
    }

    /// A reader of what is played from now on.
    pub(crate) fn reader(&self) -> FarEndReader {
        FarEndReader {
            ring: Arc::clone(&self.ring),
            at: self.ring.written.load(Ordering::Acquire),
            resampler: None,
            raw: Vec::new(),
        }
    }
}

/// One microphone's view.
pub(crate) struct FarEndReader {
    ring: Arc<Ring>,
    at: u64,
    /// For the rate it was made for.
    resampler: Option<(u32, Resampler)>,
    raw: Vec<f32>,
}

impl FarEndReader {
    /// Adds what was played since the last call to `played`, at 48 kHz.
    pub(crate) fn read(&mut self, played: &mut Vec<f32>) {
        let written = self.ring.written.load(Ordering::Acquire);
        // Half of the ring, so that the writer does not run over what is being read.
        self.at = self.at.max(written.saturating_sub(CAPACITY as u64 / 2));
        let sample = |at: u64| {
            f32::from_bits(self.ring.samples[at as usize % CAPACITY].load(Ordering::Relaxed))
        };
        self.raw.clear();
        self.raw.extend((self.at..written).map(sample));
        self.at = written;

        let rate = self.ring.rate.load(Ordering::Relaxed);
        if self
            .resampler
            .as_ref()
            .is_none_or(|(made_for, _)| *made_for != rate)
        {
            self.resampler = Resampler::new(rate, RATE).map(|resampler| (rate, resampler));
        }
        if let Some((_, resampler)) = &mut self.resampler {
            resampler.process(&self.raw, played);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_hears_everything_from_its_start_on() {
        let far_end = FarEnd::new();
        far_end.set_rate(RATE);
        let mut early = far_end.reader();
        far_end.write(0.25);
        let mut late = far_end.reader();
        far_end.write(0.5);
        let (mut one, mut two) = (Vec::new(), Vec::new());
        early.read(&mut one);
        late.read(&mut two);
        assert_eq!((one, two), (vec![0.25, 0.5], vec![0.5]));
    }

    #[test]
    fn a_reader_far_behind_skips_to_the_newest() {
        let far_end = FarEnd::new();
        far_end.set_rate(RATE);
        let mut reader = far_end.reader();
        for index in 0..200_000 {
            far_end.write(index as f32);
        }
        let mut played = Vec::new();
        reader.read(&mut played);
        assert_eq!(played.len(), CAPACITY / 2);
        assert_eq!(played.last(), Some(&199_999.0));
    }

    #[test]
    fn another_rate_is_converted() {
        let far_end = FarEnd::new();
        far_end.set_rate(44_100);
        let mut reader = far_end.reader();
        for _ in 0..44_100 {
            far_end.write(0.1);
        }
        let mut played = Vec::new();
        reader.read(&mut played);
        // The ring kept 32768 of them.
        assert!((34_500..36_000).contains(&played.len()), "{}", played.len());
    }
}
