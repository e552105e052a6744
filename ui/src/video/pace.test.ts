import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPace } from "./pace";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pacing() {
  const drawn = vi.fn();
  const pace = createPace(drawn, (run, ms) => setTimeout(run, ms));
  return { pace, drawn };
}

it("the first picture is drawn at once, and the page is asked to say when it is shown", () => {
  const { pace, drawn } = pacing();
  const run = vi.fn();
  pace.turn(run);
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledOnce();
  expect(drawn).toHaveBeenCalledOnce();
});

it("nothing more is drawn before that is shown, and the page then has as long for itself", () => {
  const { pace } = pacing();
  pace.turn(() => {});
  vi.advanceTimersByTime(0);
  const second = vi.fn();
  pace.turn(second);
  vi.advanceTimersByTime(100);
  expect(second).not.toHaveBeenCalled();
  pace.shown(40);
  vi.advanceTimersByTime(39);
  expect(second).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(second).toHaveBeenCalledOnce();
});

it("a page that shows nothing is not waited for for ever, and what it says later ends no other turn", () => {
  const { pace } = pacing();
  const turns = [vi.fn(), vi.fn(), vi.fn()];
  pace.turn(turns[0] as () => void);
  vi.advanceTimersByTime(0);
  pace.turn(turns[1] as () => void);
  vi.advanceTimersByTime(250);
  expect(turns[1]).toHaveBeenCalledOnce();
  pace.turn(turns[2] as () => void);
  vi.advanceTimersByTime(249);
  expect(turns[2]).not.toHaveBeenCalled();
  pace.shown(0);
  vi.advanceTimersByTime(0);
  expect(turns[2]).toHaveBeenCalledOnce();
});

it("on a page that is quick, whatever comes while nothing is shown is drawn without waiting", () => {
  const { pace } = pacing();
  for (let turn = 0; turn < 5; turn++) {
    const run = vi.fn();
    pace.turn(run);
    vi.advanceTimersByTime(0);
    expect(run).toHaveBeenCalledOnce();
    pace.shown(2);
    vi.advanceTimersByTime(2);
  }
});
