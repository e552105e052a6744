//! What goes on around the end of a meeting: what is noted for its summary, a last word, an End that is still on its way.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adjourn_meeting::{EndReason, ErrorCode, FarewellText, MeetingEvent, ParticipantId, Role};
use adjourn_signal::control::{ControlRequest, GoneReason};
use tokio::sync::oneshot;

use super::Driver;
use crate::attendance::attendees;
use crate::connection::{self, Access};
use crate::devices::lock;
use crate::engine::no_meeting;
use crate::pending::PendingEnd;
use crate::summary::{Log, Summary};
use crate::{Attendee, LateEnd, LateEndOutcome, Problem, Seat, kept};

/// How long the word of why we are gone may take. The computer may be about to sleep.
const GONE_LIMIT: Duration = Duration::from_millis(1500);
/// How long the summary of a host waits for the server's own word on who was there.
const ATTENDANCE_LIMIT: Duration = Duration::from_secs(1);
/// A meeting that has just ended is put away for a moment before it can be asked about.
const ATTENDANCE_AGAIN: Duration = Duration::from_millis(100);

impl Driver {
    /// Asks for what a host may ask for.
    pub(super) fn control(&mut self, request: ControlRequest) {
        if let Some(Err(problem)) = self.call.as_ref().map(|call| call.ask(request)) {
            self.tell_problem(problem);
        }
    }

    /// A last word to those of the last meeting.
    pub(super) fn farewell(&mut self, text: FarewellText) {
        if let Some(access) = self.last_access.clone().filter(|_| self.session.is_none()) {
            self.background.spawn(async move {
                if let Err(problem) =
                    connection::control(&access, &ControlRequest::Farewell { text }).await
                {
                    // Nothing is told after `MeetingLeft`.
                    tracing::info!(code = %problem.code, "a last word was not taken");
                }
            });
        }
    }

    /// Takes an event that is about to be told.
    pub(super) fn note(&mut self, event: &MeetingEvent) {
        let now = unix_ms();
        match event {
            MeetingEvent::MeetingJoined {
                meeting_id,
                me,
                title,
            } => {
                self.outlets.take_spoken_ms();
                self.log = Some(Log::begin(meeting_id, title, me, now));
                self.chat.enter(meeting_id);
                let ahead_ms = self.call.as_ref().map_or(0, |call| call.ahead_ms);
                self.last_me = Some((me.participant_id.clone(), ahead_ms));
            }
            MeetingEvent::MeetingLeft { reason } => {
                let Some(log) = self.log.take() else { return };
                let (concealed, played) = self.call.as_ref().map_or((0, 0), |call| call.sound());
                let spoke = self.outlets.take_spoken_ms();
                let chat = self.chat.all();
                let summary = log.finish(reason.clone(), now, spoke, concealed, played, chat);
                *lock(&self.window.summary) = Some(summary.clone());
                self.keep_summary(summary, &log);
            }
            event => {
                if let MeetingEvent::ChatReceived { message } = event {
                    self.chat.add(message);
                }
                if let Some(log) = &mut self.log {
                    log.hear(event, now);
                }
            }
        }
    }

    /// Writes the summary down; a host's once more when the server has said who was there while I was not.
    fn keep_summary(&self, mut summary: Summary, log: &Log) {
        let state = self.config.state_dir.clone();
        let stem = log.file_stem();
        let write = move |summary: Summary| {
            let (state, stem) = (state.clone(), stem.clone());
            tokio::task::spawn_blocking(move || {
                if let Some(state) = state
                    && let Err(error) = kept::write(&summary, &state, &stem)
                {
                    tracing::warn!(%error, "the summary could not be written");
                }
            })
        };
        let access = self.call.as_ref().and_then(|call| call.access.clone());
        let ahead_ms = self.call.as_ref().map_or(0, |call| call.ahead_ms);
        let Some((access, me)) = access.zip(log.me().filter(|(_, role)| *role == Role::Host))
        else {
            self.background.spawn(write(summary));
            return;
        };
        self.summary_complete.send_replace(false);
        let (complete, shown) = (self.summary_complete.clone(), self.window.summary.clone());
        self.background.spawn(async move {
            let written = write(summary.clone());
            let people = whole_attendance(&access, &me.0, ahead_ms);
            if let Ok(Some(people)) = tokio::time::timeout(ATTENDANCE_LIMIT, people).await {
                summary.take_attendance(people);
                // A next meeting may have begun: then it is that one's place.
                if let Some(shown) = lock(&shown)
                    .as_mut()
                    .filter(|shown| shown.from_ms == summary.from_ms)
                {
                    *shown = summary.clone();
                }
                // However the first writing went, this one counts.
                let _ = written.await;
                let _ = write(summary).await;
            } else {
                let _ = written.await;
            }
            complete.send_replace(true);
        });
    }

    /// Answers who was in the meeting and when.
    pub(super) fn attendance(&self, answer: oneshot::Sender<Result<Vec<Attendee>, Problem>>) {
        let running = self.call.as_ref().and_then(|call| call.access.clone());
        let access = running.or_else(|| self.last_access.clone());
        let Some((access, (me, ahead_ms))) = access.zip(self.last_me.clone()) else {
            let _ = answer.send(Err(no_meeting()));
            return;
        };
        self.background.spawn(async move {
            let people = connection::attendance(&access).await;
            let _ = answer.send(people.map(|told| attendees(told, &me, ahead_ms, unix_ms())));
        });
    }

    /// A meeting is over with my End still on its way: it goes on without the meeting, as long as the engine runs, and
    /// from the disk after that.
    pub(super) fn keep_end(&mut self, pending: Option<PendingEnd>, reason: &EndReason) {
        let Some(end) = pending else { return };
        if matches!(reason, EndReason::Ended { .. }) {
            self.background.spawn(async move { end.forget().await });
        } else {
            self.insist(end);
        }
    }

    /// Has an End go on without its meeting. As many as the person has asked for: each is of another meeting.
    pub(super) fn insist(&mut self, end: PendingEnd) {
        self.late_ends.spawn(end.insist());
    }

    /// An End that went on without its meeting has come to something.
    pub(super) fn late_end(&self, end: LateEnd) {
        match &end.outcome {
            LateEndOutcome::Ended { .. } => tracing::info!("a late end has got through"),
            LateEndOutcome::Failed { problem } => {
                tracing::warn!(code = %problem.code, "a late end was in vain");
            }
        }
        // Nobody has asked to hear of it.
        let _ = self.window.late_ends.send(end);
    }
}

/// Tells the server why the session of `seat` is gone, while the socket that knows it is still open: its loss alone would
/// say "crashed". A word that a sleep delays is about that session and does no harm to the next one.
pub(super) async fn say_gone(seat: Seat, reason: &EndReason) {
    let reason = match reason {
        EndReason::Asleep => GoneReason::Asleep,
        _ => GoneReason::Crashed,
    };
    let told = tokio::time::timeout(GONE_LIMIT, seat.say_gone(reason)).await;
    if !matches!(told, Ok(Ok(true))) {
        tracing::info!("the server was not told why we are gone");
    }
}

/// Who was there, when the server has put it together.
async fn whole_attendance(
    access: &Access,
    me: &ParticipantId,
    ahead_ms: i64,
) -> Option<Vec<Attendee>> {
    loop {
        match connection::attendance(access).await {
            Ok(told) => return Some(attendees(told, me, ahead_ms, unix_ms())),
            Err(Problem {
                code: ErrorCode::Ended | ErrorCode::UnknownMeeting,
                ..
            }) => tokio::time::sleep(ATTENDANCE_AGAIN).await,
            Err(problem) => {
                tracing::info!(code = %problem.code, "the attendance was not told");
                return None;
            }
        }
    }
}

pub(super) fn unix_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis() as f64
}
