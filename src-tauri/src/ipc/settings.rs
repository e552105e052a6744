//! What is kept from one run to the next, as the page shows and changes it.

use std::collections::BTreeMap;

use adjourn_meeting::{AwayRule, clean_name};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What is kept from one run to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
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
    /// Echo and noise are taken out of what the microphone records, and its loudness is evened out.
    pub reduce_noise: bool,
    /// Every meeting begins with the microphone off.
    pub join_muted: bool,
    /// Leave asks first, also a guest; nothing is sent meanwhile.
    pub ask_before_leaving: bool,
    /// What the next meeting of one's own starts with.
    pub rules: MeetingRules,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Everything on the page is as large as this.
    pub text_size: TextSize,
    /// The names of the others stand on their pictures.
    pub names_on_pictures: bool,
    /// The small window stays above the windows of other programs.
    pub mini_on_top: bool,
    /// Nothing moves that does not have to, also where the system does not say so.
    pub reduce_motion: bool,
    /// The language of the page as a tag of BCP 47; the system's without one.
    pub language: Option<String>,
    /// The keys that were changed, by what they do.
    pub shortcuts: BTreeMap<String, String>,
    /// A sound when somebody comes or raises a hand.
    pub sounds: bool,
    /// Notifications while no window of the program is in front.
    pub notifications: bool,
    /// The program starts with the computer.
    pub autostart: bool,
    /// Where a meeting on this computer listens; the usual port without one.
    pub port: Option<u16>,
    /// The server that new meetings run on; this computer without one. It is changed by
    /// [`set_other_server`](crate::ipc) alone, after it has been asked.
    pub other_server: Option<OtherServerPlace>,
}

/// A server and one of its API keys, without the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OtherServerPlace {
    /// `wss://…`, or `ws://…` on this computer.
    pub url: String,
    /// Name of the key.
    pub api_key: String,
}

/// How the page looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How large the page is, as the root's font size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum TextSize {
    /// 90 %
    Small,
    /// 100 %
    #[default]
    Usual,
    /// 125 %
    Large,
}

/// More changed keys than there are keys to change.
const MAX_SHORTCUTS: usize = 64;

/// Longest name of a key or of what it does, in bytes.
const MAX_SHORTCUT_BYTES: usize = 64;

/// Longest language tag: RFC 5646, section 4.4.1.
const MAX_LANGUAGE_BYTES: usize = 35;

/// Longest name that a system gives a device, in bytes, with room to spare.
const MAX_DEVICE_BYTES: usize = 1024;

impl Default for Settings {
    /// Quiet, as the system looks and speaks, and started by hand.
    fn default() -> Self {
        Self {
            name: String::new(),
            camera_id: None,
            microphone_id: None,
            speaker_id: None,
            reduce_noise: true,
            join_muted: false,
            ask_before_leaving: false,
            rules: MeetingRules::default(),
            theme: Theme::System,
            text_size: TextSize::Usual,
            names_on_pictures: true,
            mini_on_top: true,
            reduce_motion: false,
            language: None,
            shortcuts: BTreeMap::new(),
            sounds: false,
            notifications: true,
            autostart: false,
            port: None,
            other_server: None,
        }
    }
}

impl Settings {
    /// The same within its bounds, whatever the page or the file says.
    pub fn bounded(mut self) -> Self {
        self.name = match self.name.trim() {
            "" => String::new(),
            name => clean_name(name),
        };
        for id in [
            &mut self.camera_id,
            &mut self.microphone_id,
            &mut self.speaker_id,
        ] {
            id.take_if(|id| id.is_empty() || id.len() > MAX_DEVICE_BYTES);
        }
        self.language.take_if(|tag| {
            let plain = tag
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            tag.is_empty() || tag.len() > MAX_LANGUAGE_BYTES || !plain
        });
        self.port.take_if(|port| *port == 0);
        self.shortcuts = std::mem::take(&mut self.shortcuts)
            .into_iter()
            .filter(|(what, keys)| {
                what.len() <= MAX_SHORTCUT_BYTES && keys.len() <= MAX_SHORTCUT_BYTES
            })
            .take(MAX_SHORTCUTS)
            .collect();
        self
    }
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
