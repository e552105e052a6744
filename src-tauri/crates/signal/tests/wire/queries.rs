//! The query of `/rtc`.

use adjourn_meeting::{ParticipantSid, Secret};
use adjourn_signal::{ClientInfo, JoinQuery, bearer};

#[test]
fn a_javascript_clients_query_is_read() {
    let query = "access_token=eyJ.x.y&auto_subscribe=1&sdk=js&version=2.23.0&protocol=16&client_protocol=1\
                 &os=macOS&os_version=10.15.7&browser=Chrome&browser_version=156&adaptive_stream=1&later=1";
    let join = JoinQuery::parse(query, None).expect("it is read");
    assert_eq!(join.token, Some(Secret::new("eyJ.x.y")));
    assert!(join.auto_subscribe && join.adaptive_stream && !join.reconnect);
    assert_eq!((join.client.sdk.as_str(), join.client.protocol), ("js", 16));
    assert_eq!(join.client.client_protocol, 1);
}

#[test]
fn a_python_clients_query_brings_its_token_in_the_header() {
    let query = "sdk=python&protocol=17&auto_subscribe=0&reconnect=1&sid=PA_1&reconnect_reason=2&capabilities=1,2";
    let join = JoinQuery::parse(query, Some("Bearer eyJ.x.y")).expect("it is read");
    assert_eq!(join.token, Some(Secret::new("eyJ.x.y")));
    assert!(join.reconnect && !join.auto_subscribe);
    assert_eq!(join.sid, Some(ParticipantSid::new("PA_1")));
    assert_eq!(
        (join.reconnect_reason, join.client.capabilities),
        (2, vec![1, 2])
    );
}

#[test]
fn who_says_nothing_subscribes_to_everything() {
    let join = JoinQuery::parse("", None).expect("an empty query is one");
    assert!(join.auto_subscribe);
    assert_eq!(join.token, None);
}

#[test]
fn the_query_reads_as_it_was_written_and_carries_no_token() {
    let join = JoinQuery {
        token: Some(Secret::new("hunter2")),
        reconnect: true,
        sid: Some(ParticipantSid::new("PA_ä&=")),
        reconnect_reason: 3,
        auto_subscribe: false,
        adaptive_stream: true,
        client: ClientInfo {
            sdk: "rust".into(),
            version: "0.1.0".into(),
            protocol: 17,
            client_protocol: 1,
            capabilities: vec![2, 3],
            os: "linux".into(),
            ..Default::default()
        },
    };
    let query = join.to_query();
    assert!(!query.contains("hunter2"));
    let header = join.authorization().expect("it has a token");
    assert_eq!(JoinQuery::parse(&query, Some(header.expose())), Ok(join));
}

#[test]
fn a_header_of_another_kind_brings_no_token() {
    assert_eq!(bearer("Basic eyJ"), Ok(None));
    assert_eq!(bearer("bearer  eyJ "), Ok(Some(Secret::new("eyJ"))));
    assert_eq!(bearer("Bearer"), Ok(None));
    assert!(bearer(&format!("Bearer {}", "x".repeat(20_000))).is_err());
}

#[test]
fn a_token_of_8_kib_is_taken_and_what_is_far_longer_is_not() {
    let with = |bytes| format!("access_token={}", "t".repeat(bytes));
    assert!(JoinQuery::parse(&with(8192), None).is_ok());
    assert!(JoinQuery::parse(&with(20_000), None).is_err());
    assert!(JoinQuery::parse(&format!("sdk={}", "x".repeat(500)), None).is_err());
    assert!(JoinQuery::parse(&"a=1&".repeat(100), None).is_err());
}
