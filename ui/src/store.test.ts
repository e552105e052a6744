import { describe, expect, it } from "vitest";
import { createStore } from "./store";

const START_MS = 1_000_000;

describe("the store", () => {
  it("tells its listeners of a change, and of nothing else", () => {
    const store = createStore(() => START_MS);
    let told = 0;
    const stop = store.subscribe(() => told++);
    store.dispatch({ event: "speaker-changed", participantId: "a" });
    expect(told).toBe(0);
    store.dispatch({ event: "page-named", name: "Bo" });
    expect(told).toBe(1);
    stop();
    store.dispatch({ event: "page-named", name: "Cy" });
    expect(told).toBe(1);
    expect(store.get().settings.name).toBe("Cy");
  });

  it("tells of many events at once, a frame later, and has them all at once", () => {
    const frames: (() => void)[] = [];
    const store = createStore(
      () => START_MS,
      (draw) => frames.push(draw),
    );
    let told = 0;
    store.subscribe(() => told++);
    store.hear({ event: "page-named", name: "Bo" });
    store.hear({ event: "page-named", name: "Cy" });
    expect(store.get().settings.name).toBe("Cy");
    expect([told, frames.length]).toEqual([0, 1]);
    frames.pop()?.();
    expect(told).toBe(1);
    store.hear({ event: "page-named", name: "Di" });
    store.dispatch({ event: "page-named", name: "Eli" });
    expect(told).toBe(2);
    frames.pop()?.(); // what it was for has been told already
    expect(told).toBe(2);
  });

  it("draws nothing of a way out that is over in a moment, and otherwise draws it then", () => {
    const frames: (() => void)[] = [];
    const moments: (() => void)[] = [];
    const start = () => {
      const store = createStore(
        () => START_MS,
        (draw) => frames.push(draw),
        (draw) => moments.push(draw),
      );
      store.dispatch({
        event: "meeting-joined",
        meetingId: "m",
        me: { participantId: "a", name: "Ana", role: "host" },
        title: "Stand-up",
      });
      let told = 0;
      store.subscribe(() => told++);
      store.defer({ event: "page-exit", exit: "ending" });
      store.hear({ event: "end-progress", closed: 1, total: 2, unresponsive: [], recordMissing: false });
      expect([told, frames.length]).toEqual([0, 0]);
      expect(store.get().view).toMatchObject({ exit: "ending", progress: { closed: 1 } });
      return { store, told: () => told };
    };
    const slow = start();
    moments.pop()?.();
    expect(slow.told()).toBe(1);
    const quick = start();
    quick.store.hear({
      event: "meeting-left",
      reason: { code: "ended", message: "", by: "Ana" },
    });
    frames.pop()?.();
    expect(quick.told()).toBe(1);
    moments.pop()?.();
    expect(quick.told()).toBe(1);
  });
});
