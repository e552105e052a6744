//! What crate media itself is tested with where there are real devices: its own tests, in the guest system.

use std::path::PathBuf;
use std::{env, fs};

use crate::device_lab;

#[test]
fn the_devices_own_tests_pass_with_real_ones() {
    // Outside the guest system they pass without having looked at anything, and say so.
    let [camera, card] = ["video_device", "sound_card"].map(newest);
    let both = r#""$0" --test-threads=1 --nocapture && "$1" --test-threads=1 --nocapture"#;
    let ran = device_lab(&camera, &["bash", "-c", both])
        .arg(camera)
        .arg(card)
        .output()
        .expect("tests/device-lab/device-lab can be run");
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    println!("{said}");
    assert!(
        ran.status.success(),
        "failed in the device lab: {}",
        ran.status
    );
    assert!(
        !said.contains("skipped:"),
        "no device there to be tested with"
    );
    assert!(!said.contains("running 0 tests"), "no test there");
}

/// The test program called `name`, as it was built last.
fn newest(name: &str) -> PathBuf {
    let own = env::current_exe().expect("a test has a path");
    let folder = own.parent().expect("target/debug/deps");
    let files = fs::read_dir(folder).expect("cargo's folder can be read");
    let programs = files.flatten().map(|file| file.path()).filter(|path| {
        let stem = path.file_name().and_then(|file| file.to_str());
        let hash = stem.and_then(|stem| stem.strip_prefix(name)?.strip_prefix('-'));
        hash.is_some_and(|hash| !hash.contains('.'))
    });
    let newest = programs.max_by_key(|path| path.metadata().and_then(|file| file.modified()).ok());
    newest
        .unwrap_or_else(|| panic!("build it first: cargo test --workspace --test {name} --no-run"))
}
