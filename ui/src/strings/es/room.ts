/** Español: el escenario, los recuadros, la barra. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number } from "../format";
import type { Translated } from "../language";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Pulgar arriba",
  clap: "Aplauso",
  heart: "Corazón",
  laugh: "Risa",
  wow: "Sorpresa",
  party: "Fiesta",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "Personas en la reunión",
  controls: "Controles de la reunión",
  hostedHere: "se lleva aquí",
  hostedByShort: (host: string) => `anfitrión: ${host}`,
  notHeardNotSeen: "Ni se te oye ni se te ve",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "anfitrión", "co-host": "coanfitrión", guest: "" }[role],
      muted ? "micrófono apagado" : "",
      speaking ? "habla" : "",
      hand === null ? "" : `mano levantada, número ${number(hand)}`,
      quality === "lost" ? "conexión perdida" : quality === "poor" ? "red débil" : "",
      pinned ? "recuadro fijado" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Red débil",
  connectionLost: "Conexión perdida",
  theirPlaceKept: "Su sitio se guarda durante",
  raisedHand: (name: string) => `${name} levantó la mano`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) => `${name} y ${number(more)} más`,
  reactions: "Reacciones",
  pin: "Fijar para mí",
  unpin: "Soltar",
  pinnedNow: (name: string, on: boolean) =>
    on ? `El recuadro de ${name} está fijado` : `El recuadro de ${name} ya no está fijado`,

  layout: "Disposición",
  layouts: { auto: "Automática", grid: "Cuadrícula", speaker: "Quien habla" },
  ownPicture: "Mi imagen",
  ownPictures: { auto: "Automático", among: "Entre los demás", corner: "En una esquina" },
  ownMove: "Tu imagen: las flechas la llevan a otra esquina",
  moreControls: "Más",

  miniShow: "Ventana pequeña",
  miniBack: "Volver a la ventana completa",
  microphoneOffAction: "Apagar el micrófono",
  microphoneOnAction: "Encender el micrófono",
  cameraOffAction: "Apagar la cámara",
  cameraOnAction: "Encender la cámara",
  copyInvite: "Copiar la invitación",
  inviteCopied: "Invitación copiada",
  inviteCopiedNew: "Invitación copiada. Pégala a quienes deban venir.",
  pages: "Páginas de personas",
  pageBefore: "Página anterior",
  pageNext: "Página siguiente",
  pageOf: (page: number, pages: number) => `${number(page)} de ${number(pages)}`,
  youJoined: (title: string) => `Estás en ${title}`,
  joined: (name: string) => `${name} se unió`,

  reconnecting: "Reconectando.",
  placeKept: "Tu sitio se guarda durante",
  tryingOn: "Se sigue intentando.",
  leaveWorks: "Salir funciona igualmente.",
  connecting: "Conectando.",
  connectionFailed: "La conexión falló.",
};
