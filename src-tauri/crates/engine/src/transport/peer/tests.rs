//! One connection with orders that cannot be carried out, too many of them, and too many channels.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use futures_util::FutureExt as _;
use tokio::sync::broadcast;
use tokio::time::timeout;
use webrtc::data_channel::DataChannelEvent;
use webrtc::peer_connection::PeerConnectionEventHandler;

use super::*;

const PATIENCE: Duration = Duration::from_secs(10);

fn setup() -> Setup {
    Setup {
        ice_servers: Vec::new(),
        local: IpAddr::from(Ipv4Addr::LOCALHOST),
        gate: Arc::default(),
        data: broadcast::Sender::new(8),
        talk: mpsc::channel(8).0,
    }
}

fn peer(target: SignalTarget) -> (Peer, mpsc::Receiver<TransportEvent>) {
    let (sender, events) = mpsc::channel(crate::transport::EVENTS);
    (Peer::start(target, setup(), sender), events)
}

async fn until(
    events: &mut mpsc::Receiver<TransportEvent>,
    fits: impl Fn(&TransportEvent) -> bool,
) -> TransportEvent {
    let search = async {
        loop {
            let event = events.recv().await.expect("the connection is there");
            if fits(&event) {
                return event;
            }
        }
    };
    timeout(PATIENCE, search).await.expect("it is told")
}

fn no_offer(id: u32) -> Command {
    Command::RemoteOffer {
        sdp: "v=0\r\nm=nothing\r\n".into(),
        id,
    }
}

#[tokio::test]
async fn a_description_that_cannot_be_taken_is_told_as_a_connection_that_is_broken() {
    let (subscriber, mut events) = peer(SignalTarget::Subscriber);
    subscriber.order(no_offer(1));
    let broken = |event: &TransportEvent| matches!(event, TransportEvent::Broken(_));
    let told = until(&mut events, broken).await;
    assert!(matches!(
        told,
        TransportEvent::Broken(SignalTarget::Subscriber)
    ));
    subscriber.close().await;

    let (publisher, mut events) = peer(SignalTarget::Publisher);
    publisher.send_data(true, vec![1]);
    until(&mut events, |event| {
        matches!(event, TransportEvent::Offer { .. })
    })
    .await;
    publisher.order(Command::RemoteAnswer {
        sdp: "v=0\r\nm=nothing\r\n".into(),
    });
    until(&mut events, broken).await;
    publisher.close().await;
}

#[tokio::test]
async fn orders_are_bounded_and_who_gives_them_waits_until_there_is_room() {
    // One thread: nothing is carried out before this test waits.
    let (subscriber, mut events) = peer(SignalTarget::Subscriber);
    assert!(subscriber.has_room().now_or_never().is_some());
    let many = u32::try_from(ORDERS).expect("a small number");
    (0..many).for_each(|id| subscriber.order(no_offer(id)));
    assert!(subscriber.has_room().now_or_never().is_none());
    assert!(events.try_recv().is_err(), "nothing is lost so far");
    subscriber.order(Command::RemoteCandidate("{}".into()));
    assert!(events.try_recv().is_err(), "others are tried");
    subscriber.order(no_offer(many));
    assert!(matches!(events.try_recv(), Ok(TransportEvent::Broken(_))));
    timeout(PATIENCE, subscriber.has_room())
        .await
        .expect("they are carried out");
    subscriber.close().await;
}

/// A server's end of a connection that opens channels.
struct Far(Mutex<Vec<RTCIceCandidateInit>>);

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Far {
    async fn on_ice_candidate(&self, event: webrtc::peer_connection::RTCPeerConnectionIceEvent) {
        if let Ok(init) = event.candidate.to_json() {
            self.0.lock().expect("no panic").push(init);
        }
    }
}

#[tokio::test]
async fn a_server_that_opens_more_channels_than_are_read_has_the_rest_closed() {
    let far = Arc::new(Far(Mutex::default()));
    let server = setup::connect(&setup(), far.clone())
        .await
        .expect("a connection");
    let mut channels = Vec::new();
    for number in 0..=MAX_CHANNELS {
        let label = format!("channel {number}");
        let channel = server.create_data_channel(&label, None).await;
        channels.push(channel.expect("a channel"));
    }
    let (subscriber, mut events) = peer(SignalTarget::Subscriber);
    let offer = server.create_offer(None).await.expect("an offer");
    let described = server.set_local_description(offer.clone()).await;
    described.expect("our own offer");
    subscriber.order(Command::RemoteOffer {
        sdp: offer.sdp,
        id: 1,
    });
    let answer = until(&mut events, |event| {
        matches!(event, TransportEvent::Answer { .. })
    })
    .await;
    let TransportEvent::Answer { sdp, .. } = answer else {
        unreachable!("only this fits")
    };
    let answer = RTCSessionDescription::answer(sdp).expect("an answer");
    server
        .set_remote_description(answer)
        .await
        .expect("it is taken");
    let exchange = async {
        loop {
            let ours = std::mem::take(&mut *far.0.lock().expect("no panic"));
            for init in ours {
                let json = serde_json::to_string(&init).expect("JSON");
                subscriber.order(Command::RemoteCandidate(json));
            }
            if let Ok(TransportEvent::Candidate { init, .. }) = events.try_recv() {
                let init = serde_json::from_str(&init).expect("a candidate");
                let _ = server.add_ice_candidate(init).await;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let closed = async {
        let mut closings: JoinSet<bool> = channels
            .iter()
            .cloned()
            .map(|channel| async move {
                while let Some(event) = channel.poll().await {
                    if matches!(event, DataChannelEvent::OnClose) {
                        return true;
                    }
                }
                false
            })
            .collect();
        closings.join_next().await
    };
    let first = tokio::select! {
        () = exchange => unreachable!("it has no end"),
        first = timeout(PATIENCE, closed) => first.expect("one is closed"),
    };
    assert!(matches!(first, Some(Ok(true))), "{first:?}");
    let _ = server.close().await;
    subscriber.close().await;
}
