//! `adjourn serve`, its tokens and its RoomService, used as a script would use them.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::program::command;
use crate::{Lab, Program};

/// The API key and secret that the lab's servers run with.
pub const KEY: (&str, &str) = ("devkey", "secret-of-the-lab-0123456789abcdef");

/// A running `adjourn serve`.
pub struct Server {
    /// The process.
    pub program: Program,
    /// `ws://127.0.0.1:PORT`.
    pub url: String,
}

impl Lab {
    /// Starts the server alone on a free port.
    pub fn serve(&self, args: &[&str]) -> Server {
        self.serve_on("127.0.0.1:0", args)
    }

    /// The same on an address and port of one's choice; `0.0.0.0` is every address of this computer.
    pub fn serve_on(&self, listen: &str, args: &[&str]) -> Server {
        let mut command = command(self.binary());
        command
            .args(["serve", "--listen", listen, "--insecure"])
            .args(["--api-key", KEY.0, "--api-secret", KEY.1])
            .args(args);
        let program = Program::start(self, "serve", &mut command);
        let event = program.event("serving");
        let url = event["url"].as_str().expect("serving says its url").into();
        Server { program, url }
    }
}

impl Server {
    /// The port that it listens on.
    pub fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap_or_default()
    }

    /// Stops it where it stands.
    pub fn freeze(&self) {
        self.program.freeze();
    }

    /// Kills it without a word.
    pub fn kill(&self) {
        self.program.kill();
    }

    /// A token to join `room`; the identity is the name in lower case.
    pub fn guest_token(&self, room: &str, name: &str) -> String {
        token(name, json!({ "roomJoin": true, "room": room }))
    }

    /// A token to join `room` and to run it.
    pub fn host_token(&self, room: &str, name: &str) -> String {
        let grants = json!({ "roomJoin": true, "room": room, "roomAdmin": true, "roomCreate": true, "roomList": true });
        token(name, grants)
    }

    /// Calls a method of the RoomService with JSON; gives the status and the answer.
    pub fn call(&self, method: &str, token: &str, body: &Value) -> (u16, Value) {
        let http = self.url.replacen("ws", "http", 1);
        let mut answer = ureq::post(format!("{http}/twirp/livekit.RoomService/{method}"))
            .config()
            .http_status_as_error(false)
            .build()
            .header("authorization", format!("Bearer {token}"))
            .send_json(body)
            .expect("the server answers");
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().expect("a bounded body");
        (
            status,
            serde_json::from_str(&text).unwrap_or(Value::String(text)),
        )
    }

    /// GET of a path; gives the status and the answer's text.
    pub fn get(&self, path: &str) -> (u16, String) {
        let http = self.url.replacen("ws", "http", 1);
        let mut answer = ureq::get(format!("{http}{path}"))
            .config()
            .http_status_as_error(false)
            .build()
            .call()
            .expect("the server answers");
        let status = answer.status().as_u16();
        (
            status,
            answer.body_mut().read_to_string().expect("a bounded body"),
        )
    }
}

/// A LiveKit token of the lab's key, made without the program's own code.
pub fn token(name: &str, grants: Value) -> String {
    signed(KEY, name, grants)
}

/// The same with any key.
pub fn signed(key: (&str, &str), name: &str, grants: Value) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let claims = json!({
        "iss": key.0, "sub": name.to_lowercase(), "name": name,
        "nbf": now - 5, "exp": now + 600, "video": grants,
    });
    encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(key.1.as_bytes()),
    )
    .expect("HS256 signs anything")
}
