//! What makes a microphone bearable for others: echo, noise and loudness (WebRTC's AEC3, NS and AGC2, by sonora).

use crate::audio::FarEndReader;
use crate::codec::RATE;
use crate::jitter::PIECE;
use sonora::config::{
    AdaptiveDigital, EchoCanceller, GainController2, HighPassFilter, MaxProcessingRate,
    NoiseSuppression, NoiseSuppressionLevel, Pipeline,
};
use sonora::{AudioProcessing, Config, StreamConfig};

/// One microphone's processing. 0.18 ms of CPU per 10 ms (measured).
pub(crate) struct Processor {
    engine: AudioProcessing,
    far_end: Option<FarEndReader>,
    /// Played, and not yet shown to the canceller.
    played: Vec<f32>,
    /// Least number of pieces that waited in `played` since the last look, and pieces until the next one.
    waited: usize,
    look: u32,
    unprocessed: [f32; PIECE],
}

/// Pieces between two looks at how far the clocks of speaker and microphone have drifted apart: a second.
const LOOK: u32 = 100;
/// More is not kept: the microphone had stopped for a second.
const MOST_WAITING: usize = 100;

impl Processor {
    /// `far_end` is what comes out of the speaker; without one there is no echo to remove.
    pub(crate) fn new(far_end: Option<FarEndReader>) -> Self {
        let stream = StreamConfig::new(RATE, 1);
        let config = Config {
            // The default of 32 kHz would cut speech at 16 kHz.
            pipeline: Pipeline {
                maximum_internal_processing_rate: MaxProcessingRate::Rate48kHz,
                ..Pipeline::default()
            },
            high_pass_filter: Some(HighPassFilter::default()),
            echo_canceller: far_end.as_ref().map(|_| EchoCanceller::default()),
            // As browsers set it: about 18 dB.
            noise_suppression: Some(NoiseSuppression {
                level: NoiseSuppressionLevel::High,
                ..NoiseSuppression::default()
            }),
            gain_controller2: Some(GainController2 {
                adaptive_digital: Some(AdaptiveDigital::default()),
                ..GainController2::default()
            }),
            ..Config::default()
        };
        let engine = AudioProcessing::builder()
            .config(config)
            .capture_config(stream)
            .render_config(stream)
            .build();
        Self {
            engine,
            far_end,
            played: Vec::new(),
            waited: MOST_WAITING,
            look: LOOK,
            unprocessed: [0.0; PIECE],
        }
    }

    /// Cleans 10 ms of the microphone in place.
    ///
    /// The canceller wants to see played and recorded sound in step, one piece each. When this thread was held up, both
    /// have queued and go on in step. What is always left over in the queue is drift between the two clocks: once a
    /// second it is shown as well, and the canceller's delay estimate follows.
    pub(crate) fn process(&mut self, piece: &mut [f32; PIECE]) {
        if let Some(far_end) = &mut self.far_end {
            far_end.read(&mut self.played);
            let waiting = self.played.len() / PIECE;
            self.waited = self.waited.min(waiting.saturating_sub(1));
            self.look -= 1;
            let extra = if self.look == 0 {
                self.waited
            } else {
                waiting.saturating_sub(MOST_WAITING)
            };
            if self.look == 0 {
                (self.look, self.waited) = (LOOK, MOST_WAITING);
            }
            let shown = waiting.min(1 + extra);
            for played in self.played[..shown * PIECE].chunks_exact(PIECE) {
                let mut unused = [0.0; PIECE];
                // It refuses only pieces of another size.
                let _ = self
                    .engine
                    .process_render_f32(&[played], &mut [&mut unused]);
            }
            self.played.drain(..shown * PIECE);
        }
        self.unprocessed = *piece;
        if self
            .engine
            .process_capture_f32(&[&self.unprocessed], &mut [&mut piece[..]])
            .is_err()
        {
            *piece = self.unprocessed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::FarEnd;
    use crate::mix::rms;
    use crate::testing::Speech;

    /// Plays speech for `seconds`; the microphone hears it `delay_ms` later at half the loudness. The speaker's clock
    /// runs `ppm` faster, and the processing thread is held up at random for up to `busy` pieces. Returns what is left
    /// and what was recorded, of the last second.
    fn echo_left(seconds: usize, delay_ms: usize, ppm: f64, busy: usize) -> (f32, f32) {
        let far_end = FarEnd::new();
        far_end.set_rate(RATE);
        let mut processor = Processor::new(Some(far_end.reader()));
        let played = Speech::new().take(seconds * 48_000 + 96_000);
        let (mut left, mut recorded) = (Vec::new(), Vec::new());
        let (mut written, mut held_until) = (0, 0);
        for index in 0..seconds * 100 {
            // While held up, both sides queue: what was played by the end of the hold is there for all of its pieces.
            if index >= held_until {
                held_until = index + 1 + index * 7919 % (busy + 1);
            }
            let now = held_until * PIECE;
            let by_now = (now as f64 * (1.0 + ppm * 1e-6)) as usize;
            for sample in &played[written..by_now] {
                far_end.write(*sample);
            }
            written = by_now;
            let mut piece = std::array::from_fn(|n| {
                let at = ((index * PIECE + n) as f64 * (1.0 + ppm * 1e-6)) as usize;
                at.checked_sub(delay_ms * 48)
                    .map_or(0.0, |at| played[at] * 0.5)
            });
            if index >= (seconds - 1) * 100 {
                recorded.extend_from_slice(&piece);
            }
            processor.process(&mut piece);
            if index >= (seconds - 1) * 100 {
                left.extend_from_slice(&piece);
            }
        }
        (rms(&left), rms(&recorded))
    }

    #[test]
    fn the_others_are_not_sent_back_to_themselves() {
        for (delay_ms, ppm, busy) in [
            (40, 0.0, 0),
            (120, 0.0, 0),
            (60, 200.0, 0),
            (60, -200.0, 0),
            (60, 0.0, 8),
            (60, 200.0, 5),
        ] {
            let (left, recorded) = echo_left(8, delay_ms, ppm, busy);
            let removed = 20.0 * (recorded / left.max(1e-9)).log10();
            assert!(
                removed > 15.0,
                "{delay_ms} ms, {ppm} ppm, held up for {busy}: {removed} dB"
            );
        }
    }

    #[test]
    fn speech_passes_and_steady_noise_does_not() {
        let mut processor = Processor::new(None);
        let (mut voice, mut state) = (Speech::new(), 1u32);
        let (mut speech, mut noise_in, mut noise_out) = (Vec::new(), Vec::new(), Vec::new());
        for index in 0..800 {
            let speaking = index / 100 % 2 == 1;
            let mut piece = std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = ((state >> 16) as f32 / 32_768.0 - 1.0) * 0.01;
                noise + if speaking { voice.next_sample() } else { 0.0 }
            });
            let before = rms(&piece);
            processor.process(&mut piece);
            if index > 400 && speaking {
                speech.extend_from_slice(&piece);
            }
            if index > 450 && !speaking && index % 100 > 50 {
                noise_in.push(before);
                noise_out.push(rms(&piece));
            }
        }
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
        assert!(rms(&speech) > 0.02, "{}", rms(&speech));
        let snr = rms(&speech) / mean(&noise_out);
        assert!(
            snr > 20.0,
            "speech is {snr} times louder than what is left of the noise"
        );
    }
}
