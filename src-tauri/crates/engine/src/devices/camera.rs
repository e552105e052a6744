//! Opening a camera, in the layers that it can fill.

use std::sync::Arc;

use adjourn_media::{CameraSource, Layer, MediaError, VideoCapture, VideoConfig, VideoEvent};
use tokio::sync::mpsc;

use super::{DeviceEvent, Kind};
use crate::outlets::{OWN_LAYER, Outlets};

/// The simulcast layers. Bit rates: 37 dB on a talking head at 360p (libvpx, cpu_used -8).
const LAYERS: [Layer; 3] = [
    Layer {
        rid: "q",
        width: 320,
        height: 180,
        fps: 15.0,
        bitrate_bps: 120_000,
    },
    Layer {
        rid: "h",
        width: 640,
        height: 360,
        fps: 30.0,
        bitrate_bps: 500_000,
    },
    Layer {
        rid: "f",
        width: 1280,
        height: 720,
        fps: 30.0,
        bitrate_bps: 1_500_000,
    },
];

/// Opens a camera and finds out which layers it really has: none is larger than the picture, so one that is not
/// larger than the one before it says nothing new and is switched off. Each has the size that it is sent in.
pub(super) fn open_camera(
    source: &CameraSource,
    outlets: Arc<Outlets>,
    events: mpsc::UnboundedSender<DeviceEvent>,
    generation: u64,
) -> Result<(VideoCapture, Vec<Layer>), MediaError> {
    let sink = move |event| match event {
        VideoEvent::Frame(picture) => outlets.picture(picture),
        VideoEvent::Lost(error) => {
            let _ = events.send(DeviceEvent::Lost {
                kind: Kind::Camera,
                generation,
                error,
            });
        }
    };
    let asked = &LAYERS[..match source {
        // It draws whatever size it is asked for: 360p is enough to look at.
        CameraSource::TestCard => 2,
        CameraSource::None | CameraSource::File(_) | CameraSource::Device(_) => LAYERS.len(),
    }];
    let config = VideoConfig {
        layers: asked.to_vec(),
    };
    let camera = VideoCapture::open_camera(source, &config, sink)?;
    let mut layers: Vec<Layer> = Vec::new();
    for (index, (layer, &(width, height))) in asked.iter().zip(camera.layer_sizes()).enumerate() {
        // The own picture is always encoded, even by a camera of 320x180.
        if index <= OWN_LAYER || layers.last().is_none_or(|below| width > below.width) {
            layers.push(Layer {
                width,
                height,
                ..layer.clone()
            });
        } else {
            camera.set_active(index, false);
        }
    }
    Ok((camera, layers))
}
