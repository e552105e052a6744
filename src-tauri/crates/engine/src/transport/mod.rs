//! The two peer connections of a participant: one we send on and offer, one we receive on and answer. `webrtc` and
//! `rtc` are named in this module and nowhere else.

mod data;
mod hearing;
mod interceptors;
mod peer;
mod receive;
mod relays;
mod send;
mod setup;

use std::net::IpAddr;
use std::sync::Arc;

use adjourn_meeting::{StreamKind, TrackId};
use adjourn_signal::{IceServer, SignalTarget};
use tokio::sync::{broadcast, mpsc, oneshot};

pub(crate) use receive::{RemoteTrack, VideoCounters, receive_audio, receive_video};
pub(crate) use send::{AudioInlet, VideoInlet};

use crate::gate::Gate;
use crate::talk::Said;
use crate::{DataMessage, LinkStats};
use peer::{Command, Peer};

/// What the connections tell.
pub(crate) enum TransportEvent {
    /// To be sent to the server: our offer for the publishing connection.
    Offer { sdp: String, id: u32 },
    /// To be sent to the server: our answer for the subscribing connection.
    Answer { sdp: String, id: u32 },
    /// To be sent to the server.
    Candidate { target: SignalTarget, init: String },
    /// ICE and DTLS are through.
    Up(SignalTarget),
    /// It will not come back by itself.
    Lost(SignalTarget),
    /// It and the server do not understand each other any more, whatever it carries: only a new one helps.
    Broken(SignalTarget),
    /// The first packet of a track has come.
    Track(RemoteTrack),
    /// A receiver cannot decode a layer of our camera or screen without a key frame.
    KeyFrameWanted { kind: StreamKind, layer: usize },
}

/// Most that is told and not taken yet; then the connections wait.
pub(crate) const EVENTS: usize = 256;

/// Both connections. Dropping it closes them in the background; [`Transport::close`] waits.
pub(crate) struct Transport {
    publisher: Peer,
    subscriber: Peer,
}

/// What both connections need.
#[derive(Clone)]
pub(crate) struct Setup {
    pub ice_servers: Vec<IceServer>,
    /// Our address on the way to the server: sockets are bound to it.
    pub local: IpAddr,
    pub gate: Arc<Gate>,
    /// Where data go: bounded, who is slow misses some.
    pub data: broadcast::Sender<DataMessage>,
    /// Where people's words go: bounded, their channel waits.
    pub talk: mpsc::Sender<Said>,
}

impl Transport {
    /// Starts both connections; what they have to say goes to `events`.
    pub(crate) fn start(setup: &Setup, events: &mpsc::Sender<TransportEvent>) -> Self {
        Self {
            publisher: Peer::start(SignalTarget::Publisher, setup.clone(), events.clone()),
            subscriber: Peer::start(SignalTarget::Subscriber, setup.clone(), events.clone()),
        }
    }

    /// Returns when it can take what another message of the server's brings: until then none is to be read.
    pub(crate) async fn has_room(&self) {
        self.publisher.has_room().await;
        self.subscriber.has_room().await;
    }

    /// Takes the server's offer; answered with [`TransportEvent::Answer`].
    pub(crate) fn remote_offer(&self, sdp: String, id: u32) {
        self.subscriber.order(Command::RemoteOffer { sdp, id });
    }

    /// Takes the server's answer.
    pub(crate) fn remote_answer(&self, sdp: String) {
        self.publisher.order(Command::RemoteAnswer { sdp });
    }

    /// Takes a candidate of the server's, `RTCIceCandidateInit` as JSON.
    pub(crate) fn remote_candidate(&self, target: SignalTarget, init: String) {
        self.peer(target).order(Command::RemoteCandidate(init));
    }

    /// Publishes sound under our own id `cid`; an offer follows.
    pub(crate) fn publish_audio(&self, cid: &str) -> AudioInlet {
        let (inlet, outlet) = mpsc::channel(send::AUDIO_QUEUE);
        self.publisher.order(Command::PublishAudio {
            cid: cid.into(),
            outlet,
        });
        AudioInlet::new(inlet)
    }

    /// Publishes video in these layers under our own id `cid`; an offer follows.
    pub(crate) fn publish_video(
        &self,
        cid: &str,
        kind: StreamKind,
        rids: Vec<&'static str>,
    ) -> VideoInlet {
        let (inlet, outlet) = mpsc::channel(send::VIDEO_QUEUE);
        self.publisher.order(Command::PublishVideo {
            cid: cid.into(),
            kind,
            rids,
            outlet,
        });
        VideoInlet::new(inlet)
    }

    /// Takes back what was published as `cid`; an offer follows.
    pub(crate) fn unpublish(&self, cid: String) {
        self.publisher.order(Command::Unpublish { cid });
    }

    /// Offers anew with other ICE credentials, after the signalling was lost; the server does the same for the other
    /// connection.
    pub(crate) fn restart(&self) {
        self.publisher.order(Command::Restart);
    }

    /// Sends a packet on a data channel, opening it at first use.
    pub(crate) fn send_data(&self, reliable: bool, packet: Vec<u8>) {
        self.publisher.send_data(reliable, packet);
    }

    /// Asks for the figures of the publishing and the subscribing connection.
    pub(crate) fn stats_requests(
        &self,
    ) -> (oneshot::Receiver<LinkStats>, oneshot::Receiver<LinkStats>) {
        (
            self.publisher.request_stats(),
            self.subscriber.request_stats(),
        )
    }

    /// Closes both and waits until their tasks have ended.
    pub(crate) async fn close(self) {
        tokio::join!(self.publisher.close(), self.subscriber.close());
    }

    fn peer(&self, target: SignalTarget) -> &Peer {
        match target {
            SignalTarget::Publisher => &self.publisher,
            SignalTarget::Subscriber => &self.subscriber,
        }
    }
}

/// The server's track id in a remote stream's ids: the track's own, or behind the bar of `PA_…|TR_…`.
fn track_id(track: &str, stream: &str) -> TrackId {
    let named = if track.starts_with("TR_") {
        track
    } else {
        stream.split_once('|').map_or(track, |(_, id)| id)
    };
    TrackId::new(named)
}
