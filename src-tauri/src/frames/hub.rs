//! Which frame goes to the page next. Filled from the engine's threads, emptied by the page's connection;
//! nobody waits for the other.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use adjourn_engine::{VideoFrame, VideoSink};
use adjourn_media::I420;
use adjourn_meeting::{ParticipantId, StreamKind};
use tokio::sync::{Notify, mpsc};
use tokio_tungstenite::tungstenite::Message;

use super::message::{self, FromPage, Mode};
use crate::{
    decode::{DecoderInput, Decoders, StreamKey, Viewer},
    gop::{GopQueue, Wants},
    ipc::View,
};

/// The streams of the meeting and the pages that look at them, one in each window.
pub struct Hub {
    state: Mutex<State>,
    /// Something is there to send.
    filled: Notify,
    key_frames: mpsc::UnboundedSender<StreamKey>,
}

#[derive(Default)]
struct State {
    numbers: HashMap<StreamKey, u32>,
    last_number: u32,
    /// The pages' connections; a newer one takes the place of an older one of the same window.
    pages: BTreeMap<View, Page>,
    connections: u64,
    /// Nothing goes to the page.
    held: bool,
}

struct Page {
    connection: u64,
    mode: Option<Mode>,
    decoders: Option<DecoderInput>,
    watch: Option<HashSet<u32>>,
    /// Texts that go before any frame.
    texts: VecDeque<String>,
    streams: BTreeMap<u32, Outgoing>,
    /// The stream that was served last: the next one is served next.
    served: u32,
}

struct Outgoing {
    key: StreamKey,
    encoded: GopQueue<VideoFrame>,
    /// The newest decoded picture; an older one that the page has had no time for is forgotten.
    decoded: Option<(u64, I420)>,
}

impl Hub {
    /// A hub, and the streams that need a key frame as they come up.
    pub fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<StreamKey>) {
        let (key_frames, wanted) = mpsc::unbounded_channel();
        let hub = Self {
            state: Mutex::default(),
            filled: Notify::new(),
            key_frames,
        };
        (Arc::new(hub), wanted)
    }

    /// Makes a new connection the one that gets the frames of that window; its number.
    pub fn connect(&self, view: View) -> u64 {
        let mut state = self.lock();
        state.connections += 1;
        let connection = state.connections;
        state.pages.insert(
            view,
            Page {
                connection,
                mode: None,
                decoders: None,
                watch: None,
                texts: VecDeque::new(),
                streams: BTreeMap::new(),
                served: 0,
            },
        );
        drop(state);
        // Whoever waits in [`Self::next`] sees that it has been replaced.
        self.filled.notify_waiters();
        connection
    }

    /// The connection is gone.
    pub fn disconnect(&self, connection: u64) {
        self.lock()
            .pages
            .retain(|_, page| page.connection != connection);
    }

    /// Does what the page says; decoders to keep while the connection lasts, when it wants decoded pictures.
    pub fn told(self: &Arc<Self>, connection: u64, told: FromPage) -> Option<Decoders> {
        let decoders = (told == FromPage::Mode { mode: Mode::I420 }).then(|| {
            let hub = self.clone();
            Decoders::start(Arc::new(PageViewer { hub, connection }))
        });
        let state = &mut *self.lock();
        let page = page(&mut state.pages, connection)?;
        match told {
            FromPage::Mode { mode } => {
                page.mode = Some(mode);
                page.decoders = decoders.as_ref().map(Decoders::input);
                page.streams.values_mut().for_each(Outgoing::restart);
                self.want(state.numbers.keys());
            }
            FromPage::Watch { watch } => {
                let new =
                    |number: &u32| page.watch.as_ref().is_some_and(|old| !old.contains(number));
                self.want(
                    state
                        .numbers
                        .iter()
                        .filter(|(_, number)| watch.contains(number) && new(number))
                        .map(|(key, _)| key),
                );
                for (number, stream) in &mut page.streams {
                    if !watch.contains(number) {
                        stream.restart();
                    }
                }
                page.watch = Some(watch);
            }
            FromPage::KeyFrame { key_frame } => {
                if let Some(stream) = page.streams.get_mut(&key_frame) {
                    stream.encoded.restart();
                    self.want([&stream.key]);
                }
            }
        }
        decoders
    }

    /// From the click on Leave or End on there is nothing to be seen any more, and the computer has enough to do:
    /// no picture goes to the page while it is on. Afterwards the streams that are still there begin anew.
    pub fn hold(&self, on: bool) {
        let state = &mut *self.lock();
        if std::mem::replace(&mut state.held, on) == on {
            return;
        }
        if !on {
            self.want(state.numbers.keys());
            return;
        }
        for page in state.pages.values_mut() {
            page.streams.values_mut().for_each(Outgoing::restart);
        }
    }

    /// The next message for the page; `None` when the connection is no longer the one that gets them.
    pub async fn next(&self, connection: u64) -> Option<Message> {
        loop {
            // Registered before looking: what comes in between wakes it.
            let filled = self.filled.notified();
            {
                let state = &mut *self.lock();
                let page = page(&mut state.pages, connection)?;
                if let Some(message) = page.next() {
                    return Some(message);
                }
            }
            filled.await;
        }
    }

    fn want<'a>(&self, streams: impl IntoIterator<Item = &'a StreamKey>) {
        for stream in streams {
            // Nobody listens only when the app is closing.
            let _ = self.key_frames.send(stream.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked has at worst lost a frame.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn number(&mut self, key: &StreamKey) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        self.last_number += 1;
        self.numbers.insert(key.clone(), self.last_number);
        self.last_number
    }
}

impl Page {
    /// The queues of a stream, if the page watches it; it is announced either way, or the page could not ask for it.
    fn outgoing(&mut self, number: u32, key: &StreamKey) -> Option<&mut Outgoing> {
        let outgoing = self.streams.entry(number).or_insert_with(|| {
            self.texts.push_back(message::begin(number, key));
            Outgoing {
                key: key.clone(),
                encoded: GopQueue::new(),
                decoded: None,
            }
        });
        let watched = self
            .watch
            .as_ref()
            .is_none_or(|watch| watch.contains(&number));
        watched.then_some(outgoing)
    }

    fn next(&mut self) -> Option<Message> {
        if let Some(text) = self.texts.pop_front() {
            return Some(Message::text(text));
        }
        let after = self
            .streams
            .range(self.served + 1..)
            .map(|(number, _)| *number);
        let before = self
            .streams
            .range(..=self.served)
            .map(|(number, _)| *number);
        let order: Vec<u32> = after.chain(before).collect();
        order.into_iter().find_map(|number| {
            let stream = self.streams.get_mut(&number)?;
            let bytes = match stream.encoded.pop() {
                Some(frame) => message::encoded(number, &frame),
                None => {
                    let (timestamp_us, picture) = stream.decoded.take()?;
                    message::decoded(number, &stream.key, timestamp_us, &picture)
                }
            };
            self.served = number;
            Some(Message::binary(bytes))
        })
    }
}

impl Outgoing {
    /// Forgets what waits: the next picture the page gets needs no earlier one.
    fn restart(&mut self) {
        self.encoded.restart();
        self.decoded = None;
    }
}

fn page(pages: &mut BTreeMap<View, Page>, connection: u64) -> Option<&mut Page> {
    pages
        .values_mut()
        .find(|page| page.connection == connection)
}

impl VideoSink for Hub {
    fn frame(&self, frame: &VideoFrame) {
        let key = StreamKey::of(frame);
        let mut to_decode = Vec::new();
        {
            let state = &mut *self.lock();
            let number = state.number(&key);
            if state.held {
                return;
            }
            for page in state.pages.values_mut() {
                let Some(mode) = page.mode else { continue };
                let decoders = page.decoders.clone();
                match (page.outgoing(number, &key), mode) {
                    (None, _) => {}
                    (Some(_), Mode::I420) => to_decode.extend(decoders),
                    (Some(outgoing), Mode::Encoded) => {
                        let wants = outgoing
                            .encoded
                            .push(Instant::now(), frame.key, frame.clone());
                        if wants == Wants::KeyFrame {
                            self.want([&key]);
                        }
                    }
                }
            }
        }
        for decoders in to_decode {
            decoders.push(frame);
        }
        self.filled.notify_waiters();
    }

    fn stream_ended(&self, participant: &ParticipantId, kind: StreamKind) {
        let mut ended = Vec::new();
        let mut decoders = Vec::new();
        {
            let state = &mut *self.lock();
            state.numbers.retain(|key, number| {
                let keep = key.participant != *participant || key.kind != kind;
                if !keep {
                    ended.push((key.clone(), *number));
                }
                keep
            });
            for page in state.pages.values_mut() {
                for (_, number) in &ended {
                    if page.streams.remove(number).is_some() {
                        page.texts.push_back(message::end(*number));
                    }
                }
                decoders.extend(page.decoders.clone());
            }
        }
        for decoders in decoders {
            for (key, _) in &ended {
                decoders.end(key);
            }
        }
        self.filled.notify_waiters();
    }
}

/// Takes what is decoded for one page.
struct PageViewer {
    hub: Arc<Hub>,
    connection: u64,
}

impl Viewer for PageViewer {
    fn picture(&self, stream: &StreamKey, timestamp_us: u64, picture: I420) {
        {
            let state = &mut *self.hub.lock();
            let Some(number) = state.numbers.get(stream).copied() else {
                return;
            };
            let Some(page) = page(&mut state.pages, self.connection) else {
                return;
            };
            let Some(outgoing) = page.outgoing(number, stream) else {
                return;
            };
            outgoing.decoded = Some((timestamp_us, picture));
        }
        self.hub.filled.notify_waiters();
    }

    fn key_frame_wanted(&self, stream: &StreamKey) {
        self.hub.want([stream]);
    }
}
