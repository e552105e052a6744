//! What goes on around the end of a meeting: what is noted for its summary, a last word, an End that is still on its way.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adjourn_meeting::{EndReason, FarewellText, MeetingEvent};
use adjourn_signal::control::{ControlRequest, GoneReason};

use super::Driver;
use super::call::owned;
use crate::connection::{self, Access};
use crate::devices::lock;
use crate::pending::PendingEnd;
use crate::summary::Log;

/// How long the word of why we are gone may take. The computer may be about to sleep.
const GONE_LIMIT: Duration = Duration::from_millis(1500);

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
                    tracing::info!(code = problem.code, "a last word was not taken");
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
            }
            MeetingEvent::MeetingLeft { reason } => {
                let Some(log) = self.log.take() else { return };
                let (concealed, played) = self.call.as_ref().map_or((0, 0), |call| call.sound());
                let spoke = self.outlets.take_spoken_ms();
                let summary = log.finish(reason.clone(), now, spoke, concealed, played);
                *lock(&self.window.summary) = Some(summary.clone());
                if let Some(state) = self.config.state_dir.clone() {
                    let stem = log.file_stem();
                    self.background.spawn_blocking(move || {
                        if let Err(error) = summary.write(&state, &stem) {
                            tracing::warn!(%error, "the summary could not be written");
                        }
                    });
                }
            }
            event => {
                if let Some(log) = &mut self.log {
                    log.hear(event, now);
                }
            }
        }
    }

    /// A meeting is over with my End still on its way: it goes on without the meeting, as long as the engine runs, and
    /// from the disk after that.
    pub(super) fn keep_end(&mut self, pending: Option<PendingEnd>, reason: &EndReason) {
        let Some(end) = pending else { return };
        if matches!(reason, EndReason::Ended { .. }) {
            self.background.spawn(async move { end.forget().await });
        } else {
            self.late_end = Some(owned(async move {
                end.insist().await;
            }));
        }
    }
}

/// Tells the server why I am gone, while the socket that knows me is still open: its loss alone would say "crashed".
pub(super) async fn say_gone(access: Option<Access>, reason: &EndReason) {
    let reason = match reason {
        EndReason::Asleep => GoneReason::Asleep,
        _ => GoneReason::Crashed,
    };
    let Some(access) = access else { return };
    let request = ControlRequest::Gone { reason, sid: None };
    let told = tokio::time::timeout(GONE_LIMIT, connection::control(&access, &request)).await;
    if !matches!(told, Ok(Ok(()))) {
        tracing::info!("the server was not told why we are gone");
    }
}

fn unix_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis() as f64
}
