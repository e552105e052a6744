//! A host and the others: waiting to be let in, roles, mute, requests, removal, an announced end.

mod support;

use std::time::{Duration, Instant};

use adjourn_meeting::{
    DeviceState, EndNote, EntryResponse, MeetingEvent, MeetingState, ReasonCode, Role, StreamKind,
};
use adjourn_signal::control::ControlRequest;
use support::{Person, guest, host, meeting_with_lobby, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_comes_waits_until_a_host_says_yes_or_no_or_gives_up() {
    let server = server().await;
    let meeting = meeting_with_lobby(&server).await;
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;

    bo.engine.join(guest(&meeting), "Bo".into());
    bo.until_state(MeetingState::Waiting).await;
    let told = bo
        .until(|event| matches!(event, MeetingEvent::Waiting { .. }))
        .await;
    assert_eq!(
        told,
        MeetingEvent::Waiting {
            title: "Ana’s meeting".into(),
            host: Some("Ana".into()),
            ahead: 0
        }
    );
    let asked = |name: &'static str| move |event: &MeetingEvent| matches!(event, MeetingEvent::EntryRequested { name: who, .. } if who == name);
    let MeetingEvent::EntryRequested {
        participant_id: bo_id,
        ..
    } = ana.until(asked("Bo")).await
    else {
        unreachable!("only this fits")
    };
    ana.engine
        .control(ControlRequest::Admit { id: bo_id.clone() });
    let joined = bo
        .until(|event| matches!(event, MeetingEvent::MeetingJoined { .. }))
        .await;
    assert!(matches!(joined, MeetingEvent::MeetingJoined { me, .. } if me.participant_id == bo_id));
    ana.until(|event| {
        matches!(
            event,
            MeetingEvent::EntryResponded {
                response: EntryResponse::Allowed,
                ..
            }
        )
    })
    .await;

    cy.engine.join(guest(&meeting), "Cy".into());
    let MeetingEvent::EntryRequested { participant_id, .. } = ana.until(asked("Cy")).await else {
        unreachable!("only this fits")
    };
    ana.engine
        .control(ControlRequest::Deny { id: participant_id });
    assert_eq!(cy.until_left().await.code, ReasonCode::Denied);
    assert_eq!(
        cy.engine.summary(),
        None,
        "who was not in has nothing to sum up"
    );

    // Somebody else gives up: at once here, and the host's list knows.
    let mut di = Person::new();
    di.engine.join(guest(&meeting), "Di".into());
    di.until_state(MeetingState::Waiting).await;
    ana.until(asked("Di")).await;
    let clicked = Instant::now();
    di.engine.leave();
    assert_eq!(di.until_left().await.code, ReasonCode::Left);
    assert!(
        clicked.elapsed() < Duration::from_millis(300),
        "{:?}",
        clicked.elapsed()
    );
    ana.until(|event| matches!(event, MeetingEvent::EntryWithdrawn { .. }))
        .await;

    // The end reaches those who wait too.
    di.engine.join(guest(&meeting), "Di".into());
    ana.until(asked("Di")).await;
    ana.engine.end_for_all(None);
    for person in [&mut di, &mut bo, &mut ana] {
        let reason = person.until_left().await;
        assert_eq!(
            (reason.code, reason.by.as_deref()),
            (ReasonCode::Ended, Some("Ana")),
            "{reason:?}"
        );
    }
    for person in [ana, bo, cy, di] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hosts_mute_stops_the_sound_until_its_owner_turns_it_on() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    ana.sees_and_hears(&bo_id, 3, 200).await;

    ana.engine.control(ControlRequest::Mute {
        identity: Some(bo_id.clone()),
        kind: StreamKind::Audio,
    });
    let muted = bo
        .until(|event| matches!(event, MeetingEvent::MutedByHost { .. }))
        .await;
    assert_eq!(
        muted,
        MeetingEvent::MutedByHost {
            kind: StreamKind::Audio,
            by: Some("Ana".into())
        }
    );
    assert!(
        !bo.engine.local().borrow().microphone.on,
        "the microphone is off at its owner"
    );
    tokio::time::sleep(Duration::from_millis(700)).await;
    let heard = ana.engine.stats().await.participants[0].audio_ms;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        ana.engine.stats().await.participants[0].audio_ms,
        heard,
        "nothing is sent any more"
    );

    // A request is a question: nothing goes on by itself.
    ana.engine.control(ControlRequest::Ask {
        identity: bo_id.clone(),
        kind: StreamKind::Audio,
    });
    bo.until(|event| matches!(event, MeetingEvent::MicRequested { by, participant_id } if by == "Ana" && *participant_id == Some(ana_id.clone())))
        .await;
    assert!(!bo.engine.local().borrow().microphone.on);
    bo.engine.set_microphone(true);
    ana.sees_and_hears(&bo_id, 0, heard + 300).await;
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_a_host_may_and_the_role_can_be_handed_over() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    let cy_id = cy.join(guest(&meeting), "Cy").await;

    bo.engine.control(ControlRequest::Lock { on: true });
    let refused = bo
        .until(|event| matches!(event, MeetingEvent::Error { .. }))
        .await;
    assert!(
        matches!(&refused, MeetingEvent::Error { code, .. } if *code == adjourn_meeting::ErrorCode::NotAllowed),
        "{refused:?}"
    );

    ana.engine.control(ControlRequest::SetRole {
        identity: bo_id.clone(),
        role: Role::Host,
    });
    let role = |id: &adjourn_meeting::ParticipantId, role: Role| {
        let id = id.clone();
        move |event: &MeetingEvent| {
            *event
                == MeetingEvent::RoleChanged {
                    participant_id: id.clone(),
                    role,
                }
        }
    };
    cy.until(role(&bo_id, Role::Host)).await;
    bo.until(role(&bo_id, Role::Host)).await;
    ana.until(role(&ana_id, Role::CoHost)).await;

    bo.engine.control(ControlRequest::Lock { on: true });
    cy.until(|event| matches!(event, MeetingEvent::RoomChanged { locked: true, .. }))
        .await;
    let mut late = Person::new();
    late.engine.join(guest(&meeting), "Late".into());
    assert_eq!(late.until_left().await.code, ReasonCode::JoinFailed);

    bo.engine.control(ControlRequest::AnnounceEnd {
        in_seconds: 60,
        note: EndNote::new("Time is up"),
    });
    cy.until(|event| matches!(event, MeetingEvent::RoomChanged { ends_at: Some(_), ends_by: Some(by), .. } if by == "Bo")).await;
    bo.engine.control(ControlRequest::CancelEnd {});
    cy.until(|event| matches!(event, MeetingEvent::RoomChanged { ends_at: None, .. }))
        .await;

    bo.engine
        .control(ControlRequest::Remove { identity: cy_id });
    let reason = cy.until_left().await;
    assert_eq!(
        (reason.code, reason.by.as_deref()),
        (ReasonCode::Removed, Some("Bo")),
        "{reason:?}"
    );
    for person in [ana, bo, cy, late] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_devices_are_told_free_just_before_the_meeting_is_left() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::new();
    ana.join(host(&meeting), "Ana").await;
    while ana.engine.local().borrow().camera.label.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    ana.engine.leave();
    ana.until_left().await;
    let told = &ana.heard[ana.heard.len() - 2].1;
    let free = matches!(
        told,
        MeetingEvent::DevicesReleased { camera: DeviceState::Free, microphone: DeviceState::Free, speaker: DeviceState::Free, stuck, .. } if stuck.is_empty()
    );
    assert!(free, "{told:?}");
    ana.engine.shutdown().await;
    server.shutdown().await;
}
