//! Tokens: LiveKit's JWT, signed with an API key.

use std::time::{SystemTime, UNIX_EPOCH};

use adjourn_meeting::{MAX_ID_BYTES, MeetingId, ParticipantId, Role, Secret};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};

use crate::TrackSource;
use crate::attributes::role;
use crate::debug::debug_only;
use crate::limits::{MAX_ATTRIBUTES_BYTES, MAX_METADATA_BYTES};
use crate::participant::Attributes;

/// Longest token, in bytes. It travels in a request line, which servers cut at 8 to 16 KiB.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Seconds by which clocks may differ.
const LEEWAY_S: u64 = 10;

/// A key that signs and checks tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its name: the token's issuer.
    pub key: String,
    /// What signs.
    pub secret: Secret,
}

/// What a token allows (LiveKit's video grant). `Default` is what an empty grant allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grants {
    /// May join [`Grants::room`].
    pub room_join: bool,
    /// The room it is for.
    pub room: Option<MeetingId>,
    /// May create and delete any room.
    pub room_create: bool,
    /// May list rooms.
    pub room_list: bool,
    /// May remove, mute and change participants of [`Grants::room`].
    pub room_admin: bool,
    /// The others do not see it.
    pub hidden: bool,
    /// May publish tracks; absent: yes.
    pub can_publish: bool,
    /// May receive tracks; absent: yes.
    pub can_subscribe: bool,
    /// May send data; absent: as [`Grants::can_publish`].
    pub can_publish_data: bool,
    /// The only sources it may publish; every source when empty.
    pub can_publish_sources: Vec<TrackSource>,
    /// May change its own name, metadata and attributes; absent: no.
    pub can_update_own_metadata: bool,
}

/// What a token says.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who; empty for a token that only calls the service.
    pub identity: ParticipantId,
    /// Display name, possibly empty.
    pub name: String,
    /// Metadata of the participant, possibly empty.
    pub metadata: String,
    /// Attributes of the participant; [`crate::ROLE_ATTRIBUTE`] among them.
    pub attributes: Attributes,
    /// What it allows.
    pub grants: Grants,
    /// From when it counts, in Unix seconds; `None`: at once.
    pub not_before: Option<u64>,
    /// Until when it counts, in Unix seconds.
    pub expires: u64,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token.
    #[error("This is not a token. Copy it again, whole.")]
    Malformed,
    /// It is longer than any token.
    #[error("This token is too long. Put less metadata into it.")]
    TooLong,
    /// It is signed with a key this server does not have.
    #[error("This token is signed with an API key that this server does not know.")]
    UnknownKey,
    /// The key is known and did not sign it.
    #[error("This token's signature is wrong. Check the API secret it was made with.")]
    BadSignature,
    /// It is not signed with HS256.
    #[error("This token is not signed with HS256, the only way this server accepts.")]
    WrongAlgorithm,
    /// It counted once.
    #[error("This token has expired. Ask for a new invitation.")]
    Expired,
    /// It does not count yet.
    #[error("This token is not valid yet. Check this computer's clock.")]
    NotYetValid,
}

impl Default for Grants {
    fn default() -> Self {
        Self {
            room_join: false,
            room: None,
            room_create: false,
            room_list: false,
            room_admin: false,
            hidden: false,
            can_publish: true,
            can_subscribe: true,
            can_publish_data: true,
            can_publish_sources: Vec::new(),
            can_update_own_metadata: false,
        }
    }
}

impl Grants {
    /// A participant of `room` with the usual permissions.
    pub fn join(room: MeetingId) -> Self {
        Self {
            room_join: true,
            room: Some(room),
            ..Self::default()
        }
    }

    /// May publish a track of this source.
    pub fn may_publish(&self, source: TrackSource) -> bool {
        self.can_publish
            && (self.can_publish_sources.is_empty() || self.can_publish_sources.contains(&source))
    }

    /// May remove, mute and change participants of `room`.
    pub fn may_administer(&self, room: &MeetingId) -> bool {
        self.room_admin && self.room.as_ref() == Some(room)
    }

    /// May end `room`: LiveKit's right to create rooms, or the administration of this one.
    pub fn may_delete(&self, room: &MeetingId) -> bool {
        self.room_create || self.may_administer(room)
    }
}

impl Claims {
    /// A participant's token that counts at once.
    pub fn new(identity: ParticipantId, grants: Grants, expires: u64) -> Self {
        Self {
            identity,
            name: String::new(),
            metadata: String::new(),
            attributes: Attributes::new(),
            grants,
            not_before: None,
            expires,
        }
    }

    /// The role signed into the token.
    pub fn role(&self) -> Role {
        role(&self.attributes)
    }
}

debug_only!(Claims {
    identity,
    grants,
    expires
});

/// Signs a token.
pub fn mint(key: &ApiKey, claims: &Claims) -> Secret {
    let token = jsonwebtoken::encode(
        &Header::new(Algorithm::HS256),
        &WireClaims::from_claims(key, claims),
        &EncodingKey::from_secret(key.secret.expose().as_bytes()),
    );
    Secret::new(
        token.expect("claims of strings, numbers and flags serialise, and HMAC takes any key"),
    )
}

/// Checks a token by the system's clock.
///
/// # Errors
/// As [`verify_at`].
pub fn verify(keys: &[ApiKey], token: &str) -> Result<Claims, TokenError> {
    verify_at(keys, token, unix_seconds())
}

/// Checks a token at a moment in Unix seconds. Clocks may differ by 10 seconds.
///
/// # Errors
/// Not a token of ours, in any of the ways of [`TokenError`].
pub fn verify_at(keys: &[ApiKey], token: &str, now: u64) -> Result<Claims, TokenError> {
    let unverified = read(token)?;
    let key = keys
        .iter()
        .find(|key| key.key == unverified.iss)
        .ok_or(TokenError::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::HS256);
    // Times are checked below, against the caller's clock.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let secret = DecodingKey::from_secret(key.secret.expose().as_bytes());
    let claims = jsonwebtoken::decode::<WireClaims>(token, &secret, &validation)
        .map_err(|error| token_error(error.kind()))?
        .claims
        .into_claims()?;
    if now > claims.expires.saturating_add(LEEWAY_S) {
        return Err(TokenError::Expired);
    }
    if claims
        .not_before
        .is_some_and(|from| now.saturating_add(LEEWAY_S) < from)
    {
        return Err(TokenError::NotYetValid);
    }
    Ok(claims)
}

/// What a token says, believed without a key: for a client that shows or follows its own token.
pub fn peek(token: &str) -> Option<Claims> {
    read(token).ok()?.into_claims().ok()
}

/// The claims before their signature is checked.
fn read(token: &str) -> Result<WireClaims, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|error| token_error(error.kind()))?;
    if header.alg != Algorithm::HS256 {
        return Err(TokenError::WrongAlgorithm);
    }
    jsonwebtoken::dangerous::insecure_decode_claims(token).map_err(|_| TokenError::Malformed)
}

fn token_error(kind: &ErrorKind) -> TokenError {
    match kind {
        ErrorKind::InvalidSignature => TokenError::BadSignature,
        ErrorKind::InvalidAlgorithm
        | ErrorKind::InvalidAlgorithmName
        | ErrorKind::UnsupportedAlgorithm => TokenError::WrongAlgorithm,
        _ => TokenError::Malformed,
    }
}

fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The claims as LiveKit writes them.
#[derive(Serialize, Deserialize)]
struct WireClaims {
    #[serde(default)]
    iss: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sub: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    exp: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    metadata: String,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    attributes: Attributes,
    #[serde(default)]
    video: WireGrants,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireGrants {
    #[serde(skip_serializing_if = "is_false")]
    room_join: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    room: String,
    #[serde(skip_serializing_if = "is_false")]
    room_create: bool,
    #[serde(skip_serializing_if = "is_false")]
    room_list: bool,
    #[serde(skip_serializing_if = "is_false")]
    room_admin: bool,
    #[serde(skip_serializing_if = "is_false")]
    hidden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_publish: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_subscribe: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_publish_data: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    can_publish_sources: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_update_own_metadata: Option<bool>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The name of a source in a token.
const SOURCES: [(TrackSource, &str); 4] = [
    (TrackSource::Camera, "camera"),
    (TrackSource::Microphone, "microphone"),
    (TrackSource::ScreenShare, "screen_share"),
    (TrackSource::ScreenShareAudio, "screen_share_audio"),
];

impl WireClaims {
    fn from_claims(key: &ApiKey, claims: &Claims) -> Self {
        let grants = &claims.grants;
        let name_of = |source: &TrackSource| {
            let known = SOURCES.iter().find(|(known, _)| known == source);
            known.map_or("unknown", |(_, name)| name).to_owned()
        };
        Self {
            iss: key.key.clone(),
            sub: claims.identity.as_str().into(),
            nbf: claims.not_before,
            exp: claims.expires,
            name: claims.name.clone(),
            metadata: claims.metadata.clone(),
            attributes: claims.attributes.clone(),
            video: WireGrants {
                room_join: grants.room_join,
                room: grants.room.as_ref().map_or("", MeetingId::as_str).into(),
                room_create: grants.room_create,
                room_list: grants.room_list,
                room_admin: grants.room_admin,
                hidden: grants.hidden,
                can_publish: Some(grants.can_publish),
                can_subscribe: Some(grants.can_subscribe),
                can_publish_data: Some(grants.can_publish_data),
                can_publish_sources: grants.can_publish_sources.iter().map(name_of).collect(),
                can_update_own_metadata: Some(grants.can_update_own_metadata),
            },
        }
    }

    fn into_claims(self) -> Result<Claims, TokenError> {
        let attributes = self
            .attributes
            .iter()
            .map(|(key, value)| key.len() + value.len());
        let bounded = self.sub.len() <= MAX_ID_BYTES
            && self.video.room.len() <= MAX_ID_BYTES
            && self.metadata.len() <= MAX_METADATA_BYTES
            && attributes.sum::<usize>() <= MAX_ATTRIBUTES_BYTES;
        if !bounded {
            return Err(TokenError::TooLong);
        }
        let can_publish = self.video.can_publish.unwrap_or(true);
        // An unknown source allows nothing, but must not empty the list: an empty one allows everything.
        let source_of = |name: &String| {
            let known = SOURCES.iter().find(|(_, known)| known == name);
            known.map_or(TrackSource::Unknown, |(source, _)| *source)
        };
        Ok(Claims {
            identity: ParticipantId::new(self.sub),
            name: self.name,
            metadata: self.metadata,
            attributes: self.attributes,
            grants: Grants {
                room_join: self.video.room_join,
                room: Some(self.video.room)
                    .filter(|room| !room.is_empty())
                    .map(MeetingId::new),
                room_create: self.video.room_create,
                room_list: self.video.room_list,
                room_admin: self.video.room_admin,
                hidden: self.video.hidden,
                can_publish,
                can_subscribe: self.video.can_subscribe.unwrap_or(true),
                can_publish_data: self.video.can_publish_data.unwrap_or(can_publish),
                can_publish_sources: self
                    .video
                    .can_publish_sources
                    .iter()
                    .map(source_of)
                    .collect(),
                can_update_own_metadata: self.video.can_update_own_metadata.unwrap_or(false),
            },
            not_before: self.nbf,
            expires: self.exp,
        })
    }
}
