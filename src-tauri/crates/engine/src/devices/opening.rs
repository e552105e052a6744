//! How the devices open and close: each on its own slot's thread.

use std::time::Instant;

use adjourn_media::{
    Camera, CameraSource, MediaError, Microphone, MicrophoneEvent, MicrophoneSource, Speaker,
    SpeakerSink, camera_holder,
};
use tokio::sync::mpsc;

use super::slot::{Opened, lock};
use super::{DeviceEvent, Devices, Kind, camera};

impl Devices {
    /// Opens what failed and is due to be tried again. The person goes on seeing that it does not work until it does.
    pub(crate) fn try_again(&mut self) {
        let now = Instant::now();
        if self.microphone_retry.take(now) && self.microphone.is_closed() {
            self.open_microphone();
        }
        if self.speaker_retry.take(now) && self.speaker.is_open() {
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
        if self.camera.close(Camera::close) {
            self.outlets.picture_ended();
        }
        self.layers.clear();
        self.update(Kind::Camera, |device| device.label = None);
    }

    pub(super) fn close_microphone(&mut self) {
        self.microphone.close(Microphone::close);
        self.update(Kind::Microphone, |device| device.label = None);
    }

    pub(super) fn close_speaker(&mut self) {
        self.speaker.close(Speaker::close);
        self.update(Kind::Speaker, |device| device.label = None);
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
