//! Why somebody is out.

use adjourn_meeting::{EndNote, EndReason};
use adjourn_signal::DisconnectReason;
use adjourn_signal::reason::{EndedBy, RoomMetadata, to_wire, told_of_other, told_to_self};

fn ended_by_ana() -> RoomMetadata {
    RoomMetadata::parse(
        r#"{"title":"Stand-up","endedBy":{"identity":"h-1","name":"Ana"},"at":1700000000000}"#,
    )
}

#[test]
fn a_reason_that_livekit_knows_survives_the_wire() {
    let nobody = RoomMetadata::default();
    for reason in [
        EndReason::Left,
        EndReason::Ended {
            by: None,
            note: None,
        },
        EndReason::Removed { by: None },
        EndReason::Moved,
        EndReason::ConnectionLost,
        EndReason::ServerStopped,
        EndReason::RoomClosed,
    ] {
        assert_eq!(told_to_self(to_wire(&reason), &nobody), reason);
        assert_eq!(told_of_other(to_wire(&reason), &nobody), reason);
    }
}

#[test]
fn who_ended_the_meeting_is_read_from_the_room() {
    let reason = told_to_self(DisconnectReason::RoomDeleted, &ended_by_ana());
    assert_eq!(
        reason,
        EndReason::Ended {
            by: Some("Ana".into()),
            note: None
        }
    );
    let markup = RoomMetadata {
        ended_by: Some(EndedBy {
            identity: "x".into(),
            name: "A\u{202e}na\n".into(),
        }),
        ..RoomMetadata::default()
    };
    assert_eq!(markup.ended_by_name().as_deref(), Some("Ana"));
}

#[test]
fn a_socket_closed_without_a_word_is_a_crash_to_the_others_and_a_lost_line_to_oneself() {
    let nobody = RoomMetadata::default();
    assert_eq!(
        told_of_other(DisconnectReason::SignalClose, &nobody),
        EndReason::Crashed
    );
    assert_eq!(
        told_of_other(to_wire(&EndReason::Crashed), &nobody),
        EndReason::Crashed
    );
    assert_eq!(
        told_to_self(DisconnectReason::SignalClose, &nobody),
        EndReason::ConnectionLost
    );
    assert_eq!(
        told_of_other(DisconnectReason::ConnectionTimeout, &nobody),
        EndReason::ConnectionLost
    );
}

#[test]
fn an_unknown_reason_is_a_lost_connection() {
    let nobody = RoomMetadata::default();
    for reason in [
        DisconnectReason::UnknownReason,
        DisconnectReason::SipTrunkFailure,
    ] {
        assert_eq!(told_to_self(reason, &nobody), EndReason::ConnectionLost);
    }
}

#[test]
fn the_end_mark_keeps_what_others_wrote_into_the_metadata() {
    let mut metadata = RoomMetadata::parse(r#"{"title":"Stand-up","recording":{"by":"x"}}"#);
    metadata.ended_by = Some(EndedBy {
        identity: "h-1".into(),
        name: "Ana".into(),
    });
    metadata.at = Some(5);
    let json: serde_json::Value = serde_json::from_str(&metadata.to_json()).expect("it is JSON");
    assert_eq!(
        json,
        serde_json::json!({
            "title": "Stand-up", "recording": {"by": "x"},
            "endedBy": {"identity": "h-1", "name": "Ana"}, "at": 5
        })
    );
    assert_eq!(RoomMetadata::parse(&metadata.to_json()), metadata);
}

#[test]
fn metadata_of_another_application_reads_as_empty() {
    for text in ["", "hello", "[1,2]", r#"{"endedBy":"Ana"}"#, "7"] {
        assert_eq!(RoomMetadata::parse(text), RoomMetadata::default(), "{text}");
    }
}

#[test]
fn the_note_of_an_end_is_read_from_the_room_cleaned_and_goes_to_who_is_out() {
    let room = RoomMetadata::parse(
        r#"{"endedBy":{"identity":"h-1","name":"Ana"},"endNote":" Thank\nyou \u0007","at":5}"#,
    );
    assert!(room.is_marked());
    assert_eq!(
        told_to_self(DisconnectReason::RoomDeleted, &room),
        EndReason::Ended {
            by: Some("Ana".into()),
            note: EndNote::new("Thank you"),
        }
    );
    assert!(room.to_json().contains(r#""endNote":"Thank you""#));
    assert!(!format!("{room:?}").contains("Thank"));
    assert_eq!(RoomMetadata::parse(r#"{"endNote":"  "}"#).end_note, None);
    assert!(!RoomMetadata::default().to_json().contains("endNote"));
}
