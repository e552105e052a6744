/** Polski: początek, wejście, poczekalnia i ustawienia. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { locative, people } from "./common";

export const doors: Translated<typeof english> = {
  startOrJoin: "Rozpocznij lub dołącz",
  newMeeting: "Nowe spotkanie",
  meetingOf: (name: string) => `Spotkanie: ${name}`,
  runsHere: (lobby: boolean) =>
    `Działa na tym komputerze. ${lobby ? "Goście czekają na wpuszczenie." : "Kto ma link, może dołączyć."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `Jeśli znikniesz, skończy się po ${locative(seconds)}.`,
    keep: "Jeśli znikniesz, przejmie je współgospodarz.",
    end: "Jeśli znikniesz, skończy się od razu.",
  },
  rulesTitle: "Zasady nowych spotkań",
  guestsWait: "Goście czekają na wpuszczenie",
  guestsWaitHow: "Widzisz, kto to jest, i każdą osobę wpuszczasz lub nie.",
  rulesAway: "Jeśli Twój komputer zniknie",
  rulesAwayHow: "Zawiesi się, uśnie lub straci połączenie. Wszyscy widzą tę zasadę przed wejściem.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "Przejmie współgospodarz";
    return rule.rule === "end" ? "Zakończ od razu" : `Zakończ po ${locative(rule.seconds)}`;
  },
  joinWithLink: "Dołącz przez link",
  linkPlaceholder: "adjourn://join/…",
  join: "Dołącz",
  yourName: "Twoje imię",
  namePlaceholder: "Jak nazywają Cię inni",
  nameNeeded: "Najpierw wpisz imię, żeby inni wiedzieli, kim jesteś.",
  linkNeeded: "Najpierw wklej link z zaproszenia.",
  opening: "Otwieranie spotkania na tym komputerze",
  lookingUp: "Szukanie spotkania",
  settings: "Ustawienia",
  stillOpen: "Twoje spotkanie jest nadal otwarte",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `Ten komputer utrzymuje „${title}”. Nikogo tam nie ma.`
      : plural(count, {
          one: `Ten komputer utrzymuje „${title}”. Jest tam 1 osoba.`,
          few: `Ten komputer utrzymuje „${title}”. Są tam ${number(count)} osoby.`,
          other: `Ten komputer utrzymuje „${title}”. Jest tam ${number(count)} osób.`,
        }),
  goBack: "Wróć",
  endFromHome: (title: string) => `Zakończyć „${title}” dla wszystkich?`,
  keepOpen: "Zostaw otwarte",
  recent: "Ostatnie spotkania",
  recentNone:
    "Tu pojawiają się spotkania, które prowadzisz lub do których dołączasz, aby łatwo było je znaleźć.",
  today: "Dzisiaj",
  yesterday: "Wczoraj",
  youHosted: "Twoje spotkanie",
  youJoinedIt: "Spotkanie jako gość",
  meetAnew: "Zacznij ponownie",
  joinAgain: "Dołącz ponownie",
  stillOpenThere: (count: number) =>
    count === 0 ? "Nadal otwarte, nikogo nie ma" : `Nadal otwarte, ${people(count)}`,
  showAll: "Wszystkie",
  showFewer: "Mniej",
  forget: (title: string) => `Usuń „${title}” z listy`,
  forgetAll: "Wyczyść",
  forgetAllTitle: "Wyczyścić listę ostatnich spotkań?",
  forgetAllText: "Znikną też linki do spotkań innych osób. Same spotkania pozostaną bez zmian.",
  forgetAllDo: "Wyczyść listę",
  keepList: "Zachowaj listę",

  yourPictureAndSound: "Twój obraz i dźwięk",
  hostedBy: (host: string) => `Gospodarz: ${host}`,
  openFor: (time: string) => `otwarte od ${time}`,
  justOpened: "właśnie otwarte",
  nobodyThere: "Jeszcze nikogo nie ma",
  areThere(names: string[]): string {
    const more = names.length - 3;
    const shown =
      names.length > 4
        ? [
            ...names.slice(0, 3),
            plural(more, { few: `${number(more)} inne osoby`, other: `${number(more)} innych osób` }),
          ]
        : names;
    return `Na miejscu: ${list(shown)}`;
  },
  ifHostGoesAway: (host: string | null) =>
    host === null ? "Jeśli komputer gospodarza zniknie," : `Jeśli zniknie komputer, którego używa ${host},`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "spotkanie przejmie współgospodarz";
    return rule.rule === "end"
      ? "spotkanie skończy się od razu"
      : `spotkanie skończy się po ${locative(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `Czekasz, aż ${host ?? "gospodarz"} Cię wpuści.`,
  lockedDoor: (host: string | null) =>
    `Spotkanie jest zablokowane. Najpierw ${host ?? "gospodarz"} musi je odblokować.`,
  letsYouIn: (host: string | null) => `${host ?? "Gospodarz"} Cię wpuści`,
  hasBeenTold: (host: string | null, name: string) =>
    `${host ?? "Gospodarz"} wie, że ${name} czeka. Dopóki nie wejdziesz, nikt Cię nie słyszy ani nie widzi.`,
  waitingToBeAdmitted: "Czekanie na wpuszczenie",
  waitingFor: "Czekasz od",
  aheadOfYou: (ahead: number) =>
    ahead === 0
      ? "Teraz Twoja kolej."
      : plural(ahead, {
          one: "Przed Tobą jest 1 osoba.",
          few: `Przed Tobą są ${number(ahead)} osoby.`,
          other: `Przed Tobą jest ${people(ahead)}.`,
        }),
  onlyHostEnds: (host: string) =>
    `Tylko ${host} może zakończyć je dla wszystkich. Możesz wyjść w każdej chwili.`,
  joining: "Wchodzisz. Dopóki nie wejdziesz, nikt Cię nie słyszy ani nie widzi.",
  cameraOff: "Kamera jest wyłączona",
  cameraStarting: "Kamera się włącza",
  microphoneWorks: "Poziom mikrofonu",
  test: "Sprawdź",
  testSpeaker: "Odtwórz dźwięk w głośniku",

  moreInvite: "Inne sposoby zapraszania",
  copyLink: "Kopiuj link",
  showCode: "Kod QR i adresy",
  inviteTitle: "Zaproś",
  inviteHow: "Wyślij link. Kod zawiera ten sam link, do odczytania z ekranu.",
  codeOfLink: "Kod QR linku",
  reachTitle: "Skąd mogą przyjść goście",
  reach: {
    "this-computer": "Tylko z tego komputera",
    "local-network": "Z tej samej sieci, na przykład w biurze lub w domu",
    internet: "Zewsząd, jeśli router ich przepuszcza",
  },
  guestsNeed: "Goście potrzebują Adjourn na swoim komputerze. Link go otwiera.",
  guestsNeedNetwork: "Muszą być w tej samej sieci co komputer, na którym odbywa się spotkanie.",
  guestsCannot: "Nikt inny nie dotrze teraz do tego komputera. Połącz go z siecią i skopiuj link ponownie.",
  inviteUnknown: "Nie udało się pobrać linku. Spotkanie mogło się skończyć.",

  settingsTab: {
    general: "Ogólne",
    devices: "Urządzenia",
    shortcuts: "Skróty",
    appearance: "Wygląd",
    language: "Język",
    server: "Serwer",
  },
  nameHow: "Inni widzą je od Twojego następnego spotkania.",
  notifications: "Powiadomienia",
  notificationsHow: "Gdy ktoś czeka, pisze lub podnosi rękę, a Adjourn jest za innymi oknami.",
  sounds: "Dźwięki",
  soundsHow: "Krótki dźwięk, gdy ktoś dołącza lub podnosi rękę.",
  autostart: "Uruchamiaj z komputerem",
  autostartHow: "Adjourn czeka w zasobniku, aż będzie potrzebny.",
  devicesHow: "Dotyczą wszystkich spotkań. Urządzenie podłączone później pojawia się od razu.",
  reduceNoise: "Ogranicz szumy i echo",
  joinMuted: "Dołączaj z wyłączonym mikrofonem",
  askBeforeLeaving: "Pytaj, zanim wyjdę",
  theme: "Motyw",
  themes: { system: "Systemowy", light: "Jasny", dark: "Ciemny" },
  themeHow: "„Systemowy” jest taki jak pulpit, a spotkania pozostają ciemne.",
  textSize: "Wielkość tekstu",
  textSizeHow: "Wszystko zmienia się razem z nią.",
  textSizes: { small: "90%", usual: "100%", large: "125%" },
  namesOnPictures: "Imiona na obrazach",
  miniOnTop: "Małe okno zawsze na wierzchu",
  reduceMotion: "Ogranicz ruch",
  languageOfApp: "Język aplikacji",
  asTheSystem: (name: string) => `Jak w systemie: ${name}`,
  languageHow: "Imiona, czat i pliki pozostają takie, jak je napisano.",
  serverHere: "Nowe spotkania działają na tym komputerze. Nic nie jest wysyłane nigdzie indziej.",
  serverThere: (host: string) =>
    `Nowe spotkania działają na ${host}. Ten komputer wpuszcza gości, więc nie zamykaj Adjourn, dopóki przychodzą.`,
  runsThere: (host: string) => `Działa na ${host}. Dołączyć może każdy, kto ma link.`,
  port: "Port dla gości",
  portHow: "Obowiązuje od następnego spotkania. Gdy jest zajęty, brany jest inny.",
  portBad: "Port to liczba od 1 do 65535.",
  otherServer: "Inny serwer (opcjonalnie)",
  otherServerHow: "Własny serwer LiveKit, dla większej liczby osób, niż udźwignie jeden komputer.",
  serverAddress: "Adres",
  apiKey: "Klucz API",
  apiSecret: "Sekret API",
  apiSecretHow: "Zostaje na tym komputerze i nie jest już pokazywany.",
  useServer: "Sprawdź i użyj",
  askingServer: "Pytanie serwera",
  serverNeeds: "Podaj adres, klucz i sekret.",
  useThisComputer: "Wróć na ten komputer",
  notThere:
    "Tam nikt nie czeka na wpuszczenie, spotkania nie można zablokować ani zapowiedzieć jego końca, i nikt nie zostaje współgospodarzem.",

  chooseAnother: "Wybierz inne",
  pasteAgain: "Wklej ponownie",
  openSettings: "Otwórz ustawienia",
  showAttempts: "Pokaż próby",
  attempts: "Próby",
  known: {
    heldBy: (program) => `Używa jej ${program}.`,
    ended: (by, when) =>
      by === null ? `Zostało zakończone (${when}).` : `Spotkanie zakończone przez: ${by} (${when}).`,
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `Jego adres był sprawdzany przez ${number(seconds)}\u00a0s.`,
        few: `Jego ${number(addresses)} adresy były sprawdzane przez ${number(seconds)}\u00a0s.`,
        other: `Jego ${number(addresses)} adresów było sprawdzanych przez ${number(seconds)}\u00a0s.`,
      }),
    stopsAfter: (end) => `Urywa się po ${end}.`,
    onlyEnds: (name) => `Tylko ${name} może zakończyć spotkanie dla wszystkich.`,
    promised: "Link",
    shown: "Otrzymano",
  },
  quitApp: "Zamknij Adjourn",
  copyDetails: "Kopiuj szczegóły",
  detailsCopied: "Skopiowano szczegóły, bez imion i linków.",
};
