//! Everything the room's task knows of one participant besides its seat.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use adjourn_meeting::room::Member;
use adjourn_meeting::{ParticipantSid, Role, TrackId};
use adjourn_signal::{Claims, ClientInfo, ConnectionQuality, Response, TrackInfo};

use super::data::{DataQueue, Voice};
use super::quality::Measured;
use crate::forward::Wish;
use crate::socket::Outbox;
use crate::transport::{Publisher, SectionId, Subscriber};

/// A track that was announced and is not negotiated yet.
pub struct Announced {
    /// The client's ids of it, one a codec.
    pub cids: Vec<String>,
    /// What everybody will be told.
    pub info: TrackInfo,
}

/// One participant.
pub struct Peer {
    /// The room's number of it.
    pub id: u32,
    /// Its session.
    pub sid: ParticipantSid,
    /// What its token says.
    pub claims: Claims,
    /// Its software.
    pub client: ClientInfo,
    /// The way to it; none while its socket is gone.
    pub outbox: Option<Outbox>,
    /// It has a seat and was sent the room: before that it is told nothing else.
    pub admitted: bool,
    /// What it sends on.
    pub publisher: Publisher,
    /// What it receives on.
    pub subscriber: Subscriber,
    /// Something was written to the publisher's or subscriber's transport since it was driven.
    pub publisher_dirty: bool,
    /// See above.
    pub subscriber_dirty: bool,
    /// An offer may be due.
    pub negotiate: bool,
    /// Names and addresses that lead to its transports.
    pub ufrags: Vec<String>,
    /// See above.
    pub addresses: Vec<SocketAddr>,
    /// Tracks that wait for their offer.
    pub announced: Vec<Announced>,
    /// Its tracks by section.
    pub sections: Vec<(SectionId, u32)>,
    /// It wants every track it has not refused.
    pub auto_subscribe: bool,
    /// Tracks it asked for or refused by name.
    pub choices: HashMap<TrackId, bool>,
    /// How it wants tracks, by the room's number.
    pub wishes: HashMap<u32, Wish>,
    /// Both transports' ICE and DTLS were up once.
    pub connected: bool,
    /// Last request.
    pub heard: Instant,
    /// Last datagram.
    pub media_heard: Instant,
    /// Reliable data that waits for its channel.
    pub data: DataQueue,
    /// Sequence of its last reliable packet.
    pub last_reliable: u32,
    /// How much it may still say.
    pub voice: Voice,
    /// What was last told about its line.
    pub quality: ConnectionQuality,
    /// What the last reports of its line make of it.
    pub measured: Measured,
    /// When it gets its next token.
    pub token_at: Instant,
    /// Until when the last one counts, in Unix seconds.
    pub token_expires: u64,
}

/// Names and addresses kept per participant: its two connections, and where it was before it moved.
const MAX_ROUTES: usize = 16;

/// Appends `route`, and gives the oldest one to be forgotten when there are too many.
pub fn remember<T>(routes: &mut Vec<T>, route: T) -> Option<T> {
    let oldest = (routes.len() >= MAX_ROUTES).then(|| routes.remove(0));
    routes.push(route);
    oldest
}

impl Peer {
    /// Sends one message, if there is a socket to send it by.
    pub fn send(&self, response: &Response) {
        if let Some(outbox) = &self.outbox {
            outbox.send(response.encode().into());
        }
    }

    /// When its transports want to be driven.
    pub fn timeouts(&mut self) -> [Instant; 2] {
        [
            self.publisher.transport().timeout(),
            self.subscriber.transport().timeout(),
        ]
    }

    /// Whether it is to receive a track.
    pub fn wants(&self, track: &TrackId) -> bool {
        let grants = &self.claims.grants;
        grants.can_subscribe && *self.choices.get(track).unwrap_or(&self.auto_subscribe)
    }

    /// Its current claims as the next token says them: name and attributes may have changed.
    pub fn current_claims(&self, member: &Member) -> Claims {
        let mut claims = self.claims.clone();
        claims.name.clone_from(&member.participant.name);
        claims.metadata.clone_from(&member.metadata);
        claims.attributes.clone_from(&member.attributes);
        // A role that was handed on goes with the next token, and the right to administer with it.
        adjourn_signal::attributes::set_role(&mut claims.attributes, member.participant.role);
        claims.grants.room_admin = member.participant.role == Role::Host;
        claims
    }
}
