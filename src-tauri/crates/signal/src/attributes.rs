//! What our own servers say to our own clients in attributes. Others ignore them; a participant cannot set
//! them (a server refuses every attribute of its own that begins with [`OWN_PREFIX`]), except for its hand.
//!
//! All but [`ROLE_ATTRIBUTE`], [`HAND_ATTRIBUTE`] and [`LEFT_ATTRIBUTE`] are private: they stand only in what is sent to the
//! participant itself, and in everything that is, so that they survive a resume.

use adjourn_meeting::{MAX_ID_BYTES, ParticipantId, Role, StreamKind, clean_name};
use serde::{Deserialize, Serialize};

use crate::debug::debug_only;
use crate::limits::{MAX_ATTRIBUTES_BYTES, MAX_PARTICIPANTS};
use crate::participant::Attributes;

/// Every attribute under it is the server's to set.
pub const OWN_PREFIX: &str = "adjourn.";
/// `host` or `co-host`; a guest has none. Public. Signed into the token, afterwards what the room says.
pub const ROLE_ATTRIBUTE: &str = "adjourn.role";
/// Since when the hand is up, in Unix milliseconds. Public. Its owner sets it to anything to raise the hand, and to
/// nothing to lower it; the time is the server's.
pub const HAND_ATTRIBUTE: &str = "adjourn.hand";
/// What LiveKit has no number for: [`adjourn_meeting::Reason`] as JSON. Public on the last update of a
/// participant; private on the last update to one who is put out.
pub const LEFT_ATTRIBUTE: &str = "adjourn.left";
/// Who waits to be let in: [`Waiting`] as JSON, for hosts and co-hosts.
pub const WAITING_ATTRIBUTE: &str = "adjourn.waiting";
/// How those who waited were answered: [`Answered`] as JSON, for hosts and co-hosts.
pub const ANSWERED_ATTRIBUTE: &str = "adjourn.answered";
/// A host asks for something: [`Ask`] as JSON.
pub const ASK_ATTRIBUTE: &str = "adjourn.ask";
/// A host silenced this participant: [`Ask`] as JSON.
pub const MUTED_ATTRIBUTE: &str = "adjourn.muted";

/// Somebody who waits to be let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The identity it will have.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// Since when, in Unix milliseconds.
    pub since: u64,
}

/// What became of somebody who waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // each its own explanation
pub enum Response {
    Allowed,
    Denied,
    Withdrawn,
}

/// Somebody who waits no longer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Rises with every answer: what is not above the last one seen is known.
    pub n: u64,
    /// Who.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// How.
    pub response: Response,
}

/// What a host asks for, or has turned off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Rises with every one: what is not above the last one seen is known.
    pub n: u64,
    /// Microphone or camera.
    pub kind: StreamKind,
    /// The host's name.
    pub by: String,
}

debug_only!(Waiting { id, since });
debug_only!(Answered { n, id, response });
debug_only!(Ask { n, kind });

/// The list of a [`WAITING_ATTRIBUTE`]; what is not one reads as empty, names come fit to be shown.
pub fn parse_waiting(json: &str) -> Vec<Waiting> {
    list(json, |entry: &mut Waiting| {
        entry.name = clean_name(&entry.name);
        entry.id.as_str().len() <= MAX_ID_BYTES
    })
}

/// The list of an [`ANSWERED_ATTRIBUTE`]; what is not one reads as empty, names come fit to be shown.
pub fn parse_answered(json: &str) -> Vec<Answered> {
    list(json, |entry: &mut Answered| {
        entry.name = clean_name(&entry.name);
        entry.id.as_str().len() <= MAX_ID_BYTES
    })
}

fn list<T: for<'a> Deserialize<'a>>(json: &str, mut fit: impl FnMut(&mut T) -> bool) -> Vec<T> {
    if json.len() > MAX_ATTRIBUTES_BYTES {
        return Vec::new();
    }
    let mut entries: Vec<T> = serde_json::from_str(json).unwrap_or_default();
    entries.truncate(MAX_PARTICIPANTS);
    entries.retain_mut(|entry| fit(entry));
    entries
}

/// As JSON of at most `limit` bytes: what does not fit is left out at the end.
pub fn list_to_json<T: Serialize>(entries: &[T], limit: usize) -> String {
    let mut json = String::from("[");
    for entry in entries {
        let entry = serde_json::to_string(entry).expect("strings and numbers are always JSON");
        if json.len() + entry.len() + 2 > limit {
            break;
        }
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&entry);
    }
    json.push(']');
    json
}

impl Ask {
    /// Reads an [`ASK_ATTRIBUTE`] or [`MUTED_ATTRIBUTE`]; the name comes fit to be shown.
    pub fn parse(json: &str) -> Option<Self> {
        if json.len() > MAX_ATTRIBUTES_BYTES {
            return None;
        }
        let mut ask: Self = serde_json::from_str(json).ok()?;
        ask.by = clean_name(&ask.by);
        Some(ask)
    }

    /// As it stands in the attribute.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
    }
}

/// Since when the hand is up in a set of attributes, in Unix milliseconds.
pub fn hand(attributes: &Attributes) -> Option<u64> {
    attributes.get(HAND_ATTRIBUTE)?.parse().ok()
}

/// Writes a hand into a set of attributes.
pub fn set_hand(attributes: &mut Attributes, raised_at: Option<u64>) {
    match raised_at {
        Some(at) => attributes.insert(HAND_ATTRIBUTE.into(), at.to_string()),
        None => attributes.remove(HAND_ATTRIBUTE),
    };
}

/// The role in a set of attributes.
pub(crate) fn role(attributes: &Attributes) -> Role {
    match attributes.get(ROLE_ATTRIBUTE).map(String::as_str) {
        Some("host") => Role::Host,
        Some("co-host") => Role::CoHost,
        _ => Role::Guest,
    }
}

/// Writes a role into a set of attributes.
pub fn set_role(attributes: &mut Attributes, role: Role) {
    let value = match role {
        Role::Host => "host",
        Role::CoHost => "co-host",
        Role::Guest => {
            attributes.remove(ROLE_ATTRIBUTE);
            return;
        }
    };
    attributes.insert(ROLE_ATTRIBUTE.into(), value.into());
}
