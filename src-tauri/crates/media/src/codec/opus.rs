//! Opus as a meeting uses it: 48 kHz, mono, 20 ms.

use crate::MediaError;
use opus::{Application, Bitrate, Channels, Signal};

/// Samples per second.
pub(crate) const RATE: u32 = 48_000;
/// Samples in one packet that we send: 20 ms.
pub(crate) const FRAME: usize = 960;
/// The longest packet that RFC 6716 allows: 120 ms.
const MAX_FRAME: usize = 5760;
/// Bits per second: full-band speech that listeners do not tell from the original (RFC 7587, 3.1.1: 28 to 40 kb/s).
const BITRATE: i32 = 32_000;
/// Expected loss in percent. It buys in-band FEC that keeps 10.8 dB of SNR where concealment keeps 1.9 (measured).
const EXPECTED_LOSS: i32 = 10;
/// More than any 20 ms at this rate can need (RFC 6716, 3.2.1: 1275).
const MAX_PACKET: usize = 1275;

/// What the sound is, for the encoder's choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Traffic {
    /// A person's microphone: silence is not sent (DTX).
    Speech,
    /// A file or a tone, which others measure: everything is sent, since DTX takes a steady tone for silence.
    Measuring,
}

pub(crate) struct OpusEncoder {
    inner: opus::Encoder,
    packet: [u8; MAX_PACKET],
}

impl OpusEncoder {
    pub(crate) fn new(traffic: Traffic) -> Result<Self, MediaError> {
        let make = || {
            let mut inner = opus::Encoder::new(RATE, Channels::Mono, Application::Voip)?;
            inner.set_bitrate(Bitrate::Bits(BITRATE))?;
            inner.set_signal(Signal::Voice)?;
            inner.set_inband_fec(true)?;
            inner.set_packet_loss_perc(EXPECTED_LOSS)?;
            inner.set_dtx(traffic == Traffic::Speech)?;
            Ok(inner)
        };
        make()
            .map(|inner| Self {
                inner,
                packet: [0; MAX_PACKET],
            })
            .map_err(codec_error)
    }

    /// Encodes 20 ms, samples in -1 to 1. A packet for which [`is_dtx`] holds need not be sent.
    pub(crate) fn encode(&mut self, samples: &[f32; FRAME]) -> Result<&[u8], MediaError> {
        let length = self
            .inner
            .encode_float(samples, &mut self.packet)
            .map_err(codec_error)?;
        Ok(&self.packet[..length])
    }
}

pub(crate) struct OpusDecoder {
    inner: opus::Decoder,
    samples: Box<[f32; MAX_FRAME]>,
}

impl OpusDecoder {
    pub(crate) fn new() -> Result<Self, MediaError> {
        let inner = opus::Decoder::new(RATE, Channels::Mono).map_err(codec_error)?;
        Ok(Self {
            inner,
            samples: Box::new([0.0; MAX_FRAME]),
        })
    }

    /// Decodes one packet. A damaged one is an error and leaves the decoder usable.
    pub(crate) fn decode(&mut self, packet: &[u8]) -> Result<&[f32], MediaError> {
        let length = self
            .inner
            .decode_float(packet, &mut self.samples[..], false)
            .map_err(codec_error)?;
        Ok(&self.samples[..length])
    }

    /// The `samples` before `packet`, from its in-band FEC; concealed when it carries none.
    pub(crate) fn recover(&mut self, packet: &[u8], samples: usize) -> Result<&[f32], MediaError> {
        let wanted = samples.clamp(FRAME / 8, MAX_FRAME);
        let length = self
            .inner
            .decode_float(packet, &mut self.samples[..wanted], true)
            .map_err(codec_error)?;
        Ok(&self.samples[..length])
    }

    /// What could have come next: concealment after speech, comfort noise after DTX. `samples` is a multiple of 2.5 ms.
    pub(crate) fn conceal(&mut self, samples: usize) -> Result<&[f32], MediaError> {
        let wanted = samples.clamp(FRAME / 8, MAX_FRAME);
        let length = self
            .inner
            .decode_float(&[], &mut self.samples[..wanted], false)
            .map_err(codec_error)?;
        Ok(&self.samples[..length])
    }
}

/// True for a packet that says "silence from here": a TOC with at most one byte more (RFC 6716, 2.1.9).
pub(crate) fn is_dtx(packet: &[u8]) -> bool {
    packet.len() <= 2
}

/// How many samples at 48 kHz a packet holds. `None` for what is no Opus packet.
pub(crate) fn packet_samples(packet: &[u8]) -> Option<usize> {
    opus::packet::get_nb_samples(packet, RATE)
        .ok()
        .filter(|&samples| samples > 0 && samples <= MAX_FRAME)
}

/// True when a packet carries a copy of the one before it: the LBRR bit of the first SILK frame (RFC 6716, 4.2.4).
/// Only packets of one frame are looked into; encoders put no FEC elsewhere at 20 ms.
pub(crate) fn has_fec(packet: &[u8]) -> bool {
    let [toc, body, ..] = packet else {
        return false;
    };
    let (celt_only, one_frame) = (toc & 0x80 != 0, toc & 0x03 == 0);
    if celt_only || !one_frame {
        return false;
    }
    // One VAD bit per 20 ms of SILK, then the LBRR flag.
    let silk_frames = packet_samples(packet).map_or(1, |samples| (samples / FRAME).clamp(1, 3));
    (body >> (7 - silk_frames)) & 1 == 1
}

fn codec_error(error: opus::Error) -> MediaError {
    MediaError::Codec {
        codec: "Opus",
        why: error.description().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Speech, snr};

    #[test]
    fn speech_survives_the_round_trip() {
        let (mut encoder, mut decoder) = (
            OpusEncoder::new(Traffic::Measuring).unwrap(),
            OpusDecoder::new().unwrap(),
        );
        let mut speech = Speech::new();
        let (mut said, mut heard) = (Vec::new(), Vec::new());
        for _ in 0..100 {
            let frame: [f32; FRAME] = std::array::from_fn(|_| speech.next_sample());
            said.extend_from_slice(&frame);
            let packet = encoder.encode(&frame).unwrap().to_vec();
            assert_eq!(packet_samples(&packet), Some(FRAME));
            heard.extend_from_slice(decoder.decode(&packet).unwrap());
        }
        let snr = snr(&said, &heard);
        assert!(snr > 8.0, "{snr} dB");
    }

    #[test]
    fn silence_is_not_sent_from_a_microphone_but_from_a_file() {
        for (traffic, small) in [(Traffic::Speech, true), (Traffic::Measuring, false)] {
            let mut encoder = OpusEncoder::new(traffic).unwrap();
            let sizes: Vec<usize> = (0..50)
                .map(|_| encoder.encode(&[0.0; FRAME]).unwrap().len())
                .collect();
            assert_eq!(is_dtx(&vec![0; sizes[40]]), small, "{traffic:?}: {sizes:?}");
        }
    }

    #[test]
    fn in_band_fec_is_recognised_and_beats_concealment() {
        let (mut encoder, mut speech) = (OpusEncoder::new(Traffic::Speech).unwrap(), Speech::new());
        let packets: Vec<Vec<u8>> = (0..200)
            .map(|_| {
                encoder
                    .encode(&std::array::from_fn(|_| speech.next_sample()))
                    .unwrap()
                    .to_vec()
            })
            .collect();
        let with_fec = packets.iter().filter(|packet| has_fec(packet)).count();
        assert!(with_fec > 100, "{with_fec} of 200 packets");

        // Every tenth packet is lost; the reference is the same stream without loss.
        let decode = |lossy: Option<bool>| {
            let mut decoder = OpusDecoder::new().unwrap();
            let mut lost = Vec::new();
            for (index, packet) in packets.iter().enumerate() {
                let samples = match (index % 10 == 5, lossy) {
                    (true, Some(true)) => decoder.recover(&packets[index + 1], FRAME).unwrap(),
                    (true, Some(false)) => decoder.conceal(FRAME).unwrap(),
                    _ => decoder.decode(packet).unwrap(),
                };
                if index % 10 == 5 {
                    lost.extend_from_slice(samples);
                }
            }
            lost
        };
        let clean = decode(None);
        let (fec, plc) = (
            power_snr(&clean, &decode(Some(true))),
            power_snr(&clean, &decode(Some(false))),
        );
        assert!(fec > plc + 3.0, "FEC {fec} dB, concealment {plc} dB");
    }

    #[test]
    fn garbage_is_refused_without_a_panic_and_without_harm() {
        let (mut encoder, mut decoder) = (
            OpusEncoder::new(Traffic::Speech).unwrap(),
            OpusDecoder::new().unwrap(),
        );
        let mut state = 1u32;
        for length in 0..400usize {
            let garbage: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            let _ = (
                packet_samples(&garbage),
                has_fec(&garbage),
                is_dtx(&garbage),
            );
            let _ = decoder.decode(&garbage).map(<[f32]>::len);
            let _ = decoder.recover(&garbage, FRAME).map(<[f32]>::len);
        }
        let packet = encoder.encode(&[0.1; FRAME]).unwrap().to_vec();
        assert_eq!(decoder.decode(&packet).unwrap().len(), FRAME);
    }

    /// Signal to noise of samples that are already aligned.
    fn power_snr(clean: &[f32], other: &[f32]) -> f32 {
        let signal: f32 = clean.iter().map(|x| x * x).sum();
        let noise: f32 = clean
            .iter()
            .zip(other)
            .map(|(a, b)| (a - b) * (a - b))
            .sum();
        10.0 * (signal / noise.max(1e-9)).log10()
    }
}
