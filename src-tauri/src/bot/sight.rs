//! What a bot sees: every camera decoded and counted, nothing drawn.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use adjourn_engine::{VideoFrame, VideoSink};
use adjourn_media::{I420, test_card};
use adjourn_meeting::{ParticipantId, StreamKind};
use serde::Serialize;
use tokio::sync::mpsc;

use crate::{
    decode::{DecoderInput, Decoders, StreamKey, Viewer},
    lines::unix_ms,
};

/// The test card's clock counts modulo 2^40 ms, 34 years.
const CLOCK_MODULUS: u64 = 1 << 40;

/// Older measurements say nothing about now.
const LATENCY_WINDOW: Duration = Duration::from_secs(10);

/// Frames of [`LATENCY_WINDOW`] at 60 a second.
const MAX_LATENCIES: usize = 600;

/// Participants that are remembered, those who have gone among them: ten full rooms.
const MOST_SEEN: usize = 1000;

/// A bot's eyes: takes encoded frames from the engine, has them decoded and keeps count.
pub struct Sight {
    decoders: DecoderInput,
    tally: Arc<Tally>,
    /// Ended with the sight.
    _threads: Decoders,
}

struct Tally {
    seen: Mutex<HashMap<ParticipantId, Seen>>,
    stale: mpsc::UnboundedSender<StreamKey>,
}

/// What has been seen of one participant.
#[derive(Clone, Default)]
pub struct Seen {
    /// Pictures decoded.
    pub frames: u64,
    /// Of the last one, in pixels.
    pub width: u32,
    /// Of the last one, in pixels.
    pub height: u32,
    /// When the first one was decoded.
    pub first: Option<Instant>,
    latencies: VecDeque<(Instant, u64)>,
}

/// From the capture of a test card to its decoded picture, in ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Latency {
    /// Median.
    pub p50: u64,
    /// One in twenty took longer.
    pub p95: u64,
}

impl Sight {
    /// Opens the eyes. The receiver names streams that need a new key frame.
    pub fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<StreamKey>) {
        let (stale, streams) = mpsc::unbounded_channel();
        let tally = Arc::new(Tally {
            seen: Mutex::default(),
            stale,
        });
        let threads = Decoders::start(tally.clone());
        let sight = Self {
            decoders: threads.input(),
            tally,
            _threads: threads,
        };
        (Arc::new(sight), streams)
    }

    /// What has been seen of `participant` so far.
    pub fn seen(&self, participant: &ParticipantId) -> Seen {
        self.tally
            .lock()
            .get(participant)
            .cloned()
            .unwrap_or_default()
    }
}

impl VideoSink for Sight {
    fn frame(&self, frame: &VideoFrame) {
        if !frame.is_self && frame.kind == StreamKind::Video {
            self.decoders.push(frame);
        }
    }

    fn stream_ended(&self, participant: &ParticipantId, kind: StreamKind) {
        self.decoders.end(&StreamKey {
            participant: participant.clone(),
            kind,
            is_self: false,
        });
    }
}

impl Tally {
    fn lock(&self) -> MutexGuard<'_, HashMap<ParticipantId, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Viewer for Tally {
    fn picture(&self, stream: &StreamKey, _timestamp_us: u64, picture: I420) {
        let now = Instant::now();
        let (width, height) = (picture.width as usize, picture.height as usize);
        let clock = test_card::read_clock(width, height, &picture.y, width);
        let mut seen = self.lock();
        if seen.len() >= MOST_SEEN && !seen.contains_key(&stream.participant) {
            seen.clear(); // they came and went; those still there are counted anew
        }
        let seen = seen.entry(stream.participant.clone()).or_default();
        seen.frames += 1;
        (seen.width, seen.height) = (picture.width, picture.height);
        seen.first.get_or_insert(now);
        if let Some(clock) = clock {
            seen.measure(now, since(unix_ms(), clock));
        }
    }

    fn key_frame_wanted(&self, stream: &StreamKey) {
        // Nobody asks any more only when the bot is going.
        let _ = self.stale.send(stream.clone());
    }
}

impl Seen {
    /// Over the last ten seconds; `None` without a readable clock.
    pub fn latency(&self, now: Instant) -> Option<Latency> {
        let mut sorted: Vec<u64> = self
            .latencies
            .iter()
            .filter(|(at, _)| now.duration_since(*at) < LATENCY_WINDOW)
            .map(|(_, ms)| *ms)
            .collect();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        Some(Latency {
            p50: sorted[last / 2],
            p95: sorted[last * 95 / 100],
        })
    }

    fn measure(&mut self, at: Instant, ms: u64) {
        if self.latencies.len() == MAX_LATENCIES {
            self.latencies.pop_front();
        }
        self.latencies.push_back((at, ms));
    }
}

/// Milliseconds from `clock` to `now`, round the clock's end; 0 when the sender's clock is ahead of ours.
fn since(now: u64, clock: u64) -> u64 {
    let passed = now.wrapping_sub(clock) % CLOCK_MODULUS;
    if passed < CLOCK_MODULUS / 2 {
        passed
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latency_is_read_across_the_end_of_the_test_cards_clock() {
        assert_eq!(since(CLOCK_MODULUS * 3 + 1_000, 960), 40);
        assert_eq!(since(CLOCK_MODULUS + 10, CLOCK_MODULUS - 30), 40);
        assert_eq!(since(1_000, 1_020), 0);
    }

    #[test]
    fn the_latency_is_that_of_the_last_ten_seconds() {
        let start = Instant::now();
        let mut seen = Seen::default();
        assert_eq!(seen.latency(start), None);
        seen.measure(start, 9_000);
        for ms in 1..=100 {
            seen.measure(start + LATENCY_WINDOW, ms);
        }
        let now = start + LATENCY_WINDOW + Duration::from_secs(1);
        assert_eq!(seen.latency(now), Some(Latency { p50: 50, p95: 95 }));
    }
}
