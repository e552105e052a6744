// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { start } from "./actions";
import { togglePin } from "./stage";
import { answers, askedFor, draw, inCall, open, STARTUP, tell, the } from "./testing/page";

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

it("who is pinned is told to the windows to come", async () => {
  close = await open();
  await tell(...inCall(2));
  togglePin("p1");
  togglePin("p1");
  expect(askedFor("pin")).toEqual([{ participantId: "p1" }, { participantId: null }]);
});
