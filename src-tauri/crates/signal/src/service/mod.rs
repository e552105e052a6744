//! LiveKit's RoomService (Twirp): typed calls and answers, in protobuf and in JSON with camelCase or
//! snake_case keys. A server reads [`Call`] and writes [`Answer`]; a client the other way round.

mod answer;
mod call;

use std::fmt;

use adjourn_meeting::{EndNote, MAX_NOTE_CHARS, MeetingId, ParticipantId, ParticipantSid, TrackId};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode, utf8_percent_encode};

use crate::Permission;
use crate::debug::debug_only;
use crate::limits::MAX_MESSAGE_BYTES;
use crate::participant::Attributes;
use crate::twirp::{TwirpCode, TwirpError};

pub use answer::Answer;

/// What every path of the service begins with; the method's name follows.
pub const PATH_PREFIX: &str = "/twirp/livekit.RoomService/";
/// Header on the answer to a [`Call::DeleteRoom`]: [`RECORD_MISSING`] when the room is ended and that could not be made
/// durable, so that a restart of the server might open it again.
pub const RECORD_HEADER: &str = "adjourn-record";
/// The value of a [`RECORD_HEADER`]; without the header the record is on disk.
pub const RECORD_MISSING: &str = "missing";
/// Header on a [`Call::DeleteRoom`], and on the answer that tells somebody at the door that the meeting was ended: what
/// its host wrote for everybody ([`note_to_header`]). LiveKit's message has no place for it, and its servers pass it over.
pub const NOTE_HEADER: &str = "adjourn-note";
/// Longest [`NOTE_HEADER`] that is read, in bytes: every character of the longest note takes up to 12.
const MAX_NOTE_HEADER_BYTES: usize = 12 * MAX_NOTE_CHARS;
/// Longest body of a call or an answer, in bytes.
pub const MAX_BODY_BYTES: usize = MAX_MESSAGE_BYTES;

/// A note as it stands in a [`NOTE_HEADER`]: UTF-8, percent-encoded where it is not plain ASCII.
pub fn note_to_header(note: &EndNote) -> String {
    const SET: &AsciiSet = &CONTROLS.add(b'%');
    utf8_percent_encode(note.as_str(), SET).to_string()
}

/// The note of a [`NOTE_HEADER`], cleaned; none where nothing can be read.
pub fn note_from_header(header: &[u8]) -> Option<EndNote> {
    if header.len() > MAX_NOTE_HEADER_BYTES {
        return None;
    }
    let text = percent_decode(header).decode_utf8().ok()?;
    EndNote::new(&text)
}

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
        /// What everybody reads. It stands in the [`NOTE_HEADER`], not in the body.
        note: Option<EndNote>,
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
            Self::DeleteRoom { room, .. }
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
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {:?})", self.method().name(), self.room())
    }
}
