//! A cable is pulled, or another network takes over: a person who is lost is shown as lost and then as gone; a
//! person who is back in time never was.
#![cfg(target_os = "linux")]

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::{Bot, Computer, Lab, People, Server, in_a_network_of_its_own, patience};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn who_pulls_the_cable_is_shown_as_lost_and_then_as_gone() {
    in_a_network_of_its_own(
        "who_pulls_the_cable_is_shown_as_lost_and_then_as_gone",
        || {
            let lab = Lab::new(BINARY, "pulled_cable");
            let computer = Computer::new(7);
            let server = serve_everywhere(&lab);
            let ana = lab.guest_with_token(
                &server.url,
                &server.guest_token("standup", "Ana"),
                "Ana",
                &[],
            );
            let mut bo = joins_from(&lab, &computer, &server, "Bo", &[]);
            ana.sees("Bo", 10);
            bo.sees("Ana", 10);

            let pulled = Instant::now();
            computer.silence(0);
            ana.program().wait("loss shown", patience(12), |e| {
                e["event"] == "quality-changed" && e["quality"] == "lost"
            });
            let shown = pulled.elapsed();
            println!("shown as lost after {shown:?}");
            assert!(shown < Duration::from_secs(7), "{shown:?}"); // 5 s, and a busy machine
            bo.program().wait("its own notice", patience(12), |e| {
                e["event"] == "meeting-state-changed" && e["state"] == "RECONNECTING"
            });
            let gone = ana.misses("Bo");
            println!("gone after {:?}", pulled.elapsed());
            let out = pulled.elapsed();
            assert!(out < Duration::from_secs(18), "{out:?}"); // 15 s, and a busy machine
            assert_eq!(gone["reason"]["code"], "connection-lost");

            // Back after that it is a new participant, once, or has given up and says so.
            computer.restore(0);
            let again = |e: &serde_json::Value| {
                e["event"] == "participant-joined" && e["participant"]["name"] == "Bo"
            };
            let events = || ana.program().events().into_iter().filter(again).count();
            let gave_up = || {
                let events = bo.program().events();
                events.iter().any(|e| e["event"] == "meeting-left")
            };
            let until = Instant::now() + patience(40);
            while events() < 2 && !gave_up() {
                assert!(
                    Instant::now() < until,
                    "neither back nor told that it is out"
                );
                thread::sleep(Duration::from_millis(100));
            }
            thread::sleep(Duration::from_secs(2));
            assert!(events() <= 2, "never doubled");
            bo.program_mut().terminate();
        },
    );
}

#[test]
fn who_is_lost_at_the_end_hears_of_it_later_and_only_then_the_computer_of_the_meeting_goes() {
    in_a_network_of_its_own(
        "who_is_lost_at_the_end_hears_of_it_later_and_only_then_the_computer_of_the_meeting_goes",
        || {
            let lab = Lab::new(BINARY, "lost_at_the_end");
            let computer = Computer::new(9);
            let mut host = adjourn_lab::program::command(lab.binary());
            host.args(["bot", "host", "--name", "Ana", "--listen", "0.0.0.0:0"]);
            let mut ana = lab.bot("Ana", host.arg("--commands"));
            let link = ana.invite();
            let mut command = computer.command(lab.binary());
            let mut bo = lab.bot("Bo", command.args(["bot", "join", &link, "--name", "Bo"]));
            let mut cy = lab.guest(&link, "Cy", &[]);
            bo.meets("Cy");
            cy.meets("Bo");

            computer.silence(0);
            assert_eq!(cy.misses("Bo")["reason"]["code"], "connection-lost");
            ana.order(r#"{"do":"end"}"#);
            assert_eq!(cy.left()["code"], "ended");
            ana.program().event("meeting-left");
            thread::sleep(Duration::from_secs(3));
            assert!(ana.program().runs(), "Bo has not heard of it");

            computer.restore(0);
            let reason = bo.left();
            assert_eq!(
                (reason["code"].as_str(), reason["by"].as_str()),
                (Some("ended"), Some("Ana"))
            );
            assert!(ana.succeeds(), "nothing is left to be said");
        },
    );
}

#[test]
fn another_network_takes_over_and_nobody_sees_anybody_leave() {
    in_a_network_of_its_own(
        "another_network_takes_over_and_nobody_sees_anybody_leave",
        || {
            let lab = Lab::new(BINARY, "another_network");
            let computer = Computer::new(8);
            let server = serve_everywhere(&lab);
            let ana = lab.guest_with_token(
                &server.url,
                &server.guest_token("standup", "Ana"),
                "Ana",
                &[],
            );
            let bo = joins_from(&lab, &computer, &server, "Bo", &[]);
            ana.sees("Bo", 10);
            bo.sees("Ana", 10);

            computer.pull(0);
            let (seen, saw) = (frames(&ana, "Bo"), frames(&bo, "Ana"));
            computer.plug(1);
            bo.program().wait("loss", patience(15), |e| {
                e["event"] == "meeting-state-changed" && e["state"] == "RECONNECTING"
            });
            ana.sees("Bo", seen + 60);
            bo.sees("Ana", saw + 60);

            for (watcher, name) in [(&ana, "Bo"), (&bo, "Ana")] {
                let events = watcher.program().events();
                let about = |event: &str| {
                    let fits = |e: &&serde_json::Value| {
                        e["event"] == event && e["participant"]["name"] == name
                    };
                    events.iter().filter(fits).count()
                };
                assert_eq!(
                    (about("participant-joined"), about("participant-left")),
                    (1, 0),
                    "{name} never left"
                );
            }
        },
    );
}

/// On every network of this computer, and known by its loopback address.
fn serve_everywhere(lab: &Lab) -> Server {
    let mut server = lab.serve_on("0.0.0.0:0", &[]);
    server.url = format!("ws://127.0.0.1:{}", server.port());
    server
}

fn joins_from(lab: &Lab, computer: &Computer, server: &Server, name: &str, args: &[&str]) -> Bot {
    let url = format!("ws://{}:{}", computer.this_side(), server.port());
    let token = adjourn_lab::server::token(name, json!({ "roomJoin": true, "room": "standup" }));
    let mut command = computer.command(lab.binary());
    command.args(["bot", "join", "--url", &url, "--token", &token]);
    lab.bot(name, command.args(args))
}

fn frames(watcher: &Bot, name: &str) -> u64 {
    let newest = watcher.newest(name);
    newest.and_then(|p| p["video_frames"].as_u64()).unwrap_or(0)
}
