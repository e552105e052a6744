//! The line of figures that a bot prints each second.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use adjourn_engine::Stats;
use adjourn_meeting::{MeetingEvent, ParticipantId, StreamKind};
use serde::Serialize;

use super::sight::{Latency, Sight};
use crate::lines::unix_ms;

/// Who is announced this soon after we are in was there before us: our own wait began with our join.
const ALREADY_THERE: Duration = Duration::from_millis(200);

/// After this long without sound somebody is simply silent.
const SOUND_WITHIN: Duration = Duration::from_secs(5);

/// What is known of the others besides the engine's own counters.
pub struct Figures {
    asked: Instant,
    joined: Option<Instant>,
    others: HashMap<ParticipantId, Other>,
}

struct Other {
    /// From when on we wait for its picture and sound.
    since: Instant,
    /// There is sound of it to be heard.
    speaks: bool,
    first_audio: Option<Instant>,
}

/// `{"event":"stats",…}`
#[derive(Serialize)]
pub struct StatsLine {
    event: &'static str,
    t: u64,
    participants: Vec<ParticipantLine>,
}

/// One participant's figures. Fields after `audio_level` may grow.
#[derive(Serialize)]
struct ParticipantLine {
    #[serde(rename = "participantId")]
    participant_id: ParticipantId,
    name: String,
    video_frames: u64,
    width: u32,
    height: u32,
    audio_ms: u64,
    audio_level: f32,
    first_video_ms: Option<u64>,
    first_audio_ms: Option<u64>,
    latency_ms: Option<Latency>,
    screen_frames: u64,
    screen_width: u16,
    screen_height: u16,
}

impl Figures {
    /// Figures of a meeting that was asked for at `asked`.
    pub fn new(asked: Instant) -> Self {
        Self {
            asked,
            joined: None,
            others: HashMap::new(),
        }
    }

    /// Whether we are or have been in.
    pub fn has_joined(&self) -> bool {
        self.joined.is_some()
    }

    /// Takes note of who comes and goes.
    pub fn heard(&mut self, event: &MeetingEvent, now: Instant) {
        match event {
            MeetingEvent::MeetingJoined { .. } => self.joined = Some(now),
            MeetingEvent::ParticipantJoined { participant } => {
                let before_us = self
                    .joined
                    .is_none_or(|joined| now.duration_since(joined) < ALREADY_THERE);
                let since = if before_us { self.asked } else { now };
                let other = Other {
                    since,
                    speaks: false,
                    first_audio: None,
                };
                self.others
                    .insert(participant.participant_id.clone(), other);
            }
            MeetingEvent::StreamEnabled {
                participant_id,
                kind: StreamKind::Audio,
            } => {
                if let Some(other) = self.others.get_mut(participant_id) {
                    other.speaks = true;
                }
            }
            MeetingEvent::ParticipantLeft { participant, .. } => {
                self.others.remove(&participant.participant_id);
            }
            _ => {}
        }
    }

    /// Whether somebody's first sound may come any moment.
    pub fn waits_for_sound(&self, now: Instant) -> bool {
        self.others.values().any(|other| {
            other.speaks
                && other.first_audio.is_none()
                && now.duration_since(other.since) < SOUND_WITHIN
        })
    }

    /// Notes whose first sound has been played by now.
    pub fn listen(&mut self, stats: &Stats, now: Instant) {
        for participant in &stats.participants {
            if participant.audio_ms > 0
                && let Some(other) = self.others.get_mut(&participant.participant)
            {
                other.first_audio.get_or_insert(now);
            }
        }
    }

    /// The line for now.
    pub fn line(&self, stats: &Stats, sight: &Sight) -> StatsLine {
        let now = Instant::now();
        let participants = stats
            .participants
            .iter()
            .map(|participant| {
                let seen = sight.seen(&participant.participant);
                let other = self.others.get(&participant.participant);
                let after = |first: Option<Instant>| {
                    Some(first?.saturating_duration_since(other?.since).as_millis() as u64)
                };
                ParticipantLine {
                    participant_id: participant.participant.clone(),
                    name: participant.name.clone(),
                    video_frames: seen.frames,
                    width: seen.width,
                    height: seen.height,
                    audio_ms: participant.audio_ms,
                    audio_level: participant.audio_level,
                    first_video_ms: after(seen.first),
                    first_audio_ms: after(other.and_then(|other| other.first_audio)),
                    latency_ms: seen.latency(now),
                    screen_frames: participant.screen_frames,
                    screen_width: participant.screen_width,
                    screen_height: participant.screen_height,
                }
            })
            .collect();
        StatsLine {
            event: "stats",
            t: unix_ms(),
            participants,
        }
    }
}
