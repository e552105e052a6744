//! What a host asks of a server that is not one of ours, as far as LiveKit's RoomService does it.

use adjourn_meeting::{ErrorCode, MeetingId, ParticipantId, StreamKind};
use adjourn_signal::attributes::HAND_ATTRIBUTE;
use adjourn_signal::control::ControlRequest;
use adjourn_signal::service::{Answer, Call, Encoding, UpdateParticipant};
use adjourn_signal::token;

use crate::Problem;
use crate::connection::Access;
use crate::connection::http::Http;
use crate::connection::service::request;

/// Does it. `None` for what no RoomService does.
pub(super) async fn perform(
    http: &Http,
    access: &Access,
    asked: &ControlRequest,
) -> Option<Result<(), Problem>> {
    let claims = token::peek(access.token.expose())?;
    let room = claims.grants.room?;
    Some(match asked {
        ControlRequest::Remove { identity } => {
            let call = Call::RemoveParticipant {
                room,
                identity: identity.clone(),
            };
            ask(http, access, &call).await.map(drop)
        }
        ControlRequest::LowerHand { identity } => {
            let call = Call::UpdateParticipant(UpdateParticipant {
                room,
                identity: identity.clone(),
                name: String::new(),
                metadata: String::new(),
                permission: None,
                attributes: [(HAND_ATTRIBUTE.to_owned(), String::new())].into(),
            });
            ask(http, access, &call).await.map(drop)
        }
        ControlRequest::Mute { identity, kind } => {
            let whom = |who: &ParticipantId| match identity {
                Some(one) => one == who,
                None => *who != claims.identity,
            };
            mute(http, access, &room, whom, *kind).await
        }
        _ => return None,
    })
}

async fn mute(
    http: &Http,
    access: &Access,
    room: &MeetingId,
    whom: impl Fn(&ParticipantId) -> bool,
    kind: StreamKind,
) -> Result<(), Problem> {
    let call = Call::ListParticipants { room: room.clone() };
    let Answer::Participants(people) = ask(http, access, &call).await? else {
        return Err(failed());
    };
    for person in people.iter().filter(|person| whom(&person.identity)) {
        let loud =
            |track: &&adjourn_signal::TrackInfo| track.stream_kind() == Some(kind) && !track.muted;
        for track in person.tracks.iter().filter(loud) {
            let call = Call::MutePublishedTrack {
                room: room.clone(),
                identity: person.identity.clone(),
                track: track.sid.clone(),
                muted: true,
            };
            ask(http, access, &call).await?;
        }
    }
    Ok(())
}

async fn ask(http: &Http, access: &Access, call: &Call) -> Result<Answer, Problem> {
    let answer = request(http, access, call).await.map_err(|error| Problem {
        code: ErrorCode::ControlFailed,
        message: error.to_string(),
    })?;
    let problem = |code, message: &str| Problem {
        code,
        message: message.to_owned(),
    };
    match answer.status {
        200 => {
            Answer::decode(call.method(), Encoding::Protobuf, &answer.body).map_err(|_| failed())
        }
        401 | 403 => Err(problem(ErrorCode::NotAllowed, "Only a host may do that.")),
        404 => Err(problem(
            ErrorCode::Nobody,
            "That person is not in the meeting any more.",
        )),
        _ => Err(failed()),
    }
}

fn failed() -> Problem {
    Problem {
        code: ErrorCode::ControlFailed,
        message: "The server could not do that now. Try again.".into(),
    }
}
