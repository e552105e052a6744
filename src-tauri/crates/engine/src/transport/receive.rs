//! Others' tracks: RTP packets in, whole pictures and sound out.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use adjourn_media::Voice;
use adjourn_meeting::TrackId;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use tokio::sync::Notify;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};

use crate::rtp::{Frame, FrameAssembler, Packet};

/// A track of somebody else's, from its first packet on.
pub(crate) struct RemoteTrack {
    /// The server's id of it.
    pub id: TrackId,
    pub(super) track: Arc<dyn TrackRemote>,
}

/// What has come of one video track.
#[derive(Debug, Default)]
pub(crate) struct VideoCounters {
    pub frames: AtomicU64,
    /// Width in the upper half, height in the lower, in pixels.
    pub size: AtomicU32,
}

/// Gives whole pictures to `sink` until the track ends. `wanted` asks for a key frame.
pub(crate) async fn receive_video(
    remote: RemoteTrack,
    counters: &VideoCounters,
    wanted: &Notify,
    mut sink: impl FnMut(Frame),
) {
    let track = &remote.track;
    let mut assembler = FrameAssembler::new(Instant::now());
    loop {
        let wake = assembler.poll_timeout().map(tokio::time::Instant::from_std);
        let mut key_frame = false;
        tokio::select! {
            event = track.poll() => match event {
                Some(TrackRemoteEvent::OnRtpPacket(packet)) => {
                    let header = &packet.header;
                    assembler.push(
                        Instant::now(),
                        Packet { sequence: header.sequence_number, timestamp: header.timestamp, marker: header.marker, payload: packet.payload },
                    );
                }
                Some(TrackRemoteEvent::OnEnded) | None => return,
                Some(_) => {}
            },
            () = wanted.notified() => key_frame = true,
            () = async { match wake { Some(at) => tokio::time::sleep_until(at).await, None => std::future::pending().await } } => {}
        }
        let now = Instant::now();
        if assembler.wants_key_frame(now) || key_frame {
            request_key_frame(&**track).await;
        }
        while let Some(frame) = assembler.pop(now) {
            counters.frames.fetch_add(1, Ordering::Relaxed);
            counters.size.store(
                u32::from(frame.width) << 16 | u32::from(frame.height),
                Ordering::Relaxed,
            );
            sink(frame);
        }
    }
}

/// Gives the sound to whatever voice there is until the track ends.
pub(crate) async fn receive_audio(remote: RemoteTrack, voice: &Mutex<Option<Voice>>) {
    while let Some(event) = remote.track.poll().await {
        match event {
            // Empty payloads are padding.
            TrackRemoteEvent::OnRtpPacket(packet) if !packet.payload.is_empty() => {
                let voice = voice.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(voice) = &*voice {
                    voice.push(
                        packet.header.sequence_number,
                        packet.header.timestamp,
                        packet.payload,
                    );
                }
            }
            TrackRemoteEvent::OnEnded => return,
            _ => {}
        }
    }
}

async fn request_key_frame(track: &dyn TrackRemote) {
    let requests = track.ssrcs().await.into_iter().map(|media_ssrc| {
        let request = PictureLossIndication {
            sender_ssrc: 0,
            media_ssrc,
        };
        Box::new(request) as Box<dyn rtc::rtcp::Packet>
    });
    if let Err(error) = track.write_rtcp(requests.collect()).await {
        tracing::debug!(%error, "a key frame could not be asked for");
    }
}
