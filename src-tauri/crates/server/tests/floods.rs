//! Data that comes twice, and more of it than anybody needs.

mod support;

use std::time::{Duration, Instant};

use adjourn_server::Server;
use adjourn_signal::{DataPacket, UserMessage};
use support::media::{MediaClient, run, run_for};
use support::{guest, host, server};

/// Packets one participant may send at once, and in a second after that.
const BURST: usize = 2_000;
const A_SECOND: usize = 1_000;

fn packet(n: usize, reliable: bool) -> DataPacket {
    let message = UserMessage {
        payload: n.to_be_bytes().to_vec(),
        topic: None,
        id: None,
    };
    DataPacket::from_user(&message, reliable)
}

fn numbers(client: &MediaClient) -> Vec<usize> {
    let number = |message: UserMessage| {
        let bytes = message.payload.as_slice().try_into();
        usize::from_be_bytes(bytes.expect("eight bytes"))
    };
    let messages = client.data.iter().filter_map(DataPacket::user);
    messages.map(number).collect()
}

/// Ana, who listens, and Bo with open channels.
async fn ana_and_bo(server: &Server) -> (MediaClient, MediaClient) {
    let mut ana = MediaClient::join(server, host("ana")).await;
    let mut bo = MediaClient::join(server, guest("bo")).await;
    bo.open_channel().await;
    run("open channels", &mut [&mut ana, &mut bo], |clients| {
        clients[1].channel_open && clients.iter().all(|client| client.is_connected())
    })
    .await;
    (ana, bo)
}

#[tokio::test]
async fn a_reliable_packet_that_is_sent_again_after_a_resume_arrives_once() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    for (number, sequence) in [
        (1, 1),
        (2, 2),
        (3, 2),
        (4, 1),
        (5, 3),
        (6, 0),
        (7, 3),
        (8, 4),
    ] {
        let mut packet = packet(number, true);
        packet.sequence = sequence;
        bo.send_data(&packet.encode());
    }
    run("the last one", &mut [&mut ana, &mut bo], |clients| {
        numbers(clients[0]).contains(&8)
    })
    .await;
    // Without a number, as older SDKs send them, a packet is not known as one of before.
    assert_eq!(numbers(&ana), [1, 2, 5, 6, 8]);
    server.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_lossy_packets_is_thinned_out_and_what_comes_after_it_gets_through() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let started = Instant::now();
    let mut sent = 0;
    // As fast as the sockets take them: what is lost there is not what this is about.
    while sent < 6_000 {
        for _ in 0..50 {
            let taken = bo.try_send_data(false, &packet(sent, false).encode());
            sent += usize::from(taken);
        }
        run_for(Duration::from_millis(3), &mut [&mut ana, &mut bo]).await;
    }
    run_for(Duration::from_millis(200), &mut [&mut ana, &mut bo]).await;
    let allowed = BURST + (started.elapsed().as_secs_f64() * A_SECOND as f64) as usize;
    let passed = numbers(&ana).len();
    println!("{passed} of {sent} lossy packets passed, {allowed} were allowed");
    assert!(
        (BURST / 2..=allowed).contains(&passed),
        "{passed} of {allowed}"
    );
    run_for(Duration::from_millis(1_500), &mut [&mut ana, &mut bo]).await;
    run("one more", &mut [&mut ana, &mut bo], |clients| {
        clients[1].try_send_data(false, &packet(99_999, false).encode());
        numbers(clients[0]).last() == Some(&99_999)
    })
    .await;
    server.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_reliable_packets_is_slowed_down_and_not_one_is_lost() {
    let server = server().await;
    let (mut ana, mut bo) = ana_and_bo(&server).await;
    let total = BURST + 4 * A_SECOND;
    let started = Instant::now();
    let mut sent = 0;
    run("all of them", &mut [&mut ana, &mut bo], |clients| {
        for _ in 0..100 {
            let taken =
                sent < total && clients[1].try_send_data(true, &packet(sent, true).encode());
            sent += usize::from(taken);
        }
        clients[0].data.len() >= total
    })
    .await;
    let elapsed = started.elapsed();
    println!("{total} reliable packets took {elapsed:?}");
    assert!(
        numbers(&ana).into_iter().eq(0..total),
        "all, in their order"
    );
    // A little passes beyond it each time, before the sender is stopped.
    assert!(elapsed >= Duration::from_millis(3_400), "in {elapsed:?}");
    server.shutdown().await;
}
