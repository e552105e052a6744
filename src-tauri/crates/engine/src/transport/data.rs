//! The two data channels, `_reliable` and `_lossy`: opened on the publishing connection at first use, heard on the
//! subscribing one.

use std::sync::Arc;

use adjourn_signal::MAX_DATA_BYTES;
use bytes::BytesMut;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use webrtc::data_channel::{DataChannel, DataChannelEvent, RTCDataChannelInit};
use webrtc::error::Result;
use webrtc::peer_connection::PeerConnection;

use super::TransportEvent;

const RELIABLE: &str = "_reliable";
const LOSSY: &str = "_lossy";
/// Most packets waiting for one channel to open or to drain.
const QUEUE: usize = 64;

/// Our channels; none before the first packet.
#[derive(Default)]
pub(super) struct DataChannels {
    queues: Option<[mpsc::Sender<Vec<u8>>; 2]>,
}

impl DataChannels {
    /// Sends a packet, or drops it when too many are waiting. True when the channels were opened for it and have to be
    /// offered.
    pub(super) async fn send(
        &mut self,
        connection: &dyn PeerConnection,
        reliable: bool,
        packet: Vec<u8>,
        tasks: &mut JoinSet<()>,
    ) -> Result<bool> {
        let opened = self.queues.is_none();
        if opened {
            let lossy = RTCDataChannelInit { ordered: false, max_retransmits: Some(0), ..Default::default() };
            self.queues = Some([
                open(connection, RELIABLE, RTCDataChannelInit::default(), tasks).await?,
                open(connection, LOSSY, lossy, tasks).await?,
            ]);
        }
        if let Some([reliably, lossily]) = &self.queues
            && (if reliable { reliably } else { lossily }).try_send(packet).is_err()
        {
            tracing::debug!(reliable, "a data packet was dropped: the channel does not drain");
        }
        Ok(opened)
    }
}

async fn open(connection: &dyn PeerConnection, label: &str, init: RTCDataChannelInit, tasks: &mut JoinSet<()>) -> Result<mpsc::Sender<Vec<u8>>> {
    let channel = connection.create_data_channel(label, Some(init)).await?;
    let (queue, mut packets) = mpsc::channel::<Vec<u8>>(QUEUE);
    tasks.spawn(async move {
        // The server sends nothing on these, so the first event is that it is open.
        while let Some(event) = channel.poll().await {
            if matches!(event, DataChannelEvent::OnOpen) {
                break;
            }
        }
        // Holding the channel keeps it from being announced as one of the server's.
        while let Some(packet) = packets.recv().await {
            if channel.send(BytesMut::from(packet.as_slice())).await.is_err() {
                return;
            }
        }
    });
    Ok(queue)
}

/// Tells what comes on a channel of the server's; ends with it.
pub(super) async fn read_data(channel: Arc<dyn DataChannel>, events: mpsc::UnboundedSender<TransportEvent>) {
    let reliable = match channel.label().await.as_deref() {
        Ok(RELIABLE) => true,
        Ok(LOSSY) => false,
        // `_data_track` of JS and whatever may come later.
        _ => return,
    };
    while let Some(event) = channel.poll().await {
        match event {
            DataChannelEvent::OnMessage(message) if message.data.len() <= MAX_DATA_BYTES => {
                let _ = events.send(TransportEvent::Data { reliable, packet: message.data.to_vec() });
            }
            DataChannelEvent::OnClose => return,
            _ => {}
        }
    }
}
