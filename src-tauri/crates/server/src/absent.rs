//! Who was away when its meeting ended and tries to come back: a server that may stop waits until all have heard of it.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use adjourn_meeting::{MeetingId, ParticipantId};
use tokio::sync::watch;

/// Nobody is waited for longer, whatever the meeting's rule says: the program may be there for nothing else.
const MAX_WAIT: Duration = Duration::from_secs(300);

struct Missing {
    ids: HashSet<ParticipantId>,
    until: Instant,
}

/// Those who have not heard that their meeting has ended.
#[derive(Default)]
pub struct Absentees {
    meetings: Mutex<HashMap<MeetingId, Missing>>,
    /// Somebody has heard.
    told: watch::Sender<()>,
}

impl Absentees {
    /// The meeting has ended without `ids`, who try to come back for `limit`.
    pub fn remember(&self, meeting: &MeetingId, ids: &[ParticipantId], limit: Duration) {
        let mut meetings = self.lock();
        let now = Instant::now();
        meetings.retain(|_, missing| now < missing.until);
        if !ids.is_empty() {
            let missing = Missing {
                ids: ids.iter().cloned().collect(),
                until: now + limit.min(MAX_WAIT),
            };
            meetings.insert(meeting.clone(), missing);
        }
    }

    /// `id` has come back and is being told.
    pub fn told(&self, meeting: &MeetingId, id: &ParticipantId) {
        let mut meetings = self.lock();
        let Some(missing) = meetings.get_mut(meeting) else {
            return;
        };
        missing.ids.remove(id);
        if missing.ids.is_empty() {
            meetings.remove(meeting);
        }
        self.told.send_replace(());
    }

    /// Returns when everybody has heard of the meeting's end, or will not come back any more.
    pub async fn until_told(&self, meeting: &MeetingId) {
        let mut told = self.told.subscribe();
        loop {
            told.borrow_and_update();
            let Some(until) = self.lock().get(meeting).map(|missing| missing.until) else {
                return;
            };
            if Instant::now() >= until {
                return;
            }
            // Either way it is looked at again.
            let _ = tokio::time::timeout_at(until.into(), told.changed()).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<MeetingId, Missing>> {
        self.meetings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everybody_is_waited_for_and_nobody_longer_than_it_tries() {
        let absentees = Absentees::default();
        let meeting = MeetingId::new("m");
        let ids = ["g-1", "g-2"].map(ParticipantId::new);
        absentees.until_told(&meeting).await;
        absentees.remember(&meeting, &ids, Duration::from_secs(60));
        let is_waiting = async || {
            let waited = absentees.until_told(&meeting);
            tokio::time::timeout(Duration::from_millis(20), waited)
                .await
                .is_err()
        };
        absentees.told(&meeting, &ids[0]);
        absentees.told(&meeting, &ParticipantId::new("g-9"));
        assert!(is_waiting().await);
        tokio::join!(absentees.until_told(&meeting), async {
            absentees.told(&meeting, &ids[1]);
        });
        absentees.remember(&meeting, &ids, Duration::from_millis(20));
        absentees.until_told(&meeting).await;
        absentees.remember(&meeting, &[], Duration::from_secs(60));
        assert!(absentees.lock().is_empty(), "what is over is forgotten");
    }
}
