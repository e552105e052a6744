//! Microphone and speaker are free when the meeting is said to be left: by the sound server's own list of streams.
#![cfg(target_os = "linux")]

use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::screen::ShortFolder;
use adjourn_lab::{Bot, Lab, People, SoundServer, patience, process};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn the_sound_server_has_no_stream_of_ours_when_the_meeting_is_left_or_ended() {
    let lab = Lab::new(BINARY, "devices_are_free");
    let (sound, home) = (SoundServer::new(), ShortFolder::new());
    let mut ana = with_sound(
        &lab,
        &sound,
        &home,
        &["bot", "host", "--listen", "127.0.0.1:0"],
        "Ana",
    );
    let link = ana.invite();
    let bo = lab.guest(&link, "Bo", &["--microphone", "tone:600"]);
    bo.meets("Ana");
    uses_both(&sound);

    // The host's program goes on carrying the meeting, and holds nothing.
    ana.order(r#"{"do":"leave"}"#);
    told_free(&ana, "left");
    assert_eq!(sound.streams(), Vec::<String>::new());
    assert_eq!(
        process::open_devices(ana.program().id()),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(ana.program().runs(), "it carries the meeting");

    let mut cy = with_sound(&lab, &sound, &home, &["bot", "join", &link], "Cy");
    cy.meets("Bo");
    uses_both(&sound);
    cy.order(r#"{"do":"leave"}"#);
    told_free(&cy, "left");
    assert_eq!(sound.streams(), Vec::<String>::new());
}

#[test]
fn a_sound_server_that_hangs_is_named_and_keeps_nobody_from_leaving_and_quitting() {
    let lab = Lab::new(BINARY, "hung_sound");
    let (sound, home) = (SoundServer::new(), ShortFolder::new());
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let mut bo = with_sound(&lab, &sound, &home, &["bot", "join", &link], "Bo");
    bo.meets("Ana");
    uses_both(&sound);

    sound.freeze();
    let click = Instant::now();
    bo.order(r#"{"do":"leave"}"#);
    bo.program().event("meeting-left");
    let left = click.elapsed();
    assert_eq!(bo.left()["code"], "left");
    let gone = click.elapsed();
    println!("left after {left:?}, the program ended after {gone:?}");
    assert!(left < Duration::from_millis(1500), "left after {left:?}"); // 300 ms, and a busy machine
    assert!(gone < Duration::from_secs(10), "ended after {gone:?}");
    let events = bo.program().events();
    let receipt = events.iter().rfind(|e| e["event"] == "devices-released");
    let receipt = receipt.expect("the devices are looked at all the same");
    println!("{receipt}");
    let named = receipt["stuck"].as_array().map_or(0, Vec::len);
    assert!(named > 0, "the person reads which device it is: {receipt}");
    for device in ["microphone", "speaker"] {
        assert_ne!(
            receipt[device], "free",
            "nothing can be known of it: {receipt}"
        );
    }
}

fn with_sound(
    lab: &Lab,
    sound: &SoundServer,
    home: &ShortFolder,
    what: &[&str],
    name: &str,
) -> Bot {
    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args(what)
        .args(["--name", name, "--commands", "--camera", "none"])
        .args(["--microphone", "device", "--speaker", "device"])
        .env("PULSE_SERVER", sound.address())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    lab.bot(name, &mut command)
}

/// Waits until the sound server lists a recording and a playing stream.
fn uses_both(sound: &SoundServer) {
    let until = Instant::now() + patience(20);
    loop {
        let streams = sound.streams();
        let has = |kind: &str| streams.iter().any(|stream| stream.starts_with(kind));
        if has("source-output") && has("sink-input") {
            return;
        }
        assert!(Instant::now() < until, "not in use: {streams:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Waits for the receipt and, after it, the last event.
fn told_free(bot: &Bot, code: &str) {
    let left = bot.program().event("meeting-left");
    assert_eq!(left["reason"]["code"], code);
    let events = bot.program().events();
    let receipt = events.iter().rfind(|e| e["event"] == "devices-released");
    let receipt = receipt.expect("the receipt comes before the last event");
    for device in ["microphone", "speaker"] {
        assert_eq!(receipt[device], "free", "{receipt}");
    }
}
