//! `POST /adjourn/v1/<Method>`: who calls is read from the token, what it may is the room's to say.

use std::sync::Arc;
use std::time::Instant;

use adjourn_meeting::room::Caller;
use adjourn_signal::control::{Refusal, RefusalCode, Summary};
use adjourn_signal::{Claims, ControlRequest, bearer};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::hub::Hub;
use crate::listen::Peer;
use crate::twirp::authority;

/// Answers one request: 200 with `{}` or the summary, or a refusal.
pub async fn call(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let answered = async {
        let claims = authenticate(&hub, peer, authorization)?;
        let request = ControlRequest::decode(&method, &body)
            .map_err(|_| Refusal::new(RefusalCode::BadRequest))?;
        perform(&hub, request, claims).await
    };
    let (status, body) = match answered.await {
        Ok(Some(summary)) => (StatusCode::OK, summary.to_json()),
        Ok(None) => (StatusCode::OK, b"{}".to_vec()),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.code.http_status());
            (status.unwrap_or(StatusCode::BAD_REQUEST), refusal.to_json())
        }
    };
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn authenticate(hub: &Hub, peer: Peer, authorization: Option<&str>) -> Result<Claims, Refusal> {
    let bad = || Refusal::new(RefusalCode::BadToken);
    let token = authorization
        .and_then(|header| bearer(header).ok().flatten())
        .ok_or_else(bad)?;
    let claims =
        hub.verify(&token)
            .map_err(|_| match hub.limits.wrong(Instant::now(), peer.address) {
                true => bad(),
                false => Refusal::new(RefusalCode::TooMany),
            })?;
    if claims.grants.room_join && !claims.identity.as_str().is_empty() {
        Ok(claims)
    } else {
        Err(bad())
    }
}

async fn perform(
    hub: &Hub,
    request: ControlRequest,
    claims: Claims,
) -> Result<Option<Summary>, Refusal> {
    let refuse = |code| Err(Refusal::new(code));
    let Some(meeting) = claims.grants.room.clone() else {
        return refuse(RefusalCode::BadToken);
    };
    let asks_summary = request == ControlRequest::Summary {};
    if let Some(room) = hub.room(&meeting) {
        let caller = Caller {
            id: Some(claims.identity.clone()),
            name: Some(claims.name.clone()).filter(|name| !name.is_empty()),
            authority: authority(&claims, &meeting),
        };
        if let Some(answer) = room.control(request, caller).await {
            return answer;
        }
    }
    if asks_summary {
        match hub.summary(&meeting, &claims.identity) {
            Some(Some(summary)) => return Ok(Some(summary)),
            Some(None) => return refuse(RefusalCode::NotAllowed),
            None => {}
        }
    }
    match hub.ended.get(&meeting) {
        Some(_) => refuse(RefusalCode::Ended),
        None => refuse(RefusalCode::UnknownMeeting),
    }
}
