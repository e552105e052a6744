//! Microphone and speaker against a real PulseAudio server without hardware, one per test, started by the test itself.
//! Every test says so and passes when `pulseaudio` is not installed.

#![cfg(target_os = "linux")]

use adjourn_media::{Microphone, MicrophoneEvent, MicrophoneSource, Speaker, SpeakerSink, Voice};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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
        let directory = std::env::temp_dir().join(format!("adjourn-pulse-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let socket = directory.join("pulse.sock");
        // SAFETY: tests take turns, so no other thread of this process reads or writes the environment meanwhile.
        unsafe {
            std::env::set_var("XDG_RUNTIME_DIR", &directory);
            std::env::set_var("PULSE_SERVER", format!("unix:{}", socket.display()));
            std::env::set_var("PULSE_COOKIE", directory.join("cookie"));
        }
        let mut command = Command::new("pulseaudio");
        command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit=no", "--log-level=error"]);
        for module in [
            format!("module-native-protocol-unix auth-anonymous=1 socket={}", socket.display()),
            "module-null-sink sink_name=spk rate=48000".into(),
            "module-null-sink sink_name=mic_feed rate=48000".into(),
            "module-remap-source master=mic_feed.monitor source_name=mic".into(),
        ] {
            command.args(["-L", &module]);
        }
        let home = directory.join("home");
        let started = command.env("HOME", &home).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let Ok(child) = started else {
            eprintln!("skipped: pulseaudio is not installed");
            return None;
        };
        let server = Self { child, directory, _turn: turn };
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
    let status = Command::new("pactl").args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// What `pactl list short KIND` says.
fn listed(kind: &str) -> String {
    let output = Command::new("pactl").args(["list", "short", kind]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
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
    Tool(Command::new("paplay").args(["--device=mic_feed"]).arg(file).spawn().unwrap())
}

fn write_wav(path: &Path, rate: u32, sound: impl IntoIterator<Item = f32>) {
    let spec = hound::WavSpec { channels: 1, sample_rate: rate, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in sound {
        writer.write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

/// Bursts of a buzz with the harmonics of 150 Hz, as syllables: noise suppression lets it pass.
fn syllables(seconds: usize) -> impl Iterator<Item = f32> {
    (0..seconds * 48_000).map(|n| {
        let time = n as f32 / 48_000.0;
        let beat = (time * 2.7).fract();
        let loud = if beat < 0.6 { (beat / 0.6 * std::f32::consts::PI).sin() } else { 0.0 };
        let buzz: f32 = (1..20).map(|k| (time * 150.0 * k as f32 * std::f32::consts::TAU).sin() / k as f32).sum();
        buzz * loud * 0.25
    })
}

/// Share of the energy at `hz`.
fn share_at(sound: &[f32], hz: f32) -> f32 {
    let (mut one, mut two) = (0.0f64, 0.0f64);
    let turn = 2.0 * (std::f64::consts::TAU * f64::from(hz) / 48_000.0).cos();
    for sample in sound {
        (one, two) = (f64::from(*sample) + turn * one - two, one);
    }
    let power = (one * one + two * two - turn * one * two) * 2.0 / sound.len() as f64;
    (power / sound.iter().map(|x| f64::from(x * x)).sum::<f64>().max(1e-9)) as f32
}

fn open_microphone(far_end: Option<adjourn_media::FarEnd>) -> (Microphone, Receiver<MicrophoneEvent>) {
    let (sender, events) = channel();
    let microphone = Microphone::open(&MicrophoneSource::Device(None), far_end, move |event| {
        let _ = sender.send(event);
    });
    (microphone.unwrap(), events)
}

fn decode(events: impl IntoIterator<Item = MicrophoneEvent>) -> Vec<f32> {
    let mut decoder = opus::Decoder::new(48_000, opus::Channels::Mono).unwrap();
    let (mut sound, mut buffer) = (Vec::new(), [0.0; 5760]);
    for event in events {
        let MicrophoneEvent::Packet(packet) = event else { panic!("{event:?}") };
        let length = decoder.decode_float(&packet.data, &mut buffer, false).unwrap();
        sound.extend_from_slice(&buffer[..length]);
    }
    sound
}

/// Sends a tone to a voice in real time.
fn speak(voice: &Voice, hz: f32, packets: u16) {
    let mut encoder = opus::Encoder::new(48_000, opus::Channels::Mono, opus::Application::Voip).unwrap();
    let start = Instant::now();
    for index in 0..packets {
        let frame: Vec<f32> = (0..960)
            .map(|n| ((f32::from(index) * 960.0 + n as f32) / 48_000.0 * hz * std::f32::consts::TAU).sin() * 0.3)
            .collect();
        let payload = encoder.encode_vec_float(&frame, 1275).unwrap();
        voice.push(index, u32::from(index) * 960, payload.into());
        let next = start + Duration::from_millis(20 * (u64::from(index) + 1));
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}

#[test]
fn what_is_said_into_the_microphone_arrives_as_opus() {
    let Some(server) = Server::start("microphone") else { return };
    write_wav(&server.path("speech.wav"), 48_000, syllables(6));
    let opening = Instant::now();
    let (microphone, events) = open_microphone(None);
    println!("opened \"{}\" in {:?}", microphone.label(), opening.elapsed());
    assert!(opening.elapsed() < Duration::from_secs(5));
    let speech = say(&server.path("speech.wav"));
    std::thread::sleep(Duration::from_secs(4));
    assert!(listed("source-outputs").contains("float32le"), "{}", listed("source-outputs"));
    let loud = (0..100).map(|_| {
        std::thread::sleep(Duration::from_millis(10));
        microphone.level()
    });
    let loudest = loud.fold(0.0, f32::max);
    assert!(loudest > 0.4, "the meter shows {loudest}");
    let closing = Instant::now();
    microphone.close().unwrap();
    println!("closed in {:?}", closing.elapsed());
    assert!(closing.elapsed() < Duration::from_secs(2), "{:?}", closing.elapsed());
    assert_eq!(listed("source-outputs"), "", "no stream of ours is left");
    drop(speech);

    let events: Vec<_> = events.try_iter().collect();
    let voiced = events.iter().filter(|event| matches!(event, MicrophoneEvent::Packet(packet) if packet.voice)).count();
    assert!(voiced > 60, "{voiced} of {} packets are said to be voice", events.len());
    let sound = decode(events);
    let share = share_at(&sound, 150.0) + share_at(&sound, 300.0) + share_at(&sound, 450.0);
    assert!(share > 0.05, "the buzz's harmonics have {share} of the energy");
    let peak = sound.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    assert!(peak > 0.05, "peak {peak}");
}

#[test]
fn the_speaker_plays_a_voice_at_its_pitch() {
    let Some(server) = Server::start("speaker") else { return };
    let recording = server.path("heard.raw");
    let recorder = Command::new("parec")
        .args(["-d", "spk.monitor", "--rate=48000", "--channels=1", "--format=float32le", "--latency-msec=20"])
        .stdout(std::fs::File::create(&recording).unwrap())
        .spawn();
    let recorder = Tool(recorder.unwrap());
    std::thread::sleep(Duration::from_millis(300));
    let opening = Instant::now();
    let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
    println!("opened \"{}\" in {:?}", speaker.label(), opening.elapsed());
    let voice = speaker.add_voice();
    speak(&voice, 660.0, 150);
    std::thread::sleep(Duration::from_millis(300));
    let stats = voice.stats();
    println!("{stats:?}");
    assert!(stats.played_ms >= 2800, "{stats:?}");
    let closing = Instant::now();
    speaker.close().unwrap();
    println!("closed in {:?}", closing.elapsed());
    assert_eq!(listed("sink-inputs"), "", "no stream of ours is left");
    std::thread::sleep(Duration::from_millis(200));
    drop(recorder);

    let bytes = std::fs::read(&recording).unwrap();
    let sound: Vec<f32> = bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect();
    let begin = sound.iter().position(|sample| sample.abs() > 0.05).expect("something is heard");
    let tone = &sound[begin + 4800..(begin + 4800 + 96_000).min(sound.len())];
    let share = share_at(tone, 660.0);
    assert!(share > 0.8, "660 Hz has {share} of the energy");
}

#[test]
fn what_the_speaker_plays_is_not_sent_back() {
    let Some(_server) = Server::start("echo") else { return };
    // The room: the speaker is heard by the microphone.
    assert!(pactl(&["load-module", "module-loopback", "source=spk.monitor", "sink=mic_feed", "latency_msec=40"]));
    let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
    let loudness = |far_end: Option<adjourn_media::FarEnd>| {
        let voice = speaker.add_voice();
        let (microphone, events) = open_microphone(far_end);
        let mut encoder = opus::Encoder::new(48_000, opus::Channels::Mono, opus::Application::Voip).unwrap();
        let (start, speech) = (Instant::now(), syllables(8).collect::<Vec<_>>());
        for (index, frame) in speech.chunks_exact(960).enumerate() {
            voice.push(index as u16, index as u32 * 960, encoder.encode_vec_float(frame, 1275).unwrap().into());
            let next = start + Duration::from_millis(20 * (index as u64 + 1));
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
        }
        microphone.close().unwrap();
        let sound = decode(events.try_iter());
        let end = &sound[sound.len() * 2 / 3..];
        (end.iter().map(|x| x * x).sum::<f32>() / end.len() as f32).sqrt()
    };
    let with_echo = loudness(None);
    let without = loudness(Some(speaker.far_end()));
    println!("echo {with_echo}, cancelled {without}");
    assert!(with_echo > 0.01, "the room does not echo: {with_echo}");
    assert!(without < with_echo / 5.0, "echo {with_echo}, cancelled {without}");
    speaker.close().unwrap();
}

#[test]
fn devices_are_listed_without_monitors_and_open_by_their_id() {
    let Some(_server) = Server::start("list") else { return };
    let (microphones, speakers) = (adjourn_media::microphones(), adjourn_media::speakers());
    let ids = |infos: &[adjourn_media::DeviceInfo]| infos.iter().map(|info| info.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&microphones), ["pulseaudio:mic"], "{microphones:?}");
    assert!(microphones[0].is_default);
    assert_eq!(speakers.iter().find(|info| info.is_default).map(|info| info.id.as_str()), Some("pulseaudio:spk"));
    assert_eq!(speakers.len(), 2, "{speakers:?}");
    let other = speakers.iter().find(|info| !info.is_default).unwrap();
    let speaker = Speaker::open(&SpeakerSink::Device(Some(other.id.clone()))).unwrap();
    assert_eq!(speaker.label(), other.name);
    speaker.close().unwrap();
    let missing = Speaker::open(&SpeakerSink::Device(Some("pulseaudio:gone".into()))).err().unwrap();
    assert_eq!(missing.code(), "speaker-missing");
}

#[test]
fn a_sound_server_that_dies_is_told_and_everything_closes() {
    let Some(mut server) = Server::start("death") else { return };
    let (microphone, events) = open_microphone(None);
    let (sender, lost) = channel();
    let speaker = Speaker::open_with(&SpeakerSink::Device(None), move |error| {
        let _ = sender.send(error);
    })
    .unwrap();
    let voice = speaker.add_voice();
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let error = lost.recv_timeout(Duration::from_secs(10)).expect("the speaker's loss is told");
    assert!(["speaker-lost", "speaker-hung"].contains(&error.code()), "{error}");
    let deadline = Instant::now() + Duration::from_secs(10);
    let error = loop {
        match events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(MicrophoneEvent::Lost(error)) => break error,
            Ok(MicrophoneEvent::Packet(_)) => {}
            Err(_) => panic!("the microphone's loss is not told"),
        }
    };
    assert!(["microphone-lost", "microphone-hung"].contains(&error.code()), "{error}");
    // The others go on being heard by the counters.
    speak(&voice, 440.0, 50);
    assert!(voice.stats().played_ms > 700, "{:?}", voice.stats());
    let closing = Instant::now();
    let (one, two) = (microphone.close(), speaker.close());
    assert!(closing.elapsed() < Duration::from_secs(8), "{:?}", closing.elapsed());
    println!("closed in {:?}: {one:?}, {two:?}", closing.elapsed());
}

#[test]
fn opening_and_closing_twenty_times_leaves_no_thread_and_no_file_behind() {
    let Some(_server) = Server::start("leak") else { return };
    let count = |what: &str| std::fs::read_dir(format!("/proc/self/{what}")).unwrap().count();
    let cycle = || {
        let speaker = Speaker::open(&SpeakerSink::Device(None)).unwrap();
        let microphone = Microphone::open(&MicrophoneSource::Device(None), Some(speaker.far_end()), |_| {}).unwrap();
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
    assert!(count("task") <= threads, "{} threads, were {threads}", count("task"));
    assert!(count("fd") <= files, "{} files, were {files}", count("fd"));
}
