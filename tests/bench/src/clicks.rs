//! How many clicks a person needs for what is done most. Each is a real one in a real window, and the page counts them;
//! what is typed or pressed on the keyboard is no click.

use std::time::Duration;

use adjourn_lab::window::Setting;
use adjourn_lab::x11::CONTROL;
use adjourn_lab::{Bot, Lab, Window, patience};

use crate::report::{Figure, Report};

/// Counts every press of a mouse button in the page, from zero.
const COUNT: &str =
    "window.lab.counted ??= addEventListener('pointerdown', () => { window.lab.presses += 1 },
        { capture: true }) ?? true;
    window.lab.presses = 0";

/// The key, as WebDriver writes it.
const ENTER: &str = "\u{e007}";

/// Sends nothing and draws nothing: one of many.
const ABSENT: [&str; 8] = [
    "--camera",
    "none",
    "--microphone",
    "none",
    "--speaker",
    "none",
    "--stats-every",
    "0",
];

/// So many in a meeting that its End is held instead of clicked (`HOLD_FROM` of the page).
const MANY: usize = 25;

/// Hosting, joining, leaving and ending, each from the view where one is before it.
pub fn counting(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    let ana = Window::open(lab, "Ana", setting, &[]);
    ana.can_start();
    let first = clicks(&ana, || {
        ana.page.click("#new-meeting");
        says_its_name(&ana);
        ana.shows("call");
    });
    let link = setting.screen.clipboard();
    assert!(link.starts_with("adjourn://join/"), "the link: {link:?}");

    let bo = Window::open(lab, "Bo", setting, &[]);
    bo.can_start();
    let anywhere = clicks(&bo, || {
        setting.screen.press(&[CONTROL, u32::from(b'v')]);
        bo.shows("lobby");
        bo.page.click("#join");
        says_its_name(&bo);
        ana.admit("Bo");
        bo.shows("call");
    });
    let leave = clicks(&bo, || {
        bo.page.click("#leave");
        bo.shows("after");
    });
    assert_eq!(left(&bo), "left");
    bo.page.click("#go-home");
    bo.can_start();
    let in_field = clicks(&bo, || {
        bo.page.fill("#link", &link);
        bo.page.click("#join-link");
        bo.shows("lobby");
        bo.page.click("#join"); // once let in, nobody asks again
        bo.shows("call");
    });
    let end = clicks(&ana, || {
        ana.end_for_all();
        ana.shows("after");
    });
    bo.shows("after");
    assert_eq!((left(&ana), left(&bo)), ("ended".into(), "ended".into()));

    ana.page.click("#go-home");
    ana.can_start();
    let again = clicks(&ana, || {
        ana.page.click("#new-meeting");
        ana.shows("call");
    });
    let link = setting.screen.clipboard();
    let cy = Window::open(lab, "Cy", setting, &[&link]);
    let by_command = clicks(&cy, || {
        cy.shows("lobby");
        cy.page.click("#join");
        says_its_name(&cy);
        ana.admit("Cy");
        cy.shows("call");
    });
    let host_leaves = clicks(&ana, || {
        ana.leave();
        ana.shows("after");
    });
    assert_eq!(left(&ana), "left");

    for (what, most, counted) in [
        ("host a meeting, the first time", 1.0, first),
        ("host a meeting, any other time", 1.0, again),
        ("join by a link pasted on Home", 2.0, anywhere),
        ("join by a link pasted into its field", 2.0, in_field),
        ("join by `adjourn LINK`", 2.0, by_command),
        ("leave", 1.0, leave),
        ("end for all", 2.0, end),
    ] {
        report.add(Figure::one(
            &format!("clicks to {what}"),
            "",
            most,
            f64::from(counted),
        ));
    }
    println!("a host who leaves and lets the meeting go on clicks {host_leaves} times");
    drop(cy);
    ending_many(lab, setting);
}

/// A large meeting asks for more on purpose.
fn ending_many(lab: &Lab, setting: &Setting<'_>) {
    let ana = Window::open(lab, "Ana", setting, &[]);
    ana.new_meeting();
    let link = ana.copy_invite();
    let numbers: Vec<usize> = (1..MANY).collect();
    let mut guests: Vec<Bot> = Vec::new();
    for some in numbers.chunks(6) {
        let started = some
            .iter()
            .map(|number| lab.guest(&link, &format!("G{number}"), &ABSENT));
        let started: Vec<Bot> = started.collect();
        for guest in &started {
            guest.joined();
        }
        guests.extend(started);
    }
    let presses = clicks(&ana, || {
        ana.end_for_all();
        ana.page.hold("#hold-to-end", Duration::from_millis(1500));
        ana.shows("after");
    });
    assert_eq!(left(&ana), "ended");
    println!("an End for {MANY} or more takes {presses} clicks, the last of them held for 1.2 s");
}

/// How often a button of the mouse is pressed in a window during `task`.
fn clicks(window: &Window<'_>, task: impl FnOnce()) -> u32 {
    window.page.run(COUNT, &[]);
    task();
    let presses = window.page.run("return window.lab.presses", &[]);
    let presses = presses.as_u64().expect("the page counts");
    presses.try_into().expect("they are few")
}

/// Types its name, for which the page has asked by putting the cursor into the field, and presses Enter.
fn says_its_name(window: &Window<'_>) {
    let asked = "return document.activeElement?.id === 'name'";
    window
        .page
        .wait("question for the name", patience(10), asked, &[]);
    let name = format!("{}{ENTER}", window.name());
    window.page.type_into("#name", &name);
}

/// The code of the reason for which a window's last meeting was left.
fn left(window: &Window<'_>) -> String {
    let events = window.events();
    let left = events
        .iter()
        .rfind(|event| event["event"] == "meeting-left");
    let code = left.and_then(|event| event["payload"][0]["code"].as_str());
    code.unwrap_or_default().into()
}
