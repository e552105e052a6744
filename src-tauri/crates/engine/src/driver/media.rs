//! Our own tracks and everybody else's, as the session wants them.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use adjourn_media::{Speaker, Voice};
use adjourn_meeting::{Participant, ParticipantId, StreamKind, TrackId};
use adjourn_signal::{Request, TrackSource};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use super::Driver;
use super::announce::{announce_audio, announce_share, announce_video};
use super::call::{Call, Publication, owned};
use crate::devices::{Shared, lock};
use crate::transport::{RemoteTrack, VideoCounters, receive_audio, receive_video};
use crate::{ParticipantStats, VideoCodec, VideoFrame, VideoSink};

/// Most tracks kept whose owner is not known yet.
const MAX_UNCLAIMED: usize = 64;

/// A track we are to receive.
pub(super) struct Receiving {
    participant: ParticipantId,
    kind: StreamKind,
    /// The task that reads it, from its first packet on.
    task: Option<AbortOnDropHandle<()>>,
    /// Asks for a key frame.
    key_frame: Arc<Notify>,
    video: Arc<VideoCounters>,
    voice: Shared<Voice>,
    /// What an earlier speaker played of it, in ms.
    played_before_ms: u64,
    /// Pictures may be given out: false from the moment the stream is said to have ended.
    live: Arc<Mutex<bool>>,
}

/// What came of a participant's tracks that have gone.
#[derive(Clone, Copy, Default)]
pub(super) struct Totals {
    frames: u64,
    audio_ms: u64,
    /// Sound that was made up for what was missing.
    concealed_ms: u64,
}

impl Totals {
    fn add(&mut self, other: Self) {
        self.frames += other.frames;
        self.audio_ms += other.audio_ms;
        self.concealed_ms += other.concealed_ms;
    }
}

impl Driver {
    /// Publishes what is on, and tells the server what is muted.
    pub(super) fn publish(&mut self) {
        let Some(call) = &mut self.call else { return };
        if !call.is_connected()
            || self
                .session
                .as_ref()
                .is_none_or(|session| session.me().is_none())
        {
            return;
        }
        let Some(transport) = &call.transport else {
            return;
        };
        let microphone = self.devices.live_microphone();
        if microphone && call.publications.audio.is_none() {
            let publication = announce_audio();
            call.request(publication.request.clone());
            self.outlets
                .connect_audio(Some(transport.publish_audio(&publication.cid)));
            call.publications.audio = Some(publication);
        }
        let camera = self.devices.live_camera();
        if let Some(layers) = camera
            && call.publications.video.is_none()
        {
            let publication = announce_video(layers);
            call.request(publication.request.clone());
            let rids = layers.iter().map(|layer| layer.rid).collect();
            let inlet = transport.publish_video(&publication.cid, StreamKind::Video, rids);
            self.outlets.connect_video(Some(inlet));
            call.publications.video = Some(publication);
        }
        let camera = camera.is_some();
        if let Some(layer) = self.devices.live_screen()
            && call.publications.share.is_none()
        {
            let publication = announce_share(layer);
            call.request(publication.request.clone());
            let (cid, rids) = (&publication.cid, vec![layer.rid]);
            let inlet = transport.publish_video(cid, StreamKind::Share, rids);
            self.outlets.connect_share(Some(inlet));
            call.publications.share = Some(publication);
        }
        if !self.devices.is_sharing()
            && let Some(former) = call.publications.share.take()
        {
            self.outlets.connect_share(None);
            transport.unpublish(former.cid);
        }
        let mut changed = Vec::new();
        for (publication, live) in [
            (&mut call.publications.audio, microphone),
            (&mut call.publications.video, camera),
        ] {
            if let Some(publication) = publication
                && let Some(track) = &publication.track
                && publication.muted == live
            {
                publication.muted = !live;
                changed.push(Request::Mute {
                    track: track.sid.clone(),
                    muted: !live,
                });
            }
        }
        changed
            .into_iter()
            .for_each(|request| call.request(request));
    }

    /// A host silenced us: the device goes off, and only we can turn it on again.
    pub(super) fn silence(&mut self, kind: StreamKind) {
        match kind {
            StreamKind::Audio => self.devices.set_microphone(false),
            StreamKind::Video => self.devices.set_camera(false),
            StreamKind::Share => self.devices.share(None),
        }
        self.publish();
    }

    /// A host silenced a track of ours: the device goes off, and only we can turn it on again.
    pub(super) fn muted_by_host(&mut self, track: &TrackId, muted: bool) {
        let Some(call) = &mut self.call else { return };
        let named = |publication: &&mut Publication| {
            publication
                .track
                .as_ref()
                .is_some_and(|known| known.sid == *track)
        };
        let Some(publication) = call.publications.iter_mut().find(named) else {
            return;
        };
        if !muted || publication.muted {
            return;
        }
        publication.muted = true;
        let Request::AddTrack(request) = &publication.request else {
            return;
        };
        match request.source {
            TrackSource::ScreenShare => self.devices.share(None),
            TrackSource::Camera => self.devices.set_camera(false),
            _ => self.devices.set_microphone(false),
        }
        self.publish();
    }

    pub(super) fn subscribe(
        &mut self,
        track: TrackId,
        participant: ParticipantId,
        kind: StreamKind,
    ) {
        let voice = Shared::<Voice>::default();
        if kind == StreamKind::Audio {
            *lock(&voice) = lock(&self.devices.shared_speaker())
                .as_ref()
                .map(Speaker::add_voice);
            lock(&self.window.voices).insert(participant.clone(), voice.clone());
        }
        let Some(call) = &mut self.call else { return };
        call.receiving.insert(
            track.clone(),
            Receiving {
                participant,
                kind,
                task: None,
                key_frame: Arc::default(),
                video: Arc::default(),
                voice,
                played_before_ms: 0,
                live: Arc::new(Mutex::new(true)),
            },
        );
        if let Some(remote) = call.unclaimed.remove(&track) {
            self.track_arrived(remote);
        }
        self.show_track(&track);
    }

    pub(super) fn unsubscribe(&mut self, track: &TrackId) {
        let Some(call) = &mut self.call else { return };
        call.unclaimed.remove(track);
        self.view.forget_track(track);
        let Some(receiving) = call.receiving.remove(track) else {
            return;
        };
        let came = Totals {
            frames: receiving.video.frames.load(Ordering::Relaxed),
            audio_ms: receiving.audio_ms(),
            concealed_ms: lock(&receiving.voice)
                .as_ref()
                .map_or(0, |voice| voice.stats().concealed_ms),
        };
        let totals = call.totals.entry(receiving.participant.clone());
        totals.or_default().add(came);
        if receiving.kind == StreamKind::Audio {
            let mut voices = lock(&self.window.voices);
            if voices
                .get(&receiving.participant)
                .is_some_and(|voice| Arc::ptr_eq(voice, &receiving.voice))
            {
                voices.remove(&receiving.participant);
            }
        } else {
            // From here on the task gives out nothing, even if it is in the middle of a picture.
            *lock(&receiving.live) = false;
            self.config
                .video
                .stream_ended(&receiving.participant, receiving.kind);
        }
    }

    pub(super) fn unsubscribe_all(&mut self) {
        let tracks: Vec<_> = self
            .call
            .iter()
            .flat_map(|call| call.receiving.keys())
            .cloned()
            .collect();
        tracks.iter().for_each(|track| self.unsubscribe(track));
    }

    /// The first packet of a track is here; also when it begins anew on another connection.
    pub(super) fn track_arrived(&mut self, remote: RemoteTrack) {
        let Some(call) = &mut self.call else { return };
        let Some(receiving) = call.receiving.get_mut(&remote.id) else {
            if call.unclaimed.len() < MAX_UNCLAIMED {
                call.unclaimed.insert(remote.id.clone(), remote);
            }
            return;
        };
        receiving.task = Some(match receiving.kind {
            StreamKind::Audio => {
                let voice = receiving.voice.clone();
                owned(async move { receive_audio(remote, &voice).await })
            }
            kind @ (StreamKind::Video | StreamKind::Share) => {
                let sink = picture_sink(
                    self.config.video.clone(),
                    receiving.participant.clone(),
                    kind,
                    receiving.live.clone(),
                );
                let (counters, wanted) = (receiving.video.clone(), receiving.key_frame.clone());
                owned(async move { receive_video(remote, &counters, &wanted, sink).await })
            }
        });
    }

    /// There is another speaker: every voice is added to it.
    pub(super) fn add_voices(&mut self) {
        let Some(call) = &mut self.call else { return };
        let speaker = self.devices.shared_speaker();
        for receiving in call
            .receiving
            .values_mut()
            .filter(|receiving| receiving.kind == StreamKind::Audio)
        {
            receiving.played_before_ms = receiving.audio_ms();
            *lock(&receiving.voice) = lock(&speaker).as_ref().map(Speaker::add_voice);
        }
    }
}

impl Call {
    /// Of everybody's sound so far, once it is unsubscribed: what was made up, and what was played, in ms.
    pub(super) fn sound(&self) -> (u64, u64) {
        let mut sum = self.totals_of_gone;
        self.totals.values().for_each(|totals| sum.add(*totals));
        (sum.concealed_ms, sum.audio_ms)
    }

    /// Somebody has left: from here on it counts with the others who have. All day long people come and go.
    pub(super) fn settle(&mut self, gone: &ParticipantId) {
        if let Some(totals) = self.totals.remove(gone) {
            self.totals_of_gone.add(totals);
        }
    }

    pub(super) fn request_key_frame(&self, participant: &ParticipantId, kind: StreamKind) {
        let wanted = |receiving: &&Receiving| {
            receiving.participant == *participant && receiving.kind == kind
        };
        for receiving in self.receiving.values().filter(wanted) {
            receiving.key_frame.notify_one();
        }
    }

    pub(super) fn participant_stats(&self, other: &Participant) -> ParticipantStats {
        let totals = self
            .totals
            .get(&other.participant_id)
            .copied()
            .unwrap_or_default();
        let mut stats = ParticipantStats {
            participant: other.participant_id.clone(),
            name: other.name.clone(),
            video_frames: totals.frames,
            width: 0,
            height: 0,
            screen_frames: 0,
            screen_width: 0,
            screen_height: 0,
            audio_ms: totals.audio_ms,
            audio_level: 0.0,
            audio: None,
        };
        for receiving in self
            .receiving
            .values()
            .filter(|receiving| receiving.participant == other.participant_id)
        {
            match receiving.kind {
                StreamKind::Audio => {
                    stats.audio_ms += receiving.audio_ms();
                    stats.audio = lock(&receiving.voice).as_ref().map(Voice::stats);
                    stats.audio_level = stats.audio.map_or(0.0, |audio| audio.level);
                }
                StreamKind::Video => {
                    let size = receiving.video.size.load(Ordering::Relaxed);
                    stats.video_frames += receiving.video.frames.load(Ordering::Relaxed);
                    (stats.width, stats.height) = ((size >> 16) as u16, size as u16);
                }
                StreamKind::Share => {
                    let size = receiving.video.size.load(Ordering::Relaxed);
                    stats.screen_frames += receiving.video.frames.load(Ordering::Relaxed);
                    (stats.screen_width, stats.screen_height) = ((size >> 16) as u16, size as u16);
                }
            }
        }
        stats
    }
}

impl Receiving {
    pub(super) fn participant(&self) -> &ParticipantId {
        &self.participant
    }

    pub(super) fn kind(&self) -> StreamKind {
        self.kind
    }

    fn audio_ms(&self) -> u64 {
        self.played_before_ms
            + lock(&self.voice)
                .as_ref()
                .map_or(0, |voice| voice.stats().played_ms)
    }
}

/// Loudness of everybody who is not silent.
pub(crate) fn levels(
    voices: &HashMap<ParticipantId, Shared<Voice>>,
) -> HashMap<ParticipantId, f32> {
    let level = |voice: &Shared<Voice>| {
        lock(voice)
            .as_ref()
            .map_or(0.0, |voice| voice.stats().level)
    };
    voices
        .iter()
        .map(|(id, voice)| (id.clone(), level(voice)))
        .filter(|(_, level)| *level > 0.0)
        .collect()
}

fn picture_sink(
    screen: Arc<dyn VideoSink>,
    participant: ParticipantId,
    kind: StreamKind,
    live: Arc<Mutex<bool>>,
) -> impl FnMut(crate::rtp::Frame) + Send {
    move |frame| {
        let live = lock(&live);
        if *live {
            screen.frame(&VideoFrame {
                participant: participant.clone(),
                is_self: false,
                kind,
                codec: VideoCodec::Vp8,
                key: frame.key,
                timestamp_us: frame.timestamp_us,
                width: frame.width,
                height: frame.height,
                data: frame.data,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::Secret;

    use super::*;
    use crate::Target;

    #[tokio::test]
    async fn what_came_of_those_who_have_left_is_counted_and_they_are_not_kept() {
        let target = Target::Token {
            url: String::new(),
            token: Secret::new(""),
            certificate_sha256: None,
        };
        let mut call = Call::new(target, String::new(), None);
        for number in 0..3 {
            let guest = ParticipantId::new(format!("g-{number}"));
            let came = Totals {
                frames: 1,
                audio_ms: 20,
                concealed_ms: 2,
            };
            call.totals.entry(guest.clone()).or_default().add(came);
            call.settle(&guest);
        }
        assert!(call.totals.is_empty());
        assert_eq!(call.sound(), (6, 60));
    }
}
