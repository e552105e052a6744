//! What a session knows while it is in a meeting, and what it is in the middle of.

use std::time::{Duration, Instant};

use super::house::House;
use super::talk::Talk;
use crate::reconnect::Backoff;
use crate::roster::Roster;
use crate::{EndNote, EndReason, Participant, ParticipantSid};

/// How long sound and pictures have to come up after the server has taken us.
pub(super) const MEDIA_LIMIT: Duration = Duration::from_secs(15);
/// After this long without an answer, my End is said not to have got through yet.
pub(super) const END_PATIENCE: Duration = Duration::from_secs(3);
/// A connection that does not come back is waited for so long for the sake of my End.
pub(super) const END_LIMIT: Duration = Duration::from_secs(60);

/// So often …
const MAX_RENEWALS: u32 = 3;
/// … within this time sound and pictures are begun anew: where that does not help, more of it does not either.
const RENEWALS_WITHIN: Duration = Duration::from_secs(60);

/// What is known while in a meeting.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) me: Participant,
    pub(super) sid: ParticipantSid,
    pub(super) roster: Roster,
    pub(super) media: Media,
    /// The next list of people with me in it lists everybody.
    pub(super) everybody_next: bool,
    /// Why I will be told to go, from the news that come just before.
    pub(super) last_word: Option<EndReason>,
    pub(super) ending: Option<Ending>,
    pub(super) house: House,
    pub(super) talk: Talk,
    pub(super) renewals: Renewals,
}

/// How often sound and pictures were begun anew lately.
#[derive(Clone, Copy, Debug)]
pub(super) struct Renewals {
    since: Instant,
    count: u32,
}

/// Whether sound and pictures are begun anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Renewal {
    Yes,
    /// No more, and that is news.
    Last,
    No,
}

impl Renewals {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            since: now,
            count: 0,
        }
    }

    pub(super) fn take(&mut self, now: Instant) -> Renewal {
        if now >= self.since + RENEWALS_WITHIN {
            *self = Self::new(now);
        }
        self.count = self.count.saturating_add(1);
        match self.count {
            ..=MAX_RENEWALS => Renewal::Yes,
            count if count == MAX_RENEWALS + 1 => Renewal::Last,
            _ => Renewal::No,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Media {
    Up,
    Missing {
        until: Instant,
        /// There were some before.
        had: bool,
        /// This is a new session already, because the old one got none back.
        fresh: bool,
    },
}

/// My End, on its way.
#[derive(Clone, Debug)]
pub(super) struct Ending {
    pub(super) since: Instant,
    /// What everybody reads.
    pub(super) note: Option<EndNote>,
    /// The page knows that it has not got through yet.
    pub(super) told: bool,
    pub(super) backoff: Backoff,
    pub(super) step: EndStep,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum EndStep {
    Asking,
    AskAgain(Instant),
    Confirmed(Instant),
}

/// A connection lost and not found again yet.
#[derive(Clone, Debug)]
pub(super) struct Outage {
    pub(super) since: Instant,
    pub(super) fresh: bool,
    pub(super) backoff: Backoff,
    /// When to try next; none while trying.
    pub(super) next: Option<Instant>,
}

impl Meeting {
    /// That I ended it.
    pub(super) fn my_end(&self) -> EndReason {
        EndReason::Ended {
            by: Some(self.me.name.clone()),
            note: self.ending.as_ref().and_then(|ending| ending.note.clone()),
        }
    }

    /// The reason, with the name and the note that only earlier news or my own click can give it.
    pub(super) fn explain(&self, reason: EndReason) -> EndReason {
        match (reason, &self.last_word) {
            (
                EndReason::Ended {
                    by: None,
                    note: None,
                },
                Some(
                    told @ (EndReason::Ended { by: Some(_), .. }
                    | EndReason::Ended { note: Some(_), .. }),
                ),
            ) => told.clone(),
            (
                EndReason::Ended {
                    by: None,
                    note: None,
                },
                _,
            ) if self.ending.is_some() => self.my_end(),
            (EndReason::Removed { by: None }, Some(EndReason::Removed { by })) => {
                EndReason::Removed { by: by.clone() }
            }
            (reason, _) => reason,
        }
    }

    pub(super) fn without_media(mut self, now: Instant) -> Self {
        if let Media::Up = self.media {
            self.media = Media::Missing {
                until: now + MEDIA_LIMIT,
                had: true,
                fresh: false,
            };
        }
        self
    }

    pub(super) fn with_end_step(mut self, step: EndStep) -> Self {
        if let Some(ending) = &mut self.ending {
            ending.step = step;
        }
        self
    }

    pub(super) fn end_confirmed_before(&self, now: Instant) -> bool {
        self.ending
            .as_ref()
            .is_some_and(|ending| matches!(ending.step, EndStep::Confirmed(until) if now >= until))
    }

    pub(super) fn media_timeout(&self) -> Option<Instant> {
        match self.media {
            Media::Up => None,
            Media::Missing { until, .. } => Some(until),
        }
    }

    pub(super) fn end_timeout(&self) -> Option<Instant> {
        let ending = self.ending.as_ref()?;
        let patience = (!ending.told).then_some(ending.since + END_PATIENCE);
        match ending.step {
            EndStep::Confirmed(until) => Some(until),
            EndStep::AskAgain(at) => Some(patience.map_or(at, |patience| patience.min(at))),
            EndStep::Asking => patience,
        }
    }
}

impl Outage {
    /// When it is the end of the session; my End, while it is on its way, is given its full time.
    pub(super) fn limit(&self, meeting: &Meeting) -> Instant {
        let limit = self.since + meeting.house.reconnect_limit();
        meeting
            .ending
            .as_ref()
            .map_or(limit, |ending| limit.max(ending.since + END_LIMIT))
    }
}
