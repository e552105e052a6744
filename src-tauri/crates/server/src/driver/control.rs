//! Our own requests: the door, what hosts ask for, and what anybody may say of itself.

use std::time::{Duration, Instant};

use adjourn_meeting::room::{Caller, Entry, Input, Stay, Visitor};
use adjourn_meeting::{EndReason, Role};
use adjourn_signal::ControlRequest;
use adjourn_signal::control::{self, GoneReason, Refusal, RefusalCode, Summary};
use adjourn_signal::service::Answer;
use tokio::sync::{oneshot, watch};

use super::{Called, Driver, Message, Refused};
use crate::clock::unix_ms;

/// An end that cannot be written is acknowledged all the same after so long: everybody is out.
const RECORD_LIMIT: Duration = Duration::from_secs(5);

/// Whether the record of an end is missing, once that is known. What is not known in time counts as missing: only what
/// is on disk for certain may be called so.
pub async fn is_missing(mut record: watch::Receiver<Option<bool>>) -> bool {
    let known = tokio::time::timeout(RECORD_LIMIT, record.wait_for(Option::is_some)).await;
    match known {
        Ok(Ok(missing)) => missing.unwrap_or(true),
        Ok(Err(_)) | Err(_) => true,
    }
}

impl Driver {
    /// How it stands with a visitor, and every change of it.
    pub(super) fn knock(&mut self, now: Instant, visitor: Visitor) -> watch::Receiver<Entry> {
        let id = visitor.id.clone();
        let (state, watched) = watch::channel(Entry::Waiting { ahead: 0 });
        // Who knocks again waits with its new ticket; the old one hears no more.
        self.at_the_door.insert(id, state);
        self.tell_room(now, Input::Knock { visitor });
        watched
    }

    pub(super) fn control(
        &mut self,
        now: Instant,
        request: ControlRequest,
        caller: Caller,
    ) -> Result<Option<Summary>, Refusal> {
        let method = request.method();
        let by = self.with_name(caller);
        let own = by.id.clone();
        let about_itself = || {
            own.clone()
                .ok_or_else(|| Refusal::new(RefusalCode::NotAllowed))
        };
        let input = match request {
            ControlRequest::Admit { id } => Input::Admit { id, by },
            ControlRequest::Deny { id } => Input::DenyEntry { id, by },
            ControlRequest::AdmitAll {} => Input::AdmitAll { by },
            ControlRequest::SetLobby { on } => Input::SetLobby { on, by },
            ControlRequest::Lock { on } => Input::Lock { on, by },
            ControlRequest::Mute { identity, kind } => Input::Silence {
                who: identity,
                kind,
                by,
            },
            ControlRequest::Ask { identity, kind } => Input::Ask {
                who: identity,
                kind,
                by,
            },
            ControlRequest::SetRole { identity, role } => Input::SetRole {
                who: identity,
                role,
                by,
            },
            ControlRequest::Remove { identity } => Input::Remove { who: identity, by },
            ControlRequest::LowerHand { identity } => Input::LowerHand { who: identity, by },
            ControlRequest::AnnounceEnd { in_seconds, note } => Input::AnnounceEnd {
                after: Duration::from_secs(in_seconds.into()),
                note,
                by,
            },
            ControlRequest::CancelEnd {} => Input::CancelEnd { by },
            ControlRequest::Gone { reason, sid } => {
                let reason = match reason {
                    GoneReason::Crashed => EndReason::Crashed,
                    GoneReason::Asleep => EndReason::Asleep,
                };
                Input::Gone {
                    who: about_itself()?,
                    sid,
                    reason,
                }
            }
            ControlRequest::Farewell { text } => Input::Farewell {
                who: about_itself()?,
                text,
            },
            ControlRequest::Summary {} => {
                if self.room.role_of(&by) != Role::Host {
                    tracing::info!(caller = ?by.id, method, "a control request was refused");
                    return Err(Refusal::new(RefusalCode::NotAllowed));
                }
                return Ok(Some(self.summary()));
            }
        };
        self.answer = None;
        self.tell_room(now, input);
        match self.answer {
            None => Ok(None),
            Some(Refused::NotAllowed) => {
                tracing::info!(caller = ?own, method, "a control request was refused");
                Err(Refusal::new(RefusalCode::NotAllowed))
            }
            Some(Refused::Nobody) => Err(Refusal::new(RefusalCode::Nobody)),
        }
    }

    /// Answers who ended the meeting when the end is on disk, or known not to be.
    pub(super) fn acknowledge(
        &self,
        record: watch::Receiver<Option<bool>>,
        reply: oneshot::Sender<Called>,
    ) {
        self.hub.tasks.spawn(async move {
            // However the record fares, everybody is out. Nobody waits any more if the reply fails.
            let _ = reply.send(Called {
                answer: Ok(Answer::Done),
                record_missing: is_missing(record).await,
            });
        });
    }

    /// Lets the room know what becomes of the record of its end.
    pub(super) fn await_record(&self, mut record: watch::Receiver<Option<bool>>) {
        let Some(mailbox) = self.mailbox.upgrade() else {
            return;
        };
        self.hub.tasks.spawn(async move {
            let missing = match record.wait_for(Option::is_some).await {
                Ok(known) => known.unwrap_or(true),
                Err(_) => true,
            };
            // The room may be over by then.
            let _ = mailbox.send(Message::Recorded { missing }).await;
        });
    }

    fn summary(&self) -> Summary {
        let metadata = self.info.room_metadata();
        let stay = |stay: &Stay| control::Stay {
            identity: stay.id.clone(),
            name: stay.name.clone(),
            role: stay.role,
            joined_at: stay.joined_at,
            left_at: stay.left.map(|(at, _)| at),
            reason: stay.left.map(|(_, why)| why),
        };
        Summary {
            title: metadata.title.clone().unwrap_or_default(),
            opened_at: self.info.created_at_ms,
            ended_at: metadata.at.or_else(|| self.room.is_ended().then(unix_ms)),
            ended_by: metadata.ended_by_name(),
            end_note: metadata.end_note,
            people: self.room.attendance().iter().map(stay).collect(),
        }
    }

    /// The attendance stays for those who were host when they left or at the end.
    pub(super) fn leave_summary(&self) {
        let hosts = self
            .room
            .attendance()
            .iter()
            .filter(|stay| stay.role == Role::Host);
        let hosts = hosts.map(|stay| stay.id.clone()).collect();
        self.hub.finish(&self.info.name, self.summary(), hosts);
    }
}
