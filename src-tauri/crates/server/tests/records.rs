//! The record of an end: made also when the room is gone, and honest when it could not be written.

mod support;

use adjourn_meeting::Secret;
use adjourn_server::{Server, ServerConfig};
use support::{Answer, Client, config, end, guest, host, http, state_dir, token_with, twirp};

fn with_state(state: &std::path::Path) -> ServerConfig {
    ServerConfig {
        state_dir: Some(state.to_owned()),
        ..config()
    }
}

async fn validate(server: &Server, token: &Secret) -> (u16, String) {
    let path = format!("/rtc/validate?access_token={}", token.expose());
    let answer = http(server.local_addr(), "GET", &path, &[], b"").await;
    (answer.status, answer.text())
}

fn says_missing(answer: &Answer) -> bool {
    let head = answer.head.to_lowercase();
    head.lines().any(|line| line == "adjourn-record: missing")
}

#[tokio::test]
async fn a_host_ends_a_room_that_the_server_has_lost_and_no_old_token_makes_it_anew() {
    let state = state_dir("lost");
    let server = Server::start(with_state(&state)).await.expect("starts");
    let forged = end(&server, &guest("eve")).await;
    assert_eq!(forged.status, 401);
    let key = token_with("", |claims| {
        claims.grants.room_create = true;
        claims.grants.room = None;
    });
    assert_eq!(end(&server, &key).await.status, 404);
    assert_eq!(
        validate(&server, &guest("bo")).await.0,
        200,
        "neither a guest nor a key that knows of no room has ended anything"
    );
    let answer = end(&server, &host("ana")).await;
    assert_eq!((answer.status, says_missing(&answer)), (404, false));
    let ended = (401, "meeting ended by ANA".to_owned());
    assert_eq!(validate(&server, &guest("bo")).await, ended);
    let kept = std::fs::read_dir(state.join("ended")).expect("is there");
    assert_eq!(kept.count(), 1, "on disk before it is answered");
    let again = end(&server, &host("zoe")).await;
    assert_eq!(again.status, 404);
    assert_eq!(
        validate(&server, &guest("bo")).await,
        ended,
        "who ended it first stays who ended it"
    );
    server.shutdown().await;
    let server = Server::start(with_state(&state))
        .await
        .expect("starts again");
    assert_eq!(validate(&server, &guest("bo")).await, ended);
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}

#[tokio::test]
async fn who_ends_it_from_outside_is_told_in_the_answer_that_the_record_is_missing() {
    let state = state_dir("unwritable");
    let server = Server::start(with_state(&state)).await.expect("starts");
    let bo = Client::join(&server, guest("bo")).await;
    // A file where the directory was: nothing can be written there, whoever we are.
    std::fs::remove_dir_all(state.join("ended")).expect("is there");
    std::fs::write(state.join("ended"), b"").expect("is written");
    let answer = end(&server, &host("ana")).await;
    assert_eq!(
        (answer.status, says_missing(&answer)),
        (200, true),
        "{}",
        answer.head
    );
    drop(bo);
    let lost = token_with("ana", |claims| {
        claims.grants.room_admin = true;
        claims.grants.room = Some(adjourn_meeting::MeetingId::new("r2"));
    });
    let answer = twirp(&server, "DeleteRoom", &lost, r#"{"room":"r2"}"#).await;
    assert_eq!((answer.status, says_missing(&answer)), (404, true));
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}

#[tokio::test]
async fn an_end_that_is_on_disk_is_answered_without_a_word_about_it() {
    let state = state_dir("written");
    let server = Server::start(with_state(&state)).await.expect("starts");
    let _bo = Client::join(&server, guest("bo")).await;
    let answer = end(&server, &host("ana")).await;
    assert_eq!((answer.status, says_missing(&answer)), (200, false));
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}
