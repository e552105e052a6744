//! The icon in the desktop's tray: the way back to a hidden window, and out of a meeting without one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use adjourn_engine::Engine;
use tauri::{
    AppHandle, Manager,
    menu::{Menu, MenuItem},
    tray::TrayIconBuilder,
};

use crate::{
    ipc::{AppEvent, WindowEvent},
    shell::Shell,
    window,
};

const SHOW: &str = "show";
const MUTE: &str = "mute";
const LEAVE: &str = "leave";
const END: &str = "end";

/// Puts the icon there. Where the library of the tray is missing there is none, and calling the program again shows
/// the window.
pub fn start(app: &AppHandle, engine: &Engine) {
    // libappindicator is loaded at run time, by code that panics without it.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(mute)) => {
            tokio::spawn(follow(mute, engine.clone()));
        }
        Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
        Err(_) => {
            tracing::warn!("there is no tray icon: libayatana-appindicator3 is not installed")
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<MenuItem<tauri::Wry>> {
    let item = |id, text| MenuItem::with_id(app, id, text, true, None::<&str>);
    let mute = item(MUTE, "Mute")?;
    let menu = Menu::with_items(
        app,
        &[
            &item(SHOW, "Show Adjourn")?,
            &mute,
            &item(LEAVE, "Leave")?,
            &item(END, "End for all…")?,
        ],
    )?;
    let mut tray = TrayIconBuilder::with_id("adjourn")
        .tooltip("Adjourn")
        .menu(&menu)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()));
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(mute)
}

fn chosen(app: &AppHandle, item: &str) {
    let engine = &app.state::<Shell>().engine;
    let is_in = engine.seat().borrow().is_some();
    match item {
        SHOW => window::show(app),
        MUTE => {
            let on = engine.local().borrow().microphone.on;
            engine.set_microphone(!on);
        }
        LEAVE => engine.leave(),
        END => {
            window::show(app);
            if is_in {
                // The page asks, as it does when the window is closed.
                AppEvent::from(WindowEvent::CloseRequested {}).tell(app);
            }
        }
        _ => {}
    }
}

/// Says what choosing it would do now; ends with the engine.
async fn follow(mute: MenuItem<tauri::Wry>, engine: Engine) {
    let mut local = engine.local();
    drop(engine);
    loop {
        let text = if local.borrow_and_update().microphone.on {
            "Mute"
        } else {
            "Unmute"
        };
        if let Err(error) = mute.set_text(text) {
            tracing::debug!(%error, "the tray’s menu does not change");
        }
        if local.changed().await.is_err() {
            break;
        }
    }
}
