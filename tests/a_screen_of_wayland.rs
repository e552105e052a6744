//! On Wayland the desktop asks what to share, and can take it back.

use std::time::{Duration, Instant};

use adjourn_lab::portal::{Answer, Portal, SIZE};
use adjourn_lab::program::command;
use adjourn_lab::{Bot, Bus, Event, Lab, People, patience};

const SHARE: &str = r#"{"do":"share","source":"portal"}"#;

#[test]
fn what_the_desktop_gives_is_shared_until_it_is_taken_back() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_adjourn"), "wayland");
    let bus = Bus::new();
    let portal = Portal::new(&bus);
    let mut ana = host(&lab, &bus);
    let bo = lab.guest(&ana.invite(), "Bo", &["--camera", "none"]);
    bo.joined();

    ana.order(SHARE);
    let seen = bo.measures("screen", "Ana", |p| p["screen_frames"].as_u64() >= Some(10));
    let size = (&seen["screen_width"], &seen["screen_height"]);
    assert_eq!(size, (&SIZE.0.into(), &SIZE.1.into()));
    ana.order(r#"{"do":"share","source":null}"#);
    hears(&bo, "stream-disabled", 1);
    closes(&portal, 1);

    ana.order(SHARE);
    hears(&bo, "stream-enabled", 2);
    portal.takes_back();
    ana.program().wait("it is told", patience(20), |e| {
        e["event"] == "error" && e["code"] == "screen-lost"
    });
    hears(&bo, "stream-disabled", 2);
}

#[test]
fn who_chooses_nothing_is_told_nothing_and_a_question_ends_with_the_meeting() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_adjourn"), "wayland_no");
    let bus = Bus::new();
    let portal = Portal::new(&bus);
    let mut ana = host(&lab, &bus);
    ana.joined();
    portal.answers(Answer::No);
    ana.order(SHARE);
    closes(&portal, 1);

    portal.answers(Answer::Never);
    asks(&mut ana, &portal, 2);
    ana.order(r#"{"do":"share","source":null}"#);
    closes(&portal, 2);

    asks(&mut ana, &portal, 3);
    ana.order(r#"{"do":"leave"}"#);
    assert_eq!(ana.left()["code"], "left");
    closes(&portal, 3);
    let events = ana.program().events();
    let wrong: Vec<_> = events
        .iter()
        .filter(|e| e["event"] == "error" || e["kind"] == "share")
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let released = events.iter().find(|e| e["event"] == "devices-released");
    let stuck = &released.expect("the devices are told of")["stuck"];
    assert_eq!(stuck.as_array().map(Vec::len), Some(0), "{stuck}");
}

fn host(lab: &Lab, bus: &Bus) -> Bot {
    let mut program = command(lab.binary());
    program
        .args(["bot", "host", "--name", "Ana", "--listen", "127.0.0.1:0"])
        .args(["--camera", "none", "--microphone", "none", "--commands"])
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address());
    lab.bot("Ana", &mut program)
}

/// Shares until the person is asked for this time: what is still being closed is shared already.
fn asks(ana: &mut Bot, portal: &Portal, times: usize) {
    let begun = Instant::now();
    while portal.asked() < times {
        assert!(begun.elapsed() < patience(20), "nobody is asked");
        ana.order(SHARE);
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Waits until this has been told of a screen so often.
fn hears(bo: &Bot, event: &str, times: usize) {
    let is_it = |e: &&Event| e["event"] == event && e["kind"] == "share";
    let told = || bo.program().events().iter().filter(is_it).count();
    happens(event, || told() >= times);
}

/// Waits until so many of the desktop's sessions have been closed.
fn closes(portal: &Portal, times: usize) {
    happens("the desktop is told", || portal.closed() >= times);
}

fn happens(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < patience(20), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
