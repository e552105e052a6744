//! Sharing a screen or a window.

use std::sync::atomic::Ordering;

use adjourn_media::{Layer, MediaError, ScreenSource, VideoCapture, VideoConfig, VideoEvent};

use super::slot::Opened;
use super::{DeviceEvent, Devices, Kind};
use crate::{LocalDevice, Problem};

/// What a screen is sent as; a larger one is shrunk. Of a code editor in this size 33 dB are there half a second after
/// another file was opened, 40 dB after a second and 55 when it stands or scrolls (libvpx, cpu_used -8).
const LAYER: Layer = Layer {
    rid: "f",
    width: 1920,
    height: 1080,
    fps: 15.0,
    bitrate_bps: 2_500_000,
};

impl Devices {
    /// Shares this from now on, in place of what was shared before; nothing for none.
    pub(crate) fn share(&mut self, source: Option<ScreenSource>) {
        if self.screen_source == source {
            return;
        }
        self.close_screen();
        let on = source.is_some();
        self.screen_source = source;
        self.update(Kind::Screen, |screen| screen.on = on);
        if let Some(source) = self.screen_source.clone() {
            self.open_screen(source);
        }
    }

    /// Something is shared, or is just being opened for it.
    pub(crate) fn is_sharing(&self) -> bool {
        self.screen_source.is_some()
    }

    /// How the shared screen is sent, once it is open.
    pub(crate) fn live_screen(&self) -> Option<&Layer> {
        self.screen_layer.as_ref()
    }

    /// The next picture of the shared screen will be a key frame.
    pub(crate) fn request_screen_key_frame(&self) {
        self.screen.with(|screen| screen.request_key_frame(0));
    }

    pub(super) fn screen_opened(
        &mut self,
        opened: Opened<(VideoCapture, Layer)>,
    ) -> Option<Problem> {
        let take = |(screen, layer): (VideoCapture, Layer)| {
            let label = screen.label().to_owned();
            // Its title is for the person alone: what does not close is named by what it is.
            (screen, "the shared screen".into(), (label, layer))
        };
        match self.screen.opened(opened, take)? {
            Ok((label, layer)) => {
                self.screen_layer = Some(layer);
                self.works(Kind::Screen, label, None);
                None
            }
            // Who chose nothing knows it.
            Err(MediaError::Declined) => {
                self.share(None);
                None
            }
            Err(error) => Some(self.share_failed(&error)),
        }
    }

    /// Nothing is shared any more, and nobody wanted that: it is not tried again, as it may be another window by then.
    pub(super) fn share_failed(&mut self, error: &MediaError) -> Problem {
        tracing::info!(code = error.code(), "sharing a screen has ended");
        self.share(None);
        Problem::from(error)
    }

    fn open_screen(&mut self, source: ScreenSource) {
        let (outlets, events) = (self.outlets.clone(), self.events.clone());
        let current = self.screen.current();
        self.screen.open(&self.events, move |generation| {
            let wanted = || current.load(Ordering::SeqCst) == generation;
            let sink = move |event| match event {
                VideoEvent::Frame(picture) => outlets.shared_picture(picture),
                VideoEvent::Lost(error) => {
                    let _ = events.send(DeviceEvent::Lost {
                        kind: Kind::Screen,
                        generation,
                        error,
                    });
                }
            };
            let config = VideoConfig {
                layers: vec![LAYER],
            };
            let result = VideoCapture::open_screen(&source, &config, &wanted, sink).map(|screen| {
                let (width, height) = screen.layer_sizes()[0];
                let layer = Layer {
                    width,
                    height,
                    ..LAYER
                };
                (screen, layer)
            });
            DeviceEvent::Screen(Opened { generation, result })
        });
    }

    fn close_screen(&mut self) {
        self.screen.close(VideoCapture::close);
        self.screen_layer = None;
        self.update(Kind::Screen, LocalDevice::close);
    }
}
