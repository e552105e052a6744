//! Looking after an open device: is it still there, and still the default? PulseAudio moves every stream from the old
//! default to the new one without a word, also one that was meant for that device; PipeWire moves none of ours.

use super::Health;
use super::system::{Place, look};
use crate::DeviceKind;
use ::cpal::DeviceId;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often the system is asked: three short questions over a socket.
const EVERY: Duration = Duration::from_secs(1);
/// Longest wait for the answer. A system that takes longer is not asked again.
const LIMIT: Duration = Duration::from_secs(1);

/// Returns when the other end of `held` is dropped; says in `health` meanwhile that the device went, or that it is no
/// longer the default, which it was or was opened as.
pub(super) fn until_dropped(
    held: &Receiver<()>,
    kind: DeviceKind,
    is_default: bool,
    id: Option<DeviceId>,
    health: &Health,
) {
    let (mut id, mut was_default) = (id, is_default);
    loop {
        match held.recv_timeout(EVERY) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
        let Some(open) = &id else { continue };
        let asked = open.clone();
        let answer = crate::bounded::call("sound-look", LIMIT, move || look(kind, &asked));
        match answer {
            Some(Place::Gone) => health.failed.store(true, Ordering::Relaxed),
            Some(Place::NotDefault) if was_default => health.moved.store(true, Ordering::Relaxed),
            Some(Place::Default) => {
                was_default = true;
                continue;
            }
            Some(Place::NotDefault | Place::Unknown) => continue,
            None => {}
        }
        id = None;
    }
}
