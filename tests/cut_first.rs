//! The first click on Leave or End stops everything that this computer sends, before any question and any answer:
//! seen in the packets themselves.
#![cfg(target_os = "linux")]

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::{Bot, Lab, Packets, People, Server, in_a_network_of_its_own, process};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// The contract says 50 ms, and `make bench` measures it; a busy machine runs the click itself late.
const SOON: Duration = Duration::from_millis(400);

/// Long enough for anything that was only held back to come out.
const A_WHILE: Duration = Duration::from_millis(1500);

#[test]
fn after_the_first_click_no_sound_and_no_picture_is_sent_and_staying_brings_them_back() {
    let name = "after_the_first_click_no_sound_and_no_picture_is_sent_and_staying_brings_them_back";
    in_a_network_of_its_own(name, || {
        let lab = Lab::new(BINARY, "cut_first");
        let packets = Packets::listen().expect("this network is ours");
        let server = lab.serve(&[]);
        let ana = joins(&lab, &server, "Ana");
        let mut bo = joins(&lab, &server, "Bo");
        ana.sees("Bo", 5);
        let ports = process::udp_ports(bo.program().id());
        flows(&packets, &ports);

        let click = Instant::now();
        bo.order(r#"{"do":"cut"}"#);
        falls_silent(&packets, &ports, click);

        let seen = ana.newest("Bo").expect("Bo is still in")["video_frames"].as_u64();
        bo.order(r#"{"do":"stay"}"#);
        flows(&packets, &ports);
        ana.sees("Bo", seen.unwrap_or(0) + 10);

        // Nobody answers, and nothing is sent all the same.
        server.program.freeze();
        let click = Instant::now();
        bo.order(r#"{"do":"leave"}"#);
        falls_silent(&packets, &ports, click);
        server.program.thaw();
        assert_eq!(bo.left()["code"], "left");
    });
}

#[test]
fn after_the_click_on_end_the_host_and_soon_the_server_send_nobody_anything() {
    let name = "after_the_click_on_end_the_host_and_soon_the_server_send_nobody_anything";
    in_a_network_of_its_own(name, || {
        let lab = Lab::new(BINARY, "cut_by_end");
        let packets = Packets::listen().expect("this network is ours");
        let server = lab.serve(&[]);
        let token = server.host_token("standup", "Ana");
        let mut ana = lab.guest_with_token(&server.url, &token, "Ana", &["--commands"]);
        let mut bo = joins(&lab, &server, "Bo");
        ana.sees("Bo", 5);
        bo.sees("Ana", 5);
        let ports = process::udp_ports(ana.program().id());
        let relay = process::udp_ports(server.program.id());
        flows(&packets, &ports);
        flows(&packets, &relay);

        let click = Instant::now();
        ana.order(r#"{"do":"end"}"#);
        falls_silent(&packets, &ports, click);
        let last = packets.last_media_after(&relay, click);
        assert!(last < 3 * SOON, "the server sent for {last:?} more");
        for person in [&mut bo, &mut ana] {
            assert_eq!(person.left()["code"], "ended");
        }
    });
}

fn joins(lab: &Lab, server: &Server, name: &str) -> Bot {
    let token = server.guest_token("standup", name);
    lab.guest_with_token(&server.url, &token, name, &["--commands"])
}

/// Waits until sound and pictures leave `ports`.
#[track_caller]
fn flows(packets: &Packets, ports: &HashSet<u16>) {
    let since = Instant::now();
    while packets.media_since(ports, since) < 20 {
        assert!(
            since.elapsed() < Duration::from_secs(15),
            "nothing is sent from {ports:?}"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[track_caller]
fn falls_silent(packets: &Packets, ports: &HashSet<u16>, click: Instant) {
    thread::sleep(A_WHILE.saturating_sub(click.elapsed()));
    let last = packets.last_media_after(ports, click);
    println!("the last packet of sound or pictures left {last:?} after the click");
    assert!(last < SOON, "sound or pictures were sent for {last:?} more");
}
