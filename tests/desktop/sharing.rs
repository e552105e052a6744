//! A screen that is shared from a real window, and seen in one.

use adjourn_lab::{Lab, People, Screen, SoundServer, patience};
use serde_json::json;

use crate::{BINARY, open};

/// Whether there is a picture of this width and height on the tile of the shared screen. The page learns of the size a
/// moment after the picture was drawn.
const SHARED: &str =
    "const canvas = document.querySelector('[data-tile$=\"/share\"] canvas[data-live]');
    return canvas?.width === arguments[0] && canvas.height === arguments[1]";
const NOT_SHARED: &str = "return !document.querySelector('[data-tile$=\"/share\"]')";

#[test]
fn a_screen_is_chosen_shared_seen_and_stopped() {
    let lab = Lab::new(BINARY, "sharing");
    let (screen, other, sound) = (
        Screen::new(1280, 800),
        Screen::new(1024, 768),
        SoundServer::new(),
    );
    let ana = open(&lab, &screen, &sound, "Ana", "tone:440");
    ana.new_meeting();
    let link = ana.copy_invite();
    let bo = open(&lab, &other, &sound, "Bo", "tone:880");
    bo.join(&link);
    let mut cy = lab.guest(&link, "Cy", &["--commands"]);
    ana.draws("Cy");

    ana.page.click("#share");
    let sources = "const all = [...document.querySelectorAll('.source')];
        return all.length > 0 && all.map((source) => [source.dataset.key, !!source.querySelector('img')])";
    let sources = ana
        .page
        .wait("the list of screens", patience(20), sources, &[]);
    let first = sources[0][0].as_str().unwrap_or_default();
    assert!(first.starts_with("screen:"), "{sources}");
    assert_eq!(sources[0][1], true, "with a picture: {sources}");
    let windows: Vec<_> = sources.as_array().into_iter().flatten().skip(1).collect();
    assert!(
        windows.is_empty(),
        "our own windows are no choice: {windows:?}"
    );
    ana.page.screenshot(&lab.file("picker.png"));
    ana.page.click(&format!(".source[data-key=\"{first}\"]"));
    ana.page.click("#share-do");
    bo.hears_of("stream-enabled", "share");
    let size = [json!(1280), json!(800)];
    bo.page.wait("Ana's screen", patience(20), SHARED, &size);
    cy.measures("screen", "Ana", |p| p["screen_frames"].as_u64() >= Some(5));
    let banner = ana.page.text("#sharing").unwrap_or_default();
    assert!(banner.contains("sharing"), "{banner}");
    ana.page.screenshot(&lab.file("presenting.png"));
    bo.page.screenshot(&lab.file("watching.png"));
    ana.page.click("#stop-share");
    bo.hears_of("stream-disabled", "share");
    bo.page
        .wait("the end of Ana's screen", patience(20), NOT_SHARED, &[]);

    // One that shows the time, so that what is drawn is known to be what is shared.
    cy.order(r#"{"do":"share","source":"test-card"}"#);
    for window in [&ana, &bo] {
        let size = [json!(1280), json!(720)];
        window.page.wait("Cy's screen", patience(20), SHARED, &size);
        let age = window.draws("Cy/share");
        assert!(age < 2000, "it is {age} ms old");
    }
    ana.page.screenshot(&lab.file("watching-cy.png"));
    // A host stops somebody else's.
    ana.page.click("#people");
    let joined = cy.program().event("meeting-joined");
    let id = joined["me"]["participantId"].as_str().unwrap_or_default();
    ana.page.click(&format!("[data-person=\"{id}\"] .more"));
    ana.page.click("[data-key=\"stop-share\"]");
    cy.program().wait("the end of it", patience(20), |e| {
        e["event"] == "muted-by-host" && e["kind"] == "share"
    });
    bo.page
        .wait("the end of Cy's screen", patience(20), NOT_SHARED, &[]);

    ana.end_for_all();
    bo.hears_of("meeting-left", "ended");
}
