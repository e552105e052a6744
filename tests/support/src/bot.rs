//! `adjourn bot …`: participants without a window; and the same made of the official SDKs.

use std::process::Command;

use crate::program::command;
use crate::{Event, Lab, People, Program, patience, root};

/// A participant without a window.
pub struct Bot(Program);

impl Lab {
    /// A bot that opens a meeting as its host.
    pub fn host(&self, name: &str, args: &[&str]) -> Bot {
        let mut command = command(self.binary());
        command.args(["bot", "host", "--name", name, "--listen", "127.0.0.1:0"]);
        self.bot(name, command.args(args))
    }

    /// A bot that joins by invite.
    pub fn guest(&self, link: &str, name: &str, args: &[&str]) -> Bot {
        let mut command = command(self.binary());
        command.args(["bot", "join", link, "--name", name]);
        self.bot(name, command.args(args))
    }

    /// A bot that joins with a token.
    pub fn guest_with_token(&self, url: &str, token: &str, name: &str, args: &[&str]) -> Bot {
        let mut command = command(self.binary());
        command.args(["bot", "join", "--url", url, "--token", token]);
        self.bot(name, command.args(args))
    }

    /// The official Python SDK, publishing a moving picture and a sine of `tone` Hz.
    pub fn python_sdk(&self, url: &str, token: &str, tone: u32) -> Bot {
        let mut command = command(root().join("target/python/bin/python"));
        command.arg(root().join("tests/interop/python/participant.py"));
        self.sdk("python", command, url, token, tone)
    }

    /// The official JavaScript SDK in headless Chromium, publishing likewise.
    pub fn javascript_sdk(&self, url: &str, token: &str, tone: u32) -> Bot {
        let mut command = command("node");
        command.arg(root().join("tests/interop/javascript/participant.mjs"));
        self.sdk("javascript", command, url, token, tone)
    }

    fn sdk(&self, name: &str, mut command: Command, url: &str, token: &str, tone: u32) -> Bot {
        command.args(["--url", url, "--token", token, "--tone", &tone.to_string()]);
        self.bot(name, &mut command)
    }

    /// A participant made of any command.
    pub fn bot(&self, name: &str, command: &mut Command) -> Bot {
        Bot(Program::start(self, name, command))
    }
}

impl People for Bot {
    fn program(&self) -> &Program {
        &self.0
    }
}

impl Bot {
    /// The invite that a host prints.
    pub fn invite(&self) -> String {
        let event = self.0.event("invite");
        let link = event["link"].as_str();
        link.expect("an invite has a link").into()
    }

    /// Waits until it is in.
    pub fn joined(&self) -> Event {
        self.0.event("meeting-joined")
    }

    /// Waits until it is out; gives the reason. Nothing but the end of the program follows.
    pub fn left(&mut self) -> Event {
        let event = self.0.event("meeting-left");
        self.0.exit();
        let events = self.0.events();
        assert_eq!(events.last(), Some(&event), "meeting-left is the last word");
        event["reason"].clone()
    }

    /// Waits until it hears `name`: two seconds of sound played, and not silence.
    pub fn hears(&self, name: &str) -> Event {
        self.measures("sound", name, |p| {
            p["audio_ms"].as_f64() >= Some(2000.0) && p["audio_level"].as_f64() > Some(0.01)
        })
    }

    /// An SDK participant's measurement: waits until the loudest frequency from `name` is `hz`.
    pub fn hears_tone(&self, name: &str, hz: f64) -> Event {
        self.measures("tone", name, |p| {
            let heard = p["audio_hz"].as_f64().unwrap_or(0.0);
            (heard - hz).abs() < 8.0 && p["audio_level"].as_f64() > Some(0.01)
        })
    }

    /// Lets an SDK participant leave.
    pub fn leave(&mut self) {
        self.0.tell("leave");
    }

    /// Gives a bot that takes `--commands` an order, in JSON.
    pub fn order(&mut self, json: &str) {
        self.0.tell(json);
    }

    /// The program, to be told and waited for.
    pub fn program_mut(&mut self) -> &mut Program {
        &mut self.0
    }

    /// Waits for the end of the program: did it succeed?
    pub fn succeeds(&mut self) -> bool {
        self.0.exit().success()
    }

    /// Waits for a program that could not join; gives what it wrote to stderr.
    pub fn refused(&mut self) -> String {
        let status = self.0.exit();
        let errors = self.0.stderr();
        assert!(!status.success(), "it must not succeed");
        assert!(status.code().is_some(), "it must not crash: {errors}");
        assert!(
            !self
                .0
                .events()
                .iter()
                .any(|e| e["event"] == "meeting-joined"),
            "it must not be half in"
        );
        errors
    }

    /// Waits for the end with a limit of its own.
    pub fn ends_within(&mut self, seconds: u64) -> Event {
        self.0.wait("meeting-left", patience(seconds), |e| {
            e["event"] == "meeting-left"
        })
    }
}
