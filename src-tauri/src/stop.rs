//! Ctrl-C and SIGTERM: the first asks for an orderly end, the second does not wait for it.

use std::{io, time::Duration};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// A second request this soon is the first one twice: `timeout`, shells and terminals signal a program and
/// its process group.
const SAME_REQUEST: Duration = Duration::from_secs(1);

/// Cancelled at the first request to stop. From the return of this function on no request is missed.
/// Must be called inside the runtime.
pub fn requested() -> CancellationToken {
    let token = CancellationToken::new();
    match Requests::listen() {
        Ok(requests) => {
            tokio::spawn(obey(requests, token.clone()));
        }
        Err(error) => {
            tracing::warn!(%error, "no signal handler: a signal stops the program without a goodbye");
        }
    }
    token
}

async fn obey(mut first: Requests, token: CancellationToken) {
    first.next().await;
    token.cancel();
    sleep(SAME_REQUEST).await;
    if let Ok(mut second) = Requests::listen() {
        second.next().await;
        tracing::warn!("asked twice to stop: going without waiting for the rest");
        std::process::exit(1);
    }
}

#[cfg(unix)]
struct Requests {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Requests {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Requests(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Requests {
    fn listen() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
