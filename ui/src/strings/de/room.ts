/** Deutsch: die Bühne, die Kacheln, die Leiste. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number } from "../format";
import type { Translated } from "../language";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Daumen hoch",
  clap: "Beifall",
  heart: "Herz",
  laugh: "Lachen",
  wow: "Staunen",
  party: "Feiern",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "Personen in der Besprechung",
  controls: "Steuerung der Besprechung",
  hostedHere: "läuft hier",
  hostedByShort: (host: string) => `Host: ${host}`,
  notHeardNotSeen: "Weder zu hören noch zu sehen",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "Host", "co-host": "Co-Host", guest: "" }[role],
      muted ? "stumm" : "",
      speaking ? "spricht" : "",
      hand === null ? "" : `Hand gehoben, Nummer ${number(hand)}`,
      quality === "lost" ? "Verbindung verloren" : quality === "poor" ? "schwaches Netz" : "",
      pinned ? "angeheftet" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Schwaches Netz",
  connectionLost: "Verbindung verloren",
  theirPlaceKept: "Platz bleibt frei für",
  raisedHand: (name: string) => `${name} hat die Hand gehoben`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) => `${name} und ${number(more)} weitere`,
  reactions: "Reaktionen",
  pin: "Für mich anheften",
  unpin: "Lösen",
  pinnedNow: (name: string, on: boolean) =>
    on ? `${name} ist angeheftet` : `${name} ist nicht mehr angeheftet`,

  layout: "Anordnung",
  layouts: { auto: "Automatisch", grid: "Raster", speaker: "Wer spricht" },
  ownPicture: "Mein Bild",
  ownPictures: { auto: "Automatisch", among: "Zwischen den anderen", corner: "In einer Ecke" },
  ownMove: "Ihr Bild: Die Pfeiltasten bewegen es in eine andere Ecke",
  moreControls: "Mehr",

  miniShow: "Kleines Fenster",
  miniBack: "Zurück zum ganzen Fenster",
  microphoneOffAction: "Mikrofon ausschalten",
  microphoneOnAction: "Mikrofon einschalten",
  cameraOffAction: "Kamera ausschalten",
  cameraOnAction: "Kamera einschalten",
  copyInvite: "Einladung kopieren",
  inviteCopied: "Einladung kopiert",
  inviteCopiedNew: "Einladung kopiert. Senden Sie sie denen, die kommen sollen.",
  pages: "Seiten mit Personen",
  pageBefore: "Vorige Seite",
  pageNext: "Nächste Seite",
  pageOf: (page: number, pages: number) => `${number(page)} von ${number(pages)}`,
  youJoined: (title: string) => `Sie sind in ${title}`,
  joined: (name: string) => `${name} ist beigetreten`,

  reconnecting: "Die Verbindung wird wiederhergestellt.",
  placeKept: "Ihr Platz bleibt frei für",
  tryingOn: "Es wird weiter versucht.",
  leaveWorks: "„Verlassen“ geht trotzdem.",
  connecting: "Die Verbindung wird hergestellt.",
  connectionFailed: "Die Verbindung ist gescheitert.",
};
