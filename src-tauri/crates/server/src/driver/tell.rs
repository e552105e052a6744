//! What everybody is told: participants, the room, and who speaks.

use adjourn_meeting::room::{Member, Presence};
use adjourn_meeting::{EndReason, ParticipantId};
use adjourn_signal::{
    Attributes, Codec, ParticipantInfo, ParticipantState, Permission, Response, RoomInfo, reason,
};

use super::Driver;

/// Says to our own clients what LiveKit has no number for: [`adjourn_meeting::Reason`] as JSON, on the last
/// update of a participant.
const LEFT_ATTRIBUTE: &str = "adjourn.left";

/// The codecs that are forwarded.
pub(super) fn codecs() -> Vec<Codec> {
    ["video/VP8", "audio/opus"]
        .into_iter()
        .map(|mime| Codec { mime: mime.into(), fmtp: String::new() })
        .collect()
}

impl Driver {
    /// One participant as everybody is told of it.
    pub(super) fn participant_info(&self, member: &Member) -> Option<ParticipantInfo> {
        let peer = self.peers.get(self.by_sid.get(&member.sid)?)?;
        let grants = &peer.claims.grants;
        let identity: ParticipantId = member.participant.participant_id.clone();
        let mut info = ParticipantInfo::new(member.sid.clone(), identity, &member.participant.name);
        info.state = match member.presence {
            Presence::Joined => ParticipantState::Joined,
            Presence::Active => ParticipantState::Active,
        };
        info.metadata.clone_from(&member.metadata);
        info.attributes.clone_from(&member.attributes);
        info.version = member.version;
        info.joined_at_ms = peer.joined_at_ms;
        info.is_publisher = !member.tracks.is_empty();
        info.client_protocol = peer.client.client_protocol;
        info.capabilities.clone_from(&peer.client.capabilities);
        info.permission = Some(Permission {
            can_subscribe: grants.can_subscribe,
            can_publish: grants.can_publish,
            can_publish_data: grants.can_publish_data,
            can_publish_sources: grants.can_publish_sources.clone(),
            hidden: grants.hidden,
            can_update_metadata: grants.can_update_own_metadata,
        });
        let published = |track: &adjourn_meeting::room::Track| {
            let mut info = self.track_of(peer.id, &track.id)?.info.clone();
            info.muted = track.muted;
            Some(info)
        };
        info.tracks = member.tracks.iter().filter_map(published).collect();
        Some(info)
    }

    /// One participant that is out, as the others are told of it.
    pub(super) fn departed_info(&self, member: &Member, why: &EndReason) -> Option<ParticipantInfo> {
        let mut info = self.participant_info(member)?;
        info.state = ParticipantState::Disconnected;
        info.disconnect_reason = reason::to_wire(why);
        info.tracks.clear();
        let told = match why {
            EndReason::Crashed | EndReason::Asleep | EndReason::Removed { .. } => {
                let told = why.to_others(&member.participant.name, crate::hub::unix_ms());
                serde_json::to_string(&told).ok()
            }
            _ => None,
        };
        if let Some(told) = told {
            let mut attributes: Attributes = std::mem::take(&mut info.attributes);
            attributes.insert(LEFT_ATTRIBUTE.into(), told);
            info.attributes = attributes;
        }
        Some(info)
    }

    /// The room as everybody is told of it.
    pub(super) fn room_info(&self) -> RoomInfo {
        let mut info = self.info.clone();
        let visible = || self.room.members().filter(|member| !member.hidden);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        info.num_participants = count(visible().count());
        info.num_publishers = count(visible().filter(|member| !member.tracks.is_empty()).count());
        info.enabled_codecs = codecs();
        info
    }

    /// Sends everybody the same message, encoded once.
    pub(super) fn tell_all(&self, response: &Response) {
        let message = bytes::Bytes::from(response.encode());
        for outbox in self.peers.values().filter_map(|peer| peer.outbox.as_ref()) {
            outbox.send(message.clone());
        }
    }
}
