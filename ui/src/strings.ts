/**
 * Every sentence a person reads, in one place. Who did what, then what happens now: one sentence, no exclamation, no
 * apology, no code. Sentences that come from the engine (reasons, problems) arrive ready to read.
 */
import type { Attendee, AwayRule, FarewellText, Reason, ReasonCode, Role, Startup } from "./bindings";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const NUMBERS = ["Nobody", "One person", "Two people", "Three people", "Four people", "Five people"];
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

/** The same where there is little room. */
export function shortDuration(ms: number): string {
  return ms < 60_000 ? "under 1 min" : duration(ms);
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

const exactClock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export function exactTime(unixMs: number): string {
  return exactClock.format(unixMs);
}

/** A time that was chosen: "5 minutes", "90 seconds". */
function span(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}

/** What is left until something happens, rounded as people say it. */
function inAbout(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} seconds` : span(Math.round(seconds / 60) * 60);
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
  runsHere: (lobby: boolean) =>
    `Runs on this computer. ${lobby ? "Guests wait to be let in." : "Whoever has the link can join."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `If you go away, it ends after ${span(seconds)}.`,
    keep: "If you go away, a co-host takes over.",
    end: "If you go away, it ends at once.",
  },
  change: "Change",
  rulesTitle: "Rules for new meetings",
  rulesWho: "Who comes in",
  guestsWait: "Guests wait to be let in",
  guestsWaitHow: "You see who they are, and admit or turn away each one.",
  rulesAway: "If your computer goes away",
  rulesAwayHow: "It crashes, sleeps or loses its connection. Everyone is shown this before they join.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "A co-host takes over";
    return rule.rule === "end" ? "End at once" : `End after ${span(rule.seconds)}`;
  },
  done: "Done",
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
  ifHostGoesAway: (host: string | null) => `If ${host === null ? "the host" : host}’s computer goes away,`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "a co-host takes over";
    return rule.rule === "end" ? "the meeting ends at once" : `the meeting ends after ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `You wait until ${host ?? "the host"} lets you in.`,
  lockedDoor: (host: string | null) => `The meeting is locked. ${host ?? "The host"} has to unlock it first.`,
  letsYouIn: (host: string | null) => `${host ?? "The host"} will let you in`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "The host"} has been told that ${name} is here. Nobody hears or sees you until you are in.`,
  waitingToBeAdmitted: "Waiting to be let in",
  waitingFor: "Waiting for",
  aheadOfYou(ahead: number): string {
    if (ahead === 0) return "You are the next one.";
    return `${NUMBERS[ahead] ?? people(ahead)} ${ahead === 1 ? "is" : "are"} ahead of you.`;
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

  // People and rules
  people: "People",
  showPeople: (waiting: number) => (waiting === 0 ? "People" : `People, ${waiting} waiting`),
  closePeople: "Close people",
  waitingList: "Waiting to be let in",
  waitingCount: (count: number) => `Waiting, ${count}`,
  inMeeting: "In the meeting",
  admit: "Admit",
  admitName: (name: string) => `Admit ${name}`,
  denyName: (name: string) => `Do not admit ${name}`,
  admitAll: (count: number) => (count === 2 ? "Admit both" : "Admit all"),
  see: "See",
  isWaiting: (name: string) => `${name} is waiting`,
  youWithRole: { host: "You, host", "co-host": "You, co-host", guest: "You" } satisfies Record<Role, string>,
  role: { host: "Host", "co-host": "Co-host", guest: "" } satisfies Record<Role, string>,
  isMuted: "Muted",
  moreFor: (name: string) => `More for ${name}`,
  mute: "Mute",
  askToUnmute: "Ask to unmute",
  cameraOffFor: "Turn camera off",
  askForCamera: "Ask to show the camera",
  makeCoHost: "Make co-host",
  takeCoHost: "Take co-host back",
  handOver: "Hand over the meeting",
  removeFrom: "Remove from meeting",
  muteAll: "Mute all",
  lock: "Lock",
  unlock: "Unlock",
  handOverTitle: (name: string) => `Hand the meeting over to ${name}?`,
  handOverText: (name: string) =>
    `${name} becomes the host and alone can end it for everyone. You stay as a co-host.`,
  handOverDo: "Hand over",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: "The meeting goes on without them, and they cannot come back with their link.",
  removeDo: "Remove",
  keep: "Keep as it is",
  youAreNow: {
    host: "You are the host now. Only you can end it for everyone.",
    "co-host": "You are a co-host now. You can admit, mute and remove people.",
    guest: "You are a guest now",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name} is the host now`;
    return role === "co-host" ? `${name} is a co-host now` : `${name} is no longer a co-host`;
  },
  lockedTitle: "The meeting is locked.",
  lockedText: "Nobody new gets in.",
  lockedSentence: "The meeting is locked. Nobody new gets in.",
  unlockedSentence: "The meeting is no longer locked",
  locked: "locked",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio" ? `${by} asks you to unmute.` : `${by} asks you to show your camera.`,
  notNow: "Not now",
  unmute: "Unmute",
  showCamera: "Show camera",
  silenced: (kind: "audio" | "video", by: string | null) =>
    kind === "audio" ? `${by ?? "The host"} muted you.` : `${by ?? "The host"} turned your camera off.`,
  silencedHow: {
    audio: "Nobody hears you until you unmute.",
    video: "Nobody sees you until you turn it on.",
  },
  hostIsAway: (name: string) => `${name}’s computer has gone away.`,
  awayCloses: "The meeting ends unless it is back in",
  awayEnds: "The meeting is being ended.",
  awayKeeps: "The meeting goes on without a host.",

  // Leaving and ending
  announceEnd: "Announce the end",
  announceIn: (minutes: number) => `in ${minutes} min`,
  announceInShort: (minutes: number) => `${minutes} min`,
  announceInLong: (minutes: number) => `Announce the end in ${minutes} minutes`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "You end this meeting in" : `${by ?? "The host"} ends this meeting in`,
  endsIn: (by: string | null, ms: number) => `${by ?? "The host"} ends this meeting in ${inAbout(ms)}`,
  addMinutes: "Add 5 min",
  cancelEnd: "Cancel the end",
  endCancelled: "The announced end is cancelled. The meeting goes on.",
  closeTitle: "The meeting is still on",
  closeText: (count: number) =>
    count === 1
      ? "Nobody else is there."
      : `${people(count)} are there. Closing this window alone does not end it.`,
  leaveOthers(others: number): string {
    if (others === 0) return "Leave";
    return `Leave, ${others === 1 ? "1 person carries on" : `${others} people carry on`}`;
  },
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
  placeKept: "Your place is kept for",
  tryingOn: "Still trying.",
  leaveWorks: "Leave works all the same.",
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
  recordMissing: "The end could not be written to this computer’s disk yet. It is tried again until it is.",
  whoIsOut: "Who is out",
  youWereThere: "You were there",
  until: "Until",
  devicesReleased: "Devices released",
  cameraReleased: "Camera off",
  microphoneReleased: "Microphone off",
  speakerReleased: "Speaker off",
  checkedAt: "Checked with the system at",
  didNotClose: (device: string) => `${device} is still open. Unplug it, or quit Adjourn to be sure.`,
  youSpoke: "You spoke",
  checkingDoor: "Checking whether it is still open",
  tellThem: "Tell those still there",
  told: (name: string, text: FarewellText) => `Those still there read: ${say.saysFarewell(name, text)}.`,
  farewells: {
    "another-meeting": "Had to run",
    "bad-connection": "Bad line",
    "back-in-5": "Back in 5 min",
  } satisfies Record<FarewellText, string>,
  saysFarewell(name: string, text: FarewellText): string {
    if (text === "another-meeting") return `${name} had to run`;
    return text === "bad-connection" ? `${name} had a bad line` : `${name} will be back in 5 minutes`;
  },
  summary: "Summary",
  save: "Save",
  saveAs: "Save the summary",
  saveTable: "Table (CSV)",
  saveData: "Data (JSON)",
  savedTo: (path: string) => `Saved as ${path}`,
  whoWasThere: "Who was there",
  columnName: "Name",
  columnTime: "Time there",
  columnHow: "How they left",
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

/** How somebody left, in the summary's last column. `reason` is my own way out: with a meeting that is over everybody
 * who was still there is out. */
export function howTheyLeft(person: Attendee, reason: Reason, answered: boolean): string {
  const { me } = person;
  const left = person.left ?? (OVER.has(reason.code) ? reason : null);
  // With my own line gone nobody knows what has become of the others.
  if (left === null) return UNSEEN.has(reason.code) ? "Was still there" : "Still there";
  const time = left.at == null ? "" : `, ${timeOfDay(left.at)}`;
  switch (left.code) {
    case "left":
      return `${me ? "You left" : "Left"}${time}`;
    case "ended":
      if (!answered) return "Cut off, no answer";
      return left.by === person.name ? "Ended it for all" : "Until the end";
    case "removed":
      return left.by == null ? `Removed${time}` : `Removed by ${left.by}`;
    case "denied":
      return "Not let in";
    case "moved":
      return "Changed device";
    case "connection-lost":
      return `Connection lost${time}`;
    case "crashed":
      return `App stopped${time}`;
    case "asleep":
      return `Computer asleep${time}`;
    case "server-stopped":
    case "room-closed":
      return "Until the end";
    case "join-failed":
      return "Did not get in";
  }
}

const UNSEEN = new Set<ReasonCode>(["connection-lost", "crashed", "asleep"]);

const OVER = new Set<ReasonCode>(["ended", "server-stopped", "room-closed"]);

export interface FarewellFacts {
  code: ReasonCode;
  message: string;
  by: string | null;
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

export function farewell(facts: FarewellFacts): Farewell {
  const { by, others } = facts;
  const meeting = facts.meeting ?? "The meeting";
  switch (facts.code) {
    case "left":
      if (facts.meeting === null) return { title: "You left", text: "Nobody heard or saw you." };
      if (facts.open === false) return { title: "You left", text: `${meeting} is over.` };
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
        text: `${meeting} goes on without you, and your link opens it no more.`,
      };
    case "denied":
      return { title: `${facts.host ?? "The host"} did not let you in`, text: "Nobody heard or saw you." };
    case "moved":
      return { title: "You joined from another device", text: `${meeting} goes on there.` };
    case "connection-lost":
      return {
        title: "Your connection was lost",
        text: `It did not come back in time. ${
          facts.open === null
            ? "The meeting may still be open."
            : facts.open
              ? "The meeting is still open."
              : `${meeting} is over or cannot be reached.`
        }`,
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
