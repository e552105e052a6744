//! A camera, or what stands in for one.

mod choice;
mod device;
mod holder;
mod nokhwa;
mod pixels;
#[cfg(target_os = "linux")]
mod v4l;
mod y4m;

pub use holder::camera_holder;

use std::time::Duration;

use crate::scale::Fit;
use crate::video::{self, Unopened, VideoCapture, VideoConfig, VideoEvent, Wanted};
use crate::{CameraSource, DeviceInfo, DeviceKind, Fault, MediaError};

/// Longest wait for the list of cameras.
const LIST_LIMIT: Duration = Duration::from_secs(3);

impl VideoCapture {
    /// Opens a camera and waits for its first picture: at most about 5 s, then `camera-hung`.
    ///
    /// `sink` is called from a thread of its own and must not block.
    pub fn open_camera(
        source: &CameraSource,
        config: &VideoConfig,
        sink: impl FnMut(VideoEvent) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let wanted = Wanted::of(&config.layers);
        let name = match source {
            CameraSource::Device(id) => id.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let unopened = Unopened {
            kind: DeviceKind::Camera,
            name,
            fit: Fit::Cut,
        };
        let source = source.clone();
        let open = move || match source {
            CameraSource::None => Err(MediaError::device(DeviceKind::Camera, "", Fault::Missing)),
            CameraSource::TestCard => Ok(video::fake::open(wanted)),
            CameraSource::File(path) => y4m::open(&path),
            CameraSource::Device(id) => device::open(id.as_deref(), wanted),
        };
        Self::start(unopened, config, open, sink)
    }
}

/// The cameras that the system lists, best first. Blocks for at most 3 s.
pub fn cameras() -> Vec<DeviceInfo> {
    crate::bounded::call("camera-list", LIST_LIMIT, device::list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::video::{Layer, VideoMode};
    use std::sync::{Arc, mpsc};
    use std::time::Instant;

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
        let camera = VideoCapture::open_camera(&CameraSource::TestCard, &config(), move |event| {
            let _ = sender.send((std::time::SystemTime::now(), Instant::now(), event));
        })
        .unwrap();
        assert_eq!(camera.label(), "Test card");
        assert_eq!(camera.layer_sizes(), [(320, 180), (640, 360)]);
        let mode = VideoMode {
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
            let VideoEvent::Frame(frame) = event else {
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
        let error = VideoCapture::open_camera(&CameraSource::None, &config(), |_| {})
            .err()
            .unwrap();
        assert_eq!(error.code(), "camera-missing");
    }

    #[test]
    fn a_camera_that_was_not_there_is_named() {
        let source = CameraSource::Device(Some("/dev/video98".into()));
        let error = VideoCapture::open_camera(&source, &config(), |_| {})
            .err()
            .unwrap();
        assert_eq!(error.code(), "camera-missing");
        assert!(error.to_string().contains("/dev/video98"), "{error}");
    }

    #[test]
    fn a_camera_may_be_dropped_by_its_own_sink() {
        let slot = Arc::new(std::sync::Mutex::new(None::<VideoCapture>));
        let (inner, (sender, done)) = (Arc::clone(&slot), mpsc::channel());
        let camera = VideoCapture::open_camera(&CameraSource::TestCard, &config(), move |_| {
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
