//! A server's word on who was in a meeting, and when.

use adjourn_meeting::{EndNote, EndReason, ErrorCode, ParticipantId, ReasonCode, clean_name};
use adjourn_signal::control;

use crate::Attendee;
use crate::digest::local_time;

/// A server's word on who was there, as a summary has it. Its clock is `ahead_ms` ahead of ours, which says `now`.
pub(crate) fn attendees(
    told: control::Summary,
    me: &ParticipantId,
    ahead_ms: i64,
    now: f64,
) -> Vec<Attendee> {
    let note = told.end_note;
    let ended_by = told.ended_by.as_deref().map(clean_name);
    let person = |stay: control::Stay| {
        let name = clean_name(&stay.name);
        let joined_ms = local_time(stay.joined_at, ahead_ms) as f64;
        let left_ms = stay.left_at.map(|at| local_time(at, ahead_ms) as f64);
        let left = stay.reason.map(|code| {
            let by = ended_by.clone().filter(|_| code == ReasonCode::Ended);
            let at = left_ms.unwrap_or(now) as u64;
            reason_of(code, by, note.clone()).to_others(&name, at)
        });
        Attendee {
            me: stay.identity == *me,
            role: stay.role,
            joined_ms,
            stay_ms: (left_ms.unwrap_or(now) - joined_ms).max(0.0),
            left,
            name,
        }
    };
    told.people.into_iter().map(person).collect()
}

fn reason_of(code: ReasonCode, by: Option<String>, note: Option<EndNote>) -> EndReason {
    match code {
        ReasonCode::Left => EndReason::Left,
        ReasonCode::Ended => EndReason::Ended { by, note },
        ReasonCode::Removed => EndReason::Removed { by },
        ReasonCode::Denied => EndReason::Denied,
        ReasonCode::Moved => EndReason::Moved,
        ReasonCode::ConnectionLost => EndReason::ConnectionLost,
        ReasonCode::Crashed => EndReason::Crashed,
        ReasonCode::Asleep => EndReason::Asleep,
        ReasonCode::ServerStopped => EndReason::ServerStopped,
        ReasonCode::RoomClosed => EndReason::RoomClosed,
        ReasonCode::JoinFailed => EndReason::JoinFailed {
            error: ErrorCode::ConnectionBroken,
            why: String::new(),
        },
    }
}
