//! A TCP relay that can be told to misbehave.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

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

pub struct Proxy {
    pub address: SocketAddr,
    mode: Arc<AtomicU8>,
    _relays: JoinSet<()>,
}

impl Proxy {
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let mode = Arc::new(AtomicU8::new(Mode::Forward as u8));
        let shared = mode.clone();
        let mut relays = JoinSet::new();
        relays.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                connections.spawn(relay(client, server, shared.clone()));
            }
        });
        Self {
            address,
            mode,
            _relays: relays,
        }
    }

    pub fn set(&self, mode: Mode) {
        self.mode.store(mode as u8, Ordering::SeqCst);
    }
}

async fn relay(mut client: TcpStream, server: SocketAddr, mode: Arc<AtomicU8>) {
    let mut first = vec![0; 8192];
    let Ok(length) = client.read(&mut first).await else {
        return;
    };
    let signalling = first.starts_with(b"GET /rtc?");
    let is = |wanted: Mode| mode.load(Ordering::SeqCst) == wanted as u8;
    let drops = || is(Mode::Drop) || (signalling && is(Mode::DropSignalling));
    if drops() {
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
