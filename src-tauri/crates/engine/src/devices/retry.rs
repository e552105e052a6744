//! A sound device that failed by itself is tried again by itself: a driver that was held up, a cable that comes back,
//! another program that lets go. What the person was told stays true until then.

use std::time::{Duration, Instant};

use adjourn_media::{Fault, MediaError};

use super::Kind;

/// The first wait; each next one is twice as long.
const FIRST: Duration = Duration::from_secs(2);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(30);
/// A microphone is tried for about a minute. Nobody expects to be heard again later than that.
const MICROPHONE_ATTEMPTS: u32 = 5;

/// Of one sound device, since it was chosen, switched on or last worked.
#[derive(Default)]
pub(super) struct Retry {
    attempts: u32,
    at: Option<Instant>,
}

impl Retry {
    /// It failed with `error`: notes when to try it again, if that makes sense.
    pub(super) fn failed(&mut self, kind: Kind, error: &MediaError, now: Instant) {
        let MediaError::Device { fault, .. } = error else {
            return;
        };
        // A permission is given by the person; what does not let go of the device is still in our way.
        let heals = !matches!(fault, Fault::Refused | Fault::Stuck);
        let expected = kind != Kind::Microphone || self.attempts < MICROPHONE_ATTEMPTS;
        self.at = (heals && expected).then(|| {
            let wait = FIRST.saturating_mul(2_u32.saturating_pow(self.attempts));
            now + wait.min(LONGEST)
        });
        self.attempts = self.attempts.saturating_add(1);
    }

    /// When to try it.
    pub(super) fn due(&self) -> Option<Instant> {
        self.at
    }

    /// Whether to try it now; true once for each attempt.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        self.at.take_if(|at| *at <= now).is_some()
    }

    /// As if that much time had gone by.
    #[cfg(test)]
    pub(super) fn hasten(&mut self, by: Duration) {
        self.at = self.at.and_then(|at| at.checked_sub(by));
    }

    /// It works, is not wanted any more or is another one.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use adjourn_media::DeviceKind;

    use super::*;

    fn error(fault: Fault) -> MediaError {
        MediaError::Device {
            kind: DeviceKind::Speaker,
            name: "Headset".into(),
            fault,
        }
    }

    /// Lets it fail `times`; the waits in seconds.
    fn waits(kind: Kind, times: usize) -> Vec<u64> {
        let (mut retry, mut now) = (Retry::default(), Instant::now());
        let mut waits = Vec::new();
        for _ in 0..times {
            retry.failed(kind, &error(Fault::Hung), now);
            let Some(due) = retry.due() else { break };
            waits.push((due - now).as_secs());
            assert!(!retry.take(now), "too soon");
            now = due;
            assert!(retry.take(now) && !retry.take(now));
        }
        waits
    }

    #[test]
    fn a_speaker_is_tried_for_as_long_as_it_takes() {
        assert_eq!(waits(Kind::Speaker, 7), [2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn a_microphone_is_tried_for_a_minute() {
        assert_eq!(waits(Kind::Microphone, 7), [2, 4, 8, 16, 30]);
    }

    #[test]
    fn what_only_the_person_can_mend_is_not_tried() {
        for fault in [Fault::Refused, Fault::Stuck] {
            let mut retry = Retry::default();
            retry.failed(Kind::Speaker, &error(fault), Instant::now());
            assert_eq!(retry.due(), None);
        }
    }
}
