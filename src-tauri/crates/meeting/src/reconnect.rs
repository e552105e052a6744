//! When to try again: full jitter, so that a room that lost its server does not come back in one blow.

use std::time::{Duration, Instant};

use crate::AwayRule;

/// How long a lost connection may stay lost before it is the end of the session, where no rule says anything else.
pub const RECONNECT_LIMIT: Duration = Duration::from_secs(30);

/// Longest time a server may have its guests wait for a host that is away.
const AWAY_LIMIT: Duration = Duration::from_secs(3600);

/// Upper bound of the first wait; each further one is twice as long.
const BASE: Duration = Duration::from_millis(250);
/// Upper bound of every wait.
const CAP: Duration = Duration::from_secs(5);

/// How long a lost connection may stay lost in a meeting of that rule: as long as the meeting waits for its host.
pub(crate) fn reconnect_limit(rule: Option<AwayRule>) -> Duration {
    let outage = rule.and_then(AwayRule::outage);
    outage.map_or(RECONNECT_LIMIT, |outage| outage.min(AWAY_LIMIT))
}

/// Waits between attempts: each is uniform between nothing and a bound that doubles up to [`CAP`]
/// ("full jitter", Brooker, "Exponential Backoff And Jitter", AWS 2015: least work for the server of the ways compared).
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    attempt: u32,
}

impl Backoff {
    pub(crate) fn new() -> Self {
        Self { attempt: 0 }
    }

    /// When to try next.
    pub(crate) fn next(&mut self, now: Instant, random: &mut Random) -> Instant {
        let bound = BASE
            .saturating_mul(1_u32.checked_shl(self.attempt).unwrap_or(u32::MAX))
            .min(CAP);
        self.attempt = (self.attempt + 1).min(31);
        now + bound.mul_f64(random.unit())
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): good enough to spread attempts, and a test can seed it.
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Uniform in `[0, 1)`.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_cap_and_differ_between_people() {
        let now = Instant::now();
        let (mut ana, mut bo) = (Random(1), Random(2));
        let (mut first, mut second) = (Backoff::new(), Backoff::new());
        let waits: Vec<_> = (0..40)
            .map(|_| {
                (
                    first.next(now, &mut ana) - now,
                    second.next(now, &mut bo) - now,
                )
            })
            .collect();
        assert!(
            waits[0].0 <= BASE && waits[0].1 <= BASE,
            "the first try comes at once"
        );
        assert!(waits.iter().all(|(a, b)| *a <= CAP && *b <= CAP));
        assert!(
            waits[10..].iter().any(|(a, _)| *a > CAP / 2),
            "later ones wait"
        );
        assert!(waits.iter().all(|(a, b)| a != b));
    }
}
