//! `/rtc`: who may open a signalling socket is decided before the upgrade, as in LiveKit's server.

use std::sync::Arc;
use std::time::Instant;

use adjourn_meeting::MeetingId;
use adjourn_signal::service::{NOTE_HEADER, note_to_header};
use adjourn_signal::{Claims, JoinQuery, MAX_MESSAGE_BYTES};
use axum::Extension;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};

use crate::driver::RoomHandle;
use crate::ended::Ended;
use crate::hub::{Hub, NoRoom};
use crate::listen::Peer;
use crate::socket;

/// Read from a socket at once. Its whole buffer is written over before each read, so that the usual 128 KiB cost time
/// with every ping, and their memory for as long as somebody is in; a longer message gets the room it takes.
const READ_BYTES: usize = 4 * 1024;
/// When the meeting was ended, in Unix milliseconds, beside the 401 that says so.
const ENDED_AT: &str = "x-adjourn-ended-at";

/// Why no socket is opened, as an HTTP answer.
enum Refused {
    Status(StatusCode, String),
    Ended(Ended),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Status(status, why) => (status, why).into_response(),
            Self::Ended(ended) => {
                let by = ended.by.map(|by| format!(" by {by}")).unwrap_or_default();
                let at = [(ENDED_AT, ended.at.to_string())];
                let note = ended
                    .note
                    .map(|note| [(NOTE_HEADER, note_to_header(&note))]);
                let text = format!("meeting ended{by}");
                (StatusCode::UNAUTHORIZED, at, note.map(AppendHeaders), text).into_response()
            }
        }
    }
}

/// What a token lets in where.
struct Admission {
    query: JoinQuery,
    claims: Claims,
    meeting: MeetingId,
}

/// `GET /rtc`: opens the socket.
pub async fn open(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let opened = async {
        let admission = admit(&hub, peer, query.as_deref(), &headers)?;
        let may_create = hub.config.auto_create || admission.claims.grants.room_create;
        let settings = may_create.then(|| hub.default_settings(None));
        let room = hub
            .open_room(&admission.meeting, settings)
            .map_err(no_room)?;
        check_space(&admission, &room).await?;
        Ok::<_, Refused>((admission, room))
    };
    let (admission, room) = match opened.await {
        Ok(opened) => opened,
        Err(refused) => return refused.into_response(),
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade
            .read_buffer_size(READ_BYTES)
            .max_message_size(MAX_MESSAGE_BYTES)
            .max_frame_size(MAX_MESSAGE_BYTES),
        Err(rejection) => return rejection.into_response(),
    };
    upgrade.on_upgrade(move |socket| async move {
        let Admission { query, claims, .. } = admission;
        let tasks = hub.tasks.clone();
        // Its own task of the server's, so that a shutdown waits for the goodbye to be flushed.
        let running = tasks.spawn(socket::run(hub, room, socket, query, claims));
        if let Err(error) = running.await {
            tracing::error!(%error, "a signalling socket's task failed");
        }
    })
}

/// `GET /rtc/validate`: the same question without a socket; SDKs ask it to learn why one was refused.
pub async fn validate(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let checked = async {
        let admission = admit(&hub, peer, query.as_deref(), &headers)?;
        match hub.room(&admission.meeting) {
            Some(room) => check_space(&admission, &room).await,
            None if hub.config.auto_create || admission.claims.grants.room_create => Ok(()),
            None => Err(no_room(NoRoom::Unknown)),
        }
    };
    match checked.await {
        Ok(()) => "success".into_response(),
        Err(refused) => refused.into_response(),
    }
}

fn admit(
    hub: &Hub,
    peer: Peer,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Admission, Refused> {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let query = JoinQuery::parse(query.unwrap_or_default(), authorization)
        .map_err(|error| Refused::Status(StatusCode::BAD_REQUEST, error.to_string()))?;
    let unauthorized = |why: String| {
        if hub.limits.wrong(Instant::now(), peer.address) {
            Refused::Status(StatusCode::UNAUTHORIZED, why)
        } else {
            Refused::Status(
                StatusCode::TOO_MANY_REQUESTS,
                "too many refused tokens; wait a minute".into(),
            )
        }
    };
    let token = query
        .token
        .as_ref()
        .ok_or_else(|| unauthorized("no token was given".into()))?;
    let claims = hub
        .verify(token)
        .map_err(|error| unauthorized(error.to_string()))?;
    if !claims.grants.room_join {
        return Err(unauthorized(
            "the token does not allow to join a room".into(),
        ));
    }
    let bad = |why: &str| Refused::Status(StatusCode::BAD_REQUEST, why.to_owned());
    let meeting = claims
        .grants
        .room
        .clone()
        .ok_or_else(|| bad("the token names no room"))?;
    if claims.identity.as_str().is_empty() {
        return Err(bad("the token names no identity"));
    }
    if let Some(ended) = hub.ended.get(&meeting) {
        hub.absentees.told(&meeting, &claims.identity);
        return Err(no_room(NoRoom::Ended(ended)));
    }
    Ok(Admission {
        query,
        claims,
        meeting,
    })
}

/// A newcomer needs a free seat; who comes back, also as a new session, has one.
async fn check_space(admission: &Admission, room: &RoomHandle) -> Result<(), Refused> {
    if !admission.query.reconnect && !room.has_space_for(&admission.claims.identity).await {
        return Err(Refused::Status(
            StatusCode::SERVICE_UNAVAILABLE,
            "the room is full".into(),
        ));
    }
    Ok(())
}

fn no_room(why: NoRoom) -> Refused {
    match why {
        NoRoom::Ended(ended) => Refused::Ended(ended),
        NoRoom::Unknown => Refused::Status(StatusCode::NOT_FOUND, "the room does not exist".into()),
        NoRoom::Stopping => Refused::Status(
            StatusCode::SERVICE_UNAVAILABLE,
            "the server is shutting down".into(),
        ),
    }
}
