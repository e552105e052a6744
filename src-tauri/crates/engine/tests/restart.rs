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
        assert_eq!(again.restore().await.len(), 1);
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
