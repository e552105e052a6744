//! An End that could not be sent is not forgotten: it is sent when the line is back, also by the next start of the app.
#![cfg(target_os = "linux")]

use std::thread;
use std::time::Duration;

use adjourn_lab::{Bot, Computer, Lab, People, in_a_network_of_its_own};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn an_end_behind_a_pulled_cable_ends_the_meeting_after_the_app_was_killed_and_started_again() {
    let name =
        "an_end_behind_a_pulled_cable_ends_the_meeting_after_the_app_was_killed_and_started_again";
    in_a_network_of_its_own(name, || {
        let lab = Lab::new(BINARY, "end_survives");
        let computer = Computer::new(9);
        let server = lab.serve_on("0.0.0.0:0", &["--state-dir", &plain(&lab, "server")]);
        let here = format!("ws://127.0.0.1:{}", server.port());
        let there = format!("ws://{}:{}", computer.this_side(), server.port());
        let mut bo = lab.guest_with_token(&here, &server.guest_token("standup", "Bo"), "Bo", &[]);
        let start = |args: &[&str], token: &str| -> Bot {
            let mut command = computer.command(lab.binary());
            command
                .args([
                    "bot",
                    "join",
                    "--url",
                    &there,
                    "--token",
                    token,
                    "--commands",
                ])
                .args(["--state-dir", &plain(&lab, "app")])
                .args(args);
            lab.bot("Ana", &mut command)
        };
        let mut ana = start(&[], &server.host_token("standup", "Ana"));
        bo.sees("Ana", 5);

        computer.silence(0);
        ana.order(r#"{"do":"end"}"#);
        let refused = ana.program().event("end-refused");
        adjourn_lab::assert_sentence(refused["why"].as_str().unwrap_or_default());
        ana.program().kill();
        ana.program_mut().exit();
        thread::sleep(Duration::from_secs(1));
        is_in(&bo);

        computer.restore(0);
        thread::sleep(Duration::from_secs(1));
        is_in(&bo);
        // The next start is for another meeting, and ends the first one all the same.
        let again = start(&[], &server.guest_token("lunch", "Ana"));
        again.joined();

        let reason = bo.left();
        assert_eq!(
            (&reason["code"], &reason["by"]),
            (&"ended".into(), &"Ana".into())
        );
        let kept = std::fs::read_dir(lab.file("app").join("pending-ends"));
        let left = || kept.into_iter().flatten().flatten().count();
        assert_eq!(left(), 0, "acknowledged, and crossed out");
    });
}

fn plain(lab: &Lab, name: &str) -> String {
    let path = lab.file(name);
    path.to_str().expect("a plain path").to_owned()
}

fn is_in(bot: &Bot) {
    let events = bot.program().events();
    assert!(!events.iter().any(|e| e["event"] == "meeting-left"));
}
