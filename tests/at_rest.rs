//! A window that nobody touches takes little memory, and is there at once when somebody does.
#![cfg(target_os = "linux")]

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, Screen, SoundServer, Window, patience, process};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn the_page_lets_go_of_the_code_of_its_start_and_goes_on() {
    let lab = Lab::new(BINARY, "at_rest");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    ana.can_start();
    let page = |pid: &u32| process::program(*pid) == "WebKitWebProcess";
    let page = ana.processes().into_iter().find(page);
    let page = page.expect("a window has a page");
    let module = |path: &std::path::PathBuf| path.ends_with("libadjourn_page.so");
    assert!(
        process::mapped_files(page).iter().any(module),
        "the module is beside the program: `cargo build --package adjourn-page`"
    );

    let (begun, mut most) = (Instant::now(), 0);
    loop {
        let now = process::pss_kib(page);
        most = most.max(now);
        if now + 30_000 < most {
            println!("{most} KiB, then {now} KiB");
            break;
        }
        assert!(begun.elapsed() < patience(30), "{now} KiB of {most} KiB");
        thread::sleep(Duration::from_millis(200));
    }
    ana.new_meeting();
    ana.end_for_all();
}
