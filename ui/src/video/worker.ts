/** The pictures' own thread: the page only hands over its canvases and says who is on which. */

import type { Startup } from "../bindings";
import { createPace } from "./pace";
import { createPainter } from "./painter";
import { type Counters, decodable, Player } from "./player";
import type { Surface } from "./screen";

export type ToWorker =
  | { do: "start"; frames: Startup["frames"] }
  /** The canvas is there the first time only. */
  | { do: "attach"; key: string; surface: number; canvas?: OffscreenCanvas }
  | { do: "detach"; key: string; surface: number }
  /** The page has thrown the canvas away. */
  | { do: "drop"; surface: number }
  | { do: "hide"; hidden: boolean }
  /** What was drawn is to be seen; that took the page so long. */
  | { do: "shown"; busyMs: number };

export type FromWorker =
  /** Whether pictures can be decoded and drawn here. */
  | { ready: boolean }
  | { surface: number; live: boolean }
  | { counters: Record<string, Counters> }
  /** To be answered when it is to be seen. */
  | { drawn: true };

/** How often the page hears what was drawn. */
const COUNT_MS = 250;

const surfaces = new Map<number, Surface>();
const tell = (message: FromWorker) => self.postMessage(message);
const mode = await decodable();
const pace = createPace(
  () => tell({ drawn: true }),
  (run, ms) => setTimeout(run, ms),
);
const player = new Player(
  createPainter(pace.turn, () => performance.now()),
  mode,
);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.do === "start") player.start(data.frames);
  else if (data.do === "hide") player.hide(data.hidden);
  else if (data.do === "shown") pace.shown(data.busyMs);
  else if (data.do === "drop") {
    const canvas = surfaces.get(data.surface)?.canvas;
    // Its picture takes a megabyte until the garbage is collected, which here is seldom.
    if (canvas) canvas.width = canvas.height = 0;
    surfaces.delete(data.surface);
  } else {
    const { surface: number } = data;
    if (data.do === "attach" && data.canvas)
      surfaces.set(number, { canvas: data.canvas, live: (live) => tell({ surface: number, live }) });
    const surface = surfaces.get(number);
    if (surface) player[data.do](data.key, surface);
  }
};

tell({ ready: mode === "webcodecs" && new OffscreenCanvas(1, 1).getContext("2d") !== null });
setInterval(() => tell({ counters: player.counters }), COUNT_MS);
