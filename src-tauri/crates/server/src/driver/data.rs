//! Data packets: who may send them, to whom they go, and what waits for a full channel.

use std::collections::VecDeque;

use adjourn_meeting::ParticipantId;
use adjourn_signal::{DataPacket, PayloadKind};
use bytes::Bytes;

use super::Driver;
use super::peer::Peer;
use crate::transport::DataKind;

/// Reliable data that waits for one participant; beyond it packets are lost to that participant.
const MAX_WAITING_BYTES: usize = 4 * 1024 * 1024;
/// The same in packets.
const MAX_WAITING: usize = 4096;
/// Longest packet that is passed on. SDKs keep theirs to 15 KiB and cut files into such.
const MAX_PACKET_BYTES: usize = 64 * 1024;

/// Reliable packets that wait for their channel to open or to have room.
#[derive(Debug, Default)]
pub struct DataQueue {
    packets: VecDeque<Bytes>,
    bytes: usize,
}

impl DataQueue {
    fn push(&mut self, packet: Bytes) {
        if self.packets.len() >= MAX_WAITING || self.bytes + packet.len() > MAX_WAITING_BYTES {
            tracing::debug!("a participant does not read its data; a packet is dropped");
            return;
        }
        self.bytes += packet.len();
        self.packets.push_back(packet);
    }
}

impl Peer {
    /// Sends one packet, or lets it wait if it is reliable and there is no room.
    fn send_data(&mut self, kind: DataKind, packet: &Bytes) {
        self.subscriber_dirty = true;
        match kind {
            DataKind::Lossy => {
                if !self.subscriber.transport().write_data(kind, packet) {
                    tracing::trace!("a lossy packet was lost to a full channel");
                }
            }
            DataKind::Reliable => {
                self.data.push(packet.clone());
                self.flush_data();
            }
        }
    }

    /// Sends what waits, as far as there is room.
    pub(super) fn flush_data(&mut self) {
        while let Some(packet) = self.data.packets.front() {
            if !self.subscriber.transport().write_data(DataKind::Reliable, packet) {
                return;
            }
            self.data.bytes -= packet.len();
            self.data.packets.pop_front();
            self.subscriber_dirty = true;
        }
    }
}

impl Driver {
    /// A packet of a participant's.
    pub(super) fn data(&mut self, id: u32, kind: DataKind, bytes: &[u8]) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        if !peer.claims.grants.can_publish_data || bytes.len() > MAX_PACKET_BYTES {
            return;
        }
        let Ok(mut packet) = DataPacket::decode(bytes) else { return };
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
        packet.sender = peer.claims.identity.clone();
        packet.sender_sid = peer.sid.clone();
        self.send_packet(Some(id), &packet);
    }

    /// Sends a packet to everybody it is for except its sender.
    pub(super) fn send_packet(&mut self, from: Option<u32>, packet: &DataPacket) {
        let kind = if packet.reliable { DataKind::Reliable } else { DataKind::Lossy };
        let encoded = Bytes::from(packet.encode());
        for peer in self.peers.values_mut() {
            let identity: &ParticipantId = &peer.claims.identity;
            if Some(peer.id) != from && packet.is_for(identity, &peer.sid) {
                peer.send_data(kind, &encoded);
            }
        }
    }
}
