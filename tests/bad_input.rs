//! What is wrong from outside is said in a sentence that helps, and leaves nothing half done.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use adjourn_lab::server::{KEY, signed};
use adjourn_lab::{Lab, People, assert_sentence, in_a_network_of_its_own};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn a_wrong_truncated_or_foreign_link_is_refused() {
    let lab = Lab::new(BINARY, "wrong_links");
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let mut changed = invite(&link);
    changed["s"] = json!("not-the-secret-of-this-meeting");
    let mut pinned = invite(&link);
    pinned["c"] = json!(URL_SAFE_NO_PAD.encode([7; 32]));
    let mut newer = invite(&link);
    newer["v"] = json!(99);
    for wrong in [
        "hello".to_owned(),
        "https://example.org/j/123456789".into(),
        "adjourn://join/".into(),
        "adjourn://join/%%%".into(),
        link[..link.len() / 2].into(),
        format!("{link}{}", "A".repeat(4000)),
        link_of(&json!({ "v": 1 })),
        link_of(&json!({ "v": 1, "a": ["999.1.1.1:70000"], "m": "x", "s": "y" })),
        link_of(&changed),
        link_of(&pinned),
        link_of(&newer),
    ] {
        let mut guest = lab.guest(&wrong, "Bo", &[]);
        assert_sentence(&guest.refused());
    }
    assert!(
        !ana.program()
            .events()
            .iter()
            .any(|e| e["event"] == "participant-joined")
    );
}

#[test]
fn a_host_that_is_not_there_is_named_as_unreachable() {
    let lab = Lab::new(BINARY, "unreachable_host");
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    drop(ana);

    let mut by_link = lab.guest(&link, "Bo", &[]);
    assert_sentence(&by_link.refused());
    let token = signed(KEY, "Bo", json!({ "roomJoin": true, "room": "standup" }));
    for url in [
        "ws://127.0.0.1:9",
        "ws://no-such-host.invalid:7880",
        "not a url",
        "ftp://127.0.0.1",
    ] {
        let mut by_url = lab.guest_with_token(url, &token, "Bo", &[]);
        assert_sentence(&by_url.refused());
    }
}

#[test]
fn a_wrong_token_does_not_get_in() {
    let lab = Lab::new(BINARY, "wrong_tokens");
    let server = lab.serve(&[]);
    let grants = json!({ "roomJoin": true, "room": "standup" });
    for token in [
        "garbage".to_owned(),
        String::new(),
        signed(
            ("devkey", "not-the-secret-of-the-lab-012345"),
            "Bo",
            grants.clone(),
        ),
        signed(("otherkey", KEY.1), "Bo", grants),
        signed(KEY, "Bo", json!({ "room": "standup" })),
        signed(KEY, "Bo", json!({ "roomJoin": true })),
        expired(),
    ] {
        let mut bot = lab.guest_with_token(&server.url, &token, "Bo", &[]);
        let said = bot.refused();
        assert_sentence(&said);
        assert!(
            token.len() < 10 || !said.contains(&token),
            "the token is not repeated"
        );
    }
    let admin = server.host_token("standup", "Ana");
    let (_, rooms) = server.call("ListRooms", &admin, &json!({}));
    assert_eq!(
        rooms["rooms"].as_array().map_or(0, Vec::len),
        0,
        "no room was made: {rooms}"
    );
}

#[test]
fn a_server_that_answers_garbage_or_nothing_is_given_up_with_the_reason() {
    let lab = Lab::new(BINARY, "garbage_servers");
    let token = signed(KEY, "Bo", json!({ "roomJoin": true, "room": "standup" }));
    let page = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello".as_slice();
    let mut bots = Vec::new();
    for answer in [
        b"\x00\x01garbage\r\n\r\n".as_slice(),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        page,
        b"",
    ] {
        let address = answers_with(answer);
        let invite = json!({ "v": 1, "a": [address], "m": "0123456789abcdef", "s": "0123456789abcdef0123456789abcdef" });
        let mut pinned = invite.clone();
        pinned["c"] = json!(URL_SAFE_NO_PAD.encode([7; 32]));
        bots.push(lab.guest_with_token(&format!("ws://{address}"), &token, "Bo", &[]));
        bots.push(lab.guest(&link_of(&invite), "Bo", &[]));
        bots.push(lab.guest(&link_of(&pinned), "Bo", &[]));
    }
    for message in [Some(b"\xff\xff\xff\xff".as_slice()), Some(b""), None] {
        let address = upgrades_and_says(message);
        bots.push(lab.guest_with_token(&format!("ws://{address}"), &token, "Bo", &[]));
    }
    for mut bot in bots {
        assert_sentence(&bot.refused());
    }
}

#[test]
fn a_port_in_use_is_replaced_by_another_for_a_meeting_and_named_for_a_server() {
    let lab = Lab::new(BINARY, "port_in_use");
    let taken = TcpListener::bind("127.0.0.1:0").expect("loopback is up");
    let address = taken.local_addr().expect("it is bound").to_string();

    let mut command = adjourn_lab::program::command(lab.binary());
    command.args(["bot", "host", "--name", "Ana", "--listen", &address]);
    let ana = adjourn_lab::Program::start(&lab, "Ana", &mut command);
    let link = ana.event("invite")["link"]
        .as_str()
        .expect("a link")
        .to_owned();
    assert!(!invite(&link)["a"].to_string().contains(&address));
    let mut bo = lab.guest(&link, "Bo", &["--leave-after", "1"]);
    assert_eq!(bo.left()["code"], "left");

    let mut command = adjourn_lab::program::command(lab.binary());
    command
        .args([
            "serve",
            "--insecure",
            "--api-key",
            KEY.0,
            "--api-secret",
            KEY.1,
        ])
        .args(["--listen", &address]);
    let mut serve = adjourn_lab::Program::start(&lab, "serve", &mut command);
    assert!(!serve.exit().success());
    assert_sentence(&serve.stderr());
    let port = address.rsplit(':').next().expect("it has a port");
    assert!(
        serve.stderr().contains(port),
        "it says which: {}",
        serve.stderr()
    );
}

#[test]
fn a_name_of_300_characters_is_cut_and_markup_stays_text() {
    let lab = Lab::new(BINARY, "long_names");
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let _long = lab.guest(&link, &"x".repeat(300), &[]);
    let _markup = lab.guest(&link, "<img src=x onerror=alert(1)>", &[]);
    let _hidden = lab.guest(&link, "\u{202e}\u{7}Eve\n", &[]);

    ana.meets(&"x".repeat(80));
    ana.meets("<img src=x onerror=alert(1)>");
    ana.meets("Eve");
}

#[test]
fn a_file_that_is_no_y4m_or_no_wav_is_refused_before_anybody_is_in() {
    let lab = Lab::new(BINARY, "wrong_files");
    let ana = lab.host("Ana", &[]);
    let link = ana.invite();
    let text = lab.file("notes.txt");
    fs::write(&text, "not a picture, not a sound\n".repeat(100)).expect("writable");
    let empty = lab.file("empty.y4m");
    fs::write(&empty, "").expect("writable");
    let endless = lab.file("endless.y4m");
    fs::write(
        &endless,
        [b"YUV4MPEG2 W".as_slice(), &[b'9'; 5000]].concat(),
    )
    .expect("writable");
    let huge = lab.file("huge.y4m");
    fs::write(&huge, "YUV4MPEG2 W999999999 H999999999 F30:1\nFRAME\n").expect("writable");
    let cut = lab.file("cut.y4m");
    fs::write(&cut, "YUV4MPEG2 W320 H180 F30:1\nFRAME\nabc").expect("writable");
    let riff = lab.file("riff.wav");
    fs::write(&riff, b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff").expect("writable");
    let path = |p: &Path| p.to_str().expect("a plain path").to_owned();
    let missing = path(&lab.file("missing.y4m"));

    for (flag, file) in [
        ("--camera", path(&text).replace(".txt", ".y4m")),
        ("--camera", path(&empty)),
        ("--camera", path(&endless)),
        ("--camera", path(&huge)),
        ("--camera", path(&cut)),
        ("--camera", missing.clone()),
        ("--microphone", path(&riff)),
        ("--microphone", missing.replace(".y4m", ".wav")),
        ("--speaker", path(&lab.file("no/such/folder/out.wav"))),
    ] {
        if flag == "--camera" && !Path::new(&file).exists() && file != missing {
            fs::copy(&text, &file).expect("writable");
        }
        let mut bot = lab.guest(&link, "Bo", &[flag, &file]);
        let said = bot.refused();
        assert_sentence(&said);
        let name = Path::new(&file)
            .file_name()
            .and_then(|n| n.to_str())
            .expect("a name");
        assert!(said.contains(name), "it names {name}: {said}");
    }
    assert!(
        !ana.program()
            .events()
            .iter()
            .any(|e| e["event"] == "participant-joined")
    );
}

#[test]
fn flags_that_contradict_each_other_are_explained() {
    let lab = Lab::new(BINARY, "wrong_flags");
    for args in [
        &["bot", "join"][..],
        &["bot", "join", "--url", "ws://127.0.0.1:9"],
        &["bot", "host", "--camera", "telescope"],
        &["bot", "host", "--microphone", "tone:loud"],
        &["bot", "host", "--leave-after", "soon"],
        &["bot", "host", "--listen", "everywhere"],
        &["serve", "--listen", "127.0.0.1:0", "--insecure"],
    ] {
        let mut command = adjourn_lab::program::command(lab.binary());
        command
            .args(args)
            .env_remove("LIVEKIT_API_KEY")
            .env_remove("LIVEKIT_API_SECRET");
        let mut program = adjourn_lab::Program::start(&lab, "flags", &mut command);
        let status = program.exit();
        assert!(
            !status.success() && status.code().is_some(),
            "{args:?}: {status}"
        );
        assert!(
            !program.stderr().contains("panicked"),
            "{}",
            program.stderr()
        );
        assert!(program.stderr().split_whitespace().count() >= 4, "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_nobody_in_and_the_end_is_written_down_when_there_is_room_again() {
    let name = "a_full_disk_keeps_nobody_in_and_the_end_is_written_down_when_there_is_room_again";
    in_a_network_of_its_own(name, || {
        let lab = Lab::new(BINARY, "full_disk");
        let state = lab.file("state");
        fs::create_dir(&state).expect("writable");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "lab"])
            .arg(&state)
            .status();
        assert!(status.is_ok_and(|status| status.success()), "mount");
        let path = state.to_str().expect("a plain path");
        let server = lab.serve(&["--state-dir", path]);
        let join = |name: &str, token: &str| {
            lab.guest_with_token(
                &server.url,
                token,
                name,
                &["--commands", "--camera", "none"],
            )
        };
        let mut ana = join("Ana", &server.host_token("standup", "Ana"));
        let mut bo = join("Bo", &server.guest_token("standup", "Bo"));
        ana.meets("Bo");
        let ballast = state.join("ballast");
        fill(&ballast);

        ana.order(r#"{"do":"end"}"#);
        assert_eq!(bo.left()["by"], "Ana");
        assert_eq!(ana.left()["code"], "ended");
        let events = ana.program().events();
        let told = |e: &Value| e["event"] == "end-progress" && e["recordMissing"] == true;
        assert!(
            events.iter().any(told),
            "the host is told that the record is missing"
        );
        let token = server.guest_token("standup", "Cy");
        let (status, said) = server.get(&format!("/rtc/validate?access_token={token}"));
        assert_eq!((status, said.contains("ended")), (401, true), "{said}");

        fs::remove_file(&ballast).expect("writable");
        let record = || {
            fs::read_dir(state.join("ended")).map_or(0, |all| {
                let whole = all
                    .flatten()
                    .filter(|file| file.metadata().is_ok_and(|m| m.len() > 0));
                whole
                    .filter(|file| file.path().extension().is_some_and(|e| e == "json"))
                    .count()
            })
        };
        let until = Instant::now() + Duration::from_secs(60);
        while record() == 0 {
            assert!(Instant::now() < until, "the end is not written down");
            thread::sleep(Duration::from_millis(100));
        }
    });
}

/// Leaves no room on the disk of `ballast`.
fn fill(ballast: &Path) {
    let mut file = fs::File::create(ballast).expect("writable");
    while file.write_all(&[0; 512]).is_ok() {}
}

fn invite(link: &str) -> Value {
    let encoded = link.rsplit('/').next().expect("a link has slashes");
    let json = URL_SAFE_NO_PAD.decode(encoded).expect("base64url");
    serde_json::from_slice(&json).expect("JSON")
}

fn link_of(invite: &Value) -> String {
    format!(
        "adjourn://join/{}",
        URL_SAFE_NO_PAD.encode(invite.to_string())
    )
}

fn expired() -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let claims = json!({
        "iss": KEY.0, "sub": "bo", "nbf": now - 7200, "exp": now - 3600,
        "video": { "roomJoin": true, "room": "standup" },
    });
    let key = jsonwebtoken::EncodingKey::from_secret(KEY.1.as_bytes());
    jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).expect("HS256")
}

/// A listener that answers every connection with `answer` and then keeps silent.
fn answers_with(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is up");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            stream.write_all(answer).ok();
            open.push(stream);
        }
    });
    address
}

/// A WebSocket server that greets with `message`, or with nothing, and then keeps silent.
fn upgrades_and_says(message: Option<&'static [u8]>) -> String {
    use tokio_tungstenite::tungstenite::{Message, accept};
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is up");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming().flatten() {
            stream.set_read_timeout(Some(Duration::from_secs(1))).ok();
            let Ok(mut socket) = accept(stream) else {
                continue;
            };
            if let Some(message) = message {
                socket.send(Message::binary(message)).ok();
            }
            open.push(socket);
        }
    });
    address
}
