//! One person's view of a meeting, from the click on Join to the last event.
//!
//! Feed [`Session::handle`] one input, then take [`Session::poll_output`] until it is empty, and come back with
//! [`Input::Timeout`] when [`Session::poll_timeout`] is due. After [`Output::Ended`] no output comes, whatever is fed.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

pub use io::{ConnectFailure, EndAnswer, Input, Joined, Output};

use crate::reconnect::{Backoff, RECONNECT_LIMIT, Random};
use crate::roster::Roster;
pub use crate::roster::{Loudness, Member, Stream};
use crate::{EndReason, MeetingEvent, MeetingState, Participant, ParticipantSid};

mod io;
#[cfg(test)]
mod tests;

/// How long the devices have to be free before `MeetingLeft` is told without them. With what a driver takes to act
/// it stays below the 300 ms of the contract.
const RELEASE_LIMIT: Duration = Duration::from_millis(270);
/// How long a first answer may take altogether; each step of connecting has a shorter limit of its own.
const CONNECT_LIMIT: Duration = Duration::from_secs(20);
/// How long sound and pictures have to come up after the server has taken us.
const MEDIA_LIMIT: Duration = Duration::from_secs(15);
/// After this long without an answer, my End is said not to have got through yet.
const END_PATIENCE: Duration = Duration::from_secs(3);
/// After this long without an answer, my End is given up.
const END_LIMIT: Duration = Duration::from_secs(60);
/// How long the server's goodbye may take after it has confirmed my End; then I go without it.
const FAREWELL_LIMIT: Duration = Duration::from_millis(500);

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
    Connected(Meeting),
    Reconnecting(Meeting, Outage),
    Leaving { reason: EndReason, until: Instant },
    Ended,
}

/// What is known while in a meeting.
#[derive(Clone, Debug)]
struct Meeting {
    me: Participant,
    sid: ParticipantSid,
    roster: Roster,
    media: Media,
    /// The next list of people with me in it lists everybody.
    everybody_next: bool,
    /// Why I will be told to go, from the news that come just before.
    last_word: Option<EndReason>,
    ending: Option<Ending>,
}

#[derive(Clone, Copy, Debug)]
enum Media {
    Up,
    Missing {
        until: Instant,
        /// There were some before.
        had: bool,
        /// This is a new session already, because the old one got none back.
        fresh: bool,
    },
}

/// My End, on its way.
#[derive(Clone, Debug)]
struct Ending {
    since: Instant,
    /// The page knows that it has not got through yet.
    told: bool,
    backoff: Backoff,
    step: EndStep,
}

#[derive(Clone, Copy, Debug)]
enum EndStep {
    Asking,
    AskAgain(Instant),
    Confirmed(Instant),
}

/// A connection lost and not found again yet.
#[derive(Clone, Debug)]
struct Outage {
    since: Instant,
    fresh: bool,
    backoff: Backoff,
    /// When to try next; none while trying.
    next: Option<Instant>,
}

impl Session {
    /// A session that has not begun. `unix_ms` is what the wall clock says at `now`; `seed` spreads the attempts of
    /// different people to reconnect.
    pub fn new(now: Instant, unix_ms: u64, seed: u64) -> Self {
        Self { state: State::Idle, cut: false, random: Random(seed), origin: (now, unix_ms), outputs: VecDeque::new() }
    }

    /// The next thing to do; none until the next input.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Timeout`] is due; none when never.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Idle | State::Ended => None,
            State::Connecting { until } | State::Leaving { until, .. } => Some(*until),
            State::Connected(meeting) => [meeting.media_timeout(), meeting.end_timeout()].into_iter().flatten().min(),
            State::Reconnecting(meeting, outage) => {
                [Some(outage.limit(meeting)), outage.next, meeting.end_timeout()].into_iter().flatten().min()
            }
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
        self.meeting().into_iter().flat_map(|meeting| meeting.roster.others())
    }

    fn meeting(&self) -> Option<&Meeting> {
        match &self.state {
            State::Connected(meeting) | State::Reconnecting(meeting, _) => Some(meeting),
            _ => None,
        }
    }

    /// Takes one input.
    pub fn handle(&mut self, now: Instant, input: Input) {
        let state = std::mem::replace(&mut self.state, State::Ended);
        self.state = match (state, input) {
            (State::Ended, _) => State::Ended,

            (State::Idle, Input::Join) => {
                self.state_changed(MeetingState::Connecting);
                self.put(Output::Connect { resume: None });
                State::Connecting { until: now + CONNECT_LIMIT }
            }
            (State::Idle, _) => State::Idle,

            (State::Leaving { reason, .. }, Input::Released { stuck }) => self.finish(now, &reason, &stuck),
            (State::Leaving { reason, until }, Input::Timeout) if now >= until => self.finish(now, &reason, &[]),
            (leaving @ State::Leaving { .. }, _) => leaving,

            (_, Input::Leave) => self.go(now, EndReason::Left),
            (state, Input::Cut) => {
                self.cut = true;
                self.put(Output::StopMedia);
                state
            }

            (State::Connecting { until }, input) => self.connecting(now, until, input),
            (State::Connected(meeting), input) => self.connected(now, meeting, input),
            (State::Reconnecting(meeting, outage), input) => self.reconnecting(now, meeting, outage, input),
        };
    }

    fn connecting(&mut self, now: Instant, until: Instant, input: Input) -> State {
        match input {
            Input::Connected(joined) => self.enter(now, joined),
            Input::ConnectFailed(ConnectFailure::Ended { by }) => self.go(now, EndReason::Ended { by }),
            Input::ConnectFailed(ConnectFailure::Refused { why } | ConnectFailure::Unreachable { why }) => {
                self.go(now, EndReason::JoinFailed { why })
            }
            Input::SocketLost | Input::ComeBack { .. } => self.go(now, join_failed("The connection broke before you were in. Try again.")),
            Input::Disconnected(EndReason::Left | EndReason::ConnectionLost) => {
                self.go(now, join_failed("The server closed the connection before you were in. Try again."))
            }
            Input::Disconnected(reason) => self.go(now, reason),
            Input::Timeout if now >= until => {
                let seconds = CONNECT_LIMIT.as_secs();
                self.go(now, join_failed(&format!("The server did not answer within {seconds} seconds. Try again.")))
            }
            Input::End => {
                self.emit(MeetingEvent::EndRefused { why: "You are not in the meeting yet, so you cannot end it.".into() });
                State::Connecting { until }
            }
            Input::Stay => {
                self.cut = false;
                State::Connecting { until }
            }
            _ => State::Connecting { until },
        }
    }

    fn connected(&mut self, now: Instant, meeting: Meeting, input: Input) -> State {
        match input {
            Input::SocketLost => self.lose(now, meeting, false),
            Input::MediaLost => self.lose(now, meeting.without_media(now), false),
            Input::ComeBack { fresh } => self.lose(now, meeting, fresh),
            Input::Disconnected(reason) => {
                let reason = meeting.explain(reason);
                self.go(now, reason)
            }
            Input::EndAnswered(EndAnswer::Confirmed) => {
                State::Connected(meeting.with_end_step(EndStep::Confirmed(now + FAREWELL_LIMIT)))
            }
            Input::Timeout if meeting.end_confirmed_before(now) => self.go(now, EndReason::Ended { by: Some(meeting.me.name) }),
            Input::Timeout => match meeting.media {
                Media::Missing { until, had: false, .. } if now >= until => self.go(
                    now,
                    join_failed(
                        "Sound and pictures cannot get through to the meeting’s computer, although it answers. \
                         A firewall may be blocking UDP: ask whoever runs it, or try another network.",
                    ),
                ),
                Media::Missing { until, fresh: false, .. } if now >= until => self.lose(now, meeting, true),
                Media::Missing { until, .. } if now >= until => self.go(now, EndReason::ConnectionLost),
                _ => State::Connected(self.during(now, meeting, Input::Timeout)),
            },
            input => State::Connected(self.during(now, meeting, input)),
        }
    }

    fn reconnecting(&mut self, now: Instant, mut meeting: Meeting, mut outage: Outage, input: Input) -> State {
        match input {
            Input::Resumed if !outage.fresh => {
                if let Media::Missing { until, .. } = &mut meeting.media {
                    *until = now + MEDIA_LIMIT;
                }
                meeting.everybody_next = true;
                self.state_changed(MeetingState::Connected);
                State::Connected(meeting)
            }
            Input::Connected(joined) => self.enter_again(now, meeting, joined),
            Input::ConnectFailed(ConnectFailure::Ended { by }) => {
                let reason = meeting.explain(EndReason::Ended { by });
                self.go(now, reason)
            }
            Input::Disconnected(reason) => {
                let reason = meeting.explain(reason);
                self.go(now, reason)
            }
            Input::ConnectFailed(ConnectFailure::Refused { .. }) => self.go(now, EndReason::ConnectionLost),
            Input::EndAnswered(EndAnswer::Confirmed) if meeting.ending.is_some() => {
                self.go(now, EndReason::Ended { by: Some(meeting.me.name) })
            }
            Input::ComeBack { .. } | Input::SocketLost | Input::ConnectFailed(ConnectFailure::Unreachable { .. }) => {
                outage.fresh |= matches!(input, Input::ComeBack { fresh: true });
                outage.next = Some(outage.backoff.next(now, &mut self.random));
                State::Reconnecting(meeting, outage)
            }
            Input::MediaLost => State::Reconnecting(meeting.without_media(now), outage),
            Input::Timeout if meeting.end_confirmed_before(now) => self.go(now, EndReason::Ended { by: Some(meeting.me.name) }),
            Input::Timeout if now >= outage.limit(&meeting) => self.go(now, EndReason::ConnectionLost),
            Input::Timeout => {
                if outage.next.is_some_and(|next| now >= next) {
                    outage.next = None;
                    self.put(Output::Connect { resume: (!outage.fresh).then(|| meeting.sid.clone()) });
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
                let (mine, others): (Vec<_>, Vec<_>) =
                    people.into_iter().partition(|member| member.participant.participant_id == meeting.me.participant_id);
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
                    known.into_iter().for_each(|member| meeting.roster.apply(member, at, &mut out));
                }
            }
            Input::Speakers(changes) => meeting.roster.speakers(changes, &mut |output| self.outputs.push_back(output)),
            Input::EndMarked { by } => meeting.last_word = Some(EndReason::Ended { by }),
            Input::MediaUp => meeting.media = Media::Up,
            Input::Stay => {
                meeting.ending = None;
                self.cut = false;
                self.put(Output::StartMedia);
            }
            Input::End => {
                self.cut = true;
                self.put(Output::StopMedia);
                if meeting.ending.is_none() {
                    meeting.ending = Some(Ending { since: now, told: false, backoff: Backoff::new(), step: EndStep::Asking });
                    self.put(Output::SendDeleteRoom);
                }
            }
            Input::EndAnswered(EndAnswer::Refused { why }) if meeting.ending.is_some() => {
                // A refused request changes nothing: I am in the meeting as before, and heard.
                meeting.ending = None;
                self.cut = false;
                self.put(Output::StartMedia);
                self.emit(MeetingEvent::EndRefused { why });
            }
            Input::EndAnswered(EndAnswer::Unreachable { why }) => {
                if let Some(ending) = &mut meeting.ending {
                    ending.step = EndStep::AskAgain(ending.backoff.next(now, &mut self.random));
                    self.end_delayed(&mut meeting, &why);
                }
            }
            Input::Timeout => self.push_end(now, &mut meeting),
            // Answers that come too late to matter, and orders that make no sense here.
            _ => {}
        }
        meeting
    }

    /// Keeps my End going as time passes.
    fn push_end(&mut self, now: Instant, meeting: &mut Meeting) {
        let Some(ending) = &mut meeting.ending else { return };
        match ending.step {
            EndStep::Confirmed(_) => {}
            _ if now >= ending.since + END_LIMIT => {
                meeting.ending = None;
                self.emit(MeetingEvent::EndRefused { why: "The meeting could not be ended, because its server does not answer. Leave, or try again.".into() });
            }
            EndStep::AskAgain(at) if now >= at => {
                ending.step = EndStep::Asking;
                self.put(Output::SendDeleteRoom);
            }
            _ if now >= ending.since + END_PATIENCE => self.end_delayed(meeting, "The server has not answered."),
            _ => {}
        }
    }

    /// Says once that my End has not got through yet.
    fn end_delayed(&mut self, meeting: &mut Meeting, why: &str) {
        if let Some(ending) = meeting.ending.as_mut().filter(|ending| !ending.told) {
            ending.told = true;
            self.emit(MeetingEvent::EndRefused { why: format!("{why} The meeting has not ended yet; Adjourn keeps trying.") });
        }
    }

    /// In, for the first time.
    fn enter(&mut self, now: Instant, joined: Joined) -> State {
        let Joined { meeting: meeting_id, title, me, others } = joined;
        let mut meeting = Meeting {
            me: me.participant.clone(),
            sid: me.sid.clone(),
            roster: Roster::new(me.participant.participant_id.clone()),
            media: Media::Missing { until: now + MEDIA_LIMIT, had: false, fresh: false },
            everybody_next: false,
            last_word: None,
            ending: None,
        };
        self.state_changed(MeetingState::Connected);
        self.emit(MeetingEvent::MeetingJoined { meeting_id, me: me.participant.clone(), title });
        self.begin_media();
        let at = self.unix_ms(now);
        meeting.roster.replace([me].into_iter().chain(others).collect(), at, &mut |output| self.outputs.push_back(output));
        State::Connected(meeting)
    }

    /// In again, as a new session of the server's; for everybody else it is the same one.
    fn enter_again(&mut self, now: Instant, mut meeting: Meeting, joined: Joined) -> State {
        let had = !matches!(meeting.media, Media::Missing { had: false, .. });
        meeting.sid = joined.me.sid.clone();
        meeting.media = Media::Missing { until: now + MEDIA_LIMIT, had, fresh: true };
        meeting.everybody_next = false;
        self.state_changed(MeetingState::Connected);
        self.begin_media();
        let at = self.unix_ms(now);
        let everybody = [joined.me].into_iter().chain(joined.others).collect();
        meeting.roster.replace(everybody, at, &mut |output| self.outputs.push_back(output));
        State::Connected(meeting)
    }

    fn begin_media(&mut self) {
        if !self.cut {
            self.put(Output::StartMedia);
        }
        self.put(Output::Publish);
    }

    /// The connection is lost; what the others see and hear of us may well go on.
    fn lose(&mut self, now: Instant, meeting: Meeting, fresh: bool) -> State {
        self.state_changed(MeetingState::Reconnecting);
        let mut backoff = Backoff::new();
        let next = Some(backoff.next(now, &mut self.random));
        State::Reconnecting(meeting, Outage { since: now, fresh, backoff, next })
    }

    /// On the way out: nothing is sent any more, and the devices are closed before it is told.
    fn go(&mut self, now: Instant, reason: EndReason) -> State {
        self.put(Output::StopMedia);
        self.put(match reason {
            EndReason::Left | EndReason::JoinFailed { .. } => Output::SendLeave,
            _ => Output::Disconnect,
        });
        self.put(Output::Release);
        State::Leaving { reason, until: now + RELEASE_LIMIT }
    }

    fn finish(&mut self, now: Instant, reason: &EndReason, stuck: &[String]) -> State {
        if !stuck.is_empty() {
            let message = format!("{} has not let go yet. Unplug it, or quit Adjourn.", stuck.join(" and "));
            self.emit(MeetingEvent::Error { code: "device-stuck".into(), message });
        }
        self.state_changed(match reason {
            EndReason::JoinFailed { .. } => MeetingState::Failed,
            _ => MeetingState::Disconnected,
        });
        let told = reason.to_self(self.unix_ms(now));
        self.emit(MeetingEvent::MeetingLeft { reason: told });
        self.put(Output::Ended(reason.clone()));
        State::Ended
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
        self.origin.1.saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
    }
}

impl Meeting {
    /// The reason, with the name that only earlier news or my own click can give it.
    fn explain(&self, reason: EndReason) -> EndReason {
        match (reason, &self.last_word) {
            (EndReason::Ended { by: None }, Some(EndReason::Ended { by: Some(by) })) => EndReason::Ended { by: Some(by.clone()) },
            (EndReason::Ended { by: None }, _) if self.ending.is_some() => EndReason::Ended { by: Some(self.me.name.clone()) },
            (EndReason::Removed { by: None }, Some(EndReason::Removed { by })) => EndReason::Removed { by: by.clone() },
            (reason, _) => reason,
        }
    }

    fn without_media(mut self, now: Instant) -> Self {
        if let Media::Up = self.media {
            self.media = Media::Missing { until: now + MEDIA_LIMIT, had: true, fresh: false };
        }
        self
    }

    fn with_end_step(mut self, step: EndStep) -> Self {
        if let Some(ending) = &mut self.ending {
            ending.step = step;
        }
        self
    }

    fn end_confirmed_before(&self, now: Instant) -> bool {
        self.ending.as_ref().is_some_and(|ending| matches!(ending.step, EndStep::Confirmed(until) if now >= until))
    }

    fn media_timeout(&self) -> Option<Instant> {
        match self.media {
            Media::Up => None,
            Media::Missing { until, .. } => Some(until),
        }
    }

    fn end_timeout(&self) -> Option<Instant> {
        let ending = self.ending.as_ref()?;
        let patience = (!ending.told).then_some(ending.since + END_PATIENCE);
        match ending.step {
            EndStep::Confirmed(until) => Some(until),
            EndStep::AskAgain(at) => [Some(at), patience, Some(ending.since + END_LIMIT)].into_iter().flatten().min(),
            EndStep::Asking => [patience, Some(ending.since + END_LIMIT)].into_iter().flatten().min(),
        }
    }
}

impl Outage {
    /// When it is the end of the session; my End, while it is on its way, is given its full time.
    fn limit(&self, meeting: &Meeting) -> Instant {
        let limit = self.since + RECONNECT_LIMIT;
        meeting.ending.as_ref().map_or(limit, |ending| limit.max(ending.since + END_LIMIT))
    }
}

fn join_failed(why: &str) -> EndReason {
    EndReason::JoinFailed { why: why.into() }
}
