//! Ending is hard to do by mistake and quick to do on purpose.

use std::thread;
use std::time::Duration;

use adjourn_lab::{Crowd, Lab, Screen, SoundServer, patience};
use serde_json::json;

use crate::{BINARY, open};

/// Less than the button wants; more than a click takes.
const SHORT: Duration = Duration::from_millis(400);
/// More than it wants, 1.2 s.
const LONG: Duration = Duration::from_millis(2000);

#[test]
fn in_a_crowd_of_25_the_host_has_to_hold_the_button_to_end_it_for_all() {
    let lab = Lab::new(BINARY, "hold_to_end");
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let ana = open(&lab, &screen, &sound, "Ana", "none");
    ana.new_meeting();
    let link = ana.copy_invite();
    let crowd = Crowd::invited(&link, 24);

    // A second, separate choice that says for how many it ends.
    ana.page.click("#leave");
    let says = "return document.querySelector('#end-for-all')?.innerText.includes(arguments[0])";
    ana.page
        .wait("number of people", patience(20), says, &[json!("25")]);
    assert_eq!(crowd.told_so_far(), 0, "the first click ends nothing");
    ana.page.click("#end-for-all");
    let says = "return document.querySelector('#hold-to-end')?.innerText.includes(arguments[0])";
    ana.page
        .wait("button to hold", patience(20), says, &[json!("25")]);
    ana.page.click("#hold-to-end");
    ana.page.hold("#hold-to-end", SHORT);
    thread::sleep(LONG);
    assert_eq!(crowd.told_so_far(), 0, "a click is not enough");
    ana.page.click("#stay");
    ana.shows("call");

    ana.page.click("#leave");
    ana.page.click("#end-for-all");
    ana.page.hold("#hold-to-end", LONG);
    crowd.told(patience(10));
    let ended = ana.hears_of("meeting-left", "ended");
    assert_eq!(ended["payload"][0]["by"], "Ana");
    assert_eq!(crowd.comes_back(), 0, "everybody is told to stay away");
}
