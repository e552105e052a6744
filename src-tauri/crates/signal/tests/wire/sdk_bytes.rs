//! Bytes written by LiveKit's own JavaScript (npm @livekit/protocol 2.0.0), and what each SDK needs of ours.

use adjourn_meeting::{MeetingId, ParticipantId, ParticipantSid, Role, TrackId};
use adjourn_signal::*;
use livekit_protocol as proto;
use prost::Message as _;

use crate::hex;

fn request(bytes: &str) -> Request {
    Request::decode(&hex(bytes)).expect("an SDK's own bytes are read")
}

fn response(bytes: &str) -> Response {
    Response::decode(&hex(bytes)).expect("an SDK's own bytes are read")
}

#[test]
fn an_offer_and_a_candidate_are_read() {
    assert!(
        request("0a100a056f666665721205763d300d0a1807")
            == Request::Offer {
                sdp: "v=0\r\n".into(),
                id: 7
            }
    );
    assert!(
        request("1a160a107b2263616e646964617465223a22227d10011801")
            == Request::Trickle {
                target: SignalTarget::Subscriber,
                candidate_init: r#"{"candidate":""}"#.into(),
                is_final: true,
            }
    );
}

#[test]
fn a_simulcast_track_is_read_with_its_layers_by_quality() {
    let bytes = "22380a026331120363616d180120800a28d00540014a0a10c00218b40120f093094a0c080210800a\
                 18d00520a0e16752090a0376703812026331";
    let Request::AddTrack(track) = request(bytes) else {
        panic!("not an added track");
    };
    assert_eq!(
        (track.cid.as_str(), track.kind, track.source),
        ("c1", TrackKind::Video, TrackSource::Camera)
    );
    assert_eq!((track.width, track.height), (1280, 720));
    let low = track
        .layers
        .iter()
        .find(|layer| layer.quality == VideoQuality::Low);
    assert_eq!(
        low.map(|layer| (layer.width, layer.bitrate_bps)),
        Some((320, 150_000))
    );
    assert_eq!(track.codecs[0].codec, "vp8");
    assert_eq!(track.sid, None);
}

#[test]
fn a_track_subscribed_alone_and_by_participant_is_named_once() {
    let bytes = "321c0a0454525f6110011a120a0450415f62120454525f61120454525f62";
    let tracks = vec![TrackId::new("TR_a"), TrackId::new("TR_b")];
    assert!(
        request(bytes)
            == Request::Subscription {
                tracks,
                subscribe: true
            }
    );
}

#[test]
fn both_kinds_of_ping_are_read_in_milliseconds() {
    assert!(
        request("7080d095ffbc31")
            == Request::Ping {
                timestamp_ms: 1_700_000_000_000
            }
    );
    assert!(
        request("8201090880d095ffbc31100c")
            == Request::PingReq {
                timestamp_ms: 1_700_000_000_000,
                rtt_ms: 12
            }
    );
}

#[test]
fn mute_leave_settings_and_metadata_are_read() {
    assert!(
        request("2a080a0454525f611001")
            == Request::Mute {
                track: TrackId::new("TR_a"),
                muted: true
            }
    );
    assert!(
        request("42021001")
            == Request::Leave {
                reason: DisconnectReason::ClientInitiated
            }
    );
    let Request::TrackSetting(setting) = request("3a100a0454525f61200128800530e8023814") else {
        panic!("not a track setting");
    };
    assert_eq!(
        (setting.quality, setting.width, setting.height, setting.fps),
        (VideoQuality::Medium, 640, 360, 20)
    );
    let Request::UpdateMetadata(update) = request("7a111202426f1a090a0468616e641201312003") else {
        panic!("not a change of metadata");
    };
    assert_eq!((update.request_id, update.name.as_str()), (3, "Bo"));
    assert_eq!(update.attributes.get("hand").map(String::as_str), Some("1"));
}

#[test]
fn what_is_not_supported_is_ignored_and_never_an_error() {
    assert!(request("6a021001") == Request::Ignored, "simulate");
    assert!(request("") == Request::Ignored, "nothing");
    // Field 99, which no version of the protocol has.
    assert!(
        request("9a0603010203") == Request::Ignored,
        "a later version's message"
    );
    assert!(response("c20103120174") == Response::Ignored, "room_moved");
}

#[test]
fn a_join_is_read_whole() {
    let bytes = "0a88010a120a04524d5f311204726f6f6d2880e2cfaa0612260a0450415f311203616e614a03416e617a140a0c\
                 61646a6f75726e2e726f6c651204686f73741a160a0450415f321202626f180222080a0454525f6148022205\
                 312e392e302a130a117374756e3a312e322e332e343a333437383001500f580562101205312e392e30181022\
                 056c6f63616c";
    let Response::Join(join) = response(bytes) else {
        panic!("not a join");
    };
    assert_eq!(join.room.name, MeetingId::new("room"));
    assert_eq!(
        join.room.created_at_ms, 1_700_000_000_000,
        "seconds where there are no milliseconds"
    );
    assert_eq!(join.participant.role(), Role::Host);
    assert_eq!(
        join.other_participants[0].participant().name,
        "bo",
        "the identity where there is no name"
    );
    assert_eq!(
        join.other_participants[0].tracks[0].source,
        TrackSource::Microphone
    );
    assert_eq!((join.ping_interval_s, join.ping_timeout_s), (5, 15));
    assert_eq!(
        (join.server.protocol, join.server.version.as_str()),
        (16, "1.9.0")
    );
    assert_eq!(join.ice_servers[0].urls, ["stun:1.2.3.4:3478"]);
}

#[test]
fn the_end_of_a_meeting_is_the_same_bytes_as_livekits() {
    let end = Response::Leave {
        reason: DisconnectReason::RoomDeleted,
        action: LeaveAction::Disconnect,
    };
    assert_eq!(end.encode(), hex("42021005"));
}

#[test]
fn a_resume_says_how_far_the_reliable_messages_got() {
    let Response::Reconnect(reconnect) = response("9a010b1a071205312e392e30202a") else {
        panic!("not a reconnect");
    };
    assert_eq!(reconnect.last_message_seq, 42);
    let written = proto::SignalResponse::decode(Response::Reconnect(reconnect).encode().as_slice());
    match written.expect("our bytes are protobuf").message {
        Some(proto::signal_response::Message::Reconnect(reconnect)) => {
            assert_eq!(reconnect.last_message_seq, 42);
        }
        other => panic!("not a reconnect: {other:?}"),
    }
}

/// The join as an SDK's own types see it.
fn written_join(join: JoinResponse) -> proto::JoinResponse {
    let bytes = Response::Join(Box::new(join)).encode();
    match proto::SignalResponse::decode(bytes.as_slice())
        .expect("our bytes are protobuf")
        .message
    {
        Some(proto::signal_response::Message::Join(join)) => join,
        other => panic!("not a join: {other:?}"),
    }
}

fn smallest_join() -> JoinResponse {
    let mut participant = ParticipantInfo::new(
        ParticipantSid::new("PA_1"),
        ParticipantId::new("ana"),
        "Ana",
    );
    participant.client_protocol = 3;
    participant.capabilities = vec![1, 77];
    JoinResponse {
        room: RoomInfo::new("RM_1", MeetingId::new("room")),
        participant,
        other_participants: Vec::new(),
        server: ServerInfo::new(""),
        ice_servers: Vec::new(),
        subscriber_primary: true,
        ping_interval_s: 0,
        ping_timeout_s: 0,
        enabled_publish_codecs: Vec::new(),
        fast_publish: false,
    }
}

#[test]
fn a_join_never_lacks_what_makes_an_sdk_throw_or_panic() {
    let join = written_join(smallest_join());
    assert!(
        !join.server_version.is_empty(),
        "JS throws without a server version"
    );
    assert!(join.ping_interval > 0, "the Rust core panics at 0");
    assert!(join.ping_timeout > join.ping_interval);
    assert!(join.subscriber_primary);
    assert_eq!(
        join.server_info.map(|info| info.protocol),
        Some(17),
        "18 loses Python's data"
    );
}

#[test]
fn a_server_that_names_no_version_is_read_as_one_that_was_written_without() {
    let mut join = smallest_join();
    let mut written = written_join(join.clone());
    written.server_version.clear();
    written.server_info = None;
    let bytes = proto::SignalResponse {
        message: Some(proto::signal_response::Message::Join(written)),
    }
    .encode_to_vec();
    let Ok(Response::Join(read)) = Response::decode(&bytes) else {
        panic!("not a join");
    };
    join.server = ServerInfo {
        version: "0.0.0".into(),
        protocol: 0,
        ..join.server
    };
    (join.ping_interval_s, join.ping_timeout_s) = (5, 15);
    assert!(*read == join);
    assert!(Response::decode(&Response::Join(read.clone()).encode()) == Ok(Response::Join(read)));
}

#[test]
fn what_a_client_says_of_itself_is_mirrored_also_where_we_do_not_know_it() {
    let join = written_join(smallest_join());
    let participant = join.participant.expect("a join has its participant");
    assert_eq!(participant.client_protocol, 3);
    assert_eq!(participant.capabilities, [1, 77]);
}

#[test]
fn a_leave_that_asks_back_says_so_also_to_old_clients() {
    let leave = Response::Leave {
        reason: DisconnectReason::StateMismatch,
        action: LeaveAction::Reconnect,
    };
    let written = proto::SignalResponse::decode(leave.encode().as_slice())
        .expect("protobuf")
        .message;
    match written {
        Some(proto::signal_response::Message::Leave(leave)) => assert!(leave.can_reconnect),
        other => panic!("not a leave: {other:?}"),
    }
    // And an old server's flag alone asks back: field 8, can_reconnect.
    assert!(
        response("42020801")
            == Response::Leave {
                reason: DisconnectReason::UnknownReason,
                action: LeaveAction::Reconnect
            }
    );
}

#[test]
fn moments_are_written_in_both_units() {
    let mut participant = ParticipantInfo::new(
        ParticipantSid::new("PA_1"),
        ParticipantId::new("ana"),
        "Ana",
    );
    participant.joined_at_ms = 1_700_000_000_123;
    let bytes = Response::Update(vec![participant]).encode();
    match proto::SignalResponse::decode(bytes.as_slice())
        .expect("protobuf")
        .message
    {
        Some(proto::signal_response::Message::Update(update)) => {
            assert_eq!(update.participants[0].joined_at, 1_700_000_000);
            assert_eq!(update.participants[0].joined_at_ms, 1_700_000_000_123);
        }
        other => panic!("not an update: {other:?}"),
    }
}

#[test]
fn a_layer_is_announced_also_to_clients_that_know_no_codecs() {
    let update = Response::SubscribedQualityUpdate {
        track: TrackId::new("TR_a"),
        codecs: vec![SubscribedCodec {
            codec: "vp8".into(),
            qualities: vec![(VideoQuality::Low, true), (VideoQuality::High, false)],
        }],
    };
    match proto::SignalResponse::decode(update.encode().as_slice())
        .expect("protobuf")
        .message
    {
        #[allow(deprecated)]
        Some(proto::signal_response::Message::SubscribedQualityUpdate(update)) => {
            assert_eq!(update.subscribed_qualities.len(), 2);
            assert_eq!(update.subscribed_codecs.len(), 1);
        }
        other => panic!("not a quality update: {other:?}"),
    }
}
