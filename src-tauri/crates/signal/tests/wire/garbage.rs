//! Whatever comes, nothing panics, and what is read can be written and read again.

use adjourn_signal::service::{Call, Encoding, Method};
use adjourn_signal::*;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::any;

/// Bytes of a real message, some of them changed: these get deeper than noise.
fn damaged(bytes: Vec<u8>, changes: Vec<(usize, u8)>) -> Vec<u8> {
    let mut bytes = bytes;
    for (at, byte) in changes {
        let length = bytes.len().max(1);
        if let Some(place) = bytes.get_mut(at % length) {
            *place = byte;
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    vec(any::<(usize, u8)>(), 0..6)
}

fn stable_request(bytes: &[u8]) -> bool {
    match Request::decode(bytes) {
        Ok(request) => Request::decode(&request.encode()) == Ok(request),
        Err(_) => true,
    }
}

fn stable_response(bytes: &[u8]) -> bool {
    match Response::decode(bytes) {
        Ok(response) => Response::decode(&response.encode()) == Ok(response),
        Err(_) => true,
    }
}

fn stable_packet(bytes: &[u8]) -> bool {
    match DataPacket::decode(bytes) {
        Ok(packet) => DataPacket::decode(&packet.encode()) == Ok(packet),
        Err(_) => true,
    }
}

proptest! {
    #[test]
    fn noise_is_read_as_something_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert!(stable_request(&bytes));
        prop_assert!(stable_response(&bytes));
        prop_assert!(stable_packet(&bytes));
        let text = String::from_utf8_lossy(&bytes);
        let _ = Invite::parse(&text);
        let _ = Invite::parse(&format!("adjourn://join/{text}"));
        let _ = token::peek(&text);
        let _ = JoinQuery::parse(&text, Some(&text));
        let _ = reason::RoomMetadata::parse(&text);
        for encoding in [Encoding::Protobuf, Encoding::Json] {
            let _ = Call::decode(Method::CreateRoom, encoding, &bytes);
            let _ = Call::decode(Method::SendData, encoding, &bytes);
            let _ = service::Answer::decode(Method::ListParticipants, encoding, &bytes);
        }
    }

    #[test]
    fn a_damaged_request_is_read_as_something_or_refused(request in any::request(), changes in changes()) {
        prop_assert!(stable_request(&damaged(request.encode(), changes)));
    }

    #[test]
    fn a_damaged_response_is_read_as_something_or_refused(response in any::response(), changes in changes()) {
        prop_assert!(stable_response(&damaged(response.encode(), changes)));
    }

    #[test]
    fn a_cut_off_request_is_never_read_as_another_whole_one_of_its_kind(
        request in any::request(), cut in 1_usize..40,
    ) {
        let bytes = request.encode();
        let cut = &bytes[..bytes.len().saturating_sub(cut)];
        if !cut.is_empty() {
            prop_assert!(Request::decode(cut).is_err());
        }
    }
}
