/** Polski: to, co mówi więcej niż jeden widok. Czas teraźniejszy, bo przeszły zdradzałby czyjąś płeć. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

/** „1 sekundę”, „2 sekundy”, „5 sekund”: biernik. */
function seconds(count: number): string {
  return plural(count, {
    one: "1 sekundę",
    few: `${number(count)} sekundy`,
    other: `${number(count)} sekund`,
  });
}

/** Po „za”: „za 5 minut”. */
export function accusative(length: number): string {
  if (length % 60 !== 0) return seconds(length);
  const minutes = length / 60;
  return plural(minutes, {
    one: "1 minutę",
    few: `${number(minutes)} minuty`,
    other: `${number(minutes)} minut`,
  });
}

/** Po „po”: „po 5 minutach”. */
export function locative(length: number): string {
  if (length % 60 !== 0) return plural(length, { one: "1 sekundzie", other: `${number(length)} sekundach` });
  return plural(length / 60, { one: "1 minucie", other: `${number(length / 60)} minutach` });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? seconds(left) : accusative(Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, { one: "1 osoba", few: `${number(count)} osoby`, other: `${number(count)} osób` });
}

/** Po „z”: „z 5 osobami”. */
export function withPeople(count: number): string {
  return plural(count, { one: "1 osobą", other: `${number(count)} osobami` });
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "mniej niż minuta",
    underShort: "poniżej 1 min",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} min`,
    hours: (hours: number) => `${number(hours)} godz.`,
    both: (hours: number, minutes: number) => `${number(hours)} godz. ${number(minutes)} min`,
  },
  close: "Zamknij",
  done: "Gotowe",
  change: "Zmień",
  or: "lub",
  you: "Ty",
  leave: "Wyjdź",
  stay: "Zostań",
  dismiss: "Ukryj",
  tryAgain: "Spróbuj ponownie",
  save: "Zapisz",
  chooseDevice: { camera: "Kamera", microphone: "Mikrofon", speaker: "Głośnik" },
  noCamera: "Brak kamery",
  noMicrophone: "Brak mikrofonu",
  noSpeaker: "Brak głośnika",
  noDevices: "Nic nie znaleziono",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p, ${number(fps)}\u00a0kl./s`,
  microphoneAndSpeaker: "Mikrofon i głośnik",
  role: { host: "Gospodarz", "co-host": "Współgospodarz", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Pora na mnie",
    "bad-connection": "Słabe połączenie",
    "back-in-5": "Wracam za 5 min",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Pokaż Adjourn",
    mute: "Wyłącz mikrofon",
    unmute: "Włącz mikrofon",
    leave: "Wyjdź ze spotkania",
    end: "Zakończ spotkanie dla wszystkich",
    quit: "Zamknij Adjourn",
    mini: "Adjourn, małe okno",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Dołącz: ${title}`,
    call: (title: string) => title,
    after: "Po spotkaniu",
  },
};
