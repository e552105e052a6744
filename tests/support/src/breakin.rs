//! Trying to get into a meeting that was ended, with everything that once opened it.

use std::io::{Read, Write};
use std::net::SocketAddr;

use serde_json::json;

use crate::Server;
use crate::net::connect_from;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// How often it was tried.
    pub tries: usize,
    /// How often it worked.
    pub let_in: usize,
    /// Every token was refused because the meeting has ended.
    pub says_why: bool,
}

/// The head of a WebSocket's request, as RFC 6455 wants it.
const UPGRADE: &str = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
    sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

impl Server {
    /// The session of `identity` in `room`, while it is there: what a resume names.
    pub fn session(&self, room: &str, host: &str, identity: &str) -> String {
        let (_, people) = self.call("ListParticipants", host, &json!({ "room": room }));
        let people = people["participants"].as_array().cloned();
        let known = people.unwrap_or_default();
        let one = known.iter().find(|one| one["identity"] == identity);
        let sid = one.and_then(|one| one["sid"].as_str());
        sid.unwrap_or_else(|| panic!("no {identity} in {known:?}"))
            .to_owned()
    }

    /// Four tries a round: to join, or every other time to resume `session`, with both old tokens, and to end and list
    /// the meeting once more with the host's. From several addresses: being slowed down is no answer here.
    pub fn break_in(
        &self,
        room: &str,
        (host, guest): (&str, &str),
        session: &str,
        rounds: usize,
    ) -> Tried {
        let address: SocketAddr = self
            .url
            .trim_start_matches("ws://")
            .parse()
            .expect("it serves on an address");
        let (mut tries, mut let_in, mut says_why) = (0, 0, true);
        for round in 0..rounds {
            let from = [127, 0, 2, 1 + (round / 4 % 250) as u8];
            for token in [host, guest] {
                let resume = if round % 2 == 0 {
                    String::new()
                } else {
                    format!("&reconnect=1&sid={session}")
                };
                let path = format!("/rtc?access_token={token}&protocol=16{resume}");
                let (status, said) = ask(
                    address,
                    from,
                    &format!("GET {path} HTTP/1.1\r\n{UPGRADE}"),
                    "",
                );
                tries += 1;
                let_in += usize::from(status < 400);
                says_why &= status == 401 && said.contains("ended");
            }
            for method in ["DeleteRoom", "ListParticipants"] {
                let head = format!(
                    "POST /twirp/livekit.RoomService/{method} HTTP/1.1\r\nauthorization: Bearer {host}\r\n\
                     content-type: application/json\r\nconnection: close\r\n"
                );
                let (status, _) = ask(address, from, &head, &format!(r#"{{"room":"{room}"}}"#));
                tries += 1;
                let_in += usize::from(status < 400);
            }
        }
        Tried {
            tries,
            let_in,
            says_why,
        }
    }
}

/// One request; gives the status and all of the answer.
pub(crate) fn ask(address: SocketAddr, from: [u8; 4], head: &str, body: &str) -> (u16, String) {
    let mut stream = connect_from(from, address).expect("the server takes connections");
    let length = body.len();
    let request = format!("{head}host: {address}\r\ncontent-length: {length}\r\n\r\n{body}");
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let (mut answer, mut block) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = stream.read(&mut block) {
        answer.extend_from_slice(&block[..read]);
        // A connection that was upgraded, which is what must not happen, would not end.
        if is_complete(&answer) {
            break;
        }
    }
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1);
    let status = status.and_then(|status| status.parse().ok());
    (status.expect("an HTTP answer"), answer)
}

/// Whether the head is there, and as much of a body as it says.
fn is_complete(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length.is_none_or(|length| {
        length
            .trim()
            .parse()
            .is_ok_and(|length: usize| body.len() >= length)
    })
}
