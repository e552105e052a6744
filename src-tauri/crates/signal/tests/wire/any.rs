//! Any value of the messages, within their bounds.

use adjourn_meeting::{MeetingId, ParticipantId, ParticipantSid, Secret, TrackId};
use adjourn_signal::*;
use proptest::collection::vec;
use proptest::prelude::*;

pub fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect())
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("x{text}"))
}

pub fn track_id() -> impl Strategy<Value = TrackId> {
    text().prop_map(TrackId::new)
}

pub fn sid() -> impl Strategy<Value = ParticipantSid> {
    text().prop_map(ParticipantSid::new)
}

pub fn identity() -> impl Strategy<Value = ParticipantId> {
    text().prop_map(ParticipantId::new)
}

pub fn attributes() -> impl Strategy<Value = Attributes> {
    proptest::collection::btree_map(text(), text(), 0..4)
}

fn milliseconds() -> impl Strategy<Value = u64> {
    0..=i64::MAX as u64
}

macro_rules! one_of {
    ($name:ident: $type:ident { $($variant:ident),+ }) => {
        pub fn $name() -> impl Strategy<Value = $type> {
            prop_oneof![$(Just($type::$variant)),+]
        }
    };
}

one_of!(target: SignalTarget { Publisher, Subscriber });
one_of!(kind: TrackKind { Audio, Video, Data });
one_of!(source: TrackSource { Unknown, Camera, Microphone, ScreenShare, ScreenShareAudio });
one_of!(quality: VideoQuality { Low, Medium, High, Off });
one_of!(state: ParticipantState { Joining, Joined, Active, Disconnected });
one_of!(line: ConnectionQuality { Poor, Good, Excellent, Lost });
one_of!(action: LeaveAction { Disconnect, Resume, Reconnect });
one_of!(stream_state: StreamState { Active, Paused });
one_of!(outcome: RequestOutcome { Ok, NotFound, NotAllowed, LimitExceeded, UnclassifiedError });
one_of!(reason: DisconnectReason {
    UnknownReason, ClientInitiated, DuplicateIdentity, ServerShutdown, ParticipantRemoved,
    RoomDeleted, StateMismatch, SignalClose, RoomClosed, ConnectionTimeout, MediaFailure
});

fn layer() -> impl Strategy<Value = VideoLayer> {
    (quality(), any::<[u32; 5]>(), text(), any::<i32>()).prop_map(
        |(quality, numbers, rid, spatial_layer)| {
            let [width, height, bitrate_bps, ssrc, repair_ssrc] = numbers;
            VideoLayer {
                quality,
                width,
                height,
                bitrate_bps,
                ssrc,
                rid,
                spatial_layer,
                repair_ssrc,
            }
        },
    )
}

fn layers() -> impl Strategy<Value = Vec<VideoLayer>> {
    vec(layer(), 0..4)
}

fn track_codec() -> impl Strategy<Value = TrackCodec> {
    (text(), text(), text(), layers(), any::<i32>()).prop_map(
        |(mime_type, mid, cid, layers, layer_mode)| TrackCodec {
            mime_type,
            mid,
            cid,
            layers,
            layer_mode,
        },
    )
}

pub fn track() -> impl Strategy<Value = TrackInfo> {
    (
        (track_id(), kind(), source(), text(), text(), text(), text()),
        any::<[bool; 5]>(),
        (any::<u32>(), any::<u32>(), any::<i32>(), any::<i32>()),
        (layers(), vec(track_codec(), 0..3), vec(any::<i32>(), 0..4)),
    )
        .prop_map(
            |((sid, kind, source, name, mime_type, mid, stream), flags, numbers, lists)| {
                let [muted, simulcast, stereo, disable_dtx, disable_red] = flags;
                let (width, height, encryption, backup_codec_policy) = numbers;
                let (layers, codecs, audio_features) = lists;
                TrackInfo {
                    sid,
                    kind,
                    source,
                    name,
                    muted,
                    width,
                    height,
                    simulcast,
                    mime_type,
                    mid,
                    layers,
                    codecs,
                    stream,
                    stereo,
                    disable_dtx,
                    disable_red,
                    encryption,
                    audio_features,
                    backup_codec_policy,
                }
            },
        )
}

fn permission() -> impl Strategy<Value = Permission> {
    (any::<[bool; 5]>(), vec(source(), 0..4)).prop_map(|(flags, can_publish_sources)| {
        let [
            can_subscribe,
            can_publish,
            can_publish_data,
            hidden,
            can_update_metadata,
        ] = flags;
        Permission {
            can_subscribe,
            can_publish,
            can_publish_data,
            can_publish_sources,
            hidden,
            can_update_metadata,
        }
    })
}

pub fn participant() -> impl Strategy<Value = ParticipantInfo> {
    (
        (sid(), identity(), text(), text(), attributes()),
        (
            state(),
            reason(),
            milliseconds(),
            any::<u32>(),
            any::<bool>(),
        ),
        vec(track(), 0..3),
        proptest::option::of(permission()),
        (any::<i32>(), any::<i32>(), vec(any::<i32>(), 0..4)),
    )
        .prop_map(|(who, how, tracks, permission, client)| {
            let (sid, identity, name, metadata, attributes) = who;
            let (state, disconnect_reason, joined_at_ms, version, is_publisher) = how;
            let (kind, client_protocol, capabilities) = client;
            ParticipantInfo {
                sid,
                identity,
                name,
                state,
                metadata,
                attributes,
                tracks,
                version,
                joined_at_ms,
                disconnect_reason,
                permission,
                is_publisher,
                kind,
                client_protocol,
                capabilities,
            }
        })
}

fn codec() -> impl Strategy<Value = Codec> {
    (text(), text()).prop_map(|(mime, fmtp)| Codec { mime, fmtp })
}

pub fn room() -> impl Strategy<Value = RoomInfo> {
    (
        text(),
        text(),
        text(),
        any::<[u32; 5]>(),
        milliseconds(),
        vec(codec(), 0..3),
        any::<bool>(),
    )
        .prop_map(
            |(sid, name, metadata, numbers, created_at_ms, enabled_codecs, active_recording)| {
                let [
                    num_participants,
                    num_publishers,
                    max_participants,
                    empty_timeout_s,
                    departure_timeout_s,
                ] = numbers;
                RoomInfo {
                    sid,
                    name: MeetingId::new(name),
                    metadata,
                    num_participants,
                    num_publishers,
                    max_participants,
                    empty_timeout_s,
                    departure_timeout_s,
                    created_at_ms,
                    enabled_codecs,
                    active_recording,
                }
            },
        )
}

fn add_track() -> impl Strategy<Value = AddTrack> {
    let publish_codec =
        (text(), text(), layers(), any::<i32>()).prop_map(|(codec, cid, layers, layer_mode)| {
            PublishCodec {
                codec,
                cid,
                layers,
                layer_mode,
            }
        });
    (
        track(),
        text(),
        proptest::option::of(filled()),
        vec(publish_codec, 0..3),
    )
        .prop_map(|(track, cid, sid, codecs)| AddTrack {
            cid,
            name: track.name,
            kind: track.kind,
            source: track.source,
            width: track.width,
            height: track.height,
            muted: track.muted,
            layers: track.layers,
            codecs,
            sid: sid.map(TrackId::new),
            stream: track.stream,
            stereo: track.stereo,
            disable_dtx: track.disable_dtx,
            disable_red: track.disable_red,
            encryption: track.encryption,
            audio_features: track.audio_features,
            backup_codec_policy: track.backup_codec_policy,
        })
}

/// Track ids, each once.
fn distinct_tracks() -> impl Strategy<Value = Vec<TrackId>> {
    proptest::collection::btree_set(text(), 0..5)
        .prop_map(|ids| ids.into_iter().map(TrackId::new).collect())
}

fn description() -> impl Strategy<Value = Description> {
    (text(), any::<u32>()).prop_map(|(sdp, id)| Description { sdp, id })
}

fn sync_state() -> impl Strategy<Value = SyncState> {
    let published = (text(), track()).prop_map(|(cid, track)| PublishedTrack { cid, track });
    let channel = (text(), any::<u32>(), target()).prop_map(|(label, id, target)| DataChannel {
        label,
        id,
        target,
    });
    let received = (sid(), any::<u32>()).prop_map(|(publisher, last_sequence)| Received {
        publisher,
        last_sequence,
    });
    (
        proptest::option::of(description()),
        proptest::option::of(description()),
        (distinct_tracks(), any::<bool>(), vec(track_id(), 0..4)),
        vec(published, 0..3),
        vec(channel, 0..3),
        vec(received, 0..3),
    )
        .prop_map(
            |(answer, offer, (tracks, subscribe, disabled), published, data_channels, received)| {
                SyncState {
                    answer,
                    offer,
                    tracks,
                    subscribe,
                    published,
                    data_channels,
                    disabled,
                    received,
                }
            },
        )
}

pub fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        description().prop_map(|d| Request::Offer {
            sdp: d.sdp,
            id: d.id
        }),
        description().prop_map(|d| Request::Answer {
            sdp: d.sdp,
            id: d.id
        }),
        (target(), text(), any::<bool>()).prop_map(|(target, candidate_init, is_final)| {
            Request::Trickle {
                target,
                candidate_init,
                is_final,
            }
        }),
        add_track().prop_map(|track| Request::AddTrack(Box::new(track))),
        (track_id(), any::<bool>()).prop_map(|(track, muted)| Request::Mute { track, muted }),
        (distinct_tracks(), any::<bool>())
            .prop_map(|(tracks, subscribe)| Request::Subscription { tracks, subscribe }),
        (
            vec(track_id(), 0..4),
            any::<bool>(),
            quality(),
            any::<[u32; 4]>()
        )
            .prop_map(
                |(tracks, disabled, quality, [width, height, fps, priority])| {
                    Request::TrackSetting(TrackSetting {
                        tracks,
                        disabled,
                        quality,
                        width,
                        height,
                        fps,
                        priority,
                    })
                }
            ),
        (any::<u32>(), text(), text(), attributes()).prop_map(
            |(request_id, name, metadata, attributes)| {
                Request::UpdateMetadata(MetadataUpdate {
                    request_id,
                    name,
                    metadata,
                    attributes,
                })
            }
        ),
        sync_state().prop_map(|state| Request::SyncState(Box::new(state))),
        reason().prop_map(|reason| Request::Leave { reason }),
        any::<i64>().prop_map(|timestamp_ms| Request::Ping { timestamp_ms }),
        any::<(i64, i64)>().prop_map(|(timestamp_ms, rtt_ms)| Request::PingReq {
            timestamp_ms,
            rtt_ms
        }),
        Just(Request::Ignored),
    ]
}

fn ice_servers() -> impl Strategy<Value = Vec<IceServer>> {
    let server =
        (vec(text(), 0..3), text(), text()).prop_map(|(urls, username, credential)| IceServer {
            urls,
            username,
            credential: Secret::new(credential),
        });
    vec(server, 0..3)
}

fn server() -> impl Strategy<Value = ServerInfo> {
    (filled(), any::<i32>(), text(), text()).prop_map(|(version, protocol, region, node_id)| {
        ServerInfo {
            version,
            protocol,
            region,
            node_id,
        }
    })
}

fn join() -> impl Strategy<Value = JoinResponse> {
    (
        room(),
        participant(),
        vec(participant(), 0..3),
        (server(), ice_servers(), vec(codec(), 0..3)),
        (
            any::<bool>(),
            any::<bool>(),
            1..=i32::MAX as u32,
            1..=i32::MAX as u32,
        ),
    )
        .prop_map(|(room, participant, other_participants, lists, flags)| {
            let (server, ice_servers, enabled_publish_codecs) = lists;
            let (subscriber_primary, fast_publish, ping_interval_s, ping_timeout_s) = flags;
            JoinResponse {
                room,
                participant,
                other_participants,
                server,
                ice_servers,
                subscriber_primary,
                ping_interval_s,
                ping_timeout_s,
                enabled_publish_codecs,
                fast_publish,
            }
        })
}

pub fn response() -> impl Strategy<Value = Response> {
    let speaker = (sid(), 0.0_f32..=1.0, any::<bool>())
        .prop_map(|(sid, level, active)| SpeakerInfo { sid, level, active });
    let line = (sid(), line(), 0.0_f32..=100.0).prop_map(|(sid, quality, score)| QualityInfo {
        sid,
        quality,
        score,
    });
    let stream = (sid(), track_id(), stream_state()).prop_map(|(participant, track, state)| {
        StreamStateInfo {
            participant,
            track,
            state,
        }
    });
    let subscribed = (text(), vec((quality(), any::<bool>()), 0..4))
        .prop_map(|(codec, qualities)| SubscribedCodec { codec, qualities });
    prop_oneof![
        join().prop_map(|join| Response::Join(Box::new(join))),
        (server(), ice_servers(), any::<u32>()).prop_map(
            |(server, ice_servers, last_message_seq)| {
                Response::Reconnect(Box::new(ReconnectResponse {
                    ice_servers,
                    server,
                    last_message_seq,
                }))
            }
        ),
        description().prop_map(|d| Response::Offer {
            sdp: d.sdp,
            id: d.id
        }),
        description().prop_map(|d| Response::Answer {
            sdp: d.sdp,
            id: d.id
        }),
        (target(), text(), any::<bool>()).prop_map(|(target, candidate_init, is_final)| {
            Response::Trickle {
                target,
                candidate_init,
                is_final,
            }
        }),
        vec(participant(), 0..3).prop_map(Response::Update),
        (text(), track()).prop_map(|(cid, track)| Response::TrackPublished {
            cid,
            track: Box::new(track)
        }),
        track_id().prop_map(|track| Response::TrackUnpublished { track }),
        track_id().prop_map(|track| Response::TrackSubscribed { track }),
        (track_id(), any::<bool>()).prop_map(|(track, muted)| Response::Mute { track, muted }),
        vec(speaker, 0..4).prop_map(Response::Speakers),
        room().prop_map(Response::RoomUpdate),
        vec(line, 0..4).prop_map(Response::ConnectionQuality),
        (reason(), action()).prop_map(|(reason, action)| Response::Leave { reason, action }),
        any::<i64>().prop_map(|timestamp_ms| Response::Pong { timestamp_ms }),
        any::<(i64, i64)>().prop_map(
            |(last_ping_timestamp_ms, timestamp_ms)| Response::PongResp {
                last_ping_timestamp_ms,
                timestamp_ms,
            }
        ),
        (any::<u32>(), outcome(), text()).prop_map(|(request_id, outcome, message)| {
            Response::RequestResponse {
                request_id,
                outcome,
                message,
            }
        }),
        text().prop_map(|token| Response::RefreshToken(Secret::new(token))),
        vec(stream, 0..4).prop_map(Response::StreamStateUpdate),
        (track_id(), vec(subscribed, 0..3))
            .prop_map(|(track, codecs)| Response::SubscribedQualityUpdate { track, codecs }),
        Just(Response::Ignored),
    ]
}
