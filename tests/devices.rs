//! A real camera and a real sound card: the kernel's virtual ones, in the guest system of
//! `tests/device-lab`. Outside it, each test runs itself again inside.

use std::env;
use std::process::{Command, Stdio};

use adjourn_lab::program::command;
use adjourn_lab::screen::Daemon;
use adjourn_lab::{Bot, Clip, Lab, People, in_device_lab, patience, process, root};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn the_camera_reaches_another_participant_at_30_frames_a_second() {
    in_the_device_lab(
        "the_camera_reaches_another_participant_at_30_frames_a_second",
        || {
            camera_reaches_another("camera_30", "width=640,height=360,pixelformat=YUYV", "30");
        },
    );
}

/// 25/2: nokhwa refuses to open a camera that was left like this.
#[test]
fn the_camera_reaches_another_participant_at_a_fractional_interval() {
    in_the_device_lab(
        "the_camera_reaches_another_participant_at_a_fractional_interval",
        || {
            camera_reaches_another(
                "camera_25_2",
                "width=1280,height=720,pixelformat=YUYV",
                "12.5",
            );
        },
    );
}

#[test]
fn the_sound_card_is_heard_and_played_and_free_after_leave() {
    in_the_device_lab(
        "the_sound_card_is_heard_and_played_and_free_after_leave",
        || {
            let lab = Lab::new(BINARY, "sound_card");
            let (voice, at_speaker, at_host) = (
                lab.file("voice.wav"),
                lab.file("speaker.wav"),
                lab.file("host.wav"),
            );
            Clip::write_tone(&voice, 600.0, 240);
            // What is played to the card's second device comes in at the first, and the other way round.
            let _mouth = Daemon::start(
                command("aplay")
                    .args(["-q", "-D", "plughw:0,1"])
                    .arg(&voice)
                    .stdout(Stdio::null()),
            );
            let path = at_host.to_str().expect("a plain path");
            let mut ana = lab.host(
                "Ana",
                &[
                    "--camera",
                    "none",
                    "--microphone",
                    "tone:1000",
                    "--speaker",
                    path,
                ],
            );
            let mut bo = lab.guest(
                &ana.invite(),
                "Bo",
                &[
                    "--camera",
                    "none",
                    "--microphone",
                    "device",
                    "--speaker",
                    "device",
                ],
            );
            ana.hears("Bo");
            bo.hears("Ana");
            assert!(opens("/dev/snd", &bo), "the sound card is in use");
            record("plughw:0,1", &at_speaker, 6);
            leaves_and_frees(&mut bo);
            ana.program().terminate();
            ana.left();

            assert!(
                Clip::read(&at_speaker).best_second().has_tone(1000.0),
                "Ana at Bo's speaker"
            );
            let heard = Clip::read(&at_host).best_second();
            assert!(
                (heard.loudest_hz() - 600.0).abs() <= 5.0,
                "Bo at Ana: {}",
                heard.loudest_hz()
            );
        },
    );
}

#[test]
fn a_missing_camera_is_said_and_the_meeting_goes_on() {
    in_the_device_lab("a_missing_camera_is_said_and_the_meeting_goes_on", || {
        let lab = Lab::new(BINARY, "missing_camera");
        shell("echo vivid.0 > /sys/bus/platform/drivers/vivid/unbind");
        let ana = lab.host("Ana", &["--camera", "none"]);
        let bo = lab.guest(
            &ana.invite(),
            "Bo",
            &["--camera", "device", "--microphone", "tone"],
        );

        let error = bo.program().event("error");
        assert!(
            error["code"]
                .as_str()
                .is_some_and(|code| code.starts_with("camera-")),
            "{error}"
        );
        adjourn_lab::assert_sentence(error["message"].as_str().unwrap_or_default());
        bo.joined();
        ana.hears("Bo");
        shell("echo vivid.0 > /sys/bus/platform/drivers/vivid/bind");
    });
}

fn camera_reaches_another(name: &str, format: &str, fps: &str) {
    let lab = Lab::new(BINARY, name);
    shell(&format!("v4l2-ctl -d /dev/video0 -v {format} -p {fps}"));
    let ana = lab.host("Ana", &["--camera", "none", "--microphone", "none"]);
    let mut bo = lab.guest(
        &ana.invite(),
        "Bo",
        &["--camera", "device", "--microphone", "none"],
    );

    let seen = ana.sees("Bo", 15);
    assert!(seen["width"].as_u64() >= Some(160), "{seen}");
    assert!(opens("/dev/video", &bo), "the camera is in use");
    leaves_and_frees(&mut bo);
}

/// Lets it leave and checks that at `meeting-left` it holds neither a camera nor a sound card.
fn leaves_and_frees(bot: &mut Bot) {
    bot.program().terminate();
    assert_eq!(bot.ends_within(20)["reason"]["code"], "left");
    let open = process::open_devices(bot.program().id());
    assert!(open.is_empty(), "still open: {open:?}");
}

fn opens(prefix: &str, bot: &Bot) -> bool {
    let open = process::open_devices(bot.program().id());
    open.iter()
        .any(|path| path.to_string_lossy().starts_with(prefix))
}

fn record(device: &str, into: &std::path::Path, seconds: u32) {
    let status = Command::new("arecord")
        .args([
            "-q", "-D", device, "-f", "S16_LE", "-r", "48000", "-c", "1", "-d",
        ])
        .arg(seconds.to_string())
        .arg(into)
        .status();
    assert!(status.is_ok_and(|s| s.success()), "arecord failed");
}

fn shell(line: &str) {
    let status = Command::new("sh").args(["-c", line]).status();
    assert!(status.is_ok_and(|s| s.success()), "failed: {line}");
}

/// Runs `test` in the guest system; from outside, by starting the test called `name` there.
fn in_the_device_lab(name: &str, test: impl FnOnce()) {
    if in_device_lab() {
        return test();
    }
    let target = env::current_exe().expect("a test has a path");
    let share = target
        .ancestors()
        .nth(3)
        .expect("target/debug/deps")
        .to_owned();
    let status = Command::new(root().join("tests/device-lab/device-lab"))
        .arg("--share")
        .arg(share)
        .args(["--timeout", &patience(420).as_secs().to_string(), "--"])
        .arg(target)
        .args(["--exact", name, "--nocapture"])
        .status();
    let status = status.expect("tests/device-lab/device-lab can be run");
    assert!(status.success(), "failed in the device lab: {status}");
}
