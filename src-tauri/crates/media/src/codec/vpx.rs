//! VP8 through libvpx.
//!
//! Two handles own everything foreign: [`Encoder`](Vp8Encoder) and [`Decoder`](Vp8Decoder). Nothing that libvpx lends
//! (packets, pictures) outlives the call that got it: it is copied out.

use crate::{I420, MediaError};
use bytes::Bytes;
use std::ffi::{CStr, c_ulong};
use std::mem::MaybeUninit;
use std::ptr;
use vpx_sys as ffi;

/// Quantizers as in Chromium's WebRTC: below 2 bits are wasted, above 56 blocks fall apart.
const QUANTIZER: (u32, u32) = (2, 56);
/// Speed: 9.9 ms of CPU per frame for 180 + 360 + 720 lines; slower settings gain under 1 dB (measured).
const CPU_USED: i32 = -8;
/// Under this share of the rate buffer, in percent, pictures are dropped rather than the link flooded (as WebRTC does).
const DROP_BELOW: u32 = 30;
/// Pictures larger than this are not decoded: a bound on memory that the network can ask for.
const MAX_PIXELS: u32 = 4096 * 2304;
/// Clock of timestamps given to the encoder, Hz.
const CLOCK: i32 = 90_000;

/// Encodes one layer. Key frames come first and on demand only.
pub(crate) struct Vp8Encoder {
    context: Box<ffi::vpx_codec_ctx_t>,
    config: ffi::vpx_codec_enc_cfg_t,
    width: u32,
    height: u32,
    /// 90 kHz; strictly growing, as libvpx demands.
    last_timestamp: Option<i64>,
}

// SAFETY: a libvpx context has no thread affinity; it may be used from one thread at a time, which `&mut self` ensures.
unsafe impl Send for Vp8Encoder {}

impl Vp8Encoder {
    pub(crate) fn new(
        width: u32,
        height: u32,
        fps: f32,
        bitrate_bps: u32,
    ) -> Result<Self, MediaError> {
        // SAFETY: returns a pointer to a static table.
        let interface = unsafe { ffi::vpx_codec_vp8_cx() };
        let mut config = MaybeUninit::<ffi::vpx_codec_enc_cfg_t>::zeroed();
        // SAFETY: `interface` is an encoder's; the call fills all of `config` when it returns OK.
        check(unsafe { ffi::vpx_codec_enc_config_default(interface, config.as_mut_ptr(), 0) })?;
        // SAFETY: filled by the call above; its remaining bytes are zero, which is valid for plain numbers.
        let mut config = unsafe { config.assume_init() };
        config.g_w = width;
        config.g_h = height;
        config.g_timebase = ffi::vpx_rational { num: 1, den: CLOCK };
        config.g_threads = 1;
        config.g_error_resilient = 0;
        config.g_pass = ffi::vpx_enc_pass::VPX_RC_ONE_PASS;
        config.g_lag_in_frames = 0;
        config.rc_end_usage = ffi::vpx_rc_mode::VPX_CBR;
        config.rc_target_bitrate = kilobits(bitrate_bps);
        config.rc_dropframe_thresh = DROP_BELOW;
        config.rc_resize_allowed = 0;
        (config.rc_min_quantizer, config.rc_max_quantizer) = QUANTIZER;
        config.rc_undershoot_pct = 100;
        config.rc_overshoot_pct = 15;
        // Milliseconds of the target rate, as WebRTC sets them for a call.
        (
            config.rc_buf_initial_sz,
            config.rc_buf_optimal_sz,
            config.rc_buf_sz,
        ) = (500, 600, 1000);
        config.kf_mode = ffi::vpx_kf_mode::VPX_KF_DISABLED;

        let mut context = Box::new(MaybeUninit::<ffi::vpx_codec_ctx_t>::zeroed());
        let version = ffi::VPX_ENCODER_ABI_VERSION as i32;
        // SAFETY: a zeroed context is what init expects; libvpx copies `config`.
        check(unsafe {
            ffi::vpx_codec_enc_init_ver(context.as_mut_ptr(), interface, &config, 0, version)
        })?;
        // SAFETY: initialised above. The box keeps the address that libvpx may have noted.
        let mut encoder = Self {
            context: unsafe { context.assume_init() },
            config,
            width,
            height,
            last_timestamp: None,
        };
        encoder.control(ffi::vp8e_enc_control_id::VP8E_SET_CPUUSED, CPU_USED)?;
        encoder.control(ffi::vp8e_enc_control_id::VP8E_SET_STATIC_THRESHOLD, 1)?;
        encoder.control(ffi::vp8e_enc_control_id::VP8E_SET_NOISE_SENSITIVITY, 0)?;
        // A key frame may take half of the optimal buffer: percent of an average frame (as WebRTC computes it).
        let key_frame = (600.0 * 0.5 * fps / 10.0).max(300.0) as i32;
        encoder.control(
            ffi::vp8e_enc_control_id::VP8E_SET_MAX_INTRA_BITRATE_PCT,
            key_frame,
        )?;
        Ok(encoder)
    }

    /// From the next picture on.
    pub(crate) fn set_bitrate(&mut self, bps: u32) -> Result<(), MediaError> {
        let target = kilobits(bps);
        if target != self.config.rc_target_bitrate {
            self.config.rc_target_bitrate = target;
            // SAFETY: the context is initialised and `config` came from this interface.
            check(unsafe { ffi::vpx_codec_enc_config_set(&mut *self.context, &self.config) })?;
        }
        Ok(())
    }

    /// Encodes one picture of exactly the encoder's size; `timestamp` in 90 kHz.
    /// Returns the frame and whether it is a key frame, or nothing when the rate control skipped the picture.
    pub(crate) fn encode(
        &mut self,
        picture: &I420,
        timestamp: i64,
        key: bool,
    ) -> Result<Option<(Bytes, bool)>, MediaError> {
        let (chroma_width, chroma_height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let fits = (picture.width, picture.height) == (self.width, self.height)
            && picture.y.len() >= (self.width * self.height) as usize
            && picture.u.len().min(picture.v.len()) >= (chroma_width * chroma_height) as usize;
        if !fits {
            return Err(codec_error("a picture of another size was given"));
        }
        let earliest = self.last_timestamp.map_or(timestamp, |last| last + 1);
        let timestamp = timestamp.max(earliest);
        let duration = self.last_timestamp.map_or(i64::from(CLOCK) / 30, |last| {
            (timestamp - last).min(i64::from(CLOCK))
        });
        self.last_timestamp = Some(timestamp);

        let mut image = MaybeUninit::<ffi::vpx_image_t>::zeroed();
        let format = ffi::vpx_img_fmt::VPX_IMG_FMT_I420;
        // SAFETY: only describes memory: fills `image` with pointers into `y`, replaced below before anything is read.
        // It returns null only for sizes of 0 or above 2^27, which `enc_init` has refused already.
        let wrapped = unsafe {
            ffi::vpx_img_wrap(
                image.as_mut_ptr(),
                format,
                self.width,
                self.height,
                1,
                picture.y.as_ptr().cast_mut(),
            )
        };
        if wrapped.is_null() {
            return Err(codec_error("a picture of an impossible size was given"));
        }
        // SAFETY: filled by the successful call above.
        let mut image = unsafe { image.assume_init() };
        image.planes = [
            picture.y.as_ptr().cast_mut(),
            picture.u.as_ptr().cast_mut(),
            picture.v.as_ptr().cast_mut(),
            ptr::null_mut(),
        ];
        image.stride = [
            self.width as i32,
            chroma_width as i32,
            chroma_width as i32,
            0,
        ];
        let flags = if key {
            i64::from(ffi::VPX_EFLAG_FORCE_KF)
        } else {
            0
        };
        // SAFETY: the planes are as long as checked above and libvpx only reads them, during this call.
        check(unsafe {
            ffi::vpx_codec_encode(
                &mut *self.context,
                &image,
                timestamp,
                duration as c_ulong,
                flags as _,
                c_ulong::from(ffi::VPX_DL_REALTIME),
            )
        })?;

        let (mut frame, mut is_key) = (Vec::new(), false);
        let mut iterator = ptr::null();
        loop {
            // SAFETY: the context is initialised; `iterator` starts as null and is only passed back.
            let packet = unsafe { ffi::vpx_codec_get_cx_data(&mut *self.context, &mut iterator) };
            // SAFETY: not null means valid until the next call on this context.
            let Some(packet) = (unsafe { packet.as_ref() }) else {
                break;
            };
            if packet.kind != ffi::vpx_codec_cx_pkt_kind::VPX_CODEC_CX_FRAME_PKT {
                continue;
            }
            // SAFETY: `kind` says which member of the union is set, and `buf` holds `sz` bytes.
            unsafe {
                let data = packet.data.frame;
                frame.extend_from_slice(std::slice::from_raw_parts(
                    data.buf.cast::<u8>(),
                    data.sz as usize,
                ));
                is_key |= data.flags & ffi::VPX_FRAME_IS_KEY != 0;
            }
        }
        Ok((!frame.is_empty()).then(|| (Bytes::from(frame), is_key)))
    }

    fn control(&mut self, id: ffi::vp8e_enc_control_id, value: i32) -> Result<(), MediaError> {
        // SAFETY: the context is initialised, and all controls used here take one int.
        check(unsafe { ffi::vpx_codec_control_(&mut *self.context, id as i32, value) })
    }
}

impl Drop for Vp8Encoder {
    fn drop(&mut self) {
        // SAFETY: initialised in `new` and destroyed nowhere else.
        unsafe { ffi::vpx_codec_destroy(&mut *self.context) };
    }
}

/// VP8 to pictures.
pub struct Vp8Decoder {
    context: Box<ffi::vpx_codec_ctx_t>,
    seen_key: bool,
}

// SAFETY: as for the encoder.
unsafe impl Send for Vp8Decoder {}

impl Vp8Decoder {
    /// A decoder that waits for a key frame.
    pub fn new() -> Result<Self, MediaError> {
        let mut context = Box::new(MaybeUninit::<ffi::vpx_codec_ctx_t>::zeroed());
        let config = ffi::vpx_codec_dec_cfg_t {
            threads: 1,
            w: 0,
            h: 0,
        };
        let version = ffi::VPX_DECODER_ABI_VERSION as i32;
        // SAFETY: a zeroed context is what init expects; libvpx copies `config`.
        check(unsafe {
            ffi::vpx_codec_dec_init_ver(
                context.as_mut_ptr(),
                ffi::vpx_codec_vp8_dx(),
                &config,
                0,
                version,
            )
        })?;
        // SAFETY: initialised above.
        Ok(Self {
            context: unsafe { context.assume_init() },
            seen_key: false,
        })
    }

    /// Decodes one frame. `None` when the frame shows nothing or a key frame is still to come; an error when it is
    /// damaged, after which a key frame must be asked for.
    pub fn decode(&mut self, frame: &[u8]) -> Result<Option<I420>, MediaError> {
        match key_frame_size(frame) {
            Some((width, height)) if width == 0 || height == 0 || width * height > MAX_PIXELS => {
                return Err(codec_error("a picture of an impossible size came"));
            }
            Some(_) => self.seen_key = true,
            None if !self.seen_key => return Ok(None),
            None => {}
        }
        // libvpx takes an empty frame for "the frame was lost" and shows the last picture again.
        if frame.is_empty() {
            return Ok(None);
        }
        let length =
            u32::try_from(frame.len()).map_err(|_| codec_error("a frame above 4 GB came"))?;
        // SAFETY: the context is initialised; libvpx reads `length` bytes during the call.
        let result = unsafe {
            ffi::vpx_codec_decode(
                &mut *self.context,
                frame.as_ptr(),
                length,
                ptr::null_mut(),
                0,
            )
        };
        if let Err(error) = check(result) {
            self.seen_key = false;
            return Err(error);
        }
        let mut iterator = ptr::null();
        // SAFETY: as in `Vp8Encoder::encode`; a picture stays valid until the next decode call.
        let Some(image) =
            (unsafe { ffi::vpx_codec_get_frame(&mut *self.context, &mut iterator).as_ref() })
        else {
            return Ok(None);
        };
        let (width, height) = (image.d_w, image.d_h);
        let chroma = (width.div_ceil(2), height.div_ceil(2));
        let plane = |index: usize, (width, height): (u32, u32)| {
            let stride = image.stride[index] as usize;
            let mut plane = Vec::with_capacity((width * height) as usize);
            for row in 0..height as usize {
                // SAFETY: plane `index` of an I420 picture, the only kind VP8 decodes to, has at least `height` rows of
                // `stride >= width` bytes.
                plane.extend_from_slice(unsafe {
                    std::slice::from_raw_parts(
                        image.planes[index].add(row * stride),
                        width as usize,
                    )
                });
            }
            plane
        };
        Ok(Some(I420 {
            width,
            height,
            y: plane(0, (width, height)),
            u: plane(1, chroma),
            v: plane(2, chroma),
        }))
    }
}

impl Drop for Vp8Decoder {
    fn drop(&mut self) {
        // SAFETY: initialised in `new` and destroyed nowhere else.
        unsafe { ffi::vpx_codec_destroy(&mut *self.context) };
    }
}

/// Size of a key frame from its header (RFC 6386, 9.1); `None` for any other frame.
fn key_frame_size(frame: &[u8]) -> Option<(u32, u32)> {
    let [
        tag,
        _,
        _,
        0x9d,
        0x01,
        0x2a,
        width_low,
        width_high,
        height_low,
        height_high,
        ..,
    ] = *frame
    else {
        return None;
    };
    let size = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    (tag & 1 == 0).then(|| (size(width_low, width_high), size(height_low, height_high)))
}

/// libvpx counts in kilobits; 0 would mean "no limit".
fn kilobits(bps: u32) -> u32 {
    (bps / 1000).max(1)
}

fn check(result: ffi::vpx_codec_err_t) -> Result<(), MediaError> {
    if result == ffi::vpx_codec_err_t::VPX_CODEC_OK {
        return Ok(());
    }
    // SAFETY: returns a pointer to a static string for every value.
    let words = unsafe { CStr::from_ptr(ffi::vpx_codec_err_to_string(result)) };
    Err(codec_error(&words.to_string_lossy()))
}

fn codec_error(why: &str) -> MediaError {
    MediaError::Codec {
        codec: "VP8",
        why: why.to_owned(),
    }
}
