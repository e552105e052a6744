//! All that the page may ask of the shell and hear from it: the commands, the one event and their types.
//! `ui/src/bindings.ts` is generated from here.

use std::{collections::BTreeMap, path::Path};

use adjourn_engine::{JoinError, LocalMedia, Summary};
use adjourn_media::DeviceInfo as MediaDevice;
use adjourn_meeting::{AwayRule, FarewellText, MeetingEvent, ParticipantId, Role, StreamKind};
use adjourn_server::ServerError;
use adjourn_signal::{control::ControlRequest, door, invite::InviteError};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Typescript;
use tauri::{AppHandle, State, Wry};
use tauri_specta::{Builder, Event, collect_commands, collect_events};

use crate::shell::Shell;

/// Why a command failed.
#[derive(Clone, Debug, Serialize, Type, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// Stable, for programs.
    pub code: String,
    /// What happened and what to do, in a sentence.
    pub message: String,
}

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
}

/// What is kept from one run to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What the others see; empty until it has been typed once.
    pub name: String,
    /// The chosen camera; the system's first without one.
    pub camera_id: Option<String>,
    /// The chosen microphone; the system's default without one.
    pub microphone_id: Option<String>,
    /// The chosen speaker; the system's default without one.
    pub speaker_id: Option<String>,
    /// What the next meeting of one's own starts with.
    pub rules: MeetingRules,
}

/// The rules that a meeting starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MeetingRules {
    /// Who comes waits to be let in.
    pub lobby: bool,
    /// What happens when the host's computer goes away.
    pub away: AwayRule,
}

impl Default for MeetingRules {
    /// Guests wait, and the meeting outlives its host's computer by five minutes.
    fn default() -> Self {
        Self {
            lobby: true,
            away: AwayRule::EndAfter { seconds: 300 },
        }
    }
}

/// How a summary is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum SummaryFormat {
    /// Everything, for programs.
    Json,
    /// The people, for a spreadsheet.
    Csv,
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

/// What a host or co-host does in a meeting. What comes of it is told by events.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "do", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Control {
    /// Lets in one who waits.
    Admit {
        /// Who.
        id: ParticipantId,
    },
    /// Turns one away who waits.
    Deny {
        /// Who.
        id: ParticipantId,
    },
    /// Lets in everybody who waits.
    AdmitAll {},
    /// Who comes from now on waits to be let in, or not.
    SetLobby {
        /// On or off.
        on: bool,
    },
    /// Nobody new gets in, or not any more.
    Lock {
        /// On or off.
        on: bool,
    },
    /// Silences one, or everybody who is not a host.
    Mute {
        /// Whom; everybody when none.
        identity: Option<ParticipantId>,
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Asks one to turn something on.
    Ask {
        /// Whom.
        identity: ParticipantId,
        /// Microphone or camera.
        kind: StreamKind,
    },
    /// Says what one may do from now on.
    SetRole {
        /// Who.
        identity: ParticipantId,
        /// What it is then.
        role: Role,
    },
    /// Puts one out, for good.
    Remove {
        /// Whom.
        identity: ParticipantId,
    },
    /// The meeting ends in a while; again: at another time.
    AnnounceEnd {
        /// In so many seconds, 10 to 3600.
        in_seconds: u32,
    },
    /// It does not.
    CancelEnd {},
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

/// The one event: everything of the meeting, and what concerns this window only.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(untagged)]
pub enum AppEvent {
    /// Of the meeting.
    Meeting(MeetingEvent),
    /// Of this window.
    Window(WindowEvent),
}

/// What concerns this window only.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum WindowEvent {
    /// My own devices are in another state.
    LocalMediaChanged {
        /// Which.
        media: LocalMedia,
    },
    /// Ten times a second in the lobby and in a meeting.
    MicrophoneLevel {
        /// 0 to 1.
        level: f32,
    },
    /// Five times a second in a meeting, while somebody is to be heard.
    Speaking {
        /// Loudness 0 to 1 by participant; who is silent is left out.
        levels: BTreeMap<String, f32>,
    },
    /// A device came or went.
    DevicesChanged {
        /// All there are now.
        devices: Devices,
    },
    /// The program was called with an invite while it was running.
    LinkOpened {
        /// The invite as it was given.
        link: String,
    },
    /// The window was asked to close during a meeting: to be answered with `closeWindow`.
    CloseRequested {},
}

type Answer<T> = Result<T, AppError>;

/// What the page asks first; the link is given once.
#[tauri::command]
#[specta::specta]
async fn startup(shell: State<'_, Shell>) -> Answer<Startup> {
    Ok(shell.startup())
}

/// Opens a meeting on this computer, joins it as its host and puts the invite on the clipboard.
#[tauri::command]
#[specta::specta]
async fn new_meeting(shell: State<'_, Shell>, name: String, rules: MeetingRules) -> Answer<()> {
    shell.new_meeting(&name, rules).await
}

/// Remembers the rules for new meetings.
#[tauri::command]
#[specta::specta]
fn set_rules(shell: State<'_, Shell>, rules: MeetingRules) -> Answer<()> {
    shell.set_rules(rules);
    Ok(())
}

/// Asks who is there and opens the preview.
#[tauri::command]
#[specta::specta]
async fn open_link(shell: State<'_, Shell>, link: String) -> Answer<Lobby> {
    shell.open_link(&link).await
}

/// Asks whether a meeting is open, and who is there.
#[tauri::command]
#[specta::specta]
async fn look_up(link: String) -> Answer<Lobby> {
    crate::shell::look_up_link(&link).await
}

/// The meeting that this computer still carries after its host has left; `null` when it is over.
#[tauri::command]
#[specta::specta]
async fn carried(shell: State<'_, Shell>) -> Answer<Option<Lobby>> {
    Ok(shell.carried().await)
}

/// Comes back into it, as its host.
#[tauri::command]
#[specta::specta]
async fn rejoin(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.rejoin(&name).await
}

/// Goes back to the start and closes the preview.
#[tauri::command]
#[specta::specta]
async fn close_lobby(shell: State<'_, Shell>) -> Answer<()> {
    shell.close_lobby().await;
    Ok(())
}

/// Joins the meeting of the lobby.
#[tauri::command]
#[specta::specta]
async fn join(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.join(&name).await
}

/// Goes. Nothing more is sent once this has returned.
#[tauri::command]
#[specta::specta]
fn leave(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.leave();
    Ok(())
}

/// Ends the meeting for everyone. Nothing more is sent once this has returned.
#[tauri::command]
#[specta::specta]
fn end_for_all(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.end_for_all();
    Ok(())
}

/// Stops all outgoing media until [`stay`]: the question whether to leave is being asked.
#[tauri::command]
#[specta::specta]
fn cut(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.cut();
    Ok(())
}

/// Takes back [`cut`].
#[tauri::command]
#[specta::specta]
fn stay(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.stay();
    Ok(())
}

/// Answers `close-requested`.
#[tauri::command]
#[specta::specta]
fn close_window(shell: State<'_, Shell>, answer: CloseAnswer) -> Answer<()> {
    shell.close_window(answer);
    Ok(())
}

/// Does what only hosts and co-hosts may; the server decides, and a refusal comes as an `error` event.
#[tauri::command]
#[specta::specta]
fn control(shell: State<'_, Shell>, request: Control) -> Answer<()> {
    shell.engine.control(request.into());
    Ok(())
}

/// Tells those still there why I have left.
#[tauri::command]
#[specta::specta]
fn farewell(shell: State<'_, Shell>, text: FarewellText) -> Answer<()> {
    shell.engine.farewell(text);
    Ok(())
}

/// Who was in the meeting that was left last, and when; `null` without one.
#[tauri::command]
#[specta::specta]
fn summary(shell: State<'_, Shell>) -> Answer<Option<Summary>> {
    Ok(shell.engine.summary())
}

/// Saves it among the user's downloads and says where; `null` without a meeting.
#[tauri::command]
#[specta::specta]
async fn save_summary(shell: State<'_, Shell>, format: SummaryFormat) -> Answer<Option<String>> {
    shell.save_summary(format).await
}

/// Turns the microphone on or off.
#[tauri::command]
#[specta::specta]
fn set_microphone(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.engine.set_microphone(on);
    Ok(())
}

/// Turns the camera on or off; off releases it.
#[tauri::command]
#[specta::specta]
fn set_camera(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.engine.set_camera(on);
    Ok(())
}

/// The devices there are now.
#[tauri::command]
#[specta::specta]
async fn devices() -> Answer<Devices> {
    Ok(crate::shell::list_devices().await)
}

/// Uses another camera from now on; `null` is the system's first.
#[tauri::command]
#[specta::specta]
fn choose_camera(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_camera(id);
    Ok(())
}

/// Uses another microphone from now on; `null` is the system's default.
#[tauri::command]
#[specta::specta]
fn choose_microphone(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_microphone(id);
    Ok(())
}

/// Uses another speaker from now on; `null` is the system's default.
#[tauri::command]
#[specta::specta]
fn choose_speaker(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_speaker(id);
    Ok(())
}

/// Puts the invite of this meeting on the clipboard and gives it back.
#[tauri::command]
#[specta::specta]
async fn copy_invite(shell: State<'_, Shell>) -> Answer<String> {
    shell.copy_invite().await
}

/// Remembers the name.
#[tauri::command]
#[specta::specta]
fn set_name(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.set_name(&name);
    Ok(())
}

/// The page's decoder cannot go on with this stream.
#[tauri::command]
#[specta::specta]
fn request_key_frame(
    shell: State<'_, Shell>,
    participant_id: ParticipantId,
    kind: StreamKind,
) -> Answer<()> {
    shell.engine.request_key_frame(&participant_id, kind);
    Ok(())
}

/// Plays a short tone on the chosen speaker.
#[tauri::command]
#[specta::specta]
async fn test_speaker(shell: State<'_, Shell>) -> Answer<()> {
    shell.test_speaker().await
}

/// Commands and event as Tauri takes them.
pub fn contract() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            startup,
            new_meeting,
            set_rules,
            open_link,
            look_up,
            carried,
            rejoin,
            close_lobby,
            join,
            leave,
            end_for_all,
            cut,
            stay,
            close_window,
            control,
            farewell,
            summary,
            save_summary,
            set_microphone,
            set_camera,
            devices,
            choose_camera,
            choose_microphone,
            choose_speaker,
            copy_invite,
            set_name,
            request_key_frame,
            test_speaker,
        ])
        .events(collect_events![AppEvent])
        // What the page gets is what counts; it sends nothing whose shape differs.
        .disable_serde_phases()
}

/// Writes `ui/src/bindings.ts`.
///
/// # Errors
/// The file cannot be written, or a type has no TypeScript equal: both in words.
pub fn export_bindings(path: &Path) -> Result<(), String> {
    contract()
        .export(Typescript::default(), path)
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

impl AppEvent {
    /// Tells the page. While the window is being closed there is nobody to tell.
    pub fn tell(self, app: &AppHandle) {
        if let Err(error) = self.emit(app) {
            tracing::debug!(%error, "the page did not hear an event");
        }
    }
}

impl From<WindowEvent> for AppEvent {
    fn from(event: WindowEvent) -> Self {
        Self::Window(event)
    }
}

impl AppError {
    /// An error of the shell's own.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}

impl From<InviteError> for AppError {
    fn from(error: InviteError) -> Self {
        Self::new("bad-link", error.to_string())
    }
}

impl From<JoinError> for AppError {
    fn from(error: JoinError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<ServerError> for AppError {
    fn from(error: ServerError) -> Self {
        Self::new("cannot-host", error.to_string())
    }
}

impl From<adjourn_media::MediaError> for AppError {
    fn from(error: adjourn_media::MediaError) -> Self {
        Self::new(error.code(), error.to_string())
    }
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

impl From<Control> for ControlRequest {
    fn from(control: Control) -> Self {
        match control {
            Control::Admit { id } => Self::Admit { id },
            Control::Deny { id } => Self::Deny { id },
            Control::AdmitAll {} => Self::AdmitAll {},
            Control::SetLobby { on } => Self::SetLobby { on },
            Control::Lock { on } => Self::Lock { on },
            Control::Mute { identity, kind } => Self::Mute { identity, kind },
            Control::Ask { identity, kind } => Self::Ask { identity, kind },
            Control::SetRole { identity, role } => Self::SetRole { identity, role },
            Control::Remove { identity } => Self::Remove { identity },
            Control::AnnounceEnd { in_seconds } => Self::AnnounceEnd { in_seconds },
            Control::CancelEnd {} => Self::CancelEnd {},
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
