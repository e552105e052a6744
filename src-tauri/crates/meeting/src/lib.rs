//! The pure core of a meeting: [`room`] is the truth, [`session`] one person's view of it.
//!
//! Feed one input, then take outputs until there are none. Outputs are values; performing them is the
//! driver's job. Time is an argument. `Ended` comes at most once, and nothing comes after it. Media
//! packets never pass through a machine: it only says start, stop, publish, subscribe.
#![warn(missing_docs)]

mod bucket;
mod chat;
mod end;
mod error_code;
mod event;
mod house;
mod ids;
mod note;
mod participant;
mod plain;
mod reconnect;
pub mod room;
mod roster;
pub mod session;
mod speakers;

pub use bucket::Bucket;
pub use chat::{ChatMessage, MAX_CHAT_CHARS, Quality, Reaction, TALK_RATE, clean_text};
pub use end::{EndReason, Reason, ReasonCode};
pub use error_code::ErrorCode;
pub use event::{DeviceState, EntryResponse, MeetingEvent, MeetingState};
pub use house::{AwayRule, EndProgress, FarewellText};
pub use ids::{
    MAX_ID_BYTES, MeetingId, ParticipantId, ParticipantSid, Secret, TrackId, random_hex,
};
pub use note::{EndNote, MAX_NOTE_CHARS};
pub use participant::{MAX_NAME_CHARS, Participant, Role, StreamKind, clean_name};
pub use speakers::{SPEAKER_INTERVAL, Speaker};
