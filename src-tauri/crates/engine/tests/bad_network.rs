//! The line to the server breaks, freezes or comes back, and leaving and ending work all the same.

mod support;

use std::time::{Duration, Instant};

use adjourn_meeting::{MeetingEvent, MeetingState, ReasonCode};
use support::proxy::{Mode, behind_a_proxy};
use support::{Person, guest, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broken_signalling_connection_is_resumed_and_nobody_else_notices() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let ana_id = ana.join(target, "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    tokio::join!(
        ana.sees_and_hears(&bo_id, 10, 300),
        bo.sees_and_hears(&ana_id, 10, 300)
    );

    proxy.set(Mode::Drop);
    ana.until_state(MeetingState::Reconnecting).await;
    let broken = Instant::now();
    tokio::time::sleep(Duration::from_millis(500)).await;
    // What the person does meanwhile is made up for.
    ana.engine.set_microphone(false);
    proxy.set(Mode::Forward);
    ana.until_state(MeetingState::Connected).await;
    eprintln!("back after {:?}", broken.elapsed());
    bo.until(|event| matches!(event, MeetingEvent::StreamDisabled { participant_id, .. } if *participant_id == ana_id)).await;
    ana.engine.set_microphone(true);

    let (seen, heard) = (
        bo.screen.seen(&ana_id).pictures,
        bo.engine.stats().await.participants[0].audio_ms,
    );
    bo.sees_and_hears(&ana_id, seen + 30, heard + 500).await;
    let (seen, heard) = (
        ana.screen.seen(&bo_id).pictures,
        ana.engine.stats().await.participants[0].audio_ms,
    );
    ana.sees_and_hears(&bo_id, seen + 30, heard + 500).await;
    let noticed = |event: &MeetingEvent| matches!(event, MeetingEvent::ParticipantLeft { .. });
    assert!(
        !bo.heard.iter().any(|(_, event)| noticed(event)) && !bo.rest().iter().any(noticed),
        "nobody left"
    );
    assert!(!ana.rest().iter().any(noticed), "nobody left");
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leaving_a_frozen_server_takes_no_longer_than_any_other() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::new();
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    ana.join(target, "Ana").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    proxy.set(Mode::Freeze);
    let clicked = Instant::now();
    ana.engine.leave();
    assert_eq!(ana.until_left().await.code, ReasonCode::Left);
    assert!(
        clicked.elapsed() < Duration::from_millis(300),
        "{:?}",
        clicked.elapsed()
    );
    let local = ana.engine.local().borrow().clone();
    assert!(
        local.camera.label.is_none() && local.microphone.label.is_none(),
        "the devices are closed: {local:?}"
    );

    // And while reconnecting.
    proxy.set(Mode::Forward);
    let again = proxy.host(&meeting);
    ana.join(again, "Ana").await;
    proxy.set(Mode::Drop);
    ana.until_state(MeetingState::Reconnecting).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let clicked = Instant::now();
    ana.engine.leave();
    assert_eq!(ana.until_left().await.code, ReasonCode::Left);
    assert!(
        clicked.elapsed() < Duration::from_millis(300),
        "{:?}",
        clicked.elapsed()
    );
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_frozen_line_is_noticed_within_five_seconds() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::new();
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    ana.join(target, "Ana").await;
    proxy.set(Mode::Freeze);
    let frozen = Instant::now();
    ana.until_state(MeetingState::Reconnecting).await;
    let noticed = frozen.elapsed();
    // The sixth second is for a busy machine.
    assert!(noticed < Duration::from_secs(6), "{noticed:?}");
    proxy.set(Mode::Forward);
    ana.until_state(MeetingState::Connected).await;
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_goes_another_way_while_the_socket_is_reconnecting() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    ana.join(target, "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    proxy.set(Mode::DropSignalling);
    ana.until_state(MeetingState::Reconnecting).await;

    let clicked = Instant::now();
    ana.engine.end_for_all(None);
    for person in [&mut ana, &mut bo] {
        let reason = person.until_left().await;
        assert_eq!(
            (reason.code, reason.by.as_deref()),
            (ReasonCode::Ended, Some("Ana")),
            "{reason:?}"
        );
    }
    eprintln!(
        "end while reconnecting: all out after {:?}",
        clicked.elapsed()
    );
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_that_does_not_get_through_is_said_and_kept_until_it_does() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    ana.join(target, "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    proxy.set(Mode::Drop);
    ana.until_state(MeetingState::Reconnecting).await;
    ana.engine.end_for_all(None);
    ana.until(|event| matches!(event, MeetingEvent::EndRefused { .. }))
        .await;
    proxy.set(Mode::DropSignalling);
    assert_eq!(ana.until_left().await.code, ReasonCode::Ended);
    assert_eq!(bo.until_left().await.code, ReasonCode::Ended);
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}
