/** Sound levels, ten times a second: beside the store, so that they redraw a meter and nothing else. */

type Listener = (level: number) => void;

const listeners = new Map<string, Set<Listener>>();

/** The key of the own microphone. */
export const OWN = "";

/** Loudness as an amplitude, from a meter that is even in dB: 0 is -60 dBFS and below, 1 full scale. */
export function fromMeter(level: number): number {
  return level <= 0 ? 0 : 10 ** ((Math.min(1, level) - 1) * 3);
}

/** Tells the meters of `key` (a participant, or `OWN`) the level, 0 to 1. */
export function setLevel(key: string, level: number): void {
  for (const listener of listeners.get(key) ?? []) listener(level);
}

/** Tells everybody in `levels`, and silence to every other meter but the own one. */
export function setSpeaking(levels: Record<string, number | null>): void {
  for (const key of listeners.keys()) if (key !== OWN) setLevel(key, levels[key] ?? 0);
}

/** Calls with each new level of `key` until the returned function is called. */
export function onLevel(key: string, listener: Listener): () => void {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}

/** As loud as this is speech: -35 dBFS, which is where the server begins to count a speaker. */
const SPEECH = 10 ** (-35 / 20);
/** The pause between two words is shorter than this. */
export const PAUSE_MS = 700;

/** Calls with true when the voice of `key` is heard, and with false after a pause, until the returned function is called. */
export function onSpeech(key: string, listener: (speaks: boolean) => void): () => void {
  let pause: ReturnType<typeof setTimeout> | undefined;
  const silent = () => {
    pause = undefined;
    listener(false);
  };
  const stop = onLevel(key, (level) => {
    if (level < SPEECH) return;
    if (pause === undefined) listener(true);
    clearTimeout(pause);
    pause = setTimeout(silent, PAUSE_MS);
  });
  return () => {
    clearTimeout(pause);
    stop();
  };
}

/** A sentence, and not a cough or a key: the voice has gone on for so long. */
export const SENTENCE_MS = 1500;

/** Calls when the voice of `key` has gone on for a sentence, until the returned function is called. */
export function onSustained(key: string, listener: () => void): () => void {
  let sentence: ReturnType<typeof setTimeout> | undefined;
  const stop = onSpeech(key, (speaks) => {
    clearTimeout(sentence);
    if (speaks) sentence = setTimeout(listener, SENTENCE_MS);
  });
  return () => {
    clearTimeout(sentence);
    stop();
  };
}

/** Bars that a level lights, of `count`: -60 dBFS lights none, 0 dBFS all, so that ordinary speech reaches the middle. */
export function bars(level: number, count: number): number {
  if (level <= 0) return 0;
  const db = 20 * Math.log10(level);
  return Math.max(0, Math.min(count, Math.round(((db + 60) / 60) * count)));
}
