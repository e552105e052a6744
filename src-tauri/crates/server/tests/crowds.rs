//! What one participant puts into a room does not keep the others out of it.

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use adjourn_meeting::Secret;
use adjourn_meeting::room::MAX_TRACKS;
use adjourn_signal::{
    AddTrack, DisconnectReason, MAX_MESSAGE_BYTES, MetadataUpdate, Request, RequestOutcome,
    Response, TrackKind, TrackSource,
};
use support::media::{MediaClient, run, run_for};
use support::{Client, guest, host, server, token_with, twirp};

/// What a participant may say of itself in metadata and attributes together.
const OWN_BYTES: usize = 4 * 1024;

fn talkative(identity: &str) -> Secret {
    token_with(identity, |claims| {
        claims.grants.can_update_own_metadata = true
    })
}

async fn describe(client: &mut Client, update: MetadataUpdate) -> RequestOutcome {
    let asked = update.request_id;
    client.send(&Request::UpdateMetadata(update)).await;
    client
        .until("answer", |response| match response {
            Response::RequestResponse {
                request_id,
                outcome,
                ..
            } => (request_id == asked).then_some(outcome),
            _ => None,
        })
        .await
}

fn metadata(request_id: u32, bytes: usize) -> MetadataUpdate {
    MetadataUpdate {
        request_id,
        metadata: "m".repeat(bytes),
        ..MetadataUpdate::default()
    }
}

fn attribute(request_id: u32, bytes: usize) -> MetadataUpdate {
    MetadataUpdate {
        request_id,
        attributes: BTreeMap::from([("k".to_owned(), "v".repeat(bytes))]),
        ..MetadataUpdate::default()
    }
}

#[tokio::test]
async fn what_people_say_of_themselves_is_bounded_and_says_so_and_a_replaced_value_counts_once() {
    let server = server().await;
    let mut bo = Client::join(&server, talkative("bo")).await;
    let outcomes = [
        (metadata(1, 60_000), RequestOutcome::LimitExceeded),
        (attribute(2, 60_000), RequestOutcome::LimitExceeded),
        (metadata(3, 2_000), RequestOutcome::Ok),
        (attribute(4, 1_900), RequestOutcome::Ok),
        // Both together are too much; the same again, one for the other, is not.
        (attribute(5, 2_500), RequestOutcome::LimitExceeded),
        (attribute(6, 1_950), RequestOutcome::Ok),
        (attribute(7, 0), RequestOutcome::Ok),
        (metadata(8, OWN_BYTES - 50), RequestOutcome::Ok),
        // Escaped in a token it would be six times as long.
        (
            MetadataUpdate {
                request_id: 9,
                metadata: "\u{1}".repeat(1_000),
                ..MetadataUpdate::default()
            },
            RequestOutcome::LimitExceeded,
        ),
    ];
    for (update, expected) in outcomes {
        let request = update.request_id;
        assert_eq!(
            describe(&mut bo, update).await,
            expected,
            "request {request}"
        );
    }
    let given = |bytes: usize| {
        let text = "x".repeat(bytes);
        format!(r#"{{"room":"r1","identity":"bo","metadata":"{text}"}}"#)
    };
    let large = twirp(&server, "UpdateParticipant", &host("ana"), &given(60_000)).await;
    assert_eq!(
        (large.status, large.json()["code"].clone()),
        (400, "invalid_argument".into())
    );
    let fits = twirp(&server, "UpdateParticipant", &host("ana"), &given(8_000)).await;
    assert_eq!(fits.status, 200, "{}", fits.text());
    assert_eq!(
        describe(&mut bo, attribute(10, 1)).await,
        RequestOutcome::LimitExceeded,
        "what a service gave it leaves no room for its own"
    );
    assert_eq!(
        describe(&mut bo, metadata(11, 10)).await,
        RequestOutcome::Ok
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_full_room_in_which_everybody_says_as_much_as_it_may_still_lets_the_last_one_in() {
    let server = server().await;
    let mut people = Vec::new();
    for n in 0..99 {
        let says = |claims: &mut adjourn_signal::Claims| claims.metadata = "m".repeat(4_080);
        people.push(Client::join(&server, token_with(&format!("g{n}"), says)).await);
    }
    let last = Client::join(&server, guest("last")).await;
    let told = Response::Join(Box::new(last.joined.clone())).encode().len();
    println!("the join of the last of 100 is {told} bytes");
    assert_eq!(last.joined.other_participants.len(), 99);
    assert!(told < MAX_MESSAGE_BYTES / 2, "{told}");
    server.shutdown().await;
}

#[tokio::test]
async fn who_brings_more_in_its_token_than_the_room_can_carry_is_told_so_and_nobody_else_is_kept_out()
 {
    let server = server().await;
    let mut people = Vec::new();
    let says = |claims: &mut adjourn_signal::Claims| claims.metadata = "m".repeat(10_000);
    let mut refused = 0;
    for n in 0..45 {
        let query = adjourn_signal::JoinQuery {
            token: Some(token_with(&format!("g{n}"), says)),
            ..Default::default()
        };
        let mut socket = support::open(&server, &query).await;
        match support::next(&mut socket).await {
            Some(Response::Join(_)) => people.push(socket),
            Some(Response::Leave { reason, .. }) => {
                assert_eq!(reason, DisconnectReason::JoinFailure);
                refused += 1;
            }
            other => panic!("expected to be let in or told why not, got {other:?}"),
        }
    }
    assert_eq!((people.len(), refused), (40, 5));
    let _last = Client::join(&server, guest("last")).await;
    server.shutdown().await;
}

fn track(n: usize) -> AddTrack {
    AddTrack::new(format!("cid-{n}"), TrackKind::Audio, TrackSource::Unknown)
}

fn published(client: &MediaClient) -> usize {
    client.published.len()
}

#[tokio::test]
async fn a_guest_publishes_sixteen_tracks_and_not_one_more_however_it_goes_about_it() {
    let server = server().await;
    let mut bo = MediaClient::join(&server, guest("bo")).await;
    let mut cy = MediaClient::join(&server, guest("cy")).await;
    let mut long = track(99);
    long.name = "n".repeat(500);
    bo.signal.send(&Request::AddTrack(Box::new(long))).await;
    // Half of them are offered before the rest is announced: what is published counts as what is announced.
    for n in 0..MAX_TRACKS / 2 {
        bo.signal.send(&Request::AddTrack(Box::new(track(n)))).await;
    }
    bo.offer_sounds((0..MAX_TRACKS / 2).map(|n| format!("cid-{n}")))
        .await;
    run("the first half", &mut [&mut bo, &mut cy], |clients| {
        clients[1].sections_offered() == 1 + MAX_TRACKS / 2
    })
    .await;
    for n in MAX_TRACKS / 2..MAX_TRACKS + 4 {
        bo.signal.send(&Request::AddTrack(Box::new(track(n)))).await;
    }
    run("the second half", &mut [&mut bo, &mut cy], |clients| {
        published(clients[0]) >= MAX_TRACKS
    })
    .await;
    bo.offer_sounds((MAX_TRACKS / 2..MAX_TRACKS + 4).map(|n| format!("cid-{n}")))
        .await;
    run("the rest", &mut [&mut bo, &mut cy], |clients| {
        clients[1].sections_offered() > MAX_TRACKS
    })
    .await;
    run_for(Duration::from_millis(300), &mut [&mut bo, &mut cy]).await;
    assert_eq!(published(&bo), MAX_TRACKS);
    assert_eq!(
        cy.sections_offered(),
        1 + MAX_TRACKS,
        "and the data channels"
    );
    server.shutdown().await;
}
