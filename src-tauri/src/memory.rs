//! After a meeting the program is as small as before it.

use std::time::Duration;

use adjourn_media::give_memory_back;
use tokio::{sync::watch, task::spawn_blocking, time::sleep};

/// By then the tasks and buffers of a meeting that is over are gone.
const AT_REST: Duration = Duration::from_secs(3);

/// Gives memory back after every meeting that `closed` counts; ends with its server.
pub fn tidy_after(mut closed: watch::Receiver<u64>) {
    tokio::spawn(async move {
        while closed.changed().await.is_ok() {
            sleep(AT_REST).await;
            closed.mark_unchanged(); // one that closed meanwhile is in it
            tidy().await;
        }
    });
}

/// Gives memory back in a while.
pub fn tidy_soon() {
    tokio::spawn(async {
        sleep(AT_REST).await;
        tidy().await;
    });
}

async fn tidy() {
    if let Err(error) = spawn_blocking(give_memory_back).await {
        tracing::debug!(%error, "memory could not be given back");
    }
}
