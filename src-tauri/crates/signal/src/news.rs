//! What a server tells of speakers, lines and layers.

use adjourn_meeting::{ParticipantSid, TrackId};
use livekit_protocol as proto;

use crate::limits::{self, MAX_SMALL, WireError};
use crate::request::track_id;
use crate::{ConnectionQuality, Response, StreamState, VideoQuality};

/// How loud somebody is.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerInfo {
    /// Who.
    pub sid: ParticipantSid,
    /// From 0 to 1, the loudest.
    pub level: f32,
    /// Speaks now.
    pub active: bool,
}

/// How good somebody's line is.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityInfo {
    /// Whose.
    pub sid: ParticipantSid,
    /// In a word.
    pub quality: ConnectionQuality,
    /// From 0 to 100.
    pub score: f32,
}

/// Whether the server sends a subscribed track now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamStateInfo {
    /// Whose.
    pub participant: ParticipantSid,
    /// Which.
    pub track: TrackId,
    /// Whether.
    pub state: StreamState,
}

/// Which layers of a codec anybody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscribedCodec {
    /// `vp8`, …; empty for a track with one codec.
    pub codec: String,
    /// Layer, and whether it is wanted.
    pub qualities: Vec<(VideoQuality, bool)>,
}

/// A number between 0 and `max`; what is no number is 0.
pub(crate) fn finite(value: f32, max: f32) -> f32 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(0.0, max)
    }
}

#[allow(deprecated)] // `subscribed_qualities`: what servers and clients with one codec use
pub(crate) fn subscribed_quality(
    update: proto::SubscribedQualityUpdate,
) -> Result<Response, WireError> {
    let qualities = |qualities| {
        limits::list(
            qualities,
            MAX_SMALL,
            "layers",
            |quality: proto::SubscribedQuality| {
                Ok((VideoQuality::from_wire(quality.quality), quality.enabled))
            },
        )
    };
    let mut codecs = limits::list(update.subscribed_codecs, MAX_SMALL, "codecs", |codec| {
        Ok(SubscribedCodec {
            codec: limits::id(codec.codec, "codec")?,
            qualities: qualities(codec.qualities)?,
        })
    })?;
    if codecs.is_empty() && !update.subscribed_qualities.is_empty() {
        codecs.push(SubscribedCodec {
            codec: String::new(),
            qualities: qualities(update.subscribed_qualities)?,
        });
    }
    Ok(Response::SubscribedQualityUpdate {
        track: track_id(update.track_sid)?,
        codecs,
    })
}

#[allow(deprecated)]
pub(crate) fn subscribed_quality_to_wire(
    track: &TrackId,
    codecs: &[SubscribedCodec],
) -> proto::SubscribedQualityUpdate {
    let qualities = |codec: &SubscribedCodec| {
        codec
            .qualities
            .iter()
            .map(|(quality, enabled)| proto::SubscribedQuality {
                quality: quality.to_wire(),
                enabled: *enabled,
            })
            .collect::<Vec<_>>()
    };
    proto::SubscribedQualityUpdate {
        track_sid: track.as_str().into(),
        // Clients that know no codecs read the first one's.
        subscribed_qualities: codecs.first().map(qualities).unwrap_or_default(),
        subscribed_codecs: codecs
            .iter()
            .map(|codec| proto::SubscribedCodec {
                codec: codec.codec.clone(),
                qualities: qualities(codec),
            })
            .collect(),
    }
}
