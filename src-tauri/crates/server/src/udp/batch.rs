//! Datagrams that leave together.

use std::net::SocketAddr;

/// A run is cut into datagrams by the kernel: not more than fits one IP packet, and 64 segments on Linux.
const MAX_RUN_BYTES: usize = 60_000;

/// Collects datagrams of one turn, in the order they are to be sent.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    datagrams: Vec<Queued>,
}

#[derive(Clone, Copy, Debug)]
struct Queued {
    from: SocketAddr,
    to: SocketAddr,
    length: usize,
}

/// Datagrams from one address to one other, all of `segment` bytes; the last may be shorter.
#[derive(Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// Which of our addresses it leaves from.
    pub from: SocketAddr,
    /// Where it goes.
    pub to: SocketAddr,
    /// Bytes in each datagram but the last.
    pub segment: usize,
    /// All datagrams, one behind the other.
    pub bytes: &'a [u8],
}

impl Batch {
    /// Adds one datagram.
    pub fn push(&mut self, from: SocketAddr, to: SocketAddr, datagram: &[u8]) {
        if !datagram.is_empty() {
            self.bytes.extend_from_slice(datagram);
            self.datagrams.push(Queued {
                from,
                to,
                length: datagram.len(),
            });
        }
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.datagrams.clear();
    }

    /// The datagrams as runs: neighbours of one way and one size together.
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let (mut datagrams, mut bytes) = (self.datagrams.as_slice(), self.bytes.as_slice());
        std::iter::from_fn(move || {
            let first = *datagrams.first()?;
            let (mut count, mut length) = (1, first.length);
            for next in &datagrams[1..] {
                let same_way = (next.from, next.to) == (first.from, first.to);
                if !same_way || next.length > first.length || length + next.length > MAX_RUN_BYTES {
                    break;
                }
                (count, length) = (count + 1, length + next.length);
                if next.length < first.length {
                    break; // only the last one of a run may be shorter
                }
            }
            let run;
            (run, bytes) = bytes.split_at(length);
            datagrams = &datagrams[count..];
            Some(Run {
                from: first.from,
                to: first.to,
                segment: first.length,
                bytes: run,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn neighbours_of_one_way_and_size_leave_together_in_their_order() {
        let mut batch = Batch::default();
        let datagrams = [
            (1, 100),
            (1, 100),
            (1, 40),
            (1, 100),
            (2, 100),
            (2, 120),
            (2, 120),
            (2, 0),
        ];
        for (n, (port, length)) in (0..).zip(datagrams) {
            batch.push(at(9), at(port), &vec![n; length]);
        }
        let runs: Vec<_> = batch
            .runs()
            .map(|run| (run.to.port(), run.segment, run.bytes.len()))
            .collect();
        assert_eq!(
            runs,
            [(1, 100, 240), (1, 100, 100), (2, 100, 100), (2, 120, 240)]
        );
        let bytes: Vec<u8> = batch.runs().flat_map(|run| run.bytes.to_vec()).collect();
        assert!(bytes.is_sorted(), "in the order they were pushed");
        batch.clear();
        assert_eq!(batch.runs().count(), 0);
    }

    #[test]
    fn a_run_stays_below_what_one_call_can_carry() {
        let mut batch = Batch::default();
        for _ in 0..1_000 {
            batch.push(at(9), at(1), &[0; 1_200]);
        }
        assert!(batch.runs().all(|run| run.bytes.len() <= MAX_RUN_BYTES));
        assert_eq!(
            batch.runs().map(|run| run.bytes.len()).sum::<usize>(),
            1_200_000
        );
    }
}
