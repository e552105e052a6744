//! Mono sound from one rate to another, in whatever portions it comes.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Async, Fft, FixedAsync, FixedSync, SincInterpolationParameters, WindowFunction};

/// Sound is converted in blocks of about 10 ms; the filter adds half a block of delay.
const BLOCKS_PER_SECOND: u32 = 100;
/// With a common divisor below this, FFT blocks would get longer than 20 ms.
const SMALLEST_DIVISOR: u32 = 50;

/// Keeps what does not fill a block for the next call.
pub(crate) struct Resampler {
    /// `None` when the rates are the same.
    engine: Option<Box<dyn rubato::Resampler<f32> + Send>>,
    waiting: Vec<f32>,
    converted: Vec<f32>,
}

impl Resampler {
    /// Rates in Hz; `None` when no filter can be made for them (a rate of 0).
    pub(crate) fn new(from: u32, to: u32) -> Option<Self> {
        let engine: Option<Box<dyn rubato::Resampler<f32> + Send>> = if from == to && from > 0 {
            None
        } else if divisor(from, to) >= SMALLEST_DIVISOR {
            let block = (from / BLOCKS_PER_SECOND).max(1) as usize;
            Some(Box::new(
                Fft::new(from as usize, to as usize, block, 1, FixedSync::Input).ok()?,
            ))
        } else {
            let block = (from / BLOCKS_PER_SECOND).max(1) as usize;
            let parameters = SincInterpolationParameters::new(64, WindowFunction::BlackmanHarris2);
            let ratio = f64::from(to) / f64::from(from);
            Some(Box::new(
                Async::new_sinc(ratio, 1.0, &parameters, block, 1, FixedAsync::Input).ok()?,
            ))
        };
        let converted = vec![
            0.0;
            engine
                .as_ref()
                .map_or(0, |engine| engine.output_frames_max())
        ];
        Some(Self {
            engine,
            waiting: Vec::new(),
            converted,
        })
    }

    /// Converts `sound` and adds what is ready to `to`.
    pub(crate) fn process(&mut self, sound: &[f32], to: &mut Vec<f32>) {
        let Some(engine) = &mut self.engine else {
            return to.extend_from_slice(sound);
        };
        self.waiting.extend_from_slice(sound);
        let mut done = 0;
        while self.waiting.len() - done >= engine.input_frames_next() {
            let block = &self.waiting[done..];
            let space = self.converted.len();
            let (Ok(input), Ok(mut output)) = (
                SequentialSlice::new(block, 1, block.len()),
                SequentialSlice::new_mut(&mut self.converted, 1, space),
            ) else {
                break;
            };
            // The buffers have the sizes that the engine asks for: it has nothing to refuse.
            let Ok((read, written)) = engine.process_into_buffer(&input, &mut output, None) else {
                break;
            };
            done += read;
            to.extend_from_slice(&self.converted[..written]);
        }
        self.waiting.drain(..done);
    }
}

fn divisor(one: u32, two: u32) -> u32 {
    if two == 0 {
        one
    } else {
        divisor(two, one % two)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::loudest_of;

    fn tone(rate: u32, hz: f32, seconds: f32) -> Vec<f32> {
        let samples = (rate as f32 * seconds) as usize;
        (0..samples)
            .map(|n| (n as f32 / rate as f32 * hz * std::f32::consts::TAU).sin() * 0.5)
            .collect()
    }

    #[test]
    fn a_tone_keeps_pitch_loudness_and_length_between_all_usual_rates() {
        for (from, to) in [
            (44_100, 48_000),
            (48_000, 44_100),
            (8000, 48_000),
            (16_000, 48_000),
            (96_000, 48_000),
            (48_000, 48_000),
            (47_999, 48_000),
            (11_025, 48_000),
            (48_000, 192_000),
        ] {
            let (mut resampler, mut out) = (Resampler::new(from, to).unwrap(), Vec::new());
            // Odd portions, as callbacks bring them.
            for portion in tone(from, 1000.0, 2.0).chunks(337) {
                resampler.process(portion, &mut out);
            }
            let seconds = out.len() as f32 / to as f32;
            assert!(
                (1.93..=2.01).contains(&seconds),
                "{from} to {to}: {seconds} s"
            );
            let middle = &out[to as usize / 2..to as usize * 3 / 2];
            let (hz, share) = loudest_of(middle, to, (900..=1100).step_by(5));
            assert_eq!(hz, 1000, "{from} to {to}");
            assert!(
                share > 0.98,
                "{from} to {to}: {share} of the energy is the tone's"
            );
            let rms = (middle.iter().map(|x| x * x).sum::<f32>() / middle.len() as f32).sqrt();
            assert!((rms - 0.3535).abs() < 0.01, "{from} to {to}: {rms}");
        }
    }

    #[test]
    fn what_does_not_fit_the_lower_rate_is_removed_not_folded() {
        let (mut resampler, mut out) = (Resampler::new(48_000, 16_000).unwrap(), Vec::new());
        resampler.process(&tone(48_000, 12_000.0, 1.0), &mut out);
        let rms =
            (out[2000..].iter().map(|x| x * x).sum::<f32>() / (out.len() - 2000) as f32).sqrt();
        assert!(rms < 0.01, "{rms}");
    }

    #[test]
    fn a_rate_of_zero_is_refused() {
        assert!(Resampler::new(0, 48_000).is_none());
        assert!(Resampler::new(48_000, 0).is_none());
        assert!(Resampler::new(0, 0).is_none());
    }
}
