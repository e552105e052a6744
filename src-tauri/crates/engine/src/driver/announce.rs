//! How our own tracks are described to the server before they are published.

use adjourn_media::Layer;
use adjourn_meeting::random_hex;
use adjourn_signal::{
    AddTrack, PublishCodec, Request, TrackKind, TrackSource, VideoLayer, VideoQuality,
};

use super::call::Publication;

pub(super) fn announce_audio() -> Publication {
    let cid = format!("mic-{}", random_hex(8));
    let mut request = AddTrack::new(cid.clone(), TrackKind::Audio, TrackSource::Microphone);
    request.name = "microphone".into();
    request.disable_red = true;
    Publication {
        cid,
        request: Request::AddTrack(Box::new(request)),
        track: None,
        muted: false,
    }
}

pub(super) fn announce_video(layers: &[Layer]) -> Publication {
    let cid = format!("cam-{}", random_hex(8));
    let qualities = [VideoQuality::Low, VideoQuality::Medium, VideoQuality::High];
    let described = layers
        .iter()
        .zip(qualities)
        .map(|(layer, quality)| VideoLayer {
            quality,
            width: layer.width,
            height: layer.height,
            bitrate_bps: layer.bitrate_bps,
            ssrc: 0,
            rid: layer.rid.into(),
            spatial_layer: 0,
            repair_ssrc: 0,
        });
    let mut request = AddTrack::new(cid.clone(), TrackKind::Video, TrackSource::Camera);
    request.name = "camera".into();
    request.layers = described.collect();
    if let Some(largest) = layers.last() {
        (request.width, request.height) = (largest.width, largest.height);
    }
    request.codecs = vec![PublishCodec {
        codec: "vp8".into(),
        cid: cid.clone(),
        layers: request.layers.clone(),
        layer_mode: 0,
    }];
    Publication {
        cid,
        request: Request::AddTrack(Box::new(request)),
        track: None,
        muted: false,
    }
}

pub(super) fn announce_share(layer: &Layer) -> Publication {
    let cid = format!("screen-{}", random_hex(8));
    let mut request = AddTrack::new(cid.clone(), TrackKind::Video, TrackSource::ScreenShare);
    request.name = "screen".into();
    (request.width, request.height) = (layer.width, layer.height);
    Publication {
        cid,
        request: Request::AddTrack(Box::new(request)),
        track: None,
        muted: false,
    }
}
