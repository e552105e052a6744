//! One signalling socket: requests go to the room, its answers come back through a bounded queue.

use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_meeting::Bucket;
use adjourn_signal::{Claims, JoinQuery, Request};
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt as _;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;
use tokio_util::sync::CancellationToken;

use crate::driver::{Message, Newcomer, RoomHandle};
use crate::hub::Hub;

/// Messages that wait for a client. One that is this far behind does not read and is cut off.
const QUEUE_MESSAGES: usize = 512;
/// Messages that leave together, if so many wait.
const TOGETHER: usize = 64;
/// What leaves together has to be taken within so long.
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
    /// The last messages; then the socket is closed.
    Goodbye(Vec<Bytes>),
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

    /// Closes the socket when everything queued so far and these `last_words` are sent, which reach the client in one
    /// piece. What is given back cuts it off before that.
    pub fn close(self, last_words: Vec<Bytes>) -> CancellationToken {
        if self.queue.try_send(Outgoing::Goodbye(last_words)).is_err() {
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
            next = outgoing.recv() => {
                let next = next.unwrap_or(Outgoing::Goodbye(Vec::new()));
                match collect(next, &mut outgoing) {
                    (messages, false) => {
                        let sent = tokio::time::timeout(WRITE_LIMIT, write(&mut ws, messages));
                        if !matches!(sent.await, Ok(Ok(()))) {
                            break End::ByClient;
                        }
                    }
                    (messages, true) => {
                        break tokio::select! {
                            answered = say_goodbye(&mut ws, messages) => if answered { End::ByRoom } else { End::Cut },
                            () = cut.cancelled() => End::Cut,
                        };
                    }
                }
            }
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

/// `first` and what waits behind it, and whether the last of it is the room's goodbye.
fn collect(first: Outgoing, queue: &mut mpsc::Receiver<Outgoing>) -> (Vec<Bytes>, bool) {
    let mut messages = Vec::new();
    let mut next = first;
    loop {
        match next {
            Outgoing::Message(message) => messages.push(message),
            Outgoing::Goodbye(last_words) => {
                messages.extend(last_words);
                return (messages, true);
            }
        }
        if messages.len() >= TOGETHER {
            return (messages, false);
        }
        next = match queue.try_recv() {
            Ok(next) => next,
            Err(TryRecvError::Empty) => return (messages, false),
            Err(TryRecvError::Disconnected) => Outgoing::Goodbye(Vec::new()),
        };
    }
}

/// Sends messages as one piece: each write of its own would wake the client once more.
async fn write(ws: &mut WebSocket, messages: Vec<Bytes>) -> Result<(), axum::Error> {
    for message in messages {
        ws.feed(Frame::Binary(message)).await?;
    }
    ws.flush().await
}

/// Says the last words; whether the client has closed in time.
async fn say_goodbye(ws: &mut WebSocket, last_words: Vec<Bytes>) -> bool {
    let goodbye = async {
        for message in last_words {
            ws.feed(Frame::Binary(message)).await?;
        }
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
