//! Linux: a display to show on, a webview that knows when there is no GPU, and sleep.

pub mod keyring;
mod sleep;
mod tray;
mod webview;

pub use sleep::leave_before_sleep;
pub use tray::tray;
pub use webview::{page_modules, when_page_dies};

use std::{env, fs, os::unix::process::CommandExt, process::Command};

use rustix::process::{Pid, setpriority_process};

/// Where nothing can render, WebKitGTK draws in memory, and nobody looks for a GPU in vain. With one all of this stays as
/// WebKitGTK has it: there it draws faster, and the driver's memory is worth it.
const WITHOUT_GPU: [(&str, &str); 3] = [
    // No DMA buffers: it doubles the frames drawn of four streams under software rendering, 12 to 24 a second.
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    // GTK and the webview's own half would each ask OpenGL which screens and cards there are. The answer takes a
    // driver with a whole compiler in it, 25 MB of this process, and is not used.
    ("GDK_GL", "disable"),
    ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"),
];

/// glibc gives each busy thread an arena of its own, and what one thread frees stays with it: with two of them a window
/// grows by 5 MB in its second and third call of three, and by 25 MB without.
const FEW_ARENAS: (&str, &str) = ("MALLOC_ARENA_MAX", "2");

/// The page's JavaScript collects its garbage as late as the computer's memory allows. Told that there are 32 MB of it,
/// the page's process has 103 MB of its own in the third call instead of 127, for no more work.
const LITTLE_GARBAGE: (&str, &str) = ("JSC_forceRAMSize", "33554432");

/// The page's functions are optimised a hundred times later than usual. Nothing of Home ever is, which spares the
/// compiler's 6 MB; what runs for every picture of a call still is, some minutes into it.
const OPTIMISED_LATE: (&str, &str) = ("JSC_thresholdForOptimizeAfterWarmUp", "100000");

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
    let mut missing = vec![FEW_ARENAS, LITTLE_GARBAGE, OPTIMISED_LATE];
    if !can_render() {
        missing.extend(WITHOUT_GPU);
    }
    missing.retain(|(variable, _)| env::var_os(variable).is_none());
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
