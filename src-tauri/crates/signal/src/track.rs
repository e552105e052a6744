//! A published track, as everyone is told of it.

use adjourn_meeting::{StreamKind, TrackId};
use livekit_protocol as proto;

use crate::debug::debug_only;
use crate::limits::{self, MAX_SMALL, MAX_TEXT_BYTES, WireError};
use crate::{TrackKind, TrackSource, VideoQuality};

/// One layer of a video track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoLayer {
    /// Its rank. Read layers by this, never by their place in the list: clients order them differently.
    pub quality: VideoQuality,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Target, in bit/s.
    pub bitrate_bps: u32,
    /// RTP synchronisation source, 0 when not known.
    pub ssrc: u32,
    /// RTP stream id of the offer (`q`, `h`, `f`), empty when the track has one layer.
    pub rid: String,
    /// Spatial layer within one stream (SVC), 0 for simulcast.
    pub spatial_layer: i32,
    /// Synchronisation source of the retransmissions, 0 when not known.
    pub repair_ssrc: u32,
}

/// One codec of a track that is published in more than one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TrackCodec {
    /// `video/VP8`, …
    pub mime_type: String,
    /// Media section it is sent in.
    pub mid: String,
    /// The client's id of it.
    pub cid: String,
    /// Its layers.
    pub layers: Vec<VideoLayer>,
    /// `VideoLayer.Mode` as it came.
    pub layer_mode: i32,
}

/// A published track.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackInfo {
    /// The server's id of it.
    pub sid: TrackId,
    /// What it carries.
    pub kind: TrackKind,
    /// Where it comes from.
    pub source: TrackSource,
    /// The publisher's name for it.
    pub name: String,
    /// Whether its publisher (or a host) silenced it.
    pub muted: bool,
    /// Pixels of the full picture, 0 for sound.
    pub width: u32,
    /// Pixels of the full picture, 0 for sound.
    pub height: u32,
    /// Whether it comes in several layers.
    pub simulcast: bool,
    /// `audio/opus`, `video/VP8`, …; empty before the first answer.
    pub mime_type: String,
    /// Media section of the publisher's connection; empty before the first answer.
    pub mid: String,
    /// Its layers, for video.
    pub layers: Vec<VideoLayer>,
    /// Its codecs, where it has more than one or the client named them.
    pub codecs: Vec<TrackCodec>,
    /// Tracks of one stream are played in step.
    pub stream: String,
    /// The sound has two channels.
    pub stereo: bool,
    /// The sound is sent also while nobody speaks.
    pub disable_dtx: bool,
    /// The sound is sent without redundancy (RED).
    pub disable_red: bool,
    /// `Encryption.Type` as it came: 0 none, 1 GCM, 2 custom.
    pub encryption: i32,
    /// `AudioTrackFeature`s as they came.
    pub audio_features: Vec<i32>,
    /// `BackupCodecPolicy` as it came.
    pub backup_codec_policy: i32,
}

impl TrackInfo {
    /// A track of which nothing else is known yet.
    pub fn new(sid: TrackId, kind: TrackKind, source: TrackSource) -> Self {
        Self {
            sid,
            kind,
            source,
            name: String::new(),
            muted: false,
            width: 0,
            height: 0,
            simulcast: false,
            mime_type: String::new(),
            mid: String::new(),
            layers: Vec::new(),
            codecs: Vec::new(),
            stream: String::new(),
            stereo: false,
            disable_dtx: false,
            disable_red: false,
            encryption: 0,
            audio_features: Vec::new(),
            backup_codec_policy: 0,
        }
    }

    /// Which of the meeting's streams it is; none for data, and none for a screen's sound, which belongs
    /// to the share.
    pub fn stream_kind(&self) -> Option<StreamKind> {
        match (self.kind, self.source) {
            (TrackKind::Video, TrackSource::ScreenShare) => Some(StreamKind::Share),
            (TrackKind::Video, _) => Some(StreamKind::Video),
            (TrackKind::Audio, TrackSource::ScreenShareAudio) => None,
            (TrackKind::Audio, _) => Some(StreamKind::Audio),
            (TrackKind::Data, _) => None,
        }
    }
}

debug_only!(TrackInfo {
    sid,
    source,
    muted,
    simulcast
});

pub(crate) fn layers_from_wire(
    layers: Vec<proto::VideoLayer>,
) -> Result<Vec<VideoLayer>, WireError> {
    limits::list(layers, MAX_SMALL, "layers", |layer| {
        Ok(VideoLayer {
            quality: VideoQuality::from_wire(layer.quality),
            width: layer.width,
            height: layer.height,
            bitrate_bps: layer.bitrate,
            ssrc: layer.ssrc,
            rid: limits::id(layer.rid, "rid")?,
            spatial_layer: layer.spatial_layer,
            repair_ssrc: layer.repair_ssrc,
        })
    })
}

pub(crate) fn layers_to_wire(layers: &[VideoLayer]) -> Vec<proto::VideoLayer> {
    layers
        .iter()
        .map(|layer| proto::VideoLayer {
            quality: layer.quality.to_wire(),
            width: layer.width,
            height: layer.height,
            bitrate: layer.bitrate_bps,
            ssrc: layer.ssrc,
            spatial_layer: layer.spatial_layer,
            rid: layer.rid.clone(),
            repair_ssrc: layer.repair_ssrc,
        })
        .collect()
}

#[allow(deprecated)] // `simulcast`, `layers`, `disable_dtx`, `stereo`: SDKs in use still read them
impl TrackInfo {
    pub(crate) fn from_wire(track: proto::TrackInfo) -> Result<Self, WireError> {
        Ok(Self {
            sid: TrackId::new(limits::id(track.sid, "track id")?),
            kind: TrackKind::from_wire(track.r#type),
            source: TrackSource::from_wire(track.source),
            name: limits::text(track.name, MAX_TEXT_BYTES, "track name")?,
            muted: track.muted,
            width: track.width,
            height: track.height,
            simulcast: track.simulcast,
            mime_type: limits::id(track.mime_type, "codec")?,
            mid: limits::id(track.mid, "mid")?,
            layers: layers_from_wire(track.layers)?,
            codecs: limits::list(track.codecs, MAX_SMALL, "codecs", |codec| {
                Ok(TrackCodec {
                    mime_type: limits::id(codec.mime_type, "codec")?,
                    mid: limits::id(codec.mid, "mid")?,
                    cid: limits::id(codec.cid, "track cid")?,
                    layers: layers_from_wire(codec.layers)?,
                    layer_mode: codec.video_layer_mode,
                })
            })?,
            stream: limits::id(track.stream, "stream")?,
            stereo: track.stereo,
            disable_dtx: track.disable_dtx,
            disable_red: track.disable_red,
            encryption: track.encryption,
            audio_features: limits::list(track.audio_features, MAX_SMALL, "features", Ok)?,
            backup_codec_policy: track.backup_codec_policy,
        })
    }

    pub(crate) fn to_wire(&self) -> proto::TrackInfo {
        proto::TrackInfo {
            sid: self.sid.as_str().into(),
            r#type: self.kind.to_wire(),
            source: self.source.to_wire(),
            name: self.name.clone(),
            muted: self.muted,
            width: self.width,
            height: self.height,
            simulcast: self.simulcast,
            mime_type: self.mime_type.clone(),
            mid: self.mid.clone(),
            layers: layers_to_wire(&self.layers),
            codecs: self
                .codecs
                .iter()
                .map(|codec| proto::SimulcastCodecInfo {
                    mime_type: codec.mime_type.clone(),
                    mid: codec.mid.clone(),
                    cid: codec.cid.clone(),
                    layers: layers_to_wire(&codec.layers),
                    video_layer_mode: codec.layer_mode,
                    sdp_cid: String::new(),
                })
                .collect(),
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
