//! Our own tracks: encoded sound and pictures in, stamped RTP packets out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use adjourn_media::{EncodedAudio, EncodedVideo};
use adjourn_meeting::StreamKind;
use bytes::Bytes;
use rtc::media_stream::MediaStreamTrack;
use rtc::rtcp::payload_feedbacks::full_intra_request::FullIntraRequest;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtp;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind,
};
use rtc::sdp::extmap::{AUDIO_LEVEL_URI, SDES_MID_URI, SDES_RTP_STREAM_ID_URI};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use webrtc::error::Result;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_local::{TrackLocal, TrackLocalEvent};
use webrtc::peer_connection::PeerConnection;
use webrtc::peer_connection::transport::DtlsTransport;
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, RtpTransceiver};

use super::{TransportEvent, setup};
use crate::gate::Gate;
use crate::rtp::Vp8Packetizer;

/// Most encoded packets of sound waiting to be sent: 0.6 s.
pub(super) const AUDIO_QUEUE: usize = 32;
/// Most encoded pictures waiting to be sent: three layers for 0.6 s.
pub(super) const VIDEO_QUEUE: usize = 64;
/// A key frame of a layer is asked of the camera at most this often, whoever wants it: one costs as much as ten others.
const KEY_FRAME_INTERVAL: Duration = Duration::from_millis(300);

/// Where a microphone puts its packets. From any thread; never blocks.
#[derive(Clone)]
pub(crate) struct AudioInlet(mpsc::Sender<EncodedAudio>);

/// Where a camera puts its pictures. From any thread; never blocks.
#[derive(Clone)]
pub(crate) struct VideoInlet {
    queue: mpsc::Sender<EncodedVideo>,
    /// A picture was lost here: what follows cannot be decoded until a key frame.
    broken: Arc<[AtomicBool; 3]>,
}

impl AudioInlet {
    pub(super) fn new(queue: mpsc::Sender<EncodedAudio>) -> Self {
        Self(queue)
    }

    /// What does not fit is lost, as on any line that is too slow.
    pub(crate) fn push(&self, packet: EncodedAudio) {
        let _ = self.0.try_send(packet);
    }
}

impl VideoInlet {
    pub(super) fn new(queue: mpsc::Sender<EncodedVideo>) -> Self {
        Self {
            queue,
            broken: Arc::default(),
        }
    }

    /// What does not fit is lost, and its layer goes on with the next key frame.
    pub(crate) fn push(&self, picture: EncodedVideo) {
        let Some(broken) = self.broken.get(picture.layer) else {
            return;
        };
        if broken.load(Ordering::Relaxed) && !picture.key {
            return;
        }
        let lost = self.queue.try_send(picture).is_err();
        broken.store(lost, Ordering::Relaxed);
    }
}

/// A track of ours on a connection.
pub(super) struct Publication {
    pub cid: String,
    transceiver: Arc<dyn RtpTransceiver>,
    stamps: watch::Sender<Option<Stamps>>,
}

/// Whether packets may and can leave.
pub(super) struct Way {
    pub gate: Arc<Gate>,
    /// The connection is through: before that a packet cannot be encrypted.
    pub up: watch::Receiver<bool>,
}

impl Way {
    fn is_open(&self) -> bool {
        self.gate.is_open() && *self.up.borrow()
    }
}

/// What the negotiation decided for the packets of a track.
#[derive(Clone, Debug)]
struct Stamps {
    payload_type: u8,
    mid: Bytes,
    mid_id: Option<u8>,
    rid_id: Option<u8>,
    level_id: Option<u8>,
}

impl Publication {
    /// Reads what the answer decided; packets flow from then on.
    pub(super) async fn negotiated(&self) -> Result<()> {
        let (Some(mid), Some(sender)) = (
            self.transceiver.mid().await?,
            self.transceiver.sender().await?,
        ) else {
            return Ok(());
        };
        let parameters = sender.get_parameters().await?.rtp_parameters;
        let Some(codec) = parameters.codecs.first() else {
            return Ok(());
        };
        let id = |uri: &str| {
            let extension = parameters
                .header_extensions
                .iter()
                .find(|extension| extension.uri == uri)?;
            u8::try_from(extension.id).ok()
        };
        self.stamps.send_replace(Some(Stamps {
            payload_type: codec.payload_type,
            mid: mid.into_bytes().into(),
            mid_id: id(SDES_MID_URI),
            rid_id: id(SDES_RTP_STREAM_ID_URI),
            level_id: id(AUDIO_LEVEL_URI),
        }));
        Ok(())
    }

    /// Takes it off the connection; the next offer says so.
    pub(super) async fn retract(self, connection: &dyn PeerConnection) -> Result<()> {
        match self.transceiver.sender().await? {
            Some(sender) => connection.remove_track(&sender).await,
            None => Ok(()),
        }
    }

    pub(super) async fn dtls(&self) -> Option<Arc<dyn DtlsTransport>> {
        self.transceiver
            .sender()
            .await
            .ok()??
            .transport()
            .await
            .ok()?
    }
}

/// Adds a track of sound and starts sending what comes out of `outlet`.
pub(super) async fn publish_audio(
    connection: &dyn PeerConnection,
    cid: &str,
    outlet: mpsc::Receiver<EncodedAudio>,
    way: Way,
    tasks: &mut JoinSet<()>,
) -> Result<Publication> {
    let ssrc = random();
    let (publication, track) = add_track(
        connection,
        cid,
        RtpCodecKind::Audio,
        vec![encoding(setup::opus(), ssrc, "")],
    )
    .await?;
    let stamps = publication.stamps.subscribe();
    tasks.spawn(async move {
        // Ends with the connection: then packets are refused, or the inlet is gone.
        let _ = send_audio(&*track, ssrc, outlet, stamps, &way).await;
    });
    Ok(publication)
}

/// Adds a track of video with one simulcast layer per rid and starts sending what comes out of `outlet`.
pub(super) async fn publish_video(
    connection: &dyn PeerConnection,
    cid: &str,
    rids: &[&'static str],
    outlet: mpsc::Receiver<EncodedVideo>,
    way: Way,
    (kind, events): (StreamKind, mpsc::Sender<TransportEvent>),
    tasks: &mut JoinSet<()>,
) -> Result<Publication> {
    let layers: Vec<_> = rids.iter().map(|rid| VideoLayer::new(rid)).collect();
    // One layer is sent as plain video: an SSRC in the description and no rid.
    let encodings = layers.iter().map(|layer| {
        encoding(
            setup::vp8(),
            layer.ssrc,
            if rids.len() > 1 { layer.rid } else { "" },
        )
    });
    let (publication, track) =
        add_track(connection, cid, RtpCodecKind::Video, encodings.collect()).await?;
    let stamps = publication.stamps.subscribe();
    let ssrcs: Vec<_> = layers.iter().map(|layer| layer.ssrc).collect();
    let (feedback, wishes) = (track.clone(), events.clone());
    tasks.spawn(async move { read_feedback(&*feedback, &ssrcs, kind, &wishes).await });
    tasks.spawn(async move {
        let _ = send_video(&*track, layers, outlet, stamps, &way, (kind, &events)).await;
    });
    Ok(publication)
}

async fn add_track(
    connection: &dyn PeerConnection,
    cid: &str,
    kind: RtpCodecKind,
    encodings: Vec<RTCRtpEncodingParameters>,
) -> Result<(Publication, Arc<TrackLocalStaticRTP>)> {
    let stream = format!("{cid}-stream");
    let track = Arc::new(TrackLocalStaticRTP::new(MediaStreamTrack::new(
        stream,
        cid.into(),
        cid.into(),
        kind,
        encodings,
    )));
    let init = RTCRtpTransceiverInit {
        direction: RTCRtpTransceiverDirection::Sendonly,
        streams: vec![],
        send_encodings: vec![],
    };
    let transceiver = connection
        .add_transceiver_from_track(track.clone(), Some(init))
        .await?;
    Ok((
        Publication {
            cid: cid.into(),
            transceiver,
            stamps: watch::Sender::new(None),
        },
        track,
    ))
}

fn encoding(codec: RTCRtpCodec, ssrc: u32, rid: &str) -> RTCRtpEncodingParameters {
    RTCRtpEncodingParameters {
        active: true,
        codec,
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            rid: rid.into(),
            ..Default::default()
        },
        ..Default::default()
    }
}

async fn send_audio(
    track: &dyn TrackLocal,
    ssrc: u32,
    mut outlet: mpsc::Receiver<EncodedAudio>,
    stamps: watch::Receiver<Option<Stamps>>,
    way: &Way,
) -> Result<()> {
    let mut sequence = first_sequence();
    let mut last_timestamp = None;
    while let Some(packet) = outlet.recv().await {
        let Some(stamp) = stamps.borrow().clone() else {
            continue;
        };
        if !way.is_open() {
            continue;
        }
        // Marked where sound begins again after a silence that was not sent (RFC 7587, 4.2).
        let marker =
            last_timestamp.is_none_or(|last: u32| packet.rtp_timestamp.wrapping_sub(last) > 960);
        last_timestamp = Some(packet.rtp_timestamp);
        let mut header = header(&stamp, ssrc, sequence, packet.rtp_timestamp, marker);
        stamp_on(&mut header, stamp.mid_id, stamp.mid.clone())?;
        let level = (u8::from(packet.voice) << 7) | packet.level.min(127);
        stamp_on(
            &mut header,
            stamp.level_id,
            Bytes::copy_from_slice(&[level]),
        )?;
        track
            .write_rtp(rtp::Packet {
                header,
                payload: packet.data,
            })
            .await?;
        sequence = sequence.wrapping_add(1);
    }
    Ok(())
}

/// One simulcast layer on its way out.
struct VideoLayer {
    rid: &'static str,
    ssrc: u32,
    sequence: u16,
    packetizer: Vp8Packetizer,
    /// Pictures were left out: the next one has to be a key frame.
    needs_key: bool,
    asked_at: Option<Instant>,
}

impl VideoLayer {
    fn new(rid: &'static str) -> Self {
        Self {
            rid,
            ssrc: random(),
            sequence: first_sequence(),
            packetizer: Vp8Packetizer::new(random() as u16),
            needs_key: true,
            asked_at: None,
        }
    }
}

async fn send_video(
    track: &dyn TrackLocal,
    mut layers: Vec<VideoLayer>,
    mut outlet: mpsc::Receiver<EncodedVideo>,
    stamps: watch::Receiver<Option<Stamps>>,
    way: &Way,
    (kind, events): (StreamKind, &mpsc::Sender<TransportEvent>),
) -> Result<()> {
    let simulcast = layers.len() > 1;
    while let Some(picture) = outlet.recv().await {
        let index = picture.layer;
        let Some(layer) = layers.get_mut(index) else {
            continue;
        };
        let stamp = stamps.borrow().clone();
        let Some(stamp) = stamp.filter(|_| way.is_open()) else {
            layer.needs_key = true;
            continue;
        };
        if layer.needs_key && !picture.key {
            if layer
                .asked_at
                .is_none_or(|at| at.elapsed() >= KEY_FRAME_INTERVAL)
            {
                layer.asked_at = Some(Instant::now());
                // Where too much is told already it is asked for again.
                let _ = events.try_send(TransportEvent::KeyFrameWanted { kind, layer: index });
            }
            continue;
        }
        layer.needs_key = false;
        let payloads = layer.packetizer.packetize(&picture.data);
        let last = payloads.len() - 1;
        for (place, payload) in payloads.into_iter().enumerate() {
            if !way.is_open() {
                layer.needs_key = true;
                break;
            }
            let mut header = header(
                &stamp,
                layer.ssrc,
                layer.sequence,
                picture.rtp_timestamp,
                place == last,
            );
            stamp_on(&mut header, stamp.mid_id, stamp.mid.clone())?;
            if simulcast {
                stamp_on(
                    &mut header,
                    stamp.rid_id,
                    Bytes::from_static(layer.rid.as_bytes()),
                )?;
            }
            track.write_rtp(rtp::Packet { header, payload }).await?;
            layer.sequence = layer.sequence.wrapping_add(1);
        }
    }
    Ok(())
}

/// Turns requests for key frames into events; ends with the connection.
async fn read_feedback(
    track: &dyn TrackLocal,
    ssrcs: &[u32],
    kind: StreamKind,
    events: &mpsc::Sender<TransportEvent>,
) {
    let mut asked_at = vec![None::<Instant>; ssrcs.len()];
    while let Some(event) = track.poll().await {
        let TrackLocalEvent::OnRtcpPacket(packets) = event else {
            continue;
        };
        for packet in packets {
            let asked: Vec<u32> =
                if let Some(pli) = packet.as_any().downcast_ref::<PictureLossIndication>() {
                    vec![pli.media_ssrc]
                } else if let Some(fir) = packet.as_any().downcast_ref::<FullIntraRequest>() {
                    fir.fir.iter().map(|entry| entry.ssrc).collect()
                } else {
                    continue;
                };
            for layer in asked
                .iter()
                .filter_map(|ssrc| ssrcs.iter().position(|known| known == ssrc))
            {
                if asked_at[layer].is_none_or(|at| at.elapsed() >= KEY_FRAME_INTERVAL) {
                    asked_at[layer] = Some(Instant::now());
                    let _ = events.try_send(TransportEvent::KeyFrameWanted { kind, layer });
                }
            }
        }
    }
}

fn header(
    stamp: &Stamps,
    ssrc: u32,
    sequence_number: u16,
    timestamp: u32,
    marker: bool,
) -> rtp::Header {
    rtp::Header {
        version: 2,
        payload_type: stamp.payload_type,
        ssrc,
        sequence_number,
        timestamp,
        marker,
        ..Default::default()
    }
}

fn stamp_on(header: &mut rtp::Header, id: Option<u8>, value: Bytes) -> Result<()> {
    match id {
        Some(id) => header.set_extension(id, value),
        None => Ok(()),
    }
}

/// SSRCs and picture ids only have to differ from others'.
fn random() -> u32 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    u32::from_ne_bytes(bytes)
}

/// Below 2^15, so that a receiver that joins late does not mistake the first wrap of SRTP's counter (RFC 3711, 3.3.1).
fn first_sequence() -> u16 {
    random() as u16 & 0x7fff
}
