//! Waiting to be let in, roles, requests, the rules of the meeting and going for another reason than wanting to.

use super::*;

fn waiting(ahead: u32) -> Input {
    Input::Waiting(Waiting {
        title: "Ana’s meeting".into(),
        host: Some("Ana".into()),
        ahead,
    })
}

fn tells(lab: &mut Lab) -> Vec<MeetingEvent> {
    let events = lab.take().into_iter().filter_map(|output| match output {
        Output::Emit(event) => Some(event),
        _ => None,
    });
    events.collect()
}

fn private(news: Private) -> Input {
    Input::Private {
        sid: ParticipantSid::new("PA_me"),
        news,
    }
}

fn cy() -> (ParticipantId, String) {
    (ParticipantId::new("cy"), "Cy".into())
}

fn answered(n: u64, response: Option<EntryResponse>) -> Answered {
    let (id, name) = cy();
    Answered {
        n,
        id,
        name,
        response,
    }
}

fn ask(n: u64, kind: StreamKind) -> Option<Ask> {
    Some(Ask {
        n,
        kind,
        by: "Ana".into(),
    })
}

#[test]
fn at_the_door_i_wait_as_long_as_it_takes_and_hear_how_many_are_ahead() {
    let mut lab = Lab::new();
    lab.feed(Input::Join).take();
    lab.feed(waiting(2)).feed(waiting(2)).feed(waiting(1));
    let ahead = |ahead| MeetingEvent::Waiting {
        title: "Ana’s meeting".into(),
        host: Some("Ana".into()),
        ahead,
    };
    let state = |state| MeetingEvent::MeetingStateChanged { state };
    assert_eq!(
        tells(&mut lab),
        [state(MeetingState::Waiting), ahead(2), ahead(1)]
    );
    lab.wait(Duration::from_secs(3600));
    assert_eq!(lab.take(), []);
    lab.feed(Input::Connected(joined("PA_me", &[])));
    assert_eq!(tells(&mut lab)[0], state(MeetingState::Connected));
}

#[test]
fn at_the_door_i_can_leave_be_denied_and_hear_of_the_end() {
    let at_door = || {
        let mut lab = Lab::new();
        lab.feed(Input::Join).feed(waiting(0)).take();
        lab
    };
    let mut leaves = at_door();
    leaves.feed(Input::Leave);
    assert!(leaves.says(&Output::SendLeave));
    assert_eq!(leaves.left_with(), ReasonCode::Left);

    let mut denied = at_door();
    denied.feed(Input::ConnectFailed(ConnectFailure::Denied));
    assert_eq!(denied.left_with(), ReasonCode::Denied);

    let mut over = at_door();
    over.feed(Input::ConnectFailed(ConnectFailure::Ended {
        by: Some("Ana".into()),
        note: None,
    }));
    assert_eq!(over.left_with(), ReasonCode::Ended);
    assert_eq!(
        over.reason().and_then(|reason| reason.by),
        Some("Ana".into())
    );

    let mut ends = at_door();
    ends.feed(Input::End { note: None });
    assert_eq!(ends.refusals(), 1);
    assert!(!ends.says(&Output::SendDeleteRoom { note: None }));
}

#[test]
fn who_waits_is_told_to_a_host_with_what_became_of_them() {
    let mut lab = Lab::joined();
    let waits = || Private {
        waiting: vec![cy()],
        ..Private::default()
    };
    lab.feed(private(waits())).feed(private(waits()));
    let (participant_id, name) = cy();
    assert_eq!(
        tells(&mut lab),
        [MeetingEvent::EntryRequested {
            participant_id: participant_id.clone(),
            name: name.clone()
        }]
    );

    let denied = || Private {
        answered: vec![answered(1, Some(EntryResponse::Denied))],
        ..Private::default()
    };
    lab.feed(private(denied())).feed(private(denied()));
    let response = EntryResponse::Denied;
    assert_eq!(
        tells(&mut lab),
        [MeetingEvent::EntryResponded {
            participant_id: participant_id.clone(),
            name,
            response
        }]
    );

    // The same person asks again, and gives up; or I am no host any more.
    for gone in [
        Private {
            answered: vec![answered(2, None)],
            ..Private::default()
        },
        Private::default(),
    ] {
        lab.feed(private(waits()));
        assert_eq!(tells(&mut lab).len(), 1);
        lab.feed(private(gone));
        assert_eq!(
            tells(&mut lab),
            [MeetingEvent::EntryWithdrawn {
                participant_id: participant_id.clone()
            }]
        );
    }
}

#[test]
fn who_waits_when_i_come_is_told_and_what_was_asked_before_is_not() {
    let mut lab = Lab::new();
    let private = Private {
        waiting: vec![cy()],
        answered: vec![answered(4, Some(EntryResponse::Allowed))],
        ask: ask(3, StreamKind::Audio),
        muted: ask(3, StreamKind::Video),
    };
    let farewell = Some(Farewell {
        n: 9,
        name: "Di".into(),
        text: FarewellText::BackIn5,
    });
    lab.feed(Input::Join).take();
    lab.feed(Input::Connected(Box::new(Joined {
        private,
        farewell,
        ..*joined("PA_me", &[])
    })));
    assert!(!lab.says(&Output::Silence {
        kind: StreamKind::Video
    }));
    let told = tells(&mut lab);
    let asked = |event: &MeetingEvent| {
        !matches!(
            event,
            MeetingEvent::MeetingStateChanged { .. }
                | MeetingEvent::MeetingJoined { .. }
                | MeetingEvent::RoomChanged { .. }
        )
    };
    let (participant_id, name) = cy();
    assert_eq!(
        told.into_iter().filter(asked).collect::<Vec<_>>(),
        [MeetingEvent::EntryRequested {
            participant_id,
            name
        }]
    );
}

#[test]
fn a_hosts_mute_turns_the_device_off_once_and_a_request_is_only_asked() {
    let mut lab = Lab::joined();
    let muted = |n| {
        private(Private {
            muted: ask(n, StreamKind::Audio),
            ..Private::default()
        })
    };
    lab.feed(muted(1)).feed(muted(1));
    let told = Output::Emit(MeetingEvent::MutedByHost {
        kind: StreamKind::Audio,
        by: Some("Ana".into()),
    });
    assert_eq!(
        lab.take(),
        [
            Output::Silence {
                kind: StreamKind::Audio
            },
            told
        ]
    );
    lab.feed(muted(2));
    assert!(lab.says(&Output::Silence {
        kind: StreamKind::Audio
    }));
    lab.take();

    let asked = |n, kind| {
        private(Private {
            ask: ask(n, kind),
            muted: ask(2, StreamKind::Audio),
            ..Private::default()
        })
    };
    let host = |id: &str| {
        let mut ana = member(id, &format!("PA_{id}"), 1, false);
        (ana.participant.name, ana.participant.role) = ("Ana".into(), Role::Host);
        Input::People(vec![ana])
    };
    lab.feed(host("ana")).take();
    lab.feed(asked(1, StreamKind::Audio));
    let by = || "Ana".to_owned();
    assert_eq!(
        tells(&mut lab),
        [MeetingEvent::MicRequested {
            participant_id: Some(ParticipantId::new("ana")),
            by: by()
        }]
    );
    lab.feed(host("another")).take();
    lab.feed(asked(2, StreamKind::Video));
    assert_eq!(
        tells(&mut lab),
        [MeetingEvent::WebcamRequested {
            participant_id: None,
            by: by()
        }],
        "either of the two"
    );

    // What is told to an earlier session of mine is not for this one.
    lab.feed(Input::Private {
        sid: ParticipantSid::new("PA_old"),
        news: Private {
            ask: ask(3, StreamKind::Audio),
            ..Private::default()
        },
    });
    assert_eq!(lab.take(), []);
}

#[test]
fn a_role_that_changes_is_told_of_others_and_of_me() {
    let mut lab = Lab::joined();
    for id in ["bo", "me"] {
        let mut changed = member(id, &format!("PA_{id}"), 2, id == "bo");
        changed.participant.role = Role::CoHost;
        lab.feed(Input::People(vec![changed.clone()]))
            .feed(Input::People(vec![changed]));
        assert_eq!(
            tells(&mut lab),
            [MeetingEvent::RoleChanged {
                participant_id: ParticipantId::new(id),
                role: Role::CoHost
            }]
        );
    }
    assert_eq!(lab.session.me().map(|me| me.role), Some(Role::CoHost));
}

#[test]
fn the_rules_and_a_last_word_are_told_when_they_change() {
    let mut lab = Lab::joined();
    let rules = Rules {
        locked: true,
        ends_at: Some(1_790_000_120_000),
        ends_by: Some("Ana".into()),
        ..Rules::default()
    };
    lab.feed(Input::Rules(rules.clone()))
        .feed(Input::Rules(rules.clone()));
    assert_eq!(lab.take(), [room_changed(&rules)]);

    let word = |n| {
        Input::Farewell(Farewell {
            n,
            name: "Di".into(),
            text: FarewellText::BadConnection,
        })
    };
    lab.feed(word(1)).feed(word(1));
    assert_eq!(
        tells(&mut lab),
        [MeetingEvent::Farewell {
            name: "Di".into(),
            text: FarewellText::BadConnection
        }]
    );
}

#[test]
fn how_far_an_end_has_got_is_told_to_a_host_also_when_it_came_as_announced() {
    let progress = || {
        Input::Progress(EndProgress {
            closed: 1,
            total: 2,
            unresponsive: vec!["BO".into()],
            record_missing: true,
        })
    };
    let mut host = Lab::joined();
    host.feed(progress()).feed(progress());
    let told = MeetingEvent::EndProgress {
        closed: 1,
        total: 2,
        unresponsive: vec!["BO".into()],
        record_missing: true,
    };
    assert_eq!(tells(&mut host), [told]);

    let mut guest = Lab::joined();
    let mut me = member("me", "PA_me", 2, false);
    me.participant.role = Role::Guest;
    guest.feed(Input::People(vec![me])).take();
    guest.feed(progress());
    assert_eq!(guest.take(), [], "it is not a guest's to know");
}

#[test]
fn a_lost_connection_is_tried_as_long_as_the_meeting_waits_for_its_host() {
    let rule = |seconds| Rules {
        away: Some(AwayRule::EndAfter { seconds }),
        ..Rules::default()
    };
    let with = |away| Rules {
        away: Some(away),
        ..Rules::default()
    };
    for (rules, lasts) in [
        (rule(300), 300),
        (rule(u32::MAX), 3600),
        (with(AwayRule::Keep), 300),
        (with(AwayRule::End), 30),
        (Rules::default(), 30),
    ] {
        let mut lab = Lab::joined();
        lab.feed(Input::Rules(rules)).feed(Input::SocketLost);
        lab.wait(Duration::from_secs(lasts - 1));
        assert!(!lab.says(&Output::Release), "given up before {lasts} s");
        lab.wait(Duration::from_secs(2));
        assert_eq!(lab.left_with(), ReasonCode::ConnectionLost);
    }
}

#[test]
fn a_host_computer_that_starts_again_is_given_time_to_know_its_meeting() {
    let refused = || {
        Input::ConnectFailed(ConnectFailure::Refused {
            error: ErrorCode::UnknownMeeting,
            why: "There is no such meeting.".into(),
        })
    };
    let rules = Rules {
        away: Some(AwayRule::EndAfter { seconds: 300 }),
        ..Rules::default()
    };
    let mut lab = Lab::joined();
    lab.feed(Input::Rules(rules))
        .feed(Input::SocketLost)
        .wait(Duration::from_secs(60));
    lab.feed(refused()).wait(Duration::from_secs(10));
    assert!(!lab.says(&Output::Release));
    lab.feed(Input::ComeBack { fresh: true }).take();
    lab.wait(Duration::from_secs(10));
    assert!(lab.says(&Output::Connect { resume: None }));

    let mut without = Lab::joined();
    without
        .feed(Input::SocketLost)
        .wait(Duration::from_secs(1))
        .feed(refused());
    assert_eq!(without.left_with(), ReasonCode::ConnectionLost);
}

#[test]
fn i_am_gone_for_the_reason_given_and_the_server_is_told() {
    for (reason, code) in [
        (EndReason::Asleep, ReasonCode::Asleep),
        (EndReason::Crashed, ReasonCode::Crashed),
    ] {
        let mut lab = Lab::joined();
        lab.feed(Input::LeaveBecause(reason.clone()));
        assert_eq!(
            lab.take(),
            [Output::StopMedia, Output::SendGone(reason), Output::Release]
        );
        assert_eq!(lab.left_with(), code);
    }
}

#[test]
fn who_was_removed_while_away_learns_it_on_return() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost).wait(Duration::from_millis(300));
    lab.feed(Input::ConnectFailed(ConnectFailure::Removed {
        by: Some("Ana".into()),
    }));
    assert_eq!(lab.left_with(), ReasonCode::Removed);
    assert_eq!(
        lab.reason().and_then(|reason| reason.by),
        Some("Ana".into())
    );
}
