//! Which of the tokens that came along opens the server, and which ends the meeting.

use adjourn_meeting::Secret;
use adjourn_signal::token;

use crate::Target;
use crate::connection::Access;

/// The token to end the meeting with: of those that may, the one that counts longest. A host's first one counts for a
/// day, those that renew it for minutes; an End that waits for a line or for the next start of the app needs the former.
#[derive(Default)]
pub(super) struct EndToken(Option<(Secret, u64)>);

impl EndToken {
    /// A token has come along.
    pub(super) fn offer(&mut self, token: &Secret) {
        let Some(claims) = token::peek(token.expose()) else {
            return;
        };
        let grants = &claims.grants;
        let may = grants.room_create || (grants.room_admin && grants.room.is_some());
        let longest = |(_, known): &(Secret, u64)| claims.expires > *known;
        if may && self.0.as_ref().is_none_or(longest) {
            self.0 = Some((token.clone(), claims.expires));
        }
    }

    /// The server takes it no longer: the next one that comes along is better.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }

    /// It, or the `usual` one of somebody who has none that may: the server decides.
    pub(super) fn or(&self, usual: &Secret) -> Secret {
        self.0.as_ref().map_or(usual, |(token, _)| token).clone()
    }
}

/// What opens the server for the next attempt to connect; none when that takes a question at the door, the first one or
/// another. `resumes` the session we have; `now` in Unix seconds by the server's clock.
pub(super) fn at_hand(
    target: &Target,
    access: Option<&Access>,
    resumes: bool,
    now: u64,
) -> Option<Access> {
    let access = access?;
    let expired = has_expired(&access.token, now);
    match target {
        // A session that begins anew asks at the door where another server carries the meeting: that one would make a
        // room that was ended once more. The door knows us again by our installation.
        Target::Invite { invite } => {
            ((resumes || access.is_of(invite)) && !expired).then(|| access.clone())
        }
        // No door gives another one. What renewed the first token may have run out before it.
        Target::Token { token, .. } if expired && !has_expired(token, now) => {
            Some(access.with_token(token.clone()))
        }
        Target::Token { .. } => Some(access.clone()),
    }
}

/// Whether it counted once, by its own word; a token of another kind may count for ever.
fn has_expired(token: &Secret, now: u64) -> bool {
    token::peek(token.expose()).is_some_and(|claims| claims.expires <= now)
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::{MeetingId, ParticipantId};
    use adjourn_signal::token::mint;
    use adjourn_signal::{ApiKey, Claims, Grants, Invite};

    use super::*;

    const NOW: u64 = 1_790_000_000;

    fn token(may_end: bool, expires: u64) -> Secret {
        let key = ApiKey {
            key: "key".into(),
            secret: Secret::new("secret"),
        };
        let grants = Grants {
            room_admin: may_end,
            ..Grants::join(MeetingId::new("room"))
        };
        mint(
            &key,
            &Claims::new(ParticipantId::new("ana"), grants, expires),
        )
    }

    fn access(token: &Secret) -> Access {
        Access::new("ws://127.0.0.1:7880", token.clone(), None).expect("a URL")
    }

    fn invite_to(address: &str) -> Target {
        Target::Invite {
            invite: Invite {
                addresses: vec![address.into()],
                meeting: MeetingId::new("room"),
                secret: Secret::new("secret"),
                certificate_sha256: None,
            },
        }
    }

    #[test]
    fn a_meeting_is_ended_with_the_token_that_counts_longest_of_those_that_may() {
        let (day, minutes) = (token(true, NOW + 86_400), token(true, NOW + 600));
        let guest = token(false, NOW + 900_000);
        let mut end = EndToken::default();
        assert_eq!(end.or(&guest), guest, "the server decides");
        for token in [&minutes, &day, &minutes, &guest, &Secret::new("a.b.c")] {
            end.offer(token);
        }
        assert_eq!(end.or(&minutes), day);
        end.forget();
        assert_eq!(end.or(&minutes), minutes);
        end.offer(&minutes);
        assert_eq!(end.or(&guest), minutes);
    }

    #[test]
    fn a_guest_whose_token_ran_out_while_the_host_was_away_asks_at_the_door_again() {
        let invite = invite_to("127.0.0.1:7880");
        let (counts, expired) = (token(false, NOW + 1), token(false, NOW));
        let token_used =
            |token: &Secret| at_hand(&invite, Some(&access(token)), true, NOW).map(|a| a.token);
        assert_eq!(token_used(&counts), Some(counts.clone()));
        assert_eq!(token_used(&expired), None);
        assert!(at_hand(&invite, None, false, NOW).is_none());
        // Another server carries the meeting: whether it goes on is asked at the door for every new session.
        let elsewhere = invite_to("192.0.2.1:7880");
        assert!(at_hand(&elsewhere, Some(&access(&counts)), true, NOW).is_some());
        assert!(at_hand(&elsewhere, Some(&access(&counts)), false, NOW).is_none());
    }

    #[test]
    fn who_came_with_a_token_goes_back_to_it_when_what_renewed_it_has_run_out() {
        let (day, expired) = (token(true, NOW + 86_400), token(true, NOW - 1));
        let target = |token: &Secret| Target::Token {
            url: "ws://127.0.0.1:7880".into(),
            token: token.clone(),
            certificate_sha256: None,
        };
        let used = |first: &Secret, last: &Secret| {
            at_hand(&target(first), Some(&access(last)), true, NOW).map(|access| access.token)
        };
        assert_eq!(used(&day, &expired), Some(day.clone()));
        let fresh = token(true, NOW + 600);
        assert_eq!(used(&day, &fresh), Some(fresh));
        let older = token(true, NOW - 600);
        assert_eq!(used(&older, &expired), Some(expired), "the server decides");
    }
}
