//! One captured picture in, one encoded frame per active layer out.

use super::{EncodedVideo, Layer};
use crate::codec::Vp8Encoder;
use crate::scale::{Fit, Scaler};
use crate::{I420, MediaError, clock};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Clock of video timestamps, Hz.
const CLOCK: u32 = 90_000;

/// What the handle asks of a layer; written from any thread, read before each picture.
pub(crate) struct LayerControl {
    active: AtomicBool,
    key_wanted: AtomicBool,
    bitrate_bps: AtomicU32,
}

impl LayerControl {
    pub(crate) fn new(layer: &Layer) -> Self {
        Self {
            active: AtomicBool::new(true),
            key_wanted: AtomicBool::new(true),
            bitrate_bps: AtomicU32::new(layer.bitrate_bps),
        }
    }

    pub(crate) fn request_key_frame(&self) {
        self.key_wanted.store(true, Ordering::Relaxed);
    }

    pub(crate) fn set_bitrate(&self, bps: u32) {
        self.bitrate_bps.store(bps, Ordering::Relaxed);
    }

    pub(crate) fn set_active(&self, on: bool) {
        // Whoever gets the layer again has missed frames.
        if on && !self.active.swap(true, Ordering::Relaxed) {
            self.request_key_frame();
        }
        if !on {
            self.active.store(false, Ordering::Relaxed);
        }
    }
}

/// The encoders of all layers.
pub(crate) struct Layers {
    layers: Vec<Encoding>,
    fit: Fit,
    scaler: Scaler,
    origin: Option<Instant>,
}

struct Encoding {
    layer: Layer,
    /// Made for the size of the captured picture; made anew when that changes.
    encoder: Option<(Vp8Encoder, (u32, u32))>,
    scaled: I420,
    next_due: Option<Instant>,
}

impl Layers {
    pub(crate) fn new(layers: &[Layer], fit: Fit) -> Self {
        let encoding = |layer: &Layer| Encoding {
            layer: layer.clone(),
            encoder: None,
            scaled: I420::default(),
            next_due: None,
        };
        Self {
            layers: layers.iter().map(encoding).collect(),
            fit,
            scaler: Scaler::new(),
            origin: None,
        }
    }

    /// Encodes `picture` for each layer that is active and due, and gives the frames to `emit`.
    pub(crate) fn encode(
        &mut self,
        picture: &I420,
        captured_at: Instant,
        controls: &[LayerControl],
        mut emit: impl FnMut(EncodedVideo),
    ) -> Result<(), MediaError> {
        let rtp_timestamp = clock::rtp_timestamp(captured_at, CLOCK);
        let origin = *self.origin.get_or_insert(captured_at);
        let timestamp =
            (captured_at.saturating_duration_since(origin).as_micros() * 9 / 100) as i64;
        for (index, (encoding, control)) in self.layers.iter_mut().zip(controls).enumerate() {
            if !control.active.load(Ordering::Relaxed) || !encoding.is_due(captured_at) {
                continue;
            }
            let wanted = (encoding.layer.width, encoding.layer.height);
            let size = self.fit.layer_size(wanted, (picture.width, picture.height));
            let bitrate = control.bitrate_bps.load(Ordering::Relaxed);
            let encoder = match &mut encoding.encoder {
                Some((encoder, made_for)) if *made_for == size => encoder,
                stale => {
                    &mut stale
                        .insert((
                            Vp8Encoder::new(size.0, size.1, encoding.layer.fps, bitrate)?,
                            size,
                        ))
                        .0
                }
            };
            encoder.set_bitrate(bitrate)?;
            let pixels = if size == (picture.width, picture.height) {
                picture
            } else {
                self.scaler
                    .scale(picture, &mut encoding.scaled, size.0, size.1);
                &encoding.scaled
            };
            let key_wanted = control.key_wanted.swap(false, Ordering::Relaxed);
            match encoder.encode(pixels, timestamp, key_wanted)? {
                Some((data, key)) => {
                    let (width, height) = size;
                    emit(EncodedVideo {
                        layer: index,
                        width,
                        height,
                        key,
                        captured_at,
                        rtp_timestamp,
                        data,
                    });
                }
                None if key_wanted => control.request_key_frame(),
                None => {}
            }
        }
        Ok(())
    }
}

impl Encoding {
    /// Holds the layer's own frame rate when the source is faster.
    fn is_due(&mut self, at: Instant) -> bool {
        let interval = Duration::from_secs_f32(1.0 / self.layer.fps.clamp(0.1, 1000.0));
        let due = *self.next_due.get_or_insert(at);
        // Cameras deliver with jitter: a quarter of an interval early counts as due.
        if at + interval / 4 < due {
            return false;
        }
        self.next_due = Some((due + interval).max(at));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Vp8Decoder;
    use crate::test_card::{TestCard, read_clock};
    use crate::testing::psnr;

    fn layer(rid: &'static str, width: u32, fps: f32, bitrate_bps: u32) -> Layer {
        Layer {
            rid,
            width,
            height: width * 9 / 16,
            fps,
            bitrate_bps,
        }
    }

    /// Feeds `frames` test cards of 640x360 at 30 fps; returns what came out with the clock that went in.
    fn run(
        layers: &[Layer],
        frames: u64,
        mut before: impl FnMut(u64, &[LayerControl]),
    ) -> Vec<(u64, EncodedVideo)> {
        let controls: Vec<_> = layers.iter().map(LayerControl::new).collect();
        let (mut encoders, card) = (Layers::new(layers, Fit::Cut), TestCard::new(640, 360));
        let (mut picture, mut out, start) = (I420::default(), Vec::new(), Instant::now());
        for frame in 0..frames {
            before(frame, &controls);
            let ms = frame * 1000 / 30;
            card.draw(1_795_500_000_000 + ms, &mut picture);
            let at = start + Duration::from_millis(ms);
            encoders
                .encode(&picture, at, &controls, |encoded| {
                    out.push((1_795_500_000_000 + ms, encoded))
                })
                .unwrap();
        }
        out
    }

    #[test]
    fn the_clock_is_readable_after_encoding_at_both_layers() {
        let layers = [
            layer("q", 320, 30.0, 120_000),
            layer("h", 640, 30.0, 450_000),
        ];
        let out = run(&layers, 150, |_, _| {});
        for (index, layer) in layers.iter().enumerate() {
            let mut decoder = Vp8Decoder::new().unwrap();
            let (mut frames, mut read, mut bytes) = (0, 0, 0);
            for (clock, encoded) in out.iter().filter(|(_, encoded)| encoded.layer == index) {
                let picture = decoder
                    .decode(&encoded.data)
                    .unwrap()
                    .expect("each frame shows a picture");
                assert_eq!((picture.width, picture.height), (layer.width, layer.height));
                let seen = read_clock(
                    picture.width as usize,
                    picture.height as usize,
                    &picture.y,
                    picture.width as usize,
                );
                frames += 1;
                bytes += encoded.data.len();
                read += u32::from(seen == Some(clock & ((1 << 40) - 1)));
            }
            assert!(frames >= 100, "{}: {frames} frames", layer.rid);
            assert_eq!(read, frames, "{}", layer.rid);
            // 5 s; CBR may be off by the key frame at the start.
            let rate = bytes as u32 * 8 / 5;
            assert!(
                rate < layer.bitrate_bps * 14 / 10,
                "{}: {rate} bit/s",
                layer.rid
            );
        }
    }

    #[test]
    fn the_decoded_picture_is_close_to_the_captured_one() {
        let out = run(&[layer("h", 640, 30.0, 500_000)], 60, |_, _| {});
        let mut decoder = Vp8Decoder::new().unwrap();
        let (card, mut original) = (TestCard::new(640, 360), I420::default());
        let mut worst = f64::MAX;
        for (clock, encoded) in &out {
            let decoded = decoder.decode(&encoded.data).unwrap().unwrap();
            card.draw(*clock, &mut original);
            worst = worst
                .min(psnr(&original.y, &decoded.y))
                .min(psnr(&original.u, &decoded.u));
        }
        assert!(worst > 28.0, "{worst} dB");
    }

    #[test]
    fn key_frames_come_first_and_on_demand_for_the_layer_asked() {
        let layers = [
            layer("q", 320, 30.0, 150_000),
            layer("h", 640, 30.0, 500_000),
        ];
        let out = run(&layers, 90, |frame, controls| {
            if frame == 60 {
                controls[1].request_key_frame();
            }
        });
        let keys = |index| {
            let of_layer = out
                .iter()
                .filter(move |(_, encoded)| encoded.layer == index);
            of_layer
                .filter(|(_, encoded)| encoded.key)
                .map(|(clock, _)| (clock - 1_795_500_000_000) * 30 / 1000)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(0), [0]);
        assert_eq!(keys(1), [0, 60]);
    }

    #[test]
    fn a_layer_that_is_off_costs_nothing_and_returns_with_a_key_frame() {
        let out = run(
            &[layer("q", 320, 30.0, 150_000)],
            60,
            |frame, controls| match frame {
                20 => controls[0].set_active(false),
                40 => controls[0].set_active(true),
                _ => {}
            },
        );
        let frames: Vec<(u64, bool)> = out
            .iter()
            .map(|(clock, e)| ((clock - 1_795_500_000_000) * 30 / 1000 + 1, e.key))
            .collect();
        assert!(
            !frames.iter().any(|(frame, _)| (22..40).contains(frame)),
            "{frames:?}"
        );
        let back = frames
            .iter()
            .find(|(frame, _)| *frame >= 40)
            .expect("the layer came back");
        assert!(back.1, "{back:?}");
    }

    #[test]
    fn the_bitrate_changes_while_running() {
        let out = run(&[layer("h", 640, 30.0, 800_000)], 240, |frame, controls| {
            if frame == 90 {
                controls[0].set_bitrate(100_000);
            }
        });
        let bytes = |from: usize, to: usize| {
            out.iter()
                .map(|(clock, e)| ((clock - 1_795_500_000_000) * 30 / 1000, e))
                .filter(|(frame, _)| (from as u64..to as u64).contains(frame))
                .map(|(_, e)| e.data.len())
                .sum::<usize>()
        };
        let (before, after) = (bytes(30, 90), bytes(180, 240));
        // Two seconds each.
        assert!(after * 8 / 2 < 140_000, "{} bit/s", after * 4);
        assert!(before > after, "{before} > {after}");
    }

    #[test]
    fn a_layer_keeps_its_own_frame_rate() {
        let out = run(
            &[
                layer("q", 320, 10.0, 400_000),
                layer("h", 640, 20.0, 900_000),
            ],
            90,
            |_, _| {},
        );
        let count = |index| {
            out.iter()
                .filter(|(_, encoded)| encoded.layer == index)
                .count()
        };
        assert!(
            (29..=31).contains(&count(0)),
            "{} frames at 10 fps in 3 s",
            count(0)
        );
        assert!(
            (57..=61).contains(&count(1)),
            "{} frames at 20 fps in 3 s",
            count(1)
        );
    }

    #[test]
    fn all_layers_of_a_picture_share_a_timestamp_of_90_khz() {
        let out = run(
            &[
                layer("q", 320, 30.0, 300_000),
                layer("h", 640, 30.0, 900_000),
            ],
            31,
            |_, _| {},
        );
        let of = |index| {
            out.iter()
                .filter(move |(_, e)| e.layer == index)
                .map(|(_, e)| e.rtp_timestamp)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(0), of(1));
        let second = of(0)[30].wrapping_sub(of(0)[0]);
        assert_eq!(second, 90_000);
    }
}
