//! The two data channels, `_reliable` and `_lossy`: ours on the publishing connection, the server's on the subscribing
//! one.

use std::sync::Arc;

use adjourn_signal::{DataPacket, TalkReader};
use bytes::BytesMut;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use webrtc::data_channel::{DataChannel, DataChannelEvent, RTCDataChannelInit};
use webrtc::error::Result;
use webrtc::peer_connection::PeerConnection;

use crate::DataMessage;
use crate::talk::Said;

const RELIABLE: &str = "_reliable";
const LOSSY: &str = "_lossy";
/// Most packets waiting for one channel to open or to drain.
const QUEUE: usize = 256;

/// Our channels. They have to be in the connection's first offer: rtc 0.21 starts SCTP with the DTLS handshake and not
/// later, so a channel that is offered afterwards never opens (tried with str0m).
#[derive(Default)]
pub(super) struct DataChannels {
    queues: Option<[mpsc::Sender<Vec<u8>>; 2]>,
}

impl DataChannels {
    /// Opens both, once.
    pub(super) async fn open(
        &mut self,
        connection: &dyn PeerConnection,
        tasks: &mut JoinSet<()>,
    ) -> Result<()> {
        if self.queues.is_none() {
            let lossy = RTCDataChannelInit {
                ordered: false,
                max_retransmits: Some(0),
                ..Default::default()
            };
            self.queues = Some([
                open(connection, RELIABLE, RTCDataChannelInit::default(), tasks).await?,
                open(connection, LOSSY, lossy, tasks).await?,
            ]);
        }
        Ok(())
    }

    /// Sends a packet as soon as the channel is open, or drops it when too many are waiting.
    pub(super) fn send(&self, reliable: bool, packet: Vec<u8>) {
        if let Some([reliably, lossily]) = &self.queues
            && (if reliable { reliably } else { lossily })
                .try_send(packet)
                .is_err()
        {
            tracing::debug!(
                reliable,
                "a data packet was dropped: the channel does not drain"
            );
        }
    }
}

async fn open(
    connection: &dyn PeerConnection,
    label: &str,
    init: RTCDataChannelInit,
    tasks: &mut JoinSet<()>,
) -> Result<mpsc::Sender<Vec<u8>>> {
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
            if channel
                .send(BytesMut::from(packet.as_slice()))
                .await
                .is_err()
            {
                return;
            }
        }
    });
    Ok(queue)
}

/// Tells what comes on a channel of the server's; ends with it.
pub(super) async fn read_data(
    channel: Arc<dyn DataChannel>,
    data: broadcast::Sender<DataMessage>,
    talk: mpsc::Sender<Said>,
) {
    // Channels for other things are read too, so that nothing piles up for them.
    let reliable = match channel.label().await.as_deref() {
        Ok(RELIABLE) => Some(true),
        Ok(LOSSY) => Some(false),
        _ => None,
    };
    let mut reader = TalkReader::default();
    while let Some(event) = channel.poll().await {
        match event {
            DataChannelEvent::OnMessage(packet) => {
                if let Some(reliable) = reliable
                    && let Ok(packet) = DataPacket::decode(&packet.data)
                {
                    if let Some(said) = Said::read(&mut reader, &packet) {
                        // The call is over: nobody hears it.
                        let _ = talk.send(said).await;
                    } else if let Some(message) = packet.user() {
                        // Nobody listens: then nobody misses it.
                        let _ = data.send(DataMessage {
                            from: packet.sender,
                            reliable,
                            message,
                        });
                    }
                }
            }
            DataChannelEvent::OnClose => return,
            _ => {}
        }
    }
}
