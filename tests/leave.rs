//! Leaving: only the one who leaves is out, and the others know.

use adjourn_lab::{Lab, People, patience};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn a_guest_leaves_and_the_meeting_goes_on_for_the_others() {
    let lab = Lab::new(BINARY, "a_guest_leaves");
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let mut bo = lab.guest(&link, "Bo", &["--leave-after", "5"]);
    let cy = lab.guest(&link, "Cy", &[]);
    for other in [&ana, &cy] {
        other.sees("Bo", 1);
    }

    let reason = bo.left();
    assert_eq!(
        (&reason["code"], &reason["message"]),
        (&"left".into(), &"You left".into())
    );
    assert!(bo.succeeds());

    for other in [&ana, &cy] {
        let told = other.misses("Bo");
        assert_eq!(told["reason"]["code"], "left");
        assert_eq!(told["reason"]["message"], "Bo left");
    }
    goes_on(&ana, "Cy");
    goes_on(&cy, "Ana");
}

#[test]
fn the_host_leaves_and_its_computer_carries_the_meeting_until_the_last_has_gone() {
    let lab = Lab::new(BINARY, "the_host_leaves");
    let mut ana = lab.host("Ana", &["--leave-after", "5"]);
    let link = ana.invite();
    let bo = lab.guest(&link, "Bo", &[]);
    let mut cy = lab.guest(&link, "Cy", &["--leave-after", "14"]);

    assert_eq!(bo.misses("Ana")["reason"]["code"], "left");
    goes_on(&bo, "Cy");
    let mut di = lab.guest(&link, "Di", &["--leave-after", "3"]);
    di.joined();

    assert_eq!(di.left()["code"], "left");
    assert_eq!(cy.left()["code"], "left");
    assert_eq!(ana.ends_within(1)["reason"]["code"], "left");
    drop(bo);
    assert!(ana.succeeds(), "it stops when the last one has gone");
}

#[test]
fn a_killed_app_is_reported_as_crashed() {
    let lab = Lab::new(BINARY, "a_killed_app");
    let ana = lab.host("Ana", &[]);
    let bo = lab.guest(&ana.invite(), "Bo", &[]);
    ana.sees("Bo", 1);

    bo.program().kill();

    assert_eq!(ana.misses("Bo")["reason"]["code"], "crashed");
}

/// `watcher` still decodes new pictures of `name`.
fn goes_on(watcher: &impl People, name: &str) {
    let frames = |newest: serde_json::Value| newest["video_frames"].as_u64().unwrap_or(0);
    let before = watcher.newest(name).map_or(0, frames);
    watcher
        .program()
        .wait("further pictures", patience(20), |e| {
            let people = e["participants"].as_array();
            let person = people.and_then(|all| all.iter().find(|p| p["name"] == name));
            person.cloned().map_or(0, frames) >= before + 20
        });
}
