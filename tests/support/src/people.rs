//! What every participant says of the others, whatever it is made of: a bot, or an official SDK.

use serde_json::Value;

use crate::{Event, Program, patience};

/// A program that reports lifecycle events and, each second, what it sees and hears.
pub trait People {
    /// The program behind it.
    fn program(&self) -> &Program;

    /// The newest statistics about the participant called `name`.
    fn newest(&self, name: &str) -> Option<Value> {
        let events = self.program().events();
        events.iter().rev().find_map(|e| person(e, name).cloned())
    }

    /// Waits for statistics about `name` that `enough` accepts.
    fn measures(&self, what: &str, name: &str, enough: impl Fn(&Value) -> bool) -> Value {
        let what = format!("{what} of {name}");
        let event = self.program().wait(&what, patience(40), |event| {
            person(event, name).is_some_and(&enough)
        });
        person(&event, name).cloned().unwrap_or_default()
    }

    /// Waits until it has decoded `frames` pictures of `name`.
    fn sees(&self, name: &str, frames: u64) -> Value {
        self.measures("picture", name, |p| {
            p["video_frames"].as_u64() >= Some(frames)
        })
    }

    /// Waits until it is told that `name` is in.
    fn meets(&self, name: &str) -> Event {
        self.about("participant-joined", name)
    }

    /// Waits until it is told that `name` is out.
    fn misses(&self, name: &str) -> Event {
        self.about("participant-left", name)
    }

    /// The first event called `event` about the participant called `name`.
    fn about(&self, event: &str, name: &str) -> Event {
        let what = format!("{event} about {name}");
        self.program().wait(&what, patience(30), |e| {
            e["event"] == event && e["participant"]["name"] == name
        })
    }
}

fn person<'a>(event: &'a Event, name: &str) -> Option<&'a Value> {
    if event["event"] != "stats" {
        return None;
    }
    let people = event["participants"].as_array()?;
    people.iter().find(|p| p["name"] == name)
}
