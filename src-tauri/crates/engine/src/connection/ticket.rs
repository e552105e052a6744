//! Waiting to be let in: the place in the queue, held by asking after it, given back when we go.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use adjourn_meeting::session::Waiting;
use adjourn_meeting::{Secret, clean_name};
use adjourn_signal::door::{
    Body as _, CANCEL_PATH, JoinAnswer, TicketRequest, WAIT_PATH, WAIT_SECONDS, WITHDRAWN_SECONDS,
    Wait,
};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use super::door::{Entrance, enter};
use crate::JoinError;
use crate::connection::http::Http;
use crate::devices::lock;

/// How much longer than it says the server may take to answer.
const POLL_SLACK: Duration = Duration::from_secs(5);
/// Shortest time between two questions, whatever the server does.
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// How long to wait after a question that was not answered.
const RETRY: Duration = Duration::from_secs(1);
/// How long the ticket may take to be given back.
const CANCEL_LIMIT: Duration = Duration::from_millis(1500);

/// A place among those who wait.
#[derive(Clone)]
pub(crate) struct Ticket {
    pub(super) http: Http,
    pub(super) base: String,
    pub(super) ticket: Secret,
}

/// What is told of waiting, and the ticket to give back, for as long as there is one.
#[derive(Clone)]
pub(crate) struct AtDoor {
    pub news: mpsc::UnboundedSender<Waiting>,
    pub ticket: Arc<Mutex<Option<Ticket>>>,
}

impl Ticket {
    /// Gives it back, at most for a moment: one that is not asked after lapses by itself.
    pub(crate) async fn cancel(self) {
        let body = TicketRequest {
            ticket: self.ticket,
        }
        .to_json();
        let url = format!("{}{CANCEL_PATH}", self.base);
        let answer = self.http.post_within(CANCEL_LIMIT, &url, body, 1024).await;
        if let Err(error) = answer {
            tracing::debug!(code = %error.code(), "a ticket could not be given back");
        }
    }
}

/// Waits until a host has answered, telling how it stands.
pub(super) async fn wait(
    at_door: &AtDoor,
    ticket: Ticket,
    wait: Wait,
) -> Result<JoinAnswer, JoinError> {
    *lock(&at_door.ticket) = Some(ticket.clone());
    let answer = poll(at_door, ticket, wait).await;
    *lock(&at_door.ticket) = None;
    answer
}

async fn poll(
    at_door: &AtDoor,
    mut ticket: Ticket,
    mut wait: Wait,
) -> Result<JoinAnswer, JoinError> {
    let lapse = Duration::from_secs(WITHDRAWN_SECONDS);
    let patience = Duration::from_secs(WAIT_SECONDS) + POLL_SLACK;
    let url = format!("{}{WAIT_PATH}", ticket.base);
    let mut heard = Instant::now();
    loop {
        // Nobody listens any more: this task is about to be stopped.
        let _ = at_door.news.send(Waiting {
            title: clean_name(&wait.title),
            host: wait.host.as_deref().map(clean_name),
            ahead: wait.ahead,
        });
        wait = loop {
            let asked = Instant::now();
            let body = TicketRequest {
                ticket: ticket.ticket.clone(),
            }
            .to_json();
            match enter(&ticket.http, &url, patience, body).await {
                Ok(Entrance::Open(answer)) => return Ok(answer),
                Ok(Entrance::Wait(wait)) => {
                    heard = Instant::now();
                    sleep_until(asked + POLL_INTERVAL).await;
                    break wait;
                }
                Err(JoinError::Unreachable { .. } | JoinError::TimedOut { .. })
                    if heard.elapsed() < lapse =>
                {
                    sleep(RETRY).await;
                }
                Err(error) => return Err(error),
            }
        };
        ticket.ticket = wait.ticket.clone();
        *lock(&at_door.ticket) = Some(ticket.clone());
    }
}
