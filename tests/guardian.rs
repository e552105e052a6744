//! The guardian: a killed app is missed at once, and nothing of it stays behind.
#![cfg(target_os = "linux")]

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use adjourn_lab::{Lab, People, patience};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// The longest that a killed app may go on being seen.
const BAR: Duration = Duration::from_secs(1);

/// The guardian of process `of`.
fn guardian(of: u32) -> u32 {
    let until = Instant::now() + patience(10);
    loop {
        let threads = fs::read_dir(format!("/proc/{of}/task")).expect("it runs");
        let found = threads
            .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok())
            .flat_map(|list| {
                list.split_whitespace()
                    .filter_map(|pid| pid.parse().ok())
                    .collect::<Vec<u32>>()
            })
            .find(|pid| command_line(*pid).contains("guardian"));
        if let Some(found) = found {
            return found;
        }
        assert!(Instant::now() < until, "it has no guardian");
        thread::sleep(Duration::from_millis(20));
    }
}

fn command_line(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

/// Whether the process is there, and is not just a line in the list of processes.
fn is_alive(pid: u32) -> bool {
    !command_line(pid).is_empty()
}

fn wait_for_the_end_of(pid: u32, limit: Duration) {
    let until = Instant::now() + limit;
    while is_alive(pid) {
        assert!(Instant::now() < until, "the guardian is still there");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_killed_app_is_missed_within_a_second_and_its_guardian_goes() {
    let lab = Lab::new(BINARY, "a_killed_app_is_missed");
    let ana = lab.host("Ana", &[]);
    let bo = lab.guest(&ana.invite(), "Bo", &[]);
    ana.sees("Bo", 1);
    let guardian = guardian(bo.program().id());

    let began = Instant::now();
    bo.program().kill();
    let told = ana.misses("Bo");
    let took = began.elapsed();

    assert_eq!(told["reason"]["code"], "crashed");
    println!("seen after {} ms", took.as_millis());
    assert!(took < BAR, "{took:?}");
    wait_for_the_end_of(guardian, patience(6));
}

#[test]
fn whoever_leaves_takes_the_guardian_along() {
    let lab = Lab::new(BINARY, "whoever_leaves_takes_the_guardian");
    let ana = lab.host("Ana", &[]);
    let mut bo = lab.guest(&ana.invite(), "Bo", &["--commands"]);
    bo.joined();
    let guardian = guardian(bo.program().id());

    bo.order(r#"{"do":"leave"}"#);
    assert_eq!(bo.left()["code"], "left");

    assert_eq!(ana.misses("Bo")["reason"]["code"], "left");
    assert!(!is_alive(guardian), "it has gone before its program");
}

#[test]
fn a_guardian_whose_server_is_gone_does_not_stay() {
    let lab = Lab::new(BINARY, "a_guardian_whose_server_is_gone");
    let ana = lab.host("Ana", &[]);
    ana.joined();
    let guardian = guardian(ana.program().id());

    ana.program().kill();

    wait_for_the_end_of(guardian, patience(6));
}
