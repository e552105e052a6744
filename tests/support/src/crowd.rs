//! Many participants that only signal: a socket each, no media. They know three things of the protocol, how to come
//! in, what a ping and what a `leave` looks like, and do on a `leave` what an SDK does.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

use crate::net::connect_from;
use crate::server::token;
use crate::{Door, Server};

/// The server takes 256 connections from one address.
const PER_ADDRESS: usize = 200;
/// A participant has little to remember.
const STACK: usize = 128 * 1024;
/// A server that hears nothing for 15 s takes the line for dead.
const PING_EVERY: Duration = Duration::from_secs(3);
/// `SignalRequest.ping` is field 14, a number: here 1.
const PING: [u8; 2] = [14 << 3, 1];
/// `SignalResponse.leave` is field 8, of the kind that has a length.
const LEAVE: u8 = 8 << 3 | 2;
/// `LeaveRequest.action` is field 3, a number; 0, which says to stay away, is left out.
const ACTION: u8 = 3 << 3;

/// A crowd that is in.
pub struct Crowd {
    size: usize,
    told: Receiver<Instant>,
    comes_back: Arc<AtomicUsize>,
}

impl Crowd {
    /// Lets `size` people into `room` and waits until every one of them is in.
    ///
    /// # Panics
    /// One of them does not get in.
    pub fn join(server: &Server, room: &str, size: usize) -> Crowd {
        let address = server.url.trim_start_matches("ws://");
        let address = address.parse().expect("it serves on an address");
        let grants = json!({ "roomJoin": true, "room": room });
        let token = move |number| token(&format!("Guest {number}"), grants.clone());
        Self::enter(address, size, token)
    }

    /// The same by the invite of a host on this computer.
    ///
    /// # Panics
    /// One of them does not get in.
    pub fn invited(link: &str, size: usize) -> Crowd {
        let door = Door::of(link);
        let address = door.address;
        let token = move |number| {
            let (status, answer) = door.knock([127, 0, 0, 1], &format!("Guest {number}"));
            assert_eq!(status, 200, "{answer}");
            let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
            let answer: Value = serde_json::from_str(body).expect("the door answers in JSON");
            answer["participant_token"]
                .as_str()
                .expect("a token")
                .to_owned()
        };
        Self::enter(address, size, token)
    }

    fn enter(
        address: SocketAddr,
        size: usize,
        token: impl Fn(usize) -> String + Clone + Send + 'static,
    ) -> Crowd {
        let (tell, told) = channel();
        let (enter, entered) = channel();
        let comes_back = Arc::<AtomicUsize>::default();
        let next = Arc::new(AtomicUsize::new(0));
        // A few at a time: a queue of handshakes is no part of what is looked at.
        let doors: Vec<_> = (0..8)
            .map(|_| {
                let (next, tell, enter) = (next.clone(), tell.clone(), enter.clone());
                let (comes_back, token) = (comes_back.clone(), token.clone());
                thread::spawn(move || {
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        if number >= size {
                            return;
                        }
                        let token = token(number);
                        let one = One {
                            address,
                            from: [127, 0, 1, (1 + number / PER_ADDRESS) as u8],
                            url: format!("ws://{address}/rtc?access_token={token}&protocol=16"),
                        };
                        one.attends(enter.clone(), tell.clone(), comes_back.clone());
                    }
                })
            })
            .collect();
        for door in doors {
            door.join().expect("a participant gets in");
        }
        drop(enter);
        for number in 0..size {
            let entered = entered.recv_timeout(Duration::from_secs(60));
            assert!(entered.is_ok(), "only {number} of {size} got in");
        }
        Crowd {
            size,
            told,
            comes_back,
        }
    }

    /// Waits until everybody has been told to leave: when each of them was, the first one first.
    ///
    /// # Panics
    /// Somebody is not told within `limit`.
    pub fn told(&self, limit: Duration) -> Vec<Instant> {
        let until = Instant::now() + limit;
        let mut told = Vec::with_capacity(self.size);
        while told.len() < self.size {
            let left = until.saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left) {
                Ok(at) => told.push(at),
                Err(_) => panic!("only {} of {} were told", told.len(), self.size),
            }
        }
        told.sort();
        told
    }

    /// How many have been told to leave since this was asked last.
    pub fn told_so_far(&self) -> usize {
        self.told.try_iter().count()
    }

    /// How many were told to come back, or lost their connection without a word, and so would try again.
    pub fn comes_back(&self) -> usize {
        self.comes_back.load(Ordering::SeqCst)
    }
}

struct One {
    address: SocketAddr,
    from: [u8; 4],
    url: String,
}

impl One {
    /// Comes in, then stays in a thread of its own.
    fn attends(self, enter: Sender<()>, tell: Sender<Instant>, comes_back: Arc<AtomicUsize>) {
        let stream = connect_from(self.from, self.address).expect("the server takes connections");
        let (mut socket, _) = client(&self.url, stream).expect("the token lets it in");
        let first = socket.read().expect("the server greets");
        assert!(first.is_binary(), "it greets with a message");
        enter.send(()).expect("somebody counts");
        let stays = move || {
            if !told_to_stay_away(&mut socket, &tell) {
                comes_back.fetch_add(1, Ordering::SeqCst);
            }
        };
        let spawned = thread::Builder::new().stack_size(STACK).spawn(stays);
        spawned.expect("the system has room for threads");
    }
}

fn told_to_stay_away(socket: &mut WebSocket<TcpStream>, tell: &Sender<Instant>) -> bool {
    let wait = Some(PING_EVERY);
    socket
        .get_ref()
        .set_read_timeout(wait)
        .expect("it is no zero");
    let mut pinged = Instant::now();
    loop {
        if pinged.elapsed() >= PING_EVERY {
            pinged = Instant::now();
            if socket.send(Message::binary(PING.to_vec())).is_err() {
                return false;
            }
        }
        match socket.read() {
            Ok(Message::Binary(bytes)) if bytes.first() == Some(&LEAVE) => {
                tell.send(Instant::now()).ok();
                // After its own length come fields of small numbers, two bytes each, then anything else.
                let fields = bytes.get(2..).unwrap_or_default().chunks_exact(2);
                let mut numbers = fields.take_while(|field| field[0] & 7 == 0);
                let comes_back = numbers.any(|field| field[0] == ACTION && field[1] != 0);
                socket.close(None).ok();
                while socket.read().is_ok() {}
                return !comes_back;
            }
            Ok(_) => {}
            Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return false,
        }
    }
}
