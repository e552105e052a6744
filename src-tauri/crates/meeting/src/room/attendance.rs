//! Attendance: who was in, when and why it went, for the summary; and the last word of one who left.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::io::Output;
use super::{Life, Room};
use crate::{FarewellText, Participant, ParticipantId, ReasonCode, Role};

/// Stays that are remembered. Beyond that the oldest of those who left are forgotten.
const MAX_STAYS: usize = 2_000;
/// So long after leaving somebody may still say why.
const FAREWELL_TIME: Duration = Duration::from_secs(600);
/// And so often: the first may have been a slip.
const MAX_FAREWELLS: u8 = 3;

/// One stay of one person. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// Who.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// The last role it had.
    pub role: Role,
    /// When it came.
    pub joined_at: u64,
    /// When and why it went, if it has.
    pub left: Option<(u64, ReasonCode)>,
    #[serde(default)]
    farewells: u8,
}

#[derive(Debug, Default)]
pub(super) struct Attendance {
    pub stays: Vec<Stay>,
}

impl Attendance {
    pub(super) fn came(&mut self, participant: &Participant, joined_at: u64) {
        if self.stays.len() >= MAX_STAYS {
            let oldest = self.stays.iter().position(|stay| stay.left.is_some());
            let Some(oldest) = oldest else { return };
            self.stays.remove(oldest);
        }
        self.stays.push(Stay {
            id: participant.participant_id.clone(),
            name: participant.name.clone(),
            role: participant.role,
            joined_at,
            left: None,
            farewells: 0,
        });
    }

    pub(super) fn went(&mut self, participant: &Participant, at: u64, why: ReasonCode) {
        if let Some(stay) = self.present(&participant.participant_id) {
            stay.name.clone_from(&participant.name);
            stay.role = participant.role;
            stay.left = Some((at, why));
        }
    }

    pub(super) fn became(&mut self, who: &ParticipantId, role: Role) {
        if let Some(stay) = self.present(who) {
            stay.role = role;
        }
    }

    /// Nobody of before is in any more, except those who `stay`.
    pub(super) fn all_went_but(
        &mut self,
        at: u64,
        why: ReasonCode,
        stay: impl Fn(&ParticipantId) -> bool,
    ) {
        let open = self.stays.iter_mut().filter(|stay| stay.left.is_none());
        for gone in open.filter(|open| !stay(&open.id)) {
            gone.left = Some((at, why));
        }
    }

    fn present(&mut self, who: &ParticipantId) -> Option<&mut Stay> {
        self.stays
            .iter_mut()
            .rev()
            .find(|stay| stay.id == *who && stay.left.is_none())
    }
}

impl Room {
    /// Every stay, in the order of coming; also after the end.
    pub fn attendance(&self) -> &[Stay] {
        &self.attendance.stays
    }

    pub(super) fn farewell(&mut self, now: Instant, who: &ParticipantId, text: FarewellText) {
        let now_ms = self.unix_ms(now);
        if self.member_by_id(who).is_some() {
            return self.say(Output::Deny);
        }
        let stay = self
            .attendance
            .stays
            .iter_mut()
            .rev()
            .find(|stay| stay.id == *who);
        let since = u64::try_from(FAREWELL_TIME.as_millis()).unwrap_or(u64::MAX);
        let may = |stay: &Stay| match stay.left {
            Some((_, ReasonCode::Removed | ReasonCode::Denied)) | None => false,
            Some((at, _)) => now_ms.saturating_sub(at) <= since && stay.farewells < MAX_FAREWELLS,
        };
        let Some(stay) = stay.filter(|stay| may(stay)) else {
            return self.say(Output::Deny);
        };
        stay.farewells += 1;
        let name = stay.name.clone();
        let Life::Open(open) = &mut self.life else {
            return;
        };
        let n = open.notice();
        self.say(Output::Farewell { n, name, text });
    }
}
