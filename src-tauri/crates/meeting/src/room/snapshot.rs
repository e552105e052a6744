//! What of a room outlives its server: its rules, who is kept out, and who was there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::attendance::Stay;
use super::ending::Announced;
use super::io::{Authority, Caller, Keys};
use super::lobby::Removed;
use super::{Life, Room, RoomConfig};
use crate::{AwayRule, ParticipantId, ReasonCode, Role};

/// The durable part of a room. Seats are not in it: who is still there comes back by itself.
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
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AnnouncedEnd {
    /// In Unix milliseconds.
    at: u64,
    id: Option<ParticipantId>,
    name: Option<String>,
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
        })
    }

    /// The room as it was, empty, at `now`, which is `unix_ms` milliseconds after the start of 1970. A host
    /// has to be back in time, as after any other loss.
    pub fn restore(config: RoomConfig, now: Instant, unix_ms: u64, snapshot: RoomSnapshot) -> Self {
        let config = RoomConfig {
            lobby: snapshot.lobby,
            away: snapshot.away,
            ..config
        };
        let mut room = Self::new(config, now, unix_ms);
        room.attendance.stays = snapshot.stays;
        room.attendance.all_went(unix_ms, ReasonCode::ServerStopped);
        if let Life::Open(open) = &mut room.life {
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
            });
        }
        room.await_host(now);
        room
    }
}
