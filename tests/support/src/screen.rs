//! A screen without a monitor (Xvfb), and other quiet background programs.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use crate::program::command;

/// A background program, killed when dropped.
pub struct Daemon(pub(crate) Child);

impl Daemon {
    /// Starts `command`, made by [`command`]; what it says is not kept.
    pub fn start(command: &mut Command) -> Daemon {
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn();
        Daemon(child.unwrap_or_else(|error| panic!("{command:?}: {error}; run `make setup`")))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A folder for sockets, outside the target folder because a socket's path has at most 107 characters.
/// Removed when dropped.
pub struct ShortFolder(PathBuf);

impl ShortFolder {
    /// Makes it, for this user only.
    pub fn new() -> ShortFolder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("adjourn-lab-{}-{number}", process::id()));
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        let only_me = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(&path, only_me).expect("it is our folder");
        ShortFolder(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for ShortFolder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for ShortFolder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// An X display without a monitor.
pub struct Screen {
    display: String,
    _server: Daemon,
}

impl Screen {
    /// Starts one of the given size, on a display number of its own.
    pub fn new(width: u32, height: u32) -> Screen {
        let mut xvfb = command("Xvfb");
        // Without `-noreset` it starts anew whenever its last client goes, and drops whoever comes in that moment.
        xvfb.args(["-displayfd", "1", "-noreset", "-nolisten", "tcp"])
            .args(["-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped());
        let mut server = Daemon::start(&mut xvfb);
        let stdout = server.0.stdout.take().expect("stdout is a pipe");
        let mut number = String::new();
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb says its display number");
        assert!(!number.is_empty(), "Xvfb did not start");
        Screen {
            display: format!(":{}", number.trim()),
            _server: server,
        }
    }

    /// The value of `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }
    /// The text on the clipboard, or nothing.
    pub fn clipboard(&self) -> String {
        let mut xclip = Command::new("timeout"); // xclip waits for ever for an owner that does not answer
        xclip.args(["2", "xclip", "-o", "-selection", "clipboard"]);
        let output = xclip.env("DISPLAY", &self.display).output();
        let text = output.map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    }
}
