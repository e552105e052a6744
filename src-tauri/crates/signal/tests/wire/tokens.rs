//! Tokens, ours and LiveKit's.

use adjourn_meeting::{MeetingId, ParticipantId, Role, Secret};
use adjourn_signal::token::{mint, peek, verify, verify_at};
use adjourn_signal::{ApiKey, Claims, Grants, ROLE_ATTRIBUTE, TokenError, TrackSource};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Made by npm livekit-server-sdk 2.19.2 with this key; valid until the year 2126.
const JS_TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJtZXRhZGF0YSI6Im0iLCJhdHRyaWJ1dGVzIjp7ImFkam91cm4ucm9sZSI6Imhvc3QifSwibmFtZSI6IkFuYSIsInZpZGVvIjp7InJvb21Kb2luIjp0cnVlLCJyb29tIjoiciIsImNhblB1Ymxpc2giOnRydWUsImNhblB1Ymxpc2hTb3VyY2VzIjpbImNhbWVyYSIsInNjcmVlbl9zaGFyZV9hdWRpbyJdfSwiaXNzIjoiZGV2a2V5IiwiZXhwIjo0OTQ5MDUxODc0LCJuYmYiOjE3OTU0NTE4NzQsInN1YiI6ImFuYSJ9.txVjflwvjHFJfne523ydwOy6Y6w8Y3h4e_waSstm6w0";
const JS_SERVICE_TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJ2aWRlbyI6eyJyb29tQ3JlYXRlIjp0cnVlfSwiaXNzIjoiZGV2a2V5IiwiZXhwIjo0OTQ5MDUxODc0LCJuYmYiOjE3OTU0NTE4NzR9.9KU6-8vx9kBoMYEDMudVt1LjE9aYOTUu8citPe0Mmmg";
/// A moment at which both count.
const NOW: u64 = 1_800_000_000;

fn key() -> ApiKey {
    ApiKey {
        key: "devkey".into(),
        secret: Secret::new("secret-of-at-least-32-bytes-long"),
    }
}

fn claims() -> Claims {
    Claims {
        name: "Ana".into(),
        metadata: "m".into(),
        attributes: [(ROLE_ATTRIBUTE.to_owned(), "host".to_owned())].into(),
        not_before: Some(NOW - 10),
        ..Claims::new(
            ParticipantId::new("ana"),
            Grants {
                room_admin: true,
                can_publish_sources: vec![TrackSource::Microphone],
                can_update_own_metadata: true,
                ..Grants::join(MeetingId::new("room"))
            },
            NOW + 600,
        )
    }
}

/// A token with these claims as JSON, signed with our key.
fn signed(payload: &str) -> String {
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    let value: serde_json::Value =
        serde_json::from_str(payload).expect("the test's claims are JSON");
    let secret = jsonwebtoken::EncodingKey::from_secret(key().secret.expose().as_bytes());
    jsonwebtoken::encode(&header, &value, &secret).expect("JSON can be signed")
}

#[test]
fn a_token_says_what_was_minted() {
    let token = mint(&key(), &claims());
    assert_eq!(verify_at(&[key()], token.expose(), NOW), Ok(claims()));
    assert_eq!(peek(token.expose()), Some(claims()));
}

#[test]
fn livekits_own_tokens_are_read() {
    let claims = verify_at(&[key()], JS_TOKEN, NOW).expect("the JS SDK's token counts");
    assert_eq!(claims.identity, ParticipantId::new("ana"));
    assert_eq!(
        (claims.name.as_str(), claims.metadata.as_str()),
        ("Ana", "m")
    );
    assert_eq!(claims.role(), Role::Host);
    assert!(claims.grants.may_publish(TrackSource::Camera));
    assert!(!claims.grants.may_publish(TrackSource::Microphone));
    let service =
        verify_at(&[key()], JS_SERVICE_TOKEN, NOW).expect("a service token has no subject");
    assert!(service.grants.room_create && !service.grants.room_join);
    assert!(service.grants.may_delete(&MeetingId::new("any")));
}

#[test]
fn an_absent_grant_is_livekits_default() {
    let claims = verify(
        &[key()],
        &signed(r#"{"iss":"devkey","exp":4949051874,"video":{}}"#),
    )
    .expect("it counts");
    assert_eq!(claims.grants, Grants::default());
    assert!(
        claims.grants.can_publish && claims.grants.can_subscribe && claims.grants.can_publish_data
    );
    assert!(!claims.grants.can_update_own_metadata);
    let silent = signed(r#"{"iss":"devkey","exp":4949051874,"video":{"canPublish":false}}"#);
    let grants = verify(&[key()], &silent).expect("it counts").grants;
    assert!(
        !grants.can_publish_data,
        "who may not publish may not send data unless it says so"
    );
    let strange =
        signed(r#"{"iss":"devkey","exp":4949051874,"video":{"canPublishSources":["hologram"]}}"#);
    let grants = verify(&[key()], &strange).expect("it counts").grants;
    assert!(
        !grants.may_publish(TrackSource::Camera),
        "an unknown source must not allow all of them"
    );
}

#[test]
fn a_host_may_end_its_own_room_and_no_other() {
    let grants = claims().grants;
    assert!(grants.may_delete(&MeetingId::new("room")));
    assert!(!grants.may_delete(&MeetingId::new("other")));
    assert!(!Grants::join(MeetingId::new("room")).may_delete(&MeetingId::new("room")));
}

#[test]
fn a_token_counts_in_its_time_with_ten_seconds_of_leeway() {
    let token = mint(&key(), &claims());
    let at = |now| verify_at(&[key()], token.expose(), now).map(|_| ());
    assert_eq!(at(NOW + 610), Ok(()));
    assert_eq!(at(NOW + 611), Err(TokenError::Expired));
    assert_eq!(at(NOW - 20), Ok(()));
    assert_eq!(at(NOW - 21), Err(TokenError::NotYetValid));
}

#[test]
fn a_token_that_is_not_ours_is_refused_with_its_reason() {
    let token = mint(&key(), &claims());
    let other_name = ApiKey {
        key: "other".into(),
        ..key()
    };
    let other_secret = ApiKey {
        secret: Secret::new("another"),
        ..key()
    };
    assert_eq!(
        verify_at(&[other_name], token.expose(), NOW),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(
        verify_at(&[], token.expose(), NOW),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(
        verify_at(&[other_secret], token.expose(), NOW),
        Err(TokenError::BadSignature)
    );
    for text in [
        "",
        "abc",
        "a.b.c",
        "eyJhbGciOiJIUzI1NiJ9..",
        &token.expose()[..60],
    ] {
        assert_eq!(
            verify_at(&[key()], text, NOW),
            Err(TokenError::Malformed),
            "{text}"
        );
    }
    assert_eq!(
        verify_at(&[key()], &"a".repeat(20_000), NOW),
        Err(TokenError::TooLong)
    );
}

#[test]
fn changed_claims_break_the_signature() {
    let token = mint(&key(), &claims());
    let mut parts: Vec<&str> = token.expose().split('.').collect();
    let payload = URL_SAFE_NO_PAD
        .decode(parts[1])
        .expect("a token's payload is base64");
    let forged = String::from_utf8(payload)
        .expect("it is text")
        .replace("room\"", "rook\"");
    let forged = URL_SAFE_NO_PAD.encode(forged);
    parts[1] = &forged;
    assert_eq!(
        verify_at(&[key()], &parts.join("."), NOW),
        Err(TokenError::BadSignature)
    );
}

#[test]
fn only_hs256_is_taken() {
    let payload =
        URL_SAFE_NO_PAD.encode(r#"{"iss":"devkey","exp":4949051874,"video":{"roomCreate":true}}"#);
    for algorithm in ["none", "HS384", "HS512", "RS256", "ES256"] {
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{algorithm}","typ":"JWT"}}"#));
        let unsigned = format!("{header}.{payload}.");
        assert!(verify_at(&[key()], &unsigned, NOW).is_err(), "{algorithm}");
    }
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS512);
    let secret = jsonwebtoken::EncodingKey::from_secret(key().secret.expose().as_bytes());
    let token = jsonwebtoken::encode(
        &header,
        &serde_json::json!({"iss": "devkey", "exp": NOW + 600}),
        &secret,
    )
    .expect("it can be signed");
    assert_eq!(
        verify_at(&[key()], &token, NOW),
        Err(TokenError::WrongAlgorithm)
    );
}

#[test]
fn every_refusal_is_a_sentence() {
    for error in [
        TokenError::Malformed,
        TokenError::TooLong,
        TokenError::UnknownKey,
        TokenError::BadSignature,
        TokenError::WrongAlgorithm,
        TokenError::Expired,
        TokenError::NotYetValid,
    ] {
        let sentence = error.to_string();
        assert!(
            sentence.starts_with("This ") && sentence.ends_with('.'),
            "{sentence}"
        );
    }
}
