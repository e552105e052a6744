//! What the server says, as the session takes it.

use adjourn_meeting::session::{
    Answered, Ask, Farewell, Input, Joined, Loudness, Member, Private, Rules, Stream,
};
use adjourn_meeting::{EndReason, EntryResponse, ReasonCode, clean_name};
use adjourn_signal::attributes::{
    self, ANSWERED_ATTRIBUTE, ASK_ATTRIBUTE, LEFT_ATTRIBUTE, MUTED_ATTRIBUTE, WAITING_ATTRIBUTE,
};
use adjourn_signal::reason::{RoomMetadata, told_of_other};
use adjourn_signal::{JoinResponse, ParticipantInfo, ParticipantState, SpeakerInfo};
use serde::Deserialize;

/// The value of [`LEFT_ATTRIBUTE`].
#[derive(Deserialize)]
struct Left {
    code: ReasonCode,
    #[serde(default)]
    by: Option<String>,
}

/// What it takes to understand news of people.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// The room's.
    pub metadata: &'a RoomMetadata,
    /// By how much the server's clock is ahead of ours.
    pub ahead_ms: i64,
    /// The server is one of ours: attributes under its prefix are its own word. On another one people set them.
    pub is_own: bool,
}

/// The first word of a server to a session of its own.
pub(crate) fn joined(join: &JoinResponse, setting: Setting) -> Joined {
    let Setting {
        metadata, ahead_ms, ..
    } = setting;
    Joined {
        meeting: join.room.name.clone(),
        title: metadata
            .title
            .as_deref()
            .map(clean_name)
            .unwrap_or_default(),
        me: member(&join.participant, setting),
        others: join
            .other_participants
            .iter()
            .map(|info| member(info, setting))
            .collect(),
        rules: rules(metadata, ahead_ms),
        private: private(&join.participant),
        farewell: farewell(metadata),
    }
}

/// A time of the server's by our clock, which its own is `ahead_ms` ahead of.
pub(crate) fn local_time(at: u64, ahead_ms: i64) -> u64 {
    at.saturating_add_signed(ahead_ms.saturating_neg())
}

/// The rules of the meeting.
pub(crate) fn rules(metadata: &RoomMetadata, ahead_ms: i64) -> Rules {
    Rules {
        locked: metadata.locked,
        lobby: metadata.lobby,
        away: metadata.away,
        ends_at: metadata.ends_at.map(|at| local_time(at, ahead_ms)),
        ends_by: metadata.ends_by.clone(),
        elsewhere: metadata.carried_for.is_some(),
    }
}

/// The last word of somebody who left.
pub(crate) fn farewell(metadata: &RoomMetadata) -> Option<Farewell> {
    let farewell = metadata.farewell.as_ref()?;
    Some(Farewell {
        n: farewell.n,
        name: farewell.name.clone(),
        text: farewell.text,
    })
}

/// What a server of ours tells `me` alone.
pub(crate) fn private(me: &ParticipantInfo) -> Private {
    let text = |key: &str| me.attributes.get(key).map(String::as_str);
    let ask = |key: &str| {
        let attributes::Ask { n, kind, by } = attributes::Ask::parse(text(key)?)?;
        Some(Ask { n, kind, by })
    };
    let answered = |answer: attributes::Answered| Answered {
        n: answer.n,
        id: answer.id,
        name: answer.name,
        response: match answer.response {
            attributes::Response::Allowed => Some(EntryResponse::Allowed),
            attributes::Response::Denied => Some(EntryResponse::Denied),
            attributes::Response::Withdrawn => None,
        },
    };
    let waiting = attributes::parse_waiting(text(WAITING_ATTRIBUTE).unwrap_or_default());
    let answers = attributes::parse_answered(text(ANSWERED_ATTRIBUTE).unwrap_or_default());
    Private {
        waiting: waiting
            .into_iter()
            .map(|entry| (entry.id, entry.name))
            .collect(),
        answered: answers.into_iter().map(answered).collect(),
        ask: ask(ASK_ATTRIBUTE),
        muted: ask(MUTED_ATTRIBUTE),
    }
}

/// One participant's news.
pub(crate) fn member(info: &ParticipantInfo, setting: Setting) -> Member {
    let Setting {
        metadata,
        ahead_ms,
        is_own,
    } = setting;
    let streams = info.tracks.iter().filter_map(|track| {
        let kind = track.stream_kind()?;
        Some(Stream {
            track: track.sid.clone(),
            kind,
            enabled: !track.muted,
        })
    });
    let mut participant = info.participant();
    participant.role = metadata.role_of(&info.identity, participant.role);
    Member {
        participant,
        sid: info.sid.clone(),
        version: info.version,
        joined_at_ms: info.joined_at_ms,
        streams: streams.collect(),
        hand: attributes::hand(&info.attributes).map(|at| local_time(at, ahead_ms)),
        left: (info.state == ParticipantState::Disconnected
            || (is_own && info.attributes.contains_key(LEFT_ATTRIBUTE)))
        .then(|| why_left(info, setting)),
    }
}

/// Changes of loudness.
pub(crate) fn speakers(speakers: Vec<SpeakerInfo>) -> Input {
    let loudness = |speaker: SpeakerInfo| Loudness {
        sid: speaker.sid,
        level: speaker.level,
        active: speaker.active,
    };
    Input::Speakers(speakers.into_iter().map(loudness).collect())
}

fn why_left(info: &ParticipantInfo, setting: Setting) -> EndReason {
    let told = told_of_other(info.disconnect_reason, setting.metadata);
    let Some(left) = info
        .attributes
        .get(LEFT_ATTRIBUTE)
        .filter(|_| setting.is_own)
        .and_then(|json| serde_json::from_str::<Left>(json).ok())
    else {
        return told;
    };
    let by = left.by.as_deref().map(clean_name);
    match left.code {
        ReasonCode::Left => EndReason::Left,
        ReasonCode::Ended => EndReason::Ended {
            by,
            note: setting.metadata.end_note.clone(),
        },
        ReasonCode::Removed => EndReason::Removed { by },
        ReasonCode::Denied => EndReason::Denied,
        ReasonCode::Moved => EndReason::Moved,
        ReasonCode::ConnectionLost => EndReason::ConnectionLost,
        ReasonCode::Crashed => EndReason::Crashed,
        ReasonCode::Asleep => EndReason::Asleep,
        ReasonCode::ServerStopped => EndReason::ServerStopped,
        ReasonCode::RoomClosed => EndReason::RoomClosed,
        // It has words of its own, and the server's are as good as any.
        ReasonCode::JoinFailed => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use adjourn_meeting::{ParticipantId, ParticipantSid};
    use adjourn_signal::DisconnectReason;

    fn info(attribute: Option<&str>) -> ParticipantInfo {
        let mut info =
            ParticipantInfo::new(ParticipantSid::new("PA_1"), ParticipantId::new("bo"), "Bo");
        if let Some(json) = attribute {
            info.attributes.insert(LEFT_ATTRIBUTE.into(), json.into());
        }
        info
    }

    fn told(info: &ParticipantInfo, is_own: bool) -> Option<EndReason> {
        let setting = Setting {
            metadata: &RoomMetadata::default(),
            ahead_ms: 0,
            is_own,
        };
        member(info, setting).left
    }

    fn gone(attribute: Option<&str>) -> Option<EndReason> {
        let mut info = info(attribute);
        info.state = ParticipantState::Disconnected;
        info.disconnect_reason = DisconnectReason::ParticipantRemoved;
        told(&info, true)
    }

    #[test]
    fn on_another_server_nobody_vanishes_by_saying_so_and_goes_on_listening() {
        let mut bo = info(Some(r#"{"code":"left"}"#));
        assert_eq!(told(&bo, true), Some(EndReason::Left), "a server's word");
        assert_eq!(told(&bo, false), None, "it is there, whatever it says");
        bo.state = ParticipantState::Disconnected;
        bo.disconnect_reason = DisconnectReason::ParticipantRemoved;
        let removed = EndReason::Removed { by: None };
        assert_eq!(
            told(&bo, false),
            Some(removed),
            "why is the server's to say"
        );
    }

    #[test]
    fn the_last_news_of_a_participant_says_who_removed_it() {
        let by = Some("Ana".to_owned());
        assert_eq!(
            gone(Some(r#"{"code":"removed","by":"Ana"}"#)),
            Some(EndReason::Removed { by })
        );
        assert_eq!(
            gone(Some(r#"{"code":"crashed","by":null}"#)),
            Some(EndReason::Crashed)
        );
    }

    #[test]
    fn times_of_a_server_whose_clock_is_wrong_are_told_by_ours() {
        let metadata = RoomMetadata {
            ends_at: Some(1_790_000_060_000),
            ..RoomMetadata::default()
        };
        let mut info =
            ParticipantInfo::new(ParticipantSid::new("PA_1"), ParticipantId::new("bo"), "Bo");
        attributes::set_hand(&mut info.attributes, Some(1_790_000_000_000));
        for (ahead_ms, correct) in [(0, 0), (90_000, -90_000), (-5_000, 5_000)] {
            let at = |time: u64| Some(time.saturating_add_signed(correct));
            assert_eq!(rules(&metadata, ahead_ms).ends_at, at(1_790_000_060_000));
            let setting = Setting {
                metadata: &metadata,
                ahead_ms,
                is_own: true,
            };
            assert_eq!(member(&info, setting).hand, at(1_790_000_000_000));
        }
        assert_eq!(local_time(5, i64::MAX), 0, "a server may say anything");
        assert_eq!(local_time(u64::MAX, i64::MIN), u64::MAX);
    }

    #[test]
    fn without_it_or_with_nonsense_the_reason_of_the_protocol_counts() {
        for attribute in [None, Some(""), Some("{}"), Some(r#"{"code":"eaten"}"#)] {
            assert_eq!(
                gone(attribute),
                Some(EndReason::Removed { by: None }),
                "{attribute:?}"
            );
        }
    }
}
