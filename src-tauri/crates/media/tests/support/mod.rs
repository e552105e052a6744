//! Sound for tests against real sound systems, and measures of it.

use adjourn_media::{FarEnd, Microphone, MicrophoneEvent, MicrophoneSource, Voice};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Bursts of a buzz with the harmonics of 150 Hz, as syllables: noise suppression lets them pass.
pub fn syllables(seconds: usize) -> Vec<f32> {
    let sample = |n: usize| {
        let time = n as f32 / 48_000.0;
        let beat = (time * 2.7).fract();
        let loud = if beat < 0.6 {
            (beat / 0.6 * std::f32::consts::PI).sin()
        } else {
            0.0
        };
        let buzz: f32 = (1..20)
            .map(|k| (time * 150.0 * k as f32 * std::f32::consts::TAU).sin() / k as f32)
            .sum();
        buzz * loud * 0.25
    };
    (0..seconds * 48_000).map(sample).collect()
}

/// Share of the energy at `hz`, 0 to 1.
pub fn share_at(sound: &[f32], hz: f32) -> f32 {
    let (mut one, mut two) = (0.0f64, 0.0f64);
    let turn = 2.0 * (std::f64::consts::TAU * f64::from(hz) / 48_000.0).cos();
    for sample in sound {
        (one, two) = (f64::from(*sample) + turn * one - two, one);
    }
    let power = (one * one + two * two - turn * one * two) * 2.0 / sound.len() as f64;
    (power
        / sound
            .iter()
            .map(|x| f64::from(x * x))
            .sum::<f64>()
            .max(1e-9)) as f32
}

/// How much louder the buzz's harmonics are than what lies between them.
pub fn buzz(sound: &[f32]) -> f32 {
    let sum = |pitches: [f32; 5]| {
        pitches
            .into_iter()
            .map(|hz| share_at(sound, hz))
            .sum::<f32>()
    };
    sum([150.0, 300.0, 450.0, 600.0, 750.0]) / sum([225.0, 375.0, 525.0, 675.0, 825.0]).max(1e-9)
}

/// Opens a microphone and collects what it tells.
pub fn open_microphone(
    id: Option<String>,
    far_end: Option<FarEnd>,
) -> (Microphone, Receiver<MicrophoneEvent>) {
    let (sender, events) = channel();
    let microphone = Microphone::open(&MicrophoneSource::device(id), far_end, move |event| {
        let _ = sender.send(event);
    });
    (microphone.unwrap(), events)
}

/// The sound in a microphone's packets.
pub fn decode(events: impl IntoIterator<Item = MicrophoneEvent>) -> Vec<f32> {
    let mut decoder = opus::Decoder::new(48_000, opus::Channels::Mono).unwrap();
    let (mut sound, mut buffer) = (Vec::new(), [0.0; 5760]);
    for event in events {
        let MicrophoneEvent::Packet(packet) = event else {
            panic!("{event:?}")
        };
        let length = decoder
            .decode_float(&packet.data, &mut buffer, false)
            .unwrap();
        sound.extend_from_slice(&buffer[..length]);
    }
    sound
}

/// Sends `sound` to a voice in real time, in packets of 20 ms.
pub fn speak(voice: &Voice, sound: &[f32]) {
    let mut encoder =
        opus::Encoder::new(48_000, opus::Channels::Mono, opus::Application::Voip).unwrap();
    let start = Instant::now();
    for (index, frame) in sound.chunks_exact(960).enumerate() {
        voice.push(
            index as u16,
            index as u32 * 960,
            encoder.encode_vec_float(frame, 1275).unwrap().into(),
        );
        let next = start + Duration::from_millis(20 * (index as u64 + 1));
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}
