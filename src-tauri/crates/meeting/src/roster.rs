//! Who is here and what they send, as one person has been told; turns updates into differences.

use std::collections::BTreeMap;

use crate::session::Output;
use crate::{
    EndReason, MeetingEvent, Participant, ParticipantId, ParticipantSid, Quality, StreamKind,
    TrackId,
};

/// Most people one session keeps; an update about more is not believed. A LiveKit room is advised up to 3000
/// with most of them hidden; a message here is bounded to 1024.
const MAX_MEMBERS: usize = 1024;

/// One participant as the server tells of it: always all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub participant: Participant,
    /// Which of its joins this is about.
    pub sid: ParticipantSid,
    /// Rises with every change of one join.
    pub version: u32,
    /// When it joined, in Unix milliseconds: the later of two joins of one participant is the one that counts.
    pub joined_at_ms: u64,
    /// What it publishes.
    pub streams: Vec<Stream>,
    /// Since when its hand is up, in Unix milliseconds.
    pub hand: Option<u64>,
    /// Set when this is its last word.
    pub left: Option<EndReason>,
}

/// One published track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Its id.
    pub track: TrackId,
    /// What it carries.
    pub kind: StreamKind,
    /// Not muted.
    pub enabled: bool,
}

/// One participant's loudness.
#[derive(Clone, Debug, PartialEq)]
pub struct Loudness {
    /// Which join.
    pub sid: ParticipantSid,
    /// 0 to 1.
    pub level: f32,
    /// It speaks; false takes it from the list.
    pub active: bool,
}

/// Everybody in the meeting, me too.
#[derive(Clone, Debug)]
pub(crate) struct Roster {
    me: ParticipantId,
    members: BTreeMap<ParticipantId, Member>,
    /// Names of everybody who was here, for what they wrote before they went.
    names: BTreeMap<ParticipantId, String>,
    levels: BTreeMap<ParticipantId, f32>,
    qualities: BTreeMap<ParticipantId, Quality>,
    speaker: Option<ParticipantId>,
    presenter: Option<ParticipantId>,
}

impl Roster {
    pub(crate) fn new(me: ParticipantId) -> Self {
        Self {
            me,
            members: BTreeMap::new(),
            names: BTreeMap::new(),
            levels: BTreeMap::new(),
            qualities: BTreeMap::new(),
            speaker: None,
            presenter: None,
        }
    }

    /// Everybody but me.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Participant> {
        self.members
            .values()
            .map(|member| &member.participant)
            .filter(|other| other.participant_id != self.me)
    }

    /// Me, as the server tells of me.
    pub(crate) fn me(&self) -> Option<&Participant> {
        self.members.get(&self.me).map(|member| &member.participant)
    }

    /// My own id.
    pub(crate) fn my_id(&self) -> &ParticipantId {
        &self.me
    }

    /// Whether somebody is here now.
    pub(crate) fn has(&self, id: &ParticipantId) -> bool {
        self.members.contains_key(id)
    }

    /// The display name of somebody who is or was here.
    pub(crate) fn name_of(&self, id: &ParticipantId) -> Option<&str> {
        let here = self.members.get(id).map(|member| &member.participant.name);
        here.or_else(|| self.names.get(id)).map(String::as_str)
    }

    /// The one other participant of this name who may ask things of others; none when there are several.
    pub(crate) fn moderator_named(&self, name: &str) -> Option<&ParticipantId> {
        let mut named = self
            .others()
            .filter(|other| other.role.may_moderate() && other.name == name);
        let one = named.next()?;
        named.next().is_none().then_some(&one.participant_id)
    }

    /// Whether my hand is up.
    pub(crate) fn my_hand_is_up(&self) -> bool {
        self.members
            .get(&self.me)
            .is_some_and(|me| me.hand.is_some())
    }

    /// Takes one member's news. `at` is the wall clock in Unix milliseconds.
    pub(crate) fn apply(&mut self, news: Member, at: u64, out: &mut impl FnMut(Output)) {
        let id = news.participant.participant_id.clone();
        let known = self.members.get(&id);
        match (known, &news.left) {
            (None, Some(_)) => return,
            (None, None) if self.members.len() >= MAX_MEMBERS => return,
            // The last word about an earlier join of somebody who is back already.
            (Some(known), Some(_)) if known.sid != news.sid => return,
            (Some(_), Some(reason)) => {
                let reason = reason.clone();
                self.remove(&id, &reason, at, out);
                return;
            }
            (Some(known), None) if known.sid == news.sid && news.version < known.version => return,
            (Some(known), None)
                if known.sid != news.sid && news.joined_at_ms < known.joined_at_ms =>
            {
                return;
            }
            (None, None) if id != self.me => out(Output::Emit(MeetingEvent::ParticipantJoined {
                participant: news.participant.clone(),
            })),
            _ => {}
        }
        let role = news.participant.role;
        if known.is_some_and(|known| known.participant.role != role) {
            out(Output::Emit(MeetingEvent::RoleChanged {
                participant_id: id.clone(),
                role,
            }));
        }
        let hand = news.hand;
        if self.names.len() < MAX_MEMBERS || self.names.contains_key(&id) {
            self.names.insert(id.clone(), news.participant.name.clone());
        }
        let before = self.members.insert(id.clone(), news);
        if before.as_ref().and_then(|before| before.hand) != hand {
            out(Output::Emit(MeetingEvent::HandChanged {
                participant_id: id.clone(),
                raised_at: hand.map(|at| at as f64),
            }));
        }
        self.diff_streams(&id, before.as_ref(), out);
        self.watch_presenter(out);
    }

    /// Takes the list of everybody: who is not in it has gone, and nobody said why.
    pub(crate) fn replace(
        &mut self,
        everybody: Vec<Member>,
        at: u64,
        out: &mut impl FnMut(Output),
    ) {
        let gone: Vec<_> = self
            .members
            .keys()
            .filter(|id| {
                **id != self.me
                    && !everybody
                        .iter()
                        .any(|member| member.participant.participant_id == **id)
            })
            .cloned()
            .collect();
        for id in gone {
            self.remove(&id, &EndReason::Left, at, out);
        }
        for member in everybody {
            self.apply(member, at, out);
        }
    }

    /// Takes changes of loudness.
    pub(crate) fn speakers(&mut self, changes: Vec<Loudness>, out: &mut impl FnMut(Output)) {
        for change in changes {
            let Some(member) = self
                .members
                .values()
                .find(|member| member.sid == change.sid)
            else {
                continue;
            };
            let id = member.participant.participant_id.clone();
            if change.active {
                self.levels.insert(id, change.level);
            } else {
                self.levels.remove(&id);
            }
        }
        self.watch_speaker(out);
    }

    /// Takes how lines do.
    pub(crate) fn qualities(
        &mut self,
        news: Vec<(ParticipantSid, Quality)>,
        out: &mut impl FnMut(Output),
    ) {
        for (sid, quality) in news {
            let Some(member) = self.members.values().find(|member| member.sid == sid) else {
                continue;
            };
            let participant_id = member.participant.participant_id.clone();
            if self.qualities.insert(participant_id.clone(), quality) != Some(quality) {
                out(Output::Emit(MeetingEvent::QualityChanged {
                    participant_id,
                    quality,
                }));
            }
        }
    }

    fn remove(
        &mut self,
        id: &ParticipantId,
        reason: &EndReason,
        at: u64,
        out: &mut impl FnMut(Output),
    ) {
        let Some(member) = self.members.remove(id) else {
            return;
        };
        for stream in &member.streams {
            out(Output::Unsubscribe {
                track: stream.track.clone(),
            });
        }
        self.levels.remove(id);
        self.qualities.remove(id);
        self.watch_speaker(out);
        self.watch_presenter(out);
        let reason = reason.to_others(&member.participant.name, at);
        out(Output::Emit(MeetingEvent::ParticipantLeft {
            participant: member.participant,
            reason,
        }));
    }

    /// Says what changed between what a member sent `before` and what it sends now.
    fn diff_streams(
        &self,
        id: &ParticipantId,
        before: Option<&Member>,
        out: &mut impl FnMut(Output),
    ) {
        let none = Vec::new();
        let old = before.map_or(&none, |member| &member.streams);
        let new = &self.members[id].streams;
        if *id != self.me {
            for gone in old
                .iter()
                .filter(|stream| !new.iter().any(|kept| kept.track == stream.track))
            {
                out(Output::Unsubscribe {
                    track: gone.track.clone(),
                });
            }
            for fresh in new
                .iter()
                .filter(|stream| !old.iter().any(|kept| kept.track == stream.track))
            {
                out(Output::Subscribe {
                    track: fresh.track.clone(),
                    participant: id.clone(),
                    kind: fresh.kind,
                });
            }
        }
        for kind in [StreamKind::Audio, StreamKind::Video, StreamKind::Share] {
            let participant_id = id.clone();
            match (enabled(old, kind), enabled(new, kind)) {
                (false, true) => out(Output::Emit(MeetingEvent::StreamEnabled {
                    participant_id,
                    kind,
                })),
                (true, false) => out(Output::Emit(MeetingEvent::StreamDisabled {
                    participant_id,
                    kind,
                })),
                _ => {}
            }
        }
    }

    fn watch_speaker(&mut self, out: &mut impl FnMut(Output)) {
        let loudest = self
            .levels
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(id, _)| id.clone());
        if loudest != self.speaker {
            self.speaker.clone_from(&loudest);
            out(Output::Emit(MeetingEvent::SpeakerChanged {
                participant_id: loudest,
            }));
        }
    }

    /// The one who shares; who came first keeps the place until it stops.
    fn watch_presenter(&mut self, out: &mut impl FnMut(Output)) {
        let shares = |id: &ParticipantId| {
            self.members
                .get(id)
                .is_some_and(|member| enabled(&member.streams, StreamKind::Share))
        };
        let presenter = match &self.presenter {
            Some(id) if shares(id) => return,
            _ => self.members.keys().find(|id| shares(id)).cloned(),
        };
        if presenter != self.presenter {
            self.presenter.clone_from(&presenter);
            out(Output::Emit(MeetingEvent::PresenterChanged {
                participant_id: presenter,
            }));
        }
    }
}

fn enabled(streams: &[Stream], kind: StreamKind) -> bool {
    streams
        .iter()
        .any(|stream| stream.kind == kind && stream.enabled)
}
