//! An End on a bad line: with which token it is asked for, what the server may answer, and what becomes of it when the
//! meeting is left before it has got through.

mod support;

use std::net::{Ipv4Addr, SocketAddr};

use adjourn_engine::{LateEnd, LateEndOutcome, Problem};
use adjourn_meeting::{
    EndNote, ErrorCode, MeetingEvent, ParticipantId, Reason, ReasonCode, Secret,
};
use adjourn_server::{ApiKey, HostedMeeting, Server, ServerConfig};
use adjourn_signal::{Claims, Grants, token};
use support::proxy::{Mode, Proxy, behind_a_proxy};
use support::{Directory, Person, guest, server};
use tokio::sync::broadcast;
use tokio::time::timeout;

const DELETE: &str = "POST /twirp/livekit.RoomService/DeleteRoom";
const EXPIRED: &str = r#"{"code":"unauthenticated","msg":"This token has expired."}"#;

async fn open(server: &Server, title: &str) -> HostedMeeting {
    let meeting = server.open_meeting(title, "Ana").await;
    meeting.expect("a meeting")
}

fn keeping(state: &Directory) -> Person {
    Person::configured(|config| config.state_dir = Some(state.0.clone()))
}

/// Ends in vain: nothing gets through any more.
async fn end_in_vain(ana: &mut Person, proxy: &Proxy) {
    proxy.set(Mode::Drop);
    ana.engine.end_for_all(EndNote::new("Thank you all"));
    ana.until(
        |event| matches!(event, MeetingEvent::EndRefused { code, .. } if *code == ErrorCode::EndDelayed),
    )
    .await;
}

/// How somebody fares who comes after the end.
async fn late_comer(meeting: &HostedMeeting) -> Reason {
    let mut cy = Person::new();
    cy.engine.join(guest(meeting), "Cy".into());
    let reason = cy.until_left().await;
    cy.engine.shutdown().await;
    reason
}

async fn next(ends: &mut broadcast::Receiver<LateEnd>) -> LateEnd {
    let told = timeout(support::PATIENCE, ends.recv()).await;
    told.expect("it is told").expect("the engine runs")
}

fn ended(meeting: &HostedMeeting, title: &str) -> LateEnd {
    LateEnd {
        meeting: meeting.meeting.clone(),
        title: title.into(),
        outcome: LateEndOutcome::Ended {
            record_missing: false,
        },
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_kept_over_a_restart_of_the_app_is_asked_for_again_and_told_of() {
    let (server, state) = (server().await, Directory::new());
    let meeting = open(&server, "Planning").await;
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let (mut ana, mut bo) = (keeping(&state), Person::new());
    ana.join(target, "Ana").await;
    bo.join(guest(&meeting), "Bo").await;
    end_in_vain(&mut ana, &proxy).await;
    assert_eq!(state.files("pending-ends", ".json").len(), 1);
    // The app is quit with its End still on the way.
    ana.engine.shutdown().await;
    assert_eq!(state.files("pending-ends", ".json").len(), 1);

    proxy.set(Mode::Forward);
    let again = keeping(&state);
    let mut ends = again.engine.late_ends();
    assert_eq!(again.engine.resume_pending_ends().await, 1);
    assert_eq!(next(&mut ends).await, ended(&meeting, "Planning"));
    let reason = bo.until_left().await;
    assert_eq!(
        (reason.code, reason.by.as_deref(), reason.note),
        (
            ReasonCode::Ended,
            Some("Ana"),
            EndNote::new("Thank you all")
        ),
    );
    let late = late_comer(&meeting).await;
    assert_eq!(late.note, EndNote::new("Thank you all"), "said at the door");
    assert!(
        state.files("pending-ends", "").is_empty(),
        "answered, and crossed out"
    );
    assert_eq!(again.engine.resume_pending_ends().await, 0);
    again.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_ends_of_two_meetings_go_on_side_by_side_and_each_is_told_of() {
    let (server, state) = (server().await, Directory::new());
    let mut ana = keeping(&state);
    let mut ends = ana.engine.late_ends();
    let (first, second) = (open(&server, "First").await, open(&server, "Second").await);
    let mut proxies = Vec::new();
    for meeting in [&first, &second] {
        let (proxy, target) = behind_a_proxy(&server, meeting).await;
        ana.join(target, "Ana").await;
        end_in_vain(&mut ana, &proxy).await;
        ana.engine.leave();
        ana.until_left().await;
        proxies.push(proxy);
    }
    proxies.iter().for_each(|proxy| proxy.set(Mode::Forward));
    let mut told = [next(&mut ends).await, next(&mut ends).await];
    told.sort_by(|one, other| one.title.cmp(&other.title));
    assert_eq!(told, [ended(&first, "First"), ended(&second, "Second")]);
    assert_eq!(ana.rest(), [], "no meeting is on to tell of it");
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_late_end_that_comes_too_late_or_may_not_be_is_told_with_why() {
    let server = server().await;
    let denied = r#"{"code":"unauthenticated","msg":"permissions denied"}"#;
    for (body, expected) in [
        (EXPIRED, ErrorCode::WrongToken),
        (denied, ErrorCode::EndNotAllowed),
    ] {
        let meeting = open(&server, "Planning").await;
        let (proxy, target) = behind_a_proxy(&server, &meeting).await;
        let mut ana = Person::new();
        let mut ends = ana.engine.late_ends();
        ana.join(target, "Ana").await;
        end_in_vain(&mut ana, &proxy).await;
        ana.engine.leave();
        ana.until_left().await;
        proxy.answer(DELETE, "401 Unauthorized", body);
        proxy.set(Mode::Forward);
        let LateEndOutcome::Failed {
            problem: Problem { code, message },
        } = next(&mut ends).await.outcome
        else {
            panic!("{body} is no end")
        };
        assert_eq!(code, expected, "{message}");
        assert_eq!(message.contains("expired"), body == EXPIRED, "{message}");
        assert!(!message.contains("still in it"), "{message}");
        ana.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_is_asked_for_with_the_token_that_counts_longest_and_then_with_the_next() {
    let key = ApiKey {
        key: "devkey".into(),
        secret: Secret::new("secret"),
    };
    let server = Server::start(ServerConfig {
        listen: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0),
        keys: vec![key.clone()],
        ..ServerConfig::default()
    })
    .await
    .expect("a server on a free port");
    let mut meeting = open(&server, "Planning").await;
    let grants = Grants {
        room_admin: true,
        ..Grants::join(meeting.meeting.clone())
    };
    // The server renews a token at once, by one that counts for a day.
    let claims = Claims::new(ParticipantId::new("ana"), grants, u64::MAX / 4);
    meeting.host_token = token::mint(&key, &claims);
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let mut ana = Person::new();
    ana.join(target, "Ana").await;
    let first = meeting.host_token.expose().to_owned();
    let token = |seat: &Option<adjourn_engine::Seat>| {
        let seat = serde_json::to_value(seat).expect("is JSON");
        seat["token"].as_str().map(str::to_owned)
    };
    let mut seat = ana.engine.seat();
    let renewed = seat.wait_for(|seat| token(seat).is_some_and(|token| token != first));
    let renewed = timeout(support::PATIENCE, renewed).await;
    let renewed = renewed.expect("in time").expect("the engine runs").clone();

    proxy.answer(DELETE, "401 Unauthorized", EXPIRED);
    ana.engine.end_for_all(None);
    let told = ana
        .until(|event| matches!(event, MeetingEvent::EndRefused { .. }))
        .await;
    assert!(
        matches!(&told, MeetingEvent::EndRefused { code: ErrorCode::EndDelayed, why } if why.contains("expired")),
        "{told:?}"
    );
    assert_eq!(ana.until_left().await.code, ReasonCode::Ended);
    let asked = proxy.heard(DELETE);
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains(&first));
    assert!(asked[1].contains(&token(&renewed).expect("it has one")));
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_that_the_server_could_not_write_down_yet_is_told_as_such() {
    let server = server().await;
    let meeting = open(&server, "Planning").await;
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let mut ana = Person::new();
    ana.join(target, "Ana").await;
    proxy.answer(DELETE, "200 OK\r\nAdjourn-Record: missing", "");
    ana.engine.end_for_all(None);
    ana.until(|event| {
        matches!(
            event,
            MeetingEvent::EndProgress {
                record_missing: true,
                total: 1,
                ..
            }
        )
    })
    .await;
    assert_eq!(ana.until_left().await.code, ReasonCode::Ended);
    ana.engine.shutdown().await;
    server.shutdown().await;
}
