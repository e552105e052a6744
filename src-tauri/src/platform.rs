//! What differs from one operating system to the next.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{
    keyring, leave_before_sleep, page_modules, prepare_window, stand_back, tray, when_page_dies,
};

/// Where a window that is put away comes back from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tray {
    /// The desktop shows icons of programs.
    There,
    /// It does not now; one that is starting may soon.
    MayCome,
    /// There is nobody to show them.
    None,
}

/// The systems other than Linux always have one.
#[cfg(not(target_os = "linux"))]
pub async fn tray() -> Tray {
    Tray::There
}

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

/// What is to be loaded into the page's process; nothing here.
#[cfg(not(target_os = "linux"))]
pub fn page_modules() -> Option<std::path::PathBuf> {
    None
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

/// The system's own keyring is not used here yet: what is secret goes into a file for its owner alone.
#[cfg(not(target_os = "linux"))]
pub mod keyring {
    use adjourn_meeting::Secret;

    /// There is none to keep it.
    pub async fn keep(_: &str, _: &str, _: &Secret) -> bool {
        false
    }

    /// There is none to find it in.
    pub async fn find(_: &str, _: &str) -> Option<Secret> {
        None
    }

    /// There is nothing to forget.
    pub async fn forget() {}
}
