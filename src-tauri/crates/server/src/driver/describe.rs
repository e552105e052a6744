//! What is said of participants in their metadata and attributes, and how much of it a room can carry: everybody who
//! joins is told all of it in one message, of at most [`adjourn_signal::MAX_MESSAGE_BYTES`].

use std::time::Instant;

use adjourn_meeting::clean_name;
use adjourn_meeting::room::{Input, Member};
use adjourn_signal::attributes::{HAND_ATTRIBUTE, OWN_PREFIX};
use adjourn_signal::{Attributes, Claims, MetadataUpdate, RequestOutcome, Response};

use super::Driver;

/// Metadata and attributes that one participant may give itself, in bytes as its next token says them.
const MAX_OWN_BYTES: usize = 4 * 1024;
/// The same that a service may give it. The token with it has to be one that is taken
/// ([`adjourn_signal::token::MAX_TOKEN_BYTES`]): a third is added to it there.
pub(super) const MAX_GIVEN_BYTES: usize = 8 * 1024;
/// The same of everybody in a room together: a hundred people who all say as much as they may.
const MAX_ROOM_BYTES: usize = 100 * MAX_OWN_BYTES;

/// A change of what is said of somebody.
pub(super) struct Change<'a> {
    pub metadata: Option<&'a str>,
    /// An empty value takes its key away.
    pub attributes: &'a Attributes,
}

/// How long metadata and attributes are in JSON.
fn length(metadata: &str, attributes: &Attributes) -> usize {
    serde_json::to_vec(&(metadata, attributes)).map_or(usize::MAX, |json| json.len())
}

fn length_of(member: &Member) -> usize {
    length(&member.metadata, &member.attributes)
}

fn length_after(member: &Member, change: &Change<'_>) -> usize {
    let mut attributes = member.attributes.clone();
    for (key, value) in change.attributes {
        match value.is_empty() {
            true => attributes.remove(key),
            false => attributes.insert(key.clone(), value.clone()),
        };
    }
    let metadata = change.metadata.unwrap_or(&member.metadata);
    length(metadata, &attributes)
}

impl Driver {
    /// Whether the room can carry what a token says of its holder, besides what is said of the others.
    pub(super) fn can_carry(&self, claims: &Claims) -> bool {
        let others = self
            .room
            .members()
            .filter(|member| member.participant.participant_id != claims.identity);
        let said: usize = others.map(length_of).sum();
        said + length(&claims.metadata, &claims.attributes) <= MAX_ROOM_BYTES
    }

    /// Whether a member may be described so, with `limit` bytes for itself. What makes it less always may be said.
    pub(super) fn may_change(&self, member: &Member, change: &Change<'_>, limit: usize) -> bool {
        let (before, after) = (length_of(member), length_after(member, change));
        let others = self.room.members().filter(|other| other.sid != member.sid);
        let said: usize = others.map(length_of).sum();
        after <= before || (after <= limit && said + after <= MAX_ROOM_BYTES)
    }

    /// A participant describes itself.
    pub(super) fn describe(&mut self, now: Instant, id: u32, mut update: MetadataUpdate) {
        let Some(peer) = self.peers.get(&id) else {
            return;
        };
        // Anybody who is in may raise a hand, whatever else its token allows.
        let hand = update.attributes.remove(HAND_ATTRIBUTE);
        let nothing_else =
            update.attributes.is_empty() && update.name.is_empty() && update.metadata.is_empty();
        let own = update
            .attributes
            .keys()
            .any(|key| key.starts_with(OWN_PREFIX));
        let allowed = (peer.claims.grants.can_update_own_metadata && !own)
            || (hand.is_some() && nothing_else);
        let sid = peer.sid.clone();
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let metadata = some(update.metadata);
        let change = Change {
            metadata: metadata.as_deref(),
            attributes: &update.attributes,
        };
        let fits = self
            .room
            .member(&sid)
            .is_some_and(|member| self.may_change(member, &change, MAX_OWN_BYTES));
        let (outcome, message) = match (allowed, fits) {
            (false, _) => (
                RequestOutcome::NotAllowed,
                "does not have permission to update own metadata".to_owned(),
            ),
            (true, false) => (
                RequestOutcome::LimitExceeded,
                format!("metadata and attributes may be {MAX_OWN_BYTES} bytes together"),
            ),
            (true, true) => (RequestOutcome::Ok, String::new()),
        };
        if outcome == RequestOutcome::Ok {
            if let Some(value) = hand {
                let (sid, up) = (sid.clone(), !value.is_empty());
                self.tell_room(now, Input::Hand { sid, up });
            }
            let name = some(update.name).map(|name| clean_name(&name));
            let attributes = update.attributes;
            self.tell_room(
                now,
                Input::Describe {
                    sid,
                    name,
                    metadata,
                    attributes,
                },
            );
        }
        if let Some(peer) = self.peers.get(&id) {
            let request_id = update.request_id;
            peer.send(&Response::RequestResponse {
                request_id,
                outcome,
                message,
            });
        }
    }
}
