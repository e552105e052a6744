//! Calls into the system that may never return, made on a thread that can be left behind.

use std::sync::mpsc;
use std::time::Duration;

/// Runs `work` on a thread of its own and waits for it at most `limit`. After that the thread is abandoned and what it
/// returns is dropped when it ever does. `None` also when the system refuses a thread or `work` panics.
pub(crate) fn call<T: Send + 'static>(
    name: &str,
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = std::thread::Builder::new()
        .name(name.into())
        .spawn(move || {
            let _ = sender.send(work());
        });
    let thread = spawned.ok()?;
    let answer = receiver.recv_timeout(limit).ok();
    if answer.is_none() {
        tracing::warn!(name, "a system call did not return and was left behind");
    } else {
        // It sent its answer as its last act.
        let _ = thread.join();
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_and_a_hang_does_not_hold_the_caller() {
        assert_eq!(call("quick", Duration::from_secs(5), || 7), Some(7));
        let (release, hold) = mpsc::channel::<()>();
        let slow = call("slow", Duration::from_millis(50), move || {
            hold.recv().is_ok()
        });
        assert_eq!(slow, None);
        drop(release);
        assert_eq!(
            call("panics", Duration::from_secs(5), || -> u8 {
                panic!("on purpose")
            }),
            None
        );
    }
}
