//! A room, as its participants and the service are told of it.

use adjourn_meeting::MeetingId;
use livekit_protocol as proto;

use crate::debug::debug_only;
use crate::limits::{self, MAX_METADATA_BYTES, MAX_SMALL, MAX_TEXT_BYTES, WireError};
use crate::reason::RoomMetadata;
use crate::wire;

/// A codec a room takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codec {
    /// `audio/opus`, `video/VP8`, …
    pub mime: String,
    /// Its format parameters, mostly empty.
    pub fmtp: String,
}

/// A room.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomInfo {
    /// The server's id of this one meeting (`RM_…`).
    pub sid: String,
    /// Its name, which tokens are made for.
    pub name: MeetingId,
    /// [`RoomMetadata`] as JSON, or whatever another application put there.
    pub metadata: String,
    /// How many are in it.
    pub num_participants: u32,
    /// How many of them publish.
    pub num_publishers: u32,
    /// How many may be in it, 0 for no limit.
    pub max_participants: u32,
    /// Seconds it stays open when nobody comes.
    pub empty_timeout_s: u32,
    /// Seconds it stays open when all have gone.
    pub departure_timeout_s: u32,
    /// When it was opened, in Unix milliseconds.
    pub created_at_ms: u64,
    /// Codecs it takes; every codec when empty.
    pub enabled_codecs: Vec<Codec>,
    /// Somebody records it.
    pub active_recording: bool,
}

impl RoomInfo {
    /// An empty room without limits.
    pub fn new(sid: impl Into<String>, name: MeetingId) -> Self {
        Self {
            sid: sid.into(),
            name,
            metadata: String::new(),
            num_participants: 0,
            num_publishers: 0,
            max_participants: 0,
            empty_timeout_s: 0,
            departure_timeout_s: 0,
            created_at_ms: 0,
            enabled_codecs: Vec::new(),
            active_recording: false,
        }
    }

    /// The title and the end mark; empty when the metadata is another application's.
    pub fn room_metadata(&self) -> RoomMetadata {
        RoomMetadata::parse(&self.metadata)
    }
}

debug_only!(RoomInfo {
    name,
    num_participants
});

impl Codec {
    pub(crate) fn from_wire(codec: proto::Codec) -> Result<Self, WireError> {
        Ok(Self {
            mime: limits::id(codec.mime, "codec")?,
            fmtp: limits::text(codec.fmtp_line, MAX_TEXT_BYTES, "codec parameters")?,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::Codec {
        proto::Codec {
            mime: self.mime.clone(),
            fmtp_line: self.fmtp.clone(),
        }
    }
}

impl RoomInfo {
    pub(crate) fn from_wire(room: proto::Room) -> Result<Self, WireError> {
        Ok(Self {
            sid: limits::id(room.sid, "room sid")?,
            name: MeetingId::new(limits::id(room.name, "room name")?),
            metadata: limits::text(room.metadata, MAX_METADATA_BYTES, "metadata")?,
            num_participants: room.num_participants,
            num_publishers: room.num_publishers,
            max_participants: room.max_participants,
            empty_timeout_s: room.empty_timeout,
            departure_timeout_s: room.departure_timeout,
            created_at_ms: wire::milliseconds(room.creation_time_ms, room.creation_time),
            enabled_codecs: limits::list(
                room.enabled_codecs,
                MAX_SMALL,
                "codecs",
                Codec::from_wire,
            )?,
            active_recording: room.active_recording,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::Room {
        let creation_time_ms = wire::signed(self.created_at_ms);
        proto::Room {
            sid: self.sid.clone(),
            name: self.name.as_str().into(),
            metadata: self.metadata.clone(),
            num_participants: self.num_participants,
            num_publishers: self.num_publishers,
            max_participants: self.max_participants,
            empty_timeout: self.empty_timeout_s,
            departure_timeout: self.departure_timeout_s,
            creation_time: creation_time_ms / 1000,
            creation_time_ms,
            enabled_codecs: self.enabled_codecs.iter().map(Codec::to_wire).collect(),
            active_recording: self.active_recording,
            ..Default::default()
        }
    }
}
