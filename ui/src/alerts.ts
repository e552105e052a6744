/** What is asked of the desktop when a person is needed and looks elsewhere, and which events are heard. */
import { quietly, store } from "./asking";
import { commands } from "./bindings";
import { glance } from "./chat";
import { ARRIVAL_MS } from "./house";
import { play, type Sound } from "./sounds";
import { type Input, type LobbyView, moderates, type State } from "./state";
import { farewell, say } from "./strings";

export interface Alert {
  title: string;
  body: string;
}

/** What a notification says about an event; null for what needs nobody. `before` is the state that the event finds. */
export function alertOf(event: Input, before: State, nowMs: number): Alert | null {
  const { view } = before;
  if (before.mini) return null;
  if (event.event === "late-end") {
    const { title, problem } = event;
    if (problem === null) return { title: say.lateEnded(title), body: "" };
    return { title: say.lateNotEnded(title), body: say.errors[problem.code].sentence };
  }
  if (view.at === "lobby") return answerOf(event, view);
  if (view.at !== "call") return null;
  const { me, title } = view;
  switch (event.event) {
    case "entry-requested":
      return { title: say.notify.waits(event.name), body: title };
    case "chat-received": {
      const { participantId, name, to, text } = event.message;
      if (participantId === me.participantId) return null;
      const heading = to === null ? say.notify.wrote(name) : say.notify.wroteYou(name);
      return { title: heading, body: glance(text) };
    }
    case "mic-requested":
      return before.local.microphone.on ? null : { title: say.asksYou("audio", event.by), body: title };
    case "webcam-requested":
      return before.local.camera.on ? null : { title: say.asksYou("video", event.by), body: title };
    case "room-changed": {
      const { endsAt, endsBy } = event;
      if (endsAt === null || endsAt === view.house.end?.atMs) return null;
      return { title: say.endsIn(endsBy, endsAt - nowMs), body: title };
    }
    case "hand-changed": {
      const { participantId, raisedAt } = event;
      const who = view.others.find((person) => person.participantId === participantId);
      if (!raises(event, before) || who === undefined || raisedAt === null || !moderates(me)) return null;
      return isNews(before, nowMs) ? { title: say.notify.raised(who.name), body: title } : null;
    }
    default:
      return null;
  }
}

/** Who waits at the door looks elsewhere meanwhile: let in, or not, and by whom. */
function answerOf(event: Input, { waiting, lobby }: LobbyView): Alert | null {
  if (waiting === null) return null;
  if (event.event === "meeting-joined") return { title: say.youJoined(event.title), body: "" };
  if (event.event !== "meeting-left" || event.reason.code === "left") return null;
  const { code, by, error } = event.reason;
  const { host, title } = lobby;
  const never = { meeting: null, others: 0, hostedHere: false, endedByMe: false, open: null };
  const facts = { ...never, code, by: by ?? null, error: error ?? null, host: waiting.host ?? host };
  return { title: farewell(facts).title, body: title };
}

/** Which sound an event makes. */
export function soundOf(event: Input, before: State, nowMs: number): Sound | null {
  const { view } = before;
  if (view.at !== "call" || before.mini || !before.settings.sounds || !isNews(before, nowMs)) return null;
  const others = view.others;
  if (event.event === "participant-joined") {
    const { participantId } = event.participant;
    const known =
      participantId === view.me.participantId ||
      others.some((person) => person.participantId === participantId);
    return known ? null : "join";
  }
  if (event.event !== "hand-changed" || event.participantId === view.me.participantId) return null;
  return raises(event, before) ? "hand" : null;
}

/** A hand that was down goes up. */
function raises(event: Extract<Input, { event: "hand-changed" }>, before: State): boolean {
  if (event.raisedAt === null || before.view.at !== "call") return false;
  return !before.view.room.hands.some((hand) => hand.participantId === event.participantId);
}

function isNews(state: State, nowMs: number): boolean {
  return state.view.at === "call" && nowMs - state.view.joinedAtMs >= ARRIVAL_MS;
}

/** So many notifications at once, and one more each ten seconds: a crowd at the door is not a storm on the desktop. */
const BURST = 4;
const REFILL_MS = 10_000;

/** Whether one more is bearable, by the times of those before. */
export function createLimit(): (nowMs: number) => boolean {
  let left = BURST;
  let filledMs = 0;
  return (nowMs) => {
    const gained = Math.floor((nowMs - filledMs) / REFILL_MS);
    if (gained > 0) {
      left = Math.min(BURST, left + gained);
      filledMs = nowMs;
    }
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}

const bearable = createLimit();

/** Tells the person about an event that has just been taken into the state; `before` is the state it found. The shell
 * shows a notification only while no window of ours is in front. */
export function alertPerson(event: Input, before: State): void {
  const nowMs = Date.now();
  const sound = soundOf(event, before, nowMs);
  if (sound !== null) play(sound);
  if (!store.get().settings.notifications) return;
  const alert = alertOf(event, before, nowMs);
  // A desktop without notifications is no trouble for the meeting.
  if (alert !== null && bearable(nowMs)) void quietly(commands.notify(alert.title, alert.body));
}
