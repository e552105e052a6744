//! What a server is started with, and why it may not start.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use adjourn_meeting::room::RoomConfig;
use adjourn_signal::ApiKey;

use crate::WallClock;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Where TCP listens; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The media port; the number of the TCP port if it is free, else any, when `None`.
    pub udp_port: Option<u16>,
    /// Takes plain `ws` and `http` from other computers too. From this one they are always taken.
    pub insecure: bool,
    /// Keys that sign tokens, besides the server's own key for its own invites.
    pub keys: Vec<ApiKey>,
    /// Makes a room when somebody with a valid token joins one that is not there, as LiveKit does.
    pub auto_create: bool,
    /// Where the record of ended rooms is kept; only in memory when `None`.
    pub state_dir: Option<PathBuf>,
    /// How long rooms wait for what, and how many they hold.
    pub room: RoomConfig,
    /// What tokens are judged by.
    pub clock: WallClock,
}

impl Default for ServerConfig {
    /// Any port, every address, TLS for everybody but this computer, no foreign keys.
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0),
            udp_port: None,
            insecure: false,
            keys: Vec::new(),
            auto_create: false,
            state_dir: None,
            room: RoomConfig::default(),
            clock: WallClock::default(),
        }
    }
}

/// Why a server did not start or a meeting was not opened; each is a sentence for a person.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Another program listens there.
    #[error("port {port} is in use by another program; choose another one or stop that program")]
    PortInUse {
        /// The TCP or UDP port.
        port: u16,
    },
    /// The address is not one of this computer's, or may not be used.
    #[error(
        "cannot listen on {address}: {source}; choose an address of this computer and a port that is free"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// No UDP socket could be opened on any address.
    #[error(
        "no network address of this computer takes media packets; check the network connection"
    )]
    NoMediaAddress,
    /// The certificate could not be made.
    #[error("cannot make the server's certificate: {0}")]
    Certificate(String),
    /// The record of ended rooms cannot be read or written.
    #[error("cannot use {path} to remember ended meetings: {source}", path = path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server is stopping.
    #[error("the server is shutting down; start it again to open a meeting")]
    Stopping,
    /// The invite or token could not be made.
    #[error("cannot make the invite: {0}")]
    Invite(String),
}
