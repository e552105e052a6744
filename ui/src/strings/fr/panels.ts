/** Français : les personnes, ce que font et disent les hôtes, la discussion, les mains, les réactions, les touches. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";
import { of } from "./common";

export const panels: Translated<typeof english> = {
  people: "Personnes",
  backToMeeting: "Retour à la réunion",
  searchPeople: "Rechercher une personne",
  clearSearch: "Effacer la recherche",
  nobodyCalled: (search: string) => `Personne ici ne s’appelle « ${search} ».`,
  foundPeople: (count: number) =>
    plural(count, {
      one: `${number(count)} personne trouvée`,
      other: `${number(count)} personnes trouvées`,
    }),
  onlyYou: "Il n’y a que vous. Quiconque a l’invitation peut venir.",
  raisedHands: (count: number) =>
    plural(count, { one: `${number(count)} main levée`, other: `${number(count)} mains levées` }),
  handPlace: (place: number) => `Main levée, numéro ${number(place)}`,
  lowerHand: "Baisser la main",
  writeOnlyTo: (name: string) => `Écrire seulement à ${name}`,
  showPeople: (waiting: number) =>
    waiting === 0
      ? "Personnes"
      : plural(waiting, {
          one: "Personnes, 1 en attente",
          other: `Personnes, ${number(waiting)} en attente`,
        }),
  closePeople: "Fermer les personnes",
  waitingList: "En attente d’entrer",
  waitingCount: (count: number) => `En attente, ${number(count)}`,
  inMeeting: "Dans la réunion",
  admit: "Laisser entrer",
  admitName: (name: string) => `Laisser entrer ${name}`,
  denyName: (name: string) => `Ne pas laisser entrer ${name}`,
  admitAll: (count: number) => (count === 2 ? "Laisser entrer les deux" : "Laisser entrer tout le monde"),
  see: "Voir",
  isWaiting: (name: string) => `${name} attend`,
  youWithRole: { host: "Vous, hôte", "co-host": "Vous, co-hôte", guest: "Vous" } satisfies Record<
    Role,
    string
  >,
  isMuted: "Micro coupé",
  moreFor: (name: string) => `Plus pour ${name}`,
  mute: "Couper le micro",
  askToUnmute: "Demander d’allumer le micro",
  cameraOffFor: "Éteindre la caméra",
  askForCamera: "Demander d’allumer la caméra",
  makeCoHost: "Nommer co-hôte",
  takeCoHost: "Retirer le rôle de co-hôte",
  handOver: "Confier la réunion",
  removeFrom: "Retirer de la réunion",
  muteAll: "Couper tous les micros",
  lock: "Verrouiller",
  unlock: "Déverrouiller",
  handOverTitle: (name: string) => `Confier la réunion à ${name}\u202f?`,
  handOverText: (name: string) =>
    `${name} devient l’hôte et peut dès lors, sans personne d’autre, la terminer pour tous. Vous restez co-hôte.`,
  handOverDo: "Confier",
  removeTitle: (name: string) => `Retirer ${name}\u202f?`,
  removeText: "La réunion continue sans cette personne, et son lien ne l’ouvre plus.",
  removeDo: "Retirer",
  keep: "Ne rien changer",
  youAreNow: {
    host: "Vous êtes maintenant l’hôte. Vous seul pouvez terminer pour tout le monde.",
    "co-host":
      "Vous êtes maintenant co-hôte. Vous pouvez laisser entrer, couper les micros et retirer des personnes.",
    guest: "Vous n’êtes plus hôte de cette réunion",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name} est maintenant l’hôte`;
    return role === "co-host" ? `${name} est maintenant co-hôte` : `${name} n’est plus co-hôte`;
  },
  lockedTitle: "La réunion est verrouillée.",
  lockedText: "Personne de nouveau n’entre.",
  lockedSentence: "La réunion est verrouillée. Personne de nouveau n’entre.",
  unlockedSentence: "La réunion n’est plus verrouillée",
  locked: "verrouillée",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio"
      ? `${by} vous demande d’allumer votre micro.`
      : `${by} vous demande d’allumer votre caméra.`,
  notNow: "Pas maintenant",
  unmute: "Allumer le micro",
  spokeMuted: (key) => `Votre micro est coupé. Maintenez ${key} pour parler.`,
  showCamera: "Allumer la caméra",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "L’hôte";
    return {
      audio: `${who} a coupé votre micro.`,
      video: `${who} a éteint votre caméra.`,
      share: `${who} a arrêté votre partage.`,
    }[kind];
  },
  silencedHow: {
    audio: "Personne ne vous entend avant que vous rallumiez le micro.",
    video: "Personne ne vous voit avant que vous rallumiez la caméra.",
    share: "Personne ne voit votre écran avant que vous le partagiez à nouveau.",
  },
  hostIsAway: (name: string) => `L’ordinateur ${of(name)} a disparu.`,
  awayCloses: "S’il ne revient pas, la réunion se termine dans",
  awayEnds: "La réunion est en train de se terminer.",
  awayKeeps: "La réunion continue sans hôte.",
  carriedElsewhere:
    "Un autre serveur porte cette réunion. Personne n’attend à l’entrée, et elle ne peut pas être verrouillée.",

  chat: "Discussion",
  closeChat: "Fermer la discussion",
  showChat: (unread: number) =>
    unread === 0
      ? "Discussion"
      : plural(unread, {
          one: "Discussion, 1 nouveau message",
          other: `Discussion, ${number(unread)} nouveaux messages`,
        }),
  messages: "Messages",
  noMessages: "Personne n’a encore écrit.",
  noMessagesHow:
    "Ce que vous écrivez est lu par ceux qui sont là maintenant, et reste dans votre résumé de la réunion.",
  onlyToYou: "à vous seulement",
  onlyTo: (name: string) => `à ${name} seulement`,
  newMessages: "Nouveaux",
  toLatest: "Derniers messages",
  newBelow: (count: number) =>
    plural(count, { one: `${number(count)} nouveau message`, other: `${number(count)} nouveaux messages` }),
  writeTo: "Écrire à",
  toEveryone: "À tout le monde",
  toOnly: (name: string) => `À ${name} seulement`,
  everyone: "Tout le monde",
  messageEveryone: "Message à tout le monde",
  messageOnly: (name: string) => `Message à ${name} seulement`,
  addresseeGone: (name: string) => `${name} a quitté la réunion. Choisissez à qui écrire.`,
  send: "Envoyer",
  sending: "Envoi",
  discard: "Abandonner",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, { one: "1 caractère de trop", other: `${number(-count)} caractères de trop` })
      : plural(count, {
          one: `Encore ${number(count)} caractère`,
          other: `Encore ${number(count)} caractères`,
        }),
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, à vous seulement\u202f: ${text}` : `${name}\u202f: ${text}`,
  opensOutside: (host: string) => `Ouvre ${host} dans votre navigateur`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "Lever la main",
  handUp: "Votre main est levée",
  handDown: "Votre main est baissée",
  react: "Réagir",

  notify: {
    waits: (name: string) => `${name} attend d’entrer`,
    wrote: (name: string) => `${name} a écrit dans la discussion`,
    wroteYou: (name: string) => `${name} vous a écrit`,
    raised: (name: string) => `${name} a levé la main`,
  },

  keysTitle: "Touches",
  keysChange: "Modifier les touches",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Maj",
    space: "Espace",
    pageUp: "Page préc.",
    pageDown: "Page suiv.",
  },
  commands: {
    microphone: "Allumer ou couper le micro",
    talk: "Parler micro coupé, en maintenant",
    camera: "Allumer ou éteindre la caméra",
    share: "Partager l’écran ou arrêter",
    hand: "Lever ou baisser la main",
    react: "Réagir",
    people: "Personnes",
    chat: "Discussion",
    invite: "Copier l’invitation",
    leave: "Quitter",
    settings: "Réglages",
    keys: "Montrer les touches",
  } satisfies Record<Command, string>,
  keysEscape: "Rester, ou fermer ce qui est ouvert",
  keysRegions: "Vers la scène, le volet, la barre",
  keysArrows: "D’une commande à la suivante",
  arrowKeys: "Flèches",
  keysPin: "Épingler la personne qui a le focus",
  leaveAnywhere: "Quitter depuis n’importe quel programme, même si Adjourn est bloqué",
  pressKeys: "Appuyez sur la nouvelle touche",
  pressKeysHow: "Échap garde l’ancienne.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Appuyez pour changer la touche.`,
  keyIsNow: (command: string, key: string) => `${command} est maintenant sur ${key}`,
  keyUsed: (key: string, by: string) => `${key} sert déjà à « ${by} ».`,
  keyKept: (key: string) => `${key} a partout son propre sens.`,
  keyTypes: (key: string, ctrl: string) =>
    `${key} seule sert à écrire. Maintenez ${ctrl} ou Alt avec elle, ou prenez F1 à F12.`,
  resetKey: "Touche d’origine",
  resetKeys: "Reprendre les touches d’origine",
};
