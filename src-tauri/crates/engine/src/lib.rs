//! One participant: joins any server of this protocol, publishes, subscribes, leaves and ends.
//!
//! [`Engine`] is a cheap handle to one task that owns everything: the session (what should be), the devices and
//! the connection (what is). Calls are orders and return at once; what became of them is told by
//! [`MeetingEvent`](adjourn_meeting::MeetingEvent)s. One thing does not wait for that task: [`Engine::cut`],
//! [`Engine::leave`] and [`Engine::end_for_all`] stop all outgoing media before they return.
#![warn(missing_docs)]

mod attendance;
mod config;
mod connection;
mod devices;
mod digest;
mod driver;
mod engine;
mod error;
mod gate;
mod kept;
mod late_end;
mod local;
mod other_server;
mod outlets;
mod pending;
mod rtp;
mod stats;
mod summary;
mod talk;
mod transport;

pub use config::{
    ClientInfo, DataMessage, EngineConfig, Target, VideoCodec, VideoFrame, VideoSink, ViewTile,
    own_picture,
};
pub use connection::Seat;
pub use engine::{Engine, end_from_outside, look_up};
pub use error::JoinError;
pub use late_end::{LateEnd, LateEndOutcome};
pub use local::{LocalDevice, LocalMedia, PictureMode, Problem};
pub use other_server::OtherServer;
pub use stats::{LinkStats, ParticipantStats, Stats};
pub use summary::{Attendee, Summary};
