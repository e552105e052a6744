//! Screens and windows of a real X11 display, without a monitor: what is drawn on it is what is sent.
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use adjourn_media::{
    EncodedVideo, I420, Layer, MediaError, ScreenInfo, ScreenKind, ScreenSource, VideoCapture,
    VideoConfig, VideoEvent, Vp8Decoder, screens,
};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeGCAux, ConfigureWindowAux, ConnectionExt as _, CreateGCAux, CreateWindowAux,
    Gcontext, PropMode, Rectangle, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const PATIENCE: Duration = Duration::from_secs(20);
const RED: u32 = 0xff_0000;
const GREEN: u32 = 0x00_ff00;
const BLUE: u32 = 0x00_00ff;

/// There is one environment, which names the display: one test at a time.
static ONE_DISPLAY: Mutex<()> = Mutex::new(());

/// The display, drawn on as other programs do.
struct Desktop {
    x: RustConnection,
    root: Window,
    paint: Gcontext,
    _server: Server,
    _alone: MutexGuard<'static, ()>,
}

/// Ends with its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().expect("it is ours");
        self.0.wait().expect("it is ours");
    }
}

impl Desktop {
    fn new() -> Self {
        let alone = ONE_DISPLAY.lock().unwrap_or_else(PoisonError::into_inner);
        let mut server = Server(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x721x24", "-noreset"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("Xvfb starts"),
        );
        let mut number = String::new();
        let stdout = server.0.stdout.as_mut().expect("piped");
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb says its display number");
        // SAFETY: the one test that runs does this before any thread of its own reads the environment.
        unsafe { std::env::set_var("DISPLAY", format!(":{}", number.trim())) };
        let (x, screen) = RustConnection::connect(None).expect("the display is there");
        let root = x.setup().roots[screen].root;
        let paint = x.generate_id().expect("an id");
        x.create_gc(paint, root, &CreateGCAux::new())
            .expect("the display answers");
        let desktop = Self {
            x,
            root,
            paint,
            _server: server,
            _alone: alone,
        };
        desktop.fill(root, (0, 0, 1280, 721), 0x80_8080);
        desktop.point_at(1200, 700);
        desktop
    }

    fn window(
        &self,
        title: &str,
        (left, top): (i16, i16),
        size: (u16, u16),
        colour: u32,
    ) -> Window {
        let window = self.x.generate_id().expect("an id");
        let look = CreateWindowAux::new().background_pixel(colour);
        let (depth, class) = (x11rb::COPY_DEPTH_FROM_PARENT, WindowClass::INPUT_OUTPUT);
        self.x
            .create_window(
                depth, window, self.root, left, top, size.0, size.1, 0, class, 0, &look,
            )
            .expect("the display answers");
        let kind = AtomEnum::STRING;
        self.x
            .change_property8(
                PropMode::REPLACE,
                window,
                AtomEnum::WM_NAME,
                kind,
                title.as_bytes(),
            )
            .expect("the display answers");
        self.x.map_window(window).expect("the display answers");
        self.sync();
        window
    }

    fn fill(&self, window: Window, (x, y, width, height): (i16, i16, u16, u16), colour: u32) {
        let colour = ChangeGCAux::new().foreground(colour);
        self.x
            .change_gc(self.paint, &colour)
            .expect("the display answers");
        let all = [Rectangle {
            x,
            y,
            width,
            height,
        }];
        self.x
            .poly_fill_rectangle(window, self.paint, &all)
            .expect("the display answers");
        self.sync();
    }

    fn point_at(&self, x: i16, y: i16) {
        self.x
            .warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, x, y)
            .expect("the display answers");
        self.sync();
    }

    fn sync(&self) {
        self.x.sync().expect("the display answers");
    }
}

fn listed(label: &str) -> ScreenInfo {
    screens()
        .expect("a list")
        .into_iter()
        .find(|screen| screen.label == label)
        .expect("it is listed")
}

/// What is shared, decoded.
struct Shared {
    capture: VideoCapture,
    events: Receiver<VideoEvent>,
    decoder: Vp8Decoder,
}

impl Shared {
    fn open(id: String) -> Result<Self, MediaError> {
        let (sender, events) = channel();
        let config = VideoConfig {
            layers: vec![Layer {
                rid: "f",
                width: 1920,
                height: 1080,
                fps: 15.0,
                bitrate_bps: 2_500_000,
            }],
        };
        let capture = VideoCapture::open_screen(
            &ScreenSource::Listed(id),
            &config,
            &|| true,
            move |event| {
                let _ = sender.send(event);
            },
        )?;
        Ok(Self {
            capture,
            events,
            decoder: Vp8Decoder::new().expect("a decoder"),
        })
    }

    fn frame(&self, limit: Duration) -> Result<EncodedVideo, Option<MediaError>> {
        match self.events.recv_timeout(limit) {
            Ok(VideoEvent::Frame(frame)) => Ok(frame),
            Ok(VideoEvent::Lost(error)) => Err(Some(error)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(None),
        }
    }

    /// Waits until what is seen is as it should be.
    fn until(&mut self, what: &str, is_so: impl Fn(&I420) -> bool) {
        let begun = Instant::now();
        loop {
            let frame = self.frame(PATIENCE).expect("pictures go on");
            let picture = self.decoder.decode(&frame.data).expect("VP8");
            if picture.is_some_and(|picture| is_so(&picture)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{what}");
        }
    }
}

/// Whether the picture has about this colour at a place.
fn shows(picture: &I420, (x, y): (u32, u32), colour: u32) -> bool {
    let expected = match colour {
        RED => (81, 90, 240),
        GREEN => (145, 54, 34),
        BLUE => (41, 240, 110),
        _ => (126, 128, 128),
    };
    let at = (y * picture.width + x) as usize;
    let half = ((y / 2) * picture.width.div_ceil(2) + x / 2) as usize;
    let near = |value: u8, other: u8| value.abs_diff(other) < 24;
    near(picture.y[at], expected.0)
        && near(picture.u[half], expected.1)
        && near(picture.v[half], expected.2)
}

#[test]
fn screens_and_windows_are_listed_with_a_picture_of_each() {
    let desktop = Desktop::new();
    let below = desktop.window("Notes", (100, 100), (400, 300), RED);
    let above = desktop.window("Editor", (200, 150), (640, 400), GREEN);
    let list = screens().expect("a list");
    let labels: Vec<_> = list
        .iter()
        .map(|one| (one.kind, one.label.as_str()))
        .collect();
    assert_eq!(
        labels,
        [
            (ScreenKind::Screen, ""),
            (ScreenKind::Window, "Editor"),
            (ScreenKind::Window, "Notes")
        ]
    );
    assert_eq!((list[0].width, list[0].height), (1280, 721));
    assert_eq!((list[2].width, list[2].height), (400, 300));
    let editor = list[1].picture.as_ref().expect("a picture");
    assert_eq!((editor.width, editor.height), (320, 200));
    assert_eq!(editor.rgba[..4], [0, 255, 0, 255]);
    let notes = list[2].picture.as_ref().expect("also of what is covered");
    assert!(
        notes
            .rgba
            .chunks_exact(4)
            .all(|pixel| pixel == [255, 0, 0, 255])
    );
    for window in [below, above] {
        desktop
            .x
            .destroy_window(window)
            .expect("the display answers");
    }
    desktop.sync();
}

#[test]
fn a_shared_screen_shows_what_is_drawn_and_the_pointer() {
    let desktop = Desktop::new();
    let list = screens().expect("a list");
    let mut shared = Shared::open(list[0].id.clone()).expect("it opens");
    assert_eq!(shared.capture.label(), "");
    assert_eq!(
        shared.capture.layer_sizes(),
        [(1280, 720)],
        "an odd last row is left out"
    );
    shared.until("the empty screen", |picture| {
        shows(picture, (640, 360), 0x80_8080) && shows(picture, (100, 100), 0x80_8080)
    });
    desktop.fill(desktop.root, (600, 300, 100, 100), RED);
    shared.until("what is drawn", |picture| shows(picture, (650, 350), RED));
    // The pointer of a bare display is a black cross with its middle where it points.
    desktop.point_at(100, 100);
    let black = |picture: &I420| picture.y[(100 * picture.width + 100) as usize] < 90;
    shared.until("the pointer", black);
    desktop.point_at(1200, 700);
    shared.until("that it is gone", |picture| !black(picture));
    shared.capture.close().expect("it closes");
}

#[test]
fn what_stands_still_comes_twice_a_second_and_a_key_frame_on_demand() {
    let _desktop = Desktop::new();
    let list = screens().expect("a list");
    let shared = Shared::open(list[0].id.clone()).expect("it opens");
    // Settled: pictures are far apart.
    let begun = Instant::now();
    let mut last = Instant::now();
    loop {
        shared.frame(PATIENCE).expect("pictures go on");
        if last.elapsed() > Duration::from_millis(350) {
            break;
        }
        last = Instant::now();
        assert!(begun.elapsed() < PATIENCE, "it never settles");
    }
    shared.capture.request_key_frame(0);
    let begun = Instant::now();
    while !shared.frame(PATIENCE).expect("pictures go on").key {
        assert!(begun.elapsed() < PATIENCE, "no key frame");
    }
}

#[test]
fn a_window_is_shared_whatever_covers_it_grows_with_it_and_ends_with_it() {
    let desktop = Desktop::new();
    let window = desktop.window("Slides — page 1", (100, 100), (400, 301), RED);
    let info = listed("Slides — page 1");
    let mut shared = Shared::open(info.id).expect("it opens");
    assert_eq!(shared.capture.label(), "Slides — page 1");
    shared.until("the window alone", |picture| {
        (picture.width, picture.height) == (400, 300) && shows(picture, (200, 150), RED)
    });
    let cover = desktop.window("Cover", (150, 150), (300, 200), GREEN);
    desktop.fill(window, (0, 0, 50, 50), BLUE);
    shared.until("what is drawn, and nothing of what covers it", |picture| {
        shows(picture, (20, 20), BLUE) && shows(picture, (200, 150), RED)
    });
    let larger = ConfigureWindowAux::new().width(640).height(480);
    desktop
        .x
        .configure_window(window, &larger)
        .expect("the display answers");
    desktop.sync();
    desktop.fill(window, (0, 0, 640, 480), BLUE);
    shared.until("its new size", |picture| {
        (picture.width, picture.height) == (640, 480) && shows(picture, (600, 440), BLUE)
    });
    // Minimised it stands still.
    desktop.x.unmap_window(window).expect("the display answers");
    desktop.sync();
    for _ in 0..4 {
        shared.until("what it showed", |picture| shows(picture, (300, 200), BLUE));
    }
    desktop.x.map_window(window).expect("the display answers");
    desktop.sync();
    desktop.fill(window, (0, 0, 640, 480), GREEN);
    shared.until("that it is back", |picture| {
        shows(picture, (300, 200), GREEN)
    });
    for window in [window, cover] {
        desktop
            .x
            .destroy_window(window)
            .expect("the display answers");
    }
    desktop.sync();
    let begun = Instant::now();
    let error = loop {
        match shared.frame(PATIENCE) {
            Ok(_) => assert!(begun.elapsed() < PATIENCE, "it goes on"),
            Err(error) => break error.expect("it says why"),
        }
    };
    assert_eq!(error.code(), "screen-lost");
    assert!(error.to_string().contains("Slides — page 1"), "{error}");
}

#[test]
fn what_is_not_there_is_said() {
    let _desktop = Desktop::new();
    for id in [
        "window:4194303",
        "window:none",
        "screen:nowhere",
        "nonsense",
    ] {
        let error = Shared::open(id.into()).err().expect(id);
        assert_eq!(error.code(), "screen-missing", "{id}");
    }
}
