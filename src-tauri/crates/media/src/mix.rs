//! Voices into one, never louder than the output can be.

/// Above this the sum is bent towards full scale instead of being cut off.
const KNEE: f32 = 0.7;
/// Loudest sample that is given out: -0.1 dBFS.
const CEILING: f32 = 0.99;
/// The gain falls within so many samples, 1 ms, and rises over the whole piece.
const ATTACK: usize = 48;
/// How much of the reduction is taken back per piece of 10 ms: half in 0.2 s.
const RELEASE: f32 = 0.035;

/// Adds voices and keeps the sum in bounds.
pub(crate) struct Mix {
    gain: f32,
}

impl Mix {
    pub(crate) fn new() -> Self {
        Self { gain: 1.0 }
    }

    /// Brings the sum of all voices into -1 to 1: many voices at once turn everything down for a moment; what is left
    /// above the knee is bent. Call once per piece of 10 ms.
    pub(crate) fn limit(&mut self, sum: &mut [f32]) {
        let peak = sum
            .iter()
            .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        let before = self.gain;
        let bearable = if peak > 1.0 { 1.0 / peak } else { 1.0 };
        self.gain = if bearable < before {
            bearable
        } else {
            (before + (1.0 - before) * RELEASE).min(bearable)
        };
        let ramp = if self.gain < before {
            ATTACK
        } else {
            sum.len().max(1)
        } as f32;
        for (index, sample) in sum.iter_mut().enumerate() {
            let gain = before + (self.gain - before) * ((index as f32 + 1.0) / ramp).min(1.0);
            *sample = bend(*sample * gain);
        }
    }
}

/// Adds `voice` to `sum`.
pub(crate) fn add(sum: &mut [f32], voice: &[f32]) {
    for (sum, sample) in sum.iter_mut().zip(voice) {
        *sum += sample;
    }
}

/// Root of the mean square, 0 to 1 for sound in bounds.
pub(crate) fn rms(sound: &[f32]) -> f32 {
    (sound.iter().map(|sample| sample * sample).sum::<f32>() / sound.len().max(1) as f32).sqrt()
}

fn bend(sample: f32) -> f32 {
    let over = sample.abs() - KNEE;
    if over <= 0.0 {
        return sample;
    }
    let room = CEILING - KNEE;
    (KNEE + room * (over / room).tanh()).copysign(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, loud: f32) -> Vec<f32> {
        // Another phase for every pitch.
        (0..48_000)
            .map(|n| (n as f32 / 48_000.0 * hz * std::f32::consts::TAU + hz).sin() * loud)
            .collect()
    }

    fn mixed(voices: &[Vec<f32>]) -> Vec<f32> {
        let mut mix = Mix::new();
        (0..100)
            .flat_map(|piece| {
                let mut sum = vec![0.0; 480];
                for voice in voices {
                    add(&mut sum, &voice[piece * 480..(piece + 1) * 480]);
                }
                mix.limit(&mut sum);
                sum
            })
            .collect()
    }

    #[test]
    fn one_voice_passes_unchanged() {
        let voice = tone(440.0, 0.6);
        assert_eq!(mixed(std::slice::from_ref(&voice)), voice);
    }

    #[test]
    fn twenty_loud_voices_stay_in_bounds_and_do_not_click() {
        let voices: Vec<_> = (0..20)
            .map(|index| tone(200.0 + 37.0 * index as f32, 0.5))
            .collect();
        let sum = mixed(&voices);
        assert!(sum.iter().all(|sample| sample.abs() <= CEILING));
        // 940 Hz at full scale makes steps of 0.12.
        let step = sum[ATTACK..]
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .fold(0.0, f32::max);
        assert!(step < 0.3, "{step}");
        assert!(rms(&sum[24_000..]) > 0.1, "they are still heard");
    }

    #[test]
    fn after_a_shout_the_loudness_comes_back() {
        let mut voice = tone(300.0, 0.3);
        for sample in &mut voice[..9600] {
            *sample *= 10.0;
        }
        let sum = mixed(std::slice::from_ref(&voice));
        let (now, should) = (rms(&sum[43_200..]), rms(&voice[43_200..]));
        assert!(now > should * 0.9, "{now} of {should}");
    }
}
