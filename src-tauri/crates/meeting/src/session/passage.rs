//! In and out: from the click on Join to being in, and from the reason to go to the last event.

use std::time::{Duration, Instant};

use super::house::House;
use super::io::{ConnectFailure, Input, Joined, Output, Receipt, Waiting};
use super::state::{MEDIA_LIMIT, Media, Meeting, Renewals};
use super::talk::{Talk, not_sent};
use super::{Session, State, join_failed};
use crate::roster::Roster;
use crate::{DeviceState, EndReason, ErrorCode, MeetingEvent, MeetingState};

/// How long the devices have to be free before `MeetingLeft` is told without them. With what a driver takes to act
/// it stays below the 300 ms of the contract.
const RELEASE_LIMIT: Duration = Duration::from_millis(270);
/// How long a first answer may take altogether; each step of connecting has a shorter limit of its own.
pub(super) const CONNECT_LIMIT: Duration = Duration::from_secs(20);

impl Session {
    pub(super) fn connecting(&mut self, now: Instant, until: Instant, input: Input) -> State {
        match input {
            Input::Waiting(waiting) => {
                self.state_changed(MeetingState::Waiting);
                self.tell_waiting(&waiting);
                State::Waiting(waiting)
            }
            Input::Connected(joined) => self.enter(now, *joined),
            Input::ConnectFailed(ConnectFailure::Ended { by, note }) => {
                self.go(now, EndReason::Ended { by, note })
            }
            Input::ConnectFailed(ConnectFailure::Denied) => self.go(now, EndReason::Denied),
            Input::ConnectFailed(ConnectFailure::Removed { by }) => {
                self.go(now, EndReason::Removed { by })
            }
            Input::ConnectFailed(
                ConnectFailure::Refused { error, why } | ConnectFailure::Unreachable { error, why },
            ) => self.go(now, EndReason::JoinFailed { error, why }),
            Input::SocketLost | Input::ComeBack { .. } => self.go(
                now,
                join_failed(
                    ErrorCode::ConnectionBroken,
                    "The connection broke before you were in. Try again.",
                ),
            ),
            Input::Disconnected(EndReason::Left | EndReason::ConnectionLost) => self.go(
                now,
                join_failed(
                    ErrorCode::ConnectionBroken,
                    "The server closed the connection before you were in. Try again.",
                ),
            ),
            Input::Disconnected(reason) => self.go(now, reason),
            Input::Timeout if now >= until => {
                let seconds = CONNECT_LIMIT.as_secs();
                self.go(
                    now,
                    join_failed(
                        ErrorCode::TimedOut,
                        &format!("The server did not answer within {seconds} seconds. Try again."),
                    ),
                )
            }
            Input::End { .. } => {
                self.emit(MeetingEvent::EndRefused {
                    code: ErrorCode::NotInYet,
                    why: "You are not in the meeting yet, so you cannot end it.".into(),
                });
                State::Connecting { until }
            }
            Input::Stay => {
                self.cut = false;
                State::Connecting { until }
            }
            Input::Say(_) => {
                self.put(not_sent("You are not in the meeting yet."));
                State::Connecting { until }
            }
            _ => State::Connecting { until },
        }
    }

    /// At the door: a host takes the time it takes.
    pub(super) fn waiting(&mut self, now: Instant, waiting: Waiting, input: Input) -> State {
        match input {
            Input::Waiting(news) => {
                if news != waiting {
                    self.tell_waiting(&news);
                }
                State::Waiting(news)
            }
            Input::Timeout => State::Waiting(waiting),
            input => match self.connecting(now, now + CONNECT_LIMIT, input) {
                State::Connecting { .. } => State::Waiting(waiting),
                state => state,
            },
        }
    }

    fn tell_waiting(&mut self, waiting: &Waiting) {
        let Waiting { title, host, ahead } = waiting.clone();
        self.emit(MeetingEvent::Waiting { title, host, ahead });
    }

    /// In, for the first time.
    pub(super) fn enter(&mut self, now: Instant, joined: Joined) -> State {
        let Joined {
            meeting: meeting_id,
            title,
            me,
            others,
            rules,
            private,
            farewell,
        } = joined;
        self.state_changed(MeetingState::Connected);
        self.emit(MeetingEvent::MeetingJoined {
            meeting_id,
            me: me.participant.clone(),
            title,
        });
        let house = House::enter(rules, private, farewell.as_ref(), &mut |output| {
            self.put(output)
        });
        let mut meeting = Meeting {
            me: me.participant.clone(),
            sid: me.sid.clone(),
            roster: Roster::new(me.participant.participant_id.clone()),
            media: Media::Missing {
                until: now + MEDIA_LIMIT,
                had: false,
                fresh: false,
            },
            everybody_next: false,
            last_word: None,
            ending: None,
            house,
            talk: Talk::new(now),
            renewals: Renewals::new(now),
        };
        self.begin_media();
        let at = self.unix_ms(now);
        meeting.roster.replace(
            [me].into_iter().chain(others).collect(),
            at,
            &mut |output| self.outputs.push_back(output),
        );
        State::Connected(meeting)
    }

    /// In again, as a new session of the server's; for everybody else it is the same one.
    pub(super) fn enter_again(
        &mut self,
        now: Instant,
        mut meeting: Meeting,
        joined: Joined,
        lost: Instant,
    ) -> State {
        let was_up = meeting.roster.my_hand_is_up();
        let had = !matches!(meeting.media, Media::Missing { had: false, .. });
        meeting.sid = joined.me.sid.clone();
        meeting.media = Media::Missing {
            until: now + MEDIA_LIMIT,
            had,
            fresh: true,
        };
        meeting.everybody_next = false;
        self.state_changed(MeetingState::Connected);
        self.begin_media();
        let at = self.unix_ms(now);
        let everybody = [joined.me].into_iter().chain(joined.others).collect();
        let mut out = |output| self.put(output);
        meeting.roster.replace(everybody, at, &mut out);
        meeting.house.rules(joined.rules, &mut out);
        let roster = &meeting.roster;
        let host = |name: &str| roster.moderator_named(name).cloned();
        meeting.house.private(joined.private, host, &mut out);
        if let Some(farewell) = joined.farewell {
            meeting.house.farewell(farewell, &mut out);
        }
        if let Some(me) = meeting.roster.me() {
            meeting.me = me.clone();
        }
        self.talk_on(now, &mut meeting, was_up, Some(lost));
        State::Connected(meeting)
    }

    fn begin_media(&mut self) {
        if !self.cut {
            self.put(Output::StartMedia);
        }
        self.put(Output::Publish);
    }

    /// On the way out: nothing is sent any more, and the devices are closed before it is told.
    pub(super) fn go(&mut self, now: Instant, reason: EndReason) -> State {
        self.put(Output::StopMedia);
        self.put(match reason {
            EndReason::Left | EndReason::JoinFailed { .. } => Output::SendLeave,
            EndReason::Crashed | EndReason::Asleep => Output::SendGone(reason.clone()),
            _ => Output::Disconnect,
        });
        self.put(Output::Release);
        State::Leaving {
            reason,
            until: now + RELEASE_LIMIT,
        }
    }

    /// `receipt` is missing when the devices took longer than they have.
    pub(super) fn finish(
        &mut self,
        now: Instant,
        reason: &EndReason,
        receipt: Option<Receipt>,
    ) -> State {
        let stuck = receipt.as_ref().map(|receipt| receipt.stuck.join(" and "));
        if let Some(stuck) = stuck.filter(|stuck| !stuck.is_empty()) {
            self.emit(MeetingEvent::Error {
                code: ErrorCode::DeviceStuck,
                message: format!(
                    "Still closing: {stuck}. If its light stays on, unplug it or quit Adjourn."
                ),
            });
        }
        self.state_changed(match reason {
            EndReason::JoinFailed { .. } => MeetingState::Failed,
            _ => MeetingState::Disconnected,
        });
        let unknown = || Receipt {
            camera: DeviceState::NotChecked,
            microphone: DeviceState::NotChecked,
            speaker: DeviceState::NotChecked,
            stuck: Vec::new(),
        };
        let Receipt {
            camera,
            microphone,
            speaker,
            stuck,
        } = receipt.unwrap_or_else(unknown);
        self.emit(MeetingEvent::DevicesReleased {
            camera,
            microphone,
            speaker,
            checked_at: self.unix_ms(now) as f64,
            stuck,
        });
        let told = reason.to_self(self.unix_ms(now));
        self.emit(MeetingEvent::MeetingLeft { reason: told });
        self.put(Output::Ended(reason.clone()));
        State::Ended
    }
}
