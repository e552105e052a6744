//! A session bus of its own, and what is said on it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::patience;
use crate::program::command;
use crate::screen::{Daemon, ShortFolder};

/// A session bus with nobody on it but those it is given to.
pub struct Bus {
    address: String,
    heard: PathBuf,
    _monitor: Daemon,
    _server: Daemon,
    _folder: ShortFolder,
}

impl Bus {
    /// Starts one, and listens to it.
    pub fn new() -> Bus {
        let folder = ShortFolder::new();
        let mut daemon = command("dbus-daemon");
        daemon
            .args(["--session", "--nofork", "--print-address=1"])
            .arg(format!(
                "--address=unix:path={}",
                folder.path().join("bus").display()
            ))
            .stdout(Stdio::piped());
        let mut server = Daemon::start(&mut daemon);
        let stdout = server.0.stdout.take().expect("stdout is a pipe");
        let mut address = String::new();
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("dbus-daemon says its address");
        let address = address.trim().to_owned();
        let heard = folder.path().join("heard");
        let mut monitor = command("dbus-monitor");
        monitor
            .args(["--address", &address])
            .stdout(fs::File::create(&heard).expect("it is our folder"));
        Bus {
            _monitor: Daemon::start(&mut monitor),
            _server: server,
            _folder: folder,
            address,
            heard,
        }
    }

    /// The value of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// All that was said so far, as `dbus-monitor` prints it.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.heard).unwrap_or_default()).into_owned()
    }

    /// Waits until `text` has been said.
    pub fn hears(&self, text: &str) {
        let until = Instant::now() + patience(15);
        while !self.heard().contains(text) {
            assert!(Instant::now() < until, "nobody said {text} on the bus");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Default for Bus {
    fn default() -> Self {
        Self::new()
    }
}
