//! Sound from and to WAV files, at the pace of real time.

use super::SoundSink;
use super::fake::{Beat, Sound};
use crate::MediaError;
use crate::codec::RATE;
use crate::jitter::PIECE;
use crate::resample::Resampler;
use hound::{SampleFormat, WavIntoSamples, WavReader, WavSpec, WavWriter};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file's header is brought up to date this often, so that it is whole even if the program is killed.
const FLUSH_PIECES: u32 = 100;

/// A WAV file in a loop, read as it is played.
pub(super) struct WavSound {
    path: PathBuf,
    samples: Samples,
    channels: u16,
    resampler: Resampler,
    ready: Vec<f32>,
    /// Frames read since the start of the file: an end without any is a file that cannot loop.
    read: u64,
}

enum Samples {
    Whole {
        samples: WavIntoSamples<BufReader<File>, i32>,
        scale: f32,
    },
    Float(WavIntoSamples<BufReader<File>, f32>),
}

impl Samples {
    fn next(&mut self) -> Option<Result<f32, hound::Error>> {
        match self {
            Self::Whole { samples, scale } => samples
                .next()
                .map(|sample| sample.map(|sample| sample as f32 * *scale)),
            Self::Float(samples) => samples.next(),
        }
    }
}

impl WavSound {
    pub(super) fn new(path: &Path) -> Result<Self, MediaError> {
        let (samples, spec) = open(path)?;
        let resampler = Resampler::new(spec.sample_rate, RATE);
        let resampler =
            resampler.ok_or_else(|| unsupported(path, format!("{} Hz", spec.sample_rate)))?;
        let mut sound = Self {
            path: path.to_owned(),
            samples,
            channels: spec.channels,
            resampler,
            ready: Vec::new(),
            read: 0,
        };
        // What is wrong with the file is said at once.
        sound.read_some()?;
        Ok(sound)
    }

    /// Decodes about 10 ms more.
    fn read_some(&mut self) -> Result<(), MediaError> {
        let mut block = [0.0; PIECE];
        let mut length = 0;
        'block: for frame in &mut block {
            let mut sum = 0.0;
            for _ in 0..self.channels {
                match self.samples.next() {
                    Some(Ok(sample)) if sample.is_finite() => sum += sample,
                    Some(Ok(_)) => {}
                    // The end, or a file that was cut off.
                    None | Some(Err(_)) if self.read + length > 0 => {
                        (self.samples, _) = open(&self.path)?;
                        self.read = 0;
                        break 'block;
                    }
                    None | Some(Err(_)) => {
                        return Err(unsupported(&self.path, "there is no sound in it".into()));
                    }
                }
            }
            *frame = sum / f32::from(self.channels);
            length += 1;
        }
        self.read += length;
        self.resampler
            .process(&block[..length as usize], &mut self.ready);
        Ok(())
    }
}

impl Sound for WavSound {
    fn fill(&mut self, piece: &mut [f32; PIECE]) -> Result<(), MediaError> {
        while self.ready.len() < PIECE {
            self.read_some()?;
        }
        piece.copy_from_slice(&self.ready[..PIECE]);
        self.ready.drain(..PIECE);
        Ok(())
    }
}

fn open(path: &Path) -> Result<(Samples, WavSpec), MediaError> {
    let file = File::open(path).map_err(|error| MediaError::file(path, &error))?;
    let reader = WavReader::new(BufReader::new(file)).map_err(|error| match error {
        hound::Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            MediaError::FileNotWav(path.to_owned())
        }
        // A short file: hound's own word for the end.
        hound::Error::IoError(error) if error.kind() == std::io::ErrorKind::Other => {
            MediaError::FileNotWav(path.to_owned())
        }
        hound::Error::IoError(error) => MediaError::file(path, &error),
        hound::Error::Unsupported => {
            unsupported(path, "an encoding other than PCM or 32 bit float".into())
        }
        _ => MediaError::FileNotWav(path.to_owned()),
    })?;
    let spec = reader.spec();
    if spec.channels == 0 || spec.sample_rate < 1000 || spec.sample_rate > 384_000 {
        return Err(unsupported(
            path,
            format!("{} channels at {} Hz", spec.channels, spec.sample_rate),
        ));
    }
    let samples = match spec.sample_format {
        SampleFormat::Float => Samples::Float(reader.into_samples()),
        SampleFormat::Int => {
            let scale = 1.0 / (1u64 << (spec.bits_per_sample.clamp(1, 32) - 1)) as f32;
            Samples::Whole {
                samples: reader.into_samples(),
                scale,
            }
        }
    };
    Ok((samples, spec))
}

fn unsupported(path: &Path, why: String) -> MediaError {
    MediaError::FileUnsupported {
        path: path.to_owned(),
        why,
    }
}

/// Writes 48 kHz mono 16 bit in real time.
pub(super) struct WavSink {
    path: PathBuf,
    writer: WavWriter<BufWriter<File>>,
    beat: Beat,
    unflushed: u32,
}

impl WavSink {
    pub(super) fn new(path: &Path) -> Result<Self, MediaError> {
        let spec = WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let writer = WavWriter::create(path, spec).map_err(|error| failed(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            writer,
            beat: Beat::new(),
            unflushed: 0,
        })
    }
}

impl SoundSink for WavSink {
    fn wanted(&mut self) -> Result<usize, MediaError> {
        Ok(self.beat.due())
    }

    fn rest(&self) -> Duration {
        self.beat.rest()
    }

    fn write(&mut self, piece: &[f32; PIECE]) -> Result<(), MediaError> {
        let mut write = || {
            for sample in piece {
                self.writer
                    .write_sample((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16)?;
            }
            self.unflushed += 1;
            if self.unflushed >= FLUSH_PIECES {
                self.unflushed = 0;
                self.writer.flush()?;
            }
            Ok(())
        };
        write().map_err(|error| failed(&self.path, error))
    }

    fn close(self: Box<Self>) -> Result<(), MediaError> {
        self.writer
            .finalize()
            .map_err(|error| failed(&self.path, error))
    }
}

fn failed(path: &Path, error: hound::Error) -> MediaError {
    match error {
        hound::Error::IoError(error) => MediaError::FileFailed {
            path: path.to_owned(),
            why: error.to_string(),
        },
        error => MediaError::FileFailed {
            path: path.to_owned(),
            why: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::rms;
    use crate::testing::{TempFile, loudest_of};

    /// A WAV of a 500 Hz tone on all channels.
    fn wav(spec: WavSpec, seconds: f32) -> TempFile {
        let file = TempFile::new("wav", b"");
        let mut writer = WavWriter::create(file.path(), spec).unwrap();
        for n in 0..(spec.sample_rate as f32 * seconds) as u32 {
            let sample =
                (f64::from(n) / f64::from(spec.sample_rate) * 500.0 * std::f64::consts::TAU).sin()
                    * 0.5;
            for _ in 0..spec.channels {
                match spec.sample_format {
                    SampleFormat::Float => writer.write_sample(sample as f32).unwrap(),
                    SampleFormat::Int => {
                        let full = ((1i64 << (spec.bits_per_sample - 1)) - 1) as f64;
                        writer.write_sample((sample * full) as i32).unwrap();
                    }
                }
            }
        }
        writer.finalize().unwrap();
        file
    }

    fn spec(
        channels: u16,
        sample_rate: u32,
        bits_per_sample: u16,
        sample_format: SampleFormat,
    ) -> WavSpec {
        WavSpec {
            channels,
            sample_rate,
            bits_per_sample,
            sample_format,
        }
    }

    #[test]
    fn any_wav_plays_as_48_khz_mono_and_loops_without_a_gap() {
        for spec in [
            spec(1, 48_000, 16, SampleFormat::Int),
            spec(2, 44_100, 16, SampleFormat::Int),
            spec(1, 8000, 8, SampleFormat::Int),
            spec(6, 48_000, 24, SampleFormat::Int),
            spec(2, 96_000, 32, SampleFormat::Float),
        ] {
            // Whole periods, so that the loop is seamless.
            let file = wav(spec, 0.5);
            let (mut sound, mut out, mut piece) = (
                WavSound::new(file.path()).unwrap(),
                Vec::new(),
                [0.0; PIECE],
            );
            for _ in 0..200 {
                sound.fill(&mut piece).unwrap();
                out.extend_from_slice(&piece);
            }
            let (hz, share) = loudest_of(&out[4800..], RATE, (400..600).step_by(10));
            assert_eq!(hz, 500, "{spec:?}");
            assert!(share > 0.97, "{spec:?}: {share}");
            assert!(
                (rms(&out[4800..]) - 0.3535).abs() < 0.02,
                "{spec:?}: {}",
                rms(&out)
            );
        }
    }

    #[test]
    fn what_is_no_wav_is_refused_with_a_word_what_to_do() {
        assert_eq!(
            WavSound::new(Path::new("/nowhere/at all.wav"))
                .err()
                .unwrap()
                .code(),
            "file-missing"
        );
        for garbage in [
            &b""[..],
            b"RIFF",
            b"RIFF\x10\0\0\0WAVE",
            b"YUV4MPEG2 W4 H2\n",
            &[0xff; 5000],
        ] {
            let file = TempFile::new("wav", garbage);
            let error = WavSound::new(file.path()).err().unwrap();
            assert_eq!(error.code(), "file-not-wav", "{garbage:.20?}: {error}");
            assert!(error.to_string().contains("ffmpeg"), "{error}");
        }
        let empty = wav(spec(1, 48_000, 16, SampleFormat::Int), 0.0);
        assert_eq!(
            WavSound::new(empty.path()).err().unwrap().code(),
            "file-unsupported"
        );
    }

    #[test]
    fn random_damage_to_a_wav_is_an_error_or_sound_but_no_panic() {
        let good = std::fs::read(wav(spec(1, 8000, 16, SampleFormat::Int), 0.01).path()).unwrap();
        for position in 0..44 {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[position] = value;
                let file = TempFile::new("wav", &bytes);
                if let Ok(mut sound) = WavSound::new(file.path()) {
                    let mut piece = [0.0; PIECE];
                    for _ in 0..5 {
                        let _ = sound.fill(&mut piece);
                    }
                }
            }
        }
    }

    #[test]
    fn a_written_wav_is_whole_after_close_and_readable_before() {
        let file = TempFile::new("wav", b"");
        let mut sink = Box::new(WavSink::new(file.path()).unwrap());
        for _ in 0..150 {
            sink.write(&[0.5; PIECE]).unwrap();
        }
        let before = WavReader::open(file.path()).expect("a header after the first second");
        assert_eq!(before.duration(), 100 * PIECE as u32);
        sink.close().unwrap();
        let mut after = WavReader::open(file.path()).unwrap();
        assert_eq!(after.spec(), spec(1, 48_000, 16, SampleFormat::Int));
        assert_eq!(after.duration(), 150 * PIECE as u32);
        assert!(
            after
                .samples::<i16>()
                .all(|sample| sample.unwrap() == 16_383)
        );
    }

    #[test]
    fn a_file_that_cannot_be_written_is_said() {
        let error = WavSink::new(Path::new("/nowhere/at/all.wav"))
            .err()
            .unwrap();
        assert_eq!(error.code(), "file-failed");
    }
}
