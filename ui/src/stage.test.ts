import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Place } from "./layout";
import { createReporter, viewOf } from "./stage";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place = (id: string, width: number): Place => ({
  id,
  part: "grid",
  start: 0,
  top: 0,
  width,
  height: width / 2,
});

it("the view has everybody but me, in pixels of the screen", () => {
  const tiles = viewOf([place("me", 320), place("p1", 320), place("p2", 321)], "me", 2);
  expect(tiles).toEqual([
    { participantId: "p1", kind: "video", width: 640, height: 320 },
    { participantId: "p2", kind: "video", width: 656, height: 336 },
  ]);
});

it("a shared screen is another picture than the face of whoever shares it", () => {
  const tiles = viewOf([place("p1/share", 1280), place("p1", 160)], "me", 1);
  expect(tiles).toEqual([
    { participantId: "p1", kind: "share", width: 1280, height: 640 },
    { participantId: "p1", kind: "video", width: 160, height: 80 },
  ]);
});

it("a view is told when it has settled, and only when it is another one", () => {
  const tell = vi.fn();
  const reporter = createReporter(tell);
  const one = viewOf([place("p1", 320)], "me", 1);
  const two = viewOf([place("p1", 640)], "me", 1);
  reporter.show([]);
  reporter.show(two);
  reporter.show(one);
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(tell).toHaveBeenCalledExactlyOnceWith(one);
  reporter.show(two);
  reporter.show(one);
  vi.advanceTimersByTime(500);
  expect(tell).toHaveBeenCalledOnce();
  reporter.show([]);
  vi.advanceTimersByTime(500);
  expect(tell).toHaveBeenLastCalledWith([]);
});

it("a page that changes all the time is told of all the same", () => {
  const tell = vi.fn();
  const reporter = createReporter(tell);
  for (let at = 0; at < 20; at++) {
    reporter.show(viewOf([place("p1", 100 + 20 * at)], "me", 1));
    vi.advanceTimersByTime(50);
  }
  expect(tell.mock.calls.length).toBeGreaterThan(2);
});
