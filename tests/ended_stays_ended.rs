//! Whatever is kept of a meeting that was ended opens nothing any more, now and after the server has started again.
#![cfg(unix)]

use std::path::Path;

use adjourn_lab::{Bot, Door, Lab, People, Server};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// Each before and each after the restart, so a thousand in all.
const ROUNDS: usize = 125;

#[test]
fn none_of_a_thousand_old_tokens_resumes_and_replayed_ends_gets_in() {
    let lab = Lab::new(BINARY, "ended_tokens");
    let state = lab.file("state");
    let server = serve(&lab, &state, "127.0.0.1:0");
    let (host, guest) = (
        server.host_token("standup", "Ana"),
        server.guest_token("standup", "Bo"),
    );
    let mut ana = lab.guest_with_token(&server.url, &host, "Ana", &["--commands"]);
    let mut bo = lab.guest_with_token(&server.url, &guest, "Bo", &[]);
    ana.meets("Bo");
    let session = server.session("standup", &host, "bo");
    ana.order(r#"{"do":"end"}"#);
    for person in [&mut bo, &mut ana] {
        assert_eq!(person.left()["code"], "ended");
    }

    let address = server.url.trim_start_matches("ws://").to_owned();
    nothing_opens(&server, (&host, &guest), &session);
    drop(server); // as a crash would: without a word
    let server = serve(&lab, &state, &address);
    nothing_opens(&server, (&host, &guest), &session);
}

#[test]
fn an_old_invite_opens_nothing_when_its_host_has_started_again() {
    let lab = Lab::new(BINARY, "ended_invite");
    let state = lab.file("state");
    let mut ana = host(&lab, &state, "127.0.0.1:0");
    let link = ana.invite();
    let address = invite(&link)["a"][0]
        .as_str()
        .expect("an address")
        .to_owned();
    let bo = lab.guest(&link, "Bo", &[]);
    bo.joined();
    ana.order(r#"{"do":"end"}"#);
    ana.left();
    drop((ana, bo));

    let again = host(&lab, &state, &address);
    let new = again.invite();
    let tried = Door::of(&link).break_in(2 * ROUNDS);
    assert_eq!((tried.let_in, tried.says_why), (0, true));
    assert_ne!(new, link, "the next meeting is another one");
    for name in ["Bo", "Cy"] {
        let mut late = lab.guest(&link, name, &[]);
        let said = late.refused();
        assert!(said.contains("ended"), "it says that it has ended: {said}");
    }
    lab.guest(&new, "Di", &[]).joined();
}

fn serve(lab: &Lab, state: &Path, listen: &str) -> Server {
    lab.serve_on(
        listen,
        &["--state-dir", state.to_str().expect("a plain path")],
    )
}

fn host(lab: &Lab, state: &Path, listen: &str) -> Bot {
    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args([
            "bot",
            "host",
            "--name",
            "Ana",
            "--listen",
            listen,
            "--commands",
            "--state-dir",
        ])
        .arg(state);
    lab.bot("Ana", &mut command)
}

fn nothing_opens(server: &Server, tokens: (&str, &str), session: &str) {
    let tried = server.break_in("standup", tokens, session, ROUNDS);
    assert_eq!((tried.tries, tried.let_in), (4 * ROUNDS, 0));
    assert!(
        tried.says_why,
        "each refusal of a token says that the meeting has ended"
    );
    let (_, rooms) = server.call("ListRooms", tokens.0, &json!({}));
    assert_eq!(rooms["rooms"].as_array().map_or(0, Vec::len), 0, "{rooms}");
}

fn invite(link: &str) -> Value {
    let encoded = link.rsplit('/').next().expect("a link has slashes");
    let json = URL_SAFE_NO_PAD.decode(encoded).expect("base64url");
    serde_json::from_slice(&json).expect("JSON")
}
