//! Chat messages and reactions on the data channels, in every form that people's clients use: LiveKit's `chat_message`,
//! its text streams on the topic `lk.chat`, and our own reactions.

use std::collections::{HashMap, VecDeque};

use adjourn_meeting::{MAX_CHAT_CHARS, MAX_ID_BYTES, ParticipantId, Reaction};
use livekit_protocol::data_stream;
use prost::Message as _;

use crate::data::{ChatMessage, DataPacket, PayloadKind, UserMessage};

/// Topic of the text streams that are chat (LiveKit's components and the SDKs' `sendText`).
const CHAT_TOPIC: &str = "lk.chat";
/// Topic of our reactions.
const REACTION_TOPIC: &str = "adjourn.reaction";
/// Longest text of a chat message, in bytes.
pub const MAX_TALK_BYTES: usize = 4 * MAX_CHAT_CHARS;
/// Longest piece of a text stream that is sent, in bytes (as the SDKs cut theirs).
const PIECE_BYTES: usize = 15_000;
/// Most text streams that are open at once, of one person and of all.
const MAX_OPEN_OF_ONE: usize = 4;
const MAX_OPEN: usize = 64;

/// What a packet says between people.
#[derive(Clone, PartialEq, Eq)]
pub enum Talk {
    /// A whole chat message, as it came.
    Chat {
        /// The writer's name for it.
        id: String,
        /// What it says.
        text: String,
    },
    /// A sign.
    Reaction(Reaction),
}

impl std::fmt::Debug for Talk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chat { text, .. } => write!(f, "Chat({} bytes)", text.len()),
            Self::Reaction(reaction) => write!(f, "{reaction:?}"),
        }
    }
}

/// A piece of a text stream.
#[derive(Clone, PartialEq, Eq)]
pub enum TextPiece {
    /// It begins.
    Header {
        /// Its name.
        id: String,
        /// It is chat, written by a person.
        chat: bool,
        /// How long it will be, in bytes, where that is said.
        total: Option<u64>,
        /// All of it, where it came at once.
        inline: Option<Vec<u8>>,
    },
    /// A part of it.
    Chunk {
        /// Its name.
        id: String,
        /// Counts the parts.
        index: u64,
        /// UTF-8, cut anywhere.
        content: Vec<u8>,
    },
    /// It ends.
    Trailer {
        /// Its name.
        id: String,
        /// It came to its end and was not broken off.
        whole: bool,
    },
}

impl DataPacket {
    /// The piece of a text stream, if it carries one that makes sense.
    pub fn text_piece(&self) -> Option<TextPiece> {
        let fits = |id: &str| (1..=MAX_ID_BYTES).contains(&id.len());
        match self.kind() {
            PayloadKind::StreamHeader => {
                let header = data_stream::Header::decode(self.payload()).ok()?;
                let text = match header.content_header {
                    Some(data_stream::header::ContentHeader::TextHeader(text)) => Some(text),
                    _ => None,
                };
                let created = text.is_some_and(|text| {
                    text.operation_type == data_stream::OperationType::Create as i32
                });
                let plain = header.compression == 0;
                fits(&header.stream_id).then(|| TextPiece::Header {
                    chat: created && plain && header.topic == CHAT_TOPIC,
                    id: header.stream_id,
                    total: header.total_length,
                    inline: header.inline_content,
                })
            }
            PayloadKind::StreamChunk => {
                let chunk = data_stream::Chunk::decode(self.payload()).ok()?;
                fits(&chunk.stream_id).then_some(TextPiece::Chunk {
                    id: chunk.stream_id,
                    index: chunk.chunk_index,
                    content: chunk.content,
                })
            }
            PayloadKind::StreamTrailer => {
                let trailer = data_stream::Trailer::decode(self.payload()).ok()?;
                fits(&trailer.stream_id).then_some(TextPiece::Trailer {
                    id: trailer.stream_id,
                    whole: trailer.reason.is_empty(),
                })
            }
            _ => None,
        }
    }

    /// The reaction, if it carries one.
    pub fn reaction(&self) -> Option<Reaction> {
        let user = self.user()?;
        if user.topic.as_deref() != Some(REACTION_TOPIC) {
            return None;
        }
        Reaction::named(std::str::from_utf8(&user.payload).ok()?)
    }

    /// Whether it is on the topic of the reactions, whatever it carries.
    pub fn is_on_reaction_topic(&self) -> bool {
        self.user()
            .is_some_and(|user| user.topic.as_deref() == Some(REACTION_TOPIC))
    }
}

/// A chat message in every form: `chat_message` for those who read that, and a text stream on `lk.chat` for those who
/// read that. Both carry the same id, by which a client that reads both knows that they are one.
pub fn chat_packets(
    id: &str,
    text: &str,
    to: Option<&ParticipantId>,
    timestamp_ms: i64,
) -> Vec<DataPacket> {
    let message = ChatMessage {
        id: id.into(),
        timestamp_ms,
        message: text.into(),
        ..ChatMessage::default()
    };
    let header = data_stream::Header {
        stream_id: id.into(),
        timestamp: timestamp_ms,
        topic: CHAT_TOPIC.into(),
        mime_type: "text/plain".into(),
        total_length: Some(text.len() as u64),
        content_header: Some(data_stream::header::ContentHeader::TextHeader(
            data_stream::TextHeader::default(),
        )),
        ..Default::default()
    };
    let chunk = |(index, content): (u64, &str)| {
        let chunk = data_stream::Chunk {
            stream_id: id.into(),
            chunk_index: index,
            content: content.into(),
            ..Default::default()
        };
        DataPacket::new(PayloadKind::StreamChunk, chunk.encode_to_vec(), true)
    };
    let trailer = data_stream::Trailer {
        stream_id: id.into(),
        ..Default::default()
    };
    let mut packets = vec![
        DataPacket::from_chat(&message),
        DataPacket::new(PayloadKind::StreamHeader, header.encode_to_vec(), true),
    ];
    packets.extend((0..).zip(pieces(text)).map(chunk));
    packets.push(DataPacket::new(
        PayloadKind::StreamTrailer,
        trailer.encode_to_vec(),
        true,
    ));
    let to: Vec<_> = to.into_iter().cloned().collect();
    packets
        .into_iter()
        .map(|packet| packet.to(to.clone()))
        .collect()
}

/// A reaction for everybody.
pub fn reaction_packet(reaction: Reaction) -> DataPacket {
    let message = UserMessage {
        payload: reaction.name().into(),
        topic: Some(REACTION_TOPIC.into()),
        id: None,
    };
    DataPacket::from_user(&message, true)
}

/// Cuts a text where a character ends.
fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE_BYTES));
        text = rest;
        Some(piece)
    })
}

/// Puts text streams together, and reads everything else that people say. Bounded whatever comes.
#[derive(Default)]
pub struct TalkReader {
    open: HashMap<(ParticipantId, String), Vec<u8>>,
    /// The same, the oldest first.
    order: VecDeque<(ParticipantId, String)>,
}

impl TalkReader {
    /// What a packet says, or completes.
    pub fn read(&mut self, packet: &DataPacket) -> Option<Talk> {
        match packet.kind() {
            PayloadKind::Chat => {
                let chat = packet.chat()?;
                let fits = (1..=MAX_ID_BYTES).contains(&chat.id.len())
                    && !chat.deleted
                    && chat.edited_ms.is_none();
                fits.then_some(Talk::Chat {
                    id: chat.id,
                    text: chat.message,
                })
            }
            PayloadKind::User => packet.reaction().map(Talk::Reaction),
            PayloadKind::StreamHeader | PayloadKind::StreamChunk | PayloadKind::StreamTrailer => {
                self.piece(&packet.sender, packet.text_piece()?)
            }
            _ => None,
        }
    }

    fn piece(&mut self, from: &ParticipantId, piece: TextPiece) -> Option<Talk> {
        match piece {
            TextPiece::Header {
                id,
                chat,
                total,
                inline,
            } => {
                let fits = total.is_none_or(|total| total <= MAX_TALK_BYTES as u64);
                if !chat || !fits {
                    return None;
                }
                match inline {
                    Some(content) => text(id, content),
                    None => {
                        self.open(from, id);
                        None
                    }
                }
            }
            TextPiece::Chunk { id, content, .. } => {
                let key = (from.clone(), id);
                let sofar = self.open.get_mut(&key)?;
                if sofar.len() + content.len() > MAX_TALK_BYTES {
                    self.close(&key);
                    return None;
                }
                sofar.extend_from_slice(&content);
                None
            }
            TextPiece::Trailer { id, whole } => {
                let key = (from.clone(), id);
                let content = self.close(&key)?;
                if whole { text(key.1, content) } else { None }
            }
        }
    }

    fn open(&mut self, from: &ParticipantId, id: String) {
        let key = (from.clone(), id);
        self.close(&key);
        let of_one = |(owner, _): &&(ParticipantId, String)| owner == from;
        let too_many = match self.order.iter().filter(of_one).count() >= MAX_OPEN_OF_ONE {
            true => self.order.iter().find(of_one).cloned(),
            false if self.order.len() >= MAX_OPEN => self.order.front().cloned(),
            false => None,
        };
        if let Some(oldest) = too_many {
            self.close(&oldest);
        }
        self.open.insert(key.clone(), Vec::new());
        self.order.push_back(key);
    }

    fn close(&mut self, key: &(ParticipantId, String)) -> Option<Vec<u8>> {
        let content = self.open.remove(key)?;
        self.order.retain(|open| open != key);
        Some(content)
    }
}

fn text(id: String, content: Vec<u8>) -> Option<Talk> {
    if content.len() > MAX_TALK_BYTES {
        return None;
    }
    let text = String::from_utf8(content).ok()?;
    Some(Talk::Chat { id, text })
}
