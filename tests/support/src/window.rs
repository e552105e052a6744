//! The real window: its page is driven through WebKitWebDriver, as a person would use it.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde_json::{Value, json};

use crate::program::command;
use crate::screen::{Daemon, ShortFolder};
use crate::webdriver::Session;
use crate::{Bus, Lab, Screen, SoundServer, patience, process};

/// One window of the app with a home, a display and a sound server of its own.
pub struct Window<'a> {
    /// The page.
    pub page: Session,
    name: String,
    screen: &'a Screen,
    home: Arc<ShortFolder>,
    /// When the app was started.
    started: Instant,
    _driver: Daemon,
}

/// What a window is given.
pub struct Setting<'a> {
    /// Where it is drawn; windows on one screen share the clipboard.
    pub screen: &'a Screen,
    /// Where it is heard.
    pub sound: &'a SoundServer,
    /// `ADJOURN_CAMERA`.
    pub camera: &'a str,
    /// `ADJOURN_MICROPHONE`.
    pub microphone: &'a str,
}

impl<'a> Window<'a> {
    /// Starts the app for a person called `name` and waits until its page listens.
    pub fn open(lab: &Lab, name: &str, setting: &Setting<'a>, args: &[&str]) -> Window<'a> {
        Self::open_on(None, lab, name, setting, args)
    }

    /// The same on a session bus, where there is one app of a kind.
    pub fn open_on(
        bus: Option<&Bus>,
        lab: &Lab,
        name: &str,
        setting: &Setting<'a>,
        args: &[&str],
    ) -> Window<'a> {
        let home = Arc::new(ShortFolder::new());
        for folder in ["data", "config", "cache", "run"] {
            fs::create_dir(home.path().join(folder)).expect("it is our folder");
        }
        Self::open_at(home, bus, lab, name, setting, args)
    }

    /// Kills what is left of the app and starts it again, with the same home.
    pub fn open_again(&self, lab: &Lab, setting: &Setting<'a>, args: &[&str]) -> Window<'a> {
        self.kill();
        Self::open_at(self.home.clone(), None, lab, &self.name, setting, args)
    }

    /// Kills every process of the app, as a crash of the computer would.
    pub fn kill(&self) {
        for pid in self.processes() {
            process::kill(pid);
        }
    }

    fn open_at(
        home: Arc<ShortFolder>,
        bus: Option<&Bus>,
        lab: &Lab,
        name: &str,
        setting: &Setting<'a>,
        args: &[&str],
    ) -> Window<'a> {
        let port = free_port();
        let log = fs::File::create(lab.file(&format!("{}.err", lab.label(name))));
        let log = log.expect("the lab's folder can be written");
        let mut driver = command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null());
        surround(&mut driver, &home, bus, setting);
        let mut daemon = Daemon(
            driver
                .stdin(Stdio::null())
                .stderr(log)
                .spawn()
                .expect("WebKitWebDriver is installed by `make setup`"),
        );
        assert!(daemon.0.try_wait().is_ok_and(|ended| ended.is_none()));
        let started = Instant::now();
        let page = Session::start(
            &format!("http://127.0.0.1:{port}"),
            &json!({ "webkitgtk:browserOptions": { "binary": lab.binary(), "args": args } }),
        );
        let window = Window {
            page,
            name: name.into(),
            screen: setting.screen,
            home,
            started,
            _driver: daemon,
        };
        window
            .page
            .wait("page", patience(30), "return !!window.meeting", &[]);
        window.page.run(include_str!("page.js"), &[]);
        window
    }

    /// The person's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Time since the app was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Waits for a view: `home`, `lobby`, `call` or `after`.
    pub fn shows(&self, view: &str) {
        let script = "return !!document.querySelector(`main[data-view=\"${arguments[0]}\"]`)";
        let what = format!("view {view} of {}", self.name);
        self.page.wait(&what, patience(30), script, &[json!(view)]);
    }

    /// Waits until a meeting can be opened.
    pub fn can_start(&self) {
        let script = "return !!document.querySelector('#new-meeting:not([disabled])')";
        let what = format!("Home of {}", self.name);
        self.page.wait(&what, patience(30), script, &[]);
    }

    /// Opens a meeting that everybody with the link may enter.
    pub fn new_meeting(&self) {
        self.open_meeting(false);
    }

    /// Opens a meeting whose guests wait until they are admitted.
    pub fn new_meeting_with_lobby(&self) {
        self.open_meeting(true);
    }

    fn open_meeting(&self, lobby: bool) {
        self.can_start();
        self.page.fill("#name", &self.name);
        self.page.click("#rules");
        let is_on = "const lobby = document.querySelector('.rules .switch');
            return lobby && (lobby.hasAttribute('data-selected') ? 'on' : 'off')";
        let was = self.page.wait("lobby switch", patience(10), is_on, &[]);
        if (was == "on") != lobby {
            self.page.click(".rules .switch");
        }
        self.page.click("#rules-done");
        let closed = "return !document.querySelector('.rules')";
        self.page
            .wait("end of the rules", patience(10), closed, &[]);
        self.page.click("#new-meeting");
        self.shows("call");
    }

    /// Lets in somebody who waits.
    pub fn admit(&self, name: &str) {
        self.hears_of("entry-requested", name);
        let opened = self
            .page
            .try_run("return !!document.querySelector('[data-entrant]')", &[]);
        if opened != Ok(Value::Bool(true)) {
            self.page.click("#people");
        }
        self.page
            .click(&format!("[data-entrant][data-name=\"{name}\"] .admit"));
        self.hears_of("entry-responded", name);
        self.page.click("#people"); // it covers the pictures
    }

    /// Pastes an invite into the home view and goes through the lobby into the call.
    pub fn join(&self, link: &str) {
        self.look_up(link);
        self.page.click("#join");
        self.shows("call");
    }

    /// Pastes an invite into the home view and goes to the lobby.
    pub fn look_up(&self, link: &str) {
        self.shows("home");
        self.page.fill("#name", &self.name);
        self.page.fill("#link", link);
        self.page.click("#join-link");
        self.shows("lobby");
    }

    /// Clicks on the invite button, and pastes what is then on the clipboard.
    pub fn copy_invite(&self) -> String {
        self.page.click("#invite");
        let until = Instant::now() + patience(10);
        loop {
            let text = self.screen.clipboard();
            if text.starts_with("adjourn://join/") {
                return text;
            }
            assert!(
                Instant::now() < until,
                "no invite on the clipboard but {text:?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks on Leave; a host chooses it in the menu.
    pub fn leave(&self) {
        self.page.click("#leave");
        let script = "if (document.querySelector('#leave-me')) return 'menu';
            return !document.querySelector('main[data-view=call]') && 'out';";
        let next = self.page.wait("way out", patience(10), script, &[]);
        if next == "menu" {
            self.page.click("#leave-me");
        }
    }

    /// Chooses End for all.
    pub fn end_for_all(&self) {
        self.page.click("#leave");
        self.page.click("#end-for-all");
    }

    /// The lifecycle events so far: `{event, t, payload}`.
    pub fn events(&self) -> Vec<Value> {
        let events = self.page.run("return window.lab.events", &[]);
        events.as_array().cloned().unwrap_or_default()
    }

    /// Waits for the first event called `event` whose payload mentions `text`.
    pub fn hears_of(&self, event: &str, text: &str) -> Value {
        let script = "return window.lab.events.find((e) => e.event === arguments[0] && JSON.stringify(e.payload).includes(arguments[1]))";
        let what = format!("{event} about {text} in the window of {}", self.name);
        let args = [json!(event), json!(text)];
        self.page.wait(&what, patience(30), script, &args)
    }

    /// Waits until the picture of `name` is drawn, moves and shows the time; gives its age in ms.
    pub fn draws(&self, name: &str) -> u64 {
        let who = [json!(name)];
        let what = format!("picture of {name} in the window of {}", self.name);
        let first = self.page.wait(
            &what,
            patience(30),
            "return window.lab.fingerprint(arguments[0])",
            &who,
        );
        let moving = "return window.lab.fingerprint(arguments[0]) !== arguments[1]";
        self.page.wait(
            &format!("movement in the {what}"),
            patience(20),
            moving,
            &[json!(name), first],
        );
        // A clock that is read twice, later the second time, and never older than this patience.
        let read = "const drawn = window.lab.clock(arguments[0]); return drawn && [drawn, window.lab.age(drawn)]";
        let one = self
            .page
            .wait(&format!("clock in the {what}"), patience(20), read, &who);
        let later = "const drawn = window.lab.clock(arguments[0]); return drawn > arguments[1] && [drawn, window.lab.age(drawn)]";
        let two = self.page.wait(
            &format!("later clock in the {what}"),
            patience(20),
            later,
            &[json!(name), one[0].clone()],
        );
        two[1].as_u64().expect("an age in milliseconds")
    }

    /// When the button `id` was last pressed, in Unix milliseconds.
    pub fn pressed(&self, id: &str) -> u64 {
        let at = self
            .page
            .run("return window.lab.clicks[arguments[0]]", &[json!(id)]);
        at.as_u64()
            .unwrap_or_else(|| panic!("{id} was not pressed"))
    }

    /// When the first picture of somebody else was drawn in this call, in Unix milliseconds.
    pub fn first_picture(&self) -> u64 {
        let what = format!("first picture in the window of {}", self.name);
        let script = "return window.lab.first.remotePicture";
        let at = self.page.wait(&what, patience(30), script, &[]);
        at.as_u64().expect("a time")
    }

    /// How old the pictures of `name` were when they were drawn, for `seconds`, in milliseconds.
    pub fn picture_ages(&self, name: &str, seconds: u64) -> Vec<u64> {
        let start = "window.lab.ages = window.lab.watch(arguments[0])";
        self.page.run(start, &[json!(name)]);
        thread::sleep(Duration::from_secs(seconds));
        let ages = self.page.run("return window.lab.ages", &[]);
        let ages = ages.as_array().map_or(&[][..], Vec::as_slice);
        ages.iter().filter_map(Value::as_u64).collect()
    }

    /// Asks the shell as the page does: its answer is `data` or `error`.
    pub fn ask(&self, command: &str, with: Value) -> Value {
        let script = "window.answered = undefined;
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then((data) => { window.answered = { data } }, (error) => { window.answered = { error } });
            return true";
        self.page.run(script, &[json!(command), with]);
        let answered = "return window.answered";
        self.page.wait(command, patience(15), answered, &[])
    }

    /// Where the app keeps what is its own.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The app's processes: its own and WebKit's.
    pub fn processes(&self) -> Vec<u32> {
        let mut pids = processes_at(&self.home);
        pids.retain(|pid| process::program(*pid) != "WebKitWebDriver");
        pids
    }

    /// The app's own process.
    pub fn app(&self, binary: &Path) -> u32 {
        let name = binary.file_name().unwrap_or_default().to_string_lossy();
        // The guardian is the same program, started by it.
        let ours = |pid: &u32| {
            process::program(*pid) == name && !process::command_line(*pid).contains("guardian")
        };
        let pids = self.processes();
        pids.into_iter().find(ours).expect("the app runs")
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        self.kill();
        thread::sleep(Duration::from_millis(50)); // they go before their folder does
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is up");
    listener.local_addr().expect("it is bound").port()
}

/// A window that nobody drives, as people have it.
pub struct Undriven {
    home: ShortFolder,
    _app: Daemon,
}

impl Undriven {
    /// Starts the app; what it shows is not looked at.
    pub fn open(bus: &Bus, lab: &Lab, setting: &Setting<'_>) -> Undriven {
        let home = ShortFolder::new();
        let mut app = Command::new(lab.binary());
        app.stdout(Stdio::null());
        surround(&mut app, &home, Some(bus), setting);
        Undriven {
            _app: Daemon::start(&mut app),
            home,
        }
    }

    /// All of its processes.
    pub fn processes(&self) -> Vec<u32> {
        processes_at(&self.home)
    }
}

impl Drop for Undriven {
    fn drop(&mut self) {
        for pid in self.processes() {
            process::kill(pid);
        }
    }
}

/// A desktop of its own for an app.
fn surround(app: &mut Command, home: &ShortFolder, bus: Option<&Bus>, setting: &Setting<'_>) {
    app.env("DISPLAY", setting.screen.display())
        .env("PULSE_SERVER", setting.sound.address())
        .env("ADJOURN_CAMERA", setting.camera)
        .env("ADJOURN_MICROPHONE", setting.microphone)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env("XDG_RUNTIME_DIR", home.path().join("run"))
        // Where a person would be asked.
        .env("ADJOURN_DOWNLOADS", home.path().join("Downloads"))
        // One app a session bus: without a bus each window is an app of its own.
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .envs(bus.map(|bus| ("DBUS_SESSION_BUS_ADDRESS", bus.address())))
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        // Software GL draws twice as many frames this way.
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
}

fn processes_at(home: &ShortFolder) -> Vec<u32> {
    process::with_environment(&format!("HOME={}", home.path().display()))
}
