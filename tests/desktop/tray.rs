//! The icon in the tray: what each line of its menu does in each state, also while the page hangs, and a start that
//! shows nothing else.

use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::program::command;
use adjourn_lab::screen::{Daemon, ShortFolder};
use adjourn_lab::window::Setting;
use adjourn_lab::{Bus, Lab, People, Screen, SoundServer, Tray, Window, patience, process};
use serde_json::json;

use crate::BINARY;
use crate::leaving::{HANG, SOON};

const MAIN: &str = "Adjourn";
const SHOW: &str = "Show Adjourn";
const QUIT: &str = "Quit Adjourn";
const END: &str = "End the meeting for all";
const LEAVE: &str = "Leave the meeting";
const MUTE: &str = "Turn microphone off";
const UNMUTE: &str = "Turn microphone on";

#[test]
fn with_a_page_that_hangs_leave_in_the_tray_leaves_at_once() {
    let lab = Lab::new(BINARY, "tray_page_hangs");
    let (screen, sound, bus) = (Screen::new(1024, 768), SoundServer::new(), Bus::new());
    let tray = Tray::new(&bus);
    let ana = lab.host("Ana", &[]);
    let bo = open(&bus, &lab, &screen, &sound, "Bo");
    tray.awaits(LEAVE, false);
    bo.join(&ana.invite());
    ana.sees("Bo", 3);
    tray.awaits(LEAVE, true);
    tray.awaits(END, false); // a guest may not

    bo.page.run(HANG, &[]);
    thread::sleep(Duration::from_millis(500));
    let clicked = Instant::now();
    tray.click(LEAVE);
    assert_eq!(ana.misses("Bo")["reason"]["code"], "left");
    let took = clicked.elapsed();
    println!("seen to leave {took:?} after the click in the tray");
    assert!(took < SOON, "{took:?}");
    tray.awaits(LEAVE, false);
}

#[test]
fn the_tray_mutes_asks_before_it_ends_shows_and_never_quits_a_meeting_by_itself() {
    let lab = Lab::new(BINARY, "tray_of_a_host");
    let (screen, sound, bus) = (Screen::new(1024, 768), SoundServer::new(), Bus::new());
    let tray = Tray::new(&bus);
    let ana = open(&bus, &lab, &screen, &sound, "Ana");
    ana.new_meeting();
    let mut bo = lab.guest(&ana.copy_invite(), "Bo", &["--commands"]);
    bo.sees("Ana", 3);
    let says = |bo: &adjourn_lab::Bot, event: &str, times: usize| {
        let about = |e: &&serde_json::Value| e["event"] == event && e["kind"] == "audio";
        let until = Instant::now() + patience(15);
        while bo.program().events().iter().filter(about).count() < times {
            assert!(Instant::now() < until, "{event} was not heard");
            thread::sleep(Duration::from_millis(50));
        }
    };
    says(&bo, "stream-enabled", 1);
    tray.click(MUTE);
    says(&bo, "stream-disabled", 1);
    tray.awaits(UNMUTE, true);
    tray.click(UNMUTE);
    says(&bo, "stream-enabled", 2);
    tray.awaits(MUTE, true);

    let asks = "return !!document.querySelector(arguments[0])";
    for (line, answer) in [(END, "#end-for-all"), (QUIT, "#close-leave")] {
        tray.click(line);
        ana.page
            .wait("question", patience(20), asks, &[json!(answer)]);
        thread::sleep(Duration::from_secs(1));
        ana.page.click("#stay");
        let gone = "return !document.querySelector(arguments[0])";
        ana.page
            .wait("meeting", patience(20), gone, &[json!(answer)]);
        let out = |e: &serde_json::Value| {
            e["event"] == "participant-left" || e["event"] == "meeting-left"
        };
        assert!(!bo.program().events().iter().any(out), "{line} only asks");
    }

    tray.click(LEAVE);
    assert_eq!(bo.misses("Ana")["reason"]["code"], "left");
    ana.shows("after");
    for line in [MUTE, LEAVE, END] {
        tray.awaits(line, false);
    }

    // Bo is still there: this computer carries its meeting.
    for line in [SHOW, QUIT] {
        screen.minimize_window(MAIN);
        screen.awaits_window(MAIN, false);
        tray.click(line);
        screen.awaits_window(MAIN, true);
    }
    let app = ana.app(lab.binary());
    let runs = || process::program(app) == "adjourn";
    thread::sleep(Duration::from_secs(1));
    assert!(runs(), "it goes on carrying the meeting");
    bo.order(r#"{"do":"leave"}"#);
    assert_eq!(bo.left()["code"], "left");

    let until = Instant::now() + patience(15);
    while runs() {
        assert!(Instant::now() < until, "it does not quit");
        // As long as the meeting is not over the click only shows the window.
        tray.try_click(QUIT);
        thread::sleep(Duration::from_millis(300));
    }
}

#[test]
fn started_with_the_computer_it_waits_in_the_tray_until_it_is_wanted() {
    let (screen, bus, home) = (Screen::new(1024, 768), Bus::new(), ShortFolder::new());
    let tray = Tray::new(&bus);
    let _app = Daemon::start(&mut app(&screen, Some(&bus), &home, "--in-tray"));
    tray.awaits(SHOW, true);
    ends(app(&screen, Some(&bus), &home, "--in-tray"));
    thread::sleep(Duration::from_secs(2));
    assert!(!screen.has_window(MAIN), "nobody wanted to see it");
    tray.click(SHOW);
    screen.awaits_window(MAIN, true);
    screen.minimize_window(MAIN);
    ends(app(&screen, Some(&bus), &home, "adjourn://join/AAAA"));
    screen.awaits_window(MAIN, true);
}

#[test]
fn where_there_is_no_tray_it_waits_in_the_task_bar() {
    let (screen, home) = (Screen::new(1024, 768), ShortFolder::new());
    let _app = Daemon::start(&mut app(&screen, None, &home, "--in-tray"));
    screen.awaits_window(MAIN, true);
}

/// The app as the desktop starts it, without anybody driving its page.
fn app(screen: &Screen, bus: Option<&Bus>, home: &ShortFolder, argument: &str) -> Command {
    let mut app = command(BINARY);
    app.arg(argument)
        .env("DISPLAY", screen.display())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("ADJOURN_CAMERA", "none")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .envs(bus.map(|bus| ("DBUS_SESSION_BUS_ADDRESS", bus.address())));
    app
}

/// A second app, which hands over to the first one.
fn ends(mut app: Command) {
    let mut second: Child = app.spawn().expect("it can be started");
    let until = Instant::now() + patience(15);
    while second.try_wait().expect("is ours").is_none() {
        assert!(Instant::now() < until, "the second program goes at once");
        thread::sleep(Duration::from_millis(50));
    }
}

fn open<'a>(
    bus: &Bus,
    lab: &Lab,
    screen: &'a Screen,
    sound: &'a SoundServer,
    name: &str,
) -> Window<'a> {
    let setting = Setting {
        screen,
        sound,
        camera: "test-card",
        microphone: "tone",
    };
    Window::open_on(Some(bus), lab, name, &setting, &[])
}
