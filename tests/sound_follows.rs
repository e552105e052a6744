//! The sound follows what the person does with its devices: another default, and a headset that is unplugged.
#![cfg(target_os = "linux")]

use adjourn_lab::screen::ShortFolder;
use adjourn_lab::{Bot, Clip, Lab, People, SoundServer, patience};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// What Ana says all the time, in Hz.
const ANA: f64 = 640.0;

#[test]
fn a_call_moves_to_the_headset_that_becomes_the_default() {
    let lab = Lab::new(BINARY, "default_changes");
    let (sound, home) = (SoundServer::new(), ShortFolder::new());
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "tone:640"]);
    let link = ana.invite();
    let bo = with_sound(&lab, &sound, &home, &link, "Bo", ["device", "device"]);
    sound.record().wait_for_tones(&[ANA]);

    let headset = sound.plug_in();
    sound.use_by_default("headset", "headset-microphone");
    sound.record_from("headset").wait_for_tones(&[ANA]);
    let voice = lab.file("voice.wav");
    Clip::write_voice(&voice, 180.0, 60);
    let speaks = headset.speak(&voice);
    is_loud(&ana, "Bo");
    drop(speaks);
    assert_eq!(
        errors(&bo),
        Vec::<String>::new(),
        "there is nothing to tell"
    );

    sound.use_by_default("speaker", "microphone");
    sound.record().wait_for_tones(&[ANA]);
    let _speaks = sound.speak(&voice);
    is_loud(&ana, "Bo");
}

#[test]
fn a_chosen_headset_that_is_unplugged_or_not_there_is_replaced_by_the_default_and_told() {
    let lab = Lab::new(BINARY, "headset_goes");
    let (sound, home) = (SoundServer::new(), ShortFolder::new());
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "tone:640"]);
    let link = ana.invite();
    let chosen = [
        "device:pulseaudio:headset-microphone",
        "device:pulseaudio:headset",
    ];
    let headset = sound.plug_in();
    let bo = with_sound(&lab, &sound, &home, &link, "Bo", chosen);
    sound.record_from("headset").wait_for_tones(&[ANA]);

    // PulseAudio takes everything along from the old default to the new one; what was chosen is brought back.
    sound.use_by_default("headset", "headset-microphone");
    std::thread::sleep(std::time::Duration::from_millis(2500));
    sound.use_by_default("speaker", "microphone");
    std::thread::sleep(std::time::Duration::from_millis(300));
    sound.record_from("headset").wait_for_tones(&[ANA]);
    assert_eq!(errors(&bo), Vec::<String>::new());

    drop(headset);
    told_of_both(&bo);
    sound.record().wait_for_tones(&[ANA]);
    let voice = lab.file("voice.wav");
    Clip::write_voice(&voice, 180.0, 60);
    let _speaks = sound.speak(&voice);
    is_loud(&ana, "Bo");

    // It was not there from the start: a lobby shows which one is.
    let _cy = with_sound(&lab, &sound, &home, &link, "Cy", chosen);
    is_loud(&ana, "Cy");
}

#[test]
fn a_sound_system_that_hung_is_told_once_and_used_again_when_it_goes_on() {
    let lab = Lab::new(BINARY, "sound_hangs");
    let (sound, home) = (SoundServer::new(), ShortFolder::new());
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "tone:640"]);
    let link = ana.invite();
    let bo = with_sound(&lab, &sound, &home, &link, "Bo", ["device", "device"]);
    sound.record().wait_for_tones(&[ANA]);

    sound.freeze();
    bo.program().wait("speaker-hung", patience(30), |event| {
        event["event"] == "error" && event["code"] == "speaker-hung"
    });
    // A few attempts go by.
    std::thread::sleep(std::time::Duration::from_secs(8));
    sound.thaw();
    sound.record().wait_for_tones(&[ANA]);
    let voice = lab.file("voice.wav");
    Clip::write_voice(&voice, 180.0, 60);
    let _speaks = sound.speak(&voice);
    is_loud(&ana, "Bo");
    let mut told = errors(&bo);
    told.sort();
    let before = told.len();
    told.dedup();
    assert_eq!(told.len(), before, "told twice: {told:?}");
}

fn with_sound(
    lab: &Lab,
    sound: &SoundServer,
    home: &ShortFolder,
    link: &str,
    name: &str,
    [microphone, speaker]: [&str; 2],
) -> Bot {
    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args(["bot", "join", link, "--name", name, "--camera", "none"])
        .args(["--microphone", microphone, "--speaker", speaker])
        .env("PULSE_SERVER", sound.address())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    lab.bot(name, &mut command)
}

/// Waits until `listener` hears somebody speak now.
fn is_loud(listener: &Bot, name: &str) {
    let before = listener.program().events().len();
    let loud = |event: &serde_json::Value| {
        let people = event["participants"].as_array().into_iter().flatten();
        let mut named = people.filter(|person| person["name"] == name);
        event["event"] == "stats" && named.any(|person| person["audio_level"].as_f64() > Some(0.01))
    };
    let until = std::time::Instant::now() + patience(30);
    while !listener.program().events().iter().skip(before).any(loud) {
        assert!(std::time::Instant::now() < until, "{name} is not heard");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

/// Waits until somebody was told that the default devices are in use.
fn told_of_both(bot: &Bot) {
    for code in ["microphone-replaced", "speaker-replaced"] {
        bot.program().wait(code, patience(20), |event| {
            event["event"] == "error" && event["code"] == code
        });
    }
}

fn errors(bot: &Bot) -> Vec<String> {
    let events = bot.program().events();
    let errors = events.iter().filter(|event| event["event"] == "error");
    errors.map(|error| error["code"].to_string()).collect()
}
