//! The window as one program among those of a desktop: called a second time, and heard of when it is not in front.

use std::time::{Duration, Instant};

use adjourn_lab::program::command;
use adjourn_lab::window::Setting;
use adjourn_lab::{Bus, Lab, People, Screen, SoundServer, Window, patience};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// What the main window is called.
const MAIN: &str = "Adjourn";

#[test]
fn a_link_that_is_opened_while_the_program_runs_goes_to_the_window_that_is_there() {
    let lab = Lab::new(BINARY, "one_instance");
    let (screen, sound, bus) = (Screen::new(1280, 800), SoundServer::new(), Bus::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let bo = lab.host("Bo", &[]);
    let ana = Window::open_on(Some(&bus), &lab, "Ana", &setting, &[]);
    ana.can_start();
    screen.minimize_window(MAIN);

    let mut again = command(BINARY);
    again
        .arg(bo.invite())
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .env("DISPLAY", screen.display())
        .env("HOME", ana.home());
    let mut again = again.spawn().expect("it can be called");
    let until = Instant::now() + patience(15);
    while again.try_wait().expect("is ours").is_none() {
        assert!(Instant::now() < until, "the second program goes at once");
        std::thread::sleep(Duration::from_millis(50));
    }

    ana.shows("lobby");
    screen.awaits_window(MAIN, true);
    let title = "return document.body.innerText.includes('Bo’s meeting')";
    ana.page
        .wait("the meeting of the link", patience(10), title, &[]);
}

#[test]
fn a_link_on_the_command_line_opens_the_window_on_that_meeting() {
    let lab = Lab::new(BINARY, "called_with_a_link");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "none",
    };
    let bo = lab.host("Bo", &[]);
    let ana = Window::open(&lab, "Ana", &setting, &[&bo.invite()]);

    ana.shows("lobby");
    let title = "return document.body.innerText.includes('Bo’s meeting')";
    ana.page
        .wait("the meeting of the link", patience(10), title, &[]);
    ana.page.fill("#name", "Ana");
    ana.page.click("#join");
    ana.draws("Bo");
    bo.sees("Ana", 5);
}

#[test]
fn a_notification_is_shown_only_while_no_window_of_the_program_is_in_front() {
    let lab = Lab::new(BINARY, "notification");
    let (screen, sound, bus) = (Screen::new(1280, 800), SoundServer::new(), Bus::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open_on(Some(&bus), &lab, "Ana", &setting, &[]);
    ana.can_start();
    ana.ask("show_main", json!({}));
    let focused = "return document.hasFocus()";
    ana.page.wait("focus", patience(10), focused, &[]);
    ana.ask(
        "notify",
        json!({ "title": "In front", "body": "Nobody needs this" }),
    );

    screen.minimize_window(MAIN);
    std::thread::sleep(Duration::from_secs(1));
    ana.ask(
        "notify",
        json!({ "title": "Bo waits", "body": "<b>Let</b> in?" }),
    );
    bus.hears("\"Bo waits\"");
    bus.hears("&lt;b>Let&lt;/b> in?");
    assert!(!bus.heard().contains("In front"), "it was in front");

    let mut settings = ana.ask("startup", json!({}))["data"]["settings"].clone();
    settings["notifications"] = json!(false);
    ana.ask("save_settings", json!({ "settings": settings }));
    ana.ask("notify", json!({ "title": "Unwanted", "body": "" }));
    std::thread::sleep(Duration::from_secs(1));
    assert!(!bus.heard().contains("Unwanted"), "the settings say no");
}

#[test]
fn a_start_with_the_computer_is_one_into_the_tray_and_can_be_taken_back() {
    let lab = Lab::new(BINARY, "autostart");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    let mut settings = ana.ask("startup", json!({}))["data"]["settings"].clone();
    let mut starts = |on: bool| {
        settings["autostart"] = json!(on);
        let saved = ana.ask("save_settings", json!({ "settings": settings }));
        assert!(saved.get("error").is_none(), "{saved}");
        let entry = ana.home().join(".config/autostart/Adjourn.desktop");
        std::fs::read_to_string(entry).ok()
    };
    let entry = starts(true).expect("the desktop is told");
    let line = entry.lines().find(|line| line.starts_with("Exec="));
    assert!(
        line.is_some_and(|line| line.ends_with(" --in-tray")),
        "{entry}"
    );
    assert_eq!(starts(false), None);
}

#[test]
fn the_details_for_a_report_hold_the_log_and_nothing_private() {
    let lab = Lab::new(BINARY, "details");
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
    let details = ana.ask("copy_details", json!({}))["data"].clone();
    let details = details.as_str().expect("is a text");
    assert_eq!(screen.clipboard().trim(), details.trim());
    assert!(
        details.contains("Adjourn 0.") && details.contains("INFO"),
        "{details}"
    );
    let home = ana.home().display().to_string();
    for private in [link.as_str(), "adjourn://", "127.0.0.1", home.as_str()] {
        assert!(!details.contains(private), "{private} in {details}");
    }
}
