//! The one TCP port: TLS or plain HTTP by the first byte, then the routes.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::hub::Hub;
use crate::tls::Identity;
use crate::{control, door, rtc, twirp};

/// First byte of a TLS handshake record.
const TLS_HANDSHAKE: u8 = 0x16;
/// Until the first byte, the TLS handshake and the request head have each come.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
/// Until a request is answered, its body included.
const REQUEST_LIMIT: Duration = Duration::from_secs(15);
/// Request line and headers together; a token in the query may take 16 KiB of it.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// A request's body: the longest is a call that sends data. An answer may be longer
/// ([`adjourn_signal::service::MAX_BODY_BYTES`]).
const MAX_CALL_BYTES: usize = 256 * 1024;

/// Who is at the other end of a request.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Its address.
    pub address: IpAddr,
    /// It came by TLS.
    pub encrypted: bool,
}

/// Accepts connections until the server stops.
pub async fn accept(hub: Arc<Hub>, listener: TcpListener, identity: Identity) {
    let router = router(hub.clone());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = hub.stop.cancelled() => return,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, mostly: the next ones need one to be closed first.
                tracing::warn!(%error, "accepting a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(counted) = hub
            .limits
            .connect(Instant::now(), address.ip().to_canonical())
        else {
            continue;
        };
        let (hub, router, acceptor) = (hub.clone(), router.clone(), identity.acceptor.clone());
        hub.tasks.clone().spawn(async move {
            let stopped = hub.stop.clone();
            tokio::select! {
                () = connection(&hub, router, acceptor, stream, address) => {}
                () = stopped.cancelled() => {}
            }
            drop(counted);
        });
    }
}

async fn connection(
    hub: &Hub,
    router: Router,
    acceptor: TlsAcceptor,
    stream: TcpStream,
    address: SocketAddr,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "setting TCP_NODELAY");
    }
    let mut first = [0_u8; 1];
    let Ok(Ok(1)) = tokio::time::timeout(HANDSHAKE_LIMIT, stream.peek(&mut first)).await else {
        return;
    };
    let encrypted = first[0] == TLS_HANDSHAKE;
    let peer = Peer {
        address: address.ip().to_canonical(),
        encrypted,
    };
    if encrypted {
        match tokio::time::timeout(HANDSHAKE_LIMIT, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => serve(router, stream, peer).await,
            Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
            Err(_) => {}
        }
    } else if hub.config.insecure || peer.address.is_loopback() {
        serve(router, stream, peer).await;
    } else {
        tracing::debug!("a plain connection from another computer was refused");
    }
}

async fn serve(
    router: Router,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: Peer,
) {
    let service = TowerToHyperService::new(router.layer(Extension(peer)));
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HANDSHAKE_LIMIT)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "an HTTP connection broke");
    }
}

fn router(hub: Arc<Hub>) -> Router {
    let service = format!("{}{{method}}", adjourn_signal::service::PATH_PREFIX);
    let own = format!("{}{{method}}", adjourn_signal::control::PATH_PREFIX);
    Router::new()
        .route("/rtc", get(rtc::open))
        .route("/rtc/validate", get(rtc::validate))
        .route(&service, post(twirp::call))
        .route(adjourn_signal::door::JOIN_PATH, post(door::join))
        .route(adjourn_signal::door::INFO_PATH, post(door::info))
        .route(adjourn_signal::door::WAIT_PATH, post(door::wait))
        .route(adjourn_signal::door::CANCEL_PATH, post(door::cancel))
        .route(&own, post(control::call))
        .route("/", get(|| async { "OK" }))
        .fallback(any(|| async { StatusCode::NOT_FOUND }))
        .layer(DefaultBodyLimit::max(MAX_CALL_BYTES))
        .layer(middleware::from_fn_with_state(hub.clone(), bounded))
        .with_state(hub)
}

/// Rate limit, time limit and CORS, the same for every route: SDKs in browsers call them from other origins.
async fn bounded(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = if !hub.limits.request(Instant::now(), peer.address) {
        StatusCode::TOO_MANY_REQUESTS.into_response()
    } else if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        match tokio::time::timeout(REQUEST_LIMIT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Authorization, Content-Type",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
