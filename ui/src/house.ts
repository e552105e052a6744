/** Who may do what, who waits at the door, and what a host says to everybody: the part of `apply` that is about rules. */
import type { AppEvent, MeetingEvent, Participant } from "./bindings";
import { asksHost, type Call, type House, moderates, type Sense, type State, type Toast } from "./state";
import { say } from "./strings";
import { announce, inCall, toast } from "./telling";

type Named<E extends AppEvent["event"]> = Extract<MeetingEvent, { event: E }>;

/** The events that this file knows. */
export type HouseEvent = Named<
  | "entry-requested"
  | "entry-responded"
  | "entry-withdrawn"
  | "mic-requested"
  | "webcam-requested"
  | "role-changed"
  | "room-changed"
  | "muted-by-host"
  | "farewell"
>;

/** Rules as they are until the meeting has told its own. */
export const OPEN_HOUSE: House = { locked: false, lobby: false, away: null, end: null, elsewhere: false };

/** Joins, roles and rules within this time of my own joining are how things stood, and no news. */
export const ARRIVAL_MS = 2000;

export function applyHouse(state: State, input: HouseEvent, nowMs: number): State {
  if (input.event === "farewell") return toast(state, "log-out", say.saysFarewell(input.name, input.text));
  const { view } = state;
  if (view.at !== "call") return state;
  switch (input.event) {
    case "entry-requested": {
      const { participantId, name } = input;
      if (view.waiting.some((entrant) => entrant.participantId === participantId)) return state;
      const waiting = [...view.waiting, { participantId, name, sinceMs: nowMs }];
      const next = { ...state, view: { ...view, waiting } };
      // Whoever looks at the list sees it there.
      return view.panel === "people"
        ? announce(next, say.isWaiting(name))
        : toast(next, "users", say.isWaiting(name), { entrant: participantId, panel: "people" });
    }
    case "entry-responded":
    case "entry-withdrawn": {
      const { participantId } = input;
      const waiting = view.waiting.filter((entrant) => entrant.participantId !== participantId);
      const toasts = state.toasts.filter((shown) => shown.entrant !== participantId);
      return { ...state, toasts, view: { ...view, waiting } };
    }
    case "mic-requested":
      return asked(state, "audio", input.by);
    case "webcam-requested":
      return asked(state, "video", input.by);
    case "muted-by-host": {
      const { kind, by } = input;
      return announce(
        inCall(state, (call) => ({ ...call, silenced: { kind, by } })),
        say.silenced(kind, by),
      );
    }
    case "role-changed":
      return roleChanged(state, view, input, nowMs);
    case "room-changed":
      return rulesChanged(state, view, input, nowMs);
  }
}

function asked(state: State, kind: Sense, by: string): State {
  const device = kind === "audio" ? state.local.microphone : state.local.camera;
  if (device.on && device.problem === null) return state;
  return announce(
    inCall(state, (call) => ({ ...call, asked: { kind, by } })),
    say.asksYou(kind, by),
  );
}

function roleChanged(state: State, view: Call, input: Named<"role-changed">, nowMs: number): State {
  const { participantId, role } = input;
  const mine = view.me.participantId === participantId;
  const who: Participant | undefined = mine
    ? view.me
    : view.others.find((person) => person.participantId === participantId);
  if (who === undefined || who.role === role) return state;
  const next: Call = mine
    ? { ...view, me: { ...view.me, role } }
    : {
        ...view,
        others: view.others.map((person) =>
          person.participantId === participantId ? { ...person, role } : person,
        ),
      };
  if (role === "host") next.hostAway = null;
  if (!moderates(next.me)) next.waiting = [];
  // Only a host is asked how to go; whoever was just asked keeps the silence and the way back.
  const stillAsked = next.exit === "asked" && state.settings.askBeforeLeaving;
  if (mine && role !== "host" && asksHost(next) && !stillAsked) next.exit = "none";
  const changed = { ...state, view: next };
  if (nowMs - view.joinedAtMs < ARRIVAL_MS) return changed;
  const icon: Toast["icon"] = role === "guest" ? "users" : "crown";
  return toast(changed, icon, mine ? say.youAreNow[role] : say.isNow(who.name, role));
}

function rulesChanged(state: State, view: Call, input: Named<"room-changed">, nowMs: number): State {
  const { locked, lobby, away, endsAt, endsBy, elsewhere } = input;
  const before = view.house;
  const end =
    endsAt === null
      ? null
      : before.end?.atMs === endsAt
        ? before.end
        : { atMs: endsAt, by: endsBy, heardMs: nowMs };
  const lockSeen = view.lockSeen && locked === before.locked;
  let next: State = { ...state, view: { ...view, house: { locked, lobby, away, end, elsewhere }, lockSeen } };
  if (end !== null && end !== before.end) next = announce(next, say.endsIn(end.by, end.atMs - nowMs));
  if (end === null && before.end !== null) next = toast(next, "timer", say.endCancelled);
  const arriving = nowMs - view.joinedAtMs < ARRIVAL_MS;
  if (locked !== before.locked && !arriving) {
    const text = locked ? say.lockedSentence : say.unlockedSentence;
    // Whoever may unlock it sees a banner that offers it.
    next = locked && moderates(view.me) ? announce(next, text) : toast(next, "lock", text);
  }
  return next;
}
