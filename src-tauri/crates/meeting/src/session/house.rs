//! What a server of ours tells beside people and streams: the rules of the meeting, who waits at its door, and what
//! hosts ask of me. Everything is told whole each time; what has happened is the difference.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::reconnect::reconnect_limit;
use crate::session::Output;
use crate::{
    AwayRule, EndProgress, EntryResponse, FarewellText, MeetingEvent, ParticipantId, StreamKind,
};

/// The rules a meeting is kept by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Nobody new gets in.
    pub locked: bool,
    /// Who comes waits to be let in.
    pub lobby: bool,
    /// What happens when the host's computer goes away, where it was chosen.
    pub away: Option<AwayRule>,
    /// When an announced end comes, in Unix milliseconds.
    pub ends_at: Option<u64>,
    /// Who announced it.
    pub ends_by: Option<String>,
    /// Another server than ours carries the meeting: nobody waits, and no rule is set there.
    pub elsewhere: bool,
}

/// What the server says to me alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Private {
    /// Who waits to be let in, if that is mine to answer.
    pub waiting: Vec<(ParticipantId, String)>,
    /// What became of those who waited, the last ones.
    pub answered: Vec<Answered>,
    /// What a host asked of me last.
    pub ask: Option<Ask>,
    /// What a host turned off last.
    pub muted: Option<Ask>,
}

/// What became of somebody who waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Rises with every answer.
    pub n: u64,
    /// Who.
    pub id: ParticipantId,
    /// Display name.
    pub name: String,
    /// How; none when it gave up.
    pub response: Option<EntryResponse>,
}

/// A host asks for something, or has turned it off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Rises with every one.
    pub n: u64,
    /// Microphone or camera.
    pub kind: StreamKind,
    /// The host's name.
    pub by: String,
}

/// What somebody who left says to those still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Farewell {
    /// Rises with every one.
    pub n: u64,
    /// Display name.
    pub name: String,
    /// What it says.
    pub text: FarewellText,
}

/// What has been told so far.
#[derive(Clone, Debug, Default)]
pub(super) struct House {
    rules: Rules,
    waiting: BTreeMap<ParticipantId, String>,
    /// The last number of each kind that has been seen.
    answered: u64,
    ask: u64,
    muted: u64,
    farewell: u64,
    progress: Option<EndProgress>,
}

impl House {
    /// As I find it. What was asked before I came is not for me.
    pub(super) fn enter(
        rules: Rules,
        private: Private,
        farewell: Option<&Farewell>,
        out: &mut impl FnMut(Output),
    ) -> Self {
        let number = |ask: &Option<Ask>| ask.as_ref().map_or(0, |ask| ask.n);
        let mut house = Self {
            answered: private
                .answered
                .iter()
                .map(|answer| answer.n)
                .max()
                .unwrap_or(0),
            ask: number(&private.ask),
            muted: number(&private.muted),
            farewell: farewell.map_or(0, |farewell| farewell.n),
            ..Self::default()
        };
        house.set_rules(rules, out);
        house.private(private, |_| None, out);
        house
    }

    /// How long a lost connection may stay lost: as long as the meeting waits for its host.
    pub(super) fn reconnect_limit(&self) -> Duration {
        reconnect_limit(self.rules.away)
    }

    /// Whether the meeting outlives its host's computer for a while.
    pub(super) fn waits_for_host(&self) -> bool {
        self.rules.away.and_then(AwayRule::outage).is_some()
    }

    pub(super) fn rules(&mut self, rules: Rules, out: &mut impl FnMut(Output)) {
        if self.rules != rules {
            self.set_rules(rules, out);
        }
    }

    fn set_rules(&mut self, rules: Rules, out: &mut impl FnMut(Output)) {
        self.rules = rules.clone();
        out(Output::Emit(MeetingEvent::RoomChanged {
            locked: rules.locked,
            lobby: rules.lobby,
            away: rules.away,
            ends_at: rules.ends_at.map(|at| at as f64),
            ends_by: rules.ends_by,
            elsewhere: rules.elsewhere,
        }));
    }

    /// `host_named` tells who asks by the name it goes by.
    pub(super) fn private(
        &mut self,
        news: Private,
        host_named: impl Fn(&str) -> Option<ParticipantId>,
        out: &mut impl FnMut(Output),
    ) {
        let Private {
            waiting,
            mut answered,
            ask,
            muted,
        } = news;
        answered.sort_by_key(|answer| answer.n);
        for answer in answered {
            if answer.n <= self.answered {
                continue;
            }
            self.answered = answer.n;
            if self.waiting.remove(&answer.id).is_none() {
                continue;
            }
            let participant_id = answer.id;
            out(Output::Emit(match answer.response {
                Some(response) => MeetingEvent::EntryResponded {
                    participant_id,
                    name: answer.name,
                    response,
                },
                None => MeetingEvent::EntryWithdrawn { participant_id },
            }));
        }
        let waiting: BTreeMap<_, _> = waiting.into_iter().collect();
        for id in self.waiting.keys().filter(|id| !waiting.contains_key(id)) {
            out(Output::Emit(MeetingEvent::EntryWithdrawn {
                participant_id: id.clone(),
            }));
        }
        for (id, name) in waiting
            .iter()
            .filter(|(id, _)| !self.waiting.contains_key(id))
        {
            let (participant_id, name) = (id.clone(), name.clone());
            out(Output::Emit(MeetingEvent::EntryRequested {
                participant_id,
                name,
            }));
        }
        self.waiting = waiting;
        if let Some(Ask { kind, by, .. }) = newer(ask, &mut self.ask) {
            let participant_id = host_named(&by);
            match kind {
                StreamKind::Audio => out(Output::Emit(MeetingEvent::MicRequested {
                    participant_id,
                    by,
                })),
                StreamKind::Video => out(Output::Emit(MeetingEvent::WebcamRequested {
                    participant_id,
                    by,
                })),
                StreamKind::Share => {}
            }
        }
        if let Some(Ask { kind, by, .. }) = newer(muted, &mut self.muted) {
            out(Output::Silence { kind });
            out(Output::Emit(MeetingEvent::MutedByHost {
                kind,
                by: Some(by),
            }));
        }
    }

    pub(super) fn farewell(&mut self, farewell: Farewell, out: &mut impl FnMut(Output)) {
        if farewell.n > self.farewell {
            let Farewell { name, text, .. } = farewell;
            out(Output::Emit(MeetingEvent::Farewell { name, text }));
        }
        self.farewell = farewell.n;
    }

    /// The end is not on the server's disk yet; how far it has got is known from earlier news, or that it has only begun.
    pub(super) fn record_missing(&mut self, everybody: usize, out: &mut impl FnMut(Output)) {
        let begun = EndProgress {
            total: u32::try_from(everybody).unwrap_or(u32::MAX),
            ..EndProgress::default()
        };
        let known = self.progress.clone().unwrap_or(begun);
        self.progress(
            EndProgress {
                record_missing: true,
                ..known
            },
            out,
        );
    }

    pub(super) fn progress(&mut self, progress: EndProgress, out: &mut impl FnMut(Output)) {
        if self.progress.as_ref() != Some(&progress) {
            self.progress = Some(progress.clone());
            let EndProgress {
                closed,
                total,
                unresponsive,
                record_missing,
            } = progress;
            out(Output::Emit(MeetingEvent::EndProgress {
                closed,
                total,
                unresponsive,
                record_missing,
            }));
        }
    }
}

/// The request, if it is a new one. A lower number is that of a server which has begun anew.
fn newer(ask: Option<Ask>, seen: &mut u64) -> Option<Ask> {
    let ask = ask?;
    let is_new = ask.n > *seen;
    *seen = ask.n;
    is_new.then_some(ask)
}
