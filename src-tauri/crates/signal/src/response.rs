//! What a server says on the signal connection.

use std::fmt;

use adjourn_meeting::{ParticipantSid, Secret, TrackId};
use livekit_protocol::{self as proto, signal_response::Message};
use prost::Message as _;

use crate::join::ice_servers;
use crate::limits::{self, MAX_PARTICIPANTS, MAX_TEXT_BYTES, MAX_TRACKS, WireError};
use crate::news::{QualityInfo, SpeakerInfo, StreamStateInfo, SubscribedCodec};
use crate::news::{finite, subscribed_quality, subscribed_quality_to_wire};
use crate::request::{candidate, track_id};
use crate::sync::description_to_wire;
use crate::token::MAX_TOKEN_BYTES;
use crate::{
    ConnectionQuality, Description, DisconnectReason, IceServer, JoinResponse, LeaveAction,
    ParticipantInfo, ReconnectResponse, RequestOutcome, RoomInfo, ServerInfo, SignalTarget,
    StreamState, TrackInfo, wire,
};

/// A server's message. `Debug` gives its kind only.
#[derive(Clone, PartialEq)]
pub enum Response {
    /// First message of a new session.
    Join(Box<JoinResponse>),
    /// First message of a resumed session; a full update must follow.
    Reconnect(Box<ReconnectResponse>),
    /// Offer for the subscribing connection.
    Offer {
        /// Session description.
        sdp: String,
        /// To be repeated in the answer.
        id: u32,
    },
    /// Answer for the publishing connection.
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
    /// Participants that changed, also the receiver itself.
    Update(Vec<ParticipantInfo>),
    /// Answer to [`crate::Request::AddTrack`].
    TrackPublished {
        /// The client's id of the track.
        cid: String,
        /// The track, with the server's id.
        track: Box<TrackInfo>,
    },
    /// The server took a track of the receiver's away.
    TrackUnpublished {
        /// Which.
        track: TrackId,
    },
    /// Somebody receives a track of the receiver's for the first time.
    TrackSubscribed {
        /// Which.
        track: TrackId,
    },
    /// A host silenced a track of the receiver's.
    Mute {
        /// Which.
        track: TrackId,
        /// Silenced.
        muted: bool,
    },
    /// Whose level changed.
    Speakers(Vec<SpeakerInfo>),
    /// The room's metadata or counts changed.
    RoomUpdate(RoomInfo),
    /// Whose line changed.
    ConnectionQuality(Vec<QualityInfo>),
    /// The receiver is out.
    Leave {
        /// Why.
        reason: DisconnectReason,
        /// What it should do.
        action: LeaveAction,
    },
    /// Answer to [`crate::Request::Ping`].
    Pong {
        /// The ping's timestamp.
        timestamp_ms: i64,
    },
    /// Answer to [`crate::Request::PingReq`].
    PongResp {
        /// The ping's timestamp.
        last_ping_timestamp_ms: i64,
        /// The server's clock, in Unix milliseconds.
        timestamp_ms: i64,
    },
    /// What became of a request with an id.
    RequestResponse {
        /// The request's.
        request_id: u32,
        /// What became of it.
        outcome: RequestOutcome,
        /// In words, for a developer.
        message: String,
    },
    /// The token of the next connect.
    RefreshToken(Secret),
    /// Tracks the server stopped sending, or sends again.
    StreamStateUpdate(Vec<StreamStateInfo>),
    /// Which layers of a track of the receiver's anybody wants.
    SubscribedQualityUpdate {
        /// Which track.
        track: TrackId,
        /// By codec.
        codecs: Vec<SubscribedCodec>,
    },
    /// Something we take and do not act on.
    Ignored,
}

impl Response {
    /// What it is, for a log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Join(_) => "join",
            Self::Reconnect(_) => "reconnect",
            Self::Offer { .. } => "offer",
            Self::Answer { .. } => "answer",
            Self::Trickle { .. } => "trickle",
            Self::Update(_) => "update",
            Self::TrackPublished { .. } => "track_published",
            Self::TrackUnpublished { .. } => "track_unpublished",
            Self::TrackSubscribed { .. } => "track_subscribed",
            Self::Mute { .. } => "mute",
            Self::Speakers(_) => "speakers_changed",
            Self::RoomUpdate(_) => "room_update",
            Self::ConnectionQuality(_) => "connection_quality",
            Self::Leave { .. } => "leave",
            Self::Pong { .. } => "pong",
            Self::PongResp { .. } => "pong_resp",
            Self::RequestResponse { .. } => "request_response",
            Self::RefreshToken(_) => "refresh_token",
            Self::StreamStateUpdate(_) => "stream_state_update",
            Self::SubscribedQualityUpdate { .. } => "subscribed_quality_update",
            Self::Ignored => "ignored",
        }
    }

    /// Reads a `SignalResponse`. What is not supported, and an empty message, is [`Response::Ignored`].
    ///
    /// # Errors
    /// Not protobuf, beyond a bound, or a join without a room or a participant.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        wire::check_signal(bytes)?;
        let response = proto::SignalResponse::decode(bytes).map_err(|_| WireError::Malformed)?;
        let Some(message) = response.message else {
            return Ok(Self::Ignored);
        };
        Ok(match message {
            Message::Join(join) => Self::Join(Box::new(JoinResponse::from_wire(join)?)),
            Message::Reconnect(reconnect) => Self::Reconnect(Box::new(ReconnectResponse {
                ice_servers: ice_servers(reconnect.ice_servers)?,
                server: ServerInfo::from_wire(reconnect.server_info, String::new())?,
                last_message_seq: reconnect.last_message_seq,
            })),
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
            Message::Update(update) => Self::Update(participants(update.participants)?),
            Message::TrackPublished(published) => Self::TrackPublished {
                cid: limits::id(published.cid, "track cid")?,
                track: Box::new(TrackInfo::from_wire(
                    published
                        .track
                        .ok_or(WireError::Missing { field: "track" })?,
                )?),
            },
            Message::TrackUnpublished(unpublished) => Self::TrackUnpublished {
                track: track_id(unpublished.track_sid)?,
            },
            Message::TrackSubscribed(subscribed) => Self::TrackSubscribed {
                track: track_id(subscribed.track_sid)?,
            },
            Message::Mute(mute) => Self::Mute {
                track: track_id(mute.sid)?,
                muted: mute.muted,
            },
            Message::SpeakersChanged(changed) => Self::Speakers(limits::list(
                changed.speakers,
                MAX_PARTICIPANTS,
                "speakers",
                |speaker| {
                    Ok(SpeakerInfo {
                        sid: participant_sid(speaker.sid)?,
                        level: finite(speaker.level, 1.0),
                        active: speaker.active,
                    })
                },
            )?),
            Message::RoomUpdate(update) => Self::RoomUpdate(RoomInfo::from_wire(
                update.room.ok_or(WireError::Missing { field: "room" })?,
            )?),
            Message::ConnectionQuality(update) => Self::ConnectionQuality(limits::list(
                update.updates,
                MAX_PARTICIPANTS,
                "updates",
                |info| {
                    Ok(QualityInfo {
                        sid: participant_sid(info.participant_sid)?,
                        quality: ConnectionQuality::from_wire(info.quality),
                        score: finite(info.score, 100.0),
                    })
                },
            )?),
            Message::Leave(leave) => Self::Leave {
                reason: DisconnectReason::from_wire(leave.reason),
                action: match LeaveAction::from_wire(leave.action) {
                    // Servers below protocol 13 know only this flag.
                    LeaveAction::Disconnect if leave.can_reconnect => LeaveAction::Reconnect,
                    action => action,
                },
            },
            Message::Pong(timestamp_ms) => Self::Pong { timestamp_ms },
            Message::PongResp(pong) => Self::PongResp {
                last_ping_timestamp_ms: pong.last_ping_timestamp,
                timestamp_ms: pong.timestamp,
            },
            Message::RequestResponse(response) => Self::RequestResponse {
                request_id: response.request_id,
                outcome: RequestOutcome::from_wire(response.reason),
                message: limits::text(response.message, MAX_TEXT_BYTES, "message")?,
            },
            Message::RefreshToken(token) => {
                Self::RefreshToken(Secret::new(limits::text(token, MAX_TOKEN_BYTES, "token")?))
            }
            Message::StreamStateUpdate(update) => Self::StreamStateUpdate(limits::list(
                update.stream_states,
                MAX_TRACKS,
                "streams",
                |info| {
                    Ok(StreamStateInfo {
                        participant: participant_sid(info.participant_sid)?,
                        track: track_id(info.track_sid)?,
                        state: StreamState::from_wire(info.state),
                    })
                },
            )?),
            Message::SubscribedQualityUpdate(update) => subscribed_quality(update)?,
            _ => Self::Ignored,
        })
    }

    /// As a `SignalResponse`; [`Response::Ignored`] is the empty one.
    pub fn encode(&self) -> Vec<u8> {
        let message = match self {
            Self::Join(join) => Message::Join(join.to_wire()),
            Self::Reconnect(reconnect) => Message::Reconnect(proto::ReconnectResponse {
                ice_servers: reconnect
                    .ice_servers
                    .iter()
                    .map(IceServer::to_wire)
                    .collect(),
                server_info: Some(reconnect.server.to_wire()),
                last_message_seq: reconnect.last_message_seq,
                ..Default::default()
            }),
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
            Self::Update(participants) => Message::Update(proto::ParticipantUpdate {
                participants: participants.iter().map(ParticipantInfo::to_wire).collect(),
            }),
            Self::TrackPublished { cid, track } => {
                Message::TrackPublished(proto::TrackPublishedResponse {
                    cid: cid.clone(),
                    track: Some(track.to_wire()),
                })
            }
            Self::TrackUnpublished { track } => {
                Message::TrackUnpublished(proto::TrackUnpublishedResponse {
                    track_sid: track.as_str().into(),
                })
            }
            Self::TrackSubscribed { track } => Message::TrackSubscribed(proto::TrackSubscribed {
                track_sid: track.as_str().into(),
            }),
            Self::Mute { track, muted } => Message::Mute(proto::MuteTrackRequest {
                sid: track.as_str().into(),
                muted: *muted,
            }),
            Self::Speakers(speakers) => Message::SpeakersChanged(proto::SpeakersChanged {
                speakers: speakers
                    .iter()
                    .map(|speaker| proto::SpeakerInfo {
                        sid: speaker.sid.as_str().into(),
                        level: speaker.level,
                        active: speaker.active,
                    })
                    .collect(),
            }),
            Self::RoomUpdate(room) => Message::RoomUpdate(proto::RoomUpdate {
                room: Some(room.to_wire()),
            }),
            Self::ConnectionQuality(updates) => {
                Message::ConnectionQuality(proto::ConnectionQualityUpdate {
                    updates: updates
                        .iter()
                        .map(|info| proto::ConnectionQualityInfo {
                            participant_sid: info.sid.as_str().into(),
                            quality: info.quality.to_wire(),
                            score: info.score,
                        })
                        .collect(),
                })
            }
            Self::Leave { reason, action } => Message::Leave(proto::LeaveRequest {
                can_reconnect: *action != LeaveAction::Disconnect,
                reason: reason.to_wire(),
                action: action.to_wire(),
                regions: None,
            }),
            Self::Pong { timestamp_ms } => Message::Pong(*timestamp_ms),
            Self::PongResp {
                last_ping_timestamp_ms,
                timestamp_ms,
            } => Message::PongResp(proto::Pong {
                last_ping_timestamp: *last_ping_timestamp_ms,
                timestamp: *timestamp_ms,
            }),
            Self::RequestResponse {
                request_id,
                outcome,
                message,
            } => Message::RequestResponse(proto::RequestResponse {
                request_id: *request_id,
                reason: outcome.to_wire(),
                message: message.clone(),
                request: None,
            }),
            Self::RefreshToken(token) => Message::RefreshToken(token.expose().into()),
            Self::StreamStateUpdate(states) => {
                Message::StreamStateUpdate(proto::StreamStateUpdate {
                    stream_states: states
                        .iter()
                        .map(|info| proto::StreamStateInfo {
                            participant_sid: info.participant.as_str().into(),
                            track_sid: info.track.as_str().into(),
                            state: info.state.to_wire(),
                        })
                        .collect(),
                })
            }
            Self::SubscribedQualityUpdate { track, codecs } => {
                Message::SubscribedQualityUpdate(subscribed_quality_to_wire(track, codecs))
            }
            Self::Ignored => return Vec::new(),
        };
        proto::SignalResponse {
            message: Some(message),
        }
        .encode_to_vec()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leave { reason, action } => write!(f, "Response(leave {reason:?} {action:?})"),
            Self::Update(participants) => write!(f, "Response(update {participants:?})"),
            other => write!(f, "Response({})", other.kind()),
        }
    }
}

fn participant_sid(sid: String) -> Result<ParticipantSid, WireError> {
    limits::id(sid, "participant sid").map(ParticipantSid::new)
}

pub(crate) fn participants(
    participants: Vec<proto::ParticipantInfo>,
) -> Result<Vec<ParticipantInfo>, WireError> {
    limits::list(
        participants,
        MAX_PARTICIPANTS,
        "participants",
        ParticipantInfo::from_wire,
    )
}
