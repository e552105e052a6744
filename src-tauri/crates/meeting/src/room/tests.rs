use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;
use crate::{EndReason, Participant, ParticipantId, ParticipantSid, Role, StreamKind, TrackId};

mod away;
mod doors;
mod endings;
mod hosts;
mod sequences;
mod unseen;

const MS: Duration = Duration::from_millis(1);

fn sid(n: u32) -> ParticipantSid {
    ParticipantSid::new(format!("PA_{n}"))
}

fn id(name: &str) -> ParticipantId {
    ParticipantId::new(name)
}

fn member(name: &str, session: u32, role: Role) -> Box<Member> {
    Box::new(Member {
        sid: sid(session),
        participant: Participant {
            participant_id: id(name),
            name: name.to_uppercase(),
            role,
        },
        metadata: String::new(),
        attributes: BTreeMap::new(),
        tracks: Vec::new(),
        hand: None,
        version: 0,
        presence: Presence::Joined,
        hidden: false,
        joined_at_ms: 0,
    })
}

/// Sids of a server that was started again.
fn new_sids() -> impl FnMut() -> ParticipantSid {
    let mut last = 900;
    move || {
        last += 1;
        sid(last)
    }
}

fn caller(name: &str, authority: Authority) -> Caller {
    Caller {
        id: Some(id(name)),
        name: Some(name.into()),
        authority,
    }
}

fn track(n: u32) -> Track {
    Track {
        id: TrackId::new(format!("TR_{n}")),
        kind: StreamKind::Audio,
        muted: false,
    }
}

/// A room in virtual time that remembers nothing but the clock.
struct Lab {
    room: Room,
    now: Instant,
}

impl Lab {
    fn new(config: RoomConfig) -> Self {
        let now = Instant::now();
        Self {
            room: Room::new(config, now, 0),
            now,
        }
    }

    /// Ana (host, session 1) and Bo (guest, session 2) are in.
    fn with_ana_and_bo() -> Self {
        let mut lab = Self::new(RoomConfig::default());
        lab.handle(Input::Join {
            member: member("ana", 1, Role::Host),
        });
        lab.handle(Input::Join {
            member: member("bo", 2, Role::Guest),
        });
        lab
    }

    fn handle(&mut self, input: Input) -> Vec<Output> {
        self.room.handle(self.now, input);
        std::iter::from_fn(|| self.room.poll_output()).collect()
    }

    fn wait(&mut self, time: Duration) -> Vec<Output> {
        self.now += time;
        self.handle(Input::Tick)
    }

    fn names(&self) -> Vec<&str> {
        self.room
            .members()
            .map(|member| member.participant.participant_id.as_str())
            .collect()
    }
}

fn gone(outputs: &[Output]) -> Vec<(String, EndReason)> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Gone { member, reason } => Some((
                member.participant.participant_id.as_str().to_owned(),
                reason.clone(),
            )),
            _ => None,
        })
        .collect()
}

#[test]
fn the_same_identity_again_moves_and_leaves_no_duplicate() {
    let mut lab = Lab::with_ana_and_bo();
    let outputs = lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    assert!(outputs.contains(&Output::Disconnect {
        sid: sid(2),
        reason: EndReason::Moved
    }));
    assert!(gone(&outputs).is_empty(), "nobody sees bo leave");
    assert!(outputs.contains(&Output::Admit { sid: sid(3) }));
    assert_eq!(lab.names(), ["ana", "bo"]);
}

#[test]
fn the_end_is_recorded_before_anybody_is_told_and_reaches_the_host_too() {
    let mut lab = Lab::with_ana_and_bo();
    let by = caller("Ana", Authority::Host);
    let reason = EndReason::Ended {
        by: Some("Ana".into()),
        note: None,
    };
    let outputs = lab.handle(Input::EndForAll {
        note: None,
        by: by.clone(),
    });
    assert_eq!(
        outputs,
        [
            Output::RecordEnd { by, note: None },
            Output::Disconnect {
                sid: sid(1),
                reason: reason.clone()
            },
            Output::Disconnect {
                sid: sid(2),
                reason: reason.clone()
            },
            Output::Ended(reason),
        ]
    );
    assert!(lab.room.is_ended());
    assert_eq!(lab.room.poll_timeout(), None);
    assert!(
        lab.handle(Input::Join {
            member: member("cy", 3, Role::Guest)
        })
        .is_empty()
    );
}

#[test]
fn a_guest_who_asks_for_the_end_is_denied_and_nothing_changes() {
    let mut lab = Lab::with_ana_and_bo();
    assert_eq!(
        lab.handle(Input::EndForAll {
            note: None,
            by: caller("Bo", Authority::None)
        }),
        [Output::Deny]
    );
    let remove = Input::Remove {
        who: id("ana"),
        by: caller("Bo", Authority::None),
    };
    assert_eq!(lab.handle(remove), [Output::Deny]);
    assert_eq!(lab.names(), ["ana", "bo"]);
}

#[test]
fn a_killed_app_is_crashed_within_a_second_and_late_packets_do_not_save_it() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::SocketLost {
        sid: sid(2),
        how: SocketLoss::Closed,
    });
    lab.now += 20 * MS;
    lab.handle(Input::MediaHeard { sid: sid(2) });
    assert!(gone(&lab.wait(700 * MS)).is_empty());
    assert_eq!(
        gone(&lab.wait(100 * MS)),
        [("bo".to_owned(), EndReason::Crashed)]
    );
}

#[test]
fn one_whose_media_flows_on_without_its_socket_keeps_its_seat_for_the_grace_time() {
    let mut lab = Lab::with_ana_and_bo();
    lab.handle(Input::SocketLost {
        sid: sid(2),
        how: SocketLoss::Closed,
    });
    lab.now += 400 * MS;
    lab.handle(Input::MediaHeard { sid: sid(2) });
    assert!(lab.wait(3000 * MS).is_empty());
    assert_eq!(
        lab.handle(Input::Resume { sid: sid(2) }),
        [Output::Resumed { sid: sid(2) }]
    );
    assert!(lab.wait(Duration::from_secs(60)).is_empty());
    lab.handle(Input::SocketLost {
        sid: sid(2),
        how: SocketLoss::Closed,
    });
    lab.now += 400 * MS;
    lab.handle(Input::MediaHeard { sid: sid(2) });
    let lost = lab.wait(Duration::from_secs(15));
    assert_eq!(gone(&lost), [("bo".to_owned(), EndReason::ConnectionLost)]);
}

#[test]
fn a_pulled_cable_costs_the_seat_fourteen_seconds_after_the_last_sign_of_life() {
    let mut lab = Lab::with_ana_and_bo();
    let heard = lab.now;
    lab.now += Duration::from_secs(8);
    lab.handle(Input::SocketLost {
        sid: sid(2),
        how: SocketLoss::Silent { heard },
    });
    assert!(lab.wait(Duration::from_millis(5900)).is_empty());
    assert_eq!(
        gone(&lab.wait(100 * MS)),
        [("bo".to_owned(), EndReason::ConnectionLost)]
    );
}

#[test]
fn a_socket_that_flaps_does_not_keep_a_dead_seat() {
    let mut lab = Lab::with_ana_and_bo();
    let mut out = Vec::new();
    for _ in 0..10 {
        lab.handle(Input::SocketLost {
            sid: sid(2),
            how: SocketLoss::Closed,
        });
        out.extend(gone(&lab.wait(100 * MS)));
    }
    assert_eq!(out, [("bo".to_owned(), EndReason::Crashed)]);
}

#[test]
fn every_change_of_a_participant_raises_its_version_and_no_change_tells_nothing() {
    let mut lab = Lab::with_ana_and_bo();
    let mute = Input::Mute {
        sid: sid(2),
        track: TrackId::new("TR_1"),
        muted: true,
    };
    let versions: Vec<_> = [
        Input::Active { sid: sid(2) },
        Input::Active { sid: sid(2) },
        Input::Publish {
            sid: sid(2),
            track: track(1),
        },
        Input::Publish {
            sid: sid(2),
            track: track(1),
        },
        mute.clone(),
        mute,
        Input::Unpublish {
            sid: sid(2),
            track: TrackId::new("TR_1"),
        },
        Input::Unpublish {
            sid: sid(2),
            track: TrackId::new("TR_1"),
        },
    ]
    .into_iter()
    .flat_map(|input| lab.handle(input))
    .map(|output| match output {
        Output::Update(member) => member.version,
        other => panic!("unexpected {other:?}"),
    })
    .collect();
    assert_eq!(versions, [2, 3, 4, 5]);
}

#[test]
fn a_participant_cannot_publish_without_bound() {
    let mut lab = Lab::with_ana_and_bo();
    for n in 0..100 {
        lab.handle(Input::Publish {
            sid: sid(2),
            track: track(n),
        });
    }
    assert_eq!(
        lab.room.member(&sid(2)).map(|bo| bo.tracks.len()),
        Some(MAX_TRACKS)
    );
}

#[test]
fn a_full_room_refuses_the_next_one_and_takes_it_when_a_seat_is_free() {
    let mut lab = Lab::new(RoomConfig {
        max_participants: 1,
        ..RoomConfig::default()
    });
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    let full = lab.handle(Input::Join {
        member: member("bo", 2, Role::Guest),
    });
    assert_eq!(
        full,
        [Output::Refuse {
            sid: sid(2),
            why: Refusal::Full
        }]
    );
    lab.handle(Input::Leave { sid: sid(1) });
    let free = lab.handle(Input::Join {
        member: member("bo", 3, Role::Guest),
    });
    assert_eq!(free[0], Output::Admit { sid: sid(3) });
}

#[test]
fn an_empty_room_closes_and_one_that_is_used_does_not() {
    let mut lab = Lab::new(RoomConfig::default());
    lab.wait(Duration::from_secs(299));
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    assert!(lab.wait(Duration::from_secs(3600)).is_empty());
    lab.handle(Input::Leave { sid: sid(1) });
    assert_eq!(
        lab.wait(Duration::from_secs(300)),
        [Output::Ended(EndReason::RoomClosed)]
    );
}

#[test]
fn eight_loud_packets_in_an_interval_make_a_speaker_and_silence_unmakes_it() {
    let mut lab = Lab::with_ana_and_bo();
    let mut told = Vec::new();
    for packet in 0..60 {
        let level = if packet < 40 { 20 } else { 127 };
        lab.now += 20 * MS;
        told.extend(lab.handle(Input::SoundLevel { sid: sid(2), level }));
        lab.handle(Input::SoundLevel {
            sid: sid(1),
            level: 36,
        });
    }
    told.extend(lab.wait(400 * MS));
    let states: Vec<_> = told
        .iter()
        .map(|output| match output {
            Output::Speakers(speakers) => {
                assert!(speakers.iter().all(|speaker| speaker.sid == sid(2)));
                speakers[0].active
            }
            other => panic!("unexpected {other:?}"),
        })
        .collect();
    assert_eq!(states, [true, false]);
    assert_eq!(
        lab.room.poll_timeout(),
        None,
        "a silent room does not wake the driver"
    );
}

/// Everything that can happen to a room of three, small enough to try every sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Join(usize),
    Leave(usize),
    Drop(usize),
    Heard(usize),
    Resume(usize),
    End(Authority),
    Remove(Authority),
    Publish,
    Stop,
    Second,
    Grace,
}

/// Person 0 is the host. A join makes a new session; the other steps concern a person's newest session.
fn run(steps: &[Step]) {
    let people = ["ana", "bo", "cy"];
    let mut lab = Lab::new(RoomConfig {
        max_participants: 2,
        empty_timeout: Some(Duration::from_secs(30)),
        ..RoomConfig::default()
    });
    let mut newest = [None::<u32>; 3];
    let mut sessions = 0;
    let mut admitted = Vec::new();
    let (mut told_out, mut told_gone) = (Vec::new(), Vec::new());
    let mut ended = None;
    let mut may_end = false;
    for (index, step) in steps.iter().enumerate() {
        let session = |person: usize| sid(newest[person].unwrap_or(99));
        let input = match *step {
            Step::Join(person) => {
                sessions += 1;
                newest[person] = Some(sessions);
                let role = if person == 0 { Role::Host } else { Role::Guest };
                Input::Join {
                    member: member(people[person], sessions, role),
                }
            }
            Step::Leave(person) => Input::Leave {
                sid: session(person),
            },
            Step::Drop(person) => Input::SocketLost {
                sid: session(person),
                how: SocketLoss::Closed,
            },
            Step::Heard(person) => Input::MediaHeard {
                sid: session(person),
            },
            Step::Resume(person) => Input::Resume {
                sid: session(person),
            },
            Step::End(authority) => {
                may_end |= authority != Authority::None;
                Input::EndForAll {
                    note: None,
                    by: caller("Somebody", authority),
                }
            }
            Step::Remove(authority) => Input::Remove {
                who: id("bo"),
                by: caller("Somebody", authority),
            },
            Step::Publish => Input::Publish {
                sid: session(1),
                track: track(1),
            },
            Step::Stop => Input::Stop,
            Step::Second => {
                lab.now += Duration::from_secs(1);
                Input::Tick
            }
            Step::Grace => {
                lab.now += Duration::from_secs(16);
                Input::Tick
            }
        };
        for output in lab.handle(input) {
            assert!(ended.is_none(), "{output:?} after the end: {steps:?}");
            match output {
                Output::Admit { sid } => admitted.push(sid),
                Output::Disconnect { sid, reason } => {
                    assert!(admitted.contains(&sid), "a stranger was told: {steps:?}");
                    assert!(
                        !told_out.contains(&sid),
                        "told twice that it is out: {steps:?}"
                    );
                    if matches!(reason, EndReason::Ended { .. }) {
                        assert!(may_end, "ended by nobody who may: {steps:?}");
                    }
                    told_out.push(sid);
                }
                Output::Gone { member, .. } => {
                    assert!(!told_gone.contains(&member.sid), "gone twice: {steps:?}");
                    told_gone.push(member.sid);
                }
                Output::RecordEnd { .. } => assert!(may_end, "{steps:?}"),
                Output::Ended(reason) => ended = Some((index, reason)),
                _ => {}
            }
        }
        // No ghost: who was admitted and not told out has the seat, and nobody else has one.
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
        assert_eq!(seated, expected, "{steps:?}");
        let mut identities = lab.names();
        identities.sort_unstable();
        identities.dedup();
        assert_eq!(identities.len(), seated.len(), "a duplicate: {steps:?}");
        // Who is away is out in bounded time.
        let waits = seated.iter().any(|sid| lab.room.is_away(sid));
        if waits {
            let until = lab
                .room
                .poll_timeout()
                .expect("somebody is away, so something is due");
            assert!(until <= lab.now + Duration::from_secs(15), "{steps:?}");
        }
    }
    match ended {
        Some((_, EndReason::Ended { .. })) => assert!(may_end, "{steps:?}"),
        Some((index, EndReason::ServerStopped)) => assert_eq!(steps[index], Step::Stop),
        Some((_, EndReason::RoomClosed)) => assert!(lab.names().is_empty()),
        Some((_, other)) => panic!("a room cannot end by {other:?}"),
        None => assert!(!lab.room.is_ended()),
    }
    if ended.is_none() && !lab.names().is_empty() {
        let outputs = lab.handle(Input::EndForAll {
            note: None,
            by: caller("Ana", Authority::Host),
        });
        assert!(matches!(
            outputs.last(),
            Some(Output::Ended(EndReason::Ended { .. }))
        ));
    }
}

fn every_sequence(alphabet: &[Step], length: usize) -> usize {
    fn extend(alphabet: &[Step], steps: &mut Vec<Step>, length: usize, count: &mut usize) {
        if steps.len() == length {
            *count += 1;
            return run(steps); // every shorter sequence is a prefix of one of these
        }
        for step in alphabet {
            steps.push(*step);
            extend(alphabet, steps, length, count);
            steps.pop();
        }
    }
    let mut count = 0;
    extend(alphabet, &mut Vec::new(), length, &mut count);
    count
}

#[test]
fn whatever_happens_in_whatever_order_the_room_ends_once_and_keeps_no_ghost() {
    use Step::{Drop, End, Grace, Heard, Join, Leave, Publish, Remove, Resume, Second, Stop};
    let everything = [
        Join(0),
        Join(1),
        Join(2),
        Leave(0),
        Leave(1),
        Drop(1),
        Heard(1),
        Resume(1),
        End(Authority::None),
        End(Authority::Host),
        Remove(Authority::None),
        Remove(Authority::Host),
        Publish,
        Stop,
        Second,
        Grace,
    ];
    assert_eq!(every_sequence(&everything, 5), 1_048_576);
    // Longer around what is hard: a seat that is lost, comes back and is taken again.
    let connection = [
        Join(1),
        Drop(1),
        Heard(1),
        Resume(1),
        Second,
        Grace,
        End(Authority::Service),
    ];
    assert_eq!(every_sequence(&connection, 6), 117_649);
}
