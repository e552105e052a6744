//! How late packets come, and how long to wait for them.

use std::time::Duration;

/// First wait, before anything is measured; with the packet's own 20 ms a delay of 40 ms.
const START: f32 = 20.0;
/// With the packet's own 20 ms the delay is never under 20 ms nor above 500 ms.
const MAX: f32 = 480.0;
/// This share of packets shall come in time.
const IN_TIME: f32 = 0.97;
/// Per packet; 0.995 forgets half in 2.8 s at 50 packets a second.
const FORGET: f32 = 0.995;
/// While so few packets were seen the wait is not under the start: a second.
const FEW: i32 = 50;
/// The copy of a lost packet comes with the next one, 20 ms later: where packets get lost, waiting for it pays.
const FEC_WAIT: f32 = 30.0;
/// Losses count for so long.
const LOSSY: Duration = Duration::from_secs(10);
/// Width of a step of the histogram, ms.
const STEP: f32 = 5.0;
/// Steps of the histogram: up to 600 ms.
const STEPS: usize = 120;
/// Sound is asked for in pieces of 10 ms: a packet that comes while one is made waits for the next.
const GRAIN: f32 = 10.0;
/// A packet that came too late raises the wait by at most so much, ms: one hiccup is not the network's habit, and a
/// burst of late packets raises it several times.
const GROW: f32 = 20.0;
/// Per packet the wait shrinks by this share of what is too much, and by this at least, ms (10 ms a second).
const SHRINK: (f32, f32) = (0.004, 0.2);
/// The fastest packets of the last one to two of these set the zero. Long enough to see an undelayed one, short enough
/// to follow clocks that drift by 100 ppm (1 ms in 10 s).
const WINDOW: Duration = Duration::from_secs(5);
/// A transit time this far off is another clock, not a delay, ms.
const OTHER_CLOCK: f64 = 1000.0;

/// Measures in milliseconds of transit time: arrival minus timestamp, of which only differences mean anything.
pub(super) struct Delay {
    /// Smallest transit of this window and of the one before.
    fastest: [f64; 2],
    window_ends: Duration,
    histogram: [f32; STEPS],
    wait: f32,
    lossy_until: Duration,
}

impl Delay {
    pub(super) fn new() -> Self {
        let (window_ends, lossy_until) = (Duration::ZERO, Duration::ZERO);
        Self {
            fastest: [f64::INFINITY; 2],
            window_ends,
            histogram: [0.0; STEPS],
            wait: START,
            lossy_until,
        }
    }

    /// Takes a packet's transit time into account. False when it cannot belong to the same clock: start anew.
    pub(super) fn packet(&mut self, now: Duration, transit: f64) -> bool {
        if let Some(base) = self
            .base()
            .filter(|base| (transit - base).abs() > OTHER_CLOCK)
        {
            tracing::debug!(jump_ms = transit - base, "a sound stream changed its clock");
            return false;
        }
        if now >= self.window_ends {
            self.fastest = [
                f64::INFINITY,
                if self.fastest[0].is_finite() {
                    self.fastest[0]
                } else {
                    self.fastest[1]
                },
            ];
            self.window_ends = now + WINDOW;
        }
        self.fastest[0] = self.fastest[0].min(transit);

        let late = self.base().map_or(0.0, |base| (transit - base) as f32);
        for share in &mut self.histogram {
            *share *= FORGET;
        }
        self.histogram[((late / STEP) as usize).min(STEPS - 1)] += 1.0 - FORGET;
        let enough = self.enough(now);
        if enough > self.wait {
            self.wait = enough;
        } else {
            self.wait = (self.wait - SHRINK.1.max((self.wait - enough) * SHRINK.0)).max(enough);
        }
        true
    }

    /// A packet came after it was due: wait longer from now on.
    pub(super) fn too_late(&mut self, transit: f64) {
        let late = self.base().map_or(0.0, |base| (transit - base) as f32);
        self.wait = self.wait.max((late + GRAIN).min(self.wait + GROW)).min(MAX);
    }

    /// A packet did not come at all.
    pub(super) fn lost(&mut self, now: Duration) {
        self.lossy_until = now + LOSSY;
    }

    /// Another clock, the same network: the zero is forgotten, the wait stays.
    pub(super) fn restart(&mut self) {
        self.fastest = [f64::INFINITY; 2];
        self.window_ends = Duration::ZERO;
    }

    /// Transit of an undelayed packet, ms. `None` before the first.
    pub(super) fn base(&self) -> Option<f64> {
        let base = self.fastest[0].min(self.fastest[1]);
        base.is_finite().then_some(base)
    }

    /// How long after its undelayed arrival a packet is due, ms.
    pub(super) fn wait(&self) -> f32 {
        self.wait
    }

    /// The wait with which `IN_TIME` of the packets seen come in time.
    fn enough(&self, now: Duration) -> f32 {
        let seen: f32 = self.histogram.iter().sum();
        let mut covered = 0.0;
        let steps = self.histogram.iter().position(|share| {
            covered += share;
            covered >= seen * IN_TIME
        });
        let measured = steps.unwrap_or(STEPS - 1) as f32 * STEP + GRAIN;
        let few = if seen < 1.0 - FORGET.powi(FEW) {
            START
        } else {
            0.0
        };
        let lossy = if now < self.lossy_until {
            FEC_WAIT
        } else {
            0.0
        };
        measured.max(few).max(lossy).min(MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 50 packets a second for `seconds`, each `late(index)` ms late; returns the wait at the end.
    fn run(delay: &mut Delay, seconds: u32, from: u32, late: impl Fn(u32) -> f64) -> f32 {
        for index in from..from + seconds * 50 {
            let late = late(index);
            let now = Duration::from_millis(u64::from(index) * 20)
                + Duration::from_secs_f64(late / 1000.0);
            assert!(delay.packet(now, 1234.0 + late));
        }
        delay.wait()
    }

    #[test]
    fn a_quiet_network_ends_at_a_short_wait_and_a_jittery_one_covers_its_jitter() {
        let mut delay = Delay::new();
        assert!(run(&mut delay, 10, 0, |_| 0.0) <= GRAIN);
        let wait = run(&mut delay, 10, 500, |index| f64::from(index * 7919 % 60));
        assert!((55.0..80.0).contains(&wait), "{wait} ms");
        let wait = run(&mut delay, 60, 1000, |_| 0.0);
        assert!(wait < 20.0, "{wait} ms");
    }

    #[test]
    fn the_wait_grows_with_every_late_packet_and_is_bounded() {
        let mut delay = Delay::new();
        let quiet = run(&mut delay, 2, 0, |_| 0.0);
        delay.too_late(1234.0 + 150.0);
        assert_eq!(delay.wait(), quiet + GROW);
        for _ in 0..10 {
            delay.too_late(1234.0 + 150.0);
        }
        assert_eq!(delay.wait(), 150.0 + GRAIN);
        for _ in 0..50 {
            delay.too_late(1234.0 + 900.0);
        }
        assert_eq!(delay.wait(), MAX);
    }

    #[test]
    fn drifting_clocks_are_followed() {
        let mut delay = Delay::new();
        // 200 ppm: a second in 5000 s; for ten minutes.
        let wait = run(&mut delay, 600, 0, |index| f64::from(index) * 20.0 * 200e-6);
        assert!(wait <= 20.0, "{wait} ms");
        let base = delay.base().unwrap() - 1234.0;
        assert!((base - 120.0).abs() < 3.0, "{base} ms");
    }

    #[test]
    fn another_clock_is_noticed() {
        let mut delay = Delay::new();
        run(&mut delay, 1, 0, |_| 0.0);
        assert!(!delay.packet(Duration::from_secs(1), 9999.0));
        delay.restart();
        assert!(delay.packet(Duration::from_secs(1), 9999.0));
    }
}
