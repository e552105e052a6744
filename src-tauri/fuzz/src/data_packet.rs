//! Bytes of a data channel: a packet must survive forwarding, and never keep a sender it claimed.

use adjourn_meeting::{ParticipantId, ParticipantSid};
use adjourn_signal::{DataPacket, MAX_DATA_BYTES};

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(mut packet) = DataPacket::decode(bytes) else {
        return false;
    };
    let (payload, chat) = (packet.user(), packet.chat());
    packet.sender = ParticipantId::new("ana");
    packet.sender_sid = ParticipantSid::new("PA_1");
    let written = packet.encode();
    if written.len() > MAX_DATA_BYTES {
        return true;
    }
    let read = DataPacket::decode(&written).expect("our own packet is read");
    assert!(read == packet);
    assert!(read.user() == payload && read.chat() == chat);
    true
}
