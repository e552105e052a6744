//! A meeting that another server carries: the computer of its host is its door, and its end is an end for all.
//!
//! The other server is `adjourn serve`, and where ADJOURN_LIVEKIT_SERVER names one also a livekit-server.
#![cfg(unix)]

use std::env;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use adjourn_lab::server::KEY;
use adjourn_lab::{Bot, Lab, People, assert_sentence, patience};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// Key and secret of a livekit-server in its --dev mode.
const DEV_KEY: (&str, &str) = ("devkey", "secret");

/// An installation's name.
const CLIENT: &str = "00112233445566778899aabbccddeeff";

#[test]
fn a_meeting_on_a_server_of_ours_is_held_and_ended() {
    let lab = Lab::new(BINARY, "another_server");
    let server = lab.serve(&[]);
    is_held_and_ended(&lab, &server.url, KEY);
}

#[test]
fn a_meeting_on_a_livekit_server_is_held_and_ended() {
    let Some(program) = env::var_os("ADJOURN_LIVEKIT_SERVER") else {
        return; // there is none to be had without a download
    };
    let lab = Lab::new(BINARY, "livekit_server");
    let server = LiveKit::start(Path::new(&program));
    is_held_and_ended(&lab, &server.url, DEV_KEY);
}

#[test]
fn what_is_no_server_for_it_is_refused_before_anybody_is_invited() {
    let lab = Lab::new(BINARY, "no_other_server");
    let server = lab.serve(&[]);
    let http = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let nobody = http.local_addr().expect("bound");
    drop(http);
    let (nobody, key) = (format!("ws://{nobody}"), KEY);
    for (url, key, secret, why) in [
        (&nobody, key.0, key.1, "cannot be reached"),
        (&server.url, "another", key.1, "does not accept this key"),
        (&server.url, key.0, "another", "does not accept this key"),
        (&"ws://192.0.2.1:7880".into(), key.0, key.1, "encryption"),
    ] {
        let state = lab.file("state");
        let mut ana = host(&lab, &state, "127.0.0.1:0", url, (key, secret));
        let said = ana.refused();
        assert!(said.contains(why), "{url}: {said}");
        assert!(
            !said.contains(secret) || secret == "another",
            "it keeps the secret"
        );
        assert_sentence(&said);
    }
}

fn is_held_and_ended(lab: &Lab, url: &str, key: (&str, &str)) {
    let state = lab.file("state");
    let mut ana = host(lab, &state, "127.0.0.1:0", url, key);
    let link = ana.invite();
    let mut bo = lab.guest(&link, "Bo", &["--commands", "--microphone", "tone:600"]);
    let mut cy = lab.guest(&link, "Cy", &["--commands"]);
    let mut di = lab.guest(&link, "Di", &["--client", CLIENT]);
    for one in [&ana, &bo] {
        one.sees("Cy", 10);
        one.hears("Cy");
    }
    bo.sees("Ana", 10);
    ana.sees("Bo", 10);

    cy.order(r#"{"do":"leave"}"#);
    assert_eq!(cy.left()["code"], "left");
    for one in [&ana, &bo] {
        assert_eq!(one.misses("Cy")["reason"]["code"], "left");
    }

    bo.order(r#"{"do":"hand","on":true}"#);
    let raised = |e: &adjourn_lab::Event| e["event"] == "hand-changed" && !e["raisedAt"].is_null();
    let bos_id = ana.program().wait("hand of Bo", patience(20), raised)["participantId"].clone();
    ana.order(&format!(
        r#"{{"do":"mute","identity":{bos_id},"kind":"audio"}}"#
    ));
    ana.program().wait("silence of Bo", patience(20), |e| {
        e["event"] == "stream-disabled" && e["kind"] == "audio" && e["participantId"] == bos_id
    });

    let dis_id = ana.meets("Di")["participant"]["participantId"].clone();
    ana.order(&format!(r#"{{"do":"remove","identity":{dis_id}}}"#));
    assert_eq!(di.left()["code"], "removed");
    let refused = lab.guest(&link, "Di", &["--client", CLIENT]).refused();
    assert!(
        refused.contains("removed"),
        "put out, and stays out: {refused}"
    );

    ana.order(r#"{"do":"end","note":"Thank you all"}"#);
    for one in [&mut bo, &mut ana] {
        let reason = one.left();
        assert_eq!(
            (&reason["code"], &reason["by"], &reason["note"]),
            (&"ended".into(), &"Ana".into(), &"Thank you all".into())
        );
    }
    assert!(ana.succeeds(), "nobody is left to let in");

    let mut again = host(lab, &state, &address(&link), url, key);
    let new = again.invite();
    let mut late = lab.guest(&link, "Bo", &[]);
    let said = late.refused();
    assert!(said.contains("ended"), "the old invite says why: {said}");
    assert_eq!(late.left()["note"], "Thank you all", "and with which words");
    lab.guest(&new, "Bo", &[]).joined();
    again.order(r#"{"do":"end"}"#);
    again.left();
}

fn host(lab: &Lab, state: &Path, listen: &str, url: &str, key: (&str, &str)) -> Bot {
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
        ])
        .args(["--server", url, "--api-key", key.0])
        .env("LIVEKIT_API_SECRET", key.1)
        .arg("--state-dir")
        .arg(state);
    lab.bot("Ana", &mut command)
}

/// Where the door of an invite is.
fn address(link: &str) -> String {
    let invite = adjourn_signal::Invite::parse(link).expect("a bot's own invite");
    invite.addresses[0].clone()
}

/// A livekit-server on this computer alone, killed when dropped.
struct LiveKit {
    child: Child,
    url: String,
}

impl LiveKit {
    fn start(program: &Path) -> Self {
        let [tcp, rtc, udp] = free_ports();
        let config = format!(
            "port: {tcp}\nbind_addresses: [127.0.0.1]\nrtc: {{tcp_port: {rtc}, udp_port: {udp}, use_external_ip: false, enable_loopback_candidate: true}}\n"
        );
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program)
            .args(["--dev", "--config-body", &config])
            .spawn()
            .expect("ADJOURN_LIVEKIT_SERVER names a program");
        let address = SocketAddr::from(([127, 0, 0, 1], tcp));
        let until = Instant::now() + patience(30);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "the livekit-server does not listen");
            sleep(Duration::from_millis(50));
        }
        let url = format!("ws://{address}");
        Self { child, url }
    }
}

impl Drop for LiveKit {
    fn drop(&mut self) {
        // It may have stopped by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ports that nobody listens on now.
fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    listeners.map(|listener| listener.local_addr().expect("bound").port())
}
