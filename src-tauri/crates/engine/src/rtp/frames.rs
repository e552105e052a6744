//! Whole frames out of packets that come out of order, twice, late or not at all.
//!
//! Nothing waits here while nothing is missing: a frame is given out with its last packet. A missing packet is waited
//! for (the transport asks for it again); when it does not come, frames are held back until the next key frame, which
//! is asked for.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};

use super::Unwrapper;
use super::vp8::Vp8Payload;

/// How long a missing packet is waited for: two resends over a line of 100 ms.
const GAP_LIMIT: Duration = Duration::from_millis(250);
/// How long the first key frame is waited for before it is asked for: the server asks for one by itself.
const FIRST_KEY_PATIENCE: Duration = Duration::from_millis(100);
/// Time between requests for a key frame; servers take one in 0.5 to 1 s.
const KEY_REQUEST_INTERVAL: Duration = Duration::from_millis(700);
/// Most packets kept: 2 s of a 1080p stream. More than that without a whole frame is no stream.
const MAX_PACKETS: usize = 1024;
/// Kept before the start of a key frame has come: it may have been overtaken by its own later packets.
const KEPT_WITHOUT_START: u64 = 128;

/// One packet, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    pub sequence: u16,
    /// 90 kHz.
    pub timestamp: u32,
    /// Last packet of its frame.
    pub marker: bool,
    pub payload: Bytes,
}

/// A whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub key: bool,
    /// Pixels, as the last key frame said.
    pub width: u16,
    pub height: u16,
    pub timestamp_us: u64,
    pub data: Bytes,
}

/// Puts one stream's frames together.
pub(crate) struct FrameAssembler {
    sequence: Unwrapper,
    /// Last timestamp and what it came to in units of 1/90 ms.
    clock: Option<(u32, u64)>,
    packets: BTreeMap<u64, Part>,
    /// The number of the first packet that is not used up; none while waiting for a key frame.
    next: Option<u64>,
    gap_since: Option<Instant>,
    /// When a key frame is to be asked for.
    ask_at: Option<Instant>,
    size: (u16, u16),
}

/// A packet taken apart; no payload for padding, which only fills its number.
struct Part {
    timestamp: u32,
    marker: bool,
    payload: Option<Vp8Payload>,
}

impl FrameAssembler {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            sequence: Unwrapper::default(),
            clock: None,
            packets: BTreeMap::new(),
            next: None,
            gap_since: None,
            ask_at: Some(now + FIRST_KEY_PATIENCE),
            size: (0, 0),
        }
    }

    /// Takes a packet; one that came before is passed over.
    pub(crate) fn push(&mut self, now: Instant, packet: Packet) {
        let number = self.sequence.unwrap(packet.sequence);
        if self.next.is_some_and(|next| number < next) {
            return;
        }
        if self.packets.len() >= MAX_PACKETS {
            self.give_up(now);
            self.packets.clear();
        }
        let payload = Vp8Payload::parse(&packet.payload);
        self.packets.entry(number).or_insert(Part {
            timestamp: packet.timestamp,
            marker: packet.marker,
            payload,
        });
    }

    /// The next whole frame; call until there is none.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<Frame> {
        if self.next.is_none() {
            self.next = Some(self.find_key_frame()?);
        }
        let mut first = self.next?;
        // Padding between frames, and what is left of a frame whose start was given up.
        while self
            .packets
            .get(&first)
            .is_some_and(|part| !part.payload.as_ref().is_some_and(|payload| payload.start))
        {
            self.packets.remove(&first);
            first += 1;
            self.next = Some(first);
        }
        let mut last = first;
        loop {
            match self.packets.get(&last) {
                Some(part) if part.marker => break,
                // A start inside a frame: the end of the one before had no marker. Some senders do that.
                Some(part)
                    if last > first
                        && part.payload.as_ref().is_some_and(|payload| payload.start) =>
                {
                    last -= 1;
                    break;
                }
                Some(_) => last += 1,
                None => {
                    let missing = self.packets.range(last..).next().is_some();
                    self.gap_since = if missing {
                        self.gap_since.or(Some(now))
                    } else {
                        None
                    };
                    return None;
                }
            }
        }
        self.gap_since = None;
        self.next = Some(last + 1);
        let rest = self.packets.split_off(&(last + 1));
        let parts = std::mem::replace(&mut self.packets, rest);
        Some(self.frame(parts))
    }

    /// When [`FrameAssembler::wants_key_frame`] has something new to say.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        [self.gap_since.map(|since| since + GAP_LIMIT), self.ask_at]
            .into_iter()
            .flatten()
            .min()
    }

    /// True once, whenever a key frame has to be asked for now.
    pub(crate) fn wants_key_frame(&mut self, now: Instant) -> bool {
        if self.gap_since.is_some_and(|since| now >= since + GAP_LIMIT) {
            self.give_up(now);
        }
        let due = self.ask_at.is_some_and(|at| now >= at);
        if due {
            self.ask_at = Some(now + KEY_REQUEST_INTERVAL);
        }
        due
    }

    /// What is missing will not come: wait for a key frame behind it.
    fn give_up(&mut self, now: Instant) {
        if let Some(next) = self.next.take() {
            // The gap lies behind `next`: nothing up to it can be used.
            let mut end = next;
            while self.packets.remove(&end).is_some() {
                end += 1;
            }
        }
        self.gap_since = None;
        self.ask_at = Some(now);
    }

    /// The number of the first packet that begins a key frame; what lies before it goes.
    fn find_key_frame(&mut self) -> Option<u64> {
        let found = self
            .packets
            .iter()
            .find_map(|(number, part)| Some((*number, part.payload.as_ref()?.key_frame()?)));
        match found {
            Some((number, _)) => {
                self.packets = self.packets.split_off(&number);
                self.ask_at = None;
                Some(number)
            }
            None => {
                if let Some((highest, _)) = self.packets.last_key_value() {
                    self.packets = self
                        .packets
                        .split_off(&highest.saturating_sub(KEPT_WITHOUT_START));
                }
                None
            }
        }
    }

    fn frame(&mut self, parts: BTreeMap<u64, Part>) -> Frame {
        let payloads: Vec<_> = parts
            .values()
            .filter_map(|part| part.payload.as_ref())
            .collect();
        let key_size = payloads.first().and_then(|payload| payload.key_frame());
        if let Some(size) = key_size {
            self.size = size;
        }
        let data = match payloads.as_slice() {
            [only] => only.data.clone(),
            payloads => {
                let mut whole = BytesMut::with_capacity(
                    payloads.iter().map(|payload| payload.data.len()).sum(),
                );
                payloads
                    .iter()
                    .for_each(|payload| whole.extend_from_slice(&payload.data));
                whole.freeze()
            }
        };
        let timestamp = parts.values().next().map_or(0, |part| part.timestamp);
        Frame {
            key: key_size.is_some(),
            width: self.size.0,
            height: self.size.1,
            timestamp_us: self.microseconds(timestamp),
            data,
        }
    }

    /// The stream's 90 kHz clock, which wraps every 13 hours, in microseconds that do not.
    fn microseconds(&mut self, timestamp: u32) -> u64 {
        let ticks = match self.clock {
            None => u64::from(timestamp) + (1 << 32),
            Some((last, ticks)) => {
                ticks.saturating_add_signed(i64::from(timestamp.wrapping_sub(last) as i32))
            }
        };
        self.clock = Some((timestamp, ticks));
        ticks * 100 / 9
    }
}

#[cfg(test)]
mod tests {
    use super::super::Vp8Packetizer;
    use super::*;

    const KEY: [u8; 10] = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01];

    /// Packets of a stream whose every frame takes three packets; `key` says which are key frames.
    fn stream(first: u16, frames: u32, key: impl Fn(u32) -> bool) -> Vec<Packet> {
        let mut packetizer = Vp8Packetizer::new(0);
        let mut sequence = first;
        let mut packets = Vec::new();
        for n in 0..frames {
            let mut frame = if key(n) { KEY.to_vec() } else { vec![0x11; 10] };
            frame.resize(3000, n as u8);
            let payloads = packetizer.packetize(&frame.into());
            let count = payloads.len();
            for (index, payload) in payloads.into_iter().enumerate() {
                packets.push(Packet {
                    sequence,
                    timestamp: n * 3000,
                    marker: index + 1 == count,
                    payload,
                });
                sequence = sequence.wrapping_add(1);
            }
        }
        packets
    }

    /// Feeds packets 10 ms apart and returns the frames by their last byte, and how often a key frame was asked for.
    fn receive(packets: impl IntoIterator<Item = Packet>) -> (Vec<u8>, u32) {
        let mut now = Instant::now();
        let mut assembler = FrameAssembler::new(now);
        let (mut frames, mut asked) = (Vec::new(), 0);
        for packet in packets {
            now += Duration::from_millis(10);
            assembler.push(now, packet);
            asked += u32::from(assembler.wants_key_frame(now));
            while let Some(frame) = assembler.pop(now) {
                assert_eq!(frame.data.len(), 3000);
                assert_eq!((frame.width, frame.height), (640, 360));
                frames.push(*frame.data.last().expect("not empty"));
            }
        }
        (frames, asked)
    }

    #[test]
    fn frames_come_whole_and_in_order_across_the_wrap() {
        let (frames, asked) = receive(stream(65_530, 20, |n| n == 0));
        assert_eq!(frames, (0..20).collect::<Vec<_>>());
        assert_eq!(asked, 0);
    }

    #[test]
    fn doubled_and_reordered_packets_do_no_harm() {
        let mut packets: Vec<_> = stream(7, 20, |n| n == 0)
            .into_iter()
            .flat_map(|packet| [packet.clone(), packet])
            .collect();
        for pair in packets.chunks_mut(6) {
            pair.reverse();
        }
        assert_eq!(receive(packets).0, (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn a_packet_that_comes_again_in_time_costs_no_frame() {
        let mut packets = stream(7, 20, |n| n == 0);
        let late = packets.remove(10);
        packets.insert(25, late);
        let (frames, asked) = receive(packets);
        assert_eq!(frames, (0..20).collect::<Vec<_>>());
        assert_eq!(asked, 0);
    }

    #[test]
    fn a_lost_packet_holds_frames_back_until_the_key_frame_that_is_asked_for() {
        let mut packets = stream(7, 40, |n| n == 0 || n == 30);
        packets.remove(10);
        let (frames, asked) = receive(packets);
        assert_eq!(
            frames,
            [0, 1, 2].into_iter().chain(30..40).collect::<Vec<_>>()
        );
        assert!((1..=2).contains(&asked), "{asked}");
    }

    #[test]
    fn a_stream_joined_in_the_middle_asks_and_waits_for_a_key_frame() {
        let (frames, asked) = receive(stream(7, 40, |n| n == 20));
        assert_eq!(frames, (20..40).collect::<Vec<_>>());
        assert_eq!(asked, 1);
    }

    #[test]
    fn padding_between_frames_is_passed_over() {
        let mut packets = stream(7, 3, |n| n == 0);
        for packet in &mut packets[3..] {
            packet.sequence += 2;
        }
        for sequence in [10, 11] {
            packets.insert(
                3,
                Packet {
                    sequence,
                    timestamp: 0,
                    marker: false,
                    payload: Bytes::new(),
                },
            );
        }
        assert_eq!(receive(packets).0, [0, 1, 2]);
    }

    #[test]
    fn a_flood_of_packets_that_never_make_a_frame_does_not_grow() {
        let now = Instant::now();
        let mut assembler = FrameAssembler::new(now);
        for sequence in (0..60_000_u16).step_by(2) {
            assembler.push(
                now,
                Packet {
                    sequence,
                    timestamp: 0,
                    marker: false,
                    payload: Bytes::from_static(&[0x10, 0x11]),
                },
            );
            assert_eq!(assembler.pop(now), None);
            assert!(assembler.packets.len() <= MAX_PACKETS);
        }
    }
}
