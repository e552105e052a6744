/** Español: inicio, entrada, sala de espera y ajustes. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { people, span } from "./common";

const NUMBERS = [
  "Nadie",
  "Una persona",
  "Dos personas",
  "Tres personas",
  "Cuatro personas",
  "Cinco personas",
];

export const doors: Translated<typeof english> = {
  startOrJoin: "Empezar o unirse",
  newMeeting: "Nueva reunión",
  meetingOf: (name: string) => `Reunión de ${name}`,
  runsHere: (lobby: boolean) =>
    `Funciona en este equipo. ${lobby ? "Los invitados esperan a que se les deje entrar." : "Quien tenga el enlace puede entrar."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `Si desapareces, termina después de ${span(seconds)}.`,
    keep: "Si desapareces, un coanfitrión toma el relevo.",
    end: "Si desapareces, termina al momento.",
  },
  rulesTitle: "Reglas de las reuniones nuevas",
  guestsWait: "Los invitados esperan a que se les deje entrar",
  guestsWaitHow: "Ves quiénes son, y dejas entrar a cada uno o no.",
  rulesAway: "Si tu equipo desaparece",
  rulesAwayHow: "Se bloquea, se suspende o pierde la conexión. Todos ven esta regla antes de entrar.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "Un coanfitrión toma el relevo";
    return rule.rule === "end" ? "Terminar al momento" : `Terminar después de ${span(rule.seconds)}`;
  },
  joinWithLink: "Unirse con un enlace",
  linkPlaceholder: "adjourn://join/…",
  join: "Unirse",
  yourName: "Tu nombre",
  namePlaceholder: "Cómo te llaman los demás",
  nameNeeded: "Escribe primero tu nombre, para que los demás sepan quién eres.",
  linkNeeded: "Pega primero el enlace de tu invitación.",
  opening: "Abriendo tu reunión en este equipo",
  lookingUp: "Buscando la reunión",
  settings: "Ajustes",
  stillOpen: "Tu reunión sigue abierta",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `Este equipo mantiene abierta «${title}». No hay nadie.`
      : plural(count, {
          one: `Este equipo mantiene abierta «${title}». Hay 1 persona.`,
          other: `Este equipo mantiene abierta «${title}». Hay ${number(count)} personas.`,
        }),
  goBack: "Volver",
  endFromHome: (title: string) => `¿Terminar «${title}» para todos?`,
  keepOpen: "Dejarla abierta",
  recent: "Reuniones recientes",
  recentNone: "Las reuniones que organizas o a las que te unes aparecen aquí, para que las encuentres.",
  today: "Hoy",
  yesterday: "Ayer",
  youHosted: "La organizaste",
  youJoinedIt: "Participaste",
  meetAnew: "Empezar otra vez",
  joinAgain: "Unirse otra vez",
  stillOpenThere: (count: number) =>
    count === 0 ? "Sigue abierta, sin nadie" : `Sigue abierta, con ${people(count)}`,
  showAll: "Todas",
  showFewer: "Menos",
  forget: (title: string) => `Quitar «${title}» de la lista`,
  forgetAll: "Vaciar",
  forgetAllTitle: "¿Vaciar la lista de reuniones recientes?",
  forgetAllText:
    "Con ella se van los enlaces de aquellas a las que te uniste. Las reuniones mismas quedan como están.",
  forgetAllDo: "Vaciar la lista",
  keepList: "Conservar la lista",

  yourPictureAndSound: "Tu imagen y tu sonido",
  hostedBy: (host: string) => `Anfitrión: ${host}`,
  openFor: (time: string) => `abierta desde hace ${time}`,
  justOpened: "recién abierta",
  nobodyThere: "Todavía no hay nadie",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${number(names.length - 3)} más`] : names;
    return `${names.length === 1 ? "Está" : "Están"} ${list(shown)}`;
  },
  ifHostGoesAway: (host: string | null) =>
    host === null ? "Si el equipo del anfitrión desaparece," : `Si el equipo de ${host} desaparece,`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "un coanfitrión toma el relevo";
    return rule.rule === "end"
      ? "la reunión termina al momento"
      : `la reunión termina después de ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `Esperas hasta que ${host ?? "el anfitrión"} te deje entrar.`,
  lockedDoor: (host: string | null) =>
    `La reunión está bloqueada. ${host ?? "El anfitrión"} tiene que desbloquearla primero.`,
  letsYouIn: (host: string | null) => `${host ?? "El anfitrión"} te dejará entrar`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "El anfitrión"} sabe que ${name} espera. Nadie te oye ni te ve hasta que estés dentro.`,
  waitingToBeAdmitted: "A la espera de entrar",
  waitingFor: "Esperas desde hace",
  aheadOfYou(ahead: number): string {
    if (ahead === 0) return "Ahora te toca a ti.";
    const who = NUMBERS[ahead] ?? `${number(ahead)} personas`;
    return `${who} ${ahead === 1 ? "está" : "están"} delante de ti.`;
  },
  onlyHostEnds: (host: string) => `Solo ${host} puede terminarla para todos. Puedes salir cuando quieras.`,
  joining: "Estás entrando. Nadie te oye ni te ve hasta que estés dentro.",
  cameraOff: "La cámara está apagada",
  cameraStarting: "La cámara está arrancando",
  microphoneWorks: "Nivel del micrófono",
  test: "Probar",
  testSpeaker: "Reproducir un sonido en el altavoz",

  moreInvite: "Más formas de invitar",
  copyLink: "Copiar el enlace",
  showCode: "Código QR y direcciones",
  inviteTitle: "Invitar",
  inviteHow: "Envía el enlace. El código contiene el mismo enlace, para leerlo en la pantalla.",
  codeOfLink: "Código QR del enlace",
  reachTitle: "Desde dónde pueden venir los invitados",
  reach: {
    "this-computer": "Solo desde este equipo",
    "local-network": "Desde la misma red, como la de una oficina o una casa",
    internet: "Desde cualquier lugar, si el rúter los deja pasar",
  },
  guestsNeed: "Los invitados necesitan Adjourn en su equipo. El enlace lo abre.",
  guestsNeedNetwork: "Tienen que estar en la misma red que el equipo que lleva la reunión.",
  guestsCannot:
    "Nadie más puede llegar ahora a este equipo. Conéctalo a una red y vuelve a copiar el enlace.",
  inviteUnknown: "No se pudo obtener el enlace. Puede que la reunión haya terminado.",

  settingsTab: {
    general: "General",
    devices: "Dispositivos",
    shortcuts: "Atajos",
    appearance: "Apariencia",
    language: "Idioma",
    server: "Servidor",
  },
  nameHow: "Los demás lo ven a partir de tu próxima reunión.",
  notifications: "Notificaciones",
  notificationsHow:
    "Cuando alguien espera, escribe o levanta la mano y Adjourn está detrás de otras ventanas.",
  sounds: "Sonidos",
  soundsHow: "Un sonido breve cuando alguien entra o levanta la mano.",
  autostart: "Iniciar con el equipo",
  autostartHow: "Adjourn espera en la bandeja hasta que lo necesites.",
  devicesHow: "Valen para todas las reuniones. Lo que se conecte después se ofrece al momento.",
  reduceNoise: "Reducir el ruido y el eco",
  joinMuted: "Entrar con el micrófono apagado",
  askBeforeLeaving: "Preguntar antes de salir",
  theme: "Tema",
  themes: { system: "Sistema", light: "Claro", dark: "Oscuro" },
  themeHow: "«Sistema» sigue tu escritorio y deja las reuniones oscuras.",
  textSize: "Tamaño del texto",
  textSizeHow: "Todo cambia con él.",
  textSizes: { small: "90\u00a0%", usual: "100\u00a0%", large: "125\u00a0%" },
  namesOnPictures: "Nombres sobre las imágenes",
  miniOnTop: "Mantener la ventana pequeña encima",
  reduceMotion: "Reducir el movimiento",
  languageOfApp: "Idioma de la aplicación",
  asTheSystem: (name: string) => `Como el sistema: ${name}`,
  languageHow: "Los nombres, el chat y los archivos quedan como se escribieron.",
  serverHere: "Las reuniones nuevas funcionan en este equipo. No se envía nada a ningún otro sitio.",
  serverThere: (host: string) =>
    `Las reuniones nuevas funcionan en ${host}. Este equipo deja entrar a los invitados; mantén Adjourn abierto mientras lleguen.`,
  runsThere: (host: string) => `Funciona en ${host}. Quien tenga el enlace puede entrar.`,
  port: "Puerto para los invitados",
  portHow: "Se usa en la próxima reunión. Si está ocupado, se toma otro.",
  portBad: "Un puerto es un número del 1 al 65535.",
  otherServer: "Otro servidor (opcional)",
  otherServerHow: "Un servidor LiveKit propio, para más personas de las que lleva un solo equipo.",
  serverAddress: "Dirección",
  apiKey: "Clave de API",
  apiSecret: "Secreto de API",
  apiSecretHow: "Se queda en este equipo y no se vuelve a mostrar.",
  useServer: "Comprobar y usar",
  askingServer: "Preguntando al servidor",
  serverNeeds: "Escribe la dirección, la clave y el secreto.",
  useThisComputer: "Volver a este equipo",
  notThere:
    "Allí nadie espera a que le dejen entrar, la reunión no se puede bloquear, su final no se puede anunciar y nadie pasa a ser coanfitrión.",

  chooseAnother: "Elegir otro",
  pasteAgain: "Pegar otra vez",
  openSettings: "Abrir los ajustes",
  showAttempts: "Mostrar intentos",
  attempts: "Intentos",
  known: {
    heldBy: (program) => `La está usando ${program}.`,
    ended: (by, when) => (by === null ? `Se terminó (${when}).` : `${by} la terminó (${when}).`),
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `Se probó su dirección durante ${number(seconds)}\u00a0s.`,
        other: `Se probaron sus ${number(addresses)} direcciones durante ${number(seconds)}\u00a0s.`,
      }),
    stopsAfter: (end) => `Se corta después de ${end}.`,
    onlyEnds: (name) => `Solo ${name} puede terminar la reunión para todos.`,
    promised: "Enlace",
    shown: "Recibido",
  },
  quitApp: "Cerrar Adjourn",
  copyDetails: "Copiar los detalles",
  detailsCopied: "Detalles copiados, sin nombres ni enlaces.",
};
