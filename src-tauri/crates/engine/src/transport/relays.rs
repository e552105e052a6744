//! The relays of a server (TURN), by number. A server's STUN servers are left out: who can reach a room server needs
//! no word of how it is seen from outside, and nobody else hears of a meeting.

use std::net::SocketAddr;
use std::time::Duration;

use adjourn_signal::IceServer;
use futures_util::future::join_all;
use tokio::net::lookup_host;
use tokio::time::timeout;
use webrtc::peer_connection::RTCIceServer;

/// How long their names may take. The transport itself would stand still for each name: 5 s where nobody answers.
const LOOKUP_LIMIT: Duration = Duration::from_millis(800);
/// RFC 8656, section 4.
const USUAL_PORT: u16 = 3478;
/// Most of them that are used.
const MAX_RELAYS: usize = 8;

/// Those that are spoken to over UDP, which is what the transport can do.
pub(super) async fn relays(servers: &[IceServer]) -> Vec<RTCIceServer> {
    let wanted = servers.iter().flat_map(|server| {
        let named = server.urls.iter().filter_map(|url| place(url));
        named.map(move |place| (server, place))
    });
    let found = wanted
        .take(MAX_RELAYS)
        .map(|(server, (host, port))| async move {
            let looked_up = timeout(LOOKUP_LIMIT, lookup_host((host, port))).await;
            let address: SocketAddr = looked_up.ok()?.ok()?.next()?;
            Some(RTCIceServer {
                urls: vec![format!("turn:{address}?transport=udp")],
                username: server.username.clone(),
                credential: server.credential.expose().into(),
            })
        });
    join_all(found).await.into_iter().flatten().collect()
}

/// Host and port of a relay (RFC 7065), if it is one over UDP.
fn place(url: &str) -> Option<(&str, u16)> {
    let (place, query) = match url.strip_prefix("turn:")?.split_once('?') {
        Some((place, query)) => (place, query),
        None => (url.strip_prefix("turn:")?, ""),
    };
    if !matches!(query, "" | "transport=udp") {
        return None;
    }
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (place, USUAL_PORT),
    };
    let host = host.trim_matches(['[', ']']);
    (!host.is_empty()).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use adjourn_meeting::Secret;

    fn servers(urls: &[&str]) -> Vec<IceServer> {
        vec![IceServer {
            urls: urls.iter().map(|url| (*url).to_owned()).collect(),
            username: "ana".into(),
            credential: Secret::new("secret"),
        }]
    }

    #[tokio::test]
    async fn only_relays_over_udp_are_used_and_by_their_number() {
        let given = servers(&[
            "stun:127.0.0.1:19302",
            "turn:127.0.0.1:3479?transport=udp",
            "turn:[::1]",
            "turn:127.0.0.1?transport=tcp",
            "turns:127.0.0.1:443?transport=tcp",
            "turn:",
            "turn:127.0.0.1:seven",
        ]);
        let found = relays(&given).await;
        let urls: Vec<_> = found.iter().flat_map(|server| &server.urls).collect();
        assert_eq!(
            urls,
            [
                "turn:127.0.0.1:3479?transport=udp",
                "turn:[::1]:3478?transport=udp"
            ]
        );
        assert!(found.iter().all(|server| server.username == "ana"));
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_is_left_out() {
        assert!(relays(&servers(&["turn:relay.invalid"])).await.is_empty());
    }
}
