//! Pictures from a camera or a screen, encoded to VP8 in as many layers as asked for.
//!
//! Two threads per open source. One reads it and may be blocked by it for ever, so that it can be left behind
//! (`capture`); the other scales, encodes and calls the sink, and is always joined.

mod capture;
pub(crate) mod fake;
mod layers;
mod pace;

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::scale::Fit;
use crate::{DeviceKind, I420, MediaError};
use capture::{Capture, Taken};
use layers::{LayerControl, Layers};
pub(crate) use pace::{GLANCE, Pace};

/// Longest wait for a source's first picture. The slowest webcams need about 2 s to set their exposure.
const OPEN_LIMIT: Duration = Duration::from_secs(5);
/// A source that is open and gives no picture for so long is told to be hung.
const STALL_LIMIT: Duration = Duration::from_secs(5);
/// Longest wait for a device to let go; stopping a V4L2 stream took up to 181 ms.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);

/// One simulcast layer, as it should be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The RTP stream id: `q`, `h`, `f`.
    pub rid: &'static str,
    /// Pixels, even. A layer larger than the captured picture is sent in the picture's size.
    pub width: u32,
    /// Pixels, even.
    pub height: u32,
    /// At most so many frames per second.
    pub fps: f32,
    /// Target in bits per second; see [`Camera::set_bitrate`].
    pub bitrate_bps: u32,
}

/// How to encode.
#[derive(Debug, Clone, PartialEq)]
pub struct VideoConfig {
    /// Every layer is encoded from each captured picture; indices of this list name layers from now on.
    pub layers: Vec<Layer>,
}

/// One encoded picture of one layer.
#[derive(Debug, Clone)]
pub struct EncodedVideo {
    /// Index into [`VideoConfig::layers`].
    pub layer: usize,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// True when it can be decoded without an earlier one.
    pub key: bool,
    /// When the picture was taken, as near as the device says.
    pub captured_at: Instant,
    /// 90 kHz, the same for all layers of one picture; continues when a source is closed and opened again.
    pub rtp_timestamp: u32,
    /// One VP8 frame (RFC 6386).
    pub data: Bytes,
}

/// What an open source tells its sink.
#[derive(Debug, Clone)]
pub enum VideoEvent {
    /// A picture was encoded.
    Frame(EncodedVideo),
    /// The source stopped by itself; nothing comes after this.
    Lost(MediaError),
}

/// Whatever makes pictures. Made, read and dropped on one thread of its own.
pub(crate) trait PictureSource {
    /// Waits for the next picture, draws it into `picture` and says when it was taken.
    /// `None` when nothing came for a while (under a second): the caller looks whether it should stop, and asks again.
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError>;
}

/// A source that opened, its name for people and its pictures per second, if it says.
pub(crate) struct Opened {
    pub source: Box<dyn PictureSource>,
    pub label: String,
    pub fps: Option<f32>,
}

/// What an open source gives, before it is scaled to the layers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VideoMode {
    /// Pixels of its first picture.
    pub width: u32,
    /// Pixels of its first picture.
    pub height: u32,
    /// Pictures per second as agreed with the device; `None` when it does not say. In dim light many cameras give fewer.
    pub fps: Option<f32>,
}

/// What to ask a source for: size and rate of the largest layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wanted {
    pub width: u32,
    pub height: u32,
    pub fps: f32,
}

impl Wanted {
    pub(crate) fn of(layers: &[Layer]) -> Self {
        let largest = layers.iter().max_by_key(|layer| layer.width * layer.height);
        let fps = layers.iter().map(|layer| layer.fps).fold(0.0, f32::max);
        match largest {
            Some(layer) => Self {
                width: layer.width.max(2) & !1,
                height: layer.height.max(2) & !1,
                fps: fps.clamp(1.0, 120.0),
            },
            None => Self {
                width: 640,
                height: 360,
                fps: 30.0,
            },
        }
    }
}

/// What a source is, before it is opened.
pub(crate) struct Unopened {
    pub kind: DeviceKind,
    /// As it was asked for; what opens says its own name.
    pub name: String,
    pub fit: Fit,
}

/// An open camera or a shared screen. Dropping it is [`VideoCapture::close`] without an answer.
pub struct VideoCapture {
    label: String,
    mode: VideoMode,
    layer_sizes: Vec<(u32, u32)>,
    controls: Arc<Vec<LayerControl>>,
    capture: Arc<Capture>,
    encoding: Option<JoinHandle<()>>,
}

impl VideoCapture {
    /// Opens a source on a thread of its own and waits for its first picture: at most about 5 s, then it is hung.
    pub(crate) fn start(
        unopened: Unopened,
        config: &VideoConfig,
        open: impl FnOnce() -> Result<Opened, MediaError> + Send + 'static,
        mut sink: impl FnMut(VideoEvent) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let Unopened { kind, name, fit } = unopened;
        let capture = Capture::start(kind, name, open)?;
        let (label, mode) = capture.wait_for_first_picture(OPEN_LIMIT)?;
        let captured = (mode.width, mode.height);
        let layer_sizes = config
            .layers
            .iter()
            .map(|layer| fit.layer_size((layer.width, layer.height), captured))
            .collect();

        let controls: Arc<Vec<_>> = Arc::new(config.layers.iter().map(LayerControl::new).collect());
        let (mut layers, shared, taken) = (
            Layers::new(&config.layers, fit),
            Arc::clone(&controls),
            Arc::clone(&capture),
        );
        let encode = move || {
            let mut picture = I420::default();
            loop {
                let result = match taken.take(&mut picture, STALL_LIMIT) {
                    Taken::Picture(at) => layers.encode(&picture, at, &shared, |frame| {
                        sink(VideoEvent::Frame(frame))
                    }),
                    Taken::Failed(error) => Err(error),
                    Taken::Stopped => return,
                };
                if let Err(error) = result {
                    tracing::warn!(code = error.code(), "pictures end");
                    taken.stop();
                    return sink(VideoEvent::Lost(error));
                }
            }
        };
        let encoding = std::thread::Builder::new()
            .name("video-encode".into())
            .spawn(encode)
            .map_err(|error| MediaError::NoThread(error.to_string()))?;
        Ok(Self {
            label,
            mode,
            layer_sizes,
            controls,
            capture,
            encoding: Some(encoding),
        })
    }

    /// Its name, for people.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What the source itself gives.
    pub fn mode(&self) -> VideoMode {
        self.mode
    }

    /// In which size, in pixels, the layers of [`VideoConfig::layers`] are sent: no layer is larger than the picture.
    pub fn layer_sizes(&self) -> &[(u32, u32)] {
        &self.layer_sizes
    }

    /// The next picture of this layer will be a key frame.
    pub fn request_key_frame(&self, layer: usize) {
        if let Some(control) = self.controls.get(layer) {
            control.request_key_frame();
        }
    }

    /// Changes the target of a layer, in bits per second, from its next picture on.
    pub fn set_bitrate(&self, layer: usize, bps: u32) {
        if let Some(control) = self.controls.get(layer) {
            control.set_bitrate(bps);
        }
    }

    /// Starts or stops encoding a layer; it restarts with a key frame.
    pub fn set_active(&self, layer: usize, on: bool) {
        if let Some(control) = self.controls.get(layer) {
            control.set_active(on);
        }
    }

    /// Returns when the device is free, or after about 3 s with an error that names it.
    pub fn close(mut self) -> Result<(), MediaError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), MediaError> {
        self.capture.stop();
        if let Some(thread) = self.encoding.take() {
            // A sink that drops its own source runs on that thread: it ends by itself then.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("an encoding thread panicked");
            }
            return self.capture.wait_until_free(CLOSE_LIMIT);
        }
        Ok(())
    }
}

impl Drop for VideoCapture {
    fn drop(&mut self) {
        if let Err(error) = self.shut() {
            tracing::warn!(code = error.code(), "a source of pictures was dropped");
        }
    }
}
