//! Carrying out what the room says.

use std::time::Instant;

use adjourn_meeting::room::{Caller, Member, Output, Refusal};
use adjourn_meeting::{EndReason, ParticipantSid};
use adjourn_signal::reason::{EndedBy, RoomMetadata};
use adjourn_signal::{DisconnectReason, LeaveAction, Response, SpeakerInfo, reason};

use super::{Census, Driver};
use crate::hub::unix_ms;

impl Driver {
    pub(super) fn carry_out(&mut self, now: Instant) {
        let mut crowd_changed = false;
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Admit { sid } => {
                    crowd_changed = true;
                    self.admit(now, &sid);
                }
                Output::Refuse { sid, why } => self.refuse(&sid, why),
                Output::Resumed { sid } => self.resumed(&sid),
                Output::Update(member) => self.update(&member),
                Output::Gone { member, reason } => {
                    crowd_changed = true;
                    self.gone(&member, &reason);
                }
                Output::Disconnect { sid, reason } => self.disconnect(now, &sid, &reason),
                Output::Deny => self.denied = true,
                Output::RecordEnd { by } => self.record_end(&by),
                Output::Speakers(speakers) => {
                    let infos = speakers.into_iter().map(|speaker| SpeakerInfo {
                        sid: speaker.sid,
                        level: speaker.level,
                        active: speaker.active,
                    });
                    self.tell_all(&Response::Speakers(infos.collect()));
                }
                Output::Ended(reason) => {
                    tracing::info!(room = ?self.info.name, code = ?reason.code(), "the room ended");
                    self.ended = true;
                }
            }
        }
        let census = Census { people: self.room.members().count() };
        self.census.send_if_modified(|known| std::mem::replace(known, census) != census);
        if crowd_changed && !self.ended {
            self.tell_all(&Response::RoomUpdate(self.room_info()));
        }
    }

    fn update(&mut self, member: &Member) {
        let Some(info) = self.participant_info(member) else { return };
        let update = Response::Update(vec![info]);
        if member.hidden {
            if let Some(peer) = self.by_sid.get(&member.sid).and_then(|id| self.peers.get(id)) {
                peer.send(&update);
            }
        } else {
            self.tell_all(&update);
        }
    }

    fn gone(&mut self, member: &Member, why: &EndReason) {
        let Some(info) = self.departed_info(member, why) else { return };
        if member.hidden {
            return;
        }
        let message = bytes::Bytes::from(Response::Update(vec![info]).encode());
        let others = self.peers.values().filter(|peer| peer.sid != member.sid);
        for outbox in others.filter_map(|peer| peer.outbox.as_ref()) {
            outbox.send(message.clone());
        }
    }

    fn refuse(&mut self, sid: &ParticipantSid, why: Refusal) {
        let Some(mut peer) = self.by_sid.remove(sid).and_then(|id| self.peers.remove(&id)) else {
            return;
        };
        let Refusal::Full = why;
        let reason = DisconnectReason::JoinFailure;
        peer.send(&Response::Leave { reason, action: LeaveAction::Disconnect });
        if let Some(outbox) = peer.outbox.take() {
            outbox.close();
        }
    }

    /// Its media stops at once, it is told, and its sockets are flushed and closed.
    fn disconnect(&mut self, now: Instant, sid: &ParticipantSid, why: &EndReason) {
        let Some(mut peer) = self.by_sid.remove(sid).and_then(|id| self.peers.remove(&id)) else {
            return;
        };
        self.hub.udp.forget(&peer.ufrags, &peer.addresses);
        if *why != EndReason::Left {
            let reason = reason::to_wire(why);
            peer.send(&Response::Leave { reason, action: LeaveAction::Disconnect });
        }
        if let Some(outbox) = peer.outbox.take() {
            outbox.close();
        }
        let udp = &self.hub.udp;
        for transport in [peer.publisher.transport(), peer.subscriber.transport()] {
            transport.close();
            let send = |from, to, bytes: &[u8]| udp.send(from, to, bytes);
            if let Err(error) = transport.drive(now, send, &mut Vec::new()) {
                tracing::trace!(%error, "a connection closed without a goodbye");
            }
        }
        let own: Vec<u32> =
            self.tracks.iter().filter(|(_, track)| track.owner == peer.id).map(|(key, _)| *key).collect();
        for key in own {
            self.unpublish(now, key);
        }
        for track in self.tracks.values_mut() {
            track.subscribers.remove(&peer.id);
        }
    }

    /// On disk before anybody is told, and in the room's metadata, where every client can read who it was.
    fn record_end(&mut self, by: &Caller) {
        let at = unix_ms();
        // A few milliseconds of disk, once in a room's life; its media has stopped with this turn.
        if let Err(error) = self.hub.ended.record(&self.info.name, by.name.clone(), at) {
            tracing::error!(%error, "the end is only remembered in memory");
        }
        let mut metadata = RoomMetadata::parse(&self.info.metadata);
        metadata.ended_by = by.name.clone().map(|name| EndedBy {
            identity: by.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
            name,
        });
        metadata.at = Some(at);
        self.info.metadata = metadata.to_json();
        self.tell_all(&Response::RoomUpdate(self.room_info()));
    }
}
