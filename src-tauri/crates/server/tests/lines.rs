//! Bad lines: what is told of them, and offers whose answer they swallowed.

mod support;

use std::time::{Duration, Instant};

use adjourn_meeting::ParticipantSid;
use adjourn_signal::{ConnectionQuality, Response};
use support::media::{MediaClient, run, run_for};
use support::{guest, host, server};

/// Lines are judged every 5 s.
const JUDGED: Duration = Duration::from_secs(9);

fn last_told(client: &MediaClient, sid: &ParticipantSid) -> Option<ConnectionQuality> {
    let told = client.said.iter().rev().find_map(|said| match said {
        Response::ConnectionQuality(infos) => infos.iter().find(|info| info.sid == *sid),
        _ => None,
    });
    told.map(|info| info.quality)
}

#[tokio::test]
async fn a_line_that_loses_what_is_published_on_it_is_told_as_good_or_poor_by_how_much() {
    let server = server().await;
    let mut ana = MediaClient::join(&server, host("ana")).await;
    let mut bo = MediaClient::join(&server, guest("bo")).await;
    let mut cy = MediaClient::join(&server, guest("cy")).await;
    ana.publish().await;
    bo.publish().await;
    // 12.5 % and 4 % of what they send are lost; nothing of what they receive is.
    ana.lose_one_out(8);
    bo.lose_one_out(25);
    let (ana_sid, bo_sid) = (ana.signal.sid(), bo.signal.sid());
    let started = Instant::now();
    let (mut worst, mut middling) = (None, None);
    while started.elapsed() < JUDGED {
        for client in [&mut ana, &mut bo] {
            if client.is_connected() {
                client.send_frame(true, 2);
            }
        }
        run_for(Duration::from_millis(20), &mut [&mut ana, &mut bo, &mut cy]).await;
        (worst, middling) = (last_told(&cy, &ana_sid), last_told(&cy, &bo_sid));
        if worst == Some(ConnectionQuality::Poor) && middling == Some(ConnectionQuality::Good) {
            break;
        }
    }
    assert_eq!(
        (worst, middling),
        (Some(ConnectionQuality::Poor), Some(ConnectionQuality::Good))
    );
    server.shutdown().await;
}

#[tokio::test]
async fn an_offer_whose_answer_was_lost_comes_again_and_what_was_published_meanwhile_arrives() {
    let server = server().await;
    let mut ana = MediaClient::join(&server, host("ana")).await;
    let mut bo = MediaClient::join(&server, guest("bo")).await;
    ana.publish().await;
    run("ana at bo", &mut [&mut ana, &mut bo], |clients| {
        if clients.iter().all(|client| client.is_connected()) {
            clients[0].send_frame(true, 1);
        }
        clients[1].arrived.len() == 2
    })
    .await;
    bo.swallow_answers = true;
    let mut cy = MediaClient::join(&server, guest("cy")).await;
    cy.publish().await;
    run(
        "an offer of cy's",
        &mut [&mut ana, &mut bo, &mut cy],
        |clients| clients[1].sections_offered() > 3,
    )
    .await;
    // Published while the answer is out: it waits for the next offer.
    let mut dee = MediaClient::join(&server, guest("dee")).await;
    dee.publish().await;
    run(
        "dee at ana",
        &mut [&mut ana, &mut bo, &mut cy, &mut dee],
        |clients| {
            for sender in [2, 3] {
                if clients[sender].is_connected() {
                    clients[sender].send_frame(true, 1);
                }
            }
            clients[0].arrived.len() == 4
        },
    )
    .await;
    let before: Vec<_> = bo.arrived.keys().cloned().collect();
    assert_eq!(before.len(), 2, "nothing more can flow without an answer");
    let swallowed = bo.offers.last().cloned();
    bo.swallow_answers = false;
    bo.resume(&server, guest("bo")).await;
    let known = bo.offers.len();
    run(
        "everybody at bo",
        &mut [&mut bo, &mut ana, &mut cy, &mut dee],
        |clients| {
            for sender in clients.iter_mut().skip(1) {
                sender.send_frame(true, 1);
            }
            clients[0].arrived.len() == 6
        },
    )
    .await;
    assert_eq!(bo.offers.get(known), swallowed.as_ref(), "as it was");
    bo.arrived.clear();
    run(
        "media goes on",
        &mut [&mut bo, &mut ana, &mut cy, &mut dee],
        |clients| {
            for sender in clients.iter_mut().skip(1) {
                sender.send_frame(true, 1);
            }
            clients[0].arrived.len() == 6
        },
    )
    .await;
    server.shutdown().await;
}
