/** Deutsch: Start, Vorraum, Warteraum und Einstellungen. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { people, span } from "./common";

const NUMBERS = [
  "Niemand",
  "Eine Person",
  "Zwei Personen",
  "Drei Personen",
  "Vier Personen",
  "Fünf Personen",
];

export const doors: Translated<typeof english> = {
  startOrJoin: "Starten oder beitreten",
  newMeeting: "Neue Besprechung",
  meetingOf: (name: string) => `Besprechung von ${name}`,
  runsHere: (lobby: boolean) =>
    `Läuft auf diesem Computer. ${lobby ? "Gäste warten, bis sie eingelassen werden." : "Wer den Link hat, kann beitreten."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `Fallen Sie aus, endet sie nach ${span(seconds)}.`,
    keep: "Fallen Sie aus, übernimmt ein Co-Host.",
    end: "Fallen Sie aus, endet sie sofort.",
  },
  rulesTitle: "Regeln für neue Besprechungen",
  guestsWait: "Gäste warten, bis sie eingelassen werden",
  guestsWaitHow: "Sie sehen, wer es ist, und lassen jeden einzeln ein oder nicht.",
  rulesAway: "Wenn Ihr Computer ausfällt",
  rulesAwayHow:
    "Er stürzt ab, schläft ein oder verliert die Verbindung. Alle sehen diese Regel, bevor sie beitreten.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "Ein Co-Host übernimmt";
    return rule.rule === "end" ? "Sofort beenden" : `Nach ${span(rule.seconds)} beenden`;
  },
  joinWithLink: "Mit einem Link beitreten",
  linkPlaceholder: "adjourn://join/…",
  join: "Beitreten",
  yourName: "Ihr Name",
  namePlaceholder: "Wie die anderen Sie nennen",
  nameNeeded: "Tragen Sie zuerst Ihren Namen ein, damit die anderen wissen, wer Sie sind.",
  linkNeeded: "Fügen Sie zuerst den Link aus Ihrer Einladung ein.",
  opening: "Ihre Besprechung wird auf diesem Computer geöffnet",
  lookingUp: "Die Besprechung wird gesucht",
  settings: "Einstellungen",
  stillOpen: "Ihre Besprechung ist noch offen",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `Dieser Computer hält „${title}“ offen. Niemand ist dort.`
      : plural(count, {
          one: `Dieser Computer hält „${title}“ offen. 1 Person ist dort.`,
          other: `Dieser Computer hält „${title}“ offen. ${number(count)} Personen sind dort.`,
        }),
  goBack: "Zurückkehren",
  endFromHome: (title: string) => `„${title}“ für alle beenden?`,
  keepOpen: "Offen lassen",
  recent: "Letzte Besprechungen",
  recentNone: "Besprechungen, die Sie leiten oder besuchen, stehen hier, damit Sie sie wiederfinden.",
  today: "Heute",
  yesterday: "Gestern",
  youHosted: "Sie waren Host",
  youJoinedIt: "Sie waren zu Gast",
  meetAnew: "Neu starten",
  joinAgain: "Wieder beitreten",
  stillOpenThere: (count: number) =>
    count === 0 ? "Noch offen, niemand da" : `Noch offen, ${people(count)} da`,
  showAll: "Alle",
  showFewer: "Weniger",
  forget: (title: string) => `„${title}“ aus der Liste nehmen`,
  forgetAll: "Leeren",
  forgetAllTitle: "Die Liste der letzten Besprechungen leeren?",
  forgetAllText:
    "Die Links derer, denen Sie beigetreten sind, gehen damit verloren. Die Besprechungen selbst bleiben, wie sie sind.",
  forgetAllDo: "Liste leeren",
  keepList: "Liste behalten",

  yourPictureAndSound: "Ihr Bild und Ton",
  hostedBy: (host: string) => `Host: ${host}`,
  openFor: (time: string) => `offen seit ${time}`,
  justOpened: "gerade geöffnet",
  nobodyThere: "Noch ist niemand da",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${number(names.length - 3)} weitere`] : names;
    return `${list(shown)} ${names.length === 1 ? "ist" : "sind"} da`;
  },
  ifHostGoesAway: (host: string | null) =>
    host === null ? "Fällt der Computer des Hosts aus," : `Fällt der Computer von ${host} aus,`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "übernimmt ein Co-Host";
    return rule.rule === "end"
      ? "endet die Besprechung sofort"
      : `endet die Besprechung nach ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `Sie warten, bis ${host ?? "der Host"} Sie einlässt.`,
  lockedDoor: (host: string | null) =>
    `Die Besprechung ist gesperrt. ${host ?? "Der Host"} muss sie zuerst entsperren.`,
  letsYouIn: (host: string | null) => `${host ?? "Der Host"} lässt Sie gleich ein`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "Der Host"} weiß, dass ${name} wartet. Niemand hört oder sieht Sie, bis Sie drin sind.`,
  waitingToBeAdmitted: "Warten auf Einlass",
  waitingFor: "Sie warten seit",
  aheadOfYou(ahead: number): string {
    if (ahead === 0) return "Sie sind als Nächstes dran.";
    const who = NUMBERS[ahead] ?? `${number(ahead)} Personen`;
    return plural(ahead, { one: `${who} ist vor Ihnen.`, other: `${who} sind vor Ihnen.` });
  },
  onlyHostEnds: (host: string) => `Nur ${host} kann sie für alle beenden. Sie können jederzeit gehen.`,
  joining: "Sie treten bei. Niemand hört oder sieht Sie, bis Sie drin sind.",
  cameraOff: "Kamera ist aus",
  cameraStarting: "Kamera startet",
  microphoneWorks: "Pegel des Mikrofons",
  test: "Testen",
  testSpeaker: "Einen Ton auf dem Lautsprecher abspielen",

  moreInvite: "Weitere Wege einzuladen",
  copyLink: "Link kopieren",
  showCode: "QR-Code und Adressen",
  inviteTitle: "Personen einladen",
  inviteHow: "Senden Sie den Link. Der Code enthält denselben Link, zum Ablesen vom Bildschirm.",
  codeOfLink: "QR-Code des Links",
  reachTitle: "Woher Gäste kommen können",
  reach: {
    "this-computer": "Nur von diesem Computer",
    "local-network": "Aus demselben Netz, etwa im Büro oder zu Hause",
    internet: "Von überall, wenn der Router dort sie durchlässt",
  },
  guestsNeed: "Gäste brauchen Adjourn auf ihrem Computer. Der Link öffnet es.",
  guestsNeedNetwork: "Sie müssen im selben Netz sein wie der Computer, auf dem die Besprechung läuft.",
  guestsCannot:
    "Niemand sonst erreicht diesen Computer gerade. Verbinden Sie ihn mit einem Netz und kopieren Sie den Link dann noch einmal.",
  inviteUnknown: "Der Link war nicht zu bekommen. Die Besprechung ist vielleicht vorbei.",

  settingsTab: {
    general: "Allgemein",
    devices: "Geräte",
    shortcuts: "Tastenkürzel",
    appearance: "Darstellung",
    language: "Sprache",
    server: "Server",
  },
  nameHow: "Die anderen sehen ihn ab Ihrer nächsten Besprechung.",
  notifications: "Benachrichtigungen",
  notificationsHow:
    "Wenn jemand wartet, schreibt oder die Hand hebt, während Adjourn hinter anderen Fenstern liegt.",
  sounds: "Töne",
  soundsHow: "Ein kurzer Ton, wenn jemand beitritt oder die Hand hebt.",
  autostart: "Mit dem Computer starten",
  autostartHow: "Adjourn wartet im Infobereich, bis Sie es brauchen.",
  devicesHow: "Gilt für alle Besprechungen. Was später angesteckt wird, steht gleich zur Wahl.",
  reduceNoise: "Rauschen und Echo mindern",
  joinMuted: "Mit ausgeschaltetem Mikrofon beitreten",
  askBeforeLeaving: "Fragen, bevor ich gehe",
  theme: "Farbschema",
  themes: { system: "System", light: "Hell", dark: "Dunkel" },
  themeHow: "„System“ folgt Ihrem Desktop und lässt Besprechungen dunkel.",
  textSize: "Schriftgröße",
  textSizeHow: "Alles richtet sich danach.",
  textSizes: { small: "90\u00a0%", usual: "100\u00a0%", large: "125\u00a0%" },
  namesOnPictures: "Namen auf den Bildern",
  miniOnTop: "Kleines Fenster im Vordergrund halten",
  reduceMotion: "Bewegung verringern",
  languageOfApp: "Sprache der App",
  asTheSystem: (name: string) => `Wie das System: ${name}`,
  languageHow: "Namen, Chat und Dateien bleiben, wie sie geschrieben wurden.",
  serverHere: "Neue Besprechungen laufen auf diesem Computer. Nichts wird woandershin gesendet.",
  serverThere: (host: string) =>
    `Neue Besprechungen laufen auf ${host}. Dieser Computer lässt die Gäste ein; lassen Sie Adjourn offen, solange welche kommen.`,
  runsThere: (host: string) => `Läuft auf ${host}. Wer den Link hat, kann teilnehmen.`,
  port: "Port für Gäste",
  portHow: "Gilt ab der nächsten Besprechung. Ist er belegt, wird ein anderer genommen.",
  portBad: "Ein Port ist eine Zahl von 1 bis 65535.",
  otherServer: "Ein anderer Server (freiwillig)",
  otherServerHow: "Ein eigener LiveKit-Server, für mehr Menschen, als ein Computer tragen kann.",
  serverAddress: "Adresse",
  apiKey: "API-Schlüssel",
  apiSecret: "API-Geheimnis",
  apiSecretHow: "Es bleibt auf diesem Computer und wird nie wieder gezeigt.",
  useServer: "Prüfen und verwenden",
  askingServer: "Der Server wird gefragt",
  serverNeeds: "Geben Sie Adresse, Schlüssel und Geheimnis ein.",
  useThisComputer: "Wieder auf diesem Computer",
  notThere:
    "Dort wartet niemand auf Einlass, die Besprechung lässt sich nicht sperren, ihr Ende nicht ankündigen, und niemand wird Co-Host.",

  chooseAnother: "Anderes wählen",
  pasteAgain: "Erneut einfügen",
  openSettings: "Einstellungen öffnen",
  showAttempts: "Versuche zeigen",
  attempts: "Versuche",
  known: {
    heldBy: (program) => `${program} verwendet das Gerät.`,
    ended: (by, when) => (by === null ? `Sie wurde beendet (${when}).` : `${by} hat sie beendet (${when}).`),
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `Seine Adresse wurde ${number(seconds)}\u00a0s lang versucht.`,
        other: `Seine ${number(addresses)} Adressen wurden ${number(seconds)}\u00a0s lang versucht.`,
      }),
    stopsAfter: (end) => `Sie hört nach ${end} auf.`,
    onlyEnds: (name) => `Nur ${name} kann die Besprechung für alle beenden.`,
    promised: "Link",
    shown: "Erhalten",
  },
  quitApp: "Adjourn beenden",
  copyDetails: "Einzelheiten kopieren",
  detailsCopied: "Einzelheiten kopiert, ohne Namen und Links.",
};
