//! A message that a connection cannot do without is not understood: sound and pictures are begun anew, and nobody leaves.

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use adjourn_engine::Target;
use adjourn_meeting::{MeetingEvent, MeetingState};
use adjourn_signal::Response;
use futures_util::{SinkExt as _, StreamExt as _};
use support::{Person, guest, server};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response as Upgrade};
use tokio_tungstenite::{accept_hdr_async, connect_async};

const NO_DESCRIPTION: &str = "v=0\r\nm=nothing\r\n";

/// What a relay makes of a message of the server's; none to pass it on.
type Spoil = fn(&Response) -> Option<Vec<u8>>;

/// A relay of signalling that spoils the next message that `spoil` has something for, each time that it is told to.
struct Relay {
    address: SocketAddr,
    armed: Arc<AtomicBool>,
    _task: JoinSet<()>,
}

impl Relay {
    async fn before(server: SocketAddr, spoil: Spoil) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let armed = Arc::new(AtomicBool::new(false));
        let (mut task, shared) = (JoinSet::new(), armed.clone());
        task.spawn(async move {
            let mut sockets = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                sockets.spawn(relay(client, server, spoil, shared.clone()));
            }
        });
        Self {
            address,
            armed,
            _task: task,
        }
    }
}

async fn relay(client: TcpStream, server: SocketAddr, spoil: Spoil, armed: Arc<AtomicBool>) {
    let mut asked = None;
    // Its error type is tungstenite's choice.
    #[expect(clippy::result_large_err)]
    let note = |request: &Request, answer: Upgrade| {
        asked = Some((
            request.uri().to_string(),
            request.headers().get("authorization").cloned(),
        ));
        Ok(answer)
    };
    let Ok(mut client) = accept_hdr_async(client, note).await else {
        return;
    };
    let (path, token) = asked.expect("it has asked");
    let mut request = format!("ws://{server}{path}")
        .into_client_request()
        .expect("a URL");
    request.headers_mut().extend(token.map(|token| {
        (
            tokio_tungstenite::tungstenite::http::header::AUTHORIZATION,
            token,
        )
    }));
    let Ok((mut upstream, _)) = connect_async(request).await else {
        return;
    };
    loop {
        let sent = tokio::select! {
            Some(Ok(message)) = client.next() => upstream.send(message).await,
            Some(Ok(mut message)) = upstream.next() => {
                if let Message::Binary(bytes) = &message
                    && armed.load(Ordering::SeqCst)
                    && let Ok(response) = Response::decode(bytes)
                    && let Some(spoiled) = spoil(&response)
                {
                    armed.store(false, Ordering::SeqCst);
                    message = Message::Binary(spoiled.into());
                }
                client.send(message).await
            }
            else => return,
        };
        if sent.is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_offer_or_answer_that_is_not_understood_begins_the_media_anew_and_nobody_leaves() {
    let spoils: [(&str, Spoil); 3] = [
        (
            "an offer that is no description",
            |response| match response {
                Response::Offer { id, .. } => Some(
                    Response::Offer {
                        sdp: NO_DESCRIPTION.into(),
                        id: *id,
                    }
                    .encode(),
                ),
                _ => None,
            },
        ),
        ("an offer that is no message", |response| match response {
            Response::Offer { .. } => Some(vec![0x1a, 0xff, 0x01, 0x00]),
            _ => None,
        }),
        (
            "an answer that is no description",
            |response| match response {
                Response::Answer { id, .. } => Some(
                    Response::Answer {
                        sdp: NO_DESCRIPTION.into(),
                        id: *id,
                    }
                    .encode(),
                ),
                _ => None,
            },
        ),
    ];
    for (what, spoil) in spoils {
        let server = server().await;
        let meeting = server
            .open_meeting("Ana’s meeting", "Ana")
            .await
            .expect("a meeting");
        let relay = Relay::before(server.local_addr(), spoil).await;
        let (mut ana, mut bo, mut cy) = (Person::new(), Person::new(), Person::new());
        let target = Target::Token {
            url: format!("ws://{}", relay.address),
            token: meeting.host_token.clone(),
            certificate_sha256: None,
        };
        ana.engine.set_camera(false);
        let ana_id = ana.join(target, "Ana").await;
        bo.join(guest(&meeting), "Bo").await;
        bo.sees_and_hears(&ana_id, 0, 100).await;

        relay.armed.store(true, Ordering::SeqCst);
        // An offer of the server's follows the one who comes, and an answer of the server's the camera.
        let cy_id = cy.join(guest(&meeting), "Cy").await;
        ana.engine.set_camera(true);
        ana.until_state(MeetingState::Reconnecting).await;
        ana.until_state(MeetingState::Connected).await;
        tokio::join!(
            ana.sees_and_hears(&cy_id, 5, 100),
            bo.sees_and_hears(&ana_id, 5, 200)
        );
        for person in [&mut ana, &mut bo, &mut cy] {
            let mut events: Vec<_> = person
                .heard
                .iter()
                .map(|(_, event)| event.clone())
                .collect();
            events.extend(person.rest());
            let left = |event: &MeetingEvent| matches!(event, MeetingEvent::ParticipantLeft { .. });
            assert!(!events.iter().any(left), "{what}: {events:?}");
        }
        for person in [ana, bo, cy] {
            person.engine.shutdown().await;
        }
        server.shutdown().await;
    }
}
