//! What the real devices do in a meeting, and after it.

mod media;

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::program::command;
use adjourn_lab::screen::Daemon;
use adjourn_lab::{Bot, Clip, Lab, People, patience, process};

use crate::in_the_device_lab;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");
const QUIET: [&str; 4] = ["--camera", "none", "--microphone", "none"];

#[test]
fn the_camera_reaches_another_participant_and_is_free_after_leave() {
    in_the_device_lab(
        "the_camera_reaches_another_participant_and_is_free_after_leave",
        || {
            let lab = Lab::new(BINARY, "camera");
            shell("v4l2-ctl -d /dev/video0 -v width=640,height=360,pixelformat=YUYV -p 30");
            let camera = ["--camera", "device", "--microphone", "none", "--commands"];
            let mut bo = hosts(&lab, "Bo", &camera);
            let ana = joins(&lab, &bo, "Ana", &QUIET);

            let seen = ana.sees("Bo", 15);
            assert!(seen["width"].as_u64() >= Some(160), "{seen}");
            comes_to_use("/dev/video", &bo);
            leaves_and_is_free(&mut bo);
        },
    );
}

/// 25/2: nokhwa refuses to open a camera that was left like this.
#[test]
fn a_camera_with_a_fractional_interval_reaches_another_participant() {
    in_the_device_lab(
        "a_camera_with_a_fractional_interval_reaches_another_participant",
        || {
            let lab = Lab::new(BINARY, "camera_25_2");
            shell("v4l2-ctl -d /dev/video0 -v width=1280,height=720,pixelformat=YUYV -p 12.5");
            let ana = hosts(&lab, "Ana", &QUIET);
            let bo = joins(
                &lab,
                &ana,
                "Bo",
                &["--camera", "device", "--microphone", "none"],
            );

            ana.sees("Bo", 15);
            comes_to_use("/dev/video", &bo);
        },
    );
}

#[test]
fn a_sound_card_is_heard_by_another_participant_and_is_free_after_leave() {
    in_the_device_lab(
        "a_sound_card_is_heard_by_another_participant_and_is_free_after_leave",
        || {
            let lab = Lab::new(BINARY, "card_microphone");
            let (voice, heard) = (lab.file("voice.wav"), lab.file("heard.wav"));
            Clip::write_voice(&voice, 300.0, 4);
            // What is played to the card's second device comes in at the first.
            let again = r#"while aplay -q -D plughw:0,1 "$0"; do :; done"#;
            let mut mouth = command("bash");
            mouth.args(["-c", again]).arg(&voice).stdout(Stdio::null());
            let _mouth = Daemon::start(&mut mouth);
            let microphone = ["--camera", "none", "--microphone", "device", "--commands"];
            let mut bo = hosts(&lab, "Bo", &microphone);
            let path = heard.to_str().expect("a plain path");
            let mut ana = joins(
                &lab,
                &bo,
                "Ana",
                &[&QUIET, &["--speaker", path][..]].concat(),
            );

            ana.hears("Bo");
            comes_to_use("/dev/snd", &bo);
            leaves_and_is_free(&mut bo);
            ana.program().terminate();
            ana.left();
            let pitch = Clip::read(&heard).best_second().loudest_hz() / 300.0;
            let off = (pitch - pitch.round()).abs();
            assert!(
                pitch > 0.9 && off < 0.05,
                "not a harmonic of the voice: {pitch:.3}"
            );
        },
    );
}

#[test]
fn another_participant_is_heard_at_the_speaker_of_a_sound_card() {
    in_the_device_lab(
        "another_participant_is_heard_at_the_speaker_of_a_sound_card",
        || {
            let lab = Lab::new(BINARY, "card_speaker");
            let played = lab.file("played.wav");
            let ana = hosts(
                &lab,
                "Ana",
                &["--camera", "none", "--microphone", "tone:1000"],
            );
            let mut bo = joins(
                &lab,
                &ana,
                "Bo",
                &[&QUIET, &["--speaker", "device", "--commands"][..]].concat(),
            );

            bo.hears("Ana");
            comes_to_use("/dev/snd", &bo);
            // What is played to the card's first device can be recorded at the second.
            record("plughw:0,1", &played, 6);
            let second = Clip::read(&played).best_second();
            let hz = second.loudest_hz();
            assert!(
                (hz - 1000.0).abs() <= 20.0 && second.level() > 0.01,
                "{hz} Hz at the speaker"
            );
            bo.order(r#"{"do":"leave"}"#);
            bo.program()
                .wait("leave", patience(20), |e| e["event"] == "meeting-left");
            frees_everything(&bo);
        },
    );
}

#[test]
fn a_camera_that_is_refused_busy_or_missing_is_said_and_the_meeting_goes_on() {
    in_the_device_lab(
        "a_camera_that_is_refused_busy_or_missing_is_said_and_the_meeting_goes_on",
        || {
            let lab = Lab::new(BINARY, "no_camera");
            let ana = hosts(&lab, "Ana", &QUIET);
            let link = ana.invite();
            let wants = ["--camera", "device", "--microphone", "tone"];

            shell("chmod 600 /dev/video0");
            let bo = gets_in("Bo", || {
                // The superuser may use everything.
                let mut nobody = command("setpriv");
                nobody
                    .args(["--reuid=65534", "--regid=65534", "--clear-groups", BINARY])
                    .args(["bot", "join", &link, "--name", "Bo"])
                    .args(wants);
                lab.bot("Bo", &mut nobody)
            });
            goes_on_without_the_camera(&ana, &bo, "Bo", "camera-refused");
            drop(bo);

            // Small, for the emulated CPU draws these pictures too.
            shell("v4l2-ctl -d /dev/video0 -v width=320,height=180,pixelformat=YUYV -p 15");
            let mut other = command("v4l2-ctl");
            other.args([
                "-d",
                "/dev/video0",
                "--stream-mmap",
                "--stream-count=100000",
            ]);
            let other = Daemon::start(other.stdout(Stdio::null()).stderr(Stdio::null()));
            let until = Instant::now() + patience(10);
            while process::device_users().is_empty() {
                assert!(Instant::now() < until, "nobody uses the camera");
                thread::sleep(Duration::from_millis(100));
            }
            let cy = joins(&lab, &ana, "Cy", &wants);
            goes_on_without_the_camera(&ana, &cy, "Cy", "camera-busy");
            drop((cy, other));

            shell("echo vivid.0 > /sys/bus/platform/drivers/vivid/unbind");
            let di = joins(&lab, &ana, "Di", &wants);
            goes_on_without_the_camera(&ana, &di, "Di", "camera-missing");
        },
    );
}

fn goes_on_without_the_camera(host: &Bot, guest: &Bot, name: &str, code: &str) {
    let error = guest.program().event("error");
    assert_eq!(error["code"], code, "{error}");
    adjourn_lab::assert_sentence(error["message"].as_str().unwrap_or_default());
    host.hears(name);
}

/// Its driver drops every picture from then on: who reads waits for ever.
#[test]
fn a_camera_that_hangs_keeps_nobody_from_leaving_and_is_named_or_free() {
    in_the_device_lab(
        "a_camera_that_hangs_keeps_nobody_from_leaving_and_is_named_or_free",
        || {
            let lab = Lab::new(BINARY, "hung_camera");
            shell("v4l2-ctl -d /dev/video0 -v width=640,height=360,pixelformat=YUYV -p 30");
            let camera = ["--camera", "device", "--microphone", "none", "--commands"];
            let mut bo = hosts(&lab, "Bo", &camera);
            comes_to_use("/dev/video", &bo);
            thread::sleep(Duration::from_secs(2));

            shell("v4l2-ctl -d /dev/video0 -c percentage_of_dropped_buffers=100");
            thread::sleep(Duration::from_secs(2));
            bo.order(r#"{"do":"leave"}"#);
            let left = bo.left();
            assert_eq!(left["code"], "left");
            let events = bo.program().events();
            let receipt = events.iter().rfind(|e| e["event"] == "devices-released");
            let receipt = receipt.expect("the devices are looked at");
            let named = receipt["stuck"].as_array().map_or(0, Vec::len);
            assert!(receipt["camera"] != "stuck" || named > 0, "{receipt}");
            assert!(bo.succeeds(), "the program has ended");
            let users = process::device_users();
            assert!(users.is_empty(), "and left nothing open: {users:?}");
        },
    );
}

/// A guest joins.
fn joins(lab: &Lab, host: &Bot, name: &str, args: &[&str]) -> Bot {
    let link = host.invite();
    host.joined();
    gets_in(name, || lab.guest(&link, name, args))
}

/// A host opens a meeting and is in it.
fn hosts(lab: &Lab, name: &str, args: &[&str]) -> Bot {
    gets_in(name, || lab.host(name, args))
}

/// On the emulated CPU that can take longer than the program waits for an answer.
fn gets_in(name: &str, start: impl Fn() -> Bot) -> Bot {
    for _ in 0..3 {
        let bot = start();
        let over = ["meeting-joined", "meeting-left"].map(serde_json::Value::from);
        let event = bot
            .program()
            .wait("answer", patience(30), |e| over.contains(&e["event"]));
        if event["event"] == "meeting-joined" {
            return bot;
        }
    }
    panic!("{name} could not join in three attempts");
}

/// A host who leaves carries the meeting on: its program lives, and holds no device.
fn leaves_and_is_free(host: &mut Bot) {
    host.order(r#"{"do":"leave"}"#);
    let left = host
        .program()
        .wait("leave", patience(20), |e| e["event"] == "meeting-left");
    assert_eq!(left["reason"]["code"], "left");
    frees_everything(host);
    assert!(host.program().runs(), "it carries the meeting on");
}

/// The program gives closing 230 ms before it tells that it has left; the emulated CPU may need longer.
fn frees_everything(bot: &Bot) {
    let until = Instant::now() + patience(1);
    while let open = process::open_devices(bot.program().id())
        && !open.is_empty()
    {
        assert!(Instant::now() < until, "still open: {open:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// A device that the emulated CPU has starved is opened once more.
fn comes_to_use(prefix: &str, bot: &Bot) {
    let until = Instant::now() + patience(10);
    while !opens(prefix, bot) {
        assert!(Instant::now() < until, "{prefix} is not in use");
        thread::sleep(Duration::from_millis(100));
    }
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
