//! What is told of the devices when a meeting is over: that they are closed, as the system says.

use std::time::Duration;

use adjourn_media::receipt::{Held, held};
use adjourn_meeting::DeviceState;
use adjourn_meeting::session::Receipt;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, timeout_at};

/// How long closing may take before `MeetingLeft` is told without it. V4L2 takes up to 181 ms (measured).
const RELEASE_LIMIT: Duration = Duration::from_millis(230);
/// How long closing and the question to the system may take together; the session waits 270 ms.
const RECEIPT_LIMIT: Duration = Duration::from_millis(258);
/// A device that is closed may be listed for an instant more.
const AGAIN: Duration = Duration::from_millis(10);

/// What has been done with a device since the last release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Use {
    /// Nothing.
    #[default]
    No,
    /// A fake one was opened: the system knows nothing of it.
    Fake,
    /// A device of the computer was opened.
    Real,
}

impl Use {
    pub(super) fn add(&mut self, real: bool) {
        *self = if real || *self == Self::Real {
            Self::Real
        } else {
            Self::Fake
        };
    }
}

/// Waits for the closing of camera, microphone and speaker and of the shared screen, then asks the system.
pub(super) async fn take(
    fences: [(String, oneshot::Receiver<()>); 3],
    screen: (String, oneshot::Receiver<()>),
    used: [Use; 3],
) -> Receipt {
    let begun = Instant::now();
    let mut names = Vec::new();
    let mut states = [DeviceState::Free; 3];
    for (place, (name, fence)) in fences.into_iter().enumerate() {
        if used[place] == Use::No {
            states[place] = DeviceState::NotUsed;
        }
        // Also what was not used: closing it could still be under way from before.
        if timeout_at(begun + RELEASE_LIMIT, fence).await.is_err() {
            states[place] = DeviceState::Stuck;
        }
        names.push(name);
    }
    let (screen, fence) = screen;
    let screen = timeout_at(begun + RELEASE_LIMIT, fence)
        .await
        .is_err()
        .then_some(screen);
    let asked = |place: usize| used[place] == Use::Real && states[place] == DeviceState::Free;
    if (0..3).any(asked) {
        let asked = [asked(0), asked(1), asked(2)];
        let answers = still_held(asked, begun + RECEIPT_LIMIT).await;
        for (place, answer) in answers.into_iter().enumerate().filter(|(at, _)| asked[*at]) {
            match answer {
                Answer::Held => states[place] = DeviceState::Stuck,
                Answer::None => states[place] = DeviceState::NotChecked,
                Answer::Free => {}
            }
        }
    }
    let stuck = names
        .into_iter()
        .zip(states)
        .filter(|(_, state)| *state == DeviceState::Stuck);
    let stuck = stuck.map(|(name, _)| name).chain(screen).collect();
    let [camera, microphone, speaker] = states;
    Receipt {
        camera,
        microphone,
        speaker,
        stuck,
    }
}

/// What the system says of a device.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It has not answered in time.
    None,
    /// We do not have it any more; or the system cannot be asked about such a device, and it has closed as far as its
    /// own driver said.
    Free,
    /// We have it.
    Held,
}

/// What the system says of the `asked` ones when time is up.
async fn still_held(asked: [bool; 3], deadline: Instant) -> [Answer; 3] {
    let mut last = [Answer::None; 3];
    loop {
        let Ok(Ok(Held {
            camera,
            microphone,
            speaker,
        })) = timeout_at(deadline, tokio::task::spawn_blocking(held)).await
        else {
            return last;
        };
        for (place, held) in [camera, microphone, speaker].into_iter().enumerate() {
            last[place] = match held {
                Some(true) if asked[place] => Answer::Held,
                _ => Answer::Free,
            };
        }
        if !last.contains(&Answer::Held) || Instant::now() + AGAIN > deadline {
            return last;
        }
        sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fence(name: &str) -> (oneshot::Sender<()>, (String, oneshot::Receiver<()>)) {
        let (done, fence) = oneshot::channel();
        (done, (name.into(), fence))
    }

    #[tokio::test]
    async fn what_the_system_could_not_be_asked_in_time_is_not_said_to_be_free() {
        let answers = still_held([true; 3], Instant::now() - AGAIN).await;
        assert!(answers.iter().all(|answer| *answer == Answer::None));
    }

    #[tokio::test]
    async fn a_device_that_hangs_is_named_in_time_and_the_others_are_free() {
        let (_hangs, camera) = fence("HD Webcam");
        let (closed, microphone) = fence("the microphone");
        let (unused, speaker) = fence("the speaker");
        let (_still_read, screen) = fence("the shared screen");
        closed.send(()).expect("is waited for");
        unused.send(()).expect("is waited for");
        let begun = Instant::now();
        let receipt = take(
            [camera, microphone, speaker],
            screen,
            [Use::Real, Use::Fake, Use::No],
        )
        .await;
        assert!(
            begun.elapsed() < Duration::from_millis(600),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(receipt.camera, DeviceState::Stuck);
        assert_eq!(receipt.microphone, DeviceState::Free);
        assert_eq!(receipt.speaker, DeviceState::NotUsed);
        assert_eq!(receipt.stuck, ["HD Webcam", "the shared screen"]);
    }
}
