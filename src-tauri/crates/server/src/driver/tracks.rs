//! Publications and subscriptions, and which layer goes to whom.

use std::collections::BTreeSet;
use std::time::Instant;

use adjourn_meeting::room::{Input, Track};
use adjourn_meeting::{StreamKind, TrackId};
use adjourn_signal::{TrackInfo, TrackKind, VideoQuality};

use super::Driver;
use crate::forward::{KeyFrameRequests, Layer, LayerState, Wish, choose_layer};
use crate::transport::{Section, SectionId, TrackLine};

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
    pub(super) layers: [LayerState; 3],
    pub(super) key_frames: KeyFrameRequests,
}

impl Published {
    /// Picture rather than sound.
    pub fn is_video(&self) -> bool {
        self.info.kind == TrackKind::Video
    }
}

impl Driver {
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

    pub(super) fn subscriptions(&self, id: u32) -> Vec<u32> {
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

    pub(super) fn aim_all(&mut self, now: Instant, key: u32) {
        let Some(track) = self.tracks.get(&key) else {
            return;
        };
        for id in track.subscribers.clone() {
            self.aim(now, id, key);
        }
    }

    pub(super) fn want_key_frame(&mut self, now: Instant, key: u32, layer: Layer) {
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
