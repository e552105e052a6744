//! What hosts may, and who is one.

use super::*;

fn guest(name: &str) -> Caller {
    caller(name, Authority::None)
}

fn host(name: &str) -> Caller {
    caller(name, Authority::Host)
}

fn role(lab: &Lab, name: &str) -> Option<Role> {
    lab.room
        .member_by_id(&id(name))
        .map(|member| member.participant.role)
}

#[test]
fn handing_over_makes_the_old_host_a_co_host_who_cannot_end_with_its_old_token() {
    let mut lab = Lab::with_ana_and_bo();
    let handed = lab.handle(Input::SetRole {
        who: id("bo"),
        role: Role::Host,
        by: host("ana"),
    });
    let told: Vec<_> = handed
        .iter()
        .filter_map(|output| match output {
            Output::Update(member) => Some(member.participant.role),
            _ => None,
        })
        .collect();
    assert_eq!(told, [Role::Host, Role::CoHost]);
    assert_eq!(
        lab.handle(Input::EndForAll {
            note: None,
            by: host("ana")
        }),
        [Output::Deny]
    );
    lab.handle(Input::Leave { sid: sid(1) });
    assert_eq!(
        lab.handle(Input::EndForAll {
            note: None,
            by: host("ana")
        }),
        [Output::Deny],
        "nor after it has left"
    );
    lab.handle(Input::Join {
        member: member("ana", 3, Role::Host),
    });
    assert_eq!(
        role(&lab, "ana"),
        Some(Role::CoHost),
        "nor when it comes back"
    );
    let ended = lab.handle(Input::EndForAll {
        note: None,
        by: guest("bo"),
    });
    assert!(matches!(ended[0], Output::RecordEnd { .. }), "{ended:?}");
}

#[test]
fn a_co_host_moderates_and_does_not_rule() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::Join {
        member: member("cy", 3, Role::Guest),
    });
    lab.handle(Input::SetRole {
        who: id("bo"),
        role: Role::CoHost,
        by: host("ana"),
    });
    for input in [
        Input::EndForAll {
            note: None,
            by: guest("bo"),
        },
        Input::AnnounceEnd {
            note: None,
            after: Duration::from_secs(60),
            by: guest("bo"),
        },
        Input::CancelEnd { by: guest("bo") },
        Input::SetRole {
            who: id("cy"),
            role: Role::Host,
            by: guest("bo"),
        },
        Input::Remove {
            who: id("ana"),
            by: guest("bo"),
        },
    ] {
        assert_eq!(lab.handle(input.clone()), [Output::Deny], "{input:?}");
    }
    let removed = lab.handle(Input::Remove {
        who: id("cy"),
        by: guest("bo"),
    });
    assert_eq!(gone(&removed)[0].0, "cy");
}

#[test]
fn a_guest_may_nothing_over_others() {
    let mut lab = Lab::with_ana_and_bo();
    for input in [
        Input::Silence {
            who: None,
            kind: StreamKind::Audio,
            by: guest("bo"),
        },
        Input::Ask {
            who: id("ana"),
            kind: StreamKind::Video,
            by: guest("bo"),
        },
        Input::SetRole {
            who: id("bo"),
            role: Role::Host,
            by: guest("bo"),
        },
        Input::Remove {
            who: id("ana"),
            by: guest("bo"),
        },
        Input::EndForAll {
            note: None,
            by: guest("bo"),
        },
        Input::AnnounceEnd {
            note: None,
            after: Duration::from_secs(60),
            by: guest("bo"),
        },
    ] {
        assert_eq!(lab.handle(input.clone()), [Output::Deny], "{input:?}");
    }
    assert_eq!(lab.names(), ["ana", "bo"]);
    assert_eq!(role(&lab, "bo"), Some(Role::Guest));
}

#[test]
fn a_host_does_not_lose_its_role_by_mistake() {
    let mut lab = Lab::with_ana_and_bo();
    let lay_down = Input::SetRole {
        who: id("ana"),
        role: Role::Guest,
        by: host("ana"),
    };
    assert_eq!(lab.handle(lay_down), [Output::Deny]);
    assert_eq!(
        lab.handle(Input::Remove {
            who: id("ana"),
            by: host("ana")
        }),
        [Output::Deny]
    );
    let nobody = Input::SetRole {
        who: id("zoe"),
        role: Role::Host,
        by: host("ana"),
    };
    assert_eq!(lab.handle(nobody), [Output::Nobody]);
    assert_eq!(role(&lab, "ana"), Some(Role::Host));
}

#[test]
fn silencing_all_spares_hosts_and_only_tells_who_was_loud() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::Join {
        member: member("cy", 3, Role::Guest),
    });
    for n in [1, 2] {
        lab.handle(Input::Publish {
            sid: sid(n),
            track: track(n),
        });
    }
    let all = Input::Silence {
        who: None,
        kind: StreamKind::Audio,
        by: host("ana"),
    };
    let outputs = lab.handle(all.clone());
    assert_eq!(
        outputs[0],
        Output::Silence {
            sid: sid(2),
            track: TrackId::new("TR_2")
        }
    );
    let Output::Update(bo) = &outputs[1] else {
        panic!("unexpected {outputs:?}")
    };
    assert!(bo.tracks[0].muted);
    assert_eq!(
        lab.room.silenced(&sid(2)).map(|notice| notice.by.as_str()),
        Some("ana")
    );
    assert!(lab.room.silenced(&sid(1)).is_none() && lab.room.silenced(&sid(3)).is_none());
    assert!(
        lab.handle(all).is_empty(),
        "who is silent is not silenced again"
    );
    lab.handle(Input::Mute {
        sid: sid(2),
        track: TrackId::new("TR_2"),
        muted: false,
    });
    let unmuted = lab
        .room
        .member(&sid(2))
        .is_some_and(|bo| !bo.tracks[0].muted);
    assert!(unmuted, "it may speak again when it chooses to");
}

#[test]
fn who_is_asked_is_told_alone_and_every_time() {
    let mut lab = Lab::with_ana_and_bo();
    let ask = Input::Ask {
        who: id("bo"),
        kind: StreamKind::Audio,
        by: host("ana"),
    };
    assert_eq!(lab.handle(ask.clone()), [Output::Private { sid: sid(2) }]);
    let first = lab.room.asked(&sid(2)).map(|notice| notice.n);
    lab.handle(ask);
    assert!(lab.room.asked(&sid(2)).map(|notice| notice.n) > first);
    let gone = Input::Ask {
        who: id("zoe"),
        kind: StreamKind::Audio,
        by: host("ana"),
    };
    assert_eq!(lab.handle(gone), [Output::Nobody]);
}

#[test]
fn a_guardian_tells_of_its_own_session_and_not_of_a_newer_one() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    let late = Input::Gone {
        who: id("bo"),
        sid: Some(sid(2)),
        reason: EndReason::Crashed,
    };
    assert_eq!(lab.handle(late), [Output::Nobody]);
    let own = Input::Gone {
        who: id("bo"),
        sid: Some(sid(3)),
        reason: EndReason::Asleep,
    };
    assert_eq!(
        gone(&lab.handle(own)),
        [("bo".to_owned(), EndReason::Asleep)]
    );
}

#[test]
fn a_last_word_is_for_those_who_left_and_not_for_ever() {
    let mut lab = Lab::with_ana_and_bo();
    let word = |name: &str| Input::Farewell {
        who: id(name),
        text: crate::FarewellText::BackIn5,
    };
    assert_eq!(lab.handle(word("bo")), [Output::Deny], "it is still there");
    assert_eq!(lab.handle(word("zoe")), [Output::Deny], "it never was");
    lab.handle(Input::Leave { sid: sid(2) });
    for _ in 0..3 {
        assert!(
            matches!(&lab.handle(word("bo"))[..], [Output::Farewell { name, .. }] if name == "BO")
        );
    }
    assert_eq!(lab.handle(word("bo")), [Output::Deny]);
    lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    lab.handle(Input::Leave { sid: sid(3) });
    lab.wait(Duration::from_secs(601));
    assert_eq!(lab.handle(word("bo")), [Output::Deny]);
    lab.handle(Input::Join {
        member: member("eve", 4, Role::Guest),
    });
    lab.handle(Input::Remove {
        who: id("eve"),
        by: host("ana"),
    });
    assert_eq!(
        lab.handle(word("eve")),
        [Output::Deny],
        "who was put out has had its say"
    );
}

#[test]
fn the_attendance_knows_who_came_and_went_and_why() {
    let mut lab = Lab::with_ana_and_bo();
    lab.wait(Duration::from_secs(60));
    lab.handle(Input::Leave { sid: sid(2) });
    lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    lab.handle(Input::SetRole {
        who: id("bo"),
        role: Role::CoHost,
        by: host("ana"),
    });
    lab.wait(Duration::from_secs(60));
    lab.handle(Input::EndForAll {
        note: None,
        by: caller("Service", Authority::Service),
    });
    let stays: Vec<_> = lab
        .room
        .attendance()
        .iter()
        .map(|stay| (stay.id.as_str(), stay.role, stay.joined_at, stay.left))
        .collect();
    let ended = Some((120_000, crate::ReasonCode::Ended));
    assert_eq!(
        stays,
        [
            ("ana", Role::Host, 0, ended),
            (
                "bo",
                Role::Guest,
                0,
                Some((60_000, crate::ReasonCode::Left))
            ),
            ("bo", Role::CoHost, 60_000, ended),
        ]
    );
}

#[test]
fn a_hand_goes_up_at_the_rooms_time_and_a_host_lowers_it() {
    let mut lab = Lab::with_ana_and_bo();
    let hand = |lab: &Lab, session| lab.room.member(&sid(session)).and_then(|m| m.hand);
    lab.handle(Input::Hand {
        sid: sid(2),
        up: true,
    });
    let raised = hand(&lab, 2).expect("it is up");
    lab.wait(Duration::from_secs(5));
    lab.handle(Input::Hand {
        sid: sid(2),
        up: true,
    });
    assert_eq!(hand(&lab, 2), Some(raised), "again is not later");

    let lower = |by| Input::LowerHand { who: id("bo"), by };
    assert_eq!(
        lab.handle(lower(guest("cy"))),
        [Output::Deny],
        "a guest may not"
    );
    assert_eq!(hand(&lab, 2), Some(raised));
    let told = lab.handle(lower(host("ana")));
    assert!(
        matches!(&told[..], [Output::Update(member)] if member.hand.is_none()),
        "{told:?}"
    );
    assert_eq!(lab.handle(lower(host("ana"))), []);
    let nobody = Input::LowerHand {
        who: id("dora"),
        by: host("ana"),
    };
    assert_eq!(lab.handle(nobody), [Output::Nobody]);
}
