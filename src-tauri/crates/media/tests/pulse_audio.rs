//! Microphone and speaker against a real PulseAudio server without hardware, one per test, started by the test itself.
//! Every test says so and passes when `pulseaudio` is not installed.

#![cfg(target_os = "linux")]

mod support;

use adjourn_media::{Microphone, MicrophoneEvent, MicrophoneSource, Speaker, SpeakerSink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use support::{buzz, decode, open_microphone, share_at, speak, syllables};

/// The server is found through variables of the whole process: one test at a time.
static ONE_SERVER: Mutex<()> = Mutex::new(());

/// A sound server with a speaker `spk` and a microphone `mic`, which hears what is played into `mic_feed`.
struct Server {
    child: Child,
    directory: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl Server {
    /// `None`, with a word why, where PulseAudio is not installed.
    fn start(name: &str) -> Option<Self> {
        let turn = ONE_SERVER.lock().unwrap_or_else(PoisonError::into_inner);
        let directory =
            std::env::temp_dir().join(format!("adjourn-pulse-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let socket = directory.join("pulse.sock");
        // SAFETY: tests take turns, so no other thread of this process reads or writes the environment meanwhile.
        unsafe {
            std::env::set_var("XDG_RUNTIME_DIR", &directory);
            std::env::set_var("PULSE_SERVER", format!("unix:{}", socket.display()));
            std::env::set_var("PULSE_COOKIE", directory.join("cookie"));
        }
        let mut command = Command::new("pulseaudio");
        command.args([
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--disallow-exit=no",
            "--log-level=error",
        ]);
        for module in [
            format!(
                "module-native-protocol-unix auth-anonymous=1 socket={}",
                socket.display()
            ),
            "module-null-sink sink_name=spk rate=48000".into(),
            "module-null-sink sink_name=mic_feed rate=48000".into(),
            "module-remap-source master=mic_feed.monitor source_name=mic".into(),
        ] {
            command.args(["-L", &module]);
        }
        let home = directory.join("home");
        let started = command
            .env("HOME", &home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = started else {
            eprintln!("skipped: pulseaudio is not installed");
            return None;
        };
        let server = Self {
            child,
            directory,
            _turn: turn,
        };
        let deadline = Instant::now() + Duration::from_secs(20);
        while !pactl(&["set-default-source", "mic"]) || !pactl(&["set-default-sink", "spk"]) {
            assert!(Instant::now() < deadline, "PulseAudio did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(server)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn pactl(arguments: &[&str]) -> bool {
    let status = Command::new("pactl")
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// The streams of programs that `pactl list short KIND` shows: not those of the server's own modules.
fn listed(kind: &str) -> String {
    let output = Command::new("pactl")
        .args(["list", "short", kind])
        .output()
        .unwrap();
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines
        .lines()
        .filter(|line| line.contains("protocol-native.c"))
        .collect()
}

/// A process that ends with its handle.
struct Tool(Child);

impl Drop for Tool {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Says `file` into the microphone.
fn say(file: &Path) -> Tool {
    Tool(
        Command::new("paplay")
            .args(["--device=mic_feed"])
            .arg(file)
            .spawn()
            .unwrap(),
    )
}

fn write_wav(path: &Path, rate: u32, sound: impl IntoIterator<Item = f32>) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in sound {
        writer
            .write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16)
            .unwrap();
    }
    writer.finalize().unwrap();
}

/// A sine of `hz`.
fn tone(hz: f32, seconds: usize) -> Vec<f32> {
    (0..seconds * 48_000)
        .map(|n| (n as f32 / 48_000.0 * hz * std::f32::consts::TAU).sin() * 0.3)
        .collect()
}

#[test]
fn what_is_said_into_the_microphone_arrives_as_opus() {
    let Some(server) = Server::start("microphone") else {
        return;
    };
    write_wav(&server.path("speech.wav"), 48_000, syllables(6));
    let opening = Instant::now();
    let (microphone, events) = open_microphone(None, None);
    println!(
        "opened \"{}\" in {:?}",
        microphone.label(),
        opening.elapsed()
    );
    assert!(opening.elapsed() < Duration::from_secs(5));
    let speech = say(&server.path("speech.wav"));
    std::thread::sleep(Duration::from_secs(4));
    assert!(
        listed("source-outputs").contains("float32le"),
        "{}",
        listed("source-outputs")
    );
    let loud = (0..100).map(|_| {
        std::thread::sleep(Duration::from_millis(10));
        microphone.level()
    });
    let loudest = loud.fold(0.0, f32::max);
    assert!(loudest > 0.4, "the meter shows {loudest}");
    let closing = Instant::now();
    microphone.close().unwrap();
    println!("closed in {:?}", closing.elapsed());
    assert!(
        closing.elapsed() < Duration::from_secs(2),
        "{:?}",
        closing.elapsed()
    );
    assert_eq!(listed("source-outputs"), "", "no stream of ours is left");
    drop(speech);

    let events: Vec<_> = events.try_iter().collect();
    let voiced = events
        .iter()
        .filter(|event| matches!(event, MicrophoneEvent::Packet(packet) if packet.voice))
        .count();
    println!("{voiced} of {} packets are said to be voice", events.len());
    assert!(
        voiced > 60,
        "{voiced} of {} packets are said to be voice",
        events.len()
    );
    let sound = decode(events);
    assert!(
        buzz(&sound) > 5.0,
        "the buzz is {} times louder than the rest",
        buzz(&sound)
    );
    let peak = sound
        .iter()
        .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    assert!(peak > 0.05, "peak {peak}");
}

#[test]
fn the_speaker_plays_a_voice_at_its_pitch() {
    let Some(server) = Server::start("speaker") else {
        return;
    };
    let recording = server.path("heard.raw");
    let recorder = Command::new("parec")
        .args([
            "-d",
            "spk.monitor",
            "--rate=48000",
            "--channels=1",
            "--format=float32le",
            "--latency-msec=20",
        ])
        .stdout(std::fs::File::create(&recording).unwrap())
        .spawn();
    let recorder = Tool(recorder.unwrap());
    std::thread::sleep(Duration::from_millis(300));
    let opening = Instant::now();
    let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
    println!("opened \"{}\" in {:?}", speaker.label(), opening.elapsed());
    // A null sink asks for 2 s of sound at first, and adapts only then.
    std::thread::sleep(Duration::from_millis(2500));
    let voice = speaker.add_voice();
    speak(&voice, &tone(660.0, 3));
    std::thread::sleep(Duration::from_millis(300));
    let stats = voice.stats();
    println!("{stats:?}");
    // What a busy machine holds up for long is thrown away.
    assert!(stats.played_ms + stats.discarded * 20 >= 2800, "{stats:?}");
    let closing = Instant::now();
    speaker.close().unwrap();
    println!("closed in {:?}", closing.elapsed());
    assert_eq!(listed("sink-inputs"), "", "no stream of ours is left");
    std::thread::sleep(Duration::from_millis(200));
    drop(recorder);

    let bytes = std::fs::read(&recording).unwrap();
    let sound: Vec<f32> = bytes
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect();
    let begin = sound
        .iter()
        .position(|sample| sample.abs() > 0.05)
        .expect("something is heard");
    // In pieces of 50 ms, since a busy machine may tear the tone now and then.
    let pieces: Vec<f32> = sound[begin..]
        .chunks_exact(2400)
        .take(50)
        .map(|piece| share_at(piece, 660.0))
        .collect();
    let pure = pieces.iter().filter(|share| **share > 0.8).count();
    assert!(
        pure > 25,
        "660 Hz has these shares of the energy: {pieces:?}"
    );
}

#[test]
fn what_the_speaker_plays_is_not_sent_back() {
    let Some(_server) = Server::start("echo") else {
        return;
    };
    // The room: the speaker is heard by the microphone.
    assert!(pactl(&[
        "load-module",
        "module-loopback",
        "source=spk.monitor",
        "sink=mic_feed",
        "latency_msec=40"
    ]));
    let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
    let loudness = |far_end: Option<adjourn_media::FarEnd>| {
        let voice = speaker.add_voice();
        let (microphone, events) = open_microphone(None, far_end);
        speak(&voice, &syllables(8));
        microphone.close().unwrap();
        let sound = decode(events.try_iter());
        let end = &sound[sound.len() * 2 / 3..];
        (end.iter().map(|x| x * x).sum::<f32>() / end.len() as f32).sqrt()
    };
    let with_echo = loudness(None);
    assert!(with_echo > 0.01, "the room does not echo: {with_echo}");
    // On a busy machine the sound is torn and its delay jumps: the best of three counts.
    let best = (0..3)
        .map(|_| loudness(Some(speaker.far_end())))
        .inspect(|left| println!("echo {with_echo}, cancelled {left}"));
    let done = best.take_while(|left| *left >= with_echo / 5.0).count();
    assert!(done < 3, "the echo stays");
    speaker.close().unwrap();
}

#[test]
fn devices_are_listed_without_monitors_and_open_by_their_id() {
    let Some(_server) = Server::start("list") else {
        return;
    };
    let (microphones, speakers) = (adjourn_media::microphones(), adjourn_media::speakers());
    let ids = |infos: &[adjourn_media::DeviceInfo]| {
        infos.iter().map(|info| info.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&microphones), ["pulseaudio:mic"], "{microphones:?}");
    assert!(microphones[0].is_default);
    assert_eq!(
        speakers
            .iter()
            .find(|info| info.is_default)
            .map(|info| info.id.as_str()),
        Some("pulseaudio:spk")
    );
    assert_eq!(speakers.len(), 2, "{speakers:?}");
    let other = speakers.iter().find(|info| !info.is_default).unwrap();
    let speaker = Speaker::open(&SpeakerSink::Device(Some(other.id.clone()))).unwrap();
    assert_eq!(speaker.label(), other.name);
    speaker.close().unwrap();
    let missing = Speaker::open(&SpeakerSink::Device(Some("pulseaudio:gone".into())))
        .err()
        .unwrap();
    assert_eq!(missing.code(), "speaker-missing");
}

#[test]
fn a_sound_server_that_dies_is_told_and_everything_closes() {
    let Some(mut server) = Server::start("death") else {
        return;
    };
    let (microphone, events) = open_microphone(None, None);
    let (sender, lost) = channel();
    let speaker = Speaker::open_with(&SpeakerSink::Device(None), move |error| {
        let _ = sender.send(error);
    })
    .unwrap();
    let voice = speaker.add_voice();
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let error = lost
        .recv_timeout(Duration::from_secs(10))
        .expect("the speaker's loss is told");
    assert!(
        ["speaker-lost", "speaker-hung"].contains(&error.code()),
        "{error}"
    );
    let deadline = Instant::now() + Duration::from_secs(10);
    let error = loop {
        match events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(MicrophoneEvent::Lost(error)) => break error,
            Ok(MicrophoneEvent::Packet(_)) => {}
            Err(_) => panic!("the microphone's loss is not told"),
        }
    };
    assert!(
        ["microphone-lost", "microphone-hung"].contains(&error.code()),
        "{error}"
    );
    // The others go on being heard by the counters.
    speak(&voice, &tone(440.0, 1));
    assert!(voice.stats().played_ms > 700, "{:?}", voice.stats());
    let closing = Instant::now();
    let (one, two) = (microphone.close(), speaker.close());
    assert!(
        closing.elapsed() < Duration::from_secs(8),
        "{:?}",
        closing.elapsed()
    );
    println!("closed in {:?}: {one:?}, {two:?}", closing.elapsed());
}

#[test]
fn opening_and_closing_twenty_times_leaves_no_thread_and_no_file_behind() {
    let Some(_server) = Server::start("leak") else {
        return;
    };
    let count = |what: &str| {
        std::fs::read_dir(format!("/proc/self/{what}"))
            .unwrap()
            .count()
    };
    let cycle = || {
        let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
        let microphone = Microphone::open(
            &MicrophoneSource::device(None),
            Some(speaker.far_end()),
            |_| {},
        )
        .unwrap();
        microphone.close().unwrap();
        speaker.close().unwrap();
    };
    cycle();
    std::thread::sleep(Duration::from_millis(500));
    let (threads, files) = (count("task"), count("fd"));
    for _ in 0..20 {
        cycle();
    }
    let deadline = Instant::now() + Duration::from_secs(5);
    while (count("task") > threads || count("fd") > files) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    let names = || {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
        tasks
            .map(|task| std::fs::read_to_string(task.path().join("comm")).unwrap_or_default())
            .collect::<String>()
    };
    assert!(
        count("task") <= threads,
        "{} threads, were {threads}: {}",
        count("task"),
        names()
    );
    assert!(count("fd") <= files, "{} files, were {files}", count("fd"));
}

#[test]
fn the_receipt_says_what_the_sound_server_says() {
    let Some(_server) = Server::start("receipt") else {
        return;
    };
    let told = || {
        let held = adjourn_media::receipt::held();
        (held.microphone, held.speaker)
    };
    assert_eq!(told(), (Some(false), Some(false)));
    let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
    assert_eq!(told(), (Some(false), Some(true)));
    let microphone = Microphone::open(&MicrophoneSource::device(None), None, |_| {}).unwrap();
    assert_eq!(told(), (Some(true), Some(true)));
    // Another program's streams are not ours.
    microphone.close().unwrap();
    speaker.close().unwrap();
    let _other = Tool(
        Command::new("pacat")
            .args(["--record", "/dev/null"])
            .spawn()
            .unwrap(),
    );
    let deadline = Instant::now() + Duration::from_secs(10);
    while listed("source-outputs").is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!listed("source-outputs").is_empty(), "pacat records");
    assert_eq!(told(), (Some(false), Some(false)));
}
