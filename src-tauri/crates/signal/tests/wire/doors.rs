//! What the door says.

use adjourn_meeting::{AwayRule, MeetingId, Secret};
use adjourn_signal::door::{
    Body as _, DoorError, Info, InfoRequest, JoinAnswer, JoinRequest, Refusal, RefusalCode,
    TicketRequest, Wait,
};

#[test]
fn the_door_speaks_the_documented_json() {
    let request = br#"{"meeting":"m","secret":"s","name":"Bo"}"#;
    let request = JoinRequest::from_json(request).expect("it is a request");
    assert_eq!(
        (request.name.as_str(), request.secret.expose()),
        ("Bo", "s")
    );
    let answer = JoinAnswer {
        server_url: "wss://192.168.1.5:7880".into(),
        participant_token: Secret::new("eyJ"),
    };
    assert_eq!(
        String::from_utf8(answer.to_json()).as_deref(),
        Ok(r#"{"server_url":"wss://192.168.1.5:7880","participant_token":"eyJ"}"#)
    );
    let info = Info {
        title: "Ana’s meeting".into(),
        host: None,
        people: vec!["Bo".into()],
        open_since_ms: 5,
        lobby: true,
        locked: false,
        away: Some(AwayRule::Keep),
    };
    assert_eq!(
        String::from_utf8(info.to_json()).as_deref(),
        Ok(
            r#"{"title":"Ana’s meeting","host":null,"people":["Bo"],"openSinceMs":5,"lobby":true,"locked":false,"away":{"rule":"keep"}}"#
        )
    );
    assert!(Info::from_json(&info.to_json()) == Ok(info));
}

#[test]
fn a_refusal_names_its_code_its_sentence_and_who_ended() {
    let refusal = Refusal::ended(Some("Ana"));
    assert_eq!(
        String::from_utf8(refusal.to_json()).as_deref(),
        Ok(r#"{"code":"ended","message":"Ana ended this meeting for everyone.","by":"Ana"}"#)
    );
    assert_eq!(Refusal::from_json(&refusal.to_json()), Ok(refusal));
    let statuses = [
        (RefusalCode::WrongInvite, 403),
        (RefusalCode::Ended, 410),
        (RefusalCode::UnknownMeeting, 404),
        (RefusalCode::Locked, 403),
        (RefusalCode::Removed, 403),
        (RefusalCode::Denied, 403),
        (RefusalCode::UnknownTicket, 404),
        (RefusalCode::Full, 503),
        (RefusalCode::BadRequest, 400),
        (RefusalCode::TooMany, 429),
    ];
    for (code, status) in statuses {
        assert_eq!(code.http_status(), status);
        assert!(Refusal::new(code).message.ends_with('.'));
    }
}

#[test]
fn a_body_that_is_none_or_too_long_is_refused() {
    assert_eq!(JoinRequest::from_json(b"{}"), Err(DoorError));
    assert_eq!(
        InfoRequest::from_json(br#"{"meeting":"","secret":"s"}"#),
        Err(DoorError)
    );
    let long = format!(r#"{{"meeting":"m","secret":"{}"}}"#, "s".repeat(200));
    assert_eq!(InfoRequest::from_json(long.as_bytes()), Err(DoorError));
    let long = format!(
        r#"{{"meeting":"m","secret":"s","name":"{}"}}"#,
        "n".repeat(5000)
    );
    assert_eq!(JoinRequest::from_json(long.as_bytes()), Err(DoorError));
}

#[test]
fn a_request_prints_neither_secret_nor_name() {
    let request = JoinRequest {
        meeting: MeetingId::new("0123456789abcdef"),
        secret: Secret::new("hunter2"),
        name: "Ana".into(),
        client: None,
    };
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("Ana") && !shown.contains("0123"),
        "{shown}"
    );
}

#[test]
fn an_installation_is_thirty_two_hex_digits_or_not_given() {
    let request = |client: &str| {
        let body = format!(r#"{{"meeting":"m","secret":"s","name":"Bo","client":"{client}"}}"#);
        JoinRequest::from_json(body.as_bytes())
    };
    let client = "0123456789abcdefABCDEF0123456789";
    let read = request(client).expect("is a request");
    assert_eq!(read.client.as_deref(), Some(client));
    for bad in [
        "",
        "0123",
        "0123456789abcdef0123456789abcdeg",
        &"0".repeat(64),
    ] {
        assert_eq!(request(bad), Err(DoorError), "{bad}");
    }
}

#[test]
fn who_waits_gets_a_ticket_and_who_is_kept_out_learns_by_whom() {
    let wait = Wait {
        ticket: Secret::new("t"),
        title: "x".into(),
        host: None,
        ahead: 2,
    };
    let json = String::from_utf8(wait.to_json()).expect("JSON is text");
    assert_eq!(json, r#"{"ticket":"t","title":"x","host":null,"ahead":2}"#);
    assert!(Wait::from_json(json.as_bytes()) == Ok(wait));
    assert!(TicketRequest::from_json(br#"{"ticket":"t"}"#).is_ok());
    assert!(TicketRequest::from_json(br#"{"ticket":""}"#).is_err());
    let removed = Refusal::removed(Some("Ana"));
    assert_eq!(
        (removed.code, removed.by.as_deref()),
        (RefusalCode::Removed, Some("Ana"))
    );
    assert!(removed.message.contains("Ana"));
}
