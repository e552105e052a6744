//! Speech a little shorter or longer at the same pitch: one period is left out or played twice, with a soft joint.

/// Periods looked for, in samples at 48 kHz: 400 Hz down to 100 Hz.
const PERIODS: std::ops::RangeInclusive<usize> = 120..=480;
/// Samples compared, and blended at the joint.
const OVERLAP: usize = 240;
/// Comparing every fourth sample suffices below 6 kHz, where pitch is.
const STRIDE: usize = 4;
/// How alike two stretches must be (1 = the same) for a joint that is not heard.
const ALIKE: f32 = 0.6;
/// Mean square under which everything sounds alike: -50 dBFS.
const QUIET: f32 = 1e-5;

/// Leaves out one period of `sound`, if one is found or `force`d. Needs 20 ms; gives back 10 to 17.5 ms of it.
pub(super) fn shorten(sound: &mut Vec<f32>, force: bool) {
    let Some(period) = period(sound, force) else {
        return;
    };
    for index in 0..OVERLAP {
        let blend = (index as f32 + 0.5) / OVERLAP as f32;
        sound[index] = sound[index] * (1.0 - blend) + sound[index + period] * blend;
    }
    sound.drain(OVERLAP..OVERLAP + period);
}

/// Plays one period of `sound` twice, if one is found.
pub(super) fn lengthen(sound: &mut Vec<f32>) {
    let Some(period) = period(sound, false) else {
        return;
    };
    // First everything up to `period`, then, blended over, the same again from the start.
    let mut longer = Vec::with_capacity(sound.len() + period);
    longer.extend_from_slice(&sound[..period]);
    longer.extend((0..OVERLAP).map(|index| {
        let blend = (index as f32 + 0.5) / OVERLAP as f32;
        sound[period + index] * (1.0 - blend) + sound[index] * blend
    }));
    longer.extend_from_slice(&sound[OVERLAP..]);
    *sound = longer;
}

/// The shift by which the start of `sound` is most like itself.
fn period(sound: &[f32], force: bool) -> Option<usize> {
    if sound.len() < PERIODS.end() + OVERLAP {
        return None;
    }
    if sound.iter().map(|sample| sample * sample).sum::<f32>() < QUIET * sound.len() as f32 {
        return Some(*PERIODS.end());
    }
    let energy = |from: usize| {
        (0..OVERLAP)
            .step_by(STRIDE)
            .map(|index| sound[from + index].powi(2))
            .sum::<f32>()
    };
    let start = energy(0);
    let (best, likeness) = PERIODS
        .step_by(2)
        .map(|period| {
            let product: f32 = (0..OVERLAP)
                .step_by(STRIDE)
                .map(|index| sound[index] * sound[period + index])
                .sum();
            (period, product / (start * energy(period)).sqrt().max(1e-9))
        })
        .fold((*PERIODS.end(), f32::MIN), |best, next| {
            if next.1 > best.1 { next } else { best }
        });
    (likeness > ALIKE || force).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32) -> Vec<f32> {
        (0..960)
            .map(|n| (n as f32 / 48_000.0 * hz * std::f32::consts::TAU).sin() * 0.3)
            .collect()
    }

    fn largest_step(sound: &[f32]) -> f32 {
        sound
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .fold(0.0, f32::max)
    }

    #[test]
    fn a_voice_gets_shorter_and_longer_without_a_click_or_a_change_of_pitch() {
        for hz in [110.0, 180.0, 333.0] {
            let original = tone(hz);
            let (mut short, mut long) = (original.clone(), original.clone());
            shorten(&mut short, false);
            lengthen(&mut long);
            assert!(
                (480..=840).contains(&short.len()),
                "{hz} Hz: {}",
                short.len()
            );
            assert_eq!(960 - short.len(), long.len() - 960);
            for changed in [&short, &long] {
                assert!(
                    largest_step(changed) < 1.3 * largest_step(&original),
                    "{hz} Hz"
                );
                let upwards = changed
                    .windows(2)
                    .filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0)
                    .count() as f32;
                let expected = changed.len() as f32 / 48_000.0 * hz;
                assert!(
                    (upwards - expected).abs() <= 1.2,
                    "{hz} Hz: {upwards} periods, {expected} expected"
                );
            }
        }
    }

    #[test]
    fn noise_is_left_alone_unless_forced_and_silence_gives_most() {
        let mut state = 7u32;
        let noise: Vec<f32> = (0..960)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as f32 / 65_536.0 - 0.5
            })
            .collect();
        let mut sound = noise.clone();
        shorten(&mut sound, false);
        lengthen(&mut sound);
        assert_eq!(sound, noise);
        shorten(&mut sound, true);
        assert!(sound.len() < 960);
        let mut silence = vec![0.0; 960];
        shorten(&mut silence, false);
        assert_eq!(silence.len(), 480);
        let mut too_short = vec![0.1; 300];
        shorten(&mut too_short, true);
        assert_eq!(too_short.len(), 300);
    }
}
