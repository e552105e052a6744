//! The session in virtual time.

mod endings;
mod house;
mod sequences;
mod talk;

use super::*;
use crate::{
    AwayRule, DeviceState, EndNote, EndProgress, EntryResponse, FarewellText, MeetingId,
    ParticipantId, ParticipantSid, Reason, ReasonCode, Role, StreamKind, TrackId,
};

/// A session, the clock it lives in, and everything it has said.
#[derive(Clone)]
struct Lab {
    session: Session,
    now: Instant,
    said: Vec<Output>,
}

impl Lab {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            session: Session::new(now, 1_790_000_000_000, 7),
            now,
            said: Vec::new(),
        }
    }

    fn joined() -> Self {
        let mut lab = Self::new();
        lab.feed(Input::Join);
        lab.feed(Input::Connected(joined(
            "PA_me",
            &[member("bo", "PA_bo", 1, true)],
        )));
        lab.feed(Input::MediaUp);
        lab.said.clear();
        lab
    }

    /// Feeds one input and keeps what comes out.
    fn feed(&mut self, input: Input) -> &mut Self {
        self.session.handle(self.now, input);
        self.said
            .extend(std::iter::from_fn(|| self.session.poll_output()));
        self
    }

    /// Lets time pass, waking the session whenever it wants to be.
    fn wait(&mut self, time: Duration) -> &mut Self {
        let end = self.now + time;
        for _ in 0..10_000 {
            match self.session.poll_timeout() {
                Some(at) if at <= end => {
                    self.now = self.now.max(at);
                    self.feed(Input::Timeout);
                }
                _ => {
                    self.now = end;
                    return self;
                }
            }
        }
        panic!("the session asks to be woken without an end");
    }

    fn take(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.said)
    }

    fn reason(&self) -> Option<Reason> {
        self.said.iter().find_map(|output| match output {
            Output::Emit(MeetingEvent::MeetingLeft { reason }) => Some(reason.clone()),
            _ => None,
        })
    }

    fn left_with(&mut self) -> ReasonCode {
        self.feed(released(&[]));
        self.reason().expect("the meeting is left").code
    }

    fn says(&self, wanted: &Output) -> bool {
        self.said.contains(wanted)
    }

    fn refusals(&self) -> usize {
        self.said
            .iter()
            .filter(|output| matches!(output, Output::Emit(MeetingEvent::EndRefused { .. })))
            .count()
    }
}

fn participant(id: &str) -> Participant {
    let role = if id == "me" { Role::Host } else { Role::Guest };
    Participant {
        participant_id: ParticipantId::new(id),
        name: id.to_uppercase(),
        role,
    }
}

fn member(id: &str, sid: &str, version: u32, audio: bool) -> Member {
    Member {
        participant: participant(id),
        sid: ParticipantSid::new(sid),
        version,
        joined_at_ms: 1,
        streams: vec![Stream {
            track: TrackId::new(format!("TR_{id}")),
            kind: StreamKind::Audio,
            enabled: audio,
        }],
        hand: None,
        left: None,
    }
}

fn gone(id: &str, sid: &str, reason: EndReason) -> Member {
    Member {
        left: Some(reason),
        ..member(id, sid, 99, false)
    }
}

fn joined(sid: &str, others: &[Member]) -> Box<Joined> {
    Box::new(Joined {
        meeting: MeetingId::new("room"),
        title: "Ana’s meeting".into(),
        me: member("me", sid, 1, false),
        others: others.to_vec(),
        rules: Rules::default(),
        private: Private::default(),
        farewell: None,
    })
}

fn released(stuck: &[&str]) -> Input {
    let camera = if stuck.is_empty() {
        DeviceState::Free
    } else {
        DeviceState::Stuck
    };
    Input::Released(Receipt {
        camera,
        microphone: DeviceState::Free,
        speaker: DeviceState::NotUsed,
        stuck: stuck.iter().map(|name| (*name).into()).collect(),
    })
}

fn room_changed(rules: &Rules) -> Output {
    Output::Emit(MeetingEvent::RoomChanged {
        locked: rules.locked,
        lobby: rules.lobby,
        away: rules.away,
        ends_at: rules.ends_at.map(|at| at as f64),
        ends_by: rules.ends_by.clone(),
        elsewhere: rules.elsewhere,
    })
}

fn state(state: MeetingState) -> Output {
    Output::Emit(MeetingEvent::MeetingStateChanged { state })
}

fn ended(by: Option<&str>) -> EndReason {
    EndReason::Ended {
        by: by.map(Into::into),
        note: None,
    }
}

#[test]
fn joining_tells_who_was_there_and_what_they_send() {
    let mut lab = Lab::new();
    lab.feed(Input::Join);
    assert_eq!(
        lab.take(),
        [
            state(MeetingState::Connecting),
            Output::Connect { resume: None }
        ]
    );
    lab.feed(Input::Connected(joined(
        "PA_me",
        &[member("bo", "PA_bo", 1, true)],
    )));
    let bo = participant("bo");
    assert_eq!(
        lab.take(),
        [
            state(MeetingState::Connected),
            Output::Emit(MeetingEvent::MeetingJoined {
                meeting_id: MeetingId::new("room"),
                me: participant("me"),
                title: "Ana’s meeting".into()
            }),
            room_changed(&Rules::default()),
            Output::StartMedia,
            Output::Publish,
            Output::Emit(MeetingEvent::ParticipantJoined {
                participant: bo.clone()
            }),
            Output::Subscribe {
                track: TrackId::new("TR_bo"),
                participant: bo.participant_id.clone(),
                kind: StreamKind::Audio
            },
            Output::Emit(MeetingEvent::StreamEnabled {
                participant_id: bo.participant_id,
                kind: StreamKind::Audio
            }),
        ]
    );
}

#[test]
fn leaving_stops_media_first_frees_the_devices_and_tells_it_last() {
    let mut lab = Lab::joined();
    lab.feed(Input::Leave);
    assert_eq!(
        lab.take(),
        [Output::StopMedia, Output::SendLeave, Output::Release]
    );
    lab.feed(released(&[]));
    assert_eq!(lab.said.len(), 4);
    assert_eq!(lab.said[0], state(MeetingState::Disconnected));
    assert!(
        matches!(&lab.said[1], Output::Emit(MeetingEvent::DevicesReleased { camera: DeviceState::Free, stuck, .. }) if stuck.is_empty()),
        "{:?}",
        lab.said[1]
    );
    assert_eq!(
        lab.reason().map(|reason| reason.code),
        Some(ReasonCode::Left)
    );
    assert_eq!(lab.said[3], Output::Ended(EndReason::Left));
}

#[test]
fn a_device_that_does_not_close_is_named_and_does_not_hold_anybody_up() {
    let mut named = Lab::joined();
    named.feed(Input::Leave).feed(released(&["HD Webcam"]));
    assert!(named.said.iter().any(|output| matches!(output, Output::Emit(MeetingEvent::Error { message, .. }) if message.contains("HD Webcam"))));
    assert!(named.session.is_over());

    let mut silent = Lab::joined();
    silent.feed(Input::Leave).wait(Duration::from_millis(300));
    assert_eq!(
        silent.reason().map(|reason| reason.code),
        Some(ReasonCode::Left)
    );
}

#[test]
fn leaving_works_while_connecting_and_while_reconnecting() {
    let mut connecting = Lab::new();
    connecting.feed(Input::Join).feed(Input::Leave);
    assert_eq!(connecting.left_with(), ReasonCode::Left);

    let mut reconnecting = Lab::joined();
    reconnecting
        .feed(Input::SocketLost)
        .wait(Duration::from_secs(1))
        .take();
    reconnecting.feed(Input::Leave);
    assert_eq!(reconnecting.left_with(), ReasonCode::Left);
    assert!(
        !reconnecting
            .said
            .iter()
            .any(|output| matches!(output, Output::Connect { .. }))
    );
}

#[test]
fn a_cut_while_connecting_still_holds_when_connected() {
    let mut lab = Lab::new();
    lab.feed(Input::Join).feed(Input::Cut);
    lab.feed(Input::Connected(joined("PA_me", &[])));
    assert!(!lab.says(&Output::StartMedia));
    lab.feed(Input::Stay);
    assert!(lab.says(&Output::StartMedia));
}

#[test]
fn a_lost_connection_is_tried_for_thirty_seconds_and_no_longer() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost);
    assert_eq!(lab.take(), [state(MeetingState::Reconnecting)]);
    let lost_at = lab.now;
    let mut attempts = 0;
    while !lab.session.is_over() {
        lab.wait(Duration::from_millis(10));
        for output in lab.take() {
            match output {
                Output::Connect { resume } => {
                    assert_eq!(resume, Some(ParticipantSid::new("PA_me")));
                    attempts += 1;
                    lab.feed(Input::ConnectFailed(ConnectFailure::Unreachable {
                        error: ErrorCode::Unreachable,
                        why: "No route.".into(),
                    }));
                }
                Output::Release => {
                    let after = lab.now - lost_at;
                    assert!(
                        (Duration::from_secs(29)..Duration::from_secs(31)).contains(&after),
                        "{after:?}"
                    );
                    assert_eq!(lab.left_with(), ReasonCode::ConnectionLost);
                }
                _ => {}
            }
        }
    }
    assert!((8..60).contains(&attempts), "{attempts} attempts");
}

#[test]
fn coming_back_keeps_everybody_and_notices_who_went_meanwhile() {
    let mut lab = Lab::joined();
    lab.feed(Input::People(vec![member("cy", "PA_cy", 1, false)]));
    lab.feed(Input::SocketLost)
        .wait(Duration::from_millis(300))
        .take();
    lab.feed(Input::Resumed).feed(Input::People(vec![
        member("me", "PA_me", 2, false),
        member("bo", "PA_bo", 2, true),
    ]));
    let said = lab.take();
    assert_eq!(said[0], state(MeetingState::Connected));
    let left: Vec<_> = said
        .iter()
        .filter(|output| matches!(output, Output::Emit(MeetingEvent::ParticipantLeft { .. })))
        .collect();
    assert_eq!(left.len(), 1, "{said:?}");
    assert!(
        !said
            .iter()
            .any(|output| matches!(output, Output::Emit(MeetingEvent::ParticipantJoined { .. })))
    );
    assert_eq!(
        lab.session
            .others()
            .map(|other| other.name.as_str())
            .collect::<Vec<_>>(),
        ["BO"]
    );
}

#[test]
fn a_session_the_server_does_not_know_begins_anew_without_a_second_join() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost)
        .wait(Duration::from_millis(300))
        .take();
    lab.feed(Input::ComeBack { fresh: true })
        .wait(Duration::from_secs(1));
    assert!(lab.says(&Output::Connect { resume: None }));
    lab.take();
    lab.feed(Input::Connected(joined(
        "PA_me2",
        &[member("bo", "PA_bo", 2, true)],
    )));
    assert_eq!(
        lab.take(),
        [
            state(MeetingState::Connected),
            Output::StartMedia,
            Output::Publish
        ]
    );
}

#[test]
fn media_that_never_come_up_are_a_failed_join_and_lost_ones_a_reconnect() {
    let mut never = Lab::new();
    never
        .feed(Input::Join)
        .feed(Input::Connected(joined("PA_me", &[])))
        .wait(Duration::from_secs(16));
    assert_eq!(never.left_with(), ReasonCode::JoinFailed);

    let mut lost = Lab::joined();
    lost.feed(Input::MediaLost)
        .wait(Duration::from_millis(300))
        .feed(Input::Resumed)
        .wait(Duration::from_secs(16));
    assert!(
        lost.says(&Output::Connect { resume: None }),
        "a resume that brings no media back is followed by a new session"
    );
    lost.feed(Input::Connected(joined("PA_me2", &[])))
        .wait(Duration::from_secs(16));
    assert_eq!(lost.left_with(), ReasonCode::ConnectionLost);
}

#[test]
fn media_that_are_out_of_step_begin_anew_a_few_times_and_then_the_meeting_goes_on_without() {
    let mut lab = Lab::joined();
    for attempt in 1..=3 {
        lab.feed(Input::MediaBroken).wait(Duration::from_secs(1));
        assert!(lab.says(&Output::Connect { resume: None }), "{attempt}");
        lab.feed(Input::Connected(joined(
            &format!("PA_me{attempt}"),
            &[member("bo", "PA_bo", 2, true)],
        )));
        lab.feed(Input::MediaUp).take();
    }
    lab.feed(Input::MediaBroken).feed(Input::MediaBroken);
    let told = lab.take();
    assert!(
        matches!(&told[..], [Output::Emit(MeetingEvent::Error { .. })]),
        "said once: {told:?}"
    );
    lab.wait(Duration::from_secs(60)).take();
    lab.feed(Input::MediaBroken);
    assert_eq!(lab.take(), [state(MeetingState::Reconnecting)]);
}

#[test]
fn media_that_break_while_a_resume_is_tried_are_not_resumed() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost).wait(Duration::from_secs(1));
    lab.feed(Input::MediaBroken).take();
    lab.wait(Duration::from_secs(2));
    assert!(
        lab.says(&Output::Connect { resume: None }),
        "{:?}",
        lab.said
    );
}

#[test]
fn mute_and_unmute_are_one_event_each_and_old_news_none() {
    let mut lab = Lab::joined();
    let bo = ParticipantId::new("bo");
    lab.feed(Input::People(vec![member("bo", "PA_bo", 3, false)]));
    assert_eq!(
        lab.take(),
        [Output::Emit(MeetingEvent::StreamDisabled {
            participant_id: bo.clone(),
            kind: StreamKind::Audio
        })]
    );
    lab.feed(Input::People(vec![member("bo", "PA_bo", 2, true)]));
    assert_eq!(lab.take(), [], "version 2 came after version 3");
    lab.feed(Input::People(vec![member("bo", "PA_bo", 4, true)]));
    assert_eq!(
        lab.take(),
        [Output::Emit(MeetingEvent::StreamEnabled {
            participant_id: bo,
            kind: StreamKind::Audio
        })]
    );
}

#[test]
fn the_loudest_is_the_speaker_until_it_goes() {
    let mut lab = Lab::joined();
    lab.feed(Input::People(vec![member("cy", "PA_cy", 1, true)]))
        .take();
    let loud = |sid: &str, level, active| Loudness {
        sid: ParticipantSid::new(sid),
        level,
        active,
    };
    let speaks = |id: Option<&str>| {
        Output::Emit(MeetingEvent::SpeakerChanged {
            participant_id: id.map(ParticipantId::new),
        })
    };
    lab.feed(Input::Speakers(vec![
        loud("PA_bo", 0.4, true),
        loud("PA_cy", 0.2, true),
    ]));
    assert_eq!(lab.take(), [speaks(Some("bo"))]);
    lab.feed(Input::Speakers(vec![
        loud("PA_cy", 0.9, true),
        loud("PA_nobody", 1.0, true),
    ]));
    assert_eq!(lab.take(), [speaks(Some("cy"))]);
    lab.feed(Input::People(vec![gone("cy", "PA_cy", EndReason::Crashed)]));
    let said = lab.take();
    assert!(said.contains(&speaks(Some("bo"))), "{said:?}");
    lab.feed(Input::Speakers(vec![loud("PA_bo", 0.0, false)]));
    assert_eq!(lab.take(), [speaks(None)]);
}

#[test]
fn a_participant_that_moved_to_another_device_neither_leaves_nor_joins() {
    let mut lab = Lab::joined();
    let mut again = member("bo", "PA_bo2", 1, true);
    again.joined_at_ms = 5;
    lab.feed(Input::People(vec![again]))
        .feed(Input::People(vec![gone("bo", "PA_bo", EndReason::Moved)]));
    assert!(
        !lab.said
            .iter()
            .any(|output| matches!(output, Output::Emit(_))),
        "{:?}",
        lab.said
    );
}
