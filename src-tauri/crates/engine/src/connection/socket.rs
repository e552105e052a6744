//! The signalling socket: arriving, and the task that reads and writes it from then on.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use adjourn_meeting::{ErrorCode, ParticipantSid};
use adjourn_signal::service::{NOTE_HEADER, note_from_header};
use adjourn_signal::{
    DisconnectReason, JoinQuery, JoinResponse, LeaveAction, MAX_MESSAGE_BYTES, PROTOCOL, Request,
    Response,
};
use futures_util::stream::FuturesUnordered;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use crate::connection::http::root_cause;
use crate::connection::{Access, tls};
use crate::{ClientInfo, JoinError};

/// How long a TCP connection may take.
const DIAL_LIMIT: Duration = Duration::from_secs(4);
/// Head start of each resolved address over the next (RFC 8305, section 5).
const DIAL_STAGGER: Duration = Duration::from_millis(250);
/// How long TLS and the upgrade may take.
const UPGRADE_LIMIT: Duration = Duration::from_secs(6);
/// How long the first message may take after that.
const FIRST_LIMIT: Duration = Duration::from_secs(7);
/// A server is asked for a sign of life this often. A pulled cable has to be noticed within 5 s.
const PING_INTERVAL: Duration = Duration::from_millis(1250);
/// After this long without any, the connection counts as lost.
const SILENCE_LIMIT: Duration = Duration::from_millis(4500);
/// Read at once. The whole buffer is written over before each read: the usual 128 KiB cost more than most messages.
const READ_BYTES: usize = 8 * 1024;
/// Most messages that wait to be handled.
const EVENT_QUEUE: usize = 64;
/// How long a goodbye may take.
const GOODBYE_LIMIT: Duration = Duration::from_millis(150);

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How we introduce ourselves.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub client: ClientInfo,
    /// The session to take up again.
    pub resume: Option<ParticipantSid>,
}

/// A socket that has been let in.
pub(crate) struct Arrival {
    /// Our own address on the way to the server.
    pub local: IpAddr,
    stream: Stream,
}

/// A server's first message.
pub(crate) enum First {
    Joined(Box<JoinResponse>),
    Resumed {
        /// Number of the last reliable packet the server has got from us.
        last_sequence: u32,
    },
    Told {
        reason: DisconnectReason,
        action: LeaveAction,
    },
}

/// What the socket's task tells.
pub(crate) enum SocketEvent {
    Message(Response),
    /// An offer or answer that cannot be understood: the connections it is about are out of step from here on.
    Garbled,
    /// Nothing comes after this.
    Closed,
}

/// An open socket. Dropping it closes it without a word.
pub(crate) struct Socket {
    requests: mpsc::UnboundedSender<Request>,
    task: JoinHandle<()>,
}

/// Connects, introduces us and waits for the first message.
pub(crate) async fn arrive(
    access: &Access,
    visitor: Visitor,
) -> Result<(First, Arrival), JoinError> {
    let stream = timeout(DIAL_LIMIT, dial(access))
        .await
        .unwrap_or_else(|_| {
            Err(JoinError::Unreachable {
                why: "no answer".into(),
            })
        })?;
    let local = stream
        .local_addr()
        .map_err(|error| JoinError::Unreachable {
            why: error.to_string(),
        })?
        .ip();
    let mut stream = timeout(UPGRADE_LIMIT, upgrade(access, visitor, stream))
        .await
        .unwrap_or(Err(JoinError::TimedOut {
            seconds: UPGRADE_LIMIT.as_secs(),
        }))?;
    let first = timeout(FIRST_LIMIT, first(&mut stream))
        .await
        .unwrap_or(Err(JoinError::TimedOut {
            seconds: FIRST_LIMIT.as_secs(),
        }))?;
    Ok((
        first,
        Arrival {
            local: local.to_canonical(),
            stream,
        },
    ))
}

/// A TCP connection to whichever address of the host answers first.
async fn dial(access: &Access) -> Result<TcpStream, JoinError> {
    let unreachable = |error: std::io::Error| JoinError::Unreachable {
        why: error.to_string(),
    };
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((access.host.as_str(), access.port))
        .await
        .map_err(unreachable)?
        .collect();
    let mut tries: FuturesUnordered<_> = addresses
        .into_iter()
        .zip(0_u32..)
        .map(|(address, place)| async move {
            tokio::time::sleep(DIAL_STAGGER * place).await;
            TcpStream::connect(address).await
        })
        .collect();
    let mut last = JoinError::Unreachable {
        why: "its name has no address".into(),
    };
    while let Some(result) = tries.next().await {
        match result {
            Ok(stream) => {
                // Signalling is small messages that somebody waits for.
                stream.set_nodelay(true).map_err(unreachable)?;
                return Ok(stream);
            }
            Err(error) => last = unreachable(error),
        }
    }
    Err(last)
}

async fn upgrade(
    access: &Access,
    visitor: Visitor,
    stream: TcpStream,
) -> Result<Stream, JoinError> {
    let query = JoinQuery {
        token: Some(access.token.clone()),
        reconnect: visitor.resume.is_some(),
        sid: visitor.resume,
        client: adjourn_signal::ClientInfo {
            // Servers switch workarounds by this name; ours needs none of any SDK's.
            sdk: visitor.client.name,
            version: visitor.client.version,
            protocol: PROTOCOL,
            os: std::env::consts::OS.into(),
            ..Default::default()
        },
        ..Default::default()
    };
    let bad = |_| JoinError::BadAddress {
        url: access.authority.clone(),
    };
    let mut request = access
        .ws_url(&format!("/rtc?{}", query.to_query()))
        .into_client_request()
        .map_err(bad)?;
    if let Some(authorization) = query.authorization() {
        let mut value =
            HeaderValue::from_str(authorization.expose()).map_err(|_| JoinError::Refused {
                code: ErrorCode::WrongToken,
                why: "The token is not one: it has characters no token has. Copy it again.".into(),
            })?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    let mut config = WebSocketConfig::default();
    config.read_buffer_size = READ_BYTES;
    config.max_message_size = Some(MAX_MESSAGE_BYTES);
    config.max_frame_size = Some(MAX_MESSAGE_BYTES);
    let connector = if access.secure {
        Connector::Rustls(tls::client_config(access.pin)?.into())
    } else {
        Connector::Plain
    };
    match client_async_tls_with_config(request, stream, Some(config), Some(connector)).await {
        Ok((stream, _)) => Ok(stream),
        Err(WsError::Http(response)) => Err(refused(
            access,
            response.status().as_u16(),
            response.headers(),
            response.body().as_deref(),
        )
        .await),
        Err(error) => Err(
            tls::certificate_error(&error).unwrap_or_else(|| match &error {
                WsError::Io(io) if io.kind() == std::io::ErrorKind::ConnectionRefused => {
                    JoinError::Unreachable {
                        why: io.to_string(),
                    }
                }
                error => JoinError::Garbage {
                    why: root_cause(error),
                },
            }),
        ),
    }
}

/// Why the server did not let us in. The status comes with the upgrade; its body only if it was in the same segment,
/// so it is asked for again where it is missing.
async fn refused(
    access: &Access,
    status: u16,
    headers: &HeaderMap,
    body: Option<&[u8]>,
) -> JoinError {
    let mut words = text(body.unwrap_or_default());
    if words.is_empty()
        && let Ok(http) = access.http()
        && let Ok(answer) = http
            .get(&access.http_url("/rtc/validate"), &access.token, 4096)
            .await
        && answer.status == status
    {
        words = text(&answer.body);
    }
    if let Some(rest) = words.strip_prefix("meeting ended") {
        let by = rest
            .trim_start()
            .strip_prefix("by ")
            .map(adjourn_meeting::clean_name);
        let note = headers.get(NOTE_HEADER);
        let note = note.and_then(|value| note_from_header(value.as_bytes()));
        return JoinError::Ended { by, at: None, note };
    }
    let said = if words.is_empty() {
        format!("HTTP status {status}")
    } else {
        words
    };
    match status {
        400 | 401 | 403 => JoinError::Refused {
            code: ErrorCode::WrongToken,
            why: format!(
                "The server did not accept the token ({said}). It may be wrong, expired or for another server: ask for a new one."
            ),
        },
        404 => JoinError::Refused {
            code: ErrorCode::UnknownMeeting,
            why: format!(
                "There is no such meeting on this server ({said}). Check the address, or ask the host for a new invite."
            ),
        },
        429 | 500.. => JoinError::Refused {
            code: ErrorCode::Unavailable,
            why: format!("The server cannot take you now ({said}). Try again in a minute."),
        },
        _ => JoinError::Garbage { why: said },
    }
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body)
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect()
}

async fn first(stream: &mut Stream) -> Result<First, JoinError> {
    loop {
        let closed = || JoinError::Garbage {
            why: "it closed the connection without a word".into(),
        };
        let message = stream.next().await.ok_or_else(closed)?;
        let message = message.map_err(|error| JoinError::Garbage {
            why: root_cause(&error),
        })?;
        let bytes = match message {
            Message::Binary(bytes) => bytes,
            Message::Close(_) => return Err(closed()),
            Message::Text(_) => {
                return Err(JoinError::Garbage {
                    why: "it speaks text".into(),
                });
            }
            _ => continue,
        };
        match Response::decode(&bytes).map_err(|error| JoinError::Garbage {
            why: error.to_string(),
        })? {
            Response::Join(join) => return Ok(First::Joined(join)),
            Response::Reconnect(news) => {
                return Ok(First::Resumed {
                    last_sequence: news.last_message_seq,
                });
            }
            Response::Leave { reason, action } => return Ok(First::Told { reason, action }),
            // Sent ahead of the join by some servers; the first word about us is yet to come.
            Response::RefreshToken(_) | Response::Ignored => {}
            other => {
                return Err(JoinError::Garbage {
                    why: format!("it begins with {}", other.kind()),
                });
            }
        }
    }
}

impl Arrival {
    /// Hands the socket to a task of its own, which tells what it reads. A server that talks faster than it is
    /// listened to has to wait.
    pub(crate) fn run(self) -> (Socket, mpsc::Receiver<SocketEvent>) {
        let (requests, queue) = mpsc::unbounded_channel();
        let (sender, events) = mpsc::channel(EVENT_QUEUE);
        let task = tokio::spawn(async move {
            let mut stream = self.stream;
            if pump(&mut stream, queue, &sender).await.is_none() {
                let _ = sender.send(SocketEvent::Closed).await;
            }
        });
        (Socket { requests, task }, events)
    }
}

impl Socket {
    /// Sends a request, in order. What cannot be sent is lost with the connection, and that is told by
    /// [`SocketEvent::Closed`].
    pub(crate) fn send(&self, request: Request) {
        // The task is gone: so is the connection.
        let _ = self.requests.send(request);
    }

    /// Says goodbye and closes, in at most 150 ms.
    pub(crate) async fn goodbye(mut self, reason: DisconnectReason) {
        self.send(Request::Leave { reason });
        let (requests, _) = mpsc::unbounded_channel();
        drop(std::mem::replace(&mut self.requests, requests));
        // The end of the queue makes the task close and end.
        let _ = timeout(GOODBYE_LIMIT, &mut self.task).await;
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads and writes until the connection is lost (`None`) or the queue of requests ends.
async fn pump(
    stream: &mut Stream,
    mut queue: mpsc::UnboundedReceiver<Request>,
    events: &mpsc::Sender<SocketEvent>,
) -> Option<()> {
    let mut heard = Instant::now();
    let mut ping = tokio::time::interval_at(heard + PING_INTERVAL, PING_INTERVAL);
    let mut rtt_ms = 0;
    loop {
        tokio::select! {
            message = stream.next() => {
                heard = Instant::now();
                match message?.ok()? {
                    Message::Binary(bytes) => match Response::decode(&bytes) {
                        Ok(Response::PongResp { last_ping_timestamp_ms, .. }) => rtt_ms = unix_ms().saturating_sub(last_ping_timestamp_ms).clamp(0, 60_000),
                        Ok(Response::Pong { .. } | Response::Ignored) => {}
                        Ok(response) => {
                            // Who does not listen any more drops the socket as well.
                            let _ = events.send(SocketEvent::Message(response)).await;
                        }
                        Err(error) => {
                            tracing::warn!(%error, bytes = bytes.len(), "a message of the server was not understood");
                            if is_description(&bytes) {
                                let _ = events.send(SocketEvent::Garbled).await;
                            }
                        }
                    },
                    Message::Close(_) => return None,
                    _ => {}
                }
            }
            request = queue.recv() => match request {
                Some(request) => write(stream, &request).await?,
                None => {
                    // A socket that is closed with something unread in it is reset, and what it sent last is lost with
                    // it: so the server is heard out until it closes too.
                    let _ = stream.close(None).await;
                    while let Some(Ok(_)) = stream.next().await {}
                    return Some(());
                }
            },
            _ = ping.tick() => {
                if heard.elapsed() > SILENCE_LIMIT {
                    return None;
                }
                write(stream, &Request::PingReq { timestamp_ms: unix_ms(), rtt_ms }).await?;
            }
        }
    }
}

/// Whether a message is an offer or an answer, by its first key: field 3 or 2 of `SignalResponse`, of variable length.
fn is_description(message: &[u8]) -> bool {
    matches!(message.first(), Some(0x1a | 0x12))
}

async fn write(stream: &mut Stream, request: &Request) -> Option<()> {
    tracing::trace!(kind = request.kind(), "signal out");
    timeout(
        SILENCE_LIMIT,
        stream.send(Message::Binary(request.encode().into())),
    )
    .await
    .ok()?
    .ok()
}

fn unix_ms() -> i64 {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_and_an_answer_are_known_by_their_first_byte_and_nothing_else_is() {
        let (sdp, id) = (String::from("v=0"), 1);
        let offer = Response::Offer {
            sdp: sdp.clone(),
            id,
        };
        assert!(is_description(&offer.encode()));
        assert!(is_description(&Response::Answer { sdp, id }.encode()));
        for other in [
            Response::Update(Vec::new()),
            Response::Leave {
                reason: DisconnectReason::RoomDeleted,
                action: LeaveAction::Disconnect,
            },
        ] {
            assert!(!is_description(&other.encode()), "{}", other.kind());
        }
        assert!(!is_description(&[]));
    }
}
