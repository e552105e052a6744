//! Seats: who is in, whether it is heard from, and what it publishes.

use std::time::{Duration, Instant};

use super::io::{Input, Member, Output, Presence, Refusal, SocketLoss};
use super::roles::Notice;
use super::{Life, Open, Room};
use crate::speakers::{Loudness, SPEAKER_INTERVAL};
use crate::{EndReason, ParticipantId, ParticipantSid, Role};

/// A participant publishes at most so many tracks; camera, microphone and screen with sound are four.
pub const MAX_TRACKS: usize = 16;

/// Whether a participant is heard from.
#[derive(Debug)]
pub(super) enum Link {
    Up,
    /// Out at `until` unless it comes back, for the reason `verdict`.
    Away {
        since: Instant,
        until: Instant,
        verdict: EndReason,
    },
}

#[derive(Debug)]
pub(super) struct Seat {
    pub member: Member,
    pub link: Link,
    /// Lower for who came earlier.
    pub number: u64,
    /// What a host asked of it last.
    pub asked: Option<Notice>,
    /// What a host last turned off.
    pub silenced: Option<Notice>,
    /// It is held over a restart of the server: nobody is on it, and nobody can resume there.
    pub held: bool,
    loudness: Loudness,
}

impl Seat {
    pub(super) fn new(member: Member, link: Link, number: u64, held: bool) -> Self {
        Self {
            member,
            link,
            number,
            asked: None,
            silenced: None,
            held,
            loudness: Loudness::default(),
        }
    }
}

impl Room {
    pub(super) fn join(&mut self, now: Instant, mut member: Member) {
        let sid = member.sid.clone();
        if self.member(&sid).is_some() {
            return; // a session joins once; the driver makes a new sid for every join
        }
        let id = member.participant.participant_id.clone();
        let seated = self.member_by_id(&id).map(|old| old.sid.clone());
        let Some(open) = self.open() else { return };
        let role = open
            .roles
            .get(&id)
            .copied()
            .unwrap_or(member.participant.role);
        let others = open.seats.len() - usize::from(seated.is_some());
        let refusal = match open.lobby.removed_by_id(&id) {
            Some(removed) => Some(Refusal::Removed {
                by: removed.by.clone(),
            }),
            None if open.lobby.locked && !role.may_moderate() && !open.lobby.is_known(&id) => {
                Some(Refusal::Locked)
            }
            None => (others >= self.config.max_participants).then_some(Refusal::Full),
        };
        if let Some(why) = refusal {
            return self.say(Output::Refuse { sid, why });
        }
        let held = seated.as_ref().and_then(|old| self.give_back(old));
        if let Some(old) = seated.filter(|_| held.is_none()) {
            self.unseat(now, &old, EndReason::Moved);
        }
        let joined_at = self.unix_ms(now);
        let Life::Open(open) = &mut self.life else {
            return;
        };
        member.version = 1;
        member.participant.role = role;
        open.closes_at = None;
        if role == Role::Host {
            open.host_back_by = None;
        }
        open.lobby.know(&id);
        // On the seat that was held for it, it goes on with the stay of before.
        if !member.hidden && held.is_none() {
            self.attendance.came(&member.participant, joined_at);
        }
        let number = held.unwrap_or_else(|| {
            open.next_seat += 1;
            open.next_seat - 1
        });
        let seat = Seat::new(member.clone(), Link::Up, number, false);
        open.seats.insert(sid.clone(), seat);
        self.say(Output::Admit { sid });
        self.say(Output::Update(Box::new(member)));
        self.say(Output::Save);
        self.left_the_queue(&id);
    }

    /// Takes away the seat that was held over a restart, for the one whose it is: its number.
    fn give_back(&mut self, held: &ParticipantSid) -> Option<u64> {
        let seats = &mut self.open_mut()?.seats;
        seats.get(held).filter(|seat| seat.held)?;
        seats.remove(held).map(|seat| seat.number)
    }

    /// Applies a change of a member and tells everybody when something is different.
    pub(super) fn change_member(&mut self, input: Input) {
        match input {
            Input::Active { sid } => self.change(&sid, |member| {
                std::mem::replace(&mut member.presence, Presence::Active) != Presence::Active
            }),
            Input::Publish { sid, track } => self.change(&sid, |member| {
                let known = member.tracks.iter().any(|known| known.id == track.id);
                let fits = !known && member.tracks.len() < MAX_TRACKS;
                if fits {
                    member.tracks.push(track);
                }
                fits
            }),
            Input::Unpublish { sid, track } => self.change(&sid, |member| {
                let before = member.tracks.len();
                member.tracks.retain(|known| known.id != track);
                member.tracks.len() != before
            }),
            Input::Mute { sid, track, muted } => self.change(&sid, |member| {
                let track = member.tracks.iter_mut().find(|known| known.id == track);
                track.is_some_and(|track| std::mem::replace(&mut track.muted, muted) != muted)
            }),
            Input::Describe {
                sid,
                name,
                metadata,
                attributes,
            } => self.change(&sid, |member| {
                let before = member.clone();
                if let Some(name) = name {
                    member.participant.name = name;
                }
                if let Some(metadata) = metadata {
                    member.metadata = metadata;
                }
                for (key, value) in attributes {
                    if value.is_empty() {
                        member.attributes.remove(&key);
                    } else {
                        member.attributes.insert(key, value);
                    }
                }
                *member != before
            }),
            _ => {}
        }
    }

    /// Applies `change` to a member and tells everybody when it says that something changed.
    pub(super) fn change(
        &mut self,
        sid: &ParticipantSid,
        change: impl FnOnce(&mut Member) -> bool,
    ) {
        let Some(seat) = self.open_mut().and_then(|open| open.seats.get_mut(sid)) else {
            return;
        };
        if change(&mut seat.member) {
            seat.member.version += 1;
            let member = Box::new(seat.member.clone());
            self.say(Output::Update(member));
        }
    }

    pub(super) fn socket_lost(&mut self, now: Instant, sid: &ParticipantSid, how: SocketLoss) {
        let (grace, crash) = (self.config.resume_grace, self.config.crash_window);
        let Some(seat) = self.open_mut().and_then(|open| open.seats.get_mut(sid)) else {
            return;
        };
        if matches!(seat.link, Link::Away { .. }) {
            return; // the first loss counts, or a socket that flaps would keep the seat for ever
        }
        let (until, verdict) = match how {
            SocketLoss::Closed => (now + crash, EndReason::Crashed),
            SocketLoss::Silent { heard } => (heard + grace, EndReason::ConnectionLost),
        };
        seat.link = Link::Away {
            since: now,
            until,
            verdict,
        };
    }

    pub(super) fn media_heard(&mut self, now: Instant, sid: &ParticipantSid) {
        /// What was already on its way when a process died still arrives: it proves nothing.
        const IN_FLIGHT: Duration = Duration::from_millis(150);
        let grace = self.config.resume_grace;
        let seat = self.open_mut().and_then(|open| open.seats.get_mut(sid));
        if let Some(Seat {
            link:
                Link::Away {
                    since,
                    until,
                    verdict,
                },
            ..
        }) = seat
            && now >= *since + IN_FLIGHT
            && *verdict == EndReason::Crashed
        {
            *until = *since + grace;
            *verdict = EndReason::ConnectionLost;
        }
    }

    pub(super) fn resume(&mut self, sid: &ParticipantSid) {
        let seat = self.open_mut().and_then(|open| open.seats.get_mut(sid));
        if let Some(seat) = seat.filter(|seat| !seat.held) {
            seat.link = Link::Up;
            self.say(Output::Resumed { sid: sid.clone() });
        }
    }

    pub(super) fn gone(
        &mut self,
        now: Instant,
        who: &ParticipantId,
        sid: Option<&ParticipantSid>,
        reason: EndReason,
    ) {
        let seat = self.member_by_id(who).map(|member| member.sid.clone());
        match seat.filter(|seated| sid.is_none_or(|sid| sid == seated)) {
            Some(seated) => self.unseat(now, &seated, reason),
            None => self.say(Output::Nobody),
        }
    }

    pub(super) fn unseat(&mut self, now: Instant, sid: &ParticipantSid, reason: EndReason) {
        let empty_timeout = self.config.departure_timeout.or(self.config.empty_timeout);
        let left_at = self.unix_ms(now);
        let Life::Open(open) = &mut self.life else {
            return;
        };
        let Some(Seat { mut member, .. }) = open.seats.remove(sid) else {
            return;
        };
        if open.seats.is_empty() {
            open.closes_at = empty_timeout.map(|timeout| now + timeout);
        }
        member.version += 1;
        self.attendance
            .went(&member.participant, left_at, reason.code());
        let (id, role) = (
            member.participant.participant_id.clone(),
            member.participant.role,
        );
        // Who moved is told of by its new session alone: the others see nobody leave and come.
        if reason != EndReason::Moved {
            self.say(Output::Gone {
                member: Box::new(member),
                reason: reason.clone(),
            });
        }
        self.say(Output::Disconnect {
            sid: sid.clone(),
            reason: reason.clone(),
        });
        self.say(Output::Save);
        if role == Role::Host && reason != EndReason::Moved {
            self.host_went(now, &id, &reason);
        }
    }

    pub(super) fn unseat_lost(&mut self, now: Instant) {
        let Some(open) = self.open() else { return };
        let due = |(sid, seat): (&ParticipantSid, &Seat)| match &seat.link {
            Link::Away { until, verdict, .. } if now >= *until => {
                Some((sid.clone(), verdict.clone()))
            }
            _ => None,
        };
        let due: Vec<_> = open.seats.iter().filter_map(due).collect();
        for (sid, verdict) in due {
            self.unseat(now, &sid, verdict);
        }
    }

    pub(super) fn sound_level(&mut self, now: Instant, sid: &ParticipantSid, level: u8) {
        let Some(Open {
            seats, speakers_at, ..
        }) = self.open_mut()
        else {
            return;
        };
        // Who is hidden speaks, if at all, without anybody being told.
        if let Some(seat) = seats.get_mut(sid).filter(|seat| !seat.member.hidden)
            && seat.loudness.observe(level)
        {
            speakers_at.get_or_insert(now + SPEAKER_INTERVAL);
        }
    }

    pub(super) fn tell_speakers(&mut self, now: Instant) {
        let Some(Open {
            seats, speakers_at, ..
        }) = self.open_mut()
        else {
            return;
        };
        let mut changes = Vec::new();
        let mut sounding = false;
        for (sid, seat) in seats.iter_mut() {
            changes.extend(seat.loudness.update(sid));
            sounding |= seat.loudness.is_sounding();
        }
        *speakers_at = sounding.then_some(now + SPEAKER_INTERVAL);
        if !changes.is_empty() {
            self.say(Output::Speakers(changes));
        }
    }
}
