//! A token from anywhere, and claims of any shape under a good signature.

use adjourn_meeting::Secret;
use adjourn_signal::ApiKey;
use adjourn_signal::token::{mint, peek, verify_at};
use jsonwebtoken::{Algorithm, EncodingKey, Header};

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let key = ApiKey {
        key: "devkey".into(),
        secret: Secret::new("secret-of-at-least-32-bytes-long"),
    };
    let keys = [key.clone()];
    let text = String::from_utf8_lossy(bytes);
    let readable = peek(&text).is_some();
    assert!(
        verify_at(&keys, &text, 0).is_err(),
        "nobody guesses a signature"
    );

    let Ok(claims) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        return readable;
    };
    let secret = EncodingKey::from_secret(key.secret.expose().as_bytes());
    let signed = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &secret)
        .expect("any JSON can be signed");
    // At the moment 0 nothing has expired.
    let Ok(claims) = verify_at(&keys, &signed, 0) else {
        return readable;
    };
    let minted = mint(&key, &claims);
    assert!(peek(minted.expose()).as_ref() == Some(&claims));
    assert!(verify_at(&keys, minted.expose(), 0) == Ok(claims));
    true
}
