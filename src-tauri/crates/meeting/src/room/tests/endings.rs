//! The end, announced or not, counted to the last one.

use super::*;
use crate::{EndNote, EndProgress};

fn host(name: &str) -> Caller {
    caller(name, Authority::Host)
}

/// Ana (host) and `guests` others.
fn crowd(guests: u32) -> Lab {
    let mut lab = Lab::new(RoomConfig::default());
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    for n in 0..guests {
        lab.handle(Input::Join {
            member: member(&format!("g{n}"), n + 2, Role::Guest),
        });
    }
    lab
}

fn progress(outputs: &[Output]) -> Vec<EndProgress> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::EndProgress { to, progress } => {
                assert_eq!(*to, sid(1));
                Some(progress.clone())
            }
            _ => None,
        })
        .collect()
}

fn told_out(outputs: &[Output]) -> Vec<ParticipantSid> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Disconnect { sid, .. } => Some(sid.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_host_who_ends_it_sees_the_others_go_and_goes_last() {
    let mut lab = crowd(2);
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    assert_eq!(told_out(&outputs), [sid(2), sid(3)]);
    assert_eq!(
        (progress(&outputs)[0].closed, progress(&outputs)[0].total),
        (0, 3)
    );
    assert!(!lab.room.is_ended());
    lab.handle(Input::Recorded { missing: false });
    let first = lab.handle(Input::Closed { sid: sid(2) });
    assert_eq!((progress(&first)[0].closed, told_out(&first)), (1, vec![]));
    let last = lab.handle(Input::Closed { sid: sid(3) });
    let closed: Vec<_> = progress(&last).iter().map(|told| told.closed).collect();
    assert_eq!(closed, [2, 3], "the host closes last, and counts");
    assert_eq!(told_out(&last), [sid(1)]);
    let reason = EndReason::Ended {
        by: Some("ana".into()),
        note: None,
    };
    assert_eq!(last.last(), Some(&Output::Ended(reason)));
}

#[test]
fn who_does_not_answer_is_cut_off_after_a_second_and_named() {
    let mut lab = crowd(2);
    lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    lab.handle(Input::Recorded { missing: false });
    lab.handle(Input::Closed { sid: sid(2) });
    assert!(lab.wait(999 * MS).is_empty());
    let outputs = lab.wait(MS);
    assert_eq!(outputs[0], Output::CutOff { sid: sid(3) });
    let last = progress(&outputs).pop().expect("a last word");
    assert_eq!((last.closed, last.total), (3, 3));
    assert_eq!(last.unresponsive, ["G1"]);
    assert!(lab.room.is_ended());
}

#[test]
fn who_did_not_hear_of_the_end_and_still_tries_to_come_back_is_remembered() {
    let mut lab = crowd(6);
    let silent = |lab: &Lab, n| Input::SocketLost {
        sid: sid(n),
        how: SocketLoss::Silent { heard: lab.now },
    };
    // g0 was given up and g1 as well, but g1 came back and left; g2 has crashed, g3 is away, g4 is deaf and g5 hears.
    for n in [2, 3] {
        lab.handle(silent(&lab, n));
    }
    lab.wait(Duration::from_secs(14));
    assert_eq!(lab.names().len(), 5, "two were given up");
    lab.handle(Input::Join {
        member: member("g1", 20, Role::Guest),
    });
    lab.handle(Input::Leave { sid: sid(20) });
    lab.handle(Input::SocketLost {
        sid: sid(4),
        how: SocketLoss::Closed,
    });
    lab.handle(silent(&lab, 5));
    lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    lab.handle(Input::Recorded { missing: false });
    lab.handle(Input::Closed { sid: sid(7) });
    lab.wait(Duration::from_secs(1));
    assert!(lab.room.is_ended());
    let absent: Vec<_> = lab.room.absent().iter().map(|id| id.as_str()).collect();
    assert_eq!(absent, ["g3", "g0", "g4"]);
}

#[test]
fn who_has_given_up_by_itself_is_not_awaited_after_the_end() {
    let mut lab = crowd(1);
    lab.handle(Input::SocketLost {
        sid: sid(2),
        how: SocketLoss::Silent { heard: lab.now },
    });
    lab.wait(Duration::from_secs(14));
    lab.wait(lab.room.reconnect_limit());
    lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    assert!(lab.room.absent().is_empty());
}

#[test]
fn a_record_that_cannot_be_written_holds_nobody_back_and_is_told() {
    let mut lab = crowd(1);
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    assert_eq!(
        told_out(&outputs),
        [sid(2)],
        "the end does not wait for the disk"
    );
    lab.handle(Input::Closed { sid: sid(2) });
    let outputs = lab.handle(Input::Recorded { missing: true });
    assert!(progress(&outputs)[0].record_missing);
    assert_eq!(told_out(&outputs), [sid(1)]);
}

#[test]
fn a_disk_that_hangs_is_waited_for_a_second_at_most() {
    let mut lab = crowd(1);
    lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    lab.handle(Input::Closed { sid: sid(2) });
    assert_eq!(
        lab.room.poll_timeout(),
        Some(lab.now + Duration::from_secs(1))
    );
    let outputs = lab.wait(Duration::from_secs(1));
    assert!(matches!(outputs.last(), Some(Output::Ended(_))));
    let last = progress(&outputs).pop().expect("a last word");
    assert!(
        last.record_missing,
        "what is not known to be on disk is not said to be"
    );
}

#[test]
fn two_hosts_who_press_end_at_once_end_it_once_and_neither_is_refused() {
    let mut lab = crowd(1);
    lab.handle(Input::Join {
        member: member("bo", 9, Role::Host),
    });
    let first = lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    let second = lab.handle(Input::EndForAll {
        note: None,
        by: host("bo"),
    });
    assert_eq!(
        first
            .iter()
            .filter(|output| matches!(output, Output::RecordEnd { .. }))
            .count(),
        1
    );
    assert!(second.is_empty(), "{second:?}");
    let forged = lab.handle(Input::EndForAll {
        note: None,
        by: caller("g0", Authority::None),
    });
    assert_eq!(forged, [Output::Deny]);
}

#[test]
fn end_and_leave_in_the_same_instant_end_it() {
    let mut lab = crowd(1);
    lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    let outputs = lab.handle(Input::Leave { sid: sid(1) });
    let reason = EndReason::Ended {
        by: Some("ana".into()),
        note: None,
    };
    assert_eq!(outputs.last(), Some(&Output::Ended(reason)));
    let mut lab = crowd(1);
    lab.handle(Input::Leave { sid: sid(1) });
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    assert!(
        matches!(outputs.last(), Some(Output::Ended(EndReason::Ended { .. }))),
        "who left a moment before still ends it: nobody else became host"
    );
}

#[test]
fn an_end_during_a_handover_counts_by_who_is_host_then() {
    let mut lab = crowd(1);
    lab.handle(Input::SetRole {
        who: id("g0"),
        role: Role::Host,
        by: host("ana"),
    });
    assert_eq!(
        lab.handle(Input::EndForAll {
            note: None,
            by: host("ana")
        }),
        [Output::Deny]
    );
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: caller("g0", Authority::None),
    });
    assert_eq!(told_out(&outputs), [sid(1)]);
}

#[test]
fn an_announced_end_comes_at_its_time_from_who_announced_it_and_can_be_put_off() {
    let mut lab = crowd(1);
    let announce = |seconds| Input::AnnounceEnd {
        note: None,
        after: Duration::from_secs(seconds),
        by: host("ana"),
    };
    assert!(lab.handle(announce(120)).contains(&Output::RoomChanged));
    assert_eq!(lab.room.announced_end(), Some((120_000, Some("ana"))));
    lab.wait(Duration::from_secs(100));
    lab.handle(announce(120));
    assert!(lab.wait(Duration::from_secs(119)).is_empty());
    let outputs = lab.wait(Duration::from_secs(1));
    assert_eq!(
        outputs[0],
        Output::RecordEnd {
            by: host("ana"),
            note: None
        }
    );
    assert_eq!(told_out(&outputs), [sid(2)]);
}

#[test]
fn an_announced_end_can_be_cancelled_and_outlives_a_restart_when_it_is_not() {
    let mut lab = crowd(1);
    lab.handle(Input::AnnounceEnd {
        note: None,
        after: Duration::from_secs(120),
        by: host("ana"),
    });
    let snapshot = lab.room.snapshot().expect("is open");
    assert!(
        lab.handle(Input::CancelEnd { by: host("ana") })
            .contains(&Output::RoomChanged)
    );
    assert!(lab.handle(Input::CancelEnd { by: host("ana") }).is_empty());
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
    let mut room = Room::restore(
        RoomConfig::default(),
        lab.now,
        100_000,
        snapshot,
        new_sids(),
    );
    assert_eq!(room.announced_end(), Some((120_000, Some("ana"))));
    room.handle(lab.now + Duration::from_secs(20), Input::Tick);
    assert!(room.is_ended());
}

#[test]
fn a_host_whose_line_is_down_ends_it_for_everybody_at_once() {
    let mut lab = crowd(1);
    let heard = lab.now;
    lab.handle(Input::SocketLost {
        sid: sid(1),
        how: SocketLoss::Silent { heard },
    });
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: host("ana"),
    });
    assert_eq!(told_out(&outputs), [sid(1), sid(2)]);
    assert!(lab.room.is_ended(), "there is nobody to count for");
}

#[test]
fn a_note_goes_into_the_record_and_to_everybody_who_is_put_out() {
    let note = EndNote::new("Thank you all");
    let mut lab = crowd(2);
    let outputs = lab.handle(Input::EndForAll {
        note: note.clone(),
        by: host("ana"),
    });
    assert_eq!(
        outputs[0],
        Output::RecordEnd {
            by: host("ana"),
            note: note.clone(),
        }
    );
    let reason = EndReason::Ended {
        by: Some("ana".into()),
        note: note.clone(),
    };
    for told in [sid(2), sid(3)] {
        assert!(outputs.contains(&Output::Disconnect {
            sid: told,
            reason: reason.clone(),
        }));
    }
    let mut refused = crowd(1);
    let forged = refused.handle(Input::EndForAll {
        note,
        by: caller("g0", Authority::None),
    });
    assert_eq!(forged, [Output::Deny]);
}

#[test]
fn the_note_of_an_announced_end_outlives_more_time_and_a_restart_and_goes_with_its_end() {
    let announce = |seconds, note: &str| Input::AnnounceEnd {
        after: Duration::from_secs(seconds),
        note: EndNote::new(note),
        by: host("ana"),
    };
    let mut lab = crowd(1);
    lab.handle(announce(120, "Lunch"));
    lab.handle(announce(300, ""));
    let kept = lab.room.snapshot().expect("it is open");
    let json = serde_json::to_string(&kept).expect("is JSON");
    let kept = serde_json::from_str(&json).expect("is read back");
    let mut after = crowd(0);
    after.room = Room::restore(RoomConfig::default(), after.now, 0, kept, || sid(9));
    after.handle(Input::Join {
        member: member("ana", 10, Role::Host),
    });
    let outputs = after.wait(Duration::from_secs(300));
    let noted = |outputs: &[Output]| {
        outputs.iter().find_map(|output| match output {
            Output::RecordEnd { note, .. } => Some(note.clone()),
            _ => None,
        })
    };
    assert_eq!(noted(&outputs), Some(EndNote::new("Lunch")));

    lab.handle(Input::CancelEnd { by: host("ana") });
    lab.handle(announce(60, ""));
    let outputs = lab.wait(Duration::from_secs(60));
    assert_eq!(
        noted(&outputs),
        Some(None),
        "cancelled, and its note with it"
    );
}
