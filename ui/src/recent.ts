import type { ReasonCode } from "./bindings";
import type { Recent } from "./state";

/** Meetings of one day, the newest first. */
export interface Day {
  /** Today and yesterday are said as such; any other day is a date. */
  day: "today" | "yesterday" | "earlier";
  /** Its first moment as Unix milliseconds, in this computer's time. */
  fromMs: number;
  meetings: Recent[];
}

/** How long one was there; null where that is not known. */
export function stayOf({ at, reason }: Recent): number | null {
  if (at === null || reason?.at == null || reason.at < at) return null;
  return reason.at - at;
}

const OVER = new Set<ReasonCode | undefined>(["ended", "server-stopped", "room-closed"]);

/** Nobody gets back into it; one's own begins anew. */
export function isOver({ hosted, reason }: Recent): boolean {
  return !hosted && OVER.has(reason?.code);
}

/** After these one may be let in again, if it is still open. */
const MAY_RETURN = new Set<ReasonCode | undefined>([
  undefined,
  "left",
  "moved",
  "connection-lost",
  "crashed",
  "asleep",
]);

/** So many doors are asked: each one is another computer. */
const MOST_DOORS = 3;

/** The links of those whose door is worth a look: of today and not my own, the newest first. */
export function worthALook(recent: Recent[], nowMs: number): string[] {
  const today = startOfDay(nowMs);
  return recent
    .filter(({ at, hosted, reason }) => !hosted && at !== null && at >= today && MAY_RETURN.has(reason?.code))
    .slice(0, MOST_DOORS)
    .map(({ link }) => link);
}

/** The meetings by the day they were held, the newest day first; the order within a day is kept. */
export function byDay(recent: Recent[], nowMs: number): Day[] {
  const today = startOfDay(nowMs);
  const yesterday = startOfDay(today - 1);
  const days: Day[] = [];
  for (const meeting of recent) {
    // A clock that was put back must not make a day of the future.
    const fromMs = Math.min(startOfDay(meeting.at ?? nowMs), today);
    const known = days.find((day) => day.fromMs === fromMs);
    if (known) known.meetings.push(meeting);
    else {
      const day = fromMs === today ? "today" : fromMs === yesterday ? "yesterday" : "earlier";
      days.push({ day, fromMs, meetings: [meeting] });
    }
  }
  return days.sort((a, b) => b.fromMs - a.fromMs);
}

function startOfDay(unixMs: number): number {
  return new Date(unixMs).setHours(0, 0, 0, 0);
}
