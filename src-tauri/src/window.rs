//! The program with its window: wire-up, and an orderly way out.

mod mini;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Parser;
use tauri::{
    App, AppHandle, Manager, RunEvent, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, Wry, window::Color,
};
use tokio::{runtime::Runtime, time::sleep};

use crate::{
    cli::{Cli, IN_TRAY},
    fakes::Fakes,
    frames::{self, Frames, hub::Hub},
    ipc::{self, View},
    logs,
    memory::tidy_soon,
    platform::{self, Tray},
    shell::Shell,
    stop,
};

pub use mini::{close_mini, has_mini, keep_mini_on_top, open_mini};

/// The ground of the page in both themes (`--ground`), so that nothing flashes before it is drawn.
const LIGHT: Color = Color(0xf4, 0xf6, 0xf6, 0xff);
const DARK: Color = Color(0x11, 0x14, 0x16, 0xff);

/// What the window is called, alone or behind what the page says.
const NAME: &str = "Adjourn";

/// Longest title of the window, in characters: a task bar shows less.
const MAX_TITLE: usize = 120;

/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long threads that hang on a device may keep the program.
const STRAGGLERS: Duration = Duration::from_secs(1);

/// How long a desktop that has just been logged into takes to show its tray.
const TRAY_COMES: Duration = Duration::from_secs(10);

/// Opens the window, on the meeting of `link` if there is one, and returns when it has been closed. `in_tray`: the
/// window waits in the tray until it is wanted.
pub fn run(link: Option<String>, in_tray: bool) -> ExitCode {
    match open(link, in_tray) {
        Ok(code) => code,
        Err(sentence) => {
            logs::tell(sentence);
            ExitCode::FAILURE
        }
    }
}

fn open(link: Option<String>, in_tray: bool) -> Result<ExitCode, String> {
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "the window opens");
    let fakes = Fakes::from_env()?;
    platform::prepare_window()?;
    let runtime = Runtime::new()
        .map_err(|error| format!("the computer could not start the program’s threads: {error}"))?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (hub, stale) = Hub::new();
    let frames = runtime
        .block_on(Frames::start(hub.clone()))
        .map_err(|error| format!("no port of this computer is free for the pictures: {error}"))?;

    let handle = runtime.handle().clone();
    let contract = ipc::contract();
    // Who opens a link wants to see it.
    let in_tray = in_tray && link.is_none();
    let builder = tauri::Builder::default()
        // First: a second call of the program ends here, and its link goes to the first one.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| called_again(app, arguments)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_autostart::Builder::new().app_name("Adjourn").arg(IN_TRAY).build())
        .plugin(tauri_plugin_global_shortcut::Builder::new().build())
        .invoke_handler(contract.invoke_handler())
        .on_window_event(|window, event| {
            let shell = window.state::<Shell>();
            match (View::of(window.label()), event) {
                (View::Main, WindowEvent::CloseRequested { api, .. }) => {
                    if shell.may_close() {
                        // At once, while the window is still being taken down: nothing more is sent.
                        shell.engine.leave();
                    } else {
                        api.prevent_close();
                    }
                }
                // Without it the program would go on with nothing to be seen of it.
                (View::Main, WindowEvent::Destroyed) => close_mini(window.app_handle()),
                (View::Mini, WindowEvent::CloseRequested { .. }) => shell.mini_closed(),
                _ => {}
            }
        })
        .setup(move |app| {
            contract.mount_events(app);
            let _inside = handle.enter();
            app.manage(Shell::start(app.handle(), fakes, link, frames, (hub, stale)));
            // The start leaves 7 MB behind that nobody uses.
            tidy_soon();
            take_links(app);
            leave_when_asked(app.handle().clone());
            open_window(app, in_tray)?;
            #[cfg(feature = "updater")]
            crate::updates::start(app.handle());
            let handle = app.handle().clone();
            tauri::async_runtime::spawn(async move { handle.state::<Shell>().carry_on().await });
            Ok(())
        });
    // GTK panics when the display does not let us in.
    let app = catch_unwind(AssertUnwindSafe(|| {
        builder.build(tauri::generate_context!())
    }))
    .map_err(|_| {
        "the window could not be opened; check that DISPLAY names a display of yours".to_owned()
    })?
    .map_err(|error| format!("the window could not be opened: {error}"))?;
    let mut closing = false;
    let code = app.run_return(move |app, event| {
        if let RunEvent::ExitRequested {
            code: None, api, ..
        } = event
        {
            api.prevent_exit();
            if !std::mem::replace(&mut closing, true) {
                tauri::async_runtime::spawn(close(app.clone()));
            }
        }
    });
    runtime.shutdown_timeout(STRAGGLERS);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

fn open_window(app: &App, in_tray: bool) -> tauri::Result<()> {
    let window = builder(app.handle(), View::Main)
        .title(NAME)
        .inner_size(1120.0, 760.0)
        .min_inner_size(480.0, 360.0)
        .on_document_title_changed(|window, title| follow_title(&window, &title))
        .build()?;
    paint_ground(&window)?;
    let handle = app.handle().clone();
    platform::when_page_dies(&window, move || handle.state::<Shell>().page_died())?;
    if !in_tray {
        return window.show();
    }
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        if !tray_comes().await && !is_shown(&handle) {
            minimize(&handle);
            if let Err(error) = window.show() {
                tracing::warn!(%error, "the window cannot be put into the task bar");
            }
        }
    });
    Ok(())
}

/// Whether the desktop has a tray, or has one soon.
async fn tray_comes() -> bool {
    let until = Instant::now() + TRAY_COMES;
    loop {
        match platform::tray().await {
            Tray::There => return true,
            Tray::MayCome if Instant::now() < until => sleep(LOOK_EVERY).await,
            Tray::MayCome | Tray::None => return false,
        }
    }
}

fn builder(app: &AppHandle, view: View) -> WebviewWindowBuilder<'_, Wry, AppHandle> {
    // The page fetches the words of its language before it draws anything, and cannot ask for it so early.
    let language = serde_json::Value::from(app.state::<Shell>().language());
    let builder = WebviewWindowBuilder::new(app, view.label(), WebviewUrl::default());
    let builder = match platform::page_modules() {
        Some(folder) => builder.extensions_path(folder),
        None => builder,
    };
    builder
        .visible(false)
        .initialization_script(format!("window.__language = {language};"))
        // A link or a file dropped on the window must not take the place of the page.
        .on_navigation(|url| frames::is_our_page(url.as_str()))
}

/// Says in the task bar what the page says of itself: which meeting it is, and how much is unread.
fn follow_title(window: &WebviewWindow, title: &str) {
    let page: String = title
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_TITLE)
        .collect();
    let title = match page.trim() {
        "" | NAME => NAME.to_owned(),
        page => format!("{page} - {NAME}"),
    };
    if let Err(error) = window.set_title(&title) {
        tracing::debug!(%error, "the window keeps its title");
    }
}

fn paint_ground(window: &WebviewWindow) -> tauri::Result<()> {
    let ground = if window.theme()? == Theme::Dark {
        DARK
    } else {
        LIGHT
    };
    window.set_background_color(Some(ground))
}

/// macOS hands links to the running program as events; elsewhere they are arguments.
fn take_links(app: &App) {
    if cfg!(target_os = "macos") {
        use tauri_plugin_deep_link::DeepLinkExt;
        let handle = app.handle().clone();
        app.deep_link().on_open_url(move |event| {
            if let Some(url) = event.urls().into_iter().next() {
                handle.state::<Shell>().link_opened(url.into());
                show(&handle);
            }
        });
    }
}

fn called_again(app: &AppHandle, arguments: Vec<String>) {
    match Cli::try_parse_from(arguments) {
        Ok(Cli {
            link: Some(link), ..
        }) => app.state::<Shell>().link_opened(link),
        // It is there already, and nobody asked to see it.
        Ok(Cli { in_tray: true, .. }) => return,
        _ => {}
    }
    show(app);
}

/// The main window, as long as there is one.
pub fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(View::Main.label())
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    let shown = main(app).map_or(Ok(()), |window| {
        window
            .show()
            .and_then(|()| window.unminimize())
            .and_then(|()| window.set_focus())
    });
    if let Err(error) = shown {
        tracing::debug!(%error, "the window cannot be brought to the front");
    }
}

/// SIGTERM and Ctrl-C close the program as the window's own button does.
fn leave_when_asked(app: AppHandle) {
    let asked = stop::requested();
    tauri::async_runtime::spawn(async move {
        asked.cancelled().await;
        close(app).await;
    });
}

/// Takes the window away, into the task bar where there is no tray to bring it back from; the program goes on.
pub async fn put_away(app: &AppHandle) {
    if platform::tray().await != Tray::There {
        return minimize(app);
    }
    hide(app);
}

/// Takes the window away; another start of the program brings it back.
pub fn hide(app: &AppHandle) {
    if let Some(window) = main(app)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window cannot be hidden");
    }
}

/// Puts the window away into the task bar.
pub fn minimize(app: &AppHandle) {
    if let Some(window) = main(app)
        && let Err(error) = window.minimize()
    {
        tracing::warn!(%error, "the window cannot be minimised");
    }
}

/// Whether the window is there; it may be in the task bar.
pub fn is_shown(app: &AppHandle) -> bool {
    main(app).is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// Whether the window is there and not in the task bar. Where the system does not say, it is.
pub fn is_in_sight(app: &AppHandle) -> bool {
    main(app).is_some_and(|window| {
        window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or(false)
    })
}

/// Whether one of our windows has the keyboard.
pub fn is_in_front(app: &AppHandle) -> bool {
    app.webview_windows()
        .values()
        .any(|window| window.is_focused().unwrap_or(false))
}

/// Leaves, closes everything in order and ends the program.
pub async fn close(app: AppHandle) {
    app.state::<Shell>().close().await;
    #[cfg(feature = "updater")]
    crate::updates::install(&app);
    app.exit(0);
}
