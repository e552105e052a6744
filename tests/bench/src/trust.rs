//! How fast leaving and ending are, and what is left afterwards, in milliseconds from the click. Clocks of the programs
//! are this machine's own, to the millisecond.

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::program::command;
use adjourn_lab::screen::ShortFolder;
use adjourn_lab::sound::unix_ms;
use adjourn_lab::window::Setting;
use adjourn_lab::{Bot, Crowd, Door, Lab, Packets, People, Server, SoundServer, Window, process};
use serde_json::Value;

use crate::report::{Figure, Report};

/// Someone who sends nothing.
const QUIET: [&str; 5] = ["--camera", "none", "--microphone", "none", "--commands"];
/// Someone who speaks.
const VOICE: [&str; 3] = ["--camera", "none", "--commands"];

/// How long sound and pictures go on after a click, on the wire.
pub fn cutting(lab: &Lab, _: &Setting<'_>, report: &mut Report) {
    let Ok(packets) = Packets::listen() else {
        return println!(
            "the last packet after a click is not measured: listening to packets needs root"
        );
    };
    let server = lab.serve(&[]);
    let ana = joins(lab, &server, "Ana", &QUIET);
    let mut bo = joins(lab, &server, "Bo", &["--commands"]);
    ana.sees("Bo", 5);
    let ports = process::udp_ports(bo.program().id());
    let mut last = Vec::new();
    for _ in 0..50 {
        let since = Instant::now();
        while packets.media_since(&ports, since) < 20 {
            thread::sleep(Duration::from_millis(5));
        }
        let click = Instant::now();
        bo.order(r#"{"do":"cut"}"#);
        thread::sleep(Duration::from_millis(300));
        last.push(ms(packets.last_media_after(&ports, click)));
        bo.order(r#"{"do":"stay"}"#);
    }
    report.add(Figure::worst(
        "last media packet after the first click",
        "ms",
        50.0,
        &last,
    ));
}

/// How long a leave takes, for the one who leaves and for those who stay.
pub fn leaving(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    for (what, rounds, harm) in [
        ("healthy", 20, None),
        ("frozen (SIGSTOP)", 10, Some(Server::freeze as fn(&Server))),
        ("gone (SIGKILL)", 10, Some(Server::kill as fn(&Server))),
    ] {
        let mut took = Vec::new();
        for _ in 0..rounds {
            let server = lab.serve(&[]);
            let mut bo = joins(lab, &server, "Bo", &["--commands"]);
            bo.joined();
            thread::sleep(Duration::from_millis(700)); // its media comes up
            if let Some(harm) = harm {
                harm(&server);
            }
            let click = unix_ms();
            bo.order(r#"{"do":"leave"}"#);
            took.push(since(click, &bo.program().event("meeting-left")));
        }
        let what = format!("Leave to meeting-left, server {what}");
        report.add(Figure::worst(&what, "ms", 200.0, &took));
    }
    let what = "devices free after Leave, by the sound server";
    report.add(Figure::worst(what, "ms", 500.0, &freed(lab, setting.sound)));

    let server = lab.serve(&[]);
    let watchers: Vec<Bot> = (0..20)
        .map(|n| joins(lab, &server, &format!("G{n}"), &QUIET))
        .collect();
    let mut seen = Vec::new();
    for round in 0..10 {
        let name = format!("Bo{round}");
        let mut bo = joins(lab, &server, &name, &VOICE);
        for watcher in &watchers {
            watcher.meets(&name);
        }
        thread::sleep(Duration::from_millis(700));
        let click = unix_ms();
        bo.order(r#"{"do":"leave"}"#);
        seen.extend(
            watchers
                .iter()
                .map(|watcher| since(click, &watcher.misses(&name))),
        );
    }
    report.add(Figure::worst(
        "clean leave seen by 20 others",
        "ms",
        50.0,
        &seen,
    ));
}

/// From the click until the sound server lists no stream of ours.
fn freed(lab: &Lab, sound: &SoundServer) -> Vec<f64> {
    let server = lab.serve(&[]);
    let home = ShortFolder::new();
    let pulse = home.path().join(".config/pulse");
    std::fs::create_dir_all(&pulse).expect("it is our folder");
    std::fs::write(pulse.join("cookie"), [0; 256]).expect("it is our folder");
    let token = server.guest_token("standup", "Bo");
    let mut freed = Vec::new();
    for _ in 0..10 {
        let mut bot = command(lab.binary());
        bot.args([
            "bot",
            "join",
            "--url",
            &server.url,
            "--token",
            &token,
            "--commands",
        ])
        .args([
            "--camera",
            "none",
            "--microphone",
            "device",
            "--speaker",
            "device",
        ])
        .env("PULSE_SERVER", sound.address())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
        let mut bo = lab.bot("Bo", &mut bot);
        bo.joined();
        while sound.streams().len() < 2 {
            thread::sleep(Duration::from_millis(50));
        }
        let click = Instant::now();
        bo.order(r#"{"do":"leave"}"#);
        while !sound.streams().is_empty() {}
        freed.push(ms(click.elapsed()));
        bo.left();
    }
    freed
}

/// How soon the others know that a process was killed.
pub fn crashing(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let ana = lab.host("Ana", &QUIET);
    let link = ana.invite();
    let mut engine = Vec::new();
    for round in 0..20 {
        let name = format!("Bo{round}");
        let bo = lab.guest(&link, &name, &["--camera", "none"]);
        ana.meets(&name);
        thread::sleep(Duration::from_millis(700));
        let killed = unix_ms();
        bo.program().kill();
        engine.push(crashed(killed, &ana, &name));
    }
    report.add(Figure::worst(
        "kill -9 of the engine (bot): seen as crashed",
        "ms",
        1000.0,
        &engine,
    ));
    for (what, of_the_page) in [("shell (window)", false), ("webview", true)] {
        let mut seen = Vec::new();
        for round in 0..10 {
            let name = format!("{what}{round}");
            let bo = Window::open(lab, &name, setting, &[]);
            bo.join(&link);
            ana.sees(&name, 3);
            let page = |pid: &u32| process::program(*pid) == "WebKitWebProcess";
            let pid = match of_the_page {
                true => bo.processes().into_iter().find(page).expect("it draws"),
                false => bo.app(lab.binary()),
            };
            let killed = unix_ms();
            process::kill(pid);
            seen.push(crashed(killed, &ana, &name));
        }
        let what = format!("kill -9 of the {what}: seen as crashed");
        report.add(Figure::worst(&what, "ms", 1000.0, &seen));
    }
}

fn crashed(killed: u64, host: &Bot, name: &str) -> f64 {
    let told = host.misses(name);
    assert_eq!(told["reason"]["code"], "crashed", "{told}");
    since(killed, &told)
}

/// From End to the last meeting-left, the host's own included, with the record on disk.
pub fn ending(lab: &Lab, _: &Setting<'_>, report: &mut Report) {
    for (people, speak, rounds, limit) in [(20, 6, 6, 50.0), (100, 3, 3, 200.0)] {
        let (mut guests_out, mut all_out) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            let state = lab.file(&format!("end-{people}-{round}"));
            let state = state.to_str().expect("a plain path");
            let server = lab.serve(&["--state-dir", state, "--max-participants", "128"]);
            let token = server.host_token("standup", "Ana");
            let mut ana = lab.guest_with_token(&server.url, &token, "Ana", &VOICE);
            ana.joined();
            let numbers: Vec<usize> = (1..people).collect();
            let mut guests = Vec::new();
            // A few at a time: a crowd that starts at once would time out on two cores.
            for some in numbers.chunks(10) {
                let started = some.iter().map(|n| {
                    let mut conduct = if *n < speak { &VOICE[..] } else { &QUIET }.to_vec();
                    if *n + 1 < people {
                        // What a hundred people hear is decoded by a hundred computers, not by this one alone, and lists
                        // of a hundred people each second are no part of a meeting. All media flows to everybody.
                        conduct.extend(["--stats-every", "0", "--speaker", "none"]);
                    }
                    joins(lab, &server, &format!("G{n}"), &conduct)
                });
                let started: Vec<Bot> = started.collect();
                for guest in &started {
                    guest.joined();
                }
                guests.extend(started);
            }
            let last = guests.last().expect("there are guests");
            last.hears("Ana");
            thread::sleep(Duration::from_secs(3)); // the machine comes to rest
            let click = unix_ms();
            ana.order(r#"{"do":"end"}"#);
            let out = guests
                .iter()
                .map(|guest| since(click, &guest.program().event("meeting-left")));
            let out: Vec<f64> = out.collect();
            assert!(
                out.iter().all(|ms| *ms >= 0.0),
                "somebody had gone before: {out:?}"
            );
            let last = out.into_iter().fold(0.0, f64::max);
            guests_out.push(last);
            all_out.push(last.max(since(click, &ana.program().event("meeting-left"))));
        }
        for (who, out) in [("guest", guests_out), ("one, the host", all_out)] {
            let what = format!("End of {people}, {speak} speaking: meeting-left at the last {who}");
            report.add(Figure::worst(&what, "ms", limit, &out));
        }
    }
}

/// A thousand who only signal, and one End.
pub fn a_thousand(lab: &Lab, _: &Setting<'_>, report: &mut Report) {
    let server = lab.serve(&["--max-participants", "1024"]);
    let pid = server.program.id();
    // One small meeting first: what a server needs once is no part of the question.
    let small = Crowd::join(&server, "small", 2);
    let host = server.host_token("small", "Ana");
    server.call("DeleteRoom", &host, &serde_json::json!({ "room": "small" }));
    small.told(Duration::from_secs(10));
    thread::sleep(Duration::from_secs(5));
    let idle = process::pss_kib(pid);

    let crowd = Crowd::join(&server, "standup", 1000);
    let full = process::pss_kib(pid);
    let host = server.host_token("standup", "Ana");
    let click = Instant::now();
    let (status, _) = server.call(
        "DeleteRoom",
        &host,
        &serde_json::json!({ "room": "standup" }),
    );
    assert_eq!(status, 200);
    let told = crowd.told(Duration::from_secs(60));
    let told: Vec<f64> = told
        .iter()
        .map(|at| ms(at.saturating_duration_since(click)))
        .collect();
    report.add(Figure::worst(
        "one End: a thousand who only signal are told",
        "ms",
        3000.0,
        &told,
    ));
    thread::sleep(Duration::from_secs(15));
    let again = crowd.comes_back() + process::tcp_connections(pid);
    report.add(Figure::one(
        "of them back or still connected 15 s later",
        "",
        0.0,
        again as f64,
    ));
    let after = process::pss_kib(pid);
    println!(
        "the server's memory: idle {idle} KiB, with a thousand {full}, 15 s after the End {after}"
    );
    let more = after as f64 / idle as f64;
    report.add(Figure::one(
        "the server's memory afterwards, of what it was idle",
        "times",
        1.5,
        more,
    ));
}

/// Everything that once opened a meeting, tried after its end and after a restart.
pub fn old_keys(lab: &Lab, _: &Setting<'_>, report: &mut Report) {
    let state = lab.file("doors");
    let state = state.to_str().expect("a plain path");
    let server = lab.serve(&["--state-dir", state]);
    let (host, guest) = (
        server.host_token("standup", "Ana"),
        server.guest_token("standup", "Bo"),
    );
    let mut ana = lab.guest_with_token(&server.url, &host, "Ana", &QUIET);
    ana.joined();
    let mut bo = lab.guest_with_token(&server.url, &guest, "Bo", &QUIET);
    bo.joined();
    let session = server.session("standup", &host, "bo");
    ana.order(r#"{"do":"end"}"#);
    ana.left();
    bo.left();
    let listen = server.url.trim_start_matches("ws://").to_owned();
    let before = server.break_in("standup", (&host, &guest), &session, 125);
    drop(server);
    let server = lab.serve_on(&listen, &["--state-dir", state]);
    let after = server.break_in("standup", (&host, &guest), &session, 125);
    let what = format!(
        "of {} old tokens, resumes, replayed Ends, also after a restart: let in",
        before.tries + after.tries
    );
    report.add(Figure::one(
        &what,
        "",
        0.0,
        (before.let_in + after.let_in) as f64,
    ));
    old_invites(lab, report);
}

/// The link of a meeting that was ended, at the door of its host: now, and when that has started again.
fn old_invites(lab: &Lab, report: &mut Report) {
    let state = lab.file("invites");
    let start = |listen: &str| {
        let mut host = command(lab.binary());
        host.args(["bot", "host", "--name", "Ana", "--listen", listen])
            .args(QUIET)
            .arg("--state-dir")
            .arg(&state);
        lab.bot("Ana", &mut host)
    };
    let mut ana = start("127.0.0.1:0");
    let door = Door::of(&ana.invite());
    ana.joined();
    ana.order(r#"{"do":"end"}"#);
    ana.left(); // and its program, which was the door, goes with its last meeting
    let again = start(&door.address.to_string());
    again.joined();
    let tried = door.break_in(1000);
    assert!(tried.says_why, "the door says that the meeting has ended");
    let what = "of 1000 uses of an old invite, its host started again: let in";
    report.add(Figure::one(what, "", 0.0, tried.let_in as f64));
}

fn joins(lab: &Lab, server: &Server, name: &str, conduct: &[&str]) -> Bot {
    let token = server.guest_token("standup", name);
    lab.guest_with_token(&server.url, &token, name, conduct)
}

fn since(click: u64, event: &Value) -> f64 {
    event["t"].as_f64().unwrap_or(f64::NAN) - click as f64
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
