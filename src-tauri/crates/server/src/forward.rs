//! Which packet goes to whom, and under which numbers: pure, one [`Outlet`] per outgoing media section.
//!
//! A receiver must see one unbroken stream although layers and even tracks change behind it: sequence
//! number, timestamp, PictureID and TL0PICIDX go on where they stopped (without that a decoder freezes
//! and does not even ask for a key frame). A layer is only switched on its key frame.

use std::time::{Duration, Instant};

/// A simulcast layer by rank. A track without simulcast has only [`Layer::High`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// rid `q`.
    Low,
    /// rid `h`.
    Medium,
    /// rid `f`, or no rid.
    High,
}

impl Layer {
    /// From lowest to highest.
    pub const ALL: [Layer; 3] = [Layer::Low, Layer::Medium, Layer::High];

    /// The layer of an RTP stream id as LiveKit's clients use them.
    pub fn from_rid(rid: Option<&str>) -> Option<Self> {
        match rid {
            Some("q") => Some(Self::Low),
            Some("h") => Some(Self::Medium),
            Some("f") | None => Some(Self::High),
            Some(_) => None,
        }
    }
}

/// A VP8 PictureID and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureId {
    /// 7 or 15 bits.
    pub value: u16,
    /// Whether it has 15.
    pub long: bool,
}

/// The fields of a VP8 payload descriptor (RFC 7741) that matter here; a field that is absent stays absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vp8 {
    /// First packet of a key frame.
    pub starts_key_frame: bool,
    /// Counts pictures.
    pub picture_id: Option<PictureId>,
    /// Counts pictures of the lowest temporal layer.
    pub tl0: Option<u8>,
    /// Counts key frames, 5 bits.
    pub key_index: Option<u8>,
}

/// One incoming packet, without its payload.
#[derive(Clone, Copy, Debug)]
pub struct Packet {
    /// Extended sequence number.
    pub sequence: u64,
    /// RTP timestamp in the clock of its kind.
    pub timestamp: u32,
    /// Carries nothing but padding.
    pub empty: bool,
    /// For video.
    pub vp8: Option<Vp8>,
}

/// The numbers a packet goes out under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Extended sequence number, below 65536 for the first packet.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// Rewritten PictureID, where the packet has one.
    pub picture_id: Option<u16>,
    /// Rewritten TL0PICIDX, where the packet has one.
    pub tl0: Option<u8>,
    /// Rewritten KEYIDX, where the packet has one.
    pub key_index: Option<u8>,
}

/// What a subscriber wants to see of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The best there is: nothing was asked for.
    Best,
    /// A layer by rank.
    Layer(Layer),
    /// A picture of about so many pixels.
    Size {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// Nothing for now.
    Nothing,
}

/// What is known of one layer of a track.
#[derive(Clone, Copy, Debug, Default)]
pub struct LayerState {
    /// Pixels, 0 when not known.
    pub width: u32,
    /// Pixels, 0 when not known.
    pub height: u32,
    /// When its last packet came.
    pub last_packet: Option<Instant>,
}

/// A layer without a packet for so long is not sent any more. Screens are sent at 1 to 5 frames a second.
pub const LAYER_TIMEOUT: Duration = Duration::from_secs(2);

/// The layer to send: the smallest that fulfils the wish, or the nearest one that is really being sent.
/// Nothing when nothing is wished for or nothing comes.
pub fn choose_layer(now: Instant, wish: Wish, layers: &[LayerState; 3]) -> Option<Layer> {
    let sent = |layer: &Layer| {
        layers[*layer as usize]
            .last_packet
            .is_some_and(|at| now < at + LAYER_TIMEOUT)
    };
    let wanted = match wish {
        Wish::Nothing => return None,
        Wish::Best => Layer::High,
        Wish::Layer(layer) => layer,
        Wish::Size { width, height } => {
            let enough = u64::from(width) * u64::from(height) * 9 / 10;
            let pixels = |layer: &Layer| {
                let state = layers[*layer as usize];
                u64::from(state.width) * u64::from(state.height)
            };
            Layer::ALL
                .into_iter()
                .find(|layer| pixels(layer) >= enough)
                .unwrap_or(Layer::High)
        }
    };
    let below = Layer::ALL
        .into_iter()
        .rev()
        .filter(|layer| *layer <= wanted)
        .find(sent);
    below.or_else(|| Layer::ALL.into_iter().find(sent))
}

/// How incoming numbers of the current source become outgoing ones.
#[derive(Clone, Copy, Debug)]
struct Mapping {
    layer: Layer,
    first_sequence: u64,
    highest_sequence: u64,
    sequence_offset: u64,
    timestamp_offset: u32,
    picture_offset: u16,
    tl0_offset: u8,
    key_index_offset: u8,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    /// Nothing is sent.
    Paused,
    /// Nothing is sent until a key frame of `target`.
    Waiting { target: Layer },
    /// `mapping` is sent; a key frame of `target` switches to it.
    Sending { mapping: Mapping, target: Layer },
}

/// What went out last, so that what goes out next continues it.
#[derive(Clone, Copy, Debug)]
struct Sent {
    sequence: u64,
    timestamp: u32,
    at: Option<Instant>,
    picture_id: u16,
    tl0: u8,
    key_index: u8,
}

/// One outgoing media section: it outlives layers and tracks, because its SSRC does.
#[derive(Debug)]
pub struct Outlet {
    clock_hz: u32,
    source: Source,
    sent: Sent,
}

impl Outlet {
    /// For sound at 48 kHz; starts with whatever comes.
    pub fn sound() -> Self {
        Self::new(48_000)
    }

    /// For a picture at 90 kHz; sends nothing before [`Outlet::aim`].
    pub fn picture() -> Self {
        Self::new(90_000)
    }

    fn new(clock_hz: u32) -> Self {
        // SRTP's rollover counter starts at 0 at the receiver, so the first number must be below 65536.
        let sent = Sent {
            sequence: 1_000,
            timestamp: 0,
            at: None,
            picture_id: 0,
            tl0: 0,
            key_index: 0,
        };
        Self {
            clock_hz,
            source: Source::Paused,
            sent,
        }
    }

    /// Chooses what to send; `None` stops. Says whether a key frame of that layer is needed for it.
    pub fn aim(&mut self, layer: Option<Layer>) -> bool {
        self.source = match (layer, self.source) {
            (None, _) => Source::Paused,
            (Some(target), Source::Sending { mapping, .. }) => Source::Sending { mapping, target },
            (Some(target), Source::Paused | Source::Waiting { .. }) => Source::Waiting { target },
        };
        self.needs_key_frame().is_some()
    }

    /// The section carries another track from now on.
    pub fn change_track(&mut self) {
        self.source = Source::Paused;
    }

    /// The layer a key frame is awaited of.
    pub fn needs_key_frame(&self) -> Option<Layer> {
        match self.source {
            Source::Waiting { target } => Some(target),
            Source::Sending { mapping, target } if mapping.layer != target => Some(target),
            Source::Paused | Source::Sending { .. } => None,
        }
    }

    /// The layer that is sent now.
    pub fn layer(&self) -> Option<Layer> {
        match self.source {
            Source::Sending { mapping, .. } => Some(mapping.layer),
            Source::Paused | Source::Waiting { .. } => None,
        }
    }

    /// The numbers `packet` of `layer` goes out under, or nothing when it does not go out.
    pub fn forward(&mut self, now: Instant, layer: Layer, packet: &Packet) -> Option<Numbers> {
        let starts = !packet.empty && packet.vp8.is_none_or(|vp8| vp8.starts_key_frame);
        match self.source {
            Source::Waiting { target } if target == layer && starts => {
                self.switch(now, layer, packet)
            }
            Source::Sending { mapping, target }
                if target == layer && mapping.layer != layer && starts =>
            {
                self.switch(now, layer, packet);
            }
            _ => {}
        }
        let Source::Sending { mapping, .. } = &mut self.source else {
            return None;
        };
        // What the new layer sent before its key frame, late or retransmitted, has no place any more.
        if mapping.layer != layer || packet.sequence < mapping.first_sequence {
            return None;
        }
        if packet.empty {
            if packet.sequence == mapping.highest_sequence + 1 {
                // Padding is not passed on; closing the gap keeps the receiver from asking for it.
                mapping.highest_sequence += 1;
                mapping.first_sequence = packet.sequence + 1;
                mapping.sequence_offset = mapping.sequence_offset.wrapping_sub(1);
            }
            return None;
        }
        mapping.highest_sequence = mapping.highest_sequence.max(packet.sequence);
        let numbers = mapping.apply(packet);
        if numbers.sequence >= self.sent.sequence {
            self.sent.sequence = numbers.sequence;
            self.sent.timestamp = numbers.timestamp;
            self.sent.at = Some(now);
            self.sent.picture_id = numbers.picture_id.unwrap_or(self.sent.picture_id);
            self.sent.tl0 = numbers.tl0.unwrap_or(self.sent.tl0);
            self.sent.key_index = numbers.key_index.unwrap_or(self.sent.key_index);
        }
        Some(numbers)
    }

    fn switch(&mut self, now: Instant, layer: Layer, packet: &Packet) {
        let sent = self.sent;
        let timestamp = match sent.at {
            None => packet.timestamp,
            Some(at) => {
                let elapsed = now.saturating_duration_since(at).as_micros();
                let ticks = elapsed * u128::from(self.clock_hz) / 1_000_000;
                sent.timestamp
                    .wrapping_add(u32::try_from(ticks.max(1)).unwrap_or(u32::MAX))
            }
        };
        let vp8 = packet.vp8.unwrap_or_default();
        let mapping = Mapping {
            layer,
            first_sequence: packet.sequence,
            highest_sequence: packet.sequence,
            sequence_offset: (sent.sequence + 1).wrapping_sub(packet.sequence),
            timestamp_offset: timestamp.wrapping_sub(packet.timestamp),
            picture_offset: vp8.picture_id.map_or(0, |id| {
                sent.picture_id.wrapping_add(1).wrapping_sub(id.value)
            }),
            tl0_offset: vp8
                .tl0
                .map_or(0, |tl0| sent.tl0.wrapping_add(1).wrapping_sub(tl0)),
            key_index_offset: vp8.key_index.map_or(0, |index| {
                sent.key_index.wrapping_add(1).wrapping_sub(index)
            }),
        };
        self.source = Source::Sending {
            mapping,
            target: layer,
        };
    }
}

impl Mapping {
    fn apply(&self, packet: &Packet) -> Numbers {
        let vp8 = packet.vp8.unwrap_or_default();
        Numbers {
            sequence: packet.sequence.wrapping_add(self.sequence_offset),
            timestamp: packet.timestamp.wrapping_add(self.timestamp_offset),
            picture_id: vp8.picture_id.map(|id| {
                let mask = if id.long { 0x7fff } else { 0x7f };
                id.value.wrapping_add(self.picture_offset) & mask
            }),
            tl0: vp8.tl0.map(|tl0| tl0.wrapping_add(self.tl0_offset)),
            key_index: vp8
                .key_index
                .map(|i| i.wrapping_add(self.key_index_offset) & 0x1f),
        }
    }
}

/// Asks a publisher for key frames of its layers, not more often than it can make use of.
#[derive(Debug, Default)]
pub struct KeyFrameRequests {
    layers: [Asked; 3],
}

#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    last: Option<Instant>,
    again: bool,
}

impl KeyFrameRequests {
    /// The least time between two requests (livekit-server throttles at 0.5 to 1 s; a joiner waits for it).
    const INTERVAL: Duration = Duration::from_millis(400);

    /// A key frame is wanted: whether to ask now. If not, [`Self::is_due`] says so later.
    pub fn want(&mut self, now: Instant, layer: Layer) -> bool {
        let asked = &mut self.layers[layer as usize];
        let allowed = asked.last.is_none_or(|last| now >= last + Self::INTERVAL);
        asked.again = !allowed;
        if allowed {
            asked.last = Some(now);
        }
        allowed
    }

    /// A key frame came: what was waiting for one is served.
    pub fn came(&mut self, layer: Layer) {
        self.layers[layer as usize].again = false;
    }

    /// Whether a postponed request is due; then it counts as asked.
    pub fn is_due(&mut self, now: Instant, layer: Layer) -> bool {
        self.layers[layer as usize].again && self.want(now, layer)
    }
}

#[cfg(test)]
mod tests;
