//! The clock that RTP timestamps of this process are taken from.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// RTP time of `at` in a clock of `rate` Hz. One origin for the whole process, so that a camera or microphone that was
/// closed and opened again continues its stream's timeline instead of starting a second one.
pub(crate) fn rtp_timestamp(at: Instant, rate: u32) -> u32 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    // A frame captured before the first call would be earlier than the origin: start an hour into the clock.
    let since = at + Duration::from_secs(3600) - *ORIGIN.get_or_init(|| at);
    // Truncation is the wrap of RFC 3550.
    (since.as_nanos() * u128::from(rate) / 1_000_000_000) as u32
}
