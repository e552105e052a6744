//! The connection to a display, and what there is on it.

use x11rb::connection::Connection as _;
use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::composite::{ConnectionExt as _, Redirect};
use x11rb::protocol::damage::ConnectionExt as _;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xfixes::ConnectionExt as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, ImageOrder, MapState, Pixmap, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::{DeviceKind, Fault, MediaError};

/// Longest title that is read, in units of four bytes.
const TITLE_WORDS: u32 = 64;
/// Most windows that are listed.
const MAX_WINDOWS: u32 = 64;
/// Windows below this many pixels of width or height are nothing to show anybody.
const SMALLEST: u16 = 16;

x11rb::atom_manager! {
    /// The names that window managers use (EWMH).
    pub(super) Atoms: AtomsCookie {
        _NET_CLIENT_LIST,
        _NET_CLIENT_LIST_STACKING,
        _NET_WM_NAME,
        _NET_WM_PID,
        UTF8_STRING,
    }
}

pub(super) struct Display {
    pub(super) x: RustConnection,
    pub(super) root: Window,
    atoms: Atoms,
}

/// A rectangle of a drawable, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: i16,
    pub(super) top: i16,
    pub(super) width: u16,
    pub(super) height: u16,
}

impl Area {
    /// What is encoded has an even size: a last odd row or column is left out rather than everything blurred.
    pub(super) fn even(self) -> Self {
        Self {
            width: (self.width & !1).max(2),
            height: (self.height & !1).max(2),
            ..self
        }
    }
}

/// One monitor.
pub(super) struct Monitor {
    /// As the system calls it, for example `eDP-1`.
    pub(super) name: String,
    pub(super) area: Area,
}

impl Display {
    /// # Errors
    /// There is no display, or one that shows colours in another way than all do today.
    pub(super) fn open() -> Result<Self, MediaError> {
        let (x, screen) = RustConnection::connect(None).map_err(|error| failed(&error))?;
        let screen = &x.setup().roots[screen];
        let root = screen.root;
        let thirty_two = x
            .setup()
            .pixmap_formats
            .iter()
            .any(|format| format.depth == screen.root_depth && format.bits_per_pixel == 32);
        let red_third = screen
            .allowed_depths
            .iter()
            .flat_map(|depth| &depth.visuals)
            .any(|visual| visual.visual_id == screen.root_visual && visual.red_mask == 0xff_0000);
        if !thirty_two || !red_third || x.setup().image_byte_order != ImageOrder::LSB_FIRST {
            let why = "the display has an unusual way to show colours";
            return Err(failed(why));
        }
        let atoms = Atoms::new(&x)
            .map_err(ReplyError::from)
            .and_then(AtomsCookie::reply)
            .map_err(|error| failed(&error))?;
        let display = Self { x, root, atoms };
        display.greet().map_err(|error| failed(&error))?;
        Ok(display)
    }

    /// Says which versions of the extensions are spoken: without it they do not answer.
    fn greet(&self) -> Result<(), ReplyError> {
        self.x.xfixes_query_version(5, 0)?.reply()?;
        self.x.damage_query_version(1, 1)?.reply()?;
        self.x.composite_query_version(0, 4)?.reply()?;
        self.x.randr_query_version(1, 5)?.reply()?;
        Ok(())
    }

    /// The monitors, the primary one first.
    pub(super) fn monitors(&self) -> Result<Vec<Monitor>, ReplyError> {
        let mut monitors = self
            .x
            .randr_get_monitors(self.root, true)?
            .reply()?
            .monitors;
        monitors.sort_by_key(|monitor| !monitor.primary);
        monitors
            .into_iter()
            .map(|monitor| {
                let name = self.x.get_atom_name(monitor.name)?.reply()?.name;
                Ok(Monitor {
                    name: String::from_utf8_lossy(&name).into_owned(),
                    area: Area {
                        left: monitor.x,
                        top: monitor.y,
                        width: monitor.width,
                        height: monitor.height,
                    },
                })
            })
            .collect()
    }

    /// The windows that the person knows of, the uppermost first; none of our own.
    pub(super) fn windows(&self) -> Result<Vec<Window>, ReplyError> {
        let mut windows = self.ids(self.root, self.atoms._NET_CLIENT_LIST_STACKING)?;
        if windows.is_empty() {
            windows = self.ids(self.root, self.atoms._NET_CLIENT_LIST)?;
        }
        if windows.is_empty() {
            // Without a window manager every window on the root is one.
            windows = self.x.query_tree(self.root)?.reply()?.children;
        }
        windows.reverse();
        let own = std::process::id();
        windows.retain(|window| self.shows(*window) && self.pid(*window) != Some(own));
        windows.truncate(MAX_WINDOWS as usize);
        Ok(windows)
    }

    /// Where a window is on the screen, if it is there at all.
    pub(super) fn window_area(&self, window: Window) -> Result<Area, ReplyError> {
        let geometry = self.x.get_geometry(window)?.reply()?;
        let at = self
            .x
            .translate_coordinates(window, self.root, 0, 0)?
            .reply()?;
        Ok(Area {
            left: at.dst_x,
            top: at.dst_y,
            width: geometry.width,
            height: geometry.height,
        })
    }

    /// Whether anything of it can be seen: it is neither hidden nor minimised.
    pub(super) fn is_viewable(&self, window: Window) -> Result<bool, ReplyError> {
        let attributes = self.x.get_window_attributes(window)?.reply()?;
        Ok(attributes.map_state == MapState::VIEWABLE
            && attributes.class != WindowClass::INPUT_ONLY)
    }

    /// What a window shows, also where others cover it; fails while it is hidden. To be named anew when its size changes.
    pub(super) fn contents(&self, window: Window) -> Result<Pixmap, ReplyError> {
        let pixmap = self
            .x
            .generate_id()
            .map_err(|_| ConnectionError::UnknownError)?;
        // Done already by this program or by the window manager it changes nothing.
        self.x
            .composite_redirect_window(window, Redirect::AUTOMATIC)?
            .check()?;
        self.x
            .composite_name_window_pixmap(window, pixmap)?
            .check()?;
        Ok(pixmap)
    }

    /// What stands in a window's frame; empty when it does not say.
    pub(super) fn title(&self, window: Window) -> String {
        let text = |property, kind| {
            let cookie = self
                .x
                .get_property(false, window, property, kind, 0, TITLE_WORDS);
            let value = cookie.ok()?.reply().ok()?.value;
            (!value.is_empty()).then(|| String::from_utf8_lossy(&value).into_owned())
        };
        text(self.atoms._NET_WM_NAME, self.atoms.UTF8_STRING)
            .or_else(|| text(AtomEnum::WM_NAME.into(), AtomEnum::ANY.into()))
            .unwrap_or_default()
    }

    /// A window that can go at any time shows nothing then.
    fn shows(&self, window: Window) -> bool {
        let large = self
            .window_area(window)
            .is_ok_and(|area| area.width.min(area.height) >= SMALLEST);
        large && self.is_viewable(window).unwrap_or(false) && !self.title(window).is_empty()
    }

    fn pid(&self, window: Window) -> Option<u32> {
        let kind = AtomEnum::CARDINAL;
        let cookie = self
            .x
            .get_property(false, window, self.atoms._NET_WM_PID, kind, 0, 1);
        cookie.ok()?.reply().ok()?.value32()?.next()
    }

    fn ids(&self, of: Window, property: Atom) -> Result<Vec<Window>, ReplyError> {
        let cookie =
            self.x
                .get_property(false, of, property, AtomEnum::WINDOW, 0, MAX_WINDOWS * 4)?;
        let reply = cookie.reply()?;
        Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
    }
}

pub(super) fn failed(why: &(impl std::fmt::Display + ?Sized)) -> MediaError {
    MediaError::device(DeviceKind::Screen, "", Fault::Failed(why.to_string()))
}
