/** Français : quitter et terminer, et l’écran d’après. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, of, people } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} avait à faire ailleurs`;
  return text === "bad-connection"
    ? `${name} avait une mauvaise connexion`
    : `${name} est de retour dans 5 minutes`;
}

function carryOn(others: number): string {
  return plural(others, { one: "1 personne continue", other: `${number(others)} personnes continuent` });
}

export const leaving: Translated<typeof english> = {
  announceEnd: "Annoncer la fin",
  announceIn: (minutes: number) => `dans ${number(minutes)} min`,
  announceInShort: (minutes: number) => `${number(minutes)} min`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "Vous terminez cette réunion dans" : `${by ?? "L’hôte"} termine cette réunion dans`,
  endsIn: (by: string | null, ms: number) => `${by ?? "L’hôte"} termine cette réunion dans ${inAbout(ms)}`,
  addMinutes: "5 min de plus",
  cancelEnd: "Annuler la fin",
  endCancelled: "La fin annoncée est annulée. La réunion continue.",
  closeTitle: "La réunion est encore en cours",
  closeText: (count: number) =>
    count === 1
      ? "Il n’y a personne d’autre."
      : `${people(count)} sont là. Fermer cette fenêtre ne suffit pas à la terminer.`,
  leaveOthers: (others: number) => (others === 0 ? "Quitter" : `Quitter, ${carryOn(others)}`),
  nobodyHears: "Personne ne vous entend ni ne vous voit maintenant",
  stayInMeeting: "Rester dans la réunion",
  chooseHow: "Choisissez Quitter ou Terminer pour tous, ou restez.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Il n’y a que vous ici, et que vous qui partez.";
    return `Il n’y a que vous qui partez. ${carryOn(others)}${keptHere ? "\u202f; cet ordinateur la garde ouverte" : ""}.`;
  },
  youEndedForAll: (count: number) => `Vous l’avez terminée pour les ${number(count)}`,
  endForAll: (count: number) => (count === 1 ? "Terminer la réunion" : `Terminer pour les ${number(count)}`),
  everybodyGoes: "Tout le monde part. La réunion est fermée, et son lien aussi.",
  endTitle: (count: number) =>
    count === 1 ? "Terminer la réunion\u202f?" : `Terminer la réunion pour les ${people(count)}\u202f?`,
  endHow: (count: number) =>
    count === 1
      ? "Plus personne n’y entre avec ce lien."
      : "Tout le monde est sorti en une seconde et voit que vous l’avez terminée. Plus personne n’y entre avec ce lien.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (vous)`,
  noteLabel: "Raison que tous liront (facultatif)",
  notePlaceholder: "Merci à tous, le compte rendu suit par e-mail",
  addNote: "Ajouter une raison que tous liront",
  holdHow: "Maintenez le bouton jusqu’à ce qu’il soit plein. Si vous lâchez plus tôt, rien ne se passe.",
  hold: (count: number) => `Maintenir pour terminer pour les ${number(count)}`,
  keepHolding: (count: number) => `Maintenir encore pour terminer pour les ${number(count)}`,
  cannotHold: "Clavier\u202f: maintenez Entrée. Impossible de maintenir\u202f?",
  typeInstead: (count: number) => `Saisir plutôt ${number(count)}`,
  typeNumber: (count: number) => `Saisissez ${number(count)} pour terminer la réunion pour tous`,
  leaving: "Vous partez",
  ending: (count: number) =>
    count === 1 ? "La réunion se termine" : `La réunion se termine pour les ${number(count)}`,

  closedCount: (closed: number, total: number) =>
    plural(closed, {
      one: `${number(closed)} sur ${number(total)} fermé`,
      other: `${number(closed)} sur ${number(total)} fermés`,
    }),
  everybodyOut: "Tout le monde est sorti.",
  everybodyOutAfter: (time: string) => `Tout le monde était sorti après ${time}.`,
  stillClosing: "Les autres sont en train de l’apprendre.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` après ${time}`;
    return names.length === 1
      ? `L’ordinateur ${of(names[0] ?? "")} ne répond pas. Il a été coupé${after} et ne reçoit plus rien.`
      : `${list(names)} ne répondent pas. Leurs ordinateurs ont été coupés${after} et ne reçoivent plus rien.`;
  },
  recordMissing:
    "La fin n’a pas encore pu être écrite sur le disque de cet ordinateur. Les essais continuent jusqu’à ce qu’elle le soit.",
  lateEnded: (title: string) => `${title || "La réunion"} a été terminée pour tout le monde.`,
  lateNotEnded: (title: string) => `${title || "La réunion"} n’a pas pu être terminée.`,
  whoIsOut: "Qui est sorti",
  youWereThere: "Vous étiez là",
  until: "Jusqu’à",
  devicesReleased: "Appareils libérés",
  cameraReleased: "Caméra éteinte",
  microphoneReleased: "Micro éteint",
  checkAgain: "Vérifier à nouveau",
  checkedAt: "Vérifié auprès du système à",
  didNotClose: (device: string) =>
    `Encore ouvert\u202f: ${device}. Débranchez l’appareil, ou quittez Adjourn pour en être sûr.`,
  youSpoke: "Vous avez parlé",
  checkingDoor: "Vérification qu’elle est encore ouverte",
  tellThem: "Dire à ceux qui sont encore là",
  told: (name: string, text: FarewellText) =>
    `Ceux qui sont encore là lisent\u202f: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Résumé",
  summaryOf: (title) => `Résumé de ${title}`,
  noSummary: "Le résumé n’est plus là.",
  saveAs: "Enregistrer le résumé",
  saveTable: "Tableau (CSV)",
  saveData: "Données (JSON)",
  saveChat: "Discussion (CSV)",
  savedTo: (path: string) => `Enregistré sous ${path}`,
  whoWasThere: "Qui était là",
  columnName: "Nom",
  columnTime: "Durée",
  columnHow: "Départ",
  goHome: "Retour à l’accueil",
  rejoin: "Revenir",

  wayOut: {
    stillThere: "Encore là",
    wasStillThere: "Était encore là",
    left: (me: boolean, time: string) => `${me ? "Vous avez quitté" : "A quitté"}${time}`,
    noAnswer: "Coupé, sans réponse",
    endedIt: "A terminé pour tous",
    untilTheEnd: "Jusqu’à la fin",
    removed: (time: string) => `Retrait${time}`,
    removedBy: (by: string) => `Retrait par ${by}`,
    denied: "Entrée refusée",
    moved: "A changé d’appareil",
    lost: (time: string) => `Connexion perdue${time}`,
    crashed: (time: string) => `Application arrêtée${time}`,
    asleep: (time: string) => `Ordinateur en veille${time}`,
    notIn: "N’est pas entré",
  },

  went: {
    left: (name) => `${name} a quitté la réunion`,
    ended: (_, by) =>
      by === null
        ? "La réunion a été terminée pour tout le monde"
        : `${by} a terminé la réunion pour tout le monde`,
    removed: (name, by) =>
      by === null ? `${name} ne fait plus partie de la réunion` : `${by} a retiré ${name}`,
    denied: (name) => `L’entrée a été refusée à ${name}`,
    moved: (name) => `${name} est là depuis un autre appareil`,
    "connection-lost": (name) => `La connexion ${of(name)} a été perdue`,
    crashed: (name) => `L’application ${of(name)} s’est arrêtée subitement`,
    asleep: (name) => `L’ordinateur ${of(name)} s’est mis en veille`,
    "server-stopped": () => "L’hôte a fermé l’ordinateur de la réunion",
    "room-closed": () => "La réunion est fermée",
    "join-failed": (name) => `${name} n’a pas pu entrer`,
  },

  outcome: {
    left: "Vous avez quitté la réunion",
    neverSeen: "Personne ne vous a entendu ni vu.",
    over: (meeting: string) => `${meeting} est terminée.`,
    nobodyElse: "Il n’y avait personne d’autre.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} continue avec ${people(others)}${keptHere ? "\u202f; cet ordinateur la garde ouverte" : ""}.`,
    endedByMe: "Vous avez terminé la réunion",
    shut: (meeting: string) => `${meeting} est fermée. Le lien ne fonctionne plus.`,
    ended: (by: string | null) => (by === null ? "La réunion a été terminée" : `${by} a terminé la réunion`),
    overForAll: (meeting: string) => `${meeting} est terminée pour tout le monde.`,
    removed: (by: string | null) => `${by ?? "L’hôte"} vous a retiré de la réunion`,
    goesOnWithout: (meeting: string) => `${meeting} continue sans vous, et votre lien ne l’ouvre plus.`,
    denied: (host: string | null) => `${host ?? "L’hôte"} ne vous a pas laissé entrer`,
    moved: "Vous avez rejoint depuis un autre appareil",
    goesOnThere: (meeting: string) => `${meeting} continue là-bas.`,
    lost: "Votre connexion a été perdue",
    lostMaybeOpen: "Elle n’est pas revenue à temps. La réunion est peut-être encore ouverte.",
    lostOpen: "Elle n’est pas revenue à temps. La réunion est encore ouverte.",
    lostOver: (meeting: string) => `Elle n’est pas revenue à temps. ${meeting} est terminée.`,
    serverStopped: "L’hôte a fermé l’ordinateur de la réunion",
    closed: "La réunion est fermée",
    closedHow: "Tous les autres étaient partis, ou le temps était écoulé.",
    crashed: "L’application s’est arrêtée subitement",
    asleep: "Votre ordinateur s’est mis en veille",
    mayBeOpen: "La réunion est peut-être encore ouverte.",
    notIn: "Vous n’avez pas pu entrer",
    theMeeting: "La réunion",
  },
};
