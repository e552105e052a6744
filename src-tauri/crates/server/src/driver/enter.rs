//! Coming in, coming back, and losing the socket.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use adjourn_meeting::room::{Input, Member, Presence, SocketLoss};
use adjourn_meeting::{Participant, ParticipantSid, Role, clean_name, random_hex};
use adjourn_signal::{
    ConnectionQuality, DisconnectReason, JoinResponse, LeaveAction, ReconnectResponse, Response,
    ServerInfo,
};

use super::data::{DataQueue, Voice};
use super::peer::{Peer, remember};
use super::quality::Measured;
use super::{Driver, Newcomer};
use crate::clock::unix_ms;
use crate::transport::{Publisher, Subscriber};
use crate::udp::ConnectionKey;

/// What clients ping by, in seconds (livekit-server's defaults).
const PING_INTERVAL_S: u32 = 5;
/// When they give up, in seconds (livekit-server's default).
const PING_TIMEOUT_S: u32 = 15;
/// A client that was not heard for so long is out: the others are to know within 15 s.
const SILENCE_LIMIT: Duration = Duration::from_secs(14);
/// The version of LiveKit's server that SDKs take ours for: below 1.8 they refuse to call each other (RPC), from 1.13.6 on
/// they send VP9 and AV1 in layers.
const LIKE_LIVEKIT: &str = "1.9.0";
/// Connected clients get a new token so often (livekit-server: 5 minutes).
const TOKEN_INTERVAL: Duration = Duration::from_secs(300);

impl Driver {
    pub(super) fn enter(&mut self, now: Instant, newcomer: Newcomer) {
        if newcomer.query.reconnect {
            self.come_back(now, newcomer);
        } else {
            self.join(now, newcomer);
        }
    }

    fn join(
        &mut self,
        now: Instant,
        Newcomer {
            query,
            claims,
            outbox,
        }: Newcomer,
    ) {
        if !self.can_carry(&claims) {
            tracing::warn!(id = ?claims.identity, "a token says more of its holder than the room can carry");
            let leave = Response::Leave {
                reason: DisconnectReason::JoinFailure,
                action: LeaveAction::Disconnect,
            };
            outbox.close(vec![leave.encode().into()]);
            return;
        }
        let id = self.new_number();
        let sid = new_sid();
        let joined_at_ms = unix_ms();
        let name = match claims.name.trim() {
            "" => clean_name(claims.identity.as_str()),
            name => clean_name(name),
        };
        // Who administers the room by its token is its host, whatever software made the token.
        let role = match claims.grants.may_administer(&self.info.name) {
            true => Role::Host,
            false => claims.role(),
        };
        let member = Member {
            sid: sid.clone(),
            participant: Participant {
                participant_id: claims.identity.clone(),
                name,
                role,
            },
            metadata: claims.metadata.clone(),
            attributes: claims.attributes.clone(),
            tracks: Vec::new(),
            hand: None,
            version: 0,
            presence: Presence::Joined,
            hidden: claims.grants.hidden,
            joined_at_ms,
        };
        let addresses = self.hub.udp.addresses();
        let peer = Peer {
            id,
            sid: sid.clone(),
            claims,
            client: query.client,
            outbox: Some(outbox),
            admitted: false,
            publisher: Publisher::new(now, &addresses),
            subscriber: Subscriber::new(now, &addresses),
            publisher_dirty: true,
            subscriber_dirty: true,
            negotiate: false,
            ufrags: Vec::new(),
            addresses: Vec::new(),
            announced: Vec::new(),
            sections: Vec::new(),
            auto_subscribe: query.auto_subscribe,
            choices: HashMap::new(),
            wishes: HashMap::new(),
            connected: false,
            heard: now,
            media_heard: now,
            data: DataQueue::default(),
            last_reliable: 0,
            voice: Voice::new(now),
            quality: ConnectionQuality::Excellent,
            measured: Measured::default(),
            token_at: now,
            token_expires: u64::MAX,
        };
        self.peers.insert(id, peer);
        self.by_sid.insert(sid.clone(), id);
        let was_there = self
            .room
            .member_by_id(&member.participant.participant_id)
            .is_some();
        self.tell_room(
            now,
            Input::Join {
                member: Box::new(member),
            },
        );
        if was_there {
            // Its line is another one, and the last that was told of may have been lost.
            self.tell_quality(&sid);
        }
    }

    /// The room gave it a seat: it gets the room as it is, its first offer follows at once.
    pub(super) fn admit(&mut self, now: Instant, sid: &ParticipantSid) {
        let Some(id) = self.by_sid.get(sid).copied() else {
            return;
        };
        let Some(member) = self.room.member(sid) else {
            return;
        };
        let participant = self.own_info(member);
        let others = self
            .room
            .members()
            .filter(|other| other.sid != *sid && !other.hidden);
        let response = Response::Join(Box::new(JoinResponse {
            room: self.room_info(),
            participant,
            other_participants: others.map(|other| self.participant_info(other)).collect(),
            server: server_info(),
            ice_servers: Vec::new(),
            subscriber_primary: true,
            ping_interval_s: PING_INTERVAL_S,
            ping_timeout_s: PING_TIMEOUT_S,
            enabled_publish_codecs: super::tell::codecs(),
            fast_publish: false,
        }));
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.send(&response);
            peer.admitted = true;
            peer.negotiate = true;
        }
        let tracks: Vec<u32> = self.tracks.keys().copied().collect();
        for key in tracks {
            self.subscribe(now, id, key);
        }
        self.tell_qualities(sid);
        self.name_transports(id);
    }

    fn come_back(
        &mut self,
        now: Instant,
        Newcomer {
            query,
            claims,
            outbox,
        }: Newcomer,
    ) {
        let seat = self
            .room
            .member_by_id(&claims.identity)
            .map(|member| member.sid.clone());
        // A seat that is held since a restart has nobody on it: its owner joins afresh too.
        let same = |sid: &ParticipantSid| {
            self.by_sid.contains_key(sid) && query.sid.as_ref().is_none_or(|asked| asked == sid)
        };
        let Some(sid) = seat.filter(same) else {
            // Not a session of ours (any more): the client joins afresh by itself.
            let reason = DisconnectReason::StateMismatch;
            let leave = Response::Leave {
                reason,
                action: LeaveAction::Reconnect,
            };
            outbox.close(vec![leave.encode().into()]);
            return;
        };
        let peer = self.by_sid.get(&sid).and_then(|id| self.peers.get_mut(id));
        if let Some(peer) = peer {
            if let Some(old) = peer.outbox.replace(outbox) {
                old.cut();
            }
            peer.heard = now;
            peer.token_at = now;
        }
        self.tell_room(now, Input::Resume { sid });
    }

    /// It has its seat again: everything that may have been missed is said again.
    pub(super) fn resumed(&mut self, sid: &ParticipantSid) {
        let Some(id) = self.by_sid.get(sid).copied() else {
            return;
        };
        let everybody: Vec<_> = self
            .room
            .members()
            .filter(|member| !member.hidden || member.sid == *sid)
            .map(|member| match member.sid == *sid {
                true => self.own_info(member),
                false => self.participant_info(member),
            })
            .collect();
        let room = Response::RoomUpdate(self.room_info());
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        peer.send(&Response::Reconnect(Box::new(ReconnectResponse {
            ice_servers: Vec::new(),
            server: server_info(),
            last_message_seq: peer.last_reliable,
        })));
        peer.send(&Response::Update(everybody));
        peer.send(&room);
        peer.subscriber.restart_ice();
        peer.negotiate = true;
        if let Some((id, sdp)) = peer.subscriber.pending_offer() {
            let sdp = sdp.to_owned();
            peer.send(&Response::Offer { sdp, id });
        }
    }

    pub(super) fn socket_closed(&mut self, now: Instant, socket: u64) {
        if let Some((sid, _)) = self.closing.remove(&socket) {
            self.answered.extend(self.leaving.remove(&sid));
            return self.tell_room(now, Input::Closed { sid });
        }
        if let Some(id) = self.peer_of_socket(socket) {
            self.lose_socket(now, id, SocketLoss::Closed);
        }
    }

    /// Who has not pinged for too long is away; whose token runs out gets a new one; who lost its socket is
    /// asked by the media path whether it is still there, for it may have nothing to send of its own.
    pub(super) fn keep_sockets(&mut self, now: Instant) {
        let ids: Vec<u32> = self.peers.keys().copied().collect();
        let wall_s = self.hub.unix_s();
        for id in ids {
            let Some(peer) = self.peers.get_mut(&id) else {
                continue;
            };
            if peer.outbox.is_none() {
                peer.subscriber.transport().probe();
                peer.subscriber_dirty = true;
                continue;
            }
            if now >= peer.heard + SILENCE_LIMIT {
                // Media that still flows is a sign of life: then only its signalling hangs.
                let flows = now < peer.media_heard + super::quality::MEDIA_SILENCE;
                let heard = if flows { now } else { peer.heard };
                self.lose_socket(now, id, SocketLoss::Silent { heard });
                continue;
            }
            // Tokens end by the wall clock, which may have jumped.
            let ends_soon = peer.token_expires.saturating_sub(wall_s) < TOKEN_INTERVAL.as_secs();
            if now >= peer.token_at || ends_soon {
                peer.token_at = now + TOKEN_INTERVAL;
                if let Some(member) = self.room.member(&peer.sid) {
                    let minted = self.hub.mint(&peer.current_claims(member));
                    peer.token_expires = minted.expires;
                    peer.send(&Response::RefreshToken(minted.token));
                }
            }
        }
    }

    fn lose_socket(&mut self, now: Instant, id: u32, how: SocketLoss) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        if let Some(outbox) = peer.outbox.take() {
            outbox.cut();
        }
        let sid = peer.sid.clone();
        self.tell_room(now, Input::SocketLost { sid, how });
    }

    /// Makes its transports known to the media port, under the names they have now.
    pub(super) fn name_transports(&mut self, id: u32) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        for (publishes, ufrag) in [
            (true, peer.publisher.transport().ufrag()),
            (false, peer.subscriber.transport().ufrag()),
        ] {
            if !peer.ufrags.contains(&ufrag) {
                let key = ConnectionKey {
                    peer: id,
                    publishes,
                };
                self.hub.udp.name(ufrag.clone(), &self.to_room, key);
                if let Some(oldest) = remember(&mut peer.ufrags, ufrag) {
                    self.hub.udp.forget(&[oldest], &[]);
                }
            }
        }
    }
}

/// A name for a session that nobody has had.
pub(super) fn new_sid() -> ParticipantSid {
    ParticipantSid::new(format!("PA_{}", random_hex(6)))
}

fn server_info() -> ServerInfo {
    ServerInfo {
        node_id: ServerInfo::OWN_NODE.into(),
        ..ServerInfo::new(LIKE_LIVEKIT)
    }
}
