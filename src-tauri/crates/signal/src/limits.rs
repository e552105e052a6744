//! How much of anything is taken from the network, and the error of everything beyond it.

use adjourn_meeting::MAX_ID_BYTES;

/// Longest signalling message, in bytes. The longest is the join of a full room: 100 people with 4 KiB of their own data,
/// 600 tracks of up to 0.6 KiB, and 64 KiB each of the room's metadata and of what only a host is told.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;
/// Longest session description, in bytes. Our server's offer of 100 microphones and cameras is 222 KB (1.3 KB for a
/// picture, 0.9 KB for a sound), and it offers 384 sections at most.
pub const MAX_SDP_BYTES: usize = 512 * 1024;
/// Longest packet of a data channel, in bytes: what Chromium accepts, and far above the 15 KiB that
/// LiveKit's SDKs send.
pub const MAX_DATA_BYTES: usize = 256 * 1024;
/// Most tracks in one message, and most ids in one list.
pub const MAX_TRACKS: usize = 512;
/// Longest metadata of a room or a participant, in bytes (LiveKit's own default limit).
pub const MAX_METADATA_BYTES: usize = 64 * 1024;
/// Most bytes in all keys and values of a participant's attributes together (LiveKit's own default limit).
pub const MAX_ATTRIBUTES_BYTES: usize = 64 * 1024;

/// Most keys in one set of attributes.
pub(crate) const MAX_ATTRIBUTES: usize = 256;
/// Longest display name, track name, codec or other short text, in bytes. Names for people are cut to 80
/// characters afterwards by [`adjourn_meeting::clean_name`]; a character is at most four bytes.
pub(crate) const MAX_TEXT_BYTES: usize = 1024;
/// Longest ICE candidate, in bytes; a long one with extensions is about 300.
pub(crate) const MAX_CANDIDATE_BYTES: usize = 4096;
/// Most people in one message.
pub(crate) const MAX_PARTICIPANTS: usize = 1024;
/// Most small things (layers, codecs, servers, sources) in one list.
pub(crate) const MAX_SMALL: usize = 32;
/// Most fields directly inside the message of a signal. Checked before anything is allocated for them: an
/// empty repeated field takes 2 bytes on the wire and about 400 in memory.
pub(crate) const MAX_FIELDS: usize = 2048;

/// Why bytes from the network were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// They are no such message.
    #[error("the message is not valid protobuf")]
    Malformed,
    /// A part is longer than it may be.
    #[error("the message's {field} is {bytes} bytes long, and {limit} is the most that is taken")]
    TooLong {
        /// Which part.
        field: &'static str,
        /// How long it is, in bytes.
        bytes: usize,
        /// How long it may be, in bytes.
        limit: usize,
    },
    /// A list has more members than it may have.
    #[error("the message has {count} {field}, and {limit} is the most that is taken")]
    TooMany {
        /// Which list.
        field: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A part that gives the message its meaning is not there.
    #[error("the message has no {field}")]
    Missing {
        /// Which part.
        field: &'static str,
    },
}

/// `text` if it is at most `limit` bytes long.
pub(crate) fn text(text: String, limit: usize, field: &'static str) -> Result<String, WireError> {
    length(text.len(), limit, field)?;
    Ok(text)
}

/// `id` if it is short enough to be one.
pub(crate) fn id(id: String, field: &'static str) -> Result<String, WireError> {
    text(id, MAX_ID_BYTES, field)
}

/// Refuses a length in bytes above `limit`.
pub(crate) fn length(bytes: usize, limit: usize, field: &'static str) -> Result<(), WireError> {
    if bytes > limit {
        return Err(WireError::TooLong {
            field,
            bytes,
            limit,
        });
    }
    Ok(())
}

/// Takes every member of a list of at most `limit` through `convert`.
pub(crate) fn list<T, U>(
    items: Vec<T>,
    limit: usize,
    field: &'static str,
    convert: impl FnMut(T) -> Result<U, WireError>,
) -> Result<Vec<U>, WireError> {
    if items.len() > limit {
        return Err(WireError::TooMany {
            field,
            count: items.len(),
            limit,
        });
    }
    items.into_iter().map(convert).collect()
}
