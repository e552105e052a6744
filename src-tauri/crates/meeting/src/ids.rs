//! Names of things. An id prints only as a short tag, so that a log can be followed and not replayed;
//! a secret does not print at all.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest id or identity taken from the network, in bytes. LiveKit's own ids are 14.
pub const MAX_ID_BYTES: usize = 128;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as it came; the caller has bounded its length.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id itself, for the wire and for the page; never for a log.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), tag(&self.0))
            }
        }
    };
}

id! {
    /// The room's name on the wire: random, so that it cannot be guessed.
    MeetingId
}
id! {
    /// A participant's identity: unique in its meeting, the same across reconnects.
    ParticipantId
}
id! {
    /// LiveKit's session id of one join (`PA_…`): new at every join, the same across a resume.
    ParticipantSid
}
id! {
    /// A published track (`TR_…`).
    TrackId
}

/// A key, token or invite secret. It has no `Display`, and `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret as it came.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Six hex digits of a FNV-1a hash: enough to tell two ids of one log apart, too little to be one.
fn tag(id: &str) -> impl fmt::Display {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:06x}", hash & 0xff_ffff)
}

/// `bytes` random bytes from the operating system, as lower-case hex.
pub fn random_hex(bytes: usize) -> String {
    let mut buffer = vec![0_u8; bytes];
    getrandom::fill(&mut buffer).expect("the operating system gives random bytes");
    buffer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_an_id_nor_a_secret_prints_itself() {
        let shown = format!(
            "{:?} {:?}",
            ParticipantId::new("ana-4711"),
            Secret::new("hunter2")
        );
        assert!(!shown.contains("ana-4711"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
