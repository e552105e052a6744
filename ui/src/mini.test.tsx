// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { start } from "./actions";
import { togglePin } from "./stage";
import { INITIAL } from "./state";
import { answers, askedFor, draw, inCall, open, press, STARTUP, tell, the } from "./testing/page";

let close: () => Promise<void>;
afterEach(() => close());

it("the mini window shows whom the full one keeps large, whoever speaks", async () => {
  vi.stubGlobal("WebSocket", class {});
  const frames = { url: "ws://127.0.0.1:9", token: "" };
  const soFar = [...inCall(3), { event: "speaker-changed", participantId: "p1" }];
  answers.startup = () => ({ ...STARTUP, frames, view: "mini", soFar, pinned: "p2" });
  close = await draw();
  await act(start);
  expect(the("[data-view=mini] [data-participant-id]").dataset.participantId).toBe("p2");
  vi.unstubAllGlobals();
});

it("the mini window shows what somebody shares, unless somebody is pinned, and stops what I share", async () => {
  vi.stubGlobal("WebSocket", class {});
  const soFar = [...inCall(3), { event: "stream-enabled", participantId: "p1", kind: "share" }];
  const frames = { url: "ws://127.0.0.1:9", token: "" };
  answers.startup = () => ({ ...STARTUP, frames, view: "mini", soFar });
  close = await draw();
  await act(start);
  const shown = () => the("[data-view=mini] .tile").dataset.tile;
  await tell({ event: "page-pinned", tile: "p2" });
  expect(shown()).toBe("p2");
  await tell({ event: "page-pinned", tile: null });
  expect(shown()).toBe("p1/share");
  expect(document.querySelector("#stop-share")).toBeNull();
  const screen = { on: true, label: "Budget", problem: null };
  await tell({ event: "local-media-changed", media: { ...INITIAL.local, screen } });
  await press("#stop-share");
  expect(askedFor("stop_share")).toHaveLength(1);
  await tell({ event: "local-media-changed", media: INITIAL.local });
  vi.unstubAllGlobals();
});

it("who is pinned is told to the windows to come", async () => {
  close = await open();
  await tell(...inCall(2));
  togglePin("p1");
  togglePin("p1");
  expect(askedFor("pin")).toEqual([{ participantId: "p1" }, { participantId: null }]);
});
