//! Orders of a script on stdin, one JSON object a line: `{"do":"mute","identity":null,"kind":"audio"}`. The verbs
//! are the window's; those of a host carry the fields of their control request.

use std::{
    io::{self, BufRead, BufReader, Read},
    thread,
};

use adjourn_engine::ViewTile;
use adjourn_media::ScreenSource;
use adjourn_meeting::{EndNote, FarewellText, ParticipantId, Reaction};
use adjourn_signal::control::ControlRequest;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::mpsc;

/// Longest line in bytes; a longer one is refused.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// How many orders may wait to be carried out; the script's pipe holds the others.
const QUEUE: usize = 64;

/// One order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Go.
    Leave,
    /// End the meeting for everyone.
    End {
        /// What everybody reads.
        note: Option<EndNote>,
    },
    /// Stop all outgoing media.
    Cut,
    /// Take that back.
    Stay,
    /// Microphone on or off.
    Microphone(bool),
    /// Camera on or off.
    Camera(bool),
    /// Share this screen; none stops it.
    Share(Option<ScreenSource>),
    /// Said to those still there when the bot has gone.
    Farewell(FarewellText),
    /// Write to everybody, or to one alone.
    Chat {
        /// What.
        text: String,
        /// To whom.
        to: Option<ParticipantId>,
    },
    /// Give a sign.
    React(Reaction),
    /// Hand up or down.
    Hand(bool),
    /// Ask for these pictures alone.
    View(Vec<ViewTile>),
    /// What a host asks of its server.
    Control(ControlRequest),
}

/// A line that is no order. It has changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Not JSON, not an object, or without a verb.
    #[error("An order is a JSON object on one line, for example {{\"do\":\"leave\"}}.")]
    NotAnOrder,
    /// Longer than any order.
    #[error("This line is too long for an order.")]
    TooLong,
    /// No such verb.
    #[error("There is no order called “{0}”.")]
    Unknown(String),
    /// The verb is there, its fields are not.
    #[error("The fields of “{0}” are missing or out of bounds.")]
    Fields(String),
}

/// Reads stdin to its end, from a thread of its own that nobody waits for. The end of stdin is no order.
pub fn read_stdin() -> mpsc::Receiver<Result<Order, OrderError>> {
    let (sender, orders) = mpsc::channel(QUEUE);
    thread::spawn(move || {
        // Nobody takes orders any more, or stdin cannot be read: either way there is nothing left to do.
        let _ = read(BufReader::new(io::stdin()), |order| {
            sender.blocking_send(order).is_ok()
        });
    });
    orders
}

/// Hands every line on until `take` has enough. Empty lines are none.
fn read(
    mut lines: impl BufRead,
    mut take: impl FnMut(Result<Order, OrderError>) -> bool,
) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let limit = MAX_LINE_BYTES as u64 + 1;
        if lines.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let order = if line.len() > MAX_LINE_BYTES && !line.ends_with(b"\n") {
            lines.skip_until(b'\n')?;
            Err(OrderError::TooLong)
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            parse(&line)
        };
        if !take(order) {
            return Ok(());
        }
    }
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

#[derive(Deserialize)]
struct Share {
    source: Option<String>,
}

#[derive(Deserialize)]
struct End {
    #[serde(default, deserialize_with = "EndNote::read")]
    note: Option<EndNote>,
}

#[derive(Deserialize)]
struct Farewell {
    text: FarewellText,
}

#[derive(Deserialize)]
struct Chat {
    text: String,
    #[serde(default)]
    to: Option<ParticipantId>,
}

#[derive(Deserialize)]
struct React {
    reaction: Reaction,
}

#[derive(Deserialize)]
struct View {
    tiles: Vec<ViewTile>,
}

fn parse(line: &[u8]) -> Result<Order, OrderError> {
    let mut fields: Map<String, Value> =
        serde_json::from_slice(line).map_err(|_| OrderError::NotAnOrder)?;
    let Some(Value::String(verb)) = fields.remove("do") else {
        return Err(OrderError::NotAnOrder);
    };
    let method = match verb.as_str() {
        "leave" => return Ok(Order::Leave),
        "end" => return with(verb, fields, |e: End| Order::End { note: e.note }),
        "cut" => return Ok(Order::Cut),
        "stay" => return Ok(Order::Stay),
        "microphone" => return with(verb, fields, |s: Switch| Order::Microphone(s.on)),
        "camera" => return with(verb, fields, |s: Switch| Order::Camera(s.on)),
        "share" => return share(verb, fields),
        "farewell" => return with(verb, fields, |f: Farewell| Order::Farewell(f.text)),
        "chat" => {
            return with(verb, fields, |c: Chat| Order::Chat {
                text: c.text,
                to: c.to,
            });
        }
        "react" => return with(verb, fields, |r: React| Order::React(r.reaction)),
        "hand" => return with(verb, fields, |s: Switch| Order::Hand(s.on)),
        "view" => return with(verb, fields, |v: View| Order::View(v.tiles)),
        "lower-hand" => "LowerHand",
        "admit" => "Admit",
        "deny" => "Deny",
        "admit-all" => "AdmitAll",
        "set-lobby" => "SetLobby",
        "lock" => "Lock",
        "mute" => "Mute",
        "ask" => "Ask",
        "set-role" => "SetRole",
        "remove" => "Remove",
        "announce-end" => "AnnounceEnd",
        "cancel-end" => "CancelEnd",
        _ => return Err(OrderError::Unknown(verb.chars().take(40).collect())),
    };
    let body = Value::Object(fields).to_string();
    ControlRequest::decode(method, body.as_bytes())
        .map(Order::Control)
        .map_err(|_| OrderError::Fields(verb))
}

/// What to share, in the words of the command line.
fn share(verb: String, fields: Map<String, Value>) -> Result<Order, OrderError> {
    let source = with(verb.clone(), fields, |share: Share| share.source)?;
    let source = source.map(|words| words.parse()).transpose();
    source
        .map(Order::Share)
        .map_err(|_| OrderError::Fields(verb))
}

fn with<O, T: serde::de::DeserializeOwned>(
    verb: String,
    fields: Map<String, Value>,
    order: impl FnOnce(T) -> O,
) -> Result<O, OrderError> {
    serde_json::from_value(Value::Object(fields))
        .map(order)
        .map_err(|_| OrderError::Fields(verb))
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::{ParticipantId, Role, StreamKind};

    use super::*;

    fn orders(stdin: &[u8]) -> Vec<Result<Order, OrderError>> {
        let mut orders = Vec::new();
        read(stdin, |order| {
            orders.push(order);
            true
        })
        .expect("memory can be read");
        orders
    }

    #[test]
    fn every_documented_order_is_understood() {
        let id = || ParticipantId::new("g-1");
        for (line, order) in [
            (r#"{"do":"leave"}"#, Order::Leave),
            (r#"{"do":"end"}"#, Order::End { note: None }),
            (
                r#"{"do":"end","note":" Thank you\n"}"#,
                Order::End {
                    note: EndNote::new("Thank you"),
                },
            ),
            (r#"{"do":"cut"}"#, Order::Cut),
            (r#"{"do":"stay"}"#, Order::Stay),
            (
                r#"{"do":"microphone","on":false}"#,
                Order::Microphone(false),
            ),
            (r#"{"do":"camera","on":true}"#, Order::Camera(true)),
            (
                r#"{"do":"share","source":"test-card"}"#,
                Order::Share(Some(ScreenSource::TestCard)),
            ),
            (r#"{"do":"share","source":null}"#, Order::Share(None)),
            (
                r#"{"do":"farewell","text":"back-in-5"}"#,
                Order::Farewell(FarewellText::BackIn5),
            ),
            (
                r#"{"do":"chat","text":"Hello"}"#,
                Order::Chat {
                    text: "Hello".into(),
                    to: None,
                },
            ),
            (
                r#"{"do":"chat","text":"Psst","to":"g-1"}"#,
                Order::Chat {
                    text: "Psst".into(),
                    to: Some(id()),
                },
            ),
            (
                r#"{"do":"react","reaction":"thumbs-up"}"#,
                Order::React(Reaction::ThumbsUp),
            ),
            (r#"{"do":"hand","on":true}"#, Order::Hand(true)),
            (
                r#"{"do":"view","tiles":[{"participantId":"g-1","kind":"video","width":320,"height":180}]}"#,
                Order::View(vec![ViewTile {
                    participant_id: id(),
                    kind: StreamKind::Video,
                    width: 320,
                    height: 180,
                }]),
            ),
            (
                r#"{"do":"lower-hand","identity":"g-1"}"#,
                Order::Control(ControlRequest::LowerHand { identity: id() }),
            ),
            (
                r#"{"do":"admit","id":"g-1"}"#,
                Order::Control(ControlRequest::Admit { id: id() }),
            ),
            (
                r#"{"do":"deny","id":"g-1"}"#,
                Order::Control(ControlRequest::Deny { id: id() }),
            ),
            (
                r#"{"do":"admit-all"}"#,
                Order::Control(ControlRequest::AdmitAll {}),
            ),
            (
                r#"{"do":"set-lobby","on":true}"#,
                Order::Control(ControlRequest::SetLobby { on: true }),
            ),
            (
                r#"{"do":"lock","on":true}"#,
                Order::Control(ControlRequest::Lock { on: true }),
            ),
            (
                r#"{"do":"mute","identity":null,"kind":"audio"}"#,
                Order::Control(ControlRequest::Mute {
                    identity: None,
                    kind: StreamKind::Audio,
                }),
            ),
            (
                r#"{"do":"ask","identity":"g-1","kind":"video"}"#,
                Order::Control(ControlRequest::Ask {
                    identity: id(),
                    kind: StreamKind::Video,
                }),
            ),
            (
                r#"{"do":"set-role","identity":"g-1","role":"co-host"}"#,
                Order::Control(ControlRequest::SetRole {
                    identity: id(),
                    role: Role::CoHost,
                }),
            ),
            (
                r#"{"do":"remove","identity":"g-1"}"#,
                Order::Control(ControlRequest::Remove { identity: id() }),
            ),
            (
                r#"{"do":"announce-end","inSeconds":120}"#,
                Order::Control(ControlRequest::AnnounceEnd {
                    in_seconds: 120,
                    note: None,
                }),
            ),
            (
                r#"{"do":"cancel-end"}"#,
                Order::Control(ControlRequest::CancelEnd {}),
            ),
        ] {
            assert_eq!(orders(line.as_bytes()), [Ok(order)], "{line}");
        }
    }

    #[test]
    fn what_is_no_order_says_why_and_the_next_line_counts() {
        let stdin = b"leave\n[]\n{}\n{\"do\":\"dance\"}\n{\"do\":\"gone\",\"reason\":\"crashed\"}\n{\"do\":\"camera\"}\n\
            {\"do\":\"announce-end\",\"inSeconds\":1}\n\n{\"do\":\"cut\"}";
        assert_eq!(
            orders(stdin),
            [
                Err(OrderError::NotAnOrder),
                Err(OrderError::NotAnOrder),
                Err(OrderError::NotAnOrder),
                Err(OrderError::Unknown("dance".into())),
                Err(OrderError::Unknown("gone".into())),
                Err(OrderError::Fields("camera".into())),
                Err(OrderError::Fields("announce-end".into())),
                Ok(Order::Cut),
            ]
        );
    }

    #[test]
    fn a_line_without_an_end_fills_no_memory() {
        let mut stdin = vec![b'x'; 3 * MAX_LINE_BYTES];
        stdin.extend_from_slice(b"\n{\"do\":\"stay\"}\n");
        assert_eq!(orders(&stdin), [Err(OrderError::TooLong), Ok(Order::Stay)]);
    }

    #[test]
    fn nobody_taking_orders_ends_the_reading() {
        let mut taken = 0;
        read(&b"{\"do\":\"cut\"}\n{\"do\":\"stay\"}\n"[..], |_| {
            taken += 1;
            false
        })
        .expect("memory can be read");
        assert_eq!(taken, 1);
    }
}
