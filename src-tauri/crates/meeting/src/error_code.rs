//! Everything that can go wrong and reaches a person, by name: the page has a sentence, a cause and one thing to do
//! for each, in the person's own language.

use serde::{Deserialize, Serialize};

macro_rules! error_codes {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)+) => {
        /// What went wrong. The list is closed: a page that has no words for one of them does not build.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        pub enum ErrorCode {
            $($(#[$meta])* #[serde(rename = $name)] $variant,)+
        }

        impl ErrorCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// As scripts read it, for example `camera-busy`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

error_codes! {
    // Getting in.
    /// No address answered.
    Unreachable = "unreachable",
    /// It answered once and then said nothing.
    TimedOut = "timed-out",
    /// The connection broke before one was in.
    ConnectionBroken = "connection-broken",
    /// Sound and pictures do not get through: UDP is blocked.
    MediaBlocked = "media-blocked",
    /// Another computer than the invite's answered.
    WrongCertificate = "wrong-certificate",
    /// The system does not trust the server's certificate.
    UntrustedCertificate = "untrusted-certificate",
    /// The invite's secret is not that of the meeting.
    WrongInvite = "wrong-invite",
    /// There is no such meeting.
    UnknownMeeting = "unknown-meeting",
    /// Nobody new gets in.
    Locked = "locked",
    /// The host did not let one in.
    Denied = "denied",
    /// The place in the waiting room is gone.
    UnknownTicket = "unknown-ticket",
    /// There is no room for one more.
    Full = "full",
    /// Too many requests from this address.
    TooMany = "too-many",
    /// The other side did not understand the request.
    BadRequest = "bad-request",
    /// The token is wrong, or has expired.
    WrongToken = "wrong-token",
    /// The server cannot take anybody now.
    Unavailable = "unavailable",
    /// A host put one out, for good.
    Removed = "removed",
    /// The meeting is over.
    Ended = "ended",
    /// What answered is no meeting server.
    Garbage = "garbage",
    /// This is no address of a server.
    BadAddress = "bad-address",
    // Links.
    /// This is no link of ours.
    BadLink = "bad-link",
    /// It is one, and it is cut off or changed.
    DamagedLink = "damaged-link",
    /// A newer version made it.
    NewerLink = "newer-link",
    // In a meeting.
    /// Only a host may do that.
    NotAllowed = "not-allowed",
    /// It is about somebody who has gone.
    Nobody = "nobody",
    /// The server could not be asked.
    ControlFailed = "control-failed",
    /// What was written did not get through.
    ChatNotSent = "chat-not-sent",
    /// Only the host may end it.
    EndNotAllowed = "end-not-allowed",
    /// The End has not got through yet, and is being repeated.
    EndDelayed = "end-delayed",
    /// One has to be in for that.
    NotInYet = "not-in-yet",
    // Devices.
    /// There is none, or not this one.
    CameraMissing = "camera-missing",
    /// Another program has it.
    CameraBusy = "camera-busy",
    /// The system does not allow it.
    CameraRefused = "camera-refused",
    /// It is open and delivers nothing.
    CameraHung = "camera-hung",
    /// It was unplugged.
    CameraLost = "camera-lost",
    /// It does not let go.
    CameraStuck = "camera-stuck",
    /// Anything else.
    CameraFailed = "camera-failed",
    /// There is none, or not this one.
    MicrophoneMissing = "microphone-missing",
    /// Another program has it.
    MicrophoneBusy = "microphone-busy",
    /// The system does not allow it.
    MicrophoneRefused = "microphone-refused",
    /// It is open and delivers nothing.
    MicrophoneHung = "microphone-hung",
    /// It was unplugged.
    MicrophoneLost = "microphone-lost",
    /// It was unplugged, or is not there, and the system's default is in use instead.
    MicrophoneReplaced = "microphone-replaced",
    /// It does not let go.
    MicrophoneStuck = "microphone-stuck",
    /// Anything else.
    MicrophoneFailed = "microphone-failed",
    /// There is none, or not this one.
    SpeakerMissing = "speaker-missing",
    /// Another program has it.
    SpeakerBusy = "speaker-busy",
    /// The system does not allow it.
    SpeakerRefused = "speaker-refused",
    /// It is open and takes nothing.
    SpeakerHung = "speaker-hung",
    /// It was unplugged.
    SpeakerLost = "speaker-lost",
    /// It was unplugged, or is not there, and the system's default is in use instead.
    SpeakerReplaced = "speaker-replaced",
    /// It does not let go.
    SpeakerStuck = "speaker-stuck",
    /// Anything else.
    SpeakerFailed = "speaker-failed",
    /// What was to be shared is not there any more.
    ScreenMissing = "screen-missing",
    /// The system, or the person whom it asked, does not allow it.
    ScreenRefused = "screen-refused",
    /// It gives no picture.
    ScreenHung = "screen-hung",
    /// What was shared is gone: the window was closed, the screen unplugged.
    ScreenLost = "screen-lost",
    /// It does not stop being read.
    ScreenStuck = "screen-stuck",
    /// Anything else.
    ScreenFailed = "screen-failed",
    /// A device is still closing after the meeting.
    DeviceStuck = "device-stuck",
    /// The media file is not there.
    FileMissing = "file-missing",
    /// It cannot be read or written.
    FileFailed = "file-failed",
    /// It is no Y4M video.
    FileNotY4m = "file-not-y4m",
    /// It is no WAV sound.
    FileNotWav = "file-not-wav",
    /// It is of an unusual kind.
    FileUnsupported = "file-unsupported",
    /// A codec refused.
    CodecFailed = "codec-failed",
    /// The computer could not start another task.
    NoThread = "no-thread",
    // Hosting.
    /// The meeting could not be opened on this computer.
    CannotHost = "cannot-host",
    /// This computer has no network for it.
    NoNetwork = "no-network",
    /// What has to be remembered of meetings cannot be written.
    HostingStorage = "hosting-storage",
    // Another server.
    /// It cannot be reached.
    OtherServerUnreachable = "other-server-unreachable",
    /// It does not know the key, or another secret.
    OtherServerKey = "other-server-key",
    /// It is no LiveKit server.
    OtherServerUnknown = "other-server-unknown",
    /// It would be spoken to in the clear.
    OtherServerPlain = "other-server-plain",
    /// Its secret cannot be kept, or is gone.
    OtherServerSecret = "other-server-secret",
    // The program.
    /// There is no lobby to join from.
    NoLobby = "no-lobby",
    /// There is no meeting to do that in.
    NoMeeting = "no-meeting",
    /// The meeting one is in comes first.
    InMeeting = "in-meeting",
    /// The summary could not be written.
    NotSaved = "not-saved",
    /// The settings could not be read: they were put aside, and the usual ones are in use.
    SettingsReset = "settings-reset",
    /// The settings cannot be written.
    SettingsNotKept = "settings-not-kept",
    /// The system did not take the order to start the program with the computer, or not to.
    AutostartFailed = "autostart-failed",
    /// The clipboard did not take it.
    ClipboardFailed = "clipboard-failed",
    /// The system has nothing to show a web page with.
    NoBrowser = "no-browser",
    /// An error in the program.
    Internal = "internal",
}

impl ErrorCode {
    /// The code of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_read_back_by_its_name_and_no_two_share_one() {
        let mut names = HashSet::new();
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::named(code.name()), Some(*code));
            assert_eq!(
                serde_json::to_value(code).ok(),
                Some(code.name().into()),
                "scripts and the page read the same name"
            );
            assert!(names.insert(code.name()), "{code}");
        }
        assert_eq!(ErrorCode::named("nonsense"), None);
    }
}
