//! The way to a server: the door, the signalling socket and the service, all over the same trust.

mod control;
mod door;
mod foreign;
mod http;
mod seat;
mod service;
mod socket;
mod ticket;
mod tls;

use std::net::IpAddr;

use adjourn_meeting::session::ConnectFailure;
use adjourn_meeting::{ErrorCode, Secret};
use adjourn_signal::Invite;
use adjourn_signal::door::Info;
use tokio_tungstenite::tungstenite::http::Uri;

pub(crate) use control::{attendance, control};
pub use seat::Seat;
pub(crate) use service::delete_room;
pub(crate) use socket::{Arrival, First, Socket, SocketEvent, Visitor, arrive};
pub(crate) use ticket::{AtDoor, Ticket};

use crate::{JoinError, Target};
use http::Http;

/// What opens a server: its address and a token.
#[derive(Clone)]
pub(crate) struct Access {
    /// `wss` or `ws`.
    secure: bool,
    /// Host and port as in the URL.
    authority: String,
    host: String,
    port: u16,
    /// Prefix of every path, without a slash at its end.
    prefix: String,
    pub token: Secret,
    pin: Option<[u8; 32]>,
}

/// A URL as it may be repeated to a person: at a length that can be read, without what a terminal would obey and without a
/// password.
fn shown(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = url.split_at(start);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let plain = scheme.chars().chain(rest.chars());
    plain.filter(|c| !c.is_control()).take(200).collect()
}

impl Access {
    /// Reads a server's URL: `ws`, `wss`, `http` or `https`.
    pub(crate) fn new(url: &str, token: Secret, pin: Option<[u8; 32]>) -> Result<Self, JoinError> {
        let bad = || JoinError::BadAddress { url: shown(url) };
        let uri: Uri = url.trim().parse().map_err(|_| bad())?;
        let secure = match uri.scheme_str() {
            Some("wss" | "https") => true,
            Some("ws" | "http") => false,
            _ => return Err(bad()),
        };
        let authority = uri
            .authority()
            .filter(|authority| !authority.as_str().contains('@'))
            .ok_or_else(bad)?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err(bad());
        }
        Ok(Self {
            secure,
            host,
            port: authority
                .port_u16()
                .unwrap_or(if secure { 443 } else { 80 }),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            authority: authority.to_string(),
            token,
            pin,
        })
    }

    /// The same server with another token.
    pub(crate) fn with_token(&self, token: Secret) -> Self {
        Self {
            token,
            ..self.clone()
        }
    }

    /// The server, as [`Access::new`] reads it.
    pub(crate) fn url(&self) -> String {
        self.ws_url("")
    }

    /// What asks this server something beside the socket.
    pub(crate) fn http(&self) -> Result<Http, JoinError> {
        if self.secure {
            Http::new(self.pin)
        } else {
            Http::plain()
        }
    }

    /// The only certificate to accept.
    pub(crate) fn pin(&self) -> Option<[u8; 32]> {
        self.pin
    }

    /// Whether nobody on the way can read it: it is encrypted, or does not leave this computer.
    pub(crate) fn is_private(&self) -> bool {
        let is_here = |ip: IpAddr| ip.is_loopback();
        self.secure || self.host == "localhost" || self.host.parse().is_ok_and(is_here)
    }

    /// Whether `invite` leads to the very computer of this address, which then carries its meeting.
    pub(crate) fn is_of(&self, invite: &Invite) -> bool {
        invite.addresses.contains(&self.authority)
    }

    fn ws_url(&self, path: &str) -> String {
        format!(
            "{}://{}{}{path}",
            if self.secure { "wss" } else { "ws" },
            self.authority,
            self.prefix
        )
    }

    pub(crate) fn http_url(&self, path: &str) -> String {
        format!(
            "{}://{}{}{path}",
            if self.secure { "https" } else { "http" },
            self.authority,
            self.prefix
        )
    }
}

/// What is behind an invite's door.
pub(crate) async fn look_up(invite: &Invite) -> Result<Info, JoinError> {
    let http = Http::new(invite.certificate_sha256)?;
    door::look_up(&http, invite).await.map(|(_, info)| info)
}

/// Turns what is to be joined into what opens it; that may take until a host lets us in. `client` is what a door knows us by.
pub(crate) async fn open(
    target: &Target,
    name: &str,
    client: &str,
    at_door: &AtDoor,
) -> Result<Access, JoinError> {
    match target {
        Target::Invite { invite } => {
            let http = Http::new(invite.certificate_sha256)?;
            door::join(&http, invite, name, client, at_door).await
        }
        Target::Token {
            url,
            token,
            certificate_sha256,
        } => Access::new(url, token.clone(), *certificate_sha256),
    }
}

impl From<JoinError> for ConnectFailure {
    fn from(error: JoinError) -> Self {
        let (code, why) = (error.code(), error.to_string());
        match error {
            JoinError::Ended { by, note, .. } => Self::Ended { by, note },
            JoinError::Removed { by, .. } => Self::Removed { by },
            JoinError::Refused {
                code: ErrorCode::Denied,
                ..
            } => Self::Denied,
            JoinError::BadAddress { .. } => Self::Refused { error: code, why },
            JoinError::Refused { .. }
                if !matches!(
                    code,
                    ErrorCode::TooMany | ErrorCode::Full | ErrorCode::Unavailable
                ) =>
            {
                Self::Refused { error: code, why }
            }
            // A proxy, a captive portal or a server that is just starting may be in the way: another attempt may work.
            _ => Self::Unreachable { error: code, why },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(url: &str) -> Result<Access, JoinError> {
        Access::new(url, Secret::new("token"), None)
    }

    #[test]
    fn a_refused_url_is_repeated_without_its_password_and_control_characters() {
        let refused = |url| match access(url) {
            Err(JoinError::BadAddress { url }) => url,
            _ => panic!("{url} is no server"),
        };
        assert_eq!(refused("ws://ana:hunter2@host:1"), "ws://host:1");
        assert_eq!(refused("ftp://host/\u{1b}[31mred"), "ftp://host/[31mred");
        assert_eq!(refused(&format!("ftp://{}", "a".repeat(999))).len(), 200);
    }

    #[test]
    fn a_url_becomes_the_addresses_of_socket_and_service() {
        let meet = access("wss://meet.example.org/room-server/").expect("a URL");
        assert_eq!(
            meet.ws_url("/rtc"),
            "wss://meet.example.org/room-server/rtc"
        );
        assert_eq!(
            meet.http_url("/rtc/validate"),
            "https://meet.example.org/room-server/rtc/validate"
        );
        assert_eq!((meet.host.as_str(), meet.port), ("meet.example.org", 443));
        let local = access("ws://[::1]:7880").expect("a URL");
        assert_eq!(
            (local.host.as_str(), local.port, local.secure),
            ("::1", 7880, false)
        );
    }

    #[test]
    fn what_is_no_server_address_is_refused_with_an_example() {
        for url in [
            "",
            "meet.example.org",
            "ftp://meet.example.org",
            "wss://",
            "wss://user:pass@meet.example.org",
            "wss://exa mple.org",
        ] {
            let Err(error) = access(url) else {
                panic!("{url} was taken")
            };
            assert!(
                error.to_string().contains("wss://meet.example.org"),
                "{error}"
            );
        }
    }
}
