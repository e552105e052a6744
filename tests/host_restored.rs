//! The app of a host is killed and started again: its meeting goes on, at the same address, and nobody had to do
//! anything but wait.

use std::time::{Duration, Instant};

use adjourn_lab::window::Setting;
use adjourn_lab::{Bus, Lab, People, Screen, SoundServer, Tray, Window, patience, process};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn a_host_whose_app_was_killed_finds_its_meeting_and_its_guests_again() {
    let lab = Lab::new(BINARY, "host_restored");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    ana.new_meeting();
    let link = ana.copy_invite();
    let bo = lab.guest(&link, "Bo", &[]);
    let silent = ["--camera", "none", "--microphone", "none"];
    let (cy, di) = (
        lab.guest(&link, "Cy", &silent),
        lab.guest(&link, "Di", &silent),
    );
    bo.sees("Ana", 5);
    for other in ["Cy", "Di"] {
        bo.meets(other);
    }

    ana.kill();
    di.program().kill();
    let ana = ana.open_again(&lab, &setting, &[]);
    ana.shows("home");

    let carried = ana.ask("carried", json!({}));
    assert_eq!(carried["data"]["title"], "Ana’s meeting", "{carried}");
    let back = ana.ask("rejoin", json!({ "name": "Ana" }));
    assert!(back.get("error").is_none(), "{back}");
    ana.shows("call");
    ana.hears_of("participant-joined", "Bo");
    assert_eq!(ana.copy_invite(), link, "old invites stay good");
    ana.draws("Bo");

    // Who comes by the old invite gets in too.
    let eve = lab.guest(&link, "Eve", &[]);
    eve.sees("Bo", 5);
    // Whoever is back first finds the seats of the others held; nobody comes back to Di's.
    for guest in [&bo, &cy] {
        assert_eq!(guest.misses("Di")["reason"]["code"], "connection-lost");
        let events = guest.program().events();
        let told = |event: &str, name: &str| {
            let about =
                |e: &&serde_json::Value| e["event"] == event && e["participant"]["name"] == name;
            events.iter().filter(about).count()
        };
        for other in ["Ana", "Bo", "Cy"]
            .into_iter()
            .filter(|other| *other != guest.program().name())
        {
            assert_eq!(told("participant-joined", other), 1, "{other} came once");
            assert_eq!(told("participant-left", other), 0, "{other} never left");
        }
        let left = events.iter().any(|event| event["event"] == "meeting-left");
        assert!(!left, "{} was in all the time", guest.program().name());
    }

    ana.end_for_all();
    assert_eq!(
        ana.hears_of("meeting-left", "ended")["payload"][0]["by"],
        "Ana"
    );
}

#[test]
fn a_meeting_that_was_ended_is_not_restored() {
    let lab = Lab::new(BINARY, "ended_not_restored");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    ana.new_meeting();
    let link = ana.copy_invite();
    ana.end_for_all();
    ana.hears_of("meeting-left", "ended");

    ana.kill();
    let ana = ana.open_again(&lab, &setting, &[]);
    ana.shows("home");

    assert_eq!(ana.ask("carried", json!({}))["data"], json!(null));
    let refused = ana.ask("look_up", json!({ "link": link }));
    let code = refused["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(
        ["unreachable", "ended"].contains(&code.as_str()),
        "{refused}"
    );
}

#[test]
fn a_restored_meeting_can_be_ended_without_going_back_in_and_who_is_not_back_yet_hears_of_it() {
    let lab = Lab::new(BINARY, "end_carried");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    ana.new_meeting();
    let mut bo = lab.guest(&ana.copy_invite(), "Bo", &[]);
    bo.meets("Ana");
    // Who came is kept within 200 ms.
    std::thread::sleep(Duration::from_millis(300));
    bo.program().freeze();

    let ana = ana.open_again(&lab, &setting, &[]);
    ana.shows("home");
    let ended = ana.ask("end_carried", json!({}));
    assert!(ended.get("error").is_none(), "{ended}");
    assert_eq!(ana.ask("carried", json!({}))["data"], json!(null));
    // The window goes although there is no tray: its user is done with it.
    screen.close_window("Adjourn");
    screen.awaits_window("Adjourn", false);
    // A computer that waits for nobody would have stopped listening by then.
    std::thread::sleep(Duration::from_secs(2));
    assert!(runs(&ana), "Bo has not heard of it");

    bo.program().thaw();
    let reason = bo.left();
    assert_eq!(
        (reason["code"].as_str(), reason["by"].as_str()),
        (Some("ended"), Some("Ana"))
    );
    ends_by_itself(&ana);
}

#[test]
fn a_host_that_has_left_and_closes_the_window_goes_on_carrying_the_meeting() {
    let lab = Lab::new(BINARY, "carried_without_a_window");
    let (screen, sound, bus) = (Screen::new(1280, 800), SoundServer::new(), Bus::new());
    // Where there is no tray it stays in the task bar.
    let _tray = Tray::new(&bus);
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open_on(Some(&bus), &lab, "Ana", &setting, &[]);
    ana.new_meeting();
    let link = ana.copy_invite();
    let mut bo = lab.guest(&link, "Bo", &["--commands"]);
    bo.meets("Ana");
    ana.leave();
    ana.shows("after");
    assert_eq!(bo.misses("Ana")["reason"]["code"], "left");

    screen.close_window("Adjourn");
    screen.awaits_window("Adjourn", false);
    let cy = lab.guest(&link, "Cy", &[]);
    cy.meets("Bo");
    assert!(runs(&ana), "the program is still there");

    drop(cy);
    bo.order(r#"{"do":"leave"}"#);
    ends_by_itself(&ana);
}

fn runs(window: &Window<'_>) -> bool {
    let mut processes = window.processes().into_iter();
    processes.any(|pid| process::program(pid) == "adjourn")
}

/// Nobody needs the program any more.
fn ends_by_itself(window: &Window<'_>) {
    let until = Instant::now() + patience(15);
    while runs(window) {
        assert!(
            Instant::now() < until,
            "nobody is left, and the program still runs"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}
