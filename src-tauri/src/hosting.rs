//! The embedded server and the meetings it carries, or is the door of while another server carries them: it goes on
//! after the host has left, and stops when the last one has gone and who was away at the end has come back to hear of it.

use std::{
    collections::{HashMap, HashSet},
    future::pending,
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use adjourn_engine::{OtherServer, Problem};
use adjourn_meeting::{EndNote, MeetingId, ParticipantId, random_hex};
use adjourn_server::{Elsewhere, HostedMeeting, MeetingOptions, Server, ServerConfig, ServerError};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::sleep,
};

use crate::{ipc::MeetingRules, memory};

/// Whoever ended the meeting from outside of it waits for the answer, which comes after the last one has gone.
const LAST_ANSWERS: Duration = Duration::from_millis(300);

/// How often another server is asked whether anybody is left in a meeting without its host.
const LOOK: Duration = Duration::from_secs(2);

/// Asked so often in vain, it counts as gone: five minutes.
const MAX_UNANSWERED: u32 = 150;

/// A running embedded server. Dropping it lets the server stop by itself; [`Hosting::stop`] waits for it.
pub struct Hosting {
    asks: mpsc::Sender<Ask>,
    carries: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

enum Ask {
    Open {
        options: MeetingOptions,
        reply: oneshot::Sender<Result<HostedMeeting, ServerError>>,
    },
    OpenElsewhere {
        there: There,
        reply: oneshot::Sender<Result<HostedMeeting, ServerError>>,
    },
    Shut {
        meeting: MeetingId,
        by: String,
        note: Option<EndNote>,
        done: oneshot::Sender<()>,
    },
    Reopen(MeetingId),
    ShutOut(MeetingId, ParticipantId),
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
        let (carrying, carries) = watch::channel(false);
        Ok(Self {
            asks,
            carries,
            task: tokio::spawn(carry(server, inbox, carrying)),
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
            lobby: rules.lobby,
            away: Some(rules.away),
            ..options(host, title)
        };
        // Either error means that the server's task is gone.
        let _ = self.asks.send(Ask::Open { options, reply }).await;
        answer.await.unwrap_or(Err(ServerError::Stopping))
    }

    /// Is the door of a meeting that another server carries.
    ///
    /// # Errors
    /// [`ServerError::Stopping`] when this server has stopped meanwhile.
    pub async fn open_elsewhere(&self, there: There) -> Result<(HostedMeeting, Door), ServerError> {
        let door = Door {
            asks: self.asks.clone(),
            meeting: there.meeting.clone(),
            host: there.options.host_name.clone(),
        };
        let (reply, answer) = oneshot::channel();
        // Either error means that the server's task is gone.
        let _ = self.asks.send(Ask::OpenElsewhere { there, reply }).await;
        let hosted = answer.await.unwrap_or(Err(ServerError::Stopping))?;
        Ok((hosted, door))
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

    /// Whether a meeting is open that somebody is in, or may come to. When none is, the server may still be there to say
    /// so to those who were away at the end.
    pub fn carries(&self) -> bool {
        *self.carries.borrow() && !self.is_stopped()
    }

    /// Whether the server carries nothing any more and takes nothing new; it may still be closing its sockets.
    pub fn is_stopped(&self) -> bool {
        self.asks.is_closed()
    }

    /// Returns when the server has stopped by itself: nobody is left in any meeting without a host.
    pub async fn finished(&mut self) {
        if (&mut self.task).await.is_err() {
            tracing::error!("the meeting's server stopped on an error in the program");
        }
    }

    /// Stops the server; whoever is still in a meeting is told so.
    pub async fn stop(mut self) {
        // One that has stopped by itself hears nothing any more.
        let _ = self.asks.send(Ask::Stop).await;
        if !self.task.is_finished() {
            self.finished().await;
        }
    }
}

/// A meeting that is open on another server.
pub struct There {
    other: OtherServer,
    meeting: MeetingId,
    /// Who alone is its host.
    host: ParticipantId,
    options: MeetingOptions,
}

impl There {
    /// Opens one for the host of that name; without a title it is named after it, in English. Rules of ours mean
    /// nothing there.
    ///
    /// # Errors
    /// Why the other server does not take it.
    pub async fn open(other: OtherServer, host: &str, title: &str) -> Result<Self, Problem> {
        let there = Self {
            other,
            meeting: MeetingId::new(random_hex(8)),
            host: ParticipantId::new(format!("h-{}", random_hex(8))),
            options: options(host, title),
        };
        let Self {
            other,
            meeting,
            host,
            options,
        } = &there;
        other.open(meeting, &options.title, host).await?;
        Ok(there)
    }

    /// The way there, as the door of this computer knows it.
    fn way(&self) -> Elsewhere {
        let (other, meeting) = (self.other.clone(), self.meeting.clone());
        let people = move || {
            let (other, meeting) = (other.clone(), meeting.clone());
            async move { other.people(&meeting).await.unwrap_or_default() }.boxed()
        };
        Elsewhere {
            url: self.other.url().to_owned(),
            key: self.other.key().clone(),
            people: Arc::new(people),
        }
    }
}

/// The door of a meeting that another server carries. The server of such a meeting ends it; that it stays ended is
/// the door's to see to.
#[derive(Clone)]
pub struct Door {
    asks: mpsc::Sender<Ask>,
    meeting: MeetingId,
    /// Display name of who shuts it.
    host: String,
}

impl Door {
    /// Lets nobody in any more, also after another start: the meeting is being ended. On disk when it returns.
    pub async fn shut(&self, note: Option<EndNote>) {
        let (done, finished) = oneshot::channel();
        let ask = Ask::Shut {
            meeting: self.meeting.clone(),
            by: self.host.clone(),
            note,
            done,
        };
        // Either error means that the server's task is gone, and the door with it.
        let _ = self.asks.send(ask).await;
        let _ = finished.await;
    }

    /// Takes that back.
    pub async fn reopen(&self) {
        // A server that has stopped has no door.
        let _ = self.asks.send(Ask::Reopen(self.meeting.clone())).await;
    }

    /// Does not let `who` in again, who is being put out.
    pub async fn shut_out(&self, who: ParticipantId) {
        let ask = Ask::ShutOut(self.meeting.clone(), who);
        // A server that has stopped has no door.
        let _ = self.asks.send(ask).await;
    }
}

/// A meeting without rules of its own; without a title it is named after its host, in English.
fn options(host: &str, title: &str) -> MeetingOptions {
    MeetingOptions {
        title: match title.trim() {
            "" => format!("{host}’s meeting"),
            title => title.to_owned(),
        },
        host_name: host.to_owned(),
        ..MeetingOptions::default()
    }
}

/// Returns when nobody is left in a meeting that `other` carries, or when `other` is gone.
async fn until_empty_elsewhere(other: &OtherServer, meeting: &MeetingId) {
    let mut unanswered = 0;
    while unanswered < MAX_UNANSWERED {
        match other.people(meeting).await {
            Ok(people) if people.is_empty() => return,
            Ok(_) => unanswered = 0,
            Err(_) => unanswered += 1,
        }
        sleep(LOOK).await;
    }
}

async fn carry(server: Server, mut inbox: mpsc::Receiver<Ask>, carries: watch::Sender<bool>) {
    memory::tidy_after(server.closed_rooms());
    {
        let mut open = HashSet::new();
        let mut others: HashMap<MeetingId, OtherServer> = HashMap::new();
        let mut emptying: FuturesUnordered<BoxFuture<'_, MeetingId>> = FuturesUnordered::new();
        let mut telling: FuturesUnordered<BoxFuture<'_, ()>> = FuturesUnordered::new();
        loop {
            carries.send_replace(!open.is_empty());
            let empty = async {
                match emptying.next().await {
                    Some(meeting) => meeting,
                    None => pending().await,
                }
            };
            let told = async {
                match telling.next().await {
                    Some(()) => (),
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
                    Some(Ask::OpenElsewhere { there, reply }) => {
                        let way = there.way();
                        let There { other, meeting, host, options } = there;
                        let opened = server.open_elsewhere(&meeting, &host, &options, way);
                        if opened.is_ok() {
                            open.insert(meeting.clone());
                            others.insert(meeting, other);
                        }
                        let _ = reply.send(opened);
                    }
                    Some(Ask::Shut { meeting, by, note, done }) => {
                        server.shut_door(&meeting, &by, note).await;
                        let _ = done.send(());
                    }
                    Some(Ask::Reopen(meeting)) => server.reopen_door(&meeting).await,
                    Some(Ask::ShutOut(meeting, who)) => server.shut_out(&meeting, who),
                    Some(Ask::Restore { reply }) => {
                        let restored = server.take_restored();
                        open.extend(restored.iter().map(|hosted| hosted.meeting.clone()));
                        let _ = reply.send(restored);
                    }
                    Some(Ask::HostLeft(meeting)) => {
                        let server = &server;
                        let other = others.get(&meeting).cloned();
                        emptying.push(async move {
                            match other {
                                Some(other) => until_empty_elsewhere(&other, &meeting).await,
                                None => server.until_empty(&meeting).await,
                            }
                            meeting
                        }.boxed());
                    }
                    Some(Ask::Awaited(meeting)) => {
                        let server = &server;
                        emptying.push(async move {
                            server.until_visited(&meeting).await;
                            server.until_empty(&meeting).await;
                            meeting
                        }.boxed());
                    }
                    Some(Ask::Stop) | None => break,
                },
                meeting = empty => {
                    if others.remove(&meeting).is_some() {
                        server.close_door(&meeting);
                    }
                    open.remove(&meeting);
                    let server = &server;
                    telling.push(async move {
                        server.until_told(&meeting).await;
                        sleep(LAST_ANSWERS).await;
                    }.boxed());
                }
                () = told => {
                    // What was asked for meanwhile is not turned away.
                    if open.is_empty() && telling.is_empty() && inbox.is_empty() {
                        break;
                    }
                }
            }
        }
    }
    drop(inbox);
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
