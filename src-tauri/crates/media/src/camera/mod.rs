//! A camera: whatever makes pictures, encoded to VP8 in as many layers as asked for.
//!
//! Two threads per open camera. One reads the source and may be blocked by it for ever, so that it can be left behind
//! (`capture`); the other scales, encodes and calls the sink, and is always joined.

mod capture;
mod choice;
mod device;
mod fake;
mod holder;
mod layers;
mod nokhwa;
mod pixels;
#[cfg(target_os = "linux")]
mod v4l;
mod y4m;

pub use holder::camera_holder;

use crate::scale::layer_size;
use crate::{CameraSource, DeviceInfo, DeviceKind, Fault, I420, MediaError};
use bytes::Bytes;
use capture::{Capture, Taken};
use layers::{LayerControl, Layers};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Longest wait for a camera's first picture. The slowest webcams need about 2 s to set their exposure.
const OPEN_LIMIT: Duration = Duration::from_secs(5);
/// A camera that is open and gives no picture for so long is told to be hung.
const STALL_LIMIT: Duration = Duration::from_secs(5);
/// Longest wait for a device to let go; stopping a V4L2 stream took up to 181 ms.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);
/// Longest wait for the list of cameras.
const LIST_LIMIT: Duration = Duration::from_secs(3);

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
    /// 90 kHz, the same for all layers of one picture; continues when a camera is closed and opened again.
    pub rtp_timestamp: u32,
    /// One VP8 frame (RFC 6386).
    pub data: Bytes,
}

/// What a camera tells its sink.
#[derive(Debug, Clone)]
pub enum CameraEvent {
    /// A picture was encoded.
    Frame(EncodedVideo),
    /// The camera stopped by itself; nothing comes after this.
    Lost(MediaError),
}

/// Whatever makes pictures. Made, read and dropped on one thread of its own.
trait PictureSource {
    /// Waits for the next picture, draws it into `picture` and says when it was taken.
    /// `None` when nothing came for a while (under a second): the caller looks whether it should stop, and asks again.
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError>;
}

/// A source that opened, its name for people and its pictures per second, if it says.
struct Opened {
    source: Box<dyn PictureSource>,
    label: String,
    fps: Option<f32>,
}

/// What an open camera gives, before it is scaled to the layers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CameraMode {
    /// Pixels of its first picture.
    pub width: u32,
    /// Pixels of its first picture.
    pub height: u32,
    /// Pictures per second as agreed with the device; `None` when it does not say. In dim light many give fewer.
    pub fps: Option<f32>,
}

/// What to ask a source for: size and rate of the largest layer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Wanted {
    width: u32,
    height: u32,
    fps: f32,
}

impl Wanted {
    fn of(layers: &[Layer]) -> Self {
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

/// An open camera. Dropping it is [`Camera::close`] without an answer.
pub struct Camera {
    label: String,
    mode: CameraMode,
    layer_sizes: Vec<(u32, u32)>,
    controls: Arc<Vec<LayerControl>>,
    capture: Arc<Capture>,
    encoding: Option<JoinHandle<()>>,
}

impl Camera {
    /// Opens a camera and waits for its first picture: at most about 5 s, then `camera-hung`.
    ///
    /// `sink` is called from the camera's thread and must not block.
    pub fn open(
        source: &CameraSource,
        config: VideoConfig,
        mut sink: impl FnMut(CameraEvent) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let wanted = Wanted::of(&config.layers);
        let name = match source {
            CameraSource::Device(id) => id.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let source = source.clone();
        let capture = Capture::start(name, move || match source {
            CameraSource::None => Err(MediaError::device(DeviceKind::Camera, "", Fault::Missing)),
            CameraSource::TestCard => Ok(fake::open(wanted)),
            CameraSource::File(path) => y4m::open(&path),
            CameraSource::Device(id) => device::open(id.as_deref(), wanted),
        })?;
        let (label, mode) = capture.wait_for_first_picture(OPEN_LIMIT)?;
        let captured = (mode.width, mode.height);
        let layer_sizes = config
            .layers
            .iter()
            .map(|layer| layer_size((layer.width, layer.height), captured))
            .collect();

        let controls: Arc<Vec<_>> = Arc::new(config.layers.iter().map(LayerControl::new).collect());
        let (mut layers, shared, taken) = (
            Layers::new(&config.layers),
            Arc::clone(&controls),
            Arc::clone(&capture),
        );
        let encode = move || {
            let mut picture = I420::default();
            loop {
                let result = match taken.take(&mut picture, STALL_LIMIT) {
                    Taken::Picture(at) => layers.encode(&picture, at, &shared, |frame| {
                        sink(CameraEvent::Frame(frame))
                    }),
                    Taken::Failed(error) => Err(error),
                    Taken::Stopped => return,
                };
                if let Err(error) = result {
                    tracing::warn!(code = error.code(), "camera lost");
                    taken.stop();
                    return sink(CameraEvent::Lost(error));
                }
            }
        };
        let encoding = std::thread::Builder::new()
            .name("camera-encode".into())
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

    /// The camera's name, for people.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What the device itself gives.
    pub fn mode(&self) -> CameraMode {
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

    /// Returns when the device is free, or after about 3 s with `camera-stuck` that names it.
    pub fn close(mut self) -> Result<(), MediaError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), MediaError> {
        self.capture.stop();
        if let Some(thread) = self.encoding.take() {
            // A sink that drops its own camera runs on that thread: it ends by itself then.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("the camera's encoding thread panicked");
            }
            return self.capture.wait_until_free(CLOSE_LIMIT);
        }
        Ok(())
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        if let Err(error) = self.shut() {
            tracing::warn!(code = error.code(), "camera dropped");
        }
    }
}

/// The cameras that the system lists, best first. Blocks for at most 3 s.
pub fn cameras() -> Vec<DeviceInfo> {
    crate::bounded::call("camera-list", LIST_LIMIT, device::list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn config() -> VideoConfig {
        let layer = |rid, width, bitrate_bps| Layer {
            rid,
            width,
            height: width * 9 / 16,
            fps: 30.0,
            bitrate_bps,
        };
        VideoConfig {
            layers: vec![layer("q", 320, 150_000), layer("h", 640, 500_000)],
        }
    }

    #[test]
    fn the_test_card_gives_30_pictures_a_second_whose_clock_is_now() {
        let (sender, events) = mpsc::channel();
        let camera = Camera::open(&CameraSource::TestCard, config(), move |event| {
            let _ = sender.send((std::time::SystemTime::now(), Instant::now(), event));
        })
        .unwrap();
        assert_eq!(camera.label(), "Test card");
        assert_eq!(camera.layer_sizes(), [(320, 180), (640, 360)]);
        let mode = CameraMode {
            width: 640,
            height: 360,
            fps: Some(30.0),
        };
        assert_eq!(camera.mode(), mode);
        std::thread::sleep(Duration::from_secs(2));
        camera.close().unwrap();
        let (mut decoder, mut frames, mut ages) = (crate::Vp8Decoder::new().unwrap(), 0, vec![]);
        let mut wrong = 0;
        for (now, here, event) in events {
            let CameraEvent::Frame(frame) = event else {
                panic!("{event:?}")
            };
            if frame.layer == 1 {
                frames += 1;
                let picture = decoder.decode(&frame.data).unwrap().unwrap();
                let clock =
                    crate::test_card::read_clock(640, 360, &picture.y, 640).expect("readable");
                let age = here.duration_since(frame.captured_at);
                let captured = (now - age).duration_since(std::time::UNIX_EPOCH).unwrap();
                let captured = captured.as_millis() as u64 & ((1 << 40) - 1);
                wrong += usize::from(clock.abs_diff(captured) > 100);
                ages.push(age);
            }
        }
        // A busy machine leaves pictures out and encodes late; it never makes more of them, nor shows another time.
        assert!((20..=62).contains(&frames), "{frames} frames in 2 s");
        assert!(wrong <= frames / 5, "{wrong} of {frames} clocks are wrong");
        ages.sort_unstable();
        let median = ages[frames / 2];
        assert!(
            median < Duration::from_millis(500),
            "half of the frames came {median:?} after their capture"
        );
    }

    #[test]
    fn no_camera_chosen_is_said() {
        let error = Camera::open(&CameraSource::None, config(), |_| {})
            .err()
            .unwrap();
        assert_eq!(error.code(), "camera-missing");
    }

    #[test]
    fn a_camera_that_was_not_there_is_named() {
        let source = CameraSource::Device(Some("/dev/video98".into()));
        let error = Camera::open(&source, config(), |_| {}).err().unwrap();
        assert_eq!(error.code(), "camera-missing");
        assert!(error.to_string().contains("/dev/video98"), "{error}");
    }

    #[test]
    fn a_camera_may_be_dropped_by_its_own_sink() {
        let slot = Arc::new(std::sync::Mutex::new(None::<Camera>));
        let (inner, (sender, done)) = (Arc::clone(&slot), mpsc::channel());
        let camera = Camera::open(&CameraSource::TestCard, config(), move |_| {
            if let Some(camera) = inner.lock().unwrap().take() {
                drop(camera);
                let _ = sender.send(());
            }
        });
        *slot.lock().unwrap() = Some(camera.unwrap());
        done.recv_timeout(Duration::from_secs(10))
            .expect("no deadlock");
    }
}
