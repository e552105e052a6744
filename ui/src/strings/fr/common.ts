/** Français : ce que disent plusieurs vues. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

function seconds(count: number): string {
  return plural(count, { one: `${number(count)} seconde`, other: `${number(count)} secondes` });
}

export function span(length: number): string {
  if (length % 60 !== 0) return seconds(length);
  return plural(length / 60, { one: "1 minute", other: `${number(length / 60)} minutes` });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? seconds(left) : span(Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, { one: `${number(count)} personne`, other: `${number(count)} personnes` });
}

/** « de » devant un nom : élidé devant une voyelle. */
export function of(name: string): string {
  return /^[aeiouyhàâäéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`;
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "moins d’une minute",
    underShort: "moins de 1 min",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} min`,
    hours: (hours: number) => `${number(hours)} h`,
    both: (hours: number, minutes: number) => `${number(hours)} h ${number(minutes)} min`,
  },
  close: "Fermer",
  done: "Terminé",
  change: "Modifier",
  or: "ou",
  you: "Vous",
  leave: "Quitter",
  stay: "Rester",
  dismiss: "Masquer",
  tryAgain: "Réessayer",
  save: "Enregistrer",
  chooseDevice: { camera: "Caméra", microphone: "Micro", speaker: "Haut-parleur" },
  noCamera: "Pas de caméra",
  noMicrophone: "Pas de micro",
  noSpeaker: "Pas de haut-parleur",
  noDevices: "Aucun appareil",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p, ${number(fps)}\u00a0i/s`,
  microphoneAndSpeaker: "Micro et haut-parleur",
  role: { host: "Hôte", "co-host": "Co-hôte", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Attendu ailleurs",
    "bad-connection": "Mauvaise connexion",
    "back-in-5": "De retour dans 5 min",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Montrer Adjourn",
    mute: "Couper le micro",
    unmute: "Allumer le micro",
    leave: "Quitter la réunion",
    end: "Terminer la réunion pour tous",
    quit: "Quitter Adjourn",
    mini: "Adjourn, petite fenêtre",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Rejoindre ${title}`,
    call: (title: string) => title,
    after: "Après la réunion",
  },
};
