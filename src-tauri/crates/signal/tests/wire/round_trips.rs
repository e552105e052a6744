//! What one end writes, the other end reads.

use adjourn_signal::{Request, Response};
use proptest::prelude::*;

use crate::any;

proptest! {
    #[test]
    fn every_request_reads_as_it_was_written(request in any::request()) {
        prop_assert!(Request::decode(&request.encode()).as_ref() == Ok(&request));
    }

    #[test]
    fn every_response_reads_as_it_was_written(response in any::response()) {
        prop_assert!(Response::decode(&response.encode()).as_ref() == Ok(&response));
    }
}
