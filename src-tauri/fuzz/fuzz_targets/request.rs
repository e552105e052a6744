//! A client's bytes: what is read as a request must be read the same again after it was written.
#![no_main]

use adjourn_signal::{MAX_MESSAGE_BYTES, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = Request::decode(bytes) {
        let written = request.encode();
        // What is written is canonical, and may be a little longer than what came.
        if written.len() <= MAX_MESSAGE_BYTES {
            assert!(Request::decode(&written) == Ok(request));
        }
    }
});
