/** Pictures, without React: who is drawn on which canvas. The work is done by a `Player`, away from the page where that goes. */
import type { Startup } from "../bindings";
import { createPainter } from "./painter";
import { type Counters, decodable, Player } from "./player";
import type { Surface } from "./screen";
import type { FromWorker, ToWorker } from "./worker";

export { SELF } from "./player";

/** Where canvases go once it is known who draws them. */
interface Backend {
  attach(key: string, canvas: HTMLCanvasElement): void;
  detach(key: string, canvas: HTMLCanvasElement): void;
  hide(hidden: boolean): void;
}

/** A worker that has not said anything by then never will. */
const WORKER_LIMIT_MS = 3000;
/** A canvas may come back so soon after it went: React takes it off and puts it on again. */
const DROP_MS = 1000;

let address: Startup["frames"] | null = null;
let begun = false;
/** The window is out of sight though its page does not know: minimised, where no window manager says so. */
let away = false;
let backend: Backend | null = null;
/** Canvases that came before it. */
const early = new Map<HTMLCanvasElement, string>();

/** Says where the pictures are. Nothing is opened before there is a canvas: Home has none. */
export function startFrames(frames: Startup["frames"]): void {
  address = frames;
  if (early.size > 0) void begin();
}

/** Draws the pictures of `key` (of `keyOf`, or `SELF`) on `canvas` until the returned function is called. */
export function attach(key: string, canvas: HTMLCanvasElement): () => void {
  if (backend === null) {
    early.set(canvas, key);
    void begin();
  } else backend.attach(key, canvas);
  return () => {
    early.delete(canvas);
    backend?.detach(key, canvas);
  };
}

/** The engine says whether the page's window can be seen. */
export function setAway(hidden: boolean): void {
  away = hidden;
  look();
}

function look(): void {
  backend?.hide(document.hidden || away);
}

async function begin(): Promise<void> {
  if (address === null || begun) return;
  begun = true;
  const worker = await startWorker();
  const made = worker === null ? await onPage(address) : inWorker(worker, address);
  backend = made;
  for (const [canvas, key] of early) made.attach(key, canvas);
  early.clear();
  document.addEventListener("visibilitychange", look);
  look();
}

/** A worker that can decode and draw, or null: without it the page does so itself. */
function startWorker(): Promise<Worker | null> {
  if (typeof Worker === "undefined" || !("transferControlToOffscreen" in HTMLCanvasElement.prototype))
    return Promise.resolve(null);
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const settle = (ready: boolean) => {
      clearTimeout(timer);
      if (!ready) worker.terminate();
      resolve(ready ? worker : null);
    };
    const timer = setTimeout(settle, WORKER_LIMIT_MS, false);
    worker.onerror = () => settle(false);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => "ready" in data && settle(data.ready);
  });
}

function inWorker(worker: Worker, frames: Startup["frames"]): Backend {
  const tell = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const numbers = new WeakMap<HTMLCanvasElement, number>();
  /** By number, while they are on the page. */
  const canvases = new Map<number, HTMLCanvasElement>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if ("counters" in data) window.__video = data.counters;
    else if ("drawn" in data) whenShown((busyMs) => tell({ do: "shown", busyMs }));
    else if ("live" in data) canvases.get(data.surface)?.toggleAttribute("data-live", data.live);
  };
  tell({ do: "start", frames });
  return {
    attach(key, canvas) {
      const known = numbers.get(canvas);
      const surface = known ?? ++last;
      canvases.set(surface, canvas);
      if (known !== undefined) return tell({ do: "attach", key, surface });
      numbers.set(canvas, surface);
      const offscreen = canvas.transferControlToOffscreen();
      tell({ do: "attach", key, surface, canvas: offscreen }, [offscreen]);
    },
    detach(key, canvas) {
      const surface = numbers.get(canvas);
      if (surface === undefined) return;
      tell({ do: "detach", key, surface });
      setTimeout(() => {
        if (canvas.isConnected) return;
        canvases.delete(surface);
        tell({ do: "drop", surface });
      }, DROP_MS);
    },
    hide: (hidden) => tell({ do: "hide", hidden }),
  };
}

/** Calls back after the next repaint, with the time it took. */
function whenShown(done: (busyMs: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    setTimeout(() => done(performance.now() - begun));
  });
}

async function onPage(frames: Startup["frames"]): Promise<Backend> {
  const painter = createPainter(
    (run) => void requestAnimationFrame(run),
    () => performance.now(),
  );
  const player = new Player(painter, await decodable());
  const surfaces = new WeakMap<HTMLCanvasElement, Surface>();
  window.__video = player.counters;
  player.start(frames);
  return {
    attach(key, canvas) {
      const surface: Surface = { canvas, live: (on) => canvas.toggleAttribute("data-live", on) };
      surfaces.set(canvas, surface);
      player.attach(key, surface);
    },
    detach(key, canvas) {
      const surface = surfaces.get(canvas);
      if (surface) player.detach(key, surface);
    },
    hide: (hidden) => player.hide(hidden),
  };
}

declare global {
  interface Window {
    /** What each tile has drawn, by participant, and what a screen has drawn by `participant/share`; for tests and for a look from the console. */
    __video?: Record<string, Counters>;
  }
}
