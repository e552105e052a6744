//! What people write to each other, and the small signs they give.

use serde::{Deserialize, Serialize};

use crate::ParticipantId;

/// Longest chat message, in characters, without the white space around it.
pub const MAX_CHAT_CHARS: usize = 4000;
/// What one person may write: so many messages at once, and so many a second in the long run. The same for reactions.
pub const TALK_RATE: (u32, u32) = (10, 5);

/// One chat message, as it is shown. What it says does not stand in a log.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChatMessage {
    /// Its writer's name for it; another writer may use the same.
    pub id: String,
    /// Who wrote it.
    pub participant_id: ParticipantId,
    /// The writer's display name at that time.
    pub name: String,
    /// For whom alone it is; for everybody when none.
    pub to: Option<ParticipantId>,
    /// That person's display name.
    pub to_name: Option<String>,
    /// What it says: plain text of at most [`MAX_CHAT_CHARS`] characters.
    pub text: String,
    /// When it came, or was sent, in Unix milliseconds of this computer.
    pub at: f64,
}

impl std::fmt::Debug for ChatMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatMessage")
            .field("participant_id", &self.participant_id)
            .field("to", &self.to)
            .field("bytes", &self.text.len())
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// A sign given to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // each its own explanation
pub enum Reaction {
    ThumbsUp,
    Clap,
    Heart,
    Laugh,
    Wow,
    Party,
}

impl Reaction {
    /// Every one there is.
    pub const ALL: [Self; 6] = [
        Self::ThumbsUp,
        Self::Clap,
        Self::Heart,
        Self::Laugh,
        Self::Wow,
        Self::Party,
    ];

    /// As it stands on the wire and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::ThumbsUp => "thumbs-up",
            Self::Clap => "clap",
            Self::Heart => "heart",
            Self::Laugh => "laugh",
            Self::Wow => "wow",
            Self::Party => "party",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|reaction| reaction.name() == name)
    }
}

/// How somebody's line does, as the server judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// Nothing to complain about.
    Excellent,
    /// Something is lost or late.
    Good,
    /// Much is.
    Poor,
    /// Nothing comes from there.
    Lost,
}

/// A chat message as it may be shown: without white space around it, control characters and overrides of the reading
/// direction. None when nothing is left, or more than [`MAX_CHAT_CHARS`] characters.
pub fn clean_text(text: &str) -> Option<String> {
    // Nothing is worth looking at all of a text that cannot fit: a character is at most four bytes.
    if text.len() > 16 * MAX_CHAT_CHARS {
        return None;
    }
    let shown: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}'))
        .collect();
    let shown = shown.trim();
    let fits = !shown.is_empty() && shown.chars().count() <= MAX_CHAT_CHARS;
    fits.then(|| shown.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_cleaned_and_stays_text() {
        assert_eq!(
            clean_text(" \u{202e}<b>Hi</b>\r\n\u{7}there \n").as_deref(),
            Some("<b>Hi</b>\nthere")
        );
        for nothing in ["", " \n\t", "\u{0}\u{202e}"] {
            assert_eq!(clean_text(nothing), None, "{nothing:?}");
        }
        let longest = "é".repeat(MAX_CHAT_CHARS);
        assert_eq!(
            clean_text(&format!(" {longest} ")).as_deref(),
            Some(longest.as_str())
        );
        assert_eq!(clean_text(&format!("{longest}é")), None);
    }

    #[test]
    fn what_was_written_does_not_print() {
        let message = ChatMessage {
            id: "1".into(),
            participant_id: ParticipantId::new("bo"),
            name: "Bo".into(),
            to: None,
            to_name: None,
            text: "the password".into(),
            at: 1.0,
        };
        assert!(!format!("{message:?}").contains("password"));
    }

    #[test]
    fn a_reaction_has_one_name_on_the_wire_and_in_the_page() {
        for reaction in Reaction::ALL {
            assert_eq!(Reaction::named(reaction.name()), Some(reaction));
            assert_eq!(
                serde_json::to_value(reaction).expect("is JSON"),
                reaction.name()
            );
        }
        assert_eq!(Reaction::named("skull"), None);
    }
}
