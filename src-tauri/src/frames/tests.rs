//! The frames socket as a page, and as one who is not our page, finds it.

use adjourn_engine::{VideoCodec, VideoFrame, VideoSink};
use adjourn_meeting::{ParticipantId, StreamKind};
use tokio::sync::mpsc;
use tokio_tungstenite::{
    MaybeTlsStream, connect_async,
    tungstenite::{Error, client::IntoClientRequest},
};

use super::*;
use crate::decode::StreamKey;

type Page = WebSocketStream<MaybeTlsStream<TcpStream>>;

struct Stand {
    hub: Arc<Hub>,
    frames: Frames,
    wanted: mpsc::UnboundedReceiver<StreamKey>,
}

impl Stand {
    async fn new() -> Self {
        let (hub, wanted) = Hub::new();
        let frames = Frames::start(hub.clone())
            .await
            .expect("loopback has a free port");
        Self {
            hub,
            frames,
            wanted,
        }
    }

    async fn connect(&self, token: &str, origin: Option<&str>) -> Result<Page, Error> {
        let mut request = format!("{}/?token={token}", self.frames.url).into_client_request()?;
        if let Some(origin) = origin {
            request
                .headers_mut()
                .insert(ORIGIN, origin.parse().expect("a header value"));
        }
        connect_async(request).await.map(|(page, _)| page)
    }

    async fn page(&self) -> Page {
        self.page_in(View::Main).await
    }

    async fn page_in(&self, view: View) -> Page {
        let token = self.frames.token(view).expose();
        let mut page = self
            .connect(token, Some("tauri://localhost"))
            .await
            .expect("our own page is let in");
        page.send(Message::text(r#"{"mode":"encoded"}"#))
            .await
            .expect("open");
        // The mode has arrived when a stream that comes up is announced.
        loop {
            self.frame("probe", true, b"probe");
            if let Ok(Some(Ok(_))) = timeout(Duration::from_millis(100), page.next()).await {
                self.hub
                    .stream_ended(&ParticipantId::new("probe"), StreamKind::Video);
                while !matches!(next(&mut page).await, Message::Text(text) if text.contains("ended"))
                {
                }
                return page;
            }
        }
    }

    fn frame(&self, who: &str, key: bool, data: &'static [u8]) {
        self.hub.frame(&VideoFrame {
            participant: ParticipantId::new(who),
            is_self: false,
            kind: StreamKind::Video,
            codec: VideoCodec::Vp8,
            key,
            timestamp_us: 0,
            width: 2,
            height: 2,
            data: data.into(),
        });
    }
}

async fn next(page: &mut Page) -> Message {
    timeout(Duration::from_secs(10), page.next())
        .await
        .expect("a message in time")
        .expect("the connection is open")
        .expect("no error")
}

async fn next_payload(page: &mut Page) -> Vec<u8> {
    loop {
        if let Message::Binary(bytes) = next(page).await {
            return bytes[24..].to_vec();
        }
    }
}

#[test]
fn only_our_own_page_may_be_shown_in_the_window() {
    for ours in [
        "tauri://localhost",
        "tauri://localhost/",
        "tauri://localhost/index.html",
    ] {
        assert!(is_our_page(ours), "{ours}");
    }
    for foreign in [
        "https://evil.example/",
        "tauri://localhost.evil.example/",
        "file:///etc/passwd",
    ] {
        assert!(!is_our_page(foreign), "{foreign}");
    }
}

#[tokio::test]
async fn nobody_gets_in_without_the_token_or_from_another_origin() {
    let stand = Stand::new().await;
    let token = stand.frames.token(View::Main).expose();
    for (token, origin) in [
        ("", Some("tauri://localhost")),
        (&token[1..], Some("tauri://localhost")),
        (&"0".repeat(64), Some("tauri://localhost")),
        (token, None),
        (token, Some("https://evil.example")),
        (token, Some("tauri://localhost.evil.example")),
    ] {
        match stand.connect(token, origin).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), StatusCode::FORBIDDEN),
            other => panic!("{origin:?} got {other:?}"),
        }
    }
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn nothing_is_shown_while_pictures_are_held_and_then_a_stream_begins_anew() {
    let mut stand = Stand::new().await;
    let mut page = stand.page().await;
    stand.frame("ana", true, b"before");
    assert_eq!(next_payload(&mut page).await, b"before");
    while stand.wanted.try_recv().is_ok() {}
    stand.hub.hold(true);
    stand.frame("ana", true, b"held");
    stand.hub.hold(false);
    let wanted = stand.wanted.try_recv().expect("a key frame is asked for");
    assert_eq!(wanted.participant, ParticipantId::new("ana"));
    stand.frame("ana", false, b"delta of what was held");
    stand.frame("ana", true, b"after");
    assert_eq!(next_payload(&mut page).await, b"after");
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn a_page_gets_a_stream_from_a_key_frame_on_and_hears_of_its_end() {
    let mut stand = Stand::new().await;
    let mut page = stand.page().await;
    while stand.wanted.try_recv().is_ok() {}
    stand.frame("ana", false, b"lost");
    let wanted = stand.wanted.recv().await.expect("the hub lives");
    assert_eq!(wanted.participant.as_str(), "ana");
    stand.frame("ana", true, b"key");
    stand.frame("ana", false, b"delta");
    let Message::Text(begin) = next(&mut page).await else {
        panic!("a stream begins with its name");
    };
    assert!(begin.contains(r#""participantId":"ana""#), "{begin}");
    assert_eq!(next_payload(&mut page).await, b"key");
    assert_eq!(next_payload(&mut page).await, b"delta");
    stand
        .hub
        .stream_ended(&ParticipantId::new("ana"), StreamKind::Video);
    assert!(matches!(next(&mut page).await, Message::Text(text) if text.contains("ended")));
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn the_newest_page_gets_the_frames_and_asks_for_fresh_ones() {
    let mut stand = Stand::new().await;
    let mut old = stand.page().await;
    stand.frame("ana", true, b"one");
    assert_eq!(next_payload(&mut old).await, b"one");
    while stand.wanted.try_recv().is_ok() {}
    let mut new = stand.page().await;
    // The stream that the new page was found ready with may be wanted too.
    let ana = ParticipantId::new("ana");
    while stand
        .wanted
        .recv()
        .await
        .expect("the hub lives")
        .participant
        != ana
    {}
    stand.frame("ana", false, b"two");
    stand.frame("ana", true, b"three");
    assert_eq!(next_payload(&mut new).await, b"three");
    let goodbye = timeout(Duration::from_secs(10), old.next())
        .await
        .expect("told in time");
    assert!(
        matches!(goodbye, None | Some(Ok(Message::Close(_)))),
        "{goodbye:?}"
    );
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn the_small_window_sees_the_same_beside_the_main_one() {
    let mut stand = Stand::new().await;
    let mut main = stand.page_in(View::Main).await;
    let mut mini = stand.page_in(View::Mini).await;
    while stand.wanted.try_recv().is_ok() {}
    stand.frame("ana", true, b"one");
    assert_eq!(next_payload(&mut mini).await, b"one");
    while next_payload(&mut main).await != b"one" {}
    mini.close(None).await.expect("is open");
    stand.frame("ana", false, b"two");
    assert_eq!(next_payload(&mut main).await, b"two");
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn a_page_whose_decoder_is_stuck_starts_again_at_a_key_frame() {
    let mut stand = Stand::new().await;
    let mut page = stand.page().await;
    stand.frame("ana", true, b"one");
    let Message::Text(begin) = next(&mut page).await else {
        panic!("a stream begins with its name");
    };
    let number = serde_json::from_str::<serde_json::Value>(&begin).expect("JSON")["stream"].clone();
    assert_eq!(next_payload(&mut page).await, b"one");
    while stand.wanted.try_recv().is_ok() {}
    page.send(Message::text(format!(r#"{{"keyFrame":{number}}}"#)))
        .await
        .expect("open");
    let wanted = stand.wanted.recv().await.expect("the hub lives");
    assert_eq!(wanted.participant.as_str(), "ana");
    stand.frame("ana", false, b"two");
    stand.frame("ana", true, b"three");
    assert_eq!(next_payload(&mut page).await, b"three");
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn a_page_hears_of_a_stream_it_does_not_watch_and_gets_it_when_it_asks() {
    let mut stand = Stand::new().await;
    let mut page = stand.page().await;
    page.send(Message::text(r#"{"watch":[]}"#))
        .await
        .expect("open");
    // Until the wish has arrived, a stream is sent in full.
    let number = loop {
        stand
            .hub
            .stream_ended(&ParticipantId::new("ana"), StreamKind::Video);
        stand.frame("ana", true, b"unwatched");
        let begin = loop {
            if let Message::Text(text) = next(&mut page).await
                && text.contains("participantId")
            {
                break text;
            }
        };
        if timeout(Duration::from_millis(200), page.next())
            .await
            .is_err()
        {
            let begin: serde_json::Value = serde_json::from_str(&begin).expect("JSON");
            break begin["stream"].clone();
        }
    };
    while stand.wanted.try_recv().is_ok() {}
    page.send(Message::text(format!(r#"{{"watch":[{number}]}}"#)))
        .await
        .expect("open");
    let wanted = stand.wanted.recv().await.expect("the hub lives");
    assert_eq!(wanted.participant.as_str(), "ana");
    stand.frame("ana", true, b"watched");
    assert_eq!(next_payload(&mut page).await, b"watched");
    stand.frames.shutdown().await;
}

#[tokio::test]
async fn a_page_without_webcodecs_gets_whole_pictures() {
    let stand = Stand::new().await;
    let mut page = stand.page().await;
    page.send(Message::text(r#"{"mode":"i420"}"#))
        .await
        .expect("open");
    let card = tokio::task::spawn_blocking(|| crate::decode::tests::test_card(1))
        .await
        .expect("the test card is drawn");
    let (width, height) = (card[0].width as usize, card[0].height as usize);
    // Until the wish has arrived, frames come as they are.
    let picture = loop {
        stand.hub.frame(&crate::decode::tests::frame(&card[0]));
        if let Ok(Some(Ok(Message::Binary(bytes)))) =
            timeout(Duration::from_millis(100), page.next()).await
            && bytes[1] == 1
        {
            break bytes;
        }
    };
    assert_eq!(
        picture.len(),
        24 + width * height + 2 * width.div_ceil(2) * height.div_ceil(2)
    );
    stand.frames.shutdown().await;
}
