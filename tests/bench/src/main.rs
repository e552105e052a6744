//! `bench [BINARY] [PART…]`: measures the built program in real meetings on loopback, and prints each figure
//! beside what it may be at most. JSON goes to `target/bench/figures.json`. Without parts all are measured.

mod clicks;
mod cold;
mod desk;
mod report;
mod trust;

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use adjourn_lab::window::{Setting, Undriven};
use adjourn_lab::{Bot, Bus, Lab, People, Screen, SoundServer, Window, process, root};
use serde_json::Value;

use report::{Figure, Report};

const ROUNDS: usize = 10;

/// What can be measured by itself, under the name that is given on the command line.
type Part = (&'static str, fn(&Lab, &Setting<'_>, &mut Report));
const PARTS: &[Part] = &[
    ("start", starting),
    ("cold", cold::starting),
    ("clicks", clicks::counting),
    ("home", at_home),
    ("open", desk::opening),
    ("guest", a_guest_of_two),
    ("host", a_host_of_seven),
    ("cut", trust::cutting),
    ("leave", trust::leaving),
    ("hung", desk::leaving_a_hung_page),
    ("sixteen", desk::sixteen),
    ("crash", trust::crashing),
    ("end", trust::ending),
    ("crowd", trust::a_thousand),
    ("doors", trust::old_keys),
    ("package", desk::packages),
];

fn main() {
    let (wanted, paths): (Vec<String>, Vec<String>) = env::args()
        .skip(1)
        .partition(|word| PARTS.iter().any(|(name, _)| name == word));
    let default = root().join("target/release/adjourn");
    let binary = paths.first().map_or(default, PathBuf::from);
    let lab = Lab::new(binary, "bench");
    let screen = Screen::new(1280, 800);
    let sound = SoundServer::new();
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:500",
    };
    let mut report = Report::default();
    for (name, measure) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            measure(&lab, &setting, &mut report);
        }
    }
    report.finish(&root().join("target/bench"));
}

/// From the start of the process (and of the WebDriver session) to a Home that can be used.
fn starting(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let start = || {
        let window = Window::open(lab, "Bo", setting, &[]);
        window.can_start();
        window.age().as_secs_f64() * 1000.0
    };
    start(); // from here on the files are in memory
    let samples = (0..5).map(|_| start()).collect();
    report.add(Figure::median(
        "app start to Home usable, warm",
        "ms",
        2000.0,
        samples,
    ));
}

/// What the window weighs before any meeting, at rest; as people have it, for a page that is driven weighs 15 MB more.
fn at_home(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    // Every desktop has a session bus. Without one GTK would start one, and what else a desktop has running would count.
    let bus = Bus::new();
    let window = Undriven::open(&bus, lab, setting);
    std::thread::sleep(Duration::from_secs(15));
    let processes = window.processes();
    let programs: Vec<_> = processes.iter().map(|pid| process::program(*pid)).collect();
    let shows = programs.iter().any(|name| name == "WebKitWebProcess");
    assert!(shows, "no page is shown: {programs:?}");
    let what = "memory (PSS) of the app in Home";
    report.add(Figure::one(what, "MB", 200.0, weight(processes)));
}

/// Of processes, in MB; what they share with others is divided among them.
fn weight(processes: Vec<u32>) -> f64 {
    let pss: u64 = processes.into_iter().map(process::pss_kib).sum();
    pss as f64 * 1.024 / 1000.0
}

/// One window that receives two cameras, and sends its own.
fn a_guest_of_two(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let cy = lab.guest(&link, "Cy", &["--microphone", "none"]);
    cy.joined();
    let bo = Window::open(lab, "Bo", setting, &[]);
    let (mut picture, mut first_sound) = (Vec::new(), Vec::new());
    let (mut left, mut told) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        bo.look_up(&link);
        let recorder = setting.sound.record();
        std::thread::sleep(Duration::from_millis(500)); // a person looks at the lobby, too
        bo.page.click("#join");
        bo.shows("call");
        let joined = bo.pressed("join");
        picture.push((bo.first_picture() - joined) as f64);
        recorder.wait_for_tones(&[1000.0]);
        let heard = recorder.first_sound(joined);
        first_sound.push((heard.expect("the tone was heard") - joined) as f64);
        if round + 1 == ROUNDS {
            steady(lab, &bo, report);
        }
        bo.leave();
        bo.shows("after");
        let clicked = bo.pressed("leave");
        let events = bo.events();
        let me = events.iter().rfind(|e| e["event"] == "meeting-left");
        left.push(since(clicked, me.expect("it left")));
        let at_others = [&ana, &cy].map(|other| since(clicked, &nth_leave_of(other, "Bo", round)));
        told.push(at_others.into_iter().fold(0.0, f64::max));
        bo.page.click("#go-home");
    }
    report.add(Figure::median(
        "Join click to first remote picture drawn",
        "ms",
        500.0,
        picture,
    ));
    report.add(Figure::median(
        "Join click to first sound at the speaker",
        "ms",
        300.0,
        first_sound,
    ));
    report.add(Figure::median(
        "Leave click to meeting-left",
        "ms",
        200.0,
        left,
    ));
    report.add(Figure::median(
        "Leave click to participant-left at the last of the others",
        "ms",
        100.0,
        told,
    ));
}

/// What a call costs, and how old its pictures are, when nothing changes.
fn steady(lab: &Lab, bo: &Window<'_>, report: &mut Report) {
    bo.draws("Cy");
    let app = bo.app(lab.binary());
    let seconds = 15;
    let before = process::cpu_seconds(app);
    let ages: Vec<f64> = bo
        .picture_ages("Ana", seconds)
        .into_iter()
        .map(|age| age as f64)
        .collect();
    let used = (process::cpu_seconds(app) - before) / seconds as f64;
    report.add(Figure::percentile(
        "test-card clock to drawn picture, p50",
        "ms",
        80.0,
        &ages,
        0.50,
    ));
    report.add(Figure::percentile(
        "test-card clock to drawn picture, p95",
        "ms",
        150.0,
        &ages,
        0.95,
    ));
    report.add(Figure::one(
        "CPU of the app: one camera sent, two received",
        "cores",
        0.5,
        used,
    ));
}

/// A host's window with two guests: what it weighs; and then with seven: how fast an end is.
fn a_host_of_seven(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let ana = Window::open(lab, "Ana", setting, &[]);
    let mut memory: Vec<f64> = Vec::new();
    let (mut guests_out, mut all_out) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        ana.new_meeting();
        let link = ana.copy_invite();
        let mut guests: Vec<Bot> = ["Bo", "Cy"].map(|name| lab.guest(&link, name, &[])).into();
        for name in ["Bo", "Cy"] {
            ana.draws(name);
        }
        std::thread::sleep(Duration::from_secs(5));
        memory.push(weight(ana.processes()));

        for name in ["Di", "Eli", "Fay", "Gus", "Hal"] {
            let silent = ["--camera", "none", "--microphone", "none"];
            let guest = lab.guest(&link, name, &silent);
            guest.joined();
            guests.push(guest);
        }
        std::thread::sleep(Duration::from_secs(1));
        ana.end_for_all();
        ana.shows("after");
        let clicked = ana.pressed("end-for-all");
        let own = ana.events();
        let own = own.iter().rfind(|e| e["event"] == "meeting-left");
        let own = since(clicked, own.expect("it ended"));
        let told = guests.iter().map(|guest| {
            let left = guest.program().event("meeting-left");
            assert_eq!(left["reason"]["code"], "ended", "{left}");
            since(clicked, &left)
        });
        let told: Vec<f64> = told.collect();
        assert!(
            told.iter().all(|ms| *ms >= 0.0),
            "somebody had gone before: {told:?}"
        );
        let last_guest = told.into_iter().fold(0.0, f64::max);
        guests_out.push(last_guest);
        all_out.push(last_guest.max(own)); // the host hears how many are out before it goes itself
        ana.page.click("#go-home");
    }
    // Each further meeting in the same window adds some, and that counts as well.
    let at = |round: usize| memory.get(round).copied().unwrap_or(f64::NAN);
    let what = "memory (PSS) of the host's app in a first call of three";
    report.add(Figure::one(what, "MB", 350.0, at(0)));
    let what = "memory (PSS) of the same window in its third call";
    report.add(Figure::one(what, "MB", 350.0, at(2)));
    let what = "End click to meeting-left at the last of 7 guests";
    report.add(Figure::median(what, "ms", 100.0, guests_out));
    let what = "End click to meeting-left at the last of 8, the host";
    report.add(Figure::median(what, "ms", 100.0, all_out));
}

fn since(clicked: u64, event: &Value) -> f64 {
    event["t"].as_f64().unwrap_or(f64::NAN) - clicked as f64
}

fn nth_leave_of(other: &Bot, name: &str, round: usize) -> Value {
    let leave = |e: &Value| e["event"] == "participant-left" && e["participant"]["name"] == name;
    let all = || {
        other
            .program()
            .events()
            .into_iter()
            .filter(leave)
            .nth(round)
    };
    for _ in 0..200 {
        if let Some(event) = all() {
            return event;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody was told of leave {round}");
}
