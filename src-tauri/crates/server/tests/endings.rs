//! The end over HTTP: counted, on record, refused everywhere afterwards, and a server that comes back.

mod support;

use std::time::{Duration, Instant};

use adjourn_meeting::{AwayRule, EndNote};
use adjourn_server::{HostedMeeting, MeetingOptions, Server, ServerConfig};
use adjourn_signal::service::NOTE_HEADER;
use adjourn_signal::{DisconnectReason, Response};
use futures_util::StreamExt;
use support::{
    Client, LIMIT, config, control, http, knock, server, state_dir, token_of, token_with, twirp,
};

async fn open(server: &Server, away: AwayRule) -> HostedMeeting {
    let options = MeetingOptions {
        title: "Stand-up".into(),
        host_name: "Ana".into(),
        lobby: false,
        away: Some(away),
    };
    server.open_meeting_with(options).await.expect("opens")
}

fn room(meeting: &HostedMeeting) -> String {
    format!(r#"{{"room":"{}"}}"#, meeting.meeting.as_str())
}

/// The host ends it, with a note as it stands in its header.
async fn end_saying(server: &Server, meeting: &HostedMeeting, note: &str) -> support::Answer {
    let bearer = format!("Bearer {}", meeting.host_token.expose());
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", bearer.as_str()),
        (NOTE_HEADER, note),
    ];
    let path = "/twirp/livekit.RoomService/DeleteRoom";
    let body = room(meeting);
    http(server.local_addr(), "POST", path, &headers, body.as_bytes()).await
}

/// Everything up to the socket's end.
async fn drain(client: &mut Client) -> Vec<Response> {
    let mut all = Vec::new();
    while let Some(response) = client.next().await {
        all.push(response);
    }
    all
}

/// Every way in that a guest or a host has, and what is said there.
async fn every_door_is_shut(server: &Server, meeting: &HostedMeeting, tokens: [&str; 2]) {
    let door = knock(server, meeting, "Bo", 1).await;
    assert_eq!(
        (door.status, door.json()["by"].clone()),
        (410, "Ana".into())
    );
    assert!(door.json()["at"].is_u64());
    assert_eq!(door.json()["note"], "Grüße, 100 %");
    for token in tokens {
        for path in ["/rtc/validate", "/rtc"] {
            for resume in ["", "&reconnect=1&sid=PA_1"] {
                let path = format!("{path}?access_token={token}{resume}");
                let answer = http(server.local_addr(), "GET", &path, &[], b"").await;
                assert_eq!(
                    (answer.status, answer.text().as_str()),
                    (401, "meeting ended by Ana")
                );
                assert!(answer.head.to_lowercase().contains("x-adjourn-ended-at: "));
                let note = "adjourn-note: Gr%C3%BC%C3%9Fe, 100 %25";
                assert!(answer.head.contains(note), "{}", answer.head);
            }
        }
    }
    let replayed = twirp(server, "DeleteRoom", &meeting.host_token, &room(meeting)).await;
    assert_eq!(replayed.status, 404);
    let lock = control(server, "Lock", &meeting.host_token, r#"{"on":true}"#).await;
    assert_eq!(
        (lock.status, lock.json()["code"].clone()),
        (410, "ended".into())
    );
}

#[tokio::test]
async fn ended_stays_ended_after_a_restart_for_token_invite_resume_validate_and_a_replayed_end() {
    let state = state_dir("ended");
    // Rooms are made on join here: even that must not open it again.
    let config = ServerConfig {
        state_dir: Some(state.clone()),
        ..config()
    };
    let server = Server::start(config.clone()).await.expect("starts");
    let meeting = open(&server, AwayRule::Keep).await;
    let guest = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let tokens = [guest.expose(), meeting.host_token.expose()];
    let ended = end_saying(&server, &meeting, "  Gr%C3%BC%C3%9Fe,%0A%00 100 %25 ").await;
    assert_eq!(ended.status, 200);
    let record = state
        .join("ended")
        .join(format!("{}.json", meeting.meeting.as_str()));
    assert!(record.exists(), "it is on disk before it is acknowledged");
    wait_until(|| {
        !state
            .join("open")
            .join(format!("{}.json", meeting.meeting.as_str()))
            .exists()
    })
    .await;
    every_door_is_shut(&server, &meeting, tokens).await;
    server.shutdown().await;
    let server = Server::start(config).await.expect("starts again");
    assert!(
        server.take_restored().is_empty(),
        "there is nothing to go on with"
    );
    every_door_is_shut(&server, &meeting, tokens).await;
    let creator = token_with("svc", |claims| claims.grants.room_create = true);
    let name = meeting.meeting.as_str();
    let create = twirp(
        &server,
        "CreateRoom",
        &creator,
        &format!(r#"{{"name":"{name}"}}"#),
    )
    .await;
    assert_eq!(
        create.status,
        200,
        "who may create rooms may open it again: {}",
        create.text()
    );
    let path = format!("/rtc/validate?access_token={}", tokens[0]);
    let again = http(server.local_addr(), "GET", &path, &[], b"");
    assert_eq!(again.await.status, 200);
    assert!(!record.exists());
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}

async fn wait_until(mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < LIMIT, "it does not happen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_host_sees_the_last_one_go_and_goes_after_it() {
    let server = server().await;
    let meeting = open(&server, AwayRule::Keep).await;
    let mut ana = Client::join(&server, meeting.host_token.clone()).await;
    let mut guests = Vec::new();
    for n in 0..5 {
        let token = token_of(&knock(&server, &meeting, &format!("G{n}"), n).await);
        guests.push(Client::join(&server, token).await);
    }
    // It neither reads nor closes.
    let deaf = Client::join(
        &server,
        token_of(&knock(&server, &meeting, "Deaf", 99).await),
    )
    .await;
    let (address, token, body) = (
        server.local_addr(),
        meeting.host_token.clone(),
        room(&meeting),
    );
    let ending = tokio::spawn(async move {
        let bearer = format!("Bearer {}", token.expose());
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", bearer.as_str()),
        ];
        http(
            address,
            "POST",
            "/twirp/livekit.RoomService/DeleteRoom",
            &headers,
            body.as_bytes(),
        )
        .await
    });
    let asked = Instant::now();
    // Dropped when it has heard, as an app closes its socket.
    let leaving = guests
        .into_iter()
        .map(|mut guest| async move { drain(&mut guest).await });
    let heard = futures_util::future::join_all(leaving).await;
    assert!(
        asked.elapsed() < Duration::from_millis(800),
        "the guests left after {:?}",
        asked.elapsed()
    );
    for heard in heard {
        let told = |response: &Response| {
            matches!(
                response,
                Response::Leave {
                    reason: DisconnectReason::RoomDeleted,
                    ..
                }
            )
        };
        assert!(heard.iter().any(told));
        let shown = |response: &Response| match response {
            Response::RoomUpdate(room) => room.room_metadata().end_progress.is_some(),
            _ => false,
        };
        assert!(!heard.iter().any(shown), "the progress is the host's alone");
    }
    assert_eq!(ending.await.expect("answers").status, 200);
    let heard = drain(&mut ana).await;
    let progress: Vec<_> = heard
        .iter()
        .filter_map(|response| match response {
            Response::RoomUpdate(room) => room.room_metadata().end_progress,
            _ => None,
        })
        .collect();
    let last = progress.last().expect("the host is told");
    assert_eq!(
        (last.closed, last.total, last.record_missing),
        (7, 7, false),
        "{progress:?}"
    );
    assert_eq!(last.unresponsive, ["Deaf"]);
    assert!(
        progress.iter().any(|told| told.closed == 5),
        "and how it goes: {progress:?}"
    );
    assert!(matches!(heard.last(), Some(Response::Leave { .. })));
    assert!(
        asked.elapsed() < Duration::from_secs(3),
        "the host left after {:?}",
        asked.elapsed()
    );
    drop(deaf);
    server.shutdown().await;
}

#[tokio::test]
async fn a_disk_that_cannot_be_written_keeps_nobody_in_is_told_and_tried_again() {
    let state = state_dir("full");
    let server = Server::start(ServerConfig {
        state_dir: Some(state.clone()),
        ..config()
    })
    .await
    .expect("starts");
    let meeting = open(&server, AwayRule::Keep).await;
    let mut ana = Client::join(&server, meeting.host_token.clone()).await;
    let guest = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let mut bo = Client::join(&server, guest.clone()).await;
    // A file where the directory was: nothing can be written there, whoever we are.
    std::fs::remove_dir_all(state.join("ended")).expect("is there");
    std::fs::write(state.join("ended"), b"").expect("is written");
    let end = end_saying(&server, &meeting, "Grüße, 100 %25");
    let (answer, told, heard) = tokio::join!(end, drain(&mut bo), drain(&mut ana));
    assert_eq!(answer.status, 200);
    assert!(
        told.iter()
            .any(|response| matches!(response, Response::Leave { .. }))
    );
    let missing = heard.iter().any(|response| match response {
        Response::RoomUpdate(room) => room
            .room_metadata()
            .end_progress
            .is_some_and(|progress| progress.record_missing),
        _ => false,
    });
    assert!(missing, "the host is told that the record is missing");
    every_door_is_shut(
        &server,
        &meeting,
        [guest.expose(), meeting.host_token.expose()],
    )
    .await;
    std::fs::remove_file(state.join("ended")).expect("is there");
    std::fs::create_dir(state.join("ended")).expect("can be made");
    let record = state
        .join("ended")
        .join(format!("{}.json", meeting.meeting.as_str()));
    wait_until(|| record.exists()).await;
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}

#[tokio::test]
async fn a_meeting_whose_server_was_killed_goes_on_under_the_same_invite() {
    let state = state_dir("killed");
    let config = ServerConfig {
        state_dir: Some(state.clone()),
        ..config()
    };
    let server = Server::start(config.clone()).await.expect("starts");
    let meeting = open(&server, AwayRule::EndAfter { seconds: 60 }).await;
    let ana = Client::join(&server, meeting.host_token.clone()).await;
    let guest = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let bo = Client::join(&server, guest.clone()).await;
    let remove = token_of(&knock(&server, &meeting, "Eve", 2).await);
    let eve = Client::join(&server, remove.clone()).await;
    let body = format!(
        r#"{{"identity":"{}"}}"#,
        eve.joined.participant.identity.as_str()
    );
    assert_eq!(
        control(&server, "Remove", &meeting.host_token, &body)
            .await
            .status,
        200
    );
    let body = format!(
        r#"{{"identity":"{}","role":"co-host"}}"#,
        bo.joined.participant.identity.as_str()
    );
    assert_eq!(
        control(&server, "SetRole", &meeting.host_token, &body)
            .await
            .status,
        200
    );
    let kept = state
        .join("open")
        .join(format!("{}.json", meeting.meeting.as_str()));
    wait_until(|| std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("co-host"))).await;
    // What a killed process leaves behind is what is on disk now; an orderly stop would clear it.
    let left = state_dir("left");
    copy(&state, &left);
    let port = server.local_addr().port();
    server.shutdown().await;
    assert!(
        !kept.exists(),
        "a server that stops in order leaves no meeting open"
    );
    let server = Server::start(ServerConfig {
        state_dir: Some(left.clone()),
        ..config
    })
    .await
    .expect("starts");
    // The very first request finds it: nobody had to ask for it to be restored.
    assert_eq!(knock(&server, &meeting, "Bo", 1).await.status, 200);
    let restored = server.take_restored();
    assert_eq!(restored.len(), 1);
    assert_eq!(
        server.local_addr().port(),
        port,
        "guests find it where it was"
    );
    assert_eq!(
        restored[0].invite, meeting.invite,
        "and by the certificate they know"
    );
    let back = Client::join(&server, guest.clone()).await;
    assert_eq!(
        back.joined.participant.attributes["adjourn.role"],
        "co-host"
    );
    let (_, first) = Client::resume(&server, guest, bo.sid()).await;
    assert!(matches!(
        first,
        Response::Leave {
            reason: DisconnectReason::StateMismatch,
            ..
        }
    ));
    let door = knock(&server, &meeting, "Eve", 2).await;
    assert_eq!(
        (door.status, door.json()["code"].clone()),
        (403, "removed".into())
    );
    let host = Client::join(&server, restored[0].host_token.clone()).await;
    assert_eq!(host.joined.participant.attributes["adjourn.role"], "host");
    assert_eq!(
        host.joined.participant.identity,
        ana.joined.participant.identity
    );
    assert_eq!(
        host.joined.room.room_metadata().title.as_deref(),
        Some("Stand-up")
    );
    server.shutdown().await;
    for directory in [state, left] {
        std::fs::remove_dir_all(directory).expect("was there");
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("can be made");
    for entry in std::fs::read_dir(from).expect("is there") {
        let entry = entry.expect("is there");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("is copied");
        }
    }
}

#[tokio::test]
async fn an_end_of_a_hundred_reaches_the_last_in_time_with_the_record_on_disk() {
    let state = state_dir("hundred");
    let mut config = ServerConfig {
        state_dir: Some(state.clone()),
        ..config()
    };
    config.room.max_participants = 200;
    let server = Server::start(config).await.expect("starts");
    let meeting = open(&server, AwayRule::Keep).await;
    let mut guests = Vec::new();
    for n in 0..100 {
        let token = token_of(&knock(&server, &meeting, &format!("G{n}"), n).await);
        guests.push(Client::join(&server, token).await);
    }
    let asked = Instant::now();
    let out = guests.iter_mut().map(|guest| async {
        let leave = guest.until("leave", |response| {
            matches!(response, Response::Leave { .. }).then_some(())
        });
        leave.await;
        let at = asked.elapsed();
        while guest
            .socket
            .next()
            .await
            .is_some_and(|message| message.is_ok())
        {}
        at
    });
    let body = room(&meeting);
    let end = twirp(&server, "DeleteRoom", &meeting.host_token, &body);
    let (answer, mut out) = tokio::join!(end, futures_util::future::join_all(out));
    assert_eq!(answer.status, 200);
    out.sort();
    println!(
        "the median of 100 was told after {:?}, the last after {:?}",
        out[50], out[99]
    );
    assert!(
        out[99] < Duration::from_secs(1),
        "the last of 100 was told after {:?}",
        out[99]
    );
    server.shutdown().await;
    std::fs::remove_dir_all(state).expect("was there");
}

#[tokio::test]
async fn a_note_is_read_by_everybody_just_before_the_end_within_its_bounds_or_not_at_all() {
    let (long, longer) = ("x".repeat(1000), "x".repeat(5000));
    for (header, told) in [
        ("Thank you all", Some("Thank you all")),
        (long.as_str(), Some(&long[..200])),
        (longer.as_str(), None),
        ("%00%07%E2%80%AE", None),
        ("%FF%FE", None),
        ("", None),
    ] {
        let server = server().await;
        let meeting = open(&server, AwayRule::Keep).await;
        let guest = token_of(&knock(&server, &meeting, "Bo", 1).await);
        let mut bo = Client::join(&server, guest).await;
        assert_eq!(end_saying(&server, &meeting, header).await.status, 200);
        let heard = drain(&mut bo).await;
        let marks: Vec<_> = heard
            .iter()
            .filter_map(|response| match response {
                Response::RoomUpdate(room) => Some(room.room_metadata()),
                _ => None,
            })
            .collect();
        let mark = marks.last().expect("the room is marked");
        let note = mark.end_note.as_ref().map(|note| note.as_str());
        assert_eq!((mark.ended_by_name().as_deref(), note), (Some("Ana"), told));
        let door = knock(&server, &meeting, "Cy", 2).await;
        assert_eq!(door.json()["note"].as_str(), told);
        server.shutdown().await;
    }
}

#[tokio::test]
async fn the_note_of_an_announced_end_is_read_when_it_comes_and_one_that_is_no_text_is_refused() {
    let server = server().await;
    let meeting = open(&server, AwayRule::Keep).await;
    let guest = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let mut bo = Client::join(&server, guest).await;
    let announce = async |body: &str| {
        let answer = control(&server, "AnnounceEnd", &meeting.host_token, body).await;
        answer.status
    };
    assert_eq!(announce(r#"{"inSeconds":10,"note":7}"#).await, 400);
    assert_eq!(announce(r#"{"inSeconds":10,"note":"Lunch "}"#).await, 200);
    let mut heard = Vec::new();
    let ends = async {
        while let Some(response) = bo.next().await {
            heard.push(response);
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(30), ends).await;
    in_time.expect("it comes");
    let notes: Vec<_> = heard
        .iter()
        .filter_map(|response| match response {
            Response::RoomUpdate(room) => Some(room.room_metadata().end_note),
            _ => None,
        })
        .collect();
    assert!(notes.len() > 1, "the announcement, and the end");
    assert_eq!(notes[0], None, "nobody reads it before");
    assert_eq!(notes.last(), Some(&EndNote::new("Lunch")));
    server.shutdown().await;
}
