//! Why a command failed.

use std::time::Duration;

use adjourn_engine::JoinError;
use adjourn_media::MediaError;
use adjourn_meeting::ErrorCode;
use adjourn_server::ServerError;
use adjourn_signal::invite::InviteError;
use serde::Serialize;
use specta::Type;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// Which of all that can go wrong; the page has the words for it.
    pub code: ErrorCode,
    /// What happened and what to do, in an English sentence.
    pub message: String,
    /// What is known beside that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Box<Facts>>,
}

/// What is known about a failure, for the sentence that the page has about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// Who ended the meeting, …
    pub by: Option<String>,
    /// … and when, in Unix milliseconds.
    #[specta(type = Option<f64>)]
    pub at: Option<u64>,
    /// How many addresses were tried, …
    pub addresses: Option<u32>,
    /// … for how long, in whole seconds.
    pub seconds: Option<u32>,
    /// The link stops in the middle: the page, which has it, shows where.
    pub cut_off: bool,
    /// SHA-256 of the certificate that the invite names, in groups of two hexadecimal digits, …
    pub promised: Option<String>,
    /// … and of the one that was shown.
    pub shown: Option<String>,
}

impl AppError {
    /// An error of the shell's own.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            facts: None,
        }
    }

    /// Nobody answered at so many addresses: after how long that was clear.
    pub fn tried(mut self, addresses: usize, took: Duration) -> Self {
        if matches!(self.code, ErrorCode::Unreachable | ErrorCode::TimedOut) {
            self.facts = Some(Box::new(Facts {
                addresses: u32::try_from(addresses).ok(),
                seconds: u32::try_from(took.as_secs().max(1)).ok(),
                ..Facts::default()
            }));
        }
        self
    }
}

impl From<adjourn_engine::Problem> for AppError {
    fn from(problem: adjourn_engine::Problem) -> Self {
        Self::new(problem.code, problem.message)
    }
}

impl From<InviteError> for AppError {
    fn from(error: InviteError) -> Self {
        let code = match error {
            InviteError::Empty | InviteError::WrongScheme | InviteError::TooLong => {
                ErrorCode::BadLink
            }
            InviteError::NotAnInvite | InviteError::NewerVersion => ErrorCode::NewerLink,
            InviteError::CutOff
            | InviteError::Damaged
            | InviteError::NoAddress
            | InviteError::TooManyAddresses
            | InviteError::BadAddress => ErrorCode::DamagedLink,
        };
        let cut_off = (error == InviteError::CutOff).then(|| {
            Box::new(Facts {
                cut_off: true,
                ..Facts::default()
            })
        });
        Self {
            facts: cut_off,
            ..Self::new(code, error.to_string())
        }
    }
}

impl From<JoinError> for AppError {
    fn from(error: JoinError) -> Self {
        let (code, message) = (error.code(), error.to_string());
        let facts = match error {
            JoinError::Ended { by, at, .. } if by.is_some() || at.is_some() => Some(Facts {
                by,
                at,
                ..Facts::default()
            }),
            JoinError::WrongCertificate { promised, shown } => Some(Facts {
                promised: Some(fingerprint(promised)),
                shown: Some(fingerprint(shown)),
                ..Facts::default()
            }),
            _ => None,
        };
        Self {
            code,
            message,
            facts: facts.map(Box::new),
        }
    }
}

impl From<ServerError> for AppError {
    fn from(error: ServerError) -> Self {
        let code = match error {
            ServerError::NoMediaAddress => ErrorCode::NoNetwork,
            ServerError::State { .. } => ErrorCode::HostingStorage,
            ServerError::PortInUse { .. }
            | ServerError::Listen { .. }
            | ServerError::Certificate(_)
            | ServerError::Stopping
            | ServerError::Invite(_) => ErrorCode::CannotHost,
        };
        Self::new(code, error.to_string())
    }
}

impl From<MediaError> for AppError {
    fn from(error: MediaError) -> Self {
        // The engine's tests hold every code of a device against the list.
        let code = ErrorCode::named(error.code()).unwrap_or(ErrorCode::Internal);
        Self::new(code, error.to_string())
    }
}

/// As certificates are compared over the phone: "4F:A2:90…".
fn fingerprint(sha256: [u8; 32]) -> String {
    let pairs: Vec<_> = sha256.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}
