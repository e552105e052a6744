//! Chat, reactions, hands, views and lines: what the server passes on, and what it does not.

mod support;

use std::time::{Duration, Instant};

use adjourn_meeting::{ParticipantId, ParticipantSid, Reaction, TrackId};
use adjourn_server::Server;
use adjourn_signal::attributes::HAND_ATTRIBUTE;
use adjourn_signal::{
    ChatMessage, ConnectionQuality, DataPacket, DisconnectReason, MetadataUpdate, PayloadKind,
    Request, RequestOutcome, Response, TrackSetting, UserMessage, VideoQuality, chat_packets,
    reaction_packet,
};
use support::media::{MediaClient, run, run_for};
use support::{Client, LIMIT, control, guest, host, server};

/// Ana (host), Bo and Cy with open data channels.
async fn three(server: &Server) -> [MediaClient; 3] {
    let mut people = [
        MediaClient::join(server, host("ana")).await,
        MediaClient::join(server, guest("bo")).await,
        MediaClient::join(server, guest("cy")).await,
    ];
    for person in &mut people {
        person.open_channel().await;
    }
    let [ana, bo, cy] = &mut people;
    run("open channels", &mut [ana, bo, cy], |clients| {
        clients
            .iter()
            .all(|client| client.channel_open && client.is_connected())
    })
    .await;
    people
}

fn chat(id: &str, text: &str) -> DataPacket {
    DataPacket::from_chat(&ChatMessage {
        id: id.into(),
        message: text.into(),
        ..ChatMessage::default()
    })
}

fn texts(person: &MediaClient) -> Vec<String> {
    let chat = person.data.iter().filter_map(DataPacket::chat);
    chat.map(|chat| chat.message).collect()
}

#[tokio::test]
async fn a_message_reaches_whom_it_is_for_under_its_writers_name_and_is_not_echoed() {
    let server = server().await;
    let [mut ana, mut bo, mut cy] = three(&server).await;
    let mut forged = chat("1", "to all");
    forged.sender = ParticipantId::new("ana");
    forged.sender_sid = ParticipantSid::new("PA_forged");
    bo.send_data(&forged.encode());
    bo.send_data(
        &chat("2", "to Cy")
            .to(vec![ParticipantId::new("cy")])
            .encode(),
    );
    bo.send_data(
        &chat("3", "to nobody")
            .to(vec![ParticipantId::new("dora")])
            .encode(),
    );
    bo.send_data(&chat("4", "last").encode());
    run(
        "the last one",
        &mut [&mut ana, &mut bo, &mut cy],
        |clients| {
            [0, 2]
                .iter()
                .all(|at| texts(clients[*at]).contains(&"last".into()))
        },
    )
    .await;
    assert_eq!(texts(&ana), ["to all", "last"]);
    assert_eq!(texts(&cy), ["to all", "to Cy", "last"]);
    assert!(bo.data.is_empty(), "nothing is echoed");
    let sid = bo.signal.sid();
    for packet in ana.data.iter().chain(&cy.data) {
        assert_eq!((packet.sender.as_str(), &packet.sender_sid), ("bo", &sid));
    }
    let private: Vec<_> = cy.data.iter().map(DataPacket::is_private).collect();
    assert_eq!(private, [false, true, false]);
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_empty_too_long_or_no_reaction_is_not_passed_on() {
    let server = server().await;
    let [mut ana, mut bo, mut cy] = three(&server).await;
    let user = |payload: &[u8]| {
        let message = UserMessage {
            payload: payload.into(),
            topic: Some("adjourn.reaction".into()),
            id: None,
        };
        DataPacket::from_user(&message, true)
    };
    for packet in [
        chat("1", " \n\u{0}"),
        chat("2", &"x".repeat(4001)),
        chat("3", &"é".repeat(30_000)),
        user(b"skull"),
        user(&[0xff; 20_000]),
    ] {
        bo.send_data(&packet.encode());
    }
    // An oversized text stream: its beginning is not passed on, so nobody puts it together.
    let long = "x".repeat(17_000);
    for packet in chat_packets("4", &long, None, 0).into_iter().skip(1) {
        bo.send_data(&packet.encode());
    }
    bo.send_data(&chat("5", &"é".repeat(4000)).encode());
    run(
        "the good one",
        &mut [&mut ana, &mut bo, &mut cy],
        |clients| !texts(clients[0]).is_empty() && !texts(clients[2]).is_empty(),
    )
    .await;
    assert_eq!(texts(&ana), ["é".repeat(4000)]);
    let kinds: Vec<_> = ana.data.iter().map(DataPacket::kind).collect();
    assert!(
        !kinds.contains(&PayloadKind::StreamHeader) && !kinds.contains(&PayloadKind::User),
        "{kinds:?}"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_words_and_signs_is_cut_to_ten_and_five_a_second() {
    let server = server().await;
    let [mut ana, mut bo, mut cy] = three(&server).await;
    let started = Instant::now();
    for n in 0..300 {
        for packet in chat_packets(&n.to_string(), "spam", None, 0) {
            bo.send_data(&packet.encode());
        }
        bo.send_data(&reaction_packet(Reaction::Party).encode());
        if n % 20 == 0 {
            run_for(Duration::from_millis(5), &mut [&mut ana, &mut bo, &mut cy]).await;
        }
    }
    // Others are not slowed down by it, and data that are no talk pass as before.
    cy.send_data(&chat("1", "excuse me").encode());
    let other = UserMessage {
        payload: b"end".into(),
        topic: None,
        id: None,
    };
    bo.send_data(&DataPacket::from_user(&other, true).encode());
    run("the end", &mut [&mut ana, &mut bo, &mut cy], |clients| {
        let ended = |packet: &DataPacket| packet.user().is_some_and(|user| user.payload == b"end");
        texts(clients[0]).contains(&"excuse me".into()) && clients[0].data.iter().any(ended)
    })
    .await;
    let most = 10 + 1 + 5 * started.elapsed().as_secs() as usize + 5;
    let spam = |kind| {
        ana.data
            .iter()
            .filter(|packet| packet.kind() == kind)
            .count()
    };
    for count in [
        texts(&ana).iter().filter(|text| *text == "spam").count(),
        spam(PayloadKind::StreamHeader),
        spam(PayloadKind::User) - 1,
    ] {
        assert!(
            (10..=most).contains(&count),
            "{count} of 300, at most {most}"
        );
    }
    server.shutdown().await;
}

fn hand(info: &adjourn_signal::ParticipantInfo) -> Option<u64> {
    adjourn_signal::attributes::hand(&info.attributes)
}

fn raise(request_id: u32, value: &str) -> MetadataUpdate {
    MetadataUpdate {
        request_id,
        attributes: [(HAND_ATTRIBUTE.to_owned(), value.to_owned())].into(),
        ..MetadataUpdate::default()
    }
}

async fn outcome(client: &mut Client) -> RequestOutcome {
    client
        .until("answer", |r| match r {
            Response::RequestResponse { outcome, .. } => Some(outcome),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn anybody_raises_a_hand_at_the_servers_time_and_only_a_host_lowers_anothers() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut bo = Client::join(&server, guest("bo")).await;
    bo.send(&Request::UpdateMetadata(raise(1, "1"))).await;
    let own = bo.update_of("bo", |info| hand(info).is_some()).await;
    assert_eq!(outcome(&mut bo).await, RequestOutcome::Ok);
    let info = ana.update_of("bo", |info| hand(info).is_some()).await;
    assert!(hand(&info) > Some(1_600_000_000_000), "not what Bo says");
    assert_eq!(hand(&own), hand(&info), "its owner is shown it too");
    // Who comes later sees it.
    let cy = Client::join(&server, guest("cy")).await;
    let others = &cy.joined.other_participants;
    let of_bo = others.iter().find(|other| other.identity.as_str() == "bo");
    assert_eq!(of_bo.and_then(hand), hand(&info));

    // A hand does not carry other changes with it.
    let mut smuggled = raise(2, "1");
    smuggled
        .attributes
        .insert("adjourn.role".into(), "host".into());
    bo.send(&Request::UpdateMetadata(smuggled)).await;
    assert_eq!(outcome(&mut bo).await, RequestOutcome::NotAllowed);

    let lower = async |token| {
        control(&server, "LowerHand", &token, r#"{"identity":"bo"}"#)
            .await
            .status
    };
    assert_eq!(lower(guest("cy")).await, 403);
    assert_eq!(lower(host("ana")).await, 200);
    ana.update_of("bo", |info| hand(info).is_none()).await;

    bo.send(&Request::UpdateMetadata(raise(3, "1"))).await;
    ana.update_of("bo", |info| hand(info).is_some()).await;
    bo.send(&Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    ana.update_of("bo", |info| {
        info.state == adjourn_signal::ParticipantState::Disconnected
    })
    .await;
    let bo = Client::join(&server, guest("bo")).await;
    assert_eq!(hand(&bo.joined.participant), None, "leaving lowers it");
    server.shutdown().await;
}

#[tokio::test]
async fn a_picture_nobody_looks_at_is_not_sent_and_the_layer_follows_the_tile() {
    let server = server().await;
    let mut ana = MediaClient::join(&server, host("ana")).await;
    let mut bo = MediaClient::join(&server, guest("bo")).await;
    ana.publish().await;
    let mut frames = 0;
    run("a first picture", &mut [&mut ana, &mut bo], |clients| {
        if clients.iter().all(|client| client.is_connected()) {
            frames += 1;
            clients[0].send_frame(frames % 10 == 1, 1);
        }
        clients[1].arrived.len() == 2
    })
    .await;
    let (camera, microphone) = ana.tracks();
    let view = |disabled, width, height| {
        Request::TrackSetting(TrackSetting {
            tracks: vec![TrackId::new(&*camera)],
            disabled,
            quality: VideoQuality::High,
            width,
            height,
            fps: 0,
            priority: 0,
        })
    };
    for (width, height, layer) in [
        (160, 90, 0_u8),
        (320, 180, 0),
        (480, 270, 1),
        (1000, 600, 2),
        (3840, 2160, 2),
    ] {
        bo.signal.send(&view(false, width, height)).await;
        let key = format!("layer {layer} for {width}x{height}");
        let mut sent = 0;
        run(&key, &mut [&mut ana, &mut bo], |clients| {
            sent += 1;
            clients[0].send_frame(sent % 10 == 1, 1);
            let last = clients[1].arrived.get(&camera).and_then(|all| all.last());
            last.is_some_and(|packet| packet.video().0 == layer)
        })
        .await;
    }

    bo.signal.send(&view(true, 0, 0)).await;
    run_for(Duration::from_millis(150), &mut [&mut ana, &mut bo]).await;
    bo.arrived.clear();
    for _ in 0..20 {
        ana.send_frame(true, 2);
        run_for(Duration::from_millis(10), &mut [&mut ana, &mut bo]).await;
    }
    assert_eq!(
        bo.arrived.get(&camera).map_or(0, Vec::len),
        0,
        "no RTP at all"
    );
    assert!(bo.arrived[&microphone].len() >= 15, "the sound goes on");

    ana.key_frames_wanted.clear();
    bo.signal.send(&view(false, 1280, 720)).await;
    run(
        "a key frame is asked for",
        &mut [&mut ana, &mut bo],
        |clients| {
            clients[0].send_frame(false, 1);
            !clients[0].key_frames_wanted.is_empty()
        },
    )
    .await;
    run("the picture again", &mut [&mut ana, &mut bo], |clients| {
        clients[0].send_frame(true, 1);
        clients[1].arrived.contains_key(&camera)
    })
    .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_line_that_falls_silent_is_lost_for_the_others_within_five_seconds_and_comes_back() {
    let server = server().await;
    let [mut ana, mut bo, mut cy] = three(&server).await;
    let sid = bo.signal.sid();
    let told = |person: &MediaClient| {
        let infos = person.said.iter().filter_map(|said| match said {
            Response::ConnectionQuality(infos) => Some(infos),
            _ => None,
        });
        let of_bo = infos.flatten().filter(|info| info.sid == sid);
        of_bo.map(|info| info.quality).next_back()
    };
    // The cable is pulled: no datagram of Bo's, and nothing on its socket either.
    let pulled = Instant::now();
    while told(&ana) != Some(ConnectionQuality::Lost) {
        run_for(Duration::from_millis(20), &mut [&mut ana, &mut cy]).await;
        assert!(pulled.elapsed() < LIMIT, "Bo's line is never lost");
    }
    let noticed = pulled.elapsed();
    assert!(noticed < Duration::from_secs(5), "{noticed:?}");
    let mut dora = MediaClient::join(&server, guest("dora")).await;
    run("Dora knows", &mut [&mut dora], |clients| {
        told(clients[0]) == Some(ConnectionQuality::Lost)
    })
    .await;
    run("Bo is back", &mut [&mut ana, &mut bo, &mut cy], |clients| {
        told(clients[0]) == Some(ConnectionQuality::Excellent)
    })
    .await;
    server.shutdown().await;
}
