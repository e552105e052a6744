//! What of the screen can be shared, as the page shows it.

use adjourn_media::{ScreenInfo, ScreenKind, Thumbnail};
use adjourn_meeting::ErrorCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::task::spawn_blocking;

use crate::ipc::{AppError, ShareKind, ShareSource};

/// What can be shared now. Asking the system takes its time, away from the runtime's threads.
pub async fn sources() -> Result<Vec<ShareSource>, AppError> {
    let list = || {
        let screens = adjourn_media::screens()?;
        Ok(screens.into_iter().map(source).collect())
    };
    spawn_blocking(list)
        .await
        .unwrap_or_else(|error| Err(AppError::new(ErrorCode::Internal, error.to_string())))
}

fn source(screen: ScreenInfo) -> ShareSource {
    ShareSource {
        id: screen.id,
        kind: match screen.kind {
            ScreenKind::Screen => ShareKind::Screen,
            ScreenKind::Window => ShareKind::Window,
            ScreenKind::Portal => ShareKind::Portal,
        },
        label: screen.label,
        width: screen.width,
        height: screen.height,
        picture: screen.picture.as_ref().and_then(data_url),
    }
}

/// None for a picture that contradicts itself.
fn data_url(picture: &Thumbnail) -> Option<String> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    // Many pictures at once, none of which is kept.
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&picture.rgba).ok()?;
    writer.finish().ok()?;
    Some(format!("data:image/png;base64,{}", STANDARD.encode(&png)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_travels_as_a_png() {
        let picture = Thumbnail {
            width: 2,
            height: 1,
            rgba: vec![255, 0, 0, 255, 0, 0, 255, 255],
        };
        let url = data_url(&picture).expect("a picture");
        let png = STANDARD
            .decode(url.strip_prefix("data:image/png;base64,").expect("a PNG"))
            .expect("base64");
        let mut reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("a picture");
        assert_eq!(pixels, picture.rgba);
        let torn = Thumbnail {
            rgba: vec![0; 3],
            ..picture
        };
        assert_eq!(data_url(&torn), None);
    }
}
