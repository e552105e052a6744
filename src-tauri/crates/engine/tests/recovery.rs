//! The engine's own task fails in the middle of a meeting.

mod support;

use std::sync::Arc;

use adjourn_engine::{VideoFrame, VideoSink};
use adjourn_meeting::{MeetingEvent, ParticipantId, ReasonCode, StreamKind};
use support::{Person, guest, host, server};

/// Fails as soon as somebody else's stream ends, on the engine's task.
struct Fragile;

impl VideoSink for Fragile {
    fn frame(&self, _: &VideoFrame) {}

    fn stream_ended(&self, participant: &ParticipantId, _: StreamKind) {
        assert!(
            *participant == adjourn_engine::own_picture(),
            "this is what fails in this test"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_panic_of_the_engine_is_told_as_a_crash_and_the_next_meeting_starts_without_a_restart() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::configured(|config| config.video = Arc::new(Fragile));
    let (mut bo, mut cy) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    cy.join(guest(&meeting), "Cy").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    ana.until(|event| matches!(event, MeetingEvent::StreamEnabled { participant_id, kind: StreamKind::Video } if *participant_id == bo_id))
        .await;

    bo.engine.leave();
    let reason = ana.until_left().await;
    assert_eq!(reason.code, ReasonCode::Crashed, "{reason:?}");
    assert_eq!(ana.rest(), [], "it is told once, and last");
    assert_eq!(cy.until_gone("Ana").await.code, ReasonCode::Crashed);
    assert!(ana.engine.seat().borrow().is_none());
    let local = ana.engine.local().borrow().clone();
    assert!(
        [&local.camera, &local.microphone, &local.speaker]
            .iter()
            .all(|device| device.label.is_none()),
        "{local:?}"
    );

    let ana_id = ana.join(host(&meeting), "Ana").await;
    let before = cy.screen.seen(&ana_id).pictures;
    cy.sees_and_hears(&ana_id, before + 3, 60).await;
    for person in [ana, bo, cy] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}
