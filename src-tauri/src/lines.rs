//! What scripts read on stdout: one JSON object a line.

use std::{
    io::{self, Write},
    sync::mpsc::{self, TrySendError},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use adjourn_meeting::MeetingEvent;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::{sync::oneshot, time::timeout};

/// The first line of `adjourn serve`.
#[derive(Serialize)]
pub struct Serving<'a> {
    /// `serving`
    pub event: &'static str,
    /// Where clients connect, `ws://…` or `wss://…`.
    pub url: &'a str,
}

/// The first line of `adjourn bot host`.
#[derive(Serialize)]
pub struct InviteLine<'a> {
    /// `invite`
    pub event: &'static str,
    /// The invite link.
    pub link: &'a str,
}

/// The answer of a bot to a line of `--commands` that is no order.
#[derive(Serialize)]
pub struct RefusedLine<'a> {
    /// `order-refused`
    pub event: &'static str,
    /// Why.
    pub message: &'a str,
}

#[derive(Serialize)]
struct Lifecycle<'a> {
    event: &'a str,
    t: u64,
    #[serde(flatten)]
    rest: &'a Map<String, Value>,
}

/// How long [`Lines::written`] waits for a reader.
const PATIENCE: Duration = Duration::from_millis(100);

/// Lines that wait for a reader; what comes when so many do is lost. Two hours of a bot's usual talk.
const MOST_UNREAD: usize = 10_000;

/// How long the last lines may take to be read when the program ends.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Writes lines from a thread of its own: a script that starts a bot and never reads on fills the pipe,
/// and that must not keep anybody from leaving. Dropping it waits for what is still unread, a second at most.
pub struct Lines {
    queue: Option<mpsc::SyncSender<Item>>,
    written: mpsc::Receiver<()>,
}

enum Item {
    Line(Vec<u8>),
    /// Everything before it is written.
    Mark(oneshot::Sender<()>),
}

impl Lines {
    /// Starts the thread.
    pub fn start() -> Self {
        let (queue, lines) = mpsc::sync_channel::<Item>(MOST_UNREAD);
        let (done, written) = mpsc::channel();
        thread::spawn(move || {
            // When nobody reads any more (EPIPE) the meeting goes on, in silence.
            let _ = lines.into_iter().try_for_each(write);
            let _ = done.send(());
        });
        Self {
            queue: Some(queue),
            written,
        }
    }

    /// Prints one line.
    pub fn print(&self, line: &impl Serialize) {
        let Ok(mut json) = serde_json::to_vec(line) else {
            return tracing::error!("a line for stdout cannot be written as JSON");
        };
        json.push(b'\n');
        if let Some(queue) = &self.queue
            && let Err(TrySendError::Full(_)) = queue.try_send(Item::Line(json))
        {
            tracing::debug!("nobody reads stdout; a line is lost");
        }
    }

    /// Returns when everything printed so far is written, or after a moment if nobody reads it.
    pub async fn written(&self) {
        let (mark, passed) = oneshot::channel();
        if let Some(queue) = &self.queue
            && queue.try_send(Item::Mark(mark)).is_ok()
        {
            // Read or not: it is the reader's turn.
            let _ = timeout(PATIENCE, passed).await;
        }
    }

    /// Prints one lifecycle event with the time it was told, `t`.
    pub fn print_event(&self, event: &MeetingEvent) {
        let Ok(Value::Object(mut rest)) = serde_json::to_value(event) else {
            return tracing::error!("a lifecycle event is not a JSON object");
        };
        let name = rest.remove("event");
        self.print(&Lifecycle {
            event: name.as_ref().and_then(Value::as_str).unwrap_or_default(),
            t: unix_ms(),
            rest: &rest,
        });
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.queue = None;
        let _ = self.written.recv_timeout(LAST_WORDS);
    }
}

fn write(item: Item) -> io::Result<()> {
    match item {
        Item::Line(line) => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(&line)?;
            stdout.flush()
        }
        Item::Mark(mark) => {
            // Nobody may wait for it any more.
            let _ = mark.send(());
            Ok(())
        }
    }
}

/// Now, in Unix milliseconds.
pub fn unix_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as u64)
}
