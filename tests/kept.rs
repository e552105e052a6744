//! What is kept from one run of the window to the next, and what happens when it cannot be read.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, People, Screen, SoundServer, Window};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// Below the home of a window.
const DATA: &str = "data/app.adjourn.desktop";

fn settings(window: &Window<'_>) -> Value {
    window.ask("startup", json!({}))["data"]["settings"].clone()
}

#[test]
fn settings_and_recent_meetings_outlive_the_program_and_a_damaged_file_is_put_aside() {
    let lab = Lab::new(BINARY, "kept");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let setting = Setting {
        screen: &screen,
        sound: &sound,
        camera: "none",
        microphone: "none",
    };
    let ana = Window::open(&lab, "Ana", &setting, &[]);
    let usual = settings(&ana);
    assert_eq!(
        (&usual["sounds"], &usual["autostart"]),
        (&json!(false), &json!(false))
    );
    ana.new_meeting();
    let link = ana.copy_invite();
    let bo = lab.guest(&link, "Bo", &[]);
    bo.meets("Ana");
    ana.leave();
    ana.hears_of("meeting-left", "left");
    let recent = ana.home().join(DATA).join("recent.json");
    let rights = fs::metadata(&recent).expect("is kept").permissions().mode();
    assert_eq!(rights & 0o777, 0o600, "an invite lets its bearer in");

    // The page writes what was chosen in it; here somebody else does, after it.
    let mut changed = settings(&ana);
    changed["theme"] = json!("dark");
    changed["language"] = json!("de");
    changed["shortcuts"] = json!({ "mute": "Control+M" });
    changed["autostart"] = json!(true);
    let saved = ana.ask("save_settings", json!({ "settings": changed }));
    assert!(saved.get("error").is_none(), "{saved}");
    let autostart = ana.home().join(".config/autostart/Adjourn.desktop");
    let entry = fs::read_to_string(&autostart).expect("the desktop starts it");
    assert!(entry.contains(BINARY), "{entry}");
    changed["autostart"] = json!(false);
    ana.ask("save_settings", json!({ "settings": changed }));
    assert!(
        !autostart.exists(),
        "the desktop does not start it any more"
    );

    // In another run, which finds everything.
    let ana = ana.open_again(&lab, &setting, &[]);
    let started = ana.ask("startup", json!({}))["data"].clone();
    assert_eq!(started["settings"], changed);
    let recents = started["recent"].as_array().cloned().unwrap_or_default();
    assert_eq!(recents.len(), 1, "{started}");
    assert_eq!(
        (&recents[0]["link"], &recents[0]["hosted"]),
        (&json!(link), &json!(true))
    );
    ana.ask("forget_recent", json!({ "link": null }));
    assert!(!recent.exists(), "what is forgotten is gone");

    // A disk that failed in the middle of writing.
    ana.kill();
    let file = ana.home().join(DATA).join("settings.json");
    let half = fs::read(&file).map(|bytes| bytes[..bytes.len() / 2].to_vec());
    let half = half.expect("the settings are kept");
    fs::write(&file, &half).expect("it is our folder");
    let ana = ana.open_again(&lab, &setting, &[]);
    assert_eq!(settings(&ana)["theme"], "system");
    let aside = ana.home().join(DATA).join("settings.unreadable-1.json");
    assert_eq!(fs::read(aside).expect("it was put aside"), half);
}
