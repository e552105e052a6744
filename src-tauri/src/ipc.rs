//! All that the page may ask of the shell and hear from it: the commands, the one event and their types.
//! `ui/src/bindings.ts` is generated from here.

mod commands;
mod control;
mod error;
mod event;
mod settings;
mod types;

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, collect_commands, collect_events};

pub use self::{
    control::Control,
    error::{AppError, Facts},
    event::{AppEvent, WindowEvent},
    settings::{MeetingRules, OtherServerPlace, Settings, TextSize, Theme},
    types::{
        CloseAnswer, DeviceInfo, Devices, FramesAddress, HeldDevices, InviteAddress, InviteInfo,
        Lobby, Platform, Reach, Recent, ShareKind, ShareSource, Startup, SummaryFormat, TrayLabel,
        View,
    },
};

/// Commands and event as Tauri takes them.
pub fn contract() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            commands::startup,
            commands::new_meeting,
            commands::open_link,
            commands::look_up,
            commands::carried,
            commands::rejoin,
            commands::end_carried,
            commands::close_lobby,
            commands::join,
            commands::leave,
            commands::end_for_all,
            commands::cut,
            commands::stay,
            commands::close_window,
            commands::quit,
            commands::control,
            commands::farewell,
            commands::send_chat,
            commands::react,
            commands::set_hand,
            commands::summary,
            commands::kept_summary,
            commands::save_summary,
            commands::set_microphone,
            commands::set_camera,
            commands::devices,
            commands::held_devices,
            commands::share_sources,
            commands::start_share,
            commands::stop_share,
            commands::choose_camera,
            commands::choose_microphone,
            commands::choose_speaker,
            commands::test_speaker,
            commands::copy_invite,
            commands::invite_info,
            commands::forget_recent,
            commands::save_settings,
            commands::set_other_server,
            commands::run_here,
            commands::set_labels,
            commands::notify,
            commands::copy_details,
            commands::open_url,
            commands::pin,
            commands::set_view,
            commands::set_mini,
            commands::show_main,
            commands::request_key_frame,
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
