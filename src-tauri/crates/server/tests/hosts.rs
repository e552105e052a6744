//! What hosts ask for over HTTP, and that nobody else can.

mod support;

use adjourn_meeting::{AwayRule, EndReason, FarewellText, ReasonCode, Role, StreamKind};
use adjourn_server::{HostedMeeting, MeetingOptions, Server};
use adjourn_signal::attributes::{self, Ask};
use adjourn_signal::control::Summary;
use adjourn_signal::{DisconnectReason, ParticipantState, Response};
use support::{Client, control, knock, server, token_of, twirp};

async fn meeting(server: &Server) -> (HostedMeeting, Client) {
    let options = MeetingOptions {
        title: "Stand-up".into(),
        host_name: "Ana".into(),
        away: Some(AwayRule::Keep),
        ..MeetingOptions::default()
    };
    let meeting = server.open_meeting_with(options).await.expect("opens");
    let ana = Client::join(server, meeting.host_token.clone()).await;
    (meeting, ana)
}

fn identity(client: &Client) -> String {
    client.joined.participant.identity.as_str().to_owned()
}

#[tokio::test]
async fn a_forged_control_request_with_a_guests_token_is_refused_and_changes_nothing() {
    let server = server().await;
    let (meeting, ana) = meeting(&server).await;
    let token = token_of(&knock(&server, &meeting, "Eve", 1).await);
    let eve = Client::join(&server, token.clone()).await;
    let (host, own) = (identity(&ana), identity(&eve));
    let requests = [
        ("Admit", r#"{"id":"x"}"#.to_owned()),
        ("Deny", r#"{"id":"x"}"#.to_owned()),
        ("AdmitAll", "{}".to_owned()),
        ("SetLobby", r#"{"on":true}"#.to_owned()),
        ("Lock", r#"{"on":true}"#.to_owned()),
        ("Mute", r#"{"identity":null,"kind":"audio"}"#.to_owned()),
        ("Ask", format!(r#"{{"identity":"{host}","kind":"video"}}"#)),
        (
            "SetRole",
            format!(r#"{{"identity":"{own}","role":"host"}}"#),
        ),
        ("Remove", format!(r#"{{"identity":"{host}"}}"#)),
        ("AnnounceEnd", r#"{"inSeconds":10}"#.to_owned()),
        ("CancelEnd", "{}".to_owned()),
        ("Summary", "{}".to_owned()),
    ];
    for (method, body) in &requests {
        let answer = control(&server, method, &token, body).await;
        let told = (answer.status, answer.json()["code"].clone());
        assert_eq!(told, (403, "not-allowed".into()), "{method}");
    }
    let room = meeting.meeting.as_str();
    let ended = twirp(
        &server,
        "DeleteRoom",
        &token,
        &format!(r#"{{"room":"{room}"}}"#),
    )
    .await;
    assert_eq!(ended.status, 401);
    let listed = format!(r#"{{"room":"{room}"}}"#);
    let listed = twirp(&server, "ListParticipants", &meeting.host_token, &listed).await;
    let people = listed.json()["participants"]
        .as_array()
        .expect("a list")
        .clone();
    assert_eq!(people.len(), 2);
    let late = token_of(&knock(&server, &meeting, "Bo", 2).await);
    let bo = Client::join(&server, late).await;
    let metadata = bo.joined.room.room_metadata();
    assert!(!metadata.locked && !metadata.lobby && metadata.ends_at.is_none());
    assert_eq!(metadata.away, Some(AwayRule::Keep));
    server.shutdown().await;
}

#[tokio::test]
async fn a_request_without_a_good_token_or_of_no_kind_is_refused() {
    let server = server().await;
    let (meeting, _ana) = meeting(&server).await;
    let bad = adjourn_meeting::Secret::new("nonsense");
    assert_eq!(
        control(&server, "Lock", &bad, r#"{"on":true}"#)
            .await
            .status,
        401
    );
    for (method, body) in [
        ("Explode", "{}"),
        ("Lock", "{}"),
        ("Lock", "garbage"),
        ("AnnounceEnd", r#"{"inSeconds":1}"#),
        ("AnnounceEnd", r#"{"inSeconds":100000}"#),
        ("Gone", r#"{"reason":"left"}"#),
    ] {
        let answer = control(&server, method, &meeting.host_token, body).await;
        assert_eq!(answer.status, 400, "{method} {body}: {}", answer.text());
    }
    server.shutdown().await;
}

#[tokio::test]
async fn handing_over_moves_every_right_and_the_old_token_has_none_left() {
    let server = server().await;
    let (meeting, mut ana) = meeting(&server).await;
    let token = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let mut bo = Client::join(&server, token.clone()).await;
    let hand_over = format!(r#"{{"identity":"{}","role":"host"}}"#, identity(&bo));
    assert_eq!(
        control(&server, "SetRole", &meeting.host_token, &hand_over)
            .await
            .status,
        200
    );
    let told = ana
        .update_of(&identity(&ana), |info| info.role() == Role::CoHost)
        .await;
    assert_eq!(told.attributes["adjourn.role"], "co-host");
    bo.update_of(&identity(&bo), |info| info.role() == Role::Host)
        .await;
    let room = format!(r#"{{"room":"{}"}}"#, meeting.meeting.as_str());
    for method in ["DeleteRoom", "ListParticipants"] {
        assert_eq!(
            twirp(&server, method, &meeting.host_token, &room)
                .await
                .status,
            401,
            "{method}"
        );
    }
    let announce = control(
        &server,
        "AnnounceEnd",
        &meeting.host_token,
        r#"{"inSeconds":10}"#,
    )
    .await;
    assert_eq!(announce.status, 403);
    assert_eq!(
        twirp(&server, "DeleteRoom", &token, &room).await.status,
        200
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_is_silenced_or_asked_is_told_by_whom_and_the_others_are_not() {
    let server = server().await;
    let (meeting, mut ana) = meeting(&server).await;
    let mut bo = Client::join(&server, token_of(&knock(&server, &meeting, "Bo", 1).await)).await;
    let ask = format!(r#"{{"identity":"{}","kind":"audio"}}"#, identity(&bo));
    assert_eq!(
        control(&server, "Ask", &meeting.host_token, &ask)
            .await
            .status,
        200
    );
    let own = identity(&bo);
    let told = bo
        .update_of(&own, |info| {
            info.attributes.contains_key(attributes::ASK_ATTRIBUTE)
        })
        .await;
    let asked = Ask::parse(&told.attributes[attributes::ASK_ATTRIBUTE]).expect("is read");
    assert_eq!((asked.kind, asked.by.as_str()), (StreamKind::Audio, "Ana"));
    // A change that everybody hears of: what is private stays so, for the others, and stays, for itself.
    let role = format!(r#"{{"identity":"{own}","role":"co-host"}}"#);
    control(&server, "SetRole", &meeting.host_token, &role).await;
    let seen = ana
        .update_of(&own, |info| info.role() == Role::CoHost)
        .await;
    assert!(!seen.attributes.contains_key(attributes::ASK_ATTRIBUTE));
    let told = bo.update_of(&own, |info| info.role() == Role::CoHost).await;
    assert!(told.attributes.contains_key(attributes::ASK_ATTRIBUTE));
    let nobody = control(
        &server,
        "Ask",
        &meeting.host_token,
        r#"{"identity":"zoe","kind":"audio"}"#,
    )
    .await;
    assert_eq!(
        (nobody.status, nobody.json()["code"].clone()),
        (404, "nobody".into())
    );
    server.shutdown().await;
}

#[tokio::test]
async fn who_is_removed_learns_by_whom_and_gets_in_by_no_way() {
    let server = server().await;
    let (meeting, mut ana) = meeting(&server).await;
    let token = token_of(&knock(&server, &meeting, "Eve", 1).await);
    let mut eve = Client::join(&server, token.clone()).await;
    let own = identity(&eve);
    let remove = format!(r#"{{"identity":"{own}"}}"#);
    assert_eq!(
        control(&server, "Remove", &meeting.host_token, &remove)
            .await
            .status,
        200
    );
    let told = eve
        .update_of(&own, |info| {
            info.attributes.contains_key(attributes::LEFT_ATTRIBUTE)
        })
        .await;
    let reason: adjourn_meeting::Reason =
        serde_json::from_str(&told.attributes[attributes::LEFT_ATTRIBUTE]).expect("is a reason");
    assert_eq!(
        (reason.code, reason.by.as_deref()),
        (ReasonCode::Removed, Some("Ana"))
    );
    assert_ne!(told.state, ParticipantState::Disconnected);
    let left = eve.until("leave", |response| match response {
        Response::Leave { reason, .. } => Some(reason),
        _ => None,
    });
    assert_eq!(left.await, DisconnectReason::ParticipantRemoved);
    ana.update_of(&own, |info| info.state == ParticipantState::Disconnected)
        .await;
    let door = knock(&server, &meeting, "Eve again", 1).await;
    assert_eq!(
        (door.status, door.json()["code"].clone()),
        (403, "removed".into())
    );
    assert_eq!(door.json()["by"], "Ana");
    let query = adjourn_signal::JoinQuery {
        token: Some(token),
        ..Default::default()
    };
    let mut again = support::open(&server, &query).await;
    let first = support::next(&mut again).await;
    let refused = matches!(
        first,
        Some(Response::Leave {
            reason: DisconnectReason::ParticipantRemoved,
            ..
        })
    );
    assert!(refused, "{first:?}");
    let housemate = knock(&server, &meeting, "Bo", 2).await;
    assert_eq!(
        housemate.status,
        202,
        "a newcomer from there waits: {}",
        housemate.text()
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_guardian_says_that_its_own_app_died_and_of_nobody_else() {
    let server = server().await;
    let (meeting, mut ana) = meeting(&server).await;
    let token = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let bo = Client::join(&server, token.clone()).await;
    let gone = control(&server, "Gone", &token, r#"{"reason":"asleep"}"#).await;
    assert_eq!(gone.status, 200);
    let out = |info: &adjourn_signal::ParticipantInfo| info.state == ParticipantState::Disconnected;
    let told = ana.update_of(&identity(&bo), out).await;
    let reason: adjourn_meeting::Reason =
        serde_json::from_str(&told.attributes[attributes::LEFT_ATTRIBUTE]).expect("is a reason");
    assert_eq!(
        reason,
        EndReason::Asleep.to_others("Bo", reason.at.unwrap_or(0.0) as u64)
    );
    server.shutdown().await;
}

#[tokio::test]
async fn the_host_learns_who_was_there_also_after_the_end_and_a_last_word_reaches_those_still_in() {
    let server = server().await;
    let (meeting, mut ana) = meeting(&server).await;
    let token = token_of(&knock(&server, &meeting, "Bo", 1).await);
    let mut bo = Client::join(&server, token.clone()).await;
    bo.send(&adjourn_signal::Request::Leave {
        reason: DisconnectReason::ClientInitiated,
    })
    .await;
    ana.update_of(&identity(&bo), |info| {
        info.state == ParticipantState::Disconnected
    })
    .await;
    let word = control(&server, "Farewell", &token, r#"{"text":"back-in-5"}"#).await;
    assert_eq!(word.status, 200, "{}", word.text());
    let said = ana.until("farewell", |response| match response {
        Response::RoomUpdate(room) => room.room_metadata().farewell,
        _ => None,
    });
    let said = said.await;
    assert_eq!(
        (said.name.as_str(), said.text),
        ("Bo", FarewellText::BackIn5)
    );
    let room = format!(r#"{{"room":"{}"}}"#, meeting.meeting.as_str());
    drop(ana);
    assert_eq!(
        twirp(&server, "DeleteRoom", &meeting.host_token, &room)
            .await
            .status,
        200
    );
    let summary = loop {
        let answer = control(&server, "Summary", &meeting.host_token, "{}").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let summary = Summary::from_json(&answer.body).expect("is one");
        if summary.ended_at.is_some() {
            break summary;
        }
    };
    assert_eq!(
        (summary.title.as_str(), summary.ended_by.as_deref()),
        ("Stand-up", Some("Ana"))
    );
    let people: Vec<_> = summary
        .people
        .iter()
        .map(|stay| (stay.name.as_str(), stay.reason))
        .collect();
    assert_eq!(people[1], ("Bo", Some(ReasonCode::Left)));
    let guest = control(&server, "Summary", &token, "{}").await;
    assert_eq!(guest.status, 403);
    server.shutdown().await;
}

#[tokio::test]
async fn everybody_sees_an_announced_end_and_that_it_was_called_off() {
    let server = server().await;
    let (meeting, _ana) = meeting(&server).await;
    let mut bo = Client::join(&server, token_of(&knock(&server, &meeting, "Bo", 1).await)).await;
    let announced = control(
        &server,
        "AnnounceEnd",
        &meeting.host_token,
        r#"{"inSeconds":120}"#,
    )
    .await;
    assert_eq!(announced.status, 200);
    let told = bo.until("announcement", |response| match response {
        Response::RoomUpdate(room) => room.room_metadata().ends_at.map(|at| (at, room)),
        _ => None,
    });
    let (at, room) = told.await;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    let left = at.saturating_sub(u64::try_from(now.as_millis()).expect("fits"));
    assert!((100_000..=120_500).contains(&left), "{left} ms left");
    assert_eq!(room.room_metadata().ends_by.as_deref(), Some("Ana"));
    assert_eq!(
        control(&server, "CancelEnd", &meeting.host_token, "{}")
            .await
            .status,
        200
    );
    bo.until("cancellation", |response| match response {
        Response::RoomUpdate(room) => room.room_metadata().ends_at.is_none().then_some(()),
        _ => None,
    })
    .await;
    server.shutdown().await;
}
