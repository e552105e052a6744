//! The rules a meeting is kept by, and the few words that go with them, as everybody speaks of them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What happens when the last host's computer goes away without a word. A host that leaves on purpose
/// does not call for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum AwayRule {
    /// The meeting closes unless a host is back in time.
    EndAfter {
        /// How long it waits.
        seconds: u32,
    },
    /// The co-host who has been there longest becomes host.
    Keep,
    /// The meeting ends at once.
    End,
}

impl AwayRule {
    /// How long the meeting can do without the computer that carries it: guests try to come back for so long, and so long
    /// a program that was killed finds it again. None: as long as any lost connection is tried.
    pub fn outage(self) -> Option<Duration> {
        /// A co-host goes on with it as soon as that computer is there again, so there is something to wait for.
        const KEPT: Duration = Duration::from_secs(300);
        match self {
            Self::EndAfter { seconds } => Some(Duration::from_secs(seconds.into())),
            Self::Keep => Some(KEPT),
            Self::End => None,
        }
    }
}

/// What somebody who left says to those still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum FarewellText {
    /// "Bad connection".
    BadConnection,
    /// "Another meeting".
    AnotherMeeting,
    /// "Back in 5 minutes".
    #[serde(rename = "back-in-5")]
    BackIn5,
}

/// How far an End has got; told to the host who pressed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct EndProgress {
    /// How many of the others are out.
    pub closed: u32,
    /// Of how many.
    pub total: u32,
    /// Names of those who did not answer and were cut off.
    pub unresponsive: Vec<String>,
    /// The end could not be written down yet; the server goes on trying.
    pub record_missing: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_spoken_in_the_documented_json() {
        for (rule, json) in [
            (
                AwayRule::EndAfter { seconds: 300 },
                r#"{"rule":"end-after","seconds":300}"#,
            ),
            (AwayRule::Keep, r#"{"rule":"keep"}"#),
            (AwayRule::End, r#"{"rule":"end"}"#),
        ] {
            assert_eq!(serde_json::to_string(&rule).expect("is JSON"), json);
            assert_eq!(
                serde_json::from_str::<AwayRule>(json).expect("is a rule"),
                rule
            );
        }
        for (text, json) in [
            (FarewellText::BadConnection, r#""bad-connection""#),
            (FarewellText::AnotherMeeting, r#""another-meeting""#),
            (FarewellText::BackIn5, r#""back-in-5""#),
        ] {
            assert_eq!(serde_json::to_string(&text).expect("is JSON"), json);
        }
    }
}
