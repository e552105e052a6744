//! Waiting at the door, over HTTP.

mod support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use adjourn_server::{HostedMeeting, MeetingOptions, Server};
use adjourn_signal::attributes::{self, parse_answered, parse_waiting};
use support::{Answer, Client, LIMIT, control, http, knock, server, token_of};

async fn lobby(server: &Server) -> (HostedMeeting, Client) {
    let options = MeetingOptions {
        title: "Stand-up".into(),
        host_name: "Ana".into(),
        lobby: true,
        away: None,
    };
    let meeting = server.open_meeting_with(options).await.expect("opens");
    let ana = Client::join(server, meeting.host_token.clone()).await;
    (meeting, ana)
}

fn ticket_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.text());
    format!(r#"{{"ticket":{}}}"#, answer.json()["ticket"])
}

async fn post(address: SocketAddr, path: &str, body: String) -> Answer {
    http(address, "POST", path, &[], body.as_bytes()).await
}

#[tokio::test]
async fn who_waits_hears_within_the_moment_that_it_is_let_in() {
    let server = server().await;
    let (meeting, mut ana) = lobby(&server).await;
    let waits = knock(&server, &meeting, "Bo", 1).await;
    let told = waits.json();
    assert_eq!(
        (told["title"].as_str(), told["host"].as_str()),
        (Some("Stand-up"), Some("Ana"))
    );
    assert_eq!(told["ahead"], 0);
    let own = ana.joined.participant.identity.as_str().to_owned();
    let seen = ana
        .update_of(&own, |info| {
            info.attributes.contains_key(attributes::WAITING_ATTRIBUTE)
        })
        .await;
    let waiting = parse_waiting(&seen.attributes[attributes::WAITING_ATTRIBUTE]);
    assert_eq!(waiting[0].name, "Bo");
    let polling = tokio::spawn(post(server.local_addr(), "/join/wait", ticket_of(&waits)));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!polling.is_finished(), "a poll waits for something to tell");
    let admit = format!(r#"{{"id":"{}"}}"#, waiting[0].id.as_str());
    let asked = Instant::now();
    assert_eq!(
        control(&server, "Admit", &meeting.host_token, &admit)
            .await
            .status,
        200
    );
    let token = token_of(&polling.await.expect("answers"));
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "took {:?}",
        asked.elapsed()
    );
    let bo = Client::join(&server, token).await;
    assert_eq!(bo.joined.participant.identity, waiting[0].id);
    let answered = ana
        .update_of(&own, |info| {
            info.attributes.contains_key(attributes::ANSWERED_ATTRIBUTE)
        })
        .await;
    let answered = parse_answered(&answered.attributes[attributes::ANSWERED_ATTRIBUTE]);
    assert_eq!(answered[0].response, attributes::Response::Allowed);
    let again = post(server.local_addr(), "/join/wait", ticket_of(&waits)).await;
    assert_eq!(
        again.status, 200,
        "an answer that was lost on its way is given again"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_is_denied_gives_up_or_finds_it_locked_is_told_so() {
    let server = server().await;
    let (meeting, _ana) = lobby(&server).await;
    let waits = knock(&server, &meeting, "Bo", 1).await;
    let polling = tokio::spawn(post(server.local_addr(), "/join/wait", ticket_of(&waits)));
    assert_eq!(
        control(&server, "Deny", &meeting.host_token, r#"{"id":"x"}"#)
            .await
            .status,
        404
    );
    let listed = knock(&server, &meeting, "Cy", 2).await;
    assert_eq!(listed.json()["ahead"], 1);
    let id = guest_id(&meeting, 1);
    let deny = format!(r#"{{"id":"{id}"}}"#);
    assert_eq!(
        control(&server, "Deny", &meeting.host_token, &deny)
            .await
            .status,
        200
    );
    let told = polling.await.expect("answers");
    assert_eq!(
        (told.status, told.json()["code"].clone()),
        (403, "denied".into())
    );
    let moved = post(server.local_addr(), "/join/wait", ticket_of(&listed)).await;
    assert_eq!(
        (moved.status, moved.json()["ahead"].clone()),
        (202, 0.into())
    );
    let cancelled = post(server.local_addr(), "/join/cancel", ticket_of(&listed)).await;
    assert_eq!(cancelled.status, 200);
    let gone = post(server.local_addr(), "/join/wait", ticket_of(&listed)).await;
    assert_eq!(
        (gone.status, gone.json()["code"].clone()),
        (404, "unknown-ticket".into())
    );
    let admit = format!(r#"{{"id":"{}"}}"#, guest_id(&meeting, 2));
    let late = control(&server, "Admit", &meeting.host_token, &admit).await;
    assert_eq!(
        (late.status, late.json()["code"].clone()),
        (404, "nobody".into())
    );
    assert_eq!(
        control(&server, "Lock", &meeting.host_token, r#"{"on":true}"#)
            .await
            .status,
        200
    );
    let locked = knock(&server, &meeting, "Di", 3).await;
    assert_eq!(
        (locked.status, locked.json()["code"].clone()),
        (403, "locked".into())
    );
    server.shutdown().await;
}

/// The identity that the door gives an installation.
fn guest_id(meeting: &HostedMeeting, client: u8) -> String {
    use sha2::Digest;
    let client = format!("{client:02x}").repeat(16);
    let hash = sha2::Sha256::digest(format!("{client}{}", meeting.meeting.as_str()));
    let hex: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("g-{hex}")
}

#[tokio::test]
async fn who_waits_is_told_of_the_end_and_by_whom() {
    let server = server().await;
    let (meeting, _ana) = lobby(&server).await;
    let waits = knock(&server, &meeting, "Bo", 1).await;
    let polling = tokio::spawn(post(server.local_addr(), "/join/wait", ticket_of(&waits)));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let room = format!(r#"{{"room":"{}"}}"#, meeting.meeting.as_str());
    support::twirp(&server, "DeleteRoom", &meeting.host_token, &room).await;
    let told = polling.await.expect("answers");
    assert_eq!(
        (told.status, told.json()["by"].clone()),
        (410, "Ana".into())
    );
    assert!(told.json()["at"].is_u64());
    server.shutdown().await;
}

#[tokio::test]
async fn the_same_installation_again_replaces_itself_and_never_doubles() {
    let server = server().await;
    let meeting = server.open_meeting("x", "Ana").await.expect("opens");
    let first = Client::join(&server, token_of(&knock(&server, &meeting, "Bo", 1).await)).await;
    let second = Client::join(&server, token_of(&knock(&server, &meeting, "Bo", 1).await)).await;
    assert_eq!(
        first.joined.participant.identity,
        second.joined.participant.identity
    );
    assert!(
        second.joined.other_participants.is_empty(),
        "the first is out"
    );
    let other = Client::join(&server, token_of(&knock(&server, &meeting, "Bo", 2).await)).await;
    assert_ne!(
        first.joined.participant.identity,
        other.joined.participant.identity
    );
    server.shutdown().await;
}

/// A request from another of this computer's addresses.
async fn knock_from(from: [u8; 4], server: &Server, body: &str) -> u16 {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket
        .bind(SocketAddr::from((from, 0)))
        .expect("all of 127/8 is ours");
    let exchange = async {
        let mut stream = socket.connect(server.local_addr()).await?;
        let head = format!(
            "POST /join HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = tokio::time::timeout(LIMIT, exchange)
        .await
        .expect("is answered");
    let answer = String::from_utf8_lossy(&answer.unwrap_or_default()).into_owned();
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}

#[tokio::test]
async fn ten_thousand_requests_from_one_address_are_bounded_and_others_still_get_in() {
    let server = server().await;
    let (meeting, _ana) = lobby(&server).await;
    let body = |name: &str| {
        format!(
            r#"{{"meeting":"{}","secret":"{}","name":"{name}"}}"#,
            meeting.meeting.as_str(),
            meeting.invite.secret.expose()
        )
    };
    let (mut waiting, mut refused, flood) = (0, 0, body("flood"));
    for _ in 0..100 {
        let requests = (0..100).map(|_| knock_from([127, 0, 0, 9], &server, &flood));
        for status in futures_util::future::join_all(requests).await {
            match status {
                202 => waiting += 1,
                429 => refused += 1,
                other => panic!("unexpected status {other}"),
            }
        }
    }
    assert_eq!((waiting, refused), (10, 9_990));
    assert_eq!(knock_from([127, 0, 0, 10], &server, &body("Bo")).await, 202);
    let admitted = control(&server, "AdmitAll", &meeting.host_token, "{}").await;
    assert_eq!(admitted.status, 200);
    server.shutdown().await;
}
