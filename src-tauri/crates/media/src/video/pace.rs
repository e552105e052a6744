//! The beat of sources that have none of their own.

use std::time::{Duration, Instant};

/// How long closing may have to wait for a sleep between two pictures. A whole interval of them, in each of eight
/// programs that end at once, was a third of what the last of them took.
pub(crate) const GLANCE: Duration = Duration::from_millis(4);

/// Gives the beat to sources that have none of their own.
pub(crate) struct Pace {
    interval: Duration,
    next: Instant,
}

impl Pace {
    pub(crate) fn new(interval: Duration) -> Self {
        Self {
            interval,
            next: Instant::now(),
        }
    }

    /// Sleeps until the next beat, but for `limit` at most; false when the beat is still to come then. Beats missed by
    /// more than one interval are left out, not made up for.
    pub(crate) fn wait_at_most(&mut self, limit: Duration) -> bool {
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
