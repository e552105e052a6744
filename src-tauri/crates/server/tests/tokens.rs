//! How long tokens count, and that who is in always has one that does.

mod support;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use adjourn_meeting::Secret;
use adjourn_server::{Server, ServerConfig, WallClock};
use adjourn_signal::{Response, token};
use support::{Client, config, guest, host, http, server};

const GUEST_LIFETIME_S: u64 = 600;
const HOST_LIFETIME_S: u64 = 24 * 3600;

fn unix_s() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is after 1970").as_secs()
}

async fn refreshed(client: &mut Client) -> Secret {
    client
        .until("refreshed token", |response| match response {
            Response::RefreshToken(token) => Some(token),
            _ => None,
        })
        .await
}

fn seconds_left(token: &Secret) -> u64 {
    let claims = token::peek(token.expose()).expect("a token");
    claims.expires.saturating_sub(unix_s())
}

fn is_about(seconds: u64, expected: u64) -> bool {
    (expected - 5..=expected).contains(&seconds)
}

async fn status(server: &Server, token: &Secret) -> u16 {
    let path = format!("/rtc/validate?access_token={}", token.expose());
    http(server.local_addr(), "GET", &path, &[], b"")
        .await
        .status
}

#[tokio::test]
async fn who_joins_gets_a_fresh_token_at_once_and_a_hosts_lasts_as_long_as_an_end_is_kept_for_it() {
    let server = server().await;
    let mut bo = Client::join(&server, guest("bo")).await;
    let token = refreshed(&mut bo).await;
    assert!(is_about(seconds_left(&token), GUEST_LIFETIME_S));
    assert_eq!(status(&server, &token).await, 200);
    let mut ana = Client::join(&server, host("ana")).await;
    let token = refreshed(&mut ana).await;
    assert!(is_about(seconds_left(&token), HOST_LIFETIME_S));
    let meeting = server.open_meeting("x", "Cy").await.expect("opens");
    assert!(is_about(seconds_left(&meeting.host_token), HOST_LIFETIME_S));
    let body = r#"{"identity":"bo","role":"host"}"#;
    let made = support::control(&server, "SetRole", &host("ana"), body).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let (mut bo, _) = Client::resume(&server, guest("bo"), bo.sid()).await;
    let token = refreshed(&mut bo).await;
    assert!(
        is_about(seconds_left(&token), HOST_LIFETIME_S),
        "who was made host has a host's token"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_wall_clock_that_jumps_leaves_nobody_without_a_token_that_counts() {
    let clock = WallClock::default();
    let config = ServerConfig {
        clock: clock.clone(),
        ..config()
    };
    let server = Server::start(config).await.expect("starts");
    let mut bo = Client::join(&server, guest("bo")).await;
    let old = refreshed(&mut bo).await;
    let jumped = Instant::now();
    clock.jump(Duration::from_secs(GUEST_LIFETIME_S + 60));
    let new = refreshed(&mut bo).await;
    assert!(
        jumped.elapsed() < Duration::from_secs(2),
        "the new token came after {:?}",
        jumped.elapsed()
    );
    assert_eq!(status(&server, &old).await, 401);
    assert_eq!(status(&server, &new).await, 200);
    let quiet = tokio::time::timeout(Duration::from_secs(1), refreshed(&mut bo));
    assert!(quiet.await.is_err(), "one jump is one new token");
    server.shutdown().await;
}
