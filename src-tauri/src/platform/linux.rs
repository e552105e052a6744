//! Linux: a display to show on, a webview that knows when there is no GPU, and sleep.

pub mod keyring;
mod sleep;
mod tray;
mod webview;

pub use sleep::leave_before_sleep;
pub use tray::tray;
pub use webview::when_page_dies;

use std::{env, fs, os::unix::process::CommandExt, process::Command};

use rustix::process::{Pid, setpriority_process};

/// Makes WebKitGTK draw without DMA buffers.
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Under software rendering it doubles the frames drawn of four streams, 12 to 24 a second.
const WITHOUT_GPU: (&str, &str) = (NO_DMABUF, "1");

/// glibc gives each busy thread an arena of its own, and what one thread frees stays with it: with two of them a window
/// grows by 5 MB in its second and third call of three, and by 25 MB without.
const FEW_ARENAS: (&str, &str) = ("MALLOC_ARENA_MAX", "2");

/// The page's JavaScript collects its garbage as late as the computer's memory allows. Told that there are 32 MB of it,
/// the page's process has 103 MB of its own in the third call instead of 127, for no more work.
const LITTLE_GARBAGE: (&str, &str) = ("JSC_forceRAMSize", "33554432");

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
    let wanted = [
        Some(FEW_ARENAS),
        Some(LITTLE_GARBAGE),
        (!can_render()).then_some(WITHOUT_GPU),
    ];
    let missing = wanted
        .into_iter()
        .flatten()
        .filter(|(variable, _)| env::var_os(variable).is_none());
    let missing: Vec<_> = missing.collect();
    // They have to be there from the start: the one is read before `main`, and setting the other later is not safe while
    // other threads may read it.
    if !missing.is_empty()
        && let Ok(program) = env::current_exe()
    {
        let error = Command::new(program)
            .args(env::args_os().skip(1))
            .envs(missing)
            .exec();
        tracing::warn!(%error, "the window draws slower than it could, or takes more memory");
    }
    Ok(())
}

/// The least a thread can be given of a processor that others want (setpriority(2)).
const LAST: i32 = 19;

/// All is said and done, and what is left has time: to take this program's memory down costs the kernel 5 ms, and those
/// who are still leaving on this computer go first.
pub fn stand_back() {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten();
    for thread in threads.flatten() {
        let number = thread
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(thread) = number.and_then(Pid::from_raw) {
            // It has ended meanwhile, or is busier than it could be.
            let _ = setpriority_process(Some(thread), LAST);
        }
    }
}

fn can_render() -> bool {
    fs::read_dir(DRI).is_ok_and(|mut nodes| {
        nodes.any(|node| {
            node.is_ok_and(|node| node.file_name().to_string_lossy().starts_with("renderD"))
        })
    })
}
