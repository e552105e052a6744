//! Chat, reactions, hands and lines, as a session tells them.

use super::*;
use crate::{ChatMessage, MAX_CHAT_CHARS, Quality, Reaction};

fn id(name: &str) -> ParticipantId {
    ParticipantId::new(name)
}

fn heard(from: &str, n: &str, text: &str) -> Input {
    Input::Heard(Heard {
        from: id(from),
        id: n.into(),
        text: text.into(),
        private: false,
    })
}

fn say(n: &str, text: &str, to: Option<&str>) -> Input {
    Input::Say(Draft {
        id: n.into(),
        to: to.map(id),
        text: text.into(),
    })
}

impl Lab {
    fn chat(&self) -> Vec<&ChatMessage> {
        self.said
            .iter()
            .filter_map(|output| match output {
                Output::Emit(MeetingEvent::ChatReceived { message }) => Some(message),
                _ => None,
            })
            .collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.chat()
            .into_iter()
            .map(|message| message.text.as_str())
            .collect()
    }

    fn sent(&self) -> Vec<&str> {
        self.said
            .iter()
            .filter_map(|output| match output {
                Output::SendChat(draft) => Some(draft.text.as_str()),
                _ => None,
            })
            .collect()
    }

    fn not_sent(&self) -> usize {
        let refused = |output: &&Output| {
            matches!(
                output,
                Output::Emit(MeetingEvent::Error {
                    code: ErrorCode::ChatNotSent,
                    ..
                })
            )
        };
        self.said.iter().filter(refused).count()
    }

    fn hands(&self) -> Vec<(&str, Option<f64>)> {
        self.said
            .iter()
            .filter_map(|output| match output {
                Output::Emit(MeetingEvent::HandChanged {
                    participant_id,
                    raised_at,
                }) => Some((participant_id.as_str(), *raised_at)),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn a_message_is_told_once_with_a_name_and_the_time_of_this_computer() {
    let mut lab = Lab::joined();
    lab.wait(Duration::from_secs(2));
    lab.feed(heard("bo", "1", "  Hello \u{7}"))
        .feed(heard("bo", "1", "Hello"))
        .feed(heard("bo", "2", " \n"))
        .feed(heard("bo", "3", &"x".repeat(MAX_CHAT_CHARS + 1)))
        .feed(heard("me", "4", "a server that echoes"));
    let chat = lab.chat();
    assert_eq!(lab.texts(), ["Hello"]);
    assert_eq!(
        (
            chat[0].name.as_str(),
            chat[0].participant_id.as_str(),
            &chat[0].to
        ),
        ("BO", "bo", &None)
    );
    assert_eq!(chat[0].at, 1_790_000_002_000.0);

    lab.take();
    lab.feed(Input::Heard(Heard {
        from: id("bo"),
        id: "5".into(),
        text: "Psst".into(),
        private: true,
    }));
    let to = (lab.chat()[0].to.clone(), lab.chat()[0].to_name.clone());
    assert_eq!(to, (Some(id("me")), Some("ME".into())));
}

#[test]
fn what_comes_before_the_news_of_its_writer_waits_for_it_and_not_without_a_bound() {
    let mut lab = Lab::joined();
    for n in 0..1000 {
        lab.feed(heard("cy", &n.to_string(), "early"));
    }
    assert!(lab.texts().is_empty());
    lab.feed(Input::People(vec![member("cy", "PA_cy", 1, false)]));
    assert_eq!(lab.texts().len(), 64);
    // And what comes after its writer has gone is still theirs.
    lab.take();
    lab.feed(Input::People(vec![gone("cy", "PA_cy", EndReason::Left)]));
    lab.feed(heard("cy", "late", "Bye"));
    assert_eq!(lab.chat()[0].name, "CY");
}

#[test]
fn mine_comes_back_when_it_is_sent_and_what_cannot_be_sent_says_why() {
    let mut lab = Lab::joined();
    lab.feed(say("1", " Hello ", None))
        .feed(say("2", "Psst", Some("bo")));
    assert_eq!(lab.sent(), ["Hello", "Psst"]);
    let chat = lab.chat();
    assert_eq!((chat[0].name.as_str(), chat[0].to.as_ref()), ("ME", None));
    assert_eq!(chat[1].to_name.as_deref(), Some("BO"));
    for wrong in [
        say("3", " ", None),
        say("4", &"x".repeat(MAX_CHAT_CHARS + 1), None),
        say("5", "To nobody", Some("cy")),
        say("6", "To myself", Some("me")),
    ] {
        lab.take();
        lab.feed(wrong);
        assert_eq!(
            (lab.sent().len(), lab.chat().len(), lab.not_sent()),
            (0, 0, 1)
        );
    }
}

#[test]
fn ten_messages_go_at_once_and_then_five_a_second() {
    let mut lab = Lab::joined();
    for n in 0..30 {
        lab.feed(say(&n.to_string(), "x", None));
        lab.feed(Input::React(Reaction::Clap));
    }
    assert_eq!((lab.sent().len(), lab.not_sent()), (10, 20));
    let reactions = |lab: &Lab| {
        let sent = lab.said.iter();
        sent.filter(|output| matches!(output, Output::SendReaction(_)))
            .count()
    };
    assert_eq!(reactions(&lab), 10);
    lab.take();
    lab.wait(Duration::from_secs(1));
    for n in 30..60 {
        lab.feed(say(&n.to_string(), "x", None));
    }
    assert_eq!(lab.sent().len(), 5);
}

#[test]
fn what_is_written_without_a_connection_goes_out_when_it_is_back() {
    let mut lab = Lab::joined();
    lab.feed(Input::SocketLost)
        .feed(say("1", "Still there?", None))
        .feed(say("2", "Psst", Some("bo")))
        .feed(Input::RaiseHand(true));
    assert_eq!((lab.sent().len(), lab.chat().len()), (0, 0));
    lab.feed(Input::Resumed);
    assert_eq!(lab.sent(), ["Still there?", "Psst"]);
    assert_eq!(lab.chat().len(), 2);
    assert!(lab.says(&Output::SetHand(true)));

    // It never comes back.
    lab.take();
    lab.feed(Input::SocketLost).feed(say("3", "Lost", None));
    lab.wait(Duration::from_secs(3600));
    assert_eq!(
        (lab.sent().len(), lab.chat().len(), lab.not_sent()),
        (0, 0, 1)
    );
    assert_eq!(lab.left_with(), ReasonCode::ConnectionLost);
}

#[test]
fn what_was_sent_just_before_a_loss_is_sent_again_to_a_server_that_begins_anew() {
    let mut lab = Lab::joined();
    lab.feed(say("1", "Long ago", None));
    lab.wait(Duration::from_secs(30));
    lab.feed(say("2", "Just now", None))
        .feed(say("3", "To Bo, who has gone", Some("bo")))
        .feed(Input::ComeBack { fresh: true });
    lab.take();
    lab.feed(Input::Connected(joined("PA_again", &[])));
    assert_eq!(lab.sent(), ["Just now"]);
    assert!(lab.chat().is_empty(), "I have seen it");
}

#[test]
fn a_hand_that_is_up_stays_up_through_a_new_session() {
    let up = |sid: &str, version| Member {
        hand: Some(1_790_000_000_500),
        ..member("me", sid, version, false)
    };
    let mut lab = Lab::joined();
    lab.feed(Input::RaiseHand(true));
    assert_eq!(
        lab.said,
        [Output::SetHand(true)],
        "the server says when it is up"
    );
    lab.feed(Input::People(vec![up("PA_me", 2)]));
    assert_eq!(lab.hands(), [("me", Some(1_790_000_000_500.0))]);
    lab.feed(Input::ComeBack { fresh: true });
    lab.take();
    lab.feed(Input::Connected(joined("PA_again", &[])));
    assert!(lab.says(&Output::SetHand(true)));
    // A host lowers it, and the next loss does not raise it again.
    lab.feed(Input::People(vec![up("PA_again", 2)]))
        .feed(Input::People(vec![member("me", "PA_again", 3, false)]))
        .feed(Input::ComeBack { fresh: true });
    lab.take();
    lab.feed(Input::Connected(joined("PA_third", &[])));
    assert!(!lab.says(&Output::SetHand(true)));
}

#[test]
fn a_hand_that_was_up_before_me_is_told_after_its_owner() {
    let mut lab = Lab::new();
    lab.feed(Input::Join);
    let bo = Member {
        hand: Some(5),
        ..member("bo", "PA_bo", 1, false)
    };
    lab.feed(Input::Connected(joined("PA_me", &[bo])));
    let told: Vec<_> = lab
        .said
        .iter()
        .filter_map(|output| match output {
            Output::Emit(MeetingEvent::ParticipantJoined { .. }) => Some("came"),
            Output::Emit(MeetingEvent::HandChanged { .. }) => Some("hand"),
            _ => None,
        })
        .collect();
    assert_eq!(told, ["came", "hand"]);
}

#[test]
fn a_sign_of_a_stranger_and_an_echo_of_mine_are_not_told() {
    let reacted = |from: &str| Input::Reacted {
        from: id(from),
        reaction: Reaction::Heart,
    };
    let mut lab = Lab::joined();
    lab.feed(reacted("bo"))
        .feed(reacted("cy"))
        .feed(reacted("me"))
        .feed(Input::React(Reaction::Wow));
    let told: Vec<_> = lab
        .said
        .iter()
        .filter_map(|output| match output {
            Output::Emit(MeetingEvent::ReactionReceived {
                participant_id,
                reaction,
            }) => Some((participant_id.as_str(), *reaction)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [("bo", Reaction::Heart), ("me", Reaction::Wow)]);
}

#[test]
fn a_line_is_told_when_it_changes() {
    let news = |sid: &str, quality| Input::Qualities(vec![(ParticipantSid::new(sid), quality)]);
    let mut lab = Lab::joined();
    lab.feed(news("PA_bo", Quality::Excellent))
        .feed(news("PA_bo", Quality::Lost))
        .feed(news("PA_bo", Quality::Lost))
        .feed(news("PA_nobody", Quality::Poor));
    let told: Vec<_> = lab
        .said
        .iter()
        .filter_map(|output| match output {
            Output::Emit(MeetingEvent::QualityChanged { quality, .. }) => Some(*quality),
            _ => None,
        })
        .collect();
    assert_eq!(told, [Quality::Excellent, Quality::Lost]);
}

#[test]
fn nothing_is_said_before_one_is_in() {
    let mut lab = Lab::new();
    lab.feed(Input::Join).feed(say("1", "Hello?", None));
    assert_eq!((lab.sent().len(), lab.not_sent()), (0, 1));
}

#[test]
fn devices_that_could_not_be_checked_in_time_are_said_to_be_unchecked() {
    let mut lab = Lab::joined();
    lab.feed(Input::Leave);
    lab.wait(Duration::from_secs(1));
    assert!(lab.said.iter().any(|output| matches!(
        output,
        Output::Emit(MeetingEvent::DevicesReleased {
            camera: DeviceState::NotChecked,
            microphone: DeviceState::NotChecked,
            speaker: DeviceState::NotChecked,
            ..
        })
    )));
    assert_eq!(
        lab.reason().map(|reason| reason.code),
        Some(ReasonCode::Left)
    );
}
