//! The thread that reads a source. It may be blocked in the device for ever: nobody waits for it without a limit.
//!
//! It hands over the newest picture only. Who takes too long misses pictures, never gets old ones.

use super::{Opened, VideoMode};
use crate::{DeviceKind, Fault, I420, MediaError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Shared by the reading thread and the owner.
pub(super) struct Capture {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    kind: DeviceKind,
    /// The device as far as it is known: what was asked for, then what opened.
    name: String,
    /// Pictures per second of what opened.
    fps: Option<f32>,
    picture: Option<(I420, Instant)>,
    /// A buffer to draw the next picture into.
    spare: Option<I420>,
    failed: Option<MediaError>,
    stop: bool,
    /// The source was dropped: the device is free.
    free: bool,
}

pub(super) enum Taken {
    /// A picture and when it was taken.
    Picture(Instant),
    Failed(MediaError),
    Stopped,
}

impl Capture {
    /// Starts the thread, which opens the source and reads it until `stop`.
    pub(super) fn start(
        kind: DeviceKind,
        name: String,
        open: impl FnOnce() -> Result<Opened, MediaError> + Send + 'static,
    ) -> Result<Arc<Self>, MediaError> {
        let capture = Arc::new(Self {
            state: Mutex::new(State {
                kind,
                name,
                fps: None,
                picture: None,
                spare: None,
                failed: None,
                stop: false,
                free: false,
            }),
            changed: Condvar::new(),
        });
        let shared = Arc::clone(&capture);
        std::thread::Builder::new()
            .name("video-read".into())
            .spawn(move || {
                // Also when a device library panics, the owner learns that nothing holds the device any more.
                let _free = SetFree(&shared);
                shared.read(open);
            })
            .map_err(|error| MediaError::NoThread(error.to_string()))?;
        Ok(capture)
    }

    fn read(&self, open: impl FnOnce() -> Result<Opened, MediaError>) {
        let mut source = match open() {
            Ok(Opened { source, label, fps }) => {
                let mut state = self.lock();
                (state.name, state.fps) = (label, fps);
                source
            }
            Err(error) => return self.lock().failed = Some(error),
        };
        let mut picture = I420::default();
        loop {
            if self.lock().stop {
                return;
            }
            match source.read(&mut picture) {
                Ok(Some(at)) => {
                    let mut state = self.lock();
                    let next = state.spare.take().unwrap_or_default();
                    let unread = state
                        .picture
                        .replace((std::mem::replace(&mut picture, next), at));
                    state.spare = unread.map(|(picture, _)| picture).or(state.spare.take());
                    self.changed.notify_all();
                }
                Ok(None) => {}
                Err(error) => return self.lock().failed = Some(error),
            }
        }
    }

    /// The source's name and what it gives, once its first picture is there, or why there is none.
    pub(super) fn wait_for_first_picture(
        &self,
        limit: Duration,
    ) -> Result<(String, VideoMode), MediaError> {
        let waiting =
            |state: &mut State| state.picture.is_none() && state.failed.is_none() && !state.free;
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.lock(), limit, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((picture, _)) = &state.picture {
            let mode = VideoMode {
                width: picture.width,
                height: picture.height,
                fps: state.fps,
            };
            return Ok((state.name.clone(), mode));
        }
        state.stop = true;
        Err(state
            .failed
            .clone()
            .unwrap_or_else(|| state.error(Fault::Hung)))
    }

    /// Swaps the newest picture into `picture`; waits for one at most `limit`, after which the source counts as hung.
    pub(super) fn take(&self, picture: &mut I420, limit: Duration) -> Taken {
        let waiting = |state: &mut State| {
            state.picture.is_none() && state.failed.is_none() && !state.stop && !state.free
        };
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.lock(), limit, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        if state.stop {
            return Taken::Stopped;
        }
        if let Some((newest, at)) = state.picture.take() {
            state.spare = Some(std::mem::replace(picture, newest));
            return Taken::Picture(at);
        }
        Taken::Failed(
            state
                .failed
                .clone()
                .unwrap_or_else(|| state.error(Fault::Hung)),
        )
    }

    pub(super) fn stop(&self) {
        self.lock().stop = true;
        self.changed.notify_all();
    }

    /// After `stop`: returns when the source is dropped, or says after `limit` that it is stuck.
    pub(super) fn wait_until_free(&self, limit: Duration) -> Result<(), MediaError> {
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), limit, |state| !state.free)
            .unwrap_or_else(PoisonError::into_inner);
        if state.free {
            Ok(())
        } else {
            Err(state.error(Fault::Stuck))
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn error(&self, fault: Fault) -> MediaError {
        MediaError::device(self.kind, self.name.clone(), fault)
    }
}

struct SetFree<'a>(&'a Capture);

impl Drop for SetFree<'_> {
    fn drop(&mut self) {
        self.0.lock().free = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::super::PictureSource;
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// Gives a picture for each message and blocks in between, as a camera without a time limit does.
    struct Scripted(Receiver<Result<u8, Fault>>);

    impl PictureSource for Scripted {
        fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
            match self.0.recv() {
                Ok(Ok(luma)) => {
                    picture.resize(2, 2);
                    picture.y.fill(luma);
                    Ok(Some(Instant::now()))
                }
                Ok(Err(fault)) => Err(MediaError::device(DeviceKind::Camera, "Scripted", fault)),
                Err(_) => Ok(None),
            }
        }
    }

    fn scripted(script: Receiver<Result<u8, Fault>>) -> Arc<Capture> {
        Capture::start(DeviceKind::Camera, "asked".into(), move || {
            Ok(Opened {
                source: Box::new(Scripted(script)),
                label: "Scripted".into(),
                fps: None,
            })
        })
        .unwrap()
    }

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(10);

    #[test]
    fn a_camera_that_never_delivers_is_hung_and_later_stuck() {
        let (script, end) = channel();
        let capture = scripted(end);
        assert_eq!(
            capture.wait_for_first_picture(SHORT).unwrap_err().code(),
            "camera-hung"
        );
        let stuck = capture.wait_until_free(SHORT).unwrap_err();
        assert_eq!(stuck.code(), "camera-stuck");
        assert!(stuck.to_string().contains("Scripted"), "{stuck}");
        drop(script);
        capture
            .wait_until_free(LONG)
            .expect("the abandoned thread lets go when the device answers at last");
    }

    #[test]
    fn a_camera_that_stalls_while_open_is_hung() {
        let (script, end) = channel();
        let capture = scripted(end);
        script.send(Ok(1)).unwrap();
        let (name, mode) = capture.wait_for_first_picture(LONG).unwrap();
        assert_eq!((name.as_str(), mode.width, mode.height), ("Scripted", 2, 2));
        let mut picture = I420::default();
        assert!(matches!(
            capture.take(&mut picture, SHORT),
            Taken::Picture(_)
        ));
        let Taken::Failed(error) = capture.take(&mut picture, SHORT) else {
            panic!("not told")
        };
        assert_eq!(error.code(), "camera-hung");
        drop(script);
    }

    #[test]
    fn an_unplugged_camera_is_lost_and_free() {
        let (script, end) = channel();
        let capture = scripted(end);
        script.send(Ok(1)).unwrap();
        script.send(Err(Fault::Lost)).unwrap();
        capture.wait_for_first_picture(LONG).unwrap();
        capture.wait_until_free(LONG).unwrap();
        let mut picture = I420::default();
        assert!(
            matches!(capture.take(&mut picture, LONG), Taken::Picture(_)),
            "what it gave before is not thrown away"
        );
        let Taken::Failed(error) = capture.take(&mut picture, LONG) else {
            panic!("not told")
        };
        assert_eq!(error.code(), "camera-lost");
    }

    #[test]
    fn a_slow_reader_gets_the_newest_picture() {
        let (script, end) = channel();
        let capture = scripted(end);
        for luma in 1..=5 {
            script.send(Ok(luma)).unwrap();
        }
        drop(script);
        capture.wait_for_first_picture(LONG).unwrap();
        std::thread::sleep(SHORT);
        let mut picture = I420::default();
        assert!(matches!(
            capture.take(&mut picture, LONG),
            Taken::Picture(_)
        ));
        assert_eq!(picture.y[0], 5);
        capture.stop();
        assert!(matches!(capture.take(&mut picture, LONG), Taken::Stopped));
        capture.wait_until_free(LONG).unwrap();
    }

    #[test]
    fn a_camera_library_that_panics_leaves_a_free_device() {
        let capture =
            Capture::start(DeviceKind::Camera, "asked".into(), || panic!("on purpose")).unwrap();
        assert_eq!(
            capture.wait_for_first_picture(LONG).unwrap_err().code(),
            "camera-hung"
        );
        capture.wait_until_free(LONG).unwrap();
    }
}
