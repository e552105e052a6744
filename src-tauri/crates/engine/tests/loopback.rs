//! Two engines and a real server on loopback: they see and hear each other, leave, and are ended.

mod support;

use std::time::{Duration, Instant};

use adjourn_engine::{look_up, own_picture};
use adjourn_meeting::{EndNote, MeetingEvent, ReasonCode, StreamKind};
use adjourn_signal::UserMessage;
use support::{Person, guest, host, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_see_and_hear_each_other_and_one_leaves() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;

    let info = look_up(&meeting.invite).await.expect("the door answers");
    assert_eq!(
        (info.title.as_str(), info.host.as_deref()),
        ("Ana’s meeting", Some("Ana"))
    );

    let clicked = Instant::now();
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    eprintln!("joined after {:?}", clicked.elapsed());
    bo.sees_and_hears(&ana_id, 0, 20).await;
    eprintln!("first sound after {:?}", clicked.elapsed());
    bo.sees_and_hears(&ana_id, 1, 20).await;
    eprintln!(
        "first picture after {:?}",
        bo.screen.seen(&ana_id).first_at.expect("a picture") - clicked
    );
    ana.until(|event| matches!(event, MeetingEvent::ParticipantJoined { participant } if participant.name == "Bo")).await;
    bo.until(|event| matches!(event, MeetingEvent::StreamEnabled { participant_id, kind: StreamKind::Video } if *participant_id == ana_id)).await;
    tokio::join!(
        ana.sees_and_hears(&bo_id, 30, 1500),
        bo.sees_and_hears(&ana_id, 30, 1500)
    );
    let seen = bo.screen.seen(&ana_id);
    assert_eq!(seen.size, (640, 360));
    assert_eq!(seen.broken, 0, "every picture can be decoded: {seen:?}");
    let mut latency = seen.latency_ms.clone();
    latency.sort_unstable();
    eprintln!(
        "latency ms: median {} of {}",
        latency[latency.len() / 2],
        latency.len()
    );
    assert!(
        bo.screen.seen(&own_picture()).pictures > 10 && bo.screen.seen(&own_picture()).was_self
    );
    assert!(
        bo.engine
            .speaker_levels()
            .get(&ana_id)
            .is_some_and(|level| *level > 0.05),
        "{:?}",
        bo.engine.speaker_levels()
    );
    assert!(bo.engine.microphone_level() > 0.05);

    let clicked = Instant::now();
    bo.engine.leave();
    assert_eq!(bo.until_left().await.code, ReasonCode::Left);
    let left = clicked.elapsed();
    let reason = ana.until_gone("Bo").await;
    let gone = clicked.elapsed();
    eprintln!("leave: meeting-left after {left:?}, participant-left after {gone:?}");
    assert_eq!(reason.code, ReasonCode::Left);
    assert!(left < Duration::from_millis(300), "{left:?}");
    assert_eq!(bo.rest(), [], "nothing comes after meeting-left");
    bo.engine.shutdown().await;
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_host_ends_it_for_everyone_and_nobody_gets_back_in() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    cy.join(guest(&meeting), "Cy").await;

    let note = || EndNote::new("Grüße, bis morgen 👋");
    // A guest's attempt changes nothing.
    bo.engine.end_for_all(EndNote::new("Ha"));
    bo.until(|event| matches!(event, MeetingEvent::EndRefused { .. }))
        .await;
    assert!(!bo.engine.local().borrow().cut);

    let clicked = Instant::now();
    ana.engine.end_for_all(note());
    for person in [&mut bo, &mut cy, &mut ana] {
        let reason = person.until_left().await;
        assert_eq!(
            (reason.code, reason.by.as_deref(), reason.note),
            (ReasonCode::Ended, Some("Ana"), note())
        );
    }
    eprintln!("end: all out after {:?}", clicked.elapsed());

    let mut late = Person::new();
    late.engine.join(guest(&meeting), "Late".into());
    let reason = late.until_left().await;
    assert_eq!(
        (reason.code, reason.by.as_deref(), reason.note),
        (ReasonCode::Ended, Some("Ana"), note())
    );
    // An old token too.
    late.engine.join(host(&meeting), "Late".into());
    let reason = late.until_left().await;
    assert_eq!(
        (reason.code, reason.by.as_deref(), reason.note),
        (ReasonCode::Ended, Some("Ana"), note())
    );
    for person in [ana, bo, cy, late] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn muting_is_told_and_the_camera_comes_back_on_the_same_track() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    bo.sees_and_hears(&ana_id, 5, 200).await;

    ana.engine.set_camera(false);
    ana.engine.set_microphone(false);
    for kind in [StreamKind::Video, StreamKind::Audio] {
        let off = |event: &MeetingEvent| matches!(event, MeetingEvent::StreamDisabled { participant_id, kind: of } if *participant_id == ana_id && *of == kind);
        if !bo.heard.iter().any(|(_, event)| off(event)) {
            bo.until(off).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (before, sound) = (
        bo.screen.seen(&ana_id).pictures,
        bo.engine.stats().await.participants[0].audio_ms,
    );
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(
        bo.screen.seen(&ana_id).pictures,
        before,
        "a camera that is off sends nothing"
    );
    assert!(
        ana.engine.local().borrow().camera.label.is_none(),
        "and its device is released"
    );

    ana.engine.set_camera(true);
    ana.engine.set_microphone(true);
    bo.until(|event| matches!(event, MeetingEvent::StreamEnabled { participant_id, kind: StreamKind::Video } if *participant_id == ana_id)).await;
    bo.sees_and_hears(&ana_id, before + 10, sound + 300).await;
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cut_stops_every_packet_and_staying_brings_them_back() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    bo.sees_and_hears(&ana_id, 10, 300).await;

    let sent = || async { ana.engine.stats().await.publisher.packets_sent };
    let cut = Instant::now();
    ana.engine.cut();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let at_50_ms = sent().await;
    // What was on its way is still played and decoded, on a busy machine later.
    tokio::time::sleep(Duration::from_millis(550)).await;
    let played = || async { bo.engine.stats().await.participants[0].audio_ms };
    let sound = played().await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(sent().await, at_50_ms, "not one packet leaves any more");
    assert_eq!(played().await, sound, "not one packet of sound comes");
    let last = bo
        .screen
        .seen(&ana_id)
        .last_at
        .expect("there were pictures");
    let after = last.saturating_duration_since(cut);
    eprintln!("cut: last picture decoded {after:?} after the click, packets sent: {at_50_ms}");
    assert!(after < Duration::from_millis(600), "{after:?}");
    let pictures = bo.screen.seen(&ana_id).pictures;

    ana.engine.stay();
    bo.sees_and_hears(&ana_id, pictures + 10, sound + 300).await;
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn data_reaches_the_others_and_names_its_sender() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    let mut data = bo.engine.data();
    bo.join(guest(&meeting), "Bo").await;
    bo.sees_and_hears(&ana_id, 1, 20).await;
    for n in 0..3_u8 {
        ana.engine.send_data(
            UserMessage {
                payload: vec![n; 100],
                ..UserMessage::default()
            },
            true,
        );
    }
    for n in 0..3_u8 {
        let message = tokio::time::timeout(support::PATIENCE, data.recv())
            .await
            .expect("data come")
            .expect("nothing is missed");
        assert_eq!(
            (message.from, message.reliable, message.message.payload),
            (ana_id.clone(), true, vec![n; 100])
        );
    }
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}
