/**
 * Every sentence a person reads, in one place. Who did what, then what happens now: one sentence, no exclamation, no
 * apology, no code. Sentences that come from the engine (reasons, problems) arrive ready to read.
 */
import type { ReasonCode, Startup } from "./bindings";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** Minutes as people say them: "less than a minute", "12 min", "1 h 5 min". */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A running time: "0:07", "31:04", "1:02:09". */
export function running(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, "0");
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = pad(seconds % 60);
  return h > 0 ? `${h}:${pad(m)}:${s}` : `${m}:${s}`;
}

export function timeOfDay(unixMs: number): string {
  return clock.format(unixMs);
}

/** A shortcut as the platform writes it. */
export function shortcut(platform: Startup["platform"], key: string): string {
  return platform === "macos" ? `⌘${key}` : `Ctrl ${key}`;
}

/** The first sentence without its full stop, and the rest: a heading and what stands below it. */
export function splitSentence(message: string): [string, string] {
  const end = message.search(/[.!?]\s/);
  return end < 0 ? [message.replace(/\.$/, ""), ""] : [message.slice(0, end), message.slice(end + 1).trim()];
}

export const say = {
  app: "Adjourn",

  // Home
  startOrJoin: "Start or join",
  newMeeting: "New meeting",
  runsHere: "Runs on this computer. Whoever has the link can join.",
  or: "or",
  joinWithLink: "Join with a link",
  linkPlaceholder: "adjourn://join/…",
  join: "Join",
  yourName: "Your name",
  namePlaceholder: "What the others call you",
  nameNeeded: "Write your name first, so that the others know who you are.",
  linkNeeded: "Paste the link from your invitation first.",
  opening: "Opening your meeting on this computer",
  lookingUp: "Looking up the meeting",
  engineSilent: "The app could not start. Close it and open it again.",

  // Lobby
  close: "Close",
  yourPictureAndSound: "Your picture and sound",
  hostedBy: (host: string) => `Hosted by ${host}`,
  openFor: (time: string) => `open for ${time}`,
  justOpened: "just opened",
  nobodyThere: "Nobody is there yet",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
    return `${list.format(shown)} ${names.length === 1 ? "is" : "are"} there`;
  },
  onlyHostEnds: (host: string) => `Only ${host} can end it for everyone. You can leave at any time.`,
  joining: "Joining. Nobody hears or sees you until you are in.",
  cameraOff: "Camera is off",
  cameraStarting: "Camera is starting",
  microphoneWorks: "Microphone level",
  noPicture: "No picture",
  noCamera: "No camera",
  noMicrophone: "No microphone",
  noSpeaker: "No speaker",
  test: "Test",
  testSpeaker: "Play a sound on the speaker",
  chooseDevice: { camera: "Camera", microphone: "Microphone", speaker: "Speaker" },
  microphoneAndSpeaker: "Microphone and speaker",
  noDevices: "None found",

  // In call
  peopleInMeeting: "People in the meeting",
  controls: "Meeting controls",
  hostedHere: "hosted here",
  hostedByShort: (host: string) => `hosted by ${host}`,
  you: "You",
  notHeardNotSeen: "Not heard, not seen",
  tile: (name: string, muted: boolean, speaking: boolean) =>
    `${name}${muted ? ", muted" : ""}${speaking ? ", speaking" : ""}`,
  microphoneOffAction: "Turn microphone off",
  microphoneOnAction: "Turn microphone on",
  cameraOffAction: "Turn camera off",
  cameraOnAction: "Turn camera on",
  copyInvite: "Copy invite",
  inviteCopied: "Invite copied",
  inviteCopiedNew: "Invite copied. Paste it to those who should come.",
  leave: "Leave",
  pages: "Pages of people",
  pageBefore: "Page before",
  pageNext: "Next page",
  pageOf: (page: number, pages: number) => `${page} of ${pages}`,
  youJoined: (title: string) => `You are in ${title}`,
  joined: (name: string) => `${name} joined`,
  dismiss: "Dismiss",
  tryAgain: "Try again",
  finishFirst: "Leave this meeting first, then open the other link again.",

  // Leaving and ending
  nobodyHears: "Nobody hears or sees you now",
  stay: "Stay",
  stayInMeeting: "Stay in the meeting",
  chooseHow: "Choose Leave or End for all, or stay.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Only you go. Nobody else is here.";
    const who = others === 1 ? "1 person carries on" : `${others} people carry on`;
    return `Only you go. ${who}${keptHere ? ", kept open by this computer" : ""}.`;
  },
  endForAll: (count: number) => (count === 1 ? "End the meeting" : `End for all ${count}`),
  everybodyGoes: "Everybody goes. The meeting is shut, and so is its link.",
  holdTitle: (count: number) => `End the meeting for all ${count} people?`,
  holdHow: "Hold the button until it is full. Let go early and nothing happens.",
  hold: (count: number) => `Hold to end for all ${count}`,
  keepHolding: (count: number) => `Keep holding to end for all ${count}`,
  cannotHold: "Keyboard: hold Enter. Cannot hold?",
  typeInstead: (count: number) => `Type ${count} instead`,
  typeNumber: (count: number) => `Type ${count} to end the meeting for all`,
  leaving: "Leaving",
  ending: (count: number) => (count === 1 ? "Ending the meeting" : `Ending the meeting for all ${count}`),
  reconnecting: "Reconnecting.",
  reconnectingHow: "Your place is kept. Leave works all the same.",
  connecting: "Connecting.",
  connectionFailed: "The connection failed.",

  // After
  closedCount: (closed: number, total: number) => `${closed} of ${total} closed`,
  everybodyOut: "Everybody is out.",
  stillClosing: "The others are being told.",
  unresponsive(names: string[]): string {
    return names.length === 1
      ? `${names[0]}’s computer does not answer. It was cut off and gets nothing more.`
      : `${list.format(names)} do not answer. They were cut off and get nothing more.`;
  },
  whoIsOut: "Who is out",
  youWereThere: "You were there",
  until: "Until",
  devicesReleased: "Devices released",
  cameraReleased: "Camera off",
  microphoneReleased: "Microphone off",
  goHome: "Go to start",
  rejoin: "Rejoin",

  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Join ${title}`,
    call: (title: string) => title,
    after: "After the meeting",
  },
};

/** What stands on the last screen: a heading, and what it means now. */
export interface Farewell {
  title: string;
  text: string;
}

export interface FarewellFacts {
  code: ReasonCode;
  message: string;
  by: string | null;
  /** The meeting's title; null when it was never entered. */
  meeting: string | null;
  others: number;
  hostedHere: boolean;
  endedByMe: boolean;
}

export function farewell(facts: FarewellFacts): Farewell {
  const { by, others } = facts;
  const meeting = facts.meeting ?? "The meeting";
  switch (facts.code) {
    case "left":
      if (facts.meeting === null) return { title: "You left", text: "Nobody heard or saw you." };
      if (others === 0) return { title: "You left", text: "Nobody else was there." };
      return {
        title: "You left",
        text: `${meeting} goes on with ${people(others)}${facts.hostedHere ? ", kept open by this computer" : ""}.`,
      };
    case "ended":
      if (facts.endedByMe)
        return { title: "You ended the meeting", text: `${meeting} is shut. The link no longer works.` };
      if (facts.meeting === null) return heading(facts.message);
      return {
        title: by === null ? "The meeting was ended" : `${by} ended the meeting`,
        text: `${meeting} is over for everyone.`,
      };
    case "removed":
      return {
        title: by === null ? "The host removed you" : `${by} removed you`,
        text: `${meeting} goes on without you.`,
      };
    case "denied":
      return { title: "The host did not let you in", text: "" };
    case "moved":
      return { title: "You joined from another device", text: `${meeting} goes on there.` };
    case "connection-lost":
      return {
        title: "Your connection was lost",
        text: "It did not come back in time. The meeting may still be open.",
      };
    case "server-stopped":
      return { title: "The host closed the meeting’s computer", text: `${meeting} is over for everyone.` };
    case "room-closed":
    case "crashed":
    case "asleep":
    case "join-failed":
      return heading(facts.message);
  }
}

function heading(message: string): Farewell {
  const [title, text] = splitSentence(message);
  return { title, text };
}
