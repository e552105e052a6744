//! A server's bytes: what is read as a response must be read the same again after it was written.
#![no_main]

use adjourn_signal::{MAX_MESSAGE_BYTES, Response};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(response) = Response::decode(bytes) {
        let written = response.encode();
        // What is written is canonical, and may be a little longer than what came.
        if written.len() <= MAX_MESSAGE_BYTES {
            assert!(Response::decode(&written) == Ok(response));
        }
    }
});
