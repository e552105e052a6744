//! One engine over time: its lobby, its devices, meeting after meeting, and its own end.

mod support;

use std::path::PathBuf;
use std::time::Duration;

use adjourn_engine::own_picture;
use adjourn_media::{CameraSource, MicrophoneSource};
use adjourn_meeting::{MAX_NAME_CHARS, MeetingEvent, ReasonCode};
use support::{Person, guest, host, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn dropping_the_last_handle_is_a_clean_goodbye() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    drop(bo);
    assert_eq!(ana.until_gone("Bo").await.code, ReasonCode::Left);
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lobby_shows_the_own_picture_and_the_meeting_takes_its_devices_over() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;

    bo.engine.preview(true).await;
    let local = bo.engine.local().borrow().clone();
    assert!(
        local.camera.label.is_some() && local.microphone.label.is_some() && !local.cut,
        "{local:?}"
    );
    let shown = async {
        while bo.screen.seen(&own_picture()).pictures < 5 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(support::PATIENCE, shown)
        .await
        .expect("the own picture is shown in the lobby");
    assert!(bo.engine.microphone_level() > 0.05);

    let bo_id = bo.join(guest(&meeting), "Bo").await;
    ana.sees_and_hears(&bo_id, 5, 200).await;
    assert_eq!(
        bo.screen.seen(&own_picture()).ended,
        0,
        "the camera was not opened again"
    );
    bo.engine.leave();
    bo.until_left().await;
    assert_eq!(bo.screen.seen(&own_picture()).ended, 1);
    assert_eq!(bo.engine.microphone_level(), 0.0);

    bo.engine.preview(true).await;
    bo.engine.preview(false).await;
    let local = bo.engine.local().borrow().clone();
    assert!(
        [&local.camera, &local.microphone, &local.speaker]
            .iter()
            .all(|device| device.label.is_none()),
        "{local:?}"
    );
    bo.engine.shutdown().await;
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_meeting_goes_on_without_a_camera_that_does_not_work_and_says_why() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let not_y4m = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let mut ana = Person::with(
        CameraSource::File(not_y4m),
        MicrophoneSource::Tone { hz: 440.0 },
    );
    let mut bo = Person::with(CameraSource::None, MicrophoneSource::None);
    let ana_id = ana.join(host(&meeting), "Ana").await;
    let told = |event: &MeetingEvent| matches!(event, MeetingEvent::Error { code, .. } if *code == adjourn_meeting::ErrorCode::FileNotY4m);
    if !ana.heard.iter().any(|(_, event)| told(event)) {
        ana.until(told).await;
    }
    assert_eq!(
        ana.engine
            .local()
            .borrow()
            .camera
            .problem
            .as_ref()
            .map(|problem| problem.code.name()),
        Some("file-not-y4m")
    );
    bo.join(guest(&meeting), "Bo").await;
    bo.sees_and_hears(&ana_id, 0, 200).await;
    assert!(
        !bo.engine.local().borrow().camera.on
            && bo.engine.local().borrow().camera.problem.is_none(),
        "no camera is no problem"
    );

    // It works as soon as another camera is chosen.
    ana.engine.choose_camera(CameraSource::TestCard);
    bo.sees_and_hears(&ana_id, 5, 200).await;
    assert_eq!(ana.engine.local().borrow().camera.problem, None);
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_name_of_300_characters_with_markup_is_cut_and_stays_text() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), &format!("<b>{}", "x".repeat(300)))
        .await;
    let joined = ana
        .until(|event| matches!(event, MeetingEvent::ParticipantJoined { .. }))
        .await;
    let MeetingEvent::ParticipantJoined { participant } = joined else {
        unreachable!("only this fits")
    };
    assert!(
        participant.name.starts_with("<b>x") && participant.name.chars().count() == MAX_NAME_CHARS,
        "{}",
        participant.name
    );
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}
