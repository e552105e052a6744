//! What clients ask for on their signalling socket.

use std::time::Instant;

use adjourn_meeting::room::{Input, MAX_TRACKS};
use adjourn_meeting::{TrackId, random_hex};
use adjourn_signal::{
    AddTrack, DisconnectReason, LeaveAction, Request, Response, TrackCodec, TrackInfo, TrackKind,
    TrackSetting, TrackSource, VideoQuality,
};

use super::Driver;
use super::peer::Announced;
use crate::clock::unix_ms;
use crate::forward::{Layer, Wish};

/// Tracks of everybody in a room, published or announced: a hundred people with microphone, camera, screen and its sound.
/// Each is described to everybody who joins, in one message ([`adjourn_signal::MAX_MESSAGE_BYTES`]).
const MAX_ROOM_TRACKS: usize = 400;
/// So many each may publish however many there are: those who came first do not keep the others from being heard.
const OWN_TRACKS: usize = 2;
/// Longest text in the description of a track, in bytes: its name, its stream or the client's id of it, a UUID.
const MAX_TRACK_TEXT: usize = 128;
/// Layers of a picture.
const MAX_LAYERS: usize = 3;

impl Driver {
    pub(super) fn request(&mut self, now: Instant, id: u32, request: Request) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        peer.heard = now;
        tracing::trace!(peer = id, kind = request.kind(), "request");
        match request {
            Request::Offer { sdp, id: offer } => self.offered(now, id, &sdp, offer),
            Request::Answer { sdp, id: offer } => self.answered(now, id, &sdp, offer),
            Request::AddTrack(track) => self.announce(id, *track),
            Request::Mute { track, muted } => self.mute(now, id, track, muted),
            Request::Subscription { tracks, subscribe } => {
                for track in tracks {
                    self.choose(now, id, track, subscribe);
                }
            }
            Request::TrackSetting(setting) => self.wish(now, id, &setting),
            Request::UpdateMetadata(update) => self.describe(now, id, update),
            Request::Leave { .. } => {
                let sid = peer.sid.clone();
                self.tell_room(now, Input::Leave { sid });
            }
            Request::Ping { timestamp_ms } => peer.send(&Response::Pong {
                timestamp_ms: now_ms(timestamp_ms),
            }),
            Request::PingReq { timestamp_ms, .. } => peer.send(&Response::PongResp {
                last_ping_timestamp_ms: timestamp_ms,
                timestamp_ms: now_ms(timestamp_ms),
            }),
            // An ICE-lite server answers checks wherever they come from. What a client knew before a
            // resume, this server has kept.
            Request::Trickle { .. } | Request::SyncState(_) | Request::Ignored => {}
        }
    }

    fn offered(&mut self, now: Instant, id: u32, sdp: &str, offer: u32) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let (answer, sections) = match peer.publisher.answer(sdp) {
            Ok(answered) => answered,
            Err(error) => {
                tracing::debug!(peer = id, %error, "an offer was refused");
                return self.start_over(now, id);
            }
        };
        peer.publisher_dirty = true;
        peer.send(&Response::Answer {
            sdp: answer,
            id: offer,
        });
        self.name_transports(id);
        self.map_sections(now, id, sections);
    }

    fn answered(&mut self, now: Instant, id: u32, sdp: &str, offer: u32) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        match peer.subscriber.accept_answer(offer, sdp) {
            Ok(ready) => {
                peer.subscriber_dirty = true;
                peer.negotiate = true;
                self.name_transports(id);
                for key in ready {
                    self.aim(now, id, key);
                }
            }
            Err(error) => {
                tracing::debug!(peer = id, %error, "an answer was refused");
                self.start_over(now, id);
            }
        }
    }

    /// Its connections are beyond repair: it is asked to join afresh, which its SDK does by itself.
    pub(super) fn start_over(&mut self, now: Instant, id: u32) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let Some(outbox) = peer.outbox.take() else {
            return;
        };
        let leave = Response::Leave {
            reason: DisconnectReason::StateMismatch,
            action: LeaveAction::Reconnect,
        };
        outbox.close(vec![leave.encode().into()]);
        let (sid, how) = (peer.sid.clone(), adjourn_meeting::room::SocketLoss::Closed);
        self.tell_room(now, Input::SocketLost { sid, how });
    }

    fn announce(&mut self, id: u32, add: AddTrack) {
        let to_come: usize = self.peers.values().map(|peer| peer.announced.len()).sum();
        let room_has_space = self.tracks.len() + to_come < MAX_ROOM_TRACKS;
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let known = peer
            .announced
            .iter()
            .any(|announced| announced.cids.contains(&add.cid));
        let grants = &peer.claims.grants;
        // A track names its publisher to everybody, and of who is hidden nobody is to know.
        let allowed =
            grants.may_publish(add.source) && !grants.hidden && add.kind != TrackKind::Data;
        let own = peer.sections.len() + peer.announced.len();
        let has_space = own < MAX_TRACKS && (room_has_space || own < OWN_TRACKS);
        let short = is_short(&add);
        if !allowed || known || !has_space || !short || add.sid.is_some() {
            tracing::debug!(
                peer = id,
                allowed,
                known,
                has_space,
                short,
                "a track was not taken"
            );
            return;
        }
        let announced = announced(add);
        let (cid, track) = (announced.cids[0].clone(), Box::new(announced.info.clone()));
        peer.send(&Response::TrackPublished { cid, track });
        peer.announced.push(announced);
    }

    fn mute(&mut self, now: Instant, id: u32, track: TrackId, muted: bool) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        for announced in &mut peer.announced {
            if announced.info.sid == track {
                announced.info.muted = muted;
            }
        }
        let sid = peer.sid.clone();
        if self.track_of(id, &track).is_some() {
            self.set_muted(now, &track, muted);
            self.tell_room(now, Input::Mute { sid, track, muted });
        }
    }

    pub(super) fn choose(&mut self, now: Instant, id: u32, track: TrackId, subscribe: bool) {
        let Some(key) = self.track_key(&track) else {
            return;
        };
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        peer.choices.insert(track, subscribe);
        if subscribe {
            self.subscribe(now, id, key);
        } else {
            self.unsubscribe(id, key);
        }
    }

    fn wish(&mut self, now: Instant, id: u32, setting: &TrackSetting) {
        let wish = match (setting.disabled, setting.width, setting.quality) {
            (true, _, _) => Wish::Nothing,
            // With a size the quality is whatever the client left there (JS: LOW), and means nothing.
            (false, width, _) if width != 0 => Wish::Size {
                width,
                height: setting.height,
            },
            (false, _, VideoQuality::Low) => Wish::Layer(Layer::Low),
            (false, _, VideoQuality::Medium) => Wish::Layer(Layer::Medium),
            (false, _, VideoQuality::High) => Wish::Layer(Layer::High),
            (false, _, VideoQuality::Off) => Wish::Nothing,
        };
        for track in &setting.tracks {
            let Some(key) = self.track_key(track) else {
                continue;
            };
            if let Some(peer) = self.peers.get_mut(&id) {
                peer.wishes.insert(key, wish);
            }
            self.aim(now, id, key);
        }
    }
}

/// Whether its description is no longer than one has to be.
fn is_short(add: &AddTrack) -> bool {
    let mut texts = vec![&add.cid, &add.name, &add.stream];
    texts.extend(add.codecs.iter().map(|codec| &codec.cid));
    texts.extend(add.layers.iter().map(|layer| &layer.rid));
    texts.iter().all(|text| text.len() <= MAX_TRACK_TEXT) && add.layers.len() <= MAX_LAYERS
}

fn announced(add: AddTrack) -> Announced {
    let (prefix, mime_type) = match (add.kind, add.source) {
        (TrackKind::Audio, _) => ("TR_AM", "audio/opus"),
        (_, TrackSource::ScreenShare) => ("TR_VS", "video/VP8"),
        (_, _) => ("TR_VC", "video/VP8"),
    };
    let mut info = TrackInfo::new(
        TrackId::new(format!("{prefix}{}", random_hex(5))),
        add.kind,
        add.source,
    );
    info.name = add.name;
    info.muted = add.muted;
    info.width = add.width;
    info.height = add.height;
    info.simulcast = add.layers.len() > 1;
    info.mime_type = mime_type.into();
    info.stream = add.stream;
    info.stereo = add.stereo;
    info.disable_dtx = add.disable_dtx;
    info.disable_red = true;
    info.encryption = add.encryption;
    info.audio_features = add.audio_features;
    info.backup_codec_policy = add.backup_codec_policy;
    info.codecs = vec![TrackCodec {
        mime_type: mime_type.into(),
        cid: add.cid.clone(),
        layers: add.layers.clone(),
        ..TrackCodec::default()
    }];
    info.layers = add.layers;
    let others = add
        .codecs
        .into_iter()
        .map(|codec| codec.cid)
        .filter(|cid| !cid.is_empty());
    let mut cids = vec![add.cid];
    cids.extend(others);
    cids.dedup();
    Announced { cids, info }
}

/// Our clock, unless the client sent none (then it wants its own value back).
fn now_ms(timestamp_ms: i64) -> i64 {
    match timestamp_ms {
        0 => 0,
        _ => i64::try_from(unix_ms()).unwrap_or(i64::MAX),
    }
}
