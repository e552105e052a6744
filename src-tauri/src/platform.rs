//! What one operating system needs before a window can open.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::prepare_window;

/// Prepares the process for a window; nothing is needed here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn prepare_window() -> Result<(), String> {
    Ok(())
}
