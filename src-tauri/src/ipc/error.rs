//! Why a command failed.

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
}

impl AppError {
    /// An error of the shell's own.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
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
            InviteError::Damaged
            | InviteError::NoAddress
            | InviteError::TooManyAddresses
            | InviteError::BadAddress => ErrorCode::DamagedLink,
        };
        Self::new(code, error.to_string())
    }
}

impl From<JoinError> for AppError {
    fn from(error: JoinError) -> Self {
        Self::new(error.code(), error.to_string())
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
