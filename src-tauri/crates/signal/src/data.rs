//! What travels on the data channels. A packet is taken apart only as far as forwarding needs, so that a
//! kind of payload added to the protocol later passes a server of ours unharmed.

use std::fmt;

use adjourn_meeting::{ParticipantId, ParticipantSid};
use livekit_protocol as proto;
use prost::Message as _;

use crate::debug::debug_only;
use crate::limits::{self, MAX_DATA_BYTES, MAX_FIELDS, MAX_PARTICIPANTS, WireError};
use crate::wire::{self, Fields, Value};

/// Field numbers of LiveKit's `DataPacket`.
mod field {
    pub const KIND: u32 = 1;
    pub const USER: u32 = 2;
    pub const IDENTITY: u32 = 4;
    pub const DESTINATIONS: u32 = 5;
    pub const CHAT: u32 = 9;
    pub const SEQUENCE: u32 = 16;
    pub const SID: u32 = 17;
}

/// Field numbers of LiveKit's `UserPacket` that repeat, deprecated, what the packet around it says.
mod user_field {
    pub const SID: u32 = 1;
    pub const DESTINATION_SIDS: u32 = 3;
    pub const IDENTITY: u32 = 5;
    pub const DESTINATIONS: u32 = 6;
}

/// What a packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayloadKind {
    /// Bytes of the application; [`DataPacket::user`].
    User,
    /// Levels of the speakers, which only servers of long ago sent; not to be forwarded for a client.
    Speaker,
    /// A telephone key.
    SipDtmf,
    /// Words of a speech recogniser.
    Transcription,
    /// Measurements of a client.
    Metrics,
    /// A chat message; [`DataPacket::chat`].
    Chat,
    /// A call of a method of another participant.
    RpcRequest,
    /// The call has arrived.
    RpcAck,
    /// The call's result.
    RpcResponse,
    /// A text or file begins.
    StreamHeader,
    /// A piece of it.
    StreamChunk,
    /// It ends.
    StreamTrailer,
    /// Encrypted between the participants.
    Encrypted,
    /// None of these, or nothing.
    Unknown,
}

/// One packet of a data channel.
#[derive(Clone, PartialEq, Eq)]
pub struct DataPacket {
    /// On which of the two channels it travels.
    pub reliable: bool,
    /// Who sent it. A server sets it; what a client says of itself is not to be believed.
    pub sender: ParticipantId,
    /// The sender's session. A server sets it.
    pub sender_sid: ParticipantSid,
    /// For whom it is; see [`DataPacket::is_for`].
    pub destinations: Vec<ParticipantId>,
    /// For whom it is, by session: how SDKs of long ago said it.
    pub destination_sids: Vec<ParticipantSid>,
    /// Rises by one with every reliable packet of a sender; 0 when it does not count.
    pub sequence: u32,
    kind: PayloadKind,
    payload: Vec<u8>,
    /// Fields we do not know, as they came.
    unknown: Vec<u8>,
}

/// Bytes of the application.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UserMessage {
    /// The bytes.
    pub payload: Vec<u8>,
    /// What they are about.
    pub topic: Option<String>,
    /// Unique.
    pub id: Option<String>,
}

debug_only!(UserMessage {});

/// A chat message.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ChatMessage {
    /// Unique.
    pub id: String,
    /// When it was written, in Unix milliseconds.
    pub timestamp_ms: i64,
    /// When it was changed, in Unix milliseconds.
    pub edited_ms: Option<i64>,
    /// What it says.
    pub message: String,
    /// It is taken back.
    pub deleted: bool,
    /// A machine wrote down what the sender spoke.
    pub generated: bool,
}

debug_only!(ChatMessage { timestamp_ms });

impl PayloadKind {
    fn from_field(number: u32) -> Option<Self> {
        Some(match number {
            field::USER => Self::User,
            3 => Self::Speaker,
            6 => Self::SipDtmf,
            7 => Self::Transcription,
            8 => Self::Metrics,
            field::CHAT => Self::Chat,
            10 => Self::RpcRequest,
            11 => Self::RpcAck,
            12 => Self::RpcResponse,
            13 => Self::StreamHeader,
            14 => Self::StreamChunk,
            15 => Self::StreamTrailer,
            18 => Self::Encrypted,
            _ => return None,
        })
    }

    fn field(self) -> Option<u32> {
        Some(match self {
            Self::User => field::USER,
            Self::Speaker => 3,
            Self::SipDtmf => 6,
            Self::Transcription => 7,
            Self::Metrics => 8,
            Self::Chat => field::CHAT,
            Self::RpcRequest => 10,
            Self::RpcAck => 11,
            Self::RpcResponse => 12,
            Self::StreamHeader => 13,
            Self::StreamChunk => 14,
            Self::StreamTrailer => 15,
            Self::Encrypted => 18,
            Self::Unknown => return None,
        })
    }
}

impl DataPacket {
    /// A packet of the application for everybody.
    pub fn from_user(message: &UserMessage, reliable: bool) -> Self {
        let payload = proto::UserPacket {
            payload: message.payload.clone(),
            topic: message.topic.clone(),
            id: message.id.clone(),
            ..Default::default()
        };
        Self::new(PayloadKind::User, payload.encode_to_vec(), reliable)
    }

    /// A chat message for everybody.
    pub fn from_chat(message: &ChatMessage) -> Self {
        let payload = proto::ChatMessage {
            id: message.id.clone(),
            timestamp: message.timestamp_ms,
            edit_timestamp: message.edited_ms,
            message: message.message.clone(),
            deleted: message.deleted,
            generated: message.generated,
        };
        Self::new(PayloadKind::Chat, payload.encode_to_vec(), true)
    }

    /// The same for these alone.
    pub fn to(mut self, destinations: Vec<ParticipantId>) -> Self {
        self.destinations = destinations;
        self
    }

    /// Whether it names whom it is for.
    pub fn is_private(&self) -> bool {
        !(self.destinations.is_empty() && self.destination_sids.is_empty())
    }

    pub(crate) fn payload(&self) -> &[u8] {
        &self.payload
    }

    pub(crate) fn new(kind: PayloadKind, payload: Vec<u8>, reliable: bool) -> Self {
        Self {
            reliable,
            sender: ParticipantId::new(""),
            sender_sid: ParticipantSid::new(""),
            destinations: Vec::new(),
            destination_sids: Vec::new(),
            sequence: 0,
            kind,
            payload,
            unknown: Vec::new(),
        }
    }

    /// What it carries.
    pub fn kind(&self) -> PayloadKind {
        self.kind
    }

    /// The bytes of the application, if it carries any.
    pub fn user(&self) -> Option<UserMessage> {
        if self.kind != PayloadKind::User {
            return None;
        }
        let user = proto::UserPacket::decode(self.payload.as_slice()).ok()?;
        Some(UserMessage {
            payload: user.payload,
            topic: user.topic,
            id: user.id,
        })
    }

    /// The chat message, if it carries one.
    pub fn chat(&self) -> Option<ChatMessage> {
        if self.kind != PayloadKind::Chat {
            return None;
        }
        let chat = proto::ChatMessage::decode(self.payload.as_slice()).ok()?;
        Some(ChatMessage {
            id: chat.id,
            timestamp_ms: chat.timestamp,
            edited_ms: chat.edit_timestamp,
            message: chat.message,
            deleted: chat.deleted,
            generated: chat.generated,
        })
    }

    /// Whether it is for this participant: for everybody unless it names its destinations.
    pub fn is_for(&self, identity: &ParticipantId, sid: &ParticipantSid) -> bool {
        !self.is_private()
            || self.destinations.contains(identity)
            || self.destination_sids.contains(sid)
    }

    /// Reads a `DataPacket`.
    ///
    /// # Errors
    /// Not protobuf, or beyond a bound.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        limits::length(bytes.len(), MAX_DATA_BYTES, "length")?;
        let mut packet = Self::new(PayloadKind::Unknown, Vec::new(), true);
        for (count, field) in Fields(bytes).enumerate() {
            let field = field?;
            if count >= MAX_FIELDS {
                return Err(too_many("fields", count));
            }
            match (field.number, field.value) {
                // Any other kind than lossy is reliable, as prost's default for an unknown one.
                (field::KIND, Value::Varint(kind)) => packet.reliable = kind != 1,
                (field::SEQUENCE, Value::Varint(sequence)) => packet.sequence = sequence as u32,
                (field::IDENTITY, Value::Bytes(id)) => {
                    packet.sender = ParticipantId::new(text(id, "identity")?);
                }
                (field::SID, Value::Bytes(id)) => {
                    packet.sender_sid = ParticipantSid::new(text(id, "participant sid")?);
                }
                (field::DESTINATIONS, Value::Bytes(id)) => {
                    push(
                        &mut packet.destinations,
                        ParticipantId::new(text(id, "identity")?),
                    )?;
                }
                (
                    field::KIND
                    | field::SEQUENCE
                    | field::IDENTITY
                    | field::SID
                    | field::DESTINATIONS,
                    _,
                ) => return Err(WireError::Malformed),
                (number, value) => match (PayloadKind::from_field(number), value) {
                    (Some(kind), Value::Bytes(payload)) => packet.take_payload(kind, payload),
                    (Some(_), _) => return Err(WireError::Malformed),
                    (None, _) => packet.unknown.extend_from_slice(field.raw),
                },
            }
        }
        if packet.kind == PayloadKind::User {
            packet.unpack_user()?;
        }
        Ok(packet)
    }

    /// As a `DataPacket`.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.payload.len() + self.unknown.len() + 128);
        wire::put_number(&mut out, field::KIND, u64::from(!self.reliable));
        if let Some(number) = self.kind.field() {
            match self.kind {
                PayloadKind::User => wire::put_bytes(&mut out, number, &self.user_payload()),
                _ => wire::put_bytes(&mut out, number, &self.payload),
            }
        }
        wire::put_text(&mut out, field::IDENTITY, self.sender.as_str());
        for destination in &self.destinations {
            wire::put_bytes(
                &mut out,
                field::DESTINATIONS,
                destination.as_str().as_bytes(),
            );
        }
        wire::put_number(&mut out, field::SEQUENCE, u64::from(self.sequence));
        wire::put_text(&mut out, field::SID, self.sender_sid.as_str());
        out.extend_from_slice(&self.unknown);
        out
    }

    /// Protobuf's rules for a oneof: the last kind counts, and messages of one kind merge, which is their
    /// concatenation.
    fn take_payload(&mut self, kind: PayloadKind, payload: &[u8]) {
        if self.kind != kind {
            self.kind = kind;
            self.payload.clear();
        }
        self.payload.extend_from_slice(payload);
    }

    /// Takes sender and destinations out of the user packet. The packet around it counts where both say
    /// something; a sender that only the inner one names is as little to be believed as the outer.
    fn unpack_user(&mut self) -> Result<(), WireError> {
        let mut kept = Vec::with_capacity(self.payload.len());
        let mut destinations = Vec::new();
        for (count, field) in Fields(&self.payload).enumerate() {
            let field = field?;
            if count >= MAX_FIELDS {
                return Err(too_many("fields", count));
            }
            match (field.number, field.value) {
                (user_field::SID | user_field::IDENTITY, _) => {}
                (user_field::DESTINATIONS, Value::Bytes(id)) => {
                    push(&mut destinations, ParticipantId::new(text(id, "identity")?))?;
                }
                (user_field::DESTINATION_SIDS, Value::Bytes(id)) => push(
                    &mut self.destination_sids,
                    ParticipantSid::new(text(id, "participant sid")?),
                )?,
                (user_field::DESTINATIONS | user_field::DESTINATION_SIDS, _) => {
                    return Err(WireError::Malformed);
                }
                _ => kept.extend_from_slice(field.raw),
            }
        }
        if self.destinations.is_empty() {
            self.destinations = destinations;
        }
        self.payload = kept;
        Ok(())
    }

    /// The user packet with sender and destinations for SDKs that read them there.
    fn user_payload(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.payload.len() + 128);
        out.extend_from_slice(&self.payload);
        wire::put_text(&mut out, user_field::SID, self.sender_sid.as_str());
        for sid in &self.destination_sids {
            wire::put_bytes(
                &mut out,
                user_field::DESTINATION_SIDS,
                sid.as_str().as_bytes(),
            );
        }
        wire::put_text(&mut out, user_field::IDENTITY, self.sender.as_str());
        for destination in &self.destinations {
            wire::put_bytes(
                &mut out,
                user_field::DESTINATIONS,
                destination.as_str().as_bytes(),
            );
        }
        out
    }
}

impl fmt::Debug for DataPacket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataPacket")
            .field("kind", &self.kind)
            .field("reliable", &self.reliable)
            .field("sender", &self.sender)
            .field("sequence", &self.sequence)
            .field("bytes", &self.payload.len())
            .finish_non_exhaustive()
    }
}

fn text(bytes: &[u8], field: &'static str) -> Result<String, WireError> {
    let text = std::str::from_utf8(bytes).map_err(|_| WireError::Malformed)?;
    limits::id(text.into(), field)
}

fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), WireError> {
    if list.len() >= MAX_PARTICIPANTS {
        return Err(too_many("destinations", list.len() + 1));
    }
    list.push(item);
    Ok(())
}

fn too_many(field: &'static str, count: usize) -> WireError {
    let limit = match field {
        "destinations" => MAX_PARTICIPANTS,
        _ => MAX_FIELDS,
    };
    WireError::TooMany {
        field,
        count,
        limit,
    }
}
