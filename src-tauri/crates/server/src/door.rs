//! The join door: an invite and a name become a short-lived token.

use std::sync::Arc;
use std::time::Instant;

use adjourn_meeting::{MeetingId, ParticipantId, Role, Secret, clean_name, random_hex};
use adjourn_signal::door::{Body, Info, InfoRequest, JoinAnswer, JoinRequest, Refusal, RefusalCode};
use adjourn_signal::{Claims, Grants};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::driver::RoomHandle;
use crate::hub::{Hosted, Hub};
use crate::listen::Peer;

/// `POST /join`.
pub async fn join(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = JoinRequest::from_json(&body)
        .map_err(|_| Refusal::new(RefusalCode::BadRequest))
        .and_then(|request| {
            let (_, room) = enter(&hub, peer, &request.meeting, &request.secret)?;
            if !room.has_space() {
                return Err(Refusal::new(RefusalCode::Full));
            }
            let grants = Grants { can_update_own_metadata: true, ..Grants::join(request.meeting) };
            let identity = ParticipantId::new(format!("g-{}", random_hex(8)));
            let mut claims = Claims::new(identity, grants, 0);
            claims.name = clean_name(&request.name);
            Ok(JoinAnswer {
                server_url: server_url(&hub, peer, &headers),
                participant_token: hub.mint(&claims),
            })
        });
    respond(answer)
}

/// `POST /join/info`.
pub async fn info(State(hub): State<Arc<Hub>>, Extension(peer): Extension<Peer>, body: Bytes) -> Response {
    let entered = InfoRequest::from_json(&body)
        .map_err(|_| Refusal::new(RefusalCode::BadRequest))
        .and_then(|request| enter(&hub, peer, &request.meeting, &request.secret));
    let answer = match entered {
        Ok((hosted, room)) => {
            let people = room.people().await;
            let is_host = |role: &Role| *role == Role::Host;
            Ok(Info {
                title: hosted.title,
                host: people.iter().find(|(_, role)| is_host(role)).map(|(name, _)| name.clone()),
                people: people.into_iter().map(|(name, _)| name).collect(),
                open_since_ms: hosted.open_since_ms,
            })
        }
        Err(refusal) => Err(refusal),
    };
    respond(answer)
}

/// Checks an invite. Whether a meeting exists is only told to who knows its secret, or that it was ended
/// to who knows its name, which is as random as the secret.
fn enter(
    hub: &Hub,
    peer: Peer,
    meeting: &MeetingId,
    secret: &Secret,
) -> Result<(Hosted, RoomHandle), Refusal> {
    if let Some(ended) = hub.ended.get(meeting) {
        return Err(Refusal::ended(ended.by.as_deref()));
    }
    let wrong = |code| {
        let counted = hub.limits.wrong(Instant::now(), peer.address);
        Refusal::new(if counted { code } else { RefusalCode::TooMany })
    };
    let hosted = hub.hosted(meeting).ok_or_else(|| wrong(RefusalCode::UnknownMeeting))?;
    if !hosted.is_secret(secret) {
        return Err(wrong(RefusalCode::WrongInvite));
    }
    let room = hub.room(meeting).ok_or_else(|| Refusal::new(RefusalCode::UnknownMeeting))?;
    Ok((hosted, room))
}

/// The address the guest already reached us by, if it says one.
fn server_url(hub: &Hub, peer: Peer, headers: &HeaderMap) -> String {
    let scheme = if peer.encrypted { "wss" } else { "ws" };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| {
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
            !host.is_empty() && host.len() <= 255 && host.chars().all(plain)
        })
        .map_or_else(|| hub.listening.to_string(), str::to_owned);
    format!("{scheme}://{host}")
}

fn respond<T: Body>(answer: Result<T, Refusal>) -> Response {
    let (status, body) = match answer {
        Ok(answer) => (StatusCode::OK, answer.to_json()),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.code.http_status());
            (status.unwrap_or(StatusCode::BAD_REQUEST), refusal.to_json())
        }
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
