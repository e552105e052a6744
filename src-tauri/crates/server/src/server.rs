//! The server's handle.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use adjourn_meeting::{AwayRule, MeetingId, ParticipantId, Secret, clean_name, random_hex};
use adjourn_signal::{Claims, Grants, Invite, ROLE_ATTRIBUTE};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::unix_ms;
use crate::ended::EndedMeetings;
use crate::hub::{Hosted, Hub};
use crate::kept::{KeptMeeting, KeptMeetings, OwnKeys};
use crate::udp::{Udp, interface_addresses};
use crate::{ServerConfig, ServerError, listen};

/// Everything is bounded, so a stop takes longer than this only if a bound is broken.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(10);

/// A running server. Dropping it stops it without waiting; [`Server::shutdown`] waits.
pub struct Server {
    pub(crate) hub: Arc<Hub>,
    certificate_sha256: [u8; 32],
    /// Meetings that go on, until somebody asks which.
    restored: Mutex<Vec<HostedMeeting>>,
}

/// How a meeting is opened.
#[derive(Clone, Debug, Default)]
pub struct MeetingOptions {
    /// What people call it.
    pub title: String,
    /// Display name of its host.
    pub host_name: String,
    /// Who comes waits to be let in.
    pub lobby: bool,
    /// What happens when the last host is gone without having left.
    pub away: Option<AwayRule>,
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
    /// Opens the ports, goes on with the meetings that were left open ([`Server::take_restored`]) and starts to serve.
    /// Must be called in a tokio runtime.
    ///
    /// # Errors
    /// A port in use, no address to listen on, or a state directory that cannot be used.
    pub async fn start(config: ServerConfig) -> Result<Self, ServerError> {
        let ended = EndedMeetings::open(config.state_dir.as_deref())?;
        let keys = OwnKeys::open(config.state_dir.as_deref())?;
        let kept = KeptMeetings::open(config.state_dir.as_deref())?;
        let identity = keys.certificate.identity()?;
        let certificate_sha256 = identity.sha256;
        let failed = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::AddrInUse => ServerError::PortInUse {
                port: config.listen.port(),
            },
            _ => ServerError::Listen {
                address: config.listen,
                source,
            },
        };
        let listener = match known_port(&config, &kept) {
            Some(address) => match TcpListener::bind(address).await {
                Ok(listener) => listener,
                Err(_) => TcpListener::bind(config.listen).await.map_err(failed)?,
            },
            None => TcpListener::bind(config.listen).await.map_err(failed)?,
        };
        let listening = listener.local_addr().map_err(failed)?;
        let udp = match config.udp_port {
            Some(port) => Udp::open(listening.ip(), port)?,
            None => match Udp::open(listening.ip(), listening.port()) {
                Err(ServerError::PortInUse { .. }) => Udp::open(listening.ip(), 0)?,
                opened => opened?,
            },
        };
        let udp = Arc::new(udp);
        let hub = Arc::new(Hub::new(
            config,
            keys.api_secret,
            ended,
            kept,
            udp.clone(),
            listening,
        ));
        udp.run(&hub.tasks, &hub.stop);
        let server = Self {
            hub,
            certificate_sha256,
            restored: Mutex::default(),
        };
        // Before anybody is let in: to a guest who asks in between, its meeting would be one that is not there, and it
        // would give up.
        *server.restored() = server.restore().await;
        let hub = &server.hub;
        hub.tasks
            .spawn(listen::accept(hub.clone(), listener, identity));
        Ok(server)
    }

    /// The meetings that a server left open which was killed with this state directory, and that go on since
    /// [`Server::start`]; the first time it is asked.
    pub fn take_restored(&self) -> Vec<HostedMeeting> {
        std::mem::take(&mut self.restored())
    }

    fn restored(&self) -> MutexGuard<'_, Vec<HostedMeeting>> {
        self.restored.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// How many rooms have closed so far.
    pub fn closed_rooms(&self) -> watch::Receiver<u64> {
        self.hub.closed_rooms.subscribe()
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
        ips.into_iter()
            .map(|ip| SocketAddr::new(ip, listening.port()))
            .collect()
    }

    /// Opens a meeting of a random name and makes its invite and its host's token. Guests come straight in; it
    /// closes when its host's computer is gone for five minutes.
    ///
    /// # Errors
    /// The server is stopping.
    pub async fn open_meeting(
        &self,
        title: &str,
        host_name: &str,
    ) -> Result<HostedMeeting, ServerError> {
        self.open_meeting_with(MeetingOptions {
            title: title.to_owned(),
            host_name: host_name.to_owned(),
            lobby: false,
            away: Some(AwayRule::EndAfter { seconds: 300 }),
        })
        .await
    }

    /// Opens a meeting of a random name and makes its invite and its host's token.
    ///
    /// # Errors
    /// The server is stopping.
    pub async fn open_meeting_with(
        &self,
        options: MeetingOptions,
    ) -> Result<HostedMeeting, ServerError> {
        let now_ms = unix_ms();
        let meeting = KeptMeeting {
            meeting: MeetingId::new(random_hex(8)),
            title: clean_name(&options.title),
            secret: Secret::new(random_hex(16)),
            host: ParticipantId::new(format!("h-{}", random_hex(8))),
            host_name: clean_name(&options.host_name),
            open_since_ms: now_ms,
            port: self.local_addr().port(),
            alive_at_ms: now_ms,
            room: None,
        };
        self.carry(meeting, |config| {
            config.lobby = options.lobby;
            config.away = options.away;
        })
    }

    /// Guests come back by themselves; those that have waited too long are told that it is over.
    async fn restore(&self) -> Vec<HostedMeeting> {
        let (now_ms, mut restored) = (unix_ms(), Vec::new());
        for mut left in self.hub.kept.left_open() {
            if self.hub.room(&left.meeting).is_some() || self.hub.ended.get(&left.meeting).is_some()
            {
                continue;
            }
            if !left.is_awaited(now_ms) {
                let mut recorded = self.hub.record_end(&left.meeting, None, None, now_ms);
                // Only then is it forgotten as open: a meeting is one or the other at every moment.
                let _ = recorded.wait_for(Option::is_some).await;
                self.hub.kept.drop(&left.meeting);
                continue;
            }
            left.port = self.local_addr().port();
            match self.carry(left, |_| {}) {
                Ok(meeting) => restored.push(meeting),
                Err(error) => tracing::error!(%error, "a meeting could not be restored"),
            }
        }
        restored
    }

    fn carry(
        &self,
        meeting: KeptMeeting,
        change: impl FnOnce(&mut adjourn_meeting::room::RoomConfig),
    ) -> Result<HostedMeeting, ServerError> {
        let (name, secret, title) = (
            meeting.meeting.clone(),
            meeting.secret.clone(),
            meeting.title.clone(),
        );
        let host_token = self.host_token(&name, &meeting.host, &meeting.host_name);
        let hosted = Hosted::new(&secret, &title, meeting.open_since_ms);
        self.hub.host(&name, hosted);
        let mut settings = self.hub.default_settings(Some(&title));
        change(&mut settings.config);
        settings.kept = Some(Box::new(meeting));
        self.hub
            .open_room(&name, Some(settings))
            .map_err(|_| ServerError::Stopping)?;
        let url = self.url();
        Ok(HostedMeeting {
            invite: self.invite(&name, secret),
            host_token,
            certificate_sha256: url.starts_with("wss").then_some(self.certificate_sha256),
            url,
            meeting: name,
        })
    }

    /// What opens this server's door to a meeting.
    pub(crate) fn invite(&self, meeting: &MeetingId, secret: Secret) -> Invite {
        let encrypted = !self.hub.config.insecure;
        let addresses = self.addresses();
        let most = adjourn_signal::invite::MAX_ADDRESSES;
        Invite {
            addresses: addresses
                .iter()
                .take(most)
                .map(SocketAddr::to_string)
                .collect(),
            meeting: meeting.clone(),
            secret,
            certificate_sha256: encrypted.then_some(self.certificate_sha256),
        }
    }

    /// Whether guests are still coming back to a meeting that a server left open which was killed with this state
    /// directory.
    pub fn is_awaited(state_dir: &Path) -> bool {
        let now_ms = unix_ms();
        KeptMeetings::open(Some(state_dir))
            .is_ok_and(|kept| kept.left_open().iter().any(|left| left.is_awaited(now_ms)))
    }

    /// Returns when somebody is in the meeting, or when there is no such meeting.
    pub async fn until_visited(&self, meeting: &MeetingId) {
        if let Some(room) = self.hub.room(meeting) {
            let mut census = room.census();
            // An error means that the room is gone.
            let _ = census.wait_for(|census| census.people > 0).await;
        }
    }

    /// Returns when nobody is in the meeting (any more) and no seat is held, or when there is no such meeting.
    pub async fn until_empty(&self, meeting: &MeetingId) {
        if let Some(room) = self.hub.room(meeting) {
            let mut census = room.census();
            // An error means that the room is gone.
            let _ = census
                .wait_for(|census| census.people + census.held == 0)
                .await;
        }
    }

    /// Returns when everybody who was away when the meeting was ended has come back and been told, or has given up. At
    /// once when nobody was.
    pub async fn until_told(&self, meeting: &MeetingId) {
        self.hub.absentees.until_told(meeting).await;
    }

    /// Tells everybody that the server stops, flushes, closes every socket and joins every task.
    pub async fn shutdown(self) {
        self.hub.stop.cancel();
        self.hub.tasks.close();
        if tokio::time::timeout(SHUTDOWN_LIMIT, self.hub.tasks.wait())
            .await
            .is_err()
        {
            tracing::error!(
                left = self.hub.tasks.len(),
                "tasks of the server did not end in time"
            );
        }
    }

    fn host_token(&self, meeting: &MeetingId, host: &ParticipantId, name: &str) -> Secret {
        let grants = Grants {
            room_admin: true,
            can_update_own_metadata: true,
            ..Grants::join(meeting.clone())
        };
        let mut claims = Claims::new(host.clone(), grants, 0);
        claims.name = name.to_owned();
        claims
            .attributes
            .insert(ROLE_ATTRIBUTE.into(), "host".into());
        self.hub.mint(&claims).token
    }

    /// Whether this computer itself may use plain `ws` towards `ip`.
    fn is_plain(&self, ip: IpAddr) -> bool {
        self.hub.config.insecure || ip.is_loopback()
    }
}

/// Where guests of a meeting that was left open look for it, if any port will do otherwise.
fn known_port(config: &ServerConfig, kept: &KeptMeetings) -> Option<SocketAddr> {
    if config.listen.port() != 0 {
        return None;
    }
    let now_ms = unix_ms();
    let awaited = kept
        .left_open()
        .into_iter()
        .filter(|meeting| meeting.is_awaited(now_ms));
    let port = awaited.max_by_key(|meeting| meeting.alive_at_ms)?.port;
    Some(SocketAddr::new(config.listen.ip(), port))
}

impl Drop for Server {
    fn drop(&mut self) {
        self.hub.stop.cancel();
        self.hub.tasks.close();
    }
}
