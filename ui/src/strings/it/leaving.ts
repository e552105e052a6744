/** Italiano: uscire e terminare, e la schermata dopo. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, people } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} doveva andare`;
  return text === "bad-connection" ? `${name} aveva la linea disturbata` : `${name} torna tra 5 minuti`;
}

function carryOn(others: number): string {
  return plural(others, { one: "1 persona continua", other: `${number(others)} persone continuano` });
}

export const leaving: Translated<typeof english> = {
  announceEnd: "Annuncia la fine",
  announceIn: (minutes: number) => `tra ${number(minutes)} min`,
  announceInShort: (minutes: number) => `${number(minutes)} min`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "Termini questa riunione tra" : `${by ?? "L’host"} termina questa riunione tra`,
  endsIn: (by: string | null, ms: number) => `${by ?? "L’host"} termina questa riunione tra ${inAbout(ms)}`,
  addMinutes: "5 min in più",
  cancelEnd: "Annulla la fine",
  endCancelled: "La fine annunciata è annullata. La riunione continua.",
  closeTitle: "La riunione è ancora in corso",
  closeText: (count: number) =>
    count === 1
      ? "Non c’è nessun altro."
      : `Ci sono ${people(count)}. Chiudere questa finestra non basta a terminarla.`,
  leaveOthers: (others: number) => (others === 0 ? "Esci" : `Esci, ${carryOn(others)}`),
  nobodyHears: "Ora nessuno ti sente o ti vede",
  stayInMeeting: "Resta nella riunione",
  chooseHow: "Scegli Esci o Termina per tutti, oppure resta.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Esci solo tu. Qui non c’è nessun altro.";
    return `Esci solo tu. ${carryOn(others)}${keptHere ? "; questo computer la tiene aperta" : ""}.`;
  },
  youEndedForAll: (count: number) => `L’hai terminata per tutti e ${number(count)}`,
  endForAll: (count: number) =>
    count === 1 ? "Termina la riunione" : `Termina per tutti e ${number(count)}`,
  everybodyGoes: "Escono tutti. La riunione è chiusa, e anche il suo link.",
  endTitle: (count: number) =>
    count === 1 ? "Terminare la riunione?" : `Terminare la riunione per tutte le ${people(count)}?`,
  endHow: (count: number) =>
    count === 1
      ? "Con questo link non rientra più nessuno."
      : "Tutti sono fuori entro un secondo e vedono che l’hai terminata tu. Con questo link non rientra più nessuno.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (tu)`,
  noteLabel: "Motivo che tutti leggeranno (facoltativo)",
  notePlaceholder: "Grazie a tutti, gli appunti seguono per e-mail",
  addNote: "Aggiungi un motivo che tutti leggeranno",
  holdHow: "Tieni premuto il pulsante finché è pieno. Se lasci prima, non succede nulla.",
  hold: (count: number) => `Tieni premuto per terminare per tutti e ${number(count)}`,
  keepHolding: (count: number) => `Continua a tenere premuto per terminare per tutti e ${number(count)}`,
  cannotHold: "Tastiera: tieni premuto Invio. Non puoi tenere premuto?",
  typeInstead: (count: number) => `Scrivi invece ${number(count)}`,
  typeNumber: (count: number) => `Scrivi ${number(count)} per terminare la riunione per tutti`,
  leaving: "Uscita",
  ending: (count: number) =>
    count === 1 ? "La riunione sta finendo" : `La riunione sta finendo per tutti e ${number(count)}`,

  closedCount: (closed: number, total: number) =>
    plural(closed, {
      one: `${number(closed)} di ${number(total)} chiusa`,
      other: `${number(closed)} di ${number(total)} chiuse`,
    }),
  everybodyOut: "Sono fuori tutti.",
  everybodyOutAfter: (time: string) => `Erano fuori tutti dopo ${time}.`,
  stillClosing: "Gli altri lo stanno venendo a sapere.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` dopo ${time}`;
    return names.length === 1
      ? `Il computer di ${names[0]} non risponde. È stato scollegato${after} e non riceve più nulla.`
      : `${list(names)} non rispondono. I loro computer sono stati scollegati${after} e non ricevono più nulla.`;
  },
  recordMissing:
    "La fine non si è ancora potuta scrivere sul disco di questo computer. Si riprova finché riesce.",
  lateEnded: (title: string) => `${title || "La riunione"} è stata terminata per tutti.`,
  lateNotEnded: (title: string) => `${title || "La riunione"} non si è potuta terminare.`,
  whoIsOut: "Chi è fuori",
  youWereThere: "La tua presenza",
  until: "Fino alle",
  devicesReleased: "Dispositivi rilasciati",
  cameraReleased: "Videocamera spenta",
  microphoneReleased: "Microfono spento",
  checkAgain: "Controlla di nuovo",
  checkedAt: "Verificato con il sistema alle",
  didNotClose: (device: string) =>
    `Ancora aperto: ${device}. Scollega il dispositivo, o chiudi Adjourn per sicurezza.`,
  youSpoke: "Hai parlato",
  checkingDoor: "Verifica se è ancora aperta",
  tellThem: "Dillo a chi c’è ancora",
  told: (name: string, text: FarewellText) => `Chi c’è ancora legge: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Riepilogo",
  summaryOf: (title) => `Riepilogo di ${title}`,
  noSummary: "Il riepilogo non c’è più.",
  saveAs: "Salva il riepilogo",
  saveTable: "Tabella (CSV)",
  saveData: "Dati (JSON)",
  saveChat: "Chat (CSV)",
  savedTo: (path: string) => `Salvato come ${path}`,
  whoWasThere: "Chi c’era",
  columnName: "Nome",
  columnTime: "Tempo",
  columnHow: "Uscita",
  goHome: "Vai all’inizio",
  rejoin: "Rientra",

  wayOut: {
    stillThere: "C’è ancora",
    wasStillThere: "C’era ancora",
    left: (me: boolean, time: string) => `${me ? "Uscita tua" : "Uscita"}${time}`,
    noAnswer: "Scollegamento, nessuna risposta",
    endedIt: "Fine per tutti",
    untilTheEnd: "Fino alla fine",
    removed: (time: string) => `Rimozione${time}`,
    removedBy: (by: string) => `Rimozione da parte di ${by}`,
    denied: "Ingresso negato",
    moved: "Cambio di dispositivo",
    lost: (time: string) => `Connessione persa${time}`,
    crashed: (time: string) => `Applicazione bloccata${time}`,
    asleep: (time: string) => `Computer in sospensione${time}`,
    notIn: "Nessun ingresso",
  },

  went: {
    left: (name) => `${name} non è più qui`,
    ended: (_, by) =>
      by === null ? "La riunione è stata terminata per tutti" : `${by} ha terminato la riunione per tutti`,
    removed: (name, by) =>
      by === null ? `${name} non fa più parte della riunione` : `${by} ha rimosso ${name}`,
    denied: (name) => `L’ingresso è stato negato a ${name}`,
    moved: (name) => `${name} partecipa da un altro dispositivo`,
    "connection-lost": (name) => `La connessione di ${name} è caduta`,
    crashed: (name) => `L’applicazione di ${name} si è chiusa all’improvviso`,
    asleep: (name) => `Il computer di ${name} è andato in sospensione`,
    "server-stopped": () => "L’host ha chiuso il computer della riunione",
    "room-closed": () => "La riunione è chiusa",
    "join-failed": (name) => `${name} non ha potuto partecipare`,
  },

  outcome: {
    left: "Hai lasciato la riunione",
    neverSeen: "Nessuno ti ha sentito o visto.",
    over: (meeting: string) => `${meeting} è finita.`,
    nobodyElse: "Non c’era nessun altro.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} continua con ${people(others)}${keptHere ? "; questo computer la tiene aperta" : ""}.`,
    endedByMe: "Hai terminato la riunione",
    shut: (meeting: string) => `${meeting} è chiusa. Il link non funziona più.`,
    ended: (by: string | null) =>
      by === null ? "La riunione è stata terminata" : `${by} ha terminato la riunione`,
    overForAll: (meeting: string) => `${meeting} è finita per tutti.`,
    removed: (by: string | null) => `${by ?? "L’host"} ti ha rimosso`,
    goesOnWithout: (meeting: string) => `${meeting} continua senza di te, e il tuo link non la apre più.`,
    denied: (host: string | null) => `${host ?? "L’host"} non ti ha fatto entrare`,
    moved: "Partecipi da un altro dispositivo",
    goesOnThere: (meeting: string) => `${meeting} continua lì.`,
    lost: "La tua connessione è caduta",
    lostMaybeOpen: "Non è tornata in tempo. La riunione può essere ancora aperta.",
    lostOpen: "Non è tornata in tempo. La riunione è ancora aperta.",
    lostOver: (meeting: string) => `Non è tornata in tempo. ${meeting} è finita.`,
    serverStopped: "L’host ha chiuso il computer della riunione",
    closed: "La riunione è chiusa",
    closedHow: "Tutti gli altri erano usciti, o il tempo era scaduto.",
    crashed: "L’applicazione si è chiusa all’improvviso",
    asleep: "Il tuo computer è andato in sospensione",
    mayBeOpen: "La riunione può essere ancora aperta.",
    notIn: "Non hai potuto partecipare",
    theMeeting: "La riunione",
  },
};
