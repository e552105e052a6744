//! The connection a client publishes on: it offers, we answer.

use std::net::SocketAddr;
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::media::{KeyframeRequestKind, Rid};

use super::{SectionId, Transport, TransportError, sdp};
use crate::forward::Layer;

/// A media section of the client's offer that carries a track of its.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which.
    pub id: SectionId,
    /// The client's id of the track, `add_track.cid`.
    pub cid: String,
    /// Picture or sound.
    pub is_video: bool,
    /// Several layers were offered.
    pub simulcast: bool,
    /// The client sends on it now, and we take what it sends.
    pub sending: bool,
}

/// The connection a client publishes on.
pub struct Publisher {
    pub(super) transport: Transport,
}

impl Publisher {
    /// One that waits for its first offer, reachable at `addresses`.
    pub fn new(now: Instant, addresses: &[SocketAddr]) -> Self {
        Self {
            transport: Transport::new(now, addresses),
        }
    }

    /// What both halves have in common.
    pub fn transport(&mut self) -> &mut Transport {
        &mut self.transport
    }

    /// Answers an offer and reads which tracks it carries. A new ICE ufrag in the offer restarts ICE and
    /// changes [`Transport::ufrag`].
    pub fn answer(&mut self, text: &str) -> Result<(String, Vec<Section>), TransportError> {
        let offer = SdpOffer::from_sdp_string(text)?;
        let rtc = &mut self.transport.rtc;
        let answer = rtc.sdp_api().accept_offer(offer)?;
        let sections = sdp::offered(text)
            .into_iter()
            .map(|offered| {
                let id = SectionId(offered.mid.as_str().into());
                let taken = rtc.media(id.0).is_some_and(|media| !media.disabled());
                Section {
                    id,
                    cid: offered.cid,
                    is_video: offered.is_video,
                    simulcast: offered.simulcast,
                    sending: offered.sending && taken,
                }
            })
            .collect();
        Ok((answer.to_sdp_string(), sections))
    }

    /// Asks the client for a key frame of a layer.
    pub fn request_key_frame(&mut self, section: SectionId, layer: Layer) {
        let rid: Rid = match layer {
            Layer::Low => "q".into(),
            Layer::Medium => "h".into(),
            Layer::High => "f".into(),
        };
        let mut api = self.transport.rtc.direct_api();
        for rid in [Some(rid), None] {
            if let Some(stream) = api.stream_rx_by_mid(section.0, rid) {
                stream.request_keyframe(KeyframeRequestKind::Pli);
                return;
            }
        }
    }
}
