import { describe, expect, it } from "vitest";
import type { LocalMedia, Participant } from "./bindings";
import { apply } from "./meeting";
import { sharers } from "./sharing";
import { type Call, INITIAL, type Input, type State } from "./state";

const ANA: Participant = { participantId: "a", name: "Ana", role: "host" };
const BO: Participant = { participantId: "b", name: "Bo", role: "guest" };
const CY: Participant = { participantId: "c", name: "Cy", role: "guest" };
const START_MS = 1_000_000;
const LATER_MS = START_MS + 60_000;

function run(inputs: Input[], from: State, nowMs = LATER_MS): State {
  return inputs.reduce((state, input) => apply(state, input, nowMs), from);
}

const JOINED = run(
  [
    { event: "meeting-joined", meetingId: "m", me: ANA, title: "Weekly planning" },
    { event: "participant-joined", participant: BO },
    { event: "participant-joined", participant: CY },
  ],
  INITIAL,
  START_MS,
);

function call(state: State): Call {
  if (state.view.at !== "call") throw new Error(`in ${state.view.at}, not in a call`);
  return state.view;
}

const on = (participantId: string): Input => ({ event: "stream-enabled", participantId, kind: "share" });
const off = (participantId: string): Input => ({ event: "stream-disabled", participantId, kind: "share" });
const presents = (participantId: string | null): Input => ({ event: "presenter-changed", participantId });
const pins = (tile: string): Input => ({ event: "page-pinned", tile });
const mine = (screen: LocalMedia["screen"]): Input => ({
  event: "local-media-changed",
  media: { ...INITIAL.local, screen },
});
const names = (state: State) => sharers(call(state)).map(({ name }) => name);

describe("somebody's screen", () => {
  it("is told when it comes and when it goes, once", () => {
    const shared = run([on("b"), on("b")], JOINED);
    expect(shared.toasts).toMatchObject([{ icon: "screen-share", text: "Bo is sharing a screen" }]);
    expect(shared.said.text).toBe("Bo is sharing a screen");
    const over = run([off("b"), off("b")], shared);
    expect(over.toasts.map(({ text }) => text)).toEqual(["Bo is sharing a screen", "Bo stopped sharing"]);
  });

  it("that was there before me is no news", () => {
    const state = run([on("b")], JOINED, START_MS + 100);
    expect(state.toasts).toEqual([]);
    expect(names(state)).toEqual(["Bo"]);
  });

  it("is looked at first when it was there first, and the next one when that is over", () => {
    const both = run([on("c"), presents("c"), on("b")], JOINED);
    expect(names(both)).toEqual(["Cy", "Bo"]);
    expect(names(run([off("c"), presents("b")], both))).toEqual(["Bo"]);
  });

  it("is looked at also while I am the presenter, or nobody yet", () => {
    expect(names(run([on("b"), presents("a")], JOINED))).toEqual(["Bo"]);
    expect(names(run([on("b")], JOINED))).toEqual(["Bo"]);
  });

  it("goes with whoever shares it, and with it its pin", () => {
    const pinned = run([on("b"), pins("b/share")], JOINED);
    expect(call(pinned).room.pinned).toBe("b/share");
    expect(pinned.said.text).toBe("Bo’s screen is pinned");
    expect(call(run([off("b")], pinned)).room.pinned).toBeNull();
    const gone: Input = { event: "participant-left", participant: BO, reason: { code: "left", message: "" } };
    expect(call(run([gone], pinned)).room.pinned).toBeNull();
    expect(run([gone], pinned).toasts.at(-1)?.text).toBe("Bo left");
  });

  it("that nobody shares cannot be pinned, and somebody pinned stays so when their screen goes", () => {
    expect(call(run([pins("b/share")], JOINED)).room.pinned).toBeNull();
    expect(call(run([on("b"), pins("b"), off("b")], JOINED)).room.pinned).toBe("b");
  });
});

describe("my screen", () => {
  const running = { on: true, label: "Budget", problem: null };

  it("is read aloud when others see it and when they do not any more, and no toast", () => {
    const opening = run([mine({ ...running, label: null })], JOINED);
    expect(opening.said).toEqual(JOINED.said);
    const shared = run([mine(running), mine(running)], opening);
    expect(shared.said.text).toBe("You are sharing Budget");
    expect(shared.said.count).toBe(JOINED.said.count + 1);
    const over = run([mine(INITIAL.local.screen)], shared);
    expect(over.said.text).toBe("You are not sharing any more");
    expect(over.toasts).toEqual([]);
  });

  it("has the name that it was chosen by where the system has none, and none where the system asked", () => {
    const nameless = { ...running, label: "" };
    const chosen = run([{ event: "page-picked", name: "Screen 2" }, mine(nameless)], JOINED);
    expect(chosen.said.text).toBe("You are sharing Screen 2");
    expect(run([mine(nameless)], JOINED).said.text).toBe("You are sharing your screen");
  });

  it("takes with it what was said of one that failed", () => {
    const failed = run([{ event: "error", code: "screen-lost", message: "" }], JOINED);
    expect(failed.notices.map(({ code }) => code)).toEqual(["screen-lost"]);
    expect(run([mine(running)], failed).notices).toEqual([]);
  });

  it("that a host has stopped is told until I share again", () => {
    const stopped: Input = { event: "muted-by-host", kind: "share", by: "Cy" };
    const state = run([mine(running), mine(INITIAL.local.screen), stopped], JOINED);
    expect(call(state).silenced).toEqual({ kind: "share", by: "Cy" });
    expect(state.said.text).toBe("Cy stopped your sharing.");
    expect(call(run([mine(running)], state)).silenced).toBeNull();
  });
});
