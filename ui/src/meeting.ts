/**
 * What changes the one state there is (store.ts), and nothing else does.
 *
 * Every event of the engine and every step of the page is an input of `apply(state, input, nowMs)`, a pure function: time
 * is an argument and what it returns is the whole truth that the views draw. What hosts do and say is in house.ts.
 */
import type { LocalMedia, Participant, Reason } from "./bindings";
import { applyChat, cameOrWent, EMPTY_CHAT, notSent, seen } from "./chat";
import { applyEntrance } from "./entrance";
import { ARRIVAL_MS, applyHouse, OPEN_HOUSE } from "./house";
import { checked } from "./receipt";
import { applyRoom, EMPTY_ROOM, without } from "./room";
import { applySharing, myScreen, othersScreen } from "./sharing";
import {
  type After,
  type Call,
  DID_NOT_CLOSE,
  type EndProgress,
  HOME,
  type Input,
  type Notice,
  type Person,
  type State,
  type Toast,
} from "./state";
import { factsOf, farewell, messageOf, say, wentOut } from "./strings";
import { announce, inCall, notice, toast } from "./telling";

/** The next state; `nowMs` is Unix milliseconds. */
export function apply(state: State, input: Input, nowMs: number): State {
  switch (input.event) {
    case "meeting-joined": {
      const from = state.view;
      return announce(
        {
          ...state,
          receipt: null,
          inviting: false,
          carried: null,
          view: {
            at: "call",
            meetingId: input.meetingId,
            title: input.title,
            me: input.me,
            others: [],
            speaker: null,
            presenter: null,
            connection: "CONNECTED",
            lostAtMs: null,
            joinedAtMs: nowMs,
            link: from.at === "lobby" ? from.link : null,
            exit: "none",
            endedAtMs: null,
            attempts: [],
            progress: null,
            house: OPEN_HOUSE,
            waiting: [],
            panel: null,
            chat: EMPTY_CHAT,
            asked: null,
            silenced: null,
            hostAway: null,
            lockSeen: false,
            picker: null,
            picked: "",
            room: EMPTY_ROOM,
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
        : [...state.view.others, { ...participant, ...SILENT }];
      const hostAway = participant.role === "host" ? null : state.view.hostAway;
      const next: State = { ...state, view: { ...state.view, others, hostAway } };
      if (known || nowMs - state.view.joinedAtMs < ARRIVAL_MS) return next;
      const text = say.joined(participant.name);
      return cameOrWent(next, "log-in", text, nowMs);
    }
    case "participant-left": {
      if (state.view.at !== "call") return state;
      const { participantId } = input.participant;
      const others = state.view.others.filter((person) => person.participantId !== participantId);
      if (others.length === state.view.others.length) return state;
      const speaker = state.view.speaker === participantId ? null : state.view.speaker;
      const hostAway = hostWentAway(state.view, others, input.participant, input.reason, nowMs);
      const room = without(state.view.room, participantId);
      const next: State = { ...state, view: { ...state.view, others, speaker, hostAway, room } };
      const icon = LEFT_ICON[input.reason.code] ?? "log-out";
      const text = wentOut(input.participant.name, input.reason);
      return cameOrWent(next, icon, text, nowMs);
    }
    case "meeting-state-changed":
      return inCall(state, (call) =>
        call.connection === input.state
          ? call
          : {
              ...call,
              connection: input.state,
              lostAtMs: input.state === "RECONNECTING" ? (call.lostAtMs ?? nowMs) : null,
            },
      );
    case "waiting": {
      if (state.view.at !== "lobby") return state;
      const { title, host, ahead } = input;
      const { lobby, waiting } = state.view;
      const next: State = {
        ...state,
        view: {
          ...state.view,
          lobby: { ...lobby, title, host: host ?? lobby.host },
          joining: true,
          waiting: { host: host ?? lobby.host, ahead, sinceMs: waiting?.sinceMs ?? nowMs },
        },
      };
      return waiting === null ? announce(next, say.letsYouIn(host ?? lobby.host)) : next;
    }
    case "chat-received":
    case "page-chat-sending":
    case "page-chat-refused":
    case "page-chat-dropped":
    case "page-chat-to":
    case "page-chat-draft":
      return applyChat(state, input, nowMs);
    case "page-settings":
    case "page-settings-tab":
    case "page-invite":
    case "page-carried":
    case "page-still-open":
    case "recent-changed":
      return applyEntrance(state, input);
    case "entry-requested":
    case "entry-responded":
    case "entry-withdrawn":
    case "mic-requested":
    case "webcam-requested":
    case "role-changed":
    case "room-changed":
    case "muted-by-host":
    case "farewell":
      return applyHouse(state, input, nowMs);
    case "quality-changed":
    case "hand-changed":
    case "reaction-received":
    case "page-pinned":
    case "page-reactions-over":
    case "page-in-since":
    case "page-stage":
      return applyRoom(state, input, nowMs);
    case "devices-released": {
      const { camera, microphone, speaker, checkedAt, stuck } = input;
      const receipt = { camera, microphone, speaker, checkedAtMs: checkedAt ?? nowMs, stuck };
      return { ...state, receipt };
    }
    case "page-held":
      return state.receipt === null
        ? state
        : { ...state, receipt: checked(state.receipt, input.held, nowMs) };
    case "speaker-changed":
      return inCall(state, (call) => ({ ...call, speaker: input.participantId }));
    case "stream-enabled":
    case "stream-disabled": {
      const { kind, participantId } = input;
      const on = input.event === "stream-enabled";
      if (kind === "share") return othersScreen(state, participantId, on, nowMs);
      return inCall(state, (call) => ({
        ...call,
        others: call.others.map((person) =>
          person.participantId === participantId ? { ...person, [kind]: on } : person,
        ),
      }));
    }
    case "end-refused":
      return notice(
        inCall(state, (call) => ({ ...call, exit: "none", endedAtMs: null })),
        { code: input.code, message: input.why, device: null, known: { host: hostOf(state) } },
      );
    case "end-attempted": {
      const attempt = { atMs: nowMs, code: input.code };
      return inCall(state, (call) => ({
        ...call,
        attempts: [...call.attempts.slice(1 - MOST_ATTEMPTS), attempt],
      }));
    }
    case "end-progress": {
      const { view } = state;
      if (view.at !== "call" && view.at !== "after") return state;
      const { closed, total, unresponsive, recordMissing } = input;
      const tookMs = tookUntil(view, input, nowMs);
      return {
        ...state,
        view: { ...view, progress: { closed, total, unresponsive, recordMissing, tookMs } },
      };
    }
    case "error":
      if (input.code === "chat-not-sent") return notSent(state, messageOf(input));
      return notice(state, { code: input.code, message: input.message, device: deviceOf(input.code) });
    case "late-end": {
      const { title, problem } = input;
      if (problem === null) return toast(state, "check", say.lateEnded(title));
      return notice(state, { ...problem, device: null, failed: say.lateNotEnded(title) });
    }
    case "local-media-changed":
      return localMedia(state, input.media);
    case "devices-changed":
      return { ...state, devices: input.devices };
    case "presenter-changed":
    case "page-picker":
    case "page-picked":
      return applySharing(state, input);
    // Levels have their own path (levels.ts), and what the window is asked (a link, to close) is answered before it is
    // state (actions.ts).
    case "microphone-level":
    case "speaking":
    case "link-opened":
    case "close-requested":
    case "end-requested":
    case "main-hidden":
      return state;

    case "page-started": {
      const { settings, recent, carried, notices, devices, platform, locale, view } = input.startup;
      const mini = view === "mini";
      // Who was quick has typed a name already.
      const name = state.settings.name || settings.name;
      return notices.reduce<State>((told, problem) => notice(told, { ...problem, device: null }), {
        ...state,
        started: true,
        settings: { ...settings, name },
        recent,
        carried,
        devices,
        platform,
        locale,
        mini,
      });
    }
    case "page-asked":
      return {
        ...state,
        notices: state.notices.filter(isOfBefore),
        receipt: null,
        view: { at: "home", pending: input.what, link: input.link, problem: null, open: {} },
      };
    case "page-refused":
      // The settings stand over the view, and show notices only; what the view waits for is its own.
      if (state.settingsTab !== null && !isWaiting(state.view))
        return notice(state, { ...input.error, device: null });
      if (state.view.at === "home")
        return announce(
          { ...state, view: { ...state.view, pending: null, problem: input.error } },
          messageOf(input.error),
        );
      if (state.view.at === "lobby")
        return announce(
          { ...state, view: { ...state.view, joining: false, waiting: null, problem: input.error } },
          messageOf(input.error),
        );
      return notice(state, { ...input.error, device: null });
    case "page-lobby-opened":
      return {
        ...state,
        view: {
          at: "lobby",
          link: input.link,
          lobby: input.lobby,
          joining: false,
          waiting: null,
          problem: null,
        },
      };
    case "page-lobby-news":
    case "page-lobby-over":
      return lobbyNews(state, input);
    case "page-joining":
      return state.view.at === "lobby"
        ? { ...state, receipt: null, view: { ...state.view, joining: true, problem: null } }
        : state;
    case "page-exit": {
      // An engine that has not cut yet has nothing to give back.
      const exit = input.exit === "staying" && !state.local.cut ? "none" : input.exit;
      const next = inCall(forgetEnd(state, input.exit), (call) => ({
        ...call,
        exit,
        endedAtMs: exit === "ending" ? nowMs : call.endedAtMs,
      }));
      return QUESTIONS.has(exit) ? announce(next, say.nobodyHears) : next;
    }
    case "page-panel": {
      const { panel } = input;
      const next = inCall(state, (call) => ({ ...call, panel, chat: seen(call.chat, panel === "chat") }));
      // What stands in the panel needs no glance any more.
      return { ...next, toasts: next.toasts.filter((shown) => panel === null || shown.panel !== panel) };
    }
    case "page-said":
      return announce(state, input.text);
    case "page-keys":
      return { ...state, keysShown: input.open };
    case "page-answered":
      return inCall(state, (call) => {
        if (input.what === "locked") return { ...call, lockSeen: true };
        return { ...call, [input.what]: null };
      });
    case "page-rules":
      return { ...state, settings: { ...state.settings, rules: input.rules } };
    case "page-summary":
      return inAfter(state, (after) => ({ ...after, summary: input.summary }));
    case "page-door":
      return inAfter(state, (after) => ({
        ...after,
        looked: true,
        open: input.open ?? after.open,
        stay: after.stay && input.open ? { ...after.stay, others: input.people } : after.stay,
      }));
    case "page-told":
      return inAfter(state, (after) => ({ ...after, told: input.text }));
    case "page-went-home":
      return { ...state, view: HOME, notices: state.notices.filter(isOfBefore), toasts: [] };
    case "page-named":
      return { ...state, settings: { ...state.settings, name: input.name } };
    case "page-device-chosen":
      return { ...state, settings: { ...state.settings, [`${input.device}Id`]: input.id } };
    case "page-toast":
      return toast(state, input.icon, input.text);
    case "page-spoke-muted":
      return toast(state, "mic-off", say.spokeMuted(input.key), { unmutes: true });
    case "page-toast-dismissed":
      return { ...state, toasts: state.toasts.filter((shown) => shown.id !== input.id) };
    case "page-notice":
      return notice(state, input.notice);
    case "page-notice-dismissed":
      return { ...state, notices: state.notices.filter((shown) => shown.code !== input.code) };
  }
}

/** What the door says again while somebody stands before it. A lobby that was left, or from which one is on the way in,
 * has no use for it. */
function lobbyNews(
  state: State,
  input: Extract<Input, { event: "page-lobby-news" | "page-lobby-over" }>,
): State {
  const { view } = state;
  if (view.at !== "lobby" || view.link !== input.link || view.joining) return state;
  if (input.event === "page-lobby-over")
    return view.problem?.code === input.error.code
      ? state
      : announce({ ...state, view: { ...view, problem: input.error } }, messageOf(input.error));
  const { lobby } = input;
  if (JSON.stringify(lobby) === JSON.stringify(view.lobby)) return state;
  // Who was turned away by the lock can try again.
  const problem = view.problem?.code === "locked" && !lobby.locked ? null : view.problem;
  const next: State = { ...state, view: { ...view, lobby, problem } };
  if (lobby.locked === view.lobby.locked) return next;
  return announce(next, lobby.locked ? say.lockedSentence : say.unlockedSentence);
}

/** How long it took until so many were out. What is written down later takes nobody any longer. */
function tookUntil(
  { endedAtMs, progress }: Call | After,
  { closed, unresponsive }: Pick<EndProgress, "closed" | "unresponsive">,
  nowMs: number,
): number | null {
  const same = progress?.closed === closed && progress.unresponsive.length === unresponsive.length;
  if (same) return progress.tookMs;
  return endedAtMs === null ? null : nowMs - endedAtMs;
}

/** While one of these is open nobody hears or sees me. */
const QUESTIONS = new Set<Call["exit"]>(["asked", "confirming", "closing"]);

/** Whether something was asked of the engine that has not been answered yet. */
function isWaiting(view: State["view"]): boolean {
  return (view.at === "home" && view.pending !== null) || (view.at === "lobby" && view.joining);
}

const LEFT_ICON: Partial<Record<Reason["code"], Toast["icon"]>> = {
  crashed: "plug",
  "connection-lost": "plug",
  asleep: "moon",
  removed: "user-x",
};

/** Somebody of whom nothing has come yet. */
const SILENT = { audio: false, video: false, share: false };

function inAfter(state: State, change: (after: After) => After): State {
  return state.view.at === "after" ? { ...state, view: change(state.view) } : state;
}

/** Ways out that nobody chose: for these the meeting has its away rule. */
const UNCHOSEN = new Set<Reason["code"]>(["crashed", "connection-lost", "asleep"]);

function hostWentAway(
  call: Call,
  others: Person[],
  gone: Participant,
  reason: Reason,
  nowMs: number,
): Call["hostAway"] {
  const isHost = (person: Participant) => person.role === "host";
  if (!isHost(gone)) return call.hostAway;
  if (isHost(call.me) || others.some(isHost) || !UNCHOSEN.has(reason.code)) return null;
  return { name: gone.name, sinceMs: nowMs };
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
    endedAtMs: null,
    progress: null,
    receipt: state.receipt,
    host: view.at === "lobby" ? (view.waiting?.host ?? view.lobby.host) : null,
    open: null,
    looked: false,
    summary: null,
    told: null,
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
    after.host = view.others.find((person) => person.role === "host")?.name ?? null;
    after.hostedHere = view.me.role === "host" && view.link === null;
    after.link = view.link;
    after.endedAtMs = view.endedAtMs;
    after.progress = view.progress;
  }
  // A device that would not close is the one thing that still needs an eye afterwards.
  const notices = state.notices.filter(
    (shown) => isOfBefore(shown) || (DID_NOT_CLOSE.test(shown.code) && state.receipt === null),
  );
  return announce({ ...state, view: after, notices, toasts: [] }, farewell(factsOf(after)).title);
}

/** So many attempts of an End are shown: it is repeated every half minute at most. */
const MOST_ATTEMPTS = 20;

/** What was said of an End that is taken back, or asked for anew, is no longer so. */
function forgetEnd(state: State, exit: Call["exit"]): State {
  if (exit !== "ending" && exit !== "staying") return state;
  const notices = state.notices.filter(({ code }) => code !== "end-delayed" && code !== "end-not-allowed");
  return inCall({ ...state, notices }, (call) => ({ ...call, attempts: [] }));
}

/** The name of whoever else may end the meeting for everyone; null where that is not one person. */
function hostOf({ view }: State): string | null {
  const hosts = view.at === "call" ? view.others.filter(({ role }) => role === "host") : [];
  return hosts.length === 1 ? (hosts[0]?.name ?? null) : null;
}

/** It is about a meeting that was left long ago: going elsewhere changes nothing about it. */
function isOfBefore({ failed }: Notice): boolean {
  return failed !== undefined;
}

/** Which device what I send comes from. */
const SENT_BY = [
  ["audio", "microphone"],
  ["video", "camera"],
  ["share", "screen"],
] as const;

function localMedia(state: State, media: LocalMedia): State {
  let next = myScreen({ ...state, local: media }, state.local.screen);
  if (!media.cut) next = inCall(next, (call) => (call.exit === "staying" ? { ...call, exit: "none" } : call));
  if (media.microphone.on) next = { ...next, toasts: next.toasts.filter((shown) => !shown.unmutes) };
  for (const [kind, device] of SENT_BY) {
    if (state.local[device].on || !media[device].on) continue;
    next = inCall(next, (call) => ({
      ...call,
      asked: call.asked?.kind === kind ? null : call.asked,
      silenced: call.silenced?.kind === kind ? null : call.silenced,
    }));
  }
  for (const device of ["camera", "microphone", "speaker"] as const) {
    const before = state.local[device].problem;
    const now = media[device].problem;
    if (before?.code === now?.code) continue;
    if (before !== null)
      next = { ...next, notices: next.notices.filter((shown) => shown.code !== before.code) };
    if (now !== null)
      next = notice(next, { ...now, device, known: { heldBy: media[device].heldBy ?? null } });
  }
  return next;
}

function deviceOf(code: string): Notice["device"] {
  const device = code.split("-", 1)[0];
  return device === "camera" || device === "microphone" || device === "speaker" ? device : null;
}
