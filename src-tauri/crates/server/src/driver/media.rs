//! Media: driving transports, publications, subscriptions, and which layer goes to whom.

use std::collections::BTreeSet;
use std::time::Instant;

use adjourn_meeting::room::{Input, Track};
use adjourn_meeting::{StreamKind, TrackId};
use adjourn_signal::{Response, TrackInfo, TrackKind, VideoQuality};

use super::Driver;
use super::peer::remember;
use super::quality::judge;
use crate::forward::{KeyFrameRequests, LAYER_TIMEOUT, Layer, LayerState, Wish, choose_layer};
use crate::transport::{MediaPacket, Section, SectionId, TrackLine, TransportEvent};
use crate::udp::{ConnectionKey, Datagram};

/// A track that can be subscribed to.
pub struct Published {
    /// Whose, as the room's number.
    pub owner: u32,
    /// The client's id of it.
    pub cid: String,
    /// Where it comes in.
    pub section: SectionId,
    /// What everybody is told of it.
    pub info: TrackInfo,
    /// Who receives it.
    pub subscribers: BTreeSet<u32>,
    layers: [LayerState; 3],
    key_frames: KeyFrameRequests,
}

impl Published {
    /// Picture rather than sound.
    pub fn is_video(&self) -> bool {
        self.info.kind == TrackKind::Video
    }
}

impl Driver {
    pub(super) fn datagram(&mut self, datagram: &Datagram) {
        let Some(peer) = self.peers.get_mut(&datagram.key.peer) else {
            return;
        };
        if datagram.key.publishes && peer.data.is_unwelcome(&datagram.bytes) {
            peer.media_heard = datagram.at;
            return;
        }
        let transport = match datagram.key.publishes {
            true => peer.publisher.transport(),
            false => peer.subscriber.transport(),
        };
        let batch = &mut self.batch;
        let send = |from, to, bytes: &[u8]| batch.push(from, to, bytes);
        let mut reported = std::mem::take(&mut self.reported);
        match transport.receive(datagram, send, &mut reported) {
            Ok(true) => {}
            Ok(false) => {
                self.reported = reported;
                return;
            }
            Err(error) => {
                tracing::debug!(peer = peer.id, %error, "a connection failed");
                reported.push(TransportEvent::Failed);
            }
        }
        self.events
            .extend(reported.drain(..).map(|event| (datagram.key, event)));
        self.reported = reported;
        peer.media_heard = datagram.at;
        if !peer.addresses.contains(&datagram.from) {
            self.hub
                .udp
                .learn(datagram.from, &self.to_room, datagram.key);
            if let Some(oldest) = remember(&mut peer.addresses, datagram.from) {
                self.hub.udp.forget(&[], &[oldest]);
            }
        }
        if peer.outbox.is_none() {
            let sid = peer.sid.clone();
            self.tell_room(datagram.at, Input::MediaHeard { sid });
        }
    }

    /// Lets every transport that has something to do do it; its events go to `self.events`.
    pub(super) fn drive_transports(&mut self, now: Instant) {
        let batch = &mut self.batch;
        let mut reported = std::mem::take(&mut self.reported);
        for peer in self.peers.values_mut() {
            for publishes in [true, false] {
                let (transport, dirty) = match publishes {
                    true => (peer.publisher.transport(), &mut peer.publisher_dirty),
                    false => (peer.subscriber.transport(), &mut peer.subscriber_dirty),
                };
                if !std::mem::take(dirty) && now < transport.timeout() {
                    continue;
                }
                let send = |from, to, bytes: &[u8]| batch.push(from, to, bytes);
                if let Err(error) = transport.drive(now, send, &mut reported) {
                    tracing::debug!(peer = peer.id, %error, "a connection failed");
                    reported.push(TransportEvent::Failed);
                }
                let key = ConnectionKey {
                    peer: peer.id,
                    publishes,
                };
                self.events
                    .extend(reported.drain(..).map(|event| (key, event)));
            }
        }
        self.reported = reported;
    }

    pub(super) fn transport_event(
        &mut self,
        now: Instant,
        key: ConnectionKey,
        event: TransportEvent,
    ) {
        let id = key.peer;
        match event {
            TransportEvent::Media {
                section,
                layer,
                packet,
            } => {
                self.forward(now, id, section, layer, &packet);
            }
            TransportEvent::Connected => {
                let Some(peer) = self.peers.get_mut(&id) else {
                    return;
                };
                if !key.publishes {
                    peer.connected = true;
                    let sid = peer.sid.clone();
                    self.tell_room(now, Input::Active { sid });
                    for track in self.subscriptions(id) {
                        self.aim(now, id, track);
                    }
                }
            }
            TransportEvent::Closed => {
                // DTLS was closed in order: the client is going, whether or not it says so as well.
                if let Some(sid) = self.peers.get(&id).map(|peer| peer.sid.clone()) {
                    self.tell_room(now, Input::Leave { sid });
                }
            }
            TransportEvent::Failed => self.start_over(now, id),
            TransportEvent::KeyFrameWanted(section) => {
                let Some(peer) = self.peers.get_mut(&id) else {
                    return;
                };
                let Some(track) = peer.subscriber.track_of(section) else {
                    return;
                };
                let layer = peer
                    .subscriber
                    .outlet(track)
                    .and_then(|outlet| outlet.layer());
                if let Some(layer) = layer {
                    self.want_key_frame(now, track, layer);
                }
            }
            TransportEvent::ChannelReady => {
                if let Some(peer) = self.peers.get_mut(&id) {
                    peer.flush_data(now);
                }
                self.keep_data(now);
            }
            TransportEvent::Data(kind, bytes) => self.data(now, id, kind, &bytes),
            TransportEvent::Quality { loss, rtt } => {
                let Some(peer) = self.peers.get_mut(&id) else {
                    return;
                };
                peer.measured = judge(loss, rtt);
            }
        }
    }

    /// The hot path: once per packet and subscriber, without copying the payload.
    fn forward(
        &mut self,
        now: Instant,
        id: u32,
        section: SectionId,
        layer: Layer,
        media: &MediaPacket,
    ) {
        let Some(peer) = self.peers.get(&id) else {
            return;
        };
        let Some(key) = peer
            .sections
            .iter()
            .find(|(at, _)| *at == section)
            .map(|(_, key)| *key)
        else {
            return;
        };
        if let Some(level) = media.sound_level {
            let sid = peer.sid.clone();
            self.room.handle(now, Input::SoundLevel { sid, level });
        }
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        if track.info.muted {
            return;
        }
        if track.is_video() {
            let state = &mut track.layers[layer as usize];
            let woke = state
                .last_packet
                .is_none_or(|last| now >= last + LAYER_TIMEOUT);
            state.last_packet = Some(now);
            if media.packet.vp8.is_some_and(|vp8| vp8.starts_key_frame) {
                track.key_frames.came(layer);
            }
            if woke {
                self.aim_all(now, key);
            }
        }
        let Some(track) = self.tracks.get(&key) else {
            return;
        };
        for subscriber in &track.subscribers {
            if let Some(peer) = self.peers.get_mut(subscriber) {
                peer.subscriber_dirty |= peer.subscriber.forward(now, key, layer, media);
            }
        }
    }

    /// What a client's offer says of its tracks becomes publications.
    pub(super) fn map_sections(&mut self, now: Instant, id: u32, sections: Vec<Section>) {
        for section in sections {
            let Some(peer) = self.peers.get_mut(&id) else {
                return;
            };
            let held = peer
                .sections
                .iter()
                .find(|(at, _)| *at == section.id)
                .map(|(_, key)| *key);
            let held_cid = held
                .and_then(|key| self.tracks.get(&key))
                .map(|track| track.cid.as_str());
            match (section.sending, held) {
                (true, Some(_)) if held_cid == Some(section.cid.as_str()) => {}
                (true, held) => {
                    if let Some(key) = held {
                        self.unpublish(now, key);
                    }
                    self.publish(now, id, section);
                }
                (false, Some(key)) => self.unpublish(now, key),
                (false, None) => {}
            }
        }
    }

    fn publish(&mut self, now: Instant, id: u32, section: Section) {
        let key = self.new_number();
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let announced = peer
            .announced
            .iter()
            .position(|track| track.cids.contains(&section.cid));
        let Some(announced) = announced.map(|at| peer.announced.swap_remove(at)) else {
            return; // a track nobody announced is not forwarded
        };
        let mut info = announced.info;
        if (info.kind == TrackKind::Video) != section.is_video {
            return;
        }
        info.mid = section.id.to_mid();
        info.simulcast = section.simulcast;
        for codec in &mut info.codecs {
            codec.mid.clone_from(&info.mid);
        }
        let track = Track {
            id: info.sid.clone(),
            kind: info.stream_kind().unwrap_or(StreamKind::Share),
            muted: info.muted,
        };
        peer.sections.push((section.id, key));
        let sid = peer.sid.clone();
        let published = Published {
            owner: id,
            cid: section.cid,
            section: section.id,
            layers: layers(&info),
            info,
            subscribers: BTreeSet::new(),
            key_frames: KeyFrameRequests::default(),
        };
        self.tracks.insert(key, published);
        self.tell_room(now, Input::Publish { sid, track });
        let everybody: Vec<u32> = self.peers.keys().copied().collect();
        for subscriber in everybody {
            self.subscribe(now, subscriber, key);
        }
    }

    pub(super) fn unpublish(&mut self, now: Instant, key: u32) {
        let Some(track) = self.tracks.remove(&key) else {
            return;
        };
        for peer in self.peers.values_mut() {
            peer.subscriber.remove(key);
            peer.wishes.remove(&key);
            peer.choices.remove(&track.info.sid);
            peer.negotiate = true;
        }
        if let Some(owner) = self.peers.get_mut(&track.owner) {
            owner.sections.retain(|(_, held)| *held != key);
            let sid = owner.sid.clone();
            self.tell_room(
                now,
                Input::Unpublish {
                    sid,
                    track: track.info.sid,
                },
            );
        }
    }

    /// Makes `id` a receiver of the track, if it wants it and it is not its own.
    pub(super) fn subscribe(&mut self, now: Instant, id: u32, key: u32) {
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        let Some(owner) = self.peers.get(&track.owner).map(|owner| owner.sid.clone()) else {
            return;
        };
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        if track.owner == id || !peer.wants(&track.info.sid) {
            return;
        }
        track.subscribers.insert(id);
        let track_id = track.info.sid.as_str().to_owned();
        let line = TrackLine {
            key,
            stream_id: format!("{}|{track_id}", owner.as_str()),
            track_id,
            is_video: track.is_video(),
        };
        let flows = peer.subscriber.add(line);
        peer.negotiate = true;
        if flows {
            self.aim(now, id, key);
        }
    }

    pub(super) fn unsubscribe(&mut self, id: u32, key: u32) {
        if let Some(track) = self.tracks.get_mut(&key) {
            track.subscribers.remove(&id);
        }
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.subscriber.remove(key);
            peer.negotiate = true;
        }
    }

    fn subscriptions(&self, id: u32) -> Vec<u32> {
        let receives =
            |(key, track): (&u32, &Published)| track.subscribers.contains(&id).then_some(*key);
        self.tracks.iter().filter_map(receives).collect()
    }

    /// Chooses what `id` gets of a track now, and asks for the key frame it takes.
    pub(super) fn aim(&mut self, now: Instant, id: u32, key: u32) {
        let Some(track) = self.tracks.get(&key) else {
            return;
        };
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let wish = match track.info.muted {
            true => Wish::Nothing,
            false => peer.wishes.get(&key).copied().unwrap_or(Wish::Best),
        };
        let layer = match track.is_video() {
            true => choose_layer(now, wish, &track.layers),
            false => (wish != Wish::Nothing).then_some(Layer::High),
        };
        let is_video = track.is_video();
        let Some(outlet) = peer.subscriber.outlet(key) else {
            return;
        };
        outlet.aim(layer);
        if let Some(layer) = outlet
            .needs_key_frame()
            .filter(|_| is_video && peer.connected)
        {
            self.want_key_frame(now, key, layer);
        }
    }

    fn aim_all(&mut self, now: Instant, key: u32) {
        let Some(track) = self.tracks.get(&key) else {
            return;
        };
        for id in track.subscribers.clone() {
            self.aim(now, id, key);
        }
    }

    fn want_key_frame(&mut self, now: Instant, key: u32, layer: Layer) {
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        if !track.key_frames.want(now, layer) {
            return;
        }
        if let Some(owner) = self.peers.get_mut(&track.owner) {
            owner.publisher.request_key_frame(track.section, layer);
            owner.publisher_dirty = true;
        }
    }

    /// A track falls silent at once or speaks again, whatever its publisher sends.
    pub(super) fn set_muted(&mut self, now: Instant, track: &TrackId, muted: bool) {
        let Some(key) = self.track_key(track) else {
            return;
        };
        if let Some(track) = self.tracks.get_mut(&key) {
            track.info.muted = muted;
        }
        self.aim_all(now, key);
    }

    pub(super) fn track_key(&self, id: &TrackId) -> Option<u32> {
        self.tracks
            .iter()
            .find(|(_, track)| track.info.sid == *id)
            .map(|(key, _)| *key)
    }

    /// A track of this participant's own.
    pub(super) fn track_of(&self, owner: u32, id: &TrackId) -> Option<&Published> {
        self.tracks
            .values()
            .find(|track| track.owner == owner && track.info.sid == *id)
    }

    /// Sends each participant whose set of tracks changed its next offer.
    pub(super) fn negotiate(&mut self) {
        // The meeting is ending: the tracks go because everybody does, and an offer would only cost time.
        if self.record.is_some() {
            return;
        }
        for peer in self.peers.values_mut() {
            if peer.outbox.is_none() || !std::mem::take(&mut peer.negotiate) {
                continue;
            }
            if let Some((id, sdp)) = peer.subscriber.next_offer() {
                peer.subscriber_dirty = true;
                peer.send(&Response::Offer { sdp, id });
            }
        }
    }

    /// What happens by time alone.
    pub(super) fn keep_house(&mut self, now: Instant) {
        self.keep_sockets(now);
        let keys: Vec<u32> = self.tracks.keys().copied().collect();
        for key in keys {
            let Some(track) = self.tracks.get_mut(&key) else {
                continue;
            };
            if !track.is_video() {
                continue;
            }
            for layer in Layer::ALL {
                if track.key_frames.is_due(now, layer)
                    && let Some(owner) = self.peers.get_mut(&track.owner)
                {
                    owner.publisher.request_key_frame(track.section, layer);
                    owner.publisher_dirty = true;
                }
            }
            // A layer that fell silent is left, and who still waits for a key frame asks again.
            self.aim_all(now, key);
        }
        self.keep_data(now);
        self.keep_quality(now);
    }
}

/// The sizes of the layers as announced. Without layers the only one is the full picture; where only the
/// full size is known, a layer has half the width of the next one.
fn layers(info: &TrackInfo) -> [LayerState; 3] {
    Layer::ALL.map(|layer| {
        let quality = match layer {
            Layer::Low => VideoQuality::Low,
            Layer::Medium => VideoQuality::Medium,
            Layer::High => VideoQuality::High,
        };
        let announced = info
            .layers
            .iter()
            .find(|announced| announced.quality == quality);
        let (width, height) = announced
            .map(|announced| (announced.width, announced.height))
            .filter(|(width, height)| *width > 0 && *height > 0)
            .unwrap_or_else(|| {
                let shift = 2 - layer as u32;
                (info.width >> shift, info.height >> shift)
            });
        LayerState {
            width,
            height,
            last_packet: None,
        }
    })
}
