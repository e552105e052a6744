//! The lab: runs the built program with fake or virtual devices on this machine alone, hears what it
//! says, and measures what comes out of it. Everything started here is killed when its owner is dropped.
//!
//! A test that waits too long panics with what it waited for, the last events and the end of stderr; the
//! whole of both is kept in `target/lab/NAME/`.

pub mod bot;
pub mod breakin;
pub mod bus;
pub mod clip;
pub mod crowd;
pub mod door;
pub mod net;
pub mod packets;
pub mod people;
pub mod portal;
pub mod process;
pub mod program;
pub mod screen;
pub mod server;
pub mod sound;
pub mod tray;
pub mod webdriver;
pub mod window;
pub mod x11;
pub mod y4m;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{env, fs};

pub use bot::Bot;
pub use bus::Bus;
pub use clip::Clip;
pub use crowd::Crowd;
pub use door::Door;
pub use net::{Computer, in_a_network_of_its_own};
pub use packets::Packets;
pub use people::People;
pub use program::{Event, Program};
pub use screen::Screen;
pub use server::Server;
pub use sound::SoundServer;
pub use tray::Tray;
pub use window::Window;

/// One experiment: the program under test and a folder for what it leaves behind.
pub struct Lab {
    binary: PathBuf,
    folder: PathBuf,
    started: AtomicUsize,
}

impl Lab {
    /// `binary` is the program under test, in cargo's target folder; `name` names the folder of this
    /// experiment below `target/lab`, which is emptied.
    pub fn new(binary: impl Into<PathBuf>, name: &str) -> Lab {
        let binary = binary.into();
        let target = binary.ancestors().nth(2).unwrap_or(Path::new("target"));
        let folder = target.join("lab").join(name);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("the target folder can be written");
        Lab {
            binary,
            folder,
            started: AtomicUsize::new(0),
        }
    }

    /// The program under test.
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// A path for a file of this experiment.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// `name` made unique in this experiment, for logs.
    fn label(&self, name: &str) -> String {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let plain: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .take(20)
            .collect();
        format!("{number:02}-{plain}")
    }
}

/// `seconds`, or several times that where the CPU is emulated (in the device lab).
pub fn patience(seconds: u64) -> Duration {
    let factor = if in_device_lab() { 8 } else { 1 };
    Duration::from_secs(seconds * factor)
}

/// Are we in the guest of `tests/device-lab`?
pub fn in_device_lab() -> bool {
    env::var_os("DEVICE_LAB").is_some()
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the crate is in tests/support")
        .into()
}

/// Is this what a person can read and act on: a sentence, and no output of a debugger?
#[track_caller]
pub fn assert_sentence(said: &str) {
    let line = said.trim().lines().last().unwrap_or_default();
    let words = line.split_whitespace().count();
    let debris = [
        "panicked",
        "Err(",
        "Some(",
        "Error {",
        "RUST_BACKTRACE",
        "unwrap",
        "::",
    ];
    assert!(
        words >= 4 && !debris.iter().any(|junk| line.contains(junk)),
        "not a sentence for a person: {said:?}"
    );
}
