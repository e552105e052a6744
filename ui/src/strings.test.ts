import { expect, it } from "vitest";
import type { ReasonCode } from "./bindings";
import { duration, farewell, running, say, shortcut, splitSentence } from "./strings";

const FACTS = {
  message: "Ana’s computer does not answer. It may be asleep.",
  by: null,
  meeting: "Weekly planning",
  others: 2,
  hostedHere: false,
  endedByMe: false,
};

const CODES: ReasonCode[] = [
  "left",
  "ended",
  "removed",
  "denied",
  "moved",
  "connection-lost",
  "crashed",
  "asleep",
  "server-stopped",
  "room-closed",
  "join-failed",
];

it.each(CODES)("the way out %s has its words, also for who was never in", (code) => {
  for (const meeting of [FACTS.meeting, null]) {
    const { title, text } = farewell({ ...FACTS, code, meeting });
    expect(title).not.toBe("");
    expect(title).not.toMatch(/[.!]$/);
    expect(`${title}${text}`).not.toMatch(/null|undefined/);
  }
});

it("who ended it is named, and I am told when it was me", () => {
  expect(farewell({ ...FACTS, code: "ended", by: "Ana" }).title).toBe("Ana ended the meeting");
  expect(farewell({ ...FACTS, code: "ended", by: "Ana", endedByMe: true }).title).toBe(
    "You ended the meeting",
  );
});

it("leaving says who goes on, and on whose computer", () => {
  expect(farewell({ ...FACTS, code: "left" }).text).toBe("Weekly planning goes on with 2 people.");
  expect(farewell({ ...FACTS, code: "left", others: 1, hostedHere: true }).text).toBe(
    "Weekly planning goes on with 1 person, kept open by this computer.",
  );
  expect(say.onlyYouGo(0, true)).toBe("Only you go. Nobody else is here.");
  expect(say.onlyYouGo(1, true)).toBe("Only you go. 1 person carries on, kept open by this computer.");
});

it("End names how many it ends for", () => {
  expect(say.endForAll(12)).toBe("End for all 12");
  expect(say.endForAll(1)).toBe("End the meeting");
});

it("a message is a heading and the rest; an address in it does not split it", () => {
  expect(splitSentence("10.0.0.5:7880 does not answer. Try again.")).toEqual([
    "10.0.0.5:7880 does not answer",
    "Try again.",
  ]);
  expect(splitSentence("You left.")).toEqual(["You left", ""]);
});

it("times read as people say them", () => {
  expect([59_000, 60_000, 3_600_000, 3_900_000].map(duration)).toEqual([
    "less than a minute",
    "1 min",
    "1 h",
    "1 h 5 min",
  ]);
  expect([-1, 7000, 1_864_000, 3_729_000].map(running)).toEqual(["0:00", "0:07", "31:04", "1:02:09"]);
});

it("a list of names ends in a number when it is long", () => {
  expect(say.areThere(["Ana"])).toBe("Ana is there");
  expect(say.areThere(["Ana", "Bo", "Cy", "Di", "Ed"])).toBe("Ana, Bo, Cy and 2 more are there");
});

it("a shortcut is written as the platform writes it", () => {
  expect(shortcut("linux", "D")).toBe("Ctrl D");
  expect(shortcut("macos", "D")).toBe("⌘D");
});
