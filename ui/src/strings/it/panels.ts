/** Italiano: le persone, quello che fanno e dicono gli host, la chat, le mani, le reazioni, i tasti. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";

export const panels: Translated<typeof english> = {
  people: "Persone",
  backToMeeting: "Torna alla riunione",
  searchPeople: "Cerca persone",
  clearSearch: "Cancella la ricerca",
  nobodyCalled: (search: string) => `Qui nessuno si chiama «${search}».`,
  foundPeople: (count: number) =>
    plural(count, { one: "1 persona trovata", other: `${number(count)} persone trovate` }),
  onlyYou: "Ci sei solo tu. Chi ha l’invito può venire.",
  raisedHands: (count: number) =>
    plural(count, { one: "1 mano alzata", other: `${number(count)} mani alzate` }),
  handPlace: (place: number) => `Mano alzata, numero ${number(place)}`,
  lowerHand: "Abbassa la mano",
  writeOnlyTo: (name: string) => `Scrivi solo a ${name}`,
  showPeople: (waiting: number) =>
    waiting === 0
      ? "Persone"
      : plural(waiting, { one: "Persone, 1 in attesa", other: `Persone, ${number(waiting)} in attesa` }),
  closePeople: "Chiudi le persone",
  waitingList: "In attesa di entrare",
  waitingCount: (count: number) => `In attesa, ${number(count)}`,
  inMeeting: "Nella riunione",
  admit: "Fai entrare",
  admitName: (name: string) => `Fai entrare ${name}`,
  denyName: (name: string) => `Non far entrare ${name}`,
  admitAll: (count: number) => (count === 2 ? "Fai entrare entrambi" : "Fai entrare tutti"),
  see: "Guarda",
  isWaiting: (name: string) => `${name} aspetta`,
  youWithRole: { host: "Tu, host", "co-host": "Tu, co-host", guest: "Tu" } satisfies Record<Role, string>,
  isMuted: "Microfono spento",
  moreFor: (name: string) => `Altro per ${name}`,
  mute: "Silenzia",
  askToUnmute: "Chiedi di accendere il microfono",
  cameraOffFor: "Spegni la videocamera",
  askForCamera: "Chiedi di accendere la videocamera",
  makeCoHost: "Nomina co-host",
  takeCoHost: "Togli il ruolo di co-host",
  handOver: "Affida la riunione",
  removeFrom: "Rimuovi dalla riunione",
  muteAll: "Silenzia tutti",
  lock: "Blocca",
  unlock: "Sblocca",
  handOverTitle: (name: string) => `Affidare la riunione a ${name}?`,
  handOverText: (name: string) =>
    `${name} diventa host e solo questa persona può terminarla per tutti. Tu resti co-host.`,
  handOverDo: "Affida",
  removeTitle: (name: string) => `Rimuovere ${name}?`,
  removeText: "La riunione continua senza questa persona, e il suo link non la apre più.",
  removeDo: "Rimuovi",
  keep: "Lascia com’è",
  youAreNow: {
    host: "Ora sei host. Solo tu puoi terminare per tutti.",
    "co-host": "Ora sei co-host. Puoi far entrare, silenziare e rimuovere.",
    guest: "Ora sei ospite",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name} ora è host`;
    return role === "co-host" ? `${name} ora è co-host` : `${name} non è più co-host`;
  },
  lockedTitle: "La riunione è bloccata.",
  lockedText: "Non entra nessun altro.",
  lockedSentence: "La riunione è bloccata. Non entra nessun altro.",
  unlockedSentence: "La riunione non è più bloccata",
  locked: "bloccata",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio"
      ? `${by} ti chiede di accendere il microfono.`
      : `${by} ti chiede di accendere la videocamera.`,
  notNow: "Non ora",
  unmute: "Accendi il microfono",
  spokeMuted: (key) => `Il microfono è spento. Tieni premuto ${key} per parlare.`,
  showCamera: "Accendi la videocamera",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "L’host";
    return {
      audio: `${who} ha spento il tuo microfono.`,
      video: `${who} ha spento la tua videocamera.`,
      share: `${who} ha interrotto la tua condivisione.`,
    }[kind];
  },
  silencedHow: {
    audio: "Nessuno ti sente finché non riaccendi il microfono.",
    video: "Nessuno ti vede finché non riaccendi la videocamera.",
    share: "Nessuno vede il tuo schermo finché non lo condividi di nuovo.",
  },
  hostIsAway: (name: string) => `Il computer di ${name} è sparito.`,
  awayCloses: "Se non torna, la riunione finisce tra",
  awayEnds: "La riunione sta per finire.",
  awayKeeps: "La riunione continua senza host.",
  carriedElsewhere:
    "Questa riunione si tiene su un altro server. Nessuno attende all’ingresso e non si può bloccare.",

  chat: "Chat",
  closeChat: "Chiudi la chat",
  showChat: (unread: number) =>
    unread === 0
      ? "Chat"
      : plural(unread, { one: "Chat, 1 nuovo messaggio", other: `Chat, ${number(unread)} nuovi messaggi` }),
  messages: "Messaggi",
  noMessages: "Nessuno ha ancora scritto.",
  noMessagesHow: "Quello che scrivi lo legge chi c’è ora, e resta nel tuo riepilogo della riunione.",
  onlyToYou: "solo a te",
  onlyTo: (name: string) => `solo a ${name}`,
  newMessages: "Nuovi",
  toLatest: "Ultimi messaggi",
  newBelow: (count: number) =>
    plural(count, { one: "1 nuovo messaggio", other: `${number(count)} nuovi messaggi` }),
  writeTo: "Scrivi a",
  toEveryone: "A tutti",
  toOnly: (name: string) => `Solo a ${name}`,
  everyone: "Tutti",
  messageEveryone: "Messaggio a tutti",
  messageOnly: (name: string) => `Messaggio solo a ${name}`,
  addresseeGone: (name: string) => `${name} non c’è più. Scegli a chi scrivere.`,
  send: "Invia",
  sending: "Invio",
  discard: "Scarta",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, { one: "1 carattere di troppo", other: `${number(-count)} caratteri di troppo` })
      : plural(count, { one: "Ancora 1 carattere", other: `Ancora ${number(count)} caratteri` }),
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, solo a te: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `Apre ${host} nel tuo browser`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "Alza la mano",
  handUp: "La tua mano è alzata",
  handDown: "La tua mano è abbassata",
  react: "Reagisci",

  notify: {
    waits: (name: string) => `${name} aspetta di entrare`,
    wrote: (name: string) => `${name} ha scritto nella chat`,
    wroteYou: (name: string) => `${name} ti ha scritto`,
    raised: (name: string) => `${name} ha alzato la mano`,
  },

  keysTitle: "Tasti",
  keysChange: "Cambia i tasti",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Maiusc",
    space: "Spazio",
    pageUp: "Pag su",
    pageDown: "Pag giù",
  },
  commands: {
    microphone: "Accendi o spegni il microfono",
    talk: "Parla a microfono spento, tenendo premuto",
    camera: "Accendi o spegni la videocamera",
    share: "Condividi lo schermo o smetti",
    hand: "Alza o abbassa la mano",
    react: "Reagisci",
    people: "Persone",
    chat: "Chat",
    invite: "Copia l’invito",
    leave: "Esci",
    settings: "Impostazioni",
    keys: "Mostra i tasti",
  } satisfies Record<Command, string>,
  keysEscape: "Resta, o chiudi ciò che è aperto",
  keysRegions: "Alla scena, al pannello, alla barra",
  keysArrows: "Da un comando al successivo",
  arrowKeys: "Frecce",
  keysPin: "Metti in evidenza la persona attiva",
  leaveAnywhere: "Esci da qualsiasi programma, anche se Adjourn non risponde",
  pressKeys: "Premi il nuovo tasto",
  pressKeysHow: "Esc tiene quello vecchio.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Premi per cambiare il tasto.`,
  keyIsNow: (command: string, key: string) => `${command} è ora su ${key}`,
  keyUsed: (key: string, by: string) => `${key} è già usato per «${by}».`,
  keyKept: (key: string) => `${key} ha ovunque il suo significato.`,
  keyTypes: (key: string, ctrl: string) =>
    `${key} da solo serve a scrivere. Tieni premuto anche ${ctrl} o Alt, o usa da F1 a F12.`,
  resetKey: "Usa quello predefinito",
  resetKeys: "Usa i tasti predefiniti",
};
