//! A screen or a window as a source of pictures.

use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::errors::ReplyError;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, Damage, ReportLevel};
use x11rb::protocol::randr::{ConnectionExt as _, NotifyMask};
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, EventMask, Pixmap, Window,
};
use yuv::{YuvConversionMode, YuvRange, YuvStandardMatrix};

use super::cursor::Cursor;
use super::display::{Area, Display, failed};
use super::grab::Grabber;
use crate::video::{GLANCE, Opened, Pace, PictureSource};
use crate::{DeviceKind, Fault, I420, MediaError};

/// How ids begin.
pub(super) const SCREEN: &str = "screen:";
pub(super) const WINDOW: &str = "window:";
/// After the last change pictures go on for so long: each makes what was encoded in a hurry sharper.
const SETTLING: Duration = Duration::from_millis(1500);
/// What stands still is given so often, for whoever comes meanwhile.
const RESTING: Duration = Duration::from_millis(500);

/// Opens what [`super::list`] called `id`.
pub(in super::super) fn open(id: &str, fps: f32) -> Result<Opened, MediaError> {
    let display = Display::open()?;
    let missing = || MediaError::device(DeviceKind::Screen, "", Fault::Missing);
    let target = match (id.strip_prefix(SCREEN), id.strip_prefix(WINDOW)) {
        (Some(name), _) => Target::Screen(name.to_owned()),
        (_, Some(window)) => Target::Window(window.parse().map_err(|_| missing())?),
        _ => return Err(missing()),
    };
    let area = target.area(&display).ok().flatten().ok_or_else(missing)?;
    let label = match target {
        Target::Screen(_) => String::new(),
        Target::Window(window) => display.title(window),
    };
    let now = Instant::now();
    let mut source = Source {
        display,
        target,
        label: label.clone(),
        area,
        damage: 0,
        contents: None,
        grabber: Grabber::new(),
        cursor: None,
        pace: Pace::new(Duration::from_secs_f32(1.0 / fps)),
        stale: true,
        changed_at: now,
        given_at: None,
    };
    source.watch().map_err(|_| missing())?;
    Ok(Opened {
        source: Box::new(source),
        label,
        fps: Some(fps),
    })
}

enum Target {
    /// By the name of its monitor.
    Screen(String),
    Window(Window),
}

impl Target {
    /// Where it is on the screen; none when it is not there any more.
    fn area(&self, display: &Display) -> Result<Option<Area>, ReplyError> {
        match self {
            Self::Screen(name) => {
                let monitors = display.monitors()?;
                let monitor = monitors.into_iter().find(|monitor| monitor.name == *name);
                Ok(monitor.map(|monitor| monitor.area.even()))
            }
            Self::Window(window) => match display.window_area(*window) {
                Ok(area) => Ok(Some(area.even())),
                Err(ReplyError::X11Error(_)) => Ok(None),
                Err(error) => Err(error),
            },
        }
    }
}

/// Why there is no picture.
enum Trouble {
    /// What was shared is not there any more.
    Gone,
    /// The display refused, or is gone itself.
    Display(ReplyError),
}

impl<E: Into<ReplyError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Display(error.into())
    }
}

struct Source {
    display: Display,
    target: Target,
    label: String,
    area: Area,
    damage: Damage,
    /// Of a window, in its present size: also what others cover.
    contents: Option<Pixmap>,
    grabber: Grabber,
    /// The pointer as it was last drawn, while it was over it.
    cursor: Option<(i16, i16, u32)>,
    pace: Pace,
    /// What was read last is not what there is now.
    stale: bool,
    changed_at: Instant,
    given_at: Option<Instant>,
}

impl PictureSource for Source {
    fn read(&mut self, picture: &mut I420) -> Result<Option<Instant>, MediaError> {
        if !self.pace.wait_at_most(GLANCE) {
            return Ok(None);
        }
        self.look(picture).or_else(|trouble| self.forgive(trouble))
    }
}

impl Source {
    /// Has the display say when something changes, and keep what others cover.
    fn watch(&mut self) -> Result<(), ReplyError> {
        let x = &self.display.x;
        let drawable = match self.target {
            Target::Screen(_) => self.display.root,
            Target::Window(window) => window,
        };
        // Its size, and that it is gone.
        let events = ChangeWindowAttributesAux::new().event_mask(EventMask::STRUCTURE_NOTIFY);
        x.change_window_attributes(drawable, &events)?.check()?;
        x.randr_select_input(self.display.root, NotifyMask::CRTC_CHANGE)?
            .check()?;
        self.damage = x
            .generate_id()
            .map_err(|_| x11rb::errors::ConnectionError::UnknownError)?;
        x.damage_create(self.damage, drawable, ReportLevel::NON_EMPTY)?
            .check()?;
        Ok(())
    }

    /// The next picture, if there is reason for one.
    fn look(&mut self, picture: &mut I420) -> Result<Option<Instant>, Trouble> {
        let now = Instant::now();
        let mut changed = self.hear()?;
        let pointer = Cursor::read(&self.display)?;
        let cursor = pointer.touches(self.area).then(|| pointer.state());
        changed |= cursor != self.cursor;
        if changed {
            (self.stale, self.changed_at) = (true, now);
        }
        let settled = now.duration_since(self.changed_at) > SETTLING;
        let rested = self
            .given_at
            .is_none_or(|at| now.duration_since(at) >= RESTING);
        if settled && !rested {
            return Ok(None);
        }
        if self.stale {
            match self.grab() {
                Ok(()) => {
                    if cursor.is_some() {
                        pointer.draw(self.area, self.grabber.pixels_mut());
                    }
                    (self.stale, self.cursor) = (false, cursor);
                }
                // A window that is minimised goes on showing what it showed.
                Err(Trouble::Display(ReplyError::X11Error(_))) if self.given_at.is_some() => {
                    self.let_go_of_contents();
                }
                Err(trouble) => return Err(trouble),
            }
        }
        self.draw(picture);
        self.given_at = Some(now);
        Ok(Some(now))
    }

    /// What has happened since it was last asked; true when what is shared looks otherwise now.
    fn hear(&mut self) -> Result<bool, ReplyError> {
        let mut changed = false;
        while let Some(event) = self.display.x.poll_for_event()? {
            match event {
                Event::DamageNotify(_) => {
                    self.display
                        .x
                        .damage_subtract(self.damage, x11rb::NONE, x11rb::NONE)?;
                    changed = true;
                }
                Event::ConfigureNotify(_) | Event::MapNotify(_) => {
                    self.let_go_of_contents();
                    changed = true;
                }
                Event::DestroyNotify(_) | Event::RandrNotify(_) => changed = true,
                _ => {}
            }
        }
        Ok(changed)
    }

    fn grab(&mut self) -> Result<(), Trouble> {
        self.area = self.target.area(&self.display)?.ok_or(Trouble::Gone)?;
        let Target::Window(window) = self.target else {
            let root = self.display.root;
            return Ok(self.grabber.grab(&self.display, root, self.area)?);
        };
        let contents = match self.contents {
            Some(contents) => contents,
            None => *self.contents.insert(self.display.contents(window)?),
        };
        let whole = Area {
            left: 0,
            top: 0,
            ..self.area
        };
        Ok(self.grabber.grab(&self.display, contents, whole)?)
    }

    fn draw(&mut self, picture: &mut I420) {
        let (width, height) = self.grabber.size();
        picture.resize(width, height);
        // The planes have just been given the size that they have to have.
        let _ = yuv::bgra_to_yuv420(
            &mut picture.planar(),
            self.grabber.pixels(),
            width * 4,
            YuvRange::Limited,
            YuvStandardMatrix::Bt601,
            YuvConversionMode::Balanced,
        );
    }

    fn let_go_of_contents(&mut self) {
        if let Some(contents) = self.contents.take() {
            // One that is gone already needs no letting go of.
            let _ = self.display.x.free_pixmap(contents);
        }
    }

    /// What is closed or unplugged is lost; what is not to be seen yet is waited for.
    fn forgive(&mut self, trouble: Trouble) -> Result<Option<Instant>, MediaError> {
        self.let_go_of_contents();
        match trouble {
            Trouble::Gone => Err(self.error(Fault::Lost)),
            Trouble::Display(ReplyError::X11Error(_)) => Ok(None),
            Trouble::Display(error) => Err(failed(&error)),
        }
    }

    fn error(&self, fault: Fault) -> MediaError {
        MediaError::device(DeviceKind::Screen, self.label.clone(), fault)
    }
}
