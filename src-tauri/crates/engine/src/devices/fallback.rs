//! When the microphone or the speaker is not there, or not there any more: the system's default takes its place, and the
//! person is told.

use std::time::{Duration, Instant};

use adjourn_media::{Fault, MediaError};
use adjourn_meeting::ErrorCode;

use super::Kind;
use crate::Problem;

/// A default that goes again sooner than this is not followed once more.
const TIRED: Duration = Duration::from_secs(10);

/// Of one sound device, since it was chosen or a meeting began.
#[derive(Default)]
pub(super) struct Fallback {
    on_default: bool,
    at: Option<Instant>,
    untold: bool,
    switching: bool,
}

impl Fallback {
    /// Whether the system's default is in use instead of the chosen device.
    pub(super) fn on_default(&self) -> bool {
        self.on_default
    }

    /// Whether another device is being opened in the middle of a sentence.
    pub(super) fn is_switching(&self) -> bool {
        self.switching
    }

    /// Another device will be opened at once.
    pub(super) fn switch(&mut self) {
        self.switching = true;
    }

    /// Whether to open the default device after `error`, of a device that `was_chosen` or of the default itself.
    pub(super) fn take(&mut self, was_chosen: bool, error: &MediaError, now: Instant) -> bool {
        self.switching = false;
        let MediaError::Device { fault, .. } = error else {
            return false;
        };
        let taken = if was_chosen && !self.on_default {
            matches!(fault, Fault::Missing | Fault::Lost | Fault::Hung)
        } else {
            let fresh = |at| now.saturating_duration_since(at) > TIRED;
            *fault == Fault::Lost && self.at.is_none_or(fresh)
        };
        if taken {
            self.on_default = true;
            self.at = Some(now);
        }
        self.untold = taken;
        self.switching = taken;
        taken
    }

    /// A device is open: what the person has to know of it, once.
    pub(super) fn opened(&mut self, kind: Kind) -> Option<Problem> {
        self.switching = false;
        std::mem::take(&mut self.untold).then(|| replaced(kind))
    }
}

fn replaced(kind: Kind) -> Problem {
    let (code, what) = match kind {
        Kind::Speaker => (ErrorCode::SpeakerReplaced, "speaker"),
        _ => (ErrorCode::MicrophoneReplaced, "microphone"),
    };
    let message = format!(
        "The {what} is gone, so the system’s default is in use. Choose another one if you like."
    );
    Problem { code, message }
}

#[cfg(test)]
mod tests {
    use adjourn_media::DeviceKind;

    use super::*;

    fn error(fault: Fault) -> MediaError {
        MediaError::Device {
            kind: DeviceKind::Microphone,
            name: "Headset".into(),
            fault,
        }
    }

    #[test]
    fn a_chosen_device_that_goes_is_replaced_once_and_told_when_the_default_is_open() {
        let (mut fallback, now) = (Fallback::default(), Instant::now());
        assert!(fallback.take(true, &error(Fault::Lost), now));
        assert!(fallback.on_default());
        let told = fallback.opened(Kind::Microphone).map(|told| told.code);
        assert_eq!(told, Some(ErrorCode::MicrophoneReplaced));
        assert_eq!(fallback.opened(Kind::Microphone), None);
        assert!(!fallback.take(true, &error(Fault::Missing), now));
        assert!(!fallback.is_switching());
    }

    #[test]
    fn a_default_that_goes_again_and_again_is_left_alone() {
        let (mut fallback, now) = (Fallback::default(), Instant::now());
        assert!(fallback.take(false, &error(Fault::Lost), now));
        let soon = now + Duration::from_secs(3);
        assert!(!fallback.take(false, &error(Fault::Lost), soon));
        let later = now + Duration::from_secs(60);
        assert!(fallback.take(false, &error(Fault::Lost), later));
    }

    #[test]
    fn what_another_program_holds_or_the_system_refuses_is_not_replaced() {
        for fault in [Fault::Busy, Fault::Refused, Fault::Failed("no".into())] {
            assert!(!Fallback::default().take(true, &error(fault), Instant::now()));
        }
    }
}
