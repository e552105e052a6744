//! A running program that says one JSON object a line.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{Lab, patience};

/// One line of a program's stdout.
pub type Event = Value;

/// A command that dies with the thread that starts it, also when that thread's process is killed.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command
}

/// A child process, killed when dropped. Its stdout is JSON lines and nothing else.
pub struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    said: Arc<Said>,
    name: String,
    errors: PathBuf,
}

#[derive(Default)]
struct Said {
    lines: Mutex<Lines>,
    changed: Condvar,
}

#[derive(Default)]
struct Lines {
    events: Vec<Event>,
    garbage: Option<String>,
    closed: bool,
}

impl Program {
    /// Starts `command`, made by [`command`]; `name` is for logs and messages.
    pub fn start(lab: &Lab, name: &str, command: &mut Command) -> Program {
        let label = lab.label(name);
        let errors = lab.file(&format!("{label}.err"));
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&errors).expect("the lab's folder can be written"))
            .spawn()
            .unwrap_or_else(|error| panic!("{name} cannot be started: {error}"));
        let said = Arc::new(Said::default());
        let stdout = child.stdout.take().expect("stdout is a pipe");
        let copy = File::create(lab.file(&format!("{label}.out")))
            .expect("the lab's folder can be written");
        thread::spawn({
            let said = said.clone();
            move || read(stdout, copy, &said)
        });
        Program {
            stdin: child.stdin.take(),
            child,
            said,
            name: name.into(),
            errors,
        }
    }

    /// The name given at the start.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything said so far.
    pub fn events(&self) -> Vec<Event> {
        self.lines().events.clone()
    }

    /// The first event, from the start, that `wanted` accepts; waits for it up to `limit`.
    pub fn wait(&self, what: &str, limit: Duration, wanted: impl Fn(&Event) -> bool) -> Event {
        let until = Instant::now() + limit;
        let mut lines = self.lines();
        let mut looked_at = 0;
        loop {
            if let Some(garbage) = &lines.garbage {
                panic!("{} said on stdout, not as JSON: {garbage}", self.name);
            }
            if let Some(found) = lines.events[looked_at..].iter().find(|e| wanted(e)) {
                return found.clone();
            }
            looked_at = lines.events.len();
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || lines.closed {
                let why = if lines.closed { "it ended" } else { "too late" };
                drop(lines);
                panic!("{}: no {what} ({why})\n{}", self.name, self.last_words());
            }
            lines = self
                .said
                .changed
                .wait_timeout(lines, left)
                .expect("the reader does not panic")
                .0;
        }
    }

    /// The first event called `event`.
    pub fn event(&self, event: &str) -> Event {
        self.wait(event, patience(30), |e| e["event"] == event)
    }

    /// Writes a line to its stdin.
    pub fn tell(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("stdin is open until drop");
        writeln!(stdin, "{line}").expect("the program reads its stdin");
    }

    /// Asks it to stop (SIGTERM).
    pub fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Kills it without a word (SIGKILL), as a crash would.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Stops it where it stands (SIGSTOP), as a frozen program or computer would; [`Program::thaw`] takes that back.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on (SIGCONT).
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            kill_process(pid, signal).ok(); // it may have ended by itself
        }
    }

    /// Has it not ended yet?
    pub fn runs(&self) -> bool {
        !self.lines().closed
    }

    /// Waits for its end, and until all that it said has been read.
    pub fn exit(&mut self) -> ExitStatus {
        let until = Instant::now() + patience(20);
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                let lines = self.lines();
                let limit = Duration::from_secs(5);
                let all_read = self
                    .said
                    .changed
                    .wait_timeout_while(lines, limit, |l| !l.closed);
                drop(all_read.expect("the reader does not panic"));
                return status;
            }
            if Instant::now() > until {
                panic!("{} does not end\n{}", self.name, self.last_words());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What it wrote to stderr.
    pub fn stderr(&self) -> String {
        fs::read(&self.errors)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.said.lines.lock().expect("the reader does not panic")
    }

    fn last_words(&self) -> String {
        let events = self.events();
        let events: Vec<String> = last(&events, 12).iter().map(Value::to_string).collect();
        let stderr = self.stderr();
        let errors: Vec<&str> = stderr.lines().collect();
        let log = Path::new(&self.errors).display();
        format!(
            "events:\n  {}\nstderr ({log}):\n  {}",
            events.join("\n  "),
            last(&errors, 12).join("\n  ")
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn last<T>(all: &[T], count: usize) -> &[T] {
    &all[all.len().saturating_sub(count)..]
}

fn read(stdout: impl std::io::Read, mut copy: File, said: &Said) {
    for line in BufReader::new(stdout).lines() {
        let Ok(line) = line else { break };
        writeln!(copy, "{line}").ok();
        let mut lines = said.lines.lock().expect("nobody panics with the lock");
        match serde_json::from_str(&line) {
            Ok(event) => lines.events.push(event),
            Err(_) => lines.garbage = Some(line),
        }
        said.changed.notify_all();
    }
    said.lines
        .lock()
        .expect("nobody panics with the lock")
        .closed = true;
    said.changed.notify_all();
}
