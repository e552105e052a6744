//! Linux: a display to show on, a webview that knows when there is no GPU, and sleep.

mod sleep;
mod webview;

pub use sleep::leave_before_sleep;
pub use webview::when_page_dies;

use std::{env, fs, os::unix::process::CommandExt, process::Command};

/// Makes WebKitGTK draw without DMA buffers.
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Where the kernel lists what can render.
const DRI: &str = "/dev/dri";

/// Prepares the process for a window. Must come before the first thread; it may start the program anew.
///
/// # Errors
/// There is no display, in a sentence.
pub fn prepare_window() -> Result<(), String> {
    let set = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Err(
            "there is no display to open the window on; start it from a desktop, or use `adjourn bot` or `adjourn serve`"
                .into(),
        );
    }
    if env::var_os(NO_DMABUF).is_none() && !can_render() {
        // Under software rendering it doubles the frames drawn of four streams, 12 to 24 a second. The variable
        // has to be there from the start: setting it later is not safe while other threads may read it.
        if let Ok(program) = env::current_exe() {
            let error = Command::new(program)
                .args(env::args_os().skip(1))
                .env(NO_DMABUF, "1")
                .exec();
            tracing::warn!(%error, "the window draws slower than it could");
        }
    }
    Ok(())
}

fn can_render() -> bool {
    fs::read_dir(DRI).is_ok_and(|mut nodes| {
        nodes.any(|node| {
            node.is_ok_and(|node| node.file_name().to_string_lossy().starts_with("renderD"))
        })
    })
}
