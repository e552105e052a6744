//! Ending a meeting: everybody is out at once and knows who did it, and it stays ended.

use adjourn_lab::{Bot, Lab, People, assert_sentence};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn the_host_ends_and_everybody_is_out_and_told_by_whom() {
    let lab = Lab::new(BINARY, "the_host_ends");
    let mut ana = lab.host("Ana", &["--end-after", "6"]);
    let link = ana.invite();
    let mut guests = ["Bo", "Cy", "Di"].map(|name| lab.guest(&link, name, &[]));
    for guest in &guests {
        guest.joined();
        guest.meets("Ana");
    }

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
    let mut host = lab.guest_with_token(&server.url, &host_token, "Ana", &["--end-after", "4"]);
    let mut guest = lab.guest_with_token(&server.url, &guest_token, "Bo", &[]);

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

fn still_in(bot: &Bot) {
    let events = bot.program().events();
    assert!(!events.iter().any(|e| e["event"] == "meeting-left"));
}
