//! Calls of the RoomService, after their token was found good enough to ask.

use std::time::Instant;

use adjourn_meeting::room::{Caller, Input, Member};
use adjourn_meeting::{ParticipantId, ParticipantSid, Role, TrackId, clean_name};
use adjourn_signal::attributes::OWN_PREFIX;
use adjourn_signal::service::{Answer, Call, SendData, UpdateParticipant};
use adjourn_signal::{DataPacket, ParticipantInfo, Response, UserMessage};
use adjourn_signal::{TwirpCode, TwirpError};

use super::describe::{Change, MAX_GIVEN_BYTES};
use super::{Driver, Refused};
use crate::twirp::refused;

impl Driver {
    pub(super) fn call(
        &mut self,
        now: Instant,
        call: Call,
        caller: Caller,
    ) -> Result<Answer, TwirpError> {
        self.answer = None;
        // A token says what somebody was; a host who handed the meeting over administers it no longer.
        let own_decision = matches!(
            call,
            Call::DeleteRoom { .. } | Call::RemoveParticipant { .. }
        );
        if !own_decision && self.room.role_of(&caller) != Role::Host {
            return Err(refused());
        }
        match call {
            Call::DeleteRoom { note, .. } => {
                let by = self.with_name(caller);
                self.tell_room(now, Input::EndForAll { note, by });
                self.allowed(Answer::Done)
            }
            Call::RemoveParticipant { identity, .. } => {
                self.find(&identity)?;
                let by = self.with_name(caller);
                self.tell_room(now, Input::Remove { who: identity, by });
                self.allowed(Answer::Done)
            }
            Call::ListParticipants { .. } => {
                let visible = self.room.members().filter(|member| !member.hidden);
                Ok(Answer::Participants(
                    visible.map(|m| self.participant_info(m)).collect(),
                ))
            }
            Call::GetParticipant { identity, .. } => {
                let sid = self.find(&identity)?;
                self.info_of(&sid).map(Answer::Participant)
            }
            Call::MutePublishedTrack {
                identity,
                track,
                muted,
                ..
            } => {
                let sid = self.find(&identity)?;
                self.mute_by_host(now, &sid, track, muted)
            }
            Call::UpdateParticipant(update) => self.update_participant(now, update),
            Call::UpdateSubscriptions {
                identity,
                tracks,
                subscribe,
                ..
            } => {
                let sid = self.find(&identity)?;
                if let Some(id) = self.by_sid.get(&sid).copied() {
                    for track in tracks {
                        self.choose(now, id, track, subscribe);
                    }
                }
                Ok(Answer::Done)
            }
            Call::SendData(data) => {
                self.send_server_data(data);
                Ok(Answer::Done)
            }
            Call::UpdateRoomMetadata { metadata, .. } => {
                self.info.metadata = metadata;
                self.show_rules();
                let info = self.room_info();
                self.tell_all(&Response::RoomUpdate(info.clone()));
                Ok(Answer::Room(info))
            }
            Call::CreateRoom(_) | Call::ListRooms { .. } => Err(TwirpError::new(
                TwirpCode::Internal,
                "not a call about this room",
            )),
        }
    }

    fn allowed(&self, answer: Answer) -> Result<Answer, TwirpError> {
        match self.answer {
            None => Ok(answer),
            Some(Refused::NotAllowed) => Err(refused()),
            Some(Refused::Nobody) => Err(no_participant()),
        }
    }

    /// The name people read: the one in the room counts before the token's.
    pub(super) fn with_name(&self, mut caller: Caller) -> Caller {
        let member = caller.id.as_ref().and_then(|id| self.room.member_by_id(id));
        if let Some(member) = member {
            caller.name = Some(member.participant.name.clone());
        }
        caller.name = caller.name.map(|name| clean_name(&name));
        caller
    }

    fn find(&self, identity: &ParticipantId) -> Result<ParticipantSid, TwirpError> {
        let member: Option<&Member> = self.room.member_by_id(identity);
        member
            .map(|member| member.sid.clone())
            .ok_or_else(no_participant)
    }

    fn info_of(&self, sid: &ParticipantSid) -> Result<ParticipantInfo, TwirpError> {
        let member = self.room.member(sid).ok_or_else(no_participant)?;
        Ok(self.participant_info(member))
    }

    fn mute_by_host(
        &mut self,
        now: Instant,
        sid: &ParticipantSid,
        track: TrackId,
        muted: bool,
    ) -> Result<Answer, TwirpError> {
        let no_track = || TwirpError::new(TwirpCode::NotFound, "track is not found");
        let id = self.by_sid.get(sid).copied().ok_or_else(no_participant)?;
        let mut info = self.track_of(id, &track).ok_or_else(no_track)?.info.clone();
        if !muted && info.muted {
            // LiveKit's rule unless configured otherwise: a host may silence somebody, not open a microphone.
            let why = "remote unmute is not enabled";
            return Err(TwirpError::new(TwirpCode::FailedPrecondition, why));
        }
        self.set_muted(now, &track, muted);
        let changed = Input::Mute {
            sid: sid.clone(),
            track: track.clone(),
            muted,
        };
        self.tell_room(now, changed);
        if let Some(peer) = self.peers.get(&id) {
            peer.send(&Response::Mute { track, muted });
        }
        info.muted = muted;
        Ok(Answer::Track(info))
    }

    fn update_participant(
        &mut self,
        now: Instant,
        update: UpdateParticipant,
    ) -> Result<Answer, TwirpError> {
        let sid = self.find(&update.identity)?;
        let known = self.info_of(&sid)?.permission;
        if update.permission.is_some() && update.permission != known {
            // Better said than passed over: a script would take the participant for silenced.
            let why = "permissions are those of the token; give the participant another one";
            return Err(TwirpError::new(TwirpCode::Unimplemented, why));
        }
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let name = some(update.name).map(|name| clean_name(&name));
        let (metadata, mut attributes) = (some(update.metadata), update.attributes);
        attributes.retain(|key, _| !key.starts_with(OWN_PREFIX));
        let change = Change {
            metadata: metadata.as_deref(),
            attributes: &attributes,
        };
        let member = self.room.member(&sid).ok_or_else(no_participant)?;
        if !self.may_change(member, &change, MAX_GIVEN_BYTES) {
            let why = format!(
                "metadata and attributes may be {MAX_GIVEN_BYTES} bytes together, and no more than the room has left"
            );
            return Err(TwirpError::new(TwirpCode::InvalidArgument, why));
        }
        self.tell_room(
            now,
            Input::Describe {
                sid: sid.clone(),
                name,
                metadata,
                attributes,
            },
        );
        self.info_of(&sid).map(Answer::Participant)
    }

    fn send_server_data(&mut self, data: SendData) {
        let message = UserMessage {
            payload: data.data,
            topic: data.topic,
            id: None,
        };
        let mut packet = DataPacket::from_user(&message, data.reliable);
        packet.destinations = data.destinations;
        packet.destination_sids = data.destination_sids;
        self.send_packet(None, &packet);
    }
}

fn no_participant() -> TwirpError {
    TwirpError::new(TwirpCode::NotFound, "participant does not exist")
}
