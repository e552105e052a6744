//! What cameras deliver, to I420.

use crate::I420;
use yuv::{YuvConversionMode, YuvPackedImage, YuvRange, YuvStandardMatrix};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Largest picture that is taken from a camera.
const MAX_WIDTH: usize = 4096;
const MAX_HEIGHT: usize = 2304;

/// How the bytes of a picture are to be read. In the order in which they are preferred, all else being equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PixelFormat {
    Nv12,
    I420,
    Yuyv,
    Uyvy,
    Mjpeg,
    Rgb,
    Bgr,
}

impl PixelFormat {
    /// Bytes in the shortest row; 0 where rows say nothing.
    fn row(self, width: usize) -> usize {
        match self {
            Self::Nv12 | Self::I420 => width,
            Self::Yuyv | Self::Uyvy => width * 2,
            Self::Rgb | Self::Bgr => width * 3,
            Self::Mjpeg => 0,
        }
    }
}

/// Keeps its working memory from picture to picture.
#[derive(Default)]
pub(super) struct Converter {
    rgb: Vec<u8>,
}

impl Converter {
    /// `stride` is the distance of rows in bytes, 0 for rows without padding. The size of a JPEG is the one it says.
    pub(super) fn convert(
        &mut self,
        format: PixelFormat,
        (width, height): (u32, u32),
        stride: usize,
        bytes: &[u8],
        into: &mut I420,
    ) -> Result<(), String> {
        if format == PixelFormat::Mjpeg {
            let (width, height) = self.decode_jpeg(bytes)?;
            into.resize(width, height);
            let mut planar = into.planar();
            let mode = YuvConversionMode::Balanced;
            return yuv::rgb_to_yuv420(
                &mut planar,
                &self.rgb,
                width * 3,
                YuvRange::Limited,
                YuvStandardMatrix::Bt601,
                mode,
            )
            .map_err(|error| error.to_string());
        }
        let (columns, rows) = (width as usize, height as usize);
        let stride = stride.max(format.row(columns));
        let luma_rows = match format {
            PixelFormat::Nv12 | PixelFormat::I420 => rows + rows.div_ceil(2),
            _ => rows,
        };
        if bytes.len() < stride * luma_rows
            || columns == 0
            || rows == 0
            || columns > MAX_WIDTH
            || rows > MAX_HEIGHT
        {
            return Err(format!(
                "{} bytes are no {width}x{height} picture",
                bytes.len()
            ));
        }
        into.resize(width, height);
        let packed = || YuvPackedImage {
            yuy: bytes,
            yuy_stride: stride as u32,
            width,
            height,
        };
        let (range, matrix, mode) = (
            YuvRange::Limited,
            YuvStandardMatrix::Bt601,
            YuvConversionMode::Balanced,
        );
        let result = match format {
            PixelFormat::Yuyv => yuv::yuyv422_to_yuv420(&mut into.planar(), &packed()),
            PixelFormat::Uyvy => yuv::uyvy422_to_yuv420(&mut into.planar(), &packed()),
            PixelFormat::Rgb => yuv::rgb_to_yuv420(
                &mut into.planar(),
                bytes,
                stride as u32,
                range,
                matrix,
                mode,
            ),
            PixelFormat::Bgr => yuv::bgr_to_yuv420(
                &mut into.planar(),
                bytes,
                stride as u32,
                range,
                matrix,
                mode,
            ),
            PixelFormat::Nv12 => {
                copy_rows(bytes, stride, columns, &mut into.y);
                let chroma = &bytes[stride * rows..];
                let half = columns.div_ceil(2);
                for (row, (u, v)) in into
                    .u
                    .chunks_exact_mut(half)
                    .zip(into.v.chunks_exact_mut(half))
                    .enumerate()
                {
                    let pairs = chroma[row * stride..].chunks_exact(2);
                    for ((u, v), pair) in u.iter_mut().zip(v).zip(pairs) {
                        (*u, *v) = (pair[0], pair[1]);
                    }
                }
                Ok(())
            }
            PixelFormat::I420 => {
                let (half_stride, half, half_rows) =
                    (stride.div_ceil(2), columns.div_ceil(2), rows.div_ceil(2));
                let chroma = &bytes[stride * rows..];
                if chroma.len() < 2 * half_stride * half_rows {
                    return Err(format!(
                        "{} bytes are no {width}x{height} picture",
                        bytes.len()
                    ));
                }
                copy_rows(bytes, stride, columns, &mut into.y);
                copy_rows(chroma, half_stride, half, &mut into.u);
                copy_rows(
                    &chroma[half_stride * half_rows..],
                    half_stride,
                    half,
                    &mut into.v,
                );
                Ok(())
            }
            PixelFormat::Mjpeg => Ok(()),
        };
        result.map_err(|error| error.to_string())
    }

    /// Decodes into `self.rgb`. JPEG's full-range YCbCr goes through RGB, which keeps the ranges right.
    fn decode_jpeg(&mut self, bytes: &[u8]) -> Result<(u32, u32), String> {
        let options = DecoderOptions::default()
            .jpeg_set_out_colorspace(ColorSpace::RGB)
            .set_strict_mode(false)
            .set_max_width(MAX_WIDTH)
            .set_max_height(MAX_HEIGHT);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        decoder
            .decode_headers()
            .map_err(|error| error.to_string())?;
        let (Some(info), Some(length)) = (decoder.info(), decoder.output_buffer_size()) else {
            return Err("a JPEG without a size".into());
        };
        self.rgb.resize(length, 0);
        decoder
            .decode_into(&mut self.rgb)
            .map_err(|error| error.to_string())?;
        Ok((u32::from(info.width), u32::from(info.height)))
    }
}

fn copy_rows(from: &[u8], stride: usize, width: usize, to: &mut [u8]) {
    for (to, from) in to.chunks_exact_mut(width).zip(from.chunks(stride)) {
        to.copy_from_slice(&from[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (16, 8);

    fn convert(format: PixelFormat, stride: usize, bytes: &[u8]) -> Result<I420, String> {
        let mut picture = I420::default();
        Converter::default()
            .convert(format, SIZE, stride, bytes, &mut picture)
            .map(|()| picture)
    }

    /// Every pixel of the picture near these values.
    fn assert_colour(picture: &I420, expected: (u8, u8, u8)) {
        assert_eq!((picture.width, picture.height), SIZE);
        for (plane, value) in [
            (&picture.y, expected.0),
            (&picture.u, expected.1),
            (&picture.v, expected.2),
        ] {
            assert!(
                plane.iter().all(|got| got.abs_diff(value) <= 2),
                "{plane:?} is not {value}"
            );
        }
    }

    #[test]
    fn every_format_gives_the_same_colour() {
        // Red: Y 81, U 90, V 240 in BT.601 limited range.
        let red = (81, 90, 240);
        let pixels = 16 * 8;
        assert_colour(
            &convert(PixelFormat::Yuyv, 0, &[81, 90, 81, 240].repeat(pixels / 2)).unwrap(),
            red,
        );
        assert_colour(
            &convert(PixelFormat::Uyvy, 0, &[90, 81, 240, 81].repeat(pixels / 2)).unwrap(),
            red,
        );
        assert_colour(
            &convert(PixelFormat::Rgb, 0, &[255, 0, 0].repeat(pixels)).unwrap(),
            red,
        );
        assert_colour(
            &convert(PixelFormat::Bgr, 0, &[0, 0, 255].repeat(pixels)).unwrap(),
            red,
        );
        let nv12 = [vec![81; pixels], [90, 240].repeat(pixels / 4)].concat();
        assert_colour(&convert(PixelFormat::Nv12, 0, &nv12).unwrap(), red);
        let i420 = [
            vec![81; pixels],
            vec![90; pixels / 4],
            vec![240; pixels / 4],
        ]
        .concat();
        assert_colour(&convert(PixelFormat::I420, 0, &i420).unwrap(), red);
    }

    #[test]
    fn padding_at_the_end_of_rows_is_left_out() {
        let row = [[81, 90, 81, 240].repeat(8), vec![7; 16]].concat();
        assert_colour(
            &convert(PixelFormat::Yuyv, 48, &row.repeat(8)).unwrap(),
            (81, 90, 240),
        );
        let luma = [vec![81; 16], vec![7; 4]].concat().repeat(8);
        let chroma = [[90, 240].repeat(8), vec![7; 4]].concat().repeat(4);
        assert_colour(
            &convert(PixelFormat::Nv12, 20, &[luma, chroma].concat()).unwrap(),
            (81, 90, 240),
        );
    }

    #[test]
    fn too_few_bytes_are_an_error_not_a_panic() {
        let formats = [
            PixelFormat::Nv12,
            PixelFormat::I420,
            PixelFormat::Yuyv,
            PixelFormat::Uyvy,
            PixelFormat::Mjpeg,
            PixelFormat::Rgb,
            PixelFormat::Bgr,
        ];
        for format in formats {
            for length in [0, 1, 100, 127] {
                assert!(
                    convert(format, 0, &vec![0xff; length]).is_err(),
                    "{format:?}, {length} bytes"
                );
            }
        }
    }

    #[test]
    fn a_damaged_jpeg_is_an_error_not_a_panic() {
        let mut jpeg = vec![
            0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0, 2, 0x11, 1, 3,
            0x11, 1,
        ];
        assert!(convert(PixelFormat::Mjpeg, 0, &jpeg).is_err());
        jpeg.extend([
            0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 0x3f, 0, 1, 2, 3,
        ]);
        assert!(convert(PixelFormat::Mjpeg, 0, &jpeg).is_err());
    }
}
