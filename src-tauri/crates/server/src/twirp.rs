//! LiveKit's RoomService: who may call what is decided here, what happens in the room's own task.

use std::sync::Arc;
use std::time::Instant;

use adjourn_meeting::room::{Authority, Caller};
use adjourn_meeting::{EndNote, MeetingId, ParticipantId, clean_name};
use adjourn_signal::service::{
    Answer, Call, CreateRoom, Encoding, Method, NOTE_HEADER, RECORD_HEADER, RECORD_MISSING,
    note_from_header,
};
use adjourn_signal::{Claims, bearer};
use adjourn_signal::{TwirpCode, TwirpError};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::driver::{self, Called};
use crate::hub::{Absent, Hub, NoRoom};
use crate::listen::Peer;

/// `POST /twirp/livekit.RoomService/{method}`.
pub async fn call(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(encoding) = header(header::CONTENT_TYPE).and_then(Encoding::from_content_type) else {
        return failed(TwirpError::new(
            TwirpCode::BadRoute,
            "unexpected Content-Type",
        ));
    };
    let answered = async {
        let method = Method::from_name(&method)?;
        let mut call = Call::decode(method, encoding, &body)?;
        if let Call::DeleteRoom { note, .. } = &mut call {
            let header = headers.get(NOTE_HEADER);
            *note = header.and_then(|value| note_from_header(value.as_bytes()));
        }
        let room = call.room().cloned();
        if room.as_ref().is_some_and(|room| room.as_str().is_empty()) {
            let why = "the call names no room";
            return Err(TwirpError::new(TwirpCode::InvalidArgument, why));
        }
        let claims = match authenticate(&hub, peer, header(header::AUTHORIZATION)) {
            Ok(claims) => claims,
            Err(error) => {
                log_refusal(method, room.as_ref(), None, &error);
                return Err(error);
            }
        };
        let called = perform(&hub, call, &claims).await;
        if let Err(error) = &called.answer {
            log_refusal(method, room.as_ref(), Some(&claims.identity), error);
        }
        Ok(called)
    };
    let called = answered.await.unwrap_or_else(Called::failed);
    let mut response = match called.answer {
        Ok(answer) => {
            let content_type = [(header::CONTENT_TYPE, encoding.content_type())];
            (StatusCode::OK, content_type, answer.encode(encoding)).into_response()
        }
        Err(error) => failed(error),
    };
    if called.record_missing {
        let missing = HeaderValue::from_static(RECORD_MISSING);
        response.headers_mut().insert(RECORD_HEADER, missing);
    }
    response
}

/// A call that its token does not allow stands in the log, whoever tried: ids print as short tags, a token not at all.
fn log_refusal(
    method: Method,
    room: Option<&MeetingId>,
    caller: Option<&ParticipantId>,
    error: &TwirpError,
) {
    if matches!(
        error.code,
        TwirpCode::Unauthenticated | TwirpCode::PermissionDenied
    ) {
        tracing::info!(?method, ?room, ?caller, "a service call was refused");
    }
}

fn failed(error: TwirpError) -> Response {
    let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        error.to_json(),
    )
        .into_response()
}

/// How LiveKit says that a token does not allow something.
pub fn refused() -> TwirpError {
    TwirpError::new(TwirpCode::Unauthenticated, "permissions denied")
}

/// There is no such room (any more).
pub fn not_found() -> TwirpError {
    TwirpError::new(TwirpCode::NotFound, "requested room does not exist")
}

fn authenticate(hub: &Hub, peer: Peer, authorization: Option<&str>) -> Result<Claims, TwirpError> {
    let token = authorization
        .and_then(|header| bearer(header).ok().flatten())
        .ok_or_else(refused)?;
    hub.verify(&token).map_err(
        |error| match hub.limits.wrong(Instant::now(), peer.address) {
            true => TwirpError::new(TwirpCode::Unauthenticated, error.to_string()),
            false => TwirpError::new(TwirpCode::ResourceExhausted, "too many refused tokens"),
        },
    )
}

/// What the token gives over this room. Ending and removing need it; the room itself decides by it.
pub fn authority(claims: &Claims, room: &MeetingId) -> Authority {
    if claims.grants.room_create {
        Authority::Service
    } else if claims.grants.may_administer(room) {
        Authority::Host
    } else {
        Authority::None
    }
}

async fn perform(hub: &Arc<Hub>, call: Call, claims: &Claims) -> Called {
    let room = match &call {
        Call::CreateRoom(create) => {
            return match claims.grants.room_create {
                true => create_room(hub, create).await.into(),
                false => Called::failed(refused()),
            };
        }
        Call::ListRooms { names } => {
            return match claims.grants.room_list {
                true => list_rooms(hub, names).await.into(),
                false => Called::failed(refused()),
            };
        }
        call => match call.room() {
            Some(room) => room.clone(),
            None => return Called::failed(not_found()),
        },
    };
    let authority = authority(claims, &room);
    // An end is the room's own decision; everything else needs the administration of the room.
    let end = match &call {
        Call::DeleteRoom { note, .. } => Some(note.clone()),
        _ => None,
    };
    if end.is_none() && !claims.grants.may_administer(&room) {
        return Called::failed(refused());
    }
    let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let caller = Caller {
        id: named(claims.identity.as_str()).map(ParticipantId::new),
        name: named(&claims.name),
        authority,
    };
    let called = match hub.room(&room) {
        Some(handle) => handle.call(call, caller).await,
        None if authority == Authority::None => Called::failed(refused()),
        None => Called::failed(not_found()),
    };
    if let Some(note) = end
        && is_not_found(&called)
        && claims.grants.may_administer(&room)
    {
        return end_what_is_not_there(hub, &room, claims, note).await;
    }
    called
}

/// The host ends a room that the server has lost, by a crash for instance: there is nobody to put out, but tokens of
/// before are still good, and none of them may make the room anew. Whoever ended it first stays who ended it.
async fn end_what_is_not_there(
    hub: &Arc<Hub>,
    room: &MeetingId,
    claims: &Claims,
    note: Option<EndNote>,
) -> Called {
    let by = Some(clean_name(&claims.name)).filter(|_| !claims.name.is_empty());
    let record_missing = match hub.record_end_of_absent(room, by, note) {
        Absent::Recorded(record) => driver::is_missing(record).await,
        Absent::Ended => false,
        Absent::No => {
            let why = "the room is being made anew; try again";
            return Called::failed(TwirpError::new(TwirpCode::Unavailable, why));
        }
    };
    Called {
        answer: Err(not_found()),
        record_missing,
    }
}

fn is_not_found(called: &Called) -> bool {
    matches!(&called.answer, Err(error) if error.code == TwirpCode::NotFound)
}

async fn list_rooms(hub: &Arc<Hub>, names: &[MeetingId]) -> Result<Answer, TwirpError> {
    let mut rooms = Vec::new();
    for room in hub.rooms() {
        if names.is_empty() || names.contains(room.meeting()) {
            rooms.extend(room.info().await);
        }
    }
    Ok(Answer::Rooms(rooms))
}

async fn create_room(hub: &Arc<Hub>, create: &CreateRoom) -> Result<Answer, TwirpError> {
    let mut settings = hub.default_settings(None);
    settings.metadata.clone_from(&create.metadata);
    if create.max_participants > 0 {
        let asked = usize::try_from(create.max_participants).unwrap_or(usize::MAX);
        settings.config.max_participants = settings.config.max_participants.min(asked);
    }
    if create.empty_timeout_s > 0 {
        let asked = std::time::Duration::from_secs(create.empty_timeout_s.into());
        settings.config.empty_timeout = Some(asked);
    }
    if create.departure_timeout_s > 0 {
        let asked = std::time::Duration::from_secs(create.departure_timeout_s.into());
        settings.config.departure_timeout = Some(asked);
    }
    if hub.ended.get(&create.name).is_some() {
        // Whoever may create rooms may open one again that was ended; joining alone never does.
        let (opener, name) = (hub.clone(), create.name.clone());
        let forgotten = tokio::task::spawn_blocking(move || opener.ended.forget(&name)).await;
        if let Some(old) = hub.room(&create.name) {
            old.over().await;
        }
        if !matches!(forgotten, Ok(Ok(()))) {
            let why = "the end of that room is on record and cannot be taken back now";
            return Err(TwirpError::new(TwirpCode::Unavailable, why));
        }
    }
    let room = hub
        .open_room(&create.name, Some(settings))
        .map_err(|why| match why {
            NoRoom::Ended(_) => TwirpError::new(
                TwirpCode::FailedPrecondition,
                "a room of that name was ended",
            ),
            NoRoom::Unknown => not_found(),
            NoRoom::Stopping => {
                TwirpError::new(TwirpCode::Unavailable, "the server is shutting down")
            }
        })?;
    room.info().await.map(Answer::Room).ok_or_else(not_found)
}
