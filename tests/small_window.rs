//! The small window: there while the main one is out of sight in a meeting, and no way out of the meeting.

use std::time::Duration;

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, People, Screen, SoundServer, Window};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// What the main window is called.
const MAIN: &str = "Adjourn";

/// What the small one is called, as the page says in English.
const SMALL: &str = "Adjourn, small window";

#[test]
fn a_main_window_that_is_minimised_in_a_meeting_leaves_a_small_one_that_can_be_closed() {
    let lab = Lab::new(BINARY, "small_window");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "test-card",
        microphone: "tone:440",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    ana.can_start();
    let main = screen.minimize_window(MAIN);
    std::thread::sleep(Duration::from_secs(1));
    assert!(
        !screen.has_window(SMALL),
        "at home there is nothing to show"
    );
    screen.restore_window(main);

    ana.new_meeting();
    let bo = lab.guest(&ana.copy_invite(), "Bo", &[]);
    ana.draws("Bo");

    let main = screen.minimize_window(MAIN);
    screen.awaits_window(SMALL, true);
    screen.awaits_movement(SMALL);
    screen.restore_window(main);
    screen.awaits_window(SMALL, false);

    let main = screen.minimize_window(MAIN);
    screen.awaits_window(SMALL, true);
    screen.close_window(SMALL);
    screen.awaits_window(SMALL, false);
    std::thread::sleep(Duration::from_secs(1));
    assert!(!screen.has_window(SMALL), "it does not come back by itself");
    bo.sees("Ana", 5);
    assert!(
        !bo.program()
            .events()
            .iter()
            .any(|event| event["event"] == "participant-left"),
        "closing it is not leaving"
    );

    screen.restore_window(main);
    ana.ask("set_mini", json!({ "on": true }));
    screen.awaits_window(SMALL, true);
    ana.ask("show_main", json!({}));
    screen.awaits_window(SMALL, false);
    screen.awaits_window(MAIN, true);
    ana.draws("Bo");

    ana.ask("set_mini", json!({ "on": true }));
    screen.awaits_window(SMALL, true);
    ana.end_for_all();
    ana.hears_of("meeting-left", "ended");
    screen.awaits_window(SMALL, false);
}
