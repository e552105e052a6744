/** Français : ce qui peut mal se passer, pourquoi, et la chose à faire. */
import type { errors as english } from "../en/errors";
import type { Translated } from "../language";
import { type Faults, ofDevices, trouble } from "../trouble";

/** Trois appareils, deux genres. */
interface Noun {
  /** « La caméra » */
  The: string;
  the: string;
  /** « Aucune caméra trouvée » */
  none: string;
  /** « la », « le » */
  it: string;
  /** « Elle », « Il » */
  It: string;
  another: string;
  /** Accords. */
  used: string;
  gone: string;
  unplugged: string;
  silent: string;
}

function device({ The, the, none, it, It, another, used, gone, unplugged, silent }: Noun): Faults {
  const again = `puis rallumez ${the}.`;
  return {
    missing: trouble(
      none,
      "Rien n’est branché, ou l’appareil choisi n’est plus là.",
      `Branchez un appareil, ${again}`,
    ),
    busy: trouble(`${The} est ${used}.`, "Un autre programme s’en sert.", `Fermez ce programme, ${again}`),
    refused: trouble(
      `Adjourn ne peut pas utiliser ${the}.`,
      "Le système ne l’autorise pas.",
      `Autorisez-le dans les réglages de confidentialité du système, ${again}`,
    ),
    hung: trouble(`${The} ne répond pas.`, silent, `Débranchez-${it} et rebranchez-${it}.`),
    lost: trouble(
      `${The} n’est plus là.`,
      `${It} a été ${unplugged}.`,
      `Rebranchez-${it}, ou choisissez-en ${another}.`,
    ),
    stuck: trouble(
      `${The} est encore ${gone}.`,
      "L’appareil n’a pas été libéré à temps\u202f; rien n’en est envoyé.",
      `Débranchez-${it}, ou quittez Adjourn pour en être sûr.`,
    ),
    failed: trouble(
      `${The} ne fonctionne pas.`,
      "Le système signale une panne de l’appareil.",
      `Éteignez-${it} et rallumez-${it}, ou choisissez-en ${another}.`,
    ),
  };
}

const askHost = "Demandez une nouvelle invitation à l’hôte.";
const tryAgain = "Réessayez.";
const inAMinute = "Réessayez dans une minute.";
const wholeLink = "Copiez le lien entier de votre invitation.";
const freeSpace = "Libérez de la place,";

export const errors: Translated<typeof english> = {
  ...ofDevices({
    camera: device({
      The: "La caméra",
      the: "la caméra",
      none: "Aucune caméra trouvée.",
      it: "la",
      It: "Elle",
      another: "une autre",
      used: "occupée",
      gone: "ouverte",
      unplugged: "débranchée ou éteinte",
      silent: "Elle est ouverte et ne donne pas d’image.",
    }),
    microphone: device({
      The: "Le micro",
      the: "le micro",
      none: "Aucun micro trouvé.",
      it: "le",
      It: "Il",
      another: "un autre",
      used: "occupé",
      gone: "ouvert",
      unplugged: "débranché ou éteint",
      silent: "Il est ouvert et ne donne pas de son.",
    }),
    speaker: device({
      The: "Le haut-parleur",
      the: "le haut-parleur",
      none: "Aucun haut-parleur trouvé.",
      it: "le",
      It: "Il",
      another: "un autre",
      used: "occupé",
      gone: "ouvert",
      unplugged: "débranché ou éteint",
      silent: "Il est ouvert et ne prend pas de son.",
    }),
  }),
  "microphone-replaced": trouble(
    "Le micro a changé.",
    "Celui d’avant a été débranché ou n’est pas là\u202f; celui du système prend sa place.",
    "Continuez de parler, ou choisissez-en un autre.",
  ),
  "speaker-replaced": trouble(
    "Le haut-parleur a changé.",
    "Celui d’avant a été débranché ou n’est pas là\u202f; celui du système prend sa place.",
    "Continuez d’écouter, ou choisissez-en un autre.",
  ),

  "screen-missing": trouble(
    "Ce n’est plus là.",
    "La fenêtre a été fermée, ou l’écran débranché, avant le partage.",
    "Choisissez autre chose.",
  ),
  "screen-refused": trouble(
    "Votre écran n’a pas été partagé.",
    "Le système ne l’autorise pas, ou sa question a été refusée.",
    "Autorisez-le dans les réglages de confidentialité du système, puis partagez à nouveau.",
  ),
  "screen-hung": trouble(
    "Ce que vous vouliez partager ne donne pas d’image.",
    "L’ouverture a réussi, et rien n’est venu.",
    "Choisissez autre chose.",
  ),
  "screen-lost": trouble(
    "Votre partage s’est arrêté.",
    "La fenêtre a été fermée, ou l’écran débranché.",
    "Choisissez autre chose pour continuer.",
  ),
  "screen-stuck": trouble(
    "Votre écran est encore lu.",
    "Le système ne l’a pas libéré à temps\u202f; rien n’en est envoyé.",
    "Quittez Adjourn pour en être sûr.",
  ),
  "screen-failed": trouble(
    "Votre écran n’a pas pu être partagé.",
    "Le système signale une panne.",
    "Réessayez, ou choisissez autre chose.",
  ),

  unreachable: trouble(
    "L’ordinateur de la réunion est injoignable.",
    "Il est peut-être en veille, hors ligne ou sur un autre réseau.",
    "Demandez à l’hôte s’il fonctionne, puis réessayez.",
  ),
  "timed-out": trouble(
    "L’ordinateur de la réunion ne répond pas.",
    "Il a été trouvé, puis s’est tu.",
    tryAgain,
  ),
  "connection-broken": trouble(
    "La connexion s’est rompue avant que vous soyez dans la réunion.",
    "Le réseau entre les deux ordinateurs a été interrompu.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "Le son et l’image ne passent pas.",
    "Le réseau les bloque (UDP).",
    "Rejoignez depuis un autre réseau, ou demandez à qui gère celui-ci.",
  ),
  "wrong-certificate": trouble(
    "Un autre ordinateur a répondu que celui de cette invitation.",
    "Son certificat n’est pas celui de l’invitation\u202f; rien ne lui a été envoyé.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "Le certificat du serveur n’est pas reconnu.",
    "Cet ordinateur ne connaît pas qui l’a émis\u202f; rien n’a été envoyé.",
    "Vérifiez l’adresse, ou demandez à qui gère le serveur.",
  ),
  "wrong-invite": trouble(
    "Cette invitation n’ouvre pas la réunion.",
    "Sa clé n’est pas celle de la réunion.",
    askHost,
  ),
  "unknown-meeting": trouble(
    "Cette réunion n’existe pas.",
    "Elle est terminée, ou son ordinateur a redémarré.",
    askHost,
  ),
  locked: trouble(
    "La réunion est verrouillée.",
    "Personne de nouveau n’entre.",
    "Demandez à l’hôte de la déverrouiller.",
  ),
  denied: trouble(
    "L’hôte ne vous a pas laissé entrer.",
    "Chacun est admis un par un.",
    "Demandez directement à l’hôte.",
  ),
  "unknown-ticket": trouble(
    "Votre place dans la salle d’attente est perdue.",
    "La connexion a été coupée trop longtemps.",
    "Rejoignez à nouveau, et l’hôte en est averti.",
  ),
  full: trouble(
    "La réunion est pleine.",
    "Toutes les places sont prises.",
    "Réessayez quand quelqu’un est parti.",
  ),
  "too-many": trouble(
    "C’était trop souvent.",
    "Beaucoup de demandes sont venues de cette adresse.",
    inAMinute,
  ),
  "bad-request": trouble(
    "L’ordinateur de la réunion n’a pas compris.",
    "Il a peut-être une autre version d’Adjourn.",
    "Mettez Adjourn à jour sur les deux ordinateurs.",
  ),
  "wrong-token": trouble(
    "Le serveur n’a pas accepté le jeton.",
    "Il est faux, expiré ou destiné à un autre serveur.",
    "Demandez-en un nouveau.",
  ),
  unavailable: trouble(
    "Le serveur n’accueille personne pour le moment.",
    "Il démarre, s’arrête ou est plein.",
    inAMinute,
  ),
  removed: trouble(
    "Vous avez été retiré de cette réunion.",
    "Un hôte l’a fait, et cela reste ainsi.",
    "Demandez directement à l’hôte.",
  ),
  ended: trouble("Cette réunion est terminée.", "Elle a été terminée pour tout le monde.", askHost),
  garbage: trouble(
    "Ce qui a répondu n’est pas un serveur de réunions.",
    "Un autre programme écoute à cette adresse.",
    "Vérifiez l’adresse.",
  ),
  "bad-address": trouble(
    "Ce n’est pas l’adresse d’un serveur.",
    "Une adresse ressemble à wss://meet.example.org ou ws://127.0.0.1:7880.",
    "Vérifiez-la et réessayez.",
  ),

  "bad-link": trouble(
    "Ce n’est pas une invitation.",
    "Une invitation commence par adjourn://join/.",
    wholeLink,
  ),
  "damaged-link": trouble(
    "Cette invitation n’est pas complète.",
    "Elle a été coupée ou modifiée en chemin.",
    wholeLink,
  ),
  "newer-link": trouble(
    "Cette invitation est plus récente que cette application.",
    "Une version plus récente d’Adjourn l’a créée.",
    "Mettez Adjourn à jour, puis ouvrez-la à nouveau.",
  ),

  "not-allowed": trouble(
    "Seul un hôte peut le faire.",
    "Vous êtes ici comme invité.",
    "Demandez-le à l’hôte.",
  ),
  nobody: trouble("Cette personne n’est plus là.", "Elle vient de partir.", "Il n’y a rien à faire."),
  "control-failed": trouble(
    "Cela n’a pas été fait.",
    "L’ordinateur de la réunion n’a pas pu être interrogé.",
    tryAgain,
  ),
  "chat-not-sent": trouble(
    "Votre message n’a pas été envoyé.",
    "Il n’est pas passé.",
    "Envoyez-le à nouveau.",
  ),
  "end-not-allowed": trouble(
    "Seul l’hôte peut terminer la réunion pour tout le monde.",
    "Vous n’êtes pas l’hôte.",
    "Quittez-la\u202f: elle continue pour les autres.",
  ),
  "end-delayed": trouble(
    "La fin n’est pas encore passée.",
    "L’ordinateur de la réunion ne répond pas.",
    "Gardez Adjourn ouvert\u202f: la demande est répétée jusqu’à ce qu’elle aboutisse.",
  ),
  "not-in-yet": trouble(
    "Vous n’y êtes pas encore.",
    "Cela ne marche que dans une réunion.",
    "Attendez d’être dans la réunion.",
  ),

  "device-stuck": trouble(
    "Un appareil est encore ouvert.",
    "Il n’a pas été libéré à temps\u202f; rien n’en est envoyé.",
    "Débranchez-le, ou quittez Adjourn pour en être sûr.",
  ),
  "file-missing": trouble(
    "Le fichier n’est pas là.",
    "Il a été déplacé, renommé ou supprimé.",
    "Vérifiez le chemin.",
  ),
  "file-failed": trouble(
    "Le fichier est inutilisable.",
    "Il ne peut être lu ou écrit, ou le disque est plein.",
    "Choisissez-en un autre.",
  ),
  "file-not-y4m": trouble(
    "Le fichier n’est pas une vidéo Y4M.",
    "Seules celles-ci peuvent remplacer une caméra.",
    "Convertissez-le d’abord.",
  ),
  "file-not-wav": trouble(
    "Le fichier n’est pas un son WAV.",
    "Seuls ceux-ci peuvent remplacer un micro.",
    "Convertissez-le d’abord.",
  ),
  "file-unsupported": trouble(
    "Le fichier ne peut pas être lu ici.",
    "Il est d’un type inhabituel.",
    "Convertissez-le en Y4M 8 bits 4:2:0 ou en WAV 16 bits.",
  ),
  "codec-failed": trouble(
    "Le son ou l’image n’a pas pu être encodé.",
    "Le codec signale une panne.",
    "Éteignez l’appareil et rallumez-le.",
  ),
  "no-thread": trouble(
    "L’ordinateur n’a pas pu commencer une autre tâche.",
    "Il manque de mémoire.",
    "Fermez d’autres programmes, puis réessayez.",
  ),

  "cannot-host": trouble(
    "La réunion n’a pas pu être ouverte sur cet ordinateur.",
    "Son serveur n’a pas démarré.",
    "Fermez les autres programmes de réunion, puis réessayez.",
  ),
  "no-network": trouble(
    "Cet ordinateur n’a pas de réseau.",
    "Personne ne pourrait joindre une réunion ici.",
    "Connectez-le, puis réessayez.",
  ),
  "hosting-storage": trouble(
    "Aucune réunion ne peut être ouverte ici pour le moment.",
    "Ce qui est terminé ne pourrait pas être noté\u202f: le disque est plein ou protégé.",
    `${freeSpace} puis réessayez.`,
  ),

  // Another server
  "other-server-unreachable": trouble(
    "L’autre serveur est injoignable.",
    "Il est peut-être éteint, ou son adresse est fausse.",
    "Vérifiez l’adresse dans les réglages.",
  ),
  "other-server-key": trouble(
    "L’autre serveur n’accepte pas cette clé.",
    "Il ne la connaît pas, ou lui associe un autre secret.",
    "Copiez de nouveau les deux depuis sa configuration.",
  ),
  "other-server-unknown": trouble(
    "Ce qui répond là n’est pas un serveur LiveKit.",
    "Un autre programme écoute à cette adresse.",
    "Vérifiez l’adresse.",
  ),
  "other-server-plain": trouble(
    "Les échanges avec ce serveur ne seraient pas chiffrés.",
    "Cela n’est permis qu’avec cet ordinateur lui-même.",
    "Prenez une adresse qui commence par wss://.",
  ),
  "other-server-secret": trouble(
    "Le secret de l’autre serveur manque.",
    "Il n’a pas pu être gardé, ou le trousseau est verrouillé.",
    "Saisissez-le de nouveau dans les réglages.",
  ),

  "no-lobby": trouble(
    "Il n’y a pas de réunion à rejoindre.",
    "L’entrée a été fermée.",
    "Ouvrez le lien à nouveau.",
  ),
  "no-meeting": trouble(
    "Vous n’êtes dans aucune réunion.",
    "Cela ne marche que dans une réunion.",
    "Commencez d’abord une réunion, ou rejoignez-en une.",
  ),
  "in-meeting": trouble(
    "Vous êtes dans une réunion.",
    "Il n’y en a qu’une à la fois.",
    "Quittez d’abord celle-ci.",
  ),
  "no-browser": trouble(
    "Le lien n’a pas pu être ouvert.",
    "Aucun navigateur n’a été trouvé.",
    "Copiez le lien et ouvrez-le vous-même.",
  ),
  "not-saved": trouble(
    "Le résumé n’a pas été enregistré.",
    "Le dossier est protégé, ou le disque est plein.",
    `${freeSpace} puis enregistrez-le à nouveau.`,
  ),
  "settings-reset": trouble(
    "Vos réglages n’ont pas pu être lus.",
    "Ils ont été mis de côté, et les habituels s’appliquent.",
    "Parcourez les réglages.",
  ),
  "settings-not-kept": trouble(
    "Vos réglages n’ont pas pu être enregistrés.",
    "Le dossier est protégé, ou le disque est plein.",
    `${freeSpace} puis modifiez-les à nouveau.`,
  ),
  "autostart-failed": trouble(
    "Le démarrage avec l’ordinateur n’a pas pu être modifié.",
    "Le système ne l’a pas accepté.",
    "Modifiez-le dans les réglages du système.",
  ),
  "clipboard-failed": trouble(
    "Rien n’a été copié.",
    "Le presse-papiers ne l’a pas accepté.",
    "Copiez à nouveau.",
  ),
  internal: trouble(
    "Quelque chose s’est mal passé dans Adjourn.",
    "C’est une erreur du programme.",
    "Copiez les détails et envoyez-les à qui vous a donné Adjourn.",
  ),
};
