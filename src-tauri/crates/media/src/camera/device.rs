//! Real cameras: nokhwa, and below the same trait the platform's own interface where nokhwa cannot.

use crate::video::{Opened, Wanted};
use crate::{DeviceInfo, MediaError};

/// Opens the camera `id`, or the first one.
#[cfg(target_os = "linux")]
pub(super) fn open(id: Option<&str>, wanted: Wanted) -> Result<Opened, MediaError> {
    use super::{choice, nokhwa, v4l};

    let camera = v4l::find(id)?;
    let offer = choice::nearest(&camera.offers()?, wanted)
        .ok_or_else(|| camera.failed("it offers no format that is known here"))?;
    // nokhwa holds whole frame rates only, and refuses every open while the device's interval is fractional.
    let opened = match offer.interval {
        Some((1, fps)) => nokhwa::open_exactly(camera.index(), &camera.name, offer, fps),
        _ => Err("the frame rate is not a whole number".to_owned()),
    };
    opened.or_else(|why| {
        tracing::debug!(%why, "nokhwa cannot open the camera, V4L2 is asked directly");
        v4l::open(&camera, offer)
    })
}

#[cfg(target_os = "linux")]
pub(super) fn list() -> Vec<DeviceInfo> {
    super::v4l::list()
}

/// Opens the camera `id`, or the first one.
#[cfg(not(target_os = "linux"))]
pub(super) fn open(id: Option<&str>, wanted: Wanted) -> Result<Opened, MediaError> {
    super::nokhwa::open_nearest(id, wanted)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn list() -> Vec<DeviceInfo> {
    super::nokhwa::list()
}
