//! The test tone of the speaker menu: a voice like that of a participant, through the same mixer.

use std::{thread, time::Duration};

use adjourn_media::{
    MediaError, Microphone, MicrophoneEvent, MicrophoneSource, Speaker, SpeakerSink,
};

/// Long enough to find the speaker, too short to be a nuisance.
const LENGTH: Duration = Duration::from_millis(700);
const HZ: f32 = 440.0;

/// Plays the tone and returns when the speaker is free again.
///
/// # Errors
/// The speaker's.
pub fn play(sink: &SpeakerSink) -> Result<(), MediaError> {
    let speaker = Speaker::open(sink)?;
    let voice = speaker.add_voice();
    let mut sequence = 0_u16;
    let tone = Microphone::open(&MicrophoneSource::Tone { hz: HZ }, None, move |event| {
        if let MicrophoneEvent::Packet(packet) = event {
            voice.push(sequence, packet.rtp_timestamp, packet.data);
            sequence = sequence.wrapping_add(1);
        }
    })?;
    thread::sleep(LENGTH);
    tone.close()?;
    speaker.close()
}
