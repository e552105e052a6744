//! My End and others’, however the line is.

use super::*;

const CONFIRMED: EndAnswer = EndAnswer::Confirmed {
    record_missing: false,
};

#[test]
fn who_ended_it_is_known_from_the_mark_or_from_my_own_click() {
    let mut guest = Lab::joined();
    guest
        .feed(Input::EndMarked {
            note: None,
            by: Some("Ana".into()),
        })
        .feed(Input::Disconnected(ended(None)))
        .feed(released(&[]));
    assert_eq!(
        guest.reason().and_then(|reason| reason.by),
        Some("Ana".into())
    );

    let mut host = Lab::joined();
    host.feed(Input::End { note: None })
        .feed(Input::Disconnected(ended(None)))
        .feed(released(&[]));
    assert_eq!(
        host.reason().and_then(|reason| reason.by),
        Some("ME".into())
    );
}

#[test]
fn an_end_stops_my_media_and_goes_even_when_the_goodbye_gets_lost() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None });
    assert_eq!(
        lab.take(),
        [Output::StopMedia, Output::SendDeleteRoom { note: None }]
    );
    lab.feed(Input::EndAnswered(CONFIRMED));
    assert_eq!(lab.take(), [], "the server says goodbye");
    lab.wait(Duration::from_secs(2));
    assert_eq!(lab.left_with(), ReasonCode::Ended);

    let mut cut_off = Lab::joined();
    cut_off
        .feed(Input::End { note: None })
        .feed(Input::EndAnswered(CONFIRMED))
        .feed(Input::SocketLost)
        .wait(Duration::from_secs(2));
    assert_eq!(cut_off.left_with(), ReasonCode::Ended);
}

#[test]
fn a_refused_end_changes_nothing() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None }).take();
    lab.feed(Input::EndAnswered(EndAnswer::Refused {
        why: "Only the host can end the meeting.".into(),
    }));
    assert!(lab.says(&Output::StartMedia));
    assert_eq!(lab.refusals(), 1);
    lab.wait(Duration::from_secs(600));
    assert!(!lab.says(&Output::SendDeleteRoom { note: None }));
    assert!(!lab.session.is_over());
}

#[test]
fn an_end_with_what_has_expired_goes_on_with_what_comes_next() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None }).take();
    lab.feed(Input::EndAnswered(EndAnswer::Expired {
        why: "It has expired.".into(),
    }));
    assert!(
        lab.said.iter().any(|output| matches!(output, Output::Emit(MeetingEvent::EndRefused { code: ErrorCode::EndDelayed, why }) if why.starts_with("It has expired."))),
        "{:?}",
        lab.said
    );
    lab.wait(Duration::from_secs(1));
    assert!(lab.says(&Output::SendDeleteRoom { note: None }));
    assert!(!lab.says(&Output::StartMedia), "it is not refused");
}

#[test]
fn every_attempt_in_vain_is_told_and_the_delay_once() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None }).take();
    for attempt in 1..=3 {
        lab.feed(Input::EndAnswered(EndAnswer::Unreachable {
            why: "Nobody answers.".into(),
        }));
        let attempts = lab.said.iter().filter(|output| {
            matches!(output, Output::Emit(MeetingEvent::EndAttempted { code: ErrorCode::Unreachable, why }) if why == "Nobody answers.")
        });
        assert_eq!(attempts.count(), attempt);
        assert_eq!(lab.refusals(), 1);
        lab.wait(Duration::from_secs(30));
    }
    lab.take();
    lab.feed(Input::Stay)
        .feed(Input::EndAnswered(EndAnswer::Unreachable {
            why: "Nobody answers.".into(),
        }));
    assert!(
        !lab.said
            .iter()
            .any(|output| matches!(output, Output::Emit(MeetingEvent::EndAttempted { .. }))),
        "it was taken back"
    );
}

#[test]
fn an_end_that_is_not_on_the_disk_yet_is_said_with_and_without_a_connection() {
    let told = |closed| {
        Output::Emit(MeetingEvent::EndProgress {
            closed,
            total: 2,
            unresponsive: Vec::new(),
            record_missing: true,
        })
    };
    let answer = || {
        Input::EndAnswered(EndAnswer::Confirmed {
            record_missing: true,
        })
    };
    let mut connected = Lab::joined();
    connected.feed(Input::End { note: None }).feed(answer());
    assert!(connected.says(&told(0)), "{:?}", connected.said);
    connected.feed(Input::Progress(EndProgress {
        closed: 1,
        total: 2,
        record_missing: true,
        ..EndProgress::default()
    }));
    assert!(connected.says(&told(1)), "{:?}", connected.said);

    let mut cut_off = Lab::joined();
    cut_off
        .feed(Input::SocketLost)
        .feed(Input::End { note: None })
        .feed(answer());
    assert!(cut_off.says(&told(0)), "{:?}", cut_off.said);
    assert_eq!(cut_off.left_with(), ReasonCode::Ended);
}

#[test]
fn an_end_goes_on_while_reconnecting_until_it_is_acknowledged() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost).feed(Input::End { note: None });
    for _ in 0..5 {
        assert!(lab.says(&Output::SendDeleteRoom { note: None }));
        lab.said
            .retain(|output| *output != Output::SendDeleteRoom { note: None });
        lab.feed(Input::EndAnswered(EndAnswer::Unreachable {
            why: "No route.".into(),
        }))
        .wait(Duration::from_secs(6));
    }
    assert_eq!(
        lab.refusals(),
        1,
        "told once that it has not got through yet"
    );
    lab.feed(Input::EndAnswered(CONFIRMED));
    assert_eq!(lab.left_with(), ReasonCode::Ended);
}

#[test]
fn an_end_that_is_not_answered_is_said_once_and_asked_for_until_i_say_that_i_stay() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None })
        .wait(Duration::from_secs(4));
    assert_eq!(lab.refusals(), 1);
    for _ in 0..30 {
        lab.feed(Input::EndAnswered(EndAnswer::Unreachable {
            why: "No route.".into(),
        }));
        lab.wait(Duration::from_secs(6));
    }
    let asked = lab
        .said
        .iter()
        .filter(|output| **output == Output::SendDeleteRoom { note: None })
        .count();
    assert_eq!(asked, 31);
    assert_eq!(lab.refusals(), 1);
    assert!(!lab.session.is_over());
    assert!(
        !lab.says(&Output::StartMedia),
        "cut until I say that I stay"
    );
    lab.feed(Input::Stay);
    assert!(lab.says(&Output::StartMedia));
}

#[test]
fn staying_takes_an_end_back() {
    let mut lab = Lab::joined();
    lab.feed(Input::End { note: None })
        .feed(Input::EndAnswered(EndAnswer::Unreachable {
            why: "No route.".into(),
        }))
        .feed(Input::Stay)
        .take();
    lab.wait(Duration::from_secs(120));
    assert_eq!(lab.take(), []);
}

#[test]
fn an_end_while_i_was_away_is_learned_on_return() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost).wait(Duration::from_millis(300));
    lab.feed(Input::ConnectFailed(ConnectFailure::Ended {
        by: Some("Ana".into()),
        note: None,
    }));
    assert_eq!(lab.left_with(), ReasonCode::Ended);
}

#[test]
fn a_note_is_told_from_the_mark_from_the_door_or_from_my_own_click() {
    let note = || EndNote::new("Thank you all");
    let by_ana = || EndReason::Ended {
        by: Some("Ana".into()),
        note: note(),
    };
    let mark = || Input::EndMarked {
        by: Some("Ana".into()),
        note: note(),
    };
    let mut marked = Lab::joined();
    marked.feed(mark()).feed(Input::Disconnected(ended(None)));
    let mut told = Lab::joined();
    told.feed(Input::Disconnected(by_ana()));
    let mut late = Lab::joined();
    late.feed(Input::SocketLost)
        .wait(Duration::from_secs(1))
        .feed(Input::ConnectFailed(ConnectFailure::Ended {
            by: Some("Ana".into()),
            note: note(),
        }));
    let mut nameless = Lab::joined();
    nameless
        .feed(Input::EndMarked {
            by: None,
            note: note(),
        })
        .feed(Input::Disconnected(ended(None)));
    let mut mine = Lab::joined();
    mine.feed(Input::End { note: note() });
    assert!(mine.says(&Output::SendDeleteRoom { note: note() }));
    mine.said.clear();
    // Nobody answers: it is asked for again with the same words.
    mine.feed(Input::EndAnswered(EndAnswer::Unreachable {
        why: "No answer.".into(),
    }))
    .wait(Duration::from_secs(10));
    assert!(mine.says(&Output::SendDeleteRoom { note: note() }));
    mine.feed(Input::EndAnswered(CONFIRMED))
        .wait(Duration::from_secs(2));
    for (lab, by) in [
        (&mut marked, Some("Ana")),
        (&mut told, Some("Ana")),
        (&mut late, Some("Ana")),
        (&mut nameless, None),
        (&mut mine, Some("ME")),
    ] {
        lab.feed(released(&[]));
        let reason = lab.reason().expect("it is left");
        assert_eq!((reason.by.as_deref(), reason.note), (by, note()));
    }
}
