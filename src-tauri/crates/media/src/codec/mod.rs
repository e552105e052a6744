//! Opus and VP8 behind types of our own.

mod opus;
mod vpx;

use yuv::{BufferStoreMut, YuvPlanarImageMut};

pub(crate) use self::opus::{
    FRAME, OpusDecoder, OpusEncoder, RATE, Traffic, has_fec, is_dtx, packet_samples,
};
pub use self::vpx::Vp8Decoder;
pub(crate) use self::vpx::Vp8Encoder;

/// A picture in planar YUV 4:2:0, BT.601 limited range, rows without padding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct I420 {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `width * height` bytes.
    pub y: Vec<u8>,
    /// `ceil(width / 2) * ceil(height / 2)` bytes.
    pub u: Vec<u8>,
    /// As `u`.
    pub v: Vec<u8>,
}

impl I420 {
    /// A black picture.
    pub fn black(width: u32, height: u32) -> Self {
        let mut picture = Self::default();
        picture.resize(width, height);
        picture.y.fill(16);
        picture
    }

    /// Changes the size; what the planes then hold is unspecified. Keeps the memory when it suffices.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let chroma = (width.div_ceil(2) * height.div_ceil(2)) as usize;
        self.width = width;
        self.height = height;
        self.y.resize((width * height) as usize, 16);
        self.u.resize(chroma, 128);
        self.v.resize(chroma, 128);
    }

    /// For libraries that draw into it.
    pub(crate) fn planar(&mut self) -> YuvPlanarImageMut<'_, u8> {
        let (width, height) = (self.width, self.height);
        YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(&mut self.y),
            y_stride: width,
            u_plane: BufferStoreMut::Borrowed(&mut self.u),
            u_stride: width.div_ceil(2),
            v_plane: BufferStoreMut::Borrowed(&mut self.v),
            v_stride: width.div_ceil(2),
            width,
            height,
        }
    }
}
