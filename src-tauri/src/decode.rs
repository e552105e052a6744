//! Decoding away from the network: a few threads for all streams. Each stream has a queue of its own that
//! forgets what comes too fast, and is decoded by one thread at a time.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Instant,
};

use adjourn_engine::VideoFrame;
use adjourn_media::{I420, Vp8Decoder};
use adjourn_meeting::{ParticipantId, StreamKind};

use crate::gop::{GopQueue, Wants};

/// More threads than this wait for each other more than they decode.
const MAX_THREADS: usize = 4;

/// One stream as it comes from the engine. One's own picture has the same participant as what the others
/// see, but is another stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StreamKey {
    /// Whose.
    pub participant: ParticipantId,
    /// Camera or screen.
    pub kind: StreamKind,
    /// One's own picture, shown to oneself.
    pub is_self: bool,
}

impl StreamKey {
    /// The stream that `frame` belongs to.
    pub fn of(frame: &VideoFrame) -> Self {
        Self {
            participant: frame.participant.clone(),
            kind: frame.kind,
            is_self: frame.is_self,
        }
    }
}

/// Who looks at the decoded pictures. Called from a decoding thread.
pub trait Viewer: Send + Sync + 'static {
    /// The next picture; `timestamp_us` is the frame's own.
    fn picture(&self, stream: &StreamKey, timestamp_us: u64, picture: I420);
    /// The stream cannot go on without a new key frame.
    fn key_frame_wanted(&self, stream: &StreamKey);
}

/// The decoding threads. Dropping it ends them, after the frame each is at.
pub struct Decoders {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// Hands frames to [`Decoders`]; frames that come after their end go nowhere.
#[derive(Clone)]
pub struct DecoderInput(Arc<Shared>);

struct Shared {
    viewer: Arc<dyn Viewer>,
    work: Mutex<Work>,
    more: Condvar,
}

#[derive(Default)]
struct Work {
    streams: HashMap<StreamKey, Stream>,
    /// Streams with frames that no thread is at, in the order they became so.
    ready: VecDeque<StreamKey>,
    /// How many streams there have been.
    begun: u64,
    closed: bool,
}

struct Stream {
    /// Another one for each stream of the same key: what a thread has in hand belongs to the one it was taken from.
    number: u64,
    queue: GopQueue<VideoFrame>,
    state: State,
}

enum State {
    /// In no list: nothing to decode.
    Idle(Option<Vp8Decoder>),
    Ready(Option<Vp8Decoder>),
    /// A thread has the decoder.
    Busy,
}

impl Decoders {
    /// Starts the threads, as many as the computer has cores for, four at most.
    pub fn start(viewer: Arc<dyn Viewer>) -> Self {
        let shared = Arc::new(Shared {
            viewer,
            work: Mutex::default(),
            more: Condvar::new(),
        });
        let threads =
            thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS));
        Self {
            threads: (0..threads)
                .map(|_| {
                    let shared = shared.clone();
                    thread::spawn(move || shared.run())
                })
                .collect(),
            shared,
        }
    }

    /// Where frames go in.
    pub fn input(&self) -> DecoderInput {
        DecoderInput(self.shared.clone())
    }
}

impl Drop for Decoders {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.more.notify_all();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a decoding thread stopped on an error in the program");
            }
        }
    }
}

impl DecoderInput {
    /// Queues a frame; does not wait.
    pub fn push(&self, frame: &VideoFrame) {
        let key = StreamKey::of(frame);
        if self.0.queue(&key, frame) == Wants::KeyFrame {
            self.0.viewer.key_frame_wanted(&key);
        }
    }

    /// Forgets a stream that has ended.
    pub fn end(&self, stream: &StreamKey) {
        self.0.lock().streams.remove(stream);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Work> {
        // A thread that panicked has left nothing half-done: every change below is one assignment.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self, key: &StreamKey, frame: &VideoFrame) -> Wants {
        let work = &mut *self.lock();
        if work.closed {
            return Wants::Nothing;
        }
        let begun = &mut work.begun;
        let stream = work.streams.entry(key.clone()).or_insert_with(|| {
            *begun += 1;
            Stream {
                number: *begun,
                queue: GopQueue::new(),
                state: State::Idle(None),
            }
        });
        let wants = stream.queue.push(Instant::now(), frame.key, frame.clone());
        if !stream.queue.is_empty()
            && let State::Idle(decoder) = &mut stream.state
        {
            stream.state = State::Ready(decoder.take());
            work.ready.push_back(key.clone());
            self.more.notify_one();
        }
        wants
    }

    fn run(&self) {
        let mut work = self.lock();
        while !work.closed {
            let Some(key) = work.ready.pop_front() else {
                work = self.more.wait(work).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let stream = work.streams.get_mut(&key);
            let taken = stream.and_then(|stream| Some((stream.number, stream.take()?)));
            let Some((number, (decoder, frame))) = taken else {
                continue;
            };
            drop(work);
            let decoder = self.decode(&key, decoder, &frame);
            work = self.lock();
            let stream = work.streams.get_mut(&key);
            if let Some(stream) = stream.filter(|stream| stream.number == number) {
                if decoder.is_none() {
                    // The next frame asks for a key frame.
                    stream.queue.restart();
                }
                if stream.queue.is_empty() {
                    stream.state = State::Idle(decoder);
                } else {
                    stream.state = State::Ready(decoder);
                    work.ready.push_back(key);
                }
            }
        }
    }

    /// The decoder, unless it is of no more use.
    fn decode(
        &self,
        key: &StreamKey,
        decoder: Option<Vp8Decoder>,
        frame: &VideoFrame,
    ) -> Option<Vp8Decoder> {
        let decoded = decoder
            .map_or_else(Vp8Decoder::new, Ok)
            .and_then(|mut decoder| Ok((decoder.decode(&frame.data)?, decoder)));
        match decoded {
            Ok((picture, decoder)) => {
                if let Some(picture) = picture {
                    self.viewer.picture(key, frame.timestamp_us, picture);
                }
                Some(decoder)
            }
            Err(error) => {
                tracing::debug!(participant = ?key.participant, %error, "a frame cannot be decoded");
                None
            }
        }
    }
}

impl Stream {
    fn take(&mut self) -> Option<(Option<Vp8Decoder>, VideoFrame)> {
        let State::Ready(decoder) = &mut self.state else {
            return None;
        };
        let decoder = decoder.take();
        match self.queue.pop() {
            Some(frame) => {
                self.state = State::Busy;
                Some((decoder, frame))
            }
            None => {
                // The queue was restarted after the stream had become ready.
                self.state = State::Idle(decoder);
                None
            }
        }
    }
}

#[cfg(test)]
pub mod tests;
