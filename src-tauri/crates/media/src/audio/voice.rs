//! One participant's sound in the mix.

use crate::codec::RATE;
use crate::jitter::{JitterBuffer, PIECE, Playout};
use crate::{MediaError, mix};
use bytes::Bytes;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// How fast the shown loudness follows the sound, per 10 ms: to two thirds in 50 ms.
const LEVEL_STEP: f32 = 0.2;

/// One participant's sound in the mix. Dropping it takes the voice out.
pub struct Voice {
    cell: Arc<VoiceCell>,
}

/// What the handle and the mixing thread share.
pub(super) struct VoiceCell {
    buffer: Mutex<JitterBuffer>,
    stats: Mutex<VoiceStats>,
    /// Zero of the jitter buffer's time.
    origin: Instant,
}

/// Counters of one voice since it was added.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceStats {
    /// Decoded sound given to the mixer, in ms; silence that the sender left out (DTX) is counted when its end is known.
    pub played_ms: u64,
    /// Loudness now (RMS), 0 to 1.
    pub level: f32,
    /// Sound that was made up because a packet was missing, in ms.
    pub concealed_ms: u64,
    /// Sound restored from the next packet's in-band FEC, in ms (not in `played_ms`, nor in `concealed_ms`).
    pub fec_ms: u64,
    /// From speaking to the mixer, without the network's own shortest time: the packet's 20 ms and the wait, in ms.
    pub delay_ms: u32,
    /// Packets given to [`Voice::push`].
    pub packets: u64,
    /// Packets that came too late to be played, came twice or were no Opus.
    pub discarded: u64,
}

impl Voice {
    /// A voice and its other end for the mixing thread.
    pub(super) fn new() -> (Self, Arc<VoiceCell>) {
        let cell = Arc::new(VoiceCell {
            buffer: Mutex::new(JitterBuffer::new()),
            stats: Mutex::new(VoiceStats::default()),
            origin: Instant::now(),
        });
        (
            Self {
                cell: Arc::clone(&cell),
            },
            cell,
        )
    }

    /// Gives one RTP payload (Opus) to the voice's jitter buffer. Never blocks for long, never fails.
    pub fn push(&self, sequence: u16, timestamp: u32, payload: Bytes) {
        let now = self.cell.origin.elapsed();
        self.cell
            .buffer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(now, sequence, timestamp, payload);
    }

    #[cfg(test)]
    pub(super) fn downgrade(&self) -> std::sync::Weak<VoiceCell> {
        Arc::downgrade(&self.cell)
    }

    /// The counters so far.
    pub fn stats(&self) -> VoiceStats {
        *self
            .cell
            .stats
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A voice as the mixing thread sees it.
pub(super) struct VoiceSlot {
    cell: Arc<VoiceCell>,
    playout: Playout,
    level: f32,
}

impl VoiceSlot {
    pub(super) fn new(cell: Arc<VoiceCell>) -> Result<Self, MediaError> {
        Ok(Self {
            cell,
            playout: Playout::new()?,
            level: 0.0,
        })
    }

    /// False when the handle was dropped.
    pub(super) fn is_wanted(&self) -> bool {
        Arc::strong_count(&self.cell) > 1
    }

    /// Adds the voice's next 10 ms to `sum`.
    pub(super) fn mix_into(&mut self, sum: &mut [f32; PIECE]) {
        let mut piece = [0.0; PIECE];
        let sounds = self
            .playout
            .pull(&self.cell.buffer, self.cell.origin.elapsed(), &mut piece);
        let loudness = if sounds { mix::rms(&piece) } else { 0.0 };
        if sounds {
            mix::add(sum, &piece);
        }
        self.level += (loudness - self.level) * LEVEL_STEP;

        let (counts, delay) = {
            let buffer = self
                .cell
                .buffer
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            (buffer.counts(), buffer.delay())
        };
        let (played, ms) = (self.playout.played(), |samples: u64| {
            samples * 1000 / u64::from(RATE)
        });
        *self
            .cell
            .stats
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = VoiceStats {
            played_ms: ms(played.decoded),
            level: self.level.clamp(0.0, 1.0),
            concealed_ms: ms(played.concealed),
            fec_ms: ms(played.recovered),
            delay_ms: delay.as_millis() as u32,
            packets: counts.packets,
            discarded: counts.discarded,
        };
    }
}
