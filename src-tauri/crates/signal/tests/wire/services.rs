//! Calls of the room service.

use adjourn_meeting::{EndNote, MeetingId, ParticipantId, TrackId};
use adjourn_signal::service::{
    Answer, Call, CreateRoom, Encoding, Method, SendData, UpdateParticipant, note_from_header,
    note_to_header,
};
use adjourn_signal::{TwirpCode, TwirpError};
use proptest::prelude::*;

use crate::{any, hex};

const BOTH: [Encoding; 2] = [Encoding::Protobuf, Encoding::Json];

fn calls() -> Vec<Call> {
    let room = || MeetingId::new("r");
    let identity = || ParticipantId::new("bo");
    vec![
        Call::CreateRoom(CreateRoom {
            name: room(),
            metadata: "{}".into(),
            empty_timeout_s: 60,
            departure_timeout_s: 0,
            max_participants: 5,
        }),
        Call::DeleteRoom {
            room: room(),
            note: None,
        },
        Call::ListRooms {
            names: vec![room()],
        },
        Call::ListParticipants { room: room() },
        Call::GetParticipant {
            room: room(),
            identity: identity(),
        },
        Call::RemoveParticipant {
            room: room(),
            identity: identity(),
        },
        Call::MutePublishedTrack {
            room: room(),
            identity: identity(),
            track: TrackId::new("TR_a"),
            muted: true,
        },
        Call::UpdateParticipant(UpdateParticipant {
            room: room(),
            identity: identity(),
            name: "Bo".into(),
            metadata: String::new(),
            permission: None,
            attributes: [("a".to_owned(), String::new())].into(),
        }),
        Call::UpdateSubscriptions {
            room: room(),
            identity: identity(),
            tracks: vec![TrackId::new("TR_a")],
            subscribe: true,
        },
        Call::SendData(SendData {
            room: room(),
            data: vec![255, 0],
            reliable: false,
            destinations: vec![identity()],
            destination_sids: Vec::new(),
            topic: Some("t".into()),
        }),
        Call::UpdateRoomMetadata {
            room: room(),
            metadata: "{}".into(),
        },
    ]
}

#[test]
fn every_call_reads_as_it_was_written_in_both_encodings() {
    for call in calls() {
        for encoding in BOTH {
            let body = call.encode(encoding);
            assert_eq!(
                Call::decode(call.method(), encoding, &body),
                Ok(call.clone()),
                "{encoding:?}"
            );
        }
        assert_eq!(Method::from_name(call.method().name()), Ok(call.method()));
    }
}

#[test]
fn json_is_read_with_both_spellings_as_the_js_sdk_writes_it() {
    let camel = r#"{"room":"r","identity":"bo","trackSid":"TR_a","muted":true}"#;
    let snake = r#"{"room":"r","identity":"bo","track_sid":"TR_a","muted":true,"later":[1]}"#;
    for body in [camel, snake] {
        let call = Call::decode(Method::MutePublishedTrack, Encoding::Json, body.as_bytes());
        assert_eq!(call, Ok(calls()[6].clone()));
    }
    let data =
        r#"{"room":"r","data":"/wA=","kind":"LOSSY","topic":"t","destinationIdentities":["bo"]}"#;
    assert_eq!(
        Call::decode(Method::SendData, Encoding::Json, data.as_bytes()),
        Ok(calls()[9].clone())
    );
    assert_eq!(
        Call::decode(
            Method::CreateRoom,
            Encoding::Protobuf,
            &hex("0a0172103c18052a027b7d")
        ),
        Ok(calls()[0].clone())
    );
}

#[test]
fn a_body_that_cannot_be_read_is_malformed_and_one_beyond_a_bound_is_invalid() {
    let code = |method, encoding, body: &[u8]| {
        Call::decode(method, encoding, body)
            .expect_err("it is refused")
            .code
    };
    assert_eq!(
        code(Method::DeleteRoom, Encoding::Json, b"{"),
        TwirpCode::Malformed
    );
    assert_eq!(
        code(Method::DeleteRoom, Encoding::Json, br#"{"room":7}"#),
        TwirpCode::Malformed
    );
    assert_eq!(
        code(Method::DeleteRoom, Encoding::Protobuf, &[0xff]),
        TwirpCode::Malformed
    );
    let long = format!(r#"{{"room":"{}"}}"#, "r".repeat(200));
    assert_eq!(
        code(Method::DeleteRoom, Encoding::Json, long.as_bytes()),
        TwirpCode::InvalidArgument
    );
    let many = [0x0a, 0x00].repeat(5000);
    assert_eq!(
        code(Method::ListRooms, Encoding::Protobuf, &many),
        TwirpCode::InvalidArgument
    );
}

#[test]
fn errors_are_twirps() {
    let refused = TwirpError::new(TwirpCode::Unauthenticated, "the token does not allow this");
    assert_eq!(refused.http_status(), 401);
    assert_eq!(
        String::from_utf8(refused.to_json()).as_deref(),
        Ok(r#"{"code":"unauthenticated","msg":"the token does not allow this"}"#)
    );
    assert_eq!(TwirpError::from_response(401, &refused.to_json()), refused);
    let unknown = TwirpError::from_response(404, br#"{"code":"not_found","msg":"no such room"}"#);
    assert_eq!(
        (unknown.code, unknown.http_status()),
        (TwirpCode::NotFound, 404)
    );
    assert_eq!(
        TwirpError::from_response(502, b"<html>Bad Gateway").code,
        TwirpCode::Unavailable
    );
    let method = Method::from_name("StartEgress").expect_err("there is none");
    assert_eq!(
        (method.code, method.http_status()),
        (TwirpCode::BadRoute, 404)
    );
}

#[test]
fn the_content_type_tells_the_encoding() {
    assert_eq!(
        Encoding::from_content_type("application/json; charset=utf-8"),
        Some(Encoding::Json)
    );
    assert_eq!(
        Encoding::from_content_type("Application/Protobuf"),
        Some(Encoding::Protobuf)
    );
    assert_eq!(Encoding::from_content_type("text/plain"), None);
    assert_eq!(
        Method::DeleteRoom.path(),
        "/twirp/livekit.RoomService/DeleteRoom"
    );
}

proptest! {
    #[test]
    fn every_answer_reads_as_it_was_written(
        participants in proptest::collection::vec(any::participant(), 0..3),
        room in any::room(), track in any::track(),
    ) {
        let answers = [
            (Method::ListParticipants, Answer::Participants(participants)),
            (Method::ListRooms, Answer::Rooms(vec![room.clone()])),
            (Method::CreateRoom, Answer::Room(room)),
            (Method::MutePublishedTrack, Answer::Track(track)),
            (Method::DeleteRoom, Answer::Done),
        ];
        for (method, answer) in answers {
            let body = answer.encode(Encoding::Protobuf);
            prop_assert_eq!(Answer::decode(method, Encoding::Protobuf, &body), Ok(answer.clone()));
            // JSON names every enumeration, so numbers we only mirror are lost; what is read is stable.
            let read = Answer::decode(method, Encoding::Json, &answer.encode(Encoding::Json));
            let read = read.expect("our own JSON is read");
            let again = Answer::decode(method, Encoding::Json, &read.encode(Encoding::Json));
            prop_assert_eq!(again, Ok(read));
        }
    }
}

#[test]
fn a_note_is_a_header_of_plain_ascii_and_read_again_whatever_comes() {
    for text in ["Thank you all, 100 % done", "Grüße 👋 إلى اللقاء", "%41%"] {
        let note = EndNote::new(text).expect("is one");
        let header = note_to_header(&note);
        assert!(header.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        assert_eq!(note_from_header(header.as_bytes()), Some(note));
    }
    let read = |header: &[u8]| note_from_header(header).map(|note| note.as_str().to_owned());
    assert_eq!(read("Grüße".as_bytes()), Some("Grüße".into()));
    assert_eq!(read(b" a%0D%0AX: b%00 "), Some("a X: b".into()));
    for nothing in [&b""[..], b" ", b"%00", b"%ff%fe", b"\xff", &[b'x'; 100_000]] {
        assert_eq!(read(nothing), None);
    }
    let longest = EndNote::new(&"👋".repeat(500)).expect("is one");
    assert_eq!(
        note_from_header(note_to_header(&longest).as_bytes()),
        Some(longest)
    );
}
