//! What the server says, turned into inputs of the session and orders to the connections.

use adjourn_meeting::StreamKind;
use adjourn_meeting::session::Input;
use adjourn_signal::reason::{RoomMetadata, told_to_self};
use adjourn_signal::{
    Description, DisconnectReason, JoinResponse, LeaveAction, ParticipantInfo, ParticipantState,
    PublishedTrack, Request, Response, SignalTarget, SyncState,
};
use tokio::sync::mpsc;

use super::Driver;
use super::after::unix_ms;
use super::call::Entry;
use crate::connection::First;
use crate::transport::{self, Setup, Transport, TransportEvent};
use crate::{Seat, digest, talk};

/// Most that others said and the session has not taken yet; then their channel is not read on.
const TALK_QUEUE: usize = 64;
/// Clocks that differ from what was thought by so much, in ms, were set anew.
const CLOCK_CHANGED_MS: u64 = 2000;

impl Driver {
    /// The server has let a socket in.
    pub(super) fn arrived(
        &mut self,
        Entry {
            access,
            first,
            arrival,
        }: Entry,
    ) {
        let Some(call) = &mut self.call else { return };
        call.end_token.offer(&access.token);
        call.access = Some(access);
        let local = arrival.local;
        match first {
            First::Joined(join) => {
                let (sender, events) = mpsc::channel(transport::EVENTS);
                let (talk, said) = mpsc::channel(TALK_QUEUE);
                let setup = Setup {
                    ice_servers: join.ice_servers.clone(),
                    local,
                    gate: self.window.gate.clone(),
                    data: self.window.data.clone(),
                    talk,
                };
                // This session has taken the place of the one that it belonged to.
                if let Some(former) = call.former.take() {
                    self.background.spawn(former.close());
                }
                call.said = Some(said);
                call.begin_counting();
                call.transport = Some(Transport::start(&setup, &sender));
                call.transport_events = Some(events);
                call.local = Some(local);
                call.run_socket(arrival);
                self.joined(&join);
            }
            First::Resumed { last_sequence }
                if call.transport.is_some() && call.local == Some(local) =>
            {
                call.run_socket(arrival);
                call.repeat_packets(last_sequence);
                self.resumed();
            }
            // Another network: the old sockets are bound to an address that is not ours any more.
            First::Resumed { .. } => self.feed(Input::ComeBack { fresh: true }),
            First::Told { reason, action } => self.told_to_go(reason, action),
        }
    }

    fn joined(&mut self, join: &JoinResponse) {
        let metadata = join.room.room_metadata();
        let ahead_ms = self.learn_clock(join.participant.joined_at_ms);
        let setting = digest::Setting {
            metadata: &metadata,
            ahead_ms,
            is_own: join.server.is_own(),
        };
        let joined = digest::joined(join, setting);
        if let Some(call) = &mut self.call {
            call.room = Some(joined.meeting.clone());
            call.title.clone_from(&joined.title);
            call.metadata = metadata;
            call.is_own = join.server.is_own();
            let seat = call
                .access
                .as_ref()
                .map(|access| Seat::new(access, joined.me.sid.clone()));
            self.seat.send_replace(seat);
        }
        self.feed(Input::Connected(Box::new(joined)));
        self.show_view_again();
    }

    /// By how much the server's clock is ahead: it says when we joined, which is now. Later joins of the same call
    /// change little about it, and times that were told stay as they are.
    fn learn_clock(&mut self, joined_at_ms: u64) -> i64 {
        let Some(call) = &mut self.call else { return 0 };
        if joined_at_ms != 0 {
            let signed = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
            let ahead = signed(joined_at_ms).saturating_sub(signed(unix_ms() as u64));
            if call.room.is_none() || ahead.abs_diff(call.ahead_ms) > CLOCK_CHANGED_MS {
                call.ahead_ms = ahead;
            }
        }
        call.ahead_ms
    }

    fn resumed(&mut self) {
        let Some(call) = &mut self.call else { return };
        let published = call.publications.iter().filter_map(|publication| {
            Some(PublishedTrack {
                cid: publication.cid.clone(),
                track: publication.track.clone()?,
            })
        });
        call.request(Request::SyncState(Box::new(SyncState {
            offer: call.offer.clone(),
            answer: call.answer.clone(),
            published: published.collect(),
            ..SyncState::default()
        })));
        for publication in call.publications.iter() {
            match &publication.track {
                // What happened to the microphone meanwhile could not be told.
                Some(track) => call.request(Request::Mute {
                    track: track.sid.clone(),
                    muted: publication.muted,
                }),
                // The answer, or the request itself, was lost with the socket.
                None => call.request(publication.request.clone()),
            }
        }
        if let Some(transport) = &call.transport {
            transport.restart();
        }
        self.feed(Input::Resumed);
        self.show_view_again();
        self.publish();
    }

    pub(super) fn response(&mut self, response: Response) {
        tracing::trace!(kind = response.kind(), "signal in");
        let Some(call) = &mut self.call else { return };
        match response {
            Response::Offer { sdp, id } => {
                call.offer = Some(Description {
                    sdp: sdp.clone(),
                    id,
                });
                if let Some(transport) = &call.transport {
                    transport.remote_offer(sdp, id);
                }
            }
            Response::Answer { sdp, .. } => {
                if let Some(transport) = &call.transport {
                    transport.remote_answer(sdp);
                }
            }
            Response::Trickle {
                target,
                candidate_init,
                ..
            } => {
                if let Some(transport) = &call.transport {
                    transport.remote_candidate(target, candidate_init);
                }
            }
            Response::Update(people) => self.people(&people),
            Response::TrackPublished { cid, track } => {
                if let Some(publication) = call
                    .publications
                    .iter_mut()
                    .find(|publication| publication.cid == cid)
                {
                    publication.track = Some(*track);
                }
                self.publish();
            }
            Response::TrackUnpublished { track } => {
                tracing::info!(?track, "the server took a track of ours away");
            }
            Response::Mute { track, muted } => self.muted_by_host(&track, muted),
            Response::ConnectionQuality(news) => self.feed(talk::qualities(news)),
            Response::RequestResponse {
                request_id,
                outcome,
                ..
            } => self.request_answered(request_id, outcome),
            Response::Speakers(speakers) => self.feed(digest::speakers(speakers)),
            Response::RoomUpdate(room) => self.room(room.room_metadata()),
            Response::Leave { reason, action } => self.told_to_go(reason, action),
            Response::RefreshToken(token) => {
                call.end_token.offer(&token);
                if let Some(access) = &mut call.access {
                    access.token = token.clone();
                }
                self.seat.send_modify(|seat| {
                    if let Some(seat) = seat {
                        seat.renew(token);
                    }
                });
            }
            Response::SubscribedQualityUpdate { .. }
            | Response::StreamStateUpdate(_)
            | Response::TrackSubscribed { .. }
            | Response::Join(_)
            | Response::Reconnect(_)
            | Response::Pong { .. }
            | Response::PongResp { .. }
            | Response::Ignored => {}
        }
    }

    fn people(&mut self, people: &[ParticipantInfo]) {
        let Some((call, session)) = self.call.as_ref().zip(self.session.as_ref()) else {
            return;
        };
        let mine = |info: &&ParticipantInfo| {
            session
                .me()
                .is_some_and(|me| me.participant_id == info.identity)
                && info.state != ParticipantState::Disconnected
        };
        let private = people.iter().rfind(mine).map(|info| Input::Private {
            sid: info.sid.clone(),
            news: digest::private(info),
        });
        let setting = digest::Setting {
            metadata: &call.metadata,
            ahead_ms: call.ahead_ms,
            is_own: call.is_own,
        };
        let people = people
            .iter()
            .map(|info| digest::member(info, setting))
            .collect();
        self.feed(Input::People(people));
        if let Some(private) = private {
            self.feed(private);
        }
    }

    fn room(&mut self, metadata: RoomMetadata) {
        let Some(call) = &mut self.call else { return };
        let mut news = vec![Input::Rules(digest::rules(&metadata, call.ahead_ms))];
        news.extend(digest::farewell(&metadata).map(Input::Farewell));
        news.extend(metadata.end_progress.clone().map(Input::Progress));
        if metadata.end_progress.is_some() {
            // The server is counting who is out: it is over for certain, and the devices close meanwhile.
            self.devices.close();
        }
        if metadata.is_marked() {
            news.push(Input::EndMarked {
                by: metadata.ended_by_name(),
                note: metadata.end_note.clone(),
            });
        }
        call.metadata = metadata;
        news.into_iter().for_each(|input| self.feed(input));
    }

    fn told_to_go(&mut self, reason: DisconnectReason, action: LeaveAction) {
        let Some(call) = &mut self.call else { return };
        drop(call.hang_up());
        let input = match action {
            // The server has begun anew and does not know the session; the meeting is there.
            _ if reason == DisconnectReason::StateMismatch => Input::ComeBack { fresh: true },
            LeaveAction::Disconnect => Input::Disconnected(told_to_self(reason, &call.metadata)),
            LeaveAction::Resume => Input::ComeBack { fresh: false },
            LeaveAction::Reconnect => Input::ComeBack { fresh: true },
        };
        self.feed(input);
    }

    pub(super) fn transport_event(&mut self, event: TransportEvent) {
        let Some(call) = &mut self.call else { return };
        match event {
            TransportEvent::Offer { sdp, id } => call.request(Request::Offer { sdp, id }),
            TransportEvent::Answer { sdp, id } => {
                call.answer = Some(Description {
                    sdp: sdp.clone(),
                    id,
                });
                call.request(Request::Answer { sdp, id });
            }
            TransportEvent::Candidate { target, init } => {
                call.request(Request::Trickle {
                    target,
                    candidate_init: init,
                    is_final: false,
                });
            }
            TransportEvent::Up(SignalTarget::Subscriber) => self.feed(Input::MediaUp),
            TransportEvent::Up(SignalTarget::Publisher) => {}
            TransportEvent::Lost(target) => {
                tracing::info!(?target, "a peer connection is lost");
                self.feed(Input::MediaLost);
            }
            TransportEvent::Broken(target) => {
                tracing::warn!(?target, "a peer connection has to be made anew");
                self.feed(Input::MediaBroken);
            }
            TransportEvent::Track(track) => self.track_arrived(track),
            TransportEvent::KeyFrameWanted {
                kind: StreamKind::Share,
                ..
            } => self.devices.request_screen_key_frame(),
            TransportEvent::KeyFrameWanted { layer, .. } => {
                self.devices.request_key_frame(Some(layer));
            }
        }
    }
}
