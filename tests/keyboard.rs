//! A whole meeting by the keyboard alone: real keys of the display, from Home to the screen after it, and no mouse.

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::window::Setting;
use adjourn_lab::x11::{CONTROL, SHIFT};
use adjourn_lab::{Lab, People, Screen, SoundServer, Window, patience};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

// X keysyms.
const TAB: u32 = 0xff09;
const ENTER: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const F6: u32 = 0xffc3;
const RIGHT: u32 = 0xff53;

/// More stops than any view has.
const MOST_STOPS: usize = 80;

#[test]
fn a_whole_meeting_is_held_by_the_keyboard_alone() {
    let lab = Lab::new(BINARY, "keyboard");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let ana = Window::open(&lab, "ana", &setting, &[]);
    let keys = Keys::of(&ana, &screen);

    ana.can_start();
    keys.walk(
        "Home",
        &["new-meeting", "rules", "link", "name", "settings"],
    );
    keys.to("name");
    for letter in "ana".bytes() {
        screen.press(&[letter.into()]);
    }
    keys.awaits(
        "the name",
        "return document.querySelector('#name').value === 'ana'",
    );
    keys.to("settings");
    screen.press(&[ENTER]);
    keys.awaits(
        "settings",
        "return !!document.querySelector('.settings-tab')",
    );
    screen.press(&[ESCAPE]);
    keys.awaits(
        "the focus again where it was",
        "return document.activeElement?.id === 'settings'",
    );
    keys.to("new-meeting");
    screen.press(&[ENTER]);
    ana.shows("call");

    screen.press(&[CONTROL, 'i'.into()]);
    let until = Instant::now() + patience(10);
    let link = loop {
        let copied = screen.clipboard();
        if copied.starts_with("adjourn://join/") {
            break copied;
        }
        assert!(
            Instant::now() < until,
            "no invite on the clipboard but {copied:?}"
        );
        thread::sleep(Duration::from_millis(50));
    };
    let bo = lab.guest(&link, "Bo", &["--commands"]);
    ana.hears_of("entry-requested", "Bo");
    screen.press(&[CONTROL, 'u'.into()]);
    keys.awaits(
        "the people",
        "return !!document.querySelector('[data-entrant] .admit')",
    );
    keys.to_one("the button that admits", ".admit");
    screen.press(&[ENTER]);
    ana.hears_of("participant-joined", "Bo");
    keys.awaits(
        "the focus still in the panel, though its button is gone",
        "return !!document.activeElement?.closest('.panel')",
    );
    bo.sees("ana", 3);
    keys.awaits(
        "Bo among the people",
        "return !!document.querySelector('[data-person] .more')",
    );
    keys.to_one("Bo's menu", "[data-person] .more");
    screen.press(&[ENTER]);
    keys.awaits(
        "the menu's first item",
        "return document.activeElement?.role === 'menuitem'",
    );
    screen.press(&[ESCAPE]);
    keys.awaits(
        "the focus on Bo's button",
        "return document.activeElement?.matches('.more') === true",
    );

    screen.press(&[CONTROL, 'j'.into()]);
    keys.awaits(
        "the message field",
        "return document.activeElement?.id === 'message'",
    );
    for letter in "hello".bytes() {
        screen.press(&[letter.into()]);
    }
    screen.press(&[ENTER]);
    keys.awaits(
        "the message",
        "return [...document.querySelectorAll('.panel')].some((panel) => panel.innerText.includes('hello'))",
    );

    let microphone = "return document.querySelector('#mic').getAttribute('aria-label')";
    let before = ana.page.run(microphone, &[]);
    screen.press(&[CONTROL, 'd'.into()]);
    let changed = format!("{} !== arguments[0]", microphone);
    ana.page.wait(
        "another name of the microphone",
        patience(10),
        &changed,
        &[before],
    );
    screen.press(&[CONTROL, SHIFT, 'h'.into()]);
    keys.awaits(
        "the hand",
        "return document.querySelector('#hand').classList.contains('on')",
    );

    keys.awaits(
        "the toasts gone, which are a region of their own",
        "return !document.querySelector('.toast')",
    );
    let mut regions = Vec::new();
    for _ in 0..3 {
        screen.press(&[F6]);
        thread::sleep(Duration::from_millis(150));
        let region = "const region = document.activeElement?.closest('[data-region]');
            return [...document.querySelectorAll('[data-region]')].indexOf(region)";
        regions.push(ana.page.run(region, &[]).as_i64().unwrap_or(-1));
    }
    regions.sort_unstable();
    assert_eq!(regions, [0, 1, 2], "F6 goes round stage, panel and bar");
    keys.walk("the call with the chat open", &["message", "close-chat"]);

    // The bar is one stop; inside it the arrows move, as far as its last control.
    keys.to_one("the bar", ".bar button");
    for _ in 0..MOST_STOPS {
        if keys.is_at("#leave") {
            break;
        }
        screen.press(&[RIGHT]);
        thread::sleep(Duration::from_millis(100));
    }
    assert!(
        keys.is_at("#leave"),
        "the arrows do not reach Leave but {}",
        keys.here()
    );
    screen.press(&[ENTER]);
    keys.awaits(
        "the ways out",
        "return document.activeElement?.id === 'leave-me'",
    );
    screen.press(&[ESCAPE]);
    keys.awaits("Stay", "return !document.querySelector('#leave-me')");
    screen.press(&[CONTROL, 'l'.into()]);
    keys.awaits(
        "the ways out again",
        "return document.activeElement?.id === 'leave-me'",
    );
    screen.press(&['e'.into()]);
    ana.shows("after");
    ana.hears_of("meeting-left", "ended");
    keys.awaits(
        "the summary",
        "return !!document.querySelector('#save-summary')",
    );
    keys.walk("the screen after it", &["go-home", "save-summary"]);
    keys.to("go-home");
    screen.press(&[ENTER]);
    ana.shows("home");
}

/// Hands on a keyboard.
struct Keys<'a> {
    window: &'a Window<'a>,
    screen: &'a Screen,
}

impl<'a> Keys<'a> {
    fn of(window: &'a Window<'a>, screen: &'a Screen) -> Self {
        // A mouse would be seen.
        window.page.run(
            "window.mouse = 0;
            for (const kind of ['mousedown', 'pointerdown', 'touchstart'])
                addEventListener(kind, () => { window.mouse += 1 }, { capture: true });",
            &[],
        );
        Self { window, screen }
    }

    fn awaits(&self, what: &str, script: &str) {
        self.window.page.wait(what, patience(20), script, &[]);
    }

    /// Tabs to the control `id`.
    fn to(&self, id: &str) {
        self.to_one(id, &format!("#{id}"));
    }

    /// Tabs to the first control that `selector` finds on the way.
    fn to_one(&self, what: &str, selector: &str) {
        for _ in 0..MOST_STOPS {
            if self.is_at(selector) {
                return;
            }
            self.tab();
        }
        panic!("no way by Tab to {what}");
    }

    fn is_at(&self, selector: &str) -> bool {
        let there = "return document.activeElement?.matches(arguments[0]) === true";
        self.window.page.run(there, &[json!(selector)]) == json!(true)
    }

    /// Tabs round the view: every stop is left by the next Tab, none is met twice before the round is over, and the
    /// controls called `met` are met.
    fn walk(&self, view: &str, met: &[&str]) {
        let mut stops: Vec<String> = Vec::new();
        for _ in 0..MOST_STOPS {
            let before = self.here();
            self.tab();
            let stop = self.here();
            assert_ne!(stop, before, "Tab stays there, in {view}");
            if stops.first() == Some(&stop) {
                for id in met {
                    let name = format!("#{id} ");
                    let is_met = stops.iter().any(|stop| stop.starts_with(&name));
                    assert!(is_met, "Tab does not meet {id} in {view} but {stops:?}");
                }
                let mouse = self.window.page.run("return window.mouse", &[]);
                assert_eq!(mouse, json!(0), "a mouse was used");
                return;
            }
            assert!(
                !stops.contains(&stop),
                "{stop} is met again before the round of {view} is over: {stops:?}"
            );
            stops.push(stop);
        }
        panic!("the round of {view} has no end: {stops:?}");
    }

    /// Presses Tab, and waits until the page has moved the focus.
    fn tab(&self) {
        let before = self.here();
        self.screen.press(&[TAB]);
        let until = Instant::now() + Duration::from_secs(2);
        while self.here() == before && Instant::now() < until {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What has the focus, in words that are its own.
    fn here(&self) -> String {
        let script = "const at = document.activeElement;
            window.stops ??= new Map();
            if (!window.stops.has(at)) window.stops.set(at, window.stops.size);
            return `#${at?.id ?? ''} ${at?.tagName} ${at?.getAttribute('aria-label') ?? at?.innerText?.slice(0, 30)} (${window.stops.get(at)})`";
        let here = self.window.page.run(script, &[]);
        here.as_str().unwrap_or_default().to_owned()
    }
}
