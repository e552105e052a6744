//! Our place in a meeting, in the form that another process can give it up in.

use adjourn_meeting::{ParticipantSid, Secret};
use adjourn_signal::control::{ControlRequest, GoneReason, MAX_ANSWER_BYTES};
use serde::{Deserialize, Serialize};

use super::Access;
use crate::JoinError;

/// One session of one participant, and what it takes to speak for it. As JSON it carries the token: it goes through
/// a pipe, never into a file, an argument or the environment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Address of the server.
    url: String,
    token: Secret,
    /// Of which session it is: a late word about it does no harm to the next one.
    sid: ParticipantSid,
    /// SHA-256 of the only certificate (DER) to accept.
    certificate_sha256: Option<[u8; 32]>,
}

impl Seat {
    pub(crate) fn new(access: &Access, sid: ParticipantSid) -> Self {
        Self {
            url: access.http_url(""),
            token: access.token.clone(),
            sid,
            certificate_sha256: access.pin,
        }
    }

    pub(crate) fn renew(&mut self, token: Secret) {
        self.token = token;
    }

    /// Tells the server that this session's app or computer is gone. True when the server took it; one that is not
    /// ours knows no such thing.
    ///
    /// # Errors
    /// The server cannot be reached, or is another one.
    pub async fn say_gone(&self, reason: GoneReason) -> Result<bool, JoinError> {
        let access = Access::new(&self.url, self.token.clone(), self.certificate_sha256)?;
        let request = ControlRequest::Gone {
            reason,
            sid: Some(self.sid.clone()),
        };
        let answer = access
            .http()?
            .post(
                &access.http_url(&request.path()),
                "application/json",
                Some(&access.token),
                request.body(),
                MAX_ANSWER_BYTES,
            )
            .await?;
        Ok(answer.status == 200)
    }
}
