//! Who speaks, from the levels that audio packets carry (RFC 6464), as LiveKit's server computes it.

use std::time::Duration;

use crate::ParticipantSid;

/// How often speakers are told, and how long one observation lasts (livekit-server `audio.update_interval`).
pub const SPEAKER_INTERVAL: Duration = Duration::from_millis(400);

/// At least this loud counts as speech, in -dBov (livekit-server `audio.active_level`).
const ACTIVE_LEVEL: u8 = 35;

/// So many loud packets of 20 ms make 40 % of an interval (livekit-server `audio.min_percentile`).
const MIN_ACTIVE_PACKETS: u32 = 8;

/// Packets of 20 ms in an interval.
const PACKETS: f32 = 20.0;

/// Levels are told in steps of 1/8, so that a steady voice is not an update every 400 ms.
const STEPS: f32 = 8.0;

/// A change of one speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Who.
    pub sid: ParticipantSid,
    /// How loud, 0 to 1.
    pub level: f32,
    /// Whether it speaks now.
    pub active: bool,
}

/// One participant's loudness over the current interval.
#[derive(Debug)]
pub(crate) struct Loudness {
    loudest: u8,
    active_packets: u32,
    /// What was last told: a level in [`STEPS`]; nothing while silent.
    told: Option<u8>,
}

impl Default for Loudness {
    fn default() -> Self {
        Self {
            loudest: 127,
            active_packets: 0,
            told: None,
        }
    }
}

impl Loudness {
    /// Takes one packet's level and says whether it was loud.
    pub(crate) fn observe(&mut self, level: u8) -> bool {
        let loud = level <= ACTIVE_LEVEL;
        if loud {
            self.active_packets += 1;
            self.loudest = self.loudest.min(level);
        }
        loud
    }

    /// Whether another look is needed: something is told that has to be taken back, or was heard.
    pub(crate) fn is_sounding(&self) -> bool {
        self.told.is_some()
    }

    /// Closes the interval: the change to what was told before, if any.
    pub(crate) fn update(&mut self, sid: &ParticipantSid) -> Option<Speaker> {
        let speaks = self.active_packets >= MIN_ACTIVE_PACKETS;
        let now = speaks.then(|| {
            let share = (self.active_packets as f32 / PACKETS).min(1.0);
            let level = 10_f32.powf(-f32::from(self.loudest) / 20.0) * share;
            (level * STEPS).ceil() as u8
        });
        self.loudest = 127;
        self.active_packets = 0;
        // One step up or down is the same voice.
        let changed = match (now, self.told) {
            (Some(now), Some(told)) => now.abs_diff(told) > 1,
            (now, told) => now != told,
        };
        if changed {
            self.told = now;
        }
        changed.then(|| Speaker {
            sid: sid.clone(),
            level: f32::from(now.unwrap_or(0)) / STEPS,
            active: now.is_some(),
        })
    }
}
