/** Español: las personas, lo que hacen y dicen los anfitriones, el chat, las manos, las reacciones, las teclas. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";

export const panels: Translated<typeof english> = {
  people: "Personas",
  backToMeeting: "Volver a la reunión",
  searchPeople: "Buscar personas",
  clearSearch: "Borrar la búsqueda",
  nobodyCalled: (search: string) => `Aquí nadie se llama «${search}».`,
  foundPeople: (count: number) =>
    plural(count, { one: "1 persona encontrada", other: `${number(count)} personas encontradas` }),
  onlyYou: "Solo estás tú. Quien tenga la invitación puede venir.",
  raisedHands: (count: number) =>
    plural(count, { one: "1 mano levantada", other: `${number(count)} manos levantadas` }),
  handPlace: (place: number) => `Mano levantada, número ${number(place)}`,
  lowerHand: "Bajar la mano",
  writeOnlyTo: (name: string) => `Escribir solo a ${name}`,
  showPeople: (waiting: number) =>
    waiting === 0
      ? "Personas"
      : plural(waiting, { one: "Personas, 1 espera", other: `Personas, ${number(waiting)} esperan` }),
  closePeople: "Cerrar personas",
  waitingList: "A la espera de entrar",
  waitingCount: (count: number) => `En espera, ${number(count)}`,
  inMeeting: "En la reunión",
  admit: "Dejar entrar",
  admitName: (name: string) => `Dejar entrar a ${name}`,
  denyName: (name: string) => `No dejar entrar a ${name}`,
  admitAll: (count: number) => (count === 2 ? "Dejar entrar a los dos" : "Dejar entrar a todos"),
  see: "Ver",
  isWaiting: (name: string) => `${name} espera`,
  youWithRole: { host: "Tú, anfitrión", "co-host": "Tú, coanfitrión", guest: "Tú" } satisfies Record<
    Role,
    string
  >,
  isMuted: "Micrófono apagado",
  moreFor: (name: string) => `Más sobre ${name}`,
  mute: "Silenciar",
  askToUnmute: "Pedir que encienda el micrófono",
  cameraOffFor: "Apagar la cámara",
  askForCamera: "Pedir que encienda la cámara",
  makeCoHost: "Nombrar coanfitrión",
  takeCoHost: "Quitar el papel de coanfitrión",
  handOver: "Ceder la reunión",
  removeFrom: "Expulsar de la reunión",
  muteAll: "Silenciar a todos",
  lock: "Bloquear",
  unlock: "Desbloquear",
  handOverTitle: (name: string) => `¿Ceder la reunión a ${name}?`,
  handOverText: (name: string) =>
    `${name} pasa a ser anfitrión y solo esa persona puede terminarla para todos. Te quedas como coanfitrión.`,
  handOverDo: "Ceder",
  removeTitle: (name: string) => `¿Expulsar a ${name}?`,
  removeText: "La reunión continúa sin esa persona, y su enlace ya no la abre.",
  removeDo: "Expulsar",
  keep: "Dejarlo como está",
  youAreNow: {
    host: "Ahora eres anfitrión. Solo tú puedes terminar para todos.",
    "co-host": "Ahora eres coanfitrión. Puedes dejar entrar, silenciar y expulsar.",
    guest: "Ahora eres un invitado más",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name} es ahora anfitrión`;
    return role === "co-host" ? `${name} es ahora coanfitrión` : `${name} ya no es coanfitrión`;
  },
  lockedTitle: "La reunión está bloqueada.",
  lockedText: "No entra nadie nuevo.",
  lockedSentence: "La reunión está bloqueada. No entra nadie nuevo.",
  unlockedSentence: "La reunión ya no está bloqueada",
  locked: "bloqueada",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio" ? `${by} te pide que enciendas el micrófono.` : `${by} te pide que enciendas la cámara.`,
  notNow: "Ahora no",
  unmute: "Encender el micrófono",
  spokeMuted: (key) => `Tienes el micrófono apagado. Mantén pulsada la tecla ${key} para hablar.`,
  showCamera: "Encender la cámara",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "El anfitrión";
    return {
      audio: `${who} te silenció.`,
      video: `${who} apagó tu cámara.`,
      share: `${who} detuvo lo que compartías.`,
    }[kind];
  },
  silencedHow: {
    audio: "Nadie te oye hasta que vuelvas a encender el micrófono.",
    video: "Nadie te ve hasta que vuelvas a encender la cámara.",
    share: "Nadie ve tu pantalla hasta que vuelvas a compartirla.",
  },
  hostIsAway: (name: string) => `El equipo de ${name} ha desaparecido.`,
  awayCloses: "Si no vuelve, la reunión termina en",
  awayEnds: "La reunión se está terminando.",
  awayKeeps: "La reunión continúa sin anfitrión.",
  carriedElsewhere: "Otro servidor lleva esta reunión. Nadie espera en la entrada y no se puede bloquear.",

  chat: "Chat",
  closeChat: "Cerrar el chat",
  showChat: (unread: number) =>
    unread === 0
      ? "Chat"
      : plural(unread, { one: "Chat, 1 mensaje nuevo", other: `Chat, ${number(unread)} mensajes nuevos` }),
  messages: "Mensajes",
  noMessages: "Todavía no ha escrito nadie.",
  noMessagesHow: "Lo que escribes lo leen quienes están ahora, y queda en tu resumen de la reunión.",
  onlyToYou: "solo a ti",
  onlyTo: (name: string) => `solo a ${name}`,
  newMessages: "Nuevos",
  toLatest: "Últimos mensajes",
  newBelow: (count: number) =>
    plural(count, { one: "1 mensaje nuevo", other: `${number(count)} mensajes nuevos` }),
  writeTo: "Escribir a",
  toEveryone: "A todos",
  toOnly: (name: string) => `Solo a ${name}`,
  everyone: "Todos",
  messageEveryone: "Mensaje para todos",
  messageOnly: (name: string) => `Mensaje solo para ${name}`,
  addresseeGone: (name: string) => `${name} ha salido. Elige a quién escribir.`,
  send: "Enviar",
  sending: "Enviando",
  discard: "Descartar",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, { one: "Sobra 1 carácter", other: `Sobran ${number(-count)} caracteres` })
      : plural(count, { one: "Queda 1 carácter", other: `Quedan ${number(count)} caracteres` }),
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, solo a ti: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `Abre ${host} en tu navegador`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "Levantar la mano",
  handUp: "Tienes la mano levantada",
  handDown: "Tienes la mano bajada",
  react: "Reaccionar",

  notify: {
    waits: (name: string) => `${name} espera para entrar`,
    wrote: (name: string) => `${name} escribió en el chat`,
    wroteYou: (name: string) => `${name} te escribió`,
    raised: (name: string) => `${name} levantó la mano`,
  },

  keysTitle: "Teclas",
  keysChange: "Cambiar las teclas",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Mayús",
    space: "Espacio",
    pageUp: "Re Pág",
    pageDown: "Av Pág",
  },
  commands: {
    microphone: "Encender o apagar el micrófono",
    talk: "Hablar con el micrófono apagado, manteniendo",
    camera: "Encender o apagar la cámara",
    share: "Compartir pantalla o dejar de hacerlo",
    hand: "Levantar o bajar la mano",
    react: "Reaccionar",
    people: "Personas",
    chat: "Chat",
    invite: "Copiar la invitación",
    leave: "Salir",
    settings: "Ajustes",
    keys: "Mostrar las teclas",
  } satisfies Record<Command, string>,
  keysEscape: "Quedarse, o cerrar lo que esté abierto",
  keysRegions: "Al escenario, al panel, a la barra",
  keysArrows: "De un control al siguiente",
  arrowKeys: "Flechas",
  keysPin: "Fijar a la persona que tiene el foco",
  leaveAnywhere: "Salir desde cualquier programa, aunque Adjourn no responda",
  pressKeys: "Pulsa la tecla nueva",
  pressKeysHow: "Esc conserva la anterior.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Pulsa para cambiar la tecla.`,
  keyIsNow: (command: string, key: string) => `${command} está ahora en ${key}`,
  keyUsed: (key: string, by: string) => `${key} ya se usa para «${by}».`,
  keyKept: (key: string) => `${key} tiene su propio significado en todas partes.`,
  keyTypes: (key: string, ctrl: string) =>
    `${key} sola sirve para escribir. Mantén ${ctrl} o Alt con ella, o usa de F1 a F12.`,
  resetKey: "Usar la predeterminada",
  resetKeys: "Usar las teclas predeterminadas",
};
