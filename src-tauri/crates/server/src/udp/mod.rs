//! The media port: one UDP port on every address of this computer, shared by all connections.
//!
//! A datagram finds its connection by the address it comes from, once that connection has accepted
//! something from there; before, by the name (ufrag) in a STUN request. The name alone proves nothing:
//! anybody can write it, so an address is only learnt when the connection's check of the password passed.

mod batch;
mod socket;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, RwLock};
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::ServerError;
use socket::MediaSocket;

pub use batch::Batch;

/// At most so many addresses are served: a client tries each one.
const MAX_ADDRESSES: usize = 12;
/// Which connection of which room a datagram is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionKey {
    /// The room's number of the participant.
    pub peer: u32,
    /// The half that the client publishes on, else the one it receives on.
    pub publishes: bool,
}

/// One datagram on its way to a room.
#[derive(Debug)]
pub struct Datagram {
    /// For whom.
    pub key: ConnectionKey,
    /// When it was read.
    pub at: Instant,
    /// Who sent it.
    pub from: SocketAddr,
    /// Which of our addresses it came to.
    pub to: SocketAddr,
    /// What it carries.
    pub bytes: Bytes,
}

#[derive(Clone)]
struct Route {
    room: mpsc::Sender<Datagram>,
    key: ConnectionKey,
}

#[derive(Default)]
struct Routes {
    by_address: HashMap<SocketAddr, Route>,
    by_ufrag: HashMap<String, Route>,
}

/// The sockets and who listens behind them.
pub struct Udp {
    sockets: Vec<MediaSocket>,
    routes: RwLock<Routes>,
}

impl Udp {
    /// Opens `port` (or any, for 0) on every address of this computer, or only on `only` if that is one
    /// address. Must be called in a tokio runtime.
    pub fn open(only: IpAddr, port: u16) -> Result<Self, ServerError> {
        let mut addresses = match only.is_unspecified() {
            true => interface_addresses(),
            false => vec![only],
        };
        addresses.truncate(MAX_ADDRESSES);
        let mut port = port;
        let mut sockets = Vec::new();
        let mut taken = false;
        for address in addresses {
            match MediaSocket::bind(SocketAddr::new(address, port)) {
                Ok(socket) => {
                    port = socket.address().port();
                    sockets.push(socket);
                }
                Err(error) => {
                    taken |= error.kind() == std::io::ErrorKind::AddrInUse;
                    tracing::debug!(%error, "an interface address takes no media");
                }
            }
        }
        match (taken, sockets.is_empty()) {
            (true, _) => Err(ServerError::PortInUse { port }),
            (false, true) => Err(ServerError::NoMediaAddress),
            (false, false) => Ok(Self {
                sockets,
                routes: RwLock::default(),
            }),
        }
    }

    /// Where media is taken.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.sockets.iter().map(MediaSocket::address).collect()
    }

    /// Starts to read all sockets, until `stop`.
    pub fn run(self: &Arc<Self>, tasks: &TaskTracker, stop: &CancellationToken) {
        for index in 0..self.sockets.len() {
            let (udp, stop) = (self.clone(), stop.clone());
            tasks.spawn(async move {
                let socket = &udp.sockets[index];
                let to = socket.address();
                tokio::select! {
                    () = socket.read(|from, bytes| udp.dispatch(to, from, bytes)) => {}
                    () = stop.cancelled() => {}
                }
            });
        }
    }

    /// Sends what was collected, and empties it.
    pub fn send(&self, batch: &mut Batch) {
        for run in batch.runs() {
            if let Some(socket) = self
                .sockets
                .iter()
                .find(|socket| socket.address() == run.from)
            {
                socket.send(&run);
            }
        }
        batch.clear();
    }

    /// STUN requests with this name are for that connection from now on.
    pub fn name(&self, ufrag: String, room: &mpsc::Sender<Datagram>, key: ConnectionKey) {
        let route = Route {
            room: room.clone(),
            key,
        };
        self.write().by_ufrag.insert(ufrag, route);
    }

    /// What comes from `address` is for that connection from now on: it has accepted something from there.
    pub fn learn(&self, address: SocketAddr, room: &mpsc::Sender<Datagram>, key: ConnectionKey) {
        let route = Route {
            room: room.clone(),
            key,
        };
        self.write().by_address.insert(address, route);
    }

    /// Forgets names and addresses of a connection.
    pub fn forget(&self, ufrags: &[String], addresses: &[SocketAddr]) {
        let mut routes = self.write();
        for ufrag in ufrags {
            routes.by_ufrag.remove(ufrag);
        }
        for address in addresses {
            routes.by_address.remove(address);
        }
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Routes> {
        self.routes
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn dispatch(&self, to: SocketAddr, from: SocketAddr, bytes: Bytes) {
        let routes = self
            .routes
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let named = || stun_ufrag(&bytes).and_then(|ufrag| routes.by_ufrag.get(ufrag));
        // A name wins over an address: after an ICE restart or a rejoin both may be known.
        let Some(route) = named().or_else(|| routes.by_address.get(&from)) else {
            return;
        };
        let datagram = Datagram {
            key: route.key,
            at: Instant::now(),
            from,
            to,
            bytes: bytes.clone(),
        };
        // A room that does not keep up loses packets here, where they are repaired by NACK.
        if route.room.try_send(datagram).is_err() {
            tracing::trace!("a room does not keep up");
        }
    }
}

/// Addresses that another computer (or this one) can reach, the most useful first: private and public IPv4,
/// then IPv6, then loopback. Link-local ones need a zone that candidates do not carry.
pub fn interface_addresses() -> Vec<IpAddr> {
    let mut addresses: Vec<IpAddr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .map(|interface| interface.ip())
        .filter(|address| match address {
            IpAddr::V4(v4) => !v4.is_link_local() && !v4.is_unspecified(),
            IpAddr::V6(v6) => {
                !v6.is_unicast_link_local() && !v6.is_unspecified() && !v6.is_loopback()
            }
        })
        .collect();
    if addresses.is_empty() {
        addresses.push(Ipv4Addr::LOCALHOST.into());
    }
    addresses.sort_by_key(|address| (address.is_loopback(), address.is_ipv6()));
    addresses.dedup();
    addresses
}

/// The receiver's half of the USERNAME of a STUN binding request (RFC 8489, RFC 8445): `ours:theirs`.
fn stun_ufrag(bytes: &[u8]) -> Option<&str> {
    const BINDING_REQUEST: [u8; 2] = [0, 1];
    const MAGIC: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
    const USERNAME: u16 = 6;
    if bytes.get(..2)? != BINDING_REQUEST || bytes.get(4..8)? != MAGIC {
        return None;
    }
    let mut rest = bytes.get(20..)?;
    while rest.len() >= 4 {
        let kind = u16::from_be_bytes([rest[0], rest[1]]);
        let length = usize::from(u16::from_be_bytes([rest[2], rest[3]]));
        if kind == USERNAME {
            let name = std::str::from_utf8(rest.get(4..4 + length)?).ok()?;
            return name.split(':').next();
        }
        rest = rest.get(4 + length.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_request_names_its_connection_and_garbage_names_none() {
        let mut request = vec![0, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42];
        request.extend([0; 12]);
        request.extend([0, 6, 0, 7]);
        request.extend(b"abcd:xy\0");
        assert_eq!(stun_ufrag(&request), Some("abcd"));
        for cut in 0..request.len() {
            assert!(
                stun_ufrag(&request[..cut]).is_none_or(|name| name == "abcd"),
                "cut at {cut}"
            );
        }
        let mut lying = request.clone();
        lying[23] = 255;
        assert_eq!(stun_ufrag(&lying), None);
    }

    #[test]
    fn loopback_is_the_last_address_offered() {
        let addresses = interface_addresses();
        let loopback = addresses.iter().position(|address| address.is_loopback());
        assert!(loopback.is_none_or(|at| addresses[at..].iter().all(IpAddr::is_loopback)));
    }
}
