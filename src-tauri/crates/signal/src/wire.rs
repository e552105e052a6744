//! Protobuf below the level of messages: what prost does not tell or would not keep.

use crate::limits::{self, MAX_FIELDS, MAX_MESSAGE_BYTES, WireError};

/// One field of a message, by the rules of the encoding alone.
pub(crate) struct Field<'a> {
    /// Its number.
    pub number: u32,
    /// Its value.
    pub value: Value<'a>,
    /// Key and value as they came.
    pub raw: &'a [u8],
}

/// The value of a field.
pub(crate) enum Value<'a> {
    /// A number of up to 64 bits.
    Varint(u64),
    /// Four or eight bytes.
    Fixed,
    /// A string, bytes, a message or a packed list.
    Bytes(&'a [u8]),
}

/// The fields of a message, in their order; ends at the first malformed one.
pub(crate) struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Field<'a>, WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = next_field(self.0);
        self.0 = match &field {
            Some((_, rest)) => rest,
            None => &[],
        };
        Some(field.map(|(field, _)| field).ok_or(WireError::Malformed))
    }
}

fn next_field(bytes: &[u8]) -> Option<(Field<'_>, &[u8])> {
    let (key, rest) = varint(bytes)?;
    let number = u32::try_from(key >> 3).ok().filter(|number| *number != 0)?;
    let (value, rest) = match key & 7 {
        0 => {
            let (value, rest) = varint(rest)?;
            (Value::Varint(value), rest)
        }
        1 => (Value::Fixed, rest.get(8..)?),
        2 => {
            let (length, rest) = varint(rest)?;
            let (value, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            (Value::Bytes(value), rest)
        }
        5 => (Value::Fixed, rest.get(4..)?),
        // 3 and 4 are groups, which proto3 does not have.
        _ => return None,
    };
    let raw = &bytes[..bytes.len() - rest.len()];
    Some((Field { number, value, raw }, rest))
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(10) {
        let bits = u64::from(byte & 0x7f);
        // The tenth byte has room for one bit only.
        if index == 9 && bits > 1 {
            return None;
        }
        value |= bits << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a number, unless it is 0, which proto3 does not write.
pub(crate) fn put_number(out: &mut Vec<u8>, number: u32, value: u64) {
    if value != 0 {
        put_varint(out, u64::from(number) << 3);
        put_varint(out, value);
    }
}

/// Appends bytes, also when there are none: an empty message is a value.
pub(crate) fn put_bytes(out: &mut Vec<u8>, number: u32, value: &[u8]) {
    put_varint(out, u64::from(number) << 3 | 2);
    put_varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// Appends a string, unless it is empty, which proto3 does not write.
pub(crate) fn put_text(out: &mut Vec<u8>, number: u32, value: &str) {
    if !value.is_empty() {
        put_bytes(out, number, value.as_bytes());
    }
}

/// Refuses a signal that is too long, or whose message has so many fields that decoding it would take
/// memory out of proportion.
pub(crate) fn check_signal(bytes: &[u8]) -> Result<(), WireError> {
    limits::length(bytes.len(), MAX_MESSAGE_BYTES, "length")?;
    let mut count = 0;
    for field in Fields(bytes) {
        count += 1;
        if let Value::Bytes(message) = field?.value {
            // A token (a string at this level) is no message: what does not parse does not count.
            count += Fields(message).take_while(Result::is_ok).count();
        }
        few_fields(count)?;
    }
    Ok(())
}

/// Refuses a single message that is too long or has too many fields.
pub(crate) fn check_message(bytes: &[u8]) -> Result<(), WireError> {
    limits::length(bytes.len(), MAX_MESSAGE_BYTES, "length")?;
    few_fields(Fields(bytes).take(MAX_FIELDS + 1).count())
}

fn few_fields(count: usize) -> Result<(), WireError> {
    if count > MAX_FIELDS {
        return Err(WireError::TooMany {
            field: "fields",
            count,
            limit: MAX_FIELDS,
        });
    }
    Ok(())
}

/// A moment that is given in milliseconds, by older peers in seconds only; 0 for one before 1970.
pub(crate) fn milliseconds(milliseconds: i64, seconds: i64) -> u64 {
    let value = match milliseconds {
        0 => seconds.saturating_mul(1000),
        value => value,
    };
    u64::try_from(value).unwrap_or(0)
}

/// A moment as protobuf's signed number, the far future cut.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
