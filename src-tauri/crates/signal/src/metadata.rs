//! What our servers and clients keep in a room's metadata.

use adjourn_meeting::{
    AwayRule, EndNote, EndProgress, FarewellText, ParticipantId, Role, clean_name,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::debug::debug_only;

/// What our servers and clients keep in a room's metadata, as JSON. Keys of other applications are kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoomMetadata {
    /// What people call the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who ended it, just before the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// What the one who ended it wrote for everybody.
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub end_note: Option<EndNote>,
    /// When it was ended, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// Nobody new gets in.
    #[serde(skip_serializing_if = "is_off")]
    pub locked: bool,
    /// Who comes waits to be let in.
    #[serde(skip_serializing_if = "is_off")]
    pub lobby: bool,
    /// What happens when the host's computer goes away, where it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away: Option<AwayRule>,
    /// When an announced end comes, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<u64>,
    /// Who announced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_by: Option<String>,
    /// How far the end has got: only in what the host who ended it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_progress: Option<EndProgress>,
    /// The last farewell of somebody who had left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub farewell: Option<Farewell>,
    /// The host of a meeting that another server than ours carries. There only this says who is: the attributes of
    /// participants are their own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_for: Option<ParticipantId>,
    /// What others put there.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

debug_only!(RoomMetadata { at });

/// Who ended a meeting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedBy {
    /// Its identity.
    pub identity: String,
    /// Its display name.
    pub name: String,
}

debug_only!(EndedBy {});

/// What somebody who left says to those still there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// Rises with every one: what is not above the last one seen is known.
    pub n: u64,
    /// Its display name.
    pub name: String,
    /// What it says.
    pub text: FarewellText,
}

debug_only!(Farewell { n, text });

fn is_off(on: &bool) -> bool {
    !*on
}

impl RoomMetadata {
    /// Reads a room's metadata; what is not ours reads as empty. The names of [`RoomMetadata::ends_by`] and
    /// [`RoomMetadata::farewell`] come fit to be shown.
    pub fn parse(metadata: &str) -> Self {
        let mut parsed: Self = serde_json::from_str(metadata).unwrap_or_default();
        if let Some(name) = &mut parsed.ends_by {
            *name = clean_name(name);
        }
        if let Some(farewell) = &mut parsed.farewell {
            farewell.name = clean_name(&farewell.name);
        }
        parsed
    }

    /// As it is written into the room.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers are always JSON")
    }

    /// The role of `who`, whose attributes say `told`.
    pub fn role_of(&self, who: &ParticipantId, told: Role) -> Role {
        match &self.carried_for {
            None => told,
            Some(host) if host == who => Role::Host,
            Some(_) => Role::Guest,
        }
    }

    /// Whether the room is marked as ended: who ended it, or what was said with it, stands there.
    pub fn is_marked(&self) -> bool {
        self.ended_by.is_some() || self.end_note.is_some()
    }

    /// The name of who ended the meeting, fit to be shown.
    pub fn ended_by_name(&self) -> Option<String> {
        let by = self.ended_by.as_ref()?;
        Some(clean_name(&by.name))
    }
}
