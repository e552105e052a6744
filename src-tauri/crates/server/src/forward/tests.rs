use super::*;

const FRAME: Duration = Duration::from_millis(50);

fn video(sequence: u64, timestamp: u32, key: bool, picture: u16) -> Packet {
    let vp8 = Vp8 {
        starts_key_frame: key,
        picture_id: Some(PictureId {
            value: picture & 0x7fff,
            long: true,
        }),
        tl0: Some((picture & 0xff) as u8),
        key_index: None,
    };
    Packet {
        sequence,
        timestamp,
        empty: false,
        vp8: Some(vp8),
    }
}

fn sent_now(now: Instant) -> [LayerState; 3] {
    [(320, 180), (640, 360), (1280, 720)].map(|(width, height)| LayerState {
        width,
        height,
        last_packet: Some(now),
    })
}

#[test]
fn nothing_goes_out_before_a_key_frame_of_the_layer_that_is_aimed_at() {
    let now = Instant::now();
    let mut outlet = Outlet::picture();
    assert!(
        outlet
            .forward(now, Layer::High, &video(1, 0, true, 0))
            .is_none(),
        "nobody aimed yet"
    );
    assert!(outlet.aim(Some(Layer::High)));
    assert!(
        outlet
            .forward(now, Layer::High, &video(2, 0, false, 0))
            .is_none()
    );
    assert!(
        outlet
            .forward(now, Layer::Low, &video(3, 0, true, 0))
            .is_none()
    );
    let first = outlet
        .forward(now, Layer::High, &video(4, 0, true, 0))
        .expect("a key frame starts");
    assert!(
        first.sequence < 65_536,
        "SRTP's rollover counter starts at 0 at the receiver"
    );
    assert_eq!(outlet.needs_key_frame(), None);
}

#[test]
fn across_layers_and_tracks_the_receiver_sees_one_unbroken_stream() {
    let start = Instant::now();
    let mut outlet = Outlet::picture();
    let mut seen: Vec<Numbers> = Vec::new();
    // Each source counts from somewhere else, as encoders do.
    let sources = [
        (Layer::Low, 40_000, 900_000_u32, 32_700_u16),
        (Layer::High, 7, 4_294_960_000, 5),
        (Layer::Medium, 65_530, 77, 127),
        (Layer::Low, 70_000, 123_456, 200),
    ];
    let mut now = start;
    for (run, (layer, sequence, timestamp, picture)) in sources.into_iter().enumerate() {
        if run == 3 {
            outlet.change_track();
        }
        outlet.aim(Some(layer));
        for frame in 0..10_u16 {
            now += FRAME;
            let packet = video(
                sequence + u64::from(frame),
                timestamp.wrapping_add(u32::from(frame) * 4_500),
                frame == 0,
                picture + frame,
            );
            seen.extend(outlet.forward(now, layer, &packet));
        }
    }
    assert_eq!(seen.len(), 40);
    for pair in seen.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        assert_eq!(after.sequence, before.sequence + 1);
        let ticks = after.timestamp.wrapping_sub(before.timestamp);
        assert!(
            (4_499..=4_501).contains(&ticks),
            "{ticks} ticks for a frame of 50 ms"
        );
        let picture = |numbers: Numbers| numbers.picture_id.expect("every packet has one");
        assert_eq!(picture(after), (picture(before) + 1) & 0x7fff);
        assert_eq!(after.tl0, before.tl0.map(|tl0| tl0.wrapping_add(1)));
    }
}

#[test]
fn a_gap_stays_a_gap_and_a_late_packet_takes_its_own_place() {
    let now = Instant::now();
    let mut outlet = Outlet::sound();
    outlet.aim(Some(Layer::High));
    let sound = |sequence| Packet {
        sequence,
        timestamp: sequence as u32 * 960,
        empty: false,
        vp8: None,
    };
    let mut number = |sequence| {
        outlet
            .forward(now, Layer::High, &sound(sequence))
            .map(|n| n.sequence)
    };
    let first = number(10).expect("sound starts with any packet");
    assert_eq!(number(13), Some(first + 3));
    assert_eq!(number(11), Some(first + 1));
    assert_eq!(number(9), None, "from before the start");
}

#[test]
fn padding_is_not_passed_on_and_leaves_no_gap() {
    let now = Instant::now();
    let mut outlet = Outlet::picture();
    outlet.aim(Some(Layer::High));
    let first = outlet
        .forward(now, Layer::High, &video(10, 0, true, 1))
        .expect("starts");
    let padding = Packet {
        sequence: 11,
        timestamp: 0,
        empty: true,
        vp8: Some(Vp8::default()),
    };
    assert_eq!(outlet.forward(now, Layer::High, &padding), None);
    let next = outlet
        .forward(now, Layer::High, &video(12, 4_500, false, 2))
        .expect("goes on");
    assert_eq!(next.sequence, first.sequence + 1);
}

#[test]
fn a_short_picture_id_stays_short_and_an_absent_field_stays_absent() {
    let now = Instant::now();
    let mut outlet = Outlet::picture();
    outlet.aim(Some(Layer::High));
    let mut packet = video(1, 0, true, 0);
    for (sequence, value) in (1..).zip([126_u16, 127, 0, 1]) {
        packet.sequence = sequence;
        packet.vp8 = Some(Vp8 {
            starts_key_frame: sequence == 1,
            picture_id: Some(PictureId { value, long: false }),
            ..Vp8::default()
        });
        let numbers = outlet.forward(now, Layer::High, &packet).expect("goes out");
        assert!(numbers.picture_id.is_some_and(|id| id <= 0x7f));
        assert_eq!((numbers.tl0, numbers.key_index), (None, None));
    }
}

#[test]
fn the_old_layer_goes_on_until_the_new_ones_key_frame_comes() {
    let now = Instant::now();
    let mut outlet = Outlet::picture();
    outlet.aim(Some(Layer::Low));
    outlet.forward(now, Layer::Low, &video(1, 0, true, 0));
    assert!(
        outlet.aim(Some(Layer::High)),
        "a key frame of the new layer is needed"
    );
    assert!(
        outlet
            .forward(now, Layer::Low, &video(2, 4_500, false, 1))
            .is_some()
    );
    assert!(
        outlet
            .forward(now, Layer::High, &video(90, 0, false, 9))
            .is_none()
    );
    assert!(
        outlet
            .forward(now, Layer::High, &video(91, 0, true, 10))
            .is_some()
    );
    assert!(
        outlet
            .forward(now, Layer::Low, &video(3, 9_000, false, 2))
            .is_none()
    );
    assert!(
        outlet
            .forward(now, Layer::High, &video(90, 0, false, 9))
            .is_none(),
        "late, before its key frame"
    );
    assert!(!outlet.aim(None));
    assert!(
        outlet
            .forward(now, Layer::High, &video(92, 4_500, false, 11))
            .is_none()
    );
}

#[test]
fn the_smallest_layer_that_is_large_enough_is_sent_and_the_best_when_nothing_was_said() {
    let now = Instant::now();
    let layers = sent_now(now);
    let size = |width, height| choose_layer(now, Wish::Size { width, height }, &layers);
    assert_eq!(choose_layer(now, Wish::Best, &layers), Some(Layer::High));
    assert_eq!(choose_layer(now, Wish::Nothing, &layers), None);
    assert_eq!(size(160, 90), Some(Layer::Low));
    assert_eq!(
        size(330, 180),
        Some(Layer::Low),
        "a few pixels more are no reason for four times as many"
    );
    assert_eq!(size(640, 360), Some(Layer::Medium));
    assert_eq!(size(4_000, 4_000), Some(Layer::High));
}

#[test]
fn a_layer_that_is_not_sent_is_replaced_by_the_nearest_one_that_is() {
    let now = Instant::now();
    let mut layers = sent_now(now);
    layers[2].last_packet = None;
    assert_eq!(choose_layer(now, Wish::Best, &layers), Some(Layer::Medium));
    layers[1].last_packet = now.checked_sub(LAYER_TIMEOUT);
    assert_eq!(choose_layer(now, Wish::Best, &layers), Some(Layer::Low));
    layers[0].last_packet = None;
    layers[2].last_packet = Some(now);
    assert_eq!(
        choose_layer(now, Wish::Layer(Layer::Low), &layers),
        Some(Layer::High)
    );
    layers[2].last_packet = None;
    assert_eq!(choose_layer(now, Wish::Best, &layers), None);
}

#[test]
fn many_wishes_for_a_key_frame_are_one_request_now_and_one_later() {
    let start = Instant::now();
    let mut requests = KeyFrameRequests::default();
    let asked = (0..20)
        .filter(|_| requests.want(start, Layer::High))
        .count();
    assert_eq!(asked, 1);
    assert!(requests.want(start, Layer::Low), "each layer has its own");
    assert!(!requests.is_due(start + Duration::from_millis(100), Layer::High));
    let later = start + Duration::from_millis(500);
    assert!(requests.is_due(later, Layer::High));
    assert!(
        !requests.is_due(later + Duration::from_secs(1), Layer::High),
        "once"
    );
    requests.want(later + Duration::from_millis(1), Layer::High);
    requests.came(Layer::High);
    assert!(
        !requests.is_due(later + Duration::from_secs(2), Layer::High),
        "the key frame came"
    );
}
