//! Cameras through nokhwa.
//!
//! Its `frame` has no time limit: a source from here is read only on a thread that can be left behind. Its buffers do
//! not say how far apart rows are, so that is worked out from their length.

use super::pixels::{Converter, PixelFormat};
use crate::video::{Opened, PictureSource};
use crate::{DeviceKind, Fault, I420, MediaError};
use ::nokhwa::utils::FrameFormat;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A capture time further back than this is a clock that was set, not a delay.
const OLDEST: Duration = Duration::from_millis(500);

struct NokhwaCamera {
    camera: ::nokhwa::Camera,
    name: String,
    format: PixelFormat,
    converter: Converter,
}

impl PictureSource for NokhwaCamera {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        let frame = self.camera.frame().map_err(|error| {
            tracing::debug!(%error, "the camera stopped delivering");
            MediaError::device(DeviceKind::Camera, self.name.clone(), Fault::Lost)
        })?;
        let now = Instant::now();
        let (size, bytes) = (frame.resolution(), frame.buffer());
        let rows = size.height().max(1) as usize;
        let stride = match self.format {
            PixelFormat::Nv12 => bytes.len() / (rows + rows / 2),
            _ => bytes.len() / rows,
        };
        if let Err(why) = self.converter.convert(
            self.format,
            (size.width(), size.height()),
            stride,
            bytes,
            picture,
        ) {
            // A damaged picture now and then is normal for USB; the next one may be whole.
            tracing::debug!(%why, "a picture from the camera is unreadable");
            return Ok(None);
        }
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let age = frame
            .capture_timestamp()
            .and_then(|taken| since_epoch.checked_sub(taken))
            .filter(|age| *age < OLDEST);
        Ok(Some(now - age.unwrap_or_default()))
    }
}

impl Drop for NokhwaCamera {
    fn drop(&mut self) {
        if let Err(error) = self.camera.stop_stream() {
            tracing::debug!(%error, "the camera did not stop in order");
        }
    }
}

fn pixel_format(format: FrameFormat) -> Option<PixelFormat> {
    match format {
        FrameFormat::MJPEG => Some(PixelFormat::Mjpeg),
        FrameFormat::YUYV => Some(PixelFormat::Yuyv),
        FrameFormat::NV12 => Some(PixelFormat::Nv12),
        FrameFormat::RAWRGB => Some(PixelFormat::Rgb),
        FrameFormat::RAWBGR => Some(PixelFormat::Bgr),
        FrameFormat::GRAY => None,
    }
}

/// Opens camera `index` in this format and no other.
#[cfg(target_os = "linux")]
pub(super) fn open_exactly(
    index: u32,
    name: &str,
    offer: super::choice::Offer,
    fps: u32,
) -> Result<Opened, String> {
    use ::nokhwa::utils::{CameraFormat, CameraIndex, RequestedFormat, RequestedFormatType};

    let known = [
        FrameFormat::NV12,
        FrameFormat::YUYV,
        FrameFormat::MJPEG,
        FrameFormat::RAWRGB,
        FrameFormat::RAWBGR,
    ];
    let format = known
        .into_iter()
        .find(|&known| pixel_format(known) == Some(offer.format))
        .ok_or("nokhwa does not know the format")?;
    let exact = RequestedFormatType::Exact(CameraFormat::new_from(
        offer.width,
        offer.height,
        format,
        fps,
    ));
    let formats = [format];
    let open = || {
        let mut camera = ::nokhwa::Camera::new(
            CameraIndex::Index(index),
            RequestedFormat::with_formats(exact, &formats),
        )?;
        camera.open_stream()?;
        Ok::<_, ::nokhwa::NokhwaError>(camera)
    };
    let camera = open().map_err(|error| error.to_string())?;
    let source = NokhwaCamera {
        camera,
        name: name.to_owned(),
        format: offer.format,
        converter: Converter::default(),
    };
    Ok(Opened {
        source: Box::new(source),
        label: name.to_owned(),
        fps: offer.fps(),
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::{list, open_nearest};

/// Where nokhwa is the only way: it lists, says what a camera can do, and opens it.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use super::super::choice::{Offer, nearest};
    use super::*;
    use crate::DeviceInfo;
    use crate::video::Wanted;
    use ::nokhwa::NokhwaError;
    use ::nokhwa::utils::{
        ApiBackend, CameraFormat, CameraIndex, RequestedFormat, RequestedFormatType,
    };
    use std::sync::mpsc;

    const FORMATS: [FrameFormat; 5] = [
        FrameFormat::NV12,
        FrameFormat::YUYV,
        FrameFormat::MJPEG,
        FrameFormat::RAWRGB,
        FrameFormat::RAWBGR,
    ];
    /// A person needs time to read the system's question whether the camera may be used; `open` gives up before.
    const PERMISSION_LIMIT: Duration = Duration::from_secs(4);

    pub(in super::super) fn list() -> Vec<DeviceInfo> {
        let cameras = ::nokhwa::query(ApiBackend::Auto).unwrap_or_default();
        let info = |(position, camera): (usize, &::nokhwa::utils::CameraInfo)| DeviceInfo {
            id: camera.index().as_string(),
            name: camera.human_name(),
            is_default: position == 0,
        };
        cameras.iter().enumerate().map(info).collect()
    }

    pub(in super::super) fn open_nearest(
        id: Option<&str>,
        wanted: Wanted,
    ) -> Result<Opened, MediaError> {
        let cameras = list();
        let found = match id {
            Some(id) => cameras.iter().find(|camera| camera.id == id),
            None => cameras.first(),
        };
        let fault = |fault| {
            MediaError::device(
                DeviceKind::Camera,
                found.map_or(id.unwrap_or_default(), |camera| camera.name.as_str()),
                fault,
            )
        };
        let Some(DeviceInfo { id, name, .. }) = found else {
            return Err(fault(Fault::Missing));
        };
        if !permitted() {
            return Err(fault(Fault::Refused));
        }
        let index = id
            .parse()
            .map_or_else(|_| CameraIndex::String(id.clone()), CameraIndex::Index);
        let open = || {
            let any = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
            let mut camera = ::nokhwa::Camera::new(index, any)?;
            let formats = camera.compatible_camera_formats()?;
            let offers: Vec<Offer> = formats.iter().filter_map(offer).collect();
            let best = nearest(&offers, wanted)
                .ok_or_else(|| NokhwaError::GeneralError("no known format".into()))?;
            let exact = formats
                .into_iter()
                .find(|format| offer(format) == Some(best));
            camera.set_camera_requset(RequestedFormat::with_formats(
                exact.map_or(RequestedFormatType::None, RequestedFormatType::Exact),
                &FORMATS,
            ))?;
            camera.open_stream()?;
            Ok::<_, NokhwaError>(camera)
        };
        let camera = open().map_err(|error| fault(Fault::Failed(error.to_string())))?;
        let fps = camera.frame_rate() as f32;
        let format = pixel_format(camera.frame_format())
            .ok_or_else(|| fault(Fault::Failed("its format is unknown here".into())))?;
        let source = NokhwaCamera {
            camera,
            name: name.clone(),
            format,
            converter: Converter::default(),
        };
        Ok(Opened {
            source: Box::new(source),
            label: name.clone(),
            fps: Some(fps),
        })
    }

    /// Asks the system once per process; only macOS has a question to ask.
    fn permitted() -> bool {
        if ::nokhwa::nokhwa_check() {
            return true;
        }
        let (sender, answer) = mpsc::sync_channel(1);
        ::nokhwa::nokhwa_initialize(move |granted| {
            let _ = sender.try_send(granted);
        });
        answer.recv_timeout(PERMISSION_LIMIT).unwrap_or(false)
    }

    fn offer(format: &CameraFormat) -> Option<Offer> {
        let interval = Some((1, format.frame_rate()));
        pixel_format(format.format()).map(|pixels| Offer {
            format: pixels,
            width: format.width(),
            height: format.height(),
            interval,
        })
    }
}
