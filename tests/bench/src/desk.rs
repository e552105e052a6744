//! What a person at a desk notices: how soon a new meeting is there, how a window answers while sixteen are drawn, how it is
//! left when its page hangs, and what the package weighs.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use adjourn_lab::sound::unix_ms;
use adjourn_lab::window::Setting;
use adjourn_lab::x11::{CONTROL, SHIFT};
use adjourn_lab::{Bot, Bus, Lab, People, Screen, Tray, Window, root, y4m};
use serde_json::Value;

use crate::report::{Figure, Report};
use crate::since;

/// Keeps the page's only thread busy, beginning when this script has been answered.
const HANG: &str =
    "setTimeout(() => { const until = Date.now() + 30000; while (Date.now() < until); }, 50)";

/// From the click on New meeting to being in it, with the link on the clipboard.
pub fn opening(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let ana = Window::open(lab, "Ana", setting, &[]);
    let mut took = Vec::new();
    for _ in 0..5 {
        ana.new_meeting();
        let clicked = ana.pressed("new-meeting");
        let copied = setting.screen.clipboard();
        assert!(
            copied.starts_with("adjourn://join/"),
            "on the clipboard: {copied:?}"
        );
        let events = ana.events();
        let joined = events.iter().rfind(|e| e["event"] == "meeting-joined");
        took.push(since(clicked, joined.expect("the call is shown")));
        ana.end_for_all();
        ana.shows("after");
        ana.page.click("#go-home");
    }
    let what = "New meeting click to being in it, the link copied";
    report.add(Figure::worst(what, "ms", 1500.0, &took));
}

/// The key and the tray, with a page that answers nothing.
pub fn leaving_a_hung_page(lab: &Lab, _: &Setting<'_>, report: &mut Report) {
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "none"]);
    let link = ana.invite();
    let (screen, sound) = (Screen::new(1024, 768), adjourn_lab::SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone",
    };
    let mut seen = [Vec::new(), Vec::new()];
    for round in 0..10 {
        let by_tray = round % 2 == 1;
        let bus = Bus::new();
        let tray = Tray::new(&bus);
        let name = format!("Bo{round}");
        let bo = Window::open_on(Some(&bus), lab, &name, &setting, &[]);
        bo.join(&link);
        ana.sees(&name, 3);
        bo.page.run(HANG, &[]);
        thread::sleep(Duration::from_millis(500));
        let clicked = unix_ms();
        if by_tray {
            tray.click("Leave the meeting");
        } else {
            screen.press(&[CONTROL, SHIFT, u32::from(b'l')]);
        }
        seen[usize::from(by_tray)].push(since(clicked, &ana.misses(&name)));
    }
    for (way, seen) in ["the key", "the tray"].iter().zip(&seen) {
        let what = format!("Leave by {way}, page hung: seen by the others");
        report.add(Figure::worst(&what, "ms", 300.0, seen));
    }
}

/// Sixteen cameras at once, and keys pressed meanwhile.
pub fn sixteen(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    const PRESSES: usize = 60;
    let card = lab.file("360p15.y4m");
    y4m::write(&card, (640, 360), 15);
    let card = card.to_str().expect("a plain path");
    let ana = Window::open(lab, "Ana", setting, &[]);
    ana.new_meeting();
    let link = ana.copy_invite();
    let mut guests: Vec<Bot> = Vec::new();
    for number in 1..=16 {
        let conduct = [
            "--camera",
            card,
            "--microphone",
            "none",
            "--speaker",
            "none",
            "--stats-every",
            "0",
            "--commands",
        ];
        let mut guest = lab.guest(&link, &format!("Guest {number}"), &conduct);
        guest.joined();
        // What they would draw is drawn by other computers.
        guest.order(r#"{"do":"view","tiles":[]}"#);
        guests.push(guest);
    }
    let drawn = "return document.querySelectorAll('[data-participant-id]:not([data-self]) canvas[data-live]').length >= 16";
    let limit = Duration::from_secs(60);
    ana.page.wait("sixteen pictures", limit, drawn, &[]);
    thread::sleep(Duration::from_secs(5));
    // From the key, which X stamps, to the frame after its answer.
    ana.page.run(
        "window.lab.answers = [];
         addEventListener('keydown', (event) => {
             const pressed = event.timeStamp;
             const late = performance.now() - pressed;
             requestAnimationFrame(() => setTimeout(() => window.lab.answers.push([late, performance.now() - pressed])));
         }, { capture: true });",
        &[],
    );
    for _ in 0..PRESSES {
        setting.screen.press(&[CONTROL, SHIFT, u32::from(b'h')]);
        thread::sleep(Duration::from_millis(250));
    }
    let answers = ana.page.run("return window.lab.answers", &[]);
    let answers = answers.as_array().cloned().unwrap_or_default();
    let column = |at: usize| -> Vec<f64> {
        let of = |answer: &Value| answer[at].as_f64().unwrap_or(f64::NAN);
        answers.iter().map(of).collect()
    };
    assert!(answers.len() >= PRESSES, "{} answers", answers.len());
    let what = "16 cameras at 360p15: a key is handled";
    report.add(Figure::worst(what, "ms", 100.0, &column(0)));
    let what = "16 cameras at 360p15: its answer is drawn";
    report.add(Figure::worst(what, "ms", 100.0, &column(1)));
}

/// What `make bundle` has left, if it has been.
pub fn packages(_: &Lab, _: &Setting<'_>, report: &mut Report) {
    let folder = root().join("target/release/bundle/deb");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut debs = files.map(|file| file.path());
    let Some(deb) = debs.find(|path| path.extension().is_some_and(|kind| kind == "deb")) else {
        return println!("the package is not measured: there is none before `make bundle`");
    };
    let size = fs::metadata(&deb).map_or(f64::NAN, |file| file.len() as f64 / 1e6);
    report.add(Figure::one("the .deb", "MB", 12.0, size));
    let field = Command::new("dpkg-deb")
        .arg("-f")
        .arg(&deb)
        .arg("Installed-Size")
        .output();
    let kib = field
        .ok()
        .and_then(|said| String::from_utf8(said.stdout).ok());
    let kib: f64 = kib
        .and_then(|kib| kib.trim().parse().ok())
        .unwrap_or(f64::NAN);
    report.add(Figure::one(
        "the .deb, installed",
        "MB",
        40.0,
        kib * 1.024 / 1000.0,
    ));
}
