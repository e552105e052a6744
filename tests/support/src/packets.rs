//! Every UDP packet of this network, seen from outside the programs that send them.

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::net::sockopt::{Timeout, set_socket_recv_buffer_size, set_socket_timeout};
use rustix::net::{AddressFamily, Protocol, RecvFlags, SocketType, recv, socket};

/// `ETH_P_IP` of linux/if_ether.h, as the network has it: IPv4 packets that come in.
const IPV4: u32 = 0x0800_u16.to_be() as u32;
/// `IPPROTO_UDP`.
const UDP: u8 = 17;
/// Enough of a packet to know what it is: IPv4 header with options, UDP header, the first bytes of RTP.
const ENOUGH: usize = 128;

/// What a packet carries, by RFC 7983 and, among RTP and RTCP, RFC 5761.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sound or pictures.
    Rtp,
    /// Reports about them.
    Rtcp,
    /// Keeps the path open.
    Stun,
    /// Keys, data channels.
    Dtls,
    /// None of these.
    Other,
}

/// One UDP packet.
#[derive(Clone, Copy, Debug)]
pub struct Packet {
    /// When it was seen, which is just after it was sent.
    pub at: Instant,
    /// The sender's port.
    pub from: u16,
    /// The receiver's port.
    pub to: u16,
    /// What it carries.
    pub kind: Kind,
}

/// Listens from now on, until dropped. Needs root, or a network of its own.
pub struct Packets {
    seen: Arc<Mutex<Vec<Packet>>>,
    stop: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl Packets {
    /// Begins to listen.
    ///
    /// # Errors
    /// This process may not.
    pub fn listen() -> std::io::Result<Packets> {
        let ipv4 = Protocol::from_raw(NonZeroU32::new(IPV4).expect("it is a number above 0"));
        let socket = socket(AddressFamily::PACKET, SocketType::DGRAM, Some(ipv4))?;
        set_socket_recv_buffer_size(&socket, 8 << 20)?;
        set_socket_timeout(&socket, Timeout::Recv, Some(Duration::from_millis(50)))?;
        let (seen, stop) = (Arc::<Mutex<Vec<Packet>>>::default(), Arc::default());
        let listener = thread::spawn({
            let (seen, stop) = (seen.clone(), Arc::<AtomicBool>::clone(&stop));
            move || {
                let mut bytes = [0; ENOUGH];
                while !stop.load(Ordering::Relaxed) {
                    let Ok((_, length)) = recv(&socket, &mut bytes[..], RecvFlags::TRUNC) else {
                        continue; // nothing came in this while
                    };
                    if let Some(packet) = read(&bytes[..length.min(ENOUGH)]) {
                        seen.lock()
                            .expect("nobody panics with the lock")
                            .push(packet);
                    }
                }
            }
        });
        Ok(Packets {
            seen,
            stop,
            listener: Some(listener),
        })
    }

    /// When each packet of sound or pictures was sent from one of `ports`.
    pub fn media_from(&self, ports: &HashSet<u16>) -> Vec<Instant> {
        let seen = self.seen.lock().expect("nobody panics with the lock");
        let media = seen
            .iter()
            .filter(|packet| packet.kind == Kind::Rtp && ports.contains(&packet.from));
        media.map(|packet| packet.at).collect()
    }

    /// How many of those since `since`.
    pub fn media_since(&self, ports: &HashSet<u16>, since: Instant) -> usize {
        let media = self.media_from(ports);
        media.iter().filter(|at| **at > since).count()
    }

    /// How long after `click` the last one was sent; nothing when none was.
    pub fn last_media_after(&self, ports: &HashSet<u16>, click: Instant) -> Duration {
        let media = self.media_from(ports);
        let last = media.last().copied().unwrap_or(click);
        last.saturating_duration_since(click)
    }
}

impl Drop for Packets {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(listener) = self.listener.take() {
            listener.join().ok();
        }
    }
}

fn read(ip: &[u8]) -> Option<Packet> {
    let header = usize::from(ip.first()? & 0x0f) * 4;
    if ip.first()? >> 4 != 4 || *ip.get(9)? != UDP {
        return None;
    }
    let udp = ip.get(header..)?;
    let port = |at: usize| Some(u16::from_be_bytes([*udp.get(at)?, *udp.get(at + 1)?]));
    let kind = match (udp.get(8)?, udp.get(9)) {
        (0..=3, _) => Kind::Stun,
        (20..=63, _) => Kind::Dtls,
        (128..=191, Some(192..=223)) => Kind::Rtcp,
        (128..=191, _) => Kind::Rtp,
        _ => Kind::Other,
    };
    Some(Packet {
        at: Instant::now(),
        from: port(0)?,
        to: port(2)?,
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(payload: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x45; 20];
        packet[9] = UDP;
        packet.extend([0x1f, 0x90, 0, 9, 0, 0, 0, 0]); // from port 8080 to 9
        packet.extend(payload);
        packet
    }

    #[test]
    fn sound_and_reports_about_it_are_told_apart() {
        for (payload, kind) in [
            (&[0x80, 0x6f][..], Kind::Rtp), // payload type 111
            (&[0x90, 0xef], Kind::Rtp),     // with the marker
            (&[0x81, 200], Kind::Rtcp),     // sender report
            (&[0x81, 206], Kind::Rtcp),     // feedback
            (&[0, 1], Kind::Stun),
            (&[22, 254], Kind::Dtls),
            (&[255], Kind::Other),
        ] {
            let packet = read(&packet(payload)).expect("a UDP packet");
            assert_eq!((packet.from, packet.to, packet.kind), (8080, 9, kind));
        }
    }

    #[test]
    fn what_is_cut_short_or_no_udp_is_passed_over() {
        let whole = packet(&[0x80]);
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_none(), "{length}");
        }
        let mut tcp = packet(&[0x80]);
        tcp[9] = 6;
        assert!(read(&tcp).is_none());
    }
}
