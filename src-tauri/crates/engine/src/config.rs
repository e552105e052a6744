//! What an engine is started with, and what it is told to join.

use std::path::PathBuf;
use std::sync::Arc;

use adjourn_media::{CameraSource, MicrophoneSource, SpeakerSink};
use adjourn_meeting::{ParticipantId, Secret, StreamKind};
use adjourn_signal::{Invite, UserMessage};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// What an engine needs from the start.
#[derive(Clone)]
pub struct EngineConfig {
    /// Opened by a preview or a meeting, when the camera is on.
    pub camera: CameraSource,
    /// Opened by a preview or a meeting, when the microphone is on.
    pub microphone: MicrophoneSource,
    /// Opened by a meeting.
    pub speaker: SpeakerSink,
    /// Where pictures go.
    pub video: Arc<dyn VideoSink>,
    /// Who we say we are.
    pub client: ClientInfo,
    /// What a door knows this installation by, so that it is never in a meeting twice: 32 hex digits, made once and
    /// kept. Without it every join is somebody new.
    pub client_id: Option<String>,
    /// Where an End is kept until it is acknowledged, and summaries of meetings. Without it nothing is written.
    pub state_dir: Option<PathBuf>,
}

/// The program that runs this engine, as a server is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInfo {
    /// Its name, for example `adjourn`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Takes pictures, still encoded. Called from media and network threads, one after the other for each stream:
/// must not block.
pub trait VideoSink: Send + Sync + 'static {
    /// One whole picture. The first one of a stream is a key frame; after a gap the next one is again.
    fn frame(&self, frame: &VideoFrame);
    /// No picture of this stream follows, until a key frame of a new one.
    fn stream_ended(&self, participant: &ParticipantId, kind: StreamKind);
}

/// How the pictures of a stream are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// RFC 6386.
    Vp8,
}

/// One encoded picture.
#[derive(Clone, Debug)]
pub struct VideoFrame {
    /// Whose; [`own_picture`] for our own.
    pub participant: ParticipantId,
    /// Our own camera: draw it mirrored.
    pub is_self: bool,
    /// Camera or screen.
    pub kind: StreamKind,
    /// How `data` is encoded.
    pub codec: VideoCodec,
    /// It can be decoded without an earlier one.
    pub key: bool,
    /// The stream's own clock, in microseconds; only differences mean something.
    pub timestamp_us: u64,
    /// Pixels, as the last key frame said.
    pub width: u16,
    /// Pixels, as the last key frame said.
    pub height: u16,
    /// The picture.
    pub data: Bytes,
}

/// Bytes of an application, from somebody else.
#[derive(Clone)]
pub struct DataMessage {
    /// Who sent it, as the server says.
    pub from: ParticipantId,
    /// It came on the channel that loses nothing.
    pub reliable: bool,
    /// What it is.
    pub message: UserMessage,
}

/// A place of the page where somebody's camera or screen is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ViewTile {
    /// Whose.
    pub participant_id: ParticipantId,
    /// Camera or screen.
    pub kind: StreamKind,
    /// In pixels of the screen.
    pub width: u32,
    /// In pixels of the screen.
    pub height: u32,
}

/// The participant that our own pictures are shown under, in the preview as in a meeting.
pub fn own_picture() -> ParticipantId {
    ParticipantId::new("self")
}

/// What to join.
#[derive(Clone)]
pub enum Target {
    /// A meeting of somebody's own computer, by its invite.
    Invite {
        /// The parsed link.
        invite: Invite,
    },
    /// A room of any server of this protocol, by a token.
    Token {
        /// `ws://` or `wss://`, host and port; a path is kept as a prefix.
        url: String,
        /// A LiveKit access token.
        token: Secret,
        /// SHA-256 of the only certificate (DER) to accept; without it the system's trust decides.
        certificate_sha256: Option<[u8; 32]>,
    },
}
