//! The test card: a moving picture that carries the clock of its capture, for people and for programs.
//!
//! At the top a strip of two rows of 24 cells, each a 24th of the width and a 12th of the height. Read from left to
//! right, upper row first, the cells are 48 bits: 40 of Unix milliseconds (mod 2^40, big-endian), then a CRC-8
//! (polynomial 0x07, start 0) of those five bytes. White (Y 235) is 1, black (Y 16) is 0, chroma is 128. Cells this
//! large survive VP8 at 120 kb/s and 320x180, so the delay from camera to screen can be read off any received picture.

use crate::I420;

const COLUMNS: usize = 24;
const ROWS: usize = 2;
/// Height of the strip is `ROWS` of so many parts of the picture.
const ROWS_IN_PICTURE: usize = 12;
const BLACK: u8 = 16;
const WHITE: u8 = 235;
/// Halfway between black and white.
const THRESHOLD: u32 = 126;
/// The clock counts modulo 2^40 ms, which is 34.8 years.
const CLOCK_BITS: u32 = 40;

/// Unix milliseconds (mod 2^40) written into the picture, or `None` when the strip is damaged or absent.
///
/// `y_plane` holds `height` rows that start `stride` bytes apart.
pub fn read_clock(width: usize, height: usize, y_plane: &[u8], stride: usize) -> Option<u64> {
    let readable = width >= COLUMNS * 3
        && height >= ROWS_IN_PICTURE * 3
        && stride >= width
        && y_plane.len() >= stride * (height - 1) + width;
    if !readable {
        return None;
    }
    let mut word = 0u64;
    for cell in 0..COLUMNS * ROWS {
        let x = (2 * (cell % COLUMNS) + 1) * width / (2 * COLUMNS);
        let y = (2 * (cell / COLUMNS) + 1) * height / (2 * ROWS_IN_PICTURE);
        // The mean of the 3x3 pixels around the centre: ringing of the codec averages out.
        let sum: u32 = (y - 1..=y + 1)
            .flat_map(|row| y_plane[row * stride + x - 1..=row * stride + x + 1].iter())
            .map(|&luma| u32::from(luma))
            .sum();
        word = word << 1 | u64::from(sum > 9 * THRESHOLD);
    }
    let (clock, crc) = (word >> 8, (word & 0xff) as u8);
    // A black picture would be time zero with a good CRC.
    (clock != 0 && crc8(clock) == crc).then_some(clock)
}

/// Draws the picture of the moment into `picture`, which keeps its size.
pub(crate) struct TestCard {
    background: I420,
}

impl TestCard {
    pub(crate) fn new(width: u32, height: u32) -> Self {
        Self {
            background: background(width, height),
        }
    }

    /// `unix_ms` is the clock to show.
    pub(crate) fn draw(&self, unix_ms: u64, picture: &mut I420) {
        picture.clone_from(&self.background);
        let (width, height) = (picture.width as usize, picture.height as usize);
        let strip = height * ROWS / ROWS_IN_PICTURE;
        draw_strip(picture, unix_ms);

        // A disc that crosses the picture in 4 s, and a hand that turns once a second.
        let seconds = (unix_ms % 60_000) as f64 / 1000.0;
        let radius = (height / 10).max(4);
        let lane = (width - 2 * radius) as f64;
        let swing = 1.0 - ((seconds / 4.0).fract() * 2.0 - 1.0).abs();
        let (x, y) = (
            radius + (swing * lane) as usize,
            strip + radius + height / 20,
        );
        disc(picture, x, y, radius);
        let (hub_x, hub_y) = (width / 2, height * 13 / 20);
        let (sin, cos) = (seconds.fract() * std::f64::consts::TAU).sin_cos();
        let reach = height as f64 / 6.0;
        for step in 0..=height / 6 {
            let part = step as f64 / (height / 6) as f64 * reach;
            let (x, y) = (hub_x as f64 + sin * part, hub_y as f64 - cos * part);
            fill(
                picture,
                x as usize,
                y as usize,
                (width / 160).max(2),
                (height / 90).max(2),
                WHITE,
            );
        }

        let (hours, minutes) = (unix_ms / 3_600_000 % 24, unix_ms / 60_000 % 60);
        let text = format!(
            "{hours:02}:{minutes:02}:{:02}.{:03}",
            unix_ms / 1000 % 60,
            unix_ms % 1000
        );
        let dot = (width / (text.len() * 6 + 16)).max(1);
        let left = (width - text.len() * 6 * dot) / 2;
        write(picture, &text, left, height - 9 * dot - height / 40, dot);
    }
}

fn draw_strip(picture: &mut I420, unix_ms: u64) {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let clock = unix_ms & ((1 << CLOCK_BITS) - 1);
    let word = clock << 8 | u64::from(crc8(clock));
    for cell in 0..COLUMNS * ROWS {
        let (column, row) = (cell % COLUMNS, cell / COLUMNS);
        let (left, right) = (column * width / COLUMNS, (column + 1) * width / COLUMNS);
        let (top, bottom) = (
            row * height / ROWS_IN_PICTURE,
            (row + 1) * height / ROWS_IN_PICTURE,
        );
        let bit = word >> (COLUMNS * ROWS - 1 - cell) & 1;
        fill(
            picture,
            left,
            top,
            right - left,
            bottom - top,
            if bit == 1 { WHITE } else { BLACK },
        );
    }
}

/// Colour bars over a slope from dark to light; grey where things move, so that they cost few bits.
fn background(width: u32, height: u32) -> I420 {
    let mut picture = I420::black(width, height);
    let (width, height) = (width as usize, height as usize);
    let strip = height * ROWS / ROWS_IN_PICTURE;
    for y in strip..height {
        let luma = 50 + (70 * (y - strip) / (height - strip).max(1)) as u8;
        picture.y[y * width..(y + 1) * width].fill(luma);
    }
    let (chroma_width, chroma_height) = (width.div_ceil(2), height.div_ceil(2));
    // 75 % bars of BT.601 as (U, V): yellow, cyan, green, magenta, red, blue.
    const BARS: [(u8, u8); 6] = [
        (44, 142),
        (156, 44),
        (72, 58),
        (184, 198),
        (100, 212),
        (212, 114),
    ];
    for y in chroma_height * 17 / 20..chroma_height {
        for x in 0..chroma_width {
            let (u, v) = BARS[x * BARS.len() / chroma_width];
            picture.u[y * chroma_width + x] = u;
            picture.v[y * chroma_width + x] = v;
        }
    }
    picture
}

fn disc(picture: &mut I420, x: usize, y: usize, radius: usize) {
    for row in 0..2 * radius {
        let up = row.abs_diff(radius);
        let half = ((radius * radius - up * up) as f64).sqrt() as usize;
        fill(
            picture,
            x.saturating_sub(half),
            (y + row).saturating_sub(radius),
            2 * half,
            1,
            200,
        );
    }
}

/// Fills a rectangle of luma, clipped to the picture.
fn fill(picture: &mut I420, x: usize, y: usize, width: usize, height: usize, luma: u8) {
    let (picture_width, picture_height) = (picture.width as usize, picture.height as usize);
    let (right, bottom) = (
        (x + width).min(picture_width),
        (y + height).min(picture_height),
    );
    for row in y..bottom {
        if x < right {
            picture.y[row * picture_width + x..row * picture_width + right].fill(luma);
        }
    }
}

/// Writes digits, `:` and `.` in white on black, `dot` pixels per dot of the 5x7 letters.
fn write(picture: &mut I420, text: &str, left: usize, top: usize, dot: usize) {
    fill(
        picture,
        left.saturating_sub(dot),
        top.saturating_sub(dot),
        (text.len() * 6 + 1) * dot,
        9 * dot,
        BLACK,
    );
    for (index, letter) in text.chars().enumerate() {
        for (row, bits) in glyph(letter).into_iter().enumerate() {
            for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                fill(
                    picture,
                    left + (index * 6 + column) * dot,
                    top + row * dot,
                    dot,
                    dot,
                    WHITE,
                );
            }
        }
    }
}

/// Seven rows of five dots, the leftmost in bit 4.
fn glyph(letter: char) -> [u8; 7] {
    match letter {
        '0' => [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
        '1' => [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
        '2' => [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
        '3' => [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
        '4' => [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
        '5' => [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
        '6' => [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
        '7' => [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
        '8' => [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
        '9' => [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
        ':' => [0x00, 0x04, 0x04, 0x00, 0x04, 0x04, 0x00],
        _ => [0x00, 0x00, 0x00, 0x00, 0x00, 0x0c, 0x0c],
    }
}

/// CRC-8 (polynomial 0x07, start 0) of the clock's five bytes, most significant first.
fn crc8(clock: u64) -> u8 {
    clock.to_be_bytes()[3..].iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| {
            if crc & 0x80 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 0x07
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_795_500_000_123;

    #[test]
    fn the_crc_is_the_field_s_crc_8() {
        // Check value of CRC-8/SMBUS for "123456789" is 0xf4; here over five bytes, "12345".
        let digits = u64::from_be_bytes([0, 0, 0, b'1', b'2', b'3', b'4', b'5']);
        assert_eq!(crc8(digits), 0xcb);
    }

    #[test]
    fn the_clock_is_read_at_every_size() {
        for (width, height) in [
            (320, 180),
            (640, 360),
            (1280, 720),
            (160, 90),
            (642, 362),
            (640, 480),
        ] {
            let mut picture = I420::default();
            TestCard::new(width, height).draw(NOON, &mut picture);
            let read = read_clock(width as usize, height as usize, &picture.y, width as usize);
            assert_eq!(read, Some(NOON & ((1 << 40) - 1)), "{width}x{height}");
        }
    }

    #[test]
    fn a_damaged_or_absent_strip_reads_as_nothing() {
        let mut picture = I420::default();
        TestCard::new(320, 180).draw(NOON, &mut picture);
        // One cell inverted.
        for row in 0..15 {
            for luma in &mut picture.y[row * 320 + 27..row * 320 + 40] {
                *luma = 251 - *luma;
            }
        }
        assert_eq!(read_clock(320, 180, &picture.y, 320), None);
        assert_eq!(read_clock(320, 180, &[16; 320 * 180], 320), None);
        assert_eq!(read_clock(320, 180, &[200; 320 * 180], 320), None);
        assert_eq!(read_clock(320, 180, &[], 320), None);
        assert_eq!(read_clock(0, 0, &[], 0), None);
        assert_eq!(read_clock(320, 180, &picture.y, 10), None);
    }

    #[test]
    fn a_stride_wider_than_the_picture_is_honoured() {
        let mut picture = I420::default();
        TestCard::new(320, 180).draw(NOON, &mut picture);
        let padded: Vec<u8> = picture
            .y
            .chunks(320)
            .flat_map(|row| row.iter().copied().chain([77; 32]))
            .collect();
        assert_eq!(
            read_clock(320, 180, &padded, 352),
            Some(NOON & ((1 << 40) - 1))
        );
    }

    #[test]
    fn the_picture_moves() {
        let (mut one, mut two) = (I420::default(), I420::default());
        let card = TestCard::new(640, 360);
        card.draw(NOON, &mut one);
        card.draw(NOON + 33, &mut two);
        let changed = one.y[640 * 60..]
            .iter()
            .zip(&two.y[640 * 60..])
            .filter(|(a, b)| a != b)
            .count();
        assert!(changed > 500, "{changed} pixels");
    }
}
