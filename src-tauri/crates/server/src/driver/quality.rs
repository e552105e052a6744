//! How everybody's line does, as far as the server sees it.

use std::time::{Duration, Instant};

use adjourn_meeting::ParticipantSid;
use adjourn_signal::{ConnectionQuality, QualityInfo, Response};

use super::Driver;
use super::peer::Peer;
use crate::transport::LineReport;

/// A connected client sends ICE checks at least every 2.5 s; silent for longer, its line is lost for now. With the
/// rhythm of looking at it the others know within 5 s of a pulled cable.
pub(super) const MEDIA_SILENCE: Duration = Duration::from_millis(4_000);

/// So much of the score a lost percent takes (livekit-server, Opus): 2.5 % are good only, 7.5 % poor.
const LOSS_WEIGHT: f32 = 8.0;
/// The lowest score of a line that still carries something (livekit-server `cMinScore`): only silence is lost.
const LOWEST_SCORE: f32 = 30.0;

/// How the two halves of one's line do, each by its last report.
pub struct Measured {
    /// What it sends on.
    pub up: ConnectionQuality,
    /// What it receives on.
    pub down: ConnectionQuality,
}

impl Default for Measured {
    fn default() -> Self {
        Self {
            up: ConnectionQuality::Excellent,
            down: ConnectionQuality::Excellent,
        }
    }
}

impl Measured {
    /// A line is as good as its worse half.
    fn worse(&self) -> ConnectionQuality {
        let rank = |quality: &ConnectionQuality| match quality {
            ConnectionQuality::Lost => 0,
            ConnectionQuality::Poor => 1,
            ConnectionQuality::Good => 2,
            ConnectionQuality::Excellent => 3,
        };
        std::cmp::min_by_key(self.up, self.down, rank)
    }
}

/// What a report says of a line, as livekit-server scores it (a simplified E-model): 100, less what loss and delay
/// take.
pub(super) fn judge(line: &LineReport) -> ConnectionQuality {
    let millis = |time: Duration| time.as_secs_f32() * 1000.0;
    let delay = millis(line.rtt.unwrap_or_default()) / 2.0 + millis(line.jitter) * 2.0;
    let taken_by_delay = match delay > 160.0 {
        true => (delay - 120.0) / 10.0,
        false => delay / 40.0,
    };
    let score = 100.0 - taken_by_delay - line.loss * 100.0 * LOSS_WEIGHT;
    match score.max(LOWEST_SCORE) {
        score if score > 80.0 => ConnectionQuality::Excellent,
        score if score > 40.0 => ConnectionQuality::Good,
        score if score > 20.0 => ConnectionQuality::Poor,
        _ => ConnectionQuality::Lost,
    }
}

impl Driver {
    /// Tells everybody whose line has changed.
    pub(super) fn keep_quality(&mut self, now: Instant) {
        let mut changed = Vec::new();
        for peer in self.peers.values_mut() {
            let silent = peer.connected && now >= peer.media_heard + MEDIA_SILENCE;
            let quality = if silent {
                ConnectionQuality::Lost
            } else {
                peer.measured.worse()
            };
            if quality != peer.quality {
                peer.quality = quality;
                if self
                    .room
                    .member(&peer.sid)
                    .is_some_and(|member| !member.hidden)
                {
                    changed.push(quality_info(peer));
                }
            }
        }
        if !changed.is_empty() {
            self.tell_all(&Response::ConnectionQuality(changed));
        }
    }

    /// Tells the others how the line of one does.
    pub(super) fn tell_quality(&self, sid: &ParticipantSid) {
        let peer = self.by_sid.get(sid).and_then(|id| self.peers.get(id));
        let member = self.room.member(sid).filter(|member| !member.hidden);
        if let Some((peer, _)) = peer.zip(member) {
            let told = Response::ConnectionQuality(vec![quality_info(peer)]);
            self.tell_all_but(Some(sid), &told);
        }
    }

    /// Tells one who has just come, or come back, how the lines of all do.
    pub(super) fn tell_qualities(&self, sid: &ParticipantSid) {
        let visible = |peer: &&Peer| {
            self.room
                .member(&peer.sid)
                .is_some_and(|member| !member.hidden)
        };
        let held = self.room.members().filter(|member| {
            // Its owner has not come back since a restart.
            !member.hidden && !self.by_sid.contains_key(&member.sid)
        });
        let held = held.map(|member| told(&member.sid, ConnectionQuality::Lost));
        let peers = self.peers.values().filter(visible).map(quality_info);
        let all: Vec<_> = peers.chain(held).collect();
        let peer = self.by_sid.get(sid).and_then(|id| self.peers.get(id));
        if let Some(peer) = peer.filter(|_| !all.is_empty()) {
            peer.send(&Response::ConnectionQuality(all));
        }
    }
}

fn quality_info(peer: &Peer) -> QualityInfo {
    told(&peer.sid, peer.quality)
}

/// LiveKit's scores: above 80 excellent, above 40 good, above 20 poor.
fn told(sid: &ParticipantSid, quality: ConnectionQuality) -> QualityInfo {
    let score = match quality {
        ConnectionQuality::Excellent => 95.0,
        ConnectionQuality::Good => 60.0,
        ConnectionQuality::Poor => 30.0,
        ConnectionQuality::Lost => 0.0,
    };
    QualityInfo {
        sid: sid.clone(),
        quality,
        score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(loss: f32, rtt: u64, jitter: u64) -> ConnectionQuality {
        judge(&LineReport {
            loss,
            rtt: Some(Duration::from_millis(rtt)),
            jitter: Duration::from_millis(jitter),
        })
    }

    #[test]
    fn loss_round_trip_and_jitter_each_take_from_the_score() {
        use ConnectionQuality::{Excellent, Good, Poor};
        assert_eq!(line(0.0, 20, 2), Excellent);
        assert_eq!(line(0.02, 100, 5), Excellent);
        assert_eq!(line(0.03, 20, 2), Good, "3 % are lost");
        assert_eq!(line(0.0, 700, 2), Good, "the round trip is 700 ms");
        assert_eq!(
            line(0.0, 20, 170),
            Good,
            "packets come 170 ms apart from their time"
        );
        assert_eq!(line(0.08, 20, 2), Poor, "8 % are lost");
        assert_eq!(line(0.05, 600, 50), Poor, "a little of everything");
        assert_eq!(
            line(1.0, 5_000, 500),
            Poor,
            "what still says something is not lost"
        );
    }

    #[test]
    fn a_line_is_as_good_as_its_worse_half() {
        use ConnectionQuality::{Excellent, Good, Poor};
        for (up, down, worse) in [
            (Poor, Excellent, Poor),
            (Excellent, Poor, Poor),
            (Good, Poor, Poor),
            (Excellent, Excellent, Excellent),
        ] {
            assert_eq!(Measured { up, down }.worse(), worse);
        }
    }
}
