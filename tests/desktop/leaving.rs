//! The ways out of a window that do not need its page, and the ways in which it can die.

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::x11::{CONTROL, SHIFT};
use adjourn_lab::{Bot, Lab, People, Screen, SoundServer, patience, process};

use crate::{BINARY, open};

/// The contract says 300 ms for a leave and 1 s for a death; `make bench` measures both.
pub(crate) const SOON: Duration = Duration::from_millis(2500);

/// Keeps the page's only thread busy for half a minute, beginning when this script has been answered.
pub(crate) const HANG: &str =
    "setTimeout(() => { const until = Date.now() + 30000; while (Date.now() < until); }, 50)";

#[test]
fn with_a_page_that_hangs_the_key_leaves_at_once() {
    let lab = Lab::new(BINARY, "page_hangs");
    let (screen, sound) = (Screen::new(1024, 768), SoundServer::new());
    let ana = lab.host("Ana", &[]);
    let bo = open(&lab, &screen, &sound, "Bo", "tone");
    bo.join(&ana.invite());
    ana.sees("Bo", 3);

    bo.page.run(HANG, &[]);
    thread::sleep(Duration::from_millis(500));
    let pressed = Instant::now();
    screen.press(&[CONTROL, SHIFT, u32::from(b'l')]);
    assert_eq!(ana.misses("Bo")["reason"]["code"], "left");
    let took = pressed.elapsed();
    println!("seen to leave {took:?} after the key");
    assert!(took < SOON, "{took:?}");
}

#[test]
fn a_killed_page_or_app_is_seen_as_a_crash_at_once() {
    let lab = Lab::new(BINARY, "page_dies");
    let (screen, sound) = (Screen::new(1024, 768), SoundServer::new());
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let bo = open(&lab, &screen, &sound, "Bo", "tone");
    bo.join(&link);
    ana.sees("Bo", 3);
    let page = bo
        .processes()
        .into_iter()
        .find(|pid| process::program(*pid) == "WebKitWebProcess");
    dies(
        &ana,
        "Bo",
        page.expect("WebKit draws in a process of its own"),
    );
    drop(bo);

    let cy = open(&lab, &screen, &sound, "Cy", "tone");
    cy.join(&link);
    ana.sees("Cy", 3);
    dies(&ana, "Cy", cy.app(lab.binary()));
}

fn dies(ana: &Bot, name: &str, pid: u32) {
    let killed = Instant::now();
    process::kill(pid);
    assert_eq!(ana.misses(name)["reason"]["code"], "crashed");
    let took = killed.elapsed();
    println!("{name} was missed after {took:?}");
    assert!(took < SOON, "{took:?}");
}

#[test]
fn closing_the_window_asks_and_is_silent_meanwhile_and_a_host_may_stay_or_go() {
    let lab = Lab::new(BINARY, "closing_asks");
    let (screen, sound) = (Screen::new(1024, 768), SoundServer::new());
    let ana = open(&lab, &screen, &sound, "Ana", "tone");
    ana.new_meeting();
    let link = ana.copy_invite();
    let bo = lab.guest(&link, "Bo", &[]);
    bo.sees("Ana", 3);

    screen.close_window("Adjourn");
    let asks =
        "return !!document.querySelector('#close-leave') && !!document.querySelector('#close-end')";
    ana.page.wait("question", patience(20), asks, &[]);
    let seen = frames(&bo);
    thread::sleep(Duration::from_secs(2));
    assert!(frames(&bo) <= seen + 15, "nothing is sent while it asks");
    assert!(is_in(&bo, "Ana"), "nothing has been decided");
    ana.page.click("#stay");
    bo.sees("Ana", frames(&bo) + 20);

    screen.close_window("Adjourn");
    ana.page.wait("question", patience(20), asks, &[]);
    // Not through WebDriver's own click, which waits for a window that is taken away by it.
    let click = "setTimeout(() => document.querySelector('#close-leave').click(), 50)";
    ana.page.run(click, &[]);
    assert_eq!(bo.misses("Ana")["reason"]["code"], "left");
    thread::sleep(Duration::from_secs(1));
    let mut cy = lab.guest(&link, "Cy", &["--leave-after", "4"]);
    cy.sees("Bo", 1); // its computer carries the meeting on
    assert_eq!(cy.left()["code"], "left");
}

#[test]
fn twenty_meetings_in_one_window_leave_nothing_behind() {
    let lab = Lab::new(BINARY, "twenty_meetings");
    let (screen, sound) = (Screen::new(1024, 768), SoundServer::new());
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "none"]);
    let link = ana.invite();
    let bo = open(&lab, &screen, &sound, "Bo", "tone");
    let app = bo.app(lab.binary());
    let meet = || {
        bo.join(&link);
        bo.hears_of("participant-joined", "Ana");
        bo.leave();
        bo.shows("after");
        bo.page.click("#go-home");
        bo.shows("home");
        bo.page.run("window.lab.events.length = 0", &[]);
    };
    // Caches and thread pools are filled by the first ones.
    for _ in 0..3 {
        meet();
    }
    let before = at_rest(app);
    for _ in 0..20 {
        meet();
    }
    let after = at_rest(app);
    println!("handles and threads before {before:?}, after twenty {after:?}");
    assert!(
        after.0 <= before.0 + 3,
        "handles: {before:?}, then {after:?}"
    );
    assert!(
        after.1 <= before.1 + 3,
        "threads: {before:?}, then {after:?}"
    );
}

/// Handles and threads of a process, when they have not changed for a second.
fn at_rest(pid: u32) -> (usize, usize) {
    let look = || (process::handles(pid), process::threads(pid));
    let (mut last, mut since) = (look(), Instant::now());
    let until = Instant::now() + patience(15);
    while since.elapsed() < Duration::from_secs(1) && Instant::now() < until {
        thread::sleep(Duration::from_millis(100));
        let now = look();
        if now != last {
            (last, since) = (now, Instant::now());
        }
    }
    last
}

fn frames(watcher: &Bot) -> u64 {
    watcher
        .newest("Ana")
        .and_then(|p| p["video_frames"].as_u64())
        .unwrap_or(0)
}

fn is_in(watcher: &Bot, name: &str) -> bool {
    let events = watcher.program().events();
    let left = |e: &serde_json::Value| {
        e["event"] == "participant-left" && e["participant"]["name"] == name
    };
    !events.iter().any(left)
}
