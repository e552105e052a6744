/** What a person does to the stage, and what the stage asks of the engine. */
import { quietly, store } from "./asking";
import { commands, type ViewTile } from "./bindings";
import type { Place } from "./layout";
import type { StageChoice } from "./room";
import { ofKey } from "./video/key";

/** Keeps somebody large, or their screen, or not any more. */
export function togglePin(tile: string): void {
  const { view } = store.get();
  if (view.at !== "call") return;
  const pinned = view.room.pinned === tile ? null : tile;
  store.dispatch({ event: "page-pinned", tile: pinned });
  // For the mini window, which comes later and has this one's place. A shared screen it shows anyway.
  void quietly(commands.pin(pinned !== null && ofKey(pinned).kind === "video" ? pinned : null));
}

/** Arranges the stage otherwise, until the program ends. */
export function arrangeStage(stage: Partial<StageChoice>): void {
  store.dispatch({ event: "page-stage", stage });
}

/** A picture is wanted in steps of so many pixels, so that dragging the window's edge does not ask anew for each. */
const STEP = 16;
/** A tile never asks for more than the widest camera or screen sends. */
const MOST = 4096;

/** What the engine is asked for: the others who can be seen, and their screens, in pixels of the screen. */
export function viewOf(places: Place[], me: string, pixelRatio: number): ViewTile[] {
  const pixels = (length: number) => Math.min(MOST, Math.ceil((length * pixelRatio) / STEP) * STEP);
  return places
    .filter((place) => place.id !== me)
    .map((place) => ({
      ...ofKey(place.id),
      width: pixels(place.width),
      height: pixels(place.height),
    }));
}

/** The layout settles before it is told. */
const SETTLE_MS = 200;

/** Tells the engine what can be seen, when that has changed; a hidden page sees nothing. */
export function createReporter(tell: (tiles: ViewTile[]) => void): {
  show(tiles: ViewTile[]): void;
  stop(): void;
} {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: ViewTile[] = [];
  let told = "";
  return {
    show(tiles) {
      latest = tiles;
      timer ??= setTimeout(() => {
        timer = undefined;
        const text = JSON.stringify(latest);
        if (text === told) return;
        told = text;
        tell(latest);
      }, SETTLE_MS);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      told = "";
    },
  };
}

/** The view of this page. A view that could not be told is no news for anybody. */
export function tellView(tiles: ViewTile[]): void {
  void quietly(commands.setView(tiles));
}
