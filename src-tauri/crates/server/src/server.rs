//! The server's handle.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adjourn_meeting::{MeetingId, ParticipantId, Secret, clean_name, random_hex};
use adjourn_signal::{Claims, Grants, Invite, ROLE_ATTRIBUTE, token};
use tokio::net::TcpListener;

use crate::ended::EndedMeetings;
use crate::hub::{Hub, NoRoom, unix_ms};
use crate::tls::Identity;
use crate::udp::{Udp, interface_addresses};
use crate::{ServerConfig, ServerError, listen};

/// The host's own token counts so long, in seconds: its app may wait in the lobby first.
const HOST_TOKEN_LIFETIME_S: u64 = 6 * 3600;
/// Everything is bounded, so a stop takes longer than this only if a bound is broken.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(10);

/// A running server. Dropping it stops it without waiting; [`Server::shutdown`] waits.
pub struct Server {
    hub: Arc<Hub>,
    certificate_sha256: [u8; 32],
}

/// A meeting that was opened, with what its host and its guests need to get in.
#[derive(Clone, Debug)]
pub struct HostedMeeting {
    /// The room's name.
    pub meeting: MeetingId,
    /// What guests get in by.
    pub invite: Invite,
    /// The host's own way in; it may end, remove and mute.
    pub host_token: Secret,
    /// Where the host's own app connects: over loopback where possible.
    pub url: String,
    /// The certificate that `url` answers with, for `wss`.
    pub certificate_sha256: Option<[u8; 32]>,
}

impl Server {
    /// Opens the ports and starts to serve. Must be called in a tokio runtime.
    ///
    /// # Errors
    /// A port in use, no address to listen on, or a state directory that cannot be used.
    pub async fn start(config: ServerConfig) -> Result<Self, ServerError> {
        let ended = EndedMeetings::open(config.state_dir.as_deref())?;
        let identity = Identity::generate()?;
        let certificate_sha256 = identity.sha256;
        let failed = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::AddrInUse => ServerError::PortInUse { port: config.listen.port() },
            _ => ServerError::Listen { address: config.listen, source },
        };
        let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
        let listening = listener.local_addr().map_err(failed)?;
        let udp = match config.udp_port {
            Some(port) => Udp::open(listening.ip(), port)?,
            None => match Udp::open(listening.ip(), listening.port()) {
                Err(ServerError::PortInUse { .. }) => Udp::open(listening.ip(), 0)?,
                opened => opened?,
            },
        };
        let udp = Arc::new(udp);
        let hub = Arc::new(Hub::new(config, ended, udp.clone(), listening));
        udp.run(&hub.tasks, &hub.stop);
        hub.tasks.spawn(listen::accept(hub.clone(), listener, identity));
        Ok(Self { hub, certificate_sha256 })
    }

    /// Where a program on this computer connects: `ws://127.0.0.1:PORT`, or the address it listens on.
    pub fn url(&self) -> String {
        let address = self.local_addr();
        let ip = match address.ip() {
            ip if !ip.is_unspecified() => ip,
            IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
            IpAddr::V6(_) => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        };
        let scheme = if self.is_plain(ip) { "ws" } else { "wss" };
        format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
    }

    /// Where TCP listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.hub.listening
    }

    /// Where other computers may reach it, the most likely first, loopback last.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let listening = self.hub.listening;
        let ips = match listening.ip().is_unspecified() {
            true => interface_addresses()
                .into_iter()
                .filter(|ip| listening.is_ipv6() || ip.is_ipv4())
                .collect(),
            false => vec![listening.ip()],
        };
        ips.into_iter().map(|ip| SocketAddr::new(ip, listening.port())).collect()
    }

    /// Opens a meeting of a random name and makes its invite and its host's token.
    ///
    /// # Errors
    /// The server is stopping.
    pub async fn open_meeting(&self, title: &str, host_name: &str) -> Result<HostedMeeting, ServerError> {
        let meeting = MeetingId::new(random_hex(8));
        let secret = Secret::new(random_hex(16));
        let (title, host_name) = (clean_name(title), clean_name(host_name));
        self.hub.host(&meeting, &secret, &title);
        let settings = self.hub.default_settings(Some(&title));
        self.hub.open_room(&meeting, Some(settings)).map_err(|refused| match refused {
            NoRoom::Ended(_) | NoRoom::Unknown | NoRoom::Stopping => ServerError::Stopping,
        })?;
        let encrypted = !self.hub.config.insecure;
        let addresses = self.addresses();
        let most = adjourn_signal::invite::MAX_ADDRESSES;
        let invite = Invite {
            addresses: addresses.iter().take(most).map(SocketAddr::to_string).collect(),
            meeting: meeting.clone(),
            secret,
            certificate_sha256: encrypted.then_some(self.certificate_sha256),
        };
        let url = self.url();
        Ok(HostedMeeting {
            invite,
            host_token: self.host_token(&meeting, &host_name),
            certificate_sha256: url.starts_with("wss").then_some(self.certificate_sha256),
            url,
            meeting,
        })
    }

    /// Returns when nobody is in the meeting (any more), or when there is no such meeting.
    pub async fn until_empty(&self, meeting: &MeetingId) {
        if let Some(room) = self.hub.room(meeting) {
            let mut census = room.census();
            // An error means that the room is gone.
            let _ = census.wait_for(|census| census.people == 0).await;
        }
    }

    /// Tells everybody that the server stops, flushes, closes every socket and joins every task.
    pub async fn shutdown(self) {
        self.hub.stop.cancel();
        self.hub.tasks.close();
        if tokio::time::timeout(SHUTDOWN_LIMIT, self.hub.tasks.wait()).await.is_err() {
            tracing::error!(left = self.hub.tasks.len(), "tasks of the server did not end in time");
        }
    }

    fn host_token(&self, meeting: &MeetingId, name: &str) -> Secret {
        let grants = Grants {
            room_admin: true,
            can_update_own_metadata: true,
            ..Grants::join(meeting.clone())
        };
        let identity = ParticipantId::new(format!("h-{}", random_hex(8)));
        let mut claims = Claims::new(identity, grants, unix_ms() / 1000 + HOST_TOKEN_LIFETIME_S);
        claims.name = name.to_owned();
        claims.attributes.insert(ROLE_ATTRIBUTE.into(), "host".into());
        token::mint(&self.hub.own_key, &claims)
    }

    /// Whether this computer itself may use plain `ws` towards `ip`.
    fn is_plain(&self, ip: IpAddr) -> bool {
        self.hub.config.insecure || ip.is_loopback()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.hub.stop.cancel();
        self.hub.tasks.close();
    }
}
