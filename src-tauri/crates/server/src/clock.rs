//! The wall clock: tokens count by it, and it may be set while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock that tokens are judged by: the computer's. A test sets it forward; clones are the same clock.
#[derive(Clone, Debug, Default)]
pub struct WallClock {
    ahead_ms: Arc<AtomicU64>,
}

impl WallClock {
    /// Now, in Unix milliseconds.
    pub fn unix_ms(&self) -> u64 {
        unix_ms().saturating_add(self.ahead_ms.load(Ordering::Relaxed))
    }

    /// Sets it forward, as a computer's clock jumps when it is corrected or wakes from sleep.
    pub fn jump(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.ahead_ms.fetch_add(by, Ordering::Relaxed);
    }
}

/// Now by the computer's clock, in Unix milliseconds.
pub fn unix_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
