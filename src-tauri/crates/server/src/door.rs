//! The join door: an invite and a name become a short-lived token, or a ticket to wait with.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use adjourn_meeting::room::{self, Entry, Keys, Visitor};
use adjourn_meeting::{MeetingId, ParticipantId, Role, Secret, clean_name, random_hex};
use adjourn_signal::door::{
    Body, Info, InfoRequest, JoinAnswer, JoinRequest, Refusal, RefusalCode, TicketRequest,
    WAIT_SECONDS, Wait,
};
use adjourn_signal::{Claims, Grants};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::driver::{Message, RoomHandle};
use crate::hub::{Hosted, Hub};
use crate::listen::Peer;
use crate::state::hex;

/// Tickets at once in all meetings; each room bounds its own ([`room::RoomConfig::max_waiting`]).
const MAX_TICKETS: usize = 10_000;
/// An answered ticket still answers for so long: the first answer may have been lost on its way.
const ANSWERED_TIME: Duration = Duration::from_secs(60);

/// Somebody who waits to be let in, as the door knows it.
#[derive(Clone)]
struct Ticket {
    meeting: MeetingId,
    id: ParticipantId,
    name: String,
    title: String,
    /// How it stands.
    entry: watch::Receiver<Entry>,
    /// What its holder was told last.
    told: Entry,
    answered: Option<Instant>,
}

impl Ticket {
    /// Its holder asked for nothing for too long, so the room has let go of it: there is no answer to come.
    fn is_given_up(&self) -> bool {
        let nothing = matches!(
            *self.entry.borrow(),
            Entry::Waiting { .. } | Entry::Shut(room::Refusal::NotWaiting)
        );
        self.is_decided() && self.answered.is_none() && nothing
    }

    /// It was answered, whether or not its holder came for the answer, and that is long ago.
    fn is_answered_for_long(&mut self) -> bool {
        if self.is_decided() {
            self.answered.get_or_insert_with(Instant::now);
        }
        self.answered
            .is_some_and(|at| at.elapsed() >= ANSWERED_TIME)
    }

    /// The room says no more about it than it has.
    fn is_decided(&self) -> bool {
        self.entry.has_changed().is_err()
    }
}

/// Who waits at which door.
#[derive(Default)]
pub struct Tickets(Mutex<HashMap<String, Ticket>>);

impl Tickets {
    /// A ticket for one who waits; the one it had is void.
    fn issue(&self, ticket: Ticket) -> Option<Secret> {
        let mut tickets = self.lock();
        tickets.retain(|_, known| {
            let same = known.meeting == ticket.meeting && known.id == ticket.id;
            !same && !known.is_given_up() && !known.is_answered_for_long()
        });
        if tickets.len() >= MAX_TICKETS {
            return None;
        }
        let secret = random_hex(16);
        tickets.insert(secret.clone(), ticket);
        Some(Secret::new(secret))
    }

    fn get(&self, ticket: &Secret) -> Option<Ticket> {
        self.lock().get(ticket.expose()).cloned()
    }

    fn told(&self, ticket: &Secret, entry: &Entry) {
        if let Some(ticket) = self.lock().get_mut(ticket.expose()) {
            ticket.told = entry.clone();
            if !matches!(entry, Entry::Waiting { .. }) {
                ticket.answered.get_or_insert_with(Instant::now);
            }
        }
    }

    fn take(&self, ticket: &Secret) -> Option<Ticket> {
        self.lock().remove(ticket.expose())
    }

    /// The meeting is over; who asks once more is told so.
    pub fn close(&self, meeting: &MeetingId) {
        let now = Instant::now();
        for ticket in self
            .lock()
            .values_mut()
            .filter(|ticket| ticket.meeting == *meeting)
        {
            ticket.answered.get_or_insert(now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Ticket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request to the door comes to.
enum Answer {
    In(JoinAnswer),
    Wait(Wait),
}

/// `POST /join`.
pub async fn join(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = async {
        let request =
            JoinRequest::from_json(&body).map_err(|_| Refusal::new(RefusalCode::BadRequest))?;
        if hub.ended.get(&request.meeting).is_some() {
            hub.absentees.told(&request.meeting, &identity(&request));
        }
        let hosted = enter(&hub, peer, &request.meeting, &request.secret)?;
        if let Some(carried) = &hosted.elsewhere {
            let (id, name) = (identity(&request), clean_name(&request.name));
            return carried.enter(&request.meeting, id, &name).map(Answer::In);
        }
        let room = room_of(&hub, &request.meeting)?;
        let visitor = Visitor {
            id: identity(&request),
            name: clean_name(&request.name),
            keys: Keys {
                client: request.client.clone(),
                address: address_class(peer.address),
            },
        };
        let (id, name) = (visitor.id.clone(), visitor.name.clone());
        let knocked = room.knock(visitor).await;
        let entry = knocked.ok_or_else(|| no_more(&hub, &request.meeting))?;
        let told = entry.borrow().clone();
        let ticket = Ticket {
            meeting: request.meeting,
            id,
            name,
            title: hosted.title,
            entry,
            told: told.clone(),
            answered: None,
        };
        match told {
            Entry::Waiting { .. } => {
                let issued = hub.tickets.issue(ticket.clone());
                let secret = issued.ok_or_else(|| Refusal::new(RefusalCode::Full))?;
                answer(&hub, peer, &headers, &secret, &ticket, told).await
            }
            told => answer(&hub, peer, &headers, &Secret::new(""), &ticket, told).await,
        }
    };
    respond_to_visitor(answer.await)
}

/// `POST /join/wait`: answers when something has changed, or after [`WAIT_SECONDS`].
pub async fn wait(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = async {
        let TicketRequest { ticket: secret } =
            TicketRequest::from_json(&body).map_err(|_| Refusal::new(RefusalCode::BadRequest))?;
        let Some(mut ticket) = hub.tickets.get(&secret) else {
            let counted = hub.limits.wrong(Instant::now(), peer.address);
            let code = if counted {
                RefusalCode::UnknownTicket
            } else {
                RefusalCode::TooMany
            };
            return Err(Refusal::new(code));
        };
        if !matches!(ticket.told, Entry::Waiting { .. }) {
            // Answered before; that answer may have been lost on its way.
            let told = ticket.told.clone();
            return answer(&hub, peer, &headers, &secret, &ticket, told).await;
        }
        if let Some(room) = hub.room(&ticket.meeting) {
            // A room that is over in this moment has answered already.
            let _ = room
                .send(Message::Polled {
                    id: ticket.id.clone(),
                })
                .await;
        }
        let told = ticket.told.clone();
        let changed = ticket.entry.wait_for(|entry| *entry != told);
        let limit = Duration::from_secs(WAIT_SECONDS);
        let entry = match tokio::time::timeout(limit, changed).await {
            Ok(Ok(entry)) => entry.clone(),
            Err(_) => told,
            // The room is over and said nothing more.
            Ok(Err(_)) => return Err(no_more(&hub, &ticket.meeting)),
        };
        hub.tickets.told(&secret, &entry);
        answer(&hub, peer, &headers, &secret, &ticket, entry).await
    };
    respond_to_visitor(answer.await)
}

/// `POST /join/cancel`: gives a ticket back.
pub async fn cancel(State(hub): State<Arc<Hub>>, body: Bytes) -> Response {
    let Ok(TicketRequest { ticket }) = TicketRequest::from_json(&body) else {
        return refuse(&Refusal::new(RefusalCode::BadRequest));
    };
    let Some(Ticket { meeting, id, .. }) = hub.tickets.take(&ticket) else {
        return refuse(&Refusal::new(RefusalCode::UnknownTicket));
    };
    if let Some(room) = hub.room(&meeting) {
        // A room that is over has nobody waiting.
        let _ = room.send(Message::Withdraw { id }).await;
    }
    (
        StatusCode::OK,
        [(header::CONTENT_TYPE, "application/json")],
        "{}",
    )
        .into_response()
}

/// `POST /join/info`.
pub async fn info(
    State(hub): State<Arc<Hub>>,
    Extension(peer): Extension<Peer>,
    body: Bytes,
) -> Response {
    let answer = async {
        let request =
            InfoRequest::from_json(&body).map_err(|_| Refusal::new(RefusalCode::BadRequest))?;
        let hosted = enter(&hub, peer, &request.meeting, &request.secret)?;
        if let Some(carried) = &hosted.elsewhere {
            return Ok(carried.info(&hosted).await);
        }
        let scene = room_of(&hub, &request.meeting)?.scene().await;
        let host = scene.people.iter().find(|(_, role)| *role == Role::Host);
        Ok(Info {
            title: hosted.title,
            host: host.map(|(name, _)| name.clone()),
            people: scene.people.into_iter().map(|(name, _)| name).collect(),
            open_since_ms: hosted.open_since_ms,
            lobby: scene.lobby,
            locked: scene.locked,
            away: scene.away,
        })
    };
    match answer.await {
        Ok(info) => respond(StatusCode::OK, &info),
        Err(refusal) => refuse(&refusal),
    }
}

/// The same installation is the same participant of a meeting, and another one of every other.
fn identity(request: &JoinRequest) -> ParticipantId {
    let hex = match &request.client {
        Some(client) => {
            let mut hash = Sha256::new();
            hash.update(client.to_ascii_lowercase());
            hash.update(request.meeting.as_str());
            hex(&hash.finalize()[..8])
        }
        None => random_hex(8),
    };
    ParticipantId::new(format!("g-{hex}"))
}

/// What one household shares of an address: all of it, or the /64 that IPv6 gives to each.
fn address_class(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

async fn answer(
    hub: &Hub,
    peer: Peer,
    headers: &HeaderMap,
    secret: &Secret,
    ticket: &Ticket,
    entry: Entry,
) -> Result<Answer, Refusal> {
    match entry {
        Entry::Open => {
            let grants = Grants {
                can_update_own_metadata: true,
                ..Grants::join(ticket.meeting.clone())
            };
            let mut claims = Claims::new(ticket.id.clone(), grants, 0);
            claims.name.clone_from(&ticket.name);
            Ok(Answer::In(JoinAnswer {
                server_url: server_url(hub, peer, headers),
                participant_token: hub.mint(&claims).token,
            }))
        }
        Entry::Waiting { ahead } => {
            let people = match hub.room(&ticket.meeting) {
                Some(room) => room.scene().await.people,
                None => Vec::new(),
            };
            let host = people.into_iter().find(|(_, role)| *role == Role::Host);
            Ok(Answer::Wait(Wait {
                ticket: secret.clone(),
                title: ticket.title.clone(),
                host: host.map(|(name, _)| name),
                ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
            }))
        }
        Entry::Shut(why) => Err(match why {
            room::Refusal::Removed { by } => Refusal::removed(by.as_deref()),
            room::Refusal::Full => Refusal::new(RefusalCode::Full),
            room::Refusal::Locked => Refusal::new(RefusalCode::Locked),
            room::Refusal::Denied => Refusal::new(RefusalCode::Denied),
            room::Refusal::TooMany => Refusal::new(RefusalCode::TooMany),
            room::Refusal::NotWaiting => Refusal::new(RefusalCode::UnknownTicket),
            room::Refusal::Ended => no_more(hub, &ticket.meeting),
        }),
    }
}

/// Why there is no such room (any more).
fn no_more(hub: &Hub, meeting: &MeetingId) -> Refusal {
    match hub.ended.get(meeting) {
        Some(ended) => Refusal {
            at: Some(ended.at),
            note: ended.note,
            ..Refusal::ended(ended.by.as_deref())
        },
        None => Refusal::new(RefusalCode::UnknownMeeting),
    }
}

/// Checks an invite. Whether a meeting exists is only told to who knows its secret, or that it was ended
/// to who knows its name, which is as random as the secret.
fn enter(hub: &Hub, peer: Peer, meeting: &MeetingId, secret: &Secret) -> Result<Hosted, Refusal> {
    if hub.ended.get(meeting).is_some() {
        return Err(no_more(hub, meeting));
    }
    let wrong = |code| {
        let counted = hub.limits.wrong(Instant::now(), peer.address);
        Refusal::new(if counted { code } else { RefusalCode::TooMany })
    };
    let hosted = hub
        .hosted(meeting)
        .ok_or_else(|| wrong(RefusalCode::UnknownMeeting))?;
    if !hosted.is_secret(secret) {
        return Err(wrong(RefusalCode::WrongInvite));
    }
    Ok(hosted)
}

fn room_of(hub: &Hub, meeting: &MeetingId) -> Result<RoomHandle, Refusal> {
    hub.room(meeting)
        .ok_or_else(|| Refusal::new(RefusalCode::UnknownMeeting))
}

/// The address the guest already reached us by, if it says one.
fn server_url(hub: &Hub, peer: Peer, headers: &HeaderMap) -> String {
    let scheme = if peer.encrypted { "wss" } else { "ws" };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| {
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
            !host.is_empty() && host.len() <= 255 && host.chars().all(plain)
        })
        .map_or_else(|| hub.listening.to_string(), str::to_owned);
    format!("{scheme}://{host}")
}

fn respond_to_visitor(answer: Result<Answer, Refusal>) -> Response {
    match answer {
        Ok(Answer::In(answer)) => respond(StatusCode::OK, &answer),
        Ok(Answer::Wait(wait)) => respond(StatusCode::ACCEPTED, &wait),
        Err(refusal) => refuse(&refusal),
    }
}

fn refuse(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code.http_status());
    respond(status.unwrap_or(StatusCode::BAD_REQUEST), refusal)
}

fn respond(status: StatusCode, body: &impl Body) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_json(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(n: usize, entry: watch::Receiver<Entry>) -> Ticket {
        Ticket {
            meeting: MeetingId::new("m"),
            id: ParticipantId::new(format!("g-{n}")),
            name: "Bo".into(),
            title: "Stand-up".into(),
            entry,
            told: Entry::Waiting { ahead: 0 },
            answered: None,
        }
    }

    #[test]
    fn tickets_that_were_given_up_do_not_fill_the_table() {
        let tickets = Tickets::default();
        for n in 0..MAX_TICKETS + 100 {
            // The room lets go of who does not ask for a while, as [`room::RoomConfig::withdrawn_after`] says.
            let (room, entry) = watch::channel(Entry::Waiting { ahead: n });
            let issued = tickets.issue(ticket(n, entry));
            assert!(issued.is_some(), "ticket {n} was not issued");
            room.send_replace(Entry::Shut(room::Refusal::NotWaiting));
        }
        let kept = tickets.lock().len();
        assert_eq!(kept, 1, "only the last one may still be there");
    }

    #[test]
    fn an_answer_nobody_has_come_for_yet_is_kept_and_who_waits_is_not_forgotten() {
        let tickets = Tickets::default();
        let (room, entry) = watch::channel(Entry::Waiting { ahead: 0 });
        let admitted = tickets.issue(ticket(1, entry)).expect("is issued");
        room.send_replace(Entry::Open);
        drop(room);
        let (_still_asked, entry) = watch::channel(Entry::Waiting { ahead: 0 });
        let waiting = tickets.issue(ticket(2, entry)).expect("is issued");
        let (_room, entry) = watch::channel(Entry::Waiting { ahead: 0 });
        tickets.issue(ticket(3, entry)).expect("is issued");
        assert!(tickets.get(&waiting).is_some(), "who waits has its ticket");
        let admitted = tickets
            .get(&admitted)
            .expect("the answer is still to be had");
        assert_eq!(*admitted.entry.borrow(), Entry::Open);
    }
}
