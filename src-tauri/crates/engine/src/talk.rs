//! What people say to each other over the data channels, on its way to the session.

use std::collections::VecDeque;

use adjourn_meeting::session::{Heard, Input};
use adjourn_meeting::{ParticipantId, Quality};
use adjourn_signal::{ConnectionQuality, DataPacket, QualityInfo, Talk, TalkReader};

/// Packets that are kept in case the server did not get them.
const MAX_KEPT: usize = 128;

/// Something somebody said.
#[derive(Debug)]
pub(crate) struct Said {
    pub from: ParticipantId,
    /// It named whom it is for.
    pub private: bool,
    pub talk: Talk,
}

impl Said {
    /// What a packet says, or completes.
    pub(crate) fn read(reader: &mut TalkReader, packet: &DataPacket) -> Option<Self> {
        if packet.sender.as_str().is_empty() {
            return None; // the server itself, which is not one of the people
        }
        let talk = reader.read(packet)?;
        Some(Self {
            from: packet.sender.clone(),
            private: packet.is_private(),
            talk,
        })
    }

    /// As the session takes it.
    pub(crate) fn into_input(self) -> Input {
        let Self {
            from,
            private,
            talk,
        } = self;
        match talk {
            Talk::Chat { id, text } => Input::Heard(Heard {
                from,
                id,
                text,
                private,
            }),
            Talk::Reaction(reaction) => Input::Reacted { from, reaction },
        }
    }
}

/// How lines do, as the session takes it.
pub(crate) fn qualities(news: Vec<QualityInfo>) -> Input {
    let quality = |quality| match quality {
        ConnectionQuality::Excellent => Quality::Excellent,
        ConnectionQuality::Good => Quality::Good,
        ConnectionQuality::Poor => Quality::Poor,
        ConnectionQuality::Lost => Quality::Lost,
    };
    Input::Qualities(
        news.into_iter()
            .map(|info| (info.sid, quality(info.quality)))
            .collect(),
    )
}

/// My reliable packets of one session with the server, numbered, and the last of them kept.
#[derive(Default)]
pub(crate) struct Numbered {
    last: u32,
    kept: VecDeque<(u32, Vec<u8>)>,
}

impl Numbered {
    /// The packet under the next number.
    pub(crate) fn next(&mut self, mut packet: DataPacket) -> Vec<u8> {
        self.last += 1;
        packet.sequence = self.last;
        let bytes = packet.encode();
        if self.kept.len() >= MAX_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((self.last, bytes.clone()));
        bytes
    }

    /// What the server has not got, which has seen all up to number `seen`.
    pub(crate) fn after(&self, seen: u32) -> impl Iterator<Item = &Vec<u8>> {
        self.kept
            .iter()
            .filter(move |(number, _)| *number > seen)
            .map(|(_, packet)| packet)
    }
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::Reaction;
    use adjourn_signal::reaction_packet;

    use super::*;

    #[test]
    fn what_the_server_did_not_get_is_known_by_its_number() {
        let mut numbered = Numbered::default();
        let sent: Vec<_> = (0..3)
            .map(|_| numbered.next(reaction_packet(Reaction::Clap)))
            .collect();
        assert_eq!(numbered.after(1).collect::<Vec<_>>(), [&sent[1], &sent[2]]);
        assert_eq!(numbered.after(3).count(), 0);
        for _ in 0..2 * MAX_KEPT {
            numbered.next(reaction_packet(Reaction::Clap));
        }
        assert_eq!(numbered.after(0).count(), MAX_KEPT, "no more are kept");
    }
}
