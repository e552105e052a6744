//! The death of the page's process, which would otherwise go on with a meeting that nobody sees.

use tauri::WebviewWindow;
use webkit2gtk::WebViewExt;

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
