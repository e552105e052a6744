//! Which of a camera's formats to take.

use super::pixels::PixelFormat;
use crate::video::Wanted;

/// Frames per second of a device that does not say: what all but old webcams give.
const ASSUMED_FPS: f32 = 30.0;

/// One thing the camera can do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Offer {
    pub(super) format: PixelFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Seconds between pictures as numerator and denominator; not always reduced, not always known.
    pub(super) interval: Option<(u32, u32)>,
}

impl Offer {
    /// Pictures per second.
    pub(super) fn fps(&self) -> Option<f32> {
        self.interval
            .filter(|&(seconds, pictures)| seconds > 0 && pictures > 0)
            .map(|(seconds, pictures)| pictures as f32 / seconds as f32)
    }

    /// Distance from what is wanted; octaves, weighted by how much each one hurts.
    fn cost(&self, wanted: Wanted) -> f32 {
        let area = |width: u32, height: u32| (width as f32 * height as f32).log2();
        let octaves = area(self.width, self.height) - area(wanted.width, wanted.height);
        // Too few pixels are missed by everybody; too many only cost conversion and scaling here.
        let size = if octaves < 0.0 {
            -octaves
        } else {
            0.25 * octaves
        };
        let aspect = |width: u32, height: u32| (width as f32 / height as f32).log2();
        let shape =
            0.5 * (aspect(self.width, self.height) - aspect(wanted.width, wanted.height)).abs();
        let fps = (wanted.fps / self.fps().unwrap_or(ASSUMED_FPS)).log2();
        // Stutter hurts more than blur; above what is wanted, pictures are thrown away.
        let rate = if fps > 0.0 { 1.5 * fps } else { -0.1 * fps };
        let decoding = match self.format {
            PixelFormat::Nv12 | PixelFormat::I420 => 0.0,
            PixelFormat::Yuyv | PixelFormat::Uyvy => 0.02,
            // 3.5 ms per 720p picture.
            PixelFormat::Mjpeg => 0.1,
            // Triple the USB bandwidth, and often emulated by the driver.
            PixelFormat::Rgb | PixelFormat::Bgr => 0.5,
        };
        size + shape + rate + decoding
    }
}

/// The offer nearest to what is wanted.
pub(super) fn nearest(offers: &[Offer], wanted: Wanted) -> Option<Offer> {
    let usable = offers.iter().filter(|offer| {
        offer.width >= 2 && offer.height >= 2 && (offer.width | offer.height) & 1 == 0
    });
    usable
        .copied()
        .min_by(|one, two| one.cost(wanted).total_cmp(&two.cost(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PixelFormat::*;

    fn offer(format: PixelFormat, width: u32, height: u32, interval: (u32, u32)) -> Offer {
        Offer {
            format,
            width,
            height,
            interval: Some(interval),
        }
    }

    const HD: Wanted = Wanted {
        width: 1280,
        height: 720,
        fps: 30.0,
    };
    const SD: Wanted = Wanted {
        width: 640,
        height: 360,
        fps: 30.0,
    };

    #[test]
    fn a_usb_2_webcam_gives_hd_as_mjpeg() {
        let offers = [
            offer(Yuyv, 640, 480, (1, 30)),
            offer(Yuyv, 1280, 720, (1, 10)),
            offer(Mjpeg, 1280, 720, (1, 30)),
            offer(Mjpeg, 1920, 1080, (1, 30)),
        ];
        assert_eq!(nearest(&offers, HD), Some(offers[2]));
    }

    #[test]
    fn the_highest_frame_rate_of_a_tiny_picture_is_no_temptation() {
        let offers = [
            offer(Bgr, 320, 180, (1, 60)),
            offer(Yuyv, 640, 360, (1, 30)),
            offer(Yuyv, 1280, 720, (2, 25)),
        ];
        assert_eq!(nearest(&offers, SD), Some(offers[1]));
    }

    #[test]
    fn smooth_vga_beats_stuttering_hd() {
        let offers = [
            offer(Yuyv, 640, 480, (1, 30)),
            offer(Yuyv, 1280, 720, (1, 10)),
        ];
        assert_eq!(nearest(&offers, HD), Some(offers[0]));
    }

    #[test]
    fn a_fractional_rate_and_an_unknown_one_are_taken_too() {
        let ntsc = [offer(Yuyv, 1280, 720, (1001, 30_000))];
        assert_eq!(nearest(&ntsc, HD), Some(ntsc[0]));
        let unknown = [
            Offer {
                format: Yuyv,
                width: 1280,
                height: 720,
                interval: None,
            },
            offer(Yuyv, 1280, 720, (0, 0)),
        ];
        assert!(nearest(&unknown, HD).is_some());
        assert_eq!(nearest(&[], HD), None);
    }
}
