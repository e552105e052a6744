//! The host's computer dies in the middle of a meeting and is started again: everybody comes back by themselves.

mod support;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use adjourn_meeting::{AwayRule, MeetingEvent, MeetingState};
use adjourn_server::{MeetingOptions, Server, ServerConfig};
use support::{Directory, Person, guest, host};
use tokio::runtime::Runtime;

async fn start(listen: SocketAddr, state: &Directory) -> Server {
    let config = ServerConfig {
        listen,
        state_dir: Some(state.0.clone()),
        ..ServerConfig::default()
    };
    let started = async {
        loop {
            match Server::start(config.clone()).await {
                Ok(server) => return server,
                // The port is not free yet.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    };
    tokio::time::timeout(support::PATIENCE, started)
        .await
        .expect("the server starts")
}

#[test]
fn a_meeting_outlives_the_death_of_the_computer_that_carries_it() {
    let state = Directory::new();
    let doomed = Runtime::new().expect("a runtime");
    let (server, meeting) = doomed.block_on(async {
        let server = start(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0), &state).await;
        let options = MeetingOptions {
            title: "Ana’s meeting".into(),
            host_name: "Ana".into(),
            lobby: false,
            away: Some(AwayRule::EndAfter { seconds: 60 }),
        };
        let meeting = server.open_meeting_with(options).await.expect("a meeting");
        (server, meeting)
    });
    let address = server.local_addr();
    Runtime::new().expect("a runtime").block_on(async {
        let (mut ana, mut bo) = (Person::new(), Person::new());
        let ana_id = ana.join(host(&meeting), "Ana").await;
        bo.join(guest(&meeting), "Bo").await;
        bo.sees_and_hears(&ana_id, 3, 100).await;

        // Who came a moment before may not have been kept yet: changes are written five times a second at most.
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Nobody says goodbye: every task of the server stops where it stands.
        doomed.shutdown_background();
        bo.until_state(MeetingState::Reconnecting).await;
        ana.until_state(MeetingState::Reconnecting).await;
        drop(server);
        let again = start(address, &state).await;
        assert_eq!(again.take_restored().len(), 1);
        bo.until_state(MeetingState::Connected).await;
        ana.until_state(MeetingState::Connected).await;
        let before = bo.screen.seen(&ana_id).pictures;
        bo.sees_and_hears(&ana_id, before + 5, 300).await;
        for (person, other) in [(&mut ana, "Bo"), (&mut bo, "Ana")] {
            let mut events: Vec<_> = person
                .heard
                .iter()
                .map(|(_, event)| event.clone())
                .collect();
            events.extend(person.rest());
            let over = |event: &MeetingEvent| matches!(event, MeetingEvent::MeetingLeft { .. });
            assert!(!events.iter().any(over), "{events:?}");
            // Whoever is back first finds the seat of the other one held.
            let about = |event: &&MeetingEvent| match event {
                MeetingEvent::ParticipantJoined { participant }
                | MeetingEvent::ParticipantLeft { participant, .. } => participant.name == other,
                _ => false,
            };
            let told = events.iter().filter(about).count();
            assert_eq!(told, 1, "{other} came once and never left: {events:?}");
        }
        ana.engine.shutdown().await;
        bo.engine.shutdown().await;
        again.shutdown().await;
    });
}

#[test]
fn a_guest_whose_token_counts_no_more_is_let_in_by_its_invite_as_who_it_was() {
    let state = Directory::new();
    let doomed = Runtime::new().expect("a runtime");
    let (server, meeting) = doomed.block_on(async {
        let server = start(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0), &state).await;
        let options = MeetingOptions {
            title: "Ana’s meeting".into(),
            host_name: "Ana".into(),
            lobby: false,
            away: Some(AwayRule::EndAfter { seconds: 60 }),
        };
        let meeting = server.open_meeting_with(options).await.expect("a meeting");
        (server, meeting)
    });
    let address = server.local_addr();
    Runtime::new().expect("a runtime").block_on(async {
        let mut bo = Person::new();
        let bo_id = bo.join(guest(&meeting), "Bo").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        doomed.shutdown_background();
        bo.until_state(MeetingState::Reconnecting).await;
        drop(server);
        // Every token made so far is void, as if its time were up; certificate and invite are what they were.
        let path = state.0.join("identity.json");
        let kept = std::fs::read(&path).expect("the server keeps its keys");
        let mut kept: serde_json::Value = serde_json::from_slice(&kept).expect("JSON");
        kept["api_secret"] = adjourn_meeting::random_hex(32).into();
        std::fs::write(&path, kept.to_string()).expect("is written");
        let again = start(address, &state).await;
        assert_eq!(again.take_restored().len(), 1);
        bo.until_state(MeetingState::Connected).await;
        let seat = serde_json::to_value(&*bo.engine.seat().borrow()).expect("is JSON");
        let token = seat["token"].as_str().expect("it has a token");
        let claims = adjourn_signal::token::peek(token).expect("one of ours");
        assert_eq!(claims.identity, bo_id, "nobody new");
        assert!(
            !bo.heard
                .iter()
                .any(|(_, event)| matches!(event, MeetingEvent::MeetingLeft { .. }))
        );
        bo.engine.shutdown().await;
        again.shutdown().await;
    });
}
