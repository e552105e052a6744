//! A client's bytes: what is read as a request must be read the same again after it was written.

use adjourn_signal::{MAX_MESSAGE_BYTES, Request};

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(request) = Request::decode(bytes) else {
        return false;
    };
    let written = request.encode();
    // What is written is canonical, and may be a little longer than what came.
    if written.len() <= MAX_MESSAGE_BYTES {
        assert!(Request::decode(&written) == Ok(request));
    }
    true
}
