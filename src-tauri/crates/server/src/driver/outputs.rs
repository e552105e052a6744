//! Carrying out what the room says.

use std::time::{Duration, Instant};

use adjourn_meeting::room::{Caller, Entry, Member, Output, Refusal};
use adjourn_meeting::{EndNote, EndProgress, EndReason, ParticipantId, ParticipantSid};
use adjourn_signal::attributes::LEFT_ATTRIBUTE;
use adjourn_signal::reason::{EndedBy, Farewell, RoomMetadata};
use adjourn_signal::{DisconnectReason, LeaveAction, Response, SpeakerInfo, reason};
use bytes::Bytes;

use super::peer::Peer;
use super::{Census, Driver, Refused};
use crate::clock::unix_ms;

/// How often the host is told how far its end is: a hundred people close within a few milliseconds of each other.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);
/// Transports that say goodbye in one go; then others get their turn.
const GOODBYES_TOGETHER: usize = 16;

impl Driver {
    pub(super) fn carry_out(&mut self, now: Instant) {
        let mut crowd_changed = false;
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Admit { sid } => {
                    crowd_changed = true;
                    self.admit(now, &sid);
                }
                Output::Refuse { sid, why } => self.refuse(&sid, &why),
                Output::Resumed { sid } => {
                    self.resumed(&sid);
                    self.tell_qualities(&sid);
                }
                Output::Update(member) => self.update(&member),
                Output::Gone { member, reason } => {
                    crowd_changed = true;
                    self.gone(&member, &reason);
                }
                Output::Disconnect { sid, reason } => self.disconnect(&sid, &reason),
                Output::Deny => self.answer = Some(Refused::NotAllowed),
                Output::Nobody => self.answer = Some(Refused::Nobody),
                Output::Entry { id, entry } => self.tell_at_the_door(id, entry),
                Output::Private { sid } => self.tell_privately(&sid),
                Output::Silence { sid, track } => {
                    self.set_muted(now, &track, true);
                    if let Some(peer) = self.by_sid.get(&sid).and_then(|id| self.peers.get(id)) {
                        peer.send(&Response::Mute { track, muted: true });
                    }
                }
                Output::RoomChanged => {
                    self.show_rules();
                    self.tell_all(&Response::RoomUpdate(self.room_info()));
                }
                Output::Farewell { n, name, text } => {
                    let mut metadata = RoomMetadata::parse(&self.info.metadata);
                    metadata.farewell = Some(Farewell { n, name, text });
                    self.info.metadata = metadata.to_json();
                    self.tell_all(&Response::RoomUpdate(self.room_info()));
                }
                Output::CutOff { sid } => {
                    self.closing.retain(|_, (closing, cut)| {
                        let meant = *closing == sid;
                        if meant {
                            cut.cancel();
                        }
                        !meant
                    });
                }
                Output::EndProgress { to, progress } => self.progress = Some((to, progress)),
                Output::Save => self.keep_change(),
                Output::RecordEnd { by, note } => self.record_end(&by, note),
                Output::Speakers(speakers) => {
                    let infos = speakers.into_iter().map(|speaker| SpeakerInfo {
                        sid: speaker.sid,
                        level: speaker.level,
                        active: speaker.active,
                    });
                    self.tell_all(&Response::Speakers(infos.collect()));
                }
                Output::Ended(reason) => {
                    let (absent, limit) = (self.room.absent(), self.room.reconnect_limit());
                    self.hub.absentees.remember(&self.info.name, absent, limit);
                    let absent = absent.len();
                    tracing::info!(room = ?self.info.name, code = ?reason.code(), absent, "the room ended");
                    self.ended = true;
                }
            }
        }
        if now >= self.progress_due
            && let Some((to, progress)) = self.progress.take()
        {
            self.progress_due = now + PROGRESS_INTERVAL;
            self.tell_progress(&to, progress);
        }
        self.close_transports(now);
        let held = self.room.held();
        let census = Census {
            people: self.room.members().count() - held,
            held,
        };
        self.census
            .send_if_modified(|known| std::mem::replace(known, census) != census);
        if crowd_changed && !self.ended {
            self.tell_all(&Response::RoomUpdate(self.room_info()));
        }
    }

    fn update(&mut self, member: &Member) {
        let info = self.participant_info(member);
        if !member.hidden {
            self.tell_all_but(Some(&member.sid), &Response::Update(vec![info]));
        }
        self.tell_privately(&member.sid);
    }

    /// Its own data as only it is told.
    fn tell_privately(&self, sid: &ParticipantSid) {
        let Some(peer) = self.by_sid.get(sid).and_then(|id| self.peers.get(id)) else {
            return;
        };
        let info = self.room.member(sid).map(|member| self.own_info(member));
        if let Some(info) = info.filter(|_| peer.admitted) {
            peer.send(&Response::Update(vec![info]));
        }
    }

    fn tell_at_the_door(&mut self, id: ParticipantId, entry: Entry) {
        let waits = matches!(entry, Entry::Waiting { .. });
        if let Some(state) = self.at_the_door.get(&id) {
            state.send_if_modified(|known| std::mem::replace(known, entry.clone()) != entry);
        }
        if !waits {
            self.at_the_door.remove(&id);
        }
    }

    fn tell_progress(&self, to: &ParticipantSid, progress: EndProgress) {
        if let Some(peer) = self.by_sid.get(to).and_then(|id| self.peers.get(id)) {
            peer.send(&self.progressed(progress));
        }
    }

    fn progressed(&self, progress: EndProgress) -> Response {
        let mut info = self.room_info();
        let mut metadata = RoomMetadata::parse(&info.metadata);
        metadata.end_progress = Some(progress);
        info.metadata = metadata.to_json();
        Response::RoomUpdate(info)
    }

    /// The room's rules, where every client can read them.
    pub(super) fn show_rules(&mut self) {
        let mut metadata = RoomMetadata::parse(&self.info.metadata);
        let before = metadata.clone();
        metadata.locked = self.room.is_locked();
        metadata.lobby = self.room.has_lobby();
        metadata.away = self.room.away_rule();
        let announced = self.room.announced_end();
        metadata.ends_at = announced.map(|(at, _)| at);
        metadata.ends_by = announced.and_then(|(_, by)| by.map(str::to_owned));
        if metadata != before {
            self.info.metadata = metadata.to_json();
        }
    }

    fn gone(&mut self, member: &Member, why: &EndReason) {
        if member.hidden {
            return;
        }
        let info = self.departed_info(member, why);
        self.tell_all_but(Some(&member.sid), &Response::Update(vec![info]));
        let peer = self
            .by_sid
            .get(&member.sid)
            .and_then(|id| self.peers.get(id));
        if let (EndReason::Removed { .. }, Some(peer)) = (why, peer) {
            // LiveKit's leave has no room for a name, so it comes before it.
            let told = serde_json::to_string(&why.to_self(unix_ms())).ok();
            let own = told.map(|told| {
                let mut own = self.own_info(member);
                own.attributes.insert(LEFT_ATTRIBUTE.into(), told);
                own
            });
            peer.send(&Response::Update(own.into_iter().collect()));
        }
    }

    fn refuse(&mut self, sid: &ParticipantSid, why: &Refusal) {
        let Some(peer) = self
            .by_sid
            .remove(sid)
            .and_then(|id| self.peers.remove(&id))
        else {
            return;
        };
        let reason = match why {
            Refusal::Removed { .. } => DisconnectReason::ParticipantRemoved,
            Refusal::Ended => DisconnectReason::RoomDeleted,
            Refusal::Full
            | Refusal::Locked
            | Refusal::Denied
            | Refusal::TooMany
            | Refusal::NotWaiting => DisconnectReason::JoinFailure,
        };
        if let Some(outbox) = peer.outbox {
            outbox.close(vec![leave(reason)]);
        }
    }

    /// Its media stops at once, it is told, and its sockets are flushed and closed.
    fn disconnect(&mut self, sid: &ParticipantSid, why: &EndReason) {
        let Some(mut peer) = self
            .by_sid
            .remove(sid)
            .and_then(|id| self.peers.remove(&id))
        else {
            return;
        };
        self.hub.udp.forget(&peer.ufrags, &peer.addresses);
        if let Some(outbox) = peer.outbox.take() {
            let mut last_words = Vec::new();
            if let Some((_, progress)) = self.progress.take_if(|(to, _)| to == sid) {
                last_words.push(self.progressed(progress).encode().into());
            } else if let EndReason::Ended { .. } = why {
                last_words.extend(self.end_mark.clone());
            }
            if *why != EndReason::Left {
                last_words.push(leave(reason::to_wire(why)));
            }
            let socket = outbox.socket;
            self.closing
                .insert(socket, (sid.clone(), outbox.close(last_words)));
        }
        self.leaving.insert(sid.clone(), peer);
    }

    /// Those who go in this turn have all been told; now their transports say goodbye and their tracks go. At an end
    /// nobody is left to miss them, and that waits until everybody is out: two farewells and their encryption for each
    /// of a hundred people would hold up those who are still to be told.
    fn close_transports(&mut self, now: Instant) {
        if self.record.is_some() {
            return;
        }
        for (_, peer) in std::mem::take(&mut self.leaving) {
            self.close_transport(now, peer);
        }
    }

    /// The room is over: transports of those who did not answer say goodbye, and the memory of everybody's goes.
    pub(super) async fn say_last_goodbyes(&mut self) {
        let mut some = 0;
        for mut peer in std::mem::take(&mut self.leaving).into_values() {
            self.say_goodbye(Instant::now(), &mut peer);
            some += 1;
            if some % GOODBYES_TOGETHER == 0 {
                self.hub.udp.send(&mut self.batch);
                tokio::task::yield_now().await;
            }
        }
        self.hub.udp.send(&mut self.batch);
        for peer in std::mem::take(&mut self.answered) {
            drop(peer);
            some += 1;
            if some % GOODBYES_TOGETHER == 0 {
                tokio::task::yield_now().await;
            }
        }
    }

    fn say_goodbye(&mut self, now: Instant, peer: &mut Peer) {
        let batch = &mut self.batch;
        for transport in [peer.publisher.transport(), peer.subscriber.transport()] {
            transport.close();
            let send = |from, to, bytes: &[u8]| batch.push(from, to, bytes);
            if let Err(error) = transport.drive(now, send, &mut Vec::new()) {
                tracing::trace!(%error, "a connection closed without a goodbye");
            }
        }
    }

    fn close_transport(&mut self, now: Instant, mut peer: Peer) {
        self.say_goodbye(now, &mut peer);
        let own: Vec<u32> = self
            .tracks
            .iter()
            .filter(|(_, track)| track.owner == peer.id)
            .map(|(key, _)| *key)
            .collect();
        for key in own {
            self.unpublish(now, key);
        }
        for track in self.tracks.values_mut() {
            track.subscribers.remove(&peer.id);
        }
    }

    /// Every door is shut at once, and the record is on its way to the disk: whoever ended the meeting gets
    /// its answer when it is there. Who it was, and what was said, stands in the room's
    /// metadata, where every client can read it.
    fn record_end(&mut self, by: &Caller, note: Option<EndNote>) {
        let at = unix_ms();
        let record = self
            .hub
            .record_end(&self.info.name, by.name.clone(), note.clone(), at);
        self.await_record(record.clone());
        self.record = Some(record);
        let mut metadata = RoomMetadata::parse(&self.info.metadata);
        metadata.ended_by = by.name.clone().map(|name| EndedBy {
            identity: by
                .id
                .as_ref()
                .map(|id| id.as_str().to_owned())
                .unwrap_or_default(),
            name,
        });
        metadata.end_note = note;
        metadata.at = Some(at);
        self.info.metadata = metadata.to_json();
        self.end_mark = Some(Response::RoomUpdate(self.room_info()).encode().into());
    }
}

fn leave(reason: DisconnectReason) -> Bytes {
    let leave = Response::Leave {
        reason,
        action: LeaveAction::Disconnect,
    };
    leave.encode().into()
}
