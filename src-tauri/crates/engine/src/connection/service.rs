//! The calls of RoomService that a participant makes: End for all, over HTTP, so that it works without the socket.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adjourn_meeting::session::EndAnswer;
use adjourn_meeting::{EndNote, MeetingId, Secret};
use adjourn_signal::service::{
    Call, Encoding, MAX_BODY_BYTES, NOTE_HEADER, RECORD_HEADER, RECORD_MISSING, note_to_header,
};
use adjourn_signal::token;

use crate::JoinError;
use crate::connection::Access;
use crate::connection::http::{Answer, Http};

/// How long the mark of who ended it may hold the end up.
const MARK_LIMIT: Duration = Duration::from_secs(1);

/// Ends `room` for everyone, who read `note`. `mark` is the room's metadata with the name of who ends it, and the note;
/// empty for a server of ours, which marks the room itself.
pub(crate) async fn delete_room(
    access: Access,
    room: MeetingId,
    mark: String,
    note: Option<EndNote>,
) -> EndAnswer {
    let http = match access.http() {
        Ok(http) => http,
        Err(error) => {
            return EndAnswer::Unreachable {
                why: error.to_string(),
            };
        }
    };
    // A server of ours marks the room itself, and everybody would hear of it twice. Another one does not, and lets the holder of such a token do it.
    let grants = token::peek(access.token.expose()).map(|claims| claims.grants);
    if !mark.is_empty()
        && grants.is_some_and(|grants| grants.room_create && grants.may_administer(&room))
    {
        let call = Call::UpdateRoomMetadata {
            room: room.clone(),
            metadata: mark,
        };
        let marked = tokio::time::timeout(MARK_LIMIT, request(&http, &access, &call)).await;
        if !matches!(marked, Ok(Ok(Answer { status: 200, .. }))) {
            tracing::debug!("the room could not be marked with who ends it");
        }
    }
    let call = Call::DeleteRoom { room, note };
    let answer = match request(&http, &access, &call).await {
        Ok(answer) => answer,
        Err(
            error @ (JoinError::WrongCertificate { .. } | JoinError::UntrustedCertificate { .. }),
        ) => {
            return EndAnswer::Refused {
                why: error.to_string(),
            };
        }
        Err(error) => {
            return EndAnswer::Unreachable {
                why: error.to_string(),
            };
        }
    };
    match answer.status {
        // 404: it is gone already, which is what was asked for.
        200 | 404 => EndAnswer::Confirmed {
            record_missing: answer
                .headers
                .get(RECORD_HEADER)
                .is_some_and(|value| value == RECORD_MISSING),
        },
        401 | 403 if token_expired(&access.token, &answer.body) => EndAnswer::Expired {
            why: "This computer’s permission to end the meeting has expired.".into(),
        },
        401 | 403 => EndAnswer::Refused {
            why: "You may not end this meeting: only the host can.".into(),
        },
        status => EndAnswer::Unreachable {
            why: format!("The server could not end the meeting now (HTTP status {status})."),
        },
    }
}

/// Whether a token was refused for its age: by its own date, or by the server's word where our clock is behind.
fn token_expired(token: &Secret, said: &[u8]) -> bool {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let by_date = token::peek(token.expose()).is_some_and(|claims| claims.expires < now.as_secs());
    by_date || String::from_utf8_lossy(said).contains("expired")
}

/// Makes one call with the token of `access`.
pub(super) async fn request(
    http: &Http,
    access: &Access,
    call: &Call,
) -> Result<Answer, JoinError> {
    let url = access.http_url(&call.method().path());
    let encoding = Encoding::Protobuf;
    let note = match call {
        Call::DeleteRoom { note, .. } => note.as_ref().map(note_to_header),
        _ => None,
    };
    http.post_with(
        note.map(|note| (NOTE_HEADER, note)),
        &url,
        encoding.content_type(),
        Some(&access.token),
        call.encode(encoding),
        MAX_BODY_BYTES,
    )
    .await
}
