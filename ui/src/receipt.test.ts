import { expect, it } from "vitest";
import { checked } from "./receipt";
import type { Receipt } from "./state";

const STUCK: Receipt = {
  camera: "stuck",
  microphone: "free",
  speaker: "stuck",
  checkedAtMs: 1,
  stuck: ["Brio", "Headphones"],
};

it("what the system has back is free, and only the other one is named", () => {
  const held = { camera: false, microphone: true, speaker: true };
  expect(checked(STUCK, held, 2)).toEqual({
    camera: "free",
    microphone: "free",
    speaker: "stuck",
    checkedAtMs: 2,
    stuck: ["Headphones"],
  });
});

it("what the system says nothing of stays as it was", () => {
  const held = { camera: null, microphone: null, speaker: null };
  expect(checked(STUCK, held, 2)).toEqual({ ...STUCK, checkedAtMs: 2 });
});
