//! How a connection's line does, from what str0m reports of it and of each stream in it.

use std::collections::HashMap;
use std::time::Duration;

use str0m::media::{Mid, Rid};
use str0m::stats::{MediaEgressStats, MediaIngressStats, PeerStats};

/// Units of an RTP timestamp in a second, of Opus.
const SOUND_CLOCK: f64 = 48_000.0;

/// How a line was over the last interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineReport {
    /// Share of packets lost, 0 to 1.
    pub loss: f32,
    /// Round trip time.
    pub rtt: Option<Duration>,
    /// How much the times between packets vary, of sound: the packets of a picture come in bursts on the best line.
    pub jitter: Duration,
}

/// A stream in one direction.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Stream {
    mid: Mid,
    rid: Option<Rid>,
    sent: bool,
}

/// Gathers the reports of one moment: first that of the connection, then one for each stream.
#[derive(Default)]
pub(super) struct Reports {
    now: Option<Gathered>,
    /// How many packets each stream had carried the last time. One section is two streams at most, or the layers of one.
    carried: HashMap<Stream, u64>,
}

/// What has been gathered of this moment.
#[derive(Default)]
struct Gathered {
    line: LineReport,
    packets: f64,
    lost: f64,
}

impl Reports {
    pub(super) fn connection(&mut self, stats: &PeerStats) {
        let loss = [stats.egress_loss_fraction, stats.ingress_loss_fraction];
        let line = LineReport {
            loss: loss.into_iter().flatten().fold(0.0, f32::max),
            rtt: stats.rtt,
            jitter: Duration::ZERO,
        };
        self.now = Some(Gathered {
            line,
            ..Gathered::default()
        });
    }

    /// What the other end says of a stream we send.
    pub(super) fn sent(&mut self, stats: &MediaEgressStats, is_video: bool) {
        let stream = Stream {
            mid: stats.mid,
            rid: stats.rid,
            sent: true,
        };
        let jitter = stats.remote.as_ref().map_or(0, |remote| remote.jitter);
        let jitter = if is_video { 0 } else { jitter };
        self.stream(stream, stats.packets, stats.loss, stats.rtt, jitter);
    }

    /// What we see of a stream that comes in.
    pub(super) fn received(&mut self, stats: &MediaIngressStats, is_video: bool) {
        let stream = Stream {
            mid: stats.mid,
            rid: stats.rid,
            sent: false,
        };
        let jitter = if is_video { 0 } else { stats.jitter };
        self.stream(stream, stats.packets, stats.loss, stats.rtt, jitter);
    }

    fn stream(
        &mut self,
        stream: Stream,
        packets: u64,
        loss: Option<f32>,
        rtt: Option<Duration>,
        jitter: u32,
    ) {
        let before = self.carried.insert(stream, packets).unwrap_or(0);
        let (Some(now), Some(loss)) = (&mut self.now, loss) else {
            return;
        };
        // What it lost while it carried something is no news of a line it does not use now.
        let carried = packets.saturating_sub(before) as f64;
        if carried == 0.0 {
            return;
        }
        now.packets += carried;
        now.lost += carried * f64::from(loss);
        now.line.rtt = now.line.rtt.max(rtt);
        let jitter = Duration::from_secs_f64(f64::from(jitter) / SOUND_CLOCK);
        now.line.jitter = now.line.jitter.max(jitter);
    }

    /// The report, when all of it has come.
    pub(super) fn take(&mut self) -> Option<LineReport> {
        let Gathered {
            mut line,
            packets,
            lost,
        } = self.now.take()?;
        if packets > 0.0 {
            line.loss = line.loss.max((lost / packets) as f32);
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "a";
    const PICTURE: &str = "v";

    fn stream(mid: &str) -> Stream {
        Stream {
            mid: mid.into(),
            rid: None,
            sent: false,
        }
    }

    fn begin(reports: &mut Reports) {
        reports.now = Some(Gathered::default());
    }

    #[test]
    fn loss_is_that_of_all_packets_and_the_largest_round_trip_and_jitter_count() {
        let mut reports = Reports::default();
        assert_eq!(reports.take(), None, "nothing was reported");
        begin(&mut reports);
        let rtt = |millis| Some(Duration::from_millis(millis));
        reports.stream(stream(SOUND), 100, Some(0.1), rtt(80), 480);
        reports.stream(stream(PICTURE), 900, Some(0.0), rtt(90), 0);
        let report = reports.take().expect("is there");
        assert!((report.loss - 0.01).abs() < 0.001, "{report:?}");
        assert_eq!(report.rtt, rtt(90));
        assert_eq!(report.jitter, Duration::from_millis(10));
        assert_eq!(reports.take(), None, "it is reported once");
    }

    #[test]
    fn a_stream_that_carries_nothing_now_says_nothing_of_the_line() {
        let mut reports = Reports::default();
        for (packets, loss) in [(100, 0.5), (100, 0.0)] {
            begin(&mut reports);
            reports.stream(stream(SOUND), packets, Some(0.5), None, 0);
            let report = reports.take().expect("is there");
            assert!((report.loss - loss).abs() < 0.001, "{report:?}");
        }
    }
}
