//! Invitation links.

use adjourn_meeting::{MeetingId, Secret};
use adjourn_signal::Invite;
use adjourn_signal::invite::{InviteError, MAX_ADDRESSES, MAX_LINK_BYTES};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn invite() -> Invite {
    Invite {
        addresses: vec![
            "192.168.1.5:7880".into(),
            "[2001:db8::1]:7880".into(),
            "127.0.0.1:7880".into(),
        ],
        meeting: MeetingId::new("0123456789abcdef"),
        secret: Secret::new("s3cret"),
        certificate_sha256: Some([7; 32]),
    }
}

fn link(json: &str) -> String {
    format!("adjourn://join/{}", URL_SAFE_NO_PAD.encode(json))
}

#[test]
fn a_link_reads_as_it_was_made() {
    assert_eq!(Invite::parse(&invite().link()), Ok(invite()));
    let open = Invite {
        certificate_sha256: None,
        ..invite()
    };
    assert_eq!(Invite::parse(&open.link()), Ok(open));
}

#[test]
fn the_link_is_the_documented_json() {
    let known = link(r#"{"v":1,"a":["192.168.1.5:7880"],"m":"room","s":"x"}"#);
    let read = Invite::parse(&known).expect("a known link is read");
    assert_eq!(read.addresses, ["192.168.1.5:7880"]);
    assert!(!read.is_encrypted());
    assert_eq!(read.link(), known);
    assert_eq!(
        read.signal_urls().collect::<Vec<_>>(),
        ["ws://192.168.1.5:7880"]
    );
    assert_eq!(
        invite().http_urls().next().as_deref(),
        Some("https://192.168.1.5:7880")
    );
}

#[test]
fn what_mail_programs_put_around_a_link_does_not_matter() {
    let link = invite().link();
    let broken = format!("{}\r\n {}", &link[..40], &link[40..]);
    let shouted = link.replacen("adjourn://join", "ADJOURN://JOIN", 1);
    for wrapped in [
        format!("  {link}\n"),
        format!("<{link}>"),
        format!("\"{link}\""),
        format!("“{link}”."),
        format!("({link}),"),
        format!("{link}/"),
        format!("{link}="),
        broken,
        shouted,
    ] {
        assert_eq!(Invite::parse(&wrapped), Ok(invite()), "{wrapped}");
    }
}

#[test]
fn every_wrong_link_says_in_a_sentence_what_to_do() {
    let whole = invite().link();
    let cases = [
        (String::new(), InviteError::Empty),
        (" \n".into(), InviteError::Empty),
        ("https://example.com/x".into(), InviteError::WrongScheme),
        ("hello".into(), InviteError::WrongScheme),
        ("adjourn://settings/x".into(), InviteError::NotAnInvite),
        ("adjourn://join".into(), InviteError::NotAnInvite),
        ("adjourn://join/".into(), InviteError::CutOff),
        (whole[..whole.len() - 9].into(), InviteError::CutOff),
        (format!("{whole}!"), InviteError::Damaged),
        (
            format!("adjourn://join/{}", "A".repeat(MAX_LINK_BYTES)),
            InviteError::TooLong,
        ),
        ("x".repeat(100_000), InviteError::TooLong),
        (link("not json"), InviteError::Damaged),
        (
            link(r#"{"v":2,"everything":"else"}"#),
            InviteError::NewerVersion,
        ),
        (
            link(r#"{"a":["1.2.3.4:1"],"m":"r","s":"x"}"#),
            InviteError::Damaged,
        ),
        (link(r#"{"v":1,"m":"r","s":"x"}"#), InviteError::NoAddress),
        (
            link(r#"{"v":1,"a":["1.2.3.4:1"],"m":"","s":"x"}"#),
            InviteError::Damaged,
        ),
        (
            link(r#"{"v":1,"a":["1.2.3.4:1"],"m":"r"}"#),
            InviteError::Damaged,
        ),
        (
            link(r#"{"v":1,"a":["1.2.3.4:1"],"m":"r","s":"x","c":"AAAA"}"#),
            InviteError::Damaged,
        ),
    ];
    for (text, error) in cases {
        let found = Invite::parse(&text).expect_err("a wrong link is refused");
        assert_eq!(found, error, "{}", &text[..text.len().min(60)]);
        let sentence = found.to_string();
        assert!(
            sentence.ends_with('.') && sentence.matches(". ").count() == 1,
            "{sentence}"
        );
    }
    let many = vec![r#""1.2.3.4:1""#; MAX_ADDRESSES + 1].join(",");
    let many = link(&format!(r#"{{"v":1,"a":[{many}],"m":"r","s":"x"}}"#));
    assert_eq!(Invite::parse(&many), Err(InviteError::TooManyAddresses));
}

#[test]
fn an_address_that_could_turn_into_another_url_is_refused() {
    let with = |address: &str| link(&format!(r#"{{"v":1,"a":["{address}"],"m":"r","s":"x"}}"#));
    for address in [
        "1.2.3.4:7880",
        "[::1]:1",
        "host.example:65535",
        "my-host:80",
        "localhost:7880",
    ] {
        assert!(Invite::parse(&with(address)).is_ok(), "{address}");
    }
    for address in [
        "1.2.3.4",
        "1.2.3.4:0",
        "1.2.3.4:65536",
        "1.2.3.4:+80",
        "1.2.3:80",
        "evil.example/x:80",
        "user@evil.example:80",
        "a?b:80",
        "a#b:80",
        "-a:80",
        ":80",
        "[::1:80",
        "::1:80",
        "a b:80",
        "http://a:80",
        "",
        "ü.example:80",
        "[fe80::1%25eth0]:80",
    ] {
        assert_eq!(
            Invite::parse(&with(address)),
            Err(InviteError::BadAddress),
            "{address}"
        );
    }
}

#[test]
fn a_link_stays_short_by_leaving_out_the_last_addresses() {
    let long = format!("{}.example:7880", vec!["a".repeat(60); 4].join("."));
    let many = Invite {
        addresses: vec![long; MAX_ADDRESSES],
        ..invite()
    };
    let link = many.link();
    assert!(link.len() <= MAX_LINK_BYTES);
    let read = Invite::parse(&link).expect("the shortened link is read");
    assert!((1..MAX_ADDRESSES).contains(&read.addresses.len()));
}

#[test]
fn neither_an_invite_nor_an_address_prints() {
    let shown = format!("{:?}", invite());
    for secret in ["s3cret", "192.168", "0123456789abcdef"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
