//! The messages of the frames socket, byte for byte. All numbers are little endian.

use std::collections::HashSet;

use adjourn_engine::VideoFrame;
use adjourn_media::I420;
use adjourn_meeting::StreamKind;
use serde::{Deserialize, Serialize};

use crate::decode::StreamKey;

/// Bytes before the payload of a binary message:
/// u8 version, u8 codec, u8 flags, u8 kind, u32 stream, u64 timestamp in microseconds, u16 width, u16 height, u32 zero.
const HEADER_BYTES: usize = 24;
const VERSION: u8 = 1;
const CODEC_VP8: u8 = 0;
const CODEC_I420: u8 = 1;
const FLAG_KEY: u8 = 1;
const FLAG_SELF: u8 = 2;

/// How the page wants its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As they came; the page has WebCodecs.
    Encoded,
    /// Decoded here: Y, U and V planes without padding.
    I420,
}

/// What the page says.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum FromPage {
    /// The first message.
    Mode {
        /// How it wants its pictures.
        mode: Mode,
    },
    /// Only these streams from now on; without it, all.
    Watch {
        /// Their numbers.
        watch: HashSet<u32>,
    },
    /// Its decoder cannot go on.
    #[serde(rename_all = "camelCase")]
    KeyFrame {
        /// The stream's number.
        key_frame: u32,
    },
}

/// Told before a stream's first frame.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Begin<'a> {
    stream: u32,
    participant_id: &'a str,
    kind: StreamKind,
    #[serde(rename = "self")]
    is_self: bool,
}

/// Told after a stream's last frame.
#[derive(Serialize)]
struct End {
    stream: u32,
    ended: bool,
}

/// The text before the first frame of stream `number`.
pub fn begin(number: u32, stream: &StreamKey) -> String {
    json(&Begin {
        stream: number,
        participant_id: stream.participant.as_str(),
        kind: stream.kind,
        is_self: stream.is_self,
    })
}

/// The text after the last frame of stream `number`.
pub fn end(number: u32) -> String {
    json(&End {
        stream: number,
        ended: true,
    })
}

/// A frame as it came.
pub fn encoded(number: u32, frame: &VideoFrame) -> Vec<u8> {
    let key = if frame.key { FLAG_KEY } else { 0 };
    let mut message = header(
        CODEC_VP8,
        key,
        number,
        &StreamKey::of(frame),
        frame.timestamp_us,
        (frame.width, frame.height),
        frame.data.len(),
    );
    message.extend_from_slice(&frame.data);
    message
}

/// A decoded picture. Every one is a key frame: it needs no other.
pub fn decoded(number: u32, stream: &StreamKey, timestamp_us: u64, picture: &I420) -> Vec<u8> {
    let planes = [&picture.y[..], &picture.u[..], &picture.v[..]];
    let size = (side(picture.width), side(picture.height));
    let bytes = planes.iter().map(|plane| plane.len()).sum();
    let mut message = header(
        CODEC_I420,
        FLAG_KEY,
        number,
        stream,
        timestamp_us,
        size,
        bytes,
    );
    for plane in planes {
        message.extend_from_slice(plane);
    }
    message
}

fn header(
    codec: u8,
    flags: u8,
    number: u32,
    stream: &StreamKey,
    timestamp_us: u64,
    (width, height): (u16, u16),
    payload: usize,
) -> Vec<u8> {
    let is_self = if stream.is_self { FLAG_SELF } else { 0 };
    let kind = if stream.kind == StreamKind::Share {
        2
    } else {
        1
    };
    let mut message = Vec::with_capacity(HEADER_BYTES + payload);
    message.extend_from_slice(&[VERSION, codec, flags | is_self, kind]);
    message.extend_from_slice(&number.to_le_bytes());
    message.extend_from_slice(&timestamp_us.to_le_bytes());
    message.extend_from_slice(&width.to_le_bytes());
    message.extend_from_slice(&height.to_le_bytes());
    message.extend_from_slice(&[0; 4]);
    message
}

/// VP8 pictures have at most 16,383 pixels a side (RFC 6386, 9.1).
fn side(pixels: u32) -> u16 {
    u16::try_from(pixels).unwrap_or(u16::MAX)
}

fn json(message: &impl Serialize) -> String {
    serde_json::to_string(message).expect("numbers, strings and booleans are always JSON")
}

#[cfg(test)]
mod tests {
    use adjourn_engine::VideoCodec;
    use adjourn_meeting::ParticipantId;

    use super::*;

    #[test]
    fn a_frame_is_a_header_of_24_bytes_and_its_payload() {
        let message = encoded(
            7,
            &VideoFrame {
                participant: ParticipantId::new("ana"),
                is_self: true,
                kind: StreamKind::Video,
                codec: VideoCodec::Vp8,
                key: true,
                timestamp_us: 0x0102_0304,
                width: 640,
                height: 360,
                data: vec![9, 8].into(),
            },
        );
        let expected = [
            1, 0, 3, 1, 7, 0, 0, 0, 4, 3, 2, 1, 0, 0, 0, 0, 0x80, 2, 0x68, 1, 0, 0, 0, 0, 9, 8,
        ];
        assert_eq!(message, expected);
    }

    #[test]
    fn the_page_is_understood_and_anything_else_is_not() {
        let parse = |text| serde_json::from_str::<FromPage>(text).ok();
        assert_eq!(
            parse(r#"{"mode":"i420"}"#),
            Some(FromPage::Mode { mode: Mode::I420 })
        );
        assert_eq!(
            parse(r#"{"keyFrame":3}"#),
            Some(FromPage::KeyFrame { key_frame: 3 })
        );
        assert_eq!(
            parse(r#"{"watch":[1,2]}"#),
            Some(FromPage::Watch {
                watch: [1, 2].into()
            })
        );
        for text in ["", "{}", "[]", r#"{"mode":"h264"}"#, r#"{"keyFrame":-1}"#] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_stream_is_announced_by_who_and_what_it_is() {
        let stream = StreamKey {
            participant: ParticipantId::new("ana"),
            kind: StreamKind::Share,
            is_self: false,
        };
        assert_eq!(
            begin(2, &stream),
            r#"{"stream":2,"participantId":"ana","kind":"share","self":false}"#
        );
        assert_eq!(end(2), r#"{"stream":2,"ended":true}"#);
    }
}
