//! The log on stderr: `ADJOURN_LOG` or `RUST_LOG` say how much. Panics go there too. The last lines are remembered,
//! for a person who wants to report a problem.

mod redact;
mod ring;

use std::{
    io::{self, Write},
    panic,
};

use tracing_subscriber::EnvFilter;

pub use self::redact::redacted;
use self::ring::Ring;

/// The transport libraries warn about what is everyday life on a network, and webrtc writes an error for every packet
/// that a pulled cable does not take: hundreds a second.
const DEFAULT_FILTER: &str = "error,adjourn=info,adjourn_server=info,adjourn_engine=info,adjourn_media=info,adjourn_signal=info,webrtc=off";

static LAST: Ring = Ring::new();

/// Starts the log. A closed stderr is no reason to stop.
pub fn start() {
    let filter = ["ADJOURN_LOG", "RUST_LOG"]
        .into_iter()
        .find_map(|variable| std::env::var(variable).ok())
        .unwrap_or_else(|| DEFAULT_FILTER.into());
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::builder().parse_lossy(filter))
        .with_writer(|| Both)
        .with_ansi(false)
        .log_internal_errors(false)
        .init();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(
            place,
            "a task stopped on an error in the program: {message}"
        );
    }));
}

/// The last lines, oldest first.
pub fn last() -> String {
    LAST.text()
}

/// One sentence for the person at the terminal.
pub fn tell(sentence: impl std::fmt::Display) {
    // Nobody may be reading: that changes nothing here.
    let _ = writeln!(io::stderr(), "adjourn: {sentence}");
}

/// Stderr, and what is remembered of it. Gets a whole line at a time.
struct Both;

impl Write for Both {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LAST.push(line);
        io::stderr().write_all(line)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
