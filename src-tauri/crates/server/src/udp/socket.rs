//! One socket of the media port. Runs of datagrams are sent and received with one system call where the
//! system can (GSO, GRO, recvmmsg): 223-295k packets per CPU-second against 174k one by one.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::batch::Run;

/// The kernel holds this much each way while the loop is busy: 50 ms of 20 people's layers.
const SOCKET_BUFFER_BYTES: usize = 4 * 1024 * 1024;
/// Longest datagram taken; media stays below 1500.
const MAX_DATAGRAM_BYTES: usize = 2048;
/// Datagrams that are kept share allocations of this size.
const CHUNK_BYTES: usize = 64 * 1024;
/// Runs received with one call.
const RUNS: usize = 8;
/// Errors in a row after which reading pauses: an interface that went away fails for ever.
const MAX_ERRORS: u32 = 100;

/// A bound socket on one address of this computer.
pub struct MediaSocket {
    address: SocketAddr,
    socket: UdpSocket,
    state: UdpSocketState,
}

impl MediaSocket {
    /// Binds `address`. Must be called in a tokio runtime.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(
            Domain::for_address(address),
            Type::DGRAM,
            Some(Protocol::UDP),
        )?;
        socket.set_nonblocking(true)?;
        if address.is_ipv6() {
            socket.set_only_v6(true)?;
        }
        let reference = SockRef::from(&socket);
        for result in [
            reference.set_recv_buffer_size(SOCKET_BUFFER_BYTES),
            reference.set_send_buffer_size(SOCKET_BUFFER_BYTES),
        ] {
            if let Err(error) = result {
                tracing::debug!(%error, "the system keeps its own socket buffer size");
            }
        }
        socket.bind(&address.into())?;
        let socket = UdpSocket::from_std(socket.into())?;
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        Ok(Self {
            address: socket.local_addr()?,
            socket,
            state,
        })
    }

    /// Where it is bound: the exact address that candidates name.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a run now or not at all: media that waits is worth nothing.
    pub fn send(&self, run: &Run<'_>) {
        let most = self.state.max_gso_segments().max(1) * run.segment;
        for contents in run.bytes.chunks(most) {
            if self.try_send(run, contents).is_ok() || contents.len() <= run.segment {
                continue;
            }
            // The network card may refuse to cut a run up; the next call knows, this run goes one by one.
            for single in contents.chunks(run.segment) {
                if let Err(error) = self.try_send(run, single) {
                    tracing::trace!(%error, "a datagram was not sent");
                }
            }
        }
    }

    fn try_send(&self, run: &Run<'_>, contents: &[u8]) -> io::Result<()> {
        let transmit = Transmit {
            destination: run.to,
            ecn: None,
            contents,
            segment_size: (contents.len() > run.segment).then_some(run.segment),
            src_ip: None,
        };
        self.socket.try_io(Interest::WRITABLE, || {
            self.state
                .try_send(UdpSockRef::from(&self.socket), &transmit)
        })
    }

    /// Hands every datagram that comes in to `take`, for ever.
    pub async fn read(&self, mut take: impl FnMut(SocketAddr, Bytes)) {
        let size = MAX_DATAGRAM_BYTES * self.state.gro_segments().clamp(1, 32);
        let mut space = vec![0; size * RUNS];
        let mut kept = BytesMut::new();
        let mut errors = 0;
        loop {
            let mut received = [RecvMeta::default(); RUNS];
            let count = match self.receive(&mut space, size, &mut received).await {
                Ok(count) => count,
                Err(error) => {
                    tracing::trace!(%error, "reading media");
                    errors += 1;
                    if errors > MAX_ERRORS {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                    continue;
                }
            };
            errors = 0;
            for (run, meta) in space.chunks(size).zip(&received[..count]) {
                let stride = meta.stride.max(1);
                for datagram in run[..meta.len.min(size)].chunks(stride) {
                    if datagram.len() > MAX_DATAGRAM_BYTES {
                        continue;
                    }
                    if kept.capacity() < datagram.len() {
                        kept = BytesMut::with_capacity(CHUNK_BYTES);
                    }
                    kept.extend_from_slice(datagram);
                    take(meta.addr, kept.split().freeze());
                }
            }
        }
    }

    async fn receive(
        &self,
        space: &mut [u8],
        size: usize,
        received: &mut [RecvMeta; RUNS],
    ) -> io::Result<usize> {
        loop {
            self.socket.readable().await?;
            let mut slices = space.chunks_mut(size).map(IoSliceMut::new);
            let mut slices: [IoSliceMut<'_>; RUNS] =
                std::array::from_fn(|_| slices.next().unwrap_or_else(|| IoSliceMut::new(&mut [])));
            let result = self.socket.try_io(Interest::READABLE, || {
                self.state
                    .recv(UdpSockRef::from(&self.socket), &mut slices, received)
            });
            match result {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
        }
    }
}
