/** Deutsch: Personen, was Hosts tun und sagen, Chat, Hände, Reaktionen, Tasten. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";

export const panels: Translated<typeof english> = {
  people: "Personen",
  backToMeeting: "Zurück zur Besprechung",
  searchPeople: "Personen suchen",
  clearSearch: "Suche leeren",
  nobodyCalled: (search: string) => `Niemand hier heißt „${search}“.`,
  foundPeople: (count: number) =>
    plural(count, { one: "1 Person gefunden", other: `${number(count)} Personen gefunden` }),
  onlyYou: "Nur Sie sind hier. Wer die Einladung hat, kann kommen.",
  raisedHands: (count: number) =>
    plural(count, { one: "1 gehobene Hand", other: `${number(count)} gehobene Hände` }),
  handPlace: (place: number) => `Hand gehoben, Nummer ${number(place)}`,
  lowerHand: "Hand senken",
  writeOnlyTo: (name: string) => `Nur an ${name} schreiben`,
  showPeople: (waiting: number) =>
    waiting === 0
      ? "Personen"
      : plural(waiting, { one: "Personen, 1 wartet", other: `Personen, ${number(waiting)} warten` }),
  closePeople: "Personen schließen",
  waitingList: "Warten auf Einlass",
  waitingCount: (count: number) => `Warteraum, ${number(count)}`,
  inMeeting: "In der Besprechung",
  admit: "Einlassen",
  admitName: (name: string) => `${name} einlassen`,
  denyName: (name: string) => `${name} nicht einlassen`,
  admitAll: (count: number) => (count === 2 ? "Beide einlassen" : "Alle einlassen"),
  see: "Ansehen",
  isWaiting: (name: string) => `${name} wartet`,
  youWithRole: { host: "Sie, Host", "co-host": "Sie, Co-Host", guest: "Sie" } satisfies Record<Role, string>,
  isMuted: "Stumm",
  moreFor: (name: string) => `Mehr zu ${name}`,
  mute: "Stummschalten",
  askToUnmute: "Um Ton bitten",
  cameraOffFor: "Kamera ausschalten",
  askForCamera: "Um Bild bitten",
  makeCoHost: "Zum Co-Host machen",
  takeCoHost: "Nicht mehr Co-Host",
  handOver: "Besprechung übergeben",
  removeFrom: "Aus der Besprechung entfernen",
  muteAll: "Alle stummschalten",
  lock: "Sperren",
  unlock: "Entsperren",
  handOverTitle: (name: string) => `Die Besprechung an ${name} übergeben?`,
  handOverText: (name: string) =>
    `${name} wird Host und kann sie dann allein für alle beenden. Sie bleiben Co-Host.`,
  handOverDo: "Übergeben",
  removeTitle: (name: string) => `${name} entfernen?`,
  removeText: "Die Besprechung geht ohne diese Person weiter, und ihr Link öffnet sie nicht mehr.",
  removeDo: "Entfernen",
  keep: "So lassen",
  youAreNow: {
    host: "Sie sind jetzt Host. Nur Sie können für alle beenden.",
    "co-host": "Sie sind jetzt Co-Host. Sie können Personen einlassen, stummschalten und entfernen.",
    guest: "Sie sind jetzt Gast",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name} ist jetzt Host`;
    return role === "co-host" ? `${name} ist jetzt Co-Host` : `${name} ist nicht mehr Co-Host`;
  },
  lockedTitle: "Die Besprechung ist gesperrt.",
  lockedText: "Niemand Neues kommt herein.",
  lockedSentence: "Die Besprechung ist gesperrt. Niemand Neues kommt herein.",
  unlockedSentence: "Die Besprechung ist nicht mehr gesperrt",
  locked: "gesperrt",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio"
      ? `${by} bittet Sie, Ihr Mikrofon einzuschalten.`
      : `${by} bittet Sie, Ihre Kamera einzuschalten.`,
  notNow: "Jetzt nicht",
  unmute: "Mikrofon einschalten",
  spokeMuted: (key) => `Sie sind stumm. Zum Sprechen ${key} gedrückt halten.`,
  showCamera: "Kamera einschalten",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "Der Host";
    return {
      audio: `${who} hat Sie stummgeschaltet.`,
      video: `${who} hat Ihre Kamera ausgeschaltet.`,
      share: `${who} hat Ihre Bildschirmfreigabe beendet.`,
    }[kind];
  },
  silencedHow: {
    audio: "Niemand hört Sie, bis Sie das Mikrofon wieder einschalten.",
    video: "Niemand sieht Sie, bis Sie die Kamera wieder einschalten.",
    share: "Niemand sieht Ihren Bildschirm, bis Sie ihn wieder teilen.",
  },
  hostIsAway: (name: string) => `Der Computer von ${name} ist ausgefallen.`,
  awayCloses: "Kommt er nicht zurück, endet die Besprechung in",
  awayEnds: "Die Besprechung wird beendet.",
  awayKeeps: "Die Besprechung geht ohne Host weiter.",
  carriedElsewhere:
    "Ein anderer Server trägt diese Besprechung. Niemand wartet auf Einlass, und sie lässt sich nicht sperren.",

  chat: "Chat",
  closeChat: "Chat schließen",
  showChat: (unread: number) =>
    unread === 0
      ? "Chat"
      : plural(unread, { one: "Chat, 1 neue Nachricht", other: `Chat, ${number(unread)} neue Nachrichten` }),
  messages: "Nachrichten",
  noMessages: "Noch hat niemand geschrieben.",
  noMessagesHow:
    "Was Sie schreiben, lesen die, die jetzt da sind. Es bleibt in Ihrer Zusammenfassung der Besprechung.",
  onlyToYou: "nur an Sie",
  onlyTo: (name: string) => `nur an ${name}`,
  newMessages: "Neu",
  toLatest: "Neueste Nachrichten",
  newBelow: (count: number) =>
    plural(count, { one: "1 neue Nachricht", other: `${number(count)} neue Nachrichten` }),
  writeTo: "Schreiben an",
  toEveryone: "An alle",
  toOnly: (name: string) => `Nur an ${name}`,
  everyone: "Alle",
  messageEveryone: "Nachricht an alle",
  messageOnly: (name: string) => `Nachricht nur an ${name}`,
  addresseeGone: (name: string) => `${name} ist gegangen. Wählen Sie, an wen Sie schreiben.`,
  send: "Senden",
  sending: "Wird gesendet",
  discard: "Verwerfen",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, { one: "1 Zeichen zu lang", other: `${number(-count)} Zeichen zu lang` })
      : plural(count, { one: "Noch 1 Zeichen", other: `Noch ${number(count)} Zeichen` }),
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, nur an Sie: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `Öffnet ${host} in Ihrem Browser`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "Hand heben",
  handUp: "Ihre Hand ist oben",
  handDown: "Ihre Hand ist unten",
  react: "Reagieren",

  notify: {
    waits: (name: string) => `${name} wartet auf Einlass`,
    wrote: (name: string) => `${name} hat im Chat geschrieben`,
    wroteYou: (name: string) => `${name} hat Ihnen geschrieben`,
    raised: (name: string) => `${name} hat die Hand gehoben`,
  },

  keysTitle: "Tasten",
  keysChange: "Tasten ändern",
  keyNames: {
    ctrl: "Strg",
    alt: "Alt",
    shift: "Umschalt",
    space: "Leertaste",
    pageUp: "Bild auf",
    pageDown: "Bild ab",
  },
  commands: {
    microphone: "Mikrofon an oder aus",
    talk: "Sprechen trotz Stummschaltung, gehalten",
    camera: "Kamera an oder aus",
    share: "Bildschirm teilen oder nicht mehr",
    hand: "Hand heben oder senken",
    react: "Reagieren",
    people: "Personen",
    chat: "Chat",
    invite: "Einladung kopieren",
    leave: "Verlassen",
    settings: "Einstellungen",
    keys: "Tasten zeigen",
  } satisfies Record<Command, string>,
  keysEscape: "Bleiben, oder schließen, was offen ist",
  keysRegions: "Zur Bühne, zur Seite, zur Leiste",
  keysArrows: "Von einem Schalter zum nächsten",
  arrowKeys: "Pfeile",
  keysPin: "Die Person im Fokus anheften",
  leaveAnywhere: "Verlassen aus jedem Programm, auch wenn Adjourn hängt",
  pressKeys: "Neue Taste drücken",
  pressKeysHow: "Esc behält die alte.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Drücken, um die Taste zu ändern.`,
  keyIsNow: (command: string, key: string) => `${command} liegt jetzt auf ${key}`,
  keyUsed: (key: string, by: string) => `${key} gehört schon zu „${by}“.`,
  keyKept: (key: string) => `${key} hat überall eine eigene Bedeutung.`,
  keyTypes: (key: string, ctrl: string) =>
    `${key} allein ist zum Schreiben da. Halten Sie ${ctrl} oder Alt dazu, oder nehmen Sie F1 bis F12.`,
  resetKey: "Vorgabe verwenden",
  resetKeys: "Vorgegebene Tasten verwenden",
};
