//! The query of `/rtc`, and after a line's end the `Authorization` header.

use adjourn_signal::JoinQuery;

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (query, authorization) = match text.split_once('\n') {
        Some((query, authorization)) => (query, Some(authorization)),
        None => (text.as_ref(), None),
    };
    let Ok(join) = JoinQuery::parse(query, authorization) else {
        return false;
    };
    let header = join.authorization();
    let header = header.as_ref().map(|header| header.expose());
    assert!(JoinQuery::parse(&join.to_query(), header) == Ok(join));
    true
}
