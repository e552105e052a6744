//! Those nobody is told of, and rooms nobody is in.

use super::*;

#[test]
fn who_is_hidden_is_not_told_as_a_speaker_however_loud_it_is() {
    let mut lab = Lab::new(RoomConfig::default());
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    let mut hidden = member("eve", 2, Role::Guest);
    hidden.hidden = true;
    lab.handle(Input::Join { member: hidden });
    let mut told = Vec::new();
    for _ in 0..60 {
        lab.now += 20 * MS;
        let (sid, level) = (sid(2), 20);
        told.extend(lab.handle(Input::SoundLevel { sid, level }));
    }
    told.extend(lab.wait(400 * MS));
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_room_that_was_left_closes_after_its_own_time_and_one_nobody_came_to_after_another() {
    let config = RoomConfig {
        empty_timeout: Some(Duration::from_secs(300)),
        departure_timeout: Some(Duration::from_secs(20)),
        ..RoomConfig::default()
    };
    let mut lab = Lab::new(config);
    assert_eq!(
        lab.room.poll_timeout(),
        Some(lab.now + Duration::from_secs(300))
    );
    lab.handle(Input::Join {
        member: member("ana", 1, Role::Host),
    });
    lab.handle(Input::Leave { sid: sid(1) });
    assert!(lab.wait(Duration::from_secs(19)).is_empty());
    let outputs = lab.wait(Duration::from_secs(1));
    assert_eq!(outputs.last(), Some(&Output::Ended(EndReason::RoomClosed)));
}
