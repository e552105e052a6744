//! What a host asks of a server of ours, and what anybody says of itself: over HTTP, so that it works without the
//! socket.

use adjourn_meeting::ErrorCode;
use adjourn_signal::control::{ControlRequest, MAX_ANSWER_BYTES, Refusal, RefusalCode, Summary};

use crate::Problem;
use crate::connection::http::Answer;
use crate::connection::{Access, foreign};

/// Asks it. Refused or not heard: why, for the person; nothing has changed then.
pub(crate) async fn control(access: &Access, request: &ControlRequest) -> Result<(), Problem> {
    ask(access, request).await.map(drop)
}

/// Asks who was in the meeting and when.
pub(crate) async fn attendance(access: &Access) -> Result<Summary, Problem> {
    let answer = ask(access, &ControlRequest::Summary {}).await?;
    Summary::from_json(&answer)
        .map_err(|_| failed("The server’s answer was not understood. Try again.".into()))
}

fn failed(message: String) -> Problem {
    Problem {
        code: ErrorCode::ControlFailed,
        message,
    }
}

async fn ask(access: &Access, request: &ControlRequest) -> Result<Vec<u8>, Problem> {
    let http = access.http().map_err(|error| failed(error.to_string()))?;
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
    let Answer { status, body, .. } = answer.map_err(|error| failed(error.to_string()))?;
    if status == 200 {
        return Ok(body.to_vec());
    }
    let refusal = Refusal::from_json(&body);
    if status == 404
        && refusal.is_err()
        && let Some(done) = foreign::perform(&http, access, request).await
    {
        return done.map(|()| Vec::new());
    }
    Err(match refusal {
        Ok(refusal) => Problem {
            code: code_of(refusal.code),
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

fn code_of(code: RefusalCode) -> ErrorCode {
    match code {
        RefusalCode::NotAllowed => ErrorCode::NotAllowed,
        RefusalCode::BadToken => ErrorCode::WrongToken,
        RefusalCode::Nobody => ErrorCode::Nobody,
        RefusalCode::Ended => ErrorCode::Ended,
        RefusalCode::UnknownMeeting => ErrorCode::UnknownMeeting,
        RefusalCode::BadRequest => ErrorCode::BadRequest,
        RefusalCode::TooMany => ErrorCode::TooMany,
    }
}
