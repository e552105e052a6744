/** Español: salir y terminar, y la pantalla de después. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, people } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} tenía que irse`;
  return text === "bad-connection" ? `${name} tenía mala conexión` : `${name} vuelve en 5 minutos`;
}

function carryOn(others: number): string {
  return plural(others, { one: "1 persona continúa", other: `${number(others)} personas continúan` });
}

export const leaving: Translated<typeof english> = {
  announceEnd: "Anunciar el final",
  announceIn: (minutes: number) => `en ${number(minutes)} min`,
  announceInShort: (minutes: number) => `${number(minutes)} min`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "Terminas esta reunión en" : `${by ?? "El anfitrión"} termina esta reunión en`,
  endsIn: (by: string | null, ms: number) => `${by ?? "El anfitrión"} termina esta reunión en ${inAbout(ms)}`,
  addMinutes: "5 min más",
  cancelEnd: "Cancelar el final",
  endCancelled: "El final anunciado se canceló. La reunión continúa.",
  closeTitle: "La reunión sigue en marcha",
  closeText: (count: number) =>
    count === 1 ? "No hay nadie más." : `Hay ${people(count)}. Cerrar esta ventana no basta para terminarla.`,
  leaveOthers: (others: number) => (others === 0 ? "Salir" : `Salir, ${carryOn(others)}`),
  nobodyHears: "Nadie te oye ni te ve ahora",
  stayInMeeting: "Quedarse en la reunión",
  chooseHow: "Elige Salir o Terminar para todos, o quédate.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Solo sales tú. No hay nadie más.";
    return `Solo sales tú. ${carryOn(others)}${keptHere ? "; este equipo la mantiene abierta" : ""}.`;
  },
  youEndedForAll: (count: number) => `La terminaste para los ${number(count)}`,
  endForAll: (count: number) => (count === 1 ? "Terminar la reunión" : `Terminar para los ${number(count)}`),
  everybodyGoes: "Salen todos. La reunión se cierra, y su enlace también.",
  endTitle: (count: number) =>
    count === 1 ? "¿Terminar la reunión?" : `¿Terminar la reunión para las ${people(count)}?`,
  endHow: (count: number) =>
    count === 1
      ? "Nadie vuelve a entrar con este enlace."
      : "Todos quedan fuera en un segundo y ven que la terminaste tú. Nadie vuelve a entrar con este enlace.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (tú)`,
  noteLabel: "Motivo que todos leerán (opcional)",
  notePlaceholder: "Gracias a todos, las notas llegarán por correo",
  addNote: "Añadir un motivo que todos leerán",
  holdHow: "Mantén pulsado el botón hasta que se llene. Si sueltas antes, no pasa nada.",
  hold: (count: number) => `Mantener para terminar para los ${number(count)}`,
  keepHolding: (count: number) => `Sigue manteniendo para terminar para los ${number(count)}`,
  cannotHold: "Teclado: mantén Intro. ¿No puedes mantener?",
  typeInstead: (count: number) => `Escribir ${number(count)} en su lugar`,
  typeNumber: (count: number) => `Escribe ${number(count)} para terminar la reunión para todos`,
  leaving: "Saliendo",
  ending: (count: number) =>
    count === 1 ? "Terminando la reunión" : `Terminando la reunión para los ${number(count)}`,

  closedCount: (closed: number, total: number) =>
    plural(closed, {
      one: `${number(closed)} de ${number(total)} cerrada`,
      other: `${number(closed)} de ${number(total)} cerradas`,
    }),
  everybodyOut: "Todos están fuera.",
  everybodyOutAfter: (time: string) => `Todos estaban fuera tras ${time}.`,
  stillClosing: "Se está avisando a los demás.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` tras ${time}`;
    return names.length === 1
      ? `El equipo de ${names[0]} no responde. Se le cortó${after} y ya no recibe nada.`
      : `${list(names)} no responden. Se les cortó${after} y ya no reciben nada.`;
  },
  recordMissing:
    "El final todavía no se pudo escribir en el disco de este equipo. Se intenta hasta que se consiga.",
  lateEnded: (title: string) => `${title || "La reunión"} terminó para todos.`,
  lateNotEnded: (title: string) => `${title || "La reunión"} no se pudo terminar.`,
  whoIsOut: "Quién está fuera",
  youWereThere: "Estuviste",
  until: "Hasta",
  devicesReleased: "Dispositivos libres",
  cameraReleased: "Cámara apagada",
  microphoneReleased: "Micrófono apagado",
  checkAgain: "Comprobar de nuevo",
  checkedAt: "Comprobado con el sistema a las",
  didNotClose: (device: string) =>
    `Sigue abierto: ${device}. Desconéctalo, o cierra Adjourn para asegurarte.`,
  youSpoke: "Hablaste",
  checkingDoor: "Comprobando si sigue abierta",
  tellThem: "Avisar a quienes siguen ahí",
  told: (name: string, text: FarewellText) => `Quienes siguen ahí leen: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Resumen",
  summaryOf: (title) => `Resumen de ${title}`,
  noSummary: "El resumen ya no está.",
  saveAs: "Guardar el resumen",
  saveTable: "Tabla (CSV)",
  saveData: "Datos (JSON)",
  saveChat: "Chat (CSV)",
  savedTo: (path: string) => `Guardado como ${path}`,
  whoWasThere: "Quién estuvo",
  columnName: "Nombre",
  columnTime: "Tiempo",
  columnHow: "Cómo salió",
  goHome: "Ir al inicio",
  rejoin: "Volver",

  wayOut: {
    stillThere: "Sigue ahí",
    wasStillThere: "Seguía ahí",
    left: (me: boolean, time: string) => `${me ? "Saliste" : "Salió"}${time}`,
    noAnswer: "Corte, sin respuesta",
    endedIt: "Terminó para todos",
    untilTheEnd: "Hasta el final",
    removed: (time: string) => `Expulsión${time}`,
    removedBy: (by: string) => `Expulsión por ${by}`,
    denied: "No pudo entrar",
    moved: "Cambió de dispositivo",
    lost: (time: string) => `Conexión perdida${time}`,
    crashed: (time: string) => `Aplicación detenida${time}`,
    asleep: (time: string) => `Equipo suspendido${time}`,
    notIn: "No llegó a entrar",
  },

  went: {
    left: (name) => `${name} salió`,
    ended: (_, by) =>
      by === null ? "La reunión se terminó para todos" : `${by} terminó la reunión para todos`,
    removed: (name, by) => (by === null ? `${name} ya no está en la reunión` : `${by} expulsó a ${name}`),
    denied: (name) => `No se dejó entrar a ${name}`,
    moved: (name) => `${name} se unió desde otro dispositivo`,
    "connection-lost": (name) => `Se perdió la conexión de ${name}`,
    crashed: (name) => `La aplicación de ${name} se detuvo de forma inesperada`,
    asleep: (name) => `El equipo de ${name} se suspendió`,
    "server-stopped": () => "El anfitrión cerró el equipo de la reunión",
    "room-closed": () => "La reunión se cerró",
    "join-failed": (name) => `${name} no pudo entrar`,
  },

  outcome: {
    left: "Saliste",
    neverSeen: "Nadie te oyó ni te vio.",
    over: (meeting: string) => `${meeting} ha terminado.`,
    nobodyElse: "No había nadie más.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} continúa con ${people(others)}${keptHere ? "; este equipo la mantiene abierta" : ""}.`,
    endedByMe: "Terminaste la reunión",
    shut: (meeting: string) => `${meeting} está cerrada. El enlace ya no funciona.`,
    ended: (by: string | null) => (by === null ? "La reunión se terminó" : `${by} terminó la reunión`),
    overForAll: (meeting: string) => `${meeting} ha terminado para todos.`,
    removed: (by: string | null) => `${by ?? "El anfitrión"} te expulsó`,
    goesOnWithout: (meeting: string) => `${meeting} continúa sin ti, y tu enlace ya no la abre.`,
    denied: (host: string | null) => `${host ?? "El anfitrión"} no te dejó entrar`,
    moved: "Te uniste desde otro dispositivo",
    goesOnThere: (meeting: string) => `${meeting} continúa allí.`,
    lost: "Se perdió tu conexión",
    lostMaybeOpen: "No volvió a tiempo. Puede que la reunión siga abierta.",
    lostOpen: "No volvió a tiempo. La reunión sigue abierta.",
    lostOver: (meeting: string) => `No volvió a tiempo. ${meeting} ha terminado.`,
    serverStopped: "El anfitrión cerró el equipo de la reunión",
    closed: "La reunión está cerrada",
    closedHow: "Todos los demás habían salido, o se acabó el tiempo.",
    crashed: "La aplicación se detuvo de forma inesperada",
    asleep: "Tu equipo se suspendió",
    mayBeOpen: "Puede que la reunión siga abierta.",
    notIn: "No llegaste a entrar",
    theMeeting: "La reunión",
  },
};
