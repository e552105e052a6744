//! The end: announced, begun, counted to the last one.
//!
//! Everybody but the host who ended it is told to go at once. Their closings are counted and told to that
//! host, who goes last, when all are out or [`super::RoomConfig::close_limit`] has passed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::attendance::Stay;
use super::io::{Authority, Caller, Entry, Input, Output, Refusal, Visitor};
use super::seats::{Link, Seat};
use super::{Life, Room};
use crate::reconnect::reconnect_limit;
use crate::{
    EndNote, EndProgress, EndReason, Participant, ParticipantId, ParticipantSid, ReasonCode, Role,
};

/// An end that comes in a while.
#[derive(Clone, Debug)]
pub(super) struct Announced {
    pub at: Instant,
    pub by: Caller,
    pub note: Option<EndNote>,
}

/// An end that is being carried out.
#[derive(Debug)]
pub(super) struct Ending {
    host: Seat,
    /// Everybody who was host when it ended, the one who did it among them.
    hosts: Vec<ParticipantId>,
    reason: EndReason,
    /// Who was told to go and has not closed yet.
    open: BTreeMap<ParticipantSid, Participant>,
    total: u32,
    cut_off: Vec<String>,
    until: Instant,
    /// Whether the record is missing, once that is known.
    record: Option<bool>,
}

impl Ending {
    pub(super) fn host(&self) -> &Seat {
        &self.host
    }

    pub(super) fn until(&self) -> Instant {
        self.until
    }

    /// How far it is; the host counts as one more, closed when it goes itself. A record that is not known to be there by
    /// then counts as missing: this is the last the host is told.
    fn progress(&self, host_goes: bool) -> Output {
        let still_in = count(self.open.len()) + u32::from(!host_goes);
        let progress = EndProgress {
            closed: self.total - still_in,
            total: self.total,
            unresponsive: self.cut_off.clone(),
            record_missing: self.record.unwrap_or(host_goes),
        };
        Output::EndProgress {
            to: self.host.member.sid.clone(),
            progress,
        }
    }
}

impl Room {
    /// When an announced end comes, in Unix milliseconds, and who announced it.
    pub fn announced_end(&self) -> Option<(u64, Option<&str>)> {
        let announced = self.open()?.announced.as_ref()?;
        Some((self.unix_ms(announced.at), announced.by.name.as_deref()))
    }

    pub(super) fn announce_end(
        &mut self,
        now: Instant,
        after: Duration,
        note: Option<EndNote>,
        by: Caller,
    ) {
        if !self.rules(&by) {
            return;
        }
        if let Some(open) = self.open_mut() {
            // Who gives more time says nothing anew.
            let before = open.announced.take().and_then(|announced| announced.note);
            open.announced = Some(Announced {
                at: now + after,
                by,
                note: note.or(before),
            });
            self.say(Output::RoomChanged);
            self.say(Output::Save);
        }
    }

    pub(super) fn cancel_end(&mut self, by: &Caller) {
        if !self.rules(by) {
            return;
        }
        if self
            .open_mut()
            .and_then(|open| open.announced.take())
            .is_some()
        {
            self.say(Output::RoomChanged);
            self.say(Output::Save);
        }
    }

    pub(super) fn end_as_announced(&mut self, now: Instant) {
        if let Some(announced) = self.open_mut().and_then(|open| open.announced.take()) {
            self.carry_out_end(now, announced.note, announced.by);
        }
    }

    pub(super) fn end_for_all(&mut self, now: Instant, note: Option<EndNote>, by: Caller) {
        if self.rules(&by) {
            self.carry_out_end(now, note, by);
        }
    }

    fn carry_out_end(&mut self, now: Instant, note: Option<EndNote>, by: Caller) {
        let reason = EndReason::Ended {
            by: by.name.clone(),
            note: note.clone(),
        };
        let seat = by
            .id
            .as_ref()
            .and_then(|id| self.member_by_id(id))
            .map(|host| host.sid.clone());
        self.remember_absent(now, by.id.as_ref());
        self.say(Output::RecordEnd { by, note });
        let Life::Open(open) = &mut self.life else {
            return;
        };
        let host = match seat.and_then(|sid| open.seats.remove(&sid)) {
            Some(host) if matches!(host.link, Link::Up) => host,
            Some(away) => {
                open.seats.insert(away.member.sid.clone(), away);
                return self.close(now, reason);
            }
            None => return self.close(now, reason),
        };
        let total = count(open.seats.len() + 1); // the host, who was taken out above
        let mut still_open = BTreeMap::new();
        let mut cut_off = Vec::new();
        for (sid, seat) in &open.seats {
            let participant = seat.member.participant.clone();
            match seat.link {
                Link::Up => {
                    still_open.insert(sid.clone(), participant);
                }
                // It has no socket to close, and learns of the end when it comes back.
                Link::Away { .. } => cut_off.push(participant.name),
            }
        }
        let is_host = |seat: &&Seat| seat.member.participant.role == Role::Host;
        let hosts = open.seats.values().chain([&host]).filter(is_host);
        let hosts = hosts
            .map(|seat| seat.member.participant.participant_id.clone())
            .collect();
        self.put_everybody_out(now, &reason);
        let until = now + self.config.close_limit;
        let ending = Ending {
            host,
            hosts,
            reason,
            open: still_open,
            total,
            cut_off,
            until,
            record: None,
        };
        self.say(ending.progress(false));
        self.life = Life::Ending(Box::new(ending));
    }

    /// Who did not hear of the End, in the room that it ended, and tries to come back all the same for
    /// [`Room::reconnect_limit`].
    pub fn absent(&self) -> &[ParticipantId] {
        &self.absent
    }

    /// How long somebody whose connection is lost tries to come back.
    pub fn reconnect_limit(&self) -> Duration {
        reconnect_limit(self.config.away)
    }

    /// Those whose connection is lost at the End, and those who were given up for it not so long ago that they would have
    /// given up too. A program that has crashed does not come back by itself, and `by` knows what it did.
    fn remember_absent(&mut self, now: Instant, by: Option<&ParticipantId>) {
        let Some(open) = self.open() else { return };
        let (now_ms, limit) = (self.unix_ms(now), self.reconnect_limit());
        let is_in = |id: &ParticipantId| self.member_by_id(id).is_some();
        let lost = open.seats.values().filter(|seat| match &seat.link {
            Link::Away { verdict, .. } => *verdict == EndReason::ConnectionLost,
            Link::Up => false,
        });
        let lost = lost.map(|seat| &seat.member.participant.participant_id);
        let still_tries = |stay: &&Stay| match stay.left {
            Some((at, ReasonCode::ConnectionLost)) => {
                u128::from(now_ms.saturating_sub(at)) < limit.as_millis() && !is_in(&stay.id)
            }
            _ => false,
        };
        let last_stays: BTreeMap<_, _> = self
            .attendance()
            .iter()
            .map(|stay| (&stay.id, stay))
            .collect();
        let given_up = last_stays.into_values().filter(still_tries);
        let absent = lost.chain(given_up.map(|stay| &stay.id));
        self.absent = absent.filter(|id| Some(*id) != by).cloned().collect();
    }

    /// Puts everybody out at once and is no more.
    pub(super) fn close(&mut self, now: Instant, reason: EndReason) {
        if self.open().is_some() {
            self.put_everybody_out(now, &reason);
            self.life = Life::Ended;
            self.say(Output::Ended(reason));
        }
    }

    /// Those in first, those at the door after them.
    fn put_everybody_out(&mut self, now: Instant, reason: &EndReason) {
        let left_at = self.unix_ms(now);
        let Life::Open(open) = &mut self.life else {
            return;
        };
        for (sid, seat) in std::mem::take(&mut open.seats) {
            self.attendance
                .went(&seat.member.participant, left_at, reason.code());
            self.outputs.push_back(Output::Disconnect {
                sid,
                reason: reason.clone(),
            });
        }
        let at_the_door = open.lobby.clear();
        self.outputs
            .extend(at_the_door.into_iter().map(|id| Output::Entry {
                id,
                entry: Entry::Shut(Refusal::Ended),
            }));
    }

    pub(super) fn handle_ending(&mut self, now: Instant, input: Input) {
        let Life::Ending(ending) = &mut self.life else {
            return;
        };
        let host_gone = match input {
            Input::Closed { sid } => {
                if ending.open.remove(&sid).is_some() {
                    let progress = ending.progress(false);
                    self.outputs.push_back(progress);
                }
                false
            }
            Input::Recorded { missing } => {
                ending.record = Some(missing);
                let progress = ending.progress(false);
                self.outputs.push_back(progress);
                false
            }
            Input::Leave { sid } | Input::SocketLost { sid, .. } => sid == ending.host.member.sid,
            Input::Stop => true,
            Input::Join { member } => {
                self.outputs.push_back(Output::Refuse {
                    sid: member.sid,
                    why: Refusal::Ended,
                });
                false
            }
            Input::Knock {
                visitor: Visitor { id, .. },
            }
            | Input::Polled { id } => {
                self.outputs.push_back(Output::Entry {
                    id,
                    entry: Entry::Shut(Refusal::Ended),
                });
                false
            }
            Input::EndForAll { by, .. } => {
                let may = by.authority != Authority::None
                    || by.id.is_some_and(|id| ending.hosts.contains(&id));
                if !may {
                    self.outputs.push_back(Output::Deny);
                }
                false
            }
            // It has ended; whoever asks for the same again gets it.
            _ => false,
        };
        let counted = ending.open.is_empty() && ending.record.is_some();
        if counted || host_gone || now >= ending.until {
            self.finish(now);
        }
    }

    fn finish(&mut self, now: Instant) {
        let left_at = self.unix_ms(now);
        let Life::Ending(mut ending) = std::mem::replace(&mut self.life, Life::Ended) else {
            return;
        };
        if !ending.open.is_empty() {
            let in_time = now < ending.until;
            for (sid, deaf) in std::mem::take(&mut ending.open) {
                if !in_time {
                    ending.cut_off.push(deaf.name);
                    self.absent.push(deaf.participant_id);
                    self.say(Output::CutOff { sid });
                }
            }
        }
        self.say(ending.progress(true));
        let Ending { host, reason, .. } = *ending;
        self.attendance
            .went(&host.member.participant, left_at, reason.code());
        self.say(Output::Disconnect {
            sid: host.member.sid,
            reason: reason.clone(),
        });
        self.say(Output::Ended(reason));
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
