//! What answers is not a meeting server, or says no: each time a sentence, and no device stays open.

mod support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use adjourn_engine::{JoinError, Target, look_up};
use adjourn_meeting::{ErrorCode, MeetingId, Reason, ReasonCode, Secret};
use adjourn_signal::Invite;
use support::{Person, guest, host, server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A server that reads a request, answers with these bytes and then stays silent.
async fn answers(bytes: &'static [u8]) -> (SocketAddr, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
            open.push(stream);
        }
    });
    (address, tasks)
}

/// Joins in vain and checks that nothing is left behind.
async fn fails(target: Target) -> Reason {
    let mut person = Person::new();
    person.engine.join(target, "Bo".into());
    let reason = person.until_left().await;
    let local = person.engine.local().borrow().clone();
    assert!(
        [&local.camera, &local.microphone, &local.speaker]
            .iter()
            .all(|device| device.label.is_none()),
        "{local:?}"
    );
    assert!(person.rest().is_empty());
    person.engine.shutdown().await;
    reason
}

fn token_for(address: SocketAddr) -> Target {
    Target::Token {
        url: format!("ws://{address}"),
        token: Secret::new("a.b.c"),
        certificate_sha256: None,
    }
}

fn invite_to(address: SocketAddr) -> Invite {
    Invite {
        addresses: vec![address.to_string()],
        meeting: MeetingId::new("room"),
        secret: Secret::new("secret"),
        certificate_sha256: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn garbage_is_called_what_it_is() {
    for garbage in [
        &b"SSH-2.0-OpenSSH_9.2p1\r\n"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
        b"HTTP/1.1 301 Moved\r\nlocation: http://x/\r\ncontent-length: 0\r\n\r\n",
    ] {
        let (address, _tasks) = answers(garbage).await;
        let reason = fails(token_for(address)).await;
        assert_eq!(reason.code, ReasonCode::JoinFailed);
        assert!(
            reason.message.contains("Check the address"),
            "{}",
            reason.message
        );
        let error = look_up(&invite_to(address)).await.expect_err("no door");
        assert!(matches!(error, JoinError::Garbage { .. }), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn silence_is_a_time_out_and_leaving_does_not_wait_for_it() {
    let (address, _tasks) = answers(b"").await;
    let (reason, looked) = tokio::join!(fails(token_for(address)), async {
        look_up(&invite_to(address)).await
    });
    assert_eq!(reason.code, ReasonCode::JoinFailed);
    assert!(
        reason.message.contains("did not answer within"),
        "{}",
        reason.message
    );
    assert!(
        matches!(looked, Err(JoinError::TimedOut { .. })),
        "{looked:?}"
    );

    let mut person = Person::new();
    person.engine.join(token_for(address), "Bo".into());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let clicked = Instant::now();
    person.engine.leave();
    assert_eq!(person.until_left().await.code, ReasonCode::Left);
    assert!(
        clicked.elapsed() < Duration::from_millis(300),
        "{:?}",
        clicked.elapsed()
    );
    person.engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn silence_after_the_upgrade_is_a_time_out_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.extend(tokio_tungstenite::accept_async(stream).await);
        }
    });
    let reason = fails(token_for(address)).await;
    assert_eq!(reason.error, Some(ErrorCode::TimedOut), "{reason:?}");
    assert!(
        reason.message.contains("did not answer within"),
        "{}",
        reason.message
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let reason = fails(token_for(address)).await;
    assert!(
        reason.message.contains("could not be reached"),
        "{}",
        reason.message
    );
    let error = look_up(&invite_to(address))
        .await
        .expect_err("nobody is there");
    assert!(matches!(error, JoinError::Unreachable { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wrong_token_a_wrong_secret_and_a_wrong_certificate_are_told_apart() {
    let server = server().await;
    let meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let reason = fails(token_for(server.local_addr())).await;
    assert!(
        reason.message.contains("did not accept the token"),
        "{}",
        reason.message
    );

    let mut stranger = meeting.clone();
    stranger.invite.secret = Secret::new("0123456789abcdef");
    let error = look_up(&stranger.invite)
        .await
        .expect_err("the secret is wrong");
    assert_eq!(error.code().name(), "wrong-invite", "{error:?}");
    assert_eq!(fails(guest(&stranger)).await.code, ReasonCode::JoinFailed);

    let mut impostor = meeting.clone();
    impostor.invite.certificate_sha256 = Some([7; 32]);
    let error = look_up(&impostor.invite)
        .await
        .expect_err("the certificate is wrong");
    let JoinError::WrongCertificate { promised, shown } = error else {
        panic!("{error:?}");
    };
    assert_eq!(promised, [7; 32]);
    assert_eq!(Some(shown), meeting.invite.certificate_sha256);
    let reason = fails(guest(&impostor)).await;
    assert!(reason.message.contains("certificate"), "{}", reason.message);
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_does_not_encrypt_is_no_answer_to_an_invite_that_does() {
    let (address, _tasks) = answers(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let invite = Invite {
        certificate_sha256: Some([7; 32]),
        ..invite_to(address)
    };
    let error = look_up(&invite).await.expect_err("plain text");
    assert_eq!(error.code().name(), "garbage");
    assert!(error.to_string().contains("does not encrypt"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_addresses_the_one_that_is_right_is_used() {
    let server = server().await;
    let mut meeting = server
        .open_meeting("Ana’s meeting", "Ana")
        .await
        .expect("a meeting");
    let (silent, _tasks) = answers(b"").await;
    let (garbage, _more) = answers(b"220 mail.example.org ESMTP\r\n").await;
    for wrong in [silent, garbage] {
        meeting.invite.addresses.insert(0, wrong.to_string());
    }
    let looked = Instant::now();
    look_up(&meeting.invite)
        .await
        .expect("one address is right");
    assert!(
        looked.elapsed() < Duration::from_secs(2),
        "{:?}",
        looked.elapsed()
    );
    let mut bo = Person::new();
    bo.join(guest(&meeting), "Bo").await;
    let mut ana = Person::new();
    ana.join(host(&meeting), "Ana").await;
    bo.engine.shutdown().await;
    ana.engine.shutdown().await;
    server.shutdown().await;
}
