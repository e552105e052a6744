//! One signalling socket: requests go to the room, its answers come back through a bounded queue.

use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_meeting::Bucket;
use adjourn_signal::{Claims, JoinQuery, Request};
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::driver::{Message, Newcomer, RoomHandle};
use crate::hub::Hub;

/// Messages that wait for a client. One that is this far behind does not read and is cut off.
const QUEUE_MESSAGES: usize = 512;
/// A single message has to be taken within so long.
const WRITE_LIMIT: Duration = Duration::from_secs(5);
/// After our goodbye the client has so long to close.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);
/// Requests at once, and per second after that: a join with many candidates is about 60.
const REQUEST_BURST: u32 = 500;
const REQUESTS_PER_SECOND: u32 = 100;

/// What the room gives a socket to do.
#[derive(Debug)]
enum Outgoing {
    Message(Bytes),
    Close,
}

/// The room's end of a socket. Dropping it closes the socket.
#[derive(Debug)]
pub struct Outbox {
    /// Tells this socket from an older one of the same participant.
    pub socket: u64,
    queue: mpsc::Sender<Outgoing>,
    cut: CancellationToken,
}

impl Outbox {
    /// Queues one encoded message; a client whose queue is full is cut off.
    pub fn send(&self, message: Bytes) {
        if self.queue.try_send(Outgoing::Message(message)).is_err() {
            self.cut.cancel();
        }
    }

    /// Closes the socket when everything queued so far is sent. What is given back cuts it off before that.
    pub fn close(self) -> CancellationToken {
        if self.queue.try_send(Outgoing::Close).is_err() {
            self.cut.cancel();
        }
        self.cut
    }

    /// Closes the socket at once.
    pub fn cut(self) {
        self.cut.cancel();
    }
}

/// Why a socket is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The client closed it, broke the protocol or did not read.
    ByClient,
    /// The room let go of it, and the client closed it then.
    ByRoom,
    /// The client did not answer the room's goodbye.
    Cut,
}

/// Carries one socket from its first message to its end.
pub async fn run(
    hub: Arc<Hub>,
    room: RoomHandle,
    mut ws: WebSocket,
    query: JoinQuery,
    claims: Claims,
) {
    let socket = hub.socket_number();
    let (queue, mut outgoing) = mpsc::channel(QUEUE_MESSAGES);
    let cut = CancellationToken::new();
    let outbox = Outbox {
        socket,
        queue,
        cut: cut.clone(),
    };
    let newcomer = Newcomer {
        query,
        claims,
        outbox,
    };
    if room.send(Message::Enter(Box::new(newcomer))).await.is_err() {
        return; // the room ended in between; the client's next try is told so
    }
    let mut requests = Bucket::new(Instant::now(), REQUEST_BURST, REQUESTS_PER_SECOND);
    let end = loop {
        tokio::select! {
            biased;
            () = cut.cancelled() => break End::Cut,
            next = outgoing.recv() => match next {
                Some(Outgoing::Message(message)) => {
                    let sent = tokio::time::timeout(WRITE_LIMIT, ws.send(Frame::Binary(message)));
                    if !matches!(sent.await, Ok(Ok(()))) {
                        break End::ByClient;
                    }
                }
                Some(Outgoing::Close) | None => {
                    break tokio::select! {
                        answered = say_goodbye(&mut ws) => if answered { End::ByRoom } else { End::Cut },
                        () = cut.cancelled() => End::Cut,
                    };
                }
            },
            frame = ws.recv() => {
                let Some(Ok(frame)) = frame else { break End::ByClient };
                if !requests.take(Instant::now()) {
                    tracing::debug!("a client sends too many requests and is cut off");
                    break End::ByClient;
                }
                let request = match frame {
                    Frame::Binary(bytes) => Request::decode(&bytes),
                    Frame::Close(_) => break End::ByClient,
                    Frame::Text(_) | Frame::Ping(_) | Frame::Pong(_) => continue,
                };
                let request = match request {
                    Ok(request) => request,
                    Err(error) => {
                        tracing::debug!(%error, "a client sends garbage and is cut off");
                        break End::ByClient;
                    }
                };
                if room.send(Message::Request { socket, request }).await.is_err() {
                    // The room has ended; what it said last is still in the queue.
                    continue;
                }
            }
        }
    };
    // The connection first: the others may be told of the loss as soon as it is real.
    drop(ws);
    if end != End::Cut && room.send(Message::SocketClosed { socket }).await.is_err() {
        tracing::trace!("a socket outlived its room");
    }
}

/// Whether the client has closed in time.
async fn say_goodbye(ws: &mut WebSocket) -> bool {
    let goodbye = async {
        let frame = CloseFrame {
            code: axum::extract::ws::close_code::NORMAL,
            reason: "".into(),
        };
        ws.send(Frame::Close(Some(frame))).await?;
        // The client's own close frame ends the stream; what it still says is of no interest.
        while let Some(frame) = ws.recv().await {
            frame?;
        }
        Ok::<_, axum::Error>(())
    };
    match tokio::time::timeout(CLOSE_LIMIT, goodbye).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::trace!(%error, "a client was gone before the goodbye");
            true
        }
        Err(_) => false,
    }
}
