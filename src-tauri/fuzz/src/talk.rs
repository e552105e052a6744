//! Packets of data channels one after the other, each behind a length of two bytes: whatever comes, what is said fits
//! the bounds, and what was said is said again in our own words.

use adjourn_meeting::ParticipantId;
use adjourn_signal::{DataPacket, MAX_TALK_BYTES, Talk, TalkReader, chat_packets};

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let mut reader = TalkReader::default();
    let (mut rest, mut read) = (bytes, false);
    while let Some(([high, low], tail)) = rest.split_first_chunk() {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(tail.len());
        let (packet, tail) = tail.split_at(length);
        rest = tail;
        let Ok(packet) = DataPacket::decode(packet) else {
            continue;
        };
        let said = reader.read(&packet);
        read |= said.is_some();
        if let Some(Talk::Chat { id, text }) = said
            && text.len() <= MAX_TALK_BYTES
        {
            let me = ParticipantId::new("me");
            let mut other = TalkReader::default();
            let said = chat_packets(&id, &text, None, 0)
                .into_iter()
                .filter_map(|mut packet| {
                    packet.sender = me.clone();
                    other.read(&packet)
                });
            assert!(said.eq([
                Talk::Chat {
                    id: id.clone(),
                    text: text.clone()
                },
                Talk::Chat {
                    id: id.clone(),
                    text: text.clone()
                },
            ]));
        }
    }
    read
}
