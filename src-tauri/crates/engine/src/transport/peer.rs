//! One peer connection and the task that owns it: orders come in, events go out, nothing else touches it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_signal::SignalTarget;
use rtc::peer_connection::configuration::RTCOfferOptions;
use rtc::peer_connection::transport::RTCDtlsTransportState;
use rtc::statistics::StatsSelector;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use webrtc::data_channel::DataChannel;
use webrtc::error::Result;
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionEventHandler, RTCIceCandidateInit, RTCPeerConnectionIceEvent,
    RTCPeerConnectionState, RTCSessionDescription,
};

use super::data::{DataChannels, read_data};
use super::send::{Publication, Way, publish_audio, publish_video};
use super::{RemoteTrack, Setup, TransportEvent, setup, track_id};
use crate::talk::Said;
use crate::{DataMessage, LinkStats};

/// How often the DTLS state is looked at: a remote close raises no event, and ICE notices it seconds later.
const DTLS_WATCH: Duration = Duration::from_secs(1);
/// How long closing may take; measured: 2 ms.
const CLOSE_LIMIT: Duration = Duration::from_millis(300);
/// Most candidates kept until there is a remote description.
const MAX_EARLY_CANDIDATES: usize = 64;

/// What can be ordered.
pub(super) enum Command {
    RemoteOffer {
        sdp: String,
        id: u32,
    },
    RemoteAnswer {
        sdp: String,
    },
    RemoteCandidate(String),
    PublishAudio {
        cid: String,
        outlet: mpsc::Receiver<adjourn_media::EncodedAudio>,
    },
    PublishVideo {
        cid: String,
        rids: Vec<&'static str>,
        outlet: mpsc::Receiver<adjourn_media::EncodedVideo>,
    },
    Restart,
    Data {
        reliable: bool,
        packet: Vec<u8>,
    },
    Stats(oneshot::Sender<LinkStats>),
}

/// A running connection; it closes when this is dropped.
pub(super) struct Peer {
    commands: mpsc::UnboundedSender<Command>,
    task: JoinHandle<()>,
}

impl Peer {
    pub(super) fn start(
        target: SignalTarget,
        setup: Setup,
        events: mpsc::UnboundedSender<TransportEvent>,
    ) -> Self {
        let (commands, queue) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let up = watch::Sender::new(false);
            let handler = Arc::new(Handler {
                target,
                events: events.clone(),
                data: setup.data.clone(),
                talk: setup.talk.clone(),
                up: up.clone(),
            });
            match setup::connect(&setup, handler).await {
                Ok(connection) => {
                    let owner = Owner {
                        target,
                        connection,
                        setup,
                        events,
                        up: up.subscribe(),
                        publications: Vec::new(),
                        data: DataChannels::default(),
                        early: VecDeque::new(),
                        offer: Offer::default(),
                        tasks: JoinSet::new(),
                    };
                    owner.run(queue).await;
                }
                Err(error) => {
                    tracing::warn!(%error, ?target, "a peer connection could not be made");
                    let _ = events.send(TransportEvent::Lost(target));
                }
            }
        });
        Self { commands, task }
    }

    /// Orders are carried out one after the other. A connection that is gone takes none, and has said so.
    pub(super) fn order(&self, command: Command) {
        let _ = self.commands.send(command);
    }

    pub(super) fn request_stats(&self) -> oneshot::Receiver<LinkStats> {
        let (answer, stats) = oneshot::channel();
        self.order(Command::Stats(answer));
        stats
    }

    pub(super) async fn close(self) {
        let Self { commands, mut task } = self;
        drop(commands);
        if tokio::time::timeout(CLOSE_LIMIT * 2, &mut task)
            .await
            .is_err()
        {
            task.abort();
        }
    }
}

/// Our offer, of which one at most is on its way.
#[derive(Default)]
struct Offer {
    last_id: u32,
    /// Sent and not answered.
    pending: bool,
    /// Something changed since it was sent.
    again: bool,
}

struct Owner {
    target: SignalTarget,
    connection: Arc<dyn PeerConnection>,
    setup: Setup,
    events: mpsc::UnboundedSender<TransportEvent>,
    /// Packets can be encrypted and have somewhere to go.
    up: watch::Receiver<bool>,
    publications: Vec<Publication>,
    data: DataChannels,
    /// Candidates that came before the description they belong to.
    early: VecDeque<RTCIceCandidateInit>,
    offer: Offer,
    tasks: JoinSet<()>,
}

impl Owner {
    async fn run(mut self, mut queue: mpsc::UnboundedReceiver<Command>) {
        let mut watch = tokio::time::interval(DTLS_WATCH);
        let mut lost = false;
        loop {
            tokio::select! {
                command = queue.recv() => match command {
                    Some(command) => {
                        if let Err(error) = self.obey(command).await {
                            tracing::warn!(%error, target = ?self.target, "an order to a peer connection failed");
                        }
                    }
                    None => break,
                },
                _ = watch.tick() => {
                    if !lost && self.is_closed_by_peer().await {
                        lost = true;
                        let _ = self.events.send(TransportEvent::Lost(self.target));
                    }
                }
            }
        }
        if tokio::time::timeout(CLOSE_LIMIT, self.connection.close())
            .await
            .is_err()
        {
            tracing::warn!(target = ?self.target, "a peer connection did not close in time");
        }
        self.tasks.shutdown().await;
    }

    async fn obey(&mut self, command: Command) -> Result<()> {
        match command {
            Command::RemoteOffer { sdp, id } => {
                self.connection
                    .set_remote_description(RTCSessionDescription::offer(sdp)?)
                    .await?;
                let answer = self.connection.create_answer(None).await?;
                self.connection
                    .set_local_description(answer.clone())
                    .await?;
                let _ = self.events.send(TransportEvent::Answer {
                    sdp: answer.sdp,
                    id,
                });
                self.add_early_candidates().await;
            }
            Command::RemoteAnswer { sdp } => {
                if !std::mem::take(&mut self.offer.pending) {
                    return Ok(());
                }
                self.connection
                    .set_remote_description(RTCSessionDescription::answer(sdp)?)
                    .await?;
                for publication in &self.publications {
                    publication.negotiated().await?;
                }
                self.add_early_candidates().await;
                if std::mem::take(&mut self.offer.again) {
                    self.offer(false).await?;
                }
            }
            Command::RemoteCandidate(init) => {
                let Ok(init) = serde_json::from_str::<RTCIceCandidateInit>(&init) else {
                    return Ok(());
                };
                if self.connection.remote_description().await.is_some() {
                    self.add_candidate(init).await;
                } else if self.early.len() < MAX_EARLY_CANDIDATES {
                    self.early.push_back(init);
                }
            }
            Command::PublishAudio { cid, outlet } => {
                let way = Way {
                    gate: self.setup.gate.clone(),
                    up: self.up.clone(),
                };
                let publication =
                    publish_audio(&*self.connection, &cid, outlet, way, &mut self.tasks).await?;
                self.publications.push(publication);
                self.offer(false).await?;
            }
            Command::PublishVideo { cid, rids, outlet } => {
                let way = Way {
                    gate: self.setup.gate.clone(),
                    up: self.up.clone(),
                };
                let publication = publish_video(
                    &*self.connection,
                    &cid,
                    &rids,
                    outlet,
                    way,
                    self.events.clone(),
                    &mut self.tasks,
                )
                .await?;
                self.publications.push(publication);
                self.offer(false).await?;
            }
            Command::Restart => {
                // An answer to an earlier offer is lost with the socket it would have come on.
                self.offer.pending = false;
                if self.offer.last_id > 0 {
                    self.offer(true).await?;
                }
            }
            Command::Data { reliable, packet } => {
                if self.offer.last_id == 0 {
                    self.offer(false).await?;
                }
                self.data.send(reliable, packet);
            }
            Command::Stats(answer) => {
                let _ = answer.send(self.stats().await);
            }
        }
        Ok(())
    }

    /// Offers, or remembers to when the answer to the last offer is here.
    async fn offer(&mut self, restart: bool) -> Result<()> {
        if self.offer.pending {
            self.offer.again = true;
            return Ok(());
        }
        self.data.open(&*self.connection, &mut self.tasks).await?;
        let options = RTCOfferOptions {
            ice_restart: restart,
        };
        let offer = self.connection.create_offer(Some(options)).await?;
        self.connection.set_local_description(offer.clone()).await?;
        self.offer.pending = true;
        self.offer.last_id += 1;
        let _ = self.events.send(TransportEvent::Offer {
            sdp: offer.sdp,
            id: self.offer.last_id,
        });
        Ok(())
    }

    async fn add_early_candidates(&mut self) {
        while let Some(init) = self.early.pop_front() {
            self.add_candidate(init).await;
        }
    }

    async fn add_candidate(&self, init: RTCIceCandidateInit) {
        if let Err(error) = self.connection.add_ice_candidate(init).await {
            tracing::debug!(%error, "a candidate of the server was not understood");
        }
    }

    async fn is_closed_by_peer(&self) -> bool {
        let dtls = match self.connection.sctp().await {
            Some(sctp) => Some(sctp.transport()),
            None => match self.publications.first() {
                Some(publication) => publication.dtls().await,
                None => None,
            },
        };
        let Some(dtls) = dtls else { return false };
        matches!(
            dtls.state().await,
            Ok(RTCDtlsTransportState::Closed | RTCDtlsTransportState::Failed)
        )
    }

    async fn stats(&self) -> LinkStats {
        let report = self
            .connection
            .get_stats(Instant::now(), StatsSelector::None)
            .await;
        let mut stats = LinkStats::default();
        for pair in report.candidate_pairs().filter(|pair| pair.nominated) {
            stats.rtt_s =
                (pair.current_round_trip_time > 0.0).then_some(pair.current_round_trip_time);
        }
        for stream in report.inbound_rtp_streams() {
            let received = &stream.received_rtp_stream_stats;
            stats.packets_received += received.packets_received;
            stats.packets_lost += u64::try_from(received.packets_lost).unwrap_or(0);
        }
        for stream in report.outbound_rtp_streams() {
            stats.packets_sent += stream.sent_rtp_stream_stats.packets_sent;
        }
        stats
    }
}

/// Hears what the connection says, on the connection's own task: must not wait for anything.
struct Handler {
    target: SignalTarget,
    events: mpsc::UnboundedSender<TransportEvent>,
    data: broadcast::Sender<DataMessage>,
    talk: mpsc::Sender<Said>,
    up: watch::Sender<bool>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_candidate(&self, event: RTCPeerConnectionIceEvent) {
        if let Ok(init) = event.candidate.to_json()
            && let Ok(init) = serde_json::to_string(&init)
        {
            let _ = self.events.send(TransportEvent::Candidate {
                target: self.target,
                init,
            });
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        tracing::debug!(target = ?self.target, %state, "peer connection");
        if state == RTCPeerConnectionState::Connected {
            self.up.send_replace(true);
        }
        let _ = match state {
            RTCPeerConnectionState::Connected => self.events.send(TransportEvent::Up(self.target)),
            RTCPeerConnectionState::Failed => self.events.send(TransportEvent::Lost(self.target)),
            _ => Ok(()),
        };
    }

    async fn on_data_channel(&self, channel: Arc<dyn DataChannel>) {
        // Ends with the channel, and that with the connection.
        tokio::spawn(read_data(channel, self.data.clone(), self.talk.clone()));
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let id = track_id(&track.track_id().await, &track.stream_id().await);
        let _ = self
            .events
            .send(TransportEvent::Track(RemoteTrack { id, track }));
    }
}
