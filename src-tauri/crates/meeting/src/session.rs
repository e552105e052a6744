//! One person's view of a meeting, from the click on Join to the last event.
//!
//! Feed [`Session::handle`] one input, then take [`Session::poll_output`] until it is empty, and come back with
//! [`Input::Timeout`] when [`Session::poll_timeout`] is due. After [`Output::Ended`] no output comes, whatever is fed.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

pub use house::{Answered, Ask, Farewell, Private, Rules};
pub use io::{ConnectFailure, Draft, EndAnswer, Heard, Input, Joined, Output, Receipt, Waiting};

use crate::reconnect::{Backoff, Random};
pub use crate::roster::{Loudness, Member, Stream};
use crate::{EndReason, ErrorCode, MeetingEvent, MeetingState, Participant, Role};
use passage::CONNECT_LIMIT;
use state::{END_PATIENCE, EndStep, Ending, MEDIA_LIMIT, Media, Meeting, Outage, Renewal};
use talk::{Talk, not_sent};

mod house;
mod io;
mod passage;
mod state;
mod talk;
#[cfg(test)]
mod tests;

/// How long the server's goodbye may take after it has confirmed my End; then I go without it. It says goodbye to me
/// last, when everybody else is out: 1 s at most.
const FAREWELL_LIMIT: Duration = Duration::from_millis(1500);

/// One join of one person.
#[derive(Clone, Debug)]
pub struct Session {
    state: State,
    /// The person has clicked on Leave or End and not taken it back.
    cut: bool,
    random: Random,
    /// A moment on both clocks, to tell the wall clock's time of any other.
    origin: (Instant, u64),
    outputs: VecDeque<Output>,
}

#[derive(Clone, Debug)]
enum State {
    Idle,
    Connecting { until: Instant },
    Waiting(Waiting),
    Connected(Meeting),
    Reconnecting(Meeting, Outage),
    Leaving { reason: EndReason, until: Instant },
    Ended,
}

impl Session {
    /// A session that has not begun. `unix_ms` is what the wall clock says at `now`; `seed` spreads the attempts of
    /// different people to reconnect.
    pub fn new(now: Instant, unix_ms: u64, seed: u64) -> Self {
        Self {
            state: State::Idle,
            cut: false,
            random: Random(seed),
            origin: (now, unix_ms),
            outputs: VecDeque::new(),
        }
    }

    /// The next thing to do; none until the next input.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Timeout`] is due; none when never.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Idle | State::Waiting(_) | State::Ended => None,
            State::Connecting { until } | State::Leaving { until, .. } => Some(*until),
            State::Connected(meeting) => [meeting.media_timeout(), meeting.end_timeout()]
                .into_iter()
                .flatten()
                .min(),
            State::Reconnecting(meeting, outage) => [
                Some(outage.limit(meeting)),
                outage.next,
                meeting.end_timeout(),
            ]
            .into_iter()
            .flatten()
            .min(),
        }
    }

    /// Nothing more will come of it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    /// Me, while I am in, even if the connection is lost for the moment.
    pub fn me(&self) -> Option<&Participant> {
        self.meeting().map(|meeting| &meeting.me)
    }

    /// Everybody else.
    pub fn others(&self) -> impl Iterator<Item = &Participant> {
        self.meeting()
            .into_iter()
            .flat_map(|meeting| meeting.roster.others())
    }

    fn meeting(&self) -> Option<&Meeting> {
        match &self.state {
            State::Connected(meeting) | State::Reconnecting(meeting, _) => Some(meeting),
            _ => None,
        }
    }

    /// Takes one input.
    pub fn handle(&mut self, now: Instant, input: Input) {
        let unsent = self
            .meeting()
            .is_some_and(|meeting| meeting.talk.has_unsent());
        let state = std::mem::replace(&mut self.state, State::Ended);
        self.state = match (state, input) {
            (State::Ended, _) => State::Ended,

            (State::Idle, Input::Join) => {
                self.state_changed(MeetingState::Connecting);
                self.put(Output::Connect { resume: None });
                State::Connecting {
                    until: now + CONNECT_LIMIT,
                }
            }
            (State::Idle, _) => State::Idle,

            (State::Leaving { reason, .. }, Input::Released(receipt)) => {
                self.finish(now, &reason, Some(receipt))
            }
            (State::Leaving { reason, until }, Input::Timeout) if now >= until => {
                self.finish(now, &reason, None)
            }
            (leaving @ State::Leaving { .. }, _) => leaving,

            (_, Input::Leave) => self.go(now, EndReason::Left),
            (_, Input::LeaveBecause(reason)) => self.go(now, reason),
            (state, Input::Cut) => {
                self.cut = true;
                self.put(Output::StopMedia);
                state
            }

            (State::Connecting { until }, input) => self.connecting(now, until, input),
            (State::Waiting(waiting), input) => self.waiting(now, waiting, input),
            (State::Connected(meeting), input) => self.connected(now, meeting, input),
            (State::Reconnecting(meeting, outage), input) => {
                self.reconnecting(now, meeting, outage, input)
            }
        };
        if unsent && matches!(self.state, State::Leaving { .. }) {
            self.put(not_sent("The connection did not come back."));
        }
    }

    fn connected(&mut self, now: Instant, meeting: Meeting, input: Input) -> State {
        match input {
            Input::SocketLost => self.lose(now, meeting, false),
            Input::MediaLost => self.lose(now, meeting.without_media(now), false),
            Input::MediaBroken => self.renew(now, meeting),
            Input::ComeBack { fresh } => self.lose(now, meeting, fresh),
            Input::Disconnected(reason) => {
                let reason = meeting.explain(reason);
                self.go(now, reason)
            }
            Input::EndAnswered(EndAnswer::Confirmed { record_missing }) => {
                let mut meeting = meeting.with_end_step(EndStep::Confirmed(now + FAREWELL_LIMIT));
                self.tell_record(&mut meeting, record_missing);
                State::Connected(meeting)
            }
            Input::Timeout if meeting.end_confirmed_before(now) => {
                let reason = meeting.my_end();
                self.go(now, reason)
            },
            Input::Timeout => match meeting.media {
                Media::Missing { until, had: false, .. } if now >= until => self.go(
                    now,
                    join_failed(
                        ErrorCode::MediaBlocked,
                        "Sound and pictures cannot get through to the meeting’s computer, although it answers. \
                         A firewall may be blocking UDP: ask whoever runs it, or try another network.",
                    ),
                ),
                Media::Missing { until, fresh: false, .. } if now >= until => self.lose(now, meeting, true),
                Media::Missing { until, .. } if now >= until => self.go(now, EndReason::ConnectionLost),
                _ => State::Connected(self.during(now, meeting, Input::Timeout)),
            },
            Input::Say(draft) => State::Connected(self.say(now, meeting, draft, true)),
            Input::React(reaction) => {
                let mut meeting = meeting;
                meeting
                    .talk
                    .react(now, reaction, &meeting.roster, &mut |output| self.put(output));
                State::Connected(meeting)
            }
            Input::RaiseHand(up) => {
                self.put(Output::SetHand(up));
                State::Connected(meeting)
            }
            input => State::Connected(self.during(now, meeting, input)),
        }
    }

    fn reconnecting(
        &mut self,
        now: Instant,
        mut meeting: Meeting,
        mut outage: Outage,
        input: Input,
    ) -> State {
        match input {
            Input::Resumed if !outage.fresh => {
                if let Media::Missing { until, .. } = &mut meeting.media {
                    *until = now + MEDIA_LIMIT;
                }
                meeting.everybody_next = true;
                self.state_changed(MeetingState::Connected);
                let was_up = meeting.roster.my_hand_is_up();
                self.talk_on(now, &mut meeting, was_up, None);
                State::Connected(meeting)
            }
            Input::Connected(joined) => self.enter_again(now, meeting, *joined, outage.since),
            Input::Say(draft) => State::Reconnecting(self.say(now, meeting, draft, false), outage),
            Input::RaiseHand(up) => {
                meeting.talk.keep_hand(up);
                State::Reconnecting(meeting, outage)
            }
            Input::ConnectFailed(ConnectFailure::Ended { by, note }) => {
                let reason = meeting.explain(EndReason::Ended { by, note });
                self.go(now, reason)
            }
            Input::Disconnected(reason) => {
                let reason = meeting.explain(reason);
                self.go(now, reason)
            }
            Input::ConnectFailed(ConnectFailure::Removed { by }) => {
                let reason = meeting.explain(EndReason::Removed { by });
                self.go(now, reason)
            }
            Input::ConnectFailed(ConnectFailure::Denied) => self.go(now, EndReason::Denied),
            Input::ConnectFailed(ConnectFailure::Refused { .. })
                if !meeting.house.waits_for_host() =>
            {
                self.go(now, EndReason::ConnectionLost)
            }
            Input::EndAnswered(EndAnswer::Confirmed { record_missing }) if meeting.ending.is_some() => {
                self.tell_record(&mut meeting, record_missing);
                let reason = meeting.my_end();
                self.go(now, reason)
            }
            Input::ComeBack { .. }
            | Input::SocketLost
            // A host's computer that has just started again may not have its meeting back yet.
            | Input::ConnectFailed(
                ConnectFailure::Unreachable { .. } | ConnectFailure::Refused { .. },
            ) => {
                outage.fresh |= matches!(input, Input::ComeBack { fresh: true });
                outage.next = Some(outage.backoff.next(now, &mut self.random));
                State::Reconnecting(meeting, outage)
            }
            Input::MediaLost => State::Reconnecting(meeting.without_media(now), outage),
            Input::MediaBroken => {
                outage.fresh = true;
                if outage.next.is_none() {
                    // What is being tried would bring the old ones back.
                    outage.next = Some(outage.backoff.next(now, &mut self.random));
                }
                State::Reconnecting(meeting, outage)
            }
            Input::Timeout if meeting.end_confirmed_before(now) => {
                let reason = meeting.my_end();
                self.go(now, reason)
            }
            Input::Timeout if now >= outage.limit(&meeting) => {
                self.go(now, EndReason::ConnectionLost)
            }
            Input::Timeout => {
                if outage.next.is_some_and(|next| now >= next) {
                    outage.next = None;
                    self.put(Output::Connect {
                        resume: (!outage.fresh).then(|| meeting.sid.clone()),
                    });
                }
                State::Reconnecting(self.during(now, meeting, Input::Timeout), outage)
            }
            input => State::Reconnecting(self.during(now, meeting, input), outage),
        }
    }

    /// What a meeting takes the same way with and without a connection.
    fn during(&mut self, now: Instant, mut meeting: Meeting, input: Input) -> Meeting {
        let at = self.unix_ms(now);
        match input {
            Input::People(people) => {
                let (mine, others): (Vec<_>, Vec<_>) = people.into_iter().partition(|member| {
                    member.participant.participant_id == meeting.me.participant_id
                });
                let named = mine.iter().any(|member| member.sid == meeting.sid);
                let mut known = others;
                for member in mine.into_iter().filter(|member| member.sid == meeting.sid) {
                    match member.left {
                        Some(reason) => meeting.last_word = Some(reason),
                        None => known.push(member),
                    }
                }
                let mut out = |output| self.outputs.push_back(output);
                if meeting.everybody_next && named {
                    meeting.everybody_next = false;
                    meeting.roster.replace(known, at, &mut out);
                } else {
                    known
                        .into_iter()
                        .for_each(|member| meeting.roster.apply(member, at, &mut out));
                }
                if let Some(me) = meeting.roster.me() {
                    meeting.me = me.clone();
                }
                let mut out = |output| self.outputs.push_back(output);
                meeting.talk.people_came(&meeting.roster, &mut out);
            }
            Input::Heard(heard) => meeting
                .talk
                .hear(heard, at, &meeting.roster, &mut |output| self.put(output)),
            Input::Reacted { from, reaction } => {
                Talk::reacted(from, reaction, &meeting.roster, &mut |output| {
                    self.put(output)
                });
            }
            Input::Qualities(news) => meeting
                .roster
                .qualities(news, &mut |output| self.put(output)),
            Input::Rules(rules) => meeting.house.rules(rules, &mut |output| self.put(output)),
            Input::Private { sid, news } if sid == meeting.sid => {
                let roster = &meeting.roster;
                let host = |name: &str| roster.moderator_named(name).cloned();
                meeting
                    .house
                    .private(news, host, &mut |output| self.put(output));
            }
            Input::Farewell(farewell) => {
                meeting
                    .house
                    .farewell(farewell, &mut |output| self.put(output));
            }
            // An end that was announced is carried out without another click of mine.
            Input::Progress(progress)
                if meeting.ending.is_some() || meeting.me.role == Role::Host =>
            {
                meeting
                    .house
                    .progress(progress, &mut |output| self.put(output));
            }
            Input::Speakers(changes) => meeting
                .roster
                .speakers(changes, &mut |output| self.outputs.push_back(output)),
            Input::EndMarked { by, note } => {
                meeting.last_word = Some(EndReason::Ended { by, note })
            }
            Input::MediaUp => meeting.media = Media::Up,
            Input::Stay => {
                meeting.ending = None;
                self.cut = false;
                self.put(Output::StartMedia);
            }
            Input::End { note } => {
                self.cut = true;
                self.put(Output::StopMedia);
                if meeting.ending.is_none() {
                    meeting.ending = Some(Ending {
                        since: now,
                        note: note.clone(),
                        told: false,
                        backoff: Backoff::new(),
                        step: EndStep::Asking,
                    });
                    self.put(Output::SendDeleteRoom { note });
                }
            }
            Input::EndAnswered(EndAnswer::Refused { why }) if meeting.ending.is_some() => {
                // A refused request changes nothing: I am in the meeting as before, and heard.
                meeting.ending = None;
                self.cut = false;
                self.put(Output::StartMedia);
                self.emit(MeetingEvent::EndRefused {
                    code: ErrorCode::EndNotAllowed,
                    why: format!("{why} You are still in it."),
                });
            }
            // A host that is connected is given a newer token in time.
            Input::EndAnswered(EndAnswer::Unreachable { why }) => {
                self.attempted(now, &mut meeting, ErrorCode::Unreachable, why);
            }
            Input::EndAnswered(EndAnswer::Expired { why }) => {
                self.attempted(now, &mut meeting, ErrorCode::WrongToken, why);
            }
            Input::Timeout => self.push_end(now, &mut meeting),
            // Answers that come too late to matter, and orders that make no sense here.
            _ => {}
        }
        meeting
    }

    /// Keeps my End going as time passes.
    fn push_end(&mut self, now: Instant, meeting: &mut Meeting) {
        let Some(ending) = &mut meeting.ending else {
            return;
        };
        match ending.step {
            EndStep::Confirmed(_) => {}
            EndStep::AskAgain(at) if now >= at => {
                ending.step = EndStep::Asking;
                let note = ending.note.clone();
                self.put(Output::SendDeleteRoom { note });
            }
            _ if now >= ending.since + END_PATIENCE => {
                self.end_delayed(meeting, "The server has not answered.")
            }
            _ => {}
        }
    }

    /// My End was sent in vain, and is sent again.
    fn attempted(&mut self, now: Instant, meeting: &mut Meeting, code: ErrorCode, why: String) {
        if let Some(ending) = &mut meeting.ending {
            ending.step = EndStep::AskAgain(ending.backoff.next(now, &mut self.random));
            self.emit(MeetingEvent::EndAttempted {
                code,
                why: why.clone(),
            });
            self.end_delayed(meeting, &why);
        }
    }

    /// Says once that my End has not got through yet.
    fn end_delayed(&mut self, meeting: &mut Meeting, why: &str) {
        if let Some(ending) = meeting.ending.as_mut().filter(|ending| !ending.told) {
            ending.told = true;
            self.emit(MeetingEvent::EndRefused {
                code: ErrorCode::EndDelayed,
                why: format!("{why} The meeting has not ended yet. Adjourn keeps trying until it has, or until you say that you stay."),
            });
        }
    }

    /// Says that my End is in force and not on the server's disk yet. What the server counts of it comes after this, if there
    /// is a connection for it.
    fn tell_record(&mut self, meeting: &mut Meeting, missing: bool) {
        if missing && meeting.ending.is_some() {
            let everybody = meeting.roster.others().count() + 1;
            meeting
                .house
                .record_missing(everybody, &mut |output| self.put(output));
        }
    }

    fn say(&mut self, now: Instant, mut meeting: Meeting, draft: Draft, online: bool) -> Meeting {
        let at = self.unix_ms(now);
        let mut out = |output| self.put(output);
        meeting
            .talk
            .say(now, at, draft, online, &meeting.roster, &mut out);
        meeting
    }

    /// The connection is back; as a new session, if it says since when the old one was `lost`.
    fn talk_on(
        &mut self,
        now: Instant,
        meeting: &mut Meeting,
        was_up: bool,
        lost: Option<Instant>,
    ) {
        if let Some(up) = meeting.talk.hand_to_tell(was_up, lost.is_some()) {
            self.put(Output::SetHand(up));
        }
        let at = self.unix_ms(now);
        let mut out = |output| self.put(output);
        meeting.talk.go_on(now, at, lost, &meeting.roster, &mut out);
    }

    /// Sound and pictures are begun anew, unless that was of no use already: then the meeting goes on with what there is.
    fn renew(&mut self, now: Instant, mut meeting: Meeting) -> State {
        match meeting.renewals.take(now) {
            Renewal::Yes => return self.lose(now, meeting, true),
            Renewal::Last => self.emit(MeetingEvent::Error {
                code: ErrorCode::Internal,
                message: "Some of the sound and pictures of this meeting cannot be sent or received. Leave and join again if you miss something.".into(),
            }),
            Renewal::No => {}
        }
        State::Connected(meeting)
    }

    /// The connection is lost; what the others see and hear of us may well go on.
    fn lose(&mut self, now: Instant, meeting: Meeting, fresh: bool) -> State {
        self.state_changed(MeetingState::Reconnecting);
        let mut backoff = Backoff::new();
        let next = Some(backoff.next(now, &mut self.random));
        State::Reconnecting(
            meeting,
            Outage {
                since: now,
                fresh,
                backoff,
                next,
            },
        )
    }

    fn state_changed(&mut self, state: MeetingState) {
        self.emit(MeetingEvent::MeetingStateChanged { state });
    }

    fn emit(&mut self, event: MeetingEvent) {
        self.put(Output::Emit(event));
    }

    fn put(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    fn unix_ms(&self, now: Instant) -> u64 {
        let since = now.saturating_duration_since(self.origin.0).as_millis();
        self.origin
            .1
            .saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
    }
}

fn join_failed(error: ErrorCode, why: &str) -> EndReason {
    EndReason::JoinFailed {
        error,
        why: why.into(),
    }
}
