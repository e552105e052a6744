//! Packets in order of their sequence, and what to play next.

use super::delay::Delay;
use crate::codec::{self, FRAME, has_fec};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::time::Duration;

/// More packets are not kept: 2 s at 20 ms.
const MAX_PACKETS: usize = 100;
/// A sequence number this far off is another stream (the sender restarted), not reordering.
const OTHER_STREAM: u64 = 1000;
/// Concealment when nothing at all comes; after that, silence. Opus' own concealment has faded by then.
const MAX_CONCEALED: u64 = 60 * 48;
/// Comfort noise goes on so long without a sign of the sender. Opus sends one at least every 400 ms.
const MAX_COMFORT: u64 = 1000 * 48;
/// Sound above the target delay that is left alone, and below; ms. Below costs packets, above only time.
const SLACK_ABOVE: f32 = 20.0;
const SLACK_BELOW: f32 = 4.0;
/// Sound is asked for in bursts: one packet's lateness says a quarter.
const SMOOTH: f32 = 0.25;
/// Above the target delay by this, any joint is better than the delay; ms.
const MUCH_ABOVE: f32 = 100.0;
/// Sound above the target delay that is thrown away rather than played faster, ms: the program was suspended.
const FAR_BEHIND: f32 = 500.0;
/// Opus conceals in steps of 2.5 ms; shorter than two is not worth it. Samples.
const CONCEAL_STEP: usize = 120;
const SHORTEST: usize = 2 * CONCEAL_STEP;
/// Samples in a millisecond.
const MS: f64 = 48.0;

/// What to play next. Lengths are samples at 48 kHz.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Next {
    /// Nothing has come yet, or nothing for long: silence.
    Nothing,
    /// A packet in time. `silence` is what the sender left out before it and is now known to have been played.
    Packet { payload: Bytes, silence: u64 },
    /// The packet before this one was lost; this one carries a copy.
    Recover { next: Bytes, samples: usize },
    /// A packet is missing: make something up.
    Conceal { samples: usize },
    /// The sender is silent (DTX): comfort noise.
    Comfort { samples: usize },
}

/// Whether a packet's sound should be shortened or lengthened to come nearer to the target delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    Normal,
    /// So far behind that any joint is better than the delay.
    MuchFaster,
    Faster,
    Slower,
}

/// Counts of what was thrown away or came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) packets: u64,
    pub(crate) discarded: u64,
}

/// Orders one stream's packets. Sequence numbers and timestamps are extended to 64 bits, which never wrap.
pub(crate) struct JitterBuffer {
    packets: BTreeMap<u64, Packet>,
    delay: Delay,
    /// The newest packet so far, for extending numbers.
    newest: Option<(u64, u64)>,
    playing: Option<Playing>,
    /// By how much the last packets were played later than the target delay, smoothed, ms; negative when earlier.
    behind: f32,
    counts: Counts,
}

struct Packet {
    timestamp: u64,
    samples: usize,
    payload: Bytes,
}

/// Where playing stands.
struct Playing {
    sequence: u64,
    /// Timestamp of the next sample to be decoded.
    timestamp: u64,
    /// The last packet said that silence follows.
    silent: bool,
    /// Made up since the last packet while nothing newer was there, so that it was not known what is missing.
    made_up: u64,
    /// Samples of the last packet: the length of a missing one.
    samples: usize,
}

impl JitterBuffer {
    pub(crate) fn new() -> Self {
        let (packets, counts) = (BTreeMap::new(), Counts::default());
        Self {
            packets,
            delay: Delay::new(),
            newest: None,
            playing: None,
            behind: 0.0,
            counts,
        }
    }

    /// Takes a packet that arrives at `now`, a time since any fixed moment.
    pub(crate) fn insert(&mut self, now: Duration, sequence: u16, timestamp: u32, payload: Bytes) {
        self.counts.packets += 1;
        let Some(samples) = codec::packet_samples(&payload) else {
            self.counts.discarded += 1;
            return;
        };
        let (mut sequence, mut timestamp) = self.extend(sequence, timestamp);
        let known = self.newest.map_or(sequence, |(newest, _)| newest);
        let mut transit = millis(now) - timestamp as f64 / MS;
        if sequence.abs_diff(known) > OTHER_STREAM || !self.delay.packet(now, transit) {
            self.restart();
            (sequence, timestamp) = self.extend(sequence as u16, timestamp as u32);
            transit = millis(now) - timestamp as f64 / MS;
            self.delay.packet(now, transit);
        }
        let played = self
            .playing
            .as_ref()
            .is_some_and(|playing| sequence < playing.sequence);
        let due = self.due(timestamp);
        if self.playing.is_some() && millis(now) > due {
            self.delay.too_late(transit);
        }
        if played || self.packets.contains_key(&sequence) {
            self.counts.discarded += 1;
            return;
        }
        if self.newest.is_none_or(|(newest, _)| sequence > newest) {
            self.newest = Some((sequence, timestamp));
        }
        self.packets.insert(
            sequence,
            Packet {
                timestamp,
                samples,
                payload,
            },
        );
        if self.packets.len() > MAX_PACKETS {
            // Nobody has asked for sound for long: go on with the newest.
            self.keep_newest(now);
        }
    }

    /// What to play at `now`; `ahead` is the decoded sound that will be played before it, in samples.
    pub(super) fn next(&mut self, now: Duration, ahead: usize) -> (Next, Pace) {
        let at = millis(now) + ahead as f64 / MS;
        let next = match self.step(at) {
            Next::Packet { .. } if self.behind > FAR_BEHIND => {
                self.counts.discarded += 1;
                self.keep_newest(now);
                self.start(at)
            }
            next => next,
        };
        let pace = match (&next, self.behind) {
            (Next::Packet { .. }, behind) if behind > MUCH_ABOVE => Pace::MuchFaster,
            (Next::Packet { .. }, behind) if behind > SLACK_ABOVE => Pace::Faster,
            (Next::Packet { .. }, behind) if behind < -SLACK_BELOW => Pace::Slower,
            _ => Pace::Normal,
        };
        (next, pace)
    }

    /// The last packet was played this much longer (shorter, if negative) than it is, ms.
    pub(super) fn stretched(&mut self, ms: f32) {
        self.behind += ms;
    }

    /// How long sound waits between its arrival, were it undelayed, and its end being played.
    pub(crate) fn delay(&self) -> Duration {
        let behind = if self.playing.is_some() {
            self.behind
        } else {
            0.0
        };
        // The packet's own 20 ms are part of it: its first sample was spoken that long before it came.
        Duration::from_secs_f32((self.delay.wait() + behind + 20.0).max(0.0) / 1000.0)
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    fn step(&mut self, at: f64) -> Next {
        let Some(playing) = &mut self.playing else {
            return self.start(at);
        };
        // Sound that was made up for a packet that turned out to be lost stands for it.
        while playing.made_up >= playing.samples as u64
            && self
                .packets
                .first_key_value()
                .is_some_and(|(&sequence, _)| sequence > playing.sequence)
        {
            playing.made_up -= playing.samples as u64;
            playing.sequence += 1;
            playing.timestamp += playing.samples as u64;
            self.delay.lost(Duration::from_secs_f64(at / 1000.0));
        }
        let Some((&sequence, packet)) = self.packets.first_key_value() else {
            // Nothing is there: late, lost or silent, nobody can tell yet. Playing stands still, so that a packet that
            // is only late is played, later.
            let limit = if playing.silent {
                MAX_COMFORT
            } else {
                MAX_CONCEALED
            };
            if playing.made_up >= limit {
                return Next::Nothing;
            }
            playing.made_up += FRAME as u64;
            return if playing.silent {
                Next::Comfort { samples: FRAME }
            } else {
                Next::Conceal { samples: FRAME }
            };
        };
        let missing = sequence - playing.sequence;
        let gap = packet.timestamp.saturating_sub(playing.timestamp);
        let lost = missing * playing.samples as u64;
        // What the timestamps jump beyond the missing packets is silence that the sender left out. It lasts until the
        // rest is due by the clock.
        if gap > lost {
            let rest = packet.timestamp - lost;
            let due = self.delay.base().unwrap_or_default()
                + rest as f64 / MS
                + f64::from(self.delay.wait());
            let left = ((due - at) * MS).min((gap - lost) as f64);
            if left >= SHORTEST as f64 {
                return Next::Comfort {
                    samples: (left as usize).min(FRAME) / CONCEAL_STEP * CONCEAL_STEP,
                };
            }
            // Only silence that was announced counts as played; a stream that was muted jumps as well.
            let announced = playing.silent && missing == 0 && gap <= MAX_COMFORT;
            playing.timestamp = rest;
            if missing == 0 {
                return self.take(sequence, at, if announced { gap } else { 0 });
            }
        }
        if missing == 0 {
            return self.take(sequence, at, 0);
        }
        let samples = playing.samples;
        playing.sequence += 1;
        playing.timestamp += samples as u64;
        playing.made_up = 0;
        self.delay.lost(Duration::from_secs_f64(at / 1000.0));
        if missing == 1 && has_fec(&packet.payload) {
            return Next::Recover {
                next: packet.payload.clone(),
                samples,
            };
        }
        Next::Conceal { samples }
    }

    fn start(&mut self, at: f64) -> Next {
        let Some((&sequence, packet)) = self.packets.first_key_value() else {
            return Next::Nothing;
        };
        if at < self.due(packet.timestamp) {
            return Next::Nothing;
        }
        let (timestamp, samples) = (packet.timestamp, packet.samples);
        self.playing = Some(Playing {
            sequence,
            timestamp,
            silent: false,
            made_up: 0,
            samples,
        });
        self.behind = (at - self.due(timestamp)) as f32;
        self.take(sequence, at, 0)
    }

    /// Hands out the packet `sequence`, which is there, and moves on behind it.
    fn take(&mut self, sequence: u64, at: f64, silence: u64) -> Next {
        let Some(packet) = self.packets.remove(&sequence) else {
            return Next::Nothing;
        };
        let behind = (at - self.due(packet.timestamp)) as f32;
        self.behind = if behind > FAR_BEHIND {
            behind
        } else {
            self.behind + (behind - self.behind) * SMOOTH
        };
        self.playing = Some(Playing {
            sequence: sequence + 1,
            timestamp: packet.timestamp + packet.samples as u64,
            silent: codec::is_dtx(&packet.payload),
            made_up: 0,
            samples: packet.samples,
        });
        Next::Packet {
            payload: packet.payload,
            silence,
        }
    }

    /// When a packet is to be played, in ms on the caller's clock.
    fn due(&self, timestamp: u64) -> f64 {
        self.delay.base().unwrap_or_default() + timestamp as f64 / MS + f64::from(self.delay.wait())
    }

    /// Throws away what is older than the target delay and plays from there.
    fn keep_newest(&mut self, now: Duration) {
        let newest = self.packets.keys().next_back().copied();
        let before = self.packets.len();
        let still_due: Vec<u64> = self
            .packets
            .iter()
            .filter(|(sequence, packet)| {
                Some(**sequence) == newest || self.due(packet.timestamp) >= millis(now)
            })
            .map(|(sequence, _)| *sequence)
            .collect();
        let keep_from = still_due.first().copied().unwrap_or_default();
        self.packets = self.packets.split_off(&keep_from);
        while self.packets.len() > MAX_PACKETS {
            self.packets.pop_first();
        }
        self.counts.discarded += (before - self.packets.len()) as u64;
        self.playing = None;
    }

    fn restart(&mut self) {
        self.counts.discarded += self.packets.len() as u64;
        self.packets.clear();
        self.newest = None;
        self.playing = None;
        self.delay.restart();
    }

    /// Wrapping numbers to ones that do not wrap, nearest to the newest packet. Far from zero, so that packets from
    /// before the first have room.
    fn extend(&self, sequence: u16, timestamp: u32) -> (u64, u64) {
        let (newest_sequence, newest_timestamp) = self.newest.unwrap_or((
            (1 << 32) | u64::from(sequence),
            (1 << 40) | u64::from(timestamp),
        ));
        let steps = i64::from(sequence.wrapping_sub(newest_sequence as u16) as i16);
        let samples = i64::from(timestamp.wrapping_sub(newest_timestamp as u32) as i32);
        (
            newest_sequence.saturating_add_signed(steps),
            newest_timestamp.saturating_add_signed(samples),
        )
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
