//! The invite link: `adjourn://join/` and the base64url of a small JSON object.
//!
//! It holds the meeting's secret, so neither it nor its parts are printed by `Debug`.

use std::fmt;
use std::net::{Ipv6Addr, SocketAddr};

use adjourn_meeting::{MAX_ID_BYTES, MeetingId, Secret};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// Longest link, in bytes: what every mail program and browser passes on.
pub const MAX_LINK_BYTES: usize = 2048;
/// Most addresses in a link.
pub const MAX_ADDRESSES: usize = 16;

const SCHEME: &str = "adjourn";
const PREFIX: &str = "adjourn://join/";
const VERSION: u64 = 1;
/// Longest `host:port`: a DNS name of 253 bytes, a colon and five digits.
const MAX_ADDRESS_BYTES: usize = 259;

/// What a guest needs to get in.
#[derive(Clone, PartialEq, Eq)]
pub struct Invite {
    /// Where the host may be reached, `host:port`, best first; at least one, at most [`MAX_ADDRESSES`].
    pub addresses: Vec<String>,
    /// Which meeting.
    pub meeting: MeetingId,
    /// What opens its door. It travels only in the body of a request.
    pub secret: Secret,
    /// SHA-256 of the server's certificate (DER); `None` for a server without encryption.
    pub certificate_sha256: Option<[u8; 32]>,
}

/// Why a link is no invitation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// There is nothing.
    #[error("There is no link here. Copy the invitation link and paste it again.")]
    Empty,
    /// It is a link to something else.
    #[error(
        "This is not an Adjourn invitation. Ask for the link that begins with adjourn://join/."
    )]
    WrongScheme,
    /// It is a link of ours to something this version does not know.
    #[error(
        "This Adjourn link is not an invitation this version understands. Update the app, or ask for a new link."
    )]
    NotAnInvite,
    /// It is longer than any invitation.
    #[error(
        "This link is too long to be an invitation. Copy the link alone, without the text around it."
    )]
    TooLong,
    /// It stops in the middle.
    #[error("This invitation link is cut off. Copy it again from the message, from start to end.")]
    CutOff,
    /// Something in it was changed.
    #[error("This invitation link is damaged. Copy the whole link again, or ask for a new one.")]
    Damaged,
    /// A newer app made it.
    #[error(
        "This invitation was made by a newer version of Adjourn. Update the app and open the link again."
    )]
    NewerVersion,
    /// It does not say where.
    #[error("This invitation does not say where the meeting is. Ask the host for a new link.")]
    NoAddress,
    /// It says too often where.
    #[error(
        "This invitation names more than {MAX_ADDRESSES} addresses. Ask the host for a new link."
    )]
    TooManyAddresses,
    /// It says where in a way that cannot be followed.
    #[error("This invitation holds an address that cannot be called. Ask the host for a new link.")]
    BadAddress,
}

/// The JSON in the link.
#[derive(Serialize, Deserialize)]
struct Content {
    v: u64,
    #[serde(default)]
    a: Vec<String>,
    #[serde(default)]
    m: String,
    #[serde(default)]
    s: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<String>,
}

impl Invite {
    /// Reads a link as people paste it: with white space, angle brackets or quotes around it, and broken
    /// over lines by a mail program.
    ///
    /// # Errors
    /// Each says in a sentence what to do.
    pub fn parse(link: &str) -> Result<Self, InviteError> {
        // Room for what stands around the link; the link itself is measured below.
        if link.len() > 2 * MAX_LINK_BYTES {
            return Err(InviteError::TooLong);
        }
        let link = unwrapped(link);
        if link.is_empty() {
            return Err(InviteError::Empty);
        }
        if link.len() > MAX_LINK_BYTES {
            return Err(InviteError::TooLong);
        }
        let (scheme, rest) = link.split_once(':').ok_or(InviteError::WrongScheme)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(InviteError::WrongScheme);
        }
        let content = rest
            .trim_start_matches('/')
            .split_once('/')
            .filter(|(place, _)| place.eq_ignore_ascii_case("join"))
            // Browsers append the slash, some base64 tools the padding.
            .map(|(_, content)| content.trim_end_matches(['/', '=']))
            .ok_or(InviteError::NotAnInvite)?;
        // The version is read alone first: a later one may have changed everything else.
        let value = json_in(content)?;
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(InviteError::NewerVersion),
            _ => return Err(InviteError::Damaged),
        }
        let content: Content = serde_json::from_value(value).map_err(|_| InviteError::Damaged)?;
        Self::from_content(content)
    }

    fn from_content(content: Content) -> Result<Self, InviteError> {
        if content.a.is_empty() {
            return Err(InviteError::NoAddress);
        }
        if content.a.len() > MAX_ADDRESSES {
            return Err(InviteError::TooManyAddresses);
        }
        if !content.a.iter().all(|address| is_address(address)) {
            return Err(InviteError::BadAddress);
        }
        let named = |id: &str| !id.is_empty() && id.len() <= MAX_ID_BYTES;
        if !named(&content.m) || !named(&content.s) {
            return Err(InviteError::Damaged);
        }
        let certificate_sha256 = match content.c {
            None => None,
            Some(hash) => {
                let hash = URL_SAFE_NO_PAD
                    .decode(hash)
                    .map_err(|_| InviteError::Damaged)?;
                Some(hash.try_into().map_err(|_| InviteError::Damaged)?)
            }
        };
        Ok(Self {
            addresses: content.a,
            meeting: MeetingId::new(content.m),
            secret: Secret::new(content.s),
            certificate_sha256,
        })
    }

    /// The link to hand out. Where it would be longer than [`MAX_LINK_BYTES`], the last addresses are left
    /// out; the first always stays.
    pub fn link(&self) -> String {
        let mut content = Content {
            v: VERSION,
            a: self.addresses.iter().take(MAX_ADDRESSES).cloned().collect(),
            m: self.meeting.as_str().into(),
            s: self.secret.expose().into(),
            c: self
                .certificate_sha256
                .map(|hash| URL_SAFE_NO_PAD.encode(hash)),
        };
        loop {
            let json = serde_json::to_vec(&content).expect("strings and a number are always JSON");
            let link = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(json));
            if link.len() <= MAX_LINK_BYTES || content.a.len() <= 1 {
                return link;
            }
            content.a.pop();
        }
    }

    /// Whether the connection is encrypted: the link then pins the server's certificate.
    pub fn is_encrypted(&self) -> bool {
        self.certificate_sha256.is_some()
    }

    /// `wss://host:port` or `ws://host:port` of every address, best first.
    pub fn signal_urls(&self) -> impl Iterator<Item = String> + '_ {
        let scheme = if self.is_encrypted() { "wss" } else { "ws" };
        self.addresses
            .iter()
            .map(move |address| format!("{scheme}://{address}"))
    }

    /// `https://host:port` or `http://host:port` of every address, best first: the door and the service.
    pub fn http_urls(&self) -> impl Iterator<Item = String> + '_ {
        let scheme = if self.is_encrypted() { "https" } else { "http" };
        self.addresses
            .iter()
            .map(move |address| format!("{scheme}://{address}"))
    }
}

impl std::str::FromStr for Invite {
    type Err = InviteError;

    fn from_str(link: &str) -> Result<Self, InviteError> {
        Self::parse(link)
    }
}

impl fmt::Debug for Invite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invite")
            .field("meeting", &self.meeting)
            .field("addresses", &self.addresses.len())
            .field("encrypted", &self.is_encrypted())
            .finish_non_exhaustive()
    }
}

/// The JSON that a link carries as base64url.
fn json_in(content: &str) -> Result<serde_json::Value, InviteError> {
    let parse = |json: Vec<u8>| {
        serde_json::from_slice(&json).map_err(|error| match error.is_eof() {
            true => InviteError::CutOff,
            false => InviteError::Damaged,
        })
    };
    if let Ok(json) = URL_SAFE_NO_PAD.decode(content) {
        return parse(json);
    }
    // A cut within a group of four leaves bits over: then the groups before it stop in the middle too.
    let whole_groups = content.get(..content.len() / 4 * 4);
    let ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match whole_groups.and_then(|groups| URL_SAFE_NO_PAD.decode(groups).ok()) {
        Some(json) if content.bytes().all(ours) => parse(json).and(Err(InviteError::Damaged)),
        _ => Err(InviteError::Damaged),
    }
}

/// Brackets, quotes and full stops that stand around a link in a sentence. None is of base64url.
const AROUND_A_LINK: &str = "<>()\"'“”„‘’«».,;";

/// The link without what mail programs put around and into it.
fn unwrapped(link: &str) -> String {
    link.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}'))
        .collect::<String>()
        .trim_matches(|c| AROUND_A_LINK.contains(c))
        .to_owned()
}

/// Whether this is `host:port` with a host that may stand in a URL: an IPv4 address, an IPv6 address in
/// brackets, or a DNS name. Whatever else could turn into another URL when a scheme is put before it.
fn is_address(address: &str) -> bool {
    if address.len() > MAX_ADDRESS_BYTES {
        return false;
    }
    let Some((host, port)) = address.rsplit_once(':') else {
        return false;
    };
    let port_ok = port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok_and(|port| port != 0);
    let host_ok = match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(host) => host.parse::<Ipv6Addr>().is_ok(),
        None if host
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
        {
            address.parse::<SocketAddr>().is_ok()
        }
        None => {
            !host.is_empty()
                && host.len() <= 253
                && host.split('.').all(|label| {
                    (1..=63).contains(&label.len())
                        && label
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                })
        }
    };
    port_ok && host_ok
}
