//! One device and the queue of jobs about it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use adjourn_media::MediaError;
use tokio::sync::{mpsc, oneshot};

use super::DeviceEvent;

/// A device while it is open, shared with those who use it for an instant.
pub(crate) type Shared<D> = Arc<Mutex<Option<D>>>;

enum Job {
    /// May block, so it gets a thread.
    Work(Box<dyn FnOnce() + Send>),
    /// Everything before it is done.
    Fence(oneshot::Sender<()>),
}

/// What became of opening.
pub(crate) struct Opened<T> {
    pub generation: u64,
    pub result: Result<T, MediaError>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Opening,
    Open,
}

pub(super) struct Slot<D> {
    /// What to call it: its own name once it has told it.
    name: String,
    jobs: mpsc::UnboundedSender<Job>,
    /// Rises with every open and close: what an earlier one has to say does not count.
    generation: Arc<AtomicU64>,
    state: State,
    device: Shared<D>,
}

impl<D: Send + 'static> Slot<D> {
    /// `name` is what people call such a device, "the camera".
    pub(super) fn new(name: &'static str) -> Self {
        let (jobs, mut queue) = mpsc::unbounded_channel::<Job>();
        // Ends with the slot, after the last job.
        tokio::spawn(async move {
            while let Some(job) = queue.recv().await {
                match job {
                    Job::Work(work) => {
                        if let Err(error) = tokio::task::spawn_blocking(work).await
                            && error.is_panic()
                        {
                            tracing::error!(device = name, "a job about a device panicked");
                        }
                    }
                    Job::Fence(done) => {
                        // Nobody may wait for it any more.
                        let _ = done.send(());
                    }
                }
            }
        });
        Self {
            name: name.into(),
            jobs,
            generation: Arc::default(),
            state: State::Closed,
            device: Arc::default(),
        }
    }

    pub(super) fn device(&self) -> Shared<D> {
        self.device.clone()
    }

    /// Uses the device if it is open.
    pub(super) fn with(&self, use_it: impl FnOnce(&D)) {
        if let Some(device) = &*lock(&self.device) {
            use_it(device);
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.state == State::Open
    }

    pub(super) fn is_opening(&self) -> bool {
        self.state == State::Opening
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    pub(super) fn is_current(&self, generation: u64) -> bool {
        self.generation.load(Ordering::SeqCst) == generation && self.state != State::Closed
    }

    /// The generation that counts now, for what takes long to open.
    pub(super) fn current(&self) -> Arc<AtomicU64> {
        self.generation.clone()
    }

    /// Runs `open` on a thread of its own, with the generation it will have to name, and tells what it returns.
    pub(super) fn open(
        &mut self,
        events: &mpsc::UnboundedSender<DeviceEvent>,
        open: impl FnOnce(u64) -> DeviceEvent + Send + 'static,
    ) {
        self.state = State::Opening;
        let generation = self.generation.fetch_add(1, Ordering::SeqCst) + 1;
        self.attempt(generation, events, open);
    }

    fn attempt(
        &self,
        generation: u64,
        events: &mpsc::UnboundedSender<DeviceEvent>,
        open: impl FnOnce(u64) -> DeviceEvent + Send + 'static,
    ) {
        let (current, events) = (self.generation.clone(), events.clone());
        self.job(move || {
            if current.load(Ordering::SeqCst) != generation {
                return;
            }
            let opened = open(generation);
            // Not wanted any more, or nobody is left to want it: it closes here, where that may take its time.
            if current.load(Ordering::SeqCst) == generation {
                let _ = events.send(opened);
            }
        });
    }

    /// Takes what was opened; none when it came too late and is closed again.
    pub(super) fn opened<T: Send + 'static, R>(
        &mut self,
        opened: Opened<T>,
        take: impl FnOnce(T) -> (D, String, R),
    ) -> Option<Result<R, MediaError>> {
        if !self.is_current(opened.generation) {
            self.job(move || drop(opened));
            return None;
        }
        Some(match opened.result {
            Ok(opened) => {
                let (device, name, rest) = take(opened);
                self.name = name;
                self.state = State::Open;
                *lock(&self.device) = Some(device);
                Ok(rest)
            }
            Err(error) => {
                self.state = State::Closed;
                Err(error)
            }
        })
    }

    /// Runs `open` like [`Slot::open`], beside the device that is open until [`Slot::another`] takes its successor.
    pub(super) fn try_another(
        &mut self,
        events: &mpsc::UnboundedSender<DeviceEvent>,
        open: impl FnOnce(u64) -> DeviceEvent + Send + 'static,
    ) {
        let generation = self.generation.load(Ordering::SeqCst);
        self.attempt(generation, events, open);
    }

    /// Takes what was opened beside the open one, which closes, and returns its name; none when it came too late and is
    /// closed again.
    pub(super) fn another(
        &mut self,
        opened: Opened<D>,
        name: fn(&D) -> &str,
        close: fn(D) -> Result<(), MediaError>,
    ) -> Option<Result<String, MediaError>> {
        if !self.is_current(opened.generation) {
            self.job(move || drop(opened));
            return None;
        }
        Some(opened.result.map(|device| {
            name(&device).clone_into(&mut self.name);
            let former = lock(&self.device).replace(device);
            self.close_later(former, close);
            self.name.clone()
        }))
    }

    /// Has it closed; true when it was open.
    pub(super) fn close(&mut self, close: fn(D) -> Result<(), MediaError>) -> bool {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.state = State::Closed;
        let device = lock(&self.device).take();
        let was_open = device.is_some();
        self.close_later(device, close);
        was_open
    }

    fn close_later(&self, device: Option<D>, close: fn(D) -> Result<(), MediaError>) {
        if let Some(device) = device {
            self.job(move || {
                if let Err(error) = close(device) {
                    tracing::warn!(code = error.code(), "a device did not close in time");
                }
            });
        }
    }

    /// The device's name, and when every job given so far is done.
    pub(super) fn fence(&self) -> (String, oneshot::Receiver<()>) {
        let (done, fence) = oneshot::channel();
        // The queue ends with the slot alone.
        let _ = self.jobs.send(Job::Fence(done));
        (self.name.clone(), fence)
    }

    /// The same, for a device that need not be waited for.
    pub(super) fn open_fence(&self) -> (String, oneshot::Receiver<()>) {
        let (done, fence) = oneshot::channel();
        let _ = done.send(());
        (self.name.clone(), fence)
    }

    fn job(&self, job: impl FnOnce() + Send + 'static) {
        // The queue ends with the slot alone.
        let _ = self.jobs.send(Job::Work(Box::new(job)));
    }
}

/// Poisoned or not: a device is as good as it was before somebody else panicked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
