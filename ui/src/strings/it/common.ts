/** Italiano: quello che dicono più viste. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

function seconds(count: number): string {
  return plural(count, { one: "1 secondo", other: `${number(count)} secondi` });
}

export function span(length: number): string {
  if (length % 60 !== 0) return seconds(length);
  return plural(length / 60, { one: "1 minuto", other: `${number(length / 60)} minuti` });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? seconds(left) : span(Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, { one: "1 persona", other: `${number(count)} persone` });
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "meno di un minuto",
    underShort: "meno di 1 min",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} min`,
    hours: (hours: number) => `${number(hours)} h`,
    both: (hours: number, minutes: number) => `${number(hours)} h ${number(minutes)} min`,
  },
  close: "Chiudi",
  done: "Fatto",
  change: "Cambia",
  or: "o",
  you: "Tu",
  leave: "Esci",
  stay: "Resta",
  dismiss: "Nascondi",
  tryAgain: "Riprova",
  save: "Salva",
  chooseDevice: { camera: "Videocamera", microphone: "Microfono", speaker: "Altoparlante" },
  noCamera: "Nessuna videocamera",
  noMicrophone: "Nessun microfono",
  noSpeaker: "Nessun altoparlante",
  noDevices: "Non ce n’è nessuno",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p, ${number(fps)}\u00a0fps`,
  microphoneAndSpeaker: "Microfono e altoparlante",
  role: { host: "Host", "co-host": "Co-host", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Dovevo andare",
    "bad-connection": "Linea disturbata",
    "back-in-5": "Torno tra 5 min",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Mostra Adjourn",
    mute: "Spegni il microfono",
    unmute: "Accendi il microfono",
    leave: "Esci dalla riunione",
    end: "Termina la riunione per tutti",
    quit: "Chiudi Adjourn",
    mini: "Adjourn, finestra piccola",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Entra in ${title}`,
    call: (title: string) => title,
    after: "Dopo la riunione",
  },
};
