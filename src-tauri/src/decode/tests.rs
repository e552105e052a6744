//! Real VP8 through the decoding threads.

use std::{sync::mpsc, time::Duration};

use adjourn_engine::VideoCodec;
use adjourn_media::{
    CameraSource, EncodedVideo, Layer, VideoCapture, VideoConfig, VideoEvent, test_card,
};

use super::*;

const WAIT: Duration = Duration::from_secs(20);

enum Told {
    Picture(I420),
    KeyFrameWanted,
}

struct Ear(mpsc::Sender<Told>);

impl Viewer for Ear {
    fn picture(&self, _: &StreamKey, _: u64, picture: I420) {
        let _ = self.0.send(Told::Picture(picture));
    }

    fn key_frame_wanted(&self, _: &StreamKey) {
        let _ = self.0.send(Told::KeyFrameWanted);
    }
}

/// A short piece of the test card: a key frame and what follows it.
pub fn test_card(frames: usize) -> Vec<EncodedVideo> {
    let (sender, encoded) = mpsc::channel();
    let layer = Layer {
        rid: "f",
        width: 320,
        height: 180,
        fps: 30.0,
        bitrate_bps: 300_000,
    };
    let camera = VideoCapture::open_camera(
        &CameraSource::TestCard,
        &VideoConfig {
            layers: vec![layer],
        },
        move |event| {
            if let VideoEvent::Frame(frame) = event {
                let _ = sender.send(frame);
            }
        },
    )
    .expect("the test card needs no device");
    let frames = (0..frames)
        .map(|_| encoded.recv_timeout(WAIT).expect("the test card moves"))
        .collect();
    camera.close().expect("the test card lets go");
    frames
}

/// As the engine would give it.
pub fn frame(encoded: &EncodedVideo) -> VideoFrame {
    VideoFrame {
        participant: ParticipantId::new("ana"),
        is_self: false,
        kind: StreamKind::Video,
        codec: VideoCodec::Vp8,
        key: encoded.key,
        timestamp_us: 0,
        width: encoded.width as u16,
        height: encoded.height as u16,
        data: encoded.data.clone(),
    }
}

#[test]
fn a_test_card_is_decoded_frame_by_frame_and_its_clock_can_be_read() {
    let (sender, told) = mpsc::channel();
    let decoders = Decoders::start(Arc::new(Ear(sender)));
    for encoded in test_card(5) {
        decoders.input().push(&frame(&encoded));
        let Told::Picture(picture) = told.recv_timeout(WAIT).expect("decoded in time") else {
            panic!("the stream begins with a key frame and has no gap");
        };
        let (width, height) = (picture.width as usize, picture.height as usize);
        assert!(test_card::read_clock(width, height, &picture.y, width).is_some());
    }
}

#[test]
fn a_damaged_frame_costs_the_rest_of_its_group_and_no_more() {
    let (sender, told) = mpsc::channel();
    let decoders = Decoders::start(Arc::new(Ear(sender)));
    let card = test_card(3);
    let mut damaged = frame(&card[0]);
    // Its header says key frame; the pictures' own bytes are gone.
    damaged.data = damaged.data.slice(..10);
    decoders.input().push(&damaged);
    // The damaged frame may still be with its thread: from some delta frame on, a key frame is asked for.
    let wanted = (0..1_000).any(|_| {
        decoders.input().push(&frame(&card[1]));
        matches!(
            told.recv_timeout(Duration::from_millis(10)),
            Ok(Told::KeyFrameWanted)
        )
    });
    assert!(wanted);
    decoders.input().push(&frame(&card[0]));
    assert!(matches!(told.recv_timeout(WAIT), Ok(Told::Picture(_))));
}

/// Holds the thread that shows it a picture until it is let go.
struct Slow {
    seen: mpsc::Sender<()>,
    go: Mutex<mpsc::Receiver<()>>,
}

impl Viewer for Slow {
    fn picture(&self, _: &StreamKey, _: u64, _: I420) {
        let _ = self.seen.send(());
        let go = self.go.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = go.recv_timeout(WAIT);
    }

    fn key_frame_wanted(&self, _: &StreamKey) {}
}

#[test]
fn a_stream_that_begins_anew_is_not_given_the_decoder_of_the_one_before() {
    let ((seen, pictures), (release, go)) = (mpsc::channel(), mpsc::channel());
    let go = Mutex::new(go);
    let decoders = Decoders::start(Arc::new(Slow { seen, go }));
    let card = test_card(2);
    let input = decoders.input();
    let shared = &decoders.shared;
    input.push(&frame(&card[0]));
    pictures
        .recv_timeout(WAIT)
        .expect("a thread is at the first stream");
    // It ends and begins anew meanwhile, with a frame that another thread or nobody has taken.
    let key = StreamKey::of(&frame(&card[0]));
    input.end(&key);
    input.push(&frame(&card[0]));
    let number = shared.lock().streams[&key].number;
    assert_eq!(number, 2);
    shared.lock().streams.get_mut(&key).expect("it began").state = State::Busy;
    release.send(()).expect("the thread waits");
    std::thread::sleep(Duration::from_millis(200));
    let work = shared.lock();
    assert!(
        matches!(work.streams[&key].state, State::Busy),
        "what the first thread had in hand went into the new stream"
    );
    drop(work);
    drop(release);
}
