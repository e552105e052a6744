//! Twirp's errors, as LiveKit's service sends them.

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_MESSAGE_BYTES, MAX_TEXT_BYTES, WireError};

/// Twirp's codes, with the HTTP status each travels with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TwirpCode {
    /// 408: the caller gave up.
    Canceled,
    /// 500: not said.
    Unknown,
    /// 400: the call contradicts itself or is beyond a bound.
    InvalidArgument,
    /// 400: the body cannot be read.
    Malformed,
    /// 408: it took too long.
    DeadlineExceeded,
    /// 404: no such room or participant.
    NotFound,
    /// 404: no such method.
    BadRoute,
    /// 409: it is there already.
    AlreadyExists,
    /// 403: the caller is known and may not.
    PermissionDenied,
    /// 401: the token does not allow it. LiveKit refuses with this one.
    Unauthenticated,
    /// 429: too many calls.
    ResourceExhausted,
    /// 412: not now.
    FailedPrecondition,
    /// 409: it was interrupted.
    Aborted,
    /// 400: beyond the end.
    OutOfRange,
    /// 501: this server does not do that.
    Unimplemented,
    /// 500: the server failed.
    Internal,
    /// 503: the server is not there now.
    Unavailable,
    /// 500: data is lost.
    #[serde(rename = "dataloss")]
    DataLoss,
}

/// An error of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{msg}")]
pub struct TwirpError {
    /// For programs.
    pub code: TwirpCode,
    /// For developers.
    #[serde(default)]
    pub msg: String,
}

impl TwirpCode {
    /// The HTTP status it travels with.
    pub fn http_status(self) -> u16 {
        match self {
            Self::InvalidArgument | Self::Malformed | Self::OutOfRange => 400,
            Self::Unauthenticated => 401,
            Self::PermissionDenied => 403,
            Self::NotFound | Self::BadRoute => 404,
            Self::Canceled | Self::DeadlineExceeded => 408,
            Self::AlreadyExists | Self::Aborted => 409,
            Self::FailedPrecondition => 412,
            Self::ResourceExhausted => 429,
            Self::Unknown | Self::Internal | Self::DataLoss => 500,
            Self::Unimplemented => 501,
            Self::Unavailable => 503,
        }
    }

    /// The code of a status that came without an error of Twirp's, from a proxy for instance.
    fn from_http_status(status: u16) -> Self {
        match status {
            400 => Self::Malformed,
            401 => Self::Unauthenticated,
            403 => Self::PermissionDenied,
            404 => Self::BadRoute,
            429 | 502..=504 => Self::Unavailable,
            _ => Self::Unknown,
        }
    }
}

impl TwirpError {
    /// An error in words.
    pub fn new(code: TwirpCode, msg: impl Into<String>) -> Self {
        Self {
            code,
            msg: msg.into(),
        }
    }

    /// The HTTP status it travels with.
    pub fn http_status(&self) -> u16 {
        self.code.http_status()
    }

    /// As JSON, which Twirp uses for errors also when the call was protobuf.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("two strings are always JSON")
    }

    /// Reads the body of an answer whose status was not 200; what is not Twirp's is judged by its status.
    pub fn from_response(status: u16, body: &[u8]) -> Self {
        let readable = body.len() <= MAX_MESSAGE_BYTES;
        let error = serde_json::from_slice::<Self>(body)
            .ok()
            .filter(|error| readable && error.msg.len() <= MAX_TEXT_BYTES);
        error.unwrap_or_else(|| {
            Self::new(
                TwirpCode::from_http_status(status),
                format!("the server answered {status}"),
            )
        })
    }
}

impl From<WireError> for TwirpError {
    fn from(error: WireError) -> Self {
        let code = match error {
            WireError::Malformed => TwirpCode::Malformed,
            WireError::TooLong { .. } | WireError::TooMany { .. } | WireError::Missing { .. } => {
                TwirpCode::InvalidArgument
            }
        };
        Self::new(code, error.to_string())
    }
}
