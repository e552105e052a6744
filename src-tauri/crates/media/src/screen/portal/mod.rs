//! Screens of a Wayland session: the desktop asks the person what to share, and gives it through PipeWire.

mod ask;
mod stream;

pub(super) use ask::{Granted, ask};
pub(super) use stream::open;

use super::{ScreenInfo, ScreenKind};
use crate::{DeviceKind, Fault, MediaError};

/// The one thing there is to choose: the desktop asks for the rest.
pub(super) const ID: &str = "portal";

/// Whether this is a Wayland session. Through X11 such a session shows a program little more than its own windows.
pub(super) fn is_needed() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty())
}

pub(super) fn list() -> Vec<ScreenInfo> {
    vec![ScreenInfo {
        id: ID.into(),
        kind: ScreenKind::Portal,
        label: String::new(),
        width: 0,
        height: 0,
        picture: None,
    }]
}

fn failed(why: &impl std::fmt::Display) -> MediaError {
    MediaError::device(DeviceKind::Screen, "", Fault::Failed(why.to_string()))
}
