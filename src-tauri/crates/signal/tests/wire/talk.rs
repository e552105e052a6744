//! Chat in both of its forms, and reactions: what is written is read back, and nothing that comes fills the memory.

use adjourn_meeting::{MAX_CHAT_CHARS, ParticipantId, Reaction};
use adjourn_signal::{
    ChatMessage, DataPacket, MAX_TALK_BYTES, Talk, TalkReader, UserMessage, chat_packets,
    reaction_packet,
};
use livekit_protocol::{self as proto, data_packet::Value, data_stream};
use prost::Message as _;

/// As the other side gets it: encoded, and with the sender that the server has set.
fn arrived(packet: &DataPacket, from: &str) -> DataPacket {
    let mut packet = DataPacket::decode(&packet.encode()).expect("is a packet");
    packet.sender = ParticipantId::new(from);
    packet
}

fn all(reader: &mut TalkReader, packets: &[DataPacket], from: &str) -> Vec<Talk> {
    packets
        .iter()
        .filter_map(|packet| reader.read(&arrived(packet, from)))
        .collect()
}

fn chat(id: &str, text: &str) -> Talk {
    Talk::Chat {
        id: id.into(),
        text: text.into(),
    }
}

fn raw(value: Value) -> DataPacket {
    let packet = proto::DataPacket {
        value: Some(value),
        ..Default::default()
    };
    DataPacket::decode(&packet.encode_to_vec()).expect("is a packet")
}

fn header(id: &str, change: impl FnOnce(&mut data_stream::Header)) -> DataPacket {
    let mut header = data_stream::Header {
        stream_id: id.into(),
        topic: "lk.chat".into(),
        content_header: Some(data_stream::header::ContentHeader::TextHeader(
            data_stream::TextHeader::default(),
        )),
        ..Default::default()
    };
    change(&mut header);
    raw(Value::StreamHeader(header))
}

fn chunk(id: &str, content: &[u8]) -> DataPacket {
    raw(Value::StreamChunk(data_stream::Chunk {
        stream_id: id.into(),
        content: content.into(),
        ..Default::default()
    }))
}

fn trailer(id: &str) -> DataPacket {
    raw(Value::StreamTrailer(data_stream::Trailer {
        stream_id: id.into(),
        ..Default::default()
    }))
}

#[test]
fn a_message_goes_out_in_both_forms_under_one_id_and_for_the_same_people() {
    let bo = ParticipantId::new("bo");
    for text in ["Hello", &"😀".repeat(MAX_CHAT_CHARS)] {
        let packets = chat_packets("c1", text, Some(&bo), 1_790_000_000_000);
        assert!(packets.iter().all(|packet| packet.is_private()));
        assert!(packets.iter().all(|packet| packet.encode().len() < 17_000));
        let said = all(&mut TalkReader::default(), &packets, "ana");
        assert_eq!(said, [chat("c1", text), chat("c1", text)]);
    }
    let packets = chat_packets("c1", "Hello", None, 0);
    assert!(packets.iter().all(|packet| !packet.is_private()));
}

#[test]
fn the_streams_of_two_people_do_not_mix() {
    let mut reader = TalkReader::default();
    let mut read = |packet: &DataPacket, from| reader.read(&arrived(packet, from));
    for from in ["ana", "bo"] {
        assert_eq!(read(&header("1", |_| ()), from), None);
    }
    read(&chunk("1", "h\u{e9}".as_bytes()), "ana");
    read(&chunk("1", b"bo"), "bo");
    assert_eq!(read(&trailer("1"), "ana"), Some(chat("1", "h\u{e9}")));
    assert_eq!(read(&trailer("1"), "ana"), None);
    assert_eq!(read(&trailer("1"), "bo"), Some(chat("1", "bo")));
}

#[test]
fn what_is_no_chat_too_long_or_broken_off_is_no_message() {
    let broken = raw(Value::StreamTrailer(data_stream::Trailer {
        stream_id: "1".into(),
        reason: "error".into(),
        ..Default::default()
    }));
    let long = vec![b'x'; MAX_TALK_BYTES];
    for packets in [
        vec![
            header("1", |header| header.topic = "files".into()),
            chunk("1", b"x"),
            trailer("1"),
        ],
        vec![
            header("1", |header| header.total_length = Some(u64::MAX)),
            trailer("1"),
        ],
        vec![header("1", |header| header.compression = 1), trailer("1")],
        vec![header("", |_| ()), chunk("", b"x"), trailer("")],
        vec![header("1", |_| ()), chunk("1", b"\xff"), trailer("1")],
        vec![
            header("1", |_| ()),
            chunk("1", &long),
            chunk("1", b"x"),
            trailer("1"),
        ],
        vec![header("1", |_| ()), chunk("1", b"x"), broken],
        vec![chunk("1", b"x"), trailer("1")],
        vec![DataPacket::from_chat(&ChatMessage {
            id: "1".into(),
            message: "changed".into(),
            edited_ms: Some(1),
            ..ChatMessage::default()
        })],
    ] {
        assert_eq!(all(&mut TalkReader::default(), &packets, "ana"), []);
    }
    let inline = header("1", |header| {
        header.inline_content = Some(b"all at once".into())
    });
    assert_eq!(
        all(&mut TalkReader::default(), &[inline], "ana"),
        [chat("1", "all at once")]
    );
}

#[test]
fn streams_that_never_end_push_each_other_out() {
    let mut reader = TalkReader::default();
    for person in 0..100 {
        for stream in 0..100 {
            let id = stream.to_string();
            all(
                &mut reader,
                &[header(&id, |_| ()), chunk(&id, b"x")],
                &format!("p{person}"),
            );
        }
    }
    // Only the last streams of the last people are still open.
    let mut complete = 0;
    for person in 0..100 {
        for stream in 0..100 {
            complete += all(
                &mut reader,
                &[trailer(&stream.to_string())],
                &format!("p{person}"),
            )
            .len();
        }
    }
    assert_eq!(complete, 64);
}

#[test]
fn a_reaction_is_one_of_the_six() {
    for reaction in Reaction::ALL {
        let packet = reaction_packet(reaction);
        assert!(packet.is_on_reaction_topic());
        assert_eq!(
            TalkReader::default().read(&arrived(&packet, "ana")),
            Some(Talk::Reaction(reaction))
        );
    }
    for (topic, payload) in [("adjourn.reaction", "skull"), ("other", "clap")] {
        let message = UserMessage {
            payload: payload.into(),
            topic: Some(topic.into()),
            id: None,
        };
        let packet = DataPacket::from_user(&message, true);
        assert_eq!(TalkReader::default().read(&arrived(&packet, "ana")), None);
    }
}
