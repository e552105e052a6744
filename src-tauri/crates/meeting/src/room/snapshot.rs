//! What of a room outlives its server: its rules, who is kept out, who was there, and whose seat is held.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::attendance::Stay;
use super::ending::Announced;
use super::io::{Authority, Caller, Keys};
use super::io::{Member, Presence};
use super::lobby::Removed;
use super::seats::{Link, Seat};
use super::{Life, Room, RoomConfig};
use crate::{
    AwayRule, EndNote, EndReason, Participant, ParticipantId, ParticipantSid, ReasonCode, Role,
};

/// The durable part of a room. Of a seat it keeps whose it is: sessions and what they published end with the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomSnapshot {
    lobby: bool,
    locked: bool,
    away: Option<AwayRule>,
    roles: BTreeMap<ParticipantId, Role>,
    known: BTreeMap<ParticipantId, Keys>,
    removed: Vec<Removed>,
    announced: Option<AnnouncedEnd>,
    stays: Vec<Stay>,
    /// Who came first is first.
    seats: Vec<KeptSeat>,
}

/// Whose a seat is. Nobody was told of those who are hidden, and nobody misses them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeptSeat {
    id: ParticipantId,
    name: String,
    role: Role,
    /// In Unix milliseconds.
    joined_at: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AnnouncedEnd {
    /// In Unix milliseconds.
    at: u64,
    id: Option<ParticipantId>,
    name: Option<String>,
    #[serde(
        default,
        deserialize_with = "EndNote::read",
        skip_serializing_if = "Option::is_none"
    )]
    note: Option<EndNote>,
}

impl RoomSnapshot {
    /// What happens when the last host is gone without having left.
    pub fn away_rule(&self) -> Option<AwayRule> {
        self.away
    }
}

impl Room {
    /// What has to be kept so that [`Room::restore`] can go on from here; nothing once the end has begun.
    pub fn snapshot(&self) -> Option<RoomSnapshot> {
        let open = self.open()?;
        let announced = open.announced.as_ref().map(|announced| AnnouncedEnd {
            at: self.unix_ms(announced.at),
            id: announced.by.id.clone(),
            name: announced.by.name.clone(),
            note: announced.note.clone(),
        });
        Some(RoomSnapshot {
            lobby: open.lobby.on,
            locked: open.lobby.locked,
            away: self.config.away,
            roles: open.roles.clone(),
            known: open.lobby.known.clone(),
            removed: open.lobby.removed.clone(),
            announced,
            stays: self.attendance.stays.clone(),
            seats: kept_seats(open.seats.values()),
        })
    }

    /// The room as it was at `now`, which is `unix_ms` milliseconds after the start of 1970. Everybody is away, as
    /// after any other loss: who joins within [`RoomConfig::resume_grace`] has its seat again, who does not is gone. A
    /// host has to be back in time. `new_sid` names the session of a seat as long as nobody is on it.
    pub fn restore(
        config: RoomConfig,
        now: Instant,
        unix_ms: u64,
        snapshot: RoomSnapshot,
        mut new_sid: impl FnMut() -> ParticipantSid,
    ) -> Self {
        let config = RoomConfig {
            lobby: snapshot.lobby,
            away: snapshot.away,
            ..config
        };
        let mut room = Self::new(config, now, unix_ms);
        let until = now + room.config.resume_grace;
        let mut kept = snapshot.seats;
        kept.truncate(room.config.max_participants);
        room.attendance.stays = snapshot.stays;
        room.attendance
            .all_went_but(unix_ms, ReasonCode::ServerStopped, |id| {
                kept.iter().any(|seat| seat.id == *id)
            });
        if let Life::Open(open) = &mut room.life {
            if !kept.is_empty() {
                open.closes_at = None;
            }
            for seat in kept {
                let seat = seat.held(new_sid(), open.next_seat, now, until);
                open.next_seat += 1;
                open.seats.insert(seat.member.sid.clone(), seat);
            }
            open.lobby.locked = snapshot.locked;
            open.lobby.known = snapshot.known;
            open.lobby.removed = snapshot.removed;
            open.roles = snapshot.roles;
            open.announced = snapshot.announced.map(|announced| Announced {
                at: now + Duration::from_millis(announced.at.saturating_sub(unix_ms)),
                by: Caller {
                    id: announced.id,
                    name: announced.name,
                    authority: Authority::Host,
                },
                note: announced.note,
            });
        }
        room.await_host(now);
        room
    }
}

fn kept_seats<'a>(seats: impl Iterator<Item = &'a Seat>) -> Vec<KeptSeat> {
    let mut seats: Vec<_> = seats.filter(|seat| !seat.member.hidden).collect();
    seats.sort_by_key(|seat| seat.number);
    let kept = |seat: &Seat| KeptSeat {
        id: seat.member.participant.participant_id.clone(),
        name: seat.member.participant.name.clone(),
        role: seat.member.participant.role,
        joined_at: seat.member.joined_at_ms,
    };
    seats.into_iter().map(kept).collect()
}

impl KeptSeat {
    /// The seat, with nobody on it.
    fn held(self, sid: ParticipantSid, number: u64, now: Instant, until: Instant) -> Seat {
        let member = Member {
            sid,
            participant: Participant {
                participant_id: self.id,
                name: self.name,
                role: self.role,
            },
            metadata: String::new(),
            attributes: BTreeMap::new(),
            tracks: Vec::new(),
            hand: None,
            version: 1,
            presence: Presence::Active,
            hidden: false,
            joined_at_ms: self.joined_at,
        };
        let link = Link::Away {
            since: now,
            until,
            verdict: EndReason::ConnectionLost,
        };
        Seat::new(member, link, number, true)
    }
}
