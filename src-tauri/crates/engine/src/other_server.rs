//! Another server that carries meetings for us, a LiveKit server or one of ours, asked through its RoomService.

use std::time::{SystemTime, UNIX_EPOCH};

use adjourn_meeting::{AwayRule, ErrorCode, MeetingId, ParticipantId, Secret, random_hex};
use adjourn_signal::reason::RoomMetadata;
use adjourn_signal::service::{Answer, Call, CreateRoom, Encoding, MAX_BODY_BYTES};
use adjourn_signal::{ApiKey, Claims, Grants, ParticipantState, TwirpCode, TwirpError, token};

use crate::connection::Access;
use crate::{JoinError, Problem};

/// A token for one request counts so long, in seconds: clocks may differ a little.
const TOKEN_LIFETIME_S: u64 = 60;
/// A room that nobody comes into stays open so long, in seconds.
const EMPTY_TIMEOUT_S: u32 = 300;
/// Longest address, name of a key and secret, in bytes.
const MAX_ADDRESS_BYTES: usize = 300;
const MAX_KEY_BYTES: usize = 200;
const MAX_SECRET_BYTES: usize = 1000;

/// A server by its address and one of its API keys. It prints neither.
#[derive(Clone)]
pub struct OtherServer {
    url: String,
    key: ApiKey,
}

impl OtherServer {
    /// A server at `url`, `wss://…`; `ws://…` only on this computer.
    ///
    /// # Errors
    /// No address, one that would be spoken to in the clear, or a key that can be none.
    pub fn new(url: &str, key: &str, secret: Secret) -> Result<Self, Problem> {
        let (url, key) = (url.trim(), key.trim());
        let bounded = url.len() <= MAX_ADDRESS_BYTES
            && (1..=MAX_KEY_BYTES).contains(&key.len())
            && (1..=MAX_SECRET_BYTES).contains(&secret.expose().len());
        if !bounded {
            return Err(wrong_key());
        }
        let access = Access::new(url, Secret::new(""), None).map_err(|error| told(&error))?;
        if !access.is_private() {
            return Err(Problem {
                code: ErrorCode::OtherServerPlain,
                message: "This server would be spoken to without encryption. Use an address that begins with wss://."
                    .into(),
            });
        }
        Ok(Self {
            url: access.url(),
            key: ApiKey {
                key: key.to_owned(),
                secret,
            },
        })
    }

    /// Its address, `wss://…` or `ws://…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What signs its tokens.
    pub fn key(&self) -> &ApiKey {
        &self.key
    }

    /// Asks for a list of rooms: whether it is there, speaks this protocol and knows the key.
    ///
    /// # Errors
    /// Why not, for a person.
    pub async fn check(&self) -> Result<(), Problem> {
        let grants = Grants {
            room_list: true,
            ..Grants::default()
        };
        // A name that no room has: the answer is short, however many rooms there are.
        let names = vec![MeetingId::new(random_hex(8))];
        // An empty body is a list of no rooms in protobuf, and nothing at all in JSON.
        let answer = self
            .ask(grants, &Call::ListRooms { names }, Encoding::Json)
            .await?;
        answer.map(drop).ok_or_else(not_livekit)
    }

    /// Opens `meeting` there; `host` alone is its host.
    ///
    /// # Errors
    /// Why not, for a person.
    pub async fn open(
        &self,
        meeting: &MeetingId,
        title: &str,
        host: &ParticipantId,
    ) -> Result<(), Problem> {
        let metadata = RoomMetadata {
            title: Some(title.to_owned()),
            away: Some(AwayRule::Keep),
            carried_for: Some(host.clone()),
            ..RoomMetadata::default()
        };
        let call = Call::CreateRoom(CreateRoom {
            name: meeting.clone(),
            metadata: metadata.to_json(),
            empty_timeout_s: EMPTY_TIMEOUT_S,
            departure_timeout_s: 0,
            max_participants: 0,
        });
        let grants = Grants {
            room_create: true,
            ..Grants::default()
        };
        let opened = self.ask(grants, &call, Encoding::Protobuf).await?;
        opened.map(drop).ok_or_else(not_livekit)
    }

    /// Display names of those who are in `meeting`; none when there is no such room (any more).
    ///
    /// # Errors
    /// Why it cannot be known, for a person.
    pub async fn people(&self, meeting: &MeetingId) -> Result<Vec<String>, Problem> {
        let grants = Grants {
            room_admin: true,
            room: Some(meeting.clone()),
            ..Grants::default()
        };
        let call = Call::ListParticipants {
            room: meeting.clone(),
        };
        let answer = self.ask(grants, &call, Encoding::Protobuf).await?;
        let Some(Answer::Participants(people)) = answer else {
            return Ok(Vec::new());
        };
        let there = people
            .iter()
            .filter(|info| info.state != ParticipantState::Disconnected);
        Ok(there.map(|info| info.participant().name).collect())
    }

    /// What it answers; none for a room that it does not have.
    async fn ask(
        &self,
        grants: Grants,
        call: &Call,
        encoding: Encoding,
    ) -> Result<Option<Answer>, Problem> {
        let claims = Claims::new(
            ParticipantId::new(""),
            grants,
            unix_seconds() + TOKEN_LIFETIME_S,
        );
        let token = token::mint(&self.key, &claims);
        let access = Access::new(&self.url, token, None).map_err(|error| told(&error))?;
        let http = access.http().map_err(|error| told(&error))?;
        let answer = http
            .post(
                &access.http_url(&call.method().path()),
                encoding.content_type(),
                Some(&access.token),
                call.encode(encoding),
                MAX_BODY_BYTES,
            )
            .await
            .map_err(|error| told(&error))?;
        if answer.status == 200 {
            let read = Answer::decode(call.method(), encoding, &answer.body);
            return read.map(Some).map_err(|_| not_livekit());
        }
        match TwirpError::from_response(answer.status, &answer.body).code {
            TwirpCode::NotFound => Ok(None),
            TwirpCode::Unauthenticated | TwirpCode::PermissionDenied => Err(wrong_key()),
            TwirpCode::Malformed | TwirpCode::BadRoute | TwirpCode::Unknown => Err(not_livekit()),
            _ => Err(Problem {
                code: ErrorCode::Unavailable,
                message: format!(
                    "The other server cannot do that now (HTTP status {}). Try again in a minute.",
                    answer.status
                ),
            }),
        }
    }
}

fn wrong_key() -> Problem {
    Problem {
        code: ErrorCode::OtherServerKey,
        message: "The other server does not accept this key and secret. Copy both again from its configuration."
            .into(),
    }
}

fn not_livekit() -> Problem {
    Problem {
        code: ErrorCode::OtherServerUnknown,
        message: "What answers at this address is not a LiveKit server. Check the address.".into(),
    }
}

fn told(error: &JoinError) -> Problem {
    match error {
        JoinError::Garbage { .. } => not_livekit(),
        JoinError::Unreachable { why } => unreachable(why),
        JoinError::TimedOut { seconds } => unreachable(&format!("no answer within {seconds} s")),
        error => Problem {
            code: error.code(),
            message: error.to_string(),
        },
    }
}

fn unreachable(why: &str) -> Problem {
    Problem {
        code: ErrorCode::OtherServerUnreachable,
        message: format!(
            "The other server cannot be reached ({why}). Check its address, and that it is running."
        ),
    }
}

fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, key: &str, secret: &str) -> Option<ErrorCode> {
        let server = OtherServer::new(url, key, Secret::new(secret));
        server.err().map(|problem| problem.code)
    }

    #[test]
    fn only_this_computer_is_spoken_to_in_the_clear() {
        for url in [
            "wss://meet.example.org",
            "https://meet.example.org/livekit",
            "ws://127.0.0.1:7880",
            "ws://localhost:7880",
            "ws://[::1]:7880",
        ] {
            assert_eq!(code(url, "key", "secret"), None, "{url}");
        }
        for url in [
            "ws://meet.example.org",
            "http://192.168.1.20:7880",
            "ws://localhost.example.org",
            "ws://127.0.0.1.example.org",
        ] {
            assert_eq!(
                code(url, "key", "secret"),
                Some(ErrorCode::OtherServerPlain),
                "{url}"
            );
        }
    }

    #[test]
    fn what_can_be_no_address_or_key_is_not_asked_for() {
        assert_eq!(
            code("meet.example.org", "key", "secret"),
            Some(ErrorCode::BadAddress)
        );
        let url = "wss://meet.example.org";
        assert_eq!(code(url, " ", "secret"), Some(ErrorCode::OtherServerKey));
        assert_eq!(code(url, "key", ""), Some(ErrorCode::OtherServerKey));
        let long = "x".repeat(MAX_SECRET_BYTES + 1);
        assert_eq!(code(url, "key", &long), Some(ErrorCode::OtherServerKey));
    }
}
