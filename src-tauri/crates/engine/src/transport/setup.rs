//! How a peer connection is made.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use rtc::peer_connection::configuration::interceptor_registry::{
    Slot, register_default_interceptors,
};
use rtc::peer_connection::configuration::media_engine::{
    MIME_TYPE_OPUS, MIME_TYPE_RTX, MIME_TYPE_VP8,
};
use rtc::rtp_transceiver::rtp_sender::{
    RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpHeaderExtensionCapability, RtpCodecKind,
};
use rtc::sdp::extmap::{AUDIO_LEVEL_URI, SDES_MID_URI};
use webrtc::error::Result;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler,
    RTCConfigurationBuilder, Registry, SettingEngineBuilder, SrtpProtectionProfile,
};

use super::Setup;
use super::interceptors::{KeyRequests, RtxIn, RtxOut};
use super::relays::relays;

/// Payload types as Chromium and webrtc-rs offer them.
const OPUS: u8 = 111;
const VP8: u8 = 96;
const VP8_RTX: u8 = 97;
/// Without a STUN answer for this long the line is in trouble, …
const ICE_DISCONNECTED: Duration = Duration::from_secs(4);
/// … and after this long more it is dead. The signalling notices a pulled cable before that.
const ICE_FAILED: Duration = Duration::from_secs(8);
/// A line that is idle is checked this often.
const ICE_KEEPALIVE: Duration = Duration::from_secs(1);
/// Time between connectivity checks. A pair is checked, and nominated with the next check: at the default of 200 ms
/// that alone is 200 ms of silence at the start, on any line.
const ICE_CHECK_INTERVAL: Duration = Duration::from_millis(20);
/// Checks of a pair without an answer before it is given up: 5 s of them.
const ICE_CHECKS: u16 = 250;
/// Most bytes of one data channel that the transport holds.
const DATA_BUFFER: usize = 1024 * 1024;

/// A peer connection bound to our address on the way to the server.
pub(super) async fn connect(
    setup: &Setup,
    handler: Arc<dyn PeerConnectionEventHandler>,
) -> Result<Arc<dyn PeerConnection>> {
    let mut media = MediaEngine::default();
    media.register_codec(
        RTCRtpCodecParameters {
            rtp_codec: opus(),
            payload_type: OPUS,
        },
        RtpCodecKind::Audio,
    )?;
    media.register_codec(
        RTCRtpCodecParameters {
            rtp_codec: vp8(),
            payload_type: VP8,
        },
        RtpCodecKind::Video,
    )?;
    let rtx = RTCRtpCodec {
        mime_type: MIME_TYPE_RTX.into(),
        sdp_fmtp_line: format!("apt={VP8}"),
        rtcp_feedback: vec![],
        ..vp8()
    };
    media.register_codec(
        RTCRtpCodecParameters {
            rtp_codec: rtx,
            payload_type: VP8_RTX,
        },
        RtpCodecKind::Video,
    )?;
    // The defaults register these for video alone.
    for uri in [SDES_MID_URI, AUDIO_LEVEL_URI] {
        media.register_header_extension(
            RTCRtpHeaderExtensionCapability { uri: uri.into() },
            RtpCodecKind::Audio,
            None,
        )?;
    }
    let interceptors = register_default_interceptors(Registry::new(), &mut media)?
        // On the wire side of the NACK responder, whose packets it completes.
        .with(Slot::from(Slot::NackResponder.slot() - 500), RtxOut::new(setup.gate.clone()))
        // Before the NACK generator, which then sees what is repaired.
        .with(Slot::from(Slot::NackGenerator.slot() - 500), RtxIn::default())
        // Last, when everybody else has read the feedback.
        .with(Slot::from(Slot::JitterBuffer.slot() + 500), KeyRequests::default());
    let settings = SettingEngineBuilder::new()
        // AES-GCM runs at 4.4 million packets per CPU-second here; every browser has it.
        .with_srtp_protection_profiles(vec![SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80])
        .with_ice_timeouts(Some(ICE_DISCONNECTED), Some(ICE_FAILED), Some(ICE_KEEPALIVE))
        .with_ice_connection_attempts(Some(ICE_CHECK_INTERVAL), Some(ICE_CHECKS))
        .with_multicast_dns_mode(rtc::ice::mdns::MulticastDnsMode::Disabled)
        .with_include_loopback_candidate(setup.local.is_loopback())
        .build();
    let connection = PeerConnectionBuilder::new()
        .with_configuration(
            RTCConfigurationBuilder::default()
                .with_ice_servers(relays(&setup.ice_servers).await)
                .build(),
        )
        .with_media_engine(media)
        .with_setting_engine(settings)
        .with_interceptor_registry(interceptors)
        .with_handler(handler)
        .with_data_channel_send_buffer_limit(DATA_BUFFER)
        .with_udp_addrs(bind_addresses(setup.local))
        .build()
        .await?;
    Ok(Arc::new(connection))
}

pub(super) fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.into(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1;usedtx=1".into(),
        rtcp_feedback: vec![],
    }
}

pub(super) fn vp8() -> RTCRtpCodec {
    let feedback = |typ: &str, parameter: &str| RTCPFeedback {
        typ: typ.into(),
        parameter: parameter.into(),
    };
    RTCRtpCodec {
        mime_type: MIME_TYPE_VP8.into(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: vec![
            feedback("ccm", "fir"),
            feedback("nack", ""),
            feedback("nack", "pli"),
        ],
    }
}

/// The address the signalling took, and the one of the other family where there is a way out for it: a server may
/// signal over one family and send media over the other.
fn bind_addresses(local: IpAddr) -> Vec<SocketAddr> {
    let mut addresses = vec![SocketAddr::new(local, 0)];
    if !local.is_loopback() {
        // Connecting a UDP socket sends nothing; it only asks the routing table (addresses of RFC 5737 and RFC 3849).
        let far = if local.is_ipv4() {
            "[2001:db8::1]:9"
        } else {
            "192.0.2.1:9"
        };
        let any: SocketAddr = if local.is_ipv4() {
            "[::]:0"
        } else {
            "0.0.0.0:0"
        }
        .parse()
        .expect("a constant address");
        let other = UdpSocket::bind(any).and_then(|socket| {
            socket.connect(far)?;
            socket.local_addr()
        });
        if let Ok(other) = other {
            addresses.push(SocketAddr::new(other.ip(), 0));
        }
    }
    addresses
}
