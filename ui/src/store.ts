/** The store: one state, changed by `apply` (meeting.ts) and by nothing else. The seed API that scripts use is in seed.ts. */
import { apply } from "./meeting";
import { INITIAL, type Input, type State } from "./state";
import { setLanguage } from "./strings";

export interface Store {
  get(): State;
  /** Changes the state and tells of it at once: what somebody types or clicks must not lag. */
  dispatch(input: Input): void;
  /** Changes the state at once and tells of it with the next frame: events that come together are drawn together. */
  hear(input: Input): void;
  /** Changes the state at once and tells of it a moment later, or with the next view: a way out that is over by then is
   * not drawn half way. */
  defer(input: Input): void;
  /** Called after changes; returns what ends it. */
  subscribe(listener: () => void): () => void;
}

export function createStore(
  now: () => number = Date.now,
  soon: (draw: () => void) => void = withNextFrame,
  later: (draw: () => void) => void = inAMoment,
): Store {
  let state = INITIAL;
  let untold = false;
  /** A frame will tell. */
  let asked = false;
  /** What is untold waits for its moment. */
  let deferred = false;
  const listeners = new Set<() => void>();
  const change = (input: Input) => {
    const next = apply(state, input, now());
    if (next === state) return false;
    const tag = next.settings.language ?? next.locale;
    if (tag !== (state.settings.language ?? state.locale)) setLanguage(tag);
    state = next;
    return true;
  };
  const tell = () => {
    untold = false;
    deferred = false;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    dispatch(input) {
      if (change(input)) tell();
    },
    hear(input) {
      const { at } = state.view;
      if (!change(input)) return;
      untold = true;
      if (state.view.at !== at) deferred = false;
      if (deferred || asked) return;
      asked = true;
      soon(() => {
        asked = false;
        if (untold && !deferred) tell();
      });
    },
    defer(input) {
      if (!change(input)) return;
      untold = true;
      deferred = true;
      later(() => {
        if (untold && deferred) tell();
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A window that is not drawn has no frames: it is told all the same. */
const FRAME_AT_LAST_MS = 50;

/** Shorter than people notice, and mostly enough to be out. */
const MOMENT_MS = 150;

function inAMoment(draw: () => void): void {
  setTimeout(draw, MOMENT_MS);
}

function withNextFrame(draw: () => void): void {
  const first = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    draw();
  };
  const frame = requestAnimationFrame(first);
  const timer = setTimeout(first, FRAME_AT_LAST_MS);
}
