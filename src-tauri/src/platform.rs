//! What differs from one operating system to the next.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{leave_before_sleep, prepare_window, stand_back, when_page_dies};

/// Prepares the process for a window; nothing is needed here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn prepare_window() -> Result<(), String> {
    Ok(())
}

/// Lets others go first on the way out; nothing is needed here.
#[cfg(not(target_os = "linux"))]
pub fn stand_back() {}

/// Leaves the meeting when the computer goes to sleep. Nothing tells us here: the others see a connection that is lost.
#[cfg(not(target_os = "linux"))]
pub fn leave_before_sleep(_: &adjourn_engine::Engine) -> tokio_util::task::AbortOnDropHandle<()> {
    tokio_util::task::AbortOnDropHandle::new(tokio::spawn(std::future::ready(())))
}

/// Would tell of the death of the page's process; nothing tells us here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn when_page_dies(
    _: &tauri::WebviewWindow,
    _: impl Fn() -> bool + Send + 'static,
) -> tauri::Result<()> {
    Ok(())
}
