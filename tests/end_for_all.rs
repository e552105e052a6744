//! Ending a meeting: everybody is out at once and knows who did it, and it stays ended.

use std::time::{Duration, Instant};

use adjourn_lab::{Bot, Lab, People, assert_sentence};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn the_host_ends_and_everybody_is_out_and_told_by_whom() {
    let lab = Lab::new(BINARY, "the_host_ends");
    let mut ana = lab.host("Ana", &["--commands"]);
    let link = ana.invite();
    let mut guests = ["Bo", "Cy", "Di"].map(|name| lab.guest(&link, name, &[]));
    for guest in &guests {
        guest.joined();
        guest.meets("Ana");
    }
    ana.order(r#"{"do":"end"}"#);

    for person in guests.iter_mut().chain([&mut ana]) {
        let reason = person.left();
        assert_eq!(reason["code"], "ended");
        assert_eq!(reason["by"], "Ana");
        assert_eq!(reason["message"], "Ana ended the meeting for everyone");
        assert!(person.succeeds(), "an end is not a failure");
    }

    let mut late = lab.guest(&link, "Eve", &[]);
    assert_sentence(&late.refused());
}

#[test]
fn an_ended_room_refuses_old_and_new_tokens_and_says_that_it_ended() {
    let lab = Lab::new(BINARY, "an_ended_room");
    let server = lab.serve(&[]);
    let host_token = server.host_token("standup", "Ana");
    let guest_token = server.guest_token("standup", "Bo");
    let mut host = lab.guest_with_token(&server.url, &host_token, "Ana", &["--commands"]);
    let mut guest = lab.guest_with_token(&server.url, &guest_token, "Bo", &[]);
    guest.meets("Ana");
    host.order(r#"{"do":"end"}"#);

    for person in [&mut guest, &mut host] {
        assert_eq!(person.left()["by"], "Ana");
    }

    for token in [
        &guest_token,
        &server.guest_token("standup", "Cy"),
        &host_token,
    ] {
        let mut late = lab.guest_with_token(&server.url, token, "late", &[]);
        let said = late.refused();
        assert_sentence(&said);
        assert!(
            said.contains("ended"),
            "it says that the meeting ended: {said}"
        );
        let (status, answer) = server.get(&format!("/rtc/validate?access_token={token}"));
        assert_eq!((status, answer.contains("ended")), (401, true), "{answer}");
    }
    let (_, rooms) = server.call("ListRooms", &host_token, &json!({}));
    assert_eq!(rooms["rooms"].as_array().map_or(0, Vec::len), 0);
}

#[test]
fn a_guest_cannot_end_the_meeting() {
    let lab = Lab::new(BINARY, "a_guest_cannot_end");
    let ana = lab.host("Ana", &[]);
    let mut bo = lab.guest(
        &ana.invite(),
        "Bo",
        &["--end-after", "3", "--leave-after", "9"],
    );

    let refused = bo.program().event("end-refused");

    assert!(refused["why"].is_string(), "{refused}");
    assert_eq!(bo.left()["code"], "left");
    still_in(&ana);
}

#[test]
fn who_does_not_answer_is_cut_off_and_counted_and_holds_nobody_up() {
    let lab = Lab::new(BINARY, "frozen_guest");
    let server = lab.serve(&[]);
    let join =
        |name: &str, token: &str| lab.guest_with_token(&server.url, token, name, &["--commands"]);
    let mut ana = join("Ana", &server.host_token("standup", "Ana"));
    let guest = |name: &str| join(name, &server.guest_token("standup", name));
    let mut guests = ["Bo", "Cy"].map(guest);
    let mut frozen = guest("Di");
    for name in ["Bo", "Cy", "Di"] {
        ana.sees(name, 1);
    }

    frozen.program().freeze();
    let click = Instant::now();
    ana.order(r#"{"do":"end"}"#);
    for guest in &mut guests {
        let reason = guest.program().event("meeting-left")["reason"].clone();
        assert_eq!(reason["by"], "Ana");
        let took = click.elapsed();
        assert!(took < Duration::from_secs(6), "{took:?}"); // 1 s, and a busy machine
    }
    assert_eq!(ana.left()["code"], "ended");
    let events = ana.program().events();
    let last = events.iter().rfind(|e| e["event"] == "end-progress");
    let last = last.expect("the host sees how many are out");
    assert_eq!(
        (&last["closed"], &last["total"]),
        (&json!(4), &json!(4)),
        "the host counts"
    );
    let named = last["unresponsive"].as_array();
    assert!(
        named.is_some_and(|all| all.contains(&json!("Di"))),
        "{last}"
    );

    // Who was away learns it on return, and does not try again and again.
    frozen.program().thaw();
    assert_eq!(frozen.ends_within(30)["reason"]["code"], "ended");
    assert!(frozen.succeeds());
}

#[test]
fn two_hosts_who_end_it_at_once_and_one_who_leaves_in_that_instant_are_all_out() {
    let lab = Lab::new(BINARY, "two_hosts");
    let server = lab.serve(&[]);
    let join = |name: &str, token: &str| {
        lab.guest_with_token(
            &server.url,
            token,
            name,
            &["--commands", "--camera", "none"],
        )
    };
    let mut ana = join("Ana", &server.host_token("standup", "Ana"));
    let mut eve = join("Eve", &server.host_token("standup", "Eve"));
    let mut bo = join("Bo", &server.guest_token("standup", "Bo"));
    for name in ["Ana", "Eve"] {
        bo.meets(name);
    }
    ana.meets("Eve");
    eve.meets("Ana");

    ana.order(r#"{"do":"end"}"#);
    eve.order(r#"{"do":"end"}"#);
    bo.order(r#"{"do":"leave"}"#);

    for host in [&mut ana, &mut eve] {
        assert_eq!(host.left()["code"], "ended", "neither is refused");
        let events = host.program().events();
        assert!(!events.iter().any(|e| e["event"] == "end-refused"));
    }
    let reason = bo.left();
    assert!(["left", "ended"].contains(&reason["code"].as_str().unwrap_or_default()));
    let (_, rooms) = server.call(
        "ListRooms",
        &server.host_token("standup", "Ana"),
        &json!({}),
    );
    assert_eq!(rooms["rooms"].as_array().map_or(0, Vec::len), 0, "{rooms}");
}

fn still_in(bot: &Bot) {
    let events = bot.program().events();
    assert!(!events.iter().any(|e| e["event"] == "meeting-left"));
}
