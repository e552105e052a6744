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
        Some(&Output::Ended(EndReason::Ended { by: None }))
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
    let restored = |now| Room::restore(RoomConfig::default(), now, 9_000, snapshot.clone());
    let mut room = restored(before.now);
    before.room = restored(before.now);
    assert_eq!(before.wait(Duration::from_secs(59)), []);
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
