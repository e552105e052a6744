//! The door of a host on this computer, asked by an invite without a program of ours.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::breakin::{Tried, ask};

/// What an invite leads to.
#[derive(Clone)]
pub struct Door {
    /// Where the host listens, on loopback.
    pub address: SocketAddr,
    invite: Value,
}

impl Door {
    /// The door of the host that made `link`.
    pub fn of(link: &str) -> Door {
        let content = link.trim_start_matches("adjourn://join/");
        let content = URL_SAFE_NO_PAD
            .decode(content)
            .expect("an invite is base64");
        let invite: Value = serde_json::from_slice(&content).expect("an invite is JSON");
        let port = invite["a"][0]
            .as_str()
            .and_then(|address| address.rsplit(':').next());
        let port: u16 = port
            .and_then(|port| port.parse().ok())
            .expect("it says where");
        Door {
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            invite,
        }
    }

    /// Asks to be let in; gives the status and the whole answer.
    pub fn knock(&self, from: [u8; 4], name: &str) -> (u16, String) {
        let request =
            json!({ "meeting": self.invite["m"], "secret": self.invite["s"], "name": name });
        let head = "POST /join HTTP/1.1\r\ncontent-type: application/json\r\nconnection: close\r\n";
        ask(self.address, from, head, &request.to_string())
    }

    /// Asks so often, from several addresses: being slowed down is no answer here.
    pub fn break_in(&self, tries: usize) -> Tried {
        let (mut let_in, mut says_why) = (0, true);
        for number in 0..tries {
            let from = [127, 0, 3, 1 + (number / 4 % 250) as u8];
            let (status, said) = self.knock(from, &format!("Guest {number}"));
            let_in += usize::from(status < 400);
            says_why &= said.contains("ended");
        }
        Tried {
            tries,
            let_in,
            says_why,
        }
    }
}
