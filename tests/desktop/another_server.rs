//! New meeting, when the settings name another server.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use adjourn_lab::server::KEY;
use adjourn_lab::{Lab, People, Screen, Server, SoundServer, Window, patience};
use serde_json::json;

use crate::{BINARY, open};

#[test]
fn a_meeting_of_the_window_runs_on_the_server_that_the_settings_name() {
    let lab = Lab::new(BINARY, "window_another_server");
    let server = lab.serve(&[]);
    let (screen, sound) = (Screen::new(1280, 800), SoundServer::new());
    let ana = open(&lab, &screen, &sound, "Ana", "tone");
    ana.can_start();
    ana.page.fill("#name", "Ana");

    ana.page.click("#settings");
    ana.page.click(".settings-tab[data-key=server]");
    ana.page.fill("#server-url", &server.url);
    ana.page.fill("#server-key", KEY.0);
    ana.page.fill("#server-secret", "another secret");
    use_server(&ana);
    let problem = "return document.querySelector('.settings-panel .problem')?.innerText";
    let said = ana.page.wait("refusal", patience(20), problem, &[]);
    assert!(
        said.as_str().is_some_and(|said| said.contains("secret")),
        "{said}"
    );
    ana.page.fill("#server-secret", KEY.1);
    use_server(&ana);
    let chosen = "return !document.querySelector('#use-server')
        && document.querySelector('.set-note')?.innerText.includes(arguments[0])";
    let host = server.url.trim_start_matches("ws://");
    ana.page
        .wait("choice", patience(20), chosen, &[json!(host)]);
    ana.page.click("#close-settings");
    let (keeper, open) = keeping(ana.home(), KEY.1);
    assert!(
        keeper.len() == 1 && !open,
        "the secret is in {keeper:?}, open to others: {open}"
    );

    ana.page.click("#new-meeting");
    ana.shows("call");
    let link = ana.copy_invite();
    let mut bo = lab.guest(&link, "Bo", &[]);
    ana.draws("Bo");
    bo.sees("Ana", 10);
    bo.hears("Ana");
    assert_eq!(rooms(&server), 1, "the other server carries it");

    ana.end_for_all();
    let ended = bo.left();
    assert_eq!(
        (&ended["code"], &ended["by"]),
        (&json!("ended"), &json!("Ana"))
    );
    ana.shows("after");
    assert_eq!(rooms(&server), 0, "nothing is left there");
}

/// Clicks on the button below the form, which WebKit's driver does not scroll to.
fn use_server(ana: &Window<'_>) {
    let script = "document.querySelector('#use-server').scrollIntoView({ block: 'center' })";
    ana.page.run(script, &[]);
    ana.page.click("#use-server");
}

fn rooms(server: &Server) -> usize {
    let admin = server.host_token("", "Admin");
    let (_, rooms) = server.call("ListRooms", &admin, &json!({}));
    rooms["rooms"].as_array().map_or(0, Vec::len)
}

/// Files below `folder` that hold `secret`, and whether anybody else may read one of them.
fn keeping(folder: &Path, secret: &str) -> (Vec<PathBuf>, bool) {
    let (mut found, mut open) = (Vec::new(), false);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for entry in entries {
            let Ok(meta) = entry.metadata() else { continue };
            let path = entry.path();
            if meta.is_dir() {
                folders.push(path);
            } else if meta.is_file()
                && fs::read(&path).is_ok_and(|bytes| contains(&bytes, secret.as_bytes()))
            {
                open |= meta.permissions().mode() & 0o077 != 0;
                found.push(path);
            }
        }
    }
    (found, open)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
