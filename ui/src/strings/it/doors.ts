/** Italiano: inizio, ingresso, sala d’attesa e impostazioni. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { people, span } from "./common";

const NUMBERS = ["Nessuno", "Una persona", "Due persone", "Tre persone", "Quattro persone", "Cinque persone"];

export const doors: Translated<typeof english> = {
  startOrJoin: "Inizia o partecipa",
  newMeeting: "Nuova riunione",
  meetingOf: (name: string) => `Riunione di ${name}`,
  runsHere: (lobby: boolean) =>
    `Funziona su questo computer. ${lobby ? "Gli ospiti aspettano che li si faccia entrare." : "Chi ha il link può entrare."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `Se sparisci, finisce dopo ${span(seconds)}.`,
    keep: "Se sparisci, un co-host prende il tuo posto.",
    end: "Se sparisci, finisce subito.",
  },
  rulesTitle: "Regole per le nuove riunioni",
  guestsWait: "Gli ospiti aspettano che li si faccia entrare",
  guestsWaitHow: "Vedi chi sono, e fai entrare ciascuno oppure no.",
  rulesAway: "Se il tuo computer sparisce",
  rulesAwayHow:
    "Si blocca, va in sospensione o perde la connessione. Tutti vedono questa regola prima di entrare.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "Un co-host prende il tuo posto";
    return rule.rule === "end" ? "Termina subito" : `Termina dopo ${span(rule.seconds)}`;
  },
  joinWithLink: "Partecipa con un link",
  linkPlaceholder: "adjourn://join/…",
  join: "Partecipa",
  yourName: "Il tuo nome",
  namePlaceholder: "Come ti chiamano gli altri",
  nameNeeded: "Scrivi prima il tuo nome, così gli altri sanno chi sei.",
  linkNeeded: "Incolla prima il link del tuo invito.",
  opening: "Apertura della tua riunione su questo computer",
  lookingUp: "Ricerca della riunione",
  settings: "Impostazioni",
  stillOpen: "La tua riunione è ancora aperta",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `Questo computer tiene aperta «${title}». Non c’è nessuno.`
      : plural(count, {
          one: `Questo computer tiene aperta «${title}». C’è 1 persona.`,
          other: `Questo computer tiene aperta «${title}». Ci sono ${number(count)} persone.`,
        }),
  goBack: "Torna",
  endFromHome: (title: string) => `Terminare «${title}» per tutti?`,
  keepOpen: "Lasciala aperta",
  recent: "Riunioni recenti",
  recentNone: "Le riunioni che tieni o a cui partecipi compaiono qui, così le ritrovi.",
  today: "Oggi",
  yesterday: "Ieri",
  youHosted: "L’hai tenuta tu",
  youJoinedIt: "Hai partecipato",
  meetAnew: "Ricomincia",
  joinAgain: "Partecipa di nuovo",
  stillOpenThere: (count: number) =>
    count === 0 ? "Ancora aperta, senza nessuno" : `Ancora aperta, con ${people(count)}`,
  showAll: "Tutte",
  showFewer: "Meno",
  forget: (title: string) => `Togli «${title}» dall’elenco`,
  forgetAll: "Svuota",
  forgetAllTitle: "Svuotare l’elenco delle riunioni recenti?",
  forgetAllText: "Con esso vanno i link di quelle a cui hai partecipato. Le riunioni restano come sono.",
  forgetAllDo: "Svuota l’elenco",
  keepList: "Tieni l’elenco",

  yourPictureAndSound: "La tua immagine e il tuo audio",
  hostedBy: (host: string) => `Host: ${host}`,
  openFor: (time: string) => `aperta da ${time}`,
  justOpened: "appena aperta",
  nobodyThere: "Non c’è ancora nessuno",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? [...names.slice(0, 3), `altri ${number(names.length - 3)}`] : names;
    return `${names.length === 1 ? "C’è" : "Ci sono"} ${list(shown)}`;
  },
  ifHostGoesAway: (host: string | null) =>
    host === null ? "Se il computer dell’host sparisce," : `Se il computer di ${host} sparisce,`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "un co-host prende il suo posto";
    return rule.rule === "end"
      ? "la riunione finisce subito"
      : `la riunione finisce dopo ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `Aspetti che ${host ?? "l’host"} ti faccia entrare.`,
  lockedDoor: (host: string | null) => `La riunione è bloccata. ${host ?? "L’host"} deve prima sbloccarla.`,
  letsYouIn: (host: string | null) => `${host ?? "L’host"} ti farà entrare`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "L’host"} sa che ${name} aspetta. Nessuno ti sente o ti vede finché non entri.`,
  waitingToBeAdmitted: "In attesa di entrare",
  waitingFor: "Aspetti da",
  aheadOfYou(ahead: number): string {
    if (ahead === 0) return "Tocca a te.";
    const who = NUMBERS[ahead] ?? `${number(ahead)} persone`;
    return `${who} ${ahead === 1 ? "è" : "sono"} prima di te.`;
  },
  onlyHostEnds: (host: string) => `Solo ${host} può terminarla per tutti. Tu puoi uscire quando vuoi.`,
  joining: "Stai entrando. Nessuno ti sente o ti vede finché non entri.",
  cameraOff: "La videocamera è spenta",
  cameraStarting: "La videocamera si avvia",
  microphoneWorks: "Livello del microfono",
  test: "Prova",
  testSpeaker: "Riproduci un suono sull’altoparlante",

  moreInvite: "Altri modi di invitare",
  copyLink: "Copia il link",
  showCode: "Codice QR e indirizzi",
  inviteTitle: "Invita",
  inviteHow: "Invia il link. Il codice contiene lo stesso link, da leggere sullo schermo.",
  codeOfLink: "Codice QR del link",
  reachTitle: "Da dove possono venire gli ospiti",
  reach: {
    "this-computer": "Solo da questo computer",
    "local-network": "Dalla stessa rete, come quella di un ufficio o di casa",
    internet: "Da ovunque, se il router li lascia passare",
  },
  guestsNeed: "Gli ospiti hanno bisogno di Adjourn sul loro computer. Il link lo apre.",
  guestsNeedNetwork: "Devono essere nella stessa rete del computer che porta la riunione.",
  guestsCannot:
    "Nessun altro può raggiungere ora questo computer. Collegalo a una rete e copia di nuovo il link.",
  inviteUnknown: "Non è stato possibile avere il link. Forse la riunione è finita.",

  settingsTab: {
    general: "Generale",
    devices: "Dispositivi",
    shortcuts: "Scorciatoie",
    appearance: "Aspetto",
    language: "Lingua",
    server: "Server",
  },
  nameHow: "Gli altri lo vedono dalla tua prossima riunione.",
  notifications: "Notifiche",
  notificationsHow: "Quando qualcuno aspetta, scrive o alza la mano e Adjourn è dietro altre finestre.",
  sounds: "Suoni",
  soundsHow: "Un suono breve quando qualcuno entra o alza la mano.",
  autostart: "Avvia con il computer",
  autostartHow: "Adjourn aspetta nell’area di notifica finché non ti serve.",
  devicesHow: "Valgono per tutte le riunioni. Un dispositivo collegato dopo viene offerto subito.",
  reduceNoise: "Riduci rumore ed eco",
  joinMuted: "Entra con il microfono spento",
  askBeforeLeaving: "Chiedi prima che io esca",
  theme: "Tema",
  themes: { system: "Sistema", light: "Chiaro", dark: "Scuro" },
  themeHow: "«Sistema» segue la tua scrivania, e tiene scure le riunioni.",
  textSize: "Dimensione del testo",
  textSizeHow: "Tutto cambia con essa.",
  textSizes: { small: "90%", usual: "100%", large: "125%" },
  namesOnPictures: "Nomi sulle immagini",
  miniOnTop: "Tieni la finestra piccola in primo piano",
  reduceMotion: "Riduci il movimento",
  languageOfApp: "Lingua dell’applicazione",
  asTheSystem: (name: string) => `Come il sistema: ${name}`,
  languageHow: "Nomi, chat e file restano come sono stati scritti.",
  serverHere: "Le nuove riunioni si tengono su questo computer. Nulla viene inviato altrove.",
  serverThere: (host: string) =>
    `Le nuove riunioni si tengono su ${host}. Questo computer fa entrare gli ospiti; lascia aperto Adjourn finché ne arrivano.`,
  runsThere: (host: string) => `Si tiene su ${host}. Chi ha il link può entrare.`,
  port: "Porta per gli ospiti",
  portHow: "Vale dalla prossima riunione. Se è occupata, se ne prende un’altra.",
  portBad: "Una porta è un numero da 1 a 65535.",
  otherServer: "Un altro server (facoltativo)",
  otherServerHow: "Un tuo server LiveKit, per più persone di quante ne regga un solo computer.",
  serverAddress: "Indirizzo",
  apiKey: "Chiave API",
  apiSecret: "Segreto API",
  apiSecretHow: "Resta su questo computer e non viene più mostrato.",
  useServer: "Controlla e usa",
  askingServer: "Il server viene interpellato",
  serverNeeds: "Inserisci l’indirizzo, la chiave e il segreto.",
  useThisComputer: "Torna a questo computer",
  notThere:
    "Là nessuno attende di essere ammesso, la riunione non si può bloccare, la sua fine non si può annunciare e nessuno diventa co-host.",

  chooseAnother: "Scegli un altro",
  pasteAgain: "Incolla di nuovo",
  openSettings: "Apri le impostazioni",
  showAttempts: "Mostra i tentativi",
  attempts: "Tentativi",
  known: {
    heldBy: (program) => `La sta usando ${program}.`,
    ended: (by, when) => (by === null ? `È stata terminata (${when}).` : `${by} l’ha terminata (${when}).`),
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `Il suo indirizzo è stato provato per ${number(seconds)}\u00a0s.`,
        other: `I suoi ${number(addresses)} indirizzi sono stati provati per ${number(seconds)}\u00a0s.`,
      }),
    stopsAfter: (end) => `Si interrompe dopo ${end}.`,
    onlyEnds: (name) => `Solo ${name} può terminare la riunione per tutti.`,
    promised: "Link",
    shown: "Ricevuto",
  },
  quitApp: "Chiudi Adjourn",
  copyDetails: "Copia i dettagli",
  detailsCopied: "Dettagli copiati, senza nomi né link.",
};
