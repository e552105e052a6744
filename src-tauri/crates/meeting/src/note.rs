//! What the one who ends a meeting says with it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::plain::plain_line;

/// Longest note, in characters: a sentence or two, read in passing on the way out.
pub const MAX_NOTE_CHARS: usize = 200;

/// A short line of plain text, never empty. What it says does not stand in a log.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct EndNote(String);

impl EndNote {
    /// On one line, without control characters and what turns the direction of the text, cut to [`MAX_NOTE_CHARS`];
    /// none when nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let note = plain_line(text, MAX_NOTE_CHARS);
        (!note.is_empty()).then_some(Self(note))
    }

    /// What it says, for the wire and for the page; never for a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a note that may not be there, whatever it was before: for `deserialize_with`.
    ///
    /// # Errors
    /// Neither text nor null.
    pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        Ok(text.and_then(|text| Self::new(&text)))
    }
}

impl fmt::Debug for EndNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EndNote({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{EndReason, Reason};

    fn said(text: &str) -> Option<String> {
        EndNote::new(text).map(|note| note.as_str().to_owned())
    }

    #[test]
    fn a_note_is_one_short_line_of_plain_text_or_none() {
        let plain = Some("Thank you all, <b>notes</b> follow".to_owned());
        assert_eq!(
            said("  Thank\tyou all,\r\n <b>notes</b>\u{0}\u{202e} follow "),
            plain
        );
        for nothing in ["", "   ", "\n\t", "\u{0}\u{7}\u{1b}", "\u{202e}\u{200f}"] {
            assert_eq!(said(nothing), None, "{nothing:?}");
        }
        let long = said(&"ü".repeat(5000)).expect("there is some of it");
        assert_eq!(long.chars().count(), MAX_NOTE_CHARS);
        assert_eq!(said("👨‍👩‍👧 bye"), Some("👨‍👩‍👧 bye".into()));
    }

    #[test]
    fn it_stands_in_a_reason_where_there_is_one_and_in_no_log() {
        let ended = |note| EndReason::Ended {
            by: Some("Ana".into()),
            note,
        };
        let said = ended(EndNote::new("hunter2"));
        let reason = said.to_self(5);
        let json = serde_json::to_value(&reason).expect("is JSON");
        assert_eq!(json["note"], "hunter2");
        assert_eq!(json["message"], "Ana ended the meeting for everyone");
        let read: Reason = serde_json::from_value(json).expect("is read back");
        assert_eq!(read, reason);
        assert_eq!(said.to_others("Bo", 5).note, EndNote::new("hunter2"));
        assert!(!format!("{said:?}{reason:?}").contains("hunter2"));
        let silent = serde_json::to_value(ended(None).to_self(5)).expect("is JSON");
        assert!(silent.get("note").is_none());
    }

    #[test]
    fn one_that_was_written_by_others_is_cleaned_when_it_is_read() {
        let read = |note: &str| {
            let json = format!(r#"{{"code":"ended","message":"","note":{note}}}"#);
            serde_json::from_str::<Reason>(&json).map(|reason| reason.note)
        };
        assert_eq!(read(r#"" a\u0007\nb ""#).ok(), Some(EndNote::new("a b")));
        assert_eq!(read(r#""  ""#).ok(), Some(None));
        assert_eq!(read("null").ok(), Some(None));
        assert!(read("7").is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_written_it_is_within_its_bounds_and_cleaned_once(text in any::<String>()) {
            if let Some(note) = EndNote::new(&text) {
                prop_assert!((1..=MAX_NOTE_CHARS).contains(&note.as_str().chars().count()));
                prop_assert!(!note.as_str().chars().any(char::is_control));
                prop_assert_eq!(EndNote::new(note.as_str()), Some(note));
            }
        }
    }
}
