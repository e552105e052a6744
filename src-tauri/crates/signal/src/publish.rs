//! A track that a client is about to publish.

use adjourn_meeting::TrackId;
use livekit_protocol as proto;

use crate::debug::debug_only;
use crate::limits::{self, MAX_SMALL, MAX_TEXT_BYTES, WireError};
use crate::request::track_id;
use crate::track::{layers_from_wire, layers_to_wire};
use crate::{TrackKind, TrackSource, VideoLayer};

/// A track that will be published.
#[derive(Clone, PartialEq, Eq)]
pub struct AddTrack {
    /// The client's id of it: the track id in the `msid` of the offer.
    pub cid: String,
    /// The publisher's name for it.
    pub name: String,
    /// What it carries.
    pub kind: TrackKind,
    /// Where it comes from.
    pub source: TrackSource,
    /// Pixels of the full picture.
    pub width: u32,
    /// Pixels of the full picture.
    pub height: u32,
    /// Begins silenced.
    pub muted: bool,
    /// Layers it will send.
    pub layers: Vec<VideoLayer>,
    /// Codecs it will send.
    pub codecs: Vec<PublishCodec>,
    /// Adds a codec to this track rather than a new one.
    pub sid: Option<TrackId>,
    /// Tracks of one stream are played in step.
    pub stream: String,
    /// The sound has two channels.
    pub stereo: bool,
    /// The sound is sent also while nobody speaks.
    pub disable_dtx: bool,
    /// The sound is sent without redundancy (RED).
    pub disable_red: bool,
    /// `Encryption.Type` as it came.
    pub encryption: i32,
    /// `AudioTrackFeature`s as they came.
    pub audio_features: Vec<i32>,
    /// `BackupCodecPolicy` as it came.
    pub backup_codec_policy: i32,
}

debug_only!(AddTrack {
    kind,
    source,
    muted
});

/// A codec in which a track will be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishCodec {
    /// `vp8`, `h264`, …
    pub codec: String,
    /// The client's id of the track in this codec, empty for one it may add later.
    pub cid: String,
    /// Its layers.
    pub layers: Vec<VideoLayer>,
    /// `VideoLayer.Mode` as it came.
    pub layer_mode: i32,
}

impl AddTrack {
    /// A track of which nothing else is said.
    pub fn new(cid: impl Into<String>, kind: TrackKind, source: TrackSource) -> Self {
        Self {
            cid: cid.into(),
            name: String::new(),
            kind,
            source,
            width: 0,
            height: 0,
            muted: false,
            layers: Vec::new(),
            codecs: Vec::new(),
            sid: None,
            stream: String::new(),
            stereo: false,
            disable_dtx: false,
            disable_red: false,
            encryption: 0,
            audio_features: Vec::new(),
            backup_codec_policy: 0,
        }
    }
}

#[allow(deprecated)] // `disable_dtx` and `stereo`: SDKs in use still write them
impl AddTrack {
    pub(crate) fn from_wire(track: proto::AddTrackRequest) -> Result<Self, WireError> {
        Ok(Self {
            cid: limits::id(track.cid, "track cid")?,
            name: limits::text(track.name, MAX_TEXT_BYTES, "track name")?,
            kind: TrackKind::from_wire(track.r#type),
            source: TrackSource::from_wire(track.source),
            width: track.width,
            height: track.height,
            muted: track.muted,
            layers: layers_from_wire(track.layers)?,
            codecs: limits::list(track.simulcast_codecs, MAX_SMALL, "codecs", |codec| {
                Ok(PublishCodec {
                    codec: limits::id(codec.codec, "codec")?,
                    cid: limits::id(codec.cid, "track cid")?,
                    layers: layers_from_wire(codec.layers)?,
                    layer_mode: codec.video_layer_mode,
                })
            })?,
            sid: match track.sid.as_str() {
                "" => None,
                _ => Some(track_id(track.sid)?),
            },
            stream: limits::id(track.stream, "stream")?,
            stereo: track.stereo,
            disable_dtx: track.disable_dtx,
            disable_red: track.disable_red,
            encryption: track.encryption,
            audio_features: limits::list(track.audio_features, MAX_SMALL, "features", Ok)?,
            backup_codec_policy: track.backup_codec_policy,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::AddTrackRequest {
        proto::AddTrackRequest {
            cid: self.cid.clone(),
            name: self.name.clone(),
            r#type: self.kind.to_wire(),
            source: self.source.to_wire(),
            width: self.width,
            height: self.height,
            muted: self.muted,
            layers: layers_to_wire(&self.layers),
            simulcast_codecs: self
                .codecs
                .iter()
                .map(|codec| proto::SimulcastCodec {
                    codec: codec.codec.clone(),
                    cid: codec.cid.clone(),
                    layers: layers_to_wire(&codec.layers),
                    video_layer_mode: codec.layer_mode,
                })
                .collect(),
            sid: self
                .sid
                .as_ref()
                .map_or_else(String::new, |sid| sid.as_str().into()),
            stream: self.stream.clone(),
            stereo: self.stereo,
            disable_dtx: self.disable_dtx,
            disable_red: self.disable_red,
            encryption: self.encryption,
            audio_features: self.audio_features.clone(),
            backup_codec_policy: self.backup_codec_policy,
            ..Default::default()
        }
    }
}
