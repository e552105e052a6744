/** Polski: osoby, co robią i mówią gospodarze, czat, ręce, reakcje, klawisze. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";

export const panels: Translated<typeof english> = {
  people: "Osoby",
  backToMeeting: "Wróć do spotkania",
  searchPeople: "Szukaj osób",
  clearSearch: "Wyczyść wyszukiwanie",
  nobodyCalled: (search: string) => `Nikt tutaj nie nazywa się „${search}”.`,
  foundPeople: (count: number) =>
    plural(count, {
      one: "Znaleziono 1 osobę",
      few: `Znaleziono ${number(count)} osoby`,
      other: `Znaleziono ${number(count)} osób`,
    }),
  onlyYou: "Jesteś tu tylko Ty. Kto ma zaproszenie, może przyjść.",
  raisedHands: (count: number) =>
    plural(count, {
      one: "1 podniesiona ręka",
      few: `${number(count)} podniesione ręce`,
      other: `${number(count)} podniesionych rąk`,
    }),
  handPlace: (place: number) => `Ręka w górze, numer ${number(place)}`,
  lowerHand: "Opuść rękę",
  writeOnlyTo: (name: string) => `Napisz tylko do: ${name}`,
  showPeople: (waiting: number) =>
    waiting === 0
      ? "Osoby"
      : plural(waiting, {
          one: "Osoby, 1 czeka",
          few: `Osoby, ${number(waiting)} czekają`,
          other: `Osoby, ${number(waiting)} czeka`,
        }),
  closePeople: "Zamknij listę osób",
  waitingList: "Czekają na wpuszczenie",
  waitingCount: (count: number) => `Poczekalnia, ${number(count)}`,
  inMeeting: "W spotkaniu",
  admit: "Wpuść",
  admitName: (name: string) => `Wpuść: ${name}`,
  denyName: (name: string) => `Nie wpuszczaj: ${name}`,
  admitAll: (count: number) => (count === 2 ? "Wpuść obie osoby" : "Wpuść wszystkich"),
  see: "Zobacz",
  isWaiting: (name: string) => `${name} czeka`,
  youWithRole: {
    host: "Ty, gospodarz",
    "co-host": "Ty, współgospodarz",
    guest: "Ty",
  } satisfies Record<Role, string>,
  isMuted: "Mikrofon wyłączony",
  moreFor: (name: string) => `Więcej: ${name}`,
  mute: "Wycisz",
  askToUnmute: "Poproś o włączenie mikrofonu",
  cameraOffFor: "Wyłącz kamerę",
  askForCamera: "Poproś o włączenie kamery",
  makeCoHost: "Mianuj współgospodarzem",
  takeCoHost: "Odbierz rolę współgospodarza",
  handOver: "Przekaż spotkanie",
  removeFrom: "Usuń ze spotkania",
  muteAll: "Wycisz wszystkich",
  lock: "Zablokuj",
  unlock: "Odblokuj",
  handOverTitle: (name: string) => `Przekazać spotkanie? Nowym gospodarzem będzie ${name}.`,
  handOverText: (name: string) =>
    `Tylko ${name} będzie w stanie zakończyć je dla wszystkich. Zostajesz współgospodarzem.`,
  handOverDo: "Przekaż",
  removeTitle: (name: string) => `Usunąć ze spotkania: ${name}?`,
  removeText: "Spotkanie trwa dalej bez tej osoby, a jej link już go nie otworzy.",
  removeDo: "Usuń",
  keep: "Zostaw bez zmian",
  youAreNow: {
    host: "Jesteś teraz gospodarzem. Tylko Ty możesz zakończyć dla wszystkich.",
    "co-host": "Jesteś teraz współgospodarzem. Możesz wpuszczać, wyciszać i usuwać osoby.",
    guest: "Jesteś teraz gościem",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `Gospodarzem jest teraz ${name}`;
    return role === "co-host"
      ? `Współgospodarzem jest teraz ${name}`
      : `${name} nie jest już współgospodarzem`;
  },
  lockedTitle: "Spotkanie jest zablokowane.",
  lockedText: "Nikt nowy nie wejdzie.",
  lockedSentence: "Spotkanie jest zablokowane. Nikt nowy nie wejdzie.",
  unlockedSentence: "Spotkanie nie jest już zablokowane",
  locked: "zablokowane",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio" ? `${by} prosi o włączenie mikrofonu.` : `${by} prosi o włączenie kamery.`,
  notNow: "Nie teraz",
  unmute: "Włącz mikrofon",
  spokeMuted: (key) => `Masz wyłączony mikrofon. Przytrzymaj ${key}, aby mówić.`,
  showCamera: "Włącz kamerę",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by ?? "Gospodarz";
    return {
      audio: `${who} wyłącza Twój mikrofon.`,
      video: `${who} wyłącza Twoją kamerę.`,
      share: `${who} kończy Twoje udostępnianie.`,
    }[kind];
  },
  silencedHow: {
    audio: "Nikt Cię nie słyszy, dopóki nie włączysz mikrofonu.",
    video: "Nikt Cię nie widzi, dopóki nie włączysz kamery.",
    share: "Nikt nie widzi Twojego ekranu, dopóki nie udostępnisz go ponownie.",
  },
  hostIsAway: (name: string) => `Nie ma kontaktu z komputerem, którego używa ${name}.`,
  awayCloses: "Jeśli nie wróci, spotkanie skończy się za",
  awayEnds: "Spotkanie się kończy.",
  awayKeeps: "Spotkanie trwa dalej bez gospodarza.",
  carriedElsewhere:
    "To spotkanie działa na innym serwerze. Nikt nie czeka na wpuszczenie i nie można go zablokować.",

  chat: "Czat",
  closeChat: "Zamknij czat",
  showChat: (unread: number) =>
    unread === 0
      ? "Czat"
      : plural(unread, {
          one: "Czat, 1 nowa wiadomość",
          few: `Czat, ${number(unread)} nowe wiadomości`,
          other: `Czat, ${number(unread)} nowych wiadomości`,
        }),
  messages: "Wiadomości",
  noMessages: "Nikt jeszcze nie napisał.",
  noMessagesHow: "To, co piszesz, czytają obecni teraz. Zostaje w Twoim podsumowaniu spotkania.",
  onlyToYou: "tylko do Ciebie",
  onlyTo: (name: string) => `tylko do: ${name}`,
  newMessages: "Nowe",
  toLatest: "Najnowsze wiadomości",
  newBelow: (count: number) =>
    plural(count, {
      one: "1 nowa wiadomość",
      few: `${number(count)} nowe wiadomości`,
      other: `${number(count)} nowych wiadomości`,
    }),
  writeTo: "Napisz do",
  toEveryone: "Do wszystkich",
  toOnly: (name: string) => `Tylko do: ${name}`,
  everyone: "Wszyscy",
  messageEveryone: "Wiadomość do wszystkich",
  messageOnly: (name: string) => `Wiadomość tylko do: ${name}`,
  addresseeGone: (name: string) => `${name} nie jest już w spotkaniu. Wybierz, do kogo piszesz.`,
  send: "Wyślij",
  sending: "Wysyłanie",
  discard: "Odrzuć",
  charactersLeft: (count: number) =>
    count < 0
      ? plural(-count, {
          one: "O 1 znak za dużo",
          few: `O ${number(-count)} znaki za dużo`,
          other: `O ${number(-count)} znaków za dużo`,
        })
      : plural(count, {
          one: "Jeszcze 1 znak",
          few: `Jeszcze ${number(count)} znaki`,
          other: `Jeszcze ${number(count)} znaków`,
        }),
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}, tylko do Ciebie: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `Otwiera ${host} w przeglądarce`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "Podnieś rękę",
  handUp: "Twoja ręka jest w górze",
  handDown: "Twoja ręka jest opuszczona",
  react: "Reaguj",

  notify: {
    waits: (name: string) => `${name} czeka na wpuszczenie`,
    wrote: (name: string) => `${name} pisze na czacie`,
    wroteYou: (name: string) => `${name} pisze do Ciebie`,
    raised: (name: string) => `${name} podnosi rękę`,
  },

  keysTitle: "Klawisze",
  keysChange: "Zmień klawisze",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Shift",
    space: "Spacja",
    pageUp: "Page Up",
    pageDown: "Page Down",
  },
  commands: {
    microphone: "Włącz lub wyłącz mikrofon",
    talk: "Mów przy wyłączonym mikrofonie, przytrzymując",
    camera: "Włącz lub wyłącz kamerę",
    share: "Udostępnij ekran lub zakończ",
    hand: "Podnieś lub opuść rękę",
    react: "Reaguj",
    people: "Osoby",
    chat: "Czat",
    invite: "Kopiuj zaproszenie",
    leave: "Wyjdź",
    settings: "Ustawienia",
    keys: "Pokaż klawisze",
  } satisfies Record<Command, string>,
  keysEscape: "Zostań lub zamknij to, co otwarte",
  keysRegions: "Do sceny, panelu, paska",
  keysArrows: "Od jednego przycisku do następnego",
  arrowKeys: "Strzałki",
  keysPin: "Przypnij zaznaczoną osobę",
  leaveAnywhere: "Wyjście ze spotkania z każdego programu, także gdy Adjourn nie odpowiada",
  pressKeys: "Naciśnij nowy klawisz",
  pressKeysHow: "Esc zostawia poprzedni.",
  changeKeyOf: (command: string, key: string) => `${command}, ${key}. Naciśnij, aby zmienić klawisz.`,
  keyIsNow: (command: string, key: string) => `${command}: teraz ${key}`,
  keyUsed: (key: string, by: string) => `${key} służy już do: „${by}”.`,
  keyKept: (key: string) => `${key} ma wszędzie własne znaczenie.`,
  keyTypes: (key: string, ctrl: string) =>
    `Sam ${key} służy do pisania. Przytrzymaj z nim ${ctrl} lub Alt albo użyj F1 do F12.`,
  resetKey: "Użyj domyślnego",
  resetKeys: "Użyj domyślnych klawiszy",
};
