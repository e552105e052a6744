import { expect, it, vi } from "vitest";
import { bars, fromMeter, OWN, onLevel, onSpeech, PAUSE_MS, setLevel, setSpeaking } from "./levels";

it("silence lights no bar, ordinary speech about half, and full scale all", () => {
  expect(bars(0, 8)).toBe(0);
  expect(bars(0.001, 8)).toBe(0);
  expect(bars(0.05, 8)).toBeGreaterThanOrEqual(4);
  expect(bars(1, 8)).toBe(8);
  expect(bars(5, 8)).toBe(8);
});

it("a meter that is even in dB lights as many bars as it says", () => {
  expect(fromMeter(0)).toBe(0);
  expect(fromMeter(1)).toBe(1);
  for (const lit of [1, 4, 7]) expect(bars(fromMeter(lit / 8), 8)).toBe(lit);
});

it("who is not told of has fallen silent, but the own microphone has its own event", () => {
  const own = vi.fn();
  const bo = vi.fn();
  const stop = [onLevel(OWN, own), onLevel("b", bo)];
  setLevel(OWN, 0.5);
  setSpeaking({ b: 0.2 });
  setSpeaking({});
  for (const end of stop) end();
  setSpeaking({ b: 0.9 });
  expect(own.mock.calls).toEqual([[0.5]]);
  expect(bo.mock.calls).toEqual([[0.2], [0]]);
});

it("everybody who is heard speaks at the same time, through the pauses between words, and a breath is not speech", () => {
  vi.useFakeTimers();
  const said: string[] = [];
  const stop = ["a", "b"].map((who) => onSpeech(who, (speaks) => said.push(speaks ? who : `${who} no more`)));
  setSpeaking({ a: 0.1, b: 0.05 });
  vi.advanceTimersByTime(PAUSE_MS - 1);
  setSpeaking({ a: 0.1, b: 0.001 });
  vi.advanceTimersByTime(PAUSE_MS - 1);
  for (const end of stop) end();
  vi.advanceTimersByTime(PAUSE_MS);
  vi.useRealTimers();
  expect(said).toEqual(["a", "b", "b no more"]);
});
