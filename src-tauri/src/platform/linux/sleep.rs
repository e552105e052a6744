//! Suspend: the others are told before the computer sleeps, instead of waiting for one that does not answer.

use std::time::Duration;

use adjourn_engine::Engine;
use adjourn_meeting::EndReason;
use adjourn_signal::control::GoneReason;
use futures_util::StreamExt;
use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;
use zbus::{Connection, zvariant::OwnedFd};

/// How long going may hold the sleep up; logind itself waits 5 s at most (`InhibitDelayMaxSec`).
const GOING: Duration = Duration::from_secs(3);

/// <https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html>
#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Manager {
    /// The lock is held for as long as the descriptor is open.
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

/// Leaves the meeting when the computer goes to sleep, for as long as the handle is kept. Without logind nothing
/// happens: the others then see a connection that is lost.
pub fn leave_before_sleep(engine: &Engine) -> AbortOnDropHandle<()> {
    let engine = engine.clone();
    AbortOnDropHandle::new(tokio::spawn(async move {
        if let Err(error) = obey(&engine).await {
            tracing::debug!(%error, "nobody tells when this computer goes to sleep");
        }
    }))
}

async fn obey(engine: &Engine) -> zbus::Result<()> {
    let manager = ManagerProxy::new(&Connection::system().await?).await?;
    // First the signal, then the lock: between the two nobody would be warned.
    let mut news = manager.receive_prepare_for_sleep().await?;
    let mut lock = Some(delay(&manager).await?);
    while let Some(signal) = news.next().await {
        if signal.args()?.start {
            if timeout(GOING, go(engine)).await.is_err() {
                tracing::warn!("leaving takes longer than the sleep can wait");
            }
            lock = None;
        } else if lock.is_none() {
            lock = Some(delay(&manager).await?);
        }
    }
    Ok(())
}

async fn delay(manager: &ManagerProxy<'_>) -> zbus::Result<OwnedFd> {
    manager
        .inhibit("sleep", "Adjourn", "Leaves the meeting first", "delay")
        .await
}

/// Returns when we are out, the devices are free and the server has heard of it.
async fn go(engine: &Engine) {
    let mut seat = engine.seat();
    let mine = seat.borrow().clone();
    engine.leave_because(EndReason::Asleep);
    if let Some(mine) = mine {
        // The engine says so too, but nobody waits for its word, and a computer that sleeps says nothing any more.
        if let Err(error) = mine.say_gone(GoneReason::Asleep).await {
            tracing::info!(%error, "the server was not told that this computer sleeps");
        }
        // An engine that has ended has left.
        let _ = seat.wait_for(Option::is_none).await;
    }
}
