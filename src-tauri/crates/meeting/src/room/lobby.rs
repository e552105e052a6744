//! The lobby: who waits to be let in, who is kept out, and who has been in before.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::io::{Caller, Entry, Keys, Output, Refusal, Visitor};
use super::{Life, Room};
use crate::{ParticipantId, ParticipantSid};

/// Answers that are kept for the hosts to hear of.
const MAX_ANSWERED: usize = 200;
/// People remembered as let in, and as removed. Beyond that the room is stricter, never laxer.
const MAX_KNOWN: usize = 4_096;

/// Somebody who waits to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The identity it will have.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// Since when, in Unix milliseconds.
    pub since_ms: u64,
    keys: Keys,
    polled: Instant,
}

/// What became of somebody who waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each its own explanation
pub enum Answer {
    Allowed,
    Denied,
    Withdrawn,
}

/// Somebody who waits no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Rises with every answer.
    pub n: u64,
    /// Who.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// How.
    pub answer: Answer,
}

/// Somebody who was put out for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removed {
    pub id: ParticipantId,
    pub keys: Keys,
    pub by: Option<String>,
}

#[derive(Debug)]
pub(super) struct Lobby {
    pub on: bool,
    pub locked: bool,
    /// In the order of coming.
    waiting: Vec<Waiting>,
    answered: VecDeque<Answered>,
    /// Everybody who was let in or has been in, with its keys if it came by the door.
    pub known: BTreeMap<ParticipantId, Keys>,
    pub removed: Vec<Removed>,
}

impl Lobby {
    pub(super) fn new(on: bool) -> Self {
        Self {
            on,
            locked: false,
            waiting: Vec::new(),
            answered: VecDeque::new(),
            known: BTreeMap::new(),
            removed: Vec::new(),
        }
    }

    pub(super) fn is_known(&self, id: &ParticipantId) -> bool {
        self.known.contains_key(id)
    }

    pub(super) fn know(&mut self, id: &ParticipantId) {
        self.let_in(id, Keys::default());
    }

    fn let_in(&mut self, id: &ParticipantId, keys: Keys) {
        if self.known.len() < MAX_KNOWN {
            self.known.entry(id.clone()).or_insert(keys);
        }
    }

    pub(super) fn removed_by_id(&self, id: &ParticipantId) -> Option<&Removed> {
        self.removed.iter().find(|removed| removed.id == *id)
    }

    pub(super) fn shut_out(&mut self, id: &ParticipantId, by: Option<String>) {
        let keys = self.known.remove(id).unwrap_or_default();
        if self.removed.len() < MAX_KNOWN {
            self.removed.push(Removed {
                id: id.clone(),
                keys,
                by,
            });
        }
    }

    /// The removed one that this is, by its identity or its installation.
    fn is_removed(&self, visitor: &Visitor) -> Option<&Removed> {
        let same_client = |removed: &Removed| {
            removed.keys.client.is_some() && removed.keys.client == visitor.keys.client
        };
        self.removed
            .iter()
            .find(|removed| removed.id == visitor.id || same_client(removed))
    }

    /// Somebody was removed from this address: who else comes from there is looked at first.
    fn is_suspect(&self, keys: &Keys) -> bool {
        !keys.address.is_empty()
            && self
                .removed
                .iter()
                .any(|removed| removed.keys.address == keys.address)
    }

    pub(super) fn next_withdrawal(&self, after: Duration) -> Option<Instant> {
        self.waiting
            .iter()
            .map(|waiting| waiting.polled + after)
            .min()
    }

    /// Nobody waits any more.
    pub(super) fn clear(&mut self) -> Vec<ParticipantId> {
        self.waiting.drain(..).map(|waiting| waiting.id).collect()
    }
}

impl Room {
    /// Who waits to be let in, who came first first.
    pub fn waiting(&self) -> &[Waiting] {
        self.open().map_or(&[], |open| &open.lobby.waiting)
    }

    /// Who was answered lately, the newest last.
    pub fn answered(&self) -> impl Iterator<Item = &Answered> {
        self.open()
            .into_iter()
            .flat_map(|open| &open.lobby.answered)
    }

    pub(super) fn knock(&mut self, now: Instant, visitor: Visitor) {
        let since_ms = self.unix_ms(now);
        let seated = self.member_by_id(&visitor.id).is_some();
        let config = self.config.clone();
        let Some(open) = self.open_mut() else { return };
        let lobby = &mut open.lobby;
        let id = visitor.id.clone();
        let place = lobby.waiting.iter().position(|waiting| waiting.id == id);
        let refusal = match lobby.is_removed(&visitor) {
            Some(removed) => Some(Refusal::Removed {
                by: removed.by.clone(),
            }),
            None if seated => None,
            None if lobby.locked => Some(Refusal::Locked),
            None if open.seats.len() >= config.max_participants => Some(Refusal::Full),
            None => None,
        };
        if let Some(refusal) = refusal {
            return self.say(Output::Entry {
                id,
                entry: Entry::Shut(refusal),
            });
        }
        let suspect = lobby.is_suspect(&visitor.keys);
        if seated || (!suspect && !lobby.on) || lobby.is_known(&id) {
            lobby.let_in(&id, visitor.keys.clone());
            // Who was known without keys is known by them from now on, so that it can be kept out.
            lobby.known.insert(id.clone(), visitor.keys);
            self.say(Output::Save);
            return self.say(Output::Entry {
                id,
                entry: Entry::Open,
            });
        }
        if let Some(ahead) = place {
            let waiting = &mut lobby.waiting[ahead];
            waiting.polled = now;
            let renamed = waiting.name != visitor.name;
            waiting.name = visitor.name;
            if renamed {
                self.tell_hosts();
            }
            return self.say(Output::Entry {
                id,
                entry: Entry::Waiting { ahead },
            });
        }
        let from_there = |waiting: &&Waiting| waiting.keys.address == visitor.keys.address;
        let refusal =
            if lobby.waiting.iter().filter(from_there).count() >= config.max_waiting_per_address {
                Some(Refusal::TooMany)
            } else {
                (lobby.waiting.len() >= config.max_waiting).then_some(Refusal::Full)
            };
        if let Some(refusal) = refusal {
            return self.say(Output::Entry {
                id,
                entry: Entry::Shut(refusal),
            });
        }
        let ahead = lobby.waiting.len();
        let Visitor { name, keys, .. } = visitor;
        lobby.waiting.push(Waiting {
            id: id.clone(),
            name,
            since_ms,
            keys,
            polled: now,
        });
        self.say(Output::Entry {
            id,
            entry: Entry::Waiting { ahead },
        });
        self.tell_hosts();
    }

    pub(super) fn polled(&mut self, now: Instant, id: &ParticipantId) {
        let Some(open) = self.open_mut() else { return };
        let entry = match open
            .lobby
            .waiting
            .iter()
            .position(|waiting| waiting.id == *id)
        {
            Some(ahead) => {
                open.lobby.waiting[ahead].polled = now;
                Entry::Waiting { ahead }
            }
            None => Entry::Shut(Refusal::NotWaiting),
        };
        self.say(Output::Entry {
            id: id.clone(),
            entry,
        });
    }

    pub(super) fn withdraw(&mut self, id: &ParticipantId) {
        self.answer_all(|waiting| waiting.id == *id, Answer::Withdrawn);
    }

    pub(super) fn withdraw_silent(&mut self, now: Instant) {
        let after = self.config.withdrawn_after;
        if !self.waiting().is_empty() {
            self.answer_all(|waiting| now >= waiting.polled + after, Answer::Withdrawn);
        }
    }

    pub(super) fn answer_entry(&mut self, id: &ParticipantId, by: &Caller, answer: Answer) {
        if self.moderates(by) && !self.answer_all(|waiting| waiting.id == *id, answer) {
            self.say(Output::Nobody);
        }
    }

    pub(super) fn admit_all(&mut self, by: &Caller) {
        if self.moderates(by) {
            self.answer_all(|_| true, Answer::Allowed);
        }
    }

    /// It has come in by another way than by being let in: it does not wait any more.
    pub(super) fn left_the_queue(&mut self, id: &ParticipantId) {
        self.answer_all(|waiting| waiting.id == *id, Answer::Allowed);
    }

    pub(super) fn set_lobby(&mut self, on: bool, by: &Caller) {
        if !self.moderates(by) {
            return;
        }
        let Some(open) = self.open_mut() else { return };
        if std::mem::replace(&mut open.lobby.on, on) == on {
            return;
        }
        self.say(Output::RoomChanged);
        self.say(Output::Save);
        if !on {
            let Some(open) = self.open() else { return };
            let suspects: Vec<_> = open
                .lobby
                .waiting
                .iter()
                .filter(|waiting| open.lobby.is_suspect(&waiting.keys))
                .map(|waiting| waiting.id.clone())
                .collect();
            self.answer_all(|waiting| !suspects.contains(&waiting.id), Answer::Allowed);
        }
    }

    pub(super) fn lock(&mut self, on: bool, by: &Caller) {
        if !self.moderates(by) {
            return;
        }
        let Some(open) = self.open_mut() else { return };
        if std::mem::replace(&mut open.lobby.locked, on) != on {
            self.say(Output::RoomChanged);
            self.say(Output::Save);
        }
    }

    /// Answers everybody who waits and is `meant`; whether there was anybody.
    fn answer_all(&mut self, meant: impl Fn(&Waiting) -> bool, answer: Answer) -> bool {
        let Life::Open(open) = &mut self.life else {
            return false;
        };
        let first = open.lobby.waiting.iter().position(&meant);
        let Some(first) = first else { return false };
        let (answered, waiting) = std::mem::take(&mut open.lobby.waiting)
            .into_iter()
            .partition::<Vec<_>, _>(&meant);
        open.lobby.waiting = waiting;
        for Waiting { id, name, keys, .. } in answered {
            let n = open.notice();
            let entry = match answer {
                Answer::Allowed => {
                    open.lobby.let_in(&id, keys);
                    Entry::Open
                }
                Answer::Denied => Entry::Shut(Refusal::Denied),
                Answer::Withdrawn => Entry::Shut(Refusal::NotWaiting),
            };
            if open.lobby.answered.len() >= MAX_ANSWERED {
                open.lobby.answered.pop_front();
            }
            open.lobby.answered.push_back(Answered {
                n,
                id: id.clone(),
                name,
                answer,
            });
            self.outputs.push_back(Output::Entry { id, entry });
        }
        for (ahead, waiting) in open.lobby.waiting.iter().enumerate().skip(first) {
            let (id, entry) = (waiting.id.clone(), Entry::Waiting { ahead });
            self.outputs.push_back(Output::Entry { id, entry });
        }
        self.say(Output::Save);
        self.tell_hosts();
        true
    }

    /// Everybody who may let people in hears who waits.
    fn tell_hosts(&mut self) {
        let may = |member: &&super::Member| member.participant.role.may_moderate();
        let hosts: Vec<ParticipantSid> = self
            .members()
            .filter(may)
            .map(|host| host.sid.clone())
            .collect();
        for sid in hosts {
            self.tell_privately(&sid);
        }
    }
}
