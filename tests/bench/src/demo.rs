//! `demo [BINARY]`: holds a whole meeting without a screen and shows it: a host's window, a guest's
//! window and a guest without a window; one leaves, the host ends. Pictures and a summary of what
//! happened are left in `target/demo/`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, thread};

use adjourn_lab::sound::unix_ms;
use adjourn_lab::window::Setting;
use adjourn_lab::{Bot, Lab, People, Screen, SoundServer, Window, root};
use serde_json::{Value, json};

fn main() {
    let default = root().join("target/debug/adjourn");
    let binary = env::args().nth(1).map_or(default, PathBuf::from);
    let lab = Lab::new(binary, "demo");
    let screen = Screen::new(1280, 800);
    let (at_ana, at_bo) = (SoundServer::new(), SoundServer::new());
    let mut story = Story::begin(root().join("target/demo"));

    let ana = open(&lab, &screen, &at_ana, "Ana", "tone:440");
    ana.can_start();
    story.picture(&ana, "home");
    ana.new_meeting_with_lobby();
    let link = ana.copy_invite();
    story.step("Ana opens a meeting; the invite is on the clipboard");

    let mut cy = lab.guest(&link, "Cy", &["--microphone", "tone:1320"]);
    ana.admit("Cy");
    cy.joined();
    story.step("Cy, without a window, is let in");

    let bo = open(&lab, &screen, &at_bo, "Bo", "tone:880");
    bo.look_up(&link);
    story.picture(&bo, "lobby");
    bo.page.click("#join");
    bo.hears_of("waiting", "Ana");
    story.picture(&bo, "waiting");
    ana.admit("Bo");
    bo.shows("call");
    story.step("Bo pastes the invite, waits and is let in");
    let waited = bo.hears_of("meeting-joined", "Bo");
    let picture = bo.first_picture().saturating_sub(at(&waited));
    story.figure("Let in to first picture drawn", picture);
    for (window, others) in [(&ana, ["Bo", "Cy"]), (&bo, ["Ana", "Cy"])] {
        for other in others {
            let age = window.draws(other);
            story.figure(
                &format!("Age of {other}'s picture at {}", window.name()),
                age,
            );
        }
    }
    at_ana.record().wait_for_tones(&[880.0, 1320.0]);
    at_bo.record().wait_for_tones(&[440.0, 1320.0]);
    story.step(
        "Everybody sees and hears everybody: the tones of two are at the speaker of the third",
    );
    story.picture(&ana, "call-host");
    story.picture(&bo, "call-guest");

    bo.leave();
    let clicked = bo.pressed("leave");
    let left = bo.hears_of("meeting-left", "left");
    bo.shows("after");
    story.figure("Leave click to meeting-left", at(&left) - clicked);
    story.figure(
        "Leave click to participant-left at Cy",
        at(&cy.misses("Bo")) - clicked,
    );
    ana.hears_of("participant-left", "Bo");
    story.step("Bo leaves; the meeting goes on");
    story.picture(&bo, "after-leaving");

    ana.page.click("#leave");
    ana.page.wait(
        "menu",
        adjourn_lab::patience(10),
        "return !!document.querySelector('#end-for-all')",
        &[],
    );
    story.picture(&ana, "leave-menu");
    ana.page.click("#end-for-all");
    let ended = ana.hears_of("meeting-left", "ended");
    ana.shows("after");
    let clicked = ana.pressed("end-for-all");
    story.figure("End click to meeting-left at Ana", at(&ended) - clicked);
    story.figure(
        "End click to meeting-left at Cy",
        at(&cy.program().event("meeting-left")) - clicked,
    );
    story.step(cy.left()["message"].as_str().unwrap_or_default());
    story.picture(&ana, "after-ending");

    story.end(&[&ana, &bo], &cy);
}

fn open<'a>(
    lab: &Lab,
    screen: &'a Screen,
    sound: &'a SoundServer,
    name: &str,
    microphone: &'a str,
) -> Window<'a> {
    let setting = Setting {
        screen,
        sound,
        camera: "test-card",
        microphone,
    };
    Window::open(lab, name, &setting, &[])
}

fn at(event: &Value) -> u64 {
    event["t"].as_u64().unwrap_or_default()
}

/// What is told while it happens, and written down at the end.
struct Story {
    folder: PathBuf,
    began: u64,
    lines: Vec<String>,
    pictures: Vec<String>,
    figures: Vec<(String, u64)>,
}

impl Story {
    fn begin(folder: PathBuf) -> Story {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("the target folder can be written");
        Story {
            folder,
            began: unix_ms(),
            lines: Vec::new(),
            pictures: Vec::new(),
            figures: Vec::new(),
        }
    }

    fn say(&mut self, line: String) {
        println!("{line}");
        self.lines.push(line);
    }

    fn step(&mut self, what: &str) {
        let seconds = (unix_ms() - self.began) as f64 / 1000.0;
        self.say(format!("{seconds:6.1} s  {what}"));
    }

    fn figure(&mut self, what: &str, ms: u64) {
        self.say(format!("          {what}: {ms} ms"));
        self.figures.push((what.into(), ms));
    }

    fn picture(&mut self, window: &Window<'_>, what: &str) {
        let name = format!("{:02}-{what}.png", self.pictures.len() + 1);
        thread::sleep(Duration::from_millis(400)); // the page's own transitions take up to 200 ms
        window.page.screenshot(&self.folder.join(&name));
        self.pictures.push(name);
    }

    /// Tells every participant's lifecycle in order and writes the summary.
    fn end(mut self, windows: &[&Window<'_>], bot: &Bot) {
        let mut events: Vec<(u64, String, Value)> = Vec::new();
        for window in windows {
            for event in window.events() {
                events.push((at(&event), window.name().into(), event));
            }
        }
        for event in bot.program().events() {
            if event["event"] != "stats" {
                events.push((at(&event), bot.program().name().into(), event));
            }
        }
        events.sort_by_key(|(at, ..)| *at);
        self.say("What each of them was told:".into());
        let names = names(&events);
        for (at, who, event) in &events {
            let seconds = at.saturating_sub(self.began) as f64 / 1000.0;
            let what = event["event"].as_str().unwrap_or_default();
            let gist = gist(event, &names);
            self.say(format!("{seconds:8.3} s  {who:<4} {what:<22} {gist}"));
        }
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|(what, ms)| json!({ "what": what, "ms": ms }))
            .collect();
        let events: Vec<Value> = events
            .into_iter()
            .map(|(_, who, event)| json!({ "who": who, "event": event }))
            .collect();
        let summary = json!({ "pictures": self.pictures, "figures": figures, "events": events });
        let write = |name: &str, text: String| {
            fs::write(self.folder.join(name), text).expect("the target folder can be written");
        };
        write("summary.json", format!("{summary:#}\n"));
        write("summary.txt", self.lines.join("\n") + "\n");
        println!("Pictures and summary: {}", self.folder.display());
    }
}

/// The name of every participant id.
fn names(events: &[(u64, String, Value)]) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (_, _, event) in events {
        for path in ["/me", "/participant", "/payload/0", "/payload/1"] {
            let person = event.pointer(path).unwrap_or(&Value::Null);
            if let (Some(id), Some(name)) =
                (person["participantId"].as_str(), person["name"].as_str())
            {
                names.insert(id.to_owned(), name.to_owned());
            }
        }
    }
    names
}

/// The part of an event that a person reads: who, which, and why.
fn gist(event: &Value, names: &HashMap<String, String>) -> String {
    let payload = event["payload"].as_array();
    let parts = payload.map_or(std::slice::from_ref(event), Vec::as_slice);
    let paths = [
        "",
        "/participantId",
        "/me/participantId",
        "/participant/participantId",
        "/kind",
        "/state",
        "/reason/message",
        "/message",
    ];
    let mut texts: Vec<&str> = Vec::new();
    for part in parts {
        let found = paths.iter().filter_map(|path| part.pointer(path)?.as_str());
        texts.extend(found.map(|text| names.get(text).map_or(text, String::as_str)));
    }
    texts.join(": ")
}
