//! What the server says, as the session takes it.

use adjourn_meeting::session::{Input, Joined, Loudness, Member, Stream};
use adjourn_meeting::{EndReason, ReasonCode, clean_name};
use adjourn_signal::reason::{RoomMetadata, told_of_other};
use adjourn_signal::{JoinResponse, ParticipantInfo, ParticipantState, SpeakerInfo};
use serde::Deserialize;

/// Attribute of a participant's last news that says more than LiveKit's reason can: who removed it, or that it crashed.
const LEFT_ATTRIBUTE: &str = "adjourn.left";

/// The value of [`LEFT_ATTRIBUTE`].
#[derive(Deserialize)]
struct Left {
    code: ReasonCode,
    #[serde(default)]
    by: Option<String>,
}

/// The first word of a server to a session of its own.
pub(crate) fn joined(join: &JoinResponse, metadata: &RoomMetadata) -> Joined {
    Joined {
        meeting: join.room.name.clone(),
        title: metadata.title.as_deref().map(clean_name).unwrap_or_default(),
        me: member(&join.participant, metadata),
        others: join.other_participants.iter().map(|info| member(info, metadata)).collect(),
    }
}

/// One participant's news.
pub(crate) fn member(info: &ParticipantInfo, metadata: &RoomMetadata) -> Member {
    let streams = info.tracks.iter().filter_map(|track| {
        let kind = track.stream_kind()?;
        Some(Stream { track: track.sid.clone(), kind, enabled: !track.muted })
    });
    Member {
        participant: info.participant(),
        sid: info.sid.clone(),
        version: info.version,
        joined_at_ms: info.joined_at_ms,
        streams: streams.collect(),
        left: (info.state == ParticipantState::Disconnected).then(|| why_left(info, metadata)),
    }
}

/// Changes of loudness.
pub(crate) fn speakers(speakers: Vec<SpeakerInfo>) -> Input {
    let loudness = |speaker: SpeakerInfo| Loudness { sid: speaker.sid, level: speaker.level, active: speaker.active };
    Input::Speakers(speakers.into_iter().map(loudness).collect())
}

fn why_left(info: &ParticipantInfo, metadata: &RoomMetadata) -> EndReason {
    let told = told_of_other(info.disconnect_reason, metadata);
    let Some(left) = info.attributes.get(LEFT_ATTRIBUTE).and_then(|json| serde_json::from_str::<Left>(json).ok()) else { return told };
    let by = left.by.as_deref().map(clean_name);
    match left.code {
        ReasonCode::Left => EndReason::Left,
        ReasonCode::Ended => EndReason::Ended { by },
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

    fn gone(attribute: Option<&str>) -> Option<EndReason> {
        let mut info = ParticipantInfo::new(ParticipantSid::new("PA_1"), ParticipantId::new("bo"), "Bo");
        info.state = ParticipantState::Disconnected;
        info.disconnect_reason = DisconnectReason::ParticipantRemoved;
        if let Some(json) = attribute {
            info.attributes.insert(LEFT_ATTRIBUTE.into(), json.into());
        }
        member(&info, &RoomMetadata::default()).left
    }

    #[test]
    fn the_last_news_of_a_participant_says_who_removed_it() {
        let by = Some("Ana".to_owned());
        assert_eq!(gone(Some(r#"{"code":"removed","by":"Ana"}"#)), Some(EndReason::Removed { by }));
        assert_eq!(gone(Some(r#"{"code":"crashed","by":null}"#)), Some(EndReason::Crashed));
    }

    #[test]
    fn without_it_or_with_nonsense_the_reason_of_the_protocol_counts() {
        for attribute in [None, Some(""), Some("{}"), Some(r#"{"code":"eaten"}"#)] {
            assert_eq!(gone(attribute), Some(EndReason::Removed { by: None }), "{attribute:?}");
        }
    }
}
