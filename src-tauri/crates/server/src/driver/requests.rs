//! What clients ask for on their signalling socket.

use std::time::Instant;

use adjourn_meeting::room::Input;
use adjourn_meeting::{TrackId, clean_name, random_hex};
use adjourn_signal::attributes::{HAND_ATTRIBUTE, OWN_PREFIX};
use adjourn_signal::{
    AddTrack, DisconnectReason, LeaveAction, MetadataUpdate, Request, RequestOutcome, Response,
    TrackCodec, TrackInfo, TrackKind, TrackSetting, TrackSource, VideoQuality,
};

use super::Driver;
use super::peer::Announced;
use crate::clock::unix_ms;
use crate::forward::{Layer, Wish};

/// Tracks announced and not offered yet.
const MAX_ANNOUNCED: usize = 16;

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
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let known = peer
            .announced
            .iter()
            .any(|announced| announced.cids.contains(&add.cid));
        let allowed = peer.claims.grants.may_publish(add.source) && add.kind != TrackKind::Data;
        if !allowed || known || add.sid.is_some() || peer.announced.len() >= MAX_ANNOUNCED {
            tracing::debug!(peer = id, allowed, known, "a track was not taken");
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

    fn choose(&mut self, now: Instant, id: u32, track: TrackId, subscribe: bool) {
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

    fn describe(&mut self, now: Instant, id: u32, mut update: MetadataUpdate) {
        let Some(peer) = self.peers.get(&id) else {
            return;
        };
        // Anybody who is in may raise a hand, whatever else its token allows.
        let hand = update.attributes.remove(HAND_ATTRIBUTE);
        let nothing_else =
            update.attributes.is_empty() && update.name.is_empty() && update.metadata.is_empty();
        let own = update
            .attributes
            .keys()
            .any(|key| key.starts_with(OWN_PREFIX));
        let allowed = (peer.claims.grants.can_update_own_metadata && !own)
            || (hand.is_some() && nothing_else);
        let sid = peer.sid.clone();
        let fits = self.room.member(&sid).is_some_and(|member| {
            let kept = member.attributes.iter().chain(&update.attributes);
            kept.map(|(key, value)| key.len() + value.len())
                .sum::<usize>()
                <= adjourn_signal::MAX_ATTRIBUTES_BYTES
        });
        let (outcome, message) = match (allowed, fits) {
            (false, _) => (
                RequestOutcome::NotAllowed,
                "does not have permission to update own metadata",
            ),
            (true, false) => (RequestOutcome::LimitExceeded, "attributes are too large"),
            (true, true) => (RequestOutcome::Ok, ""),
        };
        if outcome == RequestOutcome::Ok {
            if let Some(value) = hand {
                let (sid, up) = (sid.clone(), !value.is_empty());
                self.tell_room(now, Input::Hand { sid, up });
            }
            let some = |text: String| Some(text).filter(|text| !text.is_empty());
            let name = some(update.name).map(|name| clean_name(&name));
            let metadata = some(update.metadata);
            let attributes = update.attributes;
            self.tell_room(
                now,
                Input::Describe {
                    sid,
                    name,
                    metadata,
                    attributes,
                },
            );
        }
        if let Some(peer) = self.peers.get(&id) {
            let (request_id, message) = (update.request_id, message.to_owned());
            peer.send(&Response::RequestResponse {
                request_id,
                outcome,
                message,
            });
        }
    }
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
