//! Suspend: the others are told before the computer sleeps. logind is a fake on a system bus of its own.
#![cfg(target_os = "linux")]

use std::{
    io::{BufRead, BufReader, Read},
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

use adjourn_lab::{Lab, People, Program, program::command};
use zbus::{blocking::connection, object_server::SignalEmitter, zvariant};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

/// logind's `InhibitDelayMaxSec`: whoever is not ready by then sleeps as it is.
const LOGIND_WAITS: Duration = Duration::from_secs(5);

/// The part of logind that delays a sleep.
struct Logind {
    /// Our ends of the locks: at the end of its file a lock has been let go.
    locks: mpsc::Sender<UnixStream>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> zvariant::OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
        self.locks.send(ours).expect("the test waits for locks");
        OwnedFd::from(theirs).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, start: bool) -> zbus::Result<()>;
}

/// A message bus of its own, stopped when dropped.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Bus {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().expect("stdout is a pipe"))
            .read_line(&mut address)
            .expect("it prints its address");
        Bus {
            daemon,
            address: address.trim().into(),
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().ok();
        self.daemon.wait().ok();
    }
}

#[test]
fn a_computer_that_goes_to_sleep_has_left_the_meeting_before() {
    let lab = Lab::new(BINARY, "a_computer_that_goes_to_sleep");
    let bus = Bus::start();
    let (sender, locks) = mpsc::channel();
    let logind = connection::Builder::address(bus.address.as_str())
        .expect("an address")
        .serve_at("/org/freedesktop/login1", Logind { locks: sender })
        .expect("a path")
        .name("org.freedesktop.login1")
        .expect("a name")
        .build()
        .expect("the bus lets us in");
    let ana = lab.host("Ana", &[]);
    let mut command = command(BINARY);
    command
        .args(["bot", "join", &ana.invite(), "--name", "Bo"])
        .env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address);
    let bo = Program::start(&lab, "Bo", &mut command);
    let mut lock = locks
        .recv_timeout(Duration::from_secs(30))
        .expect("it asks for a delay");
    bo.event("meeting-joined");
    ana.sees("Bo", 1);

    let began = Instant::now();
    let object = logind
        .object_server()
        .interface::<_, Logind>("/org/freedesktop/login1")
        .expect("it is served");
    zbus::block_on(Logind::prepare_for_sleep(object.signal_emitter(), true)).expect("it is sent");

    lock.set_read_timeout(Some(LOGIND_WAITS)).expect("a limit");
    let end = lock.read(&mut [0]).expect("the delay is given up in time");
    let took = began.elapsed();
    assert_eq!(end, 0, "the lock is closed, nothing is written");
    assert_eq!(ana.misses("Bo")["reason"]["code"], "asleep");
    assert_eq!(bo.event("meeting-left")["reason"]["code"], "asleep");
    println!("ready to sleep after {} ms", took.as_millis());
}
