//! Where the pictures and sounds of our own devices go: to the screen, and to the server while there is one.
//! Called from the devices' threads.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use adjourn_media::{EncodedAudio, EncodedVideo};
use adjourn_meeting::StreamKind;

use crate::transport::{AudioInlet, VideoInlet};
use crate::{VideoCodec, VideoFrame, VideoSink, own_picture};

/// The layer that is shown to ourselves: `h`, 640x360.
pub(crate) const OWN_LAYER: usize = 1;

/// Sound in one packet.
const PACKET_MS: u64 = 20;

pub(crate) struct Outlets {
    screen: Arc<dyn VideoSink>,
    started: Instant,
    audio: Mutex<Option<AudioInlet>>,
    video: Mutex<Option<VideoInlet>>,
    share: Mutex<Option<VideoInlet>>,
    /// The microphone is open and is not to be heard.
    muted: AtomicBool,
    /// Sound with a voice in it that was given to a connection, in ms.
    spoken_ms: AtomicU64,
}

impl Outlets {
    pub(crate) fn new(screen: Arc<dyn VideoSink>) -> Self {
        Self {
            screen,
            started: Instant::now(),
            audio: Mutex::default(),
            video: Mutex::default(),
            share: Mutex::default(),
            muted: AtomicBool::new(false),
            spoken_ms: AtomicU64::new(0),
        }
    }

    pub(crate) fn connect_audio(&self, inlet: Option<AudioInlet>) {
        *self.audio.lock().unwrap_or_else(PoisonError::into_inner) = inlet;
    }

    pub(crate) fn connect_video(&self, inlet: Option<VideoInlet>) {
        *self.video.lock().unwrap_or_else(PoisonError::into_inner) = inlet;
    }

    pub(crate) fn connect_share(&self, inlet: Option<VideoInlet>) {
        *self.share.lock().unwrap_or_else(PoisonError::into_inner) = inlet;
    }

    pub(crate) fn mute(&self, muted: bool) {
        self.muted.store(muted, Ordering::SeqCst);
    }

    pub(crate) fn sound(&self, packet: EncodedAudio) {
        if self.muted.load(Ordering::SeqCst) {
            return;
        }
        if let Some(inlet) = &*self.audio.lock().unwrap_or_else(PoisonError::into_inner) {
            if packet.voice {
                self.spoken_ms.fetch_add(PACKET_MS, Ordering::Relaxed);
            }
            inlet.push(packet);
        }
    }

    /// How long a voice was heard since this was last asked.
    pub(crate) fn take_spoken_ms(&self) -> u64 {
        self.spoken_ms.swap(0, Ordering::Relaxed)
    }

    pub(crate) fn picture(&self, picture: EncodedVideo) {
        if picture.layer == OWN_LAYER {
            let pixels = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
            self.screen.frame(&VideoFrame {
                participant: own_picture(),
                is_self: true,
                kind: StreamKind::Video,
                codec: VideoCodec::Vp8,
                key: picture.key,
                timestamp_us: u64::try_from(
                    picture
                        .captured_at
                        .saturating_duration_since(self.started)
                        .as_micros(),
                )
                .unwrap_or(u64::MAX),
                width: pixels(picture.width),
                height: pixels(picture.height),
                data: picture.data.clone(),
            });
        }
        if let Some(inlet) = &*self.video.lock().unwrap_or_else(PoisonError::into_inner) {
            inlet.push(picture);
        }
    }

    /// Of the screen that is shared: who shares it sees it already.
    pub(crate) fn shared_picture(&self, picture: EncodedVideo) {
        if let Some(inlet) = &*self.share.lock().unwrap_or_else(PoisonError::into_inner) {
            inlet.push(picture);
        }
    }

    /// No more of our own pictures, for now.
    pub(crate) fn picture_ended(&self) {
        self.screen.stream_ended(&own_picture(), StreamKind::Video);
    }
}
