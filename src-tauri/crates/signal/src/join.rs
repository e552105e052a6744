//! The first message of a session, new or resumed.

use adjourn_meeting::Secret;
use livekit_protocol as proto;

use crate::debug::debug_only;
use crate::limits::{self, MAX_SMALL, MAX_TEXT_BYTES, WireError};
use crate::response::participants;
use crate::{Codec, ParticipantInfo, RoomInfo};

/// Seconds between pings when a server asks for none (LiveKit's Go server asks for these).
const PING_INTERVAL_S: u32 = 5;
/// Seconds without a pong after which the line is dead, when a server names none.
const PING_TIMEOUT_S: u32 = 15;

/// Version of a server that names none.
const NO_VERSION: &str = "0.0.0";

/// First message of a new session.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinResponse {
    /// The room.
    pub room: RoomInfo,
    /// The receiver.
    pub participant: ParticipantInfo,
    /// Everybody else, with their tracks.
    pub other_participants: Vec<ParticipantInfo>,
    /// The server.
    pub server: ServerInfo,
    /// Where to find STUN and TURN.
    pub ice_servers: Vec<IceServer>,
    /// The subscribing connection is the one whose state counts. Ours always says so.
    pub subscriber_primary: bool,
    /// Seconds between pings, above 0: the Rust SDK panics at 0, so 0 is written and read as 5.
    pub ping_interval_s: u32,
    /// Seconds without a pong after which the line is dead; 0 is written and read as 15.
    pub ping_timeout_s: u32,
    /// Codecs that may be published; every codec when empty.
    pub enabled_publish_codecs: Vec<Codec>,
    /// The client may set up its publishing connection at once.
    pub fast_publish: bool,
}

debug_only!(JoinResponse {
    room,
    participant,
    other_participants,
    server
});

/// First message of a resumed session.
#[derive(Clone, PartialEq, Eq)]
pub struct ReconnectResponse {
    /// Where to find STUN and TURN.
    pub ice_servers: Vec<IceServer>,
    /// The server.
    pub server: ServerInfo,
    /// Sequence of the last reliable message the server has of this client, which sends the later ones
    /// again. At 0 it sends all of them again.
    pub last_message_seq: u32,
}

debug_only!(ReconnectResponse {
    server,
    last_message_seq
});

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    /// Its version. JS refuses a server without one, so an empty one is written and read as 0.0.0.
    pub version: String,
    /// [`crate::PROTOCOL`] for ours.
    pub protocol: i32,
    /// Where it stands, empty when it does not say.
    pub region: String,
    /// Which one of several it is.
    pub node_id: String,
}

/// Where to find STUN or TURN.
#[derive(Clone, PartialEq, Eq)]
pub struct IceServer {
    /// `stun:…`, `turn:…`, `turns:…`.
    pub urls: Vec<String>,
    /// For TURN.
    pub username: String,
    /// For TURN.
    pub credential: Secret,
}

debug_only!(IceServer {});

impl ServerInfo {
    /// The node that our own servers say they are. SDKs take no notice of it.
    pub const OWN_NODE: &str = "adjourn";

    /// Whether it says that it is one of ours: that marks a room with who ended it by itself.
    pub fn is_own(&self) -> bool {
        self.node_id == Self::OWN_NODE
    }

    /// A server of this crate's protocol.
    pub fn new(version: impl Into<String>) -> Self {
        Self {
            version: version.into(),
            protocol: crate::PROTOCOL,
            region: String::new(),
            node_id: String::new(),
        }
    }
}

pub(crate) fn ice_servers(servers: Vec<proto::IceServer>) -> Result<Vec<IceServer>, WireError> {
    limits::list(servers, MAX_SMALL, "ICE servers", |server| {
        Ok(IceServer {
            urls: limits::list(server.urls, MAX_SMALL, "addresses", |url| {
                limits::text(url, MAX_TEXT_BYTES, "address")
            })?,
            username: limits::text(server.username, MAX_TEXT_BYTES, "user name")?,
            credential: Secret::new(limits::text(
                server.credential,
                MAX_TEXT_BYTES,
                "credential",
            )?),
        })
    })
}

impl IceServer {
    pub(crate) fn to_wire(&self) -> proto::IceServer {
        proto::IceServer {
            urls: self.urls.clone(),
            username: self.username.clone(),
            credential: self.credential.expose().into(),
        }
    }
}

impl ServerInfo {
    /// `version` is where servers before `server_info` said it.
    pub(crate) fn from_wire(
        info: Option<proto::ServerInfo>,
        version: String,
    ) -> Result<Self, WireError> {
        let info = info.unwrap_or_default();
        let version = match (info.version.as_str(), version.as_str()) {
            ("", "") => NO_VERSION.into(),
            ("", _) => version,
            _ => info.version,
        };
        Ok(Self {
            version: limits::id(version, "version")?,
            protocol: info.protocol,
            region: limits::id(info.region, "region")?,
            node_id: limits::id(info.node_id, "node")?,
        })
    }

    fn wire_version(&self) -> &str {
        match self.version.as_str() {
            "" => NO_VERSION,
            version => version,
        }
    }

    pub(crate) fn to_wire(&self) -> proto::ServerInfo {
        proto::ServerInfo {
            version: self.wire_version().into(),
            protocol: self.protocol,
            region: self.region.clone(),
            node_id: self.node_id.clone(),
            ..Default::default()
        }
    }
}

impl JoinResponse {
    pub(crate) fn from_wire(join: proto::JoinResponse) -> Result<Self, WireError> {
        let seconds = |value: i32, default: u32| match u32::try_from(value) {
            Ok(0) | Err(_) => default,
            Ok(value) => value,
        };
        Ok(Self {
            room: RoomInfo::from_wire(join.room.ok_or(WireError::Missing { field: "room" })?)?,
            participant: ParticipantInfo::from_wire(join.participant.ok_or(
                WireError::Missing {
                    field: "participant",
                },
            )?)?,
            other_participants: participants(join.other_participants)?,
            server: ServerInfo::from_wire(join.server_info, join.server_version)?,
            ice_servers: ice_servers(join.ice_servers)?,
            subscriber_primary: join.subscriber_primary,
            ping_interval_s: seconds(join.ping_interval, PING_INTERVAL_S),
            ping_timeout_s: seconds(join.ping_timeout, PING_TIMEOUT_S),
            enabled_publish_codecs: limits::list(
                join.enabled_publish_codecs,
                MAX_SMALL,
                "codecs",
                Codec::from_wire,
            )?,
            fast_publish: join.fast_publish,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::JoinResponse {
        let seconds = |value: u32, default: u32| match value {
            0 => default as i32,
            value => i32::try_from(value).unwrap_or(i32::MAX),
        };
        proto::JoinResponse {
            room: Some(self.room.to_wire()),
            participant: Some(self.participant.to_wire()),
            other_participants: self
                .other_participants
                .iter()
                .map(ParticipantInfo::to_wire)
                .collect(),
            server_version: self.server.wire_version().into(),
            server_region: self.server.region.clone(),
            server_info: Some(self.server.to_wire()),
            ice_servers: self.ice_servers.iter().map(IceServer::to_wire).collect(),
            subscriber_primary: self.subscriber_primary,
            ping_interval: seconds(self.ping_interval_s, PING_INTERVAL_S),
            ping_timeout: seconds(self.ping_timeout_s, PING_TIMEOUT_S),
            enabled_publish_codecs: self
                .enabled_publish_codecs
                .iter()
                .map(Codec::to_wire)
                .collect(),
            fast_publish: self.fast_publish,
            ..Default::default()
        }
    }
}
