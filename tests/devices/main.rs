//! A real camera and a real sound card: the kernel's virtual ones, in the guest system of
//! `tests/device-lab`. Outside it, each test runs itself again inside.

mod device_lab;

use std::env;
use std::path::Path;
use std::process::Command;

use adjourn_lab::{in_device_lab, patience, root};

/// Runs `test` in the guest system; from outside, by starting the test called `name` there.
fn in_the_device_lab(name: &str, test: impl FnOnce()) {
    if in_device_lab() {
        return test();
    }
    let target = env::current_exe().expect("a test has a path");
    let status = device_lab(&target, &[])
        .arg(&target)
        .args(["--exact", &format!("device_lab::{name}"), "--nocapture"])
        .status();
    let status = status.expect("tests/device-lab/device-lab can be run");
    assert!(status.success(), "failed in the device lab: {status}");
}

/// The beginning of a command for the guest system, which has cargo's target folder: that of the test program `built`.
fn device_lab(built: &Path, words: &[&str]) -> Command {
    let share = built.ancestors().nth(3).expect("target/debug/deps");
    let mut lab = Command::new(root().join("tests/device-lab/device-lab"));
    lab.arg("--share")
        .arg(share)
        .args(["--timeout", &patience(420).as_secs().to_string(), "--"])
        .args(words);
    lab
}
