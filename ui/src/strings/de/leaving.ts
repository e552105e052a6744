/** Deutsch: Verlassen und Beenden, und der Bildschirm danach. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, people } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} musste weiter`;
  return text === "bad-connection"
    ? `${name} hatte eine schlechte Verbindung`
    : `${name} ist in 5 Minuten wieder da`;
}

function carryOn(others: number): string {
  return plural(others, { one: "1 Person macht weiter", other: `${number(others)} Personen machen weiter` });
}

export const leaving: Translated<typeof english> = {
  announceEnd: "Ende ankündigen",
  announceIn: (minutes: number) => `in ${number(minutes)} Min.`,
  announceInShort: (minutes: number) => `${number(minutes)} Min.`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "Sie beenden diese Besprechung in" : `${by ?? "Der Host"} beendet diese Besprechung in`,
  endsIn: (by: string | null, ms: number) =>
    `${by ?? "Der Host"} beendet diese Besprechung in ${inAbout(ms)}`,
  addMinutes: "5 Min. mehr",
  cancelEnd: "Ende absagen",
  endCancelled: "Das angekündigte Ende ist abgesagt. Die Besprechung geht weiter.",
  closeTitle: "Die Besprechung läuft noch",
  closeText: (count: number) =>
    count === 1
      ? "Sonst ist niemand da."
      : `${people(count)} sind da. Dieses Fenster zu schließen beendet sie noch nicht.`,
  leaveOthers: (others: number) => (others === 0 ? "Verlassen" : `Verlassen, ${carryOn(others)}`),
  nobodyHears: "Niemand hört oder sieht Sie jetzt",
  stayInMeeting: "In der Besprechung bleiben",
  chooseHow: "Wählen Sie „Verlassen“ oder „Für alle beenden“, oder bleiben Sie.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Nur Sie gehen. Sonst ist niemand hier.";
    return `Nur Sie gehen. ${carryOn(others)}${keptHere ? "; dieser Computer hält sie offen" : ""}.`;
  },
  youEndedForAll: (count: number) => `Sie haben sie für alle ${number(count)} beendet`,
  endForAll: (count: number) => (count === 1 ? "Besprechung beenden" : `Für alle ${number(count)} beenden`),
  everybodyGoes: "Alle gehen. Die Besprechung ist dann zu, und ihr Link auch.",
  endTitle: (count: number) =>
    count === 1 ? "Die Besprechung beenden?" : `Die Besprechung für alle ${people(count)} beenden?`,
  endHow: (count: number) =>
    count === 1
      ? "Mit diesem Link kommt niemand mehr hinein."
      : "Alle sind in einer Sekunde draußen und sehen, dass Sie beendet haben. Mit diesem Link kommt niemand mehr hinein.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (Sie)`,
  noteLabel: "Grund, den alle lesen (freiwillig)",
  notePlaceholder: "Danke an alle, das Protokoll folgt per E-Mail",
  addNote: "Grund angeben, den alle lesen",
  holdHow: "Halten Sie die Taste, bis sie voll ist. Lassen Sie früher los, geschieht nichts.",
  hold: (count: number) => `Halten, um für alle ${number(count)} zu beenden`,
  keepHolding: (count: number) => `Weiter halten, um für alle ${number(count)} zu beenden`,
  cannotHold: "Tastatur: Eingabe halten. Halten geht nicht?",
  typeInstead: (count: number) => `Stattdessen ${number(count)} eingeben`,
  typeNumber: (count: number) => `${number(count)} eingeben, um die Besprechung für alle zu beenden`,
  leaving: "Sie gehen",
  ending: (count: number) =>
    count === 1 ? "Die Besprechung wird beendet" : `Die Besprechung wird für alle ${number(count)} beendet`,

  closedCount: (closed: number, total: number) => `${number(closed)} von ${number(total)} geschlossen`,
  everybodyOut: "Alle sind draußen.",
  everybodyOutAfter: (time: string) => `Alle waren nach ${time} draußen.`,
  stillClosing: "Die anderen erfahren es gerade.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` nach ${time}`;
    return names.length === 1
      ? `Der Computer von ${names[0]} antwortet nicht. Er wurde${after} getrennt und bekommt nichts mehr.`
      : `${list(names)} antworten nicht. Sie wurden${after} getrennt und bekommen nichts mehr.`;
  },
  recordMissing:
    "Das Ende war auf diesem Computer noch nicht festzuhalten. Es wird versucht, bis es gelungen ist.",
  lateEnded: (title: string) => `${title || "Die Besprechung"} ist für alle beendet.`,
  lateNotEnded: (title: string) => `${title || "Die Besprechung"} konnte nicht beendet werden.`,
  whoIsOut: "Wer draußen ist",
  youWereThere: "Sie waren da",
  until: "Bis",
  devicesReleased: "Geräte freigegeben",
  cameraReleased: "Kamera aus",
  microphoneReleased: "Mikrofon aus",
  checkAgain: "Erneut prüfen",
  checkedAt: "Beim System nachgesehen um",
  didNotClose: (device: string) =>
    `${device} ist noch offen. Ziehen Sie es ab, oder beenden Sie Adjourn, um sicherzugehen.`,
  youSpoke: "Sie sprachen",
  checkingDoor: "Wird nachgesehen, ob sie noch offen ist",
  tellThem: "Denen sagen, die noch da sind",
  told: (name: string, text: FarewellText) => `Wer noch da ist, liest: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Zusammenfassung",
  summaryOf: (title) => `Zusammenfassung von ${title}`,
  noSummary: "Die Zusammenfassung ist nicht mehr da.",
  saveAs: "Zusammenfassung speichern",
  saveTable: "Tabelle (CSV)",
  saveData: "Daten (JSON)",
  saveChat: "Chat (CSV)",
  savedTo: (path: string) => `Gespeichert als ${path}`,
  whoWasThere: "Wer da war",
  columnName: "Name",
  columnTime: "Zeit",
  columnHow: "Wie gegangen",
  goHome: "Zum Start",
  rejoin: "Zurückkehren",

  wayOut: {
    stillThere: "Noch da",
    wasStillThere: "War noch da",
    left: (me: boolean, time: string) => `${me ? "Sie gingen" : "Gegangen"}${time}`,
    noAnswer: "Getrennt, keine Antwort",
    endedIt: "Für alle beendet",
    untilTheEnd: "Bis zum Ende",
    removed: (time: string) => `Entfernt${time}`,
    removedBy: (by: string) => `Entfernt von ${by}`,
    denied: "Nicht eingelassen",
    moved: "Gerät gewechselt",
    lost: (time: string) => `Verbindung verloren${time}`,
    crashed: (time: string) => `App beendet${time}`,
    asleep: (time: string) => `Computer im Ruhezustand${time}`,
    notIn: "Nicht hereingekommen",
  },

  went: {
    left: (name) => `${name} ist gegangen`,
    ended: (_, by) =>
      by === null ? "Die Besprechung wurde für alle beendet" : `${by} hat die Besprechung für alle beendet`,
    removed: (name, by) => (by === null ? `${name} wurde entfernt` : `${by} hat ${name} entfernt`),
    denied: (name) => `${name} wurde nicht eingelassen`,
    moved: (name) => `${name} ist von einem anderen Gerät beigetreten`,
    "connection-lost": (name) => `Die Verbindung von ${name} ging verloren`,
    crashed: (name) => `Die App von ${name} wurde unerwartet beendet`,
    asleep: (name) => `Der Computer von ${name} ist in den Ruhezustand gegangen`,
    "server-stopped": () => "Der Host hat den Computer der Besprechung geschlossen",
    "room-closed": () => "Die Besprechung ist zu",
    "join-failed": (name) => `${name} konnte nicht beitreten`,
  },

  outcome: {
    left: "Sie sind gegangen",
    neverSeen: "Niemand hat Sie gehört oder gesehen.",
    over: (meeting: string) => `${meeting} ist vorbei.`,
    nobodyElse: "Sonst war niemand da.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} geht mit ${people(others)} weiter${keptHere ? "; dieser Computer hält sie offen" : ""}.`,
    endedByMe: "Sie haben die Besprechung beendet",
    shut: (meeting: string) => `${meeting} ist zu. Der Link öffnet sie nicht mehr.`,
    ended: (by: string | null) =>
      by === null ? "Die Besprechung wurde beendet" : `${by} hat die Besprechung beendet`,
    overForAll: (meeting: string) => `${meeting} ist für alle vorbei.`,
    removed: (by: string | null) => `${by ?? "Der Host"} hat Sie entfernt`,
    goesOnWithout: (meeting: string) =>
      `${meeting} geht ohne Sie weiter, und Ihr Link öffnet sie nicht mehr.`,
    denied: (host: string | null) => `${host ?? "Der Host"} hat Sie nicht eingelassen`,
    moved: "Sie sind von einem anderen Gerät beigetreten",
    goesOnThere: (meeting: string) => `${meeting} geht dort weiter.`,
    lost: "Ihre Verbindung ging verloren",
    lostMaybeOpen: "Sie kam nicht rechtzeitig zurück. Die Besprechung ist vielleicht noch offen.",
    lostOpen: "Sie kam nicht rechtzeitig zurück. Die Besprechung ist noch offen.",
    lostOver: (meeting: string) => `Sie kam nicht rechtzeitig zurück. ${meeting} ist vorbei.`,
    serverStopped: "Der Host hat den Computer der Besprechung geschlossen",
    closed: "Die Besprechung ist zu",
    closedHow: "Alle anderen waren gegangen, oder die Zeit war um.",
    crashed: "Die App wurde unerwartet beendet",
    asleep: "Ihr Computer ist in den Ruhezustand gegangen",
    mayBeOpen: "Die Besprechung ist vielleicht noch offen.",
    notIn: "Sie sind nicht hereingekommen",
    theMeeting: "Die Besprechung",
  },
};
