/** Italiano: la scena, i riquadri, la barra. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number } from "../format";
import type { Translated } from "../language";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Pollice su",
  clap: "Applauso",
  heart: "Cuore",
  laugh: "Risata",
  wow: "Stupore",
  party: "Festa",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "Persone nella riunione",
  controls: "Comandi della riunione",
  hostedHere: "tenuta qui",
  hostedByShort: (host: string) => `host: ${host}`,
  notHeardNotSeen: "Non ti si sente né ti si vede",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "host", "co-host": "co-host", guest: "" }[role],
      muted ? "microfono spento" : "",
      speaking ? "parla" : "",
      hand === null ? "" : `mano alzata, numero ${number(hand)}`,
      quality === "lost" ? "connessione persa" : quality === "poor" ? "rete debole" : "",
      pinned ? "in evidenza" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Rete debole",
  connectionLost: "Connessione persa",
  theirPlaceKept: "Posto tenuto per",
  raisedHand: (name: string) => `${name} ha alzato la mano`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) =>
    more === 1 ? `${name} e un’altra persona` : `${name} e altre ${number(more)} persone`,
  reactions: "Reazioni",
  pin: "Metti in evidenza per me",
  unpin: "Togli dall’evidenza",
  pinnedNow: (name: string, on: boolean) => (on ? `${name} è in evidenza` : `${name} non è più in evidenza`),

  layout: "Disposizione",
  layouts: { auto: "Automatica", grid: "Griglia", speaker: "Chi parla" },
  ownPicture: "La mia immagine",
  ownPictures: { auto: "Automatico", among: "Tra gli altri", corner: "In un angolo" },
  ownMove: "La tua immagine: le frecce la spostano in un altro angolo",
  moreControls: "Altro",

  miniShow: "Finestra piccola",
  miniBack: "Torna alla finestra intera",
  microphoneOffAction: "Spegni il microfono",
  microphoneOnAction: "Accendi il microfono",
  cameraOffAction: "Spegni la videocamera",
  cameraOnAction: "Accendi la videocamera",
  copyInvite: "Copia l’invito",
  inviteCopied: "Invito copiato",
  inviteCopiedNew: "Invito copiato. Incollalo a chi deve venire.",
  pages: "Pagine di persone",
  pageBefore: "Pagina precedente",
  pageNext: "Pagina successiva",
  pageOf: (page: number, pages: number) => `${number(page)} di ${number(pages)}`,
  youJoined: (title: string) => `Sei in ${title}`,
  joined: (name: string) => `Ora c’è anche ${name}`,

  reconnecting: "Riconnessione.",
  placeKept: "Il tuo posto è tenuto per",
  tryingOn: "Si continua a provare.",
  leaveWorks: "Uscire funziona comunque.",
  connecting: "Connessione.",
  connectionFailed: "La connessione non è riuscita.",
};
