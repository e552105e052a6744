//! Meetings that another server carries: this one is their door. It gives out that server's tokens, and keeps the
//! record of their ends.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use adjourn_meeting::{
    AwayRule, EndNote, MeetingId, ParticipantId, Secret, clean_name, random_hex,
};
use adjourn_signal::door::{Info, JoinAnswer, Refusal};
use adjourn_signal::{ApiKey, Claims, Grants, ROLE_ATTRIBUTE, token};
use futures_util::future::BoxFuture;

use crate::clock::unix_ms;
use crate::hub::{HOST_TOKEN_LIFETIME_S, Hosted, TOKEN_LIFETIME_S};
use crate::{HostedMeeting, MeetingOptions, Server, ServerError};

/// How long the other server may take to say who is there.
const PEOPLE_LIMIT: Duration = Duration::from_secs(2);
/// Most who are put out of one meeting and kept out.
const MAX_REMOVED: usize = 1000;

/// The server that carries a meeting.
#[derive(Clone)]
pub struct Elsewhere {
    /// Its address, `wss://…`
    pub url: String,
    /// What signs its tokens.
    pub key: ApiKey,
    /// Asks it who is in the meeting: display names.
    pub people: Arc<dyn Fn() -> BoxFuture<'static, Vec<String>> + Send + Sync>,
}

impl fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elsewhere").finish_non_exhaustive()
    }
}

/// A meeting there, as its door knows it.
#[derive(Debug)]
pub struct Carried {
    there: Elsewhere,
    /// Display name of its host.
    host_name: String,
    removed: Mutex<HashSet<ParticipantId>>,
}

impl Carried {
    /// What lets `id` in there.
    pub fn enter(
        &self,
        meeting: &MeetingId,
        id: ParticipantId,
        name: &str,
    ) -> Result<JoinAnswer, Refusal> {
        if self.removed().contains(&id) {
            return Err(Refusal::removed(Some(&self.host_name)));
        }
        let grants = Grants {
            can_update_own_metadata: true,
            ..Grants::join(meeting.clone())
        };
        let mut claims = Claims::new(id, grants, unix_ms() / 1000 + TOKEN_LIFETIME_S);
        claims.name = name.to_owned();
        Ok(JoinAnswer {
            server_url: self.there.url.clone(),
            participant_token: token::mint(&self.there.key, &claims),
        })
    }

    /// What is behind the door.
    pub async fn info(&self, hosted: &Hosted) -> Info {
        let asked = tokio::time::timeout(PEOPLE_LIMIT, (self.there.people)());
        // A server that does not answer now tells nobody's name, and the door is open all the same.
        let people = asked.await.unwrap_or_default();
        Info {
            title: hosted.title.clone(),
            host: Some(self.host_name.clone()).filter(|host| people.contains(host)),
            people,
            open_since_ms: hosted.open_since_ms,
            lobby: false,
            locked: false,
            away: Some(AwayRule::Keep),
        }
    }

    fn removed(&self) -> MutexGuard<'_, HashSet<ParticipantId>> {
        self.removed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Is the door of `meeting`, which `there` carries for `host`. Guests come straight in: nobody waits here.
    ///
    /// # Errors
    /// The server is stopping.
    pub fn open_elsewhere(
        &self,
        meeting: &MeetingId,
        host: &ParticipantId,
        options: &MeetingOptions,
        there: Elsewhere,
    ) -> Result<HostedMeeting, ServerError> {
        if self.hub.stop.is_cancelled() {
            return Err(ServerError::Stopping);
        }
        let secret = Secret::new(random_hex(16));
        let host_name = clean_name(&options.host_name);
        let grants = Grants {
            room_admin: true,
            room_create: true,
            can_update_own_metadata: true,
            ..Grants::join(meeting.clone())
        };
        let mut claims = Claims::new(
            host.clone(),
            grants,
            unix_ms() / 1000 + HOST_TOKEN_LIFETIME_S,
        );
        claims.name.clone_from(&host_name);
        claims
            .attributes
            .insert(ROLE_ATTRIBUTE.into(), "host".into());
        let host_token = token::mint(&there.key, &claims);
        let url = there.url.clone();
        let hosted = Hosted::new(&secret, &clean_name(&options.title), unix_ms());
        let carried = Carried {
            there,
            host_name,
            removed: Mutex::default(),
        };
        self.hub
            .host(meeting, hosted.carried_elsewhere(Arc::new(carried)));
        Ok(HostedMeeting {
            invite: self.invite(meeting, secret),
            meeting: meeting.clone(),
            host_token,
            url,
            certificate_sha256: None,
        })
    }

    /// Shuts the door of a meeting that is about to be ended elsewhere: on disk when it returns, as far as it can be
    /// written.
    pub async fn shut_door(&self, meeting: &MeetingId, by: &str, note: Option<EndNote>) {
        let by = Some(by.to_owned());
        let mut recorded = self.hub.record_end(meeting, by, note, unix_ms());
        // The sender is kept until it has said so.
        let _ = recorded.wait_for(Option::is_some).await;
    }

    /// Opens it again: the end was taken back.
    pub async fn reopen_door(&self, meeting: &MeetingId) {
        let (hub, meeting) = (self.hub.clone(), meeting.clone());
        let forgotten = tokio::task::spawn_blocking(move || hub.ended.forget(&meeting)).await;
        if !matches!(forgotten, Ok(Ok(()))) {
            tracing::error!("the end of a meeting is on record and cannot be taken back now");
        }
    }

    /// `who` was put out of a meeting that another server carries, and does not come back in through this door.
    pub fn shut_out(&self, meeting: &MeetingId, who: ParticipantId) {
        if let Some(carried) = self.hub.hosted(meeting).and_then(|hosted| hosted.elsewhere) {
            let mut removed = carried.removed();
            if removed.len() < MAX_REMOVED {
                removed.insert(who);
            }
        }
    }

    /// A meeting that another server carries is over, or of no concern any more: there is no door to it.
    pub fn close_door(&self, meeting: &MeetingId) {
        self.hub.unhost(meeting);
    }
}
