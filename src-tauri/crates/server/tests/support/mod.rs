//! What the tests of this crate share: a server on loopback, an HTTP client of a few lines, tokens, and a
//! participant without media.
#![allow(dead_code)] // each test file uses its part

pub mod media;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use adjourn_meeting::{MeetingId, ParticipantId, ParticipantSid, Secret};
use adjourn_server::{ApiKey, HostedMeeting, Server, ServerConfig};
use adjourn_signal::{
    Claims, Grants, JoinQuery, JoinResponse, ParticipantInfo, Request, Response, token,
};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Nothing a test waits for takes so long unless it is broken.
pub const LIMIT: Duration = Duration::from_secs(10);

pub fn key() -> ApiKey {
    ApiKey {
        key: "devkey".into(),
        secret: Secret::new("secret"),
    }
}

pub fn config() -> ServerConfig {
    ServerConfig {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        keys: vec![key()],
        auto_create: true,
        ..ServerConfig::default()
    }
}

pub async fn server() -> Server {
    Server::start(config())
        .await
        .expect("the server starts on a free port")
}

pub fn room() -> MeetingId {
    MeetingId::new("r1")
}

/// A token for room `r1`, changed by `change`.
pub fn token_with(identity: &str, change: impl FnOnce(&mut Claims)) -> Secret {
    let mut claims = Claims::new(
        ParticipantId::new(identity),
        Grants::join(room()),
        u64::MAX / 4,
    );
    claims.name = identity.to_uppercase();
    change(&mut claims);
    token::mint(&key(), &claims)
}

pub fn guest(identity: &str) -> Secret {
    token_with(identity, |_| {})
}

pub fn host(identity: &str) -> Secret {
    token_with(identity, |claims| {
        claims.grants.room_admin = true;
        claims
            .attributes
            .insert("adjourn.role".into(), "host".into());
    })
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }
}

/// One request on its own connection.
pub async fn http(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        stream.write_all(body).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = tokio::time::timeout(LIMIT, exchange)
        .await
        .expect("an answer comes in time")
        .expect("answers");
    let end = answer
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .expect("an HTTP head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    Answer {
        status,
        head,
        body: answer[end + 4..].to_vec(),
    }
}

/// A call of the RoomService in JSON.
pub async fn twirp(server: &Server, method: &str, token: &Secret, body: &str) -> Answer {
    let path = format!("/twirp/livekit.RoomService/{method}");
    let bearer = format!("Bearer {}", token.expose());
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", bearer.as_str()),
    ];
    http(
        server.local_addr(),
        "POST",
        &path,
        &headers,
        body.as_bytes(),
    )
    .await
}

/// One of our own requests.
pub async fn control(server: &Server, method: &str, token: &Secret, body: &str) -> Answer {
    let path = format!("/adjourn/v1/{method}");
    let bearer = format!("Bearer {}", token.expose());
    let headers = [("Authorization", bearer.as_str())];
    http(
        server.local_addr(),
        "POST",
        &path,
        &headers,
        body.as_bytes(),
    )
    .await
}

/// A fresh directory for a server's state.
pub fn state_dir(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("adjourn-{name}-{}", adjourn_meeting::random_hex(6)))
}

/// Knocks at a meeting's door; `client` tells installations apart.
pub async fn knock(server: &Server, meeting: &HostedMeeting, name: &str, client: u8) -> Answer {
    let body = format!(
        r#"{{"meeting":"{}","secret":"{}","name":"{name}","client":"{}"}}"#,
        meeting.meeting.as_str(),
        meeting.invite.secret.expose(),
        format!("{client:02x}").repeat(16),
    );
    http(server.local_addr(), "POST", "/join", &[], body.as_bytes()).await
}

/// The token of an answer of the door.
pub fn token_of(answer: &Answer) -> Secret {
    assert_eq!(answer.status, 200, "{}", answer.text());
    Secret::new(
        answer.json()["participant_token"]
            .as_str()
            .expect("a token"),
    )
}

pub async fn end(server: &Server, token: &Secret) -> Answer {
    twirp(server, "DeleteRoom", token, r#"{"room":"r1"}"#).await
}

/// A participant's signalling without its media.
pub struct Client {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub joined: JoinResponse,
}

pub async fn open(
    server: &Server,
    query: &JoinQuery,
) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
    let token = query.token.as_ref().map(Secret::expose).unwrap_or_default();
    let url = format!(
        "ws://{}/rtc?access_token={token}&{}",
        server.local_addr(),
        query.to_query()
    );
    let (socket, _) = tokio_tungstenite::connect_async(url)
        .await
        .expect("the socket opens");
    socket
}

impl Client {
    pub async fn join(server: &Server, token: Secret) -> Self {
        let query = JoinQuery {
            token: Some(token),
            ..JoinQuery::default()
        };
        let mut socket = open(server, &query).await;
        match next(&mut socket).await {
            Some(Response::Join(joined)) => Self {
                socket,
                joined: *joined,
            },
            other => panic!("expected a join, got {other:?}"),
        }
    }

    pub async fn resume(server: &Server, token: Secret, sid: ParticipantSid) -> (Self, Response) {
        let query = JoinQuery {
            token: Some(token),
            reconnect: true,
            sid: Some(sid),
            ..JoinQuery::default()
        };
        let mut socket = open(server, &query).await;
        let first = next(&mut socket).await.expect("an answer");
        let joined = JoinResponse {
            room: adjourn_signal::RoomInfo::new("", room()),
            participant: ParticipantInfo::new(ParticipantSid::new(""), ParticipantId::new(""), ""),
            other_participants: Vec::new(),
            server: adjourn_signal::ServerInfo::new("test"),
            ice_servers: Vec::new(),
            subscriber_primary: true,
            ping_interval_s: 5,
            ping_timeout_s: 15,
            enabled_publish_codecs: Vec::new(),
            fast_publish: false,
        };
        (Self { socket, joined }, first)
    }

    pub fn sid(&self) -> ParticipantSid {
        self.joined.participant.sid.clone()
    }

    pub async fn send(&mut self, request: &Request) {
        self.socket
            .send(Message::Binary(request.encode().into()))
            .await
            .expect("is sent");
    }

    /// The next message, or nothing when the socket is closed.
    pub async fn next(&mut self) -> Option<Response> {
        next(&mut self.socket).await
    }

    /// The first message that `pick` takes.
    pub async fn until<T>(&mut self, what: &str, mut pick: impl FnMut(Response) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            match self.next().await {
                Some(response) => {
                    if let Some(picked) = pick(response) {
                        return picked;
                    }
                }
                None => panic!("the socket closed while waiting for {what}"),
            }
            assert!(started.elapsed() < LIMIT, "no {what} in time");
        }
    }

    /// The next update about the participant of this identity in which `pick` holds.
    pub async fn update_of(
        &mut self,
        identity: &str,
        pick: impl Fn(&ParticipantInfo) -> bool,
    ) -> ParticipantInfo {
        self.until(
            &format!("update of {identity}"),
            |response| match response {
                Response::Update(infos) => infos
                    .into_iter()
                    .find(|info| info.identity.as_str() == identity && pick(info)),
                _ => None,
            },
        )
        .await
    }
}

pub async fn next(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Option<Response> {
    loop {
        let message = tokio::time::timeout(LIMIT, socket.next())
            .await
            .expect("a message comes in time");
        match message {
            Some(Ok(Message::Binary(bytes))) => {
                return Some(Response::decode(&bytes).expect("the server's messages are valid"));
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(_)) => {}
        }
    }
}

/// The hash of the certificate a TLS server answers with, whatever it is.
pub async fn tls_certificate_sha256(address: SocketAddr) -> [u8; 32] {
    use sha2::Digest;
    use std::sync::Arc;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("the default versions are supported")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.expect("connects");
    let name = rustls::pki_types::ServerName::from(address.ip());
    let tls = tokio_rustls::TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .expect("handshakes");
    let certificate = &tls.get_ref().1.peer_certificates().expect("a certificate")[0];
    sha2::Sha256::digest(certificate).into()
}

#[derive(Debug)]
struct AnyCertificate(std::sync::Arc<rustls::crypto::CryptoProvider>);

impl rustls::client::danger::ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &rustls::pki_types::CertificateDer<'_>,
        _: &[rustls::pki_types::CertificateDer<'_>],
        _: &rustls::pki_types::ServerName<'_>,
        _: &[u8],
        _: rustls::pki_types::UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &rustls::pki_types::CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &rustls::pki_types::CertificateDer<'_>,
        dss: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
