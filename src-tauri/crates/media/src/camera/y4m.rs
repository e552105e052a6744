//! A Y4M file as a camera: read picture by picture, in a loop, at its own rate.

use crate::video::{GLANCE, Opened, Pace, PictureSource};
use crate::{I420, MediaError};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use y4m::{Colorspace, Decoder, Limits};

/// Largest picture that is read: 4096x2304 in 4:2:0.
const MAX_PICTURE: usize = 4096 * 2304 * 3 / 2;
/// Rates outside of this are mistakes in the header, frames per second.
const RATES: std::ops::RangeInclusive<f64> = 0.1..=240.0;

pub(super) fn open(path: &Path) -> Result<Opened, MediaError> {
    let file = Y4mCamera::new(path)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Ok(Opened {
        fps: Some(file.fps),
        source: Box::new(file),
        label: name.unwrap_or_default(),
    })
}

struct Y4mCamera {
    path: PathBuf,
    decoder: Decoder<BufReader<File>>,
    pace: Pace,
    fps: f32,
    /// Pictures since the start of the file: an end without any is a file that cannot loop.
    pictures: u64,
}

impl Y4mCamera {
    fn new(path: &Path) -> Result<Self, MediaError> {
        let decoder = start(path)?;
        let rate = decoder.get_framerate();
        let fps = rate.num as f64 / rate.den as f64;
        if !RATES.contains(&fps) {
            return Err(unsupported(
                path,
                format!("{}:{} frames per second", rate.num, rate.den),
            ));
        }
        let pace = Pace::new(Duration::from_secs_f64(1.0 / fps));
        Ok(Self {
            path: path.to_owned(),
            decoder,
            pace,
            fps: fps as f32,
            pictures: 0,
        })
    }
}

/// Opens the file and reads its header.
fn start(path: &Path) -> Result<Decoder<BufReader<File>>, MediaError> {
    let mut file = File::open(path).map_err(|error| MediaError::file(path, &error))?;
    // The decoder reads its header byte by byte up to a kilobyte, whatever the file is: look first.
    let mut magic = [0; 10];
    match file.read_exact(&mut magic) {
        Ok(()) if &magic == b"YUV4MPEG2 " => {}
        Ok(()) => return Err(MediaError::FileNotY4m(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(MediaError::FileNotY4m(path.to_owned()));
        }
        Err(error) => return Err(MediaError::file(path, &error)),
    }
    let file = File::open(path).map_err(|error| MediaError::file(path, &error))?;
    let decoder = Decoder::new_with_limits(BufReader::new(file), Limits { bytes: MAX_PICTURE });
    let decoder = decoder.map_err(|error| match error {
        y4m::Error::UnknownColorspace => unsupported(path, "an unknown colour format".into()),
        y4m::Error::OutOfMemory => unsupported(path, "larger than 4096x2304".into()),
        y4m::Error::IoError(error) => MediaError::file(path, &error),
        _ => MediaError::FileNotY4m(path.to_owned()),
    })?;
    match decoder.get_colorspace() {
        Colorspace::C420 | Colorspace::C420jpeg | Colorspace::C420paldv | Colorspace::C420mpeg2 => {
            Ok(decoder)
        }
        other => Err(unsupported(path, format!("colour format {other:?}"))),
    }
}

impl PictureSource for Y4mCamera {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        // In glances: a film of one picture in ten seconds closes as quickly as any other.
        if !self.pace.wait_at_most(GLANCE) {
            return Ok(None);
        }
        self.draw_next(picture)?;
        Ok(Some(Instant::now()))
    }
}

impl Y4mCamera {
    fn draw_next(&mut self, picture: &mut I420) -> Result<(), MediaError> {
        let (width, height) = (self.decoder.get_width(), self.decoder.get_height());
        match self.decoder.read_frame() {
            Ok(frame) => {
                picture.resize(width as u32, height as u32);
                picture.y.copy_from_slice(frame.get_y_plane());
                picture.u.copy_from_slice(frame.get_u_plane());
                picture.v.copy_from_slice(frame.get_v_plane());
            }
            // The end, or a last picture that was cut off: from the start again.
            Err(y4m::Error::EOF) if self.pictures > 0 => {
                self.decoder = start(&self.path)?;
                self.pictures = 0;
                return self.draw_next(picture);
            }
            Err(y4m::Error::EOF) => {
                return Err(unsupported(
                    &self.path,
                    "there is no whole picture in it".into(),
                ));
            }
            Err(y4m::Error::IoError(error)) => return Err(MediaError::file(&self.path, &error)),
            Err(error) => return Err(unsupported(&self.path, format!("damaged ({error})"))),
        }
        self.pictures += 1;
        Ok(())
    }
}

fn unsupported(path: &Path, why: String) -> MediaError {
    MediaError::FileUnsupported {
        path: path.to_owned(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFile;

    /// `frames` pictures of 4x2 whose luma is the frame's number.
    fn movie(header: &str, frames: u8) -> Vec<u8> {
        let mut bytes = header.as_bytes().to_vec();
        for frame in 0..frames {
            bytes.extend_from_slice(b"FRAME\n");
            bytes.extend([frame; 8]);
            bytes.extend([128; 4]);
        }
        bytes
    }

    fn first_error(bytes: &[u8]) -> MediaError {
        let file = TempFile::new("y4m", bytes);
        let mut camera = match Y4mCamera::new(file.path()) {
            Ok(camera) => camera,
            Err(error) => return error,
        };
        let mut picture = I420::default();
        (0..20)
            .find_map(|_| camera.read(&mut picture).err())
            .expect("an error")
    }

    #[test]
    fn a_file_plays_at_its_rate_and_starts_again_at_its_end() {
        for variant in ["", " C420", " C420jpeg", " C420mpeg2", " C420paldv"] {
            let file = TempFile::new(
                "y4m",
                &movie(&format!("YUV4MPEG2 W4 H2 F100:1{variant}\n"), 3),
            );
            let mut camera = Y4mCamera::new(file.path()).unwrap();
            let (mut picture, mut seen, start) = (I420::default(), Vec::new(), Instant::now());
            while seen.len() < 7 {
                if camera.read(&mut picture).unwrap().is_some() {
                    assert_eq!((picture.width, picture.height, picture.u.len()), (4, 2, 2));
                    seen.push(picture.y[0]);
                }
            }
            assert_eq!(seen, [0, 1, 2, 0, 1, 2, 0], "{variant}");
            assert!(
                start.elapsed() >= Duration::from_millis(55),
                "{:?}",
                start.elapsed()
            );
        }
    }

    #[test]
    fn a_slow_film_does_not_keep_its_reader_waiting() {
        let file = TempFile::new("y4m", &movie("YUV4MPEG2 W4 H2 F1:10\n", 2));
        let mut camera = Y4mCamera::new(file.path()).unwrap();
        let mut picture = I420::default();
        assert!(camera.read(&mut picture).unwrap().is_some(), "at once");
        let begun = Instant::now();
        assert!(camera.read(&mut picture).unwrap().is_none());
        assert!(begun.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn what_is_no_y4m_is_refused_with_a_word_what_to_do() {
        let missing = Y4mCamera::new(Path::new("/nowhere/at all.y4m"))
            .err()
            .unwrap();
        assert_eq!(missing.code(), "file-missing");
        for garbage in [
            &b""[..],
            b"RIFF",
            &[0; 100_000],
            b"YUV4MPEG2",
            b"YUV4MPEG2 nonsense",
            b"YUV4MPEG2 W0 H0\n",
        ] {
            let error = first_error(garbage);
            assert_eq!(error.code(), "file-not-y4m", "{garbage:.20?}");
            assert!(error.to_string().contains("ffmpeg"), "{error}");
        }
    }

    #[test]
    fn unusual_y4m_is_refused_by_name() {
        for header in [
            "YUV4MPEG2 W4 H2 F30:1 C444\n",
            "YUV4MPEG2 W4 H2 F30:1 C420p10\n",
            "YUV4MPEG2 W4 H2 F30:1 Cweird\n",
            "YUV4MPEG2 W99999 H99999 F30:1\n",
            "YUV4MPEG2 W4 H2 F0:1\n",
            "YUV4MPEG2 W4 H2 F30:0\n",
            "YUV4MPEG2 W4 H2 F30:1\n",
        ] {
            let error = first_error(header.as_bytes());
            assert_eq!(error.code(), "file-unsupported", "{header}");
        }
        let mut broken = movie("YUV4MPEG2 W4 H2 F1000:10\n", 2);
        broken.extend_from_slice(b"FRUME\nxxxxxxxxxxxxxxxx");
        assert_eq!(first_error(&broken).code(), "file-unsupported");
    }

    #[test]
    fn a_last_picture_that_was_cut_off_is_left_out() {
        let mut bytes = movie("YUV4MPEG2 W4 H2 F200:1\n", 2);
        bytes.extend_from_slice(b"FRAME\n123");
        let file = TempFile::new("y4m", &bytes);
        let mut camera = Y4mCamera::new(file.path()).unwrap();
        let (mut picture, mut seen) = (I420::default(), Vec::new());
        while seen.len() < 4 {
            if camera.read(&mut picture).unwrap().is_some() {
                seen.push(picture.y[0]);
            }
        }
        assert_eq!(seen, [0, 1, 0, 1]);
    }
}
