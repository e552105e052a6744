//! Who is in the meeting, as everyone sees it.

use serde::{Deserialize, Serialize};

use crate::ParticipantId;
use crate::plain::plain_line;

/// Longest display name that is kept, in characters; longer ones are cut at the door.
pub const MAX_NAME_CHARS: usize = 80;

/// What a participant may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// May end, remove, mute, admit and lock, and say who else may.
    Host,
    /// May remove, mute, admit and lock.
    CoHost,
    /// May leave.
    #[default]
    Guest,
}

impl Role {
    /// May let people in, remove and mute them, and lock the meeting.
    pub fn may_moderate(self) -> bool {
        matches!(self, Self::Host | Self::CoHost)
    }
}

/// A kind of stream somebody publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum StreamKind {
    /// The microphone.
    Audio,
    /// The camera.
    Video,
    /// A shared screen or window.
    Share,
}

/// One person in the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// Unique in the meeting, the same across reconnects.
    pub participant_id: ParticipantId,
    /// Display name: no control characters, at most [`MAX_NAME_CHARS`] characters, never empty.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// A display name as it may be shown: control and bidirectional override characters gone, runs of
/// white space one blank, at most [`MAX_NAME_CHARS`] characters, "Guest" when nothing is left.
pub fn clean_name(name: &str) -> String {
    let name = plain_line(name, MAX_NAME_CHARS);
    if name.is_empty() {
        "Guest".into()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_and_cleaned_but_markup_stays_text() {
        assert_eq!(clean_name("  Bo \u{202e}\n\t Li  "), "Bo Li");
        assert_eq!(clean_name("\u{0}"), "Guest");
        assert_eq!(clean_name("<b>Bo</b>"), "<b>Bo</b>");
        assert_eq!(clean_name(&"x".repeat(300)).chars().count(), MAX_NAME_CHARS);
    }
}
