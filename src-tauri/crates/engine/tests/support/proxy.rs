//! A TCP relay that can be told to misbehave.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use adjourn_engine::Target;
use adjourn_server::{HostedMeeting, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What a relay does with connections, old and new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    Forward,
    /// Closes them.
    Drop,
    /// Closes sockets of signalling and forwards other requests.
    DropSignalling,
    /// Takes them and never says or passes on anything.
    Freeze,
}

/// The host's way in through a relay.
pub async fn behind_a_proxy(server: &Server, meeting: &HostedMeeting) -> (Proxy, Target) {
    let proxy = Proxy::before(server.local_addr()).await;
    let target = proxy.host(meeting);
    (proxy, target)
}

pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    _relays: JoinSet<()>,
}

struct Shared {
    mode: AtomicU8,
    /// How each connection began.
    heard: Mutex<Vec<String>>,
    /// Answered here instead of by the server, once each: how a request begins, and the answer.
    answers: Mutex<Vec<(&'static str, String)>>,
}

impl Proxy {
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let shared = Arc::new(Shared {
            mode: AtomicU8::new(Mode::Forward as u8),
            heard: Mutex::default(),
            answers: Mutex::default(),
        });
        let (mut relays, known) = (JoinSet::new(), shared.clone());
        relays.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                connections.spawn(relay(client, server, known.clone()));
            }
        });
        Self {
            address,
            shared,
            _relays: relays,
        }
    }

    /// The host's way in through it.
    pub fn host(&self, meeting: &HostedMeeting) -> Target {
        Target::Token {
            url: format!("ws://{}", self.address),
            token: meeting.host_token.clone(),
            certificate_sha256: None,
        }
    }

    pub fn set(&self, mode: Mode) {
        self.shared.mode.store(mode as u8, Ordering::SeqCst);
    }

    /// The next request that begins so is answered with this status line, headers and body.
    pub fn answer(&self, begins: &'static str, head: &str, body: &str) {
        let answer = format!(
            "HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut answers = self.shared.answers.lock().expect("no panic in a relay");
        answers.push((begins, answer));
    }

    /// What has come so far and begins so.
    pub fn heard(&self, begins: &str) -> Vec<String> {
        let heard = self.shared.heard.lock().expect("no panic in a relay");
        heard
            .iter()
            .filter(|request| request.starts_with(begins))
            .cloned()
            .collect()
    }
}

impl Shared {
    /// Notes a request; what to answer to it here, if anything.
    fn take_answer(&self, request: String) -> Option<String> {
        let mut answers = self.answers.lock().expect("no panic in a relay");
        let place = answers
            .iter()
            .position(|(begins, _)| request.starts_with(begins));
        let mut heard = self.heard.lock().expect("no panic in a relay");
        heard.push(request);
        Some(answers.remove(place?).1)
    }
}

async fn relay(mut client: TcpStream, server: SocketAddr, shared: Arc<Shared>) {
    let mut first = vec![0; 8192];
    let Ok(length) = client.read(&mut first).await else {
        return;
    };
    let request = String::from_utf8_lossy(&first[..length]).into_owned();
    let signalling = request.starts_with("GET /rtc?");
    let is = |wanted: Mode| shared.mode.load(Ordering::SeqCst) == wanted as u8;
    let drops = || is(Mode::Drop) || (signalling && is(Mode::DropSignalling));
    if drops() {
        return;
    }
    if let Some(answer) = shared.take_answer(request) {
        let _ = client.write_all(answer.as_bytes()).await;
        return;
    }
    let Ok(mut upstream) = TcpStream::connect(server).await else {
        return;
    };
    if upstream.write_all(&first[..length]).await.is_err() {
        return;
    }
    let (mut up, mut down) = (vec![0; 16384], vec![0; 16384]);
    loop {
        if is(Mode::Freeze) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        }
        tokio::select! {
            read = client.read(&mut up) => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => if upstream.write_all(&up[..length]).await.is_err() { return },
            },
            read = upstream.read(&mut down) => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => if client.write_all(&down[..length]).await.is_err() { return },
            },
            () = tokio::time::sleep(Duration::from_millis(5)) => {}
        }
        if drops() {
            return;
        }
    }
}
