//! After its start and after a meeting the program is as small as it can be.

use std::time::Duration;

use adjourn_media::{give_memory_back, let_go_of_code};
use tokio::{sync::watch, task::spawn_blocking, time::sleep};

/// After these waits the tasks and buffers of a meeting that is over are gone: of most, and of a very large one.
const AT_REST: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(7)];

/// Gives memory back after every meeting that `closed` counts; ends with its server.
pub fn tidy_after(mut closed: watch::Receiver<u64>) {
    tokio::spawn(async move {
        while closed.changed().await.is_ok() {
            tidy(give_memory_back).await;
        }
    });
}

/// Gives memory back in a while, and what a window has run through to open.
pub fn tidy_soon() {
    tokio::spawn(tidy(|| {
        give_memory_back();
        let_go_of_code();
    }));
}

async fn tidy(give_back: fn()) {
    for wait in AT_REST {
        sleep(wait).await;
        if let Err(error) = spawn_blocking(give_back).await {
            tracing::debug!(%error, "memory could not be given back");
        }
    }
}
