//! What the service answers.

use livekit_protocol as proto;

use super::call::{body, message};
use super::{Encoding, Method};
use crate::limits::{self, MAX_PARTICIPANTS, WireError};
use crate::response::participants;
use crate::{ParticipantInfo, RoomInfo, TrackInfo};

/// An answer of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To CreateRoom and UpdateRoomMetadata.
    Room(RoomInfo),
    /// To ListRooms.
    Rooms(Vec<RoomInfo>),
    /// To ListParticipants.
    Participants(Vec<ParticipantInfo>),
    /// To GetParticipant and UpdateParticipant.
    Participant(ParticipantInfo),
    /// To MutePublishedTrack.
    Track(TrackInfo),
    /// To DeleteRoom, RemoveParticipant, UpdateSubscriptions and SendData.
    Done,
}

impl Answer {
    /// The body of the answer. An answer carries no mark of its method: a server answers each with the
    /// variant named at it.
    pub fn encode(&self, encoding: Encoding) -> Vec<u8> {
        match self {
            Self::Room(room) => body(encoding, &room.to_wire()),
            Self::Rooms(rooms) => body(
                encoding,
                &proto::ListRoomsResponse {
                    rooms: rooms.iter().map(RoomInfo::to_wire).collect(),
                },
            ),
            Self::Participants(participants) => body(
                encoding,
                &proto::ListParticipantsResponse {
                    participants: participants
                        .iter()
                        .map(|one| participant_to_wire(encoding, one))
                        .collect(),
                },
            ),
            Self::Participant(participant) => {
                body(encoding, &participant_to_wire(encoding, participant))
            }
            Self::Track(track) => body(
                encoding,
                &proto::MuteRoomTrackResponse {
                    track: Some(track_to_wire(encoding, track)),
                },
            ),
            Self::Done => body(encoding, &proto::DeleteRoomResponse {}),
        }
    }

    /// Reads the body of the answer to a method.
    ///
    /// # Errors
    /// Not protobuf or JSON, or beyond a bound.
    pub fn decode(method: Method, encoding: Encoding, bytes: &[u8]) -> Result<Self, WireError> {
        Ok(match method {
            Method::CreateRoom | Method::UpdateRoomMetadata => {
                Self::Room(RoomInfo::from_wire(message(encoding, bytes)?)?)
            }
            Method::ListRooms => {
                let answer: proto::ListRoomsResponse = message(encoding, bytes)?;
                Self::Rooms(limits::list(
                    answer.rooms,
                    MAX_PARTICIPANTS,
                    "rooms",
                    RoomInfo::from_wire,
                )?)
            }
            Method::ListParticipants => {
                let answer: proto::ListParticipantsResponse = message(encoding, bytes)?;
                Self::Participants(participants(answer.participants)?)
            }
            Method::GetParticipant | Method::UpdateParticipant => {
                Self::Participant(ParticipantInfo::from_wire(message(encoding, bytes)?)?)
            }
            Method::MutePublishedTrack => {
                let answer: proto::MuteRoomTrackResponse = message(encoding, bytes)?;
                let track = answer.track.ok_or(WireError::Missing { field: "track" })?;
                Self::Track(TrackInfo::from_wire(track)?)
            }
            Method::DeleteRoom
            | Method::RemoveParticipant
            | Method::UpdateSubscriptions
            | Method::SendData => {
                let _: proto::DeleteRoomResponse = message(encoding, bytes)?;
                Self::Done
            }
        })
    }
}

/// A participant whose enumerations all have names. We mirror numbers we do not know from newer clients,
/// which protobuf carries and JSON cannot.
fn named_participant(info: &ParticipantInfo) -> proto::ParticipantInfo {
    let mut info = proto::ParticipantInfo {
        tracks: info.tracks.iter().map(named_track).collect(),
        ..info.to_wire()
    };
    if !proto::participant_info::Kind::is_valid(info.kind) {
        info.kind = 0;
    }
    info.capabilities
        .retain(|number| proto::client_info::Capability::is_valid(*number));
    info
}

/// A track whose enumerations all have names.
fn named_track(track: &TrackInfo) -> proto::TrackInfo {
    let mut track = track.to_wire();
    if !proto::encryption::Type::is_valid(track.encryption) {
        track.encryption = 0;
    }
    if !proto::BackupCodecPolicy::is_valid(track.backup_codec_policy) {
        track.backup_codec_policy = 0;
    }
    track
        .audio_features
        .retain(|number| proto::AudioTrackFeature::is_valid(*number));
    for codec in &mut track.codecs {
        if !proto::video_layer::Mode::is_valid(codec.video_layer_mode) {
            codec.video_layer_mode = 0;
        }
    }
    track
}

fn participant_to_wire(encoding: Encoding, info: &ParticipantInfo) -> proto::ParticipantInfo {
    match encoding {
        Encoding::Protobuf => info.to_wire(),
        Encoding::Json => named_participant(info),
    }
}

fn track_to_wire(encoding: Encoding, track: &TrackInfo) -> proto::TrackInfo {
    match encoding {
        Encoding::Protobuf => track.to_wire(),
        Encoding::Json => named_track(track),
    }
}
