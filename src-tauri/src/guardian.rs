//! A small process of this program that outlives it: when the program dies without a word, the guardian tells the
//! others at once, instead of leaving them to wait for a silence.
//!
//! It is started before any device is opened, because a camera's handle would go over to it (crate `v4l` opens them
//! without O_CLOEXEC) and keep the camera busy. A pipe that only the program holds open tells it of every seat, one
//! JSON line each, `null` for none. The pipe's end is the news, unless there is no seat to give up.

use std::{
    io::{self, BufRead},
    process::{ExitCode, Stdio},
    time::Duration,
};

use adjourn_engine::{Engine, Seat};
use adjourn_signal::control::GoneReason;
use tokio::{
    io::AsyncWriteExt,
    process::{Child, ChildStdin, Command},
    sync::watch,
    time::timeout,
};
use tokio_util::task::TaskTracker;

use crate::platform::stand_back;

/// How long a network that does not answer may keep the guardian.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// How long the guardian may take to go when it is told to.
const GOODBYE: Duration = Duration::from_millis(500);

/// `adjourn guardian`: watches over the program that started it.
pub fn run() -> ExitCode {
    let Some(seat) = last_seat(io::stdin().lock()) else {
        stand_back();
        return ExitCode::SUCCESS;
    };
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(_) => return ExitCode::FAILURE,
    };
    let told =
        runtime.block_on(async { timeout(LAST_WORDS, seat.say_gone(GoneReason::Crashed)).await });
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    match told {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// The seat to give up when the pipe has ended, if there is one.
fn last_seat(pipe: impl BufRead) -> Option<Seat> {
    pipe.lines()
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str(&line).ok())
        .last()
        .flatten()
}

/// The program's end of it.
pub struct Guardian(TaskTracker);

impl Guardian {
    /// Starts a guardian for `engine`, which has no device open yet; must be called within a Tokio runtime. Without
    /// one the meeting goes on all the same: others notice a crash by its silence.
    pub fn start(engine: &Engine) -> Self {
        let seat = engine.seat();
        let post = Post::start()
            .inspect_err(|error| tracing::warn!(%error, "there is no guardian"))
            .ok();
        let tasks = TaskTracker::new();
        tasks.spawn(async move {
            if let Some(post) = post
                && let Err(error) = post.keep(seat).await
            {
                tracing::warn!(%error, "the guardian is gone");
            }
        });
        tasks.close();
        Self(tasks)
    }

    /// Returns when the guardian has gone too; the engine has ended before.
    pub async fn stop(&self) {
        if timeout(2 * GOODBYE, self.0.wait()).await.is_err() {
            tracing::warn!("the guardian does not go");
        }
    }
}

/// One guardian process.
struct Post {
    process: Child,
    pipe: ChildStdin,
}

impl Post {
    fn start() -> io::Result<Self> {
        let mut command = Command::new(this_program()?);
        command
            .arg("guardian")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(false);
        // Ctrl-C goes to the whole group of the program: the guardian must not go with it.
        #[cfg(unix)]
        command.process_group(0);
        #[cfg(windows)]
        command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
        let mut process = command.spawn()?;
        let pipe = process.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { process, pipe })
    }

    /// Passes every seat on until the engine has ended, then lets the guardian go.
    async fn keep(mut self, mut seat: watch::Receiver<Option<Seat>>) -> io::Result<()> {
        while seat.changed().await.is_ok() {
            let now = seat.borrow_and_update().clone();
            self.tell(now.as_ref()).await?;
        }
        self.tell(None).await?;
        drop(self.pipe);
        if timeout(GOODBYE, self.process.wait()).await.is_err() {
            // It has no seat to give up any more, and ends with its pipe.
            tracing::warn!("the guardian takes its time to go");
        }
        Ok(())
    }

    async fn tell(&mut self, seat: Option<&Seat>) -> io::Result<()> {
        let mut line = serde_json::to_vec(&seat)?;
        line.push(b'\n');
        self.pipe.write_all(&line).await?;
        self.pipe.flush().await
    }
}

/// From winbase.h.
#[cfg(windows)]
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
/// From winbase.h.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// The file of this program; on Linux also when an update has replaced it meanwhile.
fn this_program() -> io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") {
        Ok("/proc/self/exe".into())
    } else {
        std::env::current_exe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAT: &str =
        r#"{"url":"http://127.0.0.1:1","token":"a.b.c","sid":"PA_1","certificate_sha256":null}"#;
    const NEXT: &str =
        r#"{"url":"http://127.0.0.1:1","token":"a.b.c","sid":"PA_2","certificate_sha256":null}"#;

    fn seat(json: &str) -> Option<Seat> {
        Some(serde_json::from_str(json).expect("is a seat"))
    }

    #[test]
    fn a_pipe_that_ends_without_a_word_gives_the_last_seat_up() {
        assert!(last_seat(SEAT.as_bytes()) == seat(SEAT));
        assert!(last_seat(format!("{SEAT}\n{NEXT}\n").as_bytes()) == seat(NEXT));
    }

    #[test]
    fn a_program_that_has_left_in_order_gives_nothing_up() {
        assert!(last_seat(format!("{SEAT}\nnull\n").as_bytes()).is_none());
        assert!(last_seat(&b""[..]).is_none());
        assert!(last_seat(&b"nonsense\n"[..]).is_none());
    }
}
