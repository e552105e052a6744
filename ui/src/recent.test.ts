import { expect, it } from "vitest";
import { byDay, isOver, stayOf, worthALook } from "./recent";
import { whatBecame } from "./strings";

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
const meeting = (title: string, time: number) => ({
  title,
  host: null,
  link: `adjourn://join/${title}`,
  at: time,
  hosted: false,
});

it("meetings stand under the day they were held", () => {
  const now = at(23, 15);
  const days = byDay(
    [meeting("a", at(23, 9)), meeting("b", at(23, 8)), meeting("c", at(22, 23)), meeting("d", at(12, 9))],
    now,
  );
  expect(days.map(({ day, meetings }) => [day, meetings.map(({ title }) => title).join()])).toEqual([
    ["today", "a,b"],
    ["yesterday", "c"],
    ["earlier", "d"],
  ]);
});

it("just after midnight, an hour ago was yesterday", () => {
  expect(byDay([meeting("a", at(22, 23))], new Date(2026, 10, 23, 0, 20).getTime())[0]?.day).toBe(
    "yesterday",
  );
});

it("a clock that was put back makes no day of the future", () => {
  expect(byDay([meeting("a", at(25, 9))], at(23, 9)).map(({ day }) => day)).toEqual(["today"]);
});

it("nobody has met yet", () => {
  expect(byDay([], at(23, 9))).toEqual([]);
});

it("a stay lasts from coming to going, and a clock that was put back makes none", () => {
  const ended = (time: number) => ({ code: "ended" as const, message: "", by: "Bo", at: time });
  const came = meeting("a", 1000);
  expect(stayOf(came)).toBeNull();
  expect(stayOf({ ...came, reason: ended(61_000) })).toBe(60_000);
  expect(stayOf({ ...came, reason: ended(999) })).toBeNull();
});

it("into a meeting that was ended leads no way back; one's own begins anew", () => {
  const reason = { code: "ended" as const, message: "", by: "Bo", at: 2000 };
  expect(isOver(meeting("a", 1000))).toBe(false);
  expect(isOver({ ...meeting("a", 1000), reason })).toBe(true);
  expect(isOver({ ...meeting("a", 1000), reason: { ...reason, code: "room-closed" } })).toBe(true);
  expect(isOver({ ...meeting("a", 1000), hosted: true, reason })).toBe(false);
  expect(isOver({ ...meeting("a", 1000), reason: { ...reason, code: "left" } })).toBe(false);
});

it("one's own End says how many it was for, and another's does not", () => {
  const reason = { code: "ended" as const, message: "", by: "Ana", at: 2000 };
  const own = { ...meeting("a", 1000), hosted: true, reason, endedFor: 12 };
  expect(whatBecame(own, "Ana")).toBe("You ended it for all 12");
  expect(whatBecame({ ...own, endedFor: 1 }, "Ana")).toBe("You ended the meeting");
  expect(whatBecame({ ...own, hosted: false }, "Ana")).toBe("Ana ended the meeting");
});

it("a door is worth a look today, where one may be let in again, and three at most", () => {
  const left = (
    title: string,
    code: "left" | "ended" | "connection-lost" | "removed",
    hour = 9,
    day = 23,
  ) => ({
    ...meeting(title, at(day, hour)),
    reason: { code, message: "" },
  });
  const all = [
    left("own", "left", 12),
    left("ended", "ended", 11),
    left("removed", "removed", 11),
    left("a", "left", 10),
    left("b", "connection-lost", 9),
    // The program stopped in the middle of it.
    meeting("c", at(23, 8)),
    left("d", "left", 7),
    left("old", "left", 7, 22),
  ].map((one) => ({ ...one, hosted: one.title === "own" }));
  expect(worthALook(all, at(23, 13))).toEqual(["adjourn://join/a", "adjourn://join/b", "adjourn://join/c"]);
  expect(worthALook(all.slice(-1), at(23, 13))).toEqual([]);
});
