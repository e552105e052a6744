//! What str0m does not say about a session description, read from its text, and what it cannot write.

/// A media section of a client's offer that it wants to send on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Offered {
    pub(super) mid: String,
    /// The track id of its msid, which is `add_track.cid`; empty when it sends none any more.
    pub(super) cid: String,
    pub(super) is_video: bool,
    pub(super) simulcast: bool,
    pub(super) sending: bool,
}

/// The audio and video sections of an offer that name a track, or whose track was taken back.
pub(super) fn offered(offer: &str) -> Vec<Offered> {
    sections(offer)
        .filter_map(|section| {
            let is_video = section.starts_with("m=video");
            if !is_video && !section.starts_with("m=audio") {
                return None;
            }
            let mid = attribute(section, "a=mid:")?;
            let receives_only = section
                .lines()
                .any(|line| matches!(line.trim_end(), "a=recvonly" | "a=inactive"));
            let sending = !receives_only && !section.starts_with("m=video 0 ");
            let cid = attribute(section, "a=msid:").and_then(|msid| msid.split(' ').nth(1));
            // A track that was taken back has no name any more (RFC 8829, 5.2.2).
            let cid = match cid {
                None if !sending => "",
                cid => cid?,
            };
            Some(Offered {
                mid: mid.to_owned(),
                cid: cid.to_owned(),
                is_video,
                simulcast: attribute(section, "a=simulcast:").is_some(),
                sending,
            })
        })
        .collect()
}

/// Writes new track names into the sections of an offer: `name(mid)` gives the stream and track id a
/// section carries. A section keeps its SSRCs when it is used again, and str0m its first msid.
pub(super) fn rename_tracks<'a>(
    offer: &str,
    name: impl Fn(&str) -> Option<(&'a str, &'a str)>,
) -> String {
    let mut renamed = String::with_capacity(offer.len() + 256);
    let head_end = offer.find("m=").unwrap_or(offer.len());
    renamed.push_str(&offer[..head_end]);
    for section in sections(offer) {
        let Some((stream, track)) = attribute(section, "a=mid:").and_then(&name) else {
            renamed.push_str(section);
            continue;
        };
        for line in section.split_inclusive("\r\n") {
            if line.starts_with("a=msid:") {
                renamed.push_str(&format!("a=msid:{stream} {track}\r\n"));
            } else if let Some((ssrc, rest)) =
                line.strip_prefix("a=ssrc:").and_then(|l| l.split_once(' '))
            {
                match rest.split_once(':').map(|(attribute, _)| attribute) {
                    Some("msid") => {
                        renamed.push_str(&format!("a=ssrc:{ssrc} msid:{stream} {track}\r\n"));
                    }
                    Some("cname") => renamed.push_str(&format!("a=ssrc:{ssrc} cname:{track}\r\n")),
                    _ => renamed.push_str(line),
                }
            } else {
                renamed.push_str(line);
            }
        }
    }
    renamed
}

/// Each media section from its `m=` to the next.
fn sections(sdp: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = sdp
        .match_indices("m=")
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || sdp.as_bytes()[at - 1] == b'\n')
        .collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([sdp.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, end)| &sdp[start..end])
}

fn attribute<'a>(section: &'a str, prefix: &str) -> Option<&'a str> {
    section
        .lines()
        .find_map(|line| line.trim_end().strip_prefix(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 a1 v1\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n\
        m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a1\r\na=sendonly\r\na=msid:S mic\r\n\
        a=ssrc:1 cname:old\r\na=ssrc:1 msid:S mic\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v1\r\na=recvonly\r\na=msid:S cam\r\na=simulcast:send q;h;f\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v2\r\na=inactive\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v3\r\na=sendonly\r\n";

    #[test]
    fn the_tracks_of_an_offer_are_read_with_their_direction() {
        let cids: Vec<_> = offered(OFFER)
            .into_iter()
            .map(|section| {
                (
                    section.cid,
                    section.is_video,
                    section.simulcast,
                    section.sending,
                )
            })
            .collect();
        assert_eq!(
            cids,
            [
                ("mic".into(), false, false, true),
                ("cam".into(), true, true, false),
                (String::new(), true, false, false),
            ],
            "one that was taken back is told, one that sends what has no name is not"
        );
    }

    #[test]
    fn only_the_named_section_gets_new_names_and_all_else_stays() {
        let renamed = rename_tracks(OFFER, |mid| (mid == "a1").then_some(("PA_2|TR_2", "TR_2")));
        let expected = OFFER
            .replace("a=msid:S mic", "a=msid:PA_2|TR_2 TR_2")
            .replace("a=ssrc:1 cname:old", "a=ssrc:1 cname:TR_2")
            .replace("a=ssrc:1 msid:S mic", "a=ssrc:1 msid:PA_2|TR_2 TR_2");
        assert_eq!(renamed, expected);
        assert_eq!(rename_tracks(OFFER, |_| None), OFFER);
    }

    #[test]
    fn garbage_has_no_tracks() {
        assert!(offered("m=").is_empty());
        assert!(offered("m=video\r\na=msid:x\r\n").is_empty());
        assert_eq!(rename_tracks("", |_| None), "");
    }
}
