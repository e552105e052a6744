//! JSON of our own requests, the first byte picks the method, and what a server says in attributes.
#![no_main]

use adjourn_signal::ControlRequest;
use adjourn_signal::attributes::{Ask, list_to_json, parse_answered, parse_waiting};
use adjourn_signal::control::{MAX_REQUEST_BYTES, Refusal, Summary};
use libfuzzer_sys::fuzz_target;

const METHODS: [&str; 15] = [
    "Admit",
    "Deny",
    "AdmitAll",
    "SetLobby",
    "Lock",
    "Mute",
    "Ask",
    "SetRole",
    "Remove",
    "AnnounceEnd",
    "CancelEnd",
    "Gone",
    "Farewell",
    "Summary",
    "LowerHand",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, body)) = bytes.split_first() else {
        return;
    };
    let method = METHODS[usize::from(*pick) % METHODS.len()];
    if let Ok(request) = ControlRequest::decode(method, body) {
        assert!(request.is_bounded() && request.method() == method);
        let written = request.body();
        // What is written is canonical, and may be a little longer than what came.
        if written.len() <= MAX_REQUEST_BYTES {
            assert!(ControlRequest::decode(method, &written) == Ok(request));
        }
    }
    let _ = Refusal::from_json(body);
    if let Ok(summary) = Summary::from_json(body) {
        let _ = summary.to_json();
    }
    let text = String::from_utf8_lossy(body);
    if let Some(ask) = Ask::parse(&text) {
        assert!(Ask::parse(&ask.to_json()) == Some(ask));
    }
    let waiting = parse_waiting(&text);
    assert!(parse_waiting(&list_to_json(&waiting, usize::MAX)) == waiting);
    let short = list_to_json(&waiting, 1000);
    assert!(short.len() <= 1000 && waiting.starts_with(&parse_waiting(&short)));
    let answered = parse_answered(&text);
    assert!(parse_answered(&list_to_json(&answered, usize::MAX)) == answered);
});
