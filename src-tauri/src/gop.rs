//! A queue of encoded video that forgets whole groups of pictures, never a part of one: a decoder that
//! gets a delta frame without its predecessor draws garbage until the next key frame.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Half a second at 30 frames a second: more would be shown too late to be of use.
const CAPACITY: usize = 15;

/// How long an asked-for key frame may take before it is asked for again. Senders answer at most one
/// request a second (PLI throttle of LiveKit's server at medium and high quality).
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// One stream's frames on their way to a reader that may be slower than the stream.
pub struct GopQueue<T> {
    frames: VecDeque<(bool, T)>,
    /// The reader cannot decode the next delta frame: it has nothing yet, or something was forgotten.
    broken: bool,
    asked: Option<Instant>,
}

/// What a queue wants of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Wants {
    /// Nothing.
    Nothing,
    /// A new key frame from the sender.
    KeyFrame,
}

impl<T> GopQueue<T> {
    /// An empty queue; it begins with a key frame.
    pub fn new() -> Self {
        Self {
            frames: VecDeque::new(),
            broken: true,
            asked: None,
        }
    }

    /// Takes a frame. When the reader is too slow, everything before the newest key frame goes; if there is
    /// none, everything does, and a new one is wanted.
    pub fn push(&mut self, now: Instant, key: bool, frame: T) -> Wants {
        if self.broken && !key {
            return self.ask(now);
        }
        if key && (self.broken || self.frames.len() >= CAPACITY) {
            self.frames.clear();
            self.broken = false;
            self.asked = None;
        }
        if self.frames.len() >= CAPACITY {
            match self.frames.iter().rposition(|(key, _)| *key) {
                Some(newest_key) if newest_key > 0 => {
                    self.frames.drain(..newest_key);
                }
                _ => {
                    self.restart();
                    return self.ask(now);
                }
            }
        }
        self.frames.push_back((key, frame));
        Wants::Nothing
    }

    /// The oldest frame.
    pub fn pop(&mut self) -> Option<T> {
        self.frames.pop_front().map(|(_, frame)| frame)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Forgets everything: the next frame out is a key frame.
    pub fn restart(&mut self) {
        self.frames.clear();
        self.broken = true;
    }

    fn ask(&mut self, now: Instant) -> Wants {
        if self
            .asked
            .is_some_and(|asked| now.duration_since(asked) < ASK_AGAIN)
        {
            return Wants::Nothing;
        }
        self.asked = Some(now);
        Wants::KeyFrame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(queue: &mut GopQueue<u32>) -> Vec<u32> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn a_reader_gets_nothing_before_the_first_key_frame_and_one_is_asked_for() {
        let now = Instant::now();
        let mut queue = GopQueue::new();
        assert_eq!(queue.push(now, false, 1), Wants::KeyFrame);
        assert_eq!(queue.push(now, false, 2), Wants::Nothing);
        assert_eq!(queue.push(now + ASK_AGAIN, false, 3), Wants::KeyFrame);
        assert!(queue.is_empty());
        assert_eq!(queue.push(now, true, 4), Wants::Nothing);
        assert_eq!(queue.push(now, false, 5), Wants::Nothing);
        assert_eq!(drain(&mut queue), [4, 5]);
    }

    #[test]
    fn a_slow_reader_loses_the_rest_of_a_group_not_its_middle() {
        let now = Instant::now();
        let mut queue = GopQueue::new();
        let _ = queue.push(now, true, 0);
        for frame in 1..CAPACITY as u32 {
            assert_eq!(queue.push(now, false, frame), Wants::Nothing);
        }
        assert_eq!(queue.push(now, false, 100), Wants::KeyFrame);
        assert_eq!(queue.push(now, false, 101), Wants::Nothing);
        assert!(queue.is_empty());
        let _ = queue.push(now, true, 102);
        assert_eq!(drain(&mut queue), [102]);
    }

    #[test]
    fn a_key_frame_in_the_queue_is_where_a_slow_reader_goes_on() {
        let now = Instant::now();
        let mut queue = GopQueue::new();
        for frame in 0..CAPACITY as u32 {
            let _ = queue.push(now, frame == 0 || frame == 10, frame);
        }
        assert_eq!(queue.push(now, false, 100), Wants::Nothing);
        assert_eq!(drain(&mut queue), [10, 11, 12, 13, 14, 100]);
    }

    #[test]
    fn a_reader_that_has_read_some_of_a_group_is_not_given_the_next_group_half_way() {
        let now = Instant::now();
        let mut queue = GopQueue::new();
        for frame in 0..5 {
            let _ = queue.push(now, frame == 0, frame);
        }
        assert_eq!(queue.pop(), Some(0));
        queue.restart();
        assert_eq!(queue.push(now, false, 5), Wants::KeyFrame);
        assert_eq!(queue.pop(), None);
    }
}
