//! Why it was not possible to get in, in words a person can act on.

use adjourn_meeting::{EndNote, ErrorCode};

/// Why a meeting could not be joined or looked up. `Display` is a sentence for people, [`JoinError::code`] is for
/// programs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// No address answered.
    #[error(
        "The meeting’s computer could not be reached ({why}). Check that it is running and that you are on the same network, then try again."
    )]
    Unreachable {
        /// What the attempts ended with.
        why: String,
    },
    /// It was reached and then said nothing.
    #[error(
        "The server did not answer within {seconds} seconds. Try again, or ask the host to restart the meeting."
    )]
    TimedOut {
        /// How long we waited.
        seconds: u64,
    },
    /// Something else than the invite's computer answered.
    #[error(
        "The computer that answered is not the one this invite is for: its certificate is another one. Ask the host for a new invite."
    )]
    WrongCertificate {
        /// SHA-256 of the certificate that the invite names.
        promised: [u8; 32],
        /// SHA-256 of the one that was shown.
        shown: [u8; 32],
    },
    /// The certificate is not one the system trusts.
    #[error(
        "The server’s certificate is not trusted by this computer ({why}). Check the address, or ask whoever runs the server."
    )]
    UntrustedCertificate {
        /// What the system says.
        why: String,
    },
    /// The token or invite was not accepted.
    #[error("{why}")]
    Refused {
        /// Why, for programs.
        code: ErrorCode,
        /// A sentence.
        why: String,
    },
    /// A host put us out of it, for good.
    #[error("{why}")]
    Removed {
        /// Display name of who did it.
        by: Option<String>,
        /// A sentence.
        why: String,
    },
    /// The meeting is over.
    #[error("{}", ended(.by.as_deref()))]
    Ended {
        /// Who ended it, where that is known.
        by: Option<String>,
        /// When, in Unix milliseconds, where that is known.
        at: Option<u64>,
        /// What was said with it.
        note: Option<EndNote>,
    },
    /// The answer is none of this protocol.
    #[error(
        "The server’s answer could not be understood ({why}). Check the address: it does not seem to be a meeting server."
    )]
    Garbage {
        /// What was wrong with it.
        why: String,
    },
    /// The address is none.
    #[error(
        "“{url}” is not a server address. It should look like wss://meet.example.org or ws://127.0.0.1:7880."
    )]
    BadAddress {
        /// As it was given.
        url: String,
    },
}

impl JoinError {
    /// The error, for programs.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreachable { .. } => ErrorCode::Unreachable,
            Self::TimedOut { .. } => ErrorCode::TimedOut,
            Self::WrongCertificate { .. } => ErrorCode::WrongCertificate,
            Self::UntrustedCertificate { .. } => ErrorCode::UntrustedCertificate,
            Self::Refused { code, .. } => *code,
            Self::Removed { .. } => ErrorCode::Removed,
            Self::Ended { .. } => ErrorCode::Ended,
            Self::Garbage { .. } => ErrorCode::Garbage,
            Self::BadAddress { .. } => ErrorCode::BadAddress,
        }
    }
}

fn ended(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} ended this meeting. Ask the host for a new invite."),
        None => "This meeting has ended. Ask the host for a new invite.".into(),
    }
}
