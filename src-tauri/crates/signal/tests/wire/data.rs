//! Packets of the data channels.

use adjourn_meeting::{ParticipantId, ParticipantSid};
use adjourn_signal::*;
use livekit_protocol as proto;
use proptest::prelude::*;
use prost::Message as _;

use crate::{any, hex};

fn packet(bytes: &str) -> DataPacket {
    DataPacket::decode(&hex(bytes)).expect("an SDK's own bytes are read")
}

/// A lossy packet of JavaScript's that claims to come from `forged` and names its destination inside.
const USER: &str = "0801121412030102032201742a06666f726765643202626f";
/// A reliable chat message of JavaScript's, sequence 9.
const CHAT: &str = "4a100a026d311080d095ffbc31220368c3a9800109";
/// A stream header of JavaScript's for `bo`.
const STREAM: &str =
    "2a02626f6a220a01731a076c6b2e63686174220a746578742f706c61696e42060a01611201624a00";

#[test]
fn a_user_packet_is_read_and_its_claimed_sender_forgotten() {
    let packet = packet(USER);
    assert_eq!(packet.kind(), PayloadKind::User);
    assert!(!packet.reliable);
    assert_eq!(packet.sender, ParticipantId::new(""));
    assert_eq!(packet.destinations, [ParticipantId::new("bo")]);
    let user = packet.user().expect("it is a user packet");
    assert_eq!(
        (user.payload, user.topic.as_deref()),
        (vec![1, 2, 3], Some("t"))
    );
}

#[test]
fn the_sender_a_server_sets_is_the_only_one_in_the_bytes() {
    let mut packet = packet(USER);
    packet.sender = ParticipantId::new("ana");
    packet.sender_sid = ParticipantSid::new("PA_1");
    let bytes = packet.encode();
    assert!(!bytes.windows(6).any(|window| window == b"forged"));
    let seen = proto::DataPacket::decode(bytes.as_slice()).expect("our bytes are protobuf");
    assert_eq!(
        (
            seen.participant_identity.as_str(),
            seen.participant_sid.as_str()
        ),
        ("ana", "PA_1")
    );
    assert_eq!(seen.destination_identities, ["bo"]);
    match seen.value {
        #[allow(deprecated)] // SDKs of long ago read the sender there
        Some(proto::data_packet::Value::User(user)) => {
            assert_eq!(
                (
                    user.participant_identity.as_str(),
                    user.participant_sid.as_str()
                ),
                ("ana", "PA_1")
            );
            assert_eq!(user.payload, [1, 2, 3]);
        }
        other => panic!("not a user packet: {other:?}"),
    }
}

#[test]
fn a_sender_claimed_around_the_payload_is_replaced() {
    let mut bytes = hex(CHAT);
    let claimed = proto::DataPacket {
        participant_identity: "forged".into(),
        ..Default::default()
    };
    bytes.extend(claimed.encode_to_vec());
    bytes.extend(claimed.encode_to_vec());
    let mut packet = DataPacket::decode(&bytes).expect("repeated fields are legal");
    packet.sender = ParticipantId::new("ana");
    let seen = proto::DataPacket::decode(packet.encode().as_slice()).expect("protobuf");
    assert_eq!(seen.participant_identity, "ana");
}

#[test]
fn a_chat_message_keeps_its_sequence_and_its_words() {
    let packet = packet(CHAT);
    assert_eq!(
        (packet.kind(), packet.reliable, packet.sequence),
        (PayloadKind::Chat, true, 9)
    );
    let chat = packet.chat().expect("it is a chat message");
    assert_eq!(
        (chat.id.as_str(), chat.timestamp_ms, chat.message.as_str()),
        ("m1", 1_700_000_000_000, "hé")
    );
    assert_eq!(packet.encode(), hex(CHAT));
}

#[test]
fn a_stream_header_passes_byte_for_byte() {
    let packet = packet(STREAM);
    assert_eq!(packet.kind(), PayloadKind::StreamHeader);
    let sent = proto::DataPacket::decode(hex(STREAM).as_slice()).expect("protobuf");
    let passed = proto::DataPacket::decode(packet.encode().as_slice()).expect("protobuf");
    assert_eq!(sent, passed);
}

#[test]
fn a_payload_of_a_later_version_passes_unharmed() {
    // Field 77 with four bytes, after sequence 5.
    let packet = packet("800105ea0404deadbeef");
    assert_eq!((packet.kind(), packet.sequence), (PayloadKind::Unknown, 5));
    let bytes = packet.encode();
    assert!(bytes.ends_with(&hex("ea0404deadbeef")));
}

#[test]
fn a_packet_is_for_everybody_unless_it_names_somebody() {
    let (bo, eve) = (ParticipantId::new("bo"), ParticipantId::new("eve"));
    let (bo_sid, eve_sid) = (ParticipantSid::new("PA_2"), ParticipantSid::new("PA_3"));
    assert!(packet(CHAT).is_for(&eve, &eve_sid));
    assert!(packet(USER).is_for(&bo, &bo_sid));
    assert!(!packet(USER).is_for(&eve, &eve_sid));
    // A user packet that names its destination by session only, as SDKs did long ago.
    let old = DataPacket::decode(&hex("12081a0450415f321200")).expect("protobuf");
    assert!(old.is_for(&bo, &bo_sid));
    assert!(
        !old.is_for(&eve, &eve_sid),
        "a private message must not go to all"
    );
}

#[test]
fn a_field_of_the_wrong_type_is_refused_rather_than_passed_on() {
    for bytes in [
        "2001",
        "0a0131",
        "12",
        "1001",
        "0b0c",
        "22808080808080808080808001",
    ] {
        assert_eq!(
            DataPacket::decode(&hex(bytes)),
            Err(WireError::Malformed),
            "{bytes}"
        );
    }
}

proptest! {
    #[test]
    fn every_packet_reads_as_it_was_written(
        payload in proptest::collection::vec(any::<u8>(), 0..40),
        topic in proptest::option::of(any::text()),
        reliable: bool, sequence: u32,
        sender in any::identity(), sid in any::sid(),
        destinations in proptest::collection::vec(any::identity(), 0..3),
    ) {
        let mut packet = DataPacket::from_user(&UserMessage { payload, topic, id: None }, reliable);
        packet.sequence = sequence;
        packet.sender = sender;
        packet.sender_sid = sid;
        packet.destinations = destinations;
        prop_assert_eq!(DataPacket::decode(&packet.encode()), Ok(packet));
    }
}
