//! The icon in the desktop's tray: the way back to a hidden window, and out of a meeting without one.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use adjourn_engine::Engine;
use tauri::{
    AppHandle, Manager, Wry,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::TrayIconBuilder,
};
use tokio::sync::watch;

use crate::{
    ipc::{AppEvent, TrayLabel, WindowEvent},
    shell::Shell,
    window,
};

/// What stands there without a meeting.
const PROGRAM: &str = "Adjourn";

const SHOW: &str = "show";
const MUTE: &str = "mute";
const CAMERA: &str = "camera";
const INVITE: &str = "invite";
const LEAVE: &str = "leave";
const END: &str = "end";
const QUIT: &str = "quit";

/// The words that the page has said in its language.
type Words = BTreeMap<TrayLabel, String>;

/// The menu, to be kept in step with the meeting.
struct Items {
    meeting: MenuItem<Wry>,
    show: MenuItem<Wry>,
    mute: MenuItem<Wry>,
    camera: MenuItem<Wry>,
    invite: MenuItem<Wry>,
    leave: MenuItem<Wry>,
    end: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

/// Puts the icon there. Where the library of the tray is missing there is none, and calling the program again shows
/// the window.
pub fn start(
    app: &AppHandle,
    engine: &Engine,
    words: watch::Receiver<Words>,
    in_meeting: watch::Receiver<bool>,
    is_host: watch::Receiver<bool>,
) {
    // libappindicator is loaded at run time, by code that panics without it.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(items)) => {
            tokio::spawn(follow(items, engine.clone(), words, in_meeting, is_host));
        }
        Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
        Err(_) => {
            tracing::warn!("there is no tray icon: libayatana-appindicator3 is not installed")
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<Items> {
    let item =
        |id, label: TrayLabel| MenuItem::with_id(app, id, label.english(), true, None::<&str>);
    let items = Items {
        // Read, not chosen.
        meeting: MenuItem::new(app, PROGRAM, false, None::<&str>)?,
        show: item(SHOW, TrayLabel::Show)?,
        mute: item(MUTE, TrayLabel::Mute)?,
        camera: item(CAMERA, TrayLabel::CameraOff)?,
        invite: item(INVITE, TrayLabel::CopyInvite)?,
        leave: item(LEAVE, TrayLabel::Leave)?,
        end: item(END, TrayLabel::End)?,
        quit: item(QUIT, TrayLabel::Quit)?,
    };
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(
        app,
        &[
            &items.meeting,
            &line()?,
            &items.mute,
            &items.camera,
            &items.show,
            &items.invite,
            &line()?,
            &items.leave,
            &items.end,
            &line()?,
            &items.quit,
        ],
    )?;
    let mut tray = TrayIconBuilder::with_id("adjourn")
        .tooltip(PROGRAM)
        .menu(&menu)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()));
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(items)
}

fn chosen(app: &AppHandle, item: &str) {
    let shell = app.state::<Shell>();
    match item {
        SHOW => shell.set_mini(false),
        MUTE => {
            let on = shell.engine.local().borrow().microphone.on;
            shell.engine.set_microphone(!on);
        }
        CAMERA => {
            let on = shell.engine.local().borrow().camera.on;
            shell.engine.set_camera(!on);
        }
        INVITE => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                let shell = app.state::<Shell>();
                if let Err(error) = shell.copy_invite().await {
                    // The window has it, to be selected.
                    tracing::warn!(code = %error.code, "the tray could not copy the invite");
                    shell.set_mini(false);
                }
            });
        }
        LEAVE => shell.leave(),
        // The page asks, as it does on its own button and when the window is closed.
        END => {
            shell.set_mini(false);
            AppEvent::from(WindowEvent::EndRequested {}).tell(app);
        }
        QUIT if shell.is_in_meeting() => {
            shell.set_mini(false);
            AppEvent::from(WindowEvent::CloseRequested {}).tell(app);
        }
        // Others are still there: the window offers to go back to them, or to end it for all first.
        QUIT if shell.must_not_quit() => window::show(app),
        QUIT => shell.quit(),
        _ => {}
    }
}

/// Says what choosing each would do now, in the page's language; ends with the engine.
async fn follow(
    items: Items,
    engine: Engine,
    mut words: watch::Receiver<Words>,
    mut in_meeting: watch::Receiver<bool>,
    mut is_host: watch::Receiver<bool>,
) {
    let mut local = engine.local();
    drop(engine);
    loop {
        let (unmuted, shown) = {
            let local = local.borrow_and_update();
            (local.microphone.on, local.camera.on)
        };
        let is_in = *in_meeting.borrow_and_update();
        let may_end = *is_host.borrow_and_update();
        let words_now = words.borrow_and_update().clone();
        if let Err(error) = items.say(&words_now, (unmuted, shown), is_in, may_end) {
            tracing::debug!(%error, "the tray’s menu does not change");
        }
        let changed = tokio::select! {
            changed = local.changed() => changed,
            changed = in_meeting.changed() => changed,
            changed = is_host.changed() => changed,
            changed = words.changed() => changed,
        };
        if changed.is_err() {
            break;
        }
    }
}

impl Items {
    fn say(
        &self,
        words: &Words,
        (unmuted, shown): (bool, bool),
        in_meeting: bool,
        may_end: bool,
    ) -> tauri::Result<()> {
        let mute = if unmuted {
            TrayLabel::Mute
        } else {
            TrayLabel::Unmute
        };
        let camera = if shown {
            TrayLabel::CameraOff
        } else {
            TrayLabel::CameraOn
        };
        let meeting = words
            .get(&TrayLabel::Meeting)
            .filter(|_| in_meeting)
            .map_or(PROGRAM, String::as_str);
        self.meeting.set_text(meeting)?;
        for (item, label) in [
            (&self.show, TrayLabel::Show),
            (&self.mute, mute),
            (&self.camera, camera),
            (&self.invite, TrayLabel::CopyInvite),
            (&self.leave, TrayLabel::Leave),
            (&self.end, TrayLabel::End),
            (&self.quit, TrayLabel::Quit),
        ] {
            item.set_text(words.get(&label).map_or(label.english(), String::as_str))?;
        }
        for item in [&self.mute, &self.camera, &self.invite, &self.leave] {
            item.set_enabled(in_meeting)?;
        }
        self.end.set_enabled(in_meeting && may_end)
    }
}
