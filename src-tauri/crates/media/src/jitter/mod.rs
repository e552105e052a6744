//! The jitter buffer: packets in as they come, sound out when it is due. No clock of its own: time is an argument.
//!
//! [`buffer`] orders packets and says what to play next; [`delay`] measures how late packets come; [`playout`] decodes
//! and shortens or lengthens the sound; [`stretch`] is how.
//!
//! A packet of timestamp `t` is due `wait` after the moment at which the fastest packets of the stream would bring it.
//! `wait` follows what the network does: up when a packet comes too late, down slowly.

mod buffer;
mod delay;
mod playout;
mod stretch;

#[cfg(test)]
mod tests;

pub(crate) use buffer::JitterBuffer;
pub(crate) use playout::{PIECE, Playout};
