//! VP8 in RTP (RFC 7741), both ways; no sockets, no tasks.

mod frames;
mod vp8;

pub(crate) use frames::{Frame, FrameAssembler, Packet};
pub(crate) use vp8::Vp8Packetizer;

/// Extends the 16-bit numbers of a stream to ones that do not wrap.
#[derive(Default)]
pub(crate) struct Unwrapper {
    highest: Option<u64>,
}

impl Unwrapper {
    /// The number whose low 16 bits these are and that lies nearest to the highest one so far.
    pub(crate) fn unwrap(&mut self, low: u16) -> u64 {
        // Starts one cycle in, so that what was sent before the first packet has a number too.
        let highest = *self.highest.get_or_insert(u64::from(low) + (1 << 16));
        let difference = low.wrapping_sub(highest as u16) as i16;
        let number = highest.saturating_add_signed(i64::from(difference));
        self.highest = Some(highest.max(number));
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_across_the_wrap_in_both_directions() {
        let mut unwrapper = Unwrapper::default();
        let first = unwrapper.unwrap(65_534);
        assert_eq!(unwrapper.unwrap(1), first + 3);
        assert_eq!(unwrapper.unwrap(65_535), first + 1);
        assert_eq!(unwrapper.unwrap(65_533), first - 1);
        assert_eq!(unwrapper.unwrap(2), first + 4);
    }
}
