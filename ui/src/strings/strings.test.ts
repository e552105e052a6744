import { expect, it } from "vitest";
import type { ReasonCode } from "../bindings";
import { duration, farewell, howTheyLeft, running, say, seconds, wasCutOff } from "./index";

const FACTS = {
  by: null,
  error: "unreachable" as const,
  meeting: "Weekly planning",
  others: 2,
  hostedHere: false,
  endedByMe: false,
  host: null,
  open: null,
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

it("times read as people say them", () => {
  expect([59_000, 60_000, 3_600_000, 3_900_000].map(duration)).toEqual([
    "less than a minute",
    "1 min",
    "1 h",
    "1 h 5 min",
  ]);
  expect([-1, 7000, 1_864_000, 3_729_000].map(running)).toEqual(["0:00", "0:07", "31:04", "1:02:09"]);
});

it("how long an end took is said in tenths of a second", () => {
  expect([20, 400, 1000, 9940, 12_300].map(seconds)).toEqual(
    ["0.1", "0.4", "1", "9.9", "12"].map((s) => `${s}\u00a0s`),
  );
  expect(say.everybodyOutAfter("0.4 s")).toBe("Everybody was out after 0.4 s.");
  expect(say.unresponsive(["Bo"], "1 s")).toBe(
    "Bo’s computer does not answer. It was cut off after 1 s and gets nothing more.",
  );
  expect(say.unresponsive(["Bo"], null)).toBe(
    "Bo’s computer does not answer. It was cut off and gets nothing more.",
  );
});

it("a list of names ends in a number when it is long", () => {
  expect(say.areThere(["Ana"])).toBe("Ana is there");
  expect(say.areThere(["Ana", "Bo", "Cy", "Di", "Ed"])).toBe("Ana, Bo, Cy and 2 more are there");
});

const LEFT = { code: "left", message: "" } as const;
const NOBODY = { unresponsive: [], endedByMe: false };
const MINE = { unresponsive: [], endedByMe: true };

it.each(CODES)("the summary says how somebody left: %s", (code) => {
  const person = { name: "Bo", me: false, role: "guest", joinedMs: 0, stayMs: 1 } as const;
  const text = howTheyLeft({ ...person, left: { code, message: "" } }, LEFT, NOBODY);
  expect(text).not.toBe("");
  expect(text).not.toMatch(/null|undefined|[.!]$/);
});

it("the summary names who ended it, who stayed to the end and who did not answer", () => {
  const left = { code: "ended", by: "Ana", message: "" } as const;
  const ana = { name: "Ana", me: true, role: "host", joinedMs: 0, stayMs: 1, left } as const;
  const bo = { ...ana, name: "Bo", me: false, role: "guest" } as const;
  expect(howTheyLeft(ana, left, MINE)).toBe("Ended it for all");
  expect(howTheyLeft(bo, left, MINE)).toBe("Until the end");
  expect(howTheyLeft(bo, left, { ...MINE, unresponsive: ["Bo"] })).toBe("Cut off, no answer");
  expect(howTheyLeft({ ...ana, left: null }, LEFT, NOBODY)).toBe("Still there");
  const lost = { code: "connection-lost", message: "" } as const;
  expect(howTheyLeft({ ...bo, left: null }, lost, NOBODY)).toBe("Was still there");
  expect(howTheyLeft({ ...bo, left: null }, left, MINE)).toBe("Until the end");
  expect(howTheyLeft({ ...ana, me: false }, left, NOBODY)).toBe("Ended it for all");
});

it("the summary does not take one for a namesake", () => {
  const left = { code: "ended", by: "Ana", message: "" } as const;
  const me = { name: "Ana", me: true, role: "host", joinedMs: 0, stayMs: 1, left } as const;
  const guest = { ...me, me: false, role: "guest" } as const;
  const host = { ...me, me: false } as const;
  // I ended it: no other Ana did.
  expect([me, guest, host].map((one) => howTheyLeft(one, left, MINE))).toEqual([
    "Ended it for all",
    "Until the end",
    "Until the end",
  ]);
  // Another one ended it: it was not I, nor a guest.
  expect([me, guest, host].map((one) => howTheyLeft(one, left, NOBODY))).toEqual([
    "Until the end",
    "Until the end",
    "Ended it for all",
  ]);
  // One Ana did not answer: it was not I, nor one who had left before.
  const early = { ...guest, left: { code: "left", message: "" } } as const;
  expect([me, early, guest].map((one) => wasCutOff(one, left, ["Ana"]))).toEqual([false, false, true]);
});

it("the away rule is told in the same words everywhere", () => {
  expect(say.ifYouGoAway["end-after"](300)).toBe("If you go away, it ends after 5 minutes.");
  expect(say.thenTheMeeting({ rule: "end-after", seconds: 60 })).toBe("the meeting ends after 1 minute");
  expect(say.awayChoice({ rule: "end-after", seconds: 90 })).toBe("End after 90 seconds");
  expect(say.awayChoice({ rule: "keep" })).toBe("A co-host takes over");
});

it("how many are ahead is said as people say it", () => {
  expect(say.aheadOfYou(0)).toBe("You are the next one.");
  expect(say.aheadOfYou(1)).toBe("One person is ahead of you.");
  expect(say.aheadOfYou(2)).toBe("Two people are ahead of you.");
  expect(say.aheadOfYou(17)).toBe("17 people are ahead of you.");
});

it("an end that comes is told in minutes, and in seconds at the last", () => {
  expect(say.endsIn("Ana", 118_000)).toBe("Ana ends this meeting in 2 minutes");
  expect(say.endsIn(null, 30_000)).toBe("The host ends this meeting in 30 seconds");
});

it("a lost connection says whether the meeting is still open, once that is known", () => {
  const text = (open: boolean | null) => farewell({ ...FACTS, code: "connection-lost", open }).text;
  expect(text(null)).toContain("may still be open");
  expect(text(true)).toContain("is still open");
  expect(text(false)).toContain("Weekly planning is over");
});
