//! What goes on when somebody is out: the reason the others hear, a last word, the summary, an End still on its way.

mod support;

use std::time::Duration;

use adjourn_engine::{Summary, end_from_outside};
use adjourn_meeting::{EndReason, ErrorCode, FarewellText, MeetingEvent, ReasonCode, Secret};
use support::proxy::{Mode, behind_a_proxy};
use support::{Directory, Person, guest, host, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sleeping_computer_and_a_crash_are_told_as_such_and_a_last_word_is_heard() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (mut ana, mut bo) = (Person::new(), Person::new());
    ana.join(host(&meeting), "Ana").await;
    for (reason, code) in [
        (EndReason::Asleep, ReasonCode::Asleep),
        (EndReason::Crashed, ReasonCode::Crashed),
    ] {
        bo.join(guest(&meeting), "Bo").await;
        bo.engine.leave_because(reason);
        assert_eq!(bo.until_left().await.code, code);
        assert_eq!(ana.until_gone("Bo").await.code, code);
    }
    bo.join(guest(&meeting), "Bo").await;
    bo.engine.leave();
    bo.until_left().await;
    ana.until_gone("Bo").await;
    bo.engine.farewell(FarewellText::BackIn5);
    let word = ana
        .until(|event| matches!(event, MeetingEvent::Farewell { .. }))
        .await;
    assert_eq!(
        word,
        MeetingEvent::Farewell {
            name: "Bo".into(),
            text: FarewellText::BackIn5
        }
    );
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_word_of_a_crash_is_about_one_session_and_not_about_the_next() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let mut ana = Person::new();
    ana.join(target, "Ana").await;
    let seat = serde_json::to_value(&*ana.engine.seat().borrow()).expect("is JSON");
    let sid = seat["sid"].as_str().expect("it has a sid").to_owned();
    ana.engine.leave_because(EndReason::Asleep);
    ana.until_left().await;
    ana.engine.shutdown().await;
    let told = proxy.heard("POST");
    assert!(
        told.iter()
            .any(|request| request.contains("asleep") && request.contains(&sid)),
        "{told:?}"
    );
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_installation_joining_again_replaces_itself() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::new();
    ana.join(host(&meeting), "Ana").await;
    let same = || {
        Person::configured(|config| {
            config.client_id = Some("0123456789abcdef0123456789abcdef".into())
        })
    };
    let (mut first, mut second) = (same(), same());
    let one = first.join(guest(&meeting), "Bo").await;
    let two = second.join(guest(&meeting), "Bo").await;
    assert_eq!(one, two);
    assert_eq!(first.until_left().await.code, ReasonCode::Moved);
    assert_eq!(
        ana.engine.stats().await.participants.len(),
        1,
        "never doubled"
    );
    for person in [ana, first, second] {
        person.engine.shutdown().await;
    }
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_summary_is_there_for_the_page_and_on_disk_as_json_and_csv() {
    let (server, state) = (server().await, Directory::new());
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut ana = Person::configured(|config| config.state_dir = Some(state.0.clone()));
    let mut bo = Person::new();
    ana.join(host(&meeting), "Ana").await;
    assert_eq!(ana.engine.summary(), None);
    let bo_id = bo.join(guest(&meeting), "Bo").await;
    ana.sees_and_hears(&bo_id, 1, 400).await;
    bo.engine.leave();
    bo.until_left().await;
    ana.until_gone("Bo").await;
    ana.engine.leave();
    ana.until_left().await;

    let summary = ana
        .engine
        .whole_summary()
        .await
        .expect("a meeting was left");
    assert_eq!(
        (summary.title.as_str(), summary.reason.code),
        ("Ana’s meeting", ReasonCode::Left)
    );
    assert!(
        summary.until_ms > summary.from_ms && summary.spoke_ms > 100.0,
        "{summary:?}"
    );
    let people: Vec<_> = summary
        .people
        .iter()
        .map(|one| {
            (
                one.name.as_str(),
                one.me,
                one.left.as_ref().map(|left| left.code),
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            ("Ana", true, Some(ReasonCode::Left)),
            ("Bo", false, Some(ReasonCode::Left))
        ]
    );
    ana.engine.shutdown().await;
    bo.engine.shutdown().await;
    let (json, csv) = (
        state.files("summaries", ".json"),
        state.files("summaries", ".csv"),
    );
    assert_eq!((json.len(), csv.len()), (1, 1));
    assert_eq!(
        serde_json::from_str::<Summary>(&json[0]).expect("a summary"),
        summary
    );
    assert!(csv[0].contains("\"Bo\",false,guest,"), "{}", csv[0]);
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staying_takes_a_kept_end_back() {
    let (server, state) = (server().await, Directory::new());
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (proxy, target) = behind_a_proxy(&server, &meeting).await;
    let mut ana = Person::configured(|config| config.state_dir = Some(state.0.clone()));
    ana.join(target, "Ana").await;
    proxy.set(Mode::Drop);
    ana.engine.end_for_all(None);
    ana.until(|event| matches!(event, MeetingEvent::EndRefused { .. }))
        .await;
    ana.engine.stay();
    let crossed_out = async {
        while !state.files("pending-ends", ".json").is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(support::PATIENCE, crossed_out)
        .await
        .expect("it is crossed out");
    ana.engine.shutdown().await;
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_end_of_what_has_ended_already_is_done_and_one_by_a_guest_is_refused() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let mut bo = Person::new();
    bo.join(guest(&meeting), "Bo").await;
    let end = |token: Secret| {
        end_from_outside(
            &meeting.url,
            token,
            meeting.certificate_sha256,
            meeting.meeting.clone(),
        )
    };
    let seat = bo.engine.seat().borrow().clone().expect("it is in");
    let seat = serde_json::to_value(seat).expect("is JSON");
    let token = seat["token"].as_str().expect("it has a token");
    let refused = end(Secret::new(token)).await.expect_err("a guest may not");
    assert_eq!(refused.code, ErrorCode::EndNotAllowed);
    for again in [false, true] {
        end(meeting.host_token.clone())
            .await
            .unwrap_or_else(|problem| panic!("again: {again}, {problem:?}"));
    }
    assert_eq!(bo.until_left().await.code, ReasonCode::Ended);
    bo.engine.shutdown().await;
    server.shutdown().await;
}
