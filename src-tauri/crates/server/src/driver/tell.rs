//! What everybody is told: participants, the room, and who speaks.

use adjourn_meeting::room::{Answer, Member, Notice, Presence};
use adjourn_meeting::{EndReason, ParticipantId, ParticipantSid};
use adjourn_signal::attributes::{self, Answered, Ask, LEFT_ATTRIBUTE, Waiting, list_to_json};
use adjourn_signal::{
    Attributes, Codec, MAX_ATTRIBUTES_BYTES, ParticipantInfo, ParticipantState, Permission,
    Response, RoomInfo, reason,
};

use super::Driver;

/// Of a participant's attributes kept free for the short private ones, in bytes.
const PRIVATE_SPARE: usize = 2 * 1024;

/// The codecs that are forwarded.
pub(super) fn codecs() -> Vec<Codec> {
    ["video/VP8", "audio/opus"]
        .into_iter()
        .map(|mime| Codec {
            mime: mime.into(),
            fmtp: String::new(),
        })
        .collect()
}

impl Driver {
    /// One participant as everybody is told of it.
    pub(super) fn participant_info(&self, member: &Member) -> ParticipantInfo {
        let identity: ParticipantId = member.participant.participant_id.clone();
        let mut info = ParticipantInfo::new(member.sid.clone(), identity, &member.participant.name);
        info.state = match member.presence {
            Presence::Joined => ParticipantState::Joined,
            Presence::Active => ParticipantState::Active,
        };
        info.metadata.clone_from(&member.metadata);
        info.attributes.clone_from(&member.attributes);
        attributes::set_role(&mut info.attributes, member.participant.role);
        attributes::set_hand(&mut info.attributes, member.hand);
        info.version = member.version;
        info.joined_at_ms = member.joined_at_ms;
        info.is_publisher = !member.tracks.is_empty();
        // Nobody is on a seat that is held since a restart.
        let Some(peer) = self
            .by_sid
            .get(&member.sid)
            .and_then(|id| self.peers.get(id))
        else {
            return info;
        };
        let grants = &peer.claims.grants;
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
        info
    }

    /// One participant as it is told of itself: with who waits, if it may let people in, and what it was asked.
    pub(super) fn own_info(&self, member: &Member) -> ParticipantInfo {
        let mut info = self.participant_info(member);
        let mut private = Attributes::new();
        let mut set = |key: &str, value: String| private.insert(key.to_owned(), value);
        let notice = |notice: &Notice| {
            Ask {
                n: notice.n,
                kind: notice.kind,
                by: notice.by.clone(),
            }
            .to_json()
        };
        if let Some(asked) = self.room.asked(&member.sid) {
            set(attributes::ASK_ATTRIBUTE, notice(asked));
        }
        if let Some(silenced) = self.room.silenced(&member.sid) {
            set(attributes::MUTED_ATTRIBUTE, notice(silenced));
        }
        if member.participant.role.may_moderate() {
            let waiting = self.room.waiting().iter().map(|waiting| Waiting {
                id: waiting.id.clone(),
                name: waiting.name.clone(),
                since: waiting.since_ms,
            });
            let waiting: Vec<_> = waiting.collect();
            let answered = self.room.answered().map(|answered| Answered {
                n: answered.n,
                id: answered.id.clone(),
                name: answered.name.clone(),
                response: match answered.answer {
                    Answer::Allowed => attributes::Response::Allowed,
                    Answer::Denied => attributes::Response::Denied,
                    Answer::Withdrawn => attributes::Response::Withdrawn,
                },
            });
            // The newest first, so that they are the ones that fit.
            let mut answered: Vec<_> = answered.collect();
            answered.reverse();
            let own: usize = info
                .attributes
                .iter()
                .map(|(key, value)| key.len() + value.len())
                .sum();
            let room = MAX_ATTRIBUTES_BYTES.saturating_sub(own + PRIVATE_SPARE) / 2;
            if !waiting.is_empty() {
                set(attributes::WAITING_ATTRIBUTE, list_to_json(&waiting, room));
            }
            if !answered.is_empty() {
                set(
                    attributes::ANSWERED_ATTRIBUTE,
                    list_to_json(&answered, room),
                );
            }
        }
        info.attributes.extend(private);
        info
    }

    /// One participant that is out, as the others are told of it.
    pub(super) fn departed_info(&self, member: &Member, why: &EndReason) -> ParticipantInfo {
        let mut info = self.participant_info(member);
        info.state = ParticipantState::Disconnected;
        info.disconnect_reason = reason::to_wire(why);
        info.tracks.clear();
        let told = match why {
            EndReason::Crashed | EndReason::Asleep | EndReason::Removed { .. } => {
                let told = why.to_others(&member.participant.name, crate::clock::unix_ms());
                serde_json::to_string(&told).ok()
            }
            _ => None,
        };
        if let Some(told) = told {
            let mut attributes: Attributes = std::mem::take(&mut info.attributes);
            attributes.insert(LEFT_ATTRIBUTE.into(), told);
            info.attributes = attributes;
        }
        info
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

    /// Sends everybody who is in the same message, encoded once.
    pub(super) fn tell_all(&self, response: &Response) {
        self.tell_all_but(None, response);
    }

    /// Sends everybody who is in, except one, the same message.
    pub(super) fn tell_all_but(&self, except: Option<&ParticipantSid>, response: &Response) {
        let message = bytes::Bytes::from(response.encode());
        let told = self
            .peers
            .values()
            .filter(|peer| peer.admitted && Some(&peer.sid) != except);
        for outbox in told.filter_map(|peer| peer.outbox.as_ref()) {
            outbox.send(message.clone());
        }
    }
}
