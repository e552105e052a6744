//! What a connection says by itself, put where its owner reads it. It says so on its own task, which must not wait.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use webrtc::data_channel::DataChannel;
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    PeerConnectionEventHandler, RTCPeerConnectionIceEvent, RTCPeerConnectionState,
};

use super::{RemoteTrack, track_id};

/// Most that is said and not read yet: both tracks of everybody in the largest meeting, and candidates.
const QUEUE: usize = 4096;

/// What a connection says.
pub(super) enum Heard {
    /// A candidate of ours, `RTCIceCandidateInit` as JSON.
    Candidate(String),
    State(RTCPeerConnectionState),
    /// The other side has opened a channel.
    Channel(Arc<dyn DataChannel>),
    /// The first packet of a track has come.
    Track(RemoteTrack),
}

/// The connection's own end.
pub(super) struct Handler {
    heard: mpsc::Sender<Heard>,
    up: watch::Sender<bool>,
}

impl Handler {
    /// It and what its owner reads; `up` becomes true when packets can be encrypted.
    pub(super) fn new(up: watch::Sender<bool>) -> (Arc<Self>, mpsc::Receiver<Heard>) {
        let (heard, queue) = mpsc::channel(QUEUE);
        (Arc::new(Self { heard, up }), queue)
    }

    fn say(&self, heard: Heard) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.heard.try_send(heard) {
            tracing::warn!("a peer connection says more than is read");
        }
    }
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_candidate(&self, event: RTCPeerConnectionIceEvent) {
        if let Ok(init) = event.candidate.to_json()
            && let Ok(init) = serde_json::to_string(&init)
        {
            self.say(Heard::Candidate(init));
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        if state == RTCPeerConnectionState::Connected {
            self.up.send_replace(true);
        }
        self.say(Heard::State(state));
    }

    async fn on_data_channel(&self, channel: Arc<dyn DataChannel>) {
        self.say(Heard::Channel(channel));
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let id = track_id(&track.track_id().await, &track.stream_id().await);
        self.say(Heard::Track(RemoteTrack { id, track }));
    }
}
