/** Polski: co może pójść źle, dlaczego, i jedna rzecz do zrobienia. */
import type { errors as english } from "../en/errors";
import type { Translated } from "../language";
import { type Faults, ofDevices, trouble } from "../trouble";

interface Noun {
  /** „Kamera” */
  The: string;
  /** „kamerę” */
  the: string;
  /** „kamery” */
  of: string;
  /** „ją”, „go” */
  it: string;
  another: string;
  /** Końcówki rodzaju: „zajęta”, „zajęty”. */
  end: "a" | "y";
  silent: string;
}

function device({ The, the, of, it, another, end, silent }: Noun): Faults {
  const again = `i włącz ${the} ponownie.`;
  const open = end === "a" ? "otwarta" : "otwarty";
  return {
    missing: trouble(
      `Nie znaleziono ${of}.`,
      "Nic nie jest podłączone albo wybranego urządzenia już nie ma.",
      `Podłącz urządzenie ${again}`,
    ),
    busy: trouble(
      `${The} jest ${end === "a" ? "zajęta" : "zajęty"}.`,
      "Używa tego urządzenia inny program.",
      `Zamknij tamten program ${again}`,
    ),
    refused: trouble(
      `Adjourn nie może używać ${of}.`,
      "System na to nie pozwala.",
      `Zezwól na to w ustawieniach prywatności systemu ${again}`,
    ),
    hung: trouble(`${The} nie odpowiada.`, silent, `Odłącz ${it} i podłącz ponownie.`),
    lost: trouble(
      `Nie ma już ${of}.`,
      "Urządzenie odłączono lub wyłączono.",
      `Podłącz ${it} ponownie albo wybierz ${another}.`,
    ),
    stuck: trouble(
      `${The} jest nadal ${open}.`,
      "Urządzenie nie zostało zwolnione na czas i nic z niego nie jest wysyłane.",
      `Odłącz ${it} albo zamknij Adjourn dla pewności.`,
    ),
    failed: trouble(
      `${The} nie działa.`,
      "System zgłasza usterkę urządzenia.",
      `Wyłącz ${it} i włącz ponownie albo wybierz ${another}.`,
    ),
  };
}

const askHost = "Poproś gospodarza o nowe zaproszenie.";
const tryAgain = "Spróbuj ponownie.";
const inAMinute = "Spróbuj ponownie za minutę.";
const wholeLink = "Skopiuj cały link z zaproszenia.";

export const errors: Translated<typeof english> = {
  ...ofDevices({
    camera: device({
      The: "Kamera",
      the: "kamerę",
      of: "kamery",
      it: "ją",
      another: "inną",
      end: "a",
      silent: "Jest otwarta i nie daje obrazu.",
    }),
    microphone: device({
      The: "Mikrofon",
      the: "mikrofon",
      of: "mikrofonu",
      it: "go",
      another: "inny",
      end: "y",
      silent: "Jest otwarty i nie daje dźwięku.",
    }),
    speaker: device({
      The: "Głośnik",
      the: "głośnik",
      of: "głośnika",
      it: "go",
      another: "inny",
      end: "y",
      silent: "Jest otwarty i nie przyjmuje dźwięku.",
    }),
  }),
  "microphone-replaced": trouble(
    "Zmienił się mikrofon.",
    "Dotychczasowy odłączono albo go nie ma, więc zastępuje go domyślny mikrofon systemu.",
    "Mów dalej albo wybierz inny.",
  ),
  "speaker-replaced": trouble(
    "Zmienił się głośnik.",
    "Dotychczasowy odłączono albo go nie ma, więc zastępuje go domyślny głośnik systemu.",
    "Słuchaj dalej albo wybierz inny.",
  ),

  "screen-missing": trouble(
    "Tego już nie ma.",
    "Okno zamknięto albo ekran odłączono, zanim udało się je udostępnić.",
    "Wybierz coś innego.",
  ),
  "screen-refused": trouble(
    "Ekran nie został udostępniony.",
    "System na to nie pozwala albo odmówiono mu zgody.",
    "Zezwól na to w ustawieniach prywatności systemu i udostępnij ponownie.",
  ),
  "screen-hung": trouble(
    "To, co miało być udostępnione, nie daje obrazu.",
    "Otwarto je i nic nie przyszło.",
    "Wybierz coś innego.",
  ),
  "screen-lost": trouble(
    "Udostępnianie się skończyło.",
    "Okno zamknięto albo ekran odłączono.",
    "Wybierz coś innego, aby kontynuować.",
  ),
  "screen-stuck": trouble(
    "Ekran jest nadal odczytywany.",
    "System nie zwolnił go na czas; nic z niego nie jest wysyłane.",
    "Zamknij Adjourn, aby mieć pewność.",
  ),
  "screen-failed": trouble(
    "Nie udało się udostępnić ekranu.",
    "System zgłasza błąd.",
    "Spróbuj jeszcze raz albo wybierz coś innego.",
  ),

  unreachable: trouble(
    "Nie można dotrzeć do komputera spotkania.",
    "Może jest uśpiony, offline albo w innej sieci.",
    "Zapytaj gospodarza, czy działa, i spróbuj ponownie.",
  ),
  "timed-out": trouble("Komputer spotkania nie odpowiada.", "Został znaleziony, a potem zamilkł.", tryAgain),
  "connection-broken": trouble(
    "Połączenie zerwało się przed wejściem.",
    "Sieć między dwoma komputerami została przerwana.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "Dźwięk i obraz nie przechodzą.",
    "Sieć je blokuje (UDP).",
    "Dołącz z innej sieci albo zapytaj jej opiekuna.",
  ),
  "wrong-certificate": trouble(
    "Odpowiedział inny komputer niż ten z zaproszenia.",
    "Jego certyfikat nie jest tym z zaproszenia, więc nic mu nie wysłano.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "Certyfikat serwera nie jest zaufany.",
    "Ten komputer nie zna jego wystawcy, więc nic nie wysłano.",
    "Sprawdź adres albo zapytaj opiekuna serwera.",
  ),
  "wrong-invite": trouble(
    "To zaproszenie nie otwiera spotkania.",
    "Jego klucz nie jest kluczem spotkania.",
    askHost,
  ),
  "unknown-meeting": trouble(
    "Nie ma takiego spotkania.",
    "Skończyło się albo jego komputer uruchomiono ponownie.",
    askHost,
  ),
  locked: trouble(
    "Spotkanie jest zablokowane.",
    "Nikt nowy nie wejdzie.",
    "Poproś gospodarza o odblokowanie.",
  ),
  denied: trouble(
    "Gospodarz nie wpuszcza Cię na spotkanie.",
    "Każda osoba jest wpuszczana osobno.",
    "Zapytaj gospodarza bezpośrednio.",
  ),
  "unknown-ticket": trouble(
    "Twoje miejsce w poczekalni przepadło.",
    "Połączenia nie było zbyt długo.",
    "Dołącz ponownie, a gospodarz się o tym dowie.",
  ),
  full: trouble("Spotkanie jest pełne.", "Wszystkie miejsca są zajęte.", "Spróbuj, gdy ktoś wyjdzie."),
  "too-many": trouble("To było zbyt często.", "Z tego adresu przyszło wiele zapytań.", inAMinute),
  "bad-request": trouble(
    "Komputer spotkania tego nie zrozumiał.",
    "Może działa na nim inna wersja Adjourn.",
    "Zaktualizuj Adjourn na obu komputerach.",
  ),
  "wrong-token": trouble(
    "Serwer nie przyjął tokenu.",
    "Jest błędny, wygasł albo jest dla innego serwera.",
    "Poproś o nowy.",
  ),
  unavailable: trouble(
    "Serwer nikogo teraz nie przyjmuje.",
    "Uruchamia się, zatrzymuje albo jest pełny.",
    inAMinute,
  ),
  removed: trouble(
    "Nie masz już wstępu na to spotkanie.",
    "Tak zdecydował gospodarz i tak zostaje.",
    "Zapytaj gospodarza bezpośrednio.",
  ),
  ended: trouble("To spotkanie się skończyło.", "Zakończono je dla wszystkich.", askHost),
  garbage: trouble(
    "To, co odpowiedziało, nie jest serwerem spotkań.",
    "Pod tym adresem działa inny program.",
    "Sprawdź adres.",
  ),
  "bad-address": trouble(
    "To nie jest adres serwera.",
    "Adres wygląda jak wss://meet.example.org albo ws://127.0.0.1:7880.",
    "Sprawdź go i spróbuj ponownie.",
  ),

  "bad-link": trouble("To nie jest zaproszenie.", "Zaproszenia zaczynają się od adjourn://join/.", wholeLink),
  "damaged-link": trouble(
    "To zaproszenie nie jest całe.",
    "Zostało ucięte lub zmienione po drodze.",
    wholeLink,
  ),
  "newer-link": trouble(
    "To zaproszenie jest nowsze niż ta aplikacja.",
    "Utworzyła je późniejsza wersja Adjourn.",
    "Zaktualizuj Adjourn i otwórz je ponownie.",
  ),

  "not-allowed": trouble("Może to zrobić tylko gospodarz.", "Jesteś tu gościem.", "Poproś o to gospodarza."),
  nobody: trouble("Tej osoby już tu nie ma.", "Przed chwilą wyszła.", "Nic nie trzeba robić."),
  "control-failed": trouble("Nie udało się tego zrobić.", "Komputer spotkania nie odpowiedział.", tryAgain),
  "chat-not-sent": trouble("Twoja wiadomość nie została wysłana.", "Nie dotarła.", "Wyślij ją ponownie."),
  "end-not-allowed": trouble(
    "Tylko gospodarz może zakończyć spotkanie dla wszystkich.",
    "Nie jesteś gospodarzem.",
    "Wyjdź, a dla innych będzie trwało dalej.",
  ),
  "end-delayed": trouble(
    "Zakończenie jeszcze nie dotarło.",
    "Komputer spotkania nie odpowiada.",
    "Zostaw Adjourn otwarty: próby trwają, aż się uda.",
  ),
  "not-in-yet": trouble("Jeszcze Cię tam nie ma.", "To działa tylko w spotkaniu.", "Poczekaj, aż wejdziesz."),

  "device-stuck": trouble(
    "Urządzenie jest nadal otwarte.",
    "Nie zostało zwolnione na czas i nic z niego nie jest wysyłane.",
    "Odłącz je albo zamknij Adjourn dla pewności.",
  ),
  "file-missing": trouble(
    "Nie ma tego pliku.",
    "Przeniesiono go, zmieniono mu nazwę lub usunięto.",
    "Sprawdź ścieżkę.",
  ),
  "file-failed": trouble(
    "Nie można użyć tego pliku.",
    "Nie wolno go czytać lub zapisywać albo dysk jest pełny.",
    "Wybierz inny.",
  ),
  "file-not-y4m": trouble(
    "Ten plik nie jest filmem Y4M.",
    "Tylko taki może zastąpić kamerę.",
    "Najpierw go przekonwertuj.",
  ),
  "file-not-wav": trouble(
    "Ten plik nie jest dźwiękiem WAV.",
    "Tylko taki może zastąpić mikrofon.",
    "Najpierw go przekonwertuj.",
  ),
  "file-unsupported": trouble(
    "Nie można tu odtworzyć tego pliku.",
    "Jest nietypowego rodzaju.",
    "Przekonwertuj go na Y4M 8-bitowe 4:2:0 albo WAV 16-bitowy.",
  ),
  "codec-failed": trouble(
    "Nie udało się zakodować dźwięku lub obrazu.",
    "Kodek zgłasza usterkę.",
    "Wyłącz urządzenie i włącz ponownie.",
  ),
  "no-thread": trouble(
    "Komputer nie mógł rozpocząć kolejnego zadania.",
    "Brakuje mu pamięci.",
    "Zamknij inne programy i spróbuj ponownie.",
  ),

  "cannot-host": trouble(
    "Nie udało się otworzyć spotkania na tym komputerze.",
    "Jego serwer się nie uruchomił.",
    "Zamknij inne programy do spotkań i spróbuj ponownie.",
  ),
  "no-network": trouble(
    "Ten komputer nie ma sieci.",
    "Nikt nie dotarłby tu na spotkanie.",
    "Połącz go z siecią i spróbuj ponownie.",
  ),
  "hosting-storage": trouble(
    "Nie można tu teraz otwierać spotkań.",
    "Nie dałoby się zapisać, co się skończyło: dysk jest pełny lub tylko do odczytu.",
    "Zwolnij miejsce i spróbuj ponownie.",
  ),

  // Another server
  "other-server-unreachable": trouble(
    "Nie można połączyć się z innym serwerem.",
    "Może jest wyłączony albo adres jest błędny.",
    "Sprawdź adres w ustawieniach.",
  ),
  "other-server-key": trouble(
    "Inny serwer nie przyjmuje tego klucza.",
    "Nie zna go albo ma do niego inny sekret.",
    "Skopiuj oba jeszcze raz z jego konfiguracji.",
  ),
  "other-server-unknown": trouble(
    "To, co tam odpowiada, nie jest serwerem LiveKit.",
    "Pod tym adresem nasłuchuje inny program.",
    "Sprawdź adres.",
  ),
  "other-server-plain": trouble(
    "Rozmowa z tym serwerem nie byłaby szyfrowana.",
    "Wolno tak tylko z tym samym komputerem.",
    "Użyj adresu, który zaczyna się od wss://.",
  ),
  "other-server-secret": trouble(
    "Brakuje sekretu innego serwera.",
    "Nie udało się go zachować albo pęk kluczy jest zablokowany.",
    "Podaj go jeszcze raz w ustawieniach.",
  ),

  "no-lobby": trouble(
    "Nie ma spotkania, do którego można dołączyć.",
    "Wejście zamknięto.",
    "Otwórz link ponownie.",
  ),
  "no-meeting": trouble(
    "Nie jesteś w spotkaniu.",
    "To działa tylko w spotkaniu.",
    "Najpierw rozpocznij spotkanie lub do niego dołącz.",
  ),
  "in-meeting": trouble("Jesteś w spotkaniu.", "Może trwać tylko jedno naraz.", "Najpierw z niego wyjdź."),
  "no-browser": trouble(
    "Nie udało się otworzyć linku.",
    "Nie znaleziono przeglądarki.",
    "Skopiuj link i otwórz go ręcznie.",
  ),
  "not-saved": trouble(
    "Podsumowanie nie zostało zapisane.",
    "Nie można pisać w folderze albo dysk jest pełny.",
    "Zwolnij miejsce i zapisz je ponownie.",
  ),
  "settings-reset": trouble(
    "Nie udało się odczytać Twoich ustawień.",
    "Odłożono je na bok i obowiązują zwykłe.",
    "Przejrzyj ustawienia.",
  ),
  "settings-not-kept": trouble(
    "Nie udało się zapisać Twoich ustawień.",
    "Nie można pisać w folderze albo dysk jest pełny.",
    "Zwolnij miejsce i zmień je ponownie.",
  ),
  "autostart-failed": trouble(
    "Nie udało się zmienić uruchamiania z komputerem.",
    "System tego nie przyjął.",
    "Zmień to w ustawieniach systemu.",
  ),
  "clipboard-failed": trouble("Nic nie skopiowano.", "Schowek tego nie przyjął.", "Skopiuj ponownie."),
  internal: trouble(
    "Coś w Adjourn poszło źle.",
    "To błąd w programie.",
    "Skopiuj szczegóły i wyślij je tam, skąd masz Adjourn.",
  ),
};
