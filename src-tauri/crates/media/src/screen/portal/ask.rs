//! The question to the person, which the desktop asks (`org.freedesktop.portal.ScreenCast`).

use std::os::fd::OwnedFd;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use ashpd::desktop::screencast::{CursorMode, Screencast, SelectSourcesOptions, SourceType};
use ashpd::desktop::{ResponseError, Session};
use futures_core::Stream as _;

use super::failed;
use crate::MediaError;

/// How often an answer is looked for. D-Bus is read by a thread of its own, so that nobody has to be woken for it.
const GLANCE: Duration = Duration::from_millis(20);
/// Longest wait for what no person is asked for.
const LIMIT: Duration = Duration::from_secs(3);
/// The person may take this long.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the person has chosen; it is shared until this is dropped.
pub(in super::super) struct Granted {
    /// PipeWire, where nothing but the chosen is to be seen.
    pub(super) remote: Option<OwnedFd>,
    /// The number of the chosen there.
    pub(super) node: u32,
    session: Arc<Session<Screencast>>,
    closed: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Granted {
    /// The desktop has taken it back.
    pub(super) fn is_closed(&mut self) -> bool {
        let nobody = &mut Context::from_waker(Waker::noop());
        self.closed.as_mut().poll(nobody).is_ready()
    }
}

impl Drop for Granted {
    fn drop(&mut self) {
        // Without an answer the desktop closes it when this program ends.
        let _ = wait(self.session.close(), LIMIT, &|| true);
    }
}

/// Has the person asked. Gives up as soon as the answer is not `wanted` any more.
pub(in super::super) fn ask(wanted: &dyn Fn() -> bool) -> Result<Granted, MediaError> {
    let session = async {
        let portal = Screencast::new().await?;
        let session = portal.create_session(Default::default()).await?;
        let sources = portal.available_source_types().await?;
        let options = SelectSourcesOptions::default()
            .set_sources(sources & (SourceType::Monitor | SourceType::Window))
            .set_multiple(false);
        let cursors = portal.available_cursor_modes().await.unwrap_or_default();
        let cursor = cursors
            .contains(CursorMode::Embedded)
            .then_some(CursorMode::Embedded);
        let options = options.set_cursor_mode(cursor);
        portal.select_sources(&session, options).await?.response()?;
        Ok((portal, session))
    };
    let (portal, session) = wait(session, LIMIT, wanted)?;
    let (session, listening) = (Arc::new(session), Arc::new(AtomicBool::new(false)));
    let mut granted = Granted {
        remote: None,
        node: 0,
        session: session.clone(),
        closed: Box::pin(closed(session, listening.clone())),
    };
    // From here on the session is closed whatever happens, and the question with it. What the desktop says of it is
    // listened to before there can be anything to hear.
    let heard = std::future::poll_fn(|context| match granted.closed.as_mut().poll(context) {
        Poll::Pending if !listening.load(Ordering::SeqCst) => Poll::Pending,
        _ => Poll::Ready(Ok(())),
    });
    wait(heard, LIMIT, wanted)?;
    let chosen = async {
        let started = portal
            .start(&granted.session, None, Default::default())
            .await?;
        started.response()
    };
    let chosen = wait(chosen, PATIENCE, wanted)?;
    granted.node = match chosen.streams() {
        [stream, ..] => stream.pipe_wire_node_id(),
        [] => return Err(MediaError::Declined),
    };
    let remote = portal.open_pipe_wire_remote(&granted.session, Default::default());
    granted.remote = Some(wait(remote, LIMIT, wanted)?);
    Ok(granted)
}

/// Waits for a future on this thread.
fn wait<T>(
    future: impl Future<Output = ashpd::Result<T>>,
    limit: Duration,
    wanted: &dyn Fn() -> bool,
) -> Result<T, MediaError> {
    let mut future = pin!(future);
    let begun = Instant::now();
    loop {
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(answer) => return answer.map_err(|error| refused(&error)),
            Poll::Pending if !wanted() => return Err(MediaError::Declined),
            Poll::Pending if begun.elapsed() > limit => {
                return Err(failed(&"the desktop does not answer"));
            }
            Poll::Pending => std::thread::sleep(GLANCE),
        }
    }
}

fn refused(error: &ashpd::Error) -> MediaError {
    match error {
        ashpd::Error::Response(ResponseError::Cancelled) => MediaError::Declined,
        ashpd::Error::PortalNotFound(_) => {
            failed(&"this desktop has no portal for it (xdg-desktop-portal)")
        }
        error => failed(error),
    }
}

/// Ends when the desktop takes it back: the person has stopped it there, or what was shared is gone.
/// `listening` is set once nothing it says can be missed.
async fn closed(session: Arc<Session<Screencast>>, listening: Arc<AtomicBool>) {
    let Ok(signals) = session.receive_closed().await else {
        // There is no session any more to hear of.
        return;
    };
    listening.store(true, Ordering::SeqCst);
    let mut signals = pin!(signals);
    std::future::poll_fn(|context| signals.as_mut().poll_next(context)).await;
}
