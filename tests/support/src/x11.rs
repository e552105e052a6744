//! What a person does to a window without its page having a part in it: a key that is pressed anywhere, and the
//! button that closes it.

use std::thread;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::{Screen, patience};

/// `XK_Control_L`, `XK_Shift_L`: with a letter's own code they are the keys of a shortcut.
pub const CONTROL: u32 = 0xffe3;
/// See [`CONTROL`].
pub const SHIFT: u32 = 0xffe1;

/// Core event types KeyPress and KeyRelease.
const PRESS: u8 = 2;
const RELEASE: u8 = 3;

impl Screen {
    /// Presses keys together, the modifiers first; given as X keysyms, which for letters are their Latin-1 codes.
    pub fn press(&self, keys: &[u32]) {
        let (x, root) = self.connect();
        let keyboard = x.setup();
        let (first, last) = (keyboard.min_keycode, keyboard.max_keycode);
        let mapping = x
            .get_keyboard_mapping(first, last - first + 1)
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .expect("the display has a keyboard");
        let per_key = usize::from(mapping.keysyms_per_keycode);
        let code = |key: &u32| {
            let at = mapping
                .keysyms
                .chunks(per_key)
                .position(|symbols| symbols.contains(key));
            first
                + u8::try_from(at.expect("the keyboard has this key")).expect("a keycode is a byte")
        };
        let down = keys.iter().map(|key| (PRESS, code(key)));
        let up = keys.iter().rev().map(|key| (RELEASE, code(key)));
        for (kind, code) in down.chain(up) {
            x.xtest_fake_input(kind, code, 0, root, 0, 0, 0)
                .expect("Xvfb has XTEST");
        }
        x.sync().expect("the display answers");
    }

    /// Asks the window called `title` to close, as the button in its frame does.
    pub fn close_window(&self, title: &str) {
        let (x, root) = self.connect();
        let atom = |name: &str| {
            let cookie = x
                .intern_atom(false, name.as_bytes())
                .expect("the display answers");
            cookie.reply().expect("the display answers").atom
        };
        let (protocols, delete) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
        let until = Instant::now() + patience(10);
        let window = loop {
            if let Some(window) = find(&x, root, title) {
                break window;
            }
            assert!(Instant::now() < until, "no window is called {title}");
            thread::sleep(Duration::from_millis(50));
        };
        let message = ClientMessageEvent::new(
            32,
            window,
            protocols,
            [delete, x11rb::CURRENT_TIME, 0, 0, 0],
        );
        x.send_event(false, window, EventMask::NO_EVENT, message)
            .expect("the display answers");
        x.sync().expect("the display answers");
    }

    /// Takes the window called `title` off the screen, which without a window manager is to minimise it; its number.
    pub fn minimize_window(&self, title: &str) -> u32 {
        let (x, root) = self.connect();
        let window = find(&x, root, title).expect("the window is to be seen");
        x.unmap_window(window).expect("the display answers");
        x.sync().expect("the display answers");
        window
    }

    /// Puts a minimised window back.
    pub fn restore_window(&self, window: u32) {
        let (x, _) = self.connect();
        x.map_window(window).expect("the display answers");
        x.sync().expect("the display answers");
    }

    /// Waits until a window called `title` is to be seen, or not.
    pub fn awaits_window(&self, title: &str, there: bool) {
        let until = Instant::now() + patience(40);
        while self.has_window(title) != there {
            assert!(
                Instant::now() < until,
                "the window {title} there: not {there}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until what the window called `title` shows moves.
    pub fn awaits_movement(&self, title: &str) {
        let (x, root) = self.connect();
        let until = Instant::now() + patience(60);
        let mut seen: Vec<Vec<u8>> = Vec::new();
        while seen.len() < 4 {
            assert!(
                Instant::now() < until,
                "the window {title} shows {} pictures",
                seen.len()
            );
            thread::sleep(Duration::from_millis(100));
            let shown = find(&x, root, title).and_then(|window| pixels(&x, window));
            seen.extend(shown.filter(|shown| !seen.contains(shown)));
        }
    }

    /// Whether a window called `title` is to be seen.
    pub fn has_window(&self, title: &str) -> bool {
        let (x, root) = self.connect();
        find(&x, root, title).is_some()
    }

    fn connect(&self) -> (RustConnection, Window) {
        let (x, screen) = x11rb::connect(Some(self.display())).expect("the display lets us in");
        let root = x.setup().roots[screen].root;
        (x, root)
    }
}

fn pixels(x: &RustConnection, window: Window) -> Option<Vec<u8>> {
    let size = x.get_geometry(window).ok()?.reply().ok()?;
    let image = x.get_image(
        ImageFormat::Z_PIXMAP,
        window,
        0,
        0,
        size.width,
        size.height,
        !0,
    );
    Some(image.ok()?.reply().ok()?.data)
}

/// A window to be seen, by its name or by the end of it, which is the program's.
fn find(x: &RustConnection, root: Window, title: &str) -> Option<Window> {
    let tree = x.query_tree(root).ok()?.reply().ok()?;
    tree.children.into_iter().find(|window| {
        let seen = x
            .get_window_attributes(*window)
            .ok()
            .and_then(|cookie| cookie.reply().ok());
        let name = x
            .get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64)
            .ok()
            .and_then(|cookie| cookie.reply().ok());
        seen.is_some_and(|seen| seen.map_state == MapState::VIEWABLE)
            && name.is_some_and(|name| {
                name.value == title.as_bytes()
                    || name.value.ends_with(format!(" - {title}").as_bytes())
            })
    })
}

/// Waits for the display to have taken everything.
trait Synced {
    fn sync(&self) -> Result<(), x11rb::errors::ReplyError>;
}

impl Synced for RustConnection {
    fn sync(&self) -> Result<(), x11rb::errors::ReplyError> {
        self.get_input_focus()?.reply().map(|_| ())
    }
}
