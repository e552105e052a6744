//! What people write, and the signs they give: what comes is told once and with a name, what goes is bounded here as
//! it is on the server, and waits while there is no connection.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use super::{Draft, Heard, Output};
use crate::roster::Roster;
use crate::{
    Bucket, ChatMessage, ErrorCode, MeetingEvent, ParticipantId, Reaction, TALK_RATE, clean_text,
};

/// Messages whose names are remembered, so that one that comes again is known.
const MAX_KNOWN: usize = 4096;
/// Messages that wait for the news of who wrote them, or for the connection.
const MAX_WAITING: usize = 64;
/// What was written so long before a loss may be lost with it, and is sent again if everything begins anew. A cable
/// that is pulled is noticed after 4.5 s.
const RESEND: Duration = Duration::from_secs(10);

/// The talk of one stay.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    known: HashSet<(ParticipantId, String)>,
    /// The same in the order of coming.
    order: VecDeque<(ParticipantId, String)>,
    /// From people we have not been told of yet: data overtake the signalling.
    unclaimed: Vec<(Heard, u64)>,
    /// Mine, until there is a connection again.
    unsent: Vec<Draft>,
    /// Mine, sent a short while ago.
    recent: VecDeque<(Instant, Draft)>,
    messages: Bucket,
    reactions: Bucket,
    /// What I did with my hand without a connection.
    hand: Option<bool>,
}

impl Talk {
    pub(super) fn new(now: Instant) -> Self {
        let (burst, per_second) = TALK_RATE;
        Self {
            known: HashSet::new(),
            order: VecDeque::new(),
            unclaimed: Vec::new(),
            unsent: Vec::new(),
            recent: VecDeque::new(),
            messages: Bucket::new(now, burst, per_second),
            reactions: Bucket::new(now, burst, per_second),
            hand: None,
        }
    }

    /// Somebody wrote something; `at` is the wall clock in Unix milliseconds.
    pub(super) fn hear(
        &mut self,
        heard: Heard,
        at: u64,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        let Some(text) = clean_text(&heard.text) else {
            return;
        };
        let Some(name) = roster.name_of(&heard.from) else {
            if self.unclaimed.len() >= MAX_WAITING {
                self.unclaimed.remove(0);
            }
            self.unclaimed.push((heard, at));
            return;
        };
        if heard.from == *roster.my_id() || !self.is_new(&heard.from, &heard.id) {
            return;
        }
        let to = heard.private.then(|| roster.my_id().clone());
        let to_name = to
            .as_ref()
            .and_then(|me| roster.name_of(me))
            .map(str::to_owned);
        out(Output::Emit(MeetingEvent::ChatReceived {
            message: ChatMessage {
                id: heard.id,
                name: name.to_owned(),
                participant_id: heard.from,
                to,
                to_name,
                text,
                at: at as f64,
            },
        }));
    }

    /// There is news of people: what waited for it is told.
    pub(super) fn people_came(&mut self, roster: &Roster, out: &mut impl FnMut(Output)) {
        for (heard, at) in std::mem::take(&mut self.unclaimed) {
            self.hear(heard, at, roster, out);
        }
    }

    /// Somebody gave a sign.
    pub(super) fn reacted(
        from: ParticipantId,
        reaction: Reaction,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        if roster.has(&from) && from != *roster.my_id() {
            out(Output::Emit(MeetingEvent::ReactionReceived {
                participant_id: from,
                reaction,
            }));
        }
    }

    /// I write something, with a connection or (`online` false) without one for the moment.
    pub(super) fn say(
        &mut self,
        now: Instant,
        at: u64,
        draft: Draft,
        online: bool,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        let Some(text) = clean_text(&draft.text) else {
            return out(not_sent(
                "It is empty or too long: a message has at most 4000 characters.",
            ));
        };
        if draft
            .to
            .as_ref()
            .is_some_and(|to| !roster.has(to) || to == roster.my_id())
        {
            return out(not_sent(
                "The person it is for is not in the meeting any more.",
            ));
        }
        if self.unsent.len() >= MAX_WAITING || !self.messages.take(now) {
            return out(not_sent(
                "That is too much at once: wait a moment and send it again.",
            ));
        }
        let draft = Draft { text, ..draft };
        if online {
            self.send(now, at, draft, roster, out);
        } else {
            self.unsent.push(draft);
        }
    }

    /// There is a connection again. `lost` says since when there was none, if everything begins anew with it.
    pub(super) fn go_on(
        &mut self,
        now: Instant,
        at: u64,
        lost: Option<Instant>,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        if let Some(lost) = lost {
            let doubtful = self
                .recent
                .iter()
                .filter(|(sent, _)| *sent + RESEND >= lost);
            let here =
                doubtful.filter(|(_, draft)| draft.to.as_ref().is_none_or(|to| roster.has(to)));
            here.for_each(|(_, draft)| out(Output::SendChat(draft.clone())));
        }
        for draft in std::mem::take(&mut self.unsent) {
            if draft.to.as_ref().is_some_and(|to| !roster.has(to)) {
                out(not_sent(
                    "The person it is for is not in the meeting any more.",
                ));
            } else {
                self.send(now, at, draft, roster, out);
            }
        }
    }

    /// Something of mine waits for the connection.
    pub(super) fn has_unsent(&self) -> bool {
        !self.unsent.is_empty()
    }

    /// I give a sign. Too many at once are none, and without a connection there is nobody to see it.
    pub(super) fn react(
        &mut self,
        now: Instant,
        reaction: Reaction,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        if self.reactions.take(now) {
            out(Output::SendReaction(reaction));
            out(Output::Emit(MeetingEvent::ReactionReceived {
                participant_id: roster.my_id().clone(),
                reaction,
            }));
        }
    }

    /// Without a connection, my hand waits for one.
    pub(super) fn keep_hand(&mut self, up: bool) {
        self.hand = Some(up);
    }

    /// What the server is to be told of my hand. `begins_anew`: it has forgotten that it `was_up`.
    pub(super) fn hand_to_tell(&mut self, was_up: bool, begins_anew: bool) -> Option<bool> {
        let up = self.hand.take();
        if begins_anew {
            up.unwrap_or(was_up).then_some(true)
        } else {
            up.filter(|up| *up != was_up)
        }
    }

    fn send(
        &mut self,
        now: Instant,
        at: u64,
        draft: Draft,
        roster: &Roster,
        out: &mut impl FnMut(Output),
    ) {
        if self.recent.len() >= MAX_WAITING {
            self.recent.pop_front();
        }
        self.recent.push_back((now, draft.clone()));
        let name = |id: &ParticipantId| roster.name_of(id).map(str::to_owned);
        let me = roster.my_id().clone();
        let message = ChatMessage {
            id: draft.id.clone(),
            name: name(&me).unwrap_or_default(),
            participant_id: me,
            to_name: draft.to.as_ref().and_then(name),
            to: draft.to.clone(),
            text: draft.text.clone(),
            at: at as f64,
        };
        out(Output::SendChat(draft));
        out(Output::Emit(MeetingEvent::ChatReceived { message }));
    }

    fn is_new(&mut self, from: &ParticipantId, id: &str) -> bool {
        let key = (from.clone(), id.to_owned());
        if !self.known.insert(key.clone()) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > MAX_KNOWN
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

/// What a person is told of a message that does not get out.
pub(super) fn not_sent(why: &str) -> Output {
    Output::Emit(MeetingEvent::Error {
        code: ErrorCode::ChatNotSent,
        message: format!("Your message was not sent. {why}"),
    })
}
