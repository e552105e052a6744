//! The test card as a camera.

use super::{Opened, PictureSource, Wanted};
use crate::test_card::TestCard;
use crate::{I420, MediaError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Pictures per second.
const FPS: u32 = 30;
/// How long closing may have to wait for a sleep between two pictures. A whole interval of them, in each of eight
/// programs that end at once, was a third of what the last of them took.
pub(super) const GLANCE: Duration = Duration::from_millis(4);

pub(super) fn open(wanted: Wanted) -> Opened {
    let source = CardCamera {
        card: TestCard::new(wanted.width, wanted.height),
        pace: Pace::new(Duration::from_secs(1) / FPS),
    };
    Opened {
        source: Box::new(source),
        label: "Test card".into(),
        fps: Some(FPS as f32),
    }
}

struct CardCamera {
    card: TestCard,
    pace: Pace,
}

impl PictureSource for CardCamera {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        if !self.pace.wait_at_most(GLANCE) {
            return Ok(None);
        }
        let (now, clock) = (Instant::now(), SystemTime::now());
        // A clock before 1970 is shown as 1970.
        let unix_ms = clock
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_millis() as u64);
        self.card.draw(unix_ms, picture);
        Ok(Some(now))
    }
}

/// Gives the beat to sources that have none of their own.
pub(super) struct Pace {
    interval: Duration,
    next: Instant,
}

impl Pace {
    pub(super) fn new(interval: Duration) -> Self {
        Self {
            interval,
            next: Instant::now(),
        }
    }

    /// Sleeps until the next beat, but for `limit` at most; false when the beat is still to come then. Beats missed by
    /// more than one interval are left out, not made up for.
    pub(super) fn wait_at_most(&mut self, limit: Duration) -> bool {
        let now = Instant::now();
        let ahead = self.next.saturating_duration_since(now);
        std::thread::sleep(ahead.min(limit));
        if ahead > limit {
            return false;
        }
        if now > self.next + self.interval {
            self.next = now;
        }
        self.next += self.interval;
        true
    }
}
