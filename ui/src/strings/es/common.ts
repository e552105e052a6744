/** Español: lo que dicen varias vistas. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

function seconds(count: number): string {
  return plural(count, { one: "1 segundo", other: `${number(count)} segundos` });
}

export function span(length: number): string {
  if (length % 60 !== 0) return seconds(length);
  return plural(length / 60, { one: "1 minuto", other: `${number(length / 60)} minutos` });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? seconds(left) : span(Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, { one: "1 persona", other: `${number(count)} personas` });
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "menos de un minuto",
    underShort: "menos de 1 min",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} min`,
    hours: (hours: number) => `${number(hours)} h`,
    both: (hours: number, minutes: number) => `${number(hours)} h ${number(minutes)} min`,
  },
  close: "Cerrar",
  done: "Listo",
  change: "Cambiar",
  or: "o",
  you: "Tú",
  leave: "Salir",
  stay: "Quedarse",
  dismiss: "Ocultar",
  tryAgain: "Reintentar",
  save: "Guardar",
  chooseDevice: { camera: "Cámara", microphone: "Micrófono", speaker: "Altavoz" },
  noCamera: "Sin cámara",
  noMicrophone: "Sin micrófono",
  noSpeaker: "Sin altavoz",
  noDevices: "No hay ninguno",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p, ${number(fps)}\u00a0fps`,
  microphoneAndSpeaker: "Micrófono y altavoz",
  role: { host: "Anfitrión", "co-host": "Coanfitrión", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Tenía que irme",
    "bad-connection": "Mala conexión",
    "back-in-5": "Vuelvo en 5 min",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Mostrar Adjourn",
    mute: "Apagar el micrófono",
    unmute: "Encender el micrófono",
    leave: "Salir de la reunión",
    end: "Terminar la reunión para todos",
    quit: "Cerrar Adjourn",
    mini: "Adjourn, ventana pequeña",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Unirse a ${title}`,
    call: (title: string) => title,
    after: "Después de la reunión",
  },
};
