/**
 * The store: one state, changed by `apply` and by nothing else. The seed API that scripts use is beside it, in seed.ts.
 *
 * Every event of the engine and every step of the page is an input of `apply(state, input, nowMs)`, a pure function: time
 * is an argument and what it returns is the whole truth that the views draw.
 */
import type {
  AppError,
  AppEvent,
  Devices,
  Lobby,
  LocalMedia,
  MeetingState,
  Participant,
  Reason,
  Settings,
  Startup,
} from "./bindings";
import { say } from "./strings";

/** Somebody in the meeting, and what can be heard and seen of them. */
export interface Person extends Participant {
  audio: boolean;
  video: boolean;
}

export interface EndProgress {
  closed: number;
  total: number;
  unresponsive: string[];
}

export interface Home {
  at: "home";
  /** What was asked of the engine and has not been answered yet. */
  pending: "new" | "link" | null;
  /** The link in the field; kept when it was refused. */
  link: string;
  problem: AppError | null;
}

export interface LobbyView {
  at: "lobby";
  link: string;
  lobby: Lobby;
  joining: boolean;
  problem: AppError | null;
}

export interface Call {
  at: "call";
  meetingId: string;
  title: string;
  me: Participant;
  /** In the order of joining; it never changes because somebody speaks. */
  others: Person[];
  speaker: string | null;
  connection: MeetingState;
  joinedAtMs: number;
  /** The link this came by; null for one's own meeting. */
  link: string | null;
  /** How far the way out has gone: the question is open, or an answer is on its way to the engine. */
  exit: "none" | "asked" | "staying" | "leaving" | "ending";
  progress: EndProgress | null;
}

export interface After {
  at: "after";
  reason: Reason;
  /** Null when the meeting was never entered. */
  stay: {
    title: string;
    me: Participant;
    fromMs: number;
    untilMs: number;
    others: number;
    endedByMe: boolean;
  } | null;
  hostedHere: boolean;
  link: string | null;
  progress: EndProgress | null;
}

/** Something that needs an eye until it is dealt with. */
export interface Notice {
  code: string;
  message: string;
  device: "camera" | "microphone" | "speaker" | null;
}

/** Something worth a glance. */
export interface Toast {
  id: number;
  icon: "check" | "log-in" | "log-out" | "plug" | "moon" | "user-x" | "link";
  text: string;
}

export interface State {
  /** False until the engine has said how things stand. */
  started: boolean;
  view: Home | LobbyView | Call | After;
  settings: Settings;
  platform: Startup["platform"];
  devices: Devices;
  local: LocalMedia;
  notices: Notice[];
  toasts: Toast[];
  /** The last sentence for those who listen instead of looking; the number makes a repeated one new. */
  said: { text: string; count: number };
}

/** What the page itself does: the beginning and the answer of a command, and what a person chose. */
export type PageEvent =
  | { event: "page-started"; startup: Startup }
  | { event: "page-asked"; what: "new" | "link"; link: string }
  | { event: "page-refused"; error: AppError }
  | { event: "page-lobby-opened"; lobby: Lobby; link: string }
  | { event: "page-joining" }
  | { event: "page-exit"; exit: Call["exit"] }
  | { event: "page-went-home" }
  | { event: "page-named"; name: string }
  | { event: "page-device-chosen"; device: "camera" | "microphone" | "speaker"; id: string | null }
  | { event: "page-toast"; icon: Toast["icon"]; text: string }
  | { event: "page-toast-dismissed"; id: number }
  | { event: "page-notice"; notice: Notice }
  | { event: "page-notice-dismissed"; code: string };

export type Input = AppEvent | PageEvent;

const OFF = { on: false, label: null, problem: null };

const HOME: Home = { at: "home", pending: null, link: "", problem: null };

export const INITIAL: State = {
  started: false,
  view: HOME,
  settings: { name: "", cameraId: null, microphoneId: null, speakerId: null },
  platform: "linux",
  devices: { cameras: [], microphones: [], speakers: [] },
  local: { camera: OFF, microphone: OFF, speaker: OFF, cut: false },
  notices: [],
  toasts: [],
  said: { text: "", count: 0 },
};

/** Joins within this time of my own are the people who were there before me; nobody "joined". */
const ARRIVAL_MS = 2000;

/** More than these do not fit above the bar of the smallest window. */
const MAX_TOASTS = 3;

/** The next state; `nowMs` is Unix milliseconds. */
export function apply(state: State, input: Input, nowMs: number): State {
  switch (input.event) {
    case "meeting-joined": {
      const from = state.view;
      return announce(
        {
          ...state,
          view: {
            at: "call",
            meetingId: input.meetingId,
            title: input.title,
            me: input.me,
            others: [],
            speaker: null,
            connection: "CONNECTED",
            joinedAtMs: nowMs,
            link: from.at === "lobby" ? from.link : null,
            exit: "none",
            progress: null,
          },
        },
        say.youJoined(input.title),
      );
    }
    case "meeting-left":
      return left(state, input.reason, nowMs);
    case "participant-joined": {
      const { participant } = input;
      if (state.view.at !== "call" || participant.participantId === state.view.me.participantId) return state;
      const known = state.view.others.some((person) => person.participantId === participant.participantId);
      const others = known
        ? state.view.others.map((person) =>
            person.participantId === participant.participantId ? { ...person, ...participant } : person,
          )
        : [...state.view.others, { ...participant, audio: false, video: false }];
      const next: State = { ...state, view: { ...state.view, others } };
      if (known || nowMs - state.view.joinedAtMs < ARRIVAL_MS) return next;
      return toast(next, "log-in", say.joined(participant.name));
    }
    case "participant-left": {
      if (state.view.at !== "call") return state;
      const { participantId } = input.participant;
      const others = state.view.others.filter((person) => person.participantId !== participantId);
      if (others.length === state.view.others.length) return state;
      const speaker = state.view.speaker === participantId ? null : state.view.speaker;
      const next: State = { ...state, view: { ...state.view, others, speaker } };
      return toast(next, LEFT_ICON[input.reason.code] ?? "log-out", input.reason.message);
    }
    case "meeting-state-changed":
      return inCall(state, (call) =>
        call.connection === input.state ? call : { ...call, connection: input.state },
      );
    case "speaker-changed":
      return inCall(state, (call) => ({ ...call, speaker: input.participantId }));
    case "stream-enabled":
    case "stream-disabled": {
      const { kind, participantId } = input;
      if (kind === "share") return state;
      const on = input.event === "stream-enabled";
      return inCall(state, (call) => ({
        ...call,
        others: call.others.map((person) =>
          person.participantId === participantId ? { ...person, [kind]: on } : person,
        ),
      }));
    }
    case "end-refused":
      return notice(
        inCall(state, (call) => ({ ...call, exit: "none" })),
        { code: "end-refused", message: input.why, device: null },
      );
    case "end-progress": {
      const { closed, total, unresponsive } = input;
      const progress = { closed, total, unresponsive };
      if (state.view.at === "call" || state.view.at === "after")
        return { ...state, view: { ...state.view, progress } };
      return state;
    }
    case "error":
      return notice(state, { code: input.code, message: input.message, device: deviceOf(input.code) });
    case "local-media-changed":
      return localMedia(state, input.media);
    case "devices-changed":
      return { ...state, devices: input.devices };
    // Nobody can share yet, levels have their own path (levels.ts), and a link is looked up before it is state.
    case "presenter-changed":
    case "microphone-level":
    case "speaking":
    case "link-opened":
      return state;

    case "page-started": {
      const { settings, devices, platform } = input.startup;
      // Who was quick has typed a name already.
      const name = state.settings.name || settings.name;
      return { ...state, started: true, settings: { ...settings, name }, devices, platform };
    }
    case "page-asked":
      return {
        ...state,
        notices: [],
        view: { at: "home", pending: input.what, link: input.link, problem: null },
      };
    case "page-refused":
      if (state.view.at === "home")
        return announce(
          { ...state, view: { ...state.view, pending: null, problem: input.error } },
          input.error.message,
        );
      if (state.view.at === "lobby")
        return announce(
          { ...state, view: { ...state.view, joining: false, problem: input.error } },
          input.error.message,
        );
      return notice(state, { ...input.error, device: null });
    case "page-lobby-opened":
      return {
        ...state,
        view: { at: "lobby", link: input.link, lobby: input.lobby, joining: false, problem: null },
      };
    case "page-joining":
      return state.view.at === "lobby"
        ? { ...state, view: { ...state.view, joining: true, problem: null } }
        : state;
    case "page-exit": {
      // An engine that has not cut yet has nothing to give back.
      const exit = input.exit === "staying" && !state.local.cut ? "none" : input.exit;
      const next = inCall(state, (call) => ({ ...call, exit }));
      return exit === "asked" ? announce(next, say.nobodyHears) : next;
    }
    case "page-went-home":
      return { ...state, view: HOME, notices: [], toasts: [] };
    case "page-named":
      return { ...state, settings: { ...state.settings, name: input.name } };
    case "page-device-chosen":
      return { ...state, settings: { ...state.settings, [`${input.device}Id`]: input.id } };
    case "page-toast":
      return toast(state, input.icon, input.text);
    case "page-toast-dismissed":
      return { ...state, toasts: state.toasts.filter((shown) => shown.id !== input.id) };
    case "page-notice":
      return notice(state, input.notice);
    case "page-notice-dismissed":
      return { ...state, notices: state.notices.filter((shown) => shown.code !== input.code) };
  }
}

const LEFT_ICON: Partial<Record<Reason["code"], Toast["icon"]>> = {
  crashed: "plug",
  "connection-lost": "plug",
  asleep: "moon",
  removed: "user-x",
};

function inCall(state: State, change: (call: Call) => Call): State {
  return state.view.at === "call" ? { ...state, view: change(state.view) } : state;
}

/** Once per join, always the last: a second one changes nothing. */
function left(state: State, reason: Reason, nowMs: number): State {
  const { view } = state;
  if (view.at === "after") return state;
  const after: After = {
    at: "after",
    reason,
    stay: null,
    hostedHere: view.at === "home" && view.pending === "new",
    link: view.at === "lobby" ? view.link : null,
    progress: null,
  };
  if (view.at === "call") {
    after.stay = {
      title: view.title,
      me: view.me,
      fromMs: view.joinedAtMs,
      untilMs: reason.at ?? nowMs,
      others: view.others.length,
      endedByMe:
        reason.code === "ended" &&
        view.me.role === "host" &&
        (view.exit === "ending" || reason.by === view.me.name),
    };
    after.hostedHere = view.me.role === "host" && view.link === null;
    after.link = view.link;
    after.progress = view.progress;
  }
  // A device that would not close is the one thing that still needs an eye afterwards.
  const notices = state.notices.filter((shown) => DID_NOT_CLOSE.test(shown.code));
  return announce({ ...state, view: after, notices, toasts: [] }, reason.message);
}

/** The engine's codes for a device that is still held after leaving. */
export const DID_NOT_CLOSE = /^(camera|microphone|speaker|device)-stuck$/;

function localMedia(state: State, media: LocalMedia): State {
  let next: State = { ...state, local: media };
  if (!media.cut) next = inCall(next, (call) => (call.exit === "staying" ? { ...call, exit: "none" } : call));
  for (const device of ["camera", "microphone", "speaker"] as const) {
    const before = state.local[device].problem;
    const now = media[device].problem;
    if (before?.code === now?.code) continue;
    if (before !== null)
      next = { ...next, notices: next.notices.filter((shown) => shown.code !== before.code) };
    if (now !== null) next = notice(next, { ...now, device });
  }
  return next;
}

function deviceOf(code: string): Notice["device"] {
  const device = code.split("-", 1)[0];
  return device === "camera" || device === "microphone" || device === "speaker" ? device : null;
}

/** One notice a code: the newer text wins. */
function notice(state: State, added: Notice): State {
  const others = state.notices.filter((shown) => shown.code !== added.code);
  return announce({ ...state, notices: [...others, added] }, added.message);
}

function toast(state: State, icon: Toast["icon"], text: string): State {
  const id = state.said.count + 1;
  return announce({ ...state, toasts: [...state.toasts, { id, icon, text }].slice(-MAX_TOASTS) }, text);
}

function announce(state: State, text: string): State {
  return { ...state, said: { text, count: state.said.count + 1 } };
}

/** Everybody there, me included. */
export function headcount(call: Call): number {
  return call.others.length + 1;
}

/** Whether others get neither sound nor picture of me: said by the engine, or asked for and on its way. */
export function isCut(state: State): boolean {
  return state.local.cut || (state.view.at === "call" && state.view.exit !== "none");
}

export interface Store {
  get(): State;
  dispatch(input: Input): void;
  /** Called after each change; returns what ends it. */
  subscribe(listener: () => void): () => void;
}

export function createStore(now: () => number = Date.now): Store {
  let state = INITIAL;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch(input) {
      const next = apply(state, input, now());
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
