//! Bounded HTTP requests: small bodies, no redirects, no proxies (the host is mostly on the local network), and
//! every failure in words.

use std::time::Duration;

use adjourn_meeting::Secret;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use rustls::ClientConfig;

use crate::JoinError;
use crate::connection::tls;

/// How long a TCP connection may take. A LAN needs a millisecond; a host two continents away 0.3 s.
const CONNECT_LIMIT: Duration = Duration::from_secs(4);
/// How long a whole request may take.
pub(crate) const REQUEST_LIMIT: Duration = Duration::from_secs(6);

/// Requests to one server.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
}

/// What came back.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Http {
    /// `pin`: SHA-256 of the only certificate to accept.
    pub(crate) fn new(pin: Option<[u8; 32]>) -> Result<Self, JoinError> {
        Self::with(tls::client_config(pin)?)
    }

    /// Without encryption, and without the time it takes to read whom the system trusts.
    pub(crate) fn plain() -> Result<Self, JoinError> {
        Self::with(tls::trusting_nobody()?)
    }

    fn with(tls: ClientConfig) -> Result<Self, JoinError> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_LIMIT)
            .timeout(REQUEST_LIMIT)
            .build()
            .map_err(|error| JoinError::Unreachable {
                why: root_cause(&error),
            })?;
        Ok(Self { client })
    }

    /// Posts `body` and takes an answer of at most `limit` bytes.
    pub(crate) async fn post(
        &self,
        url: &str,
        content_type: &str,
        token: Option<&Secret>,
        body: Vec<u8>,
        limit: usize,
    ) -> Result<Answer, JoinError> {
        self.post_with(None, url, content_type, token, body, limit)
            .await
    }

    /// The same with one more header.
    pub(crate) async fn post_with(
        &self,
        header: Option<(&'static str, String)>,
        url: &str,
        content_type: &str,
        token: Option<&Secret>,
        body: Vec<u8>,
        limit: usize,
    ) -> Result<Answer, JoinError> {
        let mut request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, content_type)
            .body(body);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {}", token.expose()));
        }
        Self::send(request, limit).await
    }

    /// Posts JSON and takes an answer of at most `limit` bytes, in at most `time`.
    pub(crate) async fn post_within(
        &self,
        time: Duration,
        url: &str,
        body: Vec<u8>,
        limit: usize,
    ) -> Result<Answer, JoinError> {
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json");
        Self::send(request.body(body).timeout(time), limit).await
    }

    /// Gets an answer of at most `limit` bytes.
    pub(crate) async fn get(
        &self,
        url: &str,
        token: &Secret,
        limit: usize,
    ) -> Result<Answer, JoinError> {
        Self::send(
            self.client
                .get(url)
                .header(AUTHORIZATION, format!("Bearer {}", token.expose())),
            limit,
        )
        .await
    }

    async fn send(request: reqwest::RequestBuilder, limit: usize) -> Result<Answer, JoinError> {
        let mut response = request.send().await.map_err(|error| failure(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(JoinError::Garbage {
                    why: "it is too long".into(),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body,
        })
    }
}

fn failure(error: &reqwest::Error) -> JoinError {
    if let Some(certificate) = tls::certificate_error(error) {
        return certificate;
    }
    match error {
        error if error.is_timeout() && error.is_connect() => JoinError::Unreachable {
            why: "no answer".into(),
        },
        error if error.is_timeout() => JoinError::TimedOut {
            seconds: REQUEST_LIMIT.as_secs(),
        },
        error if error.is_connect() => JoinError::Unreachable {
            why: root_cause(error),
        },
        error => JoinError::Garbage {
            why: root_cause(error),
        },
    }
}

/// What lies at the bottom of an error: "Connection refused (os error 111)" rather than "error sending request".
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
