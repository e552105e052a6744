//! How everybody's line does, as far as the server sees it.

use std::time::{Duration, Instant};

use adjourn_meeting::ParticipantSid;
use adjourn_signal::{ConnectionQuality, QualityInfo, Response};

use super::Driver;
use super::peer::Peer;

/// A connected client sends ICE checks at least every 2.5 s; silent for longer, its line is lost for now. With the
/// rhythm of looking at it the others know within 5 s of a pulled cable.
pub(super) const MEDIA_SILENCE: Duration = Duration::from_millis(4_000);

/// What a report of the client's says of its line: the share of lost packets, and the round trip.
pub(super) fn judge(loss: f32, rtt: Option<Duration>) -> ConnectionQuality {
    let slow = rtt.is_some_and(|rtt| rtt.as_millis() > 400);
    match loss {
        loss if loss > 0.15 => ConnectionQuality::Poor,
        loss if loss > 0.03 || slow => ConnectionQuality::Good,
        _ => ConnectionQuality::Excellent,
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
                peer.measured
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
