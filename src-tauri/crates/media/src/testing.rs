//! Signals and measures that the tests of several modules share.

/// Something that a codec and a noise suppressor take for speech: a glottal pulse train through two moving formants,
/// in syllables with pauses.
pub(crate) struct Speech {
    at: u64,
    phase: f32,
    resonators: [[f32; 2]; 2],
}

impl Speech {
    pub(crate) fn new() -> Self {
        Self {
            at: 0,
            phase: 0.0,
            resonators: [[0.0; 2]; 2],
        }
    }

    /// The next sample at 48 kHz, within -0.5 to 0.5.
    pub(crate) fn next_sample(&mut self) -> f32 {
        let time = self.at as f32 / 48_000.0;
        self.at += 1;
        let syllable = (time * 3.1).fract();
        let loudness = if syllable < 0.7 {
            (syllable / 0.7 * std::f32::consts::PI).sin()
        } else {
            0.0
        };
        let pitch = 120.0 + 30.0 * (time * 1.7).sin();
        self.phase += pitch / 48_000.0;
        let pulse = if self.phase >= 1.0 {
            self.phase -= 1.0;
            1.0
        } else {
            0.0
        };
        let mut sound = 0.0;
        let formants = [
            500.0 + 200.0 * (time * 2.3).sin(),
            1500.0 + 500.0 * (time * 1.3).cos(),
        ];
        for (state, formant) in self.resonators.iter_mut().zip(formants) {
            let (radius, angle) = (0.99f32, std::f32::consts::TAU * formant / 48_000.0);
            let next = pulse + 2.0 * radius * angle.cos() * state[0] - radius * radius * state[1];
            *state = [next, state[0]];
            sound += next * 0.012;
        }
        (sound * loudness).clamp(-0.5, 0.5)
    }

    pub(crate) fn take(&mut self, samples: usize) -> Vec<f32> {
        (0..samples).map(|_| self.next_sample()).collect()
    }
}

/// Signal to noise ratio in dB of `heard` against `said`, at the best delay up to 30 ms and the best gain.
pub(crate) fn snr(said: &[f32], heard: &[f32]) -> f32 {
    let length = said.len().min(heard.len()) - 1440;
    let said = &said[..length];
    let energy: f32 = said.iter().map(|x| x * x).sum();
    (0..1440)
        .map(|delay| {
            let heard = &heard[delay..delay + length];
            let product: f32 = said.iter().zip(heard).map(|(a, b)| a * b).sum();
            let power: f32 = heard.iter().map(|x| x * x).sum::<f32>().max(1e-12);
            // Projection: what of `heard` is `said`, against what is not.
            let coherent = product * product / (power * energy).max(1e-12);
            10.0 * (coherent / (1.0 - coherent).max(1e-9)).log10()
        })
        .fold(f32::MIN, f32::max)
}

/// The loudest of `candidates` in Hz (Goertzel), and its share of the whole energy.
pub(crate) fn loudest_of(
    samples: &[f32],
    rate: u32,
    candidates: impl IntoIterator<Item = u32>,
) -> (u32, f32) {
    let energy: f32 = samples.iter().map(|x| x * x).sum::<f32>().max(1e-12);
    candidates
        .into_iter()
        .map(|hz| {
            let angle = std::f64::consts::TAU * f64::from(hz) / f64::from(rate);
            let (mut one, mut two) = (0.0f64, 0.0f64);
            for &sample in samples {
                let next = f64::from(sample) + 2.0 * angle.cos() * one - two;
                (one, two) = (next, one);
            }
            let power = one * one + two * two - 2.0 * angle.cos() * one * two;
            (hz, (power * 2.0 / samples.len() as f64) as f32 / energy)
        })
        .fold(
            (0, f32::MIN),
            |best, next| if next.1 > best.1 { next } else { best },
        )
}

pub(crate) fn psnr(one: &[u8], two: &[u8]) -> f64 {
    assert_eq!(one.len(), two.len());
    let error: u64 = one
        .iter()
        .zip(two)
        .map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2))
        .sum();
    10.0 * (65_025.0 * one.len() as f64 / (error as f64).max(1.0)).log10()
}

/// A file that goes away with its handle.
pub(crate) struct TempFile(std::path::PathBuf);

impl TempFile {
    pub(crate) fn new(extension: &str, bytes: &[u8]) -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "adjourn-media-{}-{}.{extension}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).expect("a writable temporary directory");
        Self(path)
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
