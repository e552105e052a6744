//! The query of `GET /rtc`, as LiveKit's clients write it.

use std::fmt;

use adjourn_meeting::{MAX_ID_BYTES, ParticipantSid, Secret};
use url::form_urlencoded;

use crate::limits::{MAX_SMALL, WireError};
use crate::token::MAX_TOKEN_BYTES;

/// Longest query, in bytes: a token of the longest kind and as much again.
const MAX_QUERY_BYTES: usize = 2 * MAX_TOKEN_BYTES;
/// Most keys in a query; clients send about fifteen.
const MAX_KEYS: usize = 64;

/// The first line of a session.
#[derive(Clone, PartialEq, Eq)]
pub struct JoinQuery {
    /// From the query, or from the `Authorization` header.
    pub token: Option<Secret>,
    /// Wants its session back.
    pub reconnect: bool,
    /// Which session.
    pub sid: Option<ParticipantSid>,
    /// `ReconnectReason` as it came.
    pub reconnect_reason: i32,
    /// Wants every track without asking for each; so when not said.
    pub auto_subscribe: bool,
    /// Will say what it shows, and at which size.
    pub adaptive_stream: bool,
    /// Who asks.
    pub client: ClientInfo,
}

/// A client's software.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ClientInfo {
    /// `js`, `python`, `node`, `rust`, …
    pub sdk: String,
    /// The SDK's.
    pub version: String,
    /// Signalling protocol it speaks.
    pub protocol: i32,
    /// To be mirrored to the others.
    pub client_protocol: i32,
    /// To be mirrored to the others.
    pub capabilities: Vec<i32>,
    /// Operating system.
    pub os: String,
    /// Its version.
    pub os_version: String,
    /// Device.
    pub device_model: String,
    /// Browser.
    pub browser: String,
    /// Its version.
    pub browser_version: String,
    /// `wifi`, `wired`, …
    pub network: String,
}

impl Default for JoinQuery {
    fn default() -> Self {
        Self {
            token: None,
            reconnect: false,
            sid: None,
            reconnect_reason: 0,
            auto_subscribe: true,
            adaptive_stream: false,
            client: ClientInfo::default(),
        }
    }
}

impl JoinQuery {
    /// Reads the query of a request and the value of its `Authorization` header. The query's token counts
    /// where both have one.
    ///
    /// # Errors
    /// Beyond a bound. Keys we do not know and values we do not understand are passed over, as LiveKit's
    /// servers do.
    pub fn parse(query: &str, authorization: Option<&str>) -> Result<Self, WireError> {
        crate::limits::length(query.len(), MAX_QUERY_BYTES, "query")?;
        let mut join = Self::default();
        for (count, (key, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
            if count >= MAX_KEYS {
                return Err(WireError::TooMany {
                    field: "query keys",
                    count: count + 1,
                    limit: MAX_KEYS,
                });
            }
            join.set(&key, &value)?;
        }
        if let (None, Some(authorization)) = (&join.token, authorization) {
            join.token = bearer(authorization)?;
        }
        Ok(join)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), WireError> {
        let client = &mut self.client;
        match key {
            "access_token" => self.token = token(value)?,
            "reconnect" => self.reconnect = flag(value),
            "sid" if !value.is_empty() => {
                self.sid = Some(ParticipantSid::new(short(value, "participant sid")?));
            }
            "reconnect_reason" => self.reconnect_reason = value.parse().unwrap_or(0),
            "auto_subscribe" if !value.is_empty() => self.auto_subscribe = flag(value),
            "adaptive_stream" => self.adaptive_stream = flag(value),
            "sdk" => client.sdk = short(value, "sdk")?,
            "version" => client.version = short(value, "version")?,
            "protocol" => client.protocol = value.parse().unwrap_or(0),
            "client_protocol" => client.client_protocol = value.parse().unwrap_or(0),
            "capabilities" => client.capabilities = capabilities(value),
            "os" => client.os = short(value, "os")?,
            "os_version" => client.os_version = short(value, "os version")?,
            "device_model" => client.device_model = short(value, "device")?,
            "browser" => client.browser = short(value, "browser")?,
            "browser_version" => client.browser_version = short(value, "browser version")?,
            "network" => client.network = short(value, "network")?,
            _ => {}
        }
        Ok(())
    }

    /// The query without the token, which travels in the `Authorization` header of
    /// [`JoinQuery::authorization`]: request lines end up in logs.
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.reconnect {
            query.append_pair("reconnect", "1");
        }
        if let Some(sid) = &self.sid {
            query.append_pair("sid", sid.as_str());
        }
        if self.reconnect_reason != 0 {
            query.append_pair("reconnect_reason", &self.reconnect_reason.to_string());
        }
        query.append_pair(
            "auto_subscribe",
            if self.auto_subscribe { "1" } else { "0" },
        );
        if self.adaptive_stream {
            query.append_pair("adaptive_stream", "1");
        }
        let client = &self.client;
        query.append_pair("protocol", &client.protocol.to_string());
        if client.client_protocol != 0 {
            query.append_pair("client_protocol", &client.client_protocol.to_string());
        }
        if !client.capabilities.is_empty() {
            let numbers: Vec<String> = client.capabilities.iter().map(i32::to_string).collect();
            query.append_pair("capabilities", &numbers.join(","));
        }
        let texts = [
            ("sdk", &client.sdk),
            ("version", &client.version),
            ("os", &client.os),
            ("os_version", &client.os_version),
            ("device_model", &client.device_model),
            ("browser", &client.browser),
            ("browser_version", &client.browser_version),
            ("network", &client.network),
        ];
        for (key, value) in texts.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(key, value);
        }
        query.finish()
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> Option<Secret> {
        let token = self.token.as_ref()?;
        Some(Secret::new(format!("Bearer {}", token.expose())))
    }
}

impl fmt::Debug for JoinQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinQuery")
            .field("sid", &self.sid)
            .field("reconnect", &self.reconnect)
            .field("sdk", &self.client.sdk)
            .field("version", &self.client.version)
            .field("protocol", &self.client.protocol)
            .finish_non_exhaustive()
    }
}

/// The token of an `Authorization` header's value, for `/rtc` and for the service; none in a header of
/// another kind.
///
/// # Errors
/// Longer than a token may be.
pub fn bearer(authorization: &str) -> Result<Option<Secret>, WireError> {
    match authorization.trim().split_once(' ') {
        Some((scheme, value)) if scheme.eq_ignore_ascii_case("bearer") => token(value),
        _ => Ok(None),
    }
}

fn token(value: &str) -> Result<Option<Secret>, WireError> {
    let value = value.trim();
    crate::limits::length(value.len(), MAX_TOKEN_BYTES, "token")?;
    Ok((!value.is_empty()).then(|| Secret::new(value)))
}

fn short(value: &str, field: &'static str) -> Result<String, WireError> {
    crate::limits::length(value.len(), MAX_ID_BYTES, field)?;
    Ok(value.into())
}

/// LiveKit's Go server reads these two as yes.
fn flag(value: &str) -> bool {
    value == "1" || value.eq_ignore_ascii_case("true")
}

/// Numbers with commas between them.
fn capabilities(value: &str) -> Vec<i32> {
    value
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .take(MAX_SMALL)
        .collect()
}
