//! Figures of a running meeting.

use adjourn_media::VoiceStats;
use adjourn_meeting::ParticipantId;

/// What has been received and how the line does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// Everybody else, ordered by id.
    pub participants: Vec<ParticipantStats>,
    /// The connection we send on.
    pub publisher: LinkStats,
    /// The connection we receive on.
    pub subscriber: LinkStats,
}

/// What has been received from one participant since it joined.
#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantStats {
    /// Who.
    pub participant: ParticipantId,
    /// Its display name.
    pub name: String,
    /// Whole pictures given to the sink.
    pub video_frames: u64,
    /// Of the last picture, in pixels.
    pub width: u16,
    /// Of the last picture, in pixels.
    pub height: u16,
    /// Whole pictures of its screen given to the sink.
    pub screen_frames: u64,
    /// Of the last one, in pixels.
    pub screen_width: u16,
    /// Of the last one, in pixels.
    pub screen_height: u16,
    /// Decoded sound given to the mixer, in ms.
    pub audio_ms: u64,
    /// Loudness now (RMS), 0 to 1.
    pub audio_level: f32,
    /// The voice's counters, while it is subscribed.
    pub audio: Option<VoiceStats>,
}

/// How one peer connection does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LinkStats {
    /// Last round trip of a STUN check, in seconds.
    pub rtt_s: Option<f64>,
    /// Packets lost so far.
    pub packets_lost: u64,
    /// Packets received so far.
    pub packets_received: u64,
    /// Packets sent so far.
    pub packets_sent: u64,
}
