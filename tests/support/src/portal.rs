//! A desktop that asks the person what to share: the twin of its portal, with pictures from a real PipeWire.

use std::collections::HashMap;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use zbus::blocking::{self, connection::Builder};
use zbus::message::Header;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, fdo};

use crate::program::command;
use crate::screen::{Daemon, ShortFolder};
use crate::{Bus, patience};

const DESKTOP: &str = "/org/freedesktop/portal/desktop";
/// What the screen's node is called.
const NODE: &str = "adjourn-lab-screen";
/// Of the pictures.
pub const SIZE: (u32, u32) = (640, 360);

/// What the person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This screen.
    Yes,
    /// None.
    No,
    /// Nothing: the question stays open.
    Never,
}

/// The portal of a bus, and the screen behind it.
pub struct Portal {
    bus: blocking::Connection,
    desk: Arc<Desk>,
    _daemons: [Daemon; 3],
    _folder: ShortFolder,
}

struct Desk {
    answer: Mutex<Answer>,
    /// PipeWire's socket, and the number of the screen there.
    socket: PathBuf,
    node: u32,
    /// The session that was made last.
    session: Mutex<Option<OwnedObjectPath>>,
    asked: AtomicUsize,
    closed: AtomicUsize,
}

type Options = HashMap<String, OwnedValue>;

struct ScreenCast(Arc<Desk>);

#[zbus::interface(name = "org.freedesktop.portal.ScreenCast")]
impl ScreenCast {
    async fn create_session(
        &self,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
    ) -> fdo::Result<OwnedObjectPath> {
        let session = named("session", "session_handle_token", &options, &header);
        let object = Session(self.0.clone());
        bus.object_server().at(session.clone(), object).await?;
        *self.0.session.lock().expect("no panic") = Some(session.clone());
        let handle = Value::from(session.as_str());
        respond(bus, &options, &header, 0, [("session_handle", handle)]).await
    }

    async fn select_sources(
        &self,
        _session: OwnedObjectPath,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
    ) -> fdo::Result<OwnedObjectPath> {
        respond(bus, &options, &header, 0, []).await
    }

    async fn start(
        &self,
        _session: OwnedObjectPath,
        _parent: String,
        options: Options,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
    ) -> fdo::Result<OwnedObjectPath> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        let answer = *self.0.answer.lock().expect("no panic");
        let about = HashMap::from([("source_type", Value::from(1_u32))]);
        let streams = Value::from(vec![(self.0.node, about)]);
        match answer {
            Answer::Yes => respond(bus, &options, &header, 0, [("streams", streams)]).await,
            Answer::No => respond(bus, &options, &header, 1, []).await,
            Answer::Never => Ok(named("request", "handle_token", &options, &header)),
        }
    }

    async fn open_pipe_wire_remote(
        &self,
        _session: OwnedObjectPath,
        _options: Options,
    ) -> fdo::Result<OwnedFd> {
        let socket = UnixStream::connect(&self.0.socket);
        let socket = socket.map_err(|error| fdo::Error::Failed(error.to_string()))?;
        Ok(std::os::fd::OwnedFd::from(socket).into())
    }

    #[zbus(property)]
    fn available_source_types(&self) -> u32 {
        3
    }

    #[zbus(property)]
    fn available_cursor_modes(&self) -> u32 {
        3
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        4
    }
}

struct Session(Arc<Desk>);

#[zbus::interface(name = "org.freedesktop.portal.Session")]
impl Session {
    fn close(&self) {
        self.0.closed.fetch_add(1, Ordering::SeqCst);
    }
}

/// The path that a client expects for what it has given a token.
fn named(what: &str, token: &str, options: &Options, header: &Header<'_>) -> OwnedObjectPath {
    let sender = header.sender().map(ToString::to_string).unwrap_or_default();
    let sender = sender.trim_start_matches(':').replace('.', "_");
    let token: &str = options
        .get(token)
        .and_then(|token| token.downcast_ref().ok())
        .unwrap_or("none");
    OwnedObjectPath::try_from(format!("{DESKTOP}/{what}/{sender}/{token}")).expect("a path")
}

/// Answers a request, by the signal that its client listens for.
async fn respond<const N: usize>(
    bus: &Connection,
    options: &Options,
    header: &Header<'_>,
    code: u32,
    results: [(&str, Value<'_>); N],
) -> fdo::Result<OwnedObjectPath> {
    let request = named("request", "handle_token", options, header);
    let results = HashMap::from(results);
    let interface = "org.freedesktop.portal.Request";
    bus.emit_signal(
        None::<&str>,
        &request,
        interface,
        "Response",
        &(code, results),
    )
    .await?;
    Ok(request)
}

impl Portal {
    /// Opens one on `bus`, and a PipeWire with a screen that moves.
    pub fn new(bus: &Bus) -> Portal {
        let folder = ShortFolder::new();
        let at_home = |program: &str| {
            let mut command = command(program);
            command
                .env("HOME", folder.path())
                .env("XDG_RUNTIME_DIR", folder.path())
                .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
                .stdout(Stdio::null());
            command
        };
        let pipewire = Daemon::start(&mut at_home("pipewire"));
        let socket = folder.path().join("pipewire-0");
        until("PipeWire is there", || socket.exists().then_some(()));
        let linker = Daemon::start(&mut at_home("wireplumber"));
        let shape = format!(
            "video/x-raw,format=BGRx,width={},height={},framerate=15/1",
            SIZE.0, SIZE.1
        );
        let screen = Daemon::start(at_home("gst-launch-1.0").args([
            "-q",
            "videotestsrc",
            "is-live=true",
            // The default has noise in it, which no rate suffices for.
            "pattern=ball",
            "!",
            &shape,
            "!",
            "pipewiresink",
            "mode=provide",
            &format!("stream-properties=p,media.class=Video/Source,node.name={NODE}"),
        ]));
        let node = until("the screen is there", || node(&mut at_home("pw-dump")));
        let desk = Arc::new(Desk {
            answer: Mutex::new(Answer::Yes),
            socket,
            node,
            session: Mutex::default(),
            asked: AtomicUsize::new(0),
            closed: AtomicUsize::new(0),
        });
        let bus = Builder::address(bus.address())
            .and_then(|builder| builder.serve_at(DESKTOP, ScreenCast(desk.clone())))
            .and_then(|builder| builder.name("org.freedesktop.portal.Desktop"))
            .and_then(Builder::build)
            .expect("the bus is ours");
        Portal {
            bus,
            desk,
            _daemons: [screen, linker, pipewire],
            _folder: folder,
        }
    }

    /// What the person will say.
    pub fn answers(&self, answer: Answer) {
        *self.desk.answer.lock().expect("no panic") = answer;
    }

    /// How often the person has been asked.
    pub fn asked(&self) -> usize {
        self.desk.asked.load(Ordering::SeqCst)
    }

    /// How many sessions have been closed by who asked for them.
    pub fn closed(&self) -> usize {
        self.desk.closed.load(Ordering::SeqCst)
    }

    /// The person stops it in the desktop's own panel.
    pub fn takes_back(&self) {
        let session = self.desk.session.lock().expect("no panic").clone();
        let session = session.expect("something is shared");
        let interface = "org.freedesktop.portal.Session";
        let why = HashMap::<&str, Value<'_>>::new();
        self.bus
            .emit_signal(None::<&str>, &session, interface, "Closed", &why)
            .expect("the bus is ours");
    }
}

/// The number of the screen in PipeWire's list.
fn node(dump: &mut Command) -> Option<u32> {
    let dump = dump.stdout(Stdio::piped()).output().ok()?;
    let all: Vec<Json> = serde_json::from_slice(&dump.stdout).ok()?;
    let screen = all
        .iter()
        .find(|object| object["info"]["props"]["node.name"] == NODE)?;
    u32::try_from(screen["id"].as_u64()?).ok()
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + patience(20);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "{what}");
        thread::sleep(Duration::from_millis(100));
    }
}
