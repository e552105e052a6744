//! The connection a client receives on: we offer, it answers.
//!
//! One offer is out at a time. An offer whose answer may have been lost with the socket is sent again as
//! it was: a client that has applied it refuses any other ("the order of m-lines doesn't match"), silently
//! and for good. A section whose track went away is used again for another track of its kind, or a
//! meeting where people come and go would grow without end; it keeps its SSRC, so its [`Outlet`] goes on.

use std::net::SocketAddr;
use std::time::Instant;

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, Reliability};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Pt};

use super::{MediaPacket, SectionId, Transport, TransportError, sdp};
use crate::forward::{Layer, Outlet};

/// Media sections of one connection, the live ones and those that are free for the next track: an offer of so many
/// pictures is 460 KiB, within [`adjourn_signal::MAX_SDP_BYTES`]. Tracks beyond it wait until a section is free.
const MAX_SECTIONS: usize = 384;

/// A track as it is named to the subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackLine {
    /// The room's number of the track.
    pub key: u32,
    /// `PA_…|TR_…`: LiveKit's clients read publisher and track from it.
    pub stream_id: String,
    /// `TR_…`.
    pub track_id: String,
    /// Picture or sound.
    pub is_video: bool,
}

/// One media section, in the order of the offer.
struct Line {
    section: SectionId,
    is_video: bool,
    /// What it was last named; stays when the track is gone.
    track: TrackLine,
    usage: Usage,
    outlet: Outlet,
    payload_type: Option<Pt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    /// In an offer that is not answered yet.
    Offered,
    /// The track flows.
    Live,
    /// The track is gone, and the next offer says so.
    Leaving,
    /// Inactive: free for the next track of its kind.
    Free,
    /// The client does not take it.
    Refused,
}

enum Negotiation {
    Idle,
    /// The offer under `id` waits for its answer.
    Waiting {
        pending: SdpPendingOffer,
        text: String,
        id: u32,
    },
}

/// The connection a client receives on.
pub struct Subscriber {
    transport: Transport,
    lines: Vec<Line>,
    /// Tracks that wait for the next offer.
    wanted: Vec<TrackLine>,
    restart_ice: bool,
    started: bool,
    negotiation: Negotiation,
    last_offer: u32,
}

impl Subscriber {
    /// One whose first offer opens the data channels, reachable at `addresses`.
    pub fn new(now: Instant, addresses: &[SocketAddr]) -> Self {
        Self {
            transport: Transport::new(now, addresses),
            lines: Vec::new(),
            wanted: Vec::new(),
            restart_ice: false,
            started: false,
            negotiation: Negotiation::Idle,
            last_offer: 0,
        }
    }

    /// What both halves have in common.
    pub fn transport(&mut self) -> &mut Transport {
        &mut self.transport
    }

    /// The track is to be received; a later [`Subscriber::next_offer`] says so. Says whether it can flow
    /// already, because its section was not given up yet.
    pub fn add(&mut self, track: TrackLine) -> bool {
        let holds = |line: &&mut Line| line.track == track && line.usage != Usage::Free;
        if let Some(line) = self.lines.iter_mut().find(holds) {
            if line.usage == Usage::Leaving {
                let answered = line.payload_type.is_some();
                line.usage = if answered {
                    Usage::Live
                } else {
                    Usage::Offered
                };
            }
            return line.usage == Usage::Live;
        }
        if !self.wanted.contains(&track) {
            self.wanted.push(track);
        }
        false
    }

    /// The track is not to be received any more: nothing is sent of it from now on.
    pub fn remove(&mut self, key: u32) {
        self.wanted.retain(|track| track.key != key);
        for line in &mut self.lines {
            let in_use = matches!(line.usage, Usage::Offered | Usage::Live);
            if in_use && line.track.key == key {
                line.usage = Usage::Leaving;
                line.outlet.change_track();
            }
        }
    }

    /// New network paths are wanted with the next offer (after the client came back).
    pub fn restart_ice(&mut self) {
        self.restart_ice = true;
    }

    /// The offer that waits for its answer, to be sent again.
    pub fn pending_offer(&self) -> Option<(u32, &str)> {
        match &self.negotiation {
            Negotiation::Waiting { text, id, .. } => Some((*id, text)),
            Negotiation::Idle => None,
        }
    }

    /// The next offer to send with its id, when there is something to say and none is out.
    pub fn next_offer(&mut self) -> Option<(u32, String)> {
        if matches!(self.negotiation, Negotiation::Waiting { .. }) {
            return None;
        }
        let mut change = self.transport.rtc.sdp_api();
        if !self.started {
            self.started = true;
            change.add_channel_with_config(ChannelConfig {
                label: "_reliable".into(),
                ..ChannelConfig::default()
            });
            for label in ["_lossy", super::PROBE_LABEL] {
                change.add_channel_with_config(ChannelConfig {
                    label: label.into(),
                    ordered: false,
                    reliability: Reliability::MaxRetransmits { retransmits: 0 },
                    ..ChannelConfig::default()
                });
            }
        }
        let mut waiting = Vec::new();
        for track in std::mem::take(&mut self.wanted) {
            let free = self
                .lines
                .iter_mut()
                .find(|line| line.is_video == track.is_video && line.usage == Usage::Free);
            if let Some(line) = free {
                change.set_direction(line.section.0, Direction::SendOnly);
                line.track = track;
                line.usage = Usage::Offered;
                line.payload_type = None;
                continue;
            }
            if self.lines.len() >= MAX_SECTIONS {
                waiting.push(track);
                continue;
            }
            let (kind, outlet) = match track.is_video {
                true => (MediaKind::Video, Outlet::picture()),
                false => (MediaKind::Audio, Outlet::sound()),
            };
            let mid = change.add_media(
                kind,
                Direction::SendOnly,
                Some(track.stream_id.clone()),
                Some(track.track_id.clone()),
                None,
            );
            self.lines.push(Line {
                section: SectionId(mid),
                is_video: track.is_video,
                track,
                usage: Usage::Offered,
                outlet,
                payload_type: None,
            });
        }
        self.wanted = waiting;
        for line in &mut self.lines {
            if line.usage == Usage::Leaving {
                change.set_direction(line.section.0, Direction::Inactive);
                line.usage = Usage::Free;
            }
        }
        if std::mem::take(&mut self.restart_ice) {
            change.ice_restart(true);
        }
        let (offer, pending) = change.apply()?;
        let text = sdp::rename_tracks(&offer.to_sdp_string(), |mid| {
            let line = self.lines.iter().find(|line| *line.section.0 == *mid)?;
            Some((line.track.stream_id.as_str(), line.track.track_id.as_str()))
        });
        self.last_offer += 1;
        let id = self.last_offer;
        self.negotiation = Negotiation::Waiting {
            pending,
            text: text.clone(),
            id,
        };
        Some((id, text))
    }

    /// Takes the answer to the pending offer and gives the keys of the tracks that can flow now. An answer to an older
    /// offer (`id` neither 0 nor the pending one's; Python always says 0) is dropped.
    pub fn accept_answer(&mut self, id: u32, answer: &str) -> Result<Vec<u32>, TransportError> {
        let expected = match &self.negotiation {
            Negotiation::Waiting { id: expected, .. } => *expected,
            Negotiation::Idle => return Ok(Vec::new()),
        };
        if id != 0 && id != expected {
            return Ok(Vec::new());
        }
        let answer = SdpAnswer::from_sdp_string(answer)?;
        let Negotiation::Waiting { pending, .. } =
            std::mem::replace(&mut self.negotiation, Negotiation::Idle)
        else {
            return Ok(Vec::new());
        };
        self.transport
            .rtc
            .sdp_api()
            .accept_answer(pending, answer)?;
        let mut ready = Vec::new();
        for line in &mut self.lines {
            if line.usage == Usage::Offered {
                line.payload_type = payload_type(&self.transport, line.section, line.is_video);
                line.usage = if line.payload_type.is_some() {
                    Usage::Live
                } else {
                    Usage::Refused
                };
                if line.usage == Usage::Live {
                    ready.push(line.track.key);
                }
            } else if line.usage == Usage::Leaving && line.payload_type.is_none() {
                line.payload_type = payload_type(&self.transport, line.section, line.is_video);
            }
        }
        Ok(ready)
    }

    /// The outlet of a track that flows.
    pub fn outlet(&mut self, key: u32) -> Option<&mut Outlet> {
        let at = self.position(key)?;
        self.lines.get_mut(at).map(|line| &mut line.outlet)
    }

    /// The track a section carries now.
    pub fn track_of(&self, section: SectionId) -> Option<u32> {
        let live = |line: &&Line| line.section == section && line.usage == Usage::Live;
        self.lines.iter().find(live).map(|line| line.track.key)
    }

    /// Sends a packet of a track on, if its outlet lets it. Says whether anything is to be driven.
    pub fn forward(&mut self, now: Instant, key: u32, layer: Layer, media: &MediaPacket) -> bool {
        let Some(at) = self.position(key) else {
            return false;
        };
        let line = &mut self.lines[at];
        let Some(payload_type) = line.payload_type else {
            return false;
        };
        let Some(numbers) = line.outlet.forward(now, layer, &media.packet) else {
            return false;
        };
        let Some(write) = media.to_write(payload_type, numbers, line.is_video) else {
            return false;
        };
        let mut api = self.transport.rtc.direct_api();
        let Some(stream) = api.stream_tx_by_mid(line.section.0, None) else {
            return false;
        };
        stream.write_rtp(write);
        true
    }

    fn position(&self, key: u32) -> Option<usize> {
        self.lines
            .iter()
            .position(|line| line.track.key == key && line.usage == Usage::Live)
    }
}

/// The number the client takes our one codec of this kind under, unless it refused the section.
fn payload_type(transport: &Transport, section: SectionId, is_video: bool) -> Option<Pt> {
    let codec = if is_video { Codec::Vp8 } else { Codec::Opus };
    let media = transport.rtc.media(section.0)?;
    let params = transport.rtc.codec_config().params();
    params
        .iter()
        .find(|params| params.spec().codec == codec && media.remote_pts().contains(&params.pt()))
        .map(|params| params.pt())
}

#[cfg(test)]
mod tests;
