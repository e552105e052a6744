//! Real windows of the built program, on a screen without a monitor and sound servers without a card.

mod another_server;
mod ending;
mod leaving;
mod sharing;
mod tray;

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, People, Screen, SoundServer, Window, assert_sentence, patience};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn two_windows_and_a_bot_meet_one_leaves_and_the_host_ends() {
    let lab = Lab::new(BINARY, "two_windows");
    let screen = Screen::new(1280, 800);
    let (ana_hears, bo_hears) = (SoundServer::new(), SoundServer::new());
    let ana = open(&lab, &screen, &ana_hears, "Ana", "tone:440");
    ana.new_meeting();
    let link = ana.copy_invite();
    let mut cy = lab.guest(&link, "Cy", &["--microphone", "tone:1320"]);
    let bo = open(&lab, &screen, &bo_hears, "Bo", "tone:880");
    bo.join(&link);

    for (window, others) in [(&ana, ["Bo", "Cy"]), (&bo, ["Ana", "Cy"])] {
        for other in others {
            window.hears_of("participant-joined", other);
            let age = window.draws(other);
            assert!(
                age < 2000,
                "{other}'s picture in {}'s window is {age} ms old",
                window.name()
            );
        }
    }
    ana_hears.record().wait_for_tones(&[880.0, 1320.0]);
    bo_hears.record().wait_for_tones(&[440.0, 1320.0]);
    for other in ["Ana", "Bo"] {
        cy.sees(other, 20);
        cy.hears(other);
    }

    bo.leave();
    let left = bo.hears_of("meeting-left", "left");
    assert_eq!(left["payload"][0]["message"], "You left");
    bo.shows("after");
    assert_eq!(bo.page.text("#after-title").as_deref(), Some("You left"));
    let told = ana.hears_of("participant-left", "Bo");
    assert_eq!(told["payload"][1]["code"], "left");
    assert_eq!(cy.misses("Bo")["reason"]["code"], "left");
    ana.draws("Cy");

    ana.end_for_all();
    let ended = ana.hears_of("meeting-left", "ended");
    assert_eq!(ended["payload"][0]["by"], "Ana");
    ana.shows("after");
    let reason = cy.left();
    assert_eq!(reason["code"], "ended");
    assert_eq!(reason["by"], "Ana");
    for window in [&ana, &bo] {
        let events = window.events();
        let ends = events.iter().filter(|e| e["event"] == "meeting-left");
        assert_eq!(ends.count(), 1, "once for each join: {events:?}");
        let last = events.iter().rfind(|e| e["event"] != "error");
        assert_eq!(last.map(|e| &e["event"]), Some(&json!("meeting-left")));
    }
}

#[test]
fn a_guest_window_is_ended_by_the_host_and_meets_again_without_a_restart() {
    let lab = Lab::new(BINARY, "guest_window");
    let screen = Screen::new(1280, 800);
    let sound = SoundServer::new();
    let bo = open(&lab, &screen, &sound, "Bo", "tone");
    let mut ana = lab.host("Ana", &["--commands"]);
    bo.join(&ana.invite());
    bo.draws("Ana");
    let no_end = "return !document.querySelector('#end-for-all')";
    assert_eq!(
        bo.page.run(no_end, &[]),
        json!(true),
        "a guest is not offered End for all"
    );

    ana.order(r#"{"do":"end"}"#);
    let ended = bo.hears_of("meeting-left", "ended");
    assert_eq!(ended["payload"][0]["by"], "Ana");
    bo.shows("after");
    let title = bo.page.text("#after-title").unwrap_or_default();
    assert!(title.contains("Ana ended"), "{title}");
    ana.left();

    bo.page.click("#go-home");
    bo.page.click(".look-back");
    let there = "const rows = [...document.querySelectorAll('.kept-summary tbody tr')];
        return rows.length === 2 && rows.map((row) => row.innerText).join()";
    let there = bo.page.wait("the summary", patience(10), there, &[]);
    let there = there.as_str().unwrap_or_default();
    assert!(there.contains("Ana") && there.contains("You"), "{there}");
    bo.page.click("#close-summary");
    let eve = lab.host("Eve", &[]);
    bo.join(&eve.invite());
    bo.draws("Eve");
    eve.sees("Bo", 10);
}

#[test]
fn bad_links_and_names_are_answered_in_the_window() {
    let lab = Lab::new(BINARY, "window_bad_input");
    let screen = Screen::new(1280, 800);
    let sound = SoundServer::new();
    let bo = open(&lab, &screen, &sound, "Bo", "tone");
    for (wrong, answer) in [
        ("hello", "not an invite"),
        ("adjourn://join/AAAA", "not complete"),
        ("https://example.org/j/1", "not an invite"),
    ] {
        bo.shows("home");
        bo.page.fill("#name", "Bo");
        bo.page.fill("#link", wrong);
        bo.page.click("#join-link");
        let alert = "const trouble = document.querySelector('#link-problem');
            return trouble?.innerText.includes(arguments[0]) && trouble.querySelector('p').innerText";
        let what = format!("answer to {wrong}");
        let said = bo.page.wait(&what, patience(20), alert, &[json!(answer)]);
        assert_sentence(said.as_str().unwrap_or_default());
    }

    let name = "<img src=x onerror=\"window.broken=1\">";
    let ana = lab.host(name, &[]);
    bo.join(&ana.invite());
    bo.draws(name);
    assert_eq!(
        bo.page.run("return window.broken ?? null", &[]),
        json!(null)
    );
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
