//! What is done when the driver itself fails: the person must not be left in a meeting that nobody drives.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use adjourn_meeting::session::{Input, Session};
use adjourn_meeting::{EndReason, MeetingEvent};
use futures_util::FutureExt as _;

use super::Driver;
use super::after::unix_ms;
use super::call::Call;

/// What a future comes to; none when it panics, which the process's panic hook has written down.
pub(super) async fn unwinding<T>(future: impl Future<Output = T>) -> Option<T> {
    // What it was in the middle of is not used again: see `Driver::recover`.
    AssertUnwindSafe(future).catch_unwind().await.ok()
}

impl Driver {
    /// Something in here has panicked, and nothing that was known of the meeting can be relied on: it is left as after a
    /// crash, for me and for the others, and the engine is ready for the next one.
    pub(super) fn recover(&mut self) {
        self.window.gate.shut();
        self.session = None;
        let Some(mut broken) = self.call.take() else {
            tracing::error!("the engine has failed outside of a meeting, and goes on");
            return;
        };
        tracing::error!("the engine has failed, and leaves the meeting");
        if self.told_left {
            return;
        }
        if std::mem::replace(&mut self.recovering, true) {
            // Not even going works: then it is only told.
            let reason = EndReason::Crashed.to_self(unix_ms() as u64);
            self.tell(MeetingEvent::MeetingLeft { reason });
            return;
        }
        let client_id = self.config.client_id.clone();
        let mut call = Call::new(broken.target.clone(), broken.name.clone(), client_id);
        call.inherit(&mut broken);
        self.call = Some(call);
        // One that has only begun knows nothing and can do one thing: go.
        let mut session = Session::new(Instant::now(), unix_ms() as u64, 0);
        session.handle(Instant::now(), Input::Join);
        while session.poll_output().is_some() {}
        self.session = Some(session);
        let leave = || self.feed(Input::LeaveBecause(EndReason::Crashed));
        if catch_unwind(AssertUnwindSafe(leave)).is_err() {
            self.recover();
        }
    }
}
