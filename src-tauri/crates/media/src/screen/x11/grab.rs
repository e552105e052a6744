//! The pixels of a drawable: in memory that the display writes into itself where it is on this computer.

use std::os::fd::AsRawFd as _;
use std::ptr::{self, NonNull};

use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::errors::ReplyError;
use x11rb::protocol::shm::{self, ConnectionExt as _, Seg};
use x11rb::protocol::xproto::{ConnectionExt as _, Drawable, ImageFormat};
use x11rb::rust_connection::RustConnection;

use super::display::{Area, Display};

/// Bytes of a pixel: blue, green, red and one that says nothing.
const PIXEL: usize = 4;
/// All bits of a colour.
const ALL_PLANES: u32 = !0;

/// Keeps its memory from picture to picture.
pub(super) struct Grabber {
    memory: Memory,
    /// Of what was read last, in pixels.
    size: (u16, u16),
}

enum Memory {
    /// Nothing has been tried yet.
    Unknown,
    Shared(Segment),
    /// The display cannot share memory: it is on another computer.
    Copied(Vec<u8>),
}

impl Grabber {
    pub(super) fn new() -> Self {
        Self {
            memory: Memory::Unknown,
            size: (0, 0),
        }
    }

    /// Of what was read last, in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.size.0.into(), self.size.1.into())
    }

    /// Reads the pixels of `area`.
    pub(super) fn grab(
        &mut self,
        display: &Display,
        drawable: Drawable,
        area: Area,
    ) -> Result<(), ReplyError> {
        let Area {
            left,
            top,
            width,
            height,
        } = area;
        let length = length((width, height));
        self.make_room(&display.x, length);
        let format = ImageFormat::Z_PIXMAP;
        if let Memory::Shared(segment) = &self.memory {
            let (format, id) = (format.into(), segment.id);
            display
                .x
                .shm_get_image(
                    drawable, left, top, width, height, ALL_PLANES, format, id, 0,
                )?
                .reply()?;
        } else {
            let reply = display
                .x
                .get_image(format, drawable, left, top, width, height, ALL_PLANES)?
                .reply()?;
            let mut data = reply.data;
            data.resize(length, 0);
            self.memory = Memory::Copied(data);
        }
        self.size = (width, height);
        Ok(())
    }

    /// What was read last: blue, green, red and one more byte for each pixel, row by row.
    pub(super) fn pixels(&self) -> &[u8] {
        match &self.memory {
            Memory::Unknown => &[],
            Memory::Shared(segment) => &segment.bytes()[..length(self.size)],
            Memory::Copied(data) => data,
        }
    }

    /// The same, to be drawn on.
    pub(super) fn pixels_mut(&mut self) -> &mut [u8] {
        match &mut self.memory {
            Memory::Unknown => &mut [],
            Memory::Shared(segment) => &mut segment.bytes_mut()[..length(self.size)],
            Memory::Copied(data) => data,
        }
    }

    fn make_room(&mut self, x: &RustConnection, length: usize) {
        match &self.memory {
            Memory::Copied(_) => {}
            Memory::Shared(segment) if segment.length >= length => {}
            _ => {
                if let Memory::Shared(former) = &self.memory {
                    // One that is gone already needs no letting go of.
                    let _ = x.shm_detach(former.id);
                }
                self.memory = match Segment::new(x, length) {
                    Some(segment) => Memory::Shared(segment),
                    None => Memory::Copied(Vec::new()),
                };
            }
        }
    }
}

/// In bytes, of a picture without padding.
fn length((width, height): (u16, u16)) -> usize {
    usize::from(width) * usize::from(height) * PIXEL
}

/// Memory of the display's, seen from here. The display lets go of it when the connection closes.
struct Segment {
    id: Seg,
    start: NonNull<u8>,
    length: usize,
}

// SAFETY: the mapping belongs to this value alone and is bound to no thread.
unsafe impl Send for Segment {}

impl Segment {
    fn new(x: &RustConnection, length: usize) -> Option<Self> {
        x.extension_information(shm::X11_EXTENSION_NAME).ok()??;
        let id = x.generate_id().ok()?;
        let size = u32::try_from(length).ok()?;
        let reply = x.shm_create_segment(id, size, false).ok()?.reply().ok()?;
        let file = reply.shm_fd;
        // SAFETY: maps `length` bytes of a file that has so many, wherever the system likes.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return None;
        }
        Some(Self {
            id,
            start: NonNull::new(start.cast())?,
            length,
        })
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: mapped in `new` and until `drop`. The display writes into it only while it is asked for a picture,
        // which is waited for with `self` in hand.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `bytes`.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        // SAFETY: mapped in `new` with this length and unmapped nowhere else.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}
