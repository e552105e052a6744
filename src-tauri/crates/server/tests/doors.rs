//! Who gets in by which door, and what it is told when not.

mod support;

use std::net::SocketAddr;

use adjourn_meeting::MeetingId;
use adjourn_server::{Server, ServerConfig, ServerError};
use adjourn_signal::service::{Answer as ServiceAnswer, Call, CreateRoom, Encoding, Method};
use support::{Client, config, end, guest, host, http, server, token_with, twirp};

async fn validate(server: &Server, token: &str) -> support::Answer {
    let path = format!("/rtc/validate?access_token={token}");
    http(server.local_addr(), "GET", &path, &[], b"").await
}

#[tokio::test]
async fn a_token_is_judged_before_the_socket_opens() {
    let server = server().await;
    let good = validate(&server, guest("ana").expose()).await;
    assert_eq!((good.status, good.text().as_str()), (200, "success"));
    assert!(
        good.head
            .to_lowercase()
            .contains("access-control-allow-origin: *"),
        "{}",
        good.head
    );
    let cases = [
        ("", 401),
        ("not-a-token", 401),
        (
            token_with("ana", |claims| claims.grants.room_join = false).expose(),
            401,
        ),
        (token_with("ana", |claims| claims.expires = 1).expose(), 401),
        (
            token_with("ana", |claims| claims.grants.room = None).expose(),
            400,
        ),
        (token_with("", |_| {}).expose(), 400),
    ]
    .map(|(token, status)| (token.to_owned(), status));
    for (token, status) in cases {
        let answer = validate(&server, &token).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        let path = format!("/rtc?access_token={token}");
        let headers = [
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let answer = http(server.local_addr(), "GET", &path, &headers, b"").await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    server.shutdown().await;
}

#[tokio::test]
async fn the_newer_protocols_paths_are_not_there_so_that_sdks_fall_back() {
    let server = server().await;
    for path in ["/rtc/v1", "/rtc/v1/validate", "/nothing"] {
        assert_eq!(
            http(server.local_addr(), "GET", path, &[], b"")
                .await
                .status,
            404,
            "{path}"
        );
    }
    server.shutdown().await;
}

#[tokio::test]
async fn a_room_that_nobody_made_is_not_found_unless_rooms_are_made_on_join() {
    let server = Server::start(ServerConfig {
        auto_create: false,
        ..config()
    })
    .await
    .expect("starts");
    assert_eq!(validate(&server, guest("ana").expose()).await.status, 404);
    let creator = token_with("svc", |claims| claims.grants.room_create = true);
    assert_eq!(
        twirp(&server, "CreateRoom", &creator, r#"{"name":"r1"}"#)
            .await
            .status,
        200
    );
    assert_eq!(validate(&server, guest("ana").expose()).await.status, 200);
    server.shutdown().await;
}

#[tokio::test]
async fn a_long_token_fits_in_the_request_line() {
    let server = server().await;
    let long = token_with("ana", |claims| claims.metadata = "x".repeat(9_000));
    assert!(long.expose().len() > 8 * 1024);
    assert_eq!(validate(&server, long.expose()).await.status, 200);
    server.shutdown().await;
}

#[tokio::test]
async fn the_service_speaks_json_and_protobuf() {
    let server = server().await;
    let service = token_with("svc", |claims| {
        claims.grants.room_create = true;
        claims.grants.room_list = true;
        claims.grants.room_admin = true;
    });
    let create = Call::CreateRoom(CreateRoom {
        name: MeetingId::new("r1"),
        metadata: "m".into(),
        empty_timeout_s: 0,
        departure_timeout_s: 0,
        max_participants: 3,
    });
    let bearer = format!("Bearer {}", service.expose());
    for encoding in [Encoding::Protobuf, Encoding::Json] {
        let headers = [
            ("Content-Type", encoding.content_type()),
            ("Authorization", bearer.as_str()),
        ];
        let path = Method::CreateRoom.path();
        let answer = http(
            server.local_addr(),
            "POST",
            &path,
            &headers,
            &create.encode(encoding),
        )
        .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let decoded = ServiceAnswer::decode(Method::CreateRoom, encoding, &answer.body);
        let Ok(ServiceAnswer::Room(room)) = decoded else {
            panic!("not a room: {}", answer.text())
        };
        assert_eq!((room.name.as_str(), room.max_participants), ("r1", 3));
    }
    let ana = Client::join(&server, guest("ana")).await;
    let listed = twirp(&server, "ListParticipants", &service, r#"{"room":"r1"}"#)
        .await
        .json();
    assert_eq!(listed["participants"][0]["identity"], "ana");
    let rooms = twirp(&server, "ListRooms", &service, "{}").await.json();
    assert_eq!(rooms["rooms"][0]["numParticipants"], 1);
    let got = twirp(
        &server,
        "GetParticipant",
        &service,
        r#"{"room":"r1","identity":"ana"}"#,
    )
    .await;
    assert_eq!(got.json()["name"], "ANA");
    let missing = twirp(
        &server,
        "GetParticipant",
        &service,
        r#"{"room":"r1","identity":"bo"}"#,
    )
    .await;
    assert_eq!(
        (missing.status, &missing.json()["code"]),
        (404, &"not_found".into())
    );
    assert_eq!(
        twirp(&server, "DeleteRoom", &service, r#"{"room":"r2"}"#)
            .await
            .status,
        404
    );
    assert_eq!(twirp(&server, "Nonsense", &service, "{}").await.status, 404);
    for (method, body, status, code) in [
        ("DeleteRoom", "garbage", 400, "malformed"),
        ("DeleteRoom", "{}", 400, "invalid_argument"),
        ("CreateRoom", r#"{"room":"r3"}"#, 400, "invalid_argument"),
        (
            "UpdateParticipant",
            r#"{"room":"r1","identity":"ana","permission":{"canPublish":false}}"#,
            501,
            "unimplemented",
        ),
        (
            "UpdateParticipant",
            r#"{"room":"r1","identity":"ana","name":"Anna"}"#,
            200,
            "",
        ),
    ] {
        let answer = twirp(&server, method, &service, body).await;
        let said = answer.json();
        assert_eq!(answer.status, status, "{method} {body}: {said}");
        assert_eq!(said["code"].as_str().unwrap_or_default(), code);
    }
    let rooms = twirp(&server, "ListRooms", &service, "{}").await.json();
    assert_eq!(rooms["rooms"][0]["name"], "r1");
    assert_eq!(rooms["rooms"].as_array().map(Vec::len), Some(1), "{rooms}");
    drop(ana);
    server.shutdown().await;
}

#[tokio::test]
async fn only_who_may_can_and_a_forged_request_changes_nothing() {
    let server = server().await;
    let ana = Client::join(&server, host("ana")).await;
    let elsewhere = token_with("eve", |claims| {
        claims.grants.room_admin = true;
        claims.grants.room = Some(MeetingId::new("another"));
    });
    let mut forged = guest("eve").expose().to_owned();
    forged.truncate(forged.len() - 4);
    let forged = adjourn_meeting::Secret::new(format!("{forged}AAAA"));
    for token in [guest("bo"), elsewhere, forged] {
        for (method, body) in [
            ("DeleteRoom", r#"{"room":"r1"}"#),
            ("RemoveParticipant", r#"{"room":"r1","identity":"ana"}"#),
            ("ListParticipants", r#"{"room":"r1"}"#),
            ("UpdateRoomMetadata", r#"{"room":"r1","metadata":"x"}"#),
        ] {
            let answer = twirp(&server, method, &token, body).await;
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (401, &"unauthenticated".into()),
                "{method}"
            );
        }
    }
    assert_eq!(validate(&server, guest("cy").expose()).await.status, 200);
    drop(ana);
    server.shutdown().await;
}

#[tokio::test]
async fn ended_stays_ended_at_every_door_also_after_a_restart() {
    let state =
        std::env::temp_dir().join(format!("adjourn-doors-{}", adjourn_meeting::random_hex(6)));
    let config = ServerConfig {
        state_dir: Some(state.clone()),
        ..config()
    };
    let server = Server::start(config.clone()).await.expect("starts");
    let meeting = server
        .open_meeting("Ana's meeting", "Ana")
        .await
        .expect("opens");
    let room = meeting.meeting.as_str().to_owned();
    let ended = twirp(
        &server,
        "DeleteRoom",
        &meeting.host_token,
        &format!(r#"{{"room":"{room}"}}"#),
    )
    .await;
    assert_eq!(ended.status, 200, "{}", ended.text());
    let Client { .. } = Client::join(&server, host("ana")).await;
    assert_eq!(end(&server, &host("ana")).await.status, 200);
    let door = format!(
        r#"{{"meeting":"{room}","secret":"{}","name":"Bo"}}"#,
        meeting.invite.secret.expose()
    );
    let check = async |server: &Server| {
        for path in ["/join", "/join/info"] {
            let answer = http(server.local_addr(), "POST", path, &[], door.as_bytes()).await;
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (410, &"ended".into()),
                "{path}"
            );
            assert_eq!(answer.json()["by"], "Ana", "{path}");
        }
        for token in [guest("bo"), host("ana")] {
            let answer = validate(server, token.expose()).await;
            assert_eq!(
                (answer.status, answer.text().as_str()),
                (401, "meeting ended by ANA")
            );
        }
    };
    check(&server).await;
    server.shutdown().await;
    let server = Server::start(config).await.expect("starts again");
    check(&server).await;
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("the state directory was there");
}

#[tokio::test]
async fn an_invite_opens_the_door_and_nothing_else_does() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana's meeting", "Ana")
        .await
        .expect("opens");
    let room = meeting.meeting.as_str();
    let secret = meeting.invite.secret.expose();
    let ask = async |path: &str, room: &str, secret: &str| {
        let body = format!(r#"{{"meeting":"{room}","secret":"{secret}","name":"  <b>Bo</b> "}}"#);
        http(server.local_addr(), "POST", path, &[], body.as_bytes()).await
    };
    let info = ask("/join/info", room, secret).await;
    assert_eq!(
        (info.status, &info.json()["title"]),
        (200, &"Ana's meeting".into())
    );
    let wrong = ask("/join", room, "wrong").await;
    assert_eq!(
        (wrong.status, &wrong.json()["code"]),
        (403, &"wrong-invite".into())
    );
    let unknown = ask("/join", "nothing", secret).await;
    assert_eq!(
        (unknown.status, &unknown.json()["code"]),
        (404, &"unknown-meeting".into())
    );
    let bad = http(server.local_addr(), "POST", "/join", &[], b"{}").await;
    assert_eq!(
        (bad.status, &bad.json()["code"]),
        (400, &"bad-request".into())
    );
    let answer = ask("/join", room, secret).await.json();
    let url = answer["server_url"].as_str().expect("a url");
    assert_eq!(url, format!("ws://{}", server.local_addr()));
    let token =
        adjourn_meeting::Secret::new(answer["participant_token"].as_str().expect("a token"));
    let bo = Client::join(&server, token).await;
    assert_eq!(bo.joined.participant.name, "<b>Bo</b>");
    assert!(bo.joined.participant.identity.as_str().starts_with("g-"));
    assert_eq!(
        bo.joined.room.room_metadata().title.as_deref(),
        Some("Ana's meeting")
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_guesses_secrets_is_slowed_down() {
    let server = server().await;
    let meeting = server.open_meeting("x", "Ana").await.expect("opens");
    let body = format!(
        r#"{{"meeting":"{}","secret":"wrong","name":"Eve"}}"#,
        meeting.meeting.as_str()
    );
    let mut refused = 0;
    for _ in 0..60 {
        let answer = http(server.local_addr(), "POST", "/join", &[], body.as_bytes()).await;
        refused += usize::from(answer.status == 429);
    }
    assert!(
        refused >= 20,
        "only {refused} of 60 guesses were refused for their number"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn browsers_of_any_origin_may_ask() {
    let server = server().await;
    for path in [
        "/join",
        "/twirp/livekit.RoomService/DeleteRoom",
        "/rtc/validate",
    ] {
        let answer = http(
            server.local_addr(),
            "OPTIONS",
            path,
            &[("Origin", "https://x.test")],
            b"",
        )
        .await;
        assert_eq!(answer.status, 204, "{path}");
        assert!(
            answer
                .head
                .to_lowercase()
                .contains("access-control-allow-headers: authorization")
        );
    }
    server.shutdown().await;
}

#[tokio::test]
async fn plain_http_is_only_for_this_computer_and_tls_answers_with_the_pinned_certificate() {
    let any = SocketAddr::from(([0, 0, 0, 0], 0));
    let server = Server::start(ServerConfig {
        listen: any,
        ..config()
    })
    .await
    .expect("starts");
    let meeting = server.open_meeting("x", "Ana").await.expect("opens");
    let pinned = meeting
        .invite
        .certificate_sha256
        .expect("a server that is not insecure has one");
    let local = SocketAddr::from(([127, 0, 0, 1], server.local_addr().port()));
    assert_eq!(http(local, "GET", "/", &[], b"").await.status, 200);
    if let Some(outside) = server
        .addresses()
        .into_iter()
        .find(|address| !address.ip().is_loopback())
    {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(outside)
            .await
            .expect("connects");
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .expect("is sent");
        let mut answer = Vec::new();
        // An end or a reset: no answer either way.
        let _ = tokio::time::timeout(support::LIMIT, stream.read_to_end(&mut answer))
            .await
            .expect("is closed");
        assert!(answer.is_empty(), "plain HTTP was answered to {outside}");
    }
    assert_eq!(support::tls_certificate_sha256(local).await, pinned);
    server.shutdown().await;
}

#[tokio::test]
async fn a_port_in_use_is_told_as_such() {
    let first = server().await;
    let second = Server::start(ServerConfig {
        listen: first.local_addr(),
        ..config()
    })
    .await;
    assert!(
        matches!(second, Err(ServerError::PortInUse { port }) if port == first.local_addr().port())
    );
    first.shutdown().await;
}
