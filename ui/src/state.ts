/** What is true now: the one state that the views draw, and the inputs that change it. `apply` in meeting.ts is the only hand. */
import type {
  AppError,
  AppEvent,
  AwayRule,
  DeviceState,
  Devices,
  ErrorCode,
  FarewellText,
  HeldDevices,
  Lobby,
  LocalMedia,
  MeetingRules,
  MeetingState,
  Participant,
  Reason,
  Settings,
  Startup,
  Summary,
} from "./bindings";
import type { Chat, ChatInput } from "./chat";
import type { EntranceInput } from "./entrance";
import type { Known } from "./errors";
import { FIRST_STAGE, type Room, type StageChoice, type StageInput } from "./room";
import type { Picker, SharingInput } from "./sharing";

/** Somebody in the meeting, and what can be heard and seen of them. */
export interface Person extends Participant {
  audio: boolean;
  video: boolean;
  share: boolean;
}

/** How many of the others are out, and who did not answer. */
export interface EndProgress {
  closed: number;
  total: number;
  unresponsive: string[];
  /** The end is not written down yet. */
  recordMissing: boolean;
  /** From my click on End until so many were out; null where the end was not mine. */
  tookMs: number | null;
}

/** Somebody who waits to be let in. */
export interface Entrant {
  participantId: string;
  name: string;
  sinceMs: number;
}

/** The rules of the meeting as they are now. */
export interface House {
  locked: boolean;
  lobby: boolean;
  /** Null where it was not chosen: a server that is not ours. */
  away: AwayRule | null;
  end: AnnouncedEnd | null;
  /** Another server carries the meeting: what only ours can do is not offered. */
  elsewhere: boolean;
}

/** The end that everybody sees coming. */
export interface AnnouncedEnd {
  /** Unix milliseconds. */
  atMs: number;
  by: string | null;
  /** When this was first heard: what is left is drawn as a part of it. */
  heardMs: number;
}

/** A meeting that was hosted or joined from here. */
export type Recent = Startup["recent"][number];

/** The parts of the settings. */
export type SettingsTab = "general" | "devices" | "shortcuts" | "appearance" | "language" | "server";

export interface Home {
  at: "home";
  /** What was asked of the engine and has not been answered yet. */
  pending: "new" | "link" | null;
  /** The link in the field; kept when it was refused. */
  link: string;
  problem: AppError | null;
  /** How many are in a meeting that I left and whose door answers, by its link. */
  open: Record<string, number>;
}

export interface LobbyView {
  at: "lobby";
  link: string;
  lobby: Lobby;
  joining: boolean;
  /** Before the door, asked to wait. */
  waiting: { host: string | null; ahead: number; sinceMs: number } | null;
  problem: AppError | null;
}

/** The microphone or the camera. */
export type Sense = "audio" | "video";

/** What can stand beside the stage, one at a time. */
export type Panel = "people" | "chat";

/** An End that did not get through. */
export interface Attempt {
  atMs: number;
  code: ErrorCode;
}

export interface Call {
  at: "call";
  meetingId: string;
  title: string;
  me: Participant;
  /** In the order of joining; it never changes because somebody speaks. */
  others: Person[];
  speaker: string | null;
  /** Who shares a screen that everybody is to look at; it may be me. */
  presenter: string | null;
  connection: MeetingState;
  /** When the connection was lost that has not come back yet. */
  lostAtMs: number | null;
  joinedAtMs: number;
  /** The link this came by; null for one's own meeting. */
  link: string | null;
  /** How far the way out has gone: a question is open (from Leave, from End in the tray, or from closing the window), or
   * its answer is on its way to the engine. */
  exit: "none" | "asked" | "confirming" | "closing" | "staying" | "leaving" | "ending";
  /** When I chose End. */
  endedAtMs: number | null;
  /** When my End was sent in vain and why, the last ones. */
  attempts: Attempt[];
  progress: EndProgress | null;
  house: House;
  /** Hosts and co-hosts: who waits to be let in, the first one first. */
  waiting: Entrant[];
  /** What stands beside the stage. */
  panel: Panel | null;
  chat: Chat;
  /** What a host asks of me, until I answer. */
  asked: { kind: Sense; by: string } | null;
  /** What a host has turned off, until I turn it on or have read it. */
  silenced: { kind: Sense | "share"; by: string | null } | null;
  /** The last host, who went without a word and has not come back. */
  hostAway: { name: string; sinceMs: number } | null;
  /** I have read that nobody new gets in. */
  lockSeen: boolean;
  /** The question what to share, while it is open. */
  picker: Picker | null;
  /** What I chose to share last, as the question called it. */
  picked: string;
  /** Hands, reactions, bad connections, who is pinned. */
  room: Room;
}

/** What the system says of the devices after the meeting. */
export interface Receipt {
  camera: DeviceState;
  microphone: DeviceState;
  speaker: DeviceState;
  checkedAtMs: number;
  stuck: string[];
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
  /** When I chose End. */
  endedAtMs: number | null;
  progress: EndProgress | null;
  receipt: Receipt | null;
  /** The host of the door I stood at. */
  host: string | null;
  /** Whether the meeting can be joined again, once the door has said so. */
  open: boolean | null;
  /** The door has been asked; it may not have answered. */
  looked: boolean;
  summary: Summary | null;
  /** What I told those still there. */
  told: FarewellText | null;
}

/** Something that needs an eye until it is dealt with. */
export interface Notice {
  code: ErrorCode;
  /** In English, for scripts and for the log; the page has its own words for each code. */
  message: string;
  device: "camera" | "microphone" | "speaker" | null;
  /** What came to nothing by it, in a sentence; the code then says why. */
  failed?: string;
  known?: Known;
}

/** Something worth a glance. */
export interface Toast {
  id: number;
  icon:
    | "check"
    | "crown"
    | "hand"
    | "lock"
    | "log-in"
    | "log-out"
    | "message-square"
    | "mic-off"
    | "moon"
    | "plug"
    | "screen-share"
    | "screen-share-off"
    | "timer"
    | "user-x"
    | "users";
  text: string;
  /** Who waits, and can be let in from here. */
  entrant?: string;
  /** Where there is more of it. */
  panel?: Panel;
  /** Somebody spoke while muted: the microphone can be switched on from here. */
  unmutes?: true;
}

export interface State {
  /** False until the engine has said how things stand. */
  started: boolean;
  view: Home | LobbyView | Call | After;
  settings: Settings;
  /** The part of the settings that is open over the view; null while they are closed. */
  settingsTab: SettingsTab | null;
  /** What there is to say about the invite is open over the call. */
  inviting: boolean;
  /** Newest first. */
  recent: Recent[];
  /** The meeting that this computer still carries without its host. */
  carried: Lobby | null;
  platform: Startup["platform"];
  /** The system's, such as "de-AT". */
  locale: string;
  devices: Devices;
  local: LocalMedia;
  /** Of the meeting that has just been left. */
  receipt: Receipt | null;
  notices: Notice[];
  toasts: Toast[];
  /** How the stage is arranged. */
  stage: StageChoice;
  /** This page is the mini window. */
  mini: boolean;
  /** The last sentence for those who listen instead of looking, and the few before it; the number makes a repeated one
   * new. */
  said: { text: string; count: number; recent: { text: string; count: number }[] };
  /** The table of keys is open. */
  keysShown: boolean;
}

/** What the page itself does: the beginning and the answer of a command, and what a person chose. */
export type PageEvent =
  | { event: "page-started"; startup: Startup }
  | { event: "page-asked"; what: "new" | "link"; link: string }
  | { event: "page-refused"; error: AppError }
  | { event: "page-lobby-opened"; lobby: Lobby; link: string }
  | { event: "page-joining" }
  | { event: "page-exit"; exit: Call["exit"] }
  | { event: "page-panel"; panel: Panel | null }
  | { event: "page-keys"; open: boolean }
  | { event: "page-said"; text: string }
  | { event: "page-answered"; what: "asked" | "silenced" | "locked" }
  | { event: "page-rules"; rules: MeetingRules }
  | { event: "page-summary"; summary: Summary }
  | { event: "page-lobby-news"; lobby: Lobby; link: string }
  | { event: "page-lobby-over"; error: AppError; link: string }
  | { event: "page-door"; open: boolean | null; people: number }
  | { event: "page-told"; text: FarewellText }
  | { event: "page-went-home" }
  | { event: "page-named"; name: string }
  | { event: "page-device-chosen"; device: "camera" | "microphone" | "speaker"; id: string | null }
  | { event: "page-toast"; icon: Toast["icon"]; text: string }
  | { event: "page-toast-dismissed"; id: number }
  /** The system was asked about the devices once more. */
  | { event: "page-held"; held: HeldDevices }
  /** Somebody speaks into the muted microphone; the key that opens it while it is held, as it is written. */
  | { event: "page-spoke-muted"; key: string }
  | { event: "page-notice"; notice: Notice }
  | { event: "page-notice-dismissed"; code: ErrorCode };

export type Input = AppEvent | PageEvent | ChatInput | EntranceInput | StageInput | SharingInput;

/** As the shell has them for somebody who has never chosen. */
const RULES: MeetingRules = { lobby: true, away: { rule: "end-after", seconds: 300 } };

const OFF = { on: false, label: null, problem: null };

export const HOME: Home = { at: "home", pending: null, link: "", problem: null, open: {} };

export const INITIAL: State = {
  started: false,
  view: HOME,
  settings: {
    name: "",
    cameraId: null,
    microphoneId: null,
    speakerId: null,
    reduceNoise: true,
    joinMuted: false,
    askBeforeLeaving: false,
    rules: RULES,
    theme: "system",
    textSize: "usual",
    namesOnPictures: true,
    miniOnTop: true,
    reduceMotion: false,
    language: null,
    shortcuts: {},
    sounds: false,
    notifications: true,
    autostart: false,
    port: null,
    otherServer: null,
  },
  settingsTab: null,
  inviting: false,
  recent: [],
  carried: null,
  platform: "linux",
  locale: "en",
  devices: { cameras: [], microphones: [], speakers: [] },
  local: { camera: OFF, microphone: OFF, speaker: OFF, screen: OFF, cut: false },
  receipt: null,
  notices: [],
  toasts: [],
  stage: FIRST_STAGE,
  mini: false,
  said: { text: "", count: 0, recent: [] },
  keysShown: false,
};

/** Everybody there, me included. */
export function headcount(call: Call): number {
  return call.others.length + 1;
}

/** Leave is a question: always for the host of a call, and for others who want it so. */
export function isAskedHow({ view, settings }: State): boolean {
  return view.at === "call" && (view.me.role === "host" || settings.askBeforeLeaving);
}

/** The host is asked how, or whether, to end: a question that goes when somebody else is host. */
export function asksHost({ exit }: Call): boolean {
  return exit === "asked" || exit === "confirming";
}

/** Whether others get neither sound nor picture of me: said by the engine, or asked for and on its way. */
export function isCut(state: State): boolean {
  return state.local.cut || (state.view.at === "call" && state.view.exit !== "none");
}

/** May let people in, remove and mute them, and lock the meeting. */
export function moderates(who: Participant): boolean {
  return who.role !== "guest";
}

/** Whether those still there can be told why I left: I left myself, they are there, and I have not said it yet. */
export function mayTell(after: After): boolean {
  const { reason, stay, told, open } = after;
  return reason.code === "left" && stay !== null && stay.others > 0 && told === null && open !== false;
}

/** The engine's codes for a device that is still held after leaving. */
export const DID_NOT_CLOSE = /^(camera|microphone|speaker|screen|device)-stuck$/;
