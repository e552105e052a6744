//! Keeping a meeting so that it goes on after the server was killed.

use std::time::{Duration, Instant};

use adjourn_meeting::room::{Room, RoomConfig};

use super::Driver;
use super::enter::new_sid;
use crate::clock::unix_ms;
use crate::kept::KeptMeeting;

/// A sign of life so often: it says how long the server has been gone.
const ALIVE_INTERVAL: Duration = Duration::from_secs(5);
/// Changes are kept so often at most: a hundred people joining are not a hundred writes.
const CHANGE_INTERVAL: Duration = Duration::from_millis(200);

/// What is kept of a meeting, and when next.
pub struct Keeper {
    meeting: Box<KeptMeeting>,
    changed: bool,
    written: Instant,
    failing: bool,
}

impl Keeper {
    /// When it is to be written.
    pub fn due(&self) -> Instant {
        self.written
            + if self.changed {
                CHANGE_INTERVAL
            } else {
                ALIVE_INTERVAL
            }
    }
}

/// A new room, or the one that was kept.
pub fn open(
    config: RoomConfig,
    now: Instant,
    unix_ms: u64,
    kept: Option<Box<KeptMeeting>>,
) -> (Room, Option<Keeper>) {
    let Some(mut meeting) = kept else {
        return (Room::new(config, now, unix_ms), None);
    };
    let room = match meeting.room.take() {
        Some(snapshot) => Room::restore(config, now, unix_ms, snapshot, new_sid),
        None => Room::new(config, now, unix_ms),
    };
    // A moment back, so that the first turn writes it.
    let written = now.checked_sub(ALIVE_INTERVAL).unwrap_or(now);
    (
        room,
        Some(Keeper {
            meeting,
            changed: true,
            written,
            failing: false,
        }),
    )
}

impl Driver {
    pub(super) fn keep_change(&mut self) {
        if let Some(keeper) = &mut self.kept {
            keeper.changed = true;
        }
    }

    /// Writes what is due. A few kilobytes to the system's memory: no disk is waited for.
    pub(super) fn save(&mut self, now: Instant) {
        let Some(keeper) = self.kept.as_mut().filter(|keeper| now >= keeper.due()) else {
            return;
        };
        let Some(snapshot) = self.room.snapshot() else {
            return;
        };
        keeper.changed = false;
        keeper.written = now;
        keeper.meeting.alive_at_ms = unix_ms();
        keeper.meeting.room = Some(snapshot);
        let written = self.hub.kept.keep(&keeper.meeting);
        if let Err(error) = &written
            && !keeper.failing
        {
            tracing::warn!(%error, "the open meeting is not kept: a restart would lose it");
        }
        keeper.failing = written.is_err();
    }
}
