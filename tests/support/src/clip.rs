//! A stretch of recorded sound, and what can be said of it.

use std::f64::consts::TAU;
use std::path::Path;

/// Mono sound.
#[derive(Clone, Debug)]
pub struct Clip {
    /// Samples a second.
    pub rate: u32,
    /// Full scale is ±1.
    pub samples: Vec<f32>,
}

impl Clip {
    /// The first channel of a WAV file.
    pub fn read(path: &Path) -> Clip {
        let mut wav = hound::WavReader::open(path)
            .unwrap_or_else(|error| panic!("{} is not a WAV file: {error}", path.display()));
        let spec = wav.spec();
        let every = usize::from(spec.channels);
        let samples = match spec.sample_format {
            hound::SampleFormat::Float => wav.samples::<f32>().flatten().step_by(every).collect(),
            hound::SampleFormat::Int => {
                let full = 2f32.powi(i32::from(spec.bits_per_sample) - 1);
                let samples = wav.samples::<i32>().flatten().step_by(every);
                samples.map(|s| s as f32 / full).collect()
            }
        };
        Clip {
            rate: spec.sample_rate,
            samples,
        }
    }

    /// Writes a sine of `hz` at -12 dBFS as a 16-bit mono WAV file.
    pub fn write_tone(path: &Path, hz: f64, seconds: u32) {
        write(path, seconds, |at| (TAU * hz * at).sin());
    }

    /// Writes syllables on a pitch of `hz`: what a noise suppressor lets pass, unlike a steady tone.
    pub fn write_voice(path: &Path, hz: f64, seconds: u32) {
        write(path, seconds, |at| {
            let syllable = (TAU * 2.5 * at).sin().max(0.0); // 200 ms of voice, 200 ms of nothing
            let voice = (1..=5).map(|n| (TAU * hz * f64::from(n) * at).sin() / f64::from(n));
            syllable * voice.sum::<f64>()
        });
    }

    /// The loudest whole second.
    pub fn best_second(&self) -> Clip {
        self.loudest_part(self.rate as usize)
    }

    /// Its loudest `length` samples, found in steps of a quarter of that.
    fn loudest_part(&self, length: usize) -> Clip {
        let length = length.min(self.samples.len());
        let step = (length / 4).max(1);
        let starts = (0..=self.samples.len() - length).step_by(step);
        let energy = |start: &usize| -> f64 { energy(&self.samples[*start..*start + length]) };
        let start = starts
            .max_by(|a, b| energy(a).total_cmp(&energy(b)))
            .unwrap_or(0);
        Clip {
            rate: self.rate,
            samples: self.samples[start..start + length].to_vec(),
        }
    }

    /// Root mean square, full scale 1.
    pub fn level(&self) -> f64 {
        (energy(&self.samples) / self.samples.len().max(1) as f64).sqrt()
    }

    /// The loudest frequency between 100 and 4000 Hz, to 1 Hz.
    pub fn loudest_hz(&self) -> f64 {
        // On a quarter of a second the main lobe is 16 Hz wide: 5 Hz steps cannot miss it.
        // The loudest quarter: a tone that has only just begun leaves the first one silent.
        let short = self.loudest_part(self.rate as usize / 4);
        let near = short.strongest((20..=800).map(|i| f64::from(i) * 5.0));
        self.strongest((-10..=10).map(|i| near + f64::from(i)))
    }

    fn strongest(&self, frequencies: impl Iterator<Item = f64>) -> f64 {
        frequencies
            .max_by(|a, b| self.amplitude(*a).total_cmp(&self.amplitude(*b)))
            .unwrap_or(0.0)
    }

    /// How strong a sine of `hz` is in it (Goertzel, Hann window): its amplitude, full scale 1.
    pub fn amplitude(&self, hz: f64) -> f64 {
        let n = self.samples.len() as f64;
        let turn = TAU * hz / f64::from(self.rate);
        let factor = 2.0 * turn.cos();
        let (mut one, mut two) = (0.0, 0.0);
        for (i, sample) in self.samples.iter().enumerate() {
            let window = 0.5 - 0.5 * (TAU * i as f64 / n).cos();
            (one, two) = (f64::from(*sample) * window + factor * one - two, one);
        }
        let power = one * one + two * two - factor * one * two;
        4.0 * power.max(0.0).sqrt() / n
    }

    /// Is a sine of `hz` in it, well above what is beside it?
    pub fn has_tone(&self, hz: f64) -> bool {
        let here = self.amplitude(hz);
        let beside = self.amplitude(hz - 40.0).max(self.amplitude(hz + 40.0));
        here > 0.01 && here > 5.0 * beside
    }
}

/// `wave` gives samples of about ±1 for a time in seconds; they are written at -12 dBFS.
fn write(path: &Path, seconds: u32, wave: impl Fn(f64) -> f64) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec).expect("the lab's folder can be written");
    for i in 0..seconds * 48_000 {
        let sample = wave(f64::from(i) / 48_000.0) * 8192.0;
        wav.write_sample(sample as i16).expect("the disk has room");
    }
    wav.finalize().expect("the disk has room");
}

fn energy(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix(tones: &[(f64, f64)]) -> Clip {
        let samples = (0..48_000).map(|i| {
            let at = f64::from(i) / 48_000.0;
            let sum: f64 = tones.iter().map(|(hz, a)| a * (TAU * hz * at).sin()).sum();
            sum as f32
        });
        Clip {
            rate: 48_000,
            samples: samples.collect(),
        }
    }

    #[test]
    fn a_tone_is_found_in_a_mix_with_its_strength() {
        let clip = mix(&[(440.0, 0.2), (1320.0, 0.05)]);
        assert_eq!(clip.loudest_hz(), 440.0);
        assert!((clip.amplitude(1320.0) - 0.05).abs() < 0.002);
        assert!(clip.has_tone(440.0) && clip.has_tone(1320.0));
        assert!(!clip.has_tone(880.0));
    }

    #[test]
    fn a_tone_that_began_late_is_found_too() {
        let mut clip = mix(&[(640.0, 0.2)]);
        clip.samples[..30_000].fill(0.0);
        assert_eq!(clip.best_second().loudest_hz(), 640.0);
    }
}
