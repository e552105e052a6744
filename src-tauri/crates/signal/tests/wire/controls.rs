//! Our own requests, and what our servers say in attributes and metadata.

use adjourn_meeting::{AwayRule, FarewellText, ParticipantId, ParticipantSid, Role, StreamKind};
use adjourn_signal::ControlRequest;
use adjourn_signal::attributes::{Ask, Waiting, list_to_json, parse_waiting};
use adjourn_signal::control::{GoneReason, MAX_REQUEST_BYTES, Refusal, RefusalCode};
use adjourn_signal::reason::RoomMetadata;

fn id() -> ParticipantId {
    ParticipantId::new("g-1")
}

#[test]
fn every_request_survives_the_wire_in_the_documented_json() {
    let identity = id();
    let requests = [
        (
            ControlRequest::Admit { id: id() },
            "/adjourn/v1/Admit",
            r#"{"id":"g-1"}"#,
        ),
        (
            ControlRequest::Deny { id: id() },
            "/adjourn/v1/Deny",
            r#"{"id":"g-1"}"#,
        ),
        (ControlRequest::AdmitAll {}, "/adjourn/v1/AdmitAll", "{}"),
        (
            ControlRequest::SetLobby { on: true },
            "/adjourn/v1/SetLobby",
            r#"{"on":true}"#,
        ),
        (
            ControlRequest::Lock { on: false },
            "/adjourn/v1/Lock",
            r#"{"on":false}"#,
        ),
        (
            ControlRequest::Mute {
                identity: None,
                kind: StreamKind::Audio,
            },
            "/adjourn/v1/Mute",
            r#"{"identity":null,"kind":"audio"}"#,
        ),
        (
            ControlRequest::Ask {
                identity: identity.clone(),
                kind: StreamKind::Video,
            },
            "/adjourn/v1/Ask",
            r#"{"identity":"g-1","kind":"video"}"#,
        ),
        (
            ControlRequest::SetRole {
                identity: identity.clone(),
                role: Role::CoHost,
            },
            "/adjourn/v1/SetRole",
            r#"{"identity":"g-1","role":"co-host"}"#,
        ),
        (
            ControlRequest::Remove { identity },
            "/adjourn/v1/Remove",
            r#"{"identity":"g-1"}"#,
        ),
        (
            ControlRequest::LowerHand {
                identity: ParticipantId::new("g-1"),
            },
            "/adjourn/v1/LowerHand",
            r#"{"identity":"g-1"}"#,
        ),
        (
            ControlRequest::AnnounceEnd {
                in_seconds: 120,
                note: None,
            },
            "/adjourn/v1/AnnounceEnd",
            r#"{"inSeconds":120}"#,
        ),
        (ControlRequest::CancelEnd {}, "/adjourn/v1/CancelEnd", "{}"),
        (
            ControlRequest::Gone {
                reason: GoneReason::Crashed,
                sid: None,
            },
            "/adjourn/v1/Gone",
            r#"{"reason":"crashed"}"#,
        ),
        (
            ControlRequest::Gone {
                reason: GoneReason::Asleep,
                sid: Some(ParticipantSid::new("PA_1")),
            },
            "/adjourn/v1/Gone",
            r#"{"reason":"asleep","sid":"PA_1"}"#,
        ),
        (
            ControlRequest::Farewell {
                text: FarewellText::BackIn5,
            },
            "/adjourn/v1/Farewell",
            r#"{"text":"back-in-5"}"#,
        ),
        (ControlRequest::Summary {}, "/adjourn/v1/Summary", "{}"),
    ];
    for (request, path, json) in requests {
        assert_eq!(request.path(), path);
        let body = String::from_utf8(request.body()).expect("JSON is text");
        let same: serde_json::Value = serde_json::from_str(json).expect("is JSON");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&body).expect("is JSON"),
            same
        );
        assert_eq!(
            ControlRequest::decode(request.method(), body.as_bytes()),
            Ok(request)
        );
    }
    let missing = ControlRequest::decode("Mute", br#"{"kind":"audio"}"#);
    let everybody = ControlRequest::Mute {
        identity: None,
        kind: StreamKind::Audio,
    };
    assert_eq!(
        missing,
        Ok(everybody),
        "no identity is everybody, however it is written"
    );
}

#[test]
fn what_is_beyond_a_bound_or_of_no_kind_is_not_taken() {
    let long = "x".repeat(200);
    let huge = format!(r#"{{"id":"g","more":"{}"}}"#, "x".repeat(MAX_REQUEST_BYTES));
    for (method, body) in [
        ("Nonsense", "{}"),
        ("Admit", "{}"),
        ("Admit", r#"{"id":""}"#),
        ("Admit", &format!(r#"{{"id":"{long}"}}"#)),
        ("Admit", &huge),
        ("Lock", r#"{"on":1}"#),
        ("Ask", r#"{"identity":"g-1","kind":"share"}"#),
        ("LowerHand", r#"{"identity":""}"#),
        ("LowerHand", "{}"),
        ("AnnounceEnd", r#"{"inSeconds":9}"#),
        ("AnnounceEnd", r#"{"inSeconds":3601}"#),
        ("AnnounceEnd", r#"{"inSeconds":-5}"#),
        ("Gone", r#"{"reason":"ended"}"#),
        ("SetRole", r#"{"identity":"g","role":"king"}"#),
        // The method is what the path says, whatever the body claims.
        ("Summary", "[]"),
    ] {
        assert!(
            ControlRequest::decode(method, body.as_bytes()).is_err(),
            "{method} {body:.60}"
        );
    }
    let claimed = ControlRequest::decode("AdmitAll", br#"{"method":"Remove","identity":"g-1"}"#);
    assert_eq!(claimed, Ok(ControlRequest::AdmitAll {}));
}

#[test]
fn a_refusal_has_a_code_a_status_and_a_sentence() {
    let refusal = Refusal::new(RefusalCode::NotAllowed);
    assert_eq!(refusal.code.http_status(), 403);
    assert!(
        String::from_utf8_lossy(&refusal.to_json())
            .starts_with(r#"{"code":"not-allowed","message":"#)
    );
    assert_eq!(Refusal::from_json(&refusal.to_json()), Ok(refusal));
}

#[test]
fn a_list_of_those_who_wait_is_cut_to_what_fits_and_names_come_clean() {
    let waiting: Vec<_> = (0..200)
        .map(|n| Waiting {
            id: id(),
            name: format!("Bo {n}"),
            since: n,
        })
        .collect();
    let json = list_to_json(&waiting, 1_000);
    assert!(json.len() <= 1_000);
    let read = parse_waiting(&json);
    assert!(!read.is_empty() && waiting.starts_with(&read));
    let dirty = parse_waiting(r#"[{"id":"g","name":"\u202eevil","since":1}]"#);
    assert_eq!(dirty[0].name, "evil");
    assert!(parse_waiting("nonsense").is_empty());
    assert!(Ask::parse("{}").is_none());
}

#[test]
fn the_rules_of_a_room_are_read_from_its_metadata_and_other_keys_are_kept() {
    let json = r#"{"title":"x","locked":true,"lobby":true,"away":{"rule":"end-after","seconds":300},"endsAt":5,"endsBy":"Ana","other":1}"#;
    let metadata = RoomMetadata::parse(json);
    assert!(metadata.locked && metadata.lobby);
    assert_eq!(metadata.away, Some(AwayRule::EndAfter { seconds: 300 }));
    assert_eq!(
        (metadata.ends_at, metadata.ends_by.as_deref()),
        (Some(5), Some("Ana"))
    );
    let same = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("is JSON");
    assert_eq!(same(&metadata.to_json()), same(json));
    let plain = RoomMetadata {
        title: Some("x".into()),
        ..RoomMetadata::default()
    };
    assert_eq!(
        plain.to_json(),
        r#"{"title":"x"}"#,
        "what is off is not written"
    );
}
