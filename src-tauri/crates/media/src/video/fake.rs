//! The test card as a camera or a screen.

use super::{GLANCE, Opened, Pace, PictureSource, Wanted};
use crate::test_card::TestCard;
use crate::{I420, MediaError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Most pictures per second.
const FPS: f32 = 30.0;

pub(crate) fn open(wanted: Wanted) -> Opened {
    let fps = wanted.fps.min(FPS);
    let source = Card {
        card: TestCard::new(wanted.width, wanted.height),
        pace: Pace::new(Duration::from_secs_f32(1.0 / fps)),
    };
    Opened {
        source: Box::new(source),
        label: "Test card".into(),
        fps: Some(fps),
    }
}

struct Card {
    card: TestCard,
    pace: Pace,
}

impl PictureSource for Card {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        if !self.pace.wait_at_most(GLANCE) {
            return Ok(None);
        }
        let (now, clock) = (Instant::now(), SystemTime::now());
        // A clock before 1970 is shown as 1970.
        let unix_ms = clock
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_millis() as u64);
        self.card.draw(unix_ms, picture);
        Ok(Some(now))
    }
}
