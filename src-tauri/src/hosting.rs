//! The embedded server and the meetings it carries: it goes on after the host has left, and stops
//! when the last one has gone.

use std::{collections::HashSet, future::pending, net::SocketAddr, path::PathBuf, time::Duration};

use adjourn_meeting::MeetingId;
use adjourn_server::{HostedMeeting, MeetingOptions, Server, ServerConfig, ServerError};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::sleep,
};

use crate::{ipc::MeetingRules, memory};

/// Whoever ended the meeting from outside of it waits for the answer, which comes after the last one has gone.
const LAST_ANSWERS: Duration = Duration::from_millis(300);

/// A running embedded server. Dropping it lets the server stop by itself; [`Hosting::stop`] waits for it.
pub struct Hosting {
    asks: mpsc::Sender<Ask>,
    task: JoinHandle<()>,
}

enum Ask {
    Open {
        options: MeetingOptions,
        reply: oneshot::Sender<Result<HostedMeeting, ServerError>>,
    },
    Restore {
        reply: oneshot::Sender<Vec<HostedMeeting>>,
    },
    HostLeft(MeetingId),
    Awaited(MeetingId),
    Stop,
}

impl Hosting {
    /// Listens on `listen`, or on another port of the same address when that one is in use, and remembers in
    /// `state_dir` what is open and what has ended.
    pub async fn start(
        listen: SocketAddr,
        state_dir: Option<PathBuf>,
    ) -> Result<Self, ServerError> {
        let config = |listen| ServerConfig {
            listen,
            auto_create: false,
            state_dir: state_dir.clone(),
            ..ServerConfig::default()
        };
        let server = match Server::start(config(listen)).await {
            Err(ServerError::PortInUse { .. }) if listen.port() != 0 => {
                let server = Server::start(config(SocketAddr::new(listen.ip(), 0))).await?;
                tracing::info!(
                    "port {} is in use, so the meeting listens on port {}",
                    listen.port(),
                    server.local_addr().port()
                );
                server
            }
            started => started?,
        };
        let (asks, inbox) = mpsc::channel(8);
        Ok(Self {
            asks,
            task: tokio::spawn(carry(server, inbox)),
        })
    }

    /// Opens a meeting; without a title it is named after its host, in English.
    ///
    /// # Errors
    /// Those of the server; [`ServerError::Stopping`] when it has stopped meanwhile.
    pub async fn open(
        &self,
        host: &str,
        title: &str,
        rules: MeetingRules,
    ) -> Result<HostedMeeting, ServerError> {
        let (reply, answer) = oneshot::channel();
        let options = MeetingOptions {
            title: match title.trim() {
                "" => format!("{host}’s meeting"),
                title => title.to_owned(),
            },
            host_name: host.to_owned(),
            lobby: rules.lobby,
            away: Some(rules.away),
        };
        // Either error means that the server's task is gone.
        let _ = self.asks.send(Ask::Open { options, reply }).await;
        answer.await.unwrap_or(Err(ServerError::Stopping))
    }

    /// Goes on with the meetings that a killed program left open in the state directory.
    pub async fn restore(&self) -> Vec<HostedMeeting> {
        let (reply, answer) = oneshot::channel();
        // Either error means that the server's task is gone.
        let _ = self.asks.send(Ask::Restore { reply }).await;
        answer.await.unwrap_or_default()
    }

    /// The host is out of `meeting`: it is carried on until the last one has gone.
    pub async fn host_left(&self, meeting: MeetingId) {
        // A server that has stopped carries nothing any more.
        let _ = self.asks.send(Ask::HostLeft(meeting)).await;
    }

    /// Nobody is back in `meeting` yet, which was restored: it is carried on until somebody has come and the last one
    /// has gone, or until its rule closes it.
    pub async fn awaited(&self, meeting: MeetingId) {
        // A server that has stopped carries nothing any more.
        let _ = self.asks.send(Ask::Awaited(meeting)).await;
    }

    /// Whether the server has stopped.
    pub fn is_stopped(&self) -> bool {
        self.task.is_finished()
    }

    /// Returns when the server has stopped by itself: nobody is left in any meeting without a host.
    pub async fn finished(&mut self) {
        if (&mut self.task).await.is_err() {
            tracing::error!("the meeting's server stopped on an error in the program");
        }
    }

    /// Stops the server; whoever is still in a meeting is told so.
    pub async fn stop(mut self) {
        let _ = self.asks.send(Ask::Stop).await;
        if !self.is_stopped() {
            self.finished().await;
        }
    }
}

async fn carry(server: Server, mut inbox: mpsc::Receiver<Ask>) {
    memory::tidy_after(server.closed_rooms());
    {
        let mut open = HashSet::new();
        let mut emptying: FuturesUnordered<BoxFuture<'_, MeetingId>> = FuturesUnordered::new();
        loop {
            let empty = async {
                match emptying.next().await {
                    Some(meeting) => meeting,
                    None => pending().await,
                }
            };
            tokio::select! {
                ask = inbox.recv() => match ask {
                    Some(Ask::Open { options, reply }) => {
                        let opened = server.open_meeting_with(options).await;
                        if let Ok(hosted) = &opened {
                            open.insert(hosted.meeting.clone());
                        }
                        // Whoever asked may have gone: the meeting then stays empty until the server stops.
                        let _ = reply.send(opened);
                    }
                    Some(Ask::Restore { reply }) => {
                        let restored = server.restore().await;
                        open.extend(restored.iter().map(|hosted| hosted.meeting.clone()));
                        let _ = reply.send(restored);
                    }
                    Some(Ask::HostLeft(meeting)) => {
                        let server = &server;
                        emptying.push(async move {
                            server.until_empty(&meeting).await;
                            sleep(LAST_ANSWERS).await;
                            meeting
                        }.boxed());
                    }
                    Some(Ask::Awaited(meeting)) => {
                        let server = &server;
                        emptying.push(async move {
                            server.until_visited(&meeting).await;
                            server.until_empty(&meeting).await;
                            sleep(LAST_ANSWERS).await;
                            meeting
                        }.boxed());
                    }
                    Some(Ask::Stop) | None => break,
                },
                meeting = empty => {
                    open.remove(&meeting);
                    if open.is_empty() {
                        break;
                    }
                }
            }
        }
    }
    server.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_no_obstacle() {
        let other = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let taken = other.local_addr().expect("bound");
        let hosting = Hosting::start(taken, None)
            .await
            .expect("another port is free");
        let hosted = hosting
            .open("Ana", "", MeetingRules::default())
            .await
            .expect("a running server");
        assert!(
            !hosted.url.ends_with(&format!(":{}", taken.port())),
            "{}",
            hosted.url
        );
        hosting.stop().await;
    }

    #[tokio::test]
    async fn the_server_stops_when_nobody_is_left_in_a_meeting_without_its_host() {
        let listen = "127.0.0.1:0".parse().expect("an address");
        let mut hosting = Hosting::start(listen, None).await.expect("a free port");
        let first = hosting
            .open("Ana", "", MeetingRules::default())
            .await
            .expect("a running server");
        let second = hosting
            .open("Ana", "", MeetingRules::default())
            .await
            .expect("a running server");
        hosting.host_left(first.meeting).await;
        assert!(
            timeout(Duration::from_millis(300), hosting.finished())
                .await
                .is_err(),
            "the second meeting still has its host"
        );
        hosting.host_left(second.meeting).await;
        timeout(Duration::from_secs(10), hosting.finished())
            .await
            .expect("the server stops by itself");
        assert!(matches!(
            hosting.open("Ana", "", MeetingRules::default()).await,
            Err(ServerError::Stopping)
        ));
    }
}
