//! A server's bytes: what is read as a response must be read the same again after it was written.

use adjourn_signal::{MAX_MESSAGE_BYTES, Response};

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(response) = Response::decode(bytes) else {
        return false;
    };
    let written = response.encode();
    // What is written is canonical, and may be a little longer than what came.
    if written.len() <= MAX_MESSAGE_BYTES {
        assert!(Response::decode(&written) == Ok(response));
    }
    true
}
