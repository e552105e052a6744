//! Every sequence of what can happen between three people, a door and a clock that jumps.

use super::*;
use crate::{AwayRule, EndProgress};

/// Person 0 comes with a host's token, the others with a guest's.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Move {
    Join(usize),
    Leave(usize),
    Lost(usize),
    Gone(usize),
    Knock(usize),
    Admit(usize),
    Withdraw(usize),
    Lock(usize),
    HandOver(usize, usize),
    Remove(usize, usize),
    End(usize),
    Announce(usize),
    Cancel(usize),
    Closed(usize),
    Recorded,
    Stop,
    /// Time goes on by so many milliseconds: nowhere, or far ahead.
    Wait(u64),
}

const PEOPLE: [&str; 3] = ["ana", "bo", "cy"];
const YEAR_MS: u64 = 365 * 24 * 3600 * 1000;

fn run(away: Option<AwayRule>, steps: &[Move]) {
    let mut lab = Lab::new(RoomConfig {
        lobby: true,
        away,
        ..RoomConfig::default()
    });
    let mut newest = [None::<u32>; 3];
    let mut sessions = 0;
    // What everybody has been told, from which the rules are checked.
    let mut role = [Role::Host, Role::Guest, Role::Guest];
    let mut removed = [false; 3];
    let (mut admitted, mut told_out) = (Vec::new(), Vec::new());
    let mut announced = None;
    let (mut recorded, mut ended) = (0, None);
    let mut last = EndProgress::default();
    for step in steps {
        let session = |person: usize| sid(newest[person].unwrap_or(99));
        let by = |person: usize| {
            let authority = if person == 0 {
                Authority::Host
            } else {
                Authority::None
            };
            caller(PEOPLE[person], authority)
        };
        let may_end = |person: usize| role[person] == Role::Host && !removed[person];
        let mut allowed = None;
        let input = match *step {
            Move::Join(person) => {
                sessions += 1;
                newest[person] = Some(sessions);
                let token = if person == 0 { Role::Host } else { Role::Guest };
                Input::Join {
                    member: member(PEOPLE[person], sessions, token),
                }
            }
            Move::Leave(person) => Input::Leave {
                sid: session(person),
            },
            Move::Lost(person) => Input::SocketLost {
                sid: session(person),
                how: SocketLoss::Closed,
            },
            Move::Gone(person) => Input::Gone {
                who: id(PEOPLE[person]),
                sid: None,
                reason: EndReason::Crashed,
            },
            Move::Knock(person) => Input::Knock {
                visitor: Visitor {
                    id: id(PEOPLE[person]),
                    name: PEOPLE[person].into(),
                    keys: Keys {
                        client: None,
                        address: person.to_string(),
                    },
                },
            },
            Move::Admit(person) => Input::Admit {
                id: id(PEOPLE[person]),
                by: by(0),
            },
            Move::Withdraw(person) => Input::Withdraw {
                id: id(PEOPLE[person]),
            },
            Move::Lock(person) => Input::Lock {
                on: true,
                by: by(person),
            },
            Move::HandOver(from, to) => Input::SetRole {
                who: id(PEOPLE[to]),
                role: Role::Host,
                by: by(from),
            },
            Move::Remove(person, whom) => Input::Remove {
                who: id(PEOPLE[whom]),
                by: by(person),
            },
            Move::End(person) => {
                allowed = may_end(person).then_some(person);
                Input::EndForAll {
                    note: None,
                    by: by(person),
                }
            }
            Move::Announce(person) => {
                if may_end(person) && ended.is_none() && recorded == 0 {
                    announced = Some(person);
                }
                Input::AnnounceEnd {
                    note: None,
                    after: Duration::from_secs(10),
                    by: by(person),
                }
            }
            Move::Cancel(person) => {
                if may_end(person) {
                    announced = None;
                }
                Input::CancelEnd { by: by(person) }
            }
            Move::Closed(person) => Input::Closed {
                sid: session(person),
            },
            Move::Recorded => Input::Recorded { missing: true },
            Move::Stop => Input::Stop,
            Move::Wait(time) => {
                lab.now += Duration::from_millis(time);
                Input::Tick
            }
        };
        let knocks = matches!(step, Move::Knock(_)) && !lab.room.is_ended();
        let mut answers = 0;
        for output in lab.handle(input) {
            assert!(ended.is_none(), "{output:?} after the end: {steps:?}");
            match output {
                Output::Admit { sid } => admitted.push(sid),
                Output::Update(member) => {
                    let who = &member.participant.participant_id;
                    let person = PEOPLE.iter().position(|name| id(name) == *who);
                    role[person.expect("is one of the three")] = member.participant.role;
                }
                Output::Gone {
                    member,
                    reason: EndReason::Removed { .. },
                } => {
                    let who = &member.participant.participant_id;
                    let person = PEOPLE.iter().position(|name| id(name) == *who);
                    removed[person.expect("is one of the three")] = true;
                }
                Output::Disconnect { sid, reason } => {
                    assert!(admitted.contains(&sid), "a stranger was told: {steps:?}");
                    assert!(
                        !told_out.contains(&sid),
                        "told twice that it is out: {steps:?}"
                    );
                    if matches!(reason, EndReason::Ended { .. }) {
                        assert_eq!(recorded, 1, "an end that is not on record: {steps:?}");
                    }
                    told_out.push(sid);
                }
                Output::RecordEnd { by, .. } => {
                    recorded += 1;
                    let by_rule = by.id.is_none() && away.is_some();
                    let may = allowed.or(announced).is_some() || by_rule;
                    assert!(may, "ended by nobody who may: {steps:?}");
                }
                Output::EndProgress { progress, .. } => {
                    assert!(progress.closed >= last.closed && progress.closed <= progress.total);
                    last = progress;
                }
                Output::Entry { .. } => answers += 1,
                Output::Ended(reason) => ended = Some(reason),
                _ => {}
            }
        }
        assert!(recorded <= 1, "ended twice: {steps:?}");
        assert!(
            !knocks || answers > 0,
            "a knock without an answer: {steps:?}"
        );
        let mut seated: Vec<_> = lab
            .room
            .members()
            .map(|member| member.sid.clone())
            .collect();
        let mut expected: Vec<_> = admitted
            .iter()
            .filter(|sid| !told_out.contains(sid))
            .cloned()
            .collect();
        seated.sort();
        expected.sort();
        assert_eq!(seated, expected, "a ghost: {steps:?}");
        if recorded == 1 && ended.is_none() {
            let until = lab
                .room
                .poll_timeout()
                .expect("an end that has begun comes to one");
            assert!(until <= lab.now + Duration::from_secs(1), "{steps:?}");
        }
        if let Some(until) = lab.room.poll_timeout() {
            assert!(until > lab.now, "something due was not done: {steps:?}");
        }
    }
    assert_eq!(ended.is_some(), lab.room.is_ended());
}

fn every_sequence(away: Option<AwayRule>, alphabet: &[Move], start: &[Move], length: usize) {
    fn extend(
        away: Option<AwayRule>,
        alphabet: &[Move],
        steps: &mut Vec<Move>,
        left: usize,
        count: &mut usize,
    ) {
        if left == 0 {
            *count += 1;
            return run(away, steps); // every shorter sequence is a prefix of one of these
        }
        for step in alphabet {
            steps.push(*step);
            extend(away, alphabet, steps, left - 1, count);
            steps.pop();
        }
    }
    let mut count = 0;
    extend(away, alphabet, &mut start.to_vec(), length, &mut count);
    let exponent = u32::try_from(length).expect("is short");
    assert_eq!(count, alphabet.len().pow(exponent));
}

#[test]
fn however_hosts_hand_over_remove_and_end_it_ends_once_by_one_who_may() {
    use Move::{Cancel, Closed, End, HandOver, Join, Leave, Recorded, Remove, Wait};
    let alphabet = [
        Join(0),
        Leave(0),
        HandOver(0, 1),
        HandOver(1, 0),
        Remove(1, 0),
        Remove(0, 1),
        End(0),
        End(1),
        Move::Announce(0),
        Move::Announce(1),
        Cancel(1),
        Closed(1),
        Recorded,
        Wait(10_000),
    ];
    every_sequence(None, &alphabet, &[Join(0), Join(1), Join(2)], 5);
}

#[test]
fn whatever_the_clock_does_while_it_ends_the_end_comes_within_a_second() {
    use Move::{Closed, End, Gone, Join, Leave, Lost, Recorded, Stop, Wait};
    let alphabet = [
        Join(1),
        Leave(0),
        Lost(0),
        Lost(1),
        Gone(1),
        End(0),
        Closed(1),
        Closed(2),
        Recorded,
        Stop,
        Wait(0),
        Wait(1_000),
        Wait(YEAR_MS),
    ];
    every_sequence(None, &alphabet, &[Join(0), Join(1), Join(2)], 5);
}

#[test]
fn whoever_comes_and_goes_at_the_door_everybody_gets_an_answer() {
    use Move::{Admit, End, Join, Knock, Leave, Lock, Remove, Stop, Wait, Withdraw};
    let alphabet = [
        Join(1),
        Leave(0),
        Knock(1),
        Knock(2),
        Admit(1),
        Admit(2),
        Withdraw(1),
        Lock(0),
        Lock(1),
        Remove(0, 1),
        End(0),
        Stop,
        Wait(20_000),
    ];
    every_sequence(None, &alphabet, &[Join(0)], 5);
}

#[test]
fn whichever_rule_the_host_chose_its_going_leads_to_one_end_or_none() {
    use Move::{End, Gone, HandOver, Join, Leave, Lost, Wait};
    let alphabet = [
        Join(0),
        Join(1),
        Leave(0),
        Lost(0),
        Gone(0),
        Gone(1),
        HandOver(0, 1),
        End(1),
        Wait(1_000),
        Wait(YEAR_MS),
    ];
    for away in [
        AwayRule::EndAfter { seconds: 60 },
        AwayRule::Keep,
        AwayRule::End,
    ] {
        every_sequence(Some(away), &alphabet, &[Join(0), Join(1)], 4);
    }
}
