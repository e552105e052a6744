//! LiveKit's enumerations, each total: a number we do not know becomes the harmless member named below.

use livekit_protocol as proto;

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident = $proto:path, else $fallback:ident {
        $($(#[$variant_doc:meta])* $variant:ident),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// The number on the wire.
            pub(crate) fn to_wire(self) -> i32 {
                use $proto as Wire;
                match self {
                    $(Self::$variant => Wire::$variant as i32),+
                }
            }

            /// The member of a number from the wire.
            pub(crate) fn from_wire(number: i32) -> Self {
                use $proto as Wire;
                match Wire::try_from(number) {
                    $(Ok(Wire::$variant) => Self::$variant,)+
                    #[allow(unreachable_patterns)] // where every member of LiveKit's is one of ours
                    _ => Self::$fallback,
                }
            }
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// Which of a participant's two peer connections a candidate belongs to. Unknown: the publisher.
    SignalTarget = proto::SignalTarget, else Publisher {
        /// The one the client offers on.
        Publisher,
        /// The one the server offers on.
        Subscriber,
    }
}

wire_enum! {
    /// What a track carries. Unknown: data, which nobody plays.
    TrackKind = proto::TrackType, else Data {
        /// Sound.
        Audio,
        /// Picture.
        Video,
        /// Neither.
        Data,
    }
}

wire_enum! {
    /// Where a track comes from.
    TrackSource = proto::TrackSource, else Unknown {
        /// Not said, or a source added to the protocol later.
        Unknown,
        /// A camera.
        Camera,
        /// A microphone.
        Microphone,
        /// The picture of a shared screen.
        ScreenShare,
        /// The sound of a shared screen.
        ScreenShareAudio,
    }
}

wire_enum! {
    /// A simulcast layer, by rank and never by index. Unknown: the highest.
    VideoQuality = proto::VideoQuality, else High {
        /// `q`, a quarter of the width.
        Low,
        /// `h`, half of the width.
        Medium,
        /// `f`, the full picture; also the only layer of a track without simulcast.
        High,
        /// None at all.
        Off,
    }
}

wire_enum! {
    /// How far a participant has got. Unknown: joining.
    ParticipantState = proto::participant_info::State, else Joining {
        /// The socket is open.
        Joining,
        /// The server has an offer of its.
        Joined,
        /// Media can flow.
        Active,
        /// Out.
        Disconnected,
    }
}

wire_enum! {
    /// A participant's line, as the server judges it. Unknown: good.
    ConnectionQuality = proto::ConnectionQuality, else Good {
        /// Score up to 40.
        Poor,
        /// Score above 40.
        Good,
        /// Score above 80.
        Excellent,
        /// Score up to 20.
        Lost,
    }
}

wire_enum! {
    /// What a client should do when told to leave. Unknown: stay out.
    LeaveAction = proto::leave_request::Action, else Disconnect {
        /// Stay out.
        Disconnect,
        /// Come back with `reconnect=1` and the same session.
        Resume,
        /// Come back as a new session.
        Reconnect,
    }
}

wire_enum! {
    /// Whether the server sends a subscribed track now. Unknown: it does.
    StreamState = proto::StreamState, else Active {
        /// It does.
        Active,
        /// It stopped for lack of bandwidth.
        Paused,
    }
}

wire_enum! {
    /// What became of a request that carried an id. Unknown: an error.
    RequestOutcome = proto::request_response::Reason, else UnclassifiedError {
        /// Done.
        Ok,
        /// The thing named is not there.
        NotFound,
        /// The token does not allow it.
        NotAllowed,
        /// Too large, too many or too often.
        LimitExceeded,
        /// Taken, not done yet.
        Queued,
        /// This server does not know how.
        UnsupportedType,
        /// It failed.
        UnclassifiedError,
        /// It contradicts itself.
        InvalidRequest,
    }
}
