//! The pointer, which is not in what the display gives.

use x11rb::errors::ReplyError;
use x11rb::protocol::xfixes::{ConnectionExt as _, GetCursorImageReply};

use super::display::{Area, Display};

/// The pointer as it is now.
pub(super) struct Cursor(GetCursorImageReply);

impl Cursor {
    pub(super) fn read(display: &Display) -> Result<Self, ReplyError> {
        Ok(Self(display.x.xfixes_get_cursor_image()?.reply()?))
    }

    /// Where it points and what it looks like.
    pub(super) fn state(&self) -> (i16, i16, u32) {
        (self.0.x, self.0.y, self.0.cursor_serial)
    }

    /// Whether any of it lies in `area` of the screen.
    pub(super) fn touches(&self, area: Area) -> bool {
        let (left, top) = self.corner(area);
        let inside =
            |at: i32, size: u16, length: u16| at < i32::from(length) && at + i32::from(size) > 0;
        inside(left, self.0.width, area.width) && inside(top, self.0.height, area.height)
    }

    /// Draws it over the pixels of `area` of the screen.
    pub(super) fn draw(&self, area: Area, pixels: &mut [u8]) {
        let (left, top) = self.corner(area);
        let width = usize::from(self.0.width);
        for (row, line) in self.0.cursor_image.chunks_exact(width.max(1)).enumerate() {
            for (column, colour) in line.iter().enumerate() {
                let (x, y) = (left + column as i32, top + row as i32);
                let inside = (0..i32::from(area.width)).contains(&x)
                    && (0..i32::from(area.height)).contains(&y);
                if !inside {
                    continue;
                }
                let at = (y as usize * usize::from(area.width) + x as usize) * 4;
                if let Some(pixel) = pixels.get_mut(at..at + 3) {
                    blend(pixel, *colour);
                }
            }
        }
    }

    /// Its upper left corner as seen from that of `area`.
    fn corner(&self, area: Area) -> (i32, i32) {
        let from =
            |at: i16, hot: u16, start: i16| i32::from(at) - i32::from(hot) - i32::from(start);
        (
            from(self.0.x, self.0.xhot, area.left),
            from(self.0.y, self.0.yhot, area.top),
        )
    }
}

/// A colour as the pointer has it: alpha, red, green, blue from the top, already multiplied by alpha.
fn blend(pixel: &mut [u8], colour: u32) {
    let [blue, green, red, alpha] = colour.to_le_bytes();
    for (below, over) in pixel.iter_mut().zip([blue, green, red]) {
        let through = u32::from(*below) * (255 - u32::from(alpha)) / 255;
        *below = (through + u32::from(over)).min(255) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area {
        left: 10,
        top: 20,
        width: 4,
        height: 2,
    };

    /// Two by two, red and half white above, nothing below; its hot spot is its lower right pixel.
    fn cursor(x: i16, y: i16) -> Cursor {
        Cursor(GetCursorImageReply {
            sequence: 0,
            length: 0,
            x,
            y,
            width: 2,
            height: 2,
            xhot: 1,
            yhot: 1,
            cursor_serial: 7,
            cursor_image: vec![0xffff_0000, 0x8080_8080, 0, 0],
        })
    }

    #[test]
    fn it_is_drawn_where_it_points_and_cut_at_the_edges() {
        let mut pixels = vec![100; 4 * 2 * 4];
        cursor(11, 21).draw(AREA, &mut pixels);
        assert_eq!(pixels[0..3], [0, 0, 255], "red");
        assert_eq!(pixels[4..7], [177, 177, 177], "half white over grey");
        assert!(pixels[8..].iter().all(|byte| *byte == 100));
        let mut pixels = vec![100; 4 * 2 * 4];
        cursor(10, 21).draw(AREA, &mut pixels);
        assert_eq!(pixels[0..3], [177, 177, 177], "its left half is outside");
    }

    #[test]
    fn it_touches_only_what_it_lies_over() {
        assert!(cursor(11, 21).touches(AREA));
        assert!(cursor(14, 22).touches(AREA));
        assert!(!cursor(9, 21).touches(AREA));
        assert!(!cursor(15, 21).touches(AREA));
        assert!(!cursor(11, 23).touches(AREA));
    }
}
