//! Calls of the RoomService that reach into a room.

mod support;

use std::time::{Duration, Instant};

use adjourn_signal::{DisconnectReason, ParticipantState, Request, Response};
use support::{Client, LIMIT, guest, host, server, token_with, twirp};

#[tokio::test]
async fn what_an_administrator_asks_for_somebody_is_no_sign_of_life_of_it() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let bo = Client::join(&server, guest("bo")).await;
    let body = r#"{"room":"r1","identity":"bo","trackSids":["TR_1"],"subscribe":true}"#;
    let started = Instant::now();
    // Bo's socket is open and says nothing; 14 s of that are the end of its seat.
    let gone = loop {
        ana.send(&Request::Ping { timestamp_ms: 1 }).await;
        let heard = ana.until("pong or the news", |response| match response {
            Response::Pong { .. } => Some(None),
            Response::Update(infos) => infos
                .into_iter()
                .find(|info| info.state == ParticipantState::Disconnected)
                .map(Some),
            _ => None,
        });
        if let Some(gone) = heard.await {
            break gone;
        }
        assert!(
            started.elapsed() < Duration::from_secs(17),
            "somebody else's call kept it in"
        );
        let asked = twirp(&server, "UpdateSubscriptions", &host("ana"), body).await;
        assert!(matches!(asked.status, 200 | 404), "{}", asked.text());
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    assert_eq!(gone.sid, bo.sid());
    assert_eq!(gone.disconnect_reason, DisconnectReason::ConnectionTimeout);
    drop(bo);
    server.shutdown().await;
}

#[tokio::test]
async fn a_room_that_was_left_closes_after_the_time_it_was_made_with() {
    let server = server().await;
    let creator = token_with("svc", |claims| claims.grants.room_create = true);
    let body = r#"{"name":"r1","emptyTimeout":600,"departureTimeout":1}"#;
    assert_eq!(
        twirp(&server, "CreateRoom", &creator, body).await.status,
        200
    );
    let mut closed = server.closed_rooms();
    let mut bo = Client::join(&server, guest("bo")).await;
    bo.send(&Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    let over = tokio::time::timeout(LIMIT, closed.wait_for(|rooms| *rooms == 1));
    over.await.expect("it closes").expect("the server is there");
    server.shutdown().await;
}
