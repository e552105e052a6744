//! Sound and picture through the server, packet by packet.

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use adjourn_meeting::TrackId;
use adjourn_signal::{Request, Response, TrackSetting, VideoQuality};
use support::media::{Arrived, MediaClient, run, run_for};
use support::{end, guest, host, server};

/// A room in which Ana publishes and Bo receives, both connected, and Ana's key frames reach Bo.
async fn ana_and_bo(server: &adjourn_server::Server) -> (MediaClient, MediaClient) {
    let mut ana = MediaClient::join(server, host("ana")).await;
    let mut bo = MediaClient::join(server, guest("bo")).await;
    ana.publish().await;
    let mut frames = 0;
    run("a first picture", &mut [&mut ana, &mut bo], |clients| {
        if clients.iter().all(|client| client.is_connected()) {
            frames += 1;
            clients[0].send_frame(frames % 10 == 1, 2);
        }
        clients[1].arrived.len() == 2
    })
    .await;
    (ana, bo)
}

fn sequences(arrived: &[Arrived]) -> BTreeSet<u64> {
    arrived.iter().map(|packet| packet.sequence).collect()
}

fn is_unbroken(sequences: &BTreeSet<u64>) -> bool {
    match (sequences.first(), sequences.last()) {
        (Some(first), Some(last)) => last - first + 1 == sequences.len() as u64,
        _ => false,
    }
}

#[tokio::test]
async fn every_packet_of_a_burst_arrives_once_and_unharmed() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (camera, microphone) = ana.tracks();
    bo.arrived.clear();
    // 20 packets a layer back to back: more than any one turn of the loop takes at a time.
    for round in 0..10 {
        ana.send_frame(round == 0, 20);
        run_for(Duration::from_millis(20), &mut [&mut ana, &mut bo]).await;
    }
    run("the last packet", &mut [&mut ana, &mut bo], |clients| {
        clients[1]
            .arrived
            .get(&microphone)
            .is_some_and(|sound| sound.len() >= 10)
            && clients[1]
                .arrived
                .get(&camera)
                .is_some_and(|video| video.len() >= 200)
    })
    .await;
    let video = &bo.arrived[&camera];
    assert!(is_unbroken(&sequences(video)));
    assert_eq!(sequences(video).len(), video.len(), "a packet came twice");
    assert!(video.iter().all(|packet| {
        packet.payload.len() == 600
            && packet.payload[10..]
                .iter()
                .skip(1)
                .all(|byte| *byte == packet.video().0)
    }));
    assert!(is_unbroken(&sequences(&bo.arrived[&microphone])));
    server.shutdown().await;
}

#[tokio::test]
async fn lost_pictures_are_sent_again() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (camera, _) = ana.tracks();
    bo.arrived.clear();
    bo.lose_one_in(10);
    for round in 0..100 {
        ana.send_frame(round == 0, 3);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    bo.lose_one_in(0);
    ana.send_frame(false, 3);
    run("the repair", &mut [&mut ana, &mut bo], |clients| {
        let arrived = sequences(&clients[1].arrived[&camera]);
        arrived.len() >= 300 && is_unbroken(&arrived)
    })
    .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_change_of_layer_waits_for_its_key_frame_and_looks_like_one_stream() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (camera, _) = ana.tracks();
    bo.arrived.clear();
    ana.send_frame(true, 2);
    run_for(Duration::from_millis(50), &mut [&mut ana, &mut bo]).await;
    for (quality, layer) in [
        (VideoQuality::Low, 0_u8),
        (VideoQuality::Medium, 1),
        (VideoQuality::High, 2),
    ] {
        ana.key_frames_wanted.clear();
        bo.signal
            .send(&Request::TrackSetting(TrackSetting {
                tracks: vec![TrackId::new(&*camera)],
                disabled: false,
                quality,
                width: 0,
                height: 0,
                fps: 0,
                priority: 0,
            }))
            .await;
        run(
            "a request for a key frame",
            &mut [&mut ana, &mut bo],
            |clients| {
                clients[0].send_frame(false, 2);
                !clients[0].key_frames_wanted.is_empty()
            },
        )
        .await;
        run_for(Duration::from_millis(30), &mut [&mut ana, &mut bo]).await;
        let before = bo.arrived[&camera].last().map(|packet| packet.video().0);
        assert_ne!(before, Some(layer), "switched without a key frame");
        ana.send_frame(true, 2);
        run("the new layer", &mut [&mut ana, &mut bo], |clients| {
            clients[0].send_frame(false, 2);
            clients[1].arrived[&camera]
                .last()
                .is_some_and(|packet| packet.video().0 == layer)
        })
        .await;
    }
    let video = &bo.arrived[&camera];
    assert!(is_unbroken(&sequences(video)), "a gap at a switch");
    for pair in video.windows(2) {
        let step = pair[1].picture_id().wrapping_sub(pair[0].picture_id()) & 0x7fff;
        assert!(step <= 1, "PictureID jumps by {step}");
        assert!(
            pair[1].timestamp.wrapping_sub(pair[0].timestamp) < 90_000,
            "the timestamp jumps"
        );
    }
    server.shutdown().await;
}

#[tokio::test]
async fn a_receiver_that_lost_its_way_gets_a_key_frame_and_a_flood_of_requests_is_one() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (camera, _) = ana.tracks();
    run_for(Duration::from_millis(600), &mut [&mut ana, &mut bo]).await;
    ana.key_frames_wanted.clear();
    for _ in 0..20 {
        bo.ask_for_key_frame(&camera);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    let asked = ana.key_frames_wanted.len();
    assert!(
        (1..=2).contains(&asked),
        "the publisher was asked {asked} times in 200 ms"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn sections_are_used_again_when_people_come_and_go_and_media_flows_in_them() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let mut most = 0;
    for round in 0..4 {
        let mut cy = MediaClient::join(&server, guest(&format!("cy{round}"))).await;
        cy.publish().await;
        let mut frames = 0;
        run(
            "cy's picture at bo",
            &mut [&mut ana, &mut bo, &mut cy],
            |clients| {
                if clients[2].is_connected() {
                    frames += 1;
                    clients[2].send_frame(frames % 10 == 1, 1);
                }
                clients[1].arrived.len() == 4
            },
        )
        .await;
        let (camera, microphone) = cy.tracks();
        most = most.max(bo.sections_offered());
        assert_eq!(
            bo.sections_offered(),
            5,
            "data, Ana's two and the two for whoever comes"
        );
        drop(cy);
        run("cy is gone", &mut [&mut ana, &mut bo], |clients| {
            clients[1].said.iter().any(|said| match said {
                Response::Update(infos) => infos.iter().any(|info| {
                    info.identity.as_str() == format!("cy{round}")
                        && info.state == adjourn_signal::ParticipantState::Disconnected
                }),
                _ => false,
            })
        })
        .await;
        run_for(Duration::from_millis(50), &mut [&mut ana, &mut bo]).await;
        bo.arrived.remove(&camera);
        bo.arrived.remove(&microphone);
    }
    assert_eq!(most, 5);
    server.shutdown().await;
}

#[tokio::test]
async fn a_muted_track_is_not_passed_on_whatever_its_publisher_sends() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (camera, microphone) = ana.tracks();
    let mute = |track: &str, muted| Request::Mute {
        track: TrackId::new(track),
        muted,
    };
    ana.signal.send(&mute(&camera, true)).await;
    ana.signal.send(&mute(&microphone, true)).await;
    run_for(Duration::from_millis(100), &mut [&mut ana, &mut bo]).await;
    bo.arrived.clear();
    for _ in 0..20 {
        ana.send_frame(true, 1);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    assert!(bo.arrived.is_empty(), "packets of a muted track arrived");
    ana.signal.send(&mute(&camera, false)).await;
    ana.signal.send(&mute(&microphone, false)).await;
    run("both again", &mut [&mut ana, &mut bo], |clients| {
        clients[0].send_frame(true, 1);
        clients[1].arrived.len() == 2
    })
    .await;
    server.shutdown().await;
}

#[tokio::test]
async fn the_end_stops_all_media_at_once() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    assert_eq!(end(&server, &host("ana")).await.status, 200);
    run_for(Duration::from_millis(50), &mut [&mut ana, &mut bo]).await;
    bo.arrived.clear();
    for _ in 0..10 {
        ana.send_frame(true, 1);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    assert!(bo.arrived.is_empty(), "media flows after the end");
    server.shutdown().await;
}

#[tokio::test]
async fn who_speaks_is_told_to_everybody() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let sid = ana.signal.sid();
    let speaks = |said: &[Response], active: bool| {
        said.iter().any(|said| match said {
            Response::Speakers(speakers) => speakers
                .iter()
                .any(|speaker| speaker.sid == sid && speaker.active == active),
            _ => false,
        })
    };
    run("Ana speaks", &mut [&mut ana, &mut bo], |clients| {
        clients[0].send_frame(false, 1);
        speaks(&clients[1].said, true)
    })
    .await;
    run("Ana is silent", &mut [&mut ana, &mut bo], |clients| {
        speaks(&clients[1].said, false)
    })
    .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_muted_microphone_that_goes_on_sending_makes_nobody_the_one_who_speaks() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let (_, microphone) = ana.tracks();
    let track = TrackId::new(microphone);
    ana.signal.send(&Request::Mute { track, muted: true }).await;
    // What was said before counts for another 400 ms.
    run_for(Duration::from_millis(1_000), &mut [&mut ana, &mut bo]).await;
    bo.said.clear();
    for _ in 0..100 {
        ana.send_frame(false, 1);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    run_for(Duration::from_millis(500), &mut [&mut ana, &mut bo]).await;
    let speaks = |said: &Response| match said {
        Response::Speakers(speakers) => speakers.iter().any(|speaker| speaker.active),
        _ => false,
    };
    assert!(!bo.said.iter().any(speaks));
    server.shutdown().await;
}
