//! Whom to ask for screens on this system.

use super::{Open, ScreenInfo};
use crate::MediaError;

#[cfg(target_os = "linux")]
use super::{portal, x11};

#[cfg(target_os = "linux")]
pub(super) fn list() -> Result<Vec<ScreenInfo>, MediaError> {
    if portal::is_needed() {
        return Ok(portal::list());
    }
    x11::list()
}

/// What opens what `list` called `id`; where the system asks the person it has been allowed by then.
#[cfg(target_os = "linux")]
pub(super) fn ask(id: &str, fps: f32, wanted: &dyn Fn() -> bool) -> Result<Open, MediaError> {
    if id == portal::ID {
        let granted = portal::ask(wanted)?;
        return Ok(Box::new(move || portal::open(granted, fps)));
    }
    let id = id.to_owned();
    Ok(Box::new(move || x11::open(&id, fps)))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn list() -> Result<Vec<ScreenInfo>, MediaError> {
    Err(unsupported())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn ask(_: &str, _: f32, _: &dyn Fn() -> bool) -> Result<Open, MediaError> {
    Err(unsupported())
}

#[cfg(not(target_os = "linux"))]
fn unsupported() -> MediaError {
    use crate::{DeviceKind, Fault};

    let why = "this version of Adjourn cannot share screens on this system";
    MediaError::device(DeviceKind::Screen, "", Fault::Failed(why.into()))
}
