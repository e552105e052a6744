//! Every view of real windows, looked at by axe-core in light and in dark: nothing may be found.

use std::fmt::Write as _;
use std::fs;
use std::thread;
use std::time::Duration;

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, People, Screen, SoundServer, Window, patience, root};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// After a change of colours, so that no colour is read on its way.
const SETTLE: Duration = Duration::from_millis(300);

#[test]
fn no_view_of_a_host_breaks_a_rule_of_accessibility() {
    let lab = Lab::new(BINARY, "accessible_host");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    let mut look = Look::at(&ana);

    ana.can_start();
    look.check("Home");
    ana.page.fill("#link", "https://example.org/elsewhere");
    ana.page.click("#join-link");
    look.opens("#link-problem");
    look.check("Home with a wrong link");
    look.inside("#rules", "#rules-done", "the rules");
    ana.page.click("#settings");
    look.opens(".settings-tab");
    for tab in 1..=look.count(".settings-tab") {
        ana.page.click(&format!(".settings-tab:nth-child({tab})"));
        look.check(&format!("part {tab} of the settings"));
    }
    look.closes(".settings-tab");

    ana.new_meeting_with_lobby();
    look.check("a call alone");
    let link = ana.copy_invite();
    let bo = lab.guest(&link, "Bo", &[]);
    ana.hears_of("entry-requested", "Bo");
    look.check("somebody waits");
    ana.admit("Bo");
    ana.draws("Bo");
    bo.sees("Ana", 5);
    look.check("a call of two");
    for (control, inside, what) in [
        ("#layout", "[role=menuitemradio]", "the menu of layouts"),
        ("#react", ".react-one", "the reactions"),
        ("#invite-more", "[role=menuitem]", "the menu of invites"),
        (
            "#mic ~ button",
            "[role=menuitem]",
            "the menu of microphones",
        ),
        ("#people", "[data-person]", "the people"),
        ("#chat", "#message", "the chat"),
    ] {
        look.inside(control, inside, what);
    }
    ana.page.click("#invite-more");
    ana.page.click("[role=menuitem][data-key$=code]");
    look.opens("#invite-done");
    look.check("the invite");
    look.closes("#invite-done");
    ana.page.click("#people");
    look.inside(
        "[data-person] .more",
        "[role=menuitem]",
        "the menu of a person",
    );
    ana.page.click("#people");
    look.inside("#leave", "#leave-me", "the ways out");

    ana.end_for_all();
    ana.shows("after");
    look.opens("#save-summary");
    look.check("after the meeting");
    look.inside("#save-summary", "[role=menuitem]", "the ways to save");
    look.done();
}

#[test]
fn no_view_of_a_guest_breaks_a_rule_of_accessibility() {
    let lab = Lab::new(BINARY, "accessible_guest");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let mut ana = lab.host("Ana", &["--lobby", "--commands"]);
    let bo = Window::open(&lab, "Bo", &setting, &[]);
    let mut look = Look::at(&bo);
    bo.look_up(&ana.invite());
    look.check("the lobby");
    bo.page.click("#join");
    bo.hears_of("waiting", "");
    look.opens("#waiting-since");
    look.check("the waiting room");
    ana.program().event("entry-requested");
    ana.order(r#"{"do":"admit-all"}"#);
    bo.shows("call");
    bo.draws("Ana");
    look.check("a guest's call");
    look.inside("#chat", "#message", "a guest's chat");
    bo.leave();
    bo.shows("after");
    look.opens("#go-home");
    look.check("after a guest has left");
    look.done();
}

/// One who looks at a window's page with axe-core.
struct Look<'a> {
    window: &'a Window<'a>,
    found: String,
    checks: usize,
}

impl<'a> Look<'a> {
    fn at(window: &'a Window<'a>) -> Self {
        let axe = fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"));
        window
            .page
            .run(&axe.expect("axe-core is installed by `make setup`"), &[]);
        Self {
            window,
            found: String::new(),
            checks: 0,
        }
    }

    /// Notes what axe-core says of the page as it is, in both themes.
    fn check(&mut self, what: &str) {
        let page = &self.window.page;
        let before = page.run("return document.documentElement.dataset.theme", &[]);
        for theme in ["light", "dark"] {
            page.run(
                "document.documentElement.dataset.theme = arguments[0]",
                &[json!(theme)],
            );
            thread::sleep(SETTLE);
            page.run(
                "window.looked = null;
                axe.run(document, { resultTypes: ['violations'] }).then(
                    ({ violations }) => { window.looked = { violations: violations.flatMap(({ id, nodes }) =>
                        nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary.split('\\n')[1]}`)) } },
                    (error) => { window.looked = { violations: [`axe-core failed: ${error}`] } });",
                &[],
            );
            let looked = page.wait(
                "answer of axe-core",
                patience(60),
                "return window.looked",
                &[],
            );
            let violations = looked["violations"].as_array().expect("a list");
            for violation in violations.iter().filter_map(Value::as_str) {
                writeln!(self.found, "{what}, {theme}: {violation}").expect("a string takes it");
            }
            self.checks += 1;
        }
        page.run(
            "document.documentElement.dataset.theme = arguments[0]",
            &[before],
        );
    }

    /// Opens something, checks it, and closes it by Escape.
    fn inside(&mut self, control: &str, inside: &str, what: &str) {
        self.window.page.click(control);
        self.opens(inside);
        self.check(what);
        self.closes(inside);
    }

    fn opens(&self, selector: &str) {
        let there = "return !!document.querySelector(arguments[0])";
        self.window
            .page
            .wait(selector, patience(20), there, &[json!(selector)]);
    }

    fn closes(&self, selector: &str) {
        let gone = "const there = document.querySelector(arguments[0]);
            (document.activeElement ?? document.body).dispatchEvent(
                new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }));
            return !there";
        let what = format!("end of {selector}");
        self.window
            .page
            .wait(&what, patience(20), gone, &[json!(selector)]);
    }

    fn count(&self, selector: &str) -> u64 {
        let count = "return document.querySelectorAll(arguments[0]).length";
        self.window
            .page
            .run(count, &[json!(selector)])
            .as_u64()
            .unwrap_or(0)
    }

    fn done(self) {
        assert!(self.checks > 0, "nothing was looked at");
        assert!(
            self.found.is_empty(),
            "{} checks found:\n{}",
            self.checks,
            self.found
        );
    }
}
