//! The small window: always on top, in a corner of the screen, with the same page in another view.

use tauri::{AppHandle, LogicalSize, Manager, PhysicalPosition, WebviewWindow};

use super::{builder, main, paint_ground};
use crate::{ipc::View, platform};

/// In logical pixels: one face and a row of buttons.
const SIZE: LogicalSize<f64> = LogicalSize::new(320.0, 240.0);
const SMALLEST: LogicalSize<f64> = LogicalSize::new(200.0, 150.0);

/// Distance to the edges of the screen, in logical pixels: clear of most task bars.
const MARGIN: f64 = 48.0;

/// Whether it is there.
pub fn has_mini(app: &AppHandle) -> bool {
    mini(app).is_some()
}

/// Opens it, without taking the keyboard away from what the person does now.
pub fn open_mini(app: &AppHandle, title: &str, on_top: bool) {
    if let Err(error) = open(app, title, on_top) {
        tracing::warn!(%error, "the small window cannot be opened");
    }
}

/// Takes it away.
pub fn close_mini(app: &AppHandle) {
    if let Some(window) = mini(app)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the small window cannot be closed");
    }
}

/// Keeps it above the windows of other programs, or among them.
pub fn keep_mini_on_top(app: &AppHandle, on_top: bool) {
    if let Some(window) = mini(app)
        && let Err(error) = window.set_always_on_top(on_top)
    {
        tracing::warn!(%error, "the small window stays where it is among the others");
    }
}

fn mini(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(View::Mini.label())
}

fn open(app: &AppHandle, title: &str, on_top: bool) -> tauri::Result<()> {
    let window = builder(app, View::Mini)
        .title(title)
        .inner_size(SIZE.width, SIZE.height)
        .min_inner_size(SMALLEST.width, SMALLEST.height)
        .always_on_top(on_top)
        .visible_on_all_workspaces(true)
        .skip_taskbar(true)
        .maximizable(false)
        .minimizable(false)
        .focused(false)
        .build()?;
    paint_ground(&window)?;
    if let Some(corner) = corner(app)? {
        window.set_position(corner)?;
    }
    let handle = app.clone();
    platform::when_page_dies(&window, move || {
        close_mini(&handle);
        false
    })?;
    window.show()
}

/// Where its upper left corner goes: at the lower right of the screen that the main window is on.
fn corner(app: &AppHandle) -> tauri::Result<Option<PhysicalPosition<i32>>> {
    let screen = match main(app) {
        Some(window) => window.current_monitor()?.or(app.primary_monitor()?),
        None => app.primary_monitor()?,
    };
    Ok(screen.map(|screen| {
        let scale = screen.scale_factor();
        let right = f64::from(screen.position().x) + f64::from(screen.size().width);
        let bottom = f64::from(screen.position().y) + f64::from(screen.size().height);
        PhysicalPosition::new(
            (right - (SIZE.width + MARGIN) * scale) as i32,
            (bottom - (SIZE.height + MARGIN) * scale) as i32,
        )
    }))
}
