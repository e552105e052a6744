//! JSON of our own requests, the first byte picks the method, and what a server says in attributes.

use adjourn_signal::ControlRequest;
use adjourn_signal::attributes::{Ask, list_to_json, parse_answered, parse_waiting};
use adjourn_signal::control::{MAX_REQUEST_BYTES, Refusal, Summary};

/// Every request that there is.
pub const METHODS: [&str; 15] = [
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

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let Some((pick, body)) = bytes.split_first() else {
        return false;
    };
    let method = METHODS[usize::from(*pick) % METHODS.len()];
    let mut read = false;
    if let Ok(request) = ControlRequest::decode(method, body) {
        read = true;
        assert!(request.is_bounded() && request.method() == method);
        let written = request.body();
        // What is written is canonical, and may be a little longer than what came.
        if written.len() <= MAX_REQUEST_BYTES {
            assert!(ControlRequest::decode(method, &written) == Ok(request));
        }
    }
    read |= Refusal::from_json(body).is_ok();
    if let Ok(summary) = Summary::from_json(body) {
        read = true;
        let _ = summary.to_json();
    }
    let text = String::from_utf8_lossy(body);
    if let Some(ask) = Ask::parse(&text) {
        read = true;
        assert!(Ask::parse(&ask.to_json()) == Some(ask));
    }
    let waiting = parse_waiting(&text);
    assert!(parse_waiting(&list_to_json(&waiting, usize::MAX)) == waiting);
    let short = list_to_json(&waiting, 1000);
    assert!(short.len() <= 1000 && waiting.starts_with(&parse_waiting(&short)));
    let answered = parse_answered(&text);
    assert!(parse_answered(&list_to_json(&answered, usize::MAX)) == answered);
    read || !waiting.is_empty() || !answered.is_empty()
}
