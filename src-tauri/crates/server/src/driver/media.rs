//! Media: driving transports, and passing on what they bring.

use std::time::Instant;

use adjourn_meeting::room::Input;
use adjourn_signal::Response;

use super::Driver;
use super::peer::remember;
use super::quality::judge;
use crate::forward::{LAYER_TIMEOUT, Layer};
use crate::transport::{MediaPacket, SectionId, TransportEvent};
use crate::udp::{ConnectionKey, Datagram};

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
            TransportEvent::Quality(report) => {
                let Some(peer) = self.peers.get_mut(&id) else {
                    return;
                };
                match key.publishes {
                    true => peer.measured.up = judge(&report),
                    false => peer.measured.down = judge(&report),
                }
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
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        // What is not passed on is not heard either: it makes nobody the one who speaks.
        if track.info.muted {
            return;
        }
        if let Some(level) = media.sound_level {
            let sid = peer.sid.clone();
            self.room.handle(now, Input::SoundLevel { sid, level });
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
