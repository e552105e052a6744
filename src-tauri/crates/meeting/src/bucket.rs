//! How often something may be done.

use std::time::Instant;

/// A bucket that holds `burst` tokens and gets `per_second` new ones.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    tokens: f64,
    burst: f64,
    per_second: f64,
    at: Instant,
}

impl Bucket {
    /// A full one.
    pub fn new(now: Instant, burst: u32, per_second: u32) -> Self {
        Self {
            tokens: burst.into(),
            burst: burst.into(),
            per_second: per_second.into(),
            at: now,
        }
    }

    /// Takes a token if there is one.
    pub fn take(&mut self, now: Instant) -> bool {
        self.refill(now);
        let taken = self.tokens >= 1.0;
        if taken {
            self.tokens -= 1.0;
        }
        taken
    }

    /// Takes `amount` tokens and goes into debt for those there are not: `false` when it was in debt before.
    pub fn spend(&mut self, now: Instant, amount: u32) -> bool {
        let solvent = !self.is_in_debt(now);
        self.tokens -= f64::from(amount);
        solvent
    }

    /// Whether more was spent than there was, and has not come back yet.
    pub fn is_in_debt(&mut self, now: Instant) -> bool {
        self.refill(now);
        self.tokens < 0.0
    }

    fn refill(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * self.per_second).min(self.burst);
        self.at = now;
    }

    /// When a token was last asked for.
    pub fn last_asked(&self) -> Instant {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_lets_a_burst_through_and_then_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(start, 3, 2);
        let taken = (0..10).filter(|_| bucket.take(start)).count();
        assert_eq!(taken, 3);
        let later = start + Duration::from_secs(1);
        assert_eq!((0..10).filter(|_| bucket.take(later)).count(), 2);
    }

    #[test]
    fn a_debt_is_paid_back_at_the_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(start, 10, 5);
        assert!(bucket.spend(start, 25), "it was not in debt before");
        assert!(!bucket.spend(start, 0));
        assert!(bucket.is_in_debt(start + Duration::from_millis(2_900)));
        assert!(!bucket.is_in_debt(start + Duration::from_millis(3_100)));
    }
}
