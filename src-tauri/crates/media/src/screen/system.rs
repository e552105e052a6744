//! Whom to ask for screens on this system.

use super::ScreenInfo;
use crate::MediaError;
use crate::video::Opened;

#[cfg(target_os = "linux")]
pub(super) fn list() -> Result<Vec<ScreenInfo>, MediaError> {
    super::x11::list()
}

#[cfg(target_os = "linux")]
pub(super) fn open(id: &str, fps: f32) -> Result<Opened, MediaError> {
    super::x11::open(id, fps)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn list() -> Result<Vec<ScreenInfo>, MediaError> {
    Err(unsupported())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn open(_: &str, _: f32) -> Result<Opened, MediaError> {
    Err(unsupported())
}

#[cfg(not(target_os = "linux"))]
fn unsupported() -> MediaError {
    use crate::{DeviceKind, Fault};

    let why = "this version of Adjourn cannot share screens on this system";
    MediaError::device(DeviceKind::Screen, "", Fault::Failed(why.into()))
}
