//! Why it was not possible to get in, in words a person can act on.

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
    WrongCertificate,
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
        /// A stable code: `wrong-invite`, `unknown-meeting`, `locked`, `denied`, `unknown-ticket`, `full`, `too-many`,
        /// `bad-request`, `wrong-token`, `unavailable`.
        code: &'static str,
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
    /// A stable name of the error, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed-out",
            Self::WrongCertificate => "wrong-certificate",
            Self::UntrustedCertificate { .. } => "untrusted-certificate",
            Self::Refused { code, .. } => code,
            Self::Removed { .. } => "removed",
            Self::Ended { .. } => "ended",
            Self::Garbage { .. } => "garbage",
            Self::BadAddress { .. } => "bad-address",
        }
    }
}

fn ended(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} ended this meeting. Ask the host for a new invite."),
        None => "This meeting has ended. Ask the host for a new invite.".into(),
    }
}
