//! What of the screen can be shared, and sharing it.

#[cfg(target_os = "linux")]
mod portal;
mod system;
#[cfg(target_os = "linux")]
mod x11;

use std::time::Duration;

use crate::scale::Fit;
use crate::video::{self, Opened, Unopened, VideoCapture, VideoConfig, VideoEvent, Wanted};
use crate::{DeviceKind, Fault, MediaError, ScreenSource, bounded};

/// Longest wait for the list of screens and windows, with a picture of each.
const LIST_LIMIT: Duration = Duration::from_secs(5);

/// The screen of who has none.
const TEST_CARD: Wanted = Wanted {
    width: 1280,
    height: 720,
    fps: 15.0,
};

/// What can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreenKind {
    /// All that one monitor shows.
    Screen,
    /// One window, also where others cover it.
    Window,
    /// Whatever the person chooses when the system asks: it is the only one then, and shows nothing before.
    Portal,
}

/// A screen or a window, as the person may choose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenInfo {
    /// For [`ScreenSource::Listed`]; good as long as the screen or window is there.
    pub id: String,
    /// Which of them.
    pub kind: ScreenKind,
    /// A window's title; empty for a screen.
    pub label: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it looks now, where the system shows it.
    pub picture: Option<Thumbnail>,
}

/// A small picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Pixels, 320 at most.
    pub width: u32,
    /// Pixels, 200 at most.
    pub height: u32,
    /// Red, green, blue and 255 for each pixel, row by row.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Thumbnail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Thumbnail({}x{})", self.width, self.height)
    }
}

/// The screens and windows there are, screens first, the uppermost window before the others. Blocks for at most 5 s.
///
/// # Errors
/// `screen-hung` or `screen-failed` where the system cannot be asked.
pub fn screens() -> Result<Vec<ScreenInfo>, MediaError> {
    bounded::call("screen-list", LIST_LIMIT, system::list)
        .unwrap_or_else(|| Err(MediaError::device(DeviceKind::Screen, "", Fault::Hung)))
}

/// Opens what was chosen, on the thread that will read it.
type Open = Box<dyn FnOnce() -> Result<Opened, MediaError> + Send>;

impl VideoCapture {
    /// Opens what is to be shared and waits for its first picture: at most about 5 s, then `screen-hung`. Its label is a
    /// window's title, and empty for a screen. A picture that stands still comes twice a second.
    ///
    /// Where the desktop asks the person what to share ([`ScreenKind::Portal`]) that is waited for first, for minutes,
    /// as long as it is `wanted`.
    ///
    /// `sink` is called from a thread of its own and must not block.
    pub fn open_screen(
        source: &ScreenSource,
        config: &VideoConfig,
        wanted: &dyn Fn() -> bool,
        sink: impl FnMut(VideoEvent) + Send + 'static,
    ) -> Result<Self, MediaError> {
        let unopened = Unopened {
            kind: DeviceKind::Screen,
            name: String::new(),
            fit: Fit::Whole,
        };
        let fps = Wanted::of(&config.layers).fps;
        let open = match source {
            ScreenSource::TestCard => {
                Box::new(move || Ok(video::fake::open(Wanted { fps, ..TEST_CARD }))) as Open
            }
            ScreenSource::Listed(id) => system::ask(id, fps, wanted)?,
        };
        Self::start(unopened, config, open, sink)
    }
}
