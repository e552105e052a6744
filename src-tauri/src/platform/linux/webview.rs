//! The page's process: what it loads of ours, and its death, after which the program would otherwise go on with a meeting
//! that nobody sees.

use std::{env, path::PathBuf};

use tauri::WebviewWindow;
use webkit2gtk::WebViewExt;

/// Our module for the page's process, of crate adjourn-page.
const PAGE_MODULE: &str = "libadjourn_page.so";

/// The folder of what is to be loaded into the page's process: that of an installed program, or the one that the program
/// was built in. None when it is in neither; the page then takes more memory.
pub fn page_modules() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let beside = program.parent()?;
    let folders = [beside.join("../lib/adjourn"), beside.to_owned()];
    folders
        .into_iter()
        .find(|folder| folder.join(PAGE_MODULE).is_file())
}

/// Calls `died` when the page's process is gone, on the main thread; the page is loaded anew when it says so.
///
/// # Errors
/// The window has been closed.
pub fn when_page_dies(
    window: &WebviewWindow,
    died: impl Fn() -> bool + Send + 'static,
) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        webview
            .inner()
            .connect_web_process_terminated(move |page, reason| {
                tracing::error!(?reason, "the page's process is gone");
                if died() {
                    page.reload();
                }
            });
    })
}
