//! A moving picture in a file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes two seconds of a bar that moves over grey; width and height in pixels, even.
pub fn write(path: &Path, (width, height): (usize, usize), fps: usize) {
    let mut header = String::new();
    writeln!(
        header,
        "YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg"
    )
    .expect("memory");
    let mut file = header.into_bytes();
    for frame in 0..2 * fps {
        file.extend_from_slice(b"FRAME\n");
        for at in 0..width * height {
            let lit = (at + (2 * fps - frame) * width / 40) % width < width / 8;
            file.push(if lit { 220 } else { 90 });
        }
        file.extend(std::iter::repeat_n(128, width * height / 2));
    }
    fs::write(path, file).expect("the lab's folder can be written");
}
