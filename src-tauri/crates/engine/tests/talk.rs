//! People who write, give signs, raise hands and look at each other.

mod support;

use std::time::{Duration, Instant};

use adjourn_engine::{Target, ViewTile};
use adjourn_media::CameraSource;
use adjourn_meeting::{
    ChatMessage, ErrorCode, MeetingEvent, MeetingState, ParticipantId, Quality, Reaction,
    ReasonCode, Role, StreamKind,
};
use adjourn_signal::control::ControlRequest;
use support::proxy::{Mode, Proxy};
use support::{Directory, PATIENCE, Person, guest, host, server};

async fn reads(person: &mut Person, text: &str) -> ChatMessage {
    let fits = |event: &MeetingEvent| matches!(event, MeetingEvent::ChatReceived { message } if message.text == text);
    match person.until(fits).await {
        MeetingEvent::ChatReceived { message } => message,
        _ => unreachable!("only this fits"),
    }
}

async fn hand_of(person: &mut Person, who: &ParticipantId, up: bool) {
    let fits = |event: &MeetingEvent| matches!(event, MeetingEvent::HandChanged { participant_id, raised_at } if participant_id == who && raised_at.is_some() == up);
    person.until(fits).await;
}

fn texts(person: &Person) -> Vec<String> {
    let told = person.heard.iter().filter_map(|(_, event)| match event {
        MeetingEvent::ChatReceived { message } => Some(message.text.clone()),
        _ => None,
    });
    told.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_written_is_read_once_by_whom_it_is_for_and_kept() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let kept = Directory::new();
    let state_dir = kept.0.clone();
    let mut ana = Person::new();
    let mut bo = Person::configured(|config| {
        config.state_dir = Some(state_dir);
        config.client_id = Some("b0".repeat(16));
    });
    let mut cy = Person::new();
    let ana_id = ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    cy.join(guest(&meeting), "Cy").await;
    let came = |event: &MeetingEvent| matches!(event, MeetingEvent::ParticipantJoined { participant } if participant.name == "Cy");
    ana.until(came).await;
    bo.until(came).await;

    ana.engine.send_chat("Hello all".into(), None);
    let mine = reads(&mut ana, "Hello all").await;
    assert_eq!((&mine.participant_id, mine.to), (&ana_id, None));
    for person in [&mut bo, &mut cy] {
        let read = reads(person, "Hello all").await;
        assert_eq!(
            (read.name.as_str(), read.to, &read.id),
            ("Ana", None, &mine.id)
        );
    }
    ana.engine.send_chat("Psst".into(), Some(bo_id.clone()));
    let read = reads(&mut bo, "Psst").await;
    assert_eq!(
        (read.to, read.to_name.as_deref()),
        (Some(bo_id.clone()), Some("Bo"))
    );
    let mine = reads(&mut ana, "Psst").await;
    assert_eq!(mine.to_name.as_deref(), Some("Bo"));
    ana.engine.send_chat("Good bye".into(), None);
    reads(&mut cy, "Good bye").await;
    reads(&mut bo, "Good bye").await;
    assert_eq!(
        texts(&cy),
        ["Hello all", "Good bye"],
        "each once, and none of Bo's"
    );

    // Somebody who comes, goes and comes back in the same run of the app reads on where it was.
    bo.engine.leave();
    bo.until_left().await;
    let summary = bo.engine.summary().expect("it was in a meeting");
    let written: Vec<_> = summary
        .chat
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(written, ["Hello all", "Psst", "Good bye"]);
    bo.heard.clear();
    bo.join(guest(&meeting), "Bo").await;
    ana.engine.send_chat("Welcome back".into(), None);
    reads(&mut bo, "Welcome back").await;
    assert_eq!(
        texts(&bo),
        ["Hello all", "Psst", "Good bye", "Welcome back"]
    );

    // To somebody who is not there.
    ana.engine
        .send_chat("Anybody?".into(), Some(ParticipantId::new("nobody")));
    ana.until(|event| {
        matches!(
            event,
            MeetingEvent::Error {
                code: ErrorCode::ChatNotSent,
                ..
            }
        )
    })
    .await;
    for person in [bo, ana, cy] {
        person.engine.shutdown().await;
    }
    let tables = kept.files("summaries", "-chat.csv");
    assert!(
        tables
            .iter()
            .all(|table| table.contains("\"Ana\",\"Bo\",\"Psst\"")),
        "{tables:?}"
    );
    assert_eq!(tables.len(), 2);
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn signs_and_hands_are_seen_by_all_and_a_host_lowers_a_hand() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    bo.engine.react(Reaction::Party);
    for person in [&mut ana, &mut bo] {
        person
            .until(|event| matches!(event, MeetingEvent::ReactionReceived { participant_id, reaction: Reaction::Party } if *participant_id == bo_id))
            .await;
    }
    bo.engine.set_hand(true);
    hand_of(&mut bo, &bo_id, true).await;
    hand_of(&mut ana, &bo_id, true).await;
    cy.join(guest(&meeting), "Cy").await;
    hand_of(&mut cy, &bo_id, true).await;

    cy.engine.control(ControlRequest::LowerHand {
        identity: bo_id.clone(),
    });
    cy.until(|event| {
        matches!(
            event,
            MeetingEvent::Error {
                code: ErrorCode::NotAllowed,
                ..
            }
        )
    })
    .await;
    ana.engine.control(ControlRequest::LowerHand {
        identity: bo_id.clone(),
    });
    for person in [&mut ana, &mut bo, &mut cy] {
        hand_of(person, &bo_id, false).await;
    }
    for person in [ana, bo, cy] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_the_pictures_in_the_view_come_and_in_its_size() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    bo.sees_and_hears(&ana_id, 5, 200).await;

    let tile = |width, height| ViewTile {
        participant_id: ana_id.clone(),
        kind: StreamKind::Video,
        width,
        height,
    };
    for (width, height, layer) in [(320, 180, 320), (600, 340, 640), (160, 90, 320)] {
        bo.engine.set_view(vec![tile(width, height)]);
        let begun = Instant::now();
        while bo.screen.seen(&ana_id).size.0 != layer {
            assert!(begun.elapsed() < PATIENCE, "{:?}", bo.screen.seen(&ana_id));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    bo.engine.set_view(Vec::new());
    tokio::time::sleep(Duration::from_millis(700)).await;
    let before = (bo.screen.seen(&ana_id).pictures, bo.engine.stats().await);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = (bo.screen.seen(&ana_id).pictures, bo.engine.stats().await);
    assert_eq!(before.0, after.0, "no picture comes");
    let heard = |stats: &adjourn_engine::Stats| stats.participants[0].audio_ms;
    assert!(heard(&after.1) > heard(&before.1), "the sound goes on");

    bo.engine.set_view(vec![tile(640, 360)]);
    let begun = Instant::now();
    while bo.screen.seen(&ana_id).pictures < after.0 + 5 {
        assert!(begun.elapsed() < PATIENCE, "{:?}", bo.screen.seen(&ana_id));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for person in [ana, bo] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_large_tile_gets_the_whole_picture_of_a_720p_camera() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let kept = Directory::new();
    let movie = kept.0.join("hd.y4m");
    std::fs::write(&movie, hd_movie()).expect("writable");
    let mut ana = Person::configured(|config| config.camera = CameraSource::File(movie));
    let mut bo = Person::new();
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;

    // The largest comes unasked, and again after a small one; nothing smaller when that is too little.
    for (tile, size) in [
        (None, (1280, 720)),
        (Some((200, 110)), (320, 180)),
        (Some((1100, 620)), (1280, 720)),
        (Some((640, 360)), (640, 360)),
        (Some((3840, 2160)), (1280, 720)),
    ] {
        if let Some((width, height)) = tile {
            bo.engine.set_view(vec![ViewTile {
                participant_id: ana_id.clone(),
                kind: StreamKind::Video,
                width,
                height,
            }]);
        }
        let begun = Instant::now();
        while bo.screen.seen(&ana_id).size != size {
            let seen = bo.screen.seen(&ana_id);
            assert!(begun.elapsed() < PATIENCE, "{tile:?}: {seen:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    for person in [ana, bo] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

/// Four pictures of 1280x720, ten a second.
fn hd_movie() -> Vec<u8> {
    let mut movie = b"YUV4MPEG2 W1280 H720 F10:1\n".to_vec();
    for luma in [60, 100, 140, 180] {
        movie.extend_from_slice(b"FRAME\n");
        movie.resize(movie.len() + 1280 * 720, luma);
        movie.resize(movie.len() + 1280 * 720 / 2, 128);
    }
    movie
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_host_has_the_whole_attendance_also_of_who_was_there_before_it() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
    bo.join(guest(&meeting), "Bo").await;
    cy.join(guest(&meeting), "Cy").await;
    bo.engine.leave();
    bo.until_left().await;
    cy.until_gone("Bo").await;
    ana.join(host(&meeting), "Ana").await;
    let names = |people: Vec<adjourn_engine::Attendee>| {
        let told = people
            .into_iter()
            .map(|one| (one.name, one.left.map(|left| left.code)));
        told.collect::<Vec<_>>()
    };
    let told = ana.engine.attendance().await.expect("a host may ask");
    assert_eq!(
        names(told),
        [
            ("Bo".into(), Some(ReasonCode::Left)),
            ("Cy".into(), None),
            ("Ana".into(), None)
        ]
    );
    let refused = cy.engine.attendance().await.expect_err("a guest may not");
    assert_eq!(refused.code, ErrorCode::NotAllowed);

    ana.engine.end_for_all(None);
    ana.until_left().await;
    let summary = ana
        .engine
        .whole_summary()
        .await
        .expect("it was in a meeting");
    let me = summary
        .people
        .iter()
        .find(|one| one.me)
        .expect("I was there");
    assert_eq!((me.name.as_str(), me.role), ("Ana", Role::Host));
    assert_eq!(
        names(summary.people),
        [
            ("Bo".into(), Some(ReasonCode::Left)),
            ("Cy".into(), Some(ReasonCode::Ended)),
            ("Ana".into(), Some(ReasonCode::Ended))
        ]
    );
    for person in [ana, bo, cy] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_done_while_the_connection_is_away_is_made_up_for() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let proxy = Proxy::before(server.local_addr()).await;
    let through = Target::Token {
        url: format!("ws://{}", proxy.address),
        token: meeting.host_token.clone(),
        certificate_sha256: None,
    };
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(through, "Ana").await;
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    ana.engine.send_chat("Before".into(), None);
    reads(&mut bo, "Before").await;
    bo.sees_and_hears(&ana_id, 5, 200).await;
    ana.sees_and_hears(&bo_id, 5, 200).await;

    proxy.set(Mode::Drop);
    ana.until_state(MeetingState::Reconnecting).await;
    ana.engine.send_chat("Meanwhile".into(), None);
    ana.engine.set_hand(true);
    ana.engine.set_view(Vec::new());
    bo.engine.send_chat("Where are you?".into(), None);
    // The media path is there all the time.
    reads(&mut ana, "Where are you?").await;
    assert!(
        !texts(&ana).contains(&"Meanwhile".into()),
        "it is not out yet"
    );
    proxy.set(Mode::Forward);
    reads(&mut ana, "Meanwhile").await;
    reads(&mut bo, "Meanwhile").await;
    let raised = |event: &MeetingEvent| matches!(event, MeetingEvent::HandChanged { participant_id, raised_at: Some(_) } if *participant_id == ana_id);
    if !bo.heard.iter().any(|(_, event)| raised(event)) {
        bo.until(raised).await;
    }
    assert_eq!(texts(&bo), ["Before", "Where are you?", "Meanwhile"]);
    tokio::time::sleep(Duration::from_millis(700)).await;
    let before = ana.screen.seen(&bo_id).pictures;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(
        ana.screen.seen(&bo_id).pictures,
        before,
        "the view is told again"
    );

    // It does not come back: what could not be sent is said.
    proxy.set(Mode::Drop);
    ana.until_state(MeetingState::Reconnecting).await;
    ana.engine.send_chat("Lost".into(), None);
    ana.engine.leave();
    ana.until(|event| {
        matches!(
            event,
            MeetingEvent::Error {
                code: ErrorCode::ChatNotSent,
                ..
            }
        )
    })
    .await;
    ana.until_left().await;
    for person in [ana, bo] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybodys_line_is_told_after_joining() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    let ana_id = ana.join(host(&meeting), "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    bo.until(|event| matches!(event, MeetingEvent::QualityChanged { participant_id, quality: Quality::Excellent } if *participant_id == ana_id))
        .await;
    for person in [ana, bo] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}
