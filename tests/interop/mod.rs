//! What every official SDK must be able to do in our meetings.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use adjourn_lab::{Bot, Clip, Event, Lab, People, Program, Server, patience};
use serde_json::{Value, json};

/// Runs a whole meeting with an SDK participant that `start(url, token, tone)` makes: once it leaves,
/// and once it is ended.
pub fn takes_part(lab: &Lab, start: impl Fn(&str, &str, u32) -> Bot) {
    let server = lab.serve(&[]);

    let mut sdk = start(&server.url, &server.guest_token("standup", "Sam"), 700);
    let heard = lab.file("bot-heard.wav");
    let path = heard.to_str().expect("a plain path");
    let mut bot = bot(lab, &server, &["--speaker", path, "--leave-after", "40"]);
    see_and_hear_each_other(&sdk, &bot);
    sdk.leave();
    assert_eq!(disconnected(&sdk), "CLIENT_INITIATED");
    assert!(sdk.succeeds());
    assert_eq!(bot.misses("Sam")["reason"]["code"], "left");
    bot.program().terminate();
    bot.left();
    let second = Clip::read(&heard).best_second();
    assert!(
        (second.loudest_hz() - 700.0).abs() <= 3.0,
        "{}",
        second.loudest_hz()
    );

    let mut sdk = start(&server.url, &server.guest_token("review", "Sam"), 700);
    let token = server.guest_token("review", "Bot");
    let mut bot = lab.guest_with_token(&server.url, &token, "Bot", &["--commands"]);
    see_and_hear_each_other(&sdk, &bot);
    read_each_other(&mut sdk, &mut bot);
    share_with_each_other(&mut sdk, &mut bot);
    let admin = server.host_token("review", "Ana");
    let (status, answer) = server.call("DeleteRoom", &admin, &json!({ "room": "review" }));
    assert_eq!(status, 200, "{answer}");
    assert_eq!(disconnected(&sdk), "ROOM_DELETED");
    assert!(sdk.succeeds());
    assert_eq!(bot.left()["code"], "ended");
}

fn bot(lab: &Lab, server: &Server, args: &[&str]) -> Bot {
    let token = server.guest_token("standup", "Bot");
    let microphone = ["--microphone", "tone:1000"];
    lab.guest_with_token(&server.url, &token, "Bot", &[&microphone, args].concat())
}

fn see_and_hear_each_other(sdk: &Bot, bot: &Bot) {
    sdk.meets("Bot");
    let picture = sdk.sees("Bot", 40);
    assert!(picture["width"].as_u64() >= Some(320), "{picture}");
    let clock = sdk.measures("clock in the picture", "Bot", |p| {
        p["clock_age_ms"].is_number()
    });
    let age = clock["clock_age_ms"].as_f64().unwrap_or(f64::MAX);
    assert!(
        age < 2000.0,
        "the picture shows what is now, not {age} ms ago"
    );
    sdk.hears_tone("Bot", 1000.0);
    bot.sees("Sam", 40);
    bot.hears("Sam");
}

/// What the app writes comes to the SDK once in every form that it reads, and what the SDK writes comes to the app.
fn read_each_other(sdk: &mut Bot, bot: &mut Bot) {
    let identity = sdk.program().event("joined")["me"]["participantId"].clone();
    for (text, to) in [("Hello – from the app 😀", json!(null)), ("Psst", identity)] {
        bot.order(&json!({ "do": "chat", "text": text, "to": to }).to_string());
        sdk.program().wait(text, patience(20), |e| {
            e["event"] == "chat" && e["form"] == "stream" && e["text"] == text
        });
    }
    let events = sdk.program().events();
    let forms = events
        .iter()
        .filter(|e| e["event"] == "chat" && e["text"] == "Psst");
    let forms: Vec<_> = forms.map(|e| e["form"].to_string()).collect();
    let distinct: BTreeSet<_> = forms.iter().collect();
    assert_eq!(distinct.len(), forms.len(), "each form once: {forms:?}");

    sdk.program_mut().tell("chat Hello from the SDK");
    bot.program().wait("the SDK's words", patience(20), |e| {
        let text = e["message"]["text"].as_str().unwrap_or_default();
        e["event"] == "chat-received"
            && text.starts_with("Hello from the SDK")
            && e["message"]["name"] == "Sam"
    });
}

/// A screen of the app's comes to the SDK and goes again, and one of the SDK's to the app; each as often as one likes.
fn share_with_each_other(sdk: &mut Bot, bot: &mut Bot) {
    let sam = sdk.program().event("joined")["me"]["participantId"].clone();
    let screen = |e: &Event, event: &str| e["event"] == event && e["source"] == "screen_share";
    let share = |e: &Event, event: &str| {
        e["event"] == event && e["kind"] == "share" && e["participantId"] == sam
    };
    let of_the_app = |p: &Value| p["screen"]["video_frames"].as_u64().unwrap_or(0);
    let of_the_sdk = |p: &Value| p["screen_frames"].as_u64().unwrap_or(0);
    for round in 1..=2 {
        let seen_before = sdk.newest("Bot").as_ref().map_or(0, of_the_app);
        bot.order(r#"{"do":"share","source":"test-card"}"#);
        happens(sdk.program(), "the app's screen comes", round, |e| {
            screen(e, "subscribed")
        });
        let seen = sdk.measures("screen", "Bot", |p| {
            of_the_app(p) >= seen_before + 10
                && p["screen"]["clock_age_ms"]
                    .as_f64()
                    .is_some_and(|age| age < 2000.0)
        });
        assert_eq!(seen["screen"]["width"], 1280, "{seen}");
        bot.order(r#"{"do":"share","source":null}"#);
        happens(sdk.program(), "the app's screen goes", round, |e| {
            screen(e, "unsubscribed")
        });

        let seen_before = bot.newest("Sam").as_ref().map_or(0, of_the_sdk);
        sdk.program_mut().tell("share");
        happens(bot.program(), "the SDK's screen comes", round, |e| {
            share(e, "stream-enabled")
        });
        bot.measures("screen", "Sam", |p| of_the_sdk(p) >= seen_before + 10);
        sdk.program_mut().tell("unshare");
        happens(bot.program(), "the SDK's screen goes", round, |e| {
            share(e, "stream-disabled")
        });
    }
}

/// Waits until something has been told so often.
fn happens(program: &Program, what: &str, times: usize, is_it: impl Fn(&Event) -> bool) {
    let begun = Instant::now();
    while program.events().iter().filter(|e| is_it(e)).count() < times {
        assert!(begun.elapsed() < patience(20), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn disconnected(sdk: &Bot) -> String {
    let event = sdk.program().event("disconnected");
    event["reason"].as_str().unwrap_or_default().into()
}
