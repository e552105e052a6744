//! What of the others is to be seen, over both windows.

use std::collections::{BTreeMap, HashMap};

use adjourn_engine::ViewTile;
use adjourn_meeting::{ParticipantId, StreamKind};

use super::Shell;
use crate::ipc::View;

/// Most tiles of one window: more than any page shows.
const MAX_TILES: usize = 128;

/// Largest side of a tile, in device pixels: 8K.
const MAX_SIDE: u32 = 8192;

/// The tiles of each window.
#[derive(Default)]
pub(super) struct Views {
    tiles: BTreeMap<View, Vec<ViewTile>>,
    /// Nobody can see the main window.
    main_is_hidden: bool,
}

impl Views {
    /// A window shows something else.
    pub(super) fn show(&mut self, view: View, mut tiles: Vec<ViewTile>) {
        tiles.truncate(MAX_TILES);
        for tile in &mut tiles {
            tile.width = tile.width.min(MAX_SIDE);
            tile.height = tile.height.min(MAX_SIDE);
        }
        self.tiles.insert(view, tiles);
    }

    /// The small window is gone.
    pub(super) fn mini_closed(&mut self) {
        self.tiles.remove(&View::Mini);
    }

    /// Whether anybody can see the main window.
    pub(super) fn main_hidden(&mut self, hidden: bool) {
        self.main_is_hidden = hidden;
    }

    /// The meeting is over: the next one starts with everything wanted.
    pub(super) fn forget(&mut self) {
        self.tiles.clear();
    }

    /// The largest tile of everyone who is to be seen; `None` as long as no window has said anything.
    pub(super) fn wanted(&self) -> Option<Vec<ViewTile>> {
        let is_seen = |view: &View| *view != View::Main || !self.main_is_hidden;
        if self.tiles.is_empty() && !self.main_is_hidden {
            return None;
        }
        let mut largest: HashMap<(&ParticipantId, StreamKind), (u32, u32)> = HashMap::new();
        for (_, tiles) in self.tiles.iter().filter(|(view, _)| is_seen(view)) {
            for tile in tiles {
                let size = largest
                    .entry((&tile.participant_id, tile.kind))
                    .or_default();
                *size = (size.0.max(tile.width), size.1.max(tile.height));
            }
        }
        Some(
            largest
                .into_iter()
                .map(|((participant_id, kind), (width, height))| ViewTile {
                    participant_id: participant_id.clone(),
                    kind,
                    width,
                    height,
                })
                .collect(),
        )
    }
}

impl Shell {
    /// A window shows these cameras and screens of others, and no others.
    pub fn set_view(&self, view: View, tiles: Vec<ViewTile>) {
        self.views().show(view, tiles);
        self.follow_view();
    }

    /// Tells the engine what both windows want together.
    pub(super) fn follow_view(&self) {
        if let Some(tiles) = self.views().wanted() {
            self.engine.set_view(tiles);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(who: &str, width: u32) -> ViewTile {
        ViewTile {
            participant_id: ParticipantId::new(who),
            kind: StreamKind::Video,
            width,
            height: width / 2,
        }
    }

    fn wanted(views: &Views) -> Vec<ViewTile> {
        let mut tiles = views.wanted().expect("a window has spoken");
        tiles.sort_by(|a, b| a.participant_id.as_str().cmp(b.participant_id.as_str()));
        tiles
    }

    #[test]
    fn a_person_in_both_windows_is_wanted_at_the_larger_size() {
        let mut views = Views::default();
        views.show(View::Main, vec![tile("ana", 640), tile("bo", 640)]);
        views.show(View::Mini, vec![tile("ana", 200)]);
        assert_eq!(wanted(&views), [tile("ana", 640), tile("bo", 640)]);
        views.main_hidden(true);
        assert_eq!(wanted(&views), [tile("ana", 200)]);
        views.mini_closed();
        assert_eq!(wanted(&views), []);
        views.main_hidden(false);
        assert_eq!(wanted(&views), [tile("ana", 640), tile("bo", 640)]);
    }

    #[test]
    fn as_long_as_no_window_has_spoken_everything_is_wanted() {
        let mut views = Views::default();
        assert_eq!(views.wanted(), None);
        views.show(View::Main, vec![]);
        assert_eq!(views.wanted(), Some(vec![]));
        views.forget();
        assert_eq!(views.wanted(), None);
    }

    #[test]
    fn a_page_gone_mad_cannot_ask_for_the_impossible() {
        let mut views = Views::default();
        views.show(View::Main, vec![tile("ana", u32::MAX); 100_000]);
        assert_eq!(wanted(&views)[0].width, MAX_SIDE);
    }
}
