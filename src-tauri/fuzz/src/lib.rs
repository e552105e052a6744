//! Bytes from strangers against everything in adjourn-signal that reads them: a module a target. Each panics where a
//! promise is broken, and says whether anything was read. The tests of adjourn-signal compile this file as well and run
//! every target over its seeds, so that none rots between two runs of the fuzzer.

pub mod control;
pub mod data_packet;
pub mod door;
pub mod invite;
pub mod join_query;
pub mod request;
pub mod response;
pub mod talk;
pub mod token;
pub mod twirp_json;

/// What a target is called, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]) -> bool);

/// Every target.
pub const TARGETS: [Target; 10] = [
    ("control", control::run),
    ("data_packet", data_packet::run),
    ("door", door::run),
    ("invite", invite::run),
    ("join_query", join_query::run),
    ("request", request::run),
    ("response", response::run),
    ("talk", talk::run),
    ("token", token::run),
    ("twirp_json", twirp_json::run),
];
