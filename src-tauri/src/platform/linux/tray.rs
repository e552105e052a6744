//! The tray of a Linux desktop: a service on the session bus, which some desktops do not have.

use std::time::Duration;

use tokio::time::timeout;
use zbus::{Connection, zvariant::OwnedValue};

use crate::platform::Tray;

/// <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/>
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const HAS_HOST: &str = "IsStatusNotifierHostRegistered";

/// Longest wait for the bus; it answers at once.
const LIMIT: Duration = Duration::from_secs(1);

/// Whether the desktop shows the icons of programs now.
pub async fn tray() -> Tray {
    let Ok(Ok(bus)) = timeout(LIMIT, Connection::session()).await else {
        return Tray::None;
    };
    match timeout(LIMIT, has_host(&bus)).await {
        Ok(Ok(true)) => Tray::There,
        answer => {
            tracing::debug!(?answer, "there is no tray now");
            Tray::MayCome
        }
    }
}

async fn has_host(bus: &Connection) -> zbus::Result<bool> {
    let answer = bus
        .call_method(
            Some(WATCHER),
            PATH,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(WATCHER, HAS_HOST),
        )
        .await?;
    let value: OwnedValue = answer.body().deserialize()?;
    Ok(bool::try_from(value)?)
}
