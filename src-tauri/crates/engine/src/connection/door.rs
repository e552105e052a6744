//! An invite becomes a token: all its addresses are tried at once, and the first that is the right door is used.

use std::time::Duration;

use adjourn_meeting::ErrorCode;
use adjourn_signal::Invite;
use adjourn_signal::door::{
    Body as _, INFO_PATH, Info, InfoRequest, JOIN_PATH, JoinAnswer, JoinRequest, MAX_ANSWER_BYTES,
    Refusal, RefusalCode, Wait,
};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use crate::JoinError;
use crate::connection::Access;
use crate::connection::http::{Answer, Http, REQUEST_LIMIT};
use crate::connection::ticket::{self, AtDoor, Ticket};

/// Head start of each address over the next: the first is mostly the right one, and the others cost the server a
/// request each (RFC 8305 recommends 250 ms for connections; an address here is tried with a whole request).
const STAGGER: Duration = Duration::from_millis(100);

/// What is behind the door, and at which of the invite's addresses.
pub(crate) async fn look_up(http: &Http, invite: &Invite) -> Result<(String, Info), JoinError> {
    let body = InfoRequest {
        meeting: invite.meeting.clone(),
        secret: invite.secret.clone(),
    }
    .to_json();
    let mut tries: FuturesUnordered<_> = invite
        .http_urls()
        .zip(0_u32..)
        .map(|(base, place)| {
            let body = body.clone();
            async move {
                tokio::time::sleep(STAGGER * place).await;
                let answer = post(http, &format!("{base}{INFO_PATH}"), body).await;
                (
                    base,
                    answer.and_then(|answer| Info::from_json(&answer).map_err(garbage)),
                )
            }
        })
        .collect();
    let mut worst: Option<JoinError> = None;
    while let Some((base, result)) = tries.next().await {
        match result {
            Ok(info) => return Ok((base, info)),
            // The right server has spoken: another address would only say the same.
            Err(
                error @ (JoinError::Ended { .. }
                | JoinError::Removed { .. }
                | JoinError::Refused { .. }),
            ) => {
                return Err(error);
            }
            Err(error) => {
                worst = Some(worst.map_or(error.clone(), |known| more_telling(known, error)))
            }
        }
    }
    Err(worst.unwrap_or(JoinError::Unreachable {
        why: "the invite holds no address".into(),
    }))
}

/// What the door answers to who wants in.
pub(super) enum Entrance {
    Open(JoinAnswer),
    Wait(Wait),
}

/// Lets `name` in, when a host does where one has to. `client` is what this installation is known by.
pub(crate) async fn join(
    http: &Http,
    invite: &Invite,
    name: &str,
    client: &str,
    at_door: &AtDoor,
) -> Result<Access, JoinError> {
    let (base, _) = look_up(http, invite).await?;
    let request = JoinRequest {
        meeting: invite.meeting.clone(),
        secret: invite.secret.clone(),
        name: adjourn_meeting::clean_name(name),
        client: Some(client.to_owned()),
    };
    let url = format!("{base}{JOIN_PATH}");
    let answer = match enter(http, &url, REQUEST_LIMIT, request.to_json()).await? {
        Entrance::Open(answer) => answer,
        Entrance::Wait(wait) => {
            let ticket = Ticket {
                http: http.clone(),
                base,
                ticket: wait.ticket.clone(),
            };
            ticket::wait(at_door, ticket, wait).await?
        }
    };
    let access = Access::new(
        &answer.server_url,
        answer.participant_token,
        invite.certificate_sha256,
    )?;
    // The invite vouches for the computer of the door. A meeting that is carried elsewhere has a certificate of its own.
    Ok(if access.is_of(invite) {
        access
    } else {
        Access {
            pin: None,
            ..access
        }
    })
}

/// One question at the door by somebody who wants in.
pub(super) async fn enter(
    http: &Http,
    url: &str,
    limit: Duration,
    body: Vec<u8>,
) -> Result<Entrance, JoinError> {
    let Answer { status, body, .. } = http.post_within(limit, url, body, MAX_ANSWER_BYTES).await?;
    match status {
        200 => JoinAnswer::from_json(&body)
            .map(Entrance::Open)
            .map_err(garbage),
        202 => Wait::from_json(&body).map(Entrance::Wait).map_err(garbage),
        _ => Err(refusal(status, &body)),
    }
}

async fn post(http: &Http, url: &str, body: Vec<u8>) -> Result<Vec<u8>, JoinError> {
    let Answer { status, body, .. } = http
        .post_within(REQUEST_LIMIT, url, body, MAX_ANSWER_BYTES)
        .await?;
    if status == 200 {
        Ok(body)
    } else {
        Err(refusal(status, &body))
    }
}

fn refusal(status: u16, body: &[u8]) -> JoinError {
    let Ok(refusal) = Refusal::from_json(body) else {
        return JoinError::Garbage {
            why: format!("HTTP status {status}"),
        };
    };
    match refusal.code {
        RefusalCode::Ended => JoinError::Ended {
            by: refusal.by.as_deref().map(adjourn_meeting::clean_name),
            at: refusal.at,
            note: refusal.note,
        },
        RefusalCode::Removed => JoinError::Removed {
            by: refusal.by.as_deref().map(adjourn_meeting::clean_name),
            why: sentence(&refusal.message),
        },
        code => JoinError::Refused {
            code: code_of(code),
            why: sentence(&refusal.message),
        },
    }
}

fn code_of(code: RefusalCode) -> ErrorCode {
    match code {
        RefusalCode::WrongInvite => ErrorCode::WrongInvite,
        RefusalCode::Ended => ErrorCode::Ended,
        RefusalCode::UnknownMeeting => ErrorCode::UnknownMeeting,
        RefusalCode::Locked => ErrorCode::Locked,
        RefusalCode::Removed => ErrorCode::Removed,
        RefusalCode::Denied => ErrorCode::Denied,
        RefusalCode::UnknownTicket => ErrorCode::UnknownTicket,
        RefusalCode::Full => ErrorCode::Full,
        RefusalCode::BadRequest => ErrorCode::BadRequest,
        RefusalCode::TooMany => ErrorCode::TooMany,
    }
}

/// A server's sentence, at a length that can be shown.
fn sentence(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

fn garbage(error: impl std::fmt::Display) -> JoinError {
    JoinError::Garbage {
        why: error.to_string(),
    }
}

/// Of two failures at two addresses, the one that tells more. A private address may well belong to another computer
/// on this network, so its wrong certificate says less than a time-out at the right one only if nothing else is known.
fn more_telling(one: JoinError, other: JoinError) -> JoinError {
    let rank = |error: &JoinError| match error {
        JoinError::WrongCertificate { .. } | JoinError::UntrustedCertificate { .. } => 3,
        JoinError::TimedOut { .. } => 2,
        JoinError::Garbage { .. } => 1,
        _ => 0,
    };
    if rank(&other) > rank(&one) {
        other
    } else {
        one
    }
}
