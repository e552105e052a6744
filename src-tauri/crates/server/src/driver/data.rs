//! Data packets: who may send them, to whom they go, and what waits for a full channel.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use adjourn_meeting::{Bucket, ParticipantId, TALK_RATE, clean_text};
use adjourn_signal::{DataPacket, MAX_TALK_BYTES, PayloadKind, TextPiece};
use bytes::Bytes;

use super::Driver;
use super::peer::Peer;
use crate::transport::DataKind;

/// Reliable data that waits for one participant; beyond it packets are lost to that participant. What waits
/// for several is held once.
const MAX_WAITING_BYTES: usize = 16 * 1024 * 1024;
/// The same in packets.
const MAX_WAITING: usize = 16_384;
/// When so much waits for anybody, its sender is slowed down until it is half as much.
const SLOW_DOWN_BYTES: usize = 2 * 1024 * 1024;
/// Who takes nothing for so long does not slow anybody down.
const STUCK: Duration = Duration::from_secs(3);
/// Longest packet that is passed on. SDKs keep theirs to 15 KiB and cut files into such.
const MAX_PACKET_BYTES: usize = 64 * 1024;
/// First octets of DTLS records (RFC 7983), which carry the data channels.
const DTLS: std::ops::RangeInclusive<u8> = 20..=63;

/// Reliable packets that wait for their channel to open or to have room.
#[derive(Debug, Default)]
pub struct DataQueue {
    packets: VecDeque<Bytes>,
    bytes: usize,
    /// When a packet last went out or the queue was empty.
    progress: Option<Instant>,
    /// Its own packets are too much for somebody.
    slowed_down: bool,
}

/// What one participant may send in data channels, chat and files and all else, at once and per second: in packets,
/// several times what a game or a remote control sends, and in KiB: a file goes at 15 MiB/s. A hundred people are sent each.
const PACKETS: (u32, u32) = (2_000, 1_000);
/// See above.
const KIBIBYTES: (u32, u32) = (32 * 1024, 16 * 1024);

/// What one participant may still send, whatever it is.
#[derive(Debug)]
struct Allowance {
    packets: Bucket,
    kibibytes: Bucket,
}

impl Allowance {
    fn new(now: Instant) -> Self {
        Self {
            packets: Bucket::new(now, PACKETS.0, PACKETS.1),
            kibibytes: Bucket::new(now, KIBIBYTES.0, KIBIBYTES.1),
        }
    }

    /// Takes what a packet costs; `false` when too much was sent before it.
    fn spend(&mut self, now: Instant, bytes: usize) -> bool {
        let kibibytes = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        // Both are spent, whichever of them says no.
        self.packets.spend(now, 1) & self.kibibytes.spend(now, kibibytes)
    }

    fn is_spent(&mut self, now: Instant) -> bool {
        self.packets.is_in_debt(now) || self.kibibytes.is_in_debt(now)
    }
}

/// How much one participant may still say. What is too much or not fit to be said is dropped.
#[derive(Debug)]
pub struct Voice {
    messages: Bucket,
    /// The same messages, in the other form in which they come.
    streams: Bucket,
    reactions: Bucket,
    allowance: Allowance,
}

impl Voice {
    /// Of somebody who has said nothing yet.
    pub fn new(now: Instant) -> Self {
        let (burst, per_second) = TALK_RATE;
        let bucket = Bucket::new(now, burst, per_second);
        Self {
            messages: bucket,
            streams: bucket,
            reactions: bucket,
            allowance: Allowance::new(now),
        }
    }

    /// Whether a packet may be passed on for what it is. Data that are no chat and no reaction may.
    fn may_say(&mut self, now: Instant, packet: &DataPacket) -> bool {
        match packet.kind() {
            PayloadKind::Chat => {
                let said = packet.chat();
                let fits =
                    said.is_some_and(|chat| chat.deleted || clean_text(&chat.message).is_some());
                fits && self.messages.take(now)
            }
            PayloadKind::StreamHeader => match packet.text_piece() {
                Some(TextPiece::Header {
                    chat: true,
                    total,
                    inline,
                    ..
                }) => {
                    let length = inline.map_or(total, |content| Some(content.len() as u64));
                    length.is_none_or(|length| length <= MAX_TALK_BYTES as u64)
                        && self.streams.take(now)
                }
                _ => true,
            },
            PayloadKind::User if packet.is_on_reaction_topic() => {
                packet.reaction().is_some() && self.reactions.take(now)
            }
            _ => true,
        }
    }
}

impl DataQueue {
    fn push(&mut self, now: Instant, packet: Bytes) {
        if self.packets.len() >= MAX_WAITING || self.bytes + packet.len() > MAX_WAITING_BYTES {
            tracing::debug!("a participant does not read its data; a packet is dropped");
            return;
        }
        if self.packets.is_empty() {
            self.progress = Some(now);
        }
        self.bytes += packet.len();
        self.packets.push_back(packet);
    }

    fn is_behind(&self, now: Instant, bytes: usize) -> bool {
        self.bytes > bytes && self.progress.is_some_and(|at| now < at + STUCK)
    }

    /// Whether a datagram is to be thrown away although it is in order: SCTP then slows down and sends it
    /// again. There is no other way to make a sender wait for its receivers.
    pub(super) fn is_unwelcome(&self, datagram: &[u8]) -> bool {
        self.slowed_down && datagram.first().is_some_and(|octet| DTLS.contains(octet))
    }
}

impl Peer {
    /// Sends one packet, or lets it wait if it is reliable and there is no room.
    fn send_data(&mut self, now: Instant, kind: DataKind, packet: &Bytes) {
        self.subscriber_dirty = true;
        match kind {
            DataKind::Lossy => {
                if !self.subscriber.transport().write_data(kind, packet) {
                    tracing::trace!("a lossy packet was lost to a full channel");
                }
            }
            DataKind::Reliable => {
                self.data.push(now, packet.clone());
                self.flush_data(now);
            }
        }
    }

    /// Sends what waits, as far as there is room.
    pub(super) fn flush_data(&mut self, now: Instant) {
        while let Some(packet) = self.data.packets.front() {
            if !self
                .subscriber
                .transport()
                .write_data(DataKind::Reliable, packet)
            {
                return;
            }
            self.data.progress = Some(now);
            self.data.bytes -= packet.len();
            self.data.packets.pop_front();
            self.subscriber_dirty = true;
        }
    }
}

impl Driver {
    /// A packet of a participant's.
    pub(super) fn data(&mut self, now: Instant, id: u32, kind: DataKind, bytes: &[u8]) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        if !peer.claims.grants.can_publish_data || bytes.len() > MAX_PACKET_BYTES {
            return;
        }
        if !peer.voice.allowance.spend(now, bytes.len()) {
            match kind {
                DataKind::Lossy => {
                    tracing::trace!(peer = id, "too much data: a lossy packet is dropped");
                    return;
                }
                // A part of a file would be missing. It is passed on, and what comes behind it has to wait.
                DataKind::Reliable => {
                    tracing::debug!(peer = id, "too much data: the sender is slowed down");
                    peer.data.slowed_down = true;
                }
            }
        }
        let Ok(mut packet) = DataPacket::decode(bytes) else {
            return;
        };
        if packet.kind() == PayloadKind::Speaker {
            return; // servers of long ago sent this; no client may
        }
        packet.reliable = kind == DataKind::Reliable;
        if packet.reliable && packet.sequence != 0 {
            // Sent again after a resume: the others have it.
            if packet.sequence <= peer.last_reliable {
                return;
            }
            peer.last_reliable = packet.sequence;
        }
        if !peer.voice.may_say(now, &packet) {
            tracing::debug!(peer = id, "too much was said, or what cannot be shown");
            return;
        }
        packet.sender = peer.claims.identity.clone();
        packet.sender_sid = peer.sid.clone();
        self.send_packet(Some(id), &packet);
        if packet.reliable
            && self.is_anybody_behind(now, SLOW_DOWN_BYTES)
            && let Some(peer) = self.peers.get_mut(&id)
        {
            peer.data.slowed_down = true;
        }
    }

    /// Lets who was slowed down go on when its receivers have caught up and its allowance has come back.
    pub(super) fn keep_data(&mut self, now: Instant) {
        if !self.is_anybody_behind(now, SLOW_DOWN_BYTES / 2) {
            for peer in self.peers.values_mut() {
                peer.data.slowed_down &= peer.voice.allowance.is_spent(now);
            }
        }
    }

    fn is_anybody_behind(&self, now: Instant, bytes: usize) -> bool {
        self.peers
            .values()
            .any(|peer| peer.data.is_behind(now, bytes))
    }

    /// Sends a packet to everybody it is for except its sender.
    pub(super) fn send_packet(&mut self, from: Option<u32>, packet: &DataPacket) {
        let now = Instant::now();
        let kind = if packet.reliable {
            DataKind::Reliable
        } else {
            DataKind::Lossy
        };
        let encoded = Bytes::from(packet.encode());
        for peer in self.peers.values_mut() {
            let identity: &ParticipantId = &peer.claims.identity;
            if Some(peer.id) != from && packet.is_for(identity, &peer.sid) {
                peer.send_data(now, kind, &encoded);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(allowance: &mut Allowance, now: Instant, packets: usize, bytes: usize) -> usize {
        (0..packets).filter(|_| allowance.spend(now, bytes)).count()
    }

    #[test]
    fn many_small_packets_and_few_large_ones_are_each_bounded() {
        let start = Instant::now();
        let mut small = Allowance::new(start);
        // One more, which goes into debt.
        assert_eq!(
            passed(&mut small, start, 10_000, 10),
            PACKETS.0 as usize + 1
        );
        assert!(small.is_spent(start));
        let mut large = Allowance::new(start);
        let in_burst = KIBIBYTES.0 as usize / 64 + 1;
        assert_eq!(
            passed(&mut large, start, 10_000, MAX_PACKET_BYTES),
            in_burst
        );
        // A file of 10 MiB in pieces of 15 KiB at once, and 15 MiB more every second.
        let mut file = Allowance::new(start);
        assert_eq!(passed(&mut file, start, 683, 15 * 1024), 683);
        for second in 1..10 {
            let now = start + Duration::from_secs(second);
            assert_eq!(passed(&mut file, now, 1_000, 15 * 1024), 1_000);
        }
        assert!(!file.is_spent(start + Duration::from_secs(10)));
    }
}
