//! A link from anywhere, and JSON that somebody dressed as one.

use adjourn_signal::Invite;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let dressed = format!("adjourn://join/{}", URL_SAFE_NO_PAD.encode(bytes));
    let mut read = false;
    for link in [&text, dressed.as_str()] {
        if let Ok(invite) = Invite::parse(link) {
            assert!(!invite.addresses.is_empty());
            assert!(Invite::parse(&invite.link()) == Ok(invite));
            read = true;
        }
    }
    read
}
