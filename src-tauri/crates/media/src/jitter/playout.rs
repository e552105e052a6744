//! Decodes what the buffer says and hands it out in pieces of 10 ms.

use super::buffer::{JitterBuffer, Next, Pace};
use super::stretch;
use crate::MediaError;
use crate::codec::{OpusDecoder, RATE};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Pieces in which sound is handed out: 10 ms at 48 kHz.
pub(crate) const PIECE: usize = 480;

/// What a voice has played so far, in samples at 48 kHz.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Played {
    /// From packets, with the silence that senders leave out.
    pub(crate) decoded: u64,
    /// From the next packet's FEC.
    pub(crate) recovered: u64,
    /// Made up.
    pub(crate) concealed: u64,
}

/// One voice's decoder and the sound that is decoded but not yet played.
pub(crate) struct Playout {
    decoder: OpusDecoder,
    ready: Vec<f32>,
    played: Played,
}

impl Playout {
    pub(crate) fn new() -> Result<Self, MediaError> {
        Ok(Self {
            decoder: OpusDecoder::new()?,
            ready: Vec::with_capacity(8192),
            played: Played::default(),
        })
    }

    /// The next 10 ms of the voice, into `piece`. False when there is only silence. The lock is never held to decode.
    pub(crate) fn pull(
        &mut self,
        buffer: &Mutex<JitterBuffer>,
        now: Duration,
        piece: &mut [f32; PIECE],
    ) -> bool {
        while self.ready.len() < PIECE {
            let ahead = self.ready.len();
            let (next, pace) = buffer
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next(now, ahead);
            match self.decode(next, pace) {
                None => break,
                Some(0.0) => {}
                Some(ms) => buffer
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .stretched(ms),
            }
        }
        let length = self.ready.len().min(PIECE);
        piece[..length].copy_from_slice(&self.ready[..length]);
        piece[length..].fill(0.0);
        self.ready.drain(..length);
        length > 0
    }

    pub(crate) fn played(&self) -> Played {
        self.played
    }

    /// Adds the next sound to what is ready, and says by how many ms it was made longer. `None` when there is none.
    fn decode(&mut self, next: Next, pace: Pace) -> Option<f32> {
        let decoded = match &next {
            Next::Nothing => return None,
            Next::Packet { payload, .. } => self.decoder.decode(payload),
            Next::Recover { next, samples } => self.decoder.recover(next, *samples),
            Next::Conceal { samples } | Next::Comfort { samples } => self.decoder.conceal(*samples),
        };
        let Ok(sound) = decoded else {
            // A damaged packet: as if it had been lost.
            self.played.concealed += PIECE as u64;
            self.ready.resize(self.ready.len() + PIECE, 0.0);
            return Some(0.0);
        };
        let length = sound.len() as u64;
        match next {
            Next::Packet { silence, .. } => self.played.decoded += length + silence,
            Next::Recover { .. } => self.played.recovered += length,
            Next::Conceal { .. } => self.played.concealed += length,
            Next::Comfort { .. } | Next::Nothing => {}
        }
        match pace {
            Pace::Normal => {
                self.ready.extend_from_slice(sound);
                Some(0.0)
            }
            pace => {
                let mut sound = sound.to_vec();
                match pace {
                    Pace::Slower => stretch::lengthen(&mut sound),
                    pace => stretch::shorten(&mut sound, pace == Pace::MuchFaster),
                }
                let longer = sound.len() as f32 - length as f32;
                self.ready.append(&mut sound);
                Some(longer * 1000.0 / RATE as f32)
            }
        }
    }
}
