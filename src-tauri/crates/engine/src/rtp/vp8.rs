//! The VP8 payload descriptor.

use bytes::{BufMut as _, Bytes, BytesMut};

/// Longest payload of one packet, in bytes. With 12 bytes of header, 20 of extensions, 16 of SRTP and 28 of UDP and IP
/// a packet stays under 1280, the smallest MTU of IPv6 and of most tunnels.
const MAX_PAYLOAD: usize = 1200;
/// Length of the descriptor that we write.
const DESCRIPTOR: usize = 6;

/// Cuts one layer's frames into payloads, numbering what is sent and nothing else.
pub(crate) struct Vp8Packetizer {
    picture_id: u16,
    tl0_pic_idx: u8,
}

impl Vp8Packetizer {
    /// Starts numbering at `picture_id` (15 bits).
    pub(crate) fn new(picture_id: u16) -> Self {
        Self {
            picture_id: picture_id & 0x7fff,
            tl0_pic_idx: picture_id as u8,
        }
    }

    /// The payloads of one frame, in order and of about the same length.
    pub(crate) fn packetize(&mut self, frame: &Bytes) -> Vec<Bytes> {
        self.picture_id = (self.picture_id + 1) & 0x7fff;
        self.tl0_pic_idx = self.tl0_pic_idx.wrapping_add(1);
        let count = frame.len().div_ceil(MAX_PAYLOAD - DESCRIPTOR).max(1);
        let size = frame.len().div_ceil(count).max(1);
        frame
            .chunks(size)
            .enumerate()
            .map(|(index, chunk)| self.payload(index == 0, chunk))
            .collect()
    }

    /// X, then I (15 bits), L and T: RFC 7741 wants T with L. One temporal layer: TID 0, no K.
    fn payload(&self, start: bool, chunk: &[u8]) -> Bytes {
        let mut payload = BytesMut::with_capacity(DESCRIPTOR + chunk.len());
        payload.put_u8(if start { 0x90 } else { 0x80 });
        payload.put_u8(0xe0);
        payload.put_u16(0x8000 | self.picture_id);
        payload.put_u8(self.tl0_pic_idx);
        payload.put_u8(0);
        payload.put_slice(chunk);
        payload.freeze()
    }
}

/// What a payload says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vp8Payload {
    /// It begins a frame.
    pub start: bool,
    /// The frame's bytes in it.
    pub data: Bytes,
}

impl Vp8Payload {
    /// Reads the descriptor; none for padding and for what is no VP8.
    pub(super) fn parse(payload: &Bytes) -> Option<Self> {
        let first = *payload.first()?;
        let mut length = 1;
        if first & 0x80 != 0 {
            let extension = *payload.get(1)?;
            length += 1;
            if extension & 0x80 != 0 {
                length += if payload.get(length)? & 0x80 != 0 {
                    2
                } else {
                    1
                };
            }
            length += usize::from(extension & 0x40 != 0);
            length += usize::from(extension & 0x30 != 0);
        }
        if payload.len() <= length {
            return None;
        }
        Some(Self {
            start: first & 0x17 == 0x10,
            data: payload.slice(length..),
        })
    }

    /// Width and height in pixels of the key frame that begins here; none for any other payload (RFC 6386, 9.1).
    pub(super) fn key_frame(&self) -> Option<(u16, u16)> {
        let data = &self.data;
        if !self.start || data.first()? & 1 != 0 || data.get(3..6)? != [0x9d, 0x01, 0x2a] {
            return None;
        }
        let size =
            |at: usize| Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]) & 0x3fff);
        Some((size(6)?, size(8)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_cut_into_payloads_that_fit_and_put_together_again() {
        let frame: Bytes = (0..5000_u32).map(|n| n as u8).collect();
        let mut packetizer = Vp8Packetizer::new(0x7fff);
        let payloads = packetizer.packetize(&frame);
        assert_eq!(payloads.len(), 5);
        assert!(payloads.iter().all(|payload| payload.len() <= MAX_PAYLOAD));
        let parsed: Vec<_> = payloads
            .iter()
            .map(|payload| Vp8Payload::parse(payload).expect("VP8"))
            .collect();
        assert_eq!(
            parsed
                .iter()
                .map(|payload| payload.start)
                .collect::<Vec<_>>(),
            [true, false, false, false, false]
        );
        assert_eq!(
            parsed
                .iter()
                .flat_map(|payload| payload.data.to_vec())
                .collect::<Vec<_>>(),
            frame
        );
        assert_eq!(
            &payloads[0][2..4],
            [0x80, 0x00],
            "the picture id wraps at 15 bits"
        );
    }

    #[test]
    fn descriptors_of_other_senders_are_read_and_nonsense_is_not() {
        let parse = |bytes: &[u8]| Vp8Payload::parse(&Bytes::copy_from_slice(bytes));
        assert_eq!(
            parse(&[0x10, 7]),
            Some(Vp8Payload {
                start: true,
                data: Bytes::from_static(&[7])
            })
        );
        assert_eq!(
            parse(&[0x90, 0x80, 0x11, 7]).map(|p| p.data),
            Some(Bytes::from_static(&[7])),
            "7-bit picture id"
        );
        assert_eq!(
            parse(&[0x11, 7]).map(|p| p.start),
            Some(false),
            "the start of a later partition is no start of a frame"
        );
        for nonsense in [
            &[][..],
            &[0x80],
            &[0x90, 0x80],
            &[0x90, 0x80, 0x80],
            &[0x90, 0xf0, 0x80, 1, 2, 3],
            &[0x10],
        ] {
            assert_eq!(parse(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn a_key_frame_names_its_size() {
        let payload = |bytes: &[u8]| Vp8Payload {
            start: true,
            data: Bytes::copy_from_slice(bytes),
        };
        let key = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0x68, 0x81];
        assert_eq!(payload(&key).key_frame(), Some((640, 360)));
        assert_eq!(
            payload(&[0x11, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0x68, 0x81]).key_frame(),
            None
        );
        assert_eq!(payload(&key[..8]).key_frame(), None);
    }
}
