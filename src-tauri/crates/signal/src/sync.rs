//! What a client tells of itself when it resumes its session.

use std::collections::HashSet;

use adjourn_meeting::{ParticipantSid, TrackId};
use livekit_protocol as proto;

use crate::debug::debug_only;
use crate::limits::{self, MAX_PARTICIPANTS, MAX_SDP_BYTES, MAX_SMALL, MAX_TRACKS, WireError};
use crate::request::{track_ids, track_sids};
use crate::{SignalTarget, TrackInfo};

/// A session description with its number.
#[derive(Clone, PartialEq, Eq)]
pub struct Description {
    /// Session description.
    pub sdp: String,
    /// The offer's number.
    pub id: u32,
}

debug_only!(Description { id });

/// What a client knew before its connection broke.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SyncState {
    /// Its last answer to the server's offer.
    pub answer: Option<Description>,
    /// The server's last offer.
    pub offer: Option<Description>,
    /// Tracks it asked for or refused, after `subscribe`.
    pub tracks: Vec<TrackId>,
    /// What the list means: `false` for the exceptions of a client that subscribes to everything.
    pub subscribe: bool,
    /// What it publishes.
    pub published: Vec<PublishedTrack>,
    /// Its data channels.
    pub data_channels: Vec<DataChannel>,
    /// Subscribed tracks that are switched off.
    pub disabled: Vec<TrackId>,
    /// Up to where it has the others' reliable messages.
    pub received: Vec<Received>,
}

debug_only!(SyncState {
    tracks,
    subscribe,
    published,
    received
});

/// A track a client publishes, with its own id of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PublishedTrack {
    /// The client's id.
    pub cid: String,
    /// The track.
    pub track: TrackInfo,
}

debug_only!(PublishedTrack { track });

/// A data channel of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataChannel {
    /// `_reliable` or `_lossy`.
    pub label: String,
    /// Its SCTP stream.
    pub id: u32,
    /// On which connection.
    pub target: SignalTarget,
}

/// Up to where a client has another's reliable messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Whose.
    pub publisher: ParticipantSid,
    /// The last sequence number it has.
    pub last_sequence: u32,
}

impl Description {
    pub(crate) fn from_wire(description: proto::SessionDescription) -> Result<Self, WireError> {
        Ok(Self {
            sdp: limits::text(description.sdp, MAX_SDP_BYTES, "session description")?,
            id: description.id,
        })
    }
}

/// A session description of the given type, `offer` or `answer`.
pub(crate) fn description_to_wire(kind: &str, sdp: &str, id: u32) -> proto::SessionDescription {
    proto::SessionDescription {
        r#type: kind.into(),
        sdp: sdp.into(),
        id,
        ..Default::default()
    }
}

/// The tracks of a subscription, each once: JS and Rust name them twice, alone and by participant.
pub(crate) fn subscribed(
    subscription: proto::UpdateSubscription,
) -> Result<Vec<TrackId>, WireError> {
    let by_participant = subscription
        .participant_tracks
        .into_iter()
        .flat_map(|tracks| tracks.track_sids);
    let mut seen = HashSet::new();
    let sids = subscription
        .track_sids
        .into_iter()
        .chain(by_participant)
        .filter(|sid| seen.insert(sid.clone()))
        .collect();
    track_ids(sids)
}

pub(crate) fn subscription_to_wire(
    tracks: &[TrackId],
    subscribe: bool,
) -> proto::UpdateSubscription {
    proto::UpdateSubscription {
        track_sids: track_sids(tracks),
        subscribe,
        participant_tracks: Vec::new(),
    }
}

impl SyncState {
    pub(crate) fn from_wire(state: proto::SyncState) -> Result<Self, WireError> {
        let subscription = state.subscription.unwrap_or_default();
        Ok(Self {
            answer: state.answer.map(Description::from_wire).transpose()?,
            offer: state.offer.map(Description::from_wire).transpose()?,
            subscribe: subscription.subscribe,
            tracks: subscribed(subscription)?,
            published: limits::list(state.publish_tracks, MAX_TRACKS, "tracks", |published| {
                let track = published
                    .track
                    .ok_or(WireError::Missing { field: "track" })?;
                Ok(PublishedTrack {
                    cid: limits::id(published.cid, "track cid")?,
                    track: TrackInfo::from_wire(track)?,
                })
            })?,
            data_channels: limits::list(
                state.data_channels,
                MAX_SMALL,
                "data channels",
                |channel| {
                    Ok(DataChannel {
                        label: limits::id(channel.label, "label")?,
                        id: channel.id,
                        target: SignalTarget::from_wire(channel.target),
                    })
                },
            )?,
            disabled: track_ids(state.track_sids_disabled)?,
            received: limits::list(
                state.datachannel_receive_states,
                MAX_PARTICIPANTS,
                "receive states",
                |received| {
                    Ok(Received {
                        publisher: ParticipantSid::new(limits::id(
                            received.publisher_sid,
                            "participant sid",
                        )?),
                        last_sequence: received.last_seq,
                    })
                },
            )?,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::SyncState {
        let description = |kind, description: &Option<Description>| {
            description
                .as_ref()
                .map(|description| description_to_wire(kind, &description.sdp, description.id))
        };
        proto::SyncState {
            answer: description("answer", &self.answer),
            offer: description("offer", &self.offer),
            subscription: Some(subscription_to_wire(&self.tracks, self.subscribe)),
            publish_tracks: self
                .published
                .iter()
                .map(|published| proto::TrackPublishedResponse {
                    cid: published.cid.clone(),
                    track: Some(published.track.to_wire()),
                })
                .collect(),
            data_channels: self
                .data_channels
                .iter()
                .map(|channel| proto::DataChannelInfo {
                    label: channel.label.clone(),
                    id: channel.id,
                    target: channel.target.to_wire(),
                })
                .collect(),
            track_sids_disabled: track_sids(&self.disabled),
            datachannel_receive_states: self
                .received
                .iter()
                .map(|received| proto::DataChannelReceiveState {
                    publisher_sid: received.publisher.as_str().into(),
                    last_seq: received.last_sequence,
                })
                .collect(),
            ..Default::default()
        }
    }
}
