//! JSON of the room service, the door and the rooms: the first byte picks the method.
#![no_main]

use adjourn_signal::TwirpError;
use adjourn_signal::door::{Body as _, Info, JoinAnswer, JoinRequest, Refusal};
use adjourn_signal::reason::RoomMetadata;
use adjourn_signal::service::{Answer, Call, Encoding, Method};
use libfuzzer_sys::fuzz_target;

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

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, body)) = bytes.split_first() else {
        return;
    };
    let name = METHODS[usize::from(*pick) % METHODS.len()];
    let method = Method::from_name(name).expect("the list holds LiveKit's names");
    if let Ok(call) = Call::decode(method, Encoding::Json, body) {
        for encoding in [Encoding::Json, Encoding::Protobuf] {
            assert!(Call::decode(method, encoding, &call.encode(encoding)).as_ref() == Ok(&call));
        }
    }
    // Protobuf may hold enumerations that JSON has no name for; writing them must not fail.
    if let Ok(call) = Call::decode(method, Encoding::Protobuf, body) {
        assert!(Call::decode(method, Encoding::Json, &call.encode(Encoding::Json)) == Ok(call));
    }
    for encoding in [Encoding::Json, Encoding::Protobuf] {
        if let Ok(answer) = Answer::decode(method, encoding, body) {
            let named = answer.encode(Encoding::Json);
            Answer::decode(method, Encoding::Json, &named).expect("our own JSON is read");
        }
    }
    let _ = TwirpError::from_response(500, body);
    let _ = Info::from_json(body);
    let _ = JoinAnswer::from_json(body);
    let _ = Refusal::from_json(body);
    if let Ok(request) = JoinRequest::from_json(body) {
        assert!(JoinRequest::from_json(&request.to_json()) == Ok(request));
    }
    let metadata = RoomMetadata::parse(&String::from_utf8_lossy(body));
    let again = RoomMetadata::parse(&metadata.to_json());
    // Not `others`: serde_json may read a float one unit in the last place beside what it wrote.
    assert!(
        again.title == metadata.title
            && again.ended_by == metadata.ended_by
            && again.at == metadata.at
    );
});
