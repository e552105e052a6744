//! The query of `/rtc`, and after a line's end the `Authorization` header.
#![no_main]

use adjourn_signal::JoinQuery;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (query, authorization) = match text.split_once('\n') {
        Some((query, authorization)) => (query, Some(authorization)),
        None => (text.as_ref(), None),
    };
    if let Ok(join) = JoinQuery::parse(query, authorization) {
        let header = join.authorization();
        let header = header.as_ref().map(|header| header.expose());
        assert!(JoinQuery::parse(&join.to_query(), header) == Ok(join));
    }
});
