//! Leave works at once in every state of the meeting and of the network, whoever does not answer.
#![cfg(unix)]

use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::{Bot, Lab, People, Server, patience};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// The contract says 300 ms, and `make bench` measures it; this is what a busy machine may need.
const AT_ONCE: Duration = Duration::from_millis(1500);

#[test]
fn with_a_server_that_is_well_frozen_or_gone() {
    let lab = Lab::new(BINARY, "leave_any_server");
    let server = lab.serve(&[]);
    let ana = joins(&lab, &server, "Ana");
    let mut bo = joins(&lab, &server, "Bo");
    ana.sees("Bo", 3);
    leaves_at_once(&mut bo);
    assert_eq!(ana.misses("Bo")["reason"]["code"], "left");

    let mut cy = joins(&lab, &server, "Cy");
    cy.joined();
    server.program.freeze();
    leaves_at_once(&mut cy);
    server.program.thaw();
    ana.misses("Cy");

    let mut di = joins(&lab, &server, "Di");
    di.joined();
    server.program.kill();
    leaves_at_once(&mut di);
}

#[test]
fn while_it_is_connecting() {
    let lab = Lab::new(BINARY, "leave_connecting");
    // Takes every connection and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("loopback is up");
    let address = silent.local_addr().expect("it is bound");
    thread::spawn(move || silent.incoming().collect::<Vec<_>>());
    let token =
        adjourn_lab::server::token("Bo", serde_json::json!({ "roomJoin": true, "room": "x" }));
    let url = format!("ws://{address}");
    let mut bo = lab.guest_with_token(&url, &token, "Bo", &["--commands"]);
    is(&bo, "CONNECTING");

    leaves_at_once(&mut bo);
}

#[test]
fn while_it_waits_to_be_let_in() {
    let lab = Lab::new(BINARY, "leave_waiting");
    let ana = lab.host("Ana", &["--lobby"]);
    let mut bo = lab.guest(&ana.invite(), "Bo", &["--commands"]);
    is(&bo, "WAITING");
    ana.program().event("entry-requested");

    leaves_at_once(&mut bo);

    ana.program().event("entry-withdrawn");
}

#[test]
fn while_it_is_reconnecting() {
    let lab = Lab::new(BINARY, "leave_reconnecting");
    let server = lab.serve(&[]);
    let mut bo = joins(&lab, &server, "Bo");
    bo.joined();
    server.program.kill();
    is(&bo, "RECONNECTING");

    leaves_at_once(&mut bo);
}

fn joins(lab: &Lab, server: &Server, name: &str) -> Bot {
    let token = server.guest_token("standup", name);
    lab.guest_with_token(&server.url, &token, name, &["--commands"])
}

fn is(bot: &Bot, state: &str) {
    bot.program().wait(state, patience(20), |e| {
        e["event"] == "meeting-state-changed" && e["state"] == state
    });
}

#[track_caller]
fn leaves_at_once(bot: &mut Bot) {
    let click = Instant::now();
    bot.order(r#"{"do":"leave"}"#);
    let left = bot.program().event("meeting-left");
    let took = click.elapsed();
    println!("meeting-left after {took:?}");
    assert_eq!(left["reason"]["code"], "left");
    assert!(took < AT_ONCE, "meeting-left after {took:?}");
    bot.left(); // the last word
    assert!(bot.succeeds());
}
