//! One peer connection and the task that owns it: orders come in, events go out, nothing else touches it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use adjourn_meeting::StreamKind;
use adjourn_signal::SignalTarget;
use rtc::peer_connection::configuration::RTCOfferOptions;
use rtc::peer_connection::transport::RTCDtlsTransportState;
use rtc::statistics::StatsSelector;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use webrtc::data_channel::DataChannel;
use webrtc::error::Result;
use webrtc::peer_connection::{
    PeerConnection, RTCIceCandidateInit, RTCPeerConnectionState, RTCSessionDescription,
};

use super::data::{DataChannels, read_data};
use super::hearing::{Handler, Heard};
use super::send::{Publication, Way, publish_audio, publish_video};
use super::{Setup, TransportEvent, setup};
use crate::LinkStats;

/// How often the DTLS state is looked at: a remote close raises no event, and ICE notices it seconds later.
const DTLS_WATCH: Duration = Duration::from_secs(1);
/// How long closing may take; measured: 2 ms.
const CLOSE_LIMIT: Duration = Duration::from_millis(300);
/// Most candidates kept until there is a remote description.
const MAX_EARLY_CANDIDATES: usize = 64;
/// Most orders that wait to be carried out.
const ORDERS: usize = 64;
/// So many orders have to find room before more is read from the server: what one message brings, and what we want
/// ourselves meanwhile.
const ROOM: usize = 8;
/// Most packets of data that wait for their turn.
const DATA_ORDERS: usize = 256;
/// How long one step of negotiating may take; measured: 17 ms for 13 sections.
const STEP_LIMIT: Duration = Duration::from_secs(10);
/// Most channels of the server's that are read: it opens two, some clients' servers a third.
const MAX_CHANNELS: usize = 8;

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
        kind: StreamKind,
        rids: Vec<&'static str>,
        outlet: mpsc::Receiver<adjourn_media::EncodedVideo>,
    },
    Unpublish {
        cid: String,
    },
    Restart,
    Stats(oneshot::Sender<LinkStats>),
}

/// A packet for a data channel.
struct Outgoing {
    reliable: bool,
    packet: Vec<u8>,
}

/// A running connection; it closes when this is dropped.
pub(super) struct Peer {
    target: SignalTarget,
    commands: mpsc::Sender<Command>,
    data: mpsc::Sender<Outgoing>,
    events: mpsc::Sender<TransportEvent>,
    task: JoinHandle<()>,
}

impl Peer {
    pub(super) fn start(
        target: SignalTarget,
        setup: Setup,
        events: mpsc::Sender<TransportEvent>,
    ) -> Self {
        let (commands, orders) = mpsc::channel(ORDERS);
        let (data, packets) = mpsc::channel(DATA_ORDERS);
        let told = events.clone();
        let task = tokio::spawn(async move {
            let up = watch::Sender::new(false);
            let (handler, heard) = Handler::new(up.clone());
            match setup::connect(&setup, handler).await {
                Ok(connection) => {
                    let owner = Owner {
                        target,
                        connection,
                        setup,
                        events: told,
                        up: up.subscribe(),
                        publications: Vec::new(),
                        data: DataChannels::default(),
                        early: VecDeque::new(),
                        offer: Offer::default(),
                        tasks: JoinSet::new(),
                        readers: JoinSet::new(),
                    };
                    owner.run(orders, packets, heard).await;
                }
                Err(error) => {
                    tracing::warn!(%error, ?target, "a peer connection could not be made");
                    let _ = told.send(TransportEvent::Lost(target)).await;
                }
            }
        });
        Self {
            target,
            commands,
            data,
            events,
            task,
        }
    }

    /// Orders are carried out one after the other. A connection that is gone takes none, and has said so; one that has
    /// too many is of no use any more.
    pub(super) fn order(&self, command: Command) {
        match self.commands.try_send(command) {
            Ok(()) | Err(TrySendError::Closed(_)) => {}
            // They are made up for: others are tried, and who asks for figures asks again.
            Err(TrySendError::Full(Command::RemoteCandidate(_) | Command::Stats(_))) => {}
            Err(TrySendError::Full(_)) => {
                tracing::warn!(target = ?self.target, "a peer connection does not keep up");
                let _ = self.events.try_send(TransportEvent::Broken(self.target));
            }
        }
    }

    /// Returns when more can be ordered.
    pub(super) async fn has_room(&self) {
        // One that is gone takes orders for nothing.
        let _ = self.commands.reserve_many(ROOM).await;
    }

    /// Sends a packet on a data channel, or drops it when too many are waiting.
    pub(super) fn send_data(&self, reliable: bool, packet: Vec<u8>) {
        if self.data.try_send(Outgoing { reliable, packet }).is_err() {
            tracing::debug!(reliable, "a data packet was dropped");
        }
    }

    pub(super) fn request_stats(&self) -> oneshot::Receiver<LinkStats> {
        let (answer, stats) = oneshot::channel();
        self.order(Command::Stats(answer));
        stats
    }

    pub(super) async fn close(self) {
        let Self {
            commands, mut task, ..
        } = self;
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
    events: mpsc::Sender<TransportEvent>,
    /// Packets can be encrypted and have somewhere to go.
    up: watch::Receiver<bool>,
    publications: Vec<Publication>,
    data: DataChannels,
    /// Candidates that came before the description they belong to.
    early: VecDeque<RTCIceCandidateInit>,
    offer: Offer,
    /// What sends.
    tasks: JoinSet<()>,
    /// What reads the server's channels.
    readers: JoinSet<()>,
}

impl Owner {
    async fn run(
        mut self,
        mut orders: mpsc::Receiver<Command>,
        mut packets: mpsc::Receiver<Outgoing>,
        mut heard: mpsc::Receiver<Heard>,
    ) {
        let mut watch = tokio::time::interval(DTLS_WATCH);
        let mut lost = false;
        loop {
            tokio::select! {
                command = orders.recv() => match command {
                    Some(command) => self.step(command).await,
                    None => break,
                },
                Some(Outgoing { reliable, packet }) = packets.recv() => {
                    if self.offer.last_id == 0 {
                        let offered = self.offer(false).await;
                        self.check(offered).await;
                    }
                    self.data.send(reliable, packet);
                }
                Some(heard) = heard.recv() => self.hear(heard).await,
                // They are to leave nothing behind, not even that they ended.
                Some(_) = self.readers.join_next() => {}
                Some(_) = self.tasks.join_next() => {}
                _ = watch.tick() => {
                    if !lost && self.is_closed_by_peer().await {
                        lost = true;
                        self.tell(TransportEvent::Lost(self.target)).await;
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
        self.readers.shutdown().await;
    }

    /// Who does not listen any more has given the connection up, and closes it.
    async fn tell(&self, event: TransportEvent) {
        let _ = self.events.send(event).await;
    }

    async fn step(&mut self, command: Command) {
        let result = tokio::time::timeout(STEP_LIMIT, self.obey(command)).await;
        let result = result.unwrap_or_else(|_| {
            Err(webrtc::error::Error::Other(
                "it takes longer than it may".into(),
            ))
        });
        self.check(result).await;
    }

    /// A description that was not taken is never sent again: what it was to bring would be missed for good, and so would
    /// everything after it.
    async fn check(&self, result: Result<()>) {
        if let Err(error) = result {
            tracing::warn!(%error, target = ?self.target, "a peer connection is out of step");
            self.tell(TransportEvent::Broken(self.target)).await;
        }
    }

    async fn hear(&mut self, heard: Heard) {
        let target = self.target;
        match heard {
            Heard::Candidate(init) => self.tell(TransportEvent::Candidate { target, init }).await,
            Heard::State(state) => {
                tracing::debug!(?target, %state, "peer connection");
                match state {
                    RTCPeerConnectionState::Connected => {
                        self.tell(TransportEvent::Up(target)).await
                    }
                    RTCPeerConnectionState::Failed => self.tell(TransportEvent::Lost(target)).await,
                    _ => {}
                }
            }
            Heard::Track(track) => self.tell(TransportEvent::Track(track)).await,
            Heard::Channel(channel) => self.read(channel).await,
        }
    }

    async fn read(&mut self, channel: Arc<dyn DataChannel>) {
        if self.readers.len() < MAX_CHANNELS {
            let (data, talk) = (self.setup.data.clone(), self.setup.talk.clone());
            self.readers.spawn(read_data(channel, data, talk));
        } else {
            tracing::debug!("the server opens more channels than anybody reads");
            // Unread and open it would keep what comes on it.
            let _ = channel.close().await;
        }
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
                self.tell(TransportEvent::Answer {
                    sdp: answer.sdp,
                    id,
                })
                .await;
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
            Command::PublishVideo {
                cid,
                kind,
                rids,
                outlet,
            } => {
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
                    (kind, self.events.clone()),
                    &mut self.tasks,
                )
                .await?;
                self.publications.push(publication);
                self.offer(false).await?;
            }
            Command::Unpublish { cid } => {
                let place = self.publications.iter().position(|one| one.cid == cid);
                if let Some(place) = place {
                    let publication = self.publications.remove(place);
                    publication.retract(&*self.connection).await?;
                    self.offer(false).await?;
                }
            }
            Command::Restart => {
                // An answer to an earlier offer is lost with the socket it would have come on.
                self.offer.pending = false;
                if self.offer.last_id > 0 {
                    self.offer(true).await?;
                }
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
        self.tell(TransportEvent::Offer {
            sdp: offer.sdp,
            id: self.offer.last_id,
        })
        .await;
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

#[cfg(test)]
mod tests;
