//! How others reach a room: by messages to its task.

use adjourn_meeting::room::{Caller, Entry, Visitor};
use adjourn_meeting::{MeetingId, ParticipantId};
use adjourn_signal::control::{Refusal, Summary};
use adjourn_signal::service::{Answer, Call};
use adjourn_signal::{ControlRequest, RoomInfo, TwirpError};
use tokio::sync::{mpsc, oneshot, watch};

use super::{Census, Message, Scene};
use crate::twirp::not_found;

/// What a call of the RoomService came to.
pub struct Called {
    /// What is answered.
    pub answer: Result<Answer, TwirpError>,
    /// It ended the meeting, and that is not on disk: nobody may be seated any more who could be told.
    pub record_missing: bool,
}

impl Called {
    /// It was not done.
    pub fn failed(error: TwirpError) -> Self {
        Err(error).into()
    }
}

impl From<Result<Answer, TwirpError>> for Called {
    fn from(answer: Result<Answer, TwirpError>) -> Self {
        Self {
            answer,
            record_missing: false,
        }
    }
}

/// How others reach a room.
#[derive(Clone)]
pub struct RoomHandle {
    pub(super) meeting: MeetingId,
    pub(super) mailbox: mpsc::Sender<Message>,
    pub(super) census: watch::Receiver<Census>,
    pub(super) max_participants: usize,
}

impl RoomHandle {
    /// Its name.
    pub fn meeting(&self) -> &MeetingId {
        &self.meeting
    }

    /// How many are in it, as it changes.
    pub fn census(&self) -> watch::Receiver<Census> {
        self.census.clone()
    }

    /// Whether there is a seat for `id`: a free one as far as is known here, or the one it has.
    pub async fn has_space_for(&self, id: &ParticipantId) -> bool {
        if self.census.borrow().people < self.max_participants {
            return true;
        }
        let (reply, answer) = oneshot::channel();
        let id = id.clone();
        let asked = self.send(Message::IsSeated { id, reply }).await;
        asked.is_ok() && answer.await.unwrap_or(false)
    }

    /// Tells the room something; an error means that it is no more.
    pub async fn send(&self, message: Message) -> Result<(), ()> {
        self.mailbox.send(message).await.map_err(|_| ())
    }

    /// A call of the RoomService.
    pub async fn call(&self, call: Call, caller: Caller) -> Called {
        let (reply, answer) = oneshot::channel();
        let call = Box::new(call);
        let sent = self
            .send(Message::Call {
                call,
                caller,
                reply,
            })
            .await;
        let gone = || Called::failed(not_found());
        match sent {
            Ok(()) => answer.await.unwrap_or_else(|_| gone()),
            Err(()) => gone(),
        }
    }

    /// The room's data; nothing when it is no more.
    pub async fn info(&self) -> Option<RoomInfo> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Info(reply)).await.ok()?;
        answer.await.ok()
    }

    /// How it looks from the door; empty when it is no more.
    pub async fn scene(&self) -> Scene {
        let (reply, answer) = oneshot::channel();
        if self.send(Message::Scene(reply)).await.is_err() {
            return Scene::default();
        }
        answer.await.unwrap_or_default()
    }

    /// Somebody with the invite wants in; nothing when the room is no more.
    pub async fn knock(&self, visitor: Visitor) -> Option<watch::Receiver<Entry>> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Knock { visitor, reply }).await.ok()?;
        answer.await.ok()
    }

    /// A request of our own; `None` when the room is no more.
    pub async fn control(
        &self,
        request: ControlRequest,
        caller: Caller,
    ) -> Option<Result<Option<Summary>, Refusal>> {
        let (reply, answer) = oneshot::channel();
        let request = Box::new(request);
        self.send(Message::Control {
            request,
            caller,
            reply,
        })
        .await
        .ok()?;
        answer.await.ok()
    }

    /// Returns when the room's task has ended.
    pub async fn over(&self) {
        self.mailbox.closed().await;
    }
}
