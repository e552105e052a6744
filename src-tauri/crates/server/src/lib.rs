//! The room server: one TCP port for signalling, join door and RoomService, one UDP port for all media.
//!
//! [`Server::start`] opens it, [`Server::open_meeting`] makes a meeting with an invite, and
//! [`Server::shutdown`] tells everybody, flushes, closes every socket and joins every task. Dropping the
//! handle does the same without waiting. Each room has one task that owns the pure
//! [`adjourn_meeting::room::Room`] and the transports of everybody in it: others ask it by message.
#![warn(missing_docs)]

mod absent;
mod clock;
mod config;
mod control;
mod door;
mod driver;
mod elsewhere;
mod ended;
mod forward;
mod hub;
mod kept;
mod limits;
mod listen;
mod rtc;
mod server;
mod socket;
mod state;
mod tls;
mod transport;
mod twirp;
mod udp;

pub use adjourn_signal::ApiKey;
pub use clock::WallClock;
pub use config::{ServerConfig, ServerError};
pub use elsewhere::Elsewhere;
pub use server::{HostedMeeting, MeetingOptions, Server};
