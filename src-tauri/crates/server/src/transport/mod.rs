//! One WebRTC connection of a participant, on str0m, which stays inside this directory.
//!
//! Every call that may change something is followed by [`Transport::drive`], which sends what is to be
//! sent, gives the events and says when it wants to be called again.

mod publisher;
mod report;
mod sdp;
mod subscriber;

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use str0m::channel::ChannelId;
use str0m::config::DtlsCert;
use str0m::media::{Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite, Vp8Descriptor};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig};

pub use publisher::{Publisher, Section};
pub use report::LineReport;
pub use subscriber::{Subscriber, TrackLine};

use crate::forward::{Layer, Numbers, Packet, PictureId, Vp8};
use crate::udp::Datagram;
use report::Reports;

/// One media section (m-line) of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SectionId(Mid);

impl SectionId {
    /// The mid as clients are told it.
    pub fn to_mid(self) -> String {
        self.0.to_string()
    }
}

/// Why a session description was refused or a connection failed; never quotes the description.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// It cannot be read or contradicts what was negotiated before.
    #[error("the session description was refused")]
    Description,
    /// The connection cannot go on.
    #[error("the connection failed: {0}")]
    Connection(str0m::RtcError),
}

impl From<str0m::RtcError> for TransportError {
    fn from(error: str0m::RtcError) -> Self {
        match error {
            str0m::RtcError::RemoteSdp(why) => {
                tracing::trace!(why, "a session description was refused");
                Self::Description
            }
            str0m::RtcError::Sdp(_) => Self::Description,
            error => Self::Connection(error),
        }
    }
}

impl From<str0m::error::SdpError> for TransportError {
    fn from(_: str0m::error::SdpError) -> Self {
        Self::Description
    }
}

/// The two data channels of LiveKit's protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// `_reliable`: ordered, all of it.
    Reliable,
    /// `_lossy`: unordered, at most once.
    Lossy,
}

impl DataKind {
    fn from_label(label: &str) -> Option<Self> {
        match label {
            "_reliable" => Some(Self::Reliable),
            "_lossy" => Some(Self::Lossy),
            _ => None,
        }
    }
}

/// A media packet that came in. Its payload is shared, not copied, by everybody it goes to.
#[derive(Debug)]
pub struct MediaPacket {
    rtp: RtpPacket,
    /// What there is of a VP8 descriptor, to be rewritten.
    descriptor: Option<Vp8Descriptor>,
    /// The numbers that forwarding goes by.
    pub packet: Packet,
    /// RFC 6464, -dBov.
    pub sound_level: Option<u8>,
}

impl MediaPacket {
    fn new(rtp: RtpPacket, is_video: bool) -> Option<Self> {
        let empty = rtp.payload.is_empty();
        let descriptor = match is_video && !empty {
            true => Some(Vp8Descriptor::parse(&rtp.payload).ok()?),
            false => None,
        };
        let vp8 = descriptor.map(|descriptor| Vp8 {
            starts_key_frame: descriptor.starts_keyframe(&rtp.payload),
            // The PictureID is the third octet; its top bit says that it has two (RFC 7741, 4.2).
            picture_id: descriptor.picture_id().map(|value| PictureId {
                value,
                long: rtp.payload.get(2).is_some_and(|octet| octet & 0x80 != 0),
            }),
            tl0: descriptor.tl0_pic_idx(),
            key_index: descriptor.key_idx(),
        });
        let packet = Packet {
            sequence: *rtp.seq_no,
            timestamp: rtp.header.timestamp,
            empty,
            vp8: vp8.or(is_video.then(Vp8::default)),
        };
        let sound_level = rtp
            .header
            .ext_vals
            .audio_level
            .map(|level| level.unsigned_abs());
        Some(Self {
            rtp,
            descriptor,
            packet,
            sound_level,
        })
    }

    fn to_write(&self, payload_type: Pt, numbers: Numbers, is_video: bool) -> Option<RtpWrite> {
        let extensions = ExtensionValues {
            audio_level: self.rtp.header.ext_vals.audio_level,
            voice_activity: self.rtp.header.ext_vals.voice_activity,
            video_orientation: self.rtp.header.ext_vals.video_orientation,
            ..ExtensionValues::default()
        };
        let write = RtpWrite::new(
            payload_type,
            numbers.sequence.into(),
            numbers.timestamp,
            self.rtp.timestamp,
            self.rtp.payload.clone(),
        )
        .marker(self.rtp.header.marker)
        .nackable(is_video)
        .ext_vals(extensions);
        let Some(descriptor) = &self.descriptor else {
            return Some(write);
        };
        let mut patch = descriptor.patch();
        if let Some(id) = numbers.picture_id {
            patch = patch.picture_id(id);
        }
        if let Some(tl0) = numbers.tl0 {
            patch = patch.tl0_pic_idx(tl0);
        }
        if let Some(index) = numbers.key_index {
            patch = patch.key_idx(index);
        }
        Some(write.vp8_patch(patch.build().ok()?))
    }
}

/// What a connection reports.
#[derive(Debug)]
pub enum TransportEvent {
    /// ICE and DTLS are up.
    Connected,
    /// The other side said goodbye (DTLS close), or its SCTP association is gone.
    Closed,
    /// It is beyond repair.
    Failed,
    /// A media packet.
    Media {
        /// Where it came in.
        section: SectionId,
        /// Which layer it is of.
        layer: Layer,
        /// The packet.
        packet: Box<MediaPacket>,
    },
    /// The receiver cannot go on without a key frame.
    KeyFrameWanted(SectionId),
    /// A data channel can be written to: it is open, or there is room in it again.
    ChannelReady,
    /// A data packet.
    Data(DataKind, Vec<u8>),
    /// How the line was, every [`STATS_INTERVAL`].
    Quality(LineReport),
}

/// How often [`TransportEvent::Quality`] comes (livekit-server judges every 5 s).
pub const STATS_INTERVAL: Duration = Duration::from_secs(5);

/// What both halves have in common.
pub struct Transport {
    rtc: Rtc,
    reliable: Option<ChannelId>,
    lossy: Option<ChannelId>,
    probe: Option<ChannelId>,
    reports: Reports,
    /// When str0m wants to be called.
    timeout: Instant,
}

/// One certificate serves all connections of this process: making one costs about a millisecond.
fn certificate() -> Option<DtlsCert> {
    static CERTIFICATE: OnceLock<Option<DtlsCert>> = OnceLock::new();
    CERTIFICATE
        .get_or_init(|| {
            str0m::crypto::from_feature_flags()
                .dtls_provider
                .generate_certificate()
        })
        .clone()
}

impl Transport {
    fn new(now: Instant, addresses: &[SocketAddr]) -> Self {
        let mut config = RtcConfig::new()
            .clear_codecs()
            .enable_vp8(true)
            .enable_opus(true, false)
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .set_sctp_max_buffered_amount(SCTP_BUFFER_BYTES)
            .set_stats_interval(Some(STATS_INTERVAL));
        if let Some(certificate) = certificate() {
            config = config.set_dtls_cert(certificate);
        }
        let mut rtc = config.build(now);
        for address in addresses {
            if let Ok(candidate) = Candidate::host(*address, "udp") {
                rtc.add_local_candidate(candidate);
            }
        }
        Self {
            rtc,
            reliable: None,
            lossy: None,
            probe: None,
            reports: Reports::default(),
            timeout: now,
        }
    }

    /// The name STUN requests for this connection carry; changes with an ICE restart.
    pub fn ufrag(&mut self) -> String {
        self.rtc.direct_api().local_ice_credentials().ufrag
    }

    /// Takes a datagram if it is for this connection, and says whether it is. Drains what it causes at
    /// once: str0m holds one received packet and loses it to the next.
    pub fn receive(
        &mut self,
        datagram: &Datagram,
        send: impl FnMut(SocketAddr, SocketAddr, &[u8]),
        events: &mut Vec<TransportEvent>,
    ) -> Result<bool, TransportError> {
        let Datagram {
            from, to, bytes, ..
        } = datagram;
        let Ok(receive) = Receive::new(Protocol::Udp, *from, *to, bytes) else {
            return Ok(false);
        };
        let input = Input::Receive(datagram.at, receive);
        if !self.rtc.accepts(&input) {
            return Ok(false);
        }
        self.rtc.handle_input(input)?;
        self.drain(send, events)?;
        Ok(true)
    }

    /// When [`Transport::drive`] is to be called at the latest.
    pub fn timeout(&self) -> Instant {
        self.timeout
    }

    /// Moves time on, sends what is to be sent and collects events. An error means the connection is dead.
    pub fn drive(
        &mut self,
        now: Instant,
        send: impl FnMut(SocketAddr, SocketAddr, &[u8]),
        events: &mut Vec<TransportEvent>,
    ) -> Result<(), TransportError> {
        self.rtc.handle_input(Input::Timeout(now))?;
        self.drain(send, events)
    }

    fn drain(
        &mut self,
        mut send: impl FnMut(SocketAddr, SocketAddr, &[u8]),
        events: &mut Vec<TransportEvent>,
    ) -> Result<(), TransportError> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.timeout = at;
                    events.extend(self.reports.take().map(TransportEvent::Quality));
                    return Ok(());
                }
                Output::Transmit(datagram) => {
                    send(datagram.source, datagram.destination, &datagram.contents);
                }
                Output::Event(event) => events.extend(self.translate(event)),
            }
        }
    }

    /// Says goodbye (DTLS close); the next [`Transport::drive`] sends it.
    pub fn close(&mut self) {
        if let Err(error) = self.rtc.close() {
            tracing::debug!(%error, "a connection did not close in order");
        }
    }

    /// Writes one message to a data channel: `false` when it is full or not open.
    pub fn write_data(&mut self, kind: DataKind, bytes: &[u8]) -> bool {
        let id = match kind {
            DataKind::Reliable => self.reliable,
            DataKind::Lossy => self.lossy,
        };
        let Some(mut channel) = id.and_then(|id| self.rtc.channel(id)) else {
            return false;
        };
        // All channels share one buffer: the reliable one leaves room in it for the lossy one.
        let full = kind == DataKind::Reliable && channel.buffered_amount() > HIGH_WATER_BYTES;
        !full && channel.write(true, bytes).unwrap_or(false)
    }

    /// Writes a byte that no program reads and a living SCTP stack acknowledges within 200 ms.
    pub fn probe(&mut self) {
        if let Some(mut channel) = self.probe.and_then(|id| self.rtc.channel(id))
            && let Err(error) = channel.write(true, &[0])
        {
            tracing::debug!(%error, "a probe was not written");
        }
    }

    fn translate(&mut self, event: Event) -> Option<TransportEvent> {
        match event {
            Event::Connected => Some(TransportEvent::Connected),
            Event::Closed => Some(TransportEvent::Closed),
            Event::RtpPacket(rtp) => {
                let mut api = self.rtc.direct_api();
                let stream = api.stream_rx(&rtp.header.ssrc)?;
                let (mid, rid) = (stream.mid(), stream.rid());
                let is_video = self.rtc.media(mid)?.kind().is_video();
                Some(TransportEvent::Media {
                    section: SectionId(mid),
                    layer: Layer::from_rid(rid.as_deref())?,
                    packet: Box::new(MediaPacket::new(rtp, is_video)?),
                })
            }
            Event::KeyframeRequest(request) => {
                Some(TransportEvent::KeyFrameWanted(SectionId(request.mid)))
            }
            Event::ChannelOpen(id, label) if label == PROBE_LABEL => {
                self.probe = Some(id);
                None
            }
            Event::ChannelOpen(id, label) => {
                let kind = DataKind::from_label(&label)?;
                match kind {
                    DataKind::Reliable => self.reliable = Some(id),
                    DataKind::Lossy => self.lossy = Some(id),
                }
                if let Some(mut channel) = self.rtc.channel(id) {
                    channel.set_buffered_amount_low_threshold(LOW_WATER_BYTES);
                }
                Some(TransportEvent::ChannelReady)
            }
            Event::ChannelBufferedAmountLow(_) => Some(TransportEvent::ChannelReady),
            Event::ChannelData(message) => {
                let kind = if Some(message.id) == self.reliable {
                    DataKind::Reliable
                } else if Some(message.id) == self.lossy {
                    DataKind::Lossy
                } else {
                    return None;
                };
                Some(TransportEvent::Data(kind, message.data))
            }
            Event::PeerStats(stats) => {
                self.reports.connection(&stats);
                None
            }
            Event::MediaEgressStats(stats) => {
                let is_video = self.rtc.media(stats.mid)?.kind().is_video();
                self.reports.sent(&stats, is_video);
                None
            }
            Event::MediaIngressStats(stats) => {
                let is_video = self.rtc.media(stats.mid)?.kind().is_video();
                self.reports.received(&stats, is_video);
                None
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                tracing::debug!("a media connection is silent");
                None
            }
            _ => None,
        }
    }
}

/// A channel of our own on the subscriber's connection. Clients do not know it and take no notice.
const PROBE_LABEL: &str = "_adjourn_probe";

/// A data channel is refilled when less than this is buffered in it,
const LOW_WATER_BYTES: usize = 128 * 1024;
/// up to this,
const HIGH_WATER_BYTES: usize = 512 * 1024;
/// out of this for all channels together.
const SCTP_BUFFER_BYTES: usize = 1024 * 1024;
