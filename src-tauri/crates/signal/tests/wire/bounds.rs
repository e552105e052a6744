//! Nothing is believed beyond its bound.

use adjourn_meeting::{ParticipantId, ParticipantSid, TrackId};
use adjourn_signal::*;
use livekit_protocol as proto;
use prost::Message as _;

fn too_long(result: Result<Request, WireError>) -> bool {
    matches!(result, Err(WireError::TooLong { .. }))
}

#[test]
fn a_session_description_of_512_kib_is_taken_and_a_longer_one_is_not() {
    let offer = |bytes| Request::Offer {
        sdp: "v".repeat(bytes),
        id: 1,
    };
    assert!(Request::decode(&offer(MAX_SDP_BYTES).encode()).is_ok());
    assert!(too_long(Request::decode(
        &offer(MAX_SDP_BYTES + 1).encode()
    )));
}

#[test]
fn a_message_above_a_mebibyte_is_not_even_decoded() {
    assert!(too_long(Request::decode(&vec![0; MAX_MESSAGE_BYTES + 1])));
    assert!(matches!(
        Response::decode(&vec![0; MAX_MESSAGE_BYTES + 1]),
        Err(WireError::TooLong { .. })
    ));
}

#[test]
fn five_hundred_and_twelve_tracks_are_taken_and_one_more_is_not() {
    let subscription = |count: usize| Request::Subscription {
        tracks: (0..count)
            .map(|n| TrackId::new(format!("TR_{n}")))
            .collect(),
        subscribe: true,
    };
    assert!(Request::decode(&subscription(MAX_TRACKS).encode()).is_ok());
    assert!(matches!(
        Request::decode(&subscription(MAX_TRACKS + 1).encode()),
        Err(WireError::TooMany {
            field: "tracks",
            ..
        })
    ));
}

#[test]
fn a_join_of_512_tracks_with_their_layers_fits() {
    let mut other = ParticipantInfo::new(
        ParticipantSid::new("PA_123456789012"),
        ParticipantId::new("bo"),
        "Bo",
    );
    let layer = |quality, rid: &str| VideoLayer {
        quality,
        width: 1280,
        height: 720,
        bitrate_bps: 1_700_000,
        ssrc: u32::MAX,
        rid: rid.into(),
        spatial_layer: 0,
        repair_ssrc: u32::MAX,
    };
    let mut track = TrackInfo::new(
        TrackId::new("TR_VC1234567890"),
        TrackKind::Video,
        TrackSource::Camera,
    );
    track.mime_type = "video/VP8".into();
    track.layers = vec![
        layer(VideoQuality::Low, "q"),
        layer(VideoQuality::Medium, "h"),
        layer(VideoQuality::High, "f"),
    ];
    other.tracks = vec![track; MAX_TRACKS];
    let update = Response::Update(vec![other]);
    assert!(Response::decode(&update.encode()) == Ok(update));
}

#[test]
fn a_message_of_empty_parts_costs_no_memory_out_of_proportion() {
    // 100,000 empty tracks of two bytes each would take about 40 MB.
    let parts = [0x1a, 0x00].repeat(100_000);
    let message = proto::SignalRequest { message: None };
    let mut bytes = message.encode_to_vec();
    // Field 12, sync_state.
    bytes.extend([0x62]);
    prost::encoding::encode_varint(parts.len() as u64, &mut bytes);
    bytes.extend(parts);
    assert!(matches!(
        Request::decode(&bytes),
        Err(WireError::TooMany {
            field: "fields",
            ..
        })
    ));
}

#[test]
fn names_ids_candidates_and_attributes_are_bounded() {
    let long = "n".repeat(5000);
    let update = |name: &str, attributes: Attributes| {
        Request::UpdateMetadata(MetadataUpdate {
            request_id: 1,
            name: name.into(),
            metadata: String::new(),
            attributes,
        })
    };
    assert!(too_long(Request::decode(
        &update(&long, Attributes::new()).encode()
    )));
    let heavy = [("key".to_owned(), "v".repeat(MAX_ATTRIBUTES_BYTES))].into();
    assert!(too_long(Request::decode(&update("Bo", heavy).encode())));
    let many = (0..300).map(|n| (n.to_string(), String::new())).collect();
    assert!(matches!(
        Request::decode(&update("Bo", many).encode()),
        Err(WireError::TooMany {
            field: "attributes",
            ..
        })
    ));
    let mute = Request::Mute {
        track: TrackId::new(long.clone()),
        muted: true,
    };
    assert!(too_long(Request::decode(&mute.encode())));
    let trickle = Request::Trickle {
        target: SignalTarget::Publisher,
        candidate_init: long,
        is_final: false,
    };
    assert!(too_long(Request::decode(&trickle.encode())));
}

#[test]
fn a_join_without_a_room_or_oneself_says_what_is_missing() {
    let join = proto::JoinResponse {
        room: Some(proto::Room::default()),
        ..Default::default()
    };
    let bytes = proto::SignalResponse {
        message: Some(proto::signal_response::Message::Join(join)),
    }
    .encode_to_vec();
    assert!(matches!(
        Response::decode(&bytes),
        Err(WireError::Missing {
            field: "participant"
        })
    ));
}

#[test]
fn a_level_that_is_no_number_is_silence() {
    let bytes = proto::SignalResponse {
        message: Some(proto::signal_response::Message::SpeakersChanged(
            proto::SpeakersChanged {
                speakers: [f32::NAN, f32::INFINITY, -1.0]
                    .map(|level| proto::SpeakerInfo {
                        level,
                        ..Default::default()
                    })
                    .into(),
            },
        )),
    }
    .encode_to_vec();
    match Response::decode(&bytes) {
        Ok(Response::Speakers(speakers)) => {
            let levels: Vec<f32> = speakers.iter().map(|speaker| speaker.level).collect();
            assert_eq!(levels, [0.0, 1.0, 0.0]);
        }
        other => panic!("not speakers: {other:?}"),
    }
}

#[test]
fn no_message_prints_names_tokens_or_descriptions() {
    let mut participant = ParticipantInfo::new(
        ParticipantSid::new("PA_secret"),
        ParticipantId::new("id-4711"),
        "Ana Sekret",
    );
    participant.metadata = "my-metadata".into();
    participant.tracks = vec![TrackInfo::new(
        TrackId::new("TR_4711"),
        TrackKind::Audio,
        TrackSource::Microphone,
    )];
    let shown = [
        format!("{:?}", Response::Update(vec![participant.clone()])),
        format!("{participant:?}"),
        format!(
            "{:?}",
            Request::Offer {
                sdp: "a=ice-pwd:hunter2".into(),
                id: 1
            }
        ),
        format!(
            "{:?}",
            Response::RefreshToken(adjourn_meeting::Secret::new("eyJhbGci"))
        ),
        format!(
            "{:?}",
            JoinQuery::parse("access_token=eyJhbGci&sdk=js", None)
        ),
        format!(
            "{:?}",
            DataPacket::from_chat(&ChatMessage {
                message: "hunter2".into(),
                ..Default::default()
            })
        ),
    ]
    .concat();
    for secret in [
        "PA_secret",
        "id-4711",
        "Ana",
        "my-metadata",
        "TR_4711",
        "hunter2",
        "eyJ",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
