//! Roles: who may what now, and what hosts do to others.

use std::time::Instant;

use super::io::{Authority, Caller, Member, Output};
use super::{Life, Open, Room};
use crate::{EndReason, ParticipantId, ParticipantSid, Role, StreamKind};

/// What a host asks of one, or has turned off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Rises with every one.
    pub n: u64,
    /// Microphone or camera.
    pub kind: StreamKind,
    /// The host's name.
    pub by: String,
}

impl Open {
    pub(super) fn notice(&mut self) -> u64 {
        self.next_notice += 1;
        self.next_notice
    }

    pub(super) fn has_host(&self) -> bool {
        self.seats
            .values()
            .any(|seat| seat.member.participant.role == Role::Host)
    }
}

impl Room {
    /// What the caller may do now. The role the room holds counts before the word of a token: who handed the
    /// meeting over still carries a host's.
    pub fn role_of(&self, caller: &Caller) -> Role {
        let claimed = match caller.authority {
            Authority::Service => return Role::Host,
            Authority::Host => Role::Host,
            Authority::None => Role::Guest,
        };
        let (Some(open), Some(id)) = (self.open(), &caller.id) else {
            return if self.open().is_some() {
                claimed
            } else {
                Role::Guest
            };
        };
        if open.lobby.removed_by_id(id).is_some() {
            return Role::Guest;
        }
        let seated = self.member_by_id(id).map(|member| member.participant.role);
        seated
            .or_else(|| open.roles.get(id).copied())
            .unwrap_or(claimed)
    }

    /// What a host asked of it last.
    pub fn asked(&self, sid: &ParticipantSid) -> Option<&Notice> {
        self.seat(sid)?.asked.as_ref()
    }

    /// What a host last turned off.
    pub fn silenced(&self, sid: &ParticipantSid) -> Option<&Notice> {
        self.seat(sid)?.silenced.as_ref()
    }

    /// Whether the caller may do what hosts and co-hosts may; it is told when not.
    pub(super) fn moderates(&mut self, by: &Caller) -> bool {
        let may = self.role_of(by).may_moderate();
        if !may {
            self.say(Output::Deny);
        }
        may
    }

    /// Whether the caller may do what only hosts may; it is told when not.
    pub(super) fn rules(&mut self, by: &Caller) -> bool {
        let may = self.role_of(by) == Role::Host;
        if !may {
            self.say(Output::Deny);
        }
        may
    }

    pub(super) fn silence(&mut self, who: Option<&ParticipantId>, kind: StreamKind, by: &Caller) {
        if !self.moderates(by) {
            return;
        }
        let meant = |member: &Member| match who {
            Some(who) => member.participant.participant_id == *who,
            None => !member.participant.role.may_moderate(),
        };
        let sids: Vec<_> = self
            .members()
            .filter(|m| meant(m))
            .map(|m| m.sid.clone())
            .collect();
        if sids.is_empty() && who.is_some() {
            return self.say(Output::Nobody);
        }
        let name = by.name.clone().unwrap_or_default();
        for sid in sids {
            let Life::Open(open) = &mut self.life else {
                return;
            };
            let n = open.notice();
            let Some(seat) = open.seats.get_mut(&sid) else {
                continue;
            };
            let loud = seat
                .member
                .tracks
                .iter_mut()
                .filter(|track| track.kind == kind && !track.muted);
            let tracks: Vec<_> = loud
                .map(|track| {
                    track.muted = true;
                    track.id.clone()
                })
                .collect();
            if tracks.is_empty() {
                continue;
            }
            seat.silenced = Some(Notice {
                n,
                kind,
                by: name.clone(),
            });
            seat.member.version += 1;
            let member = Box::new(seat.member.clone());
            for track in tracks {
                self.say(Output::Silence {
                    sid: sid.clone(),
                    track,
                });
            }
            self.say(Output::Update(member));
        }
    }

    pub(super) fn ask(&mut self, who: &ParticipantId, kind: StreamKind, by: &Caller) {
        if !self.moderates(by) {
            return;
        }
        let Some(sid) = self.member_by_id(who).map(|member| member.sid.clone()) else {
            return self.say(Output::Nobody);
        };
        let Life::Open(open) = &mut self.life else {
            return;
        };
        let n = open.notice();
        if let Some(seat) = open.seats.get_mut(&sid) {
            seat.asked = Some(Notice {
                n,
                kind,
                by: by.name.clone().unwrap_or_default(),
            });
            self.tell_privately(&sid);
        }
    }

    /// A hand goes up at the room's time, whatever its owner's clock says; who raised it first comes first.
    pub(super) fn hand(&mut self, now: Instant, sid: &ParticipantSid, up: bool) {
        let at = self.unix_ms(now);
        self.change(sid, |member| {
            let changed = member.hand.is_some() != up;
            if changed {
                member.hand = up.then_some(at);
            }
            changed
        });
    }

    pub(super) fn lower_hand(&mut self, who: &ParticipantId, by: &Caller) {
        if !self.moderates(by) {
            return;
        }
        let Some(sid) = self.member_by_id(who).map(|member| member.sid.clone()) else {
            return self.say(Output::Nobody);
        };
        self.change(&sid, |member| member.hand.take().is_some());
    }

    /// A change that only one is told of; its version rises, so that it is not taken for an old one.
    pub(super) fn tell_privately(&mut self, sid: &ParticipantSid) {
        if let Some(seat) = self.open_mut().and_then(|open| open.seats.get_mut(sid)) {
            seat.member.version += 1;
            self.say(Output::Private { sid: sid.clone() });
        }
    }

    pub(super) fn set_role(&mut self, who: &ParticipantId, role: Role, by: &Caller) {
        if !self.rules(by) {
            return;
        }
        let Some(held) = self.member_by_id(who).map(|member| member.participant.role) else {
            return self.say(Output::Nobody);
        };
        let own = by.id.as_ref() == Some(who);
        if own && role != held {
            // Who lays the role down hands it to somebody: a meeting does not lose its host by mistake.
            return self.say(Output::Deny);
        }
        self.give_role(who, role);
        if role == Role::Host
            && held != Role::Host
            && let Some(caller) = by.id.as_ref()
        {
            let seated = self
                .member_by_id(caller)
                .map(|member| member.participant.role);
            if seated == Some(Role::Host) {
                self.give_role(caller, Role::CoHost);
            }
        }
    }

    /// From now on the room's word, also when it comes back.
    pub(super) fn give_role(&mut self, who: &ParticipantId, role: Role) {
        let Some(open) = self.open_mut() else { return };
        open.roles.insert(who.clone(), role);
        if role == Role::Host {
            open.host_back_by = None;
        }
        self.attendance.became(who, role);
        self.say(Output::Save);
        let sid = self.member_by_id(who).map(|member| member.sid.clone());
        if let Some(sid) = sid {
            self.change(&sid, |member| {
                std::mem::replace(&mut member.participant.role, role) != role
            });
        }
    }

    pub(super) fn remove(&mut self, now: Instant, who: &ParticipantId, by: Caller) {
        if !self.moderates(&by) {
            return;
        }
        let Some(member) = self.member_by_id(who) else {
            return self.say(Output::Nobody);
        };
        let (sid, role) = (member.sid.clone(), member.participant.role);
        if by.id.as_ref() == Some(who) || (role == Role::Host && self.role_of(&by) != Role::Host) {
            return self.say(Output::Deny);
        }
        if let Some(open) = self.open_mut() {
            open.lobby.shut_out(who, by.name.clone());
        }
        self.unseat(now, &sid, EndReason::Removed { by: by.name });
    }
}
