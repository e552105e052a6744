//! From the engine to the page, in the order in which things are done.

use adjourn_engine::{Engine, LateEnd, LateEndOutcome};
use adjourn_meeting::{ErrorCode, MeetingEvent, ReasonCode};
use tauri::{AppHandle, Manager};
use tokio::sync::{broadcast, broadcast::error::RecvError, mpsc};

use super::{
    Shell,
    closing::{Closing, close_when_empty},
    now_ms,
};
use crate::{
    decode::StreamKey,
    ipc::{AppEvent, WindowEvent},
    memory, window,
};

pub(super) async fn tell_events(app: AppHandle, mut events: mpsc::UnboundedReceiver<MeetingEvent>) {
    // Of the End that I have asked for: how many it is for.
    let mut ended_for = None;
    while let Some(event) = events.recv().await {
        let shell = app.state::<Shell>();
        shell.so_far.hear(&event, now_ms());
        let is_host = shell.so_far.is_host();
        shell
            .is_host
            .send_if_modified(|known| std::mem::replace(known, is_host) != is_host);
        note(&event);
        match event {
            MeetingEvent::MeetingJoined { ref title, .. } => {
                let title = title.clone();
                AppEvent::Meeting(event).tell(&app);
                shell.joined(&title).await;
            }
            MeetingEvent::MeetingLeft { ref reason } => {
                // First the desk is free, then the page hears of it and may start the next meeting.
                let (link, reason) = (shell.left(reason).await, reason.clone());
                shell.hub.hold(false);
                shell.views().forget();
                shell.tell_left(event);
                let ended_for = ended_for
                    .take()
                    .filter(|_| reason.code == ReasonCode::Ended);
                if let Some(link) = link {
                    shell.note_left(&link, &reason, ended_for);
                }
                memory::tidy_soon();
                match shell.take_closing() {
                    Closing::Leaving => {
                        tauri::async_runtime::spawn(close_when_empty(app.clone()));
                    }
                    Closing::Ending => {
                        tauri::async_runtime::spawn(window::close(app.clone()));
                    }
                    Closing::No | Closing::Asked(_) => {}
                }
            }
            MeetingEvent::EndProgress { total, .. } => {
                ended_for = Some(total);
                AppEvent::Meeting(event).tell(&app);
            }
            MeetingEvent::EndRefused { code, .. } => {
                if code != ErrorCode::EndDelayed {
                    shell.reopen_door();
                }
                // The window stays where it says why.
                shell.hub.hold(false);
                shell.take_closing();
                AppEvent::Meeting(event).tell(&app);
            }
            event => AppEvent::Meeting(event).tell(&app),
        }
    }
}

/// What becomes of an End that went on without its meeting. The person hears of it in the window, so not before there is
/// one to tell.
pub(super) async fn tell_late_ends(app: AppHandle, mut ends: broadcast::Receiver<LateEnd>) {
    loop {
        let LateEnd { title, outcome, .. } = match ends.recv().await {
            Ok(end) => end,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        app.state::<Shell>().page_listens.cancelled().await;
        let problem = match outcome {
            LateEndOutcome::Ended { record_missing } => {
                tracing::info!(record_missing, "a late end was acknowledged");
                None
            }
            LateEndOutcome::Failed { problem } => {
                tracing::warn!(code = %problem.code, "a late end came to nothing");
                Some(problem.into())
            }
        };
        AppEvent::from(WindowEvent::LateEnd { title, problem }).tell(&app);
    }
}

/// For a report: what happened, without who and where.
fn note(event: &MeetingEvent) {
    match event {
        MeetingEvent::MeetingStateChanged { state } => tracing::info!(?state, "the meeting"),
        MeetingEvent::MeetingLeft { reason } => {
            tracing::info!(code = ?reason.code, error = ?reason.error, "out of the meeting");
        }
        MeetingEvent::EndRefused { code, .. } | MeetingEvent::Error { code, .. } => {
            tracing::info!(%code, "the person was told of an error");
        }
        _ => {}
    }
}

pub(super) async fn ask_for_key_frames(
    engine: Engine,
    mut stale: mpsc::UnboundedReceiver<StreamKey>,
) {
    while let Some(stream) = stale.recv().await {
        engine.request_key_frame(&stream.participant, stream.kind);
    }
}
