//! What one sends, the others see and hear.

use std::path::Path;

use adjourn_lab::{Clip, Lab, People, y4m};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn three_people_see_and_hear_each_other_and_nobody_hears_himself() {
    let lab = Lab::new(BINARY, "three_people");
    let file = lab.file("bo-heard.wav");
    let heard = file.to_str().expect("a plain path");
    let ana = lab.host("Ana", &["--microphone", "tone:440"]);
    let link = ana.invite();
    let cy = lab.guest(&link, "Cy", &["--microphone", "tone:1320"]);
    let mut bo = lab.guest(
        &link,
        "Bo",
        &[
            "--microphone",
            "tone:880",
            "--speaker",
            heard,
            "--leave-after",
            "12",
        ],
    );

    for (one, others) in [
        (&ana, ["Bo", "Cy"]),
        (&bo, ["Ana", "Cy"]),
        (&cy, ["Ana", "Bo"]),
    ] {
        for other in others {
            one.sees(other, 30);
            one.hears(other);
        }
    }
    let picture = cy.measures("clock", "Ana", |p| p["latency_ms"]["p50"].is_number());
    let age = picture["latency_ms"]["p50"].as_f64().unwrap_or(f64::MAX);
    assert!(
        age < 2000.0,
        "the picture shows what is now, not {age} ms ago"
    );

    assert_eq!(bo.left()["code"], "left");
    let second = Clip::read(&file).best_second();
    for hz in [440.0, 1320.0] {
        assert!(second.has_tone(hz), "{hz} Hz: {:.4}", second.amplitude(hz));
    }
    assert!(!second.has_tone(880.0), "its own voice does not come back");
}

#[test]
fn files_are_sent_as_camera_and_microphone() {
    let lab = Lab::new(BINARY, "files_are_sent");
    let (picture, voice) = (lab.file("picture.y4m"), lab.file("voice.wav"));
    y4m::write(&picture, (320, 180), 20);
    Clip::write_tone(&voice, 600.0, 4);
    let heard = lab.file("heard.wav");
    let path = |p: &Path| p.to_str().expect("a plain path").to_owned();
    let ana = lab.host(
        "Ana",
        &["--camera", &path(&picture), "--microphone", &path(&voice)],
    );
    let mut bo = lab.guest(
        &ana.invite(),
        "Bo",
        &["--speaker", &path(&heard), "--leave-after", "10"],
    );

    let seen = bo.sees("Ana", 40);
    assert_eq!(
        (&seen["width"], &seen["height"]),
        (&320.into(), &180.into())
    );
    bo.left();
    let second = Clip::read(&heard).best_second();
    assert!(
        (second.loudest_hz() - 600.0).abs() <= 2.0,
        "{}",
        second.loudest_hz()
    );
}

#[test]
fn somebody_without_camera_and_microphone_is_there_all_the_same() {
    let lab = Lab::new(BINARY, "without_devices");
    let ana = lab.host("Ana", &[]);
    let bo = lab.guest(
        &ana.invite(),
        "Bo",
        &["--camera", "none", "--microphone", "none"],
    );

    bo.sees("Ana", 10);
    bo.hears("Ana");

    let silent = ana.newest("Bo").expect("Bo is in the statistics");
    assert_eq!(
        (&silent["video_frames"], &silent["audio_ms"]),
        (&0.into(), &0.into())
    );
}
