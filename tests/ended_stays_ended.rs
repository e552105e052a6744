//! Whatever is kept of a meeting that was ended opens nothing any more, now and after the server has started again.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::Path;

use adjourn_lab::net::connect_from;
use adjourn_lab::{Bot, Lab, People, Server};
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
    let (host, guest) = (server.host_token("standup", "Ana"), server.guest_token("standup", "Bo"));
    let mut ana = lab.guest_with_token(&server.url, &host, "Ana", &["--commands"]);
    let mut bo = lab.guest_with_token(&server.url, &guest, "Bo", &[]);
    ana.meets("Bo");
    ana.order(r#"{"do":"end"}"#);
    for person in [&mut bo, &mut ana] {
        assert_eq!(person.left()["code"], "ended");
    }

    let address = server.url.trim_start_matches("ws://").to_owned();
    nothing_opens(&server, &address, &host, &guest);
    drop(server); // as a crash would: without a word
    let server = serve(&lab, &state, &address);
    nothing_opens(&server, &address, &host, &guest);
}

#[test]
fn an_old_invite_opens_nothing_when_its_host_has_started_again() {
    let lab = Lab::new(BINARY, "ended_invite");
    let state = lab.file("state");
    let mut ana = host(&lab, &state, "127.0.0.1:0");
    let link = ana.invite();
    let address = invite(&link)["a"][0].as_str().expect("an address").to_owned();
    let bo = lab.guest(&link, "Bo", &[]);
    bo.joined();
    ana.order(r#"{"do":"end"}"#);
    ana.left();
    drop((ana, bo));

    let again = host(&lab, &state, &address);
    let new = again.invite();
    assert_ne!(new, link, "the next meeting is another one");
    for name in ["Bo", "Cy"] {
        let mut late = lab.guest(&link, name, &[]);
        let said = late.refused();
        assert!(said.contains("ended"), "it says that it has ended: {said}");
    }
    lab.guest(&new, "Di", &[]).joined();
}

fn serve(lab: &Lab, state: &Path, listen: &str) -> Server {
    lab.serve_on(listen, &["--state-dir", state.to_str().expect("a plain path")])
}

fn host(lab: &Lab, state: &Path, listen: &str) -> Bot {
    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args(["bot", "host", "--name", "Ana", "--listen", listen, "--commands", "--state-dir"])
        .arg(state);
    lab.bot("Ana", &mut command)
}

/// Old tokens, resumes and replayed requests, from several addresses: being slowed down is no answer here.
fn nothing_opens(server: &Server, address: &str, host: &str, guest: &str) {
    let address: SocketAddr = address.parse().expect("it serves on an address");
    let mut let_in = 0;
    for round in 0..ROUNDS {
        let from = [127, 0, 2, 1 + (round / 4) as u8];
        let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
        for token in [host, guest] {
            let path = format!("/rtc?access_token={token}&protocol=16");
            let resume = format!("{path}&reconnect=1&sid=PA_1");
            let path = if round % 2 == 0 { path } else { resume };
            let (status, said) = ask(address, from, &format!("GET {path} HTTP/1.1\r\n{upgrade}"), "");
            assert!(said.contains("ended"), "{status}: {said}");
            let_in += usize::from(status != 401);
        }
        for method in ["DeleteRoom", "ListParticipants"] {
            let head = format!(
                "POST /twirp/livekit.RoomService/{method} HTTP/1.1\r\nauthorization: Bearer {host}\r\ncontent-type: application/json\r\n"
            );
            let (status, said) = ask(address, from, &head, r#"{"room":"standup"}"#);
            assert_eq!(status, 404, "{method}: {said}");
            let_in += usize::from(status == 200);
        }
    }
    assert_eq!(let_in, 0);
    let (_, rooms) = server.call("ListRooms", host, &json!({}));
    assert_eq!(rooms["rooms"].as_array().map_or(0, Vec::len), 0, "{rooms}");
}

/// One request; gives the status and all of the answer.
fn ask(address: SocketAddr, from: [u8; 4], head: &str, body: &str) -> (u16, String) {
    let mut stream = connect_from(from, address).expect("the server takes connections");
    let close = if head.contains("upgrade") { "" } else { "connection: close\r\n" };
    let length = body.len();
    let request = format!("{head}host: {address}\r\n{close}content-length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).expect("the server reads");
    let mut answer = Vec::new();
    let mut block = [0; 4096];
    // The end of the head and of what its content-length says; an upgraded connection would not end.
    while let Ok(read @ 1..) = stream.read(&mut block) {
        answer.extend_from_slice(&block[..read]);
        if complete(&answer) {
            break;
        }
    }
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("an HTTP answer"), answer)
}

fn complete(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.is_none_or(|length| length.trim().parse().is_ok_and(|length: usize| body.len() >= length))
}

fn invite(link: &str) -> Value {
    let encoded = link.rsplit('/').next().expect("a link has slashes");
    let json = URL_SAFE_NO_PAD.decode(encoded).expect("base64url");
    serde_json::from_slice(&json).expect("JSON")
}
