//! Screens and windows of an X11 display.

mod cursor;
mod display;
mod grab;
mod list;
mod source;

pub(super) use list::list;
pub(super) use source::open;
