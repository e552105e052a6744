//! Sharing a screen: begun and stopped by its owner, by a host, and by the end of the meeting.

mod support;

use std::time::{Duration, Instant};

use adjourn_media::ScreenSource;
use adjourn_meeting::{MeetingEvent, ParticipantId, StreamKind};
use adjourn_server::{HostedMeeting, Server};
use adjourn_signal::control::ControlRequest;
use support::{PATIENCE, Person, guest, host, server};

/// A server, and a meeting on it.
async fn opened() -> (Server, HostedMeeting) {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    (server, meeting)
}

async fn close<const N: usize>(server: Server, people: [Person; N]) {
    for person in people {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

impl Person {
    /// Until somebody shares, or does not any more.
    async fn until_share(&mut self, who: &ParticipantId, on: bool) {
        self.until(|event| match event {
            MeetingEvent::StreamEnabled {
                participant_id,
                kind: StreamKind::Share,
            } => on && participant_id == who,
            MeetingEvent::StreamDisabled {
                participant_id,
                kind: StreamKind::Share,
            } => !on && participant_id == who,
            _ => false,
        })
        .await;
    }

    async fn until_presenter(&mut self, who: Option<&ParticipantId>) {
        self.until(|event| matches!(event, MeetingEvent::PresenterChanged { participant_id } if participant_id.as_ref() == who))
            .await;
    }

    /// Until so many more pictures of a shared screen have come.
    async fn sees_screen(&self, who: &ParticipantId, more: u64) {
        let shared = || self.screen.stream(who, StreamKind::Share);
        let (begun, before) = (Instant::now(), shared().pictures);
        while shared().pictures < before + more {
            assert!(begun.elapsed() < PATIENCE, "{:?}", shared());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(shared().size, (1280, 720));
    }

    async fn until_not_sharing(&self) {
        let mut local = self.engine.local();
        let stopped = local.wait_for(|local| !local.screen.on);
        let stopped = tokio::time::timeout(PATIENCE, stopped).await;
        stopped.expect("it stops").expect("the engine runs");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_screen_is_shared_again_and_again_and_who_comes_later_sees_it() {
    let (server, meeting) = opened().await;
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    // Before one is in there is nobody to show it to.
    ana.engine.share(Some(ScreenSource::TestCard));
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    assert!(!ana.engine.local().borrow().screen.on);
    for _ in 0..3 {
        ana.engine.share(Some(ScreenSource::TestCard));
        bo.until_share(&ana_id, true).await;
        bo.until_presenter(Some(&ana_id)).await;
        bo.sees_screen(&ana_id, 5).await;
        ana.engine.share(None);
        bo.until_presenter(None).await;
        ana.until_not_sharing().await;
    }
    ana.engine.share(Some(ScreenSource::TestCard));
    bo.sees_screen(&ana_id, 1).await;
    cy.join(guest(&meeting), "Cy").await;
    cy.until_presenter(Some(&ana_id)).await;
    cy.sees_screen(&ana_id, 3).await;
    cy.sees_and_hears(&ana_id, 3, 100).await;

    // The clock in the picture tells how old it is when it has been decoded.
    let mut latency = cy.screen.stream(&ana_id, StreamKind::Share).latency_ms;
    latency.sort_unstable();
    assert!(latency[latency.len() / 2] < 1000, "{latency:?}");

    ana.engine.end_for_all(None);
    for person in [&mut ana, &mut bo, &mut cy] {
        person.until_left().await;
    }
    ana.until_not_sharing().await;
    close(server, [ana, bo, cy]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cut_stops_the_screen_and_staying_brings_it_back() {
    let (server, meeting) = opened().await;
    let (mut ana, mut bo) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    bo.engine.share(Some(ScreenSource::TestCard));
    ana.sees_screen(&bo_id, 3).await;
    bo.engine.cut();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let shared = || ana.screen.stream(&bo_id, StreamKind::Share).pictures;
    let before = shared();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(shared(), before, "nothing comes");
    bo.engine.stay();
    ana.sees_screen(&bo_id, 3).await;
    close(server, [ana, bo]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_host_stops_the_screen_of_a_guest_and_the_first_presenter_has_the_place() {
    let (server, meeting) = opened().await;
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    let cy_id = cy.join(guest(&meeting), "Cy").await;
    bo.engine.share(Some(ScreenSource::TestCard));
    ana.until_presenter(Some(&bo_id)).await;
    cy.engine.share(Some(ScreenSource::TestCard));
    ana.until_share(&cy_id, true).await;
    ana.sees_screen(&cy_id, 2).await;

    ana.engine.control(ControlRequest::Mute {
        identity: Some(bo_id.clone()),
        kind: StreamKind::Share,
    });
    let stopped = bo
        .until(|event| {
            matches!(
                event,
                MeetingEvent::MutedByHost {
                    kind: StreamKind::Share,
                    ..
                }
            )
        })
        .await;
    assert!(matches!(stopped, MeetingEvent::MutedByHost { by: Some(by), .. } if by == "Ana"));
    bo.until_not_sharing().await;
    ana.until_presenter(Some(&cy_id)).await;

    // Only their owner can begin again, and does.
    bo.engine.share(Some(ScreenSource::TestCard));
    ana.until_share(&bo_id, true).await;
    ana.sees_screen(&bo_id, 2).await;
    close(server, [ana, bo, cy]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_shared_is_said_and_the_meeting_goes_on() {
    let (server, meeting) = opened().await;
    let mut ana = Person::new();
    ana.join(host(&meeting), "Ana").await;
    ana.engine
        .share(Some(ScreenSource::Listed("nonsense".into())));
    let error = ana
        .until(|event| matches!(event, MeetingEvent::Error { .. }))
        .await;
    let MeetingEvent::Error { code, .. } = error else {
        unreachable!("only this fits")
    };
    // Without a display there is nobody who could say that it is missing.
    assert!(code.name().starts_with("screen-"), "{code}");
    ana.until_not_sharing().await;
    ana.engine.leave();
    ana.until_left().await;
    close(server, [ana]).await;
}
