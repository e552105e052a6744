//! What the desktop gives, as a source of pictures.

use std::cell::RefCell;
use std::io::Cursor;
use std::rc::Rc;
use std::time::{Duration, Instant};

use pipewire::context::ContextRc;
use pipewire::keys;
use pipewire::loop_::Timeout;
use pipewire::main_loop::MainLoopRc;
use pipewire::properties::properties;
use pipewire::spa::param::ParamType;
use pipewire::spa::param::format::{FormatProperties, MediaSubtype, MediaType};
use pipewire::spa::param::video::{VideoFormat, VideoInfoRaw};
use pipewire::spa::pod::serialize::PodSerializer;
use pipewire::spa::pod::{Object, Pod, Value, object, property};
use pipewire::spa::utils::{Direction, Fraction, Rectangle, SpaTypes};
use pipewire::stream::{Stream, StreamFlags, StreamListener, StreamRc, StreamState};
use yuv::{YuvConversionMode, YuvRange, YuvStandardMatrix};

use super::{Granted, failed};
use crate::video::{Opened, PictureSource};
use crate::{DeviceKind, Fault, I420, MediaError};

/// How long one look for something new takes at most; closing has to wait for it.
const GLANCE: Duration = Duration::from_millis(10);
/// What stands still is given so often, for whoever comes meanwhile.
const RESTING: Duration = Duration::from_millis(500);
/// Largest side of a picture, in pixels.
const MAX_SIDE: u32 = 8192;

/// Opens what the person has chosen.
pub(in super::super) fn open(mut granted: Granted, fps: f32) -> Result<Opened, MediaError> {
    let remote = granted
        .remote
        .take()
        .ok_or_else(|| failed(&"it is in use"))?;
    pipewire::init();
    let connect = || {
        let main_loop = MainLoopRc::new(None)?;
        let context = ContextRc::new(&main_loop, None)?;
        let core = context.connect_fd_rc(remote, None)?;
        let properties = properties! {
            *keys::MEDIA_TYPE => "Video",
            *keys::MEDIA_CATEGORY => "Capture",
            *keys::MEDIA_ROLE => "Screen",
        };
        let stream = StreamRc::new(core, "adjourn-screen", properties)?;
        let shown = Rc::new(RefCell::new(Shown::default()));
        let listener = listen(&stream, shown.clone())?;
        let format = PodSerializer::serialize(Cursor::new(Vec::new()), &Value::Object(formats()));
        let format = format.map_err(|_| pipewire::Error::CreationFailed)?;
        let format = format.0.into_inner();
        let format = Pod::from_bytes(&format).ok_or(pipewire::Error::CreationFailed)?;
        stream.connect(
            Direction::Input,
            Some(granted.node),
            StreamFlags::AUTOCONNECT | StreamFlags::MAP_BUFFERS,
            &mut [format],
        )?;
        Ok((main_loop, stream, listener, shown))
    };
    let connected: Result<_, pipewire::Error> = connect();
    let (main_loop, stream, listener, shown) = connected.map_err(|error| failed(&error))?;
    Ok(Opened {
        source: Box::new(Source {
            _listener: listener,
            stream,
            main_loop,
            shown,
            granted,
            interval: Duration::from_secs_f32(1.0 / fps),
            given_at: None,
        }),
        label: String::new(),
        fps: Some(fps),
    })
}

struct Source {
    // In the order in which they have to go.
    _listener: StreamListener<Rc<RefCell<Shown>>>,
    stream: StreamRc,
    main_loop: MainLoopRc,
    shown: Rc<RefCell<Shown>>,
    granted: Granted,
    interval: Duration,
    given_at: Option<Instant>,
}

/// What the desktop shows.
#[derive(Default)]
struct Shown {
    format: VideoInfoRaw,
    /// The newest picture, once there is one.
    picture: I420,
    /// It has not been given to anybody.
    is_new: bool,
    /// Nothing comes any more.
    ended: bool,
}

impl PictureSource for Source {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        self.main_loop.loop_().iterate(Timeout::Finite(GLANCE));
        let mut shown = self.shown.borrow_mut();
        if shown.ended || self.granted.is_closed() {
            return Err(MediaError::device(DeviceKind::Screen, "", Fault::Lost));
        }
        let now = Instant::now();
        let wait = match shown.is_new {
            true => self.interval,
            false => RESTING,
        };
        let is_due = self
            .given_at
            .is_none_or(|at| now.duration_since(at) >= wait);
        if shown.picture.width == 0 || !is_due {
            return Ok(None);
        }
        picture.clone_from(&shown.picture);
        shown.is_new = false;
        self.given_at = Some(now);
        Ok(Some(now))
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        // It goes with its connection in any case.
        let _ = self.stream.disconnect();
    }
}

/// Has what comes put into `shown`, by the thread that runs the loop.
fn listen(
    stream: &Stream,
    shown: Rc<RefCell<Shown>>,
) -> Result<StreamListener<Rc<RefCell<Shown>>>, pipewire::Error> {
    stream
        .add_local_listener_with_user_data(shown)
        .state_changed(|_, shown, _, state| {
            tracing::debug!(?state, "the desktop's stream");
            if matches!(state, StreamState::Unconnected | StreamState::Error(_)) {
                shown.borrow_mut().ended = true;
            }
        })
        .param_changed(|_, shown, id, param| {
            if let Some(param) = param
                && id == ParamType::Format.as_raw()
            {
                let shown = &mut *shown.borrow_mut();
                if shown.format.parse(param).is_err() {
                    tracing::debug!("the desktop's stream has a format that cannot be read");
                }
            }
        })
        .process(|stream, shown| {
            let Some(mut buffer) = stream.dequeue_buffer() else {
                return;
            };
            let Some(data) = buffer.datas_mut().first_mut() else {
                return;
            };
            let (offset, stride) = (data.chunk().offset(), data.chunk().stride());
            // A buffer that says that there is nothing in it brings other news, of the pointer.
            if data.chunk().size() == 0 {
                return;
            }
            let pixels = data.data().and_then(|data| data.get(offset as usize..));
            if let (Some(pixels), Ok(stride)) = (pixels, u32::try_from(stride)) {
                shown.borrow_mut().take(pixels, stride);
            }
        })
        .register()
}

impl Shown {
    /// Takes a picture over; one that contradicts itself is passed over.
    fn take(&mut self, pixels: &[u8], stride: u32) {
        let Rectangle { width, height } = self.format.size();
        // What is encoded has an even size: a last odd row or column is left out rather than everything blurred.
        let (width, height) = (width & !1, height & !1);
        let sides = 2..=MAX_SIDE;
        // Some say nothing of rows that have no padding.
        let stride = match stride {
            0 => self.format.size().width * 4,
            stride => stride,
        };
        let length = stride as usize * height as usize;
        if !sides.contains(&width) || !sides.contains(&height) || pixels.len() < length {
            return;
        }
        let convert = match self.format.format() {
            VideoFormat::BGRx | VideoFormat::BGRA => yuv::bgra_to_yuv420,
            VideoFormat::RGBx | VideoFormat::RGBA => yuv::rgba_to_yuv420,
            _ => return,
        };
        self.picture.resize(width, height);
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt601);
        let mode = YuvConversionMode::Balanced;
        let pixels = &pixels[..length];
        let planar = &mut self.picture.planar();
        if let Err(error) = convert(planar, pixels, stride, range, matrix, mode) {
            tracing::debug!(%error, "a picture of the desktop is passed over");
            return;
        }
        self.is_new = true;
    }
}

/// Pictures in memory that is shared, four bytes a pixel, in any size.
fn formats() -> Object {
    object!(
        SpaTypes::ObjectParamFormat,
        ParamType::EnumFormat,
        property!(FormatProperties::MediaType, Id, MediaType::Video),
        property!(FormatProperties::MediaSubtype, Id, MediaSubtype::Raw),
        property!(
            FormatProperties::VideoFormat,
            Choice,
            Enum,
            Id,
            VideoFormat::BGRx,
            VideoFormat::BGRx,
            VideoFormat::BGRA,
            VideoFormat::RGBx,
            VideoFormat::RGBA
        ),
        property!(
            FormatProperties::VideoSize,
            Choice,
            Range,
            Rectangle,
            Rectangle {
                width: 1920,
                height: 1080
            },
            Rectangle {
                width: 1,
                height: 1
            },
            Rectangle {
                width: MAX_SIDE,
                height: MAX_SIDE
            }
        ),
        property!(
            FormatProperties::VideoFramerate,
            Choice,
            Range,
            Fraction,
            Fraction { num: 15, denom: 1 },
            Fraction { num: 0, denom: 1 },
            Fraction { num: 60, denom: 1 }
        ),
    )
}
