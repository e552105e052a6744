//! From the engine to the page, in the order in which things are done.

use adjourn_engine::Engine;
use adjourn_meeting::MeetingEvent;
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc;

use super::{
    Shell,
    closing::{Closing, close_when_empty},
    now_ms,
};
use crate::{decode::StreamKey, ipc::AppEvent, memory, window};

pub(super) async fn tell_events(app: AppHandle, mut events: mpsc::UnboundedReceiver<MeetingEvent>) {
    while let Some(event) = events.recv().await {
        let shell = app.state::<Shell>();
        shell.so_far.hear(&event, now_ms());
        note(&event);
        match event {
            MeetingEvent::MeetingJoined { ref title, .. } => {
                let title = title.clone();
                AppEvent::Meeting(event).tell(&app);
                shell.joined(&title).await;
            }
            MeetingEvent::MeetingLeft { .. } => {
                // First the desk is free, then the page hears of it and may start the next meeting.
                shell.left().await;
                shell.hub.hold(false);
                shell.views().forget();
                shell.tell_left(event);
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
            MeetingEvent::EndRefused { .. } => {
                // The window stays where it says why.
                shell.hub.hold(false);
                shell.take_closing();
                AppEvent::Meeting(event).tell(&app);
            }
            event => AppEvent::Meeting(event).tell(&app),
        }
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
