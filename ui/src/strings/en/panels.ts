/** People, what hosts do and say, chat, hands, reactions, keys. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import { number, plural } from "../format";

export const panels = {
  people: "People",
  backToMeeting: "Back to the meeting",
  searchPeople: "Search people",
  clearSearch: "Clear the search",
  nobodyCalled: (search: string) => `Nobody here is called “${search}”.`,
  foundPeople: (count: number) =>
    plural(count, { one: "1 person found", other: `${number(count)} people found` }),
  onlyYou: "Only you are here. Whoever has the invite can come.",
  raisedHands: (count: number) =>
    plural(count, { one: "1 raised hand", other: `${number(count)} raised hands` }),
  handPlace: (place: number) => `Hand raised, number ${number(place)}`,
  lowerHand: "Lower hand",
  writeOnlyTo: (name: string) => `Write only to ${name}`,
  showPeople: (waiting: number) => (waiting === 0 ? "People" : `People, ${number(waiting)} waiting`),
  closePeople: "Close people",
  waitingList: "Waiting to be let in",
  waitingCount: (count: number) => `Waiting, ${number(count)}`,
  inMeeting: "In the meeting",
  admit: "Admit",
  admitName: (name: string) => `Admit ${name}`,
  denyName: (name: string) => `Do not admit ${name}`,
  admitAll: (count: number) => (count === 2 ? "Admit both" : "Admit all"),
  see: "See",
  isWaiting: (name: string) => `${name} is waiting`,
  youWithRole: { host: "You, host", "co-host": "You, co-host", guest: "You" } satisfies Record<Role, string>,
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
  spokeMuted: (key: string) => `You are muted. Hold ${key} to talk.`,
  showCamera: "Show camera",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "The host";
    return {
      audio: `${who} muted you.`,
      video: `${who} turned your camera off.`,
      share: `${who} stopped your sharing.`,
    }[kind];
  },
  silencedHow: {
    audio: "Nobody hears you until you unmute.",
    video: "Nobody sees you until you turn it on.",
    share: "Nobody sees your screen until you share it again.",
  },
  hostIsAway: (name: string) => `${name}’s computer has gone away.`,
  awayCloses: "The meeting ends unless it is back in",
  awayEnds: "The meeting is being ended.",
  awayKeeps: "The meeting goes on without a host.",
  carriedElsewhere: "Another server carries this meeting. Nobody waits at its door, and it cannot be locked.",

  // Chat
  chat: "Chat",
  closeChat: "Close chat",
  showChat: (unread: number) =>
    unread === 0
      ? "Chat"
      : plural(unread, { one: "Chat, 1 new message", other: `Chat, ${number(unread)} new messages` }),
  messages: "Messages",
  noMessages: "Nobody has written yet.",
  noMessagesHow: "What you write is read by those who are here now. It stays in your summary of the meeting.",
  onlyToYou: "only to you",
  onlyTo: (name: string) => `only to ${name}`,
  newMessages: "New",
  toLatest: "Latest messages",
  newBelow: (count: number) =>
    plural(count, { one: "1 new message", other: `${number(count)} new messages` }),
  writeTo: "Write to",
  toEveryone: "To everyone",
  toOnly: (name: string) => `Only to ${name}`,
  everyone: "Everyone",
  messageEveryone: "Message to everyone",
  messageOnly: (name: string) => `Message only to ${name}`,
  addresseeGone: (name: string) => `${name} has left. Choose whom to write to.`,
  send: "Send",
  sending: "Sending",
  discard: "Discard",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, { one: "1 character too long", other: `${number(-count)} characters too long` })
      : plural(count, { one: "1 character left", other: `${number(count)} characters left` }),
  /** Read aloud, and as a glance. */
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, only to you: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `Opens ${host} in your browser`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  // Hands and reactions
  raiseHand: "Raise hand",
  handUp: "Your hand is up",
  handDown: "Your hand is down",
  react: "React",

  // Asked of the desktop while the window is not in front
  notify: {
    waits: (name: string) => `${name} waits to be let in`,
    wrote: (name: string) => `${name} wrote in the chat`,
    wroteYou: (name: string) => `${name} wrote to you`,
    raised: (name: string) => `${name} raised a hand`,
  },

  // Keys
  keysTitle: "Keys",
  keysChange: "Change keys",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Shift",
    space: "Space",
    pageUp: "Page Up",
    pageDown: "Page Down",
  },
  commands: {
    microphone: "Microphone on or off",
    talk: "Talk while muted, held down",
    camera: "Camera on or off",
    share: "Share screen or stop",
    hand: "Raise or lower hand",
    react: "React",
    people: "People",
    chat: "Chat",
    invite: "Copy invite",
    leave: "Leave",
    settings: "Settings",
    keys: "Show the keys",
  } satisfies Record<Command, string>,
  keysEscape: "Stay, or close what is open",
  keysRegions: "To the stage, the panel, the bar",
  keysArrows: "From one control to the next",
  arrowKeys: "Arrows",
  keysPin: "Pin the person in focus",
  leaveAnywhere: "Leave from any program, even if Adjourn hangs",
  pressKeys: "Press the new key",
  pressKeysHow: "Esc keeps the old one.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Press to change the key.`,
  keyIsNow: (command: string, key: string) => `${command} is now ${key}`,
  keyUsed: (key: string, by: string) => `${key} is already used for “${by}”.`,
  keyKept: (key: string) => `${key} has its own meaning everywhere.`,
  keyTypes: (key: string, ctrl: string) =>
    `${key} alone is for writing. Hold ${ctrl} or Alt with it, or use F1 to F12.`,
  resetKey: "Use the default",
  resetKeys: "Use the default keys",
};
