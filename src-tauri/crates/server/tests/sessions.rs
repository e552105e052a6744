//! Joining, leaving, coming back and ending, on the signalling wire.

mod support;

use std::time::{Duration, Instant};

use adjourn_signal::{
    DisconnectReason, LeaveAction, MetadataUpdate, ParticipantState, Request, RequestOutcome,
    Response,
};
use support::{Client, LIMIT, end, guest, host, server, token_with, twirp};

fn is_gone(info: &adjourn_signal::ParticipantInfo) -> bool {
    info.state == ParticipantState::Disconnected
}

/// Everything up to the socket's end.
async fn drain(client: &mut Client) -> Vec<Response> {
    let mut all = Vec::new();
    while let Some(response) = client.next().await {
        all.push(response);
    }
    all
}

fn leaves(responses: &[Response]) -> Vec<(DisconnectReason, LeaveAction)> {
    let leave = |response: &Response| match response {
        Response::Leave { reason, action } => Some((*reason, *action)),
        _ => None,
    };
    responses.iter().filter_map(leave).collect()
}

#[tokio::test]
async fn everybody_learns_of_who_comes_and_who_leaves_and_why() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut bo = Client::join(&server, guest("bo")).await;
    assert_eq!(bo.joined.other_participants[0].identity.as_str(), "ana");
    assert_eq!(bo.joined.server.protocol, 17);
    // SDKs refuse remote calls to a server below 1.8.
    let version = bo.joined.server.version.split_once('.');
    let version = version.and_then(|(_, rest)| rest.split_once('.')?.0.parse::<u32>().ok());
    assert!(version.is_some_and(|minor| minor >= 8), "{version:?}");
    ana.update_of("bo", |info| info.name == "BO").await;
    let asked = Instant::now();
    bo.send(&Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    let gone = ana.update_of("bo", is_gone).await;
    assert!(
        asked.elapsed() < Duration::from_millis(300),
        "took {:?}",
        asked.elapsed()
    );
    assert_eq!(gone.disconnect_reason, DisconnectReason::ClientInitiated);
    assert!(
        leaves(&drain(&mut bo).await).is_empty(),
        "who leaves is not told to leave"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn the_end_reaches_everyone_the_host_too_with_a_name_and_nobody_gets_back_in() {
    let server = server().await;
    let mut everybody = vec![Client::join(&server, host("ana")).await];
    for n in 0..19 {
        everybody.push(Client::join(&server, guest(&format!("g{n}"))).await);
    }
    let sid = everybody[1].sid();
    let asked = Instant::now();
    let answer = tokio::spawn({
        let (address, token) = (server.local_addr(), host("ana"));
        async move {
            let bearer = format!("Bearer {}", token.expose());
            let headers = [
                ("Content-Type", "application/json"),
                ("Authorization", bearer.as_str()),
            ];
            let path = "/twirp/livekit.RoomService/DeleteRoom";
            support::http(address, "POST", path, &headers, br#"{"room":"r1"}"#).await
        }
    });
    // All at once, and each closes its socket when it has heard: the host goes when the others have gone.
    let leaving = everybody
        .into_iter()
        .map(|mut client| async move { drain(&mut client).await });
    let heard = futures_util::future::join_all(leaving).await;
    for heard in heard {
        assert_eq!(
            leaves(&heard),
            [(DisconnectReason::RoomDeleted, LeaveAction::Disconnect)]
        );
        let by = heard.iter().find_map(|response| match response {
            Response::RoomUpdate(room) => room.room_metadata().ended_by,
            _ => None,
        });
        assert_eq!(by.map(|by| by.name).as_deref(), Some("ANA"));
    }
    assert!(
        asked.elapsed() < Duration::from_secs(1),
        "the last of 20 was out after {:?}",
        asked.elapsed()
    );
    assert_eq!(answer.await.expect("answers").status, 200);
    for path in [format!("sid={}&reconnect=1", sid.as_str()), String::new()] {
        let path = format!("/rtc?access_token={}&{path}", guest("g0").expose());
        let answer = support::http(server.local_addr(), "GET", &path, &[], b"").await;
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (401, "meeting ended by ANA")
        );
    }
    assert_eq!(
        end(&server, &host("ana")).await.status,
        404,
        "a replayed end finds nothing to end"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_is_removed_is_told_so_and_the_others_by_whom() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut bo = Client::join(&server, guest("bo")).await;
    let removed = twirp(
        &server,
        "RemoveParticipant",
        &host("ana"),
        r#"{"room":"r1","identity":"bo"}"#,
    )
    .await;
    assert_eq!(removed.status, 200);
    assert_eq!(
        leaves(&drain(&mut bo).await)[0].0,
        DisconnectReason::ParticipantRemoved
    );
    let gone = ana.update_of("bo", is_gone).await;
    let told: serde_json::Value =
        serde_json::from_str(&gone.attributes["adjourn.left"]).expect("is JSON");
    assert_eq!(
        (&told["code"], &told["by"]),
        (&"removed".into(), &"ANA".into())
    );
    server.shutdown().await;
}

#[tokio::test]
async fn the_same_identity_again_puts_the_old_one_out() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut old = Client::join(&server, guest("bo")).await;
    let new = Client::join(&server, guest("bo")).await;
    assert_eq!(
        leaves(&drain(&mut old).await)[0].0,
        DisconnectReason::DuplicateIdentity
    );
    let news = ana.update_of("bo", |info| info.sid != old.sid() || is_gone(info));
    let there = news.await;
    assert!(
        there.sid == new.sid() && !is_gone(&there),
        "the others see nobody leave: {there:?}"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_killed_client_is_crashed_within_a_second() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let bo = Client::join(&server, guest("bo")).await;
    let killed = Instant::now();
    drop(bo); // closes the TCP connection without a word, as the kernel does for a dead process
    let gone = ana.update_of("bo", is_gone).await;
    assert_eq!(gone.disconnect_reason, DisconnectReason::SignalClose);
    let told: serde_json::Value =
        serde_json::from_str(&gone.attributes["adjourn.left"]).expect("is JSON");
    assert_eq!(told["code"], "crashed");
    assert!(
        killed.elapsed() < Duration::from_millis(1_500),
        "took {:?}",
        killed.elapsed()
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_resume_within_the_window_keeps_the_seat_and_the_others_see_nothing() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let mut bo = Client::join(&server, guest("bo")).await;
    ana.update_of("bo", |_| true).await;
    let sid = bo.sid();
    let Response::Offer { sdp: first, .. } = bo
        .until("offer", |r| {
            matches!(r, Response::Offer { .. }).then_some(r)
        })
        .await
    else {
        unreachable!("until gives an offer")
    };
    drop(bo); // the offer's answer is lost with the socket
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (mut bo, answer) = Client::resume(&server, guest("bo"), sid.clone()).await;
    assert!(matches!(answer, Response::Reconnect(_)), "{answer:?}");
    let all = bo.until("full update", |r| match r {
        Response::Update(infos) => Some(infos),
        _ => None,
    });
    let mut known: Vec<_> = all
        .await
        .iter()
        .map(|info| info.identity.as_str().to_owned())
        .collect();
    known.sort();
    assert_eq!(known, ["ana", "bo"]);
    let again = bo.until("the offer", |r| match r {
        Response::Offer { sdp, .. } => Some(sdp),
        _ => None,
    });
    assert!(
        again.await == first,
        "an offer whose answer may have been lost is sent again as it was"
    );
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    bo.send(&Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    let seen = ana.update_of("bo", |_| true).await;
    assert!(
        is_gone(&seen) && seen.sid == sid,
        "the others saw {seen:?} before the leave"
    );
    assert_eq!(seen.disconnect_reason, DisconnectReason::ClientInitiated);
    server.shutdown().await;
}

#[tokio::test]
async fn who_comes_back_too_late_or_never_was_there_is_asked_to_join_afresh() {
    let server = server().await;
    let _ana = Client::join(&server, host("ana")).await;
    let unknown = adjourn_meeting::ParticipantSid::new("PA_nobody");
    let (_, answer) = Client::resume(&server, guest("bo"), unknown).await;
    let Response::Leave { reason, action } = answer else {
        panic!("got {answer:?}")
    };
    assert_eq!(
        (reason, action),
        (DisconnectReason::StateMismatch, LeaveAction::Reconnect)
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_session_is_only_resumed_by_its_own_identity() {
    let server = server().await;
    let ana = Client::join(&server, host("ana")).await;
    let _eve = Client::join(&server, guest("eve")).await;
    let (_, answer) = Client::resume(&server, guest("eve"), ana.sid()).await;
    assert!(matches!(answer, Response::Leave { .. }), "{answer:?}");
    server.shutdown().await;
}

#[tokio::test]
async fn both_kinds_of_ping_are_answered_in_milliseconds() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    ana.send(&Request::PingReq {
        timestamp_ms: 1_234_567,
        rtt_ms: 0,
    })
    .await;
    let (asked, clock) = ana
        .until("pong_resp", |r| match r {
            Response::PongResp {
                last_ping_timestamp_ms,
                timestamp_ms,
            } => Some((last_ping_timestamp_ms, timestamp_ms)),
            _ => None,
        })
        .await;
    assert_eq!(asked, 1_234_567);
    assert!(
        clock > 1_600_000_000_000,
        "{clock} is not Unix milliseconds"
    );
    ana.send(&Request::Ping { timestamp_ms: 1 }).await;
    ana.until("pong", |r| matches!(r, Response::Pong { .. }).then_some(()))
        .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_participant_describes_itself_only_as_its_token_allows_and_never_as_the_host() {
    let server = server().await;
    let mut bo = Client::join(&server, guest("bo")).await;
    let may = token_with("cy", |claims| claims.grants.can_update_own_metadata = true);
    let mut cy = Client::join(&server, may).await;
    let attributes = |key: &str| std::iter::once((key.to_owned(), "host".to_owned())).collect();
    let answer = |r: Response| match r {
        Response::RequestResponse {
            outcome,
            request_id,
            ..
        } => Some((request_id, outcome)),
        _ => None,
    };
    let rename = MetadataUpdate {
        request_id: 1,
        name: "Dr. Cy".into(),
        ..MetadataUpdate::default()
    };
    bo.send(&Request::UpdateMetadata(rename.clone())).await;
    assert_eq!(
        bo.until("answer", answer).await,
        (1, RequestOutcome::NotAllowed)
    );
    cy.send(&Request::UpdateMetadata(rename)).await;
    assert_eq!(cy.until("answer", answer).await, (1, RequestOutcome::Ok));
    bo.update_of("cy", |info| info.name == "Dr. Cy").await;
    let promote = MetadataUpdate {
        request_id: 2,
        attributes: attributes("adjourn.role"),
        ..MetadataUpdate::default()
    };
    cy.send(&Request::UpdateMetadata(promote)).await;
    assert_eq!(
        cy.until("answer", answer).await,
        (2, RequestOutcome::NotAllowed)
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_full_room_refuses_before_the_socket_opens() {
    let mut config = support::config();
    config.room.max_participants = 1;
    let server = adjourn_server::Server::start(config).await.expect("starts");
    let _ana = Client::join(&server, host("ana")).await;
    let path = format!("/rtc/validate?access_token={}", guest("bo").expose());
    let answer = support::http(server.local_addr(), "GET", &path, &[], b"").await;
    assert_eq!(answer.status, 503);
    // Who has a seat comes back to it, also as a new session.
    let path = format!("/rtc/validate?access_token={}", host("ana").expose());
    let answer = support::http(server.local_addr(), "GET", &path, &[], b"").await;
    assert_eq!(answer.status, 200);
    let mut again = Client::join(&server, host("ana")).await;
    let rename = MetadataUpdate::default();
    again.send(&Request::UpdateMetadata(rename)).await;
    again
        .until("answer", |r| {
            matches!(r, Response::RequestResponse { .. }).then_some(())
        })
        .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_stop_tells_everybody_and_ends_in_bounded_time_even_if_nobody_reads() {
    let server = server().await;
    let mut ana = Client::join(&server, host("ana")).await;
    let _silent = Client::join(&server, guest("bo")).await;
    let address = server.local_addr();
    let stopped = Instant::now();
    let (heard, ()) = tokio::join!(drain(&mut ana), server.shutdown());
    assert_eq!(
        leaves(&heard),
        [(DisconnectReason::ServerShutdown, LeaveAction::Disconnect)]
    );
    assert!(
        stopped.elapsed() < Duration::from_secs(4),
        "took {:?}",
        stopped.elapsed()
    );
    assert!(
        tokio::net::TcpStream::connect(address).await.is_err(),
        "the port is still open"
    );
}

#[tokio::test]
async fn a_host_may_leave_and_the_room_is_empty_when_the_last_one_has_gone() {
    let server = server().await;
    let meeting = server.open_meeting("x", "Ana").await.expect("opens");
    let mut ana = Client::join(&server, meeting.host_token.clone()).await;
    assert!(
        tokio::time::timeout(
            Duration::from_millis(200),
            server.until_empty(&meeting.meeting)
        )
        .await
        .is_err()
    );
    ana.send(&Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    tokio::time::timeout(LIMIT, server.until_empty(&meeting.meeting))
        .await
        .expect("is empty");
    server.shutdown().await;
}
