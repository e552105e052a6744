//! What the crate promises on the wire. One binary, because each links the whole tree.

mod any;
mod bounds;
mod controls;
mod data;
mod doors;
mod fuzz;
mod garbage;
mod invites;
mod queries;
mod reasons;
mod round_trips;
mod sdk_bytes;
mod services;
mod talk;
mod tokens;

/// Bytes of a vector written as hex.
fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("the vector is hex"))
        .collect()
}
