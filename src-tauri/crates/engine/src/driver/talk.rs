//! Chat, reactions and hands, on their way out, and the chat of a meeting that is joined again.

use std::collections::VecDeque;

use adjourn_meeting::session::{Draft, Input};
use adjourn_meeting::{
    ChatMessage, ErrorCode, MeetingEvent, MeetingId, ParticipantId, Reaction, random_hex,
};
use adjourn_signal::attributes::HAND_ATTRIBUTE;
use adjourn_signal::{MetadataUpdate, Request, RequestOutcome, chat_packets, reaction_packet};

use super::Driver;
use super::after::unix_ms;
use crate::Problem;

/// Most of a meeting's chat that is kept: messages, and bytes of text.
const MAX_MESSAGES: usize = 5000;
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The chat of one meeting that I could read, the oldest first.
#[derive(Default)]
pub(super) struct Chat {
    meeting: Option<MeetingId>,
    messages: VecDeque<ChatMessage>,
    bytes: usize,
}

impl Chat {
    /// A meeting begins for me: what was written in another one is forgotten, and what was written in this one told.
    pub(super) fn enter(&mut self, meeting: &MeetingId) -> Vec<ChatMessage> {
        if self.meeting.as_ref() != Some(meeting) {
            *self = Self {
                meeting: Some(meeting.clone()),
                ..Self::default()
            };
        }
        self.all()
    }

    pub(super) fn add(&mut self, message: &ChatMessage) {
        self.bytes += message.text.len();
        self.messages.push_back(message.clone());
        while self.messages.len() > MAX_MESSAGES || self.bytes > MAX_BYTES {
            let Some(oldest) = self.messages.pop_front() else {
                return;
            };
            self.bytes -= oldest.text.len();
        }
    }

    pub(super) fn all(&self) -> Vec<ChatMessage> {
        self.messages.iter().cloned().collect()
    }
}

impl Driver {
    pub(super) fn say(&mut self, text: String, to: Option<ParticipantId>) {
        let id = random_hex(8);
        self.feed(Input::Say(Draft { id, to, text }));
    }

    pub(super) fn send_chat(&mut self, draft: &Draft) {
        let Some(call) = &mut self.call else { return };
        let now = unix_ms() as i64;
        for packet in chat_packets(&draft.id, &draft.text, draft.to.as_ref(), now) {
            call.send_packet(packet);
        }
    }

    pub(super) fn send_reaction(&mut self, reaction: Reaction) {
        if let Some(call) = &mut self.call {
            call.send_packet(reaction_packet(reaction));
        }
    }

    /// A server of ours sets the time itself; for another one it is ours.
    pub(super) fn set_hand(&mut self, up: bool) {
        let Some(call) = &mut self.call else { return };
        let value = if up {
            format!("{:.0}", unix_ms())
        } else {
            String::new()
        };
        call.hand_request += 1;
        call.request(Request::UpdateMetadata(MetadataUpdate {
            request_id: call.hand_request,
            attributes: [(HAND_ATTRIBUTE.to_owned(), value)].into(),
            ..MetadataUpdate::default()
        }));
    }

    /// What became of it.
    pub(super) fn request_answered(&self, id: u32, outcome: RequestOutcome) {
        let mine = self
            .call
            .as_ref()
            .is_some_and(|call| id == call.hand_request);
        if mine && id != 0 && outcome != RequestOutcome::Ok {
            self.tell_problem(Problem {
                code: ErrorCode::NotAllowed,
                message: "This server does not let you raise a hand. Say it in the chat instead."
                    .into(),
            });
        }
    }

    /// What was written before I came back to the same meeting.
    pub(super) fn tell_earlier_chat(&self, messages: Vec<ChatMessage>) {
        for message in messages {
            let _ = self.events.send(MeetingEvent::ChatReceived { message });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> ChatMessage {
        ChatMessage {
            id: "1".into(),
            participant_id: ParticipantId::new("bo"),
            name: "Bo".into(),
            to: None,
            to_name: None,
            text: text.into(),
            at: 1.0,
        }
    }

    #[test]
    fn the_chat_of_a_meeting_is_kept_for_a_rejoin_and_not_for_another_meeting() {
        let (one, other) = (MeetingId::new("one"), MeetingId::new("other"));
        let mut chat = Chat::default();
        assert_eq!(chat.enter(&one), []);
        chat.add(&message("Hello"));
        assert_eq!(chat.enter(&one), [message("Hello")]);
        assert_eq!(chat.enter(&other), []);
        assert_eq!(chat.enter(&one), []);
    }

    #[test]
    fn a_long_chat_loses_its_oldest_messages() {
        let mut chat = Chat::default();
        chat.enter(&MeetingId::new("one"));
        for _ in 0..MAX_MESSAGES + 3 {
            chat.add(&message("x"));
        }
        assert_eq!(chat.all().len(), MAX_MESSAGES);
        let long = "x".repeat(MAX_BYTES / 2);
        (0..3).for_each(|_| chat.add(&message(&long)));
        assert_eq!(chat.all().len(), 2);
    }
}
