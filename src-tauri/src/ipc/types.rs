//! The values that commands take and give.

use adjourn_media::DeviceInfo as MediaDevice;
use adjourn_meeting::{AwayRule, MeetingEvent, ParticipantId, Reason};
use adjourn_signal::door;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AppError, Settings};

/// What the page starts with.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Startup {
    /// As they were kept.
    pub settings: Settings,
    /// The invite that the program was opened with.
    pub link: Option<String>,
    /// Where the pictures are.
    pub frames: FramesAddress,
    /// None yet: they follow with the first `devices-changed`.
    pub devices: Devices,
    /// The system.
    pub platform: Platform,
    /// Of the program.
    pub version: String,
    /// The meetings one was in last, newest first.
    pub recent: Vec<Recent>,
    /// The meeting that this computer still carries, after the program was killed.
    pub carried: Option<Lobby>,
    /// Which window this is.
    pub view: View,
    /// The system's language as a tag of BCP 47, for example `de-CH`.
    pub locale: String,
    /// What went wrong before there was a page to tell it.
    pub notices: Vec<AppError>,
    /// The meeting as it is, as the events that lead there: to be heard before any other. Empty outside of one.
    pub so_far: Vec<MeetingEvent>,
    /// Since when I am in it, in Unix milliseconds.
    pub joined_at: Option<f64>,
    /// Whom I keep large in it.
    pub pinned: Option<ParticipantId>,
}

/// What can be shared: all that a monitor shows, or one window.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShareSource {
    /// For `startShare`.
    pub id: String,
    /// Which of them.
    pub kind: ShareKind,
    /// A window's title; empty for a screen.
    pub label: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it looks now, a PNG as a `data:` URL.
    pub picture: Option<String>,
}

/// What kind of thing can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ShareKind {
    /// All that one monitor shows.
    Screen,
    /// One window.
    Window,
    /// The system asks the person itself, and shows nothing before: it is the only one then.
    Portal,
}

/// What of the devices this program still holds, as the system says. None where it cannot be asked.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldDevices {
    /// A video device is open.
    pub camera: Option<bool>,
    /// Sound is recorded.
    pub microphone: Option<bool>,
    /// Sound is played.
    pub speaker: Option<bool>,
}

/// Which of the windows a page is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// The one with everything.
    Main,
    /// The small one that stays on top while the main one is out of sight.
    Mini,
}

impl View {
    /// The window's label, which the capabilities name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Mini => "mini",
        }
    }

    /// The window of that label.
    pub fn of(label: &str) -> Self {
        if label == Self::Mini.label() {
            Self::Mini
        } else {
            Self::Main
        }
    }
}

/// A meeting that one was in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recent {
    /// What people call it.
    pub title: String,
    /// The host's name, where it is known.
    pub host: Option<String>,
    /// The invite.
    pub link: String,
    /// When one was in it last, in Unix milliseconds.
    pub at: f64,
    /// It was one's own.
    pub hosted: bool,
    /// How and when one went; none while one is there, and where that was not seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How many I ended it for, myself among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_for: Option<u32>,
    /// A summary of it is kept.
    #[serde(default)]
    pub summary: bool,
}

/// The invite of a meeting, and what its addresses mean.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct InviteInfo {
    /// The link to hand out.
    pub link: String,
    /// Where it leads, best first.
    pub addresses: Vec<InviteAddress>,
}

/// One address of an invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct InviteAddress {
    /// `host:port`
    pub address: String,
    /// Who can get there.
    pub reach: Reach,
}

/// From where an address can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Only from this computer.
    ThisComputer,
    /// From the same network, or through a VPN into it.
    LocalNetwork,
    /// From everywhere, as far as no firewall is in the way.
    Internet,
}

/// The words outside of the page, which the page says in its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TrayLabel {
    /// Which meeting it is and how many are there, while there is one.
    Meeting,
    /// Bring the window to the front.
    Show,
    /// Turn the microphone off.
    Mute,
    /// Turn the microphone on.
    Unmute,
    /// Turn the camera off.
    CameraOff,
    /// Turn the camera on.
    CameraOn,
    /// Put the invite on the clipboard.
    CopyInvite,
    /// Leave the meeting.
    Leave,
    /// End it for everyone.
    End,
    /// Quit the program.
    Quit,
    /// The title of the small window.
    Mini,
}

/// How a summary is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum SummaryFormat {
    /// Everything, for programs.
    Json,
    /// The people, for a spreadsheet.
    Csv,
    /// What was written in the chat, for a spreadsheet.
    ChatCsv,
}

/// What the user wants when the window is closed during a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CloseAnswer {
    /// Go, and close the window.
    Leave,
    /// End the meeting for everyone, and close the window.
    End,
    /// Go on as before.
    Stay,
}

/// The frames socket.
#[derive(Clone, Debug, Serialize, Type)]
pub struct FramesAddress {
    /// `ws://127.0.0.1:PORT`
    pub url: String,
    /// To be given as `?token=`; of this run only.
    pub token: String,
}

/// The devices of this computer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Type)]
pub struct Devices {
    /// Cameras.
    pub cameras: Vec<DeviceInfo>,
    /// Microphones.
    pub microphones: Vec<DeviceInfo>,
    /// Speakers.
    pub speakers: Vec<DeviceInfo>,
}

/// One device.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceInfo {
    /// To choose it by.
    pub id: String,
    /// For people.
    pub name: String,
    /// The one that is used without a choice.
    pub is_default: bool,
}

/// The operating system.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// And what is like it.
    Linux,
    /// Command instead of Ctrl.
    Macos,
    /// Windows.
    Windows,
}

/// What is known of a meeting before joining it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Lobby {
    /// What people call it.
    pub title: String,
    /// The host's name, if the host is in.
    pub host: Option<String>,
    /// Names of those who are in.
    pub people: Vec<String>,
    /// When it was opened, in Unix milliseconds.
    pub open_since_ms: f64,
    /// Who comes waits to be let in.
    pub lobby: bool,
    /// Nobody new gets in.
    pub locked: bool,
    /// What happens when the host's computer goes away, where it was chosen.
    pub away: Option<AwayRule>,
}

impl From<door::Info> for Lobby {
    fn from(info: door::Info) -> Self {
        Self {
            title: info.title,
            host: info.host,
            people: info.people,
            open_since_ms: info.open_since_ms as f64,
            lobby: info.lobby,
            locked: info.locked,
            away: info.away,
        }
    }
}

impl From<MediaDevice> for DeviceInfo {
    fn from(device: MediaDevice) -> Self {
        Self {
            id: device.id,
            name: device.name,
            is_default: device.is_default,
        }
    }
}

impl Platform {
    /// The one this program was built for.
    pub const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Macos
    } else {
        Self::Linux
    };
}

impl TrayLabel {
    /// As long as the page has not said it in its language.
    pub fn english(self) -> &'static str {
        match self {
            Self::Meeting => "Adjourn",
            Self::Show => "Show Adjourn",
            Self::Mute => "Mute",
            Self::Unmute => "Unmute",
            Self::CameraOff => "Turn camera off",
            Self::CameraOn => "Turn camera on",
            Self::CopyInvite => "Copy invite",
            Self::Leave => "Leave",
            Self::End => "End for all…",
            Self::Quit => "Quit Adjourn",
            Self::Mini => "Adjourn",
        }
    }
}
