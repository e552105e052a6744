//! Sound devices through cpal.
//!
//! One thread per open device builds the stream, holds it and drops it, because each of the three can hang; the others
//! wait for it with a limit. The callbacks only move samples between the device and a ring.

#[cfg(target_os = "linux")]
mod cookie;
mod follow;
mod system;

pub(super) use system::list;

use super::{CLOSE_LIMIT, FarEnd, OPEN_LIMIT, STALL_LIMIT, SoundSink, SoundSource};
use crate::codec::RATE;
use crate::jitter::PIECE;
use crate::resample::Resampler;
use crate::{DeviceKind, Fault, MediaError};
use ::cpal::traits::{DeviceTrait, StreamTrait};
use ::cpal::{
    BufferSize, Device, DeviceId, ErrorKind, FromSample, SampleFormat, SizedSample, StreamConfig,
};
use ringbuf::traits::{Consumer, Observer, Producer, Split};
use ringbuf::{HeapCons, HeapProd, HeapRb};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};
use system::{PERIODS, choose, fault, find};

/// Longest time that the system may take to make a stream.
const BUILD_LIMIT: Duration = Duration::from_secs(4);
/// Sound kept ahead of the speaker, in pieces of 10 ms: at least, and at most after underruns.
const AHEAD: (usize, usize) = (2, 8);
/// Without an underrun for so long, one piece less is kept ahead.
const AHEAD_SHRINKS: Duration = Duration::from_secs(30);

/// What a callback tells the outside. Wait-free.
#[derive(Default)]
struct Health {
    callbacks: AtomicU64,
    failed: AtomicBool,
    /// The system's default is another device by now.
    moved: AtomicBool,
    /// Frames of the largest callback.
    largest: AtomicU32,
    /// Callbacks that found too little to play.
    underruns: AtomicU32,
}

/// An open device, as the thread that does not hold it sees it.
struct OpenDevice {
    kind: DeviceKind,
    label: String,
    rate: u32,
    health: Arc<Health>,
    seen: u64,
    seen_at: Instant,
    /// Dropped to have the device closed.
    hold: Option<Sender<()>>,
    free: Receiver<()>,
}

/// What the holding thread reports once the stream runs.
struct Started<E> {
    label: String,
    rate: u32,
    /// The ring's end for the other side.
    end: E,
}

impl OpenDevice {
    /// Opens the device `id`, or the default one, with a ring between its callback and the end returned.
    fn open<E: Send + 'static>(
        kind: DeviceKind,
        id: Option<&str>,
        build: impl FnOnce(
            &Device,
            StreamConfig,
            SampleFormat,
            Arc<Health>,
        ) -> Result<(::cpal::Stream, E), ::cpal::Error>
        + Clone
        + Send
        + 'static,
    ) -> Result<(Self, E), MediaError> {
        let deadline = Instant::now() + OPEN_LIMIT;
        let health = Arc::new(Health::default());
        let (hold, held) = channel::<()>();
        let (freed, free) = channel();
        let (report, started) = sync_channel(1);
        let (wanted, shared) = (id.map(str::to_owned), Arc::clone(&health));
        let thread = std::thread::Builder::new()
            .name(format!("{kind}-device"))
            .spawn(move || {
                let health = Arc::clone(&shared);
                match start(kind, wanted.as_deref(), shared, build) {
                    // Nobody waits any more: the stream is dropped right here.
                    Ok((stream, id, started)) => {
                        if report.send(Ok(started)).is_ok() {
                            follow::until_dropped(&held, kind, wanted.is_none(), id, &health);
                        }
                        drop(stream);
                    }
                    Err(error) => {
                        let _ = report.send(Err(error));
                    }
                }
                let _ = freed.send(());
            });
        thread.map_err(|error| MediaError::NoThread(error.to_string()))?;
        let Started { label, rate, end } = match started.recv_timeout(OPEN_LIMIT) {
            Ok(result) => result?,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return Err(MediaError::device(
                    kind,
                    id.unwrap_or_default(),
                    Fault::Hung,
                ));
            }
        };
        let seen_at = Instant::now();
        let device = Self {
            kind,
            label,
            rate,
            health,
            seen: 0,
            seen_at,
            hold: Some(hold),
            free,
        };
        while device.health.callbacks.load(Ordering::Relaxed) == 0 {
            if device.health.failed.load(Ordering::Relaxed) || Instant::now() > deadline {
                let error = device.fault(Fault::Hung);
                let _ = device.close();
                return Err(error);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok((device, end))
    }

    /// An error once the device is gone or has stalled.
    fn check(&mut self) -> Result<(), MediaError> {
        if self.health.failed.load(Ordering::Relaxed) {
            return Err(self.fault(Fault::Lost));
        }
        if self.health.moved.load(Ordering::Relaxed) {
            return Err(self.fault(Fault::Moved));
        }
        let (callbacks, now) = (
            self.health.callbacks.load(Ordering::Relaxed),
            Instant::now(),
        );
        if callbacks != self.seen {
            (self.seen, self.seen_at) = (callbacks, now);
        } else if now > self.seen_at + STALL_LIMIT {
            return Err(self.fault(Fault::Hung));
        }
        Ok(())
    }

    fn fault(&self, fault: Fault) -> MediaError {
        MediaError::device(self.kind, self.label.clone(), fault)
    }

    fn close(mut self) -> Result<(), MediaError> {
        self.let_go()
    }

    fn let_go(&mut self) -> Result<(), MediaError> {
        if self.hold.take().is_none() {
            return Ok(());
        }
        match self.free.recv_timeout(CLOSE_LIMIT) {
            // A thread that panicked while dropping the stream has let go as well.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Ok(()),
            Err(RecvTimeoutError::Timeout) => Err(self.fault(Fault::Stuck)),
        }
    }
}

impl Drop for OpenDevice {
    fn drop(&mut self) {
        if let Err(error) = self.let_go() {
            tracing::warn!(code = error.code(), "a sound device does not let go");
        }
    }
}

/// On the holding thread: finds the device, makes the stream, starts it.
fn start<E>(
    kind: DeviceKind,
    id: Option<&str>,
    health: Arc<Health>,
    build: impl FnOnce(
        &Device,
        StreamConfig,
        SampleFormat,
        Arc<Health>,
    ) -> Result<(::cpal::Stream, E), ::cpal::Error>
    + Clone,
) -> Result<(::cpal::Stream, Option<DeviceId>, Started<E>), MediaError> {
    let device = find(kind, id)?;
    let label = device.description().map_or_else(
        |_| id.unwrap_or_default().to_owned(),
        |description| description.name().to_owned(),
    );
    let failed = |error: ::cpal::Error| MediaError::device(kind, label.clone(), fault(&error));
    let (config, format) = choose(kind, &device).map_err(failed)?;
    let preferred = build.clone()(&device, config, format, Arc::clone(&health));
    let (stream, end) = preferred
        .or_else(|error| match error.kind() {
            // Some drivers list a period that they then refuse.
            ErrorKind::UnsupportedConfig | ErrorKind::InvalidInput | ErrorKind::BackendError => {
                build(
                    &device,
                    StreamConfig {
                        buffer_size: BufferSize::Default,
                        ..config
                    },
                    format,
                    health,
                )
            }
            _ => Err(error),
        })
        .map_err(failed)?;
    stream.play().map_err(failed)?;
    Ok((
        stream,
        device.id().ok(),
        Started {
            rate: config.sample_rate,
            end,
            label,
        },
    ))
}

/// Not every word from the system means the end.
fn on_error(health: Arc<Health>) -> impl FnMut(::cpal::Error) + Send + 'static {
    move |error| match error.kind() {
        ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged => {}
        _ => health.failed.store(true, Ordering::Relaxed),
    }
}

/// A microphone.
pub(super) struct DeviceSource {
    device: OpenDevice,
    recorded: HeapCons<f32>,
    resampler: Resampler,
    raw: Vec<f32>,
    ready: Vec<f32>,
}

impl DeviceSource {
    pub(super) fn open(id: Option<&str>) -> Result<Self, MediaError> {
        let build =
            |device: &Device, config: StreamConfig, format: SampleFormat, health: Arc<Health>| {
                // A second of sound, if the reading thread is held up.
                let (into, recorded) = HeapRb::new(config.sample_rate as usize).split();
                let stream = match format {
                    SampleFormat::F32 => record::<f32>(device, config, health, into),
                    SampleFormat::I16 => record::<i16>(device, config, health, into),
                    SampleFormat::I32 => record::<i32>(device, config, health, into),
                    SampleFormat::U16 => record::<u16>(device, config, health, into),
                    SampleFormat::U8 => record::<u8>(device, config, health, into),
                    _ => Err(::cpal::Error::new(ErrorKind::UnsupportedConfig)),
                };
                stream.map(|stream| (stream, recorded))
            };
        let (device, recorded) = OpenDevice::open(DeviceKind::Microphone, id, build)?;
        let resampler = Resampler::new(device.rate, RATE);
        let resampler = resampler.ok_or_else(|| {
            device.fault(Fault::Failed(format!("it records at {} Hz", device.rate)))
        })?;
        Ok(Self {
            device,
            recorded,
            resampler,
            raw: Vec::new(),
            ready: Vec::new(),
        })
    }

    pub(super) fn label(&self) -> &str {
        &self.device.label
    }
}

impl SoundSource for DeviceSource {
    fn read(&mut self, piece: &mut [f32; PIECE]) -> Result<bool, MediaError> {
        if self.ready.len() < PIECE {
            self.raw.resize(self.recorded.occupied_len(), 0.0);
            let length = self.recorded.pop_slice(&mut self.raw);
            self.resampler.process(&self.raw[..length], &mut self.ready);
        }
        if self.ready.len() < PIECE {
            return self.device.check().map(|()| false);
        }
        piece.copy_from_slice(&self.ready[..PIECE]);
        self.ready.drain(..PIECE);
        Ok(true)
    }

    fn close(self: Box<Self>) -> Result<(), MediaError> {
        self.device.close()
    }
}

fn record<T: SizedSample>(
    device: &Device,
    config: StreamConfig,
    health: Arc<Health>,
    mut into: HeapProd<f32>,
) -> Result<::cpal::Stream, ::cpal::Error>
where
    f32: FromSample<T>,
{
    let (channels, failing) = (usize::from(config.channels).max(1), Arc::clone(&health));
    let callback = move |sound: &[T], _: &::cpal::InputCallbackInfo| {
        health.callbacks.fetch_add(1, Ordering::Relaxed);
        let mono = sound.chunks_exact(channels).map(|frame| {
            frame
                .iter()
                .map(|sample| f32::from_sample_(*sample))
                .sum::<f32>()
                / channels as f32
        });
        // What does not fit is lost: the reader was away for a second.
        into.push_iter(mono);
    };
    device.build_input_stream(config, callback, on_error(failing), Some(BUILD_LIMIT))
}

/// A speaker.
pub(super) struct DeviceSink {
    device: OpenDevice,
    to_play: HeapProd<f32>,
    resampler: Resampler,
    raw: Vec<f32>,
    ahead: usize,
    underruns: u32,
    quiet_since: Instant,
}

impl DeviceSink {
    /// What is really played goes to `far_end` as well.
    pub(super) fn open(id: Option<&str>, far_end: FarEnd) -> Result<Self, MediaError> {
        let build = move |device: &Device,
                          config: StreamConfig,
                          format: SampleFormat,
                          health: Arc<Health>| {
            let (to_play, from) = HeapRb::new(config.sample_rate as usize / 2).split();
            far_end.set_rate(config.sample_rate);
            let stream = match format {
                SampleFormat::F32 => play::<f32>(device, config, health, from, far_end),
                SampleFormat::I16 => play::<i16>(device, config, health, from, far_end),
                SampleFormat::I32 => play::<i32>(device, config, health, from, far_end),
                SampleFormat::U16 => play::<u16>(device, config, health, from, far_end),
                SampleFormat::U8 => play::<u8>(device, config, health, from, far_end),
                _ => Err(::cpal::Error::new(ErrorKind::UnsupportedConfig)),
            };
            stream.map(|stream| (stream, to_play))
        };
        let (device, to_play) = OpenDevice::open(DeviceKind::Speaker, id, build)?;
        let resampler = Resampler::new(RATE, device.rate);
        let resampler = resampler.ok_or_else(|| {
            device.fault(Fault::Failed(format!("it plays at {} Hz", device.rate)))
        })?;
        Ok(Self {
            device,
            to_play,
            resampler,
            raw: Vec::new(),
            ahead: AHEAD.0,
            underruns: 0,
            quiet_since: Instant::now(),
        })
    }

    pub(super) fn label(&self) -> &str {
        &self.device.label
    }
}

impl SoundSink for DeviceSink {
    fn wanted(&mut self) -> Result<usize, MediaError> {
        self.device.check()?;
        let (underruns, now) = (
            self.device.health.underruns.load(Ordering::Relaxed),
            Instant::now(),
        );
        if underruns != self.underruns {
            (self.underruns, self.quiet_since) = (underruns, now);
            self.ahead = (self.ahead + 1).min(AHEAD.1);
        } else if now > self.quiet_since + AHEAD_SHRINKS {
            self.quiet_since = now;
            self.ahead = (self.ahead - 1).max(AHEAD.0);
        }
        let piece = (self.device.rate / PERIODS).max(1) as usize;
        // Enough for the next callback, however large they come, and for this thread to be late.
        let largest = self.device.health.largest.load(Ordering::Relaxed) as usize;
        let target = (self.ahead * piece).max(largest + piece);
        let missing = target.saturating_sub(self.to_play.occupied_len());
        Ok(missing.min(self.to_play.vacant_len()).div_ceil(piece))
    }

    fn write(&mut self, piece: &[f32; PIECE]) -> Result<(), MediaError> {
        self.raw.clear();
        self.resampler.process(piece, &mut self.raw);
        self.to_play.push_slice(&self.raw);
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), MediaError> {
        self.device.close()
    }
}

fn play<T: SizedSample + FromSample<f32>>(
    device: &Device,
    config: StreamConfig,
    health: Arc<Health>,
    mut from: HeapCons<f32>,
    far_end: FarEnd,
) -> Result<::cpal::Stream, ::cpal::Error> {
    let (channels, failing) = (usize::from(config.channels).max(1), Arc::clone(&health));
    let mut begun = false;
    let callback = move |sound: &mut [T], _: &::cpal::OutputCallbackInfo| {
        health.callbacks.fetch_add(1, Ordering::Relaxed);
        let frames = sound.len() / channels;
        health.largest.fetch_max(frames as u32, Ordering::Relaxed);
        begun |= from.occupied_len() > 0;
        if begun && from.occupied_len() < frames {
            health.underruns.fetch_add(1, Ordering::Relaxed);
        }
        for frame in sound.chunks_exact_mut(channels) {
            let sample = from.try_pop().unwrap_or(0.0);
            far_end.write(sample);
            frame.fill(T::from_sample_(sample));
        }
    };
    device.build_output_stream(config, callback, on_error(failing), Some(BUILD_LIMIT))
}
