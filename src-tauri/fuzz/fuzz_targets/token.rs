//! A token from anywhere, and claims of any shape under a good signature.
#![no_main]

use adjourn_meeting::Secret;
use adjourn_signal::ApiKey;
use adjourn_signal::token::{mint, peek, verify_at};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let key = ApiKey {
        key: "devkey".into(),
        secret: Secret::new("secret-of-at-least-32-bytes-long"),
    };
    let keys = [key.clone()];
    let text = String::from_utf8_lossy(bytes);
    let _ = peek(&text);
    assert!(
        verify_at(&keys, &text, 0).is_err(),
        "nobody guesses a signature"
    );

    let Ok(claims) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        return;
    };
    let secret = EncodingKey::from_secret(key.secret.expose().as_bytes());
    let signed = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &secret)
        .expect("any JSON can be signed");
    // At the moment 0 nothing has expired.
    if let Ok(claims) = verify_at(&keys, &signed, 0) {
        let minted = mint(&key, &claims);
        assert!(peek(minted.expose()).as_ref() == Some(&claims));
        assert!(verify_at(&keys, minted.expose(), 0) == Ok(claims));
    }
});
