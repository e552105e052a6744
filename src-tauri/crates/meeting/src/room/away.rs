//! When the last host goes: on purpose, the meeting is handed on; without a word, the away rule decides.

use std::time::{Duration, Instant};

use super::io::Output;
use super::seats::Link;
use super::{Life, Room};
use crate::{AwayRule, EndReason, ParticipantId, Role};

/// A host whose server was started again has so long to come back, whatever the rule.
const RESTART_GRACE: Duration = Duration::from_secs(30);

impl Room {
    pub(super) fn host_went(&mut self, now: Instant, who: &ParticipantId, reason: &EndReason) {
        let Life::Open(open) = &self.life else { return };
        if open.has_host() {
            return;
        }
        let involuntary = matches!(
            reason,
            EndReason::ConnectionLost | EndReason::Crashed | EndReason::Asleep
        );
        if !involuntary {
            if self.promote() {
                // It handed the meeting on: should it come back, it comes back as a co-host.
                self.give_role(who, Role::CoHost);
            }
            return;
        }
        // Since a restart its time is running already.
        let is_awaited = open.host_back_by.is_some();
        match self.config.away {
            None => {}
            Some(AwayRule::Keep) => {
                self.promote();
            }
            Some(AwayRule::End | AwayRule::EndAfter { .. }) if is_awaited => {}
            Some(AwayRule::End) => self.close_for_good(
                now,
                EndReason::Ended {
                    by: None,
                    note: None,
                },
            ),
            Some(AwayRule::EndAfter { seconds }) => {
                let back_by = now + Duration::from_secs(seconds.into());
                if let Some(open) = self.open_mut() {
                    open.host_back_by = Some(back_by);
                }
            }
        }
    }

    /// Nobody is there yet after a restart: a host has to come back in time.
    pub(super) fn await_host(&mut self, now: Instant) {
        let grace = match self.config.away {
            None => return,
            Some(AwayRule::EndAfter { seconds }) => Duration::from_secs(seconds.into()),
            Some(AwayRule::Keep | AwayRule::End) => RESTART_GRACE,
        };
        if let Some(open) = self.open_mut() {
            open.host_back_by = Some(now + grace);
        }
    }

    /// The host's time is over. A co-host who is there goes on without it, where that is the rule.
    pub(super) fn host_stays_away(&mut self, now: Instant) {
        if self.config.away != Some(AwayRule::Keep) || !self.promote() {
            self.close_for_good(now, EndReason::RoomClosed);
        }
    }

    /// Makes the co-host who has been there longest a host, one who is heard from if there is any.
    fn promote(&mut self) -> bool {
        let Some(open) = self.open() else {
            return false;
        };
        let co_hosts = open
            .seats
            .values()
            .filter(|seat| seat.member.participant.role == Role::CoHost);
        let longest = co_hosts
            .min_by_key(|seat| (matches!(seat.link, Link::Away { .. }), seat.number))
            .map(|seat| seat.member.participant.participant_id.clone());
        let Some(heir) = longest else { return false };
        self.give_role(&heir, Role::Host);
        true
    }

    /// Closes the room so that no token opens it again.
    pub(super) fn close_for_good(&mut self, now: Instant, reason: EndReason) {
        let nobody = super::Caller {
            id: None,
            name: None,
            authority: super::Authority::Service,
        };
        self.say(Output::RecordEnd {
            by: nobody,
            note: None,
        });
        self.close(now, reason);
    }
}
