//! What the server does with those who do not keep to the protocol.

mod support;

use std::time::{Duration, Instant};

use adjourn_signal::{DisconnectReason, LeaveAction, ParticipantState, Request, Response};
use futures_util::SinkExt;
use support::{Client, LIMIT, guest, host, server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio_tungstenite::tungstenite::Message;

/// `client` is in, is answered, and hears of nobody's going but `who`'s.
async fn is_undisturbed(client: &mut Client, who: &str) {
    let mark = 1 + i64::from(std::process::id());
    client
        .send(&Request::PingReq {
            timestamp_ms: mark,
            rtt_ms: 0,
        })
        .await;
    let answered = client.until("pong", |response| match response {
        Response::PongResp {
            last_ping_timestamp_ms,
            ..
        } => (last_ping_timestamp_ms == mark).then_some(()),
        Response::Update(infos) => {
            for info in infos {
                let gone = info.state == ParticipantState::Disconnected;
                assert!(!gone || info.identity.as_str() == who, "{info:?} is gone");
            }
            None
        }
        Response::Leave { reason, .. } => panic!("told to leave: {reason:?}"),
        _ => None,
    });
    answered.await;
}

#[tokio::test]
async fn garbage_on_the_signalling_socket_costs_the_sender_its_seat_and_nobody_else() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut eve = Client::join(&server, guest("eve")).await;
    eve.socket
        .send(Message::Binary(vec![0xff; 4_000].into()))
        .await
        .expect("is sent");
    ana.update_of("eve", |info| info.state == ParticipantState::Disconnected)
        .await;
    ana.send(&Request::Ping { timestamp_ms: 1 }).await;
    ana.until("pong", |r| matches!(r, Response::Pong { .. }).then_some(()))
        .await;
    server.shutdown().await;
}

#[tokio::test]
async fn nonsense_descriptions_ask_the_client_to_start_over() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    for request in [
        Request::Offer {
            sdp: "v=0\r\nnonsense".into(),
            id: 1,
        },
        Request::Answer {
            sdp: "m=".into(),
            id: 0,
        },
    ] {
        let mut eve = Client::join(&server, guest("eve")).await;
        eve.send(&request).await;
        let told = eve.until("leave", |r| match r {
            Response::Leave { reason, action } => Some((reason, action)),
            _ => None,
        });
        assert_eq!(
            told.await,
            (DisconnectReason::StateMismatch, LeaveAction::Reconnect)
        );
        is_undisturbed(&mut ana, "eve").await;
    }
    server.shutdown().await;
}

#[tokio::test]
async fn an_oversized_message_is_not_taken() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut eve = Client::join(&server, guest("eve")).await;
    // The server may close before it has taken all of it.
    let _ = eve
        .socket
        .send(Message::Binary(vec![0; 2 * 1024 * 1024].into()))
        .await;
    while eve.next().await.is_some() {}
    is_undisturbed(&mut ana, "eve").await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_requests_is_cut_off() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut eve = Client::join(&server, guest("eve")).await;
    let ping = Request::Ping { timestamp_ms: 1 }.encode();
    let mut closed = false;
    for _ in 0..5_000 {
        if eve
            .socket
            .send(Message::Binary(ping.clone().into()))
            .await
            .is_err()
        {
            closed = true;
            break;
        }
    }
    if !closed {
        while eve.next().await.is_some() {}
    }
    ana.update_of("eve", |info| info.state == ParticipantState::Disconnected)
        .await;
    is_undisturbed(&mut ana, "eve").await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off_and_holds_up_nobody() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let deaf = Client::join(&server, guest("deaf")).await;
    let large = "x".repeat(60_000);
    let admin = host("ana");
    let started = Instant::now();
    let mut gone = false;
    // Every change of the metadata goes to everybody: 18 MB, more than sockets buffer.
    for round in 0..300 {
        let body = format!(r#"{{"room":"r1","metadata":"{round}{large}"}}"#);
        assert_eq!(
            support::twirp(&server, "UpdateRoomMetadata", &admin, &body)
                .await
                .status,
            200
        );
        loop {
            match ana.next().await.expect("ana stays in") {
                Response::RoomUpdate(room) if room.metadata.starts_with(&format!("{round}x")) => {
                    break;
                }
                Response::Update(infos) => {
                    gone |= infos.iter().any(|info| {
                        info.identity.as_str() == "deaf"
                            && info.state == ParticipantState::Disconnected
                    });
                }
                _ => {}
            }
        }
        if gone || started.elapsed() > 3 * LIMIT {
            break;
        }
    }
    if !gone {
        ana.update_of("deaf", |info| info.state == ParticipantState::Disconnected)
            .await;
    }
    drop(deaf);
    server.shutdown().await;
}

#[tokio::test]
async fn garbage_on_the_tcp_port_is_closed_and_harms_nobody() {
    let server = server().await;
    for garbage in [
        &b"\x16\x03\x01garbage that is no handshake"[..],
        b"\x00\xff\x00\xff",
        b"GET\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.local_addr())
            .await
            .expect("connects");
        stream.write_all(garbage).await.expect("is sent");
        stream.shutdown().await.expect("half closes");
        let mut answer = Vec::new();
        // However it ends, it ends.
        let _ = tokio::time::timeout(2 * LIMIT, stream.read_to_end(&mut answer))
            .await
            .expect("is closed");
    }
    let head = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(200_000));
    let mut stream = TcpStream::connect(server.local_addr())
        .await
        .expect("connects");
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(2 * LIMIT, stream.read_to_end(&mut answer))
        .await
        .expect("is closed");
    let _ana = Client::join(&server, host("ana")).await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let server = server().await;
    let mut silent = TcpStream::connect(server.local_addr())
        .await
        .expect("connects");
    let mut slow = TcpStream::connect(server.local_addr())
        .await
        .expect("connects");
    slow.write_all(b"GET / HTTP/1.1\r\n")
        .await
        .expect("is sent");
    let mut answer = Vec::new();
    for stream in [&mut silent, &mut slow] {
        let _ = tokio::time::timeout(2 * LIMIT, stream.read_to_end(&mut answer))
            .await
            .expect("is closed");
    }
    server.shutdown().await;
}

#[tokio::test]
async fn garbage_on_the_media_port_harms_nobody() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let Response::Offer { sdp, .. } = ana
        .until("offer", |r| {
            matches!(r, Response::Offer { .. }).then_some(r)
        })
        .await
    else {
        unreachable!("until gives an offer")
    };
    let ufrag = sdp
        .lines()
        .find_map(|line| line.strip_prefix("a=ice-ufrag:"))
        .expect("a ufrag")
        .trim();
    let candidate = sdp
        .lines()
        .find(|line| line.starts_with("a=candidate:"))
        .expect("a candidate");
    let fields: Vec<&str> = candidate.split(' ').collect();
    let media = format!("{}:{}", fields[4], fields[5]);
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("binds");
    // A request that knows the connection's name and not its password, and noise of every first byte.
    let name = format!("{ufrag}:evil");
    let mut request = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    request.extend([7; 12]);
    request.extend(6_u16.to_be_bytes());
    request.extend(u16::try_from(name.len()).expect("is short").to_be_bytes());
    request.extend(name.as_bytes());
    request.resize(request.len().next_multiple_of(4), 0);
    let length = u16::try_from(request.len() - 20)
        .expect("is short")
        .to_be_bytes();
    request[2..4].copy_from_slice(&length);
    for round in 0..2_000_u32 {
        let mut noise = vec![(round % 256) as u8; (round % 1_500) as usize];
        noise.extend(round.to_be_bytes());
        // The kernel may refuse some; the rest is enough.
        let _ = socket.send_to(&noise, &media).await;
        if round % 100 == 0 {
            let _ = socket.send_to(&request, &media).await;
        }
    }
    let mut answer = [0; 64];
    let answered =
        tokio::time::timeout(Duration::from_millis(300), socket.recv_from(&mut answer)).await;
    assert!(
        answered.is_err(),
        "the media port answered somebody without the password"
    );
    ana.send(&Request::Ping { timestamp_ms: 1 }).await;
    ana.until("pong", |r| matches!(r, Response::Pong { .. }).then_some(()))
        .await;
    server.shutdown().await;
}
