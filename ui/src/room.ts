/** Hands, reactions, the quality of each connection, and who is pinned: the part of `apply` that the stage draws. */
import type { MeetingEvent, Reaction } from "./bindings";
import { ARRIVAL_MS } from "./house";
import { type Call, moderates, type State } from "./state";
import { say } from "./strings";
import { announce, toast } from "./telling";
import { ofKey } from "./video/key";

export type { Quality, Reaction } from "./bindings";

/** The only reactions there are, in the order of the menu. */
export const REACTIONS = [
  "thumbs-up",
  "clap",
  "heart",
  "laugh",
  "wow",
  "party",
] as const satisfies readonly Reaction[];

/** What the page itself does to the stage. */
export type StageInput =
  | { event: "page-pinned"; tile: string | null }
  | { event: "page-reactions-over" }
  | { event: "page-stage"; stage: Partial<StageChoice> }
  /** A page that came in the middle of a meeting learns since when I am in it. */
  | { event: "page-in-since"; atMs: number };

/** The inputs that this file knows. */
export type RoomInput =
  | Extract<MeetingEvent, { event: "quality-changed" | "hand-changed" | "reaction-received" }>
  | StageInput;

/** A hand that is up. */
export interface Hand {
  participantId: string;
  /** Unix milliseconds, by the clock of whoever raised it. */
  raisedAtMs: number;
}

/** A reaction while it is shown. */
export interface Reacted {
  id: number;
  participantId: string;
  name: string;
  reaction: Reaction;
  atMs: number;
}

export interface Room {
  /** The one that was first raised first. */
  hands: Hand[];
  /** Only of those whose connection is bad, and since when. */
  trouble: Record<string, { quality: "poor" | "lost"; sinceMs: number }>;
  /** The oldest first. */
  reactions: Reacted[];
  /** The tile that is kept large, for me alone: somebody's, or that of their screen. */
  pinned: string | null;
}

/** How the stage is arranged: one's own choice, kept until the program ends. */
export interface StageChoice {
  /** `auto` is the grid as long as it fits on one page. */
  layout: "auto" | "grid" | "speaker";
  /** `auto` is a corner of somebody large, and among the others in the grid and beside a shared screen. */
  self: "auto" | "corner" | "among";
  corner: Corner;
}

export type Corner = "top-start" | "top-end" | "bottom-start" | "bottom-end";

export const EMPTY_ROOM: Room = { hands: [], trouble: {}, reactions: [], pinned: null };
export const FIRST_STAGE: StageChoice = { layout: "auto", self: "auto", corner: "bottom-end" };

/** How long a reaction is shown. */
export const REACTION_MS = 4000;
/** More at once are noise: the oldest make room. */
export const MAX_REACTIONS = 24;

export function applyRoom(state: State, input: RoomInput, nowMs: number): State {
  if (input.event === "page-stage") return { ...state, stage: { ...state.stage, ...input.stage } };
  const { view } = state;
  if (view.at !== "call") return state;
  const { room } = view;
  const change = (changed: Partial<Room>): State => ({
    ...state,
    view: { ...view, room: { ...room, ...changed } },
  });
  switch (input.event) {
    case "quality-changed": {
      const { participantId, quality } = input;
      const before = room.trouble[participantId];
      const bad = quality === "poor" || quality === "lost";
      if (before?.quality === (bad ? quality : undefined) || nameOf(view, participantId) === null)
        return state;
      const { [participantId]: _, ...trouble } = room.trouble;
      if (bad) trouble[participantId] = { quality, sinceMs: nowMs };
      return change({ trouble });
    }
    case "hand-changed": {
      const { participantId, raisedAt } = input;
      const name = nameOf(view, participantId);
      if (name === null) return state;
      const before = room.hands.find((hand) => hand.participantId === participantId);
      if ((before?.raisedAtMs ?? null) === raisedAt) return state;
      const rest = room.hands.filter((hand) => hand.participantId !== participantId);
      const mine = participantId === view.me.participantId;
      // Mine may have been lowered by a host, or by a key while something else has the focus.
      if (raisedAt === null)
        return mine ? announce(change({ hands: rest }), say.handDown) : change({ hands: rest });
      const hands = [...rest, { participantId, raisedAtMs: raisedAt }].sort(
        (a, b) => a.raisedAtMs - b.raisedAtMs || (a.participantId < b.participantId ? -1 : 1),
      );
      const news = before === undefined && nowMs - view.joinedAtMs >= ARRIVAL_MS;
      const raised = change({ hands });
      if (!news) return raised;
      if (mine) return announce(raised, say.handUp);
      // Who gives the floor is told where it is seen; whoever looks at the list sees it there.
      return moderates(view.me) && view.panel !== "people"
        ? toast(raised, "hand", say.raisedHand(name), { panel: "people" })
        : announce(raised, say.raisedHand(name));
    }
    case "reaction-received": {
      const { participantId, reaction } = input;
      const name = nameOf(view, participantId);
      if (name === null) return state;
      const shown = stillShown(room.reactions, nowMs);
      const id = (room.reactions.at(-1)?.id ?? 0) + 1;
      const added = { id, participantId, name, reaction, atMs: nowMs };
      const next = change({ reactions: [...shown, added].slice(-MAX_REACTIONS) });
      // The first of a burst is news; all of them would talk over the meeting.
      const quiet = shown.length > 0 || participantId === view.me.participantId;
      return quiet ? next : announce(next, say.reacted(name, reaction));
    }
    case "page-reactions-over": {
      const reactions = stillShown(room.reactions, nowMs);
      return reactions.length === room.reactions.length ? state : change({ reactions });
    }
    case "page-in-since":
      return { ...state, view: { ...view, joinedAtMs: input.atMs } };
    case "page-pinned": {
      const { tile } = input;
      if (tile === room.pinned || (tile !== null && calledOn(view, tile) === null)) return state;
      const name = calledOn(view, tile ?? room.pinned ?? "") ?? "";
      return announce(change({ pinned: tile }), say.pinnedNow(name, tile !== null));
    }
  }
}

/** What is left of the room when one has gone. */
export function without(room: Room, participantId: string): Room {
  const { [participantId]: _, ...trouble } = room.trouble;
  return {
    hands: room.hands.filter((hand) => hand.participantId !== participantId),
    trouble,
    reactions: room.reactions,
    pinned: room.pinned !== null && ofKey(room.pinned).participantId === participantId ? null : room.pinned,
  };
}

/** 1 for the hand that was raised first; null when it is down. */
export function handPlace(call: Call, participantId: string): number | null {
  const at = call.room.hands.findIndex((hand) => hand.participantId === participantId);
  return at < 0 ? null : at + 1;
}

function stillShown(reactions: Reacted[], nowMs: number): Reacted[] {
  return reactions.filter(({ atMs }) => nowMs - atMs < REACTION_MS);
}

function nameOf(call: Call, participantId: string): string | null {
  if (participantId === call.me.participantId) return call.me.name;
  return call.others.find((person) => person.participantId === participantId)?.name ?? null;
}

/** What a tile of somebody else is called; null for one that is not there. */
function calledOn(call: Call, tile: string): string | null {
  const { participantId, kind } = ofKey(tile);
  const person = call.others.find((other) => other.participantId === participantId);
  if (person === undefined || (kind === "share" && !person.share)) return null;
  return kind === "share" ? say.screenOf(person.name) : person.name;
}
