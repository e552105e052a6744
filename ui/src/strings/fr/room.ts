/** Français : la scène, les vignettes, la barre. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number } from "../format";
import type { Translated } from "../language";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Pouce levé",
  clap: "Applaudissements",
  heart: "Cœur",
  laugh: "Rire",
  wow: "Surprise",
  party: "Fête",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "Personnes dans la réunion",
  controls: "Commandes de la réunion",
  hostedHere: "tenue ici",
  hostedByShort: (host: string) => `hôte\u202f: ${host}`,
  notHeardNotSeen: "Ni entendu ni vu",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "hôte", "co-host": "co-hôte", guest: "" }[role],
      muted ? "micro coupé" : "",
      speaking ? "parle" : "",
      hand === null ? "" : `main levée, numéro ${number(hand)}`,
      quality === "lost" ? "connexion perdue" : quality === "poor" ? "réseau faible" : "",
      pinned ? "épinglé" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Réseau faible",
  connectionLost: "Connexion perdue",
  theirPlaceKept: "Place gardée pendant",
  raisedHand: (name: string) => `${name} a levé la main`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}\u202f: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}\u202f: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) => `${name} et ${number(more)} de plus`,
  reactions: "Réactions",
  pin: "Épingler pour moi",
  unpin: "Désépingler",
  pinnedNow: (name: string, on: boolean) =>
    on ? `La vignette de ${name} est épinglée` : `La vignette de ${name} n’est plus épinglée`,

  layout: "Disposition",
  layouts: { auto: "Automatique", grid: "Grille", speaker: "Qui parle" },
  ownPicture: "Mon image",
  ownPictures: { auto: "Automatique", among: "Parmi les autres", corner: "Dans un coin" },
  ownMove: "Votre image\u202f: les flèches la déplacent vers un autre coin",
  moreControls: "Plus",

  miniShow: "Petite fenêtre",
  miniBack: "Revenir à la grande fenêtre",
  microphoneOffAction: "Couper le micro",
  microphoneOnAction: "Allumer le micro",
  cameraOffAction: "Éteindre la caméra",
  cameraOnAction: "Allumer la caméra",
  copyInvite: "Copier l’invitation",
  inviteCopied: "Invitation copiée",
  inviteCopiedNew: "Invitation copiée. Collez-la à ceux qui doivent venir.",
  pages: "Pages de personnes",
  pageBefore: "Page précédente",
  pageNext: "Page suivante",
  pageOf: (page: number, pages: number) => `${number(page)} sur ${number(pages)}`,
  youJoined: (title: string) => `Vous êtes dans ${title}`,
  joined: (name: string) => `${name} a rejoint la réunion`,

  reconnecting: "Reconnexion.",
  placeKept: "Votre place est gardée pendant",
  tryingOn: "Les essais continuent.",
  leaveWorks: "Quitter fonctionne quand même.",
  connecting: "Connexion.",
  connectionFailed: "La connexion a échoué.",
};
