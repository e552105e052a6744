//! What happens when the host goes.

use super::*;
use crate::AwayRule;

fn lab(away: Option<AwayRule>) -> Lab {
    let mut lab = Lab::new(RoomConfig {
        away,
        ..RoomConfig::default()
    });
    for (n, name, role) in [
        (1, "ana", Role::Host),
        (2, "bo", Role::Guest),
        (3, "cy", Role::CoHost),
        (4, "di", Role::CoHost),
    ] {
        lab.handle(Input::Join {
            member: member(name, n, role),
        });
    }
    lab
}

fn kill_the_host(lab: &mut Lab) -> Vec<Output> {
    lab.handle(Input::SocketLost {
        sid: sid(1),
        how: SocketLoss::Closed,
    });
    lab.wait(Duration::from_secs(1))
}

fn host(lab: &Lab) -> Vec<&str> {
    let members = lab.room.members();
    let hosts = members.filter(|member| member.participant.role == Role::Host);
    hosts
        .map(|member| member.participant.participant_id.as_str())
        .collect()
}

#[test]
fn a_host_who_leaves_hands_the_meeting_to_the_co_host_who_was_there_first() {
    let mut lab = lab(Some(AwayRule::End));
    lab.handle(Input::Leave { sid: sid(1) });
    assert_eq!(host(&lab), ["cy"]);
    lab.handle(Input::Join {
        member: member("ana", 5, Role::Host),
    });
    assert_eq!(
        host(&lab),
        ["cy"],
        "there is one host, and it is the new one"
    );
}

#[test]
fn without_a_co_host_a_meeting_whose_host_left_goes_on_and_takes_it_back() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::Leave { sid: sid(1) });
    assert!(gone(&lab.wait(Duration::from_secs(3600))).is_empty());
    assert!(host(&lab).is_empty());
    lab.handle(Input::Join {
        member: member("ana", 3, Role::Host),
    });
    assert_eq!(host(&lab), ["ana"]);
}

#[test]
fn end_after_closes_the_meeting_for_good_unless_a_host_is_back() {
    let rule = Some(AwayRule::EndAfter { seconds: 60 });
    let mut lab = lab(rule);
    kill_the_host(&mut lab);
    assert!(host(&lab).is_empty(), "this rule makes nobody host");
    lab.wait(Duration::from_secs(50));
    lab.handle(Input::Join {
        member: member("ana", 5, Role::Host),
    });
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
    lab.handle(Input::Gone {
        who: id("ana"),
        sid: None,
        reason: EndReason::Asleep,
    });
    let outputs = lab.wait(Duration::from_secs(60));
    assert!(
        matches!(outputs[0], Output::RecordEnd { .. }),
        "{outputs:?}"
    );
    assert_eq!(outputs.last(), Some(&Output::Ended(EndReason::RoomClosed)));
}

#[test]
fn keep_makes_a_co_host_host_and_lets_the_old_one_come_back() {
    let mut lab = lab(Some(AwayRule::Keep));
    kill_the_host(&mut lab);
    assert_eq!(host(&lab), ["cy"]);
    lab.handle(Input::Join {
        member: member("ana", 5, Role::Host),
    });
    assert_eq!(host(&lab), ["cy", "ana"]);
}

#[test]
fn end_ends_at_once_when_the_host_is_gone_and_not_while_it_may_come_back() {
    let mut lab = lab(Some(AwayRule::End));
    lab.handle(Input::SocketLost {
        sid: sid(1),
        how: SocketLoss::Closed,
    });
    lab.now += 400 * MS;
    lab.handle(Input::MediaHeard { sid: sid(1) });
    assert!(lab.wait(Duration::from_secs(5)).is_empty());
    let outputs = lab.wait(Duration::from_secs(10));
    assert_eq!(
        outputs.last(),
        Some(&Output::Ended(EndReason::Ended {
            by: None,
            note: None
        }))
    );
}

#[test]
fn without_a_rule_nothing_happens() {
    let mut lab = lab(None);
    kill_the_host(&mut lab);
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
}

#[test]
fn after_a_restart_a_host_has_to_be_back_in_time() {
    let mut before = lab(Some(AwayRule::EndAfter { seconds: 60 }));
    before.handle(Input::SetRole {
        who: id("bo"),
        role: Role::Host,
        by: caller("ana", Authority::Host),
    });
    let snapshot = before.room.snapshot().expect("is open");
    let restored = |now| {
        let config = RoomConfig::default();
        Room::restore(config, now, 9_000, snapshot.clone(), new_sids())
    };
    let mut room = restored(before.now);
    before.room = restored(before.now);
    before.wait(Duration::from_secs(15));
    assert_eq!(before.room.members().count(), 0, "nobody came back");
    assert_eq!(before.wait(Duration::from_secs(44)), []);
    before.handle(Input::Join {
        member: member("bo", 7, Role::Guest),
    });
    assert_eq!(
        host(&before),
        ["bo"],
        "the room's word counts after the restart too"
    );
    assert!(before.wait(Duration::from_secs(3600)).is_empty());
    room.handle(before.now, Input::Tick);
    assert!(room.is_ended());
    let left = room.attendance().iter().all(|stay| stay.left.is_some());
    assert!(left, "everybody of before has gone");
}

/// The lab's room, killed and started again.
fn restart(lab: &mut Lab, away: Option<AwayRule>) -> Vec<Output> {
    let kept = serde_json::to_string(&lab.room.snapshot()).expect("is JSON");
    let snapshot = serde_json::from_str(&kept).expect("is read");
    let config = RoomConfig {
        away,
        ..RoomConfig::default()
    };
    lab.now += Duration::from_secs(5);
    lab.room = Room::restore(config, lab.now, 5_000, snapshot, new_sids());
    lab.handle(Input::Tick)
}

#[test]
fn who_comes_back_after_a_restart_has_its_seat_and_who_does_not_is_gone_after_the_grace() {
    let rule = Some(AwayRule::EndAfter { seconds: 60 });
    let mut lab = lab(rule);
    assert_eq!(restart(&mut lab, rule), []);
    assert_eq!(lab.names(), ["ana", "bo", "cy", "di"]);
    assert_eq!(lab.room.held(), 4);
    lab.wait(Duration::from_secs(10));
    for (n, name, role) in [(5, "bo", Role::Guest), (6, "ana", Role::Host)] {
        let outputs = lab.handle(Input::Join {
            member: member(name, n, role),
        });
        assert!(outputs.contains(&Output::Admit { sid: sid(n) }));
        assert_eq!(gone(&outputs), [], "nobody sees {name} leave");
        let told_out = |output: &Output| matches!(output, Output::Disconnect { .. });
        assert!(!outputs.iter().any(told_out), "{outputs:?}");
    }
    assert_eq!(lab.room.held(), 2);
    let lost = |name: &str| (name.to_owned(), EndReason::ConnectionLost);
    let outputs = lab.wait(Duration::from_secs(5));
    assert_eq!(gone(&outputs), [lost("cy"), lost("di")]);
    assert_eq!(lab.room.members().count(), 2);
    let stays = lab.room.attendance();
    assert_eq!(stays.len(), 4, "a stay goes on over the restart: {stays:?}");
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
}

#[test]
fn a_full_meeting_has_room_for_those_whose_seats_are_held_and_for_nobody_else() {
    let mut lab = lab(None);
    restart(&mut lab, None);
    lab.room.config.max_participants = 4;
    let mut comes = |name: &str, n| {
        lab.handle(Input::Join {
            member: member(name, n, Role::Guest),
        })
    };
    let why = Refusal::Full;
    assert_eq!(comes("eve", 5), [Output::Refuse { sid: sid(5), why }]);
    assert!(comes("bo", 6).contains(&Output::Admit { sid: sid(6) }));
}

#[test]
fn a_co_host_takes_over_when_the_host_does_not_come_back_after_a_restart() {
    let rule = Some(AwayRule::Keep);
    let mut lab = lab(rule);
    restart(&mut lab, rule);
    lab.handle(Input::Join {
        member: member("di", 5, Role::CoHost),
    });
    lab.wait(Duration::from_secs(15));
    assert_eq!(host(&lab), ["di"]);
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
}

#[test]
fn nobody_resumes_on_a_seat_that_is_only_held() {
    let mut lab = lab(None);
    restart(&mut lab, None);
    let held = lab.room.members().next().expect("ana’s").sid.clone();
    assert_eq!(lab.handle(Input::Resume { sid: held.clone() }), []);
    assert!(lab.room.is_away(&held));
}

#[test]
fn after_a_restart_a_co_host_goes_on_without_the_host_where_that_is_the_rule() {
    for (away, goes_on) in [(AwayRule::Keep, true), (AwayRule::End, false)] {
        let mut lab = Lab::new(RoomConfig {
            away: Some(away),
            ..RoomConfig::default()
        });
        lab.handle(Input::Join {
            member: member("ana", 1, Role::Host),
        });
        let kept = lab.room.snapshot().expect("it is open");
        lab.room = Room::restore(RoomConfig::default(), lab.now, 0, kept, new_sids());
        lab.wait(Duration::from_secs(20));
        lab.handle(Input::Join {
            member: member("cy", 7, Role::CoHost),
        });

        let outputs = lab.wait(Duration::from_secs(11));
        assert_eq!(lab.room.is_ended(), !goes_on, "{away:?}: {outputs:?}");
        assert_eq!(host(&lab).contains(&"cy"), goes_on, "{away:?}");
        if goes_on {
            lab.wait(Duration::from_secs(3600));
            assert!(!lab.room.is_ended(), "it has a host");
        }
    }
}
