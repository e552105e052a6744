//! The tray of a desktop: it takes in the icon of a program, and clicks in its menu.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use zbus::Message;
use zbus::blocking::{Connection, connection::Builder};
use zbus::message::Header;
use zbus::zvariant::{DynamicType, OwnedValue, Value};

use serde::Serialize;

use crate::{Bus, patience};

const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// The tray of a bus, with one icon in it.
pub struct Tray {
    bus: Connection,
    icons: Mutex<Receiver<Place>>,
    menu: OnceLock<Place>,
}

/// Who, and the path of its object.
type Place = (String, String);

/// One line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    id: i32,
    /// What it says.
    pub label: String,
    /// It can be clicked.
    pub enabled: bool,
}

/// An entry as it goes over the bus: its number, its properties, its children.
type Line = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The service that icons come to.
struct Watcher(Sender<Place>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        // Some name themselves, some only their object.
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let place = match service.starts_with('/') {
            true => (sender, service.to_owned()),
            false => (service.to_owned(), "/StatusNotifierItem".to_owned()),
        };
        self.0.send(place).ok(); // the test may be over
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Tray {
    /// Opens one on `bus`.
    pub fn new(bus: &Bus) -> Tray {
        let (icon, icons) = channel();
        let bus = Builder::address(bus.address())
            .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", Watcher(icon)))
            .and_then(|builder| builder.name("org.kde.StatusNotifierWatcher"))
            .and_then(Builder::build)
            .expect("the bus is ours");
        Tray {
            bus,
            icons: Mutex::new(icons),
            menu: OnceLock::new(),
        }
    }

    /// What the menu shows now, without its lines; empty when the program is gone.
    pub fn entries(&self) -> Vec<Entry> {
        let asked = (0_i32, -1_i32, Vec::<&str>::new());
        let Some(answer) = self.ask("GetLayout", &asked) else {
            return Vec::new();
        };
        let (_, (_, _, children)): (u32, Line) = answer.body().deserialize().expect("it is a menu");
        children.iter().filter_map(|child| entry(child)).collect()
    }

    fn ask(&self, method: &str, with: &(impl Serialize + DynamicType)) -> Option<Message> {
        let (program, path) = self.menu();
        self.bus
            .call_method(
                Some(program.as_str()),
                path.as_str(),
                Some(MENU),
                method,
                with,
            )
            .ok()
    }

    /// Waits until the menu has this line, and it can be clicked or not.
    #[track_caller]
    pub fn awaits(&self, label: &str, enabled: bool) {
        let until = Instant::now() + patience(30);
        loop {
            let entries = self.entries();
            let has = |entry: &Entry| entry.label == label && entry.enabled == enabled;
            if entries.iter().any(has) {
                return;
            }
            assert!(
                Instant::now() < until,
                "no {label} that is enabled: {enabled}, but {entries:?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Clicks on a line.
    #[track_caller]
    pub fn click(&self, label: &str) {
        assert!(self.try_click(label), "no {label} in {:?}", self.entries());
    }

    /// Clicks on a line if it is there; false when it is not, as when the program is gone.
    pub fn try_click(&self, label: &str) -> bool {
        let entries = self.entries();
        let Some(entry) = entries.iter().find(|entry| entry.label == label) else {
            return false;
        };
        let click = (entry.id, "clicked", Value::I32(0), 0_u32);
        self.ask("Event", &click).is_some()
    }

    fn menu(&self) -> &Place {
        self.menu.get_or_init(|| {
            let icons = self.icons.lock().expect("nobody panics with the lock");
            let (program, path) = icons
                .recv_timeout(patience(30))
                .expect("an icon comes into the tray");
            let menu = self
                .bus
                .call_method(
                    Some(program.as_str()),
                    path.as_str(),
                    Some("org.freedesktop.DBus.Properties"),
                    "Get",
                    &(ITEM, "Menu"),
                )
                .expect("the icon has a menu");
            let menu: OwnedValue = menu.body().deserialize().expect("it is a value");
            let Value::ObjectPath(menu) = &*menu else {
                panic!("{menu:?} is no menu");
            };
            (program, menu.to_string())
        })
    }
}

/// A line of a menu with words in it.
fn entry(line: &Value<'_>) -> Option<Entry> {
    let line = match line {
        Value::Value(line) => line,
        line => line,
    };
    let Value::Structure(line) = line else {
        return None;
    };
    let [Value::I32(id), Value::Dict(properties), ..] = line.fields() else {
        return None;
    };
    let label: String = properties.get(&"label").ok()??;
    let enabled: Option<bool> = properties.get(&"enabled").ok()?;
    Some(Entry {
        id: *id,
        label,
        enabled: enabled.unwrap_or(true),
    })
}
