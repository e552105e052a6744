//! An invite becomes a token: all its addresses are tried at once, and the first that is the right door is used.

use std::time::Duration;

use adjourn_signal::Invite;
use adjourn_signal::door::{Body as _, INFO_PATH, Info, InfoRequest, JOIN_PATH, JoinAnswer, JoinRequest, MAX_ANSWER_BYTES, Refusal, RefusalCode};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use crate::JoinError;
use crate::connection::Access;
use crate::connection::http::{Answer, Http};

/// Head start of each address over the next: the first is mostly the right one, and the others cost the server a
/// request each (RFC 8305 recommends 250 ms for connections; an address here is tried with a whole request).
const STAGGER: Duration = Duration::from_millis(100);

/// What is behind the door, and at which of the invite's addresses.
pub(crate) async fn look_up(http: &Http, invite: &Invite) -> Result<(String, Info), JoinError> {
    let body = InfoRequest { meeting: invite.meeting.clone(), secret: invite.secret.clone() }.to_json();
    let mut tries: FuturesUnordered<_> = invite
        .http_urls()
        .zip(0_u32..)
        .map(|(base, place)| {
            let body = body.clone();
            async move {
                tokio::time::sleep(STAGGER * place).await;
                let answer = post(http, &format!("{base}{INFO_PATH}"), body).await;
                (base, answer.and_then(|answer| Info::from_json(&answer).map_err(garbage)))
            }
        })
        .collect();
    let mut worst: Option<JoinError> = None;
    while let Some((base, result)) = tries.next().await {
        match result {
            Ok(info) => return Ok((base, info)),
            // The right server has spoken: another address would only say the same.
            Err(error @ (JoinError::Ended { .. } | JoinError::Refused { .. })) => return Err(error),
            Err(error) => worst = Some(worst.map_or(error.clone(), |known| more_telling(known, error))),
        }
    }
    Err(worst.unwrap_or(JoinError::Unreachable { why: "the invite holds no address".into() }))
}

/// Lets `name` in.
pub(crate) async fn join(http: &Http, invite: &Invite, name: &str) -> Result<Access, JoinError> {
    let (base, _) = look_up(http, invite).await?;
    let request = JoinRequest { meeting: invite.meeting.clone(), secret: invite.secret.clone(), name: adjourn_meeting::clean_name(name) };
    let answer = post(http, &format!("{base}{JOIN_PATH}"), request.to_json()).await?;
    let answer = JoinAnswer::from_json(&answer).map_err(garbage)?;
    Access::new(&answer.server_url, answer.participant_token, invite.certificate_sha256)
}

async fn post(http: &Http, url: &str, body: Vec<u8>) -> Result<Vec<u8>, JoinError> {
    let Answer { status, body } = http.post(url, "application/json", None, body, MAX_ANSWER_BYTES).await?;
    if status == 200 {
        return Ok(body);
    }
    let Ok(refusal) = Refusal::from_json(&body) else {
        return Err(JoinError::Garbage { why: format!("HTTP status {status}") });
    };
    Err(match refusal.code {
        RefusalCode::Ended => JoinError::Ended { by: refusal.by.as_deref().map(adjourn_meeting::clean_name) },
        code => JoinError::Refused { code: code_name(code), why: sentence(&refusal.message) },
    })
}

fn code_name(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::WrongInvite => "wrong-invite",
        RefusalCode::Ended => "ended",
        RefusalCode::UnknownMeeting => "unknown-meeting",
        RefusalCode::Full => "full",
        RefusalCode::BadRequest => "bad-request",
        RefusalCode::TooMany => "too-many",
    }
}

/// A server's sentence, at a length that can be shown.
fn sentence(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

fn garbage(error: impl std::fmt::Display) -> JoinError {
    JoinError::Garbage { why: error.to_string() }
}

/// Of two failures at two addresses, the one that tells more. A private address may well belong to another computer
/// on this network, so its wrong certificate says less than a time-out at the right one only if nothing else is known.
fn more_telling(one: JoinError, other: JoinError) -> JoinError {
    let rank = |error: &JoinError| match error {
        JoinError::WrongCertificate | JoinError::UntrustedCertificate { .. } => 3,
        JoinError::TimedOut { .. } => 2,
        JoinError::Garbage { .. } => 1,
        _ => 0,
    };
    if rank(&other) > rank(&one) { other } else { one }
}
