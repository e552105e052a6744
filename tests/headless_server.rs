//! `adjourn serve`, used as scripts use a LiveKit server.

use adjourn_lab::server::{signed, token};
use adjourn_lab::{Lab, People, patience};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn a_room_is_made_listed_joined_and_deleted_through_the_room_service() {
    let lab = Lab::new(BINARY, "room_service");
    let server = lab.serve(&["--no-auto-create"]);
    let admin = server.host_token("standup", "Ana");
    let bo_token = server.guest_token("standup", "Bo");

    let mut early = lab.guest_with_token(&server.url, &bo_token, "Bo", &[]);
    let said = early.refused();
    adjourn_lab::assert_sentence(&said);

    let (status, room) = server.call("CreateRoom", &admin, &json!({ "name": "standup" }));
    assert_eq!((status, &room["name"]), (200, &json!("standup")), "{room}");
    let (_, rooms) = server.call("ListRooms", &admin, &json!({}));
    assert_eq!(names(&rooms["rooms"]), ["standup"]);

    let mut bo = lab.guest_with_token(&server.url, &bo_token, "Bo", &[]);
    bo.joined();
    let (_, people) = server.call("ListParticipants", &admin, &json!({ "room": "standup" }));
    assert_eq!(names(&people["participants"]), ["Bo"]);
    assert_eq!(people["participants"][0]["identity"], "bo");

    let (status, _) = server.call("DeleteRoom", &admin, &json!({ "room": "standup" }));
    assert_eq!(status, 200);
    assert_eq!(bo.left()["code"], "ended");
    let (status, error) = server.call("DeleteRoom", &admin, &json!({ "room": "standup" }));
    assert_eq!(
        (status, &error["code"]),
        (404, &json!("not_found")),
        "{error}"
    );
}

#[test]
fn a_removed_participant_is_out_and_the_others_are_told() {
    let lab = Lab::new(BINARY, "a_removed_participant");
    let server = lab.serve(&[]);
    let join = |name: &str| {
        let token = server.guest_token("standup", name);
        lab.guest_with_token(&server.url, &token, name, &[])
    };
    let ana = join("Ana");
    let mut bo = join("Bo");
    ana.meets("Bo");
    bo.joined();

    let admin = server.host_token("standup", "Host");
    let (status, answer) = server.call(
        "RemoveParticipant",
        &admin,
        &json!({ "room": "standup", "identity": "bo" }),
    );

    assert_eq!(status, 200, "{answer}");
    assert_eq!(bo.left()["code"], "removed");
    assert_eq!(ana.misses("Bo")["reason"]["code"], "removed");
}

#[test]
fn whoever_may_not_is_refused_and_nothing_changes() {
    let lab = Lab::new(BINARY, "who_may_not");
    let server = lab.serve(&[]);
    let guest = server.guest_token("standup", "Bo");
    let bo = lab.guest_with_token(&server.url, &guest, "Bo", &[]);
    bo.joined();

    let everything =
        json!({ "roomJoin": true, "room": "standup", "roomAdmin": true, "roomCreate": true });
    let elsewhere = json!({ "roomJoin": true, "room": "other", "roomAdmin": true });
    let forged = signed(
        ("devkey", "not-the-secret-of-the-lab-012345"),
        "Eve",
        everything.clone(),
    );
    let foreign = signed(
        ("otherkey", "secret-of-the-lab-0123456789abcdef"),
        "Eve",
        everything,
    );
    for token in [
        &guest,
        &token("Eve", elsewhere),
        &forged,
        &foreign,
        "",
        "not.a.token",
    ] {
        for (method, body) in [
            ("DeleteRoom", json!({ "room": "standup" })),
            (
                "RemoveParticipant",
                json!({ "room": "standup", "identity": "bo" }),
            ),
            ("ListParticipants", json!({ "room": "standup" })),
        ] {
            let (status, error) = server.call(method, token, &body);
            assert_eq!(
                (status, &error["code"]),
                (401, &json!("unauthenticated")),
                "{method}"
            );
        }
    }

    let admin = server.host_token("standup", "Ana");
    let (_, people) = server.call("ListParticipants", &admin, &json!({ "room": "standup" }));
    assert_eq!(names(&people["participants"]), ["Bo"]);
}

#[test]
fn sdks_are_told_which_protocol_is_spoken() {
    let lab = Lab::new(BINARY, "which_protocol");
    let server = lab.serve(&[]);
    let token = server.guest_token("standup", "Bo");

    assert_eq!(server.get("/rtc/v1").0, 404);
    assert_eq!(server.get("/rtc/v1/validate").0, 404);
    assert_eq!(server.get("/rtc/validate").0, 401);
    let (status, answer) = server.get(&format!("/rtc/validate?access_token={token}"));
    assert_eq!((status, answer.trim()), (200, "success"));
}

#[test]
fn the_server_stops_cleanly_when_asked() {
    let lab = Lab::new(BINARY, "the_server_stops");
    let mut server = lab.serve(&[]);
    let token = server.guest_token("standup", "Bo");
    let mut bo = lab.guest_with_token(&server.url, &token, "Bo", &[]);
    bo.joined();

    server.program.terminate();

    assert!(server.program.exit().success());
    assert_eq!(bo.ends_within(10)["reason"]["code"], "server-stopped");
    assert!(bo.succeeds());
}

#[test]
fn key_and_secret_can_come_from_the_environment() {
    let lab = Lab::new(BINARY, "key_from_environment");
    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--insecure"])
        .env("LIVEKIT_API_KEY", adjourn_lab::server::KEY.0)
        .env("LIVEKIT_API_SECRET", adjourn_lab::server::KEY.1);
    let program = adjourn_lab::Program::start(&lab, "serve", &mut command);
    let event = program.wait("address", patience(20), |e| e["event"] == "serving");
    let url = event["url"].as_str().expect("serving says its url").into();
    let server = adjourn_lab::Server { program, url };

    let admin = server.host_token("standup", "Ana");
    assert_eq!(server.call("ListRooms", &admin, &json!({})).0, 200);
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|item| item["name"].as_str())
        .collect()
}
