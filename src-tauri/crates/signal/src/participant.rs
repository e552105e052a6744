//! A participant, as the server tells everyone of it.

use adjourn_meeting::{Participant, ParticipantId, ParticipantSid, Role, clean_name};
use livekit_protocol as proto;
use std::collections::{BTreeMap, HashMap};

use crate::attributes::role;
use crate::debug::debug_only;
use crate::limits::{
    self, MAX_ATTRIBUTES, MAX_ATTRIBUTES_BYTES, MAX_METADATA_BYTES, MAX_SMALL, MAX_TEXT_BYTES,
    MAX_TRACKS, WireError,
};
use crate::wire;
use crate::{DisconnectReason, ParticipantState, TrackInfo, TrackSource};

/// Keys and values a participant carries; ordered, so that equal sets are equal bytes.
pub type Attributes = BTreeMap<String, String>;

/// What a participant may do, as its client and the others are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// May receive tracks.
    pub can_subscribe: bool,
    /// May publish tracks.
    pub can_publish: bool,
    /// May send data.
    pub can_publish_data: bool,
    /// The only sources it may publish; every source when empty.
    pub can_publish_sources: Vec<TrackSource>,
    /// The others do not see it.
    pub hidden: bool,
    /// May change its own name, metadata and attributes.
    pub can_update_metadata: bool,
}

/// A participant. An update carries all of it, with a higher version than the one before.
#[derive(Clone, PartialEq, Eq)]
pub struct ParticipantInfo {
    /// Id of this one join.
    pub sid: ParticipantSid,
    /// Who it is, across joins.
    pub identity: ParticipantId,
    /// Display name as it came; show it through [`ParticipantInfo::participant`].
    pub name: String,
    /// How far it has got.
    pub state: ParticipantState,
    /// Free text of the application.
    pub metadata: String,
    /// Keys and values; [`crate::ROLE_ATTRIBUTE`] is one.
    pub attributes: Attributes,
    /// What it publishes.
    pub tracks: Vec<TrackInfo>,
    /// Rises with every change; an older one than seen is to be dropped.
    pub version: u32,
    /// When it joined, in Unix milliseconds.
    pub joined_at_ms: u64,
    /// Why it went, with [`ParticipantState::Disconnected`].
    pub disconnect_reason: DisconnectReason,
    /// What it may do, where the server says.
    pub permission: Option<Permission>,
    /// It has a publishing connection.
    pub is_publisher: bool,
    /// `ParticipantInfo.Kind` as it came: 0 is a person, others are machines.
    pub kind: i32,
    /// `ClientInfo.client_protocol` of its client, mirrored.
    pub client_protocol: i32,
    /// `ClientInfo.capabilities` of its client, mirrored.
    pub capabilities: Vec<i32>,
}

impl ParticipantInfo {
    /// A participant that has just opened its socket.
    pub fn new(sid: ParticipantSid, identity: ParticipantId, name: impl Into<String>) -> Self {
        Self {
            sid,
            identity,
            name: name.into(),
            state: ParticipantState::Joining,
            metadata: String::new(),
            attributes: Attributes::new(),
            tracks: Vec::new(),
            version: 1,
            joined_at_ms: 0,
            disconnect_reason: DisconnectReason::UnknownReason,
            permission: None,
            is_publisher: false,
            kind: 0,
            client_protocol: 0,
            capabilities: Vec::new(),
        }
    }

    /// What the token says it may do.
    pub fn role(&self) -> Role {
        role(&self.attributes)
    }

    /// As the meeting speaks of it: the name fit to be shown.
    pub fn participant(&self) -> Participant {
        let name = match self.name.trim() {
            "" => self.identity.as_str(),
            name => name,
        };
        Participant {
            participant_id: self.identity.clone(),
            name: clean_name(name),
            role: self.role(),
        }
    }
}

debug_only!(ParticipantInfo {
    sid,
    identity,
    state,
    version,
    tracks
});

/// Attributes within their bounds.
pub(crate) fn attributes_from_wire(
    attributes: HashMap<String, String>,
) -> Result<Attributes, WireError> {
    if attributes.len() > MAX_ATTRIBUTES {
        return Err(WireError::TooMany {
            field: "attributes",
            count: attributes.len(),
            limit: MAX_ATTRIBUTES,
        });
    }
    let bytes = attributes
        .iter()
        .map(|(key, value)| key.len() + value.len())
        .sum();
    limits::length(bytes, MAX_ATTRIBUTES_BYTES, "attributes")?;
    Ok(attributes.into_iter().collect())
}

pub(crate) fn attributes_to_wire(attributes: &Attributes) -> HashMap<String, String> {
    attributes
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

#[allow(deprecated)] // `recorder` and `agent` stay false
impl Permission {
    pub(crate) fn from_wire(permission: proto::ParticipantPermission) -> Result<Self, WireError> {
        Ok(Self {
            can_subscribe: permission.can_subscribe,
            can_publish: permission.can_publish,
            can_publish_data: permission.can_publish_data,
            can_publish_sources: limits::list(
                permission.can_publish_sources,
                MAX_SMALL,
                "sources",
                |source| Ok(TrackSource::from_wire(source)),
            )?,
            hidden: permission.hidden,
            can_update_metadata: permission.can_update_metadata,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::ParticipantPermission {
        proto::ParticipantPermission {
            can_subscribe: self.can_subscribe,
            can_publish: self.can_publish,
            can_publish_data: self.can_publish_data,
            can_publish_sources: self
                .can_publish_sources
                .iter()
                .map(|s| s.to_wire())
                .collect(),
            hidden: self.hidden,
            can_update_metadata: self.can_update_metadata,
            ..Default::default()
        }
    }
}

impl ParticipantInfo {
    pub(crate) fn from_wire(info: proto::ParticipantInfo) -> Result<Self, WireError> {
        Ok(Self {
            sid: ParticipantSid::new(limits::id(info.sid, "participant sid")?),
            identity: ParticipantId::new(limits::id(info.identity, "identity")?),
            name: limits::text(info.name, MAX_TEXT_BYTES, "name")?,
            state: ParticipantState::from_wire(info.state),
            metadata: limits::text(info.metadata, MAX_METADATA_BYTES, "metadata")?,
            attributes: attributes_from_wire(info.attributes)?,
            tracks: limits::list(info.tracks, MAX_TRACKS, "tracks", TrackInfo::from_wire)?,
            version: info.version,
            joined_at_ms: wire::milliseconds(info.joined_at_ms, info.joined_at),
            disconnect_reason: DisconnectReason::from_wire(info.disconnect_reason),
            permission: info.permission.map(Permission::from_wire).transpose()?,
            is_publisher: info.is_publisher,
            kind: info.kind,
            client_protocol: info.client_protocol,
            capabilities: limits::list(info.capabilities, MAX_SMALL, "capabilities", Ok)?,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::ParticipantInfo {
        let joined_at_ms = wire::signed(self.joined_at_ms);
        proto::ParticipantInfo {
            sid: self.sid.as_str().into(),
            identity: self.identity.as_str().into(),
            name: self.name.clone(),
            state: self.state.to_wire(),
            metadata: self.metadata.clone(),
            attributes: attributes_to_wire(&self.attributes),
            tracks: self.tracks.iter().map(TrackInfo::to_wire).collect(),
            version: self.version,
            joined_at: joined_at_ms / 1000,
            joined_at_ms,
            disconnect_reason: self.disconnect_reason.to_wire(),
            permission: self.permission.as_ref().map(Permission::to_wire),
            is_publisher: self.is_publisher,
            kind: self.kind,
            client_protocol: self.client_protocol,
            capabilities: self.capabilities.clone(),
            ..Default::default()
        }
    }
}
