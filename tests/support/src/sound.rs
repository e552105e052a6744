//! A sound server without hardware: a speaker that can be recorded and a microphone that can be fed.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::program::command;
use crate::screen::{Daemon, ShortFolder};
use crate::{Clip, patience, process};

const RATE: u32 = 48_000;

/// A PulseAudio server of its own with one speaker and one microphone.
pub struct SoundServer {
    folder: ShortFolder,
    server: Daemon,
}

impl SoundServer {
    /// Starts one and waits until it serves.
    pub fn new() -> SoundServer {
        let folder = ShortFolder::new();
        let socket = folder.path().join("sound");
        let mut pulse = command("pulseaudio");
        pulse
            .args(["-n", "--daemonize=no", "--use-pid-file=no"])
            .args(["--exit-idle-time=-1", "--realtime=no", "--high-priority=no"])
            .arg("-L")
            .arg(format!(
                "module-native-protocol-unix auth-anonymous=1 socket={}",
                socket.display()
            ))
            .args([
                "-L",
                "module-null-sink sink_name=speaker rate=48000 norewinds=1",
            ])
            .args(["-L", "module-null-sink sink_name=mouth rate=48000"])
            .args([
                "-L",
                "module-remap-source master=mouth.monitor source_name=microphone",
            ])
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdout(Stdio::null());
        let server = SoundServer {
            server: Daemon::start(&mut pulse),
            folder,
        };
        let until = Instant::now() + patience(15);
        while !server.control(&["set-default-sink", "speaker"]) {
            assert!(Instant::now() < until, "PulseAudio does not serve");
            thread::sleep(Duration::from_millis(50));
        }
        assert!(server.control(&["set-default-source", "microphone"]));
        server
    }

    /// The value of `PULSE_SERVER`.
    pub fn address(&self) -> String {
        format!("unix:{}", self.folder.path().join("sound").display())
    }

    /// Stops it where it stands, as a driver that hangs would: it is there and answers nobody any more.
    pub fn freeze(&self) {
        process::stop(self.server.0.id());
    }

    /// Lets it go on after [`SoundServer::freeze`].
    pub fn thaw(&self) {
        process::go_on(self.server.0.id());
    }

    /// Plays a WAV file into the microphone until the result is dropped or the file ends.
    pub fn speak(&self, wav: &Path) -> Daemon {
        self.speak_into("mouth", wav)
    }

    fn speak_into(&self, mouth: &str, wav: &Path) -> Daemon {
        let mut play = command("paplay");
        play.arg(format!("--device={mouth}")).arg(wav);
        Daemon::start(play.env("PULSE_SERVER", self.address()))
    }

    /// Plugs in a headset: a speaker and a microphone more.
    ///
    /// # Panics
    /// PulseAudio does not take it.
    pub fn plug_in(&self) -> Headset<'_> {
        let modules = [
            "module-null-sink sink_name=headset rate=48000 norewinds=1",
            "module-null-sink sink_name=headset-mouth rate=48000",
            "module-remap-source master=headset-mouth.monitor source_name=headset-microphone",
        ];
        let load = |module: &str| {
            let mut pactl = Command::new("pactl");
            pactl.arg("load-module").args(module.split(' '));
            let output = pactl.env("PULSE_SERVER", self.address()).output();
            let output = output.expect("pactl is installed by `make setup`");
            assert!(output.status.success(), "no {module}");
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        };
        Headset {
            server: self,
            modules: modules.map(load),
        }
    }

    /// Makes a speaker and a microphone the system's default ones.
    pub fn use_by_default(&self, speaker: &str, microphone: &str) {
        assert!(self.control(&["set-default-sink", speaker]));
        assert!(self.control(&["set-default-source", microphone]));
    }

    /// Records what the speaker plays, from now on.
    pub fn record(&self) -> Recorder {
        self.record_from("speaker")
    }

    /// Records what a speaker plays, from now on.
    pub fn record_from(&self, speaker: &str) -> Recorder {
        let mut parec = command("parec");
        parec
            .arg(format!("--device={speaker}.monitor"))
            .args(["--raw", "--format=float32le"])
            .args(["--rate=48000", "--channels=1", "--latency-msec=10"])
            .env("PULSE_SERVER", self.address())
            .stdout(Stdio::piped());
        let mut program = Daemon::start(&mut parec);
        let mut stdout = program.0.stdout.take().expect("stdout is a pipe");
        let heard = Arc::new(Mutex::new(Heard::default()));
        thread::spawn({
            let heard = heard.clone();
            move || {
                let mut block = [0; 1920]; // 10 ms
                while stdout.read_exact(&mut block).is_ok() {
                    let now = unix_ms();
                    let samples = block
                        .chunks_exact(4)
                        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
                    let mut heard = heard.lock().expect("nobody panics with the lock");
                    heard.samples.extend(samples);
                    heard.blocks.push(now);
                }
            }
        });
        Recorder {
            heard,
            _program: program,
        }
    }

    /// What records from its microphones and plays at its speakers, by its own list; its own plumbing left out.
    pub fn streams(&self) -> Vec<String> {
        let kinds = ["source-output", "sink-input"];
        let list = |kind: &str| {
            let mut pactl = Command::new("pactl");
            pactl.args(["list", "short", &format!("{kind}s")]);
            let output = pactl.env("PULSE_SERVER", self.address()).output();
            let output = output.expect("pactl is installed by `make setup`");
            assert!(output.status.success(), "the sound server does not answer");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let foreign = text.lines().filter(|line| !line.contains("module-"));
            foreign
                .map(|line| format!("{kind} {line}"))
                .collect::<Vec<_>>()
        };
        kinds.into_iter().flat_map(list).collect()
    }

    fn control(&self, args: &[&str]) -> bool {
        let mut pactl = Command::new("pactl");
        pactl.args(args).env("PULSE_SERVER", self.address());
        let quiet = pactl.stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }
}

impl Default for SoundServer {
    fn default() -> Self {
        Self::new()
    }
}

/// A headset that is plugged in until it is dropped: `headset` and `headset-microphone`.
pub struct Headset<'a> {
    server: &'a SoundServer,
    modules: [String; 3],
}

impl Headset<'_> {
    /// Plays a WAV file into its microphone until the result is dropped or the file ends.
    pub fn speak(&self, wav: &Path) -> Daemon {
        self.server.speak_into("headset-mouth", wav)
    }
}

impl Drop for Headset<'_> {
    fn drop(&mut self) {
        for module in self.modules.iter().rev() {
            self.server.control(&["unload-module", module]);
        }
    }
}

#[derive(Default)]
struct Heard {
    samples: Vec<f32>,
    /// When each 10 ms of `samples` arrived, in Unix milliseconds.
    blocks: Vec<u64>,
}

/// A recording that goes on until it is dropped.
pub struct Recorder {
    heard: Arc<Mutex<Heard>>,
    _program: Daemon,
}

impl Recorder {
    /// The last `seconds` of it.
    pub fn last(&self, seconds: usize) -> Clip {
        let heard = self.heard.lock().expect("nobody panics with the lock");
        let from = heard.samples.len().saturating_sub(seconds * RATE as usize);
        Clip {
            rate: RATE,
            samples: heard.samples[from..].to_vec(),
        }
    }

    /// Waits until the last second has a sine of each of `tones` (Hz) in it.
    pub fn wait_for_tones(&self, tones: &[f64]) -> Clip {
        let until = Instant::now() + patience(30);
        loop {
            let clip = self.last(1);
            if clip.samples.len() == RATE as usize && tones.iter().all(|hz| clip.has_tone(*hz)) {
                return clip;
            }
            if Instant::now() > until {
                let heard: Vec<_> = tones.iter().map(|hz| (*hz, clip.amplitude(*hz))).collect();
                panic!(
                    "the speaker does not play {tones:?} Hz: amplitudes {heard:?}, level {:.4}",
                    clip.level()
                );
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// When sound was first heard after `since`, both in Unix milliseconds.
    pub fn first_sound(&self, since: u64) -> Option<u64> {
        let heard = self.heard.lock().expect("nobody panics with the lock");
        let blocks = heard.samples.chunks(RATE as usize / 100);
        let mut timed = heard.blocks.iter().zip(blocks);
        let loud = |block: &[f32]| block.iter().any(|s| s.abs() > 0.02);
        timed
            .find(|(at, block)| **at > since && loud(block))
            .map(|(at, _)| *at)
    }
}

/// Now, in Unix milliseconds.
pub fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("after 1970").as_millis() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_speaker_plays_is_recorded_with_its_tone_and_its_time() {
        let server = SoundServer::new();
        let folder = ShortFolder::new();
        let wav = folder.path().join("tone.wav");
        Clip::write_tone(&wav, 640.0, 5);
        let recorder = server.record();
        thread::sleep(Duration::from_millis(500));
        let began = unix_ms();

        let mut play = command("paplay");
        let _playing = Daemon::start(play.arg(&wav).env("PULSE_SERVER", server.address()));

        let second = recorder.wait_for_tones(&[640.0]).best_second();
        assert_eq!(second.loudest_hz(), 640.0);
        let delay = recorder.first_sound(began).expect("it was heard") - began;
        assert!(delay < 3000, "{delay} ms");
        println!("paplay to recorder: {delay} ms");
    }
}
