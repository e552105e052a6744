/** Home, lobby and waiting room, settings, and what can go wrong. */
import type { AwayRule } from "../../bindings";
import { list, number, plural } from "../format";
import { people, span } from "./common";

const NUMBERS = ["Nobody", "One person", "Two people", "Three people", "Four people", "Five people"];

export const doors = {
  // Home
  startOrJoin: "Start or join",
  newMeeting: "New meeting",
  /** What a meeting is called that nobody gave a name. */
  meetingOf: (name: string) => `${name}’s meeting`,
  runsHere: (lobby: boolean) =>
    `Runs on this computer. ${lobby ? "Guests wait to be let in." : "Whoever has the link can join."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `If you go away, it ends after ${span(seconds)}.`,
    keep: "If you go away, a co-host takes over.",
    end: "If you go away, it ends at once.",
  },
  rulesTitle: "Rules for new meetings",
  guestsWait: "Guests wait to be let in",
  guestsWaitHow: "You see who they are, and admit or turn away each one.",
  rulesAway: "If your computer goes away",
  rulesAwayHow: "It crashes, sleeps or loses its connection. Everyone is shown this before they join.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "A co-host takes over";
    return rule.rule === "end" ? "End at once" : `End after ${span(rule.seconds)}`;
  },
  joinWithLink: "Join with a link",
  linkPlaceholder: "adjourn://join/…",
  join: "Join",
  yourName: "Your name",
  namePlaceholder: "What the others call you",
  nameNeeded: "Write your name first, so that the others know who you are.",
  linkNeeded: "Paste the link from your invitation first.",
  opening: "Opening your meeting on this computer",
  lookingUp: "Looking up the meeting",
  settings: "Settings",
  stillOpen: "Your meeting is still open",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `${title} is kept open by this computer. Nobody is there.`
      : plural(count, {
          one: `${title} is kept open by this computer. 1 person is there.`,
          other: `${title} is kept open by this computer. ${number(count)} people are there.`,
        }),
  goBack: "Go back",
  endFromHome: (title: string) => `End ${title} for everyone?`,
  keepOpen: "Keep it open",
  recent: "Recent meetings",
  recentNone: "Meetings that you host or join are listed here, so that you find them again.",
  today: "Today",
  yesterday: "Yesterday",
  youHosted: "You hosted it",
  youJoinedIt: "You joined it",
  /** What a click on a meeting of one's own does, and on one of somebody else. */
  meetAnew: "Start again",
  joinAgain: "Join again",
  stillOpenThere: (count: number) =>
    count === 0 ? "Still open, nobody there" : `Still open, ${people(count)} there`,
  /** Of the list: the rest too, and only the newest again. */
  showAll: "All",
  showFewer: "Fewer",
  forget: (title: string) => `Take ${title} off the list`,
  forgetAll: "Clear",
  forgetAllTitle: "Clear the list of recent meetings?",
  forgetAllText: "The links of those you joined go with it. The meetings themselves stay as they are.",
  forgetAllDo: "Clear the list",
  keepList: "Keep the list",

  // Lobby
  yourPictureAndSound: "Your picture and sound",
  hostedBy: (host: string) => `Hosted by ${host}`,
  openFor: (time: string) => `open for ${time}`,
  justOpened: "just opened",
  nobodyThere: "Nobody is there yet",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${number(names.length - 3)} more`] : names;
    return `${list(shown)} ${names.length === 1 ? "is" : "are"} there`;
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
    const who = NUMBERS[ahead] ?? `${number(ahead)} people`;
    return plural(ahead, { one: `${who} is ahead of you.`, other: `${who} are ahead of you.` });
  },
  onlyHostEnds: (host: string) => `Only ${host} can end it for everyone. You can leave at any time.`,
  joining: "Joining. Nobody hears or sees you until you are in.",
  cameraOff: "Camera is off",
  cameraStarting: "Camera is starting",
  microphoneWorks: "Microphone level",
  test: "Test",
  testSpeaker: "Play a sound on the speaker",

  // Invite
  moreInvite: "More ways to invite",
  copyLink: "Copy the link",
  showCode: "QR code and addresses",
  inviteTitle: "Invite people",
  inviteHow: "Send the link. The code holds the same link, to be read from the screen.",
  codeOfLink: "QR code of the link",
  reachTitle: "Where guests can come from",
  reach: {
    "this-computer": "This computer only",
    "local-network": "The same network, such as an office or a home",
    internet: "Anywhere, if the router there lets them through",
  },
  guestsNeed: "Guests need Adjourn on their computer. The link opens it.",
  guestsNeedNetwork: "They have to be in the same network as the computer that carries the meeting.",
  guestsCannot: "Nobody else can reach this computer now. Connect it to a network, then copy the link again.",
  inviteUnknown: "The link could not be fetched. The meeting may be over.",

  // Settings
  settingsTab: {
    general: "General",
    devices: "Devices",
    shortcuts: "Shortcuts",
    appearance: "Appearance",
    language: "Language",
    server: "Server",
  },
  nameHow: "The others see it from your next meeting on.",
  notifications: "Notifications",
  notificationsHow: "When somebody waits, writes or raises a hand while Adjourn is behind other windows.",
  sounds: "Sounds",
  soundsHow: "A short sound when somebody joins or raises a hand.",
  autostart: "Start with the computer",
  autostartHow: "Adjourn waits in the tray until you need it.",
  devicesHow: "Kept for all meetings. One that is plugged in later is offered at once.",
  reduceNoise: "Reduce noise and echo",
  joinMuted: "Join with the microphone off",
  askBeforeLeaving: "Ask before I leave",
  theme: "Theme",
  themes: { system: "System", light: "Light", dark: "Dark" },
  themeHow: "System follows your desktop, and keeps meetings dark.",
  textSize: "Text size",
  textSizeHow: "Everything scales with it.",
  textSizes: { small: "90\u00a0%", usual: "100\u00a0%", large: "125\u00a0%" },
  namesOnPictures: "Names on pictures",
  miniOnTop: "Keep the mini window on top",
  reduceMotion: "Reduce motion",
  languageOfApp: "Language of the app",
  asTheSystem: (name: string) => `As the system: ${name}`,
  languageHow: "Names, chat and files stay as they were written.",
  serverHere: "New meetings run on this computer. Nothing is sent anywhere else.",
  serverThere: (host: string) =>
    `New meetings run on ${host}. This computer lets guests in, so keep Adjourn open while they come.`,
  runsThere: (host: string) => `Runs on ${host}. Whoever has the link can join.`,
  port: "Port for guests",
  portHow: "Used for the next meeting. Another one is taken while it is in use.",
  portBad: "A port is a number from 1 to 65535.",
  otherServer: "Another server (optional)",
  otherServerHow: "A LiveKit server of your own, for more people than one computer can carry.",
  serverAddress: "Address",
  apiKey: "API key",
  apiSecret: "API secret",
  apiSecretHow: "It is kept on this computer and never shown again.",
  useServer: "Check and use",
  askingServer: "Asking the server",
  serverNeeds: "Fill in the address, the key and the secret.",
  useThisComputer: "Run on this computer again",
  notThere:
    "There nobody waits to be let in, the meeting cannot be locked, its end cannot be announced, and nobody becomes co-host.",

  // What can go wrong
  chooseAnother: "Choose another",
  pasteAgain: "Paste again",
  openSettings: "Open settings",
  showAttempts: "Show attempts",
  attempts: "Attempts",
  /** What is known of an error, in the place of its usual cause. */
  known: {
    heldBy: (program: string) => `${program} has it.`,
    ended: (by: string | null, when: string) =>
      by === null ? `It was ended (${when}).` : `${by} ended it (${when}).`,
    tried: (addresses: number, seconds: number) =>
      plural(addresses, {
        one: `Its address was tried for ${number(seconds)}\u00a0s.`,
        other: `Its ${number(addresses)} addresses were tried for ${number(seconds)}\u00a0s.`,
      }),
    stopsAfter: (end: string) => `It stops after ${end}.`,
    onlyEnds: (name: string) => `Only ${name} can end the meeting for everyone.`,
    promised: "Link",
    shown: "Got",
  },
  quitApp: "Quit Adjourn",
  copyDetails: "Copy details",
  detailsCopied: "Details copied. Names and links are left out.",
};
