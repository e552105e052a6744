//! The lobby, the lock, and who stays out.

use super::*;

fn visitor(name: &str, address: &str) -> Visitor {
    let keys = Keys {
        client: Some(format!("client-{name}")),
        address: address.into(),
    };
    Visitor {
        id: id(name),
        name: name.to_uppercase(),
        keys,
    }
}

fn lobby() -> Lab {
    let mut lab = Lab::new(RoomConfig {
        lobby: true,
        ..RoomConfig::default()
    });
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    lab
}

fn knock(lab: &mut Lab, name: &str, address: &str) -> Entry {
    let outputs = lab.handle(Input::Knock {
        visitor: visitor(name, address),
    });
    entry_of(&outputs, name).expect("a knock is answered")
}

fn entry_of(outputs: &[Output], name: &str) -> Option<Entry> {
    outputs.iter().find_map(|output| match output {
        Output::Entry { id: who, entry } if *who == id(name) => Some(entry.clone()),
        _ => None,
    })
}

fn by_ana() -> Caller {
    caller("ana", Authority::Host)
}

#[test]
fn who_knocks_waits_until_a_host_lets_it_in_and_the_host_is_told() {
    let mut lab = lobby();
    let outputs = lab.handle(Input::Knock {
        visitor: visitor("bo", "a"),
    });
    assert_eq!(
        outputs,
        [
            Output::Entry {
                id: id("bo"),
                entry: Entry::Waiting { ahead: 0 }
            },
            Output::Private { sid: sid(1) },
        ]
    );
    assert_eq!(lab.room.waiting()[0].name, "BO");
    assert_eq!(knock(&mut lab, "cy", "b"), Entry::Waiting { ahead: 1 });
    let outputs = lab.handle(Input::Admit {
        id: id("bo"),
        by: by_ana(),
    });
    assert_eq!(entry_of(&outputs, "bo"), Some(Entry::Open));
    assert_eq!(
        entry_of(&outputs, "cy"),
        Some(Entry::Waiting { ahead: 0 }),
        "who waits moves up"
    );
    let outputs = lab.handle(Input::DenyEntry {
        id: id("cy"),
        by: by_ana(),
    });
    assert_eq!(entry_of(&outputs, "cy"), Some(Entry::Shut(Refusal::Denied)));
    let answers: Vec<_> = lab
        .room
        .answered()
        .map(|answered| answered.answer)
        .collect();
    assert_eq!(answers, [Answer::Allowed, Answer::Denied]);
    assert_eq!(
        knock(&mut lab, "bo", "a"),
        Entry::Open,
        "who was let in once need not wait again"
    );
}

#[test]
fn only_hosts_and_co_hosts_let_people_in() {
    let mut lab = lobby();
    lab.handle(Input::Join {
        member: member("cy", 2, Role::Guest),
    });
    knock(&mut lab, "bo", "a");
    let forged = caller("cy", Authority::None);
    for input in [
        Input::Admit {
            id: id("bo"),
            by: forged.clone(),
        },
        Input::DenyEntry {
            id: id("bo"),
            by: forged.clone(),
        },
        Input::AdmitAll { by: forged.clone() },
        Input::SetLobby {
            on: false,
            by: forged.clone(),
        },
        Input::Lock {
            on: true,
            by: forged.clone(),
        },
    ] {
        assert_eq!(lab.handle(input), [Output::Deny]);
    }
    assert_eq!(lab.room.waiting().len(), 1);
    lab.handle(Input::SetRole {
        who: id("cy"),
        role: Role::CoHost,
        by: by_ana(),
    });
    let outputs = lab.handle(Input::AdmitAll { by: forged });
    assert_eq!(entry_of(&outputs, "bo"), Some(Entry::Open));
}

#[test]
fn an_admit_for_somebody_who_has_gone_changes_nothing() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    lab.handle(Input::Withdraw { id: id("bo") });
    let admit = Input::Admit {
        id: id("bo"),
        by: by_ana(),
    };
    assert_eq!(lab.handle(admit), [Output::Nobody]);
    let polled = lab.handle(Input::Polled { id: id("bo") });
    assert_eq!(
        entry_of(&polled, "bo"),
        Some(Entry::Shut(Refusal::NotWaiting))
    );
}

#[test]
fn who_stops_asking_has_withdrawn_and_who_asks_waits_on() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    knock(&mut lab, "cy", "b");
    lab.wait(Duration::from_secs(12));
    lab.handle(Input::Polled { id: id("cy") });
    let outputs = lab.wait(Duration::from_secs(8));
    assert_eq!(
        entry_of(&outputs, "bo"),
        Some(Entry::Shut(Refusal::NotWaiting))
    );
    assert_eq!(entry_of(&outputs, "cy"), Some(Entry::Waiting { ahead: 0 }));
    assert_eq!(lab.room.waiting().len(), 1);
}

#[test]
fn ten_thousand_requests_from_one_address_fill_its_share_and_others_still_wait() {
    let mut lab = lobby();
    let mut refused = 0;
    for n in 0..10_000 {
        match knock(&mut lab, &format!("flood{n}"), "evil") {
            Entry::Shut(Refusal::TooMany) => refused += 1,
            Entry::Waiting { .. } => {}
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(refused, 10_000 - 10);
    assert_eq!(knock(&mut lab, "bo", "home"), Entry::Waiting { ahead: 10 });
    for n in 0..400 {
        knock(&mut lab, &format!("g{n}"), &format!("net{n}"));
    }
    assert_eq!(
        lab.room.waiting().len(),
        200,
        "the lobby as a whole is bounded"
    );
}

#[test]
fn the_same_person_knocking_twice_waits_once() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    assert_eq!(knock(&mut lab, "bo", "a"), Entry::Waiting { ahead: 0 });
    assert_eq!(lab.room.waiting().len(), 1);
}

#[test]
fn turning_the_lobby_off_lets_everybody_in_who_waits() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    let outputs = lab.handle(Input::SetLobby {
        on: false,
        by: by_ana(),
    });
    assert!(outputs.contains(&Output::RoomChanged));
    assert_eq!(entry_of(&outputs, "bo"), Some(Entry::Open));
    assert_eq!(knock(&mut lab, "cy", "b"), Entry::Open);
}

#[test]
fn a_locked_room_takes_nobody_new_by_any_way_and_keeps_those_who_are_in() {
    let mut lab = Lab::with_ana_and_bo();
    let outputs = lab.handle(Input::Lock {
        on: true,
        by: by_ana(),
    });
    assert!(outputs.contains(&Output::RoomChanged));
    assert_eq!(knock(&mut lab, "cy", "a"), Entry::Shut(Refusal::Locked));
    let joins = lab.handle(Input::Join {
        member: member("cy", 3, Role::Guest),
    });
    assert_eq!(
        joins,
        [Output::Refuse {
            sid: sid(3),
            why: Refusal::Locked
        }]
    );
    assert_eq!(
        knock(&mut lab, "bo", "a"),
        Entry::Open,
        "who is in may move to another device"
    );
    let again = lab.handle(Input::Join {
        member: member("bo", 4, Role::Guest),
    });
    assert!(again.contains(&Output::Admit { sid: sid(4) }));
    lab.handle(Input::Lock {
        on: false,
        by: by_ana(),
    });
    assert_eq!(knock(&mut lab, "cy", "a"), Entry::Open);
}

#[test]
fn who_is_removed_stays_out_under_any_name_and_its_household_is_looked_at() {
    let mut lab = Lab::new(RoomConfig::default());
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    assert_eq!(knock(&mut lab, "eve", "house"), Entry::Open);
    lab.handle(Input::Join {
        member: member("eve", 2, Role::Guest),
    });
    let removed = lab.handle(Input::Remove {
        who: id("eve"),
        by: by_ana(),
    });
    let reason = EndReason::Removed {
        by: Some("ana".into()),
    };
    assert!(removed.contains(&Output::Disconnect {
        sid: sid(2),
        reason
    }));
    let shut = Entry::Shut(Refusal::Removed {
        by: Some("ana".into()),
    });
    assert_eq!(knock(&mut lab, "eve", "elsewhere"), shut);
    let mut disguised = visitor("mallory", "elsewhere");
    disguised.keys.client = Some("client-eve".into());
    let outputs = lab.handle(Input::Knock { visitor: disguised });
    assert_eq!(entry_of(&outputs, "mallory"), Some(shut));
    let old_token = lab.handle(Input::Join {
        member: member("eve", 3, Role::Guest),
    });
    let why = Refusal::Removed {
        by: Some("ana".into()),
    };
    assert_eq!(old_token, [Output::Refuse { sid: sid(3), why }]);
    assert_eq!(
        knock(&mut lab, "newcomer", "house"),
        Entry::Waiting { ahead: 0 },
        "the lobby is off, and still a newcomer from there waits"
    );
    assert_eq!(knock(&mut lab, "cy", "another house"), Entry::Open);
}

#[test]
fn those_at_the_door_are_told_of_the_end() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    let outputs = lab.handle(Input::Stop);
    assert_eq!(entry_of(&outputs, "bo"), Some(Entry::Shut(Refusal::Ended)));
}

#[test]
fn what_was_decided_at_the_door_outlives_a_restart() {
    let mut lab = lobby();
    knock(&mut lab, "bo", "a");
    lab.handle(Input::Admit {
        id: id("bo"),
        by: by_ana(),
    });
    knock(&mut lab, "eve", "b");
    lab.handle(Input::Admit {
        id: id("eve"),
        by: by_ana(),
    });
    lab.handle(Input::Join {
        member: member("eve", 2, Role::Guest),
    });
    lab.handle(Input::Remove {
        who: id("eve"),
        by: by_ana(),
    });
    lab.handle(Input::Lock {
        on: true,
        by: by_ana(),
    });
    let kept = serde_json::to_string(&lab.room.snapshot()).expect("is JSON");
    let snapshot: RoomSnapshot = serde_json::from_str(&kept).expect("is read");
    lab.room = Room::restore(RoomConfig::default(), lab.now, 5_000, snapshot, new_sids());
    assert!(lab.room.is_locked() && lab.room.has_lobby());
    let back = lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    assert!(back.contains(&Output::Admit { sid: sid(3) }), "{back:?}");
    let out = lab.handle(Input::Join {
        member: member("eve", 4, Role::Guest),
    });
    assert!(matches!(
        out[0],
        Output::Refuse {
            why: Refusal::Removed { .. },
            ..
        }
    ));
}
