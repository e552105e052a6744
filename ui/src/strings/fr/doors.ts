/** Français : accueil, entrée, salle d’attente et réglages. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { of, people, span } from "./common";

const NUMBERS = [
  "Personne",
  "Une personne",
  "Deux personnes",
  "Trois personnes",
  "Quatre personnes",
  "Cinq personnes",
];

export const doors: Translated<typeof english> = {
  startOrJoin: "Commencer ou rejoindre",
  newMeeting: "Nouvelle réunion",
  meetingOf: (name: string) => `Réunion ${of(name)}`,
  runsHere: (lobby: boolean) =>
    `Fonctionne sur cet ordinateur. ${lobby ? "Les invités attendent qu’on les laisse entrer." : "Quiconque a le lien peut entrer."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `Si vous disparaissez, elle se termine après ${span(seconds)}.`,
    keep: "Si vous disparaissez, un co-hôte prend le relais.",
    end: "Si vous disparaissez, elle se termine aussitôt.",
  },
  rulesTitle: "Règles des nouvelles réunions",
  guestsWait: "Les invités attendent qu’on les laisse entrer",
  guestsWaitHow: "Vous voyez qui c’est, et laissez entrer chacun ou non.",
  rulesAway: "Si votre ordinateur disparaît",
  rulesAwayHow:
    "Il tombe en panne, se met en veille ou perd sa connexion. Chacun voit cette règle avant d’entrer.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "Un co-hôte prend le relais";
    return rule.rule === "end" ? "Terminer aussitôt" : `Terminer après ${span(rule.seconds)}`;
  },
  joinWithLink: "Rejoindre avec un lien",
  linkPlaceholder: "adjourn://join/…",
  join: "Rejoindre",
  yourName: "Votre nom",
  namePlaceholder: "Comment les autres vous appellent",
  nameNeeded: "Écrivez d’abord votre nom, pour que les autres sachent qui vous êtes.",
  linkNeeded: "Collez d’abord le lien de votre invitation.",
  opening: "Ouverture de votre réunion sur cet ordinateur",
  lookingUp: "Recherche de la réunion",
  settings: "Réglages",
  stillOpen: "Votre réunion est encore ouverte",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `Cet ordinateur garde « ${title} » ouverte. Il n’y a personne.`
      : plural(count, {
          one: `Cet ordinateur garde « ${title} » ouverte. 1 personne s’y trouve.`,
          other: `Cet ordinateur garde « ${title} » ouverte. ${number(count)} personnes s’y trouvent.`,
        }),
  goBack: "Y retourner",
  endFromHome: (title: string) => `Terminer « ${title} » pour tout le monde\u202f?`,
  keepOpen: "La garder ouverte",
  recent: "Réunions récentes",
  recentNone: "Les réunions que vous tenez ou rejoignez figurent ici, pour que vous les retrouviez.",
  today: "Aujourd’hui",
  yesterday: "Hier",
  youHosted: "Vous en étiez l’hôte",
  youJoinedIt: "Vous y étiez",
  meetAnew: "Recommencer",
  joinAgain: "Rejoindre à nouveau",
  stillOpenThere: (count: number) =>
    count === 0 ? "Encore ouverte, sans personne" : `Encore ouverte, avec ${people(count)}`,
  showAll: "Toutes",
  showFewer: "Moins",
  forget: (title: string) => `Retirer « ${title} » de la liste`,
  forgetAll: "Vider",
  forgetAllTitle: "Vider la liste des réunions récentes\u202f?",
  forgetAllText:
    "Les liens de celles que vous avez rejointes disparaissent aussi. Les réunions elles-mêmes restent telles quelles.",
  forgetAllDo: "Vider la liste",
  keepList: "Garder la liste",

  yourPictureAndSound: "Votre image et votre son",
  hostedBy: (host: string) => `Hôte\u202f: ${host}`,
  openFor: (time: string) => `ouverte depuis ${time}`,
  justOpened: "vient d’ouvrir",
  nobodyThere: "Il n’y a encore personne",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${number(names.length - 3)} autres`] : names;
    return `${list(shown)} ${names.length === 1 ? "est là" : "sont là"}`;
  },
  ifHostGoesAway: (host: string | null) =>
    `Si l’ordinateur ${host === null ? "de l’hôte" : of(host)} disparaît,`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "un co-hôte prend le relais";
    return rule.rule === "end"
      ? "la réunion se termine aussitôt"
      : `la réunion se termine après ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `Vous attendez que ${host ?? "l’hôte"} vous laisse entrer.`,
  lockedDoor: (host: string | null) =>
    `La réunion est verrouillée. ${host ?? "L’hôte"} doit d’abord la déverrouiller.`,
  letsYouIn: (host: string | null) => `${host ?? "L’hôte"} va vous laisser entrer`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "L’hôte"} sait que ${name} attend. Personne ne vous entend ni ne vous voit avant que vous soyez dans la réunion.`,
  waitingToBeAdmitted: "En attente d’entrer",
  waitingFor: "Vous attendez depuis",
  aheadOfYou(ahead: number): string {
    if (ahead === 0) return "C’est bientôt à vous.";
    const who = NUMBERS[ahead] ?? `${number(ahead)} personnes`;
    return `${who} ${ahead === 1 ? "est" : "sont"} devant vous.`;
  },
  onlyHostEnds: (host: string) =>
    `Seul l’hôte, ${host}, peut la terminer pour tous. Vous pouvez quitter à tout moment.`,
  joining: "Vous entrez. Personne ne vous entend ni ne vous voit avant que vous soyez dans la réunion.",
  cameraOff: "La caméra est éteinte",
  cameraStarting: "La caméra démarre",
  microphoneWorks: "Niveau du micro",
  test: "Tester",
  testSpeaker: "Jouer un son sur le haut-parleur",

  moreInvite: "D’autres façons d’inviter",
  copyLink: "Copier le lien",
  showCode: "Code QR et adresses",
  inviteTitle: "Inviter",
  inviteHow: "Envoyez le lien. Le code contient le même lien, à lire sur l’écran.",
  codeOfLink: "Code QR du lien",
  reachTitle: "D’où les invités peuvent venir",
  reach: {
    "this-computer": "De cet ordinateur seulement",
    "local-network": "Du même réseau, au bureau ou à la maison",
    internet: "De partout, si la box les laisse passer",
  },
  guestsNeed: "Les invités ont besoin d’Adjourn sur leur ordinateur. Le lien l’ouvre.",
  guestsNeedNetwork: "Ils doivent être sur le même réseau que l’ordinateur qui porte la réunion.",
  guestsCannot:
    "Personne d’autre ne peut joindre cet ordinateur. Connectez-le à un réseau, puis copiez le lien à nouveau.",
  inviteUnknown: "Le lien n’a pas pu être obtenu. La réunion est peut-être terminée.",

  settingsTab: {
    general: "Général",
    devices: "Appareils",
    shortcuts: "Raccourcis",
    appearance: "Apparence",
    language: "Langue",
    server: "Serveur",
  },
  nameHow: "Les autres le voient dès votre prochaine réunion.",
  notifications: "Notifications",
  notificationsHow:
    "Quand quelqu’un attend, écrit ou lève la main et qu’Adjourn est derrière d’autres fenêtres.",
  sounds: "Sons",
  soundsHow: "Un son bref quand quelqu’un arrive ou lève la main.",
  autostart: "Démarrer avec l’ordinateur",
  autostartHow: "Adjourn attend dans la zone de notification que vous en ayez besoin.",
  devicesHow: "Valables pour toutes les réunions. Un appareil branché plus tard est proposé aussitôt.",
  reduceNoise: "Réduire le bruit et l’écho",
  joinMuted: "Rejoindre avec le micro coupé",
  askBeforeLeaving: "Demander avant de quitter",
  theme: "Thème",
  themes: { system: "Système", light: "Clair", dark: "Sombre" },
  themeHow: "« Système » suit votre bureau, et garde les réunions sombres.",
  textSize: "Taille du texte",
  textSizeHow: "Tout change de taille avec elle.",
  textSizes: { small: "90\u202f%", usual: "100\u202f%", large: "125\u202f%" },
  namesOnPictures: "Noms sur les images",
  miniOnTop: "Garder la petite fenêtre au premier plan",
  reduceMotion: "Réduire les animations",
  languageOfApp: "Langue de l’application",
  asTheSystem: (name: string) => `Comme le système\u202f: ${name}`,
  languageHow: "Les noms, les messages et les fichiers restent tels qu’ils ont été écrits.",
  serverHere: "Les nouvelles réunions ont lieu sur cet ordinateur. Rien n’est envoyé ailleurs.",
  serverThere: (host: string) =>
    `Les nouvelles réunions ont lieu sur ${host}. Cet ordinateur fait entrer les invités\u202f; laissez Adjourn ouvert tant qu’il en arrive.`,
  runsThere: (host: string) => `A lieu sur ${host}. Toute personne qui a le lien peut entrer.`,
  port: "Port pour les invités",
  portHow: "Utilisé à la prochaine réunion. S’il est occupé, un autre est pris.",
  portBad: "Un port est un nombre de 1 à 65535.",
  otherServer: "Un autre serveur (facultatif)",
  otherServerHow:
    "Un serveur LiveKit à vous, pour plus de personnes qu’un seul ordinateur ne peut en porter.",
  serverAddress: "Adresse",
  apiKey: "Clé d’API",
  apiSecret: "Secret d’API",
  apiSecretHow: "Il reste sur cet ordinateur et n’est plus jamais affiché.",
  useServer: "Vérifier et utiliser",
  askingServer: "Le serveur est interrogé",
  serverNeeds: "Saisissez l’adresse, la clé et le secret.",
  useThisComputer: "Revenir à cet ordinateur",
  notThere:
    "Là-bas, personne n’attend d’être admis, la réunion ne peut pas être verrouillée, sa fin ne peut pas être annoncée, et il n’y a pas de coorganisateur.",

  chooseAnother: "En choisir un autre",
  pasteAgain: "Coller à nouveau",
  openSettings: "Ouvrir les réglages",
  showAttempts: "Afficher les tentatives",
  attempts: "Tentatives",
  known: {
    heldBy: (program) => `${program} l’utilise.`,
    ended: (by, when) => (by === null ? `Elle a été terminée (${when}).` : `${by} l’a terminée (${when}).`),
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `Son adresse a été essayée pendant ${number(seconds)}\u00a0s.`,
        other: `Ses ${number(addresses)} adresses ont été essayées pendant ${number(seconds)}\u00a0s.`,
      }),
    stopsAfter: (end) => `Elle s’arrête après ${end}.`,
    onlyEnds: (name) => `Cette réunion ne peut être terminée pour tout le monde que par ${name}.`,
    promised: "Lien",
    shown: "Reçu",
  },
  quitApp: "Quitter Adjourn",
  copyDetails: "Copier les détails",
  detailsCopied: "Détails copiés, sans les noms ni les liens.",
};
