//! LiveKit's RoomService (Twirp): typed calls and answers, in protobuf and in JSON with camelCase or
//! snake_case keys. A server reads [`Call`] and writes [`Answer`]; a client the other way round.

mod answer;

use std::fmt;

use adjourn_meeting::{MeetingId, ParticipantId, ParticipantSid, TrackId};
use livekit_protocol as proto;
use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::debug::debug_only;
use crate::limits::{
    self, MAX_DATA_BYTES, MAX_MESSAGE_BYTES, MAX_METADATA_BYTES, MAX_PARTICIPANTS, MAX_TEXT_BYTES,
    MAX_TRACKS, WireError,
};
use crate::participant::{Attributes, attributes_from_wire, attributes_to_wire};
use crate::request::track_id;
use crate::twirp::{TwirpCode, TwirpError};
use crate::{Permission, wire};

pub use answer::Answer;

/// What every path of the service begins with; the method's name follows.
pub const PATH_PREFIX: &str = "/twirp/livekit.RoomService/";
/// Longest body of a call or an answer, in bytes.
pub const MAX_BODY_BYTES: usize = MAX_MESSAGE_BYTES;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/protobuf`
    Protobuf,
    /// `application/json`
    Json,
}

/// A method of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is LiveKit's method of the same name
pub enum Method {
    CreateRoom,
    DeleteRoom,
    ListRooms,
    ListParticipants,
    GetParticipant,
    RemoveParticipant,
    MutePublishedTrack,
    UpdateParticipant,
    UpdateSubscriptions,
    SendData,
    UpdateRoomMetadata,
}

/// A call of the service. `Debug` gives its method only.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// Opens a room, or returns the one of that name; needs roomCreate.
    CreateRoom(CreateRoom),
    /// Ends a room for everyone; needs roomCreate (ours also takes the administration of that room).
    DeleteRoom {
        /// Which.
        room: MeetingId,
    },
    /// Lists rooms; needs roomList.
    ListRooms {
        /// Only these; all when empty.
        names: Vec<MeetingId>,
    },
    /// Lists who is in a room; needs roomAdmin of it, as all that follow.
    ListParticipants {
        /// Which.
        room: MeetingId,
    },
    /// Tells of one participant.
    GetParticipant {
        /// Where.
        room: MeetingId,
        /// Who.
        identity: ParticipantId,
    },
    /// Removes one participant.
    RemoveParticipant {
        /// Where.
        room: MeetingId,
        /// Who.
        identity: ParticipantId,
    },
    /// Silences a track, or lets it speak again.
    MutePublishedTrack {
        /// Where.
        room: MeetingId,
        /// Whose.
        identity: ParticipantId,
        /// Which.
        track: TrackId,
        /// Silenced.
        muted: bool,
    },
    /// Changes a participant.
    UpdateParticipant(UpdateParticipant),
    /// Changes what a participant receives.
    UpdateSubscriptions {
        /// Where.
        room: MeetingId,
        /// Who.
        identity: ParticipantId,
        /// Which tracks.
        tracks: Vec<TrackId>,
        /// Receives them, or no longer.
        subscribe: bool,
    },
    /// Sends data to participants.
    SendData(SendData),
    /// Changes the room's metadata.
    UpdateRoomMetadata {
        /// Which.
        room: MeetingId,
        /// To what.
        metadata: String,
    },
}

/// A room to open.
#[derive(Clone, PartialEq, Eq)]
pub struct CreateRoom {
    /// Its name.
    pub name: MeetingId,
    /// Its metadata.
    pub metadata: String,
    /// Seconds it stays open when nobody comes; 0 for the server's own choice.
    pub empty_timeout_s: u32,
    /// Seconds it stays open when all have gone; 0 for the server's own choice.
    pub departure_timeout_s: u32,
    /// How many may be in it; 0 for no limit.
    pub max_participants: u32,
}

debug_only!(CreateRoom { name });

/// A change of a participant. Empty name or metadata: unchanged.
#[derive(Clone, PartialEq, Eq)]
pub struct UpdateParticipant {
    /// Where.
    pub room: MeetingId,
    /// Who.
    pub identity: ParticipantId,
    /// New display name.
    pub name: String,
    /// New metadata.
    pub metadata: String,
    /// New permissions.
    pub permission: Option<Permission>,
    /// Keys to set; an empty value deletes the key.
    pub attributes: Attributes,
}

debug_only!(UpdateParticipant { room, identity });

/// Data for participants.
#[derive(Clone, PartialEq, Eq)]
pub struct SendData {
    /// Where.
    pub room: MeetingId,
    /// What.
    pub data: Vec<u8>,
    /// On which of the two channels.
    pub reliable: bool,
    /// For whom, and for everybody when both lists are empty.
    pub destinations: Vec<ParticipantId>,
    /// For whom, by session.
    pub destination_sids: Vec<ParticipantSid>,
    /// What it is about.
    pub topic: Option<String>,
}

debug_only!(SendData {
    room,
    reliable,
    destinations
});

impl Encoding {
    /// The value of the `Content-Type` header.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/protobuf",
            Self::Json => "application/json",
        }
    }

    /// Reads the value of the `Content-Type` header; parameters are passed over.
    pub fn from_content_type(value: &str) -> Option<Self> {
        let kind = value.split(';').next().unwrap_or_default().trim();
        [Self::Protobuf, Self::Json]
            .into_iter()
            .find(|encoding| kind.eq_ignore_ascii_case(encoding.content_type()))
    }
}

impl Method {
    const ALL: [Self; 11] = [
        Self::CreateRoom,
        Self::DeleteRoom,
        Self::ListRooms,
        Self::ListParticipants,
        Self::GetParticipant,
        Self::RemoveParticipant,
        Self::MutePublishedTrack,
        Self::UpdateParticipant,
        Self::UpdateSubscriptions,
        Self::SendData,
        Self::UpdateRoomMetadata,
    ];

    /// LiveKit's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateRoom => "CreateRoom",
            Self::DeleteRoom => "DeleteRoom",
            Self::ListRooms => "ListRooms",
            Self::ListParticipants => "ListParticipants",
            Self::GetParticipant => "GetParticipant",
            Self::RemoveParticipant => "RemoveParticipant",
            Self::MutePublishedTrack => "MutePublishedTrack",
            Self::UpdateParticipant => "UpdateParticipant",
            Self::UpdateSubscriptions => "UpdateSubscriptions",
            Self::SendData => "SendData",
            Self::UpdateRoomMetadata => "UpdateRoomMetadata",
        }
    }

    /// Where it is called.
    pub fn path(self) -> String {
        format!("{PATH_PREFIX}{}", self.name())
    }

    /// The method of a name.
    ///
    /// # Errors
    /// Twirp's `bad_route` for one we do not have.
    pub fn from_name(name: &str) -> Result<Self, TwirpError> {
        Self::ALL
            .into_iter()
            .find(|method| method.name() == name)
            .ok_or_else(|| TwirpError::new(TwirpCode::BadRoute, "there is no such method here"))
    }
}

impl Call {
    /// Its method.
    pub fn method(&self) -> Method {
        match self {
            Self::CreateRoom(_) => Method::CreateRoom,
            Self::DeleteRoom { .. } => Method::DeleteRoom,
            Self::ListRooms { .. } => Method::ListRooms,
            Self::ListParticipants { .. } => Method::ListParticipants,
            Self::GetParticipant { .. } => Method::GetParticipant,
            Self::RemoveParticipant { .. } => Method::RemoveParticipant,
            Self::MutePublishedTrack { .. } => Method::MutePublishedTrack,
            Self::UpdateParticipant(_) => Method::UpdateParticipant,
            Self::UpdateSubscriptions { .. } => Method::UpdateSubscriptions,
            Self::SendData(_) => Method::SendData,
            Self::UpdateRoomMetadata { .. } => Method::UpdateRoomMetadata,
        }
    }

    /// The room it is about; none for a list of rooms.
    pub fn room(&self) -> Option<&MeetingId> {
        match self {
            Self::ListRooms { .. } => None,
            Self::CreateRoom(call) => Some(&call.name),
            Self::UpdateParticipant(call) => Some(&call.room),
            Self::SendData(call) => Some(&call.room),
            Self::DeleteRoom { room }
            | Self::ListParticipants { room }
            | Self::GetParticipant { room, .. }
            | Self::RemoveParticipant { room, .. }
            | Self::MutePublishedTrack { room, .. }
            | Self::UpdateSubscriptions { room, .. }
            | Self::UpdateRoomMetadata { room, .. } => Some(room),
        }
    }

    /// Reads the body of a call.
    ///
    /// # Errors
    /// Twirp's `malformed` when it cannot be read, `invalid_argument` when it is beyond a bound.
    pub fn decode(method: Method, encoding: Encoding, body: &[u8]) -> Result<Self, TwirpError> {
        Self::read(method, encoding, body).map_err(TwirpError::from)
    }

    fn read(method: Method, encoding: Encoding, body: &[u8]) -> Result<Self, WireError> {
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
            Self::DeleteRoom { room } => body(
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

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {:?})", self.method().name(), self.room())
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

fn message<M: Message + Default + DeserializeOwned>(
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

fn body<M: Message + Serialize>(encoding: Encoding, message: &M) -> Vec<u8> {
    match encoding {
        Encoding::Protobuf => message.encode_to_vec(),
        Encoding::Json => serde_json::to_vec(message).expect(
            "every enumeration has a name: ours by their type, mirrored ones by named_participant",
        ),
    }
}
