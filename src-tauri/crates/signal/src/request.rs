//! What a client says on the signal connection.

use std::fmt;

use adjourn_meeting::TrackId;
use livekit_protocol::{self as proto, signal_request::Message};
use prost::Message as _;

use crate::debug::debug_only;
use crate::limits::{
    self, MAX_CANDIDATE_BYTES, MAX_METADATA_BYTES, MAX_TEXT_BYTES, MAX_TRACKS, WireError,
};
use crate::participant::{Attributes, attributes_from_wire, attributes_to_wire};
use crate::sync::{description_to_wire, subscribed, subscription_to_wire};
use crate::{
    AddTrack, Description, DisconnectReason, LeaveAction, SignalTarget, SyncState, VideoQuality,
    wire,
};

/// A client's message. `Debug` gives its kind only.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// Offer for the publishing connection.
    Offer {
        /// Session description.
        sdp: String,
        /// To be repeated in the answer.
        id: u32,
    },
    /// Answer for the subscribing connection.
    Answer {
        /// Session description.
        sdp: String,
        /// The offer's.
        id: u32,
    },
    /// An ICE candidate.
    Trickle {
        /// For which connection.
        target: SignalTarget,
        /// `RTCIceCandidateInit` as JSON.
        candidate_init: String,
        /// None will follow.
        is_final: bool,
    },
    /// A track will be published; answered with [`crate::Response::TrackPublished`].
    AddTrack(Box<AddTrack>),
    /// A track of its own is silenced or speaks again; comes back in an update.
    Mute {
        /// Which.
        track: TrackId,
        /// Silenced.
        muted: bool,
    },
    /// Which tracks it wants.
    Subscription {
        /// Which, each once.
        tracks: Vec<TrackId>,
        /// Wants them, or no longer.
        subscribe: bool,
    },
    /// How it wants subscribed tracks.
    TrackSetting(TrackSetting),
    /// Changes its own name, metadata or attributes; waits for the answer.
    UpdateMetadata(MetadataUpdate),
    /// What it knew before a resume.
    SyncState(Box<SyncState>),
    /// It goes.
    Leave {
        /// Why.
        reason: DisconnectReason,
    },
    /// Answered with [`crate::Response::Pong`].
    Ping {
        /// Its clock, in Unix milliseconds.
        timestamp_ms: i64,
    },
    /// Answered with [`crate::Response::PongResp`].
    PingReq {
        /// Its clock, in Unix milliseconds.
        timestamp_ms: i64,
        /// The last round trip it measured.
        rtt_ms: i64,
    },
    /// Something we take and do not act on.
    Ignored,
}

/// How a subscriber wants tracks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackSetting {
    /// Which.
    pub tracks: Vec<TrackId>,
    /// Not at all for now (off screen).
    pub disabled: bool,
    /// At most this layer, when no size is given.
    pub quality: VideoQuality,
    /// Pixels it is shown at; 0 when the quality counts.
    pub width: u32,
    /// Pixels it is shown at; 0 when the quality counts.
    pub height: u32,
    /// At most, 0 for no limit.
    pub fps: u32,
    /// 1 is served first, 0 is unset.
    pub priority: u32,
}

/// A change of oneself. Empty name or metadata: unchanged.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MetadataUpdate {
    /// For [`crate::Response::RequestResponse`].
    pub request_id: u32,
    /// New display name.
    pub name: String,
    /// New metadata.
    pub metadata: String,
    /// Keys to set; an empty value deletes the key.
    pub attributes: Attributes,
}

debug_only!(MetadataUpdate { request_id });

impl Request {
    /// What it is, for a log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Offer { .. } => "offer",
            Self::Answer { .. } => "answer",
            Self::Trickle { .. } => "trickle",
            Self::AddTrack(_) => "add_track",
            Self::Mute { .. } => "mute",
            Self::Subscription { .. } => "subscription",
            Self::TrackSetting(_) => "track_setting",
            Self::UpdateMetadata(_) => "update_metadata",
            Self::SyncState(_) => "sync_state",
            Self::Leave { .. } => "leave",
            Self::Ping { .. } => "ping",
            Self::PingReq { .. } => "ping_req",
            Self::Ignored => "ignored",
        }
    }

    /// Reads a `SignalRequest`. What is not supported, and an empty message, is [`Request::Ignored`].
    ///
    /// # Errors
    /// Not protobuf, or beyond a bound.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        wire::check_signal(bytes)?;
        let request = proto::SignalRequest::decode(bytes).map_err(|_| WireError::Malformed)?;
        let Some(message) = request.message else {
            return Ok(Self::Ignored);
        };
        Ok(match message {
            Message::Offer(description) => {
                let Description { sdp, id } = Description::from_wire(description)?;
                Self::Offer { sdp, id }
            }
            Message::Answer(description) => {
                let Description { sdp, id } = Description::from_wire(description)?;
                Self::Answer { sdp, id }
            }
            Message::Trickle(trickle) => Self::Trickle {
                target: SignalTarget::from_wire(trickle.target),
                candidate_init: candidate(trickle.candidate_init)?,
                is_final: trickle.r#final,
            },
            Message::AddTrack(track) => Self::AddTrack(Box::new(AddTrack::from_wire(track)?)),
            Message::Mute(mute) => Self::Mute {
                track: track_id(mute.sid)?,
                muted: mute.muted,
            },
            Message::Subscription(subscription) => Self::Subscription {
                subscribe: subscription.subscribe,
                tracks: subscribed(subscription)?,
            },
            Message::TrackSetting(setting) => Self::TrackSetting(TrackSetting {
                tracks: track_ids(setting.track_sids)?,
                disabled: setting.disabled,
                quality: VideoQuality::from_wire(setting.quality),
                width: setting.width,
                height: setting.height,
                fps: setting.fps,
                priority: setting.priority,
            }),
            Message::UpdateMetadata(update) => Self::UpdateMetadata(MetadataUpdate {
                request_id: update.request_id,
                name: limits::text(update.name, MAX_TEXT_BYTES, "name")?,
                metadata: limits::text(update.metadata, MAX_METADATA_BYTES, "metadata")?,
                attributes: attributes_from_wire(update.attributes)?,
            }),
            Message::SyncState(state) => Self::SyncState(Box::new(SyncState::from_wire(state)?)),
            Message::Leave(leave) => Self::Leave {
                reason: DisconnectReason::from_wire(leave.reason),
            },
            Message::Ping(timestamp_ms) => Self::Ping { timestamp_ms },
            Message::PingReq(ping) => Self::PingReq {
                timestamp_ms: ping.timestamp,
                rtt_ms: ping.rtt,
            },
            _ => Self::Ignored,
        })
    }

    /// As a `SignalRequest`; [`Request::Ignored`] is the empty one.
    pub fn encode(&self) -> Vec<u8> {
        let message = match self {
            Self::Offer { sdp, id } => Message::Offer(description_to_wire("offer", sdp, *id)),
            Self::Answer { sdp, id } => Message::Answer(description_to_wire("answer", sdp, *id)),
            Self::Trickle {
                target,
                candidate_init,
                is_final,
            } => Message::Trickle(proto::TrickleRequest {
                candidate_init: candidate_init.clone(),
                target: target.to_wire(),
                r#final: *is_final,
            }),
            Self::AddTrack(track) => Message::AddTrack(track.to_wire()),
            Self::Mute { track, muted } => Message::Mute(proto::MuteTrackRequest {
                sid: track.as_str().into(),
                muted: *muted,
            }),
            Self::Subscription { tracks, subscribe } => {
                Message::Subscription(subscription_to_wire(tracks, *subscribe))
            }
            Self::TrackSetting(setting) => Message::TrackSetting(proto::UpdateTrackSettings {
                track_sids: track_sids(&setting.tracks),
                disabled: setting.disabled,
                quality: setting.quality.to_wire(),
                width: setting.width,
                height: setting.height,
                fps: setting.fps,
                priority: setting.priority,
            }),
            Self::UpdateMetadata(update) => {
                Message::UpdateMetadata(proto::UpdateParticipantMetadata {
                    metadata: update.metadata.clone(),
                    name: update.name.clone(),
                    attributes: attributes_to_wire(&update.attributes),
                    request_id: update.request_id,
                })
            }
            Self::SyncState(state) => Message::SyncState(state.to_wire()),
            Self::Leave { reason } => Message::Leave(proto::LeaveRequest {
                reason: reason.to_wire(),
                action: LeaveAction::Disconnect.to_wire(),
                ..Default::default()
            }),
            Self::Ping { timestamp_ms } => Message::Ping(*timestamp_ms),
            Self::PingReq {
                timestamp_ms,
                rtt_ms,
            } => Message::PingReq(proto::Ping {
                timestamp: *timestamp_ms,
                rtt: *rtt_ms,
            }),
            Self::Ignored => return Vec::new(),
        };
        proto::SignalRequest {
            message: Some(message),
        }
        .encode_to_vec()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({})", self.kind())
    }
}

pub(crate) fn candidate(candidate_init: String) -> Result<String, WireError> {
    limits::text(candidate_init, MAX_CANDIDATE_BYTES, "candidate")
}

pub(crate) fn track_id(sid: String) -> Result<TrackId, WireError> {
    limits::id(sid, "track id").map(TrackId::new)
}

pub(crate) fn track_ids(sids: Vec<String>) -> Result<Vec<TrackId>, WireError> {
    limits::list(sids, MAX_TRACKS, "tracks", track_id)
}

pub(crate) fn track_sids(tracks: &[TrackId]) -> Vec<String> {
    tracks.iter().map(|track| track.as_str().into()).collect()
}
