//! Every short sequence of inputs keeps the rules of leaving.

use super::*;

/// Every sequence of 5 of these inputs from inside a meeting (3.4 million steps), and of 4 from before it and from a
/// lost connection.
#[test]
fn no_sequence_of_inputs_breaks_the_rules_of_leaving() {
    let inputs = [
        Input::Join,
        Input::Connected(joined("PA_me3", &[member("bo", "PA_bo", 9, true)])),
        Input::Resumed,
        Input::ConnectFailed(ConnectFailure::Unreachable {
            error: ErrorCode::Unreachable,
            why: "No route.".into(),
        }),
        Input::ConnectFailed(ConnectFailure::Ended {
            by: None,
            note: None,
        }),
        Input::ConnectFailed(ConnectFailure::Refused {
            error: ErrorCode::Locked,
            why: "No.".into(),
        }),
        Input::MediaLost,
        Input::MediaBroken,
        Input::SocketLost,
        Input::ComeBack { fresh: true },
        Input::People(vec![
            gone("bo", "PA_bo", EndReason::Left),
            member("me", "PA_me", 9, true),
        ]),
        Input::Disconnected(ended(None)),
        Input::LeaveBecause(EndReason::Asleep),
        Input::Cut,
        Input::Stay,
        Input::Leave,
        Input::End { note: None },
        Input::EndAnswered(EndAnswer::Confirmed {
            record_missing: true,
        }),
        Input::EndAnswered(EndAnswer::Expired {
            why: "It has expired.".into(),
        }),
        Input::EndAnswered(EndAnswer::Refused { why: "No.".into() }),
        Input::EndAnswered(EndAnswer::Unreachable {
            why: "No route.".into(),
        }),
        released(&[]),
        Input::Timeout,
        // At the door only.
        Input::Waiting(Waiting {
            title: "Ana’s meeting".into(),
            host: None,
            ahead: 0,
        }),
        Input::ConnectFailed(ConnectFailure::Denied),
    ];
    let mut reconnecting = Lab::joined();
    reconnecting.feed(Input::SocketLost);
    let inside = &inputs[..inputs.len() - 2];
    explore(&Lab::new(), &Seen::default(), &inputs, 3);
    explore(&Lab::joined(), &Seen::default(), inside, 4);
    explore(&reconnecting, &Seen::default(), inside, 3);
}

/// What has been seen so far on one path.
#[derive(Clone, Default)]
struct Seen {
    left: u32,
    over: bool,
    leaving: bool,
    cut: bool,
    media: bool,
}

impl Seen {
    fn check(&mut self, input: &Input, output: &Output) {
        assert!(!self.over, "{output:?} after the end");
        match output {
            Output::Emit(MeetingEvent::MeetingLeft { .. }) => self.left += 1,
            Output::Emit(event) => assert_eq!(self.left, 0, "{event:?} after MeetingLeft"),
            Output::Ended(_) => {
                assert_eq!(self.left, 1, "the end without MeetingLeft");
                assert!(!self.media, "media run on after the end");
                self.over = true;
            }
            Output::StartMedia => {
                assert!(
                    !self.leaving && !self.cut,
                    "media begin again after a click on Leave ({input:?})"
                );
                self.media = true;
            }
            Output::StopMedia => self.media = false,
            Output::Release => self.leaving = true,
            Output::Connect { .. } => assert!(!self.leaving, "a connect after leaving"),
            _ => {}
        }
        assert!(self.left <= 1, "MeetingLeft twice");
    }
}

fn explore(lab: &Lab, rules: &Seen, inputs: &[Input], depth: u32) {
    for input in inputs {
        let (mut lab, mut rules) = (lab.clone(), rules.clone());
        if *input == Input::Timeout {
            lab.now = lab.session.poll_timeout().unwrap_or(lab.now).max(lab.now);
        }
        let was_over = lab.session.is_over();
        lab.feed(input.clone());
        match input {
            Input::Cut if !was_over => rules.cut = true,
            // A refusal of an End that was asked for takes the cut of its click back.
            Input::Stay | Input::EndAnswered(EndAnswer::Refused { .. }) | Input::Join => {
                rules.cut = false
            }
            _ => {}
        }
        for output in lab.take() {
            rules.check(input, &output);
        }
        assert_eq!(lab.session.is_over(), rules.over);
        if depth > 0 && !rules.over {
            explore(&lab, &rules, inputs, depth - 1);
        }
    }
}
