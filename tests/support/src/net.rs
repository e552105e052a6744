//! A network that belongs to one test alone, and computers in it whose cables can be pulled. Made of Linux
//! namespaces: nothing outside is touched, and all of it is gone with the test's process.

use std::env;
use std::net::{SocketAddr, SocketAddrV4, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketType, bind, connect, socket};

use crate::patience;
use crate::program::command;
use crate::screen::Daemon;

/// Set for the process that is in a network of its own.
const INSIDE: &str = "LAB_NETWORK";

/// Runs `test` in a network of its own, where it may listen to every packet, make further computers and mount
/// file systems. From outside, by starting the test called `name` of this program again in there.
pub fn in_a_network_of_its_own(name: &str, test: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        run("ip", &["link", "set", "lo", "up"]);
        return test();
    }
    let this = env::current_exe().expect("a test has a path");
    let mut unshare = command("unshare");
    if !rustix::process::geteuid().is_root() {
        unshare.args(["--user", "--map-root-user"]);
    }
    let status = unshare
        .args(["--net", "--mount", "--"])
        .arg(this)
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .status()
        .expect("unshare is part of util-linux");
    assert!(
        status.success(),
        "failed in a network of its own ({status}); making one needs root or user namespaces"
    );
}

/// Another computer, connected by a cable; it is gone when dropped. Only in a network of its own.
pub struct Computer {
    /// A process that does nothing but be there.
    holder: Daemon,
    /// The number in the addresses, and in the names of the cables.
    number: u8,
}

impl Computer {
    /// `number` is from 1 to 99. Its first cable is plugged in. A server has to be started after it, to know the
    /// addresses of this side.
    pub fn new(number: u8) -> Computer {
        let mut holder = command("unshare");
        let holder = Daemon::start(
            holder
                .args(["--net", "--", "sleep", "infinity"])
                .stdout(Stdio::null()),
        );
        let computer = Computer { holder, number };
        let ours = std::fs::read_link("/proc/self/ns/net").expect("this process has a network");
        let theirs = format!("/proc/{}/ns/net", computer.pid());
        let until = Instant::now() + patience(10);
        while std::fs::read_link(&theirs).is_ok_and(|theirs| theirs == ours) {
            assert!(Instant::now() < until, "the computer does not start");
            thread::sleep(Duration::from_millis(5));
        }
        computer.run("ip", &["link", "set", "lo", "up"]);
        let (side, back) = (format!("side{number}"), format!("back{number}"));
        run(
            "ip",
            &["link", "add", &side, "type", "veth", "peer", "name", &back],
        );
        let address = format!("{}/24", computer.this_side());
        run("ip", &["addr", "add", &address, "dev", &side]);
        for end in [&side, &back] {
            run("ip", &["link", "set", end, "up"]);
        }
        computer.plug(0);
        computer
    }

    fn pid(&self) -> u32 {
        self.holder.0.id()
    }

    fn net(&self, cable: u8) -> String {
        format!("10.{}.{cable}", self.number)
    }

    /// An address of this side that the computer reaches over whichever cable is plugged in.
    pub fn this_side(&self) -> String {
        format!("{}.1", self.net(255))
    }

    /// A command that runs there and dies with this thread.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut inside = command("nsenter");
        inside
            .args(["--target", &self.pid().to_string(), "--net", "--"])
            .arg(program);
        inside
    }

    /// Plugs a cable in: another network, with another address, that is the way to everywhere.
    pub fn plug(&self, cable: u8) {
        let (here, there) = (
            format!("here{}x{cable}", self.number),
            format!("eth{cable}"),
        );
        let (net, pid) = (self.net(cable), self.pid().to_string());
        run(
            "ip",
            &[
                "link", "add", &here, "type", "veth", "peer", "name", &there, "netns", &pid,
            ],
        );
        run("ip", &["addr", "add", &format!("{net}.1/24"), "dev", &here]);
        run("ip", &["link", "set", &here, "up"]);
        self.run(
            "ip",
            &["addr", "add", &format!("{net}.2/24"), "dev", &there],
        );
        self.run("ip", &["link", "set", &there, "up"]);
        self.run(
            "ip",
            &["route", "replace", "default", "via", &format!("{net}.1")],
        );
    }

    /// Pulls a cable out, as a person does: no program is asked.
    pub fn pull(&self, cable: u8) {
        run(
            "ip",
            &["link", "del", &format!("here{}x{cable}", self.number)],
        );
    }

    /// Leaves the cable where it is and carries nothing over it any more, as a switch without power does.
    pub fn silence(&self, cable: u8) {
        let here = format!("here{}x{cable}", self.number);
        run("ip", &["link", "set", &here, "down"]);
    }

    /// Takes that back.
    pub fn restore(&self, cable: u8) {
        let here = format!("here{}x{cable}", self.number);
        run("ip", &["link", "set", &here, "up"]);
    }

    fn run(&self, program: &str, args: &[&str]) {
        let mut inside = self.command(program);
        done(inside.args(args));
    }
}

fn run(program: &str, args: &[&str]) {
    done(Command::new(program).args(args));
}

fn done(command: &mut Command) {
    let status = command.status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "failed: {command:?}"
    );
}

/// A connection to `to` from `from`, one of this computer's addresses: every 127.x.y.z is.
///
/// # Errors
/// The system's.
pub fn connect_from(from: [u8; 4], to: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None)?;
    bind(&socket, &SocketAddrV4::new(from.into(), 0))?;
    connect(&socket, &to)?;
    Ok(socket.into())
}
