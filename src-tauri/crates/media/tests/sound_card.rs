//! Microphone and speaker against a real ALSA card without a sound server. Needs the `snd-aloop` card, as in
//! `tests/device-lab`; elsewhere the test says why it is skipped and passes.

#![cfg(target_os = "linux")]

mod support;

use adjourn_media::{DeviceInfo, Speaker, SpeakerSink};
use std::time::{Duration, Instant};
use support::{buzz, decode, open_microphone, speak, syllables};

/// The id of the loopback's plug device `number`, which takes any rate and format.
fn loopback(devices: &[DeviceInfo], number: u32) -> String {
    let found = devices.iter().find(|device| {
        device.id.contains("plughw")
            && device.id.contains("Loopback")
            && device.id.ends_with(&format!("DEV={number}"))
    });
    found
        .unwrap_or_else(|| panic!("no loopback device {number} in {devices:#?}"))
        .id
        .clone()
}

#[test]
fn what_is_played_on_one_end_of_the_card_is_recorded_at_the_other() {
    let cards = std::fs::read_to_string("/proc/asound/cards").unwrap_or_default();
    if !cards.contains("Loopback") || std::env::var_os("PULSE_SERVER").is_some() {
        eprintln!(
            "skipped: there is no ALSA card \"Loopback\", or a sound server is in front of it; run it in tests/device-lab"
        );
        return;
    }
    let (output, input) = (
        loopback(&adjourn_media::speakers(), 0),
        loopback(&adjourn_media::microphones(), 1),
    );
    let opening = Instant::now();
    let speaker = Speaker::open(&SpeakerSink::Device(Some(output))).unwrap();
    println!(
        "opened speaker \"{}\" in {:?}",
        speaker.label(),
        opening.elapsed()
    );
    let opening = Instant::now();
    let (microphone, events) = open_microphone(Some(input), None);
    println!(
        "opened microphone \"{}\" in {:?}",
        microphone.label(),
        opening.elapsed()
    );
    let voice = speaker.add_voice();
    speak(&voice, &syllables(6));
    println!("{:?}", voice.stats());
    std::thread::sleep(Duration::from_millis(300));
    let closing = Instant::now();
    microphone.close().unwrap();
    speaker.close().unwrap();
    println!("closed both in {:?}", closing.elapsed());
    let events: Vec<_> = events.try_iter().collect();
    println!("{} packets", events.len());
    let sound = decode(events);
    // Six seconds were said; an emulated CPU that shares its processor with other tests loses most of them.
    assert!(sound.len() > 48_000, "{} samples", sound.len());
    assert!(
        buzz(&sound) > 3.0,
        "the buzz is {} times louder than the rest",
        buzz(&sound)
    );
    let held = std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .flatten()
        .filter(|file| {
            std::fs::read_link(file.path())
                .is_ok_and(|to| to.to_string_lossy().starts_with("/dev/snd/pcm"))
        });
    assert_eq!(held.count(), 0, "the card is free");
}
