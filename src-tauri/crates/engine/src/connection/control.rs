//! What a host asks of a server of ours, and what anybody says of itself: over HTTP, so that it works without the
//! socket.

use adjourn_signal::control::{ControlRequest, MAX_ANSWER_BYTES, Refusal, RefusalCode};

use crate::Problem;
use crate::connection::Access;
use crate::connection::http::{Answer, Http};

/// Asks it. Refused or not heard: why, for the person; nothing has changed then.
pub(crate) async fn control(access: &Access, request: &ControlRequest) -> Result<(), Problem> {
    let failed = |message: String| Problem {
        code: "control-failed".into(),
        message,
    };
    let http = Http::new(access.pin).map_err(|error| failed(error.to_string()))?;
    let url = access.http_url(&request.path());
    let answer = http
        .post(
            &url,
            "application/json",
            Some(&access.token),
            request.body(),
            MAX_ANSWER_BYTES,
        )
        .await;
    let Answer { status, body } = answer.map_err(|error| failed(error.to_string()))?;
    if status == 200 {
        return Ok(());
    }
    Err(match Refusal::from_json(&body) {
        Ok(refusal) => Problem {
            code: code_name(refusal.code).into(),
            message: refusal
                .message
                .chars()
                .filter(|c| !c.is_control())
                .take(300)
                .collect(),
        },
        Err(_) if status == 404 => {
            failed("This server cannot do that: it is not one of Adjourn’s.".into())
        }
        Err(_) => failed(format!(
            "The server could not do that now (HTTP status {status}). Try again."
        )),
    })
}

fn code_name(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::NotAllowed => "not-allowed",
        RefusalCode::BadToken => "wrong-token",
        RefusalCode::Nobody => "nobody",
        RefusalCode::Ended => "ended",
        RefusalCode::UnknownMeeting => "unknown-meeting",
        RefusalCode::BadRequest => "bad-request",
        RefusalCode::TooMany => "too-many",
    }
}
