//! JSON of the door, both ways, and a room's metadata with our rules in it.

use adjourn_signal::door::{
    Body, CLIENT_HEX, Info, InfoRequest, JoinAnswer, JoinRequest, Refusal, TicketRequest, Wait,
};
use adjourn_signal::reason::RoomMetadata;

fn there_and_back<T: Body + PartialEq>(bytes: &[u8]) -> Option<T> {
    let body = T::from_json(bytes).ok()?;
    // What is written is canonical, and may be a little longer than what came.
    if let Ok(again) = T::from_json(&body.to_json()) {
        assert!(again == body);
    }
    Some(body)
}

/// Whether anything was read.
pub fn run(bytes: &[u8]) -> bool {
    let join = there_and_back::<JoinRequest>(bytes);
    let mut read = join.is_some();
    if let Some(client) = join.and_then(|request| request.client) {
        assert!(client.len() == CLIENT_HEX && client.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
    read |= there_and_back::<InfoRequest>(bytes).is_some();
    read |= there_and_back::<TicketRequest>(bytes).is_some();
    read |= there_and_back::<JoinAnswer>(bytes).is_some();
    read |= there_and_back::<Wait>(bytes).is_some();
    read |= there_and_back::<Info>(bytes).is_some();
    read |= there_and_back::<Refusal>(bytes).is_some();
    let metadata = RoomMetadata::parse(&String::from_utf8_lossy(bytes));
    let again = RoomMetadata::parse(&metadata.to_json());
    // Not `others`: serde_json may read a float one unit in the last place beside what it wrote.
    assert!(
        (again.locked, again.lobby, again.away, again.ends_at)
            == (
                metadata.locked,
                metadata.lobby,
                metadata.away,
                metadata.ends_at
            )
            && again.ends_by == metadata.ends_by
            && again.end_progress == metadata.end_progress
            && again.farewell == metadata.farewell
    );
    read || metadata != RoomMetadata::default()
}
