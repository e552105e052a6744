//! Refused requests stand in the log. A file of its own: what is logged is caught for the whole process.

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use adjourn_meeting::Secret;
use support::{Client, control, end, guest, host, twirp};

/// What the program logs, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("nobody panicked with it");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked with it").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// On one thread, so that what the server's tasks log is caught.
#[tokio::test(flavor = "current_thread")]
async fn a_forged_request_stands_in_the_log_without_the_token_or_a_name() {
    let log = Log::default();
    let written = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_ansi(false)
        .with_writer(move || written.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = support::server().await;
    let _ana = Client::join(&server, host("ana")).await;
    let eve = guest("eve-4711");
    let _eve = Client::join(&server, eve.clone()).await;
    let stranger = Secret::new(format!("{}x", eve.expose()));
    let remove = r#"{"room":"r1","identity":"ana"}"#;
    let forged = [
        ("DeleteRoom", &eve, r#"{"room":"r1"}"#),
        ("RemoveParticipant", &eve, remove),
        ("MutePublishedTrack", &eve, remove),
        ("CreateRoom", &eve, r#"{"name":"r2"}"#),
        ("DeleteRoom", &stranger, r#"{"room":"r1"}"#),
    ];
    for (method, token, body) in forged {
        let before = log.text().len();
        assert_eq!(twirp(&server, method, token, body).await.status, 401);
        let logged = log.text()[before..].to_owned();
        assert!(
            logged.contains("a service call was refused") && logged.contains(method),
            "{method}: {logged}"
        );
    }
    // Refused by the room itself: a host who handed the meeting on carries a token that still says otherwise.
    let hand_over = r#"{"identity":"eve-4711","role":"host"}"#;
    assert_eq!(
        control(&server, "SetRole", &host("ana"), hand_over)
            .await
            .status,
        200
    );
    let before = log.text().len();
    assert_eq!(end(&server, &host("ana")).await.status, 401);
    let logged = log.text()[before..].to_owned();
    assert!(
        logged.contains("refused") && logged.contains("DeleteRoom"),
        "{logged}"
    );
    let text = log.text();
    for secret in [eve.expose(), host("ana").expose(), "eyJ", "eve-4711", "EVE"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    server.shutdown().await;
}
