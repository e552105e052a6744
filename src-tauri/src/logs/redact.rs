//! Takes out of a log what is nobody else's business, before a person passes it on: invites, tokens, ids, addresses
//! and the name of the account.

/// Shorter runs of hex digits are numbers, longer ones are secrets and ids.
const SHORTEST_HEX: usize = 12;

/// Shorter words of token characters are words.
const SHORTEST_TOKEN: usize = 32;

/// `text` without them. It is a matter of the shape of a word, so that a careless line of the log does no harm.
pub fn redacted(text: &str, home: Option<&str>) -> String {
    let text = match home.filter(|home| home.len() > 1) {
        Some(home) => text.replace(home, "~"),
        None => text.to_owned(),
    };
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let word = rest.find(|c: char| !is_of_a_word(c)).unwrap_or(rest.len());
        if word == 0 {
            let mut characters = rest.chars();
            clean.extend(characters.next());
            rest = characters.as_str();
        } else {
            clean.push_str(instead_of(&rest[..word]));
            rest = &rest[word..];
        }
    }
    clean
}

/// What links, tokens and addresses are made of.
fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.:/+%[]".contains(c)
}

fn instead_of(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| ".:[]".contains(c));
    if bare.starts_with("adjourn://") || bare.starts_with("adjourn:/") {
        "[invite]"
    } else if is_address(word) {
        "[address]"
    } else if is_secret(bare) {
        "[secret]"
    } else {
        word
    }
}

/// An IP address, alone, with a port, or as the host of a URL.
fn is_address(word: &str) -> bool {
    let host = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    let host = host.trim_end_matches(['.', ':']);
    host.parse::<std::net::SocketAddr>().is_ok()
        || host.parse::<std::net::IpAddr>().is_ok()
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok()
}

fn is_secret(word: &str) -> bool {
    let is_hex = |part: &str| {
        part.len() >= SHORTEST_HEX && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    // A source file or a module path is long too, and tells the reader where to look.
    let is_token = |part: &str| {
        part.len() >= SHORTEST_TOKEN
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    word.split(['.', ':', '/', '-', '_', '+', '%'])
        .any(|part| is_hex(part) || is_token(part))
        || (word.len() >= SHORTEST_TOKEN && word.starts_with("eyJ"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_lets_anybody_in_or_names_anybody_is_passed_on() {
        let log = "INFO adjourn: opened adjourn://join/eyJ2IjoxLCJhIjpbIjEyNyJdfQ, token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.abc_DEF-123456789\n\
                   WARN adjourn_server::udp: no answer from 192.168.1.20:7880 (wss://203.0.113.7:7880/rtc) at [fd00::1]:7881 or ::1\n\
                   room=4f5a6b7c8d9e0f1a identity=h-0123456789abcdef file=/home/ana/.local/share/app.adjourn.desktop/client";
        let clean = redacted(log, Some("/home/ana"));
        for secret in [
            "eyJ",
            "192.168",
            "203.0",
            "fd00",
            "::1",
            "4f5a6b7c8d9e0f1a",
            "0123456789abcdef",
            "ana/",
        ] {
            assert!(!clean.contains(secret), "{secret} in {clean}");
        }
        for kept in ["WARN adjourn_server::udp: no answer from", "~/.local/share"] {
            assert!(clean.contains(kept), "{kept} not in {clean}");
        }
    }

    #[test]
    fn what_helps_to_find_the_problem_stays() {
        let log = "2026-11-23T20:15:10.123456Z  INFO adjourn_engine::driver::call: no connection code=wrong-certificate place=src-tauri/crates/media/src/camera/v4l.rs:123:9 after 1500 ms";
        assert_eq!(redacted(log, None), log);
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["", "é", "ÄÖ [::] ://", "\u{0}", ".:[]", "a://"] {
            let _ = redacted(text, Some(text));
        }
    }
}
