//! The meeting as it is, as the events that lead there: for a page that comes in the middle of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use adjourn_meeting::{MeetingEvent, Participant, ParticipantId, Role};

/// Events that still matter, in the order they came; none outside of a meeting. It is as long as the meeting is big:
/// each replaces what it makes obsolete, and the server bounds the people.
#[derive(Default)]
pub(super) struct SoFar(Mutex<State>);

#[derive(Default)]
struct State {
    events: Vec<MeetingEvent>,
    joined_at: Option<f64>,
    me: Option<Participant>,
    /// Whom I keep large.
    pinned: Option<ParticipantId>,
}

impl SoFar {
    /// Takes an event into account that came at `now_ms`, Unix time.
    pub(super) fn hear(&self, event: &MeetingEvent, now_ms: f64) {
        let State {
            events,
            joined_at,
            me,
            pinned,
        } = &mut *self.lock();
        if let (
            Some(me),
            MeetingEvent::RoleChanged {
                participant_id,
                role,
            },
        ) = (&mut *me, event)
            && me.participant_id == *participant_id
        {
            me.role = *role;
        }
        match event {
            MeetingEvent::MeetingJoined { me: mine, .. } => {
                *me = Some(mine.clone());
                // The state that led here came before it.
                events.retain(|old| matches!(old, MeetingEvent::MeetingStateChanged { .. }));
                *joined_at = Some(now_ms);
                *pinned = None;
            }
            MeetingEvent::MeetingLeft { .. } => {
                events.clear();
                *joined_at = None;
                *me = None;
                *pinned = None;
            }
            MeetingEvent::ParticipantLeft { participant, .. } => {
                let gone = &participant.participant_id;
                events.retain(|old| about(old) != Some(gone));
                pinned.take_if(|pinned| pinned == gone);
            }
            _ => events.retain(|old| !replaces(event, old)),
        }
        if stays(event) {
            events.push(event.clone());
        }
    }

    /// What a page that comes now has to hear first.
    pub(super) fn events(&self) -> Vec<MeetingEvent> {
        self.lock().events.clone()
    }

    /// Takes note of whom I keep large from now on.
    pub(super) fn pin(&self, participant: Option<ParticipantId>) {
        let mut state = self.lock();
        state.pinned = participant.filter(|_| state.joined_at.is_some());
    }

    /// Whom I keep large.
    pub(super) fn pinned(&self) -> Option<ParticipantId> {
        self.lock().pinned.clone()
    }

    /// Since when I am in the meeting.
    pub(super) fn joined_at(&self) -> Option<f64> {
        self.lock().joined_at
    }

    /// Whether I am in a meeting, and host it.
    pub(super) fn is_host(&self) -> bool {
        let state = self.lock();
        state.me.as_ref().is_some_and(|me| me.role == Role::Host)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it says how things are; the others say what happened once.
fn stays(event: &MeetingEvent) -> bool {
    use MeetingEvent::*;
    matches!(
        event,
        MeetingJoined { .. }
            | ParticipantJoined { .. }
            | MeetingStateChanged { .. }
            | SpeakerChanged { .. }
            | PresenterChanged { .. }
            | StreamEnabled { .. }
            | StreamDisabled { .. }
            | Waiting { .. }
            | EntryRequested { .. }
            | RoleChanged { .. }
            | HandChanged { .. }
            | QualityChanged { .. }
            | RoomChanged { .. }
    )
}

/// Whether `old` says nothing any more once `event` has come.
fn replaces(event: &MeetingEvent, old: &MeetingEvent) -> bool {
    use MeetingEvent::*;
    match (event, old) {
        (MeetingStateChanged { .. }, MeetingStateChanged { .. })
        | (SpeakerChanged { .. }, SpeakerChanged { .. })
        | (PresenterChanged { .. }, PresenterChanged { .. })
        | (Waiting { .. }, Waiting { .. })
        | (RoomChanged { .. }, RoomChanged { .. }) => true,
        (ParticipantJoined { .. }, ParticipantJoined { .. })
        | (RoleChanged { .. }, RoleChanged { .. })
        | (HandChanged { .. }, HandChanged { .. })
        | (QualityChanged { .. }, QualityChanged { .. }) => about(event) == about(old),
        (
            StreamEnabled {
                participant_id,
                kind,
            }
            | StreamDisabled {
                participant_id,
                kind,
            },
            StreamEnabled {
                participant_id: other,
                kind: other_kind,
            }
            | StreamDisabled {
                participant_id: other,
                kind: other_kind,
            },
        ) => participant_id == other && kind == other_kind,
        (
            EntryRequested { participant_id, .. }
            | EntryResponded { participant_id, .. }
            | EntryWithdrawn { participant_id },
            EntryRequested {
                participant_id: other,
                ..
            },
        ) => participant_id == other,
        _ => false,
    }
}

/// Whom it is about, of those who are in.
fn about(event: &MeetingEvent) -> Option<&ParticipantId> {
    use MeetingEvent::*;
    match event {
        ParticipantJoined { participant } => Some(&participant.participant_id),
        StreamEnabled { participant_id, .. }
        | StreamDisabled { participant_id, .. }
        | RoleChanged { participant_id, .. }
        | HandChanged { participant_id, .. }
        | QualityChanged { participant_id, .. } => Some(participant_id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::{EndReason, MeetingId, MeetingState, Participant, Role, StreamKind};

    use super::*;

    fn participant(id: &str) -> Participant {
        serde_json::from_value(serde_json::json!({
            "participantId": id, "name": id, "role": "guest", "joinedAt": 1.0
        }))
        .expect("is a participant")
    }

    fn heard(events: &[MeetingEvent]) -> Vec<MeetingEvent> {
        let so_far = SoFar::default();
        for event in events {
            so_far.hear(event, 1.0);
        }
        so_far.events()
    }

    fn joined() -> MeetingEvent {
        MeetingEvent::MeetingJoined {
            meeting_id: MeetingId::new("m"),
            me: participant("me"),
            title: "Ana’s meeting".into(),
        }
    }

    fn came(id: &str) -> MeetingEvent {
        MeetingEvent::ParticipantJoined {
            participant: participant(id),
        }
    }

    fn stream(id: &str, on: bool) -> MeetingEvent {
        let (participant_id, kind) = (ParticipantId::new(id), StreamKind::Audio);
        if on {
            MeetingEvent::StreamEnabled {
                participant_id,
                kind,
            }
        } else {
            MeetingEvent::StreamDisabled {
                participant_id,
                kind,
            }
        }
    }

    #[test]
    fn who_has_gone_is_forgotten_with_all_that_was_said_of_it() {
        let reason = EndReason::Left.to_others("bo", 1);
        let gone = MeetingEvent::ParticipantLeft {
            participant: participant("bo"),
            reason,
        };
        let events = [joined(), came("bo"), stream("bo", true), came("cy"), gone];
        assert_eq!(heard(&events), [joined(), came("cy")]);
    }

    #[test]
    fn only_the_last_word_on_a_stream_and_a_state_is_kept() {
        let state = |state| MeetingEvent::MeetingStateChanged { state };
        let role = |role| MeetingEvent::RoleChanged {
            participant_id: ParticipantId::new("bo"),
            role,
        };
        let mut events = vec![joined(), came("bo")];
        for _ in 0..1000 {
            events.extend([
                stream("bo", true),
                stream("bo", false),
                state(MeetingState::Reconnecting),
                state(MeetingState::Connected),
                role(Role::CoHost),
                role(Role::Guest),
            ]);
        }
        assert_eq!(
            heard(&events),
            [
                joined(),
                came("bo"),
                stream("bo", false),
                state(MeetingState::Connected),
                role(Role::Guest),
            ]
        );
    }

    #[test]
    fn who_hosts_now_is_known() {
        let so_far = SoFar::default();
        let role = |id: &str, role| MeetingEvent::RoleChanged {
            participant_id: ParticipantId::new(id),
            role,
        };
        let left = MeetingEvent::MeetingLeft {
            reason: EndReason::Left.to_self(1),
        };
        for (event, hosts) in [
            (joined(), false),
            (role("bo", Role::Host), false),
            (role("me", Role::Host), true),
            (role("me", Role::CoHost), false),
            (role("me", Role::Host), true),
            (left, false),
        ] {
            so_far.hear(&event, 1.0);
            assert_eq!(so_far.is_host(), hosts, "after {event:?}");
        }
    }

    #[test]
    fn who_is_pinned_is_known_until_one_of_us_goes() {
        let so_far = SoFar::default();
        let bo = || Some(ParticipantId::new("bo"));
        so_far.pin(bo());
        assert_eq!(so_far.pinned(), None, "nobody is there");
        let goes = |id: &str| MeetingEvent::ParticipantLeft {
            participant: participant(id),
            reason: EndReason::Left.to_others(id, 1),
        };
        let left = MeetingEvent::MeetingLeft {
            reason: EndReason::Left.to_self(1),
        };
        for (event, pinned) in [(goes("cy"), bo()), (goes("bo"), None), (left, None)] {
            so_far.hear(&joined(), 1.0);
            so_far.pin(bo());
            so_far.hear(&event, 2.0);
            assert_eq!(so_far.pinned(), pinned, "{event:?}");
        }
    }

    #[test]
    fn after_the_meeting_there_is_nothing_to_tell() {
        let left = MeetingEvent::MeetingLeft {
            reason: EndReason::Left.to_self(1),
        };
        assert_eq!(heard(&[joined(), came("bo"), left]), []);
    }
}
