/** Deutsch: was mehr als eine Ansicht sagt. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

function seconds(count: number): string {
  return plural(count, { one: "1 Sekunde", other: `${number(count)} Sekunden` });
}

/** "5 Minuten", "90 Sekunden": nach "nach" wie nach "in". */
export function span(length: number): string {
  if (length % 60 !== 0) return seconds(length);
  return plural(length / 60, { one: "1 Minute", other: `${number(length / 60)} Minuten` });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? seconds(left) : span(Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, { one: "1 Person", other: `${number(count)} Personen` });
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "weniger als eine Minute",
    underShort: "unter 1 Min.",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} Min.`,
    hours: (hours: number) => `${number(hours)} Std.`,
    both: (hours: number, minutes: number) => `${number(hours)} Std. ${number(minutes)} Min.`,
  },
  close: "Schließen",
  done: "Fertig",
  change: "Ändern",
  or: "oder",
  you: "Sie",
  leave: "Verlassen",
  stay: "Bleiben",
  dismiss: "Ausblenden",
  tryAgain: "Erneut versuchen",
  save: "Speichern",
  chooseDevice: { camera: "Kamera", microphone: "Mikrofon", speaker: "Lautsprecher" },
  noCamera: "Keine Kamera",
  noMicrophone: "Kein Mikrofon",
  noSpeaker: "Kein Lautsprecher",
  noDevices: "Nichts gefunden",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p, ${number(fps)}\u00a0fps`,
  microphoneAndSpeaker: "Mikrofon und Lautsprecher",
  role: { host: "Host", "co-host": "Co-Host", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Musste weiter",
    "bad-connection": "Schlechte Verbindung",
    "back-in-5": "In 5 Min. zurück",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Adjourn zeigen",
    mute: "Mikrofon ausschalten",
    unmute: "Mikrofon einschalten",
    leave: "Besprechung verlassen",
    end: "Besprechung für alle beenden",
    quit: "Adjourn beenden",
    mini: "Adjourn, kleines Fenster",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `${title} beitreten`,
    call: (title: string) => title,
    after: "Nach der Besprechung",
  },
};
