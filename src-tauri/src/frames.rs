//! Pictures for the page: a WebSocket on loopback, for whoever knows this run's token and is our own page.
//! Seven per cent of a core for four 360p streams, where a Tauri channel takes 22.

pub mod hub;
pub mod message;

use std::{io, sync::Arc, time::Duration};

use adjourn_meeting::{Secret, random_hex};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async_with_config,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        http::{HeaderMap, StatusCode, Uri, header::ORIGIN},
        protocol::WebSocketConfig,
    },
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{hub::Hub, message::FromPage};
use crate::ipc::View;

/// Origins of our own page: Linux and macOS, Windows, and the development server of a build that uses one.
const ORIGINS: &[&str] = if cfg!(feature = "custom-protocol") {
    &["tauri://localhost", "http://tauri.localhost"]
} else {
    &[
        "tauri://localhost",
        "http://tauri.localhost",
        "http://localhost:5173",
    ]
};

/// Bytes of randomness in the token.
const TOKEN_BYTES: usize = 32;

/// The page's longest message names the streams it watches: a few digits each.
const MAX_FROM_PAGE_BYTES: usize = 16 * 1024;

/// How long a connection may take to say who it is.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Connections at a time, good or bad: the pages of both windows, and each for a moment twice
/// when it is loaded again.
const MAX_CONNECTIONS: usize = 8;

/// The frames socket of this run.
pub struct Frames {
    /// `ws://127.0.0.1:PORT`
    pub url: String,
    /// To be given as `?token=`, by the page of each window.
    tokens: Tokens,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Frames {
    /// Listens on a free port of the loopback interface and serves what `hub` has.
    pub async fn start(hub: Arc<Hub>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let frames = Self {
            url: format!("ws://{}", listener.local_addr()?),
            tokens: Tokens::new(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let door = Door {
            hub,
            tokens: frames.tokens.clone(),
            stop: frames.stop.clone(),
        };
        frames
            .tasks
            .spawn(accept(listener, Arc::new(door), frames.tasks.clone()));
        Ok(frames)
    }

    /// What the page of that window gives as `?token=`.
    pub fn token(&self, view: View) -> &Secret {
        match view {
            View::Main => &self.tokens.main,
            View::Mini => &self.tokens.mini,
        }
    }

    /// Closes every connection and returns when they are gone.
    pub async fn shutdown(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// One for each window: a page is known by its own, and only a page of the same window takes its place.
#[derive(Clone)]
struct Tokens {
    main: Secret,
    mini: Secret,
}

impl Tokens {
    fn new() -> Self {
        Self {
            main: Secret::new(random_hex(TOKEN_BYTES)),
            mini: Secret::new(random_hex(TOKEN_BYTES)),
        }
    }

    /// Whose it is.
    fn view(&self, token: &str) -> Option<View> {
        let is = |ours: &Secret| same(token.as_bytes(), ours.expose().as_bytes());
        match (is(&self.main), is(&self.mini)) {
            (true, _) => Some(View::Main),
            (_, true) => Some(View::Mini),
            _ => None,
        }
    }
}

struct Door {
    hub: Arc<Hub>,
    tokens: Tokens,
    stop: CancellationToken,
}

async fn accept(listener: TcpListener, door: Arc<Door>, tasks: TaskTracker) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = door.stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file handles, most likely: leave the system a moment.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            continue;
        };
        let door = door.clone();
        tasks.spawn(async move {
            let stop = door.stop.clone();
            tokio::select! {
                () = stop.cancelled() => {}
                () = door.receive(stream) => {}
            }
            drop(place);
        });
    }
}

impl Door {
    async fn receive(&self, stream: TcpStream) {
        // Without it the last piece of a frame waits for an acknowledgement, up to 40 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "frames socket keeps its delay");
        }
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_FROM_PAGE_BYTES))
            .max_frame_size(Some(MAX_FROM_PAGE_BYTES));
        let mut page = None;
        #[allow(clippy::result_large_err)] // the type is tungstenite's
        let check = |request: &Request, response: Response| {
            page = self.admits(request.uri(), request.headers());
            if page.is_some() {
                return Ok(response);
            }
            tracing::warn!(
                "a connection to the frames socket without this run's token was refused"
            );
            let mut refusal = ErrorResponse::new(None);
            *refusal.status_mut() = StatusCode::FORBIDDEN;
            Err(refusal)
        };
        match timeout(
            HANDSHAKE,
            accept_hdr_async_with_config(stream, check, Some(config)),
        )
        .await
        {
            Ok(Ok(socket)) => {
                if let Some(view) = page {
                    converse(&self.hub, view, socket).await;
                }
            }
            Ok(Err(error)) => tracing::debug!(%error, "no handshake on the frames socket"),
            Err(_) => tracing::debug!("no handshake on the frames socket in time"),
        }
    }

    /// The window of the page that comes, if it is a page of ours.
    fn admits(&self, uri: &Uri, headers: &HeaderMap) -> Option<View> {
        let ours = headers.get(ORIGIN).is_some_and(|origin| {
            ORIGINS
                .iter()
                .any(|ours| origin.as_bytes() == ours.as_bytes())
        });
        let token = uri.query().and_then(|query| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix("token="))
        });
        token
            .filter(|_| ours)
            .and_then(|token| self.tokens.view(token))
    }
}

/// Whether `url` is a page of our own.
pub fn is_our_page(url: &str) -> bool {
    ORIGINS.iter().any(|origin| {
        url.strip_prefix(origin)
            .is_some_and(|path| path.is_empty() || path.starts_with('/'))
    })
}

/// Takes the same time wherever the two differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

/// Serves one page until it goes, or until a newer one of the same window has come.
async fn converse(hub: &Arc<Hub>, view: View, socket: WebSocketStream<TcpStream>) {
    let connection = hub.connect(view);
    let (mut to_page, mut from_page) = socket.split();
    let mut decoders = None;
    let sending = async {
        while let Some(message) = hub.next(connection).await {
            if to_page.send(message).await.is_err() {
                return;
            }
        }
        // Replaced by a newer connection.
        let _ = to_page.send(Message::Close(None)).await;
    };
    let receiving = async {
        while let Some(Ok(message)) = from_page.next().await {
            let Message::Text(text) = message else {
                continue;
            };
            match serde_json::from_str::<FromPage>(&text) {
                Ok(told) => {
                    if let Some(started) = hub.told(connection, told) {
                        decoders = Some(started);
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the page said something unknown on the frames socket")
                }
            }
        }
    };
    tokio::select! {
        () = sending => {}
        () = receiving => {}
    }
    hub.disconnect(connection);
    // Ending the decoding threads waits for the frame each is at.
    tokio::task::spawn_blocking(move || drop(decoders));
}

#[cfg(test)]
mod tests;
