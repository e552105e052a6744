/** Two short sounds, made and not recorded, for those who want to hear that somebody came or raised a hand. */

export type Sound = "hand" | "join";

/** Hertz, one after the other. */
const NOTES: Record<Sound, number[]> = { join: [523.25, 659.25], hand: [659.25, 880] };

const NOTE_S = 0.12;
const FADE_S = 0.18;
/** As loud as a quiet voice: it is heard beside people who speak. */
const GAIN = 0.06;
/** A crowd that comes at once is heard once. */
const APART_MS = 1500;

let heardMs = Number.NEGATIVE_INFINITY;

/** Plays it, unless another one was played just now. The device is open only while it sounds. */
export function play(sound: Sound, nowMs: number = performance.now()): void {
  if (nowMs - heardMs < APART_MS || typeof AudioContext === "undefined") return;
  heardMs = nowMs;
  const context = new AudioContext();
  const close = () => void context.close().catch(() => undefined);
  // Where sound is not allowed yet nothing would ever end.
  setTimeout(close, 2000);
  const notes = NOTES[sound];
  for (const [at, hertz] of notes.entries()) {
    const from = context.currentTime + at * NOTE_S;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(GAIN, from + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + NOTE_S + FADE_S);
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(from + NOTE_S + FADE_S);
    if (at === notes.length - 1) tone.onended = close;
  }
}
