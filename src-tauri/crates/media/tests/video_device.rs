//! The camera against real V4L2 devices. Needs `/dev/video0` of the `vivid` driver and `v4l2-ctl`, as in
//! `tests/device-lab`; elsewhere every test says why it is skipped and passes.

#![cfg(target_os = "linux")]

use adjourn_media::{CameraSource, Layer, VideoCapture, VideoConfig, VideoEvent};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// There is one camera: one test at a time.
static ONE_CAMERA: Mutex<()> = Mutex::new(());
const DEVICE: &str = "/dev/video0";
const UNBIND: &str = "/sys/bus/platform/drivers/vivid/unbind";
const BIND: &str = "/sys/bus/platform/drivers/vivid/bind";

/// The turn at the camera, or `None` with a word why there is none.
fn camera() -> Option<MutexGuard<'static, ()>> {
    let turn = ONE_CAMERA.lock().unwrap_or_else(PoisonError::into_inner);
    let name = std::fs::read_to_string("/sys/class/video4linux/video0/name").unwrap_or_default();
    if !name.starts_with("vivid") {
        eprintln!("skipped: {DEVICE} is no vivid camera; run it in tests/device-lab");
        return None;
    }
    Some(turn)
}

fn v4l2(arguments: &[&str]) {
    let status = Command::new("v4l2-ctl")
        .args(["-d", DEVICE])
        .args(arguments)
        .status()
        .expect("v4l2-ctl is installed");
    assert!(status.success(), "v4l2-ctl {arguments:?}");
}

fn layer(width: u32, fps: f32) -> VideoConfig {
    VideoConfig {
        layers: vec![Layer {
            rid: "f",
            width,
            height: width * 9 / 16,
            fps,
            bitrate_bps: 500_000,
        }],
    }
}

struct Shot {
    camera: VideoCapture,
    events: Receiver<VideoEvent>,
}

fn open(config: VideoConfig) -> Shot {
    let (sender, events) = channel();
    let start = Instant::now();
    let source = CameraSource::Device(Some(DEVICE.into()));
    let camera = VideoCapture::open_camera(&source, &config, move |event| {
        let _ = sender.send(event);
    });
    let camera = camera.unwrap_or_else(|error| panic!("{}: {error}", error.code()));
    println!("opened \"{}\" in {:?}", camera.label(), start.elapsed());
    Shot { camera, events }
}

impl Shot {
    /// Frames that come in `time`, as (width, height).
    fn frames(&self, time: Duration) -> Vec<(u32, u32)> {
        let deadline = Instant::now() + time;
        let mut sizes = Vec::new();
        while let Ok(event) = self
            .events
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            match event {
                VideoEvent::Frame(frame) => sizes.push((frame.width, frame.height)),
                VideoEvent::Lost(error) => panic!("{error}"),
            }
        }
        sizes
    }

    fn close(self) {
        let start = Instant::now();
        self.camera.close().expect("the camera lets go");
        println!("closed in {:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(3));
        assert_eq!(handles(), 0, "no handle on the camera is left");
    }
}

/// Open handles of this process on any camera.
fn handles() -> usize {
    let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    files
        .filter(|file| {
            std::fs::read_link(file.path())
                .is_ok_and(|to| to.to_string_lossy().starts_with("/dev/video"))
        })
        .count()
}

#[test]
fn a_webcam_at_640x360_gives_30_pictures_a_second_and_is_free_after_close() {
    let Some(_turn) = camera() else { return };
    v4l2(&["-i", "0"]);
    v4l2(&[
        "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
        "-p",
        "30",
    ]);
    let shot = open(layer(640, 30.0));
    let frames = shot.frames(Duration::from_secs(4));
    println!("{} frames in 4 s", frames.len());
    assert!(
        frames.iter().all(|size| *size == (640, 360)),
        "{:?}",
        frames.first()
    );
    // The guest's processor is emulated: a quarter is enough to tell that it runs.
    assert!(frames.len() > 30, "{} frames in 4 s", frames.len());
    shot.close();
}

#[test]
fn a_fractional_frame_interval_is_no_obstacle() {
    let Some(_turn) = camera() else { return };
    v4l2(&["-i", "0"]);
    // 1280x720 leaves the device at 25/2 frames per second, with which nokhwa refuses every open.
    v4l2(&["--set-fmt-video=width=1280,height=720,pixelformat=YUYV"]);
    let shot = open(layer(1280, 12.5));
    let frames = shot.frames(Duration::from_secs(4));
    println!("{} frames in 4 s", frames.len());
    assert!(
        frames.iter().all(|size| *size == (1280, 720)),
        "{:?}",
        frames.first()
    );
    assert!(frames.len() > 8, "{} frames in 4 s", frames.len());
    shot.close();
    // And with that interval still set, a smaller picture.
    let shot = open(layer(640, 30.0));
    assert!(shot.frames(Duration::from_secs(3)).len() > 8);
    shot.close();
    v4l2(&["-p", "30"]);
}

#[test]
fn an_hdmi_input_without_a_list_of_formats_opens() {
    let Some(_turn) = camera() else { return };
    v4l2(&["-i", "1"]);
    let shot = open(layer(640, 30.0));
    let frames = shot.frames(Duration::from_secs(3));
    println!("{} frames in 3 s", frames.len());
    assert!(
        frames.iter().all(|size| *size == (640, 360)),
        "{:?}",
        frames.first()
    );
    assert!(frames.len() > 15, "{} frames in 3 s", frames.len());
    shot.close();
    v4l2(&["-i", "0"]);
    v4l2(&[
        "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
        "-p",
        "30",
    ]);
}

#[test]
fn a_camera_in_use_by_another_program_is_busy() {
    let Some(_turn) = camera() else { return };
    v4l2(&[
        "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
        "-p",
        "30",
    ]);
    let mut other = Command::new("v4l2-ctl")
        .args([
            "-d",
            DEVICE,
            "--stream-mmap",
            "--stream-count=100000",
            "--stream-to=/dev/null",
        ])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let result = VideoCapture::open_camera(
        &CameraSource::Device(Some(DEVICE.into())),
        &layer(640, 30.0),
        |_| {},
    );
    other.kill().unwrap();
    other.wait().unwrap();
    let error = result.err().expect("two programs cannot both have it");
    assert_eq!(error.code(), "camera-busy", "{error}");
    assert!(
        error
            .to_string()
            .starts_with("Another program is using the camera"),
        "{error}"
    );
    assert_eq!(handles(), 0);
}

#[test]
fn an_unplugged_camera_is_lost_at_once_and_works_again_when_plugged_in() {
    let Some(_turn) = camera() else { return };
    v4l2(&[
        "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
        "-p",
        "30",
    ]);
    for fps in [30.0, 12.5] {
        // The second time through V4L2 itself.
        if fps < 20.0 {
            v4l2(&["--set-fmt-video=width=1280,height=720,pixelformat=YUYV"]);
        }
        let shot = open(layer(if fps < 20.0 { 1280 } else { 640 }, fps));
        assert!(!shot.frames(Duration::from_secs(3)).is_empty());
        std::fs::write(UNBIND, "vivid.0").expect("root may unplug");
        let unplugged = Instant::now();
        let error = loop {
            match shot
                .events
                .recv_timeout(Duration::from_secs(10))
                .expect("the loss is told")
            {
                VideoEvent::Lost(error) => break error,
                VideoEvent::Frame(_) => {}
            }
        };
        println!("told after {:?}", unplugged.elapsed());
        assert_eq!(error.code(), "camera-lost", "{error}");
        shot.close();
        std::fs::write(BIND, "vivid.0").expect("root may plug in");
        let deadline = Instant::now() + Duration::from_secs(20);
        while !std::path::Path::new(DEVICE).exists() {
            assert!(Instant::now() < deadline, "the camera did not come back");
            std::thread::sleep(Duration::from_millis(100));
        }
        v4l2(&[
            "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
            "-p",
            "30",
        ]);
        let shot = open(layer(640, 30.0));
        assert!(!shot.frames(Duration::from_secs(2)).is_empty());
        shot.close();
    }
}

#[test]
fn the_camera_is_listed_by_name_and_opens_as_the_default() {
    let Some(_turn) = camera() else { return };
    let cameras = adjourn_media::cameras();
    assert_eq!(cameras[0].id, DEVICE);
    assert!(
        cameras[0].name.starts_with("vivid") && cameras[0].is_default,
        "{cameras:?}"
    );
    v4l2(&[
        "--set-fmt-video=width=640,height=360,pixelformat=YUYV",
        "-p",
        "30",
    ]);
    let camera =
        VideoCapture::open_camera(&CameraSource::Device(None), &layer(640, 30.0), |_| {}).unwrap();
    assert_eq!(camera.label(), cameras[0].name);
    camera.close().unwrap();
}

#[test]
fn opening_and_closing_twenty_times_leaves_no_thread_and_no_file_behind() {
    let Some(_turn) = camera() else { return };
    let count = |what: &str| {
        std::fs::read_dir(format!("/proc/self/{what}"))
            .unwrap()
            .count()
    };
    open(layer(640, 30.0)).close();
    let (threads, files) = (count("task"), count("fd"));
    for _ in 0..20 {
        open(layer(640, 30.0)).close();
    }
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        count("task") <= threads && count("fd") <= files,
        "{} threads, {} files",
        count("task"),
        count("fd")
    );
}
