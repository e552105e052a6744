//! What the page shows of the others, and what the server is asked to send for it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use adjourn_meeting::{ParticipantId, StreamKind, TrackId};
use adjourn_signal::{Request, TrackSetting, VideoQuality};

use super::Driver;
use crate::ViewTile;

/// A window that is being resized changes its view with every frame: the server is told this often at most.
const INTERVAL: Duration = Duration::from_millis(150);
/// Most tiles in a view; a meeting has at most 1024 people.
const MAX_TILES: usize = 1024;

/// How a track is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// As good as it is: nobody said anything about it.
    Best,
    /// In this size.
    Size { width: u32, height: u32 },
    /// Not at all.
    Nothing,
}

#[derive(Default)]
pub(super) struct View {
    /// The tiles; none when everything is wanted.
    tiles: Option<HashMap<(ParticipantId, StreamKind), (u32, u32)>>,
    /// What the server knows.
    told: HashMap<TrackId, Want>,
    /// When it was told last.
    at: Option<Instant>,
    /// When it is to be told again.
    pub due: Option<Instant>,
}

impl View {
    fn want(&self, participant: &ParticipantId, kind: StreamKind) -> Want {
        let Some(tiles) = &self.tiles else {
            return Want::Best;
        };
        match tiles.get(&(participant.clone(), kind)) {
            Some((width, height)) if *width > 0 && *height > 0 => Want::Size {
                width: *width,
                height: *height,
            },
            _ => Want::Nothing,
        }
    }

    /// What has to be said of this track, if anything.
    fn news(
        &mut self,
        track: &TrackId,
        participant: &ParticipantId,
        kind: StreamKind,
    ) -> Option<Request> {
        // Sound is heard wherever one looks.
        if kind == StreamKind::Audio {
            return None;
        }
        let want = self.want(participant, kind);
        let told = self.told.insert(track.clone(), want);
        if told.unwrap_or(Want::Best) == want {
            return None;
        }
        let (disabled, width, height) = match want {
            Want::Best => (false, 0, 0),
            Want::Size { width, height } => (false, width, height),
            Want::Nothing => (true, 0, 0),
        };
        Some(Request::TrackSetting(TrackSetting {
            tracks: vec![track.clone()],
            disabled,
            quality: VideoQuality::High,
            width,
            height,
            fps: 0,
            priority: 0,
        }))
    }

    pub(super) fn forget_track(&mut self, track: &TrackId) {
        self.told.remove(track);
    }
}

impl Driver {
    /// The page shows these tiles and no others.
    pub(super) fn set_view(&mut self, tiles: Vec<ViewTile>) {
        let size = |tile: ViewTile| ((tile.participant_id, tile.kind), (tile.width, tile.height));
        self.view.tiles = Some(tiles.into_iter().take(MAX_TILES).map(size).collect());
        let now = Instant::now();
        let at = self.view.at.map_or(now, |at| now.max(at + INTERVAL));
        if at <= now {
            self.show_view();
        } else {
            self.view.due = Some(at);
        }
    }

    /// The server has forgotten what it was told, or may not have heard it.
    pub(super) fn show_view_again(&mut self) {
        self.view.told.clear();
        self.show_view();
    }

    /// Tells the server what is wanted and what is not, as far as it does not know.
    pub(super) fn show_view(&mut self) {
        let Some(call) = self.call.as_ref().filter(|call| call.is_connected()) else {
            return;
        };
        self.view.at = Some(Instant::now());
        self.view.due = None;
        for (track, receiving) in &call.receiving {
            let (participant, kind) = (receiving.participant(), receiving.kind());
            if let Some(request) = self.view.news(track, participant, kind) {
                call.request(request);
            }
        }
    }

    /// Tells the server whether a track that is new is wanted.
    pub(super) fn show_track(&mut self, track: &TrackId) {
        let Some(call) = self.call.as_ref().filter(|call| call.is_connected()) else {
            return;
        };
        if let Some(receiving) = call.receiving.get(track)
            && let Some(request) = self
                .view
                .news(track, receiving.participant(), receiving.kind())
        {
            call.request(request);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_new_is_told_and_who_is_not_in_the_view_is_off() {
        const CAMERA: StreamKind = StreamKind::Video;
        let (bo, cy) = (ParticipantId::new("bo"), ParticipantId::new("cy"));
        let (of_bo, of_cy) = (TrackId::new("TR_bo"), TrackId::new("TR_cy"));
        let mut view = View::default();
        assert_eq!(
            view.news(&of_bo, &bo, CAMERA),
            None,
            "everything comes by itself"
        );
        view.tiles = Some(HashMap::from([((bo.clone(), CAMERA), (320, 180))]));
        let Some(Request::TrackSetting(setting)) = view.news(&of_bo, &bo, CAMERA) else {
            panic!("its size is told")
        };
        assert_eq!(
            (setting.disabled, setting.width, setting.height),
            (false, 320, 180)
        );
        assert_eq!(view.news(&of_bo, &bo, CAMERA), None);
        let Some(Request::TrackSetting(setting)) = view.news(&of_cy, &cy, CAMERA) else {
            panic!("it is turned off")
        };
        assert!(setting.disabled);
        // A tile without a size is not seen either.
        view.tiles = Some(HashMap::from([((bo.clone(), CAMERA), (0, 180))]));
        let Some(Request::TrackSetting(setting)) = view.news(&of_bo, &bo, CAMERA) else {
            panic!("it is turned off")
        };
        assert!(setting.disabled);
        // A screen is another picture than its owner's face.
        let of_screen = TrackId::new("TR_screen");
        view.tiles = Some(HashMap::from([(
            (bo.clone(), StreamKind::Share),
            (1280, 720),
        )]));
        let Some(Request::TrackSetting(setting)) = view.news(&of_screen, &bo, StreamKind::Share)
        else {
            panic!("its size is told")
        };
        assert_eq!((setting.width, setting.height), (1280, 720));
        assert_eq!(view.news(&of_bo, &bo, CAMERA), None, "it stays off");
    }
}
