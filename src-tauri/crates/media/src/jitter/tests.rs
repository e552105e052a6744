//! Whole streams through the jitter buffer in virtual time.

use super::{JitterBuffer, PIECE, Playout};
use crate::codec::{FRAME, OpusDecoder, OpusEncoder, Traffic, is_dtx};
use crate::testing::{Speech, snr};
use bytes::Bytes;
use std::sync::Mutex;
use std::time::Duration;

/// A packet as it was sent.
#[derive(Clone)]
struct Sent {
    sequence: u16,
    timestamp: u32,
    payload: Bytes,
}

/// Speech, encoded: `packets` of 20 ms. With `Traffic::Speech` silence is left out as a microphone does.
fn stream(packets: usize, traffic: Traffic, speech: impl Fn(usize) -> bool) -> Vec<Sent> {
    let (mut encoder, mut voice, mut sequence, mut in_dtx) = (
        OpusEncoder::new(traffic).unwrap(),
        Speech::new(),
        65_500u16,
        false,
    );
    let mut sent = Vec::new();
    for index in 0..packets {
        let frame = std::array::from_fn(|_| {
            let sample = voice.next_sample();
            if speech(index) { sample } else { 0.0 }
        });
        let payload = Bytes::copy_from_slice(encoder.encode(&frame).unwrap());
        let skip = is_dtx(&payload) && in_dtx;
        in_dtx = is_dtx(&payload);
        if !skip {
            // Timestamps wrap early, sequence numbers after 36 packets.
            let timestamp = 0xffff_f000u32.wrapping_add(index as u32 * FRAME as u32);
            sent.push(Sent {
                sequence,
                timestamp,
                payload,
            });
            sequence = sequence.wrapping_add(1);
        }
    }
    sent
}

/// When each packet arrives, in ms; `None` for never.
type Network<'a> = &'a dyn Fn(usize, f64) -> Option<f64>;

struct Heard {
    sound: Vec<f32>,
    /// When the first sound was handed out, in ms.
    first: Option<f64>,
    playout: Playout,
    buffer: Mutex<JitterBuffer>,
    /// Delay at the end of each second.
    delays: Vec<Duration>,
}

/// Sends `packets` through `network`; pulls 10 ms every 10 ms for `seconds`.
fn play(packets: &[Sent], seconds: u32, network: Network) -> Heard {
    let start = packets[0].timestamp;
    let mut arrivals: Vec<(f64, &Sent)> = packets
        .iter()
        .enumerate()
        .filter_map(|(index, packet)| {
            let sent = f64::from(packet.timestamp.wrapping_sub(start)) / 48.0;
            network(index, sent).map(|at| (at, packet))
        })
        .collect();
    arrivals.sort_by(|one, two| one.0.total_cmp(&two.0));
    let mut arrivals = arrivals.into_iter().peekable();
    let (buffer, mut playout) = (Mutex::new(JitterBuffer::new()), Playout::new().unwrap());
    let (mut sound, mut first, mut delays, mut piece) =
        (Vec::new(), None, Vec::new(), [0.0; PIECE]);
    for tick in 0..seconds * 100 {
        // Pulls fall between arrivals, as they do in life.
        let now = f64::from(tick) * 10.0 + 3.0;
        while let Some((at, packet)) = arrivals.next_if(|(at, _)| *at <= now) {
            let at = Duration::from_secs_f64(at / 1000.0 + 100.0);
            buffer.lock().unwrap().insert(
                at,
                packet.sequence,
                packet.timestamp,
                packet.payload.clone(),
            );
        }
        let at = Duration::from_secs_f64(now / 1000.0 + 100.0);
        if playout.pull(&buffer, at, &mut piece) && first.is_none() {
            first = Some(now);
        }
        sound.extend_from_slice(&piece);
        if tick % 100 == 99 {
            delays.push(buffer.lock().unwrap().delay());
        }
    }
    Heard {
        sound,
        first,
        playout,
        buffer,
        delays,
    }
}

/// A number below `below` that looks random and depends on `index` only.
fn dice(index: usize, below: usize) -> usize {
    let mut state = index as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    (state % below as u64) as usize
}

const MS: u64 = 48;

#[test]
fn a_perfect_network_plays_every_packet_once_and_soon() {
    let packets = stream(250, Traffic::Measuring, |_| true);
    let heard = play(&packets, 6, &|_, sent| Some(sent + 30.0));
    let first = heard.first.unwrap() - 30.0;
    assert!(first < 40.0, "first sound after {first} ms");
    let played = heard.playout.played();
    assert_eq!(played.decoded, 250 * FRAME as u64);
    assert_eq!(played.recovered, 0);
    assert!(
        played.concealed <= 60 * MS,
        "only after the end: {played:?}"
    );
    assert_eq!(heard.buffer.lock().unwrap().counts().discarded, 0);
    assert!(
        heard.delays[4] <= Duration::from_millis(45),
        "{:?}",
        heard.delays
    );
}

#[test]
fn reordered_and_doubled_packets_are_played_in_order_and_once() {
    let packets = stream(500, Traffic::Measuring, |_| true);
    let mut doubled: Vec<Sent> = Vec::new();
    for packet in &packets {
        doubled.extend([packet.clone(), packet.clone()]);
    }
    let heard = play(&doubled, 11, &|index, sent| {
        Some(sent + if index / 2 % 5 == 3 { 48.0 } else { 20.0 })
    });
    let played = heard.playout.played();
    let expected = 500 * FRAME as u64;
    assert!(played.decoded > expected * 97 / 100, "{played:?}");
    let counts = heard.buffer.lock().unwrap().counts();
    assert_eq!(counts.packets, 1000);
    assert!((500..530).contains(&counts.discarded), "{counts:?}");
}

#[test]
fn fec_restores_single_losses_better_than_concealment_does() {
    let packets = stream(500, Traffic::Measuring, |_| true);
    let reference = play(&packets, 10, &|_, sent| Some(sent + 20.0)).sound;
    let lose = |index: usize| index % 10 == 7;
    let fec = play(&packets, 10, &|index, sent| {
        (!lose(index)).then_some(sent + 20.0)
    });
    // As many losses, two at a time: for the first of each pair there is no copy.
    let plc = play(&packets, 10, &|index, sent| {
        (!(index % 20 == 7 || index % 20 == 8)).then_some(sent + 20.0)
    });
    // In pauses the encoder sends no copies, where concealment does as well.
    let played = fec.playout.played();
    assert!(played.recovered > 30 * FRAME as u64, "{played:?}");
    assert!(played.concealed < 20 * FRAME as u64, "{played:?}");
    let concealed = plc.playout.played();
    assert!(
        concealed.recovered > 10 * FRAME as u64 && concealed.concealed > 25 * FRAME as u64,
        "{concealed:?}"
    );
    let (fec, plc) = (
        snr(&reference[48_000..], &fec.sound[48_000..]),
        snr(&reference[48_000..], &plc.sound[48_000..]),
    );
    assert!(fec > plc + 2.0, "FEC {fec} dB, with concealment {plc} dB");
}

#[test]
fn the_delay_follows_the_jitter_up_and_slowly_down() {
    let packets = stream(3000, Traffic::Measuring, |_| true);
    // 20 s quiet, 20 s with up to 100 ms of jitter, 20 s quiet.
    let jitter = |index: usize| {
        if (1000..2000).contains(&index) {
            dice(index, 100) as f64
        } else {
            0.0
        }
    };
    let heard = play(&packets, 60, &|index, sent| {
        Some(sent + 20.0 + jitter(index))
    });
    let (quiet, jittery, quiet_again) = (heard.delays[18], heard.delays[38], heard.delays[58]);
    assert!(quiet <= Duration::from_millis(45), "{quiet:?}");
    assert!(
        (Duration::from_millis(90)..Duration::from_millis(170)).contains(&jittery),
        "{jittery:?}"
    );
    assert!(quiet_again < Duration::from_millis(80), "{quiet_again:?}");
    let played = heard.playout.played();
    let lost = played.concealed + played.recovered;
    assert!(lost < 3000 * FRAME as u64 * 2 / 100, "{played:?}");
    assert!(
        played.decoded > 3000 * FRAME as u64 * 98 / 100,
        "{played:?}"
    );
}

#[test]
fn a_stall_of_the_network_is_caught_up_without_losing_speech() {
    let packets = stream(500, Traffic::Measuring, |_| true);
    // Everything sent within 300 ms arrives at once.
    let heard = play(&packets, 12, &|_, sent| {
        Some(if (4000.0..4300.0).contains(&sent) {
            4320.0
        } else {
            sent + 20.0
        })
    });
    let played = heard.playout.played();
    assert_eq!(played.decoded, 500 * FRAME as u64, "{played:?}");
    let end = heard.delays[9];
    assert!(
        end < Duration::from_millis(200),
        "delay 5 s after the stall: {end:?}"
    );
}

#[test]
fn silence_left_out_by_the_sender_is_no_loss_and_counts_as_played() {
    // A second of speech, two of silence, and so on.
    let packets = stream(900, Traffic::Speech, |index| index / 50 % 3 == 0);
    assert!(
        packets.len() < 700,
        "DTX left out {} packets",
        900 - packets.len()
    );
    let heard = play(&packets, 18, &|_, sent| Some(sent + 20.0));
    let played = heard.playout.played();
    let total = 900 * FRAME as u64;
    assert!(played.decoded > total * 95 / 100, "{played:?}");
    assert!(played.decoded <= total, "{played:?}");
    assert_eq!(played.recovered, 0, "{played:?}");
    assert!(played.concealed <= 200 * MS, "{played:?}");
    assert_eq!(heard.buffer.lock().unwrap().counts().discarded, 0);
}

#[test]
fn a_stream_that_ended_does_not_count_on() {
    let packets = stream(100, Traffic::Speech, |index| index < 50);
    let heard = play(&packets, 30, &|_, sent| Some(sent + 20.0));
    assert!(heard.playout.played().decoded <= 101 * FRAME as u64);
    assert!(heard.playout.played().concealed <= 60 * MS);
    assert!(
        heard.sound[48_000 * 10..]
            .iter()
            .all(|&sample| sample == 0.0),
        "it is quiet"
    );
}

#[test]
fn a_muted_minute_is_not_counted_and_speech_is_heard_at_once_after_it() {
    let mut packets = stream(100, Traffic::Measuring, |_| true);
    for packet in &mut packets[50..] {
        packet.timestamp = packet.timestamp.wrapping_add(60 * 48_000);
    }
    let heard = play(&packets, 64, &|_, sent| Some(sent + 20.0));
    let played = heard.playout.played();
    assert_eq!(played.decoded, 100 * FRAME as u64, "{played:?}");
    let back = heard
        .sound
        .iter()
        .skip(48_000 * 30)
        .position(|sample| sample.abs() > 0.01)
        .expect("heard again")
        + 48_000 * 30;
    let after = back as f64 / 48.0 - 61_020.0;
    assert!(after < 400.0, "{after} ms; the voice itself starts softly");
}

#[test]
fn a_sender_that_restarts_is_followed() {
    let first = stream(100, Traffic::Measuring, |_| true);
    let mut second = stream(100, Traffic::Measuring, |_| true);
    for packet in &mut second {
        packet.sequence = packet.sequence.wrapping_add(30_000);
    }
    let buffer = Mutex::new(JitterBuffer::new());
    let (mut playout, mut piece) = (Playout::new().unwrap(), [0.0; PIECE]);
    for (index, packet) in first.iter().chain(&second).enumerate() {
        let now = Duration::from_millis(index as u64 * 20 + 500);
        buffer.lock().unwrap().insert(
            now,
            packet.sequence,
            packet.timestamp,
            packet.payload.clone(),
        );
        playout.pull(&buffer, now, &mut piece);
        playout.pull(&buffer, now + Duration::from_millis(10), &mut piece);
    }
    let played = playout.played();
    assert!(played.decoded >= 195 * FRAME as u64, "{played:?}");
}

#[test]
fn clocks_that_drift_apart_cost_no_sound() {
    let packets = stream(6000, Traffic::Measuring, |_| true);
    for ppm in [-300.0, 300.0] {
        let heard = play(&packets, 120, &|_, sent| {
            Some(sent * (1.0 + ppm * 1e-6) + 40.0)
        });
        let played = heard.playout.played();
        assert!(
            played.concealed + played.recovered < 6000 * FRAME as u64 / 200,
            "{ppm} ppm: {played:?}"
        );
        let end = heard.delays[118];
        assert!(end < Duration::from_millis(80), "{ppm} ppm: {end:?}");
    }
}

#[test]
fn without_anybody_asking_memory_is_bounded_and_the_newest_is_kept() {
    let packets = stream(1000, Traffic::Measuring, |_| true);
    let mut buffer = JitterBuffer::new();
    for (index, packet) in packets.iter().enumerate() {
        buffer.insert(
            Duration::from_millis(index as u64 * 20),
            packet.sequence,
            packet.timestamp,
            packet.payload.clone(),
        );
    }
    let counts = buffer.counts();
    assert!(counts.discarded >= 900, "{counts:?}");
    let (buffer, mut playout, mut piece) =
        (Mutex::new(buffer), Playout::new().unwrap(), [0.0; PIECE]);
    assert!(
        playout.pull(&buffer, Duration::from_millis(20_030), &mut piece),
        "goes on with the newest"
    );
}

#[test]
fn random_bytes_numbers_and_times_do_no_harm() {
    let (buffer, mut playout, mut piece) = (
        Mutex::new(JitterBuffer::new()),
        Playout::new().unwrap(),
        [0.0; PIECE],
    );
    let mut now = Duration::ZERO;
    for index in 0..20_000usize {
        let payload: Vec<u8> = (0..dice(index, 60))
            .map(|byte| dice(index * 61 + byte, 256) as u8)
            .collect();
        let (sequence, timestamp) = match dice(index + 7, 4) {
            0 => (dice(index, 65_536) as u16, dice(index, 1 << 32) as u32),
            _ => (index as u16, index as u32 * 960),
        };
        buffer
            .lock()
            .unwrap()
            .insert(now, sequence, timestamp, payload.into());
        now += Duration::from_millis(dice(index + 3, 25) as u64);
        playout.pull(&buffer, now, &mut piece);
    }
    // A stream in order is played again after all that.
    let before = playout.played().decoded;
    for (index, packet) in stream(100, Traffic::Measuring, |_| true).iter().enumerate() {
        let at = now + Duration::from_millis(index as u64 * 20);
        buffer.lock().unwrap().insert(
            at,
            packet.sequence.wrapping_add(9000),
            packet.timestamp,
            packet.payload.clone(),
        );
        playout.pull(&buffer, at, &mut piece);
        playout.pull(&buffer, at + Duration::from_millis(10), &mut piece);
    }
    assert!(playout.played().decoded - before > 80 * FRAME as u64);
}

#[test]
fn the_stream_decodes_to_what_was_said() {
    // The buffer adds nothing and loses nothing: the same samples as from a decoder alone.
    let packets = stream(100, Traffic::Measuring, |_| true);
    let mut decoder = OpusDecoder::new().unwrap();
    let alone: Vec<f32> = packets
        .iter()
        .flat_map(|packet| decoder.decode(&packet.payload).unwrap().to_vec())
        .collect();
    let heard = play(&packets, 3, &|_, sent| Some(sent + 20.0)).sound;
    let begin = heard.iter().position(|&sample| sample != 0.0).unwrap();
    let start = alone.iter().position(|&sample| sample != 0.0).unwrap();
    assert_eq!(heard[begin..begin + 48_000], alone[start..start + 48_000]);
}
