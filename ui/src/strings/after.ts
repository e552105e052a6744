/** What the last screen and the summary say, by the way out. */
import type { Attendee, ErrorCode, Reason, ReasonCode } from "../bindings";
import type { After, Recent } from "../state";
import { timeOfDay } from "./format";
import { say, withoutStop } from "./index";

/** What stands on the last screen: a heading, and what it means now. */
export interface Farewell {
  title: string;
  text: string;
}

const UNSEEN = new Set<ReasonCode>(["connection-lost", "crashed", "asleep"]);

const OVER = new Set<ReasonCode>(["ended", "server-stopped", "room-closed"]);

/** How somebody went; `reason` is my own way out: with a meeting that is over everybody who was still there is out. Null
 * for who stayed when I went. */
function wentBy(person: Attendee, reason: Reason): Reason | null {
  return person.left ?? (OVER.has(reason.code) ? reason : null);
}

/** Whether somebody was cut off by the end without having answered. Who did not answer is known by name: never me, nor
 * who had gone before. */
export function wasCutOff(person: Attendee, reason: Reason, unresponsive: string[]): boolean {
  return !person.me && wentBy(person, reason)?.code === "ended" && unresponsive.includes(person.name);
}

/** How somebody left, in the summary's last column. `endedByMe` decides between me and a namesake. */
export function howTheyLeft(
  person: Attendee,
  reason: Reason,
  { unresponsive, endedByMe }: { unresponsive: string[]; endedByMe: boolean },
): string {
  const words = say.wayOut;
  const left = wentBy(person, reason);
  // With my own line gone nobody knows what has become of the others.
  if (left === null) return UNSEEN.has(reason.code) ? words.wasStillThere : words.stillThere;
  const time = left.at == null ? "" : `, ${timeOfDay(left.at)}`;
  switch (left.code) {
    case "left":
      return words.left(person.me, time);
    case "ended":
      if (wasCutOff(person, reason, unresponsive)) return words.noAnswer;
      return endedIt(person, left, endedByMe) ? words.endedIt : words.untilTheEnd;
    case "removed":
      return left.by == null ? words.removed(time) : words.removedBy(left.by);
    case "denied":
      return words.denied;
    case "moved":
      return words.moved;
    case "connection-lost":
      return words.lost(time);
    case "crashed":
      return words.crashed(time);
    case "asleep":
      return words.asleep(time);
    case "server-stopped":
    case "room-closed":
      return words.untilTheEnd;
    case "join-failed":
      return words.notIn;
  }
}

/** Only a host ends a meeting, and who it was is known by name. */
function endedIt({ me, name, role }: Attendee, { by }: Reason, endedByMe: boolean): boolean {
  return me ? endedByMe : !endedByMe && role === "host" && by === name;
}

export interface FarewellFacts {
  code: ReasonCode;
  by: string | null;
  /** What kept me out. */
  error: ErrorCode | null;
  /** The meeting's title; null when it was never entered. */
  meeting: string | null;
  others: number;
  hostedHere: boolean;
  endedByMe: boolean;
  /** The host of the door. */
  host: string | null;
  /** Whether the meeting is still open, where that is known. */
  open: boolean | null;
}

/** What the last screen knows of it. */
export function factsOf({ reason, stay, hostedHere, host, open }: After): FarewellFacts {
  return {
    code: reason.code,
    by: reason.by ?? null,
    error: reason.error ?? null,
    meeting: stay?.title ?? null,
    others: stay?.others ?? 0,
    hostedHere,
    endedByMe: stay?.endedByMe ?? false,
    host,
    open,
  };
}

export function farewell(facts: FarewellFacts): Farewell {
  const words = say.outcome;
  const { by, others, open, hostedHere } = facts;
  const meeting = facts.meeting ?? words.theMeeting;
  switch (facts.code) {
    case "left":
      if (facts.meeting === null) return { title: words.left, text: words.neverSeen };
      if (open === false) return { title: words.left, text: words.over(meeting) };
      if (others === 0) return { title: words.left, text: words.nobodyElse };
      return { title: words.left, text: words.goesOn(meeting, others, hostedHere) };
    case "ended":
      if (facts.endedByMe) return { title: words.endedByMe, text: words.shut(meeting) };
      if (facts.meeting === null) return { title: words.ended(by), text: say.errors.ended.todo };
      return { title: words.ended(by), text: words.overForAll(meeting) };
    case "removed":
      return { title: words.removed(by), text: words.goesOnWithout(meeting) };
    case "denied":
      return { title: words.denied(facts.host), text: words.neverSeen };
    case "moved":
      return { title: words.moved, text: words.goesOnThere(meeting) };
    case "connection-lost":
      if (open === null) return { title: words.lost, text: words.lostMaybeOpen };
      return { title: words.lost, text: open ? words.lostOpen : words.lostOver(meeting) };
    case "server-stopped":
      return { title: words.serverStopped, text: words.overForAll(meeting) };
    case "room-closed":
      return { title: words.closed, text: words.closedHow };
    case "crashed":
      return { title: words.crashed, text: words.mayBeOpen };
    case "asleep":
      return { title: words.asleep, text: words.mayBeOpen };
    case "join-failed": {
      if (facts.error === null) return { title: words.notIn, text: say.errors.unreachable.todo };
      const trouble = say.errors[facts.error];
      return { title: withoutStop(trouble.sentence), text: say.together(trouble.cause, trouble.todo) };
    }
  }
}

/** What became of a meeting one was in: whose it was, or how it went where that is more than going. */
export function whatBecame({ title, host, hosted, reason, endedFor }: Recent, name: string): string {
  if (reason == null || reason.code === "left" || reason.code === "join-failed") {
    if (hosted) return say.youHosted;
    return host === null ? say.youJoinedIt : say.hostedBy(host);
  }
  const by = reason.by ?? null;
  const { code } = reason;
  const endedByMe = hosted && by === name.trim();
  if (endedByMe && endedFor != null && endedFor > 1) return say.youEndedForAll(endedFor);
  const rest = { error: null, meeting: title, others: 0, open: null, host, hostedHere: hosted };
  return farewell({ ...rest, code, by, endedByMe }).title;
}

/** What those still there read about somebody who went. */
export function wentOut(name: string, reason: Reason): string {
  return say.went[reason.code](name, reason.by ?? null);
}
