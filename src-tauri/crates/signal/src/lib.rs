//! The wire: LiveKit signalling bytes, tokens and service requests to and from the types of the meeting.
//!
//! Nothing here opens a socket or asks the time, except [`token`], whose short forms read the clock.
//! Whatever comes from the network is bounded before it is believed: every decoder takes bytes, returns a
//! value or an error, and never panics. What a peer may send and we do not act on decodes to `Ignored`.
//!
//! `Debug` of a message names its kind and sizes, never its names, tokens or session descriptions, so that
//! a driver may log any of these types.
#![warn(missing_docs)]

pub mod attributes;
pub mod control;
mod data;
mod debug;
pub mod door;
mod enums;
pub mod invite;
mod join;
mod join_query;
mod limits;
mod metadata;
mod news;
mod participant;
mod publish;
pub mod reason;
mod request;
mod response;
mod room;
pub mod service;
mod sync;
mod talk;
pub mod token;
mod track;
mod twirp;
mod wire;

pub use attributes::ROLE_ATTRIBUTE;
pub use control::ControlRequest;
pub use data::{ChatMessage, DataPacket, PayloadKind, UserMessage};
pub use enums::{
    ConnectionQuality, LeaveAction, ParticipantState, RequestOutcome, SignalTarget, StreamState,
    TrackKind, TrackSource, VideoQuality,
};
pub use invite::Invite;
pub use join::{IceServer, JoinResponse, ReconnectResponse, ServerInfo};
pub use join_query::{ClientInfo, JoinQuery, bearer};
pub use limits::{
    MAX_ATTRIBUTES_BYTES, MAX_DATA_BYTES, MAX_MESSAGE_BYTES, MAX_METADATA_BYTES, MAX_SDP_BYTES,
    MAX_TRACKS, WireError,
};
pub use news::{QualityInfo, SpeakerInfo, StreamStateInfo, SubscribedCodec};
pub use participant::{Attributes, ParticipantInfo, Permission};
pub use publish::{AddTrack, PublishCodec};
pub use reason::DisconnectReason;
pub use request::{MetadataUpdate, Request, TrackSetting};
pub use response::Response;
pub use room::{Codec, RoomInfo};
pub use sync::{DataChannel, Description, PublishedTrack, Received, SyncState};
pub use talk::{MAX_TALK_BYTES, Talk, TalkReader, TextPiece, chat_packets, reaction_packet};
pub use token::{ApiKey, Claims, Grants, TokenError};
pub use track::{TrackCodec, TrackInfo, VideoLayer};
pub use twirp::{TwirpCode, TwirpError};

/// The signalling protocol this crate speaks and a server of ours advertises. At 18 the data channels
/// become pre-negotiated, which we do not offer: Python's data would vanish silently.
pub const PROTOCOL: i32 = 17;
