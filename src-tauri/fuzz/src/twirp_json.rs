//! JSON of the room service, the door and the rooms: the first byte picks the method.

use adjourn_signal::TwirpError;
use adjourn_signal::door::{Body as _, Info, JoinAnswer, JoinRequest, Refusal};
use adjourn_signal::reason::RoomMetadata;
use adjourn_signal::service::{Answer, Call, Encoding, Method, note_from_header, note_to_header};

const METHODS: [&str; 11] = [
    "CreateRoom",
    "DeleteRoom",
    "ListRooms",
    "ListParticipants",
    "GetParticipant",
    "RemoveParticipant",
    "MutePublishedTrack",
    "UpdateParticipant",
    "UpdateSubscriptions",
    "SendData",
    "UpdateRoomMetadata",
];

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let Some((pick, body)) = bytes.split_first() else {
        return false;
    };
    let name = METHODS[usize::from(*pick) % METHODS.len()];
    let method = Method::from_name(name).expect("the list holds LiveKit's names");
    let mut read = false;
    if let Ok(call) = Call::decode(method, Encoding::Json, body) {
        read = true;
        for encoding in [Encoding::Json, Encoding::Protobuf] {
            assert!(Call::decode(method, encoding, &call.encode(encoding)).as_ref() == Ok(&call));
        }
    }
    // Protobuf may hold enumerations that JSON has no name for; writing them must not fail.
    if let Ok(call) = Call::decode(method, Encoding::Protobuf, body) {
        read = true;
        assert!(Call::decode(method, Encoding::Json, &call.encode(Encoding::Json)) == Ok(call));
    }
    for encoding in [Encoding::Json, Encoding::Protobuf] {
        if let Ok(answer) = Answer::decode(method, encoding, body) {
            read = true;
            let named = answer.encode(Encoding::Json);
            Answer::decode(method, Encoding::Json, &named).expect("our own JSON is read");
        }
    }
    let _ = TwirpError::from_response(500, body);
    read |= Info::from_json(body).is_ok();
    read |= JoinAnswer::from_json(body).is_ok();
    read |= Refusal::from_json(body).is_ok();
    if let Ok(request) = JoinRequest::from_json(body) {
        read = true;
        assert!(JoinRequest::from_json(&request.to_json()) == Ok(request));
    }
    if let Some(note) = note_from_header(body) {
        assert!(note_from_header(note_to_header(&note).as_bytes()) == Some(note));
    }
    let metadata = RoomMetadata::parse(&String::from_utf8_lossy(body));
    let again = RoomMetadata::parse(&metadata.to_json());
    // Not `others`: serde_json may read a float one unit in the last place beside what it wrote.
    assert!(
        again.title == metadata.title
            && again.ended_by == metadata.ended_by
            && again.end_note == metadata.end_note
            && again.at == metadata.at
    );
    read || metadata != RoomMetadata::default()
}
