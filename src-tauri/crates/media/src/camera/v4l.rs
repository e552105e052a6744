//! Cameras through V4L2 itself: fractional and unreduced frame intervals, inputs without a list of formats, padded
//! rows, and a time limit for every read.

use super::choice::Offer;
use super::pixels::{Converter, PixelFormat};
use crate::video::{Opened, PictureSource};
use crate::{DeviceInfo, DeviceKind, Fault, I420, MediaError};
use ::v4l::buffer::Type;
use ::v4l::capability::Flags;
use ::v4l::frameinterval::FrameIntervalEnum;
use ::v4l::framesize::FrameSizeEnum;
use ::v4l::io::mmap::Stream;
use ::v4l::io::traits::CaptureStream;
use ::v4l::video::Capture;
use ::v4l::video::capture::Parameters;
use ::v4l::{Device, Format, FourCC, Fraction};
use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

/// How long one read waits before it lets the caller look around.
const READ_LIMIT: Duration = Duration::from_millis(500);
/// Pictures that the driver may have in the air.
const BUFFERS: u32 = 4;
/// Linux error numbers (errno.h), the same on all architectures.
const EACCES: i32 = 13;
const EPERM: i32 = 1;
const EBUSY: i32 = 16;
const ENODEV: i32 = 19;
const ENXIO: i32 = 6;

const FORMATS: [(&[u8; 4], PixelFormat); 7] = [
    (b"NV12", PixelFormat::Nv12),
    (b"YU12", PixelFormat::I420),
    (b"YUYV", PixelFormat::Yuyv),
    (b"UYVY", PixelFormat::Uyvy),
    (b"MJPG", PixelFormat::Mjpeg),
    (b"RGB3", PixelFormat::Rgb),
    (b"BGR3", PixelFormat::Bgr),
];
/// Sizes to ask for where a device says only from where to where: 16:9 as layers are, then 4:3.
const USUAL_SIZES: [(u32, u32); 6] = [
    (1920, 1080),
    (1280, 720),
    (960, 540),
    (640, 360),
    (640, 480),
    (320, 180),
];

/// A device file that takes pictures.
pub(super) struct Node {
    index: u32,
    pub(super) name: String,
}

impl Node {
    pub(super) fn index(&self) -> u32 {
        self.index
    }

    pub(super) fn failed(&self, why: &str) -> MediaError {
        self.fault(Fault::Failed(why.to_owned()))
    }

    /// Everything the camera can do in formats that are known here.
    pub(super) fn offers(&self) -> Result<Vec<Offer>, MediaError> {
        let device = self.device().map_err(|error| self.error(&error))?;
        let mut offers = Vec::new();
        for (fourcc, format) in FORMATS {
            let fourcc = FourCC::new(fourcc);
            for (width, height) in sizes(&device, fourcc) {
                let intervals = device
                    .enum_frameintervals(fourcc, width, height)
                    .unwrap_or_default();
                let intervals: Vec<_> = intervals
                    .into_iter()
                    .flat_map(|listed| fractions(listed.interval))
                    .map(Some)
                    .collect();
                // Inputs such as HDMI have the rate of their source and list none.
                let intervals = if intervals.is_empty() {
                    vec![None]
                } else {
                    intervals
                };
                offers.extend(intervals.into_iter().map(|interval| Offer {
                    format,
                    width,
                    height,
                    interval,
                }));
            }
        }
        Ok(offers)
    }

    fn path(&self) -> String {
        format!("/dev/video{}", self.index)
    }

    fn device(&self) -> Result<Device, Error> {
        Device::with_path(self.path())
    }

    fn error(&self, error: &Error) -> MediaError {
        self.fault(match error.raw_os_error() {
            Some(EBUSY) => Fault::Busy,
            Some(EACCES | EPERM) => Fault::Refused,
            Some(ENODEV | ENXIO) => Fault::Missing,
            _ if error.kind() == ErrorKind::NotFound => Fault::Missing,
            _ => Fault::Failed(error.to_string()),
        })
    }

    fn fault(&self, fault: Fault) -> MediaError {
        MediaError::device(DeviceKind::Camera, self.name.clone(), fault)
    }
}

pub(super) fn list() -> Vec<DeviceInfo> {
    let info = |(position, node): (usize, &Node)| DeviceInfo {
        id: node.path(),
        name: node.name.clone(),
        is_default: position == 0,
    };
    nodes().iter().enumerate().map(info).collect()
}

/// The camera with this id, or the first one.
pub(super) fn find(id: Option<&str>) -> Result<Node, MediaError> {
    let found = nodes()
        .into_iter()
        .find(|node| id.is_none_or(|id| node.path() == id));
    found.ok_or_else(|| {
        MediaError::device(DeviceKind::Camera, id.unwrap_or_default(), Fault::Missing)
    })
}

/// All nodes that take pictures, by number. A webcam has further nodes for metadata, which do not.
fn nodes() -> Vec<Node> {
    let entries = std::fs::read_dir("/dev").into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("video")?
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    let node = |index: u32| {
        let name = std::fs::read_to_string(format!("/sys/class/video4linux/video{index}/name"))
            .unwrap_or_default();
        let name = name.trim();
        Node {
            index,
            name: if name.is_empty() {
                format!("Camera {index}")
            } else {
                name.to_owned()
            },
        }
    };
    let takes_pictures = |node: &Node| match node.device().and_then(|device| device.query_caps()) {
        Ok(caps) => caps.capabilities.contains(Flags::VIDEO_CAPTURE),
        // One that is there but refused stays in the list: choosing it says why.
        Err(error) => matches!(error.raw_os_error(), Some(EACCES | EPERM | EBUSY)),
    };
    numbers
        .into_iter()
        .map(node)
        .filter(takes_pictures)
        .collect()
}

fn sizes(device: &Device, fourcc: FourCC) -> Vec<(u32, u32)> {
    let listed = device.enum_framesizes(fourcc).unwrap_or_default();
    listed
        .into_iter()
        .flat_map(|listed| match listed.size {
            FrameSizeEnum::Discrete(size) => vec![(size.width, size.height)],
            FrameSizeEnum::Stepwise(range) => {
                let fits = |&(width, height): &(u32, u32)| {
                    (range.min_width..=range.max_width).contains(&width)
                        && (range.min_height..=range.max_height).contains(&height)
                        && (width - range.min_width) % range.step_width.max(1) == 0
                        && (height - range.min_height) % range.step_height.max(1) == 0
                };
                let usual: Vec<_> = USUAL_SIZES.into_iter().filter(fits).collect();
                if usual.is_empty() {
                    vec![(range.max_width, range.max_height)]
                } else {
                    usual
                }
            }
        })
        .collect()
}

fn fractions(interval: FrameIntervalEnum) -> Vec<(u32, u32)> {
    let pair = |fraction: Fraction| (fraction.numerator, fraction.denominator);
    match interval {
        FrameIntervalEnum::Discrete(fraction) => vec![pair(fraction)],
        FrameIntervalEnum::Stepwise(range) => vec![pair(range.min), pair(range.max)],
    }
}

/// Opens the camera in this format, or in what its driver makes of it.
pub(super) fn open(node: &Node, offer: Offer) -> Result<Opened, MediaError> {
    let fourcc = FORMATS
        .iter()
        .find(|(_, format)| *format == offer.format)
        .map(|(fourcc, _)| FourCC::new(fourcc));
    let fourcc = fourcc.ok_or_else(|| node.failed("its format is unknown here"))?;
    let start = || {
        let device = node.device()?;
        let given = device.set_format(&Format::new(offer.width, offer.height, fourcc))?;
        if let Some((numerator, denominator)) = offer.interval {
            // Drivers that cannot change the rate say so; the rate they have will do.
            let _ = device.set_params(&Parameters::new(Fraction::new(numerator, denominator)));
        }
        let mut stream = Stream::with_buffers(&device, Type::VideoCapture, BUFFERS)?;
        stream.set_timeout(READ_LIMIT);
        Ok((stream, given))
    };
    let (stream, given) = start().map_err(|error: Error| node.error(&error))?;
    let format = FORMATS
        .iter()
        .find(|(name, _)| FourCC::new(name) == given.fourcc)
        .map(|(_, format)| *format);
    let format = format.ok_or_else(|| node.failed("it gives a format that is unknown here"))?;
    let source = V4lCamera {
        stream,
        name: node.name.clone(),
        format,
        size: (given.width, given.height),
        stride: given.stride as usize,
        waiting: false,
        delivered: false,
        converter: Converter::default(),
    };
    Ok(Opened {
        source: Box::new(source),
        label: node.name.clone(),
        fps: offer.fps(),
    })
}

struct V4lCamera {
    stream: Stream<'static>,
    name: String,
    format: PixelFormat,
    size: (u32, u32),
    stride: usize,
    /// The last read ran into its limit with all buffers at the driver.
    waiting: bool,
    delivered: bool,
    converter: Converter,
}

impl PictureSource for V4lCamera {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        // `next` gives the last buffer back before it waits; after a wait without result there is none to give back.
        // The picture that ends such a wait is skipped, which also skips an old one.
        if self.waiting {
            match self.stream.dequeue() {
                Ok(_) => self.waiting = false,
                Err(error) => return self.not_now(&error),
            }
        }
        let (bytes, used) = match self.stream.next() {
            Ok((bytes, meta)) => {
                let used = meta.bytesused as usize;
                (
                    bytes,
                    if used == 0 {
                        bytes.len()
                    } else {
                        used.min(bytes.len())
                    },
                )
            }
            Err(error) => {
                self.waiting = error.kind() == ErrorKind::TimedOut;
                return self.not_now(&error);
            }
        };
        let now = Instant::now();
        self.delivered = true;
        match self
            .converter
            .convert(self.format, self.size, self.stride, &bytes[..used], picture)
        {
            Ok(()) => Ok(Some(now)),
            Err(why) => {
                tracing::debug!(%why, "a picture from the camera is unreadable");
                Ok(None)
            }
        }
    }
}

impl V4lCamera {
    /// A wait that ended without a picture goes on; anything else is the end.
    fn not_now(&self, error: &Error) -> Result<Option<Instant>, MediaError> {
        if error.kind() == ErrorKind::TimedOut {
            return Ok(None);
        }
        tracing::debug!(%error, "the camera stopped delivering");
        let fault = match error.raw_os_error() {
            Some(EBUSY) => Fault::Busy,
            _ if self.delivered => Fault::Lost,
            Some(ENODEV) => Fault::Lost,
            _ => Fault::Failed(error.to_string()),
        };
        Err(MediaError::device(
            DeviceKind::Camera,
            self.name.clone(),
            fault,
        ))
    }
}
