/** Who shares a screen, and which of them is looked at: the part of `apply` about screens. What I do is in share.ts. */
import type { AppError, LocalDevice, MeetingEvent, ShareSource } from "./bindings";
import { ARRIVAL_MS } from "./house";
import type { Call, Person, State } from "./state";
import { say } from "./strings";
import { announce, inCall, toast } from "./telling";
import { keyOf } from "./video/key";

/** The question what to share. */
export type Picker =
  | { at: "asking" }
  | { at: "choosing"; sources: ShareSource[] }
  | { at: "failed"; error: AppError };

/** What the page itself does about it. */
export type SharingInput =
  | { event: "page-picker"; picker: Picker | null }
  /** What I chose, as the question called it. */
  | { event: "page-picked"; name: string };

export function applySharing(
  state: State,
  input: SharingInput | Extract<MeetingEvent, { event: "presenter-changed" }>,
): State {
  switch (input.event) {
    case "presenter-changed":
      return inCall(state, (call) => ({ ...call, presenter: input.participantId }));
    case "page-picker":
      return inCall(state, (call) => ({ ...call, picker: input.picker }));
    case "page-picked":
      return inCall(state, (call) => ({ ...call, picker: null, picked: input.name }));
  }
}

/** Somebody else's screen can be seen from now on, or not any more. */
export function othersScreen(state: State, participantId: string, on: boolean, nowMs: number): State {
  const { view } = state;
  if (view.at !== "call") return state;
  const who = view.others.find((person) => person.participantId === participantId);
  if (who === undefined || who.share === on) return state;
  const others = view.others.map((person) => (person === who ? { ...person, share: on } : person));
  const unpins = !on && view.room.pinned === keyOf(participantId, "share");
  const room = unpins ? { ...view.room, pinned: null } : view.room;
  const next: State = { ...state, view: { ...view, others, room } };
  if (nowMs - view.joinedAtMs < ARRIVAL_MS) return next;
  return on
    ? toast(next, "screen-share", say.shares(who.name))
    : toast(next, "screen-share-off", say.sharesNoMore(who.name));
}

/** Read aloud, since it may have been a key, or the system that asked: mine can be seen, or not any more. */
export function myScreen(state: State, before: LocalDevice): State {
  const { view, local } = state;
  if (view.at !== "call" || runs(before) === runs(local.screen)) return state;
  if (!runs(local.screen)) return announce(state, say.sharingOver);
  const notices = state.notices.filter(({ code }) => code === "screen-stuck" || !code.startsWith("screen-"));
  return announce({ ...state, notices }, say.youShare(myScreenName(view, local.screen)));
}

/** Whether the others get it; before that it is only wanted. */
export function runs({ on, label }: LocalDevice): boolean {
  return on && label !== null;
}

/** What I share: a window's title, or what the question called it; empty where the system asked. */
export function myScreenName(call: Call, { label }: LocalDevice): string {
  return label || call.picked;
}

/** What the page calls a source: what has no name has its place among its kind, from 1. */
export function sourceName({ kind, label }: ShareSource, place: number): string {
  if (label !== "") return label;
  return kind === "window" ? say.windowNumber(place) : say.screenNumber(place);
}

/** Whose screens can be seen, the one that is to be looked at first. Mine is not shown to me. */
export function sharers({ others, presenter }: Call): Person[] {
  const all = others.filter((person) => person.share);
  const first = all.filter((person) => person.participantId === presenter);
  return [...first, ...all.filter((person) => !first.includes(person))];
}
