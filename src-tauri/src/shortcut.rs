//! One key that leaves from anywhere, also while the window hangs: it is heard by a thread of its own and goes
//! straight to the engine.

use adjourn_engine::Engine;
use tauri::AppHandle;
use tauri_plugin_global_shortcut::{GlobalShortcutExt, ShortcutState};
use tokio::{sync::watch, task::spawn_blocking};

/// Ctrl+Shift+L, with Command instead of Ctrl on a Mac.
const LEAVE: &str = "CommandOrControl+Shift+L";

/// Takes the key for as long as `in_meeting` says so, and leaves it to other programs otherwise. Where the system
/// does not give it (Wayland, or another program has it) there is none.
pub fn start(app: &AppHandle, engine: &Engine, in_meeting: watch::Receiver<bool>) {
    tokio::spawn(follow(app.clone(), engine.clone(), in_meeting));
}

async fn follow(app: AppHandle, engine: Engine, mut in_meeting: watch::Receiver<bool>) {
    let mut taken = false;
    loop {
        let wanted = *in_meeting.borrow_and_update();
        if wanted != taken {
            let (app, engine) = (app.clone(), engine.clone());
            // Both wait for the main thread.
            let done = spawn_blocking(move || {
                if wanted {
                    take(&app, engine)
                } else {
                    app.global_shortcut().unregister(LEAVE)
                }
            });
            match done.await {
                Ok(Ok(())) => taken = wanted,
                Ok(Err(error)) => tracing::info!(%error, "the key for leaving cannot be had"),
                Err(error) => tracing::error!(%error, "the key for leaving cannot be had"),
            }
        }
        if in_meeting.changed().await.is_err() {
            break;
        }
    }
}

fn take(app: &AppHandle, engine: Engine) -> Result<(), tauri_plugin_global_shortcut::Error> {
    app.global_shortcut()
        .on_shortcut(LEAVE, move |_, _, event| {
            if event.state() == ShortcutState::Pressed {
                engine.leave();
            }
        })
}
