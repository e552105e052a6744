//! How the devices open and close: each on its own slot's thread.

use std::time::Instant;

use adjourn_media::{
    CameraSource, MediaError, Microphone, MicrophoneEvent, MicrophoneSource, Speaker, SpeakerSink,
    VideoCapture, camera_holder,
};
use tokio::sync::mpsc;

use super::slot::{Opened, lock};
use super::{DeviceEvent, Devices, Kind, camera};
use crate::LocalDevice;

impl Devices {
    /// Opens what failed and is due to be tried again. The person goes on seeing that it does not work until it does.
    pub(crate) fn try_again(&mut self) {
        let now = Instant::now();
        // It may have been switched off while its opening failed.
        let wanted = self.in_use && self.local.borrow().microphone.on;
        if self.microphone_retry.take(now) && wanted && self.microphone.is_closed() {
            self.open_microphone();
        }
        if self.speaker_retry.take(now) && self.in_use && self.speaker.is_open() {
            let sink = self.sink();
            self.used[2].add(matches!(sink, SpeakerSink::Device(_)));
            let events = self.events.clone();
            self.speaker.try_another(&self.events, move |generation| {
                DeviceEvent::SpeakerAgain(Opened {
                    generation,
                    result: Speaker::open_with(&sink, lost_speaker(events, generation)),
                })
            });
        }
    }

    pub(super) fn open_camera(&mut self) {
        self.used[0].add(matches!(self.camera_source, CameraSource::Device(_)));
        let (source, outlets, events) = (
            self.camera_source.clone(),
            self.outlets.clone(),
            self.events.clone(),
        );
        self.camera.open(&self.events, move |generation| {
            let result = camera::open_camera(&source, outlets, events, generation);
            let busy = result.as_ref().is_err_and(MediaError::is_busy);
            DeviceEvent::Camera {
                opened: Opened { generation, result },
                held_by: busy.then(camera_holder).flatten(),
            }
        });
    }

    pub(super) fn open_microphone(&mut self) {
        self.used[1].add(matches!(
            self.microphone_source,
            MicrophoneSource::Device { .. }
        ));
        let source = match &self.microphone_source {
            MicrophoneSource::Device { cleaned, .. } if self.microphone_fallback.on_default() => {
                MicrophoneSource::Device {
                    id: None,
                    cleaned: *cleaned,
                }
            }
            chosen => chosen.clone(),
        };
        let (outlets, events) = (self.outlets.clone(), self.events.clone());
        let speaker = self.speaker.device();
        self.microphone.open(&self.events, move |generation| {
            let far_end = lock(&speaker).as_ref().map(Speaker::far_end);
            let sink = move |event| match event {
                MicrophoneEvent::Packet(packet) => outlets.sound(packet),
                MicrophoneEvent::Lost(error) => {
                    let _ = events.send(DeviceEvent::Lost {
                        kind: Kind::Microphone,
                        generation,
                        error,
                    });
                }
            };
            DeviceEvent::Microphone(Opened {
                generation,
                result: Microphone::open(&source, far_end, sink),
            })
        });
    }

    pub(super) fn open_speaker(&mut self) {
        self.used[2].add(matches!(self.speaker_sink, SpeakerSink::Device(_)));
        let sink = self.sink();
        let events = self.events.clone();
        self.speaker.open(&self.events, move |generation| {
            // Without a speaker the meeting is still followed: decoded, counted and not heard.
            let result = match Speaker::open_with(&sink, lost_speaker(events, generation)) {
                Ok(speaker) => Ok((speaker, None)),
                Err(error) => {
                    Speaker::open(&SpeakerSink::Null).map(|speaker| (speaker, Some(error)))
                }
            };
            DeviceEvent::Speaker(Opened { generation, result })
        });
    }

    /// Where the sound goes: the chosen device, or the default in its place.
    fn sink(&self) -> SpeakerSink {
        match &self.speaker_sink {
            SpeakerSink::Device(_) if self.speaker_fallback.on_default() => {
                SpeakerSink::Device(None)
            }
            chosen => chosen.clone(),
        }
    }

    pub(super) fn close_camera(&mut self) {
        if self.camera.close(VideoCapture::close) {
            self.outlets.picture_ended();
        }
        self.layers.clear();
        self.update(Kind::Camera, LocalDevice::close);
    }

    pub(super) fn close_microphone(&mut self) {
        self.microphone.close(Microphone::close);
        self.update(Kind::Microphone, LocalDevice::close);
    }

    pub(super) fn close_speaker(&mut self) {
        self.speaker.close(Speaker::close);
        self.update(Kind::Speaker, LocalDevice::close);
    }
}

/// What a speaker that is lost later says.
fn lost_speaker(
    events: mpsc::UnboundedSender<DeviceEvent>,
    generation: u64,
) -> impl FnOnce(MediaError) + Send + 'static {
    move |error| {
        let _ = events.send(DeviceEvent::Lost {
            kind: Kind::Speaker,
            generation,
            error,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use adjourn_media::{DeviceKind, Fault};
    use adjourn_meeting::{ParticipantId, StreamKind};
    use tokio::sync::watch;

    use super::*;
    use crate::outlets::Outlets;
    use crate::{ClientInfo, EngineConfig, LocalMedia, VideoFrame, VideoSink};

    struct Blind;

    impl VideoSink for Blind {
        fn frame(&self, _: &VideoFrame) {}
        fn stream_ended(&self, _: &ParticipantId, _: StreamKind) {}
    }

    /// Devices of a lobby whose microphone has just failed.
    fn with_a_hung_microphone() -> Devices {
        let config = EngineConfig {
            camera: CameraSource::None,
            microphone: MicrophoneSource::Tone { hz: 500.0 },
            speaker: SpeakerSink::None,
            video: Arc::new(Blind),
            client: ClientInfo {
                name: "test".into(),
                version: "0".into(),
            },
            client_id: None,
            state_dir: None,
        };
        let (events, _) = mpsc::unbounded_channel();
        let (local, _) = watch::channel(LocalMedia::default());
        let outlets = Arc::new(Outlets::new(config.video.clone()));
        let mut devices = Devices::new(&config, outlets, events, local);
        devices.in_use = true;
        let error = MediaError::Device {
            kind: DeviceKind::Microphone,
            name: "Headset".into(),
            fault: Fault::Hung,
        };
        assert!(devices.fail(Kind::Microphone, &error).is_some());
        assert!(
            devices.fail(Kind::Microphone, &error).is_none(),
            "told once"
        );
        devices
    }

    /// Lets the longest wait go by and tries what is due.
    fn try_later(devices: &mut Devices) {
        devices.microphone_retry.hasten(Duration::from_secs(60));
        devices.try_again();
    }

    #[tokio::test]
    async fn a_microphone_that_is_wanted_is_tried_again() {
        let mut devices = with_a_hung_microphone();
        assert!(devices.due().is_some());
        try_later(&mut devices);
        assert!(devices.microphone.is_opening());
    }

    #[tokio::test]
    async fn once_the_lobby_is_left_nothing_opens_a_microphone() {
        let mut devices = with_a_hung_microphone();
        devices.use_them(false);
        assert_eq!(devices.due(), None);
        try_later(&mut devices);
        assert!(devices.microphone.is_closed());
    }

    #[tokio::test]
    async fn one_that_was_switched_off_before_it_failed_stays_closed() {
        let mut devices = with_a_hung_microphone();
        devices
            .local
            .send_modify(|local| local.microphone.on = false);
        try_later(&mut devices);
        assert!(devices.microphone.is_closed());
    }
}
