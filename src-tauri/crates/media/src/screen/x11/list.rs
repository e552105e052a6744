//! What there is to share, with a small picture of each.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::Drawable;

use super::display::{Area, Display, failed};
use super::grab::Grabber;
use super::source::{SCREEN, WINDOW};
use crate::MediaError;
use crate::screen::{ScreenInfo, ScreenKind, Thumbnail};

/// Largest small picture, in pixels.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 200;

pub(in super::super) fn list() -> Result<Vec<ScreenInfo>, MediaError> {
    let display = Display::open()?;
    everything(&display).map_err(|error| failed(&error))
}

fn everything(display: &Display) -> Result<Vec<ScreenInfo>, ReplyError> {
    let mut grabber = Grabber::new();
    let mut found = Vec::new();
    for monitor in display.monitors()? {
        found.push(ScreenInfo {
            id: format!("{SCREEN}{}", monitor.name),
            kind: ScreenKind::Screen,
            label: String::new(),
            width: monitor.area.width.into(),
            height: monitor.area.height.into(),
            picture: thumbnail(display, &mut grabber, display.root, monitor.area).ok(),
        });
    }
    for window in display.windows()? {
        // It may have gone by now.
        let Ok(area) = display.window_area(window) else {
            continue;
        };
        let own = Area {
            left: 0,
            top: 0,
            ..area
        };
        let picture = display
            .contents(window)
            .and_then(|pixmap| thumbnail(display, &mut grabber, pixmap, own));
        found.push(ScreenInfo {
            id: format!("{WINDOW}{window}"),
            kind: ScreenKind::Window,
            label: display.title(window),
            width: area.width.into(),
            height: area.height.into(),
            picture: picture.ok(),
        });
    }
    Ok(found)
}

fn thumbnail(
    display: &Display,
    grabber: &mut Grabber,
    drawable: Drawable,
    area: Area,
) -> Result<Thumbnail, ReplyError> {
    grabber.grab(display, drawable, area)?;
    let (width, height) = (u32::from(area.width), u32::from(area.height));
    let factor = (f64::from(WIDTH) / f64::from(width)).min(f64::from(HEIGHT) / f64::from(height));
    let small = |length: u32| ((f64::from(length) * factor.min(1.0)).round() as u32).max(1);
    let mut picture = TypedImage::<U8x4>::new(small(width), small(height));
    if let Ok(source) = TypedImageRef::<U8x4>::from_buffer(width, height, grabber.pixels()) {
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Box))
            .use_alpha(false);
        // Both have the length of their size.
        let _ = Resizer::new().resize_typed(&source, &mut picture, &options);
    }
    let rgba = picture
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let [blue, green, red, _] = pixel.0;
            [red, green, blue, 255]
        })
        .collect();
    Ok(Thumbnail {
        width: small(width),
        height: small(height),
        rgba,
    })
}
