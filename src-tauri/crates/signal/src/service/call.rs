//! Calls of the service as bytes.

use adjourn_meeting::{MeetingId, ParticipantId, ParticipantSid};
use livekit_protocol as proto;
use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Call, CreateRoom, Encoding, Method, SendData, UpdateParticipant};
use crate::limits::{
    self, MAX_DATA_BYTES, MAX_MESSAGE_BYTES, MAX_METADATA_BYTES, MAX_PARTICIPANTS, MAX_TEXT_BYTES,
    MAX_TRACKS, WireError,
};
use crate::participant::{attributes_from_wire, attributes_to_wire};
use crate::request::track_id;
use crate::{Permission, wire};

impl Call {
    pub(super) fn read(method: Method, encoding: Encoding, body: &[u8]) -> Result<Self, WireError> {
        Ok(match method {
            Method::CreateRoom => {
                let call: proto::CreateRoomRequest = message(encoding, body)?;
                Self::CreateRoom(CreateRoom {
                    name: room_name(call.name)?,
                    metadata: limits::text(call.metadata, MAX_METADATA_BYTES, "metadata")?,
                    empty_timeout_s: call.empty_timeout,
                    departure_timeout_s: call.departure_timeout,
                    max_participants: call.max_participants,
                })
            }
            Method::DeleteRoom => {
                let call: proto::DeleteRoomRequest = message(encoding, body)?;
                Self::DeleteRoom {
                    room: room_name(call.room)?,
                    note: None,
                }
            }
            Method::ListRooms => {
                let call: proto::ListRoomsRequest = message(encoding, body)?;
                Self::ListRooms {
                    names: limits::list(call.names, MAX_PARTICIPANTS, "rooms", room_name)?,
                }
            }
            Method::ListParticipants => {
                let call: proto::ListParticipantsRequest = message(encoding, body)?;
                Self::ListParticipants {
                    room: room_name(call.room)?,
                }
            }
            Method::GetParticipant => {
                let call: proto::RoomParticipantIdentity = message(encoding, body)?;
                Self::GetParticipant {
                    room: room_name(call.room)?,
                    identity: identity(call.identity)?,
                }
            }
            Method::RemoveParticipant => {
                let call: proto::RoomParticipantIdentity = message(encoding, body)?;
                Self::RemoveParticipant {
                    room: room_name(call.room)?,
                    identity: identity(call.identity)?,
                }
            }
            Method::MutePublishedTrack => {
                let call: proto::MuteRoomTrackRequest = message(encoding, body)?;
                Self::MutePublishedTrack {
                    room: room_name(call.room)?,
                    identity: identity(call.identity)?,
                    track: track_id(call.track_sid)?,
                    muted: call.muted,
                }
            }
            Method::UpdateParticipant => {
                let call: proto::UpdateParticipantRequest = message(encoding, body)?;
                Self::UpdateParticipant(UpdateParticipant {
                    room: room_name(call.room)?,
                    identity: identity(call.identity)?,
                    name: limits::text(call.name, MAX_TEXT_BYTES, "name")?,
                    metadata: limits::text(call.metadata, MAX_METADATA_BYTES, "metadata")?,
                    permission: call.permission.map(Permission::from_wire).transpose()?,
                    attributes: attributes_from_wire(call.attributes)?,
                })
            }
            Method::UpdateSubscriptions => {
                let call: proto::UpdateSubscriptionsRequest = message(encoding, body)?;
                let by_participant = call
                    .participant_tracks
                    .into_iter()
                    .flat_map(|p| p.track_sids);
                let tracks = call.track_sids.into_iter().chain(by_participant).collect();
                Self::UpdateSubscriptions {
                    room: room_name(call.room)?,
                    identity: identity(call.identity)?,
                    tracks: limits::list(tracks, MAX_TRACKS, "tracks", track_id)?,
                    subscribe: call.subscribe,
                }
            }
            Method::SendData => Self::SendData(SendData::from_wire(message(encoding, body)?)?),
            Method::UpdateRoomMetadata => {
                let call: proto::UpdateRoomMetadataRequest = message(encoding, body)?;
                Self::UpdateRoomMetadata {
                    room: room_name(call.room)?,
                    metadata: limits::text(call.metadata, MAX_METADATA_BYTES, "metadata")?,
                }
            }
        })
    }

    /// The body of the call.
    pub fn encode(&self, encoding: Encoding) -> Vec<u8> {
        match self {
            Self::CreateRoom(call) => body(
                encoding,
                &proto::CreateRoomRequest {
                    name: call.name.as_str().into(),
                    metadata: call.metadata.clone(),
                    empty_timeout: call.empty_timeout_s,
                    departure_timeout: call.departure_timeout_s,
                    max_participants: call.max_participants,
                    ..Default::default()
                },
            ),
            Self::DeleteRoom { room, .. } => body(
                encoding,
                &proto::DeleteRoomRequest {
                    room: room.as_str().into(),
                },
            ),
            Self::ListRooms { names } => body(
                encoding,
                &proto::ListRoomsRequest {
                    names: names.iter().map(|name| name.as_str().into()).collect(),
                },
            ),
            Self::ListParticipants { room } => body(
                encoding,
                &proto::ListParticipantsRequest {
                    room: room.as_str().into(),
                },
            ),
            Self::GetParticipant { room, identity }
            | Self::RemoveParticipant { room, identity } => body(
                encoding,
                &proto::RoomParticipantIdentity {
                    room: room.as_str().into(),
                    identity: identity.as_str().into(),
                    revoke_token_ts: 0,
                },
            ),
            Self::MutePublishedTrack {
                room,
                identity,
                track,
                muted,
            } => body(
                encoding,
                &proto::MuteRoomTrackRequest {
                    room: room.as_str().into(),
                    identity: identity.as_str().into(),
                    track_sid: track.as_str().into(),
                    muted: *muted,
                },
            ),
            Self::UpdateParticipant(call) => body(
                encoding,
                &proto::UpdateParticipantRequest {
                    room: call.room.as_str().into(),
                    identity: call.identity.as_str().into(),
                    name: call.name.clone(),
                    metadata: call.metadata.clone(),
                    permission: call.permission.as_ref().map(Permission::to_wire),
                    attributes: attributes_to_wire(&call.attributes),
                },
            ),
            Self::UpdateSubscriptions {
                room,
                identity,
                tracks,
                subscribe,
            } => body(
                encoding,
                &proto::UpdateSubscriptionsRequest {
                    room: room.as_str().into(),
                    identity: identity.as_str().into(),
                    track_sids: tracks.iter().map(|track| track.as_str().into()).collect(),
                    subscribe: *subscribe,
                    participant_tracks: Vec::new(),
                },
            ),
            Self::SendData(call) => body(encoding, &call.to_wire()),
            Self::UpdateRoomMetadata { room, metadata } => body(
                encoding,
                &proto::UpdateRoomMetadataRequest {
                    room: room.as_str().into(),
                    metadata: metadata.clone(),
                },
            ),
        }
    }
}

#[allow(deprecated)] // `destination_sids`: older callers still write it
impl SendData {
    fn from_wire(call: proto::SendDataRequest) -> Result<Self, WireError> {
        limits::length(call.data.len(), MAX_DATA_BYTES, "data")?;
        Ok(Self {
            room: room_name(call.room)?,
            data: call.data,
            reliable: call.kind != proto::data_packet::Kind::Lossy as i32,
            destinations: limits::list(
                call.destination_identities,
                MAX_PARTICIPANTS,
                "destinations",
                identity,
            )?,
            destination_sids: limits::list(
                call.destination_sids,
                MAX_PARTICIPANTS,
                "destinations",
                |sid| limits::id(sid, "participant sid").map(ParticipantSid::new),
            )?,
            topic: call
                .topic
                .map(|topic| limits::text(topic, MAX_TEXT_BYTES, "topic"))
                .transpose()?,
        })
    }

    fn to_wire(&self) -> proto::SendDataRequest {
        let kind = match self.reliable {
            true => proto::data_packet::Kind::Reliable,
            false => proto::data_packet::Kind::Lossy,
        };
        proto::SendDataRequest {
            room: self.room.as_str().into(),
            data: self.data.clone(),
            kind: kind as i32,
            destination_identities: self
                .destinations
                .iter()
                .map(|id| id.as_str().into())
                .collect(),
            destination_sids: self
                .destination_sids
                .iter()
                .map(|id| id.as_str().into())
                .collect(),
            topic: self.topic.clone(),
            nonce: Vec::new(),
        }
    }
}

fn room_name(name: String) -> Result<MeetingId, WireError> {
    limits::id(name, "room name").map(MeetingId::new)
}

fn identity(identity: String) -> Result<ParticipantId, WireError> {
    limits::id(identity, "identity").map(ParticipantId::new)
}

pub(super) fn message<M: Message + Default + DeserializeOwned>(
    encoding: Encoding,
    body: &[u8],
) -> Result<M, WireError> {
    match encoding {
        Encoding::Protobuf => {
            wire::check_message(body)?;
            M::decode(body).map_err(|_| WireError::Malformed)
        }
        Encoding::Json => {
            limits::length(body.len(), MAX_MESSAGE_BYTES, "length")?;
            serde_json::from_slice(body).map_err(|_| WireError::Malformed)
        }
    }
}

pub(super) fn body<M: Message + Serialize>(encoding: Encoding, message: &M) -> Vec<u8> {
    match encoding {
        Encoding::Protobuf => message.encode_to_vec(),
        Encoding::Json => serde_json::to_vec(message).expect(
            "every enumeration has a name: ours by their type, mirrored ones by named_participant",
        ),
    }
}
