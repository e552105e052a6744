//! What a token does not allow does not happen, whatever its holder asks for.

mod support;

use std::time::Duration;

use adjourn_meeting::{Secret, TrackId};
use adjourn_server::Server;
use adjourn_signal::{
    ChatMessage, Claims, DataPacket, DisconnectReason, Request, Response, TrackSource,
};
use support::media::{MediaClient, run, run_for};
use support::{Client, guest, host, server, token_with, twirp};

/// Long enough for anything that is on its way on loopback to arrive.
const A_WHILE: Duration = Duration::from_millis(400);

fn limited(identity: &str, limit: impl FnOnce(&mut adjourn_signal::Grants)) -> Secret {
    token_with(identity, |claims: &mut Claims| limit(&mut claims.grants))
}

/// Ana, who publishes, and somebody with this token, both connected.
async fn ana_and(server: &Server, token: Secret) -> (MediaClient, MediaClient) {
    let mut ana = MediaClient::join(server, host("ana")).await;
    let mut other = MediaClient::join(server, token).await;
    ana.publish().await;
    run("both connected", &mut [&mut ana, &mut other], |clients| {
        clients.iter().all(|client| client.is_connected()) && clients[0].published.len() == 2
    })
    .await;
    (ana, other)
}

/// Sends frames of `clients[0]` for a while.
async fn send_a_while(clients: &mut [&mut MediaClient]) {
    for round in 0..20 {
        clients[0].send_frame(round % 10 == 0, 1);
        run_for(A_WHILE / 20, clients).await;
    }
}

fn chat(text: &str) -> DataPacket {
    DataPacket::from_chat(&ChatMessage {
        id: text.into(),
        message: text.into(),
        ..ChatMessage::default()
    })
}

#[tokio::test]
async fn who_may_not_publish_is_heard_and_seen_by_nobody() {
    let server = server().await;
    let token = limited("bo", |grants| grants.can_publish = false);
    let (mut ana, mut bo) = ana_and(&server, token).await;
    bo.publish().await;
    run(
        "a connection for nothing",
        &mut [&mut ana, &mut bo],
        |clients| clients[1].is_connected(),
    )
    .await;
    send_a_while(&mut [&mut bo, &mut ana]).await;
    assert!(bo.published.is_empty(), "an announcement was taken");
    assert_eq!(ana.sections_offered(), 1, "only the data channels");
    assert!(ana.arrived.is_empty());
    server.shutdown().await;
}

#[tokio::test]
async fn who_may_publish_a_microphone_only_publishes_no_camera() {
    let server = server().await;
    let token = limited("bo", |grants| {
        grants.can_publish_sources = vec![TrackSource::Microphone];
    });
    let (mut ana, mut bo) = ana_and(&server, token).await;
    bo.publish().await;
    run("bo's microphone", &mut [&mut bo, &mut ana], |clients| {
        if clients[0].is_connected() {
            clients[0].send_frame(true, 1);
        }
        !clients[1].arrived.is_empty()
    })
    .await;
    send_a_while(&mut [&mut bo, &mut ana]).await;
    assert_eq!(bo.published.len(), 1);
    assert_eq!(ana.sections_offered(), 2, "data and one track");
    let arrived: Vec<_> = ana.arrived.keys().collect();
    assert_eq!(arrived, [&bo.published[0]]);
    server.shutdown().await;
}

#[tokio::test]
async fn who_may_not_subscribe_receives_nothing_also_when_it_asks() {
    let server = server().await;
    let token = limited("bo", |grants| grants.can_subscribe = false);
    let (mut ana, mut bo) = ana_and(&server, token).await;
    let tracks: Vec<_> = ana.published.iter().map(|id| TrackId::new(&**id)).collect();
    bo.signal
        .send(&Request::Subscription {
            tracks,
            subscribe: true,
        })
        .await;
    send_a_while(&mut [&mut ana, &mut bo]).await;
    assert_eq!(bo.sections_offered(), 1, "only the data channels");
    assert!(bo.arrived.is_empty());
    server.shutdown().await;
}

#[tokio::test]
async fn who_may_not_send_data_is_not_passed_on() {
    let server = server().await;
    let mut ana = MediaClient::join(&server, host("ana")).await;
    let silent = limited("bo", |grants| grants.can_publish_data = false);
    let mut bo = MediaClient::join(&server, silent).await;
    let mut cy = MediaClient::join(&server, guest("cy")).await;
    bo.open_channel().await;
    cy.open_channel().await;
    run(
        "open channels",
        &mut [&mut ana, &mut bo, &mut cy],
        |clients| clients[1].channel_open && clients[2].channel_open && clients[0].is_connected(),
    )
    .await;
    bo.send_data(&chat("forbidden").encode());
    run_for(A_WHILE, &mut [&mut ana, &mut bo, &mut cy]).await;
    cy.send_data(&chat("allowed").encode());
    run("cy's word", &mut [&mut ana, &mut bo, &mut cy], |clients| {
        !clients[0].data.is_empty() && !clients[1].data.is_empty()
    })
    .await;
    let texts: Vec<_> = ana.data.iter().filter_map(DataPacket::chat).collect();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].message, "allowed");
    server.shutdown().await;
}

#[tokio::test]
async fn who_is_hidden_receives_and_nobody_learns_that_it_is_there() {
    let server = server().await;
    let token = limited("eve", |grants| grants.hidden = true);
    let (mut ana, mut eve) = ana_and(&server, token).await;
    eve.publish().await;
    run(
        "ana's picture and sound at eve",
        &mut [&mut ana, &mut eve],
        |clients| {
            clients[0].send_frame(true, 1);
            clients[1].arrived.len() == 2
        },
    )
    .await;
    // She speaks, into the void.
    for _ in 0..40 {
        eve.send_frame(true, 1);
        run_for(A_WHILE / 20, &mut [&mut ana, &mut eve]).await;
    }
    let bo = Client::join(&server, guest("bo")).await;
    let others = &bo.joined.other_participants;
    let known: Vec<_> = others.iter().map(|info| info.identity.as_str()).collect();
    assert_eq!(known, ["ana"]);
    let listed = twirp(
        &server,
        "ListParticipants",
        &host("ana"),
        r#"{"room":"r1"}"#,
    )
    .await;
    assert!(!listed.text().contains("eve"), "{}", listed.text());
    let sid = eve.signal.sid();
    eve.signal
        .send(&Request::Leave {
            reason: DisconnectReason::ClientInitiated,
        })
        .await;
    run_for(A_WHILE, &mut [&mut ana]).await;
    assert_eq!(ana.sections_offered(), 1, "nothing of eve's is offered");
    for said in &ana.said {
        match said {
            Response::Update(infos) => assert!(infos.iter().all(|info| info.sid != sid)),
            Response::Speakers(infos) => assert!(infos.iter().all(|info| info.sid != sid)),
            Response::ConnectionQuality(infos) => {
                assert!(infos.iter().all(|info| info.sid != sid));
            }
            Response::RoomUpdate(room) => assert!(room.num_participants <= 2),
            _ => {}
        }
    }
    server.shutdown().await;
}
