//! Offers of the largest rooms.

use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use adjourn_signal::MAX_SDP_BYTES;
use str0m::change::SdpOffer;
use str0m::{Rtc, RtcConfig};

use super::*;

fn line(key: u32, is_video: bool) -> TrackLine {
    let track_id = format!("TR_{}{key:010x}", if is_video { "VC" } else { "AM" });
    TrackLine {
        key,
        stream_id: format!("PA_{key:012x}|{track_id}"),
        track_id,
        is_video,
    }
}

/// Reachable at more addresses than computers have.
fn subscriber() -> Subscriber {
    let addresses: Vec<SocketAddr> = (1..=16)
        .map(|n| SocketAddr::new(IpAddr::from([192, 168, 100, n]), 50_000))
        .collect();
    Subscriber::new(Instant::now(), &addresses)
}

/// The other end, as far as it negotiates.
fn client() -> Rtc {
    let config = RtcConfig::new().clear_codecs().enable_vp8(true);
    config.enable_opus(true, false).build(Instant::now())
}

fn answer(subscriber: &mut Subscriber, client: &mut Rtc, offer: &str) {
    let offer = SdpOffer::from_sdp_string(offer).expect("the offer is valid");
    let answer = client.sdp_api().accept_offer(offer).expect("is accepted");
    let answer = answer.to_sdp_string();
    assert!(answer.len() <= MAX_SDP_BYTES, "{} bytes", answer.len());
    subscriber.accept_answer(0, &answer).expect("is taken");
}

fn sections(offer: &str) -> usize {
    offer.matches("\r\nm=").count()
}

#[test]
fn a_hundred_microphones_and_cameras_fit_in_one_offer() {
    let mut subscriber = subscriber();
    for key in 0..200 {
        subscriber.add(line(key, key % 2 == 0));
    }
    let (_, offer) = subscriber
        .next_offer()
        .expect("there is something to offer");
    println!("an offer of 200 sections is {} bytes", offer.len());
    assert_eq!(sections(&offer), 201, "and the data channels");
    assert!(offer.len() < MAX_SDP_BYTES / 2, "{} bytes", offer.len());
}

#[test]
fn however_many_tracks_there_are_an_offer_stays_within_what_is_taken_and_the_rest_waits() {
    let mut subscriber = subscriber();
    let everything = MAX_SECTIONS as u32 + 100;
    for key in 0..everything {
        subscriber.add(line(key, true));
    }
    let (_, offer) = subscriber
        .next_offer()
        .expect("there is something to offer");
    println!(
        "an offer of {MAX_SECTIONS} pictures is {} bytes",
        offer.len()
    );
    assert_eq!(sections(&offer), MAX_SECTIONS + 1);
    assert!(offer.len() <= MAX_SDP_BYTES, "{} bytes", offer.len());
    assert_eq!(subscriber.wanted.len(), 100);
    let mut client = client();
    answer(&mut subscriber, &mut client, &offer);
    // Two of them go, and give their sections to two that wait.
    subscriber.remove(0);
    subscriber.remove(1);
    let (_, offer) = subscriber.next_offer().expect("two are taken back");
    answer(&mut subscriber, &mut client, &offer);
    let (_, offer) = subscriber.next_offer().expect("two more are offered");
    assert_eq!(subscriber.wanted.len(), 98);
    assert!(offer.contains(&line(MAX_SECTIONS as u32, true).stream_id));
    assert!(offer.len() <= MAX_SDP_BYTES, "{} bytes", offer.len());
}
