//! What all connections share: the rooms, who may open one, and what the server remembers.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use adjourn_meeting::{EndNote, MeetingId, ParticipantId, Role, Secret};
use adjourn_signal::control::Summary;
use adjourn_signal::reason::RoomMetadata;
use adjourn_signal::{ApiKey, Claims, TokenError, token};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::absent::Absentees;
use crate::clock::unix_ms;
use crate::door::Tickets;
use crate::driver::{self, RoomHandle, RoomSettings};
use crate::elsewhere::Carried;
use crate::ended::{Ended, EndedMeetings};
use crate::kept::KeptMeetings;
use crate::limits::Limits;
use crate::udp::Udp;
use crate::{ServerConfig, WallClock};

/// How long a guest's token counts, in seconds; a connected client gets a new one every 5 minutes.
pub const TOKEN_LIFETIME_S: u64 = 600;
/// How long the token of one who administers the room counts, in seconds: the client keeps an end that it could not
/// deliver for a day, and has to be let in to say it all that time. What a host may do is the room's word whatever its
/// token says, so a longer life gives nobody more.
pub const HOST_TOKEN_LIFETIME_S: u64 = 24 * 3600;

/// The attendance of a meeting can be asked for so long after its end.
const SUMMARY_TIME: Duration = Duration::from_secs(600);
/// So many of them at once, the newest.
const MAX_SUMMARIES: usize = 100;
/// A record that could not be written is tried again after this, then ever later.
const FIRST_RETRY: Duration = Duration::from_secs(1);
/// The longest time between two tries.
const LAST_RETRY: Duration = Duration::from_secs(30);

/// A meeting that this server made an invite for.
#[derive(Clone, Debug)]
pub struct Hosted {
    /// SHA-256 of the invite's secret: comparing hashes tells nothing of the secret by its timing.
    secret: [u8; 32],
    /// What people call it.
    pub title: String,
    /// When it was opened, in Unix milliseconds.
    pub open_since_ms: u64,
    /// It is another server that carries it.
    pub elsewhere: Option<Arc<Carried>>,
}

impl Hosted {
    /// A meeting of this server.
    pub fn new(secret: &Secret, title: &str, open_since_ms: u64) -> Self {
        Self {
            secret: hash(secret),
            title: title.to_owned(),
            open_since_ms,
            elsewhere: None,
        }
    }

    /// The same of another server.
    pub fn carried_elsewhere(self, carried: Arc<Carried>) -> Self {
        Self {
            elsewhere: Some(carried),
            ..self
        }
    }

    /// Whether this is the invite's secret.
    pub fn is_secret(&self, secret: &Secret) -> bool {
        hash(secret) == self.secret
    }
}

/// What is left of a meeting that is over, for its hosts.
struct Finished {
    meeting: MeetingId,
    summary: Summary,
    hosts: Vec<ParticipantId>,
    at: Instant,
}

/// Why a room is not to be had.
#[derive(Clone, Debug)]
pub enum NoRoom {
    /// It was ended.
    Ended(Ended),
    /// There is none of that name, and none is made.
    Unknown,
    /// The server stops.
    Stopping,
}

/// A token of ours.
pub struct Minted {
    /// The token itself.
    pub token: Secret,
    /// Until when it counts, in Unix seconds.
    pub expires: u64,
}

/// What came of ending a meeting that seemed to have no room.
pub enum Absent {
    /// It has one.
    No,
    /// It was ended before.
    Ended,
    /// It has none, and its end is being recorded.
    Recorded(watch::Receiver<Option<bool>>),
}

/// The shared state of a server. Rooms own themselves; this only knows how to reach them.
pub struct Hub {
    /// What the server was started with.
    pub config: ServerConfig,
    /// Signs what the server itself hands out.
    pub own_key: ApiKey,
    keys: Vec<ApiKey>,
    /// Which meetings were ended.
    pub ended: EndedMeetings,
    /// Who has not heard of it.
    pub absentees: Absentees,
    /// Which meetings go on after the server was killed.
    pub kept: KeptMeetings,
    /// Who waits at which door.
    pub tickets: Tickets,
    /// The media port.
    pub udp: Arc<Udp>,
    /// Bounds per address.
    pub limits: Arc<Limits>,
    /// Every task of the server.
    pub tasks: TaskTracker,
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
    /// Where TCP listens.
    pub listening: SocketAddr,
    rooms: Mutex<HashMap<MeetingId, RoomHandle>>,
    hosted: Mutex<HashMap<MeetingId, Hosted>>,
    finished: Mutex<Vec<Finished>>,
    /// How many rooms are no more.
    pub closed_rooms: watch::Sender<u64>,
    next_socket: AtomicU64,
}

impl Hub {
    /// Empty, around opened sockets.
    pub fn new(
        config: ServerConfig,
        api_secret: Secret,
        ended: EndedMeetings,
        kept: KeptMeetings,
        udp: Arc<Udp>,
        listening: SocketAddr,
    ) -> Self {
        let own_key = ApiKey {
            key: "adjourn".into(),
            secret: api_secret,
        };
        let mut keys = config.keys.clone();
        keys.push(own_key.clone());
        Self {
            config,
            own_key,
            keys,
            ended,
            absentees: Absentees::default(),
            kept,
            tickets: Tickets::default(),
            udp,
            limits: Arc::default(),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            listening,
            rooms: Mutex::default(),
            hosted: Mutex::default(),
            finished: Mutex::default(),
            closed_rooms: watch::Sender::default(),
            next_socket: AtomicU64::new(1),
        }
    }

    /// What a token says, if one of our keys signed it.
    pub fn verify(&self, token: &Secret) -> Result<Claims, TokenError> {
        token::verify_at(&self.keys, token.expose(), self.unix_s())
    }

    /// A token like `claims` that counts for [`TOKEN_LIFETIME_S`] from now, or for [`HOST_TOKEN_LIFETIME_S`] if it
    /// administers its room.
    pub fn mint(&self, claims: &Claims) -> Minted {
        let administers = claims.grants.room_admin || claims.role() == Role::Host;
        let lifetime = match administers {
            true => HOST_TOKEN_LIFETIME_S,
            false => TOKEN_LIFETIME_S,
        };
        let mut claims = claims.clone();
        claims.not_before = None;
        claims.expires = self.unix_s() + lifetime;
        Minted {
            token: token::mint(&self.own_key, &claims),
            expires: claims.expires,
        }
    }

    /// Now by the clock that tokens are judged by, in Unix seconds.
    pub fn unix_s(&self) -> u64 {
        self.clock().unix_ms() / 1000
    }

    fn clock(&self) -> &WallClock {
        &self.config.clock
    }

    /// The room of that name.
    pub fn room(&self, meeting: &MeetingId) -> Option<RoomHandle> {
        lock(&self.rooms).get(meeting).cloned()
    }

    /// All rooms.
    pub fn rooms(&self) -> Vec<RoomHandle> {
        lock(&self.rooms).values().cloned().collect()
    }

    /// The room of that name; a new one with `settings` if there is none and they are given.
    pub fn open_room(
        self: &Arc<Self>,
        meeting: &MeetingId,
        settings: Option<RoomSettings>,
    ) -> Result<RoomHandle, NoRoom> {
        let mut rooms = lock(&self.rooms);
        if let Some(ended) = self.ended.get(meeting) {
            return Err(NoRoom::Ended(ended));
        }
        if let Some(room) = rooms.get(meeting) {
            return Ok(room.clone());
        }
        if self.stop.is_cancelled() {
            return Err(NoRoom::Stopping);
        }
        let room = driver::spawn(self, meeting.clone(), settings.ok_or(NoRoom::Unknown)?);
        rooms.insert(meeting.clone(), room.clone());
        Ok(room)
    }

    /// The room is no more.
    pub fn close_room(&self, meeting: &MeetingId) {
        lock(&self.rooms).remove(meeting);
        lock(&self.hosted).remove(meeting);
        self.kept.drop(meeting);
        self.tickets.close(meeting);
        self.closed_rooms.send_modify(|rooms| *rooms += 1);
    }

    /// Shuts every door to a meeting at once and makes that last. The answer comes when it is known whether
    /// it could be written: `Some(true)` when not, and then it is tried until it can.
    pub fn record_end(
        self: &Arc<Self>,
        meeting: &MeetingId,
        by: Option<String>,
        note: Option<EndNote>,
        at: u64,
    ) -> watch::Receiver<Option<bool>> {
        let (known, recorded) = watch::channel(None);
        let ended = self.ended.remember(meeting, by, note, at);
        let hub = self.clone();
        self.tasks.spawn(async move {
            let mut wait = FIRST_RETRY;
            loop {
                let stopping = hub.stop.is_cancelled();
                let (writer, record) = (hub.clone(), ended.clone());
                let written =
                    tokio::task::spawn_blocking(move || writer.ended.write(&record)).await;
                match written {
                    Ok(Ok(())) => break,
                    Ok(Err(error)) => tracing::error!(%error, "an end is not on disk yet"),
                    Err(error) => tracing::error!(%error, "writing an end failed"),
                }
                known.send_replace(Some(true));
                if stopping {
                    break; // that was the last try
                }
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = hub.stop.cancelled() => {}
                }
                wait = (wait * 2).min(LAST_RETRY);
            }
            known.send_if_modified(|missing| missing.is_none() && missing.replace(false).is_none());
        });
        recorded
    }

    /// The same for a meeting that has no room, so that no token makes it one. An earlier end stays as it is.
    pub fn record_end_of_absent(
        self: &Arc<Self>,
        meeting: &MeetingId,
        by: Option<String>,
        note: Option<EndNote>,
    ) -> Absent {
        // Held while it is remembered: no room comes to be in between.
        let rooms = lock(&self.rooms);
        if rooms.contains_key(meeting) {
            Absent::No
        } else if self.ended.get(meeting).is_some() {
            Absent::Ended
        } else {
            Absent::Recorded(self.record_end(meeting, by, note, unix_ms()))
        }
    }

    /// Keeps the attendance of a meeting that is over for its hosts.
    pub fn finish(&self, meeting: &MeetingId, summary: Summary, hosts: Vec<ParticipantId>) {
        let mut finished = lock(&self.finished);
        finished.retain(|kept| kept.at.elapsed() < SUMMARY_TIME && kept.meeting != *meeting);
        if finished.len() >= MAX_SUMMARIES {
            finished.remove(0);
        }
        finished.push(Finished {
            meeting: meeting.clone(),
            summary,
            hosts,
            at: Instant::now(),
        });
    }

    /// The attendance of a meeting that is over: none when it is none or too long ago, and none within for
    /// who was not its host.
    pub fn summary(&self, meeting: &MeetingId, who: &ParticipantId) -> Option<Option<Summary>> {
        let finished = lock(&self.finished);
        let kept = finished
            .iter()
            .find(|kept| kept.meeting == *meeting && kept.at.elapsed() < SUMMARY_TIME)?;
        Some(kept.hosts.contains(who).then(|| kept.summary.clone()))
    }

    /// Remembers an invite.
    pub fn host(&self, meeting: &MeetingId, hosted: Hosted) {
        lock(&self.hosted).insert(meeting.clone(), hosted);
    }

    /// Forgets it.
    pub fn unhost(&self, meeting: &MeetingId) {
        lock(&self.hosted).remove(meeting);
    }

    /// The meeting an invite is for.
    pub fn hosted(&self, meeting: &MeetingId) -> Option<Hosted> {
        lock(&self.hosted).get(meeting).cloned()
    }

    /// A number for a new signalling socket.
    pub fn socket_number(&self) -> u64 {
        self.next_socket.fetch_add(1, Ordering::Relaxed)
    }

    /// Settings of a room that is made because somebody joins it.
    pub fn default_settings(&self, title: Option<&str>) -> RoomSettings {
        let metadata = title.map(|title| {
            RoomMetadata {
                title: Some(title.to_owned()),
                ..RoomMetadata::default()
            }
            .to_json()
        });
        let config = self.config.room.clone();
        RoomSettings {
            config,
            metadata: metadata.unwrap_or_default(),
            kept: None,
        }
    }
}

fn hash(secret: &Secret) -> [u8; 32] {
    Sha256::digest(secret.expose().as_bytes()).into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
