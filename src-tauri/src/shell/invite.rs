//! The invite of the meeting one is in, on the clipboard and explained.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use adjourn_meeting::ErrorCode;
use adjourn_signal::Invite;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tokio::{task::spawn_blocking, time::timeout};

use super::{Shell, desk::Place};
use crate::ipc::{AppError, InviteAddress, InviteInfo, Reach};

/// How long the clipboard's owner may take.
const CLIPBOARD: Duration = Duration::from_secs(1);

impl Shell {
    /// Puts the invite on the clipboard and gives it back.
    pub async fn copy_invite(&self) -> Result<String, AppError> {
        let link = self.invite().await?.link();
        match self.put_on_clipboard(&link).await {
            true => Ok(link),
            false => Err(AppError::new(
                ErrorCode::ClipboardFailed,
                "The link could not be copied. Open Invite and select it there.",
            )),
        }
    }

    /// The invite, and who can follow it from where.
    pub async fn invite_info(&self) -> Result<InviteInfo, AppError> {
        let invite = self.invite().await?;
        Ok(InviteInfo {
            link: invite.link(),
            addresses: invite
                .addresses
                .into_iter()
                .map(|address| InviteAddress {
                    reach: reach(&address),
                    address,
                })
                .collect(),
        })
    }

    async fn invite(&self) -> Result<Invite, AppError> {
        match &self.desk.lock().await.place {
            Place::Meeting { invite, .. } => Ok(invite.clone()),
            Place::Home | Place::Lobby { .. } => Err(AppError::new(
                ErrorCode::NoMeeting,
                "Open a meeting first: then there is an invite to copy.",
            )),
        }
    }

    /// Whether it is there now.
    pub(super) async fn put_on_clipboard(&self, text: &str) -> bool {
        let (app, text) = (self.app.clone(), text.to_owned());
        // The clipboard's owner may be slow or gone, and the meeting does not wait for it.
        let written = spawn_blocking(move || app.clipboard().write_text(text));
        match timeout(CLIPBOARD, written).await {
            Ok(Ok(Ok(()))) => return true,
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the clipboard takes nothing"),
            Ok(Err(error)) => tracing::error!(%error, "the clipboard task stopped"),
            Err(_) => tracing::warn!("the clipboard does not answer"),
        }
        false
    }
}

/// A name may lead anywhere; whoever put it into an invite means it to be found.
fn reach(address: &str) -> Reach {
    let Ok(address) = address.parse::<SocketAddr>() else {
        return if address.starts_with("localhost:") {
            Reach::ThisComputer
        } else {
            Reach::Internet
        };
    };
    match address.ip() {
        ip if ip.is_loopback() => Reach::ThisComputer,
        IpAddr::V4(ip) => {
            // RFC 6598: behind the provider's own translation.
            let shared = ip.octets()[0] == 100 && (64..128).contains(&ip.octets()[1]);
            if ip.is_private() || ip.is_link_local() || shared {
                Reach::LocalNetwork
            } else {
                Reach::Internet
            }
        }
        IpAddr::V6(ip) if ip.is_unique_local() || ip.is_unicast_link_local() => Reach::LocalNetwork,
        IpAddr::V6(_) => Reach::Internet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_from_where_it_can_be_reached() {
        for (address, expected) in [
            ("127.0.0.1:7880", Reach::ThisComputer),
            ("[::1]:7880", Reach::ThisComputer),
            ("localhost:7880", Reach::ThisComputer),
            ("192.168.1.20:7880", Reach::LocalNetwork),
            ("10.0.0.1:7880", Reach::LocalNetwork),
            ("172.20.0.1:7880", Reach::LocalNetwork),
            ("169.254.3.4:7880", Reach::LocalNetwork),
            ("100.100.0.1:7880", Reach::LocalNetwork),
            ("[fd00::1]:7880", Reach::LocalNetwork),
            ("[fe80::1]:7880", Reach::LocalNetwork),
            ("203.0.113.7:7880", Reach::Internet),
            ("172.32.0.1:7880", Reach::Internet),
            ("[2001:db8::1]:7880", Reach::Internet),
            ("meet.example.org:7880", Reach::Internet),
        ] {
            assert_eq!(reach(address), expected, "{address}");
        }
    }
}
