//! What the page may ask for. Each is one line of work for the [`Shell`] or the engine.

use std::collections::BTreeMap;

use adjourn_engine::{Summary, ViewTile};
use adjourn_media::ScreenSource;
use adjourn_meeting::{EndNote, FarewellText, ParticipantId, Reaction, Secret, StreamKind};
use tauri::{State, WebviewWindow};

use super::{
    AppError, CloseAnswer, Control, Devices, HeldDevices, InviteInfo, Lobby, MeetingRules,
    OtherServerPlace, Settings, ShareSource, Startup, SummaryFormat, TrayLabel, View,
};
use crate::shell::{Shell, share};

type Answer<T> = Result<T, AppError>;

/// What the page asks first; the link is given once.
#[tauri::command]
#[specta::specta]
pub async fn startup(shell: State<'_, Shell>, window: WebviewWindow) -> Answer<Startup> {
    Ok(shell.startup(View::of(window.label())).await)
}

/// Opens a meeting on this computer and joins it as its host. Without a title it is named after the host.
#[tauri::command]
#[specta::specta]
pub async fn new_meeting(
    shell: State<'_, Shell>,
    name: String,
    rules: MeetingRules,
    title: String,
) -> Answer<()> {
    shell.new_meeting(&name, &title, rules).await
}

/// Asks who is there and opens the preview.
#[tauri::command]
#[specta::specta]
pub async fn open_link(shell: State<'_, Shell>, link: String) -> Answer<Lobby> {
    shell.open_link(&link).await
}

/// Asks whether a meeting is open, and who is there.
#[tauri::command]
#[specta::specta]
pub async fn look_up(link: String) -> Answer<Lobby> {
    crate::shell::look_up_link(&link).await
}

/// The meeting that this computer still carries after its host has left; `null` when it is over.
#[tauri::command]
#[specta::specta]
pub async fn carried(shell: State<'_, Shell>) -> Answer<Option<Lobby>> {
    Ok(shell.carried().await)
}

/// Comes back into it, as its host.
#[tauri::command]
#[specta::specta]
pub async fn rejoin(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.rejoin(&name).await
}

/// Ends it for everyone, without going back into it.
#[tauri::command]
#[specta::specta]
pub async fn end_carried(shell: State<'_, Shell>) -> Answer<()> {
    shell.end_carried().await
}

/// Goes back to the start and closes the preview.
#[tauri::command]
#[specta::specta]
pub async fn close_lobby(shell: State<'_, Shell>) -> Answer<()> {
    shell.close_lobby().await;
    Ok(())
}

/// Joins the meeting of the lobby.
#[tauri::command]
#[specta::specta]
pub async fn join(shell: State<'_, Shell>, name: String) -> Answer<()> {
    shell.join(&name).await
}

/// Goes. Nothing more is sent once this has returned.
#[tauri::command]
#[specta::specta]
pub fn leave(shell: State<'_, Shell>) -> Answer<()> {
    shell.leave();
    Ok(())
}

/// Ends the meeting for everyone, who read `note`. Nothing more is sent once this has returned.
#[tauri::command]
#[specta::specta]
pub fn end_for_all(shell: State<'_, Shell>, note: Option<String>) -> Answer<()> {
    shell.end_for_all(note.as_deref().and_then(EndNote::new));
    Ok(())
}

/// Stops all outgoing media until [`stay`]: the question whether to leave is being asked.
#[tauri::command]
#[specta::specta]
pub fn cut(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.cut();
    Ok(())
}

/// Takes back [`cut`].
#[tauri::command]
#[specta::specta]
pub fn stay(shell: State<'_, Shell>) -> Answer<()> {
    shell.stay();
    Ok(())
}

/// Answers `close-requested`.
#[tauri::command]
#[specta::specta]
pub fn close_window(shell: State<'_, Shell>, answer: CloseAnswer) -> Answer<()> {
    shell.close_window(answer);
    Ok(())
}

/// Leaves, closes everything in order and ends the program, whatever still hangs.
#[tauri::command]
#[specta::specta]
pub fn quit(shell: State<'_, Shell>) -> Answer<()> {
    shell.quit();
    Ok(())
}

/// Does what only hosts and co-hosts may; the server decides, and a refusal comes as an `error` event.
#[tauri::command]
#[specta::specta]
pub fn control(shell: State<'_, Shell>, request: Control) -> Answer<()> {
    shell.control(request.into());
    Ok(())
}

/// Tells those still there why I have left.
#[tauri::command]
#[specta::specta]
pub fn farewell(shell: State<'_, Shell>, text: FarewellText) -> Answer<()> {
    shell.engine.farewell(text);
    Ok(())
}

/// Writes to everybody, or to one alone. It comes back as an event once it is sent.
#[tauri::command]
#[specta::specta]
pub fn send_chat(shell: State<'_, Shell>, text: String, to: Option<ParticipantId>) -> Answer<()> {
    shell.engine.send_chat(text, to);
    Ok(())
}

/// Gives everybody a sign.
#[tauri::command]
#[specta::specta]
pub fn react(shell: State<'_, Shell>, reaction: Reaction) -> Answer<()> {
    shell.engine.react(reaction);
    Ok(())
}

/// Raises my hand, or lowers it.
#[tauri::command]
#[specta::specta]
pub fn set_hand(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.engine.set_hand(on);
    Ok(())
}

/// Who was in the meeting that was left last, and when; `null` without one.
#[tauri::command]
#[specta::specta]
pub async fn summary(shell: State<'_, Shell>) -> Answer<Option<Summary>> {
    Ok(shell.engine.whole_summary().await)
}

/// The summary of my last stay in the meeting of this link; `null` where none is kept.
#[tauri::command]
#[specta::specta]
pub async fn kept_summary(shell: State<'_, Shell>, link: String) -> Answer<Option<Summary>> {
    shell.kept_summary(&link).await
}

/// Asks where to save the summary of the meeting of this link, or else of the one that was left last, and says where that
/// was; `null` without one, and when the question was put aside.
#[tauri::command]
#[specta::specta]
pub async fn save_summary(
    shell: State<'_, Shell>,
    link: Option<String>,
    format: SummaryFormat,
) -> Answer<Option<String>> {
    shell.save_summary(link.as_deref(), format).await
}

/// Turns the microphone on or off.
#[tauri::command]
#[specta::specta]
pub fn set_microphone(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.engine.set_microphone(on);
    Ok(())
}

/// Turns the camera on or off; off releases it.
#[tauri::command]
#[specta::specta]
pub fn set_camera(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.engine.set_camera(on);
    Ok(())
}

/// The devices there are now.
#[tauri::command]
#[specta::specta]
pub async fn devices() -> Answer<Devices> {
    Ok(crate::shell::list_devices().await)
}

/// What of the devices is still held, asked of the system once more after a meeting.
#[tauri::command]
#[specta::specta]
pub async fn held_devices() -> Answer<HeldDevices> {
    Ok(crate::shell::held_devices().await)
}

/// What of the screen can be shared now, each with a small picture.
#[tauri::command]
#[specta::specta]
pub async fn share_sources() -> Answer<Vec<ShareSource>> {
    share::sources().await
}

/// Shares a screen or a window with everybody, in place of what was shared before.
#[tauri::command]
#[specta::specta]
pub fn start_share(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.engine.share(Some(ScreenSource::Listed(id)));
    Ok(())
}

/// Stops sharing.
#[tauri::command]
#[specta::specta]
pub fn stop_share(shell: State<'_, Shell>) -> Answer<()> {
    shell.engine.share(None);
    Ok(())
}

/// Uses another camera from now on; `null` is the system's first.
#[tauri::command]
#[specta::specta]
pub fn choose_camera(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_camera(id);
    Ok(())
}

/// Uses another microphone from now on; `null` is the system's default.
#[tauri::command]
#[specta::specta]
pub fn choose_microphone(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_microphone(id);
    Ok(())
}

/// Uses another speaker from now on; `null` is the system's default.
#[tauri::command]
#[specta::specta]
pub fn choose_speaker(shell: State<'_, Shell>, id: Option<String>) -> Answer<()> {
    shell.choose_speaker(id);
    Ok(())
}

/// Puts the invite of this meeting on the clipboard and gives it back.
#[tauri::command]
#[specta::specta]
pub async fn copy_invite(shell: State<'_, Shell>) -> Answer<String> {
    shell.copy_invite().await
}

/// The invite of this meeting and where its addresses lead.
#[tauri::command]
#[specta::specta]
pub async fn invite_info(shell: State<'_, Shell>) -> Answer<InviteInfo> {
    shell.invite_info().await
}

/// Forgets a meeting that one was in; `null` is all of them.
#[tauri::command]
#[specta::specta]
pub async fn forget_recent(shell: State<'_, Shell>, link: Option<String>) -> Answer<()> {
    shell.forget_recent(link).await;
    Ok(())
}

/// The page's decoder cannot go on with this stream.
#[tauri::command]
#[specta::specta]
pub fn request_key_frame(
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
pub async fn test_speaker(shell: State<'_, Shell>) -> Answer<()> {
    shell.test_speaker().await
}

/// Keeps the settings and follows them: devices, start with the computer.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(shell: State<'_, Shell>, settings: Settings) -> Answer<()> {
    shell.save_settings(settings).await
}

/// Has new meetings run on another server from now on, once it has been asked and takes the key. The secret is kept
/// apart from the settings and never given back.
#[tauri::command]
#[specta::specta]
pub async fn set_other_server(
    shell: State<'_, Shell>,
    url: String,
    api_key: String,
    api_secret: String,
) -> Answer<OtherServerPlace> {
    let secret = Secret::new(api_secret);
    shell.set_other_server(&url, &api_key, secret).await
}

/// Has new meetings run on this computer again, and forgets the secret of the other server.
#[tauri::command]
#[specta::specta]
pub async fn run_here(shell: State<'_, Shell>) -> Answer<()> {
    shell.run_here().await
}

/// The words of the tray and of the small window's title, in the language of the page; those left out stay.
#[tauri::command]
#[specta::specta]
pub async fn set_labels(
    shell: State<'_, Shell>,
    labels: BTreeMap<TrayLabel, String>,
) -> Answer<()> {
    shell.set_labels(labels);
    Ok(())
}

/// Shows a notification, unless a window of the program is in front or the settings say no.
#[tauri::command]
#[specta::specta]
pub async fn notify(shell: State<'_, Shell>, title: String, body: String) -> Answer<()> {
    shell.notify(&title, &body);
    Ok(())
}

/// Puts versions and the last lines of the log on the clipboard, without names, links and addresses, and gives them
/// back.
#[tauri::command]
#[specta::specta]
pub async fn copy_details(shell: State<'_, Shell>) -> Answer<String> {
    shell.copy_details().await
}

/// Opens a web page in the system's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_url(url: String) -> Answer<()> {
    crate::outside::open_url(&url)
}

/// Whom I keep large; `null` for nobody.
#[tauri::command]
#[specta::specta]
pub fn pin(shell: State<'_, Shell>, participant_id: Option<ParticipantId>) -> Answer<()> {
    shell.pin(participant_id);
    Ok(())
}

/// What this window shows of the others' cameras and screens; who is not named is not to be seen.
#[tauri::command]
#[specta::specta]
pub fn set_view(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    tiles: Vec<ViewTile>,
) -> Answer<()> {
    shell.set_view(View::of(window.label()), tiles);
    Ok(())
}

/// Exchanges the main window for the small one that stays on top, or back.
#[tauri::command]
#[specta::specta]
pub async fn set_mini(shell: State<'_, Shell>, on: bool) -> Answer<()> {
    shell.set_mini(on);
    Ok(())
}

/// Brings the main window to the front.
#[tauri::command]
#[specta::specta]
pub async fn show_main(shell: State<'_, Shell>) -> Answer<()> {
    shell.set_mini(false);
    Ok(())
}
