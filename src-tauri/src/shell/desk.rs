//! Where the user is: at home, in a lobby or in a meeting, and what this computer carries meanwhile.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};

use adjourn_engine::{Target, end_from_outside, look_up};
use adjourn_meeting::{ErrorCode, MeetingId, Reason, ReasonCode, clean_name};
use adjourn_server::{HostedMeeting, Server};
use adjourn_signal::Invite;

use super::{Activity, Shell, now_ms};
use crate::{
    hosting::{Door, Hosting, There},
    ipc::{AppError, AppEvent, Lobby, MeetingRules, Recent, WindowEvent},
};

/// Where a meeting of one's own listens if it can and no other port was chosen: LiveKit's usual one.
const PORT: u16 = 7880;

/// The port that the guests of a restored meeting know is found out by the server.
const PORT_AS_BEFORE: u16 = 0;

/// Where the user is, and the embedded server.
pub(super) struct Desk {
    pub(super) place: Place,
    /// Goes on after the user has left, until the last guest has gone.
    pub(super) hosting: Option<Hosting>,
    /// The last meeting that was opened there, and the host's way back into it.
    carried: Option<Carried>,
}

#[derive(Clone)]
struct Carried {
    meeting: MeetingId,
    invite: Invite,
    target: HostsWay,
    /// Where another server carries it.
    door: Option<Door>,
}

/// How the host of a meeting of this computer gets in.
#[derive(Clone)]
struct HostsWay {
    url: String,
    token: adjourn_meeting::Secret,
    certificate_sha256: Option<[u8; 32]>,
}

/// Where the user is.
pub(super) enum Place {
    /// At the start.
    Home,
    /// Looking at a meeting.
    Lobby {
        /// Of that meeting.
        invite: Invite,
        /// Its host, where it is known.
        host: Option<String>,
    },
    /// In it, or on the way in or out.
    Meeting {
        /// Of that meeting.
        invite: Invite,
        /// Its host, where it is known.
        host: Option<String>,
        /// It is carried by this computer.
        hosted: Option<MeetingId>,
    },
}

impl Shell {
    /// Opens a meeting on this computer, or on the other server where one was chosen, and joins it as its host.
    pub async fn new_meeting(
        &self,
        name: &str,
        title: &str,
        rules: MeetingRules,
    ) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        self.watched();
        let name = clean_name(name);
        // First the other server is asked: while it takes nothing, nothing is started here.
        let there = match self.other_server().await? {
            Some(other) => Some(There::open(other, &name, title).await?),
            None => None,
        };
        let hosting = match desk.hosting.take() {
            Some(hosting) if !hosting.is_stopped() => hosting,
            stopped => {
                // Its port is free when it is gone.
                if let Some(stopped) = stopped {
                    stopped.stop().await;
                }
                let port = self.settings.get().port.unwrap_or(PORT);
                self.start_hosting(port, desk).await?
            }
        };
        let hosting = desk.hosting.insert(hosting);
        let carried = match there {
            None => hosting.open(&name, title, rules).await?.into(),
            Some(there) => {
                let (hosted, door) = hosting.open_elsewhere(there).await?;
                Carried {
                    door: Some(door),
                    ..hosted.into()
                }
            }
        };
        let carried = desk.carried.insert(carried).clone();
        self.enter_carried(desk, carried, name);
        Ok(())
    }

    /// Starts the embedded server, with the meetings that a killed one left open.
    async fn start_hosting(&self, port: u16, desk: &mut Desk) -> Result<Hosting, AppError> {
        let place = self.state.as_ref().map(|state| state.hosting());
        let listen = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port);
        let hosting = Hosting::start(listen, place).await?;
        for left_open in hosting.restore().await {
            hosting.awaited(left_open.meeting.clone()).await;
            desk.carried = Some(left_open.into());
        }
        Ok(hosting)
    }

    /// Goes on with what a killed program left open, if guests are still coming back to it.
    pub(super) async fn restore(&self) {
        let is_awaited = self
            .state
            .as_ref()
            .is_some_and(|state| Server::is_awaited(&state.hosting()));
        if !is_awaited {
            return;
        }
        let desk = &mut *self.desk.lock().await;
        match self.start_hosting(PORT_AS_BEFORE, desk).await {
            Ok(hosting) if desk.carried.is_some() => {
                tracing::info!("the meeting that was open when the program died goes on");
                desk.hosting = Some(hosting);
            }
            Ok(hosting) => hosting.stop().await,
            Err(error) => tracing::warn!(%error, "a meeting that was open could not be restored"),
        }
    }

    /// Comes back, as its host, into the meeting that this computer still carries.
    pub async fn rejoin(&self, name: &str) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        self.watched();
        let carried = desk.still_carried().cloned().ok_or_else(is_over)?;
        self.enter_carried(desk, carried, clean_name(name));
        Ok(())
    }

    /// Ends it for everyone, without going back into it.
    pub async fn end_carried(&self) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        let Carried {
            meeting,
            target,
            door,
            ..
        } = desk.still_carried().cloned().ok_or_else(is_over)?;
        let HostsWay {
            url,
            token,
            certificate_sha256,
        } = target;
        if let Some(door) = &door {
            door.shut(None).await;
        }
        let ended = end_from_outside(&url, token, certificate_sha256, meeting.clone()).await;
        if let (Err(_), Some(door)) = (&ended, &door) {
            door.reopen().await;
        }
        ended?;
        desk.carried = None;
        if let Some(hosting) = &desk.hosting {
            hosting.host_left(meeting).await;
        }
        Ok(())
    }

    /// The meeting that this computer still carries after its host has left, as its door shows it.
    pub async fn carried(&self) -> Option<Lobby> {
        let invite = self.desk.lock().await.still_carried()?.invite.clone();
        look_up(&invite).await.ok().map(Into::into)
    }

    fn enter_carried(&self, desk: &mut Desk, carried: Carried, name: String) {
        desk.place = Place::Meeting {
            invite: carried.invite,
            host: Some(name.clone()),
            hosted: Some(carried.meeting),
        };
        self.set_door(carried.door);
        self.begin_as_muted_as_wanted();
        self.enter(carried.target.into(), name);
    }

    /// The microphone of the last meeting was on or off; the settings may want every next one to begin with it off.
    fn begin_as_muted_as_wanted(&self) {
        if self.settings.get().join_muted {
            self.engine.set_microphone(false);
        }
    }

    /// Asks who is in the meeting of `link`, and opens the preview.
    pub async fn open_link(&self, link: &str) -> Result<Lobby, AppError> {
        let invite = Invite::parse(link.trim())?;
        self.desk.lock().await.must_be_free()?;
        // Nobody is kept waiting while the other computer is asked.
        let info = look_up(&invite).await?;
        let desk = &mut *self.desk.lock().await;
        desk.must_be_free()?;
        self.watched();
        desk.place = Place::Lobby {
            invite,
            host: info.host.clone(),
        };
        self.activity.send_replace(Activity::Preview);
        self.begin_as_muted_as_wanted();
        self.engine.preview(true).await;
        self.tell_local();
        Ok(info.into())
    }

    /// Back to the start, with the devices closed.
    pub async fn close_lobby(&self) {
        let desk = &mut *self.desk.lock().await;
        if let Place::Lobby { .. } = desk.place {
            desk.place = Place::Home;
            self.activity.send_replace(Activity::Idle);
            self.engine.preview(false).await;
        }
    }

    /// Joins the meeting of the lobby.
    pub async fn join(&self, name: &str) -> Result<(), AppError> {
        let desk = &mut *self.desk.lock().await;
        let Place::Lobby { invite, host } = &desk.place else {
            return Err(AppError::new(
                ErrorCode::NoLobby,
                "Open an invite first, then join.",
            ));
        };
        let (invite, host) = (invite.clone(), host.clone());
        desk.place = Place::Meeting {
            invite: invite.clone(),
            host,
            hosted: None,
        };
        self.enter(Target::Invite { invite }, clean_name(name));
        Ok(())
    }

    fn enter(&self, target: Target, name: String) {
        self.activity.send_replace(Activity::Meeting);
        self.engine.join(target, name);
        self.tell_local();
    }

    /// We are in: the meeting is one to come back to.
    pub(super) async fn joined(&self, title: &str) {
        let meeting = match &self.desk.lock().await.place {
            Place::Meeting {
                invite,
                host,
                hosted,
            } => Recent {
                title: title.to_owned(),
                host: host.clone(),
                link: invite.link(),
                at: now_ms(),
                hosted: hosted.is_some(),
                reason: None,
                ended_for: None,
                summary: false,
            },
            _ => return,
        };
        let recent = self.recent.add(meeting);
        AppEvent::from(WindowEvent::RecentChanged { recent }).tell(&self.app);
    }

    /// The meeting is over for us: a hosted one goes on until the last guest has gone.
    /// Gives back by which link it was entered.
    pub(super) async fn left(&self, why: &Reason) -> Option<String> {
        if let Some(door) = self.door().filter(|_| why.code == ReasonCode::Ended) {
            door.shut(why.note.clone()).await;
        }
        self.set_door(None);
        let desk = &mut *self.desk.lock().await;
        self.activity.send_replace(Activity::Idle);
        let place = std::mem::replace(&mut desk.place, Place::Home);
        let link = match &place {
            Place::Meeting { invite, .. } => Some(invite.link()),
            _ => None,
        };
        if let (
            Place::Meeting {
                hosted: Some(meeting),
                ..
            },
            Some(hosting),
        ) = (place, &desk.hosting)
        {
            hosting.host_left(meeting).await;
        }
        link
    }

    /// Writes down how the meeting of that link was left: among those one was in.
    pub(super) fn note_left(&self, link: &str, reason: &Reason, ended_for: Option<u32>) {
        if let Some(recent) = self.recent.left(link, reason, ended_for) {
            AppEvent::from(WindowEvent::RecentChanged { recent }).tell(&self.app);
        }
    }

    /// Forgets a meeting that one was in, or all.
    pub async fn forget_recent(&self, link: Option<String>) {
        let recent = self.recent.forget(link.as_deref());
        AppEvent::from(WindowEvent::RecentChanged { recent }).tell(&self.app);
    }

    /// What others still need this program for.
    pub(super) async fn needed(&self) -> Needed {
        match &self.desk.lock().await.hosting {
            Some(hosting) if hosting.carries() => Needed::ToCarry,
            Some(hosting) if !hosting.is_stopped() => Needed::ToTell,
            _ => Needed::No,
        }
    }
}

/// What others need this program for when its user is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    /// A meeting is open that it carries.
    ToCarry,
    /// Some were away when their meeting ended, and come back to hear of it.
    ToTell,
    /// For nothing.
    No,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            place: Place::Home,
            hosting: None,
            carried: None,
        }
    }

    fn still_carried(&self) -> Option<&Carried> {
        let hosting = self.hosting.as_ref().filter(|hosting| hosting.carries());
        hosting.and(self.carried.as_ref())
    }

    fn must_be_free(&self) -> Result<(), AppError> {
        match self.place {
            Place::Meeting { .. } => Err(AppError::new(
                ErrorCode::InMeeting,
                "Leave this meeting first.",
            )),
            Place::Home | Place::Lobby { .. } => Ok(()),
        }
    }
}

impl From<HostedMeeting> for Carried {
    fn from(hosted: HostedMeeting) -> Self {
        Self {
            meeting: hosted.meeting,
            invite: hosted.invite,
            target: HostsWay {
                url: hosted.url,
                token: hosted.host_token,
                certificate_sha256: hosted.certificate_sha256,
            },
            door: None,
        }
    }
}

impl From<HostsWay> for Target {
    fn from(way: HostsWay) -> Self {
        Self::Token {
            url: way.url,
            token: way.token,
            certificate_sha256: way.certificate_sha256,
        }
    }
}

/// Asks whether the meeting of `link` is open, and who is there.
pub async fn look_up_link(link: &str) -> Result<Lobby, AppError> {
    let invite = Invite::parse(link.trim())?;
    let begun = Instant::now();
    match look_up(&invite).await {
        Ok(found) => Ok(found.into()),
        Err(error) => Err(AppError::from(error).tried(invite.addresses.len(), begun.elapsed())),
    }
}

fn is_over() -> AppError {
    AppError::new(ErrorCode::Ended, "The meeting is over. Start a new one.")
}
