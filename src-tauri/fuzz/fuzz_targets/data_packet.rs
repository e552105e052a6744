//! Bytes of a data channel: a packet must survive forwarding, and never keep a sender it claimed.
#![no_main]

use adjourn_meeting::{ParticipantId, ParticipantSid};
use adjourn_signal::{DataPacket, MAX_DATA_BYTES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut packet) = DataPacket::decode(bytes) else {
        return;
    };
    let (payload, chat) = (packet.user(), packet.chat());
    packet.sender = ParticipantId::new("ana");
    packet.sender_sid = ParticipantSid::new("PA_1");
    let written = packet.encode();
    if written.len() > MAX_DATA_BYTES {
        return;
    }
    let read = DataPacket::decode(&written).expect("our own packet is read");
    assert!(read == packet);
    assert!(read.user() == payload && read.chat() == chat);
});
