//! The last lines of the log, within a fixed bound.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// A problem shows in the minutes before it.
const MOST_LINES: usize = 300;

/// Longer lines are cut; together that bounds the memory to 120 KiB.
const MAX_LINE_BYTES: usize = 400;

/// The lines, oldest first.
pub(super) struct Ring(Mutex<VecDeque<String>>);

impl Ring {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }

    /// Remembers a line.
    pub(super) fn push(&self, line: &[u8]) {
        let line = &line[..line.len().min(MAX_LINE_BYTES)];
        let line = String::from_utf8_lossy(line).trim_end().to_owned();
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == MOST_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// All of them, one under the other.
    pub(super) fn text(&self) -> String {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.make_contiguous().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_lines_are_remembered_and_long_ones_are_cut() {
        let ring = Ring::new();
        for number in 0..10_000 {
            ring.push(format!("line {number} {}\n", "é".repeat(1000)).as_bytes());
        }
        let text = ring.text();
        assert_eq!(text.lines().count(), MOST_LINES);
        assert!(
            text.lines()
                .last()
                .is_some_and(|line| line.starts_with("line 9999 "))
        );
        assert!(text.len() <= MOST_LINES * (MAX_LINE_BYTES + 4));
    }
}
