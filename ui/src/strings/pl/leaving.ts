/** Polski: wychodzenie i kończenie, i ekran potem. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, withPeople } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} musi już iść`;
  return text === "bad-connection" ? `${name} ma słabe połączenie` : `${name} wraca za 5 minut`;
}

function carryOn(others: number): string {
  return plural(others, {
    one: "1 osoba zostaje",
    few: `${number(others)} osoby zostają`,
    other: `${number(others)} osób zostaje`,
  });
}

/** „dla 1 osoby”, „dla 12 osób”. */
function forPeople(count: number): string {
  return plural(count, { one: "dla 1 osoby", other: `dla ${number(count)} osób` });
}

export const leaving: Translated<typeof english> = {
  announceEnd: "Zapowiedz koniec",
  announceIn: (minutes: number) => `za ${number(minutes)} min`,
  announceInShort: (minutes: number) => `${number(minutes)} min`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "Kończysz to spotkanie za" : `${by ?? "Gospodarz"} kończy to spotkanie za`,
  endsIn: (by: string | null, ms: number) => `${by ?? "Gospodarz"} kończy to spotkanie za ${inAbout(ms)}`,
  addMinutes: "5 min więcej",
  cancelEnd: "Odwołaj koniec",
  endCancelled: "Zapowiedziany koniec odwołano. Spotkanie trwa dalej.",
  closeTitle: "Spotkanie jeszcze trwa",
  closeText: (count: number) =>
    count === 1
      ? "Nikogo więcej nie ma."
      : plural(count, {
          few: `Są tam ${number(count)} osoby. Samo zamknięcie okna go nie kończy.`,
          other: `Jest tam ${number(count)} osób. Samo zamknięcie okna go nie kończy.`,
        }),
  leaveOthers: (others: number) => (others === 0 ? "Wyjdź" : `Wyjdź, ${carryOn(others)}`),
  nobodyHears: "Nikt Cię teraz nie słyszy ani nie widzi",
  stayInMeeting: "Zostań w spotkaniu",
  chooseHow: "Wybierz „Wyjdź” lub „Zakończ dla wszystkich” albo zostań.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Wychodzisz tylko Ty. Nikogo więcej tu nie ma.";
    return `Wychodzisz tylko Ty. ${carryOn(others)}${keptHere ? "; ten komputer utrzymuje spotkanie" : ""}.`;
  },
  youEndedForAll: (count: number) => `Zakończone przez Ciebie dla wszystkich (${number(count)})`,
  endForAll: (count: number) => (count === 1 ? "Zakończ spotkanie" : `Zakończ ${forPeople(count)}`),
  everybodyGoes: "Wychodzą wszyscy. Spotkanie jest zamknięte, a link już go nie otworzy.",
  endTitle: (count: number) =>
    count === 1 ? "Zakończyć spotkanie?" : `Zakończyć spotkanie ${forPeople(count)}?`,
  endHow: (count: number) =>
    count === 1
      ? "Z tym linkiem nikt już nie wejdzie."
      : "Wszyscy wychodzą w ciągu sekundy i widzą, że to Ty kończysz spotkanie. Z tym linkiem nikt już nie wejdzie.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (Ty)`,
  noteLabel: "Powód, który wszyscy przeczytają (opcjonalnie)",
  notePlaceholder: "Dziękuję wszystkim, notatki prześlę e-mailem",
  addNote: "Dodaj powód, który wszyscy przeczytają",
  holdHow: "Przytrzymaj przycisk, aż się wypełni. Puszczony wcześniej nic nie robi.",
  hold: (count: number) => `Przytrzymaj, aby zakończyć ${forPeople(count)}`,
  keepHolding: (count: number) => `Trzymaj dalej, aby zakończyć ${forPeople(count)}`,
  cannotHold: "Klawiatura: przytrzymaj Enter. Nie możesz przytrzymać?",
  typeInstead: (count: number) => `Zamiast tego wpisz ${number(count)}`,
  typeNumber: (count: number) => `Wpisz ${number(count)}, aby zakończyć spotkanie dla wszystkich`,
  leaving: "Wychodzisz",
  ending: (count: number) =>
    count === 1 ? "Kończenie spotkania" : `Kończenie spotkania ${forPeople(count)}`,

  closedCount: (closed: number, total: number) => `Zamknięto ${number(closed)} z ${number(total)}`,
  everybodyOut: "Nikogo już nie ma.",
  everybodyOutAfter: (time: string) => `Po ${time} nikogo już nie było.`,
  stillClosing: "Inni właśnie się o tym dowiadują.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` po ${time}`;
    return names.length === 1
      ? `Komputer, którego używa ${names[0]}, nie odpowiada. Odcięto go${after} i nic więcej nie dostaje.`
      : `Nie odpowiadają: ${list(names)}. Odcięto ich${after} i nic więcej nie dostają.`;
  },
  recordMissing: "Końca nie udało się jeszcze zapisać na dysku tego komputera. Próby trwają, aż się uda.",
  lateEnded: (title: string) =>
    title === "" ? "Spotkanie zakończono dla wszystkich." : `Spotkanie zakończono dla wszystkich: ${title}.`,
  lateNotEnded: (title: string) =>
    title === "" ? "Spotkania nie udało się zakończyć." : `Spotkania nie udało się zakończyć: ${title}.`,
  whoIsOut: "Kto wyszedł",
  youWereThere: "Twój czas",
  until: "Do",
  devicesReleased: "Urządzenia zwolnione",
  cameraReleased: "Kamera wyłączona",
  microphoneReleased: "Mikrofon wyłączony",
  checkAgain: "Sprawdź ponownie",
  checkedAt: "Sprawdzono w systemie o",
  didNotClose: (device: string) =>
    `Nadal otwarte: ${device}. Odłącz urządzenie albo zamknij Adjourn dla pewności.`,
  youSpoke: "Twoje wypowiedzi",
  checkingDoor: "Sprawdzanie, czy jest jeszcze otwarte",
  tellThem: "Powiedz tym, którzy zostali",
  told: (name: string, text: FarewellText) => `Ci, którzy zostali, czytają: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Podsumowanie",
  summaryOf: (title) => `Podsumowanie: ${title}`,
  noSummary: "Podsumowania już nie ma.",
  saveAs: "Zapisz podsumowanie",
  saveTable: "Tabela (CSV)",
  saveData: "Dane (JSON)",
  saveChat: "Czat (CSV)",
  savedTo: (path: string) => `Zapisano jako ${path}`,
  whoWasThere: "Kto był",
  columnName: "Imię",
  columnTime: "Czas",
  columnHow: "Wyjście",
  goHome: "Na początek",
  rejoin: "Wróć",

  wayOut: {
    stillThere: "Wciąż tam jest",
    wasStillThere: "Wciąż tam",
    left: (me: boolean, time: string) => `${me ? "Twoje wyjście" : "Wyjście"}${time}`,
    noAnswer: "Odcięcie, brak odpowiedzi",
    endedIt: "Koniec dla wszystkich",
    untilTheEnd: "Do końca",
    removed: (time: string) => `Usunięcie${time}`,
    removedBy: (by: string) => `Usunięcie, ${by}`,
    denied: "Bez wpuszczenia",
    moved: "Zmiana urządzenia",
    lost: (time: string) => `Utrata połączenia${time}`,
    crashed: (time: string) => `Zamknięcie aplikacji${time}`,
    asleep: (time: string) => `Uśpienie komputera${time}`,
    notIn: "Bez wejścia",
  },

  went: {
    left: (name) => `${name} wychodzi`,
    ended: (_, by) =>
      by === null ? "Spotkanie zakończono dla wszystkich" : `${by} kończy spotkanie dla wszystkich`,
    removed: (name, by) =>
      by === null ? `${name} nie jest już w spotkaniu` : `${by} usuwa ze spotkania: ${name}`,
    denied: (name) => `Nie wpuszczono: ${name}`,
    moved: (name) => `${name} dołącza z innego urządzenia`,
    "connection-lost": (name) => `${name} traci połączenie`,
    crashed: (name) => `Aplikacja, której używa ${name}, nieoczekiwanie się zamyka`,
    asleep: (name) => `Komputer, którego używa ${name}, usypia`,
    "server-stopped": () => "Gospodarz zamyka komputer spotkania",
    "room-closed": () => "Spotkanie jest zamknięte",
    "join-failed": (name) => `${name} nie może dołączyć`,
  },

  outcome: {
    left: "Jesteś poza spotkaniem",
    neverSeen: "Nikt Cię nie słyszał ani nie widział.",
    over: (meeting: string) => `Spotkanie się skończyło: ${meeting}.`,
    nobodyElse: "Nikogo więcej nie było.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} trwa dalej z ${withPeople(others)}${keptHere ? "; ten komputer utrzymuje spotkanie" : ""}.`,
    endedByMe: "Spotkanie zakończone przez Ciebie",
    shut: (meeting: string) => `Spotkanie jest zamknięte: ${meeting}. Link już nie działa.`,
    ended: (by: string | null) => (by === null ? "Spotkanie zakończono" : `${by} kończy spotkanie`),
    overForAll: (meeting: string) => `Spotkanie skończyło się dla wszystkich: ${meeting}.`,
    removed: (by: string | null) => `${by ?? "Gospodarz"} usuwa Cię ze spotkania`,
    goesOnWithout: (meeting: string) => `${meeting} trwa dalej bez Ciebie, a Twój link już go nie otworzy.`,
    denied: (host: string | null) => `${host ?? "Gospodarz"} nie wpuszcza Cię na spotkanie`,
    moved: "Jesteś teraz na innym urządzeniu",
    goesOnThere: (meeting: string) => `${meeting} trwa dalej tam.`,
    lost: "Twoje połączenie się zerwało",
    lostMaybeOpen: "Nie wróciło na czas. Spotkanie może być jeszcze otwarte.",
    lostOpen: "Nie wróciło na czas. Spotkanie jest jeszcze otwarte.",
    lostOver: (meeting: string) => `Nie wróciło na czas. Spotkanie skończyło się: ${meeting}.`,
    serverStopped: "Gospodarz zamyka komputer spotkania",
    closed: "Spotkanie jest zamknięte",
    closedHow: "Wszyscy inni wyszli albo minął czas.",
    crashed: "Aplikacja nieoczekiwanie się zamknęła",
    asleep: "Twój komputer usnął",
    mayBeOpen: "Spotkanie może być jeszcze otwarte.",
    notIn: "Nie udało się wejść",
    theMeeting: "Spotkanie",
  },
};
