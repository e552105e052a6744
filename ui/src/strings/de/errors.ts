/** Deutsch: was schiefgehen kann, warum, und das eine, was zu tun ist. */
import type { errors as english } from "../en/errors";
import type { Translated } from "../language";
import { type Faults, ofDevices, trouble } from "../trouble";

/** Die drei Geräte haben drei Geschlechter. */
interface Noun {
  /** "Die Kamera" */
  The: string;
  /** "die Kamera", vierter Fall */
  the: string;
  /** "Keine Kamera" */
  No: string;
  /** "Sie" */
  It: string;
  it: string;
  /** "eine andere" */
  another: string;
  silent: string;
}

function device({ The, the, No, It, it, another, silent }: Noun): Faults {
  const again = `schalten Sie ${the} dann wieder ein.`;
  return {
    missing: trouble(
      `${No} gefunden.`,
      "Es ist nichts angeschlossen, oder das gewählte Gerät fehlt.",
      `Schließen Sie ein Gerät an und ${again}`,
    ),
    busy: trouble(
      `${The} ist in Gebrauch.`,
      "Ein anderes Programm verwendet das Gerät.",
      `Schließen Sie dieses Programm und ${again}`,
    ),
    refused: trouble(
      `Adjourn darf ${the} nicht verwenden.`,
      "Das System erlaubt es nicht.",
      `Erlauben Sie es in den Datenschutz-Einstellungen des Systems und ${again}`,
    ),
    hung: trouble(`${The} antwortet nicht.`, silent, `Ziehen Sie ${it} ab und stecken Sie ${it} wieder an.`),
    lost: trouble(
      `${The} ist weg.`,
      `${It} wurde abgezogen oder ausgeschaltet.`,
      `Stecken Sie ${it} wieder an oder wählen Sie ${another}.`,
    ),
    stuck: trouble(
      `${The} ist noch offen.`,
      "Das Gerät hat nicht rechtzeitig losgelassen; gesendet wird davon nichts.",
      `Ziehen Sie ${it} ab, oder beenden Sie Adjourn, um sicherzugehen.`,
    ),
    failed: trouble(
      `${The} funktioniert nicht.`,
      "Das System meldet einen Fehler des Geräts.",
      `Schalten Sie ${it} aus und wieder ein, oder wählen Sie ${another}.`,
    ),
  };
}

const askHost = "Bitten Sie den Host um eine neue Einladung.";
const tryAgain = "Versuchen Sie es noch einmal.";
const inAMinute = "Versuchen Sie es in einer Minute noch einmal.";
const wholeLink = "Kopieren Sie den ganzen Link aus Ihrer Einladung.";

export const errors: Translated<typeof english> = {
  ...ofDevices({
    camera: device({
      The: "Die Kamera",
      the: "die Kamera",
      No: "Keine Kamera",
      It: "Sie",
      it: "sie",
      another: "eine andere",
      silent: "Sie ist offen und liefert kein Bild.",
    }),
    microphone: device({
      The: "Das Mikrofon",
      the: "das Mikrofon",
      No: "Kein Mikrofon",
      It: "Es",
      it: "es",
      another: "ein anderes",
      silent: "Es ist offen und liefert keinen Ton.",
    }),
    speaker: device({
      The: "Der Lautsprecher",
      the: "den Lautsprecher",
      No: "Kein Lautsprecher",
      It: "Er",
      it: "ihn",
      another: "einen anderen",
      silent: "Er ist offen und nimmt keinen Ton an.",
    }),
  }),
  "microphone-replaced": trouble(
    "Das Mikrofon hat gewechselt.",
    "Das bisherige wurde abgezogen oder fehlt; das Standardgerät des Systems tritt an seine Stelle.",
    "Sprechen Sie weiter, oder wählen Sie ein anderes.",
  ),
  "speaker-replaced": trouble(
    "Der Lautsprecher hat gewechselt.",
    "Der bisherige wurde abgezogen oder fehlt; das Standardgerät des Systems tritt an seine Stelle.",
    "Hören Sie weiter zu, oder wählen Sie einen anderen.",
  ),

  "screen-missing": trouble(
    "Das gibt es nicht mehr.",
    "Das Fenster wurde geschlossen oder der Bildschirm abgezogen, bevor es geteilt war.",
    "Wählen Sie etwas anderes.",
  ),
  "screen-refused": trouble(
    "Ihr Bildschirm wurde nicht geteilt.",
    "Das System erlaubt es nicht, oder seine Frage wurde abgelehnt.",
    "Erlauben Sie es in den Datenschutz-Einstellungen des Systems und teilen Sie noch einmal.",
  ),
  "screen-hung": trouble(
    "Was Sie teilen wollten, liefert kein Bild.",
    "Es wurde geöffnet, und es kam nichts.",
    "Wählen Sie etwas anderes.",
  ),
  "screen-lost": trouble(
    "Sie teilen nichts mehr.",
    "Das Fenster wurde geschlossen oder der Bildschirm abgezogen.",
    "Wählen Sie etwas anderes, um weiterzumachen.",
  ),
  "screen-stuck": trouble(
    "Ihr Bildschirm wird noch gelesen.",
    "Das System hat nicht rechtzeitig losgelassen; gesendet wird davon nichts.",
    "Beenden Sie Adjourn, um sicherzugehen.",
  ),
  "screen-failed": trouble(
    "Ihr Bildschirm konnte nicht geteilt werden.",
    "Das System meldet einen Fehler.",
    "Versuchen Sie es noch einmal, oder wählen Sie etwas anderes.",
  ),

  unreachable: trouble(
    "Der Computer der Besprechung ist nicht zu erreichen.",
    "Er schläft vielleicht, ist offline oder in einem anderen Netz.",
    "Fragen Sie den Host, ob er läuft, und versuchen Sie es dann noch einmal.",
  ),
  "timed-out": trouble(
    "Der Computer der Besprechung antwortet nicht.",
    "Er wurde gefunden und hat dann geschwiegen.",
    tryAgain,
  ),
  "connection-broken": trouble(
    "Die Verbindung brach ab, bevor Sie drin waren.",
    "Das Netz zwischen den beiden Computern war unterbrochen.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "Ton und Bild kommen nicht durch.",
    "Das Netz sperrt sie (UDP).",
    "Treten Sie aus einem anderen Netz bei, oder fragen Sie, wer dieses betreibt.",
  ),
  "wrong-certificate": trouble(
    "Es hat ein anderer Computer geantwortet als der, für den diese Einladung gilt.",
    "Sein Zertifikat ist nicht das aus der Einladung; deshalb wurde ihm nichts gesendet.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "Dem Zertifikat des Servers wird nicht vertraut.",
    "Dieser Computer kennt den Aussteller nicht; deshalb wurde nichts gesendet.",
    "Prüfen Sie die Adresse, oder fragen Sie, wer den Server betreibt.",
  ),
  "wrong-invite": trouble(
    "Diese Einladung öffnet die Besprechung nicht.",
    "Ihr Schlüssel ist nicht der der Besprechung.",
    askHost,
  ),
  "unknown-meeting": trouble(
    "Diese Besprechung gibt es nicht.",
    "Sie ist vorbei, oder ihr Computer wurde neu gestartet.",
    askHost,
  ),
  locked: trouble(
    "Die Besprechung ist gesperrt.",
    "Niemand Neues kommt herein.",
    "Bitten Sie den Host, sie zu entsperren.",
  ),
  denied: trouble(
    "Der Host hat Sie nicht eingelassen.",
    "Wer kommt, wird einzeln eingelassen.",
    "Fragen Sie den Host direkt.",
  ),
  "unknown-ticket": trouble(
    "Ihr Platz im Warteraum ist weg.",
    "Die Verbindung war zu lange unterbrochen.",
    "Treten Sie noch einmal bei; der Host erfährt es dann wieder.",
  ),
  full: trouble(
    "Die Besprechung ist voll.",
    "Alle Plätze sind besetzt.",
    "Versuchen Sie es, wenn jemand gegangen ist.",
  ),
  "too-many": trouble("Das war zu oft.", "Von dieser Adresse kamen viele Anfragen.", inAMinute),
  "bad-request": trouble(
    "Der Computer der Besprechung hat das nicht verstanden.",
    "Dort läuft vielleicht eine andere Version von Adjourn.",
    "Aktualisieren Sie Adjourn auf beiden Computern.",
  ),
  "wrong-token": trouble(
    "Der Server hat das Token nicht angenommen.",
    "Es ist falsch, abgelaufen oder für einen anderen Server.",
    "Bitten Sie um ein neues.",
  ),
  unavailable: trouble(
    "Der Server nimmt gerade niemanden auf.",
    "Er startet, hält an oder ist voll.",
    inAMinute,
  ),
  removed: trouble(
    "Sie wurden aus dieser Besprechung entfernt.",
    "Ein Host hat das getan, und dabei bleibt es.",
    "Fragen Sie den Host direkt.",
  ),
  ended: trouble("Diese Besprechung ist vorbei.", "Sie wurde für alle beendet.", askHost),
  garbage: trouble(
    "Was geantwortet hat, ist kein Server für Besprechungen.",
    "Unter dieser Adresse läuft ein anderes Programm.",
    "Prüfen Sie die Adresse.",
  ),
  "bad-address": trouble(
    "Das ist keine Adresse eines Servers.",
    "Adressen sehen aus wie wss://meet.example.org oder ws://127.0.0.1:7880.",
    "Prüfen Sie sie und versuchen Sie es noch einmal.",
  ),

  "bad-link": trouble("Das ist keine Einladung.", "Einladungen beginnen mit adjourn://join/.", wholeLink),
  "damaged-link": trouble(
    "Diese Einladung ist nicht vollständig.",
    "Sie wurde unterwegs abgeschnitten oder verändert.",
    wholeLink,
  ),
  "newer-link": trouble(
    "Diese Einladung ist neuer als diese App.",
    "Eine spätere Version von Adjourn hat sie erzeugt.",
    "Aktualisieren Sie Adjourn und öffnen Sie sie dann noch einmal.",
  ),

  "not-allowed": trouble("Das kann nur ein Host.", "Sie sind hier zu Gast.", "Bitten Sie den Host darum."),
  nobody: trouble(
    "Diese Person ist nicht mehr da.",
    "Sie ist gerade gegangen.",
    "Es ist nichts weiter zu tun.",
  ),
  "control-failed": trouble(
    "Das ist nicht geschehen.",
    "Der Computer der Besprechung war nicht zu fragen.",
    tryAgain,
  ),
  "chat-not-sent": trouble(
    "Ihre Nachricht wurde nicht gesendet.",
    "Sie kam nicht durch.",
    "Senden Sie sie noch einmal.",
  ),
  "end-not-allowed": trouble(
    "Nur der Host kann die Besprechung für alle beenden.",
    "Sie sind nicht der Host.",
    "Gehen Sie; für die anderen läuft sie weiter.",
  ),
  "end-delayed": trouble(
    "Das Ende ist noch nicht durchgekommen.",
    "Der Computer der Besprechung antwortet nicht.",
    "Lassen Sie Adjourn offen: Es wird wiederholt, bis es gelungen ist.",
  ),
  "not-in-yet": trouble(
    "Sie sind noch nicht drin.",
    "Das geht nur in einer Besprechung.",
    "Warten Sie, bis Sie drin sind.",
  ),

  "device-stuck": trouble(
    "Ein Gerät ist noch offen.",
    "Es hat nicht rechtzeitig losgelassen; gesendet wird davon nichts.",
    "Ziehen Sie es ab, oder beenden Sie Adjourn, um sicherzugehen.",
  ),
  "file-missing": trouble(
    "Die Datei ist nicht da.",
    "Sie wurde verschoben, umbenannt oder gelöscht.",
    "Prüfen Sie den Pfad.",
  ),
  "file-failed": trouble(
    "Die Datei ist nicht zu gebrauchen.",
    "Sie darf nicht gelesen oder geschrieben werden, oder die Platte ist voll.",
    "Wählen Sie eine andere.",
  ),
  "file-not-y4m": trouble(
    "Die Datei ist kein Y4M-Video.",
    "Nur ein solches kann eine Kamera vertreten.",
    "Wandeln Sie sie zuerst um.",
  ),
  "file-not-wav": trouble(
    "Die Datei ist kein WAV-Ton.",
    "Nur ein solcher kann ein Mikrofon vertreten.",
    "Wandeln Sie sie zuerst um.",
  ),
  "file-unsupported": trouble(
    "Die Datei ist hier nicht abzuspielen.",
    "Sie ist von ungewöhnlicher Art.",
    "Wandeln Sie sie in Y4M mit 8 Bit 4:2:0 oder WAV mit 16 Bit um.",
  ),
  "codec-failed": trouble(
    "Ton oder Bild waren nicht zu kodieren.",
    "Der Codec meldet einen Fehler.",
    "Schalten Sie das Gerät aus und wieder ein.",
  ),
  "no-thread": trouble(
    "Der Computer konnte keine weitere Aufgabe beginnen.",
    "Es fehlt ihm an Speicher.",
    "Schließen Sie andere Programme und versuchen Sie es dann noch einmal.",
  ),

  "cannot-host": trouble(
    "Die Besprechung war auf diesem Computer nicht zu öffnen.",
    "Ihr Server ist nicht gestartet.",
    "Schließen Sie andere Programme für Besprechungen und versuchen Sie es dann noch einmal.",
  ),
  "no-network": trouble(
    "Dieser Computer hat kein Netz.",
    "Niemand könnte eine Besprechung hier erreichen.",
    "Verbinden Sie ihn und versuchen Sie es dann noch einmal.",
  ),
  "hosting-storage": trouble(
    "Hier sind gerade keine Besprechungen zu öffnen.",
    "Was beendet ist, ließe sich nicht festhalten: Die Platte ist voll oder schreibgeschützt.",
    "Schaffen Sie Platz und versuchen Sie es dann noch einmal.",
  ),

  // Another server
  "other-server-unreachable": trouble(
    "Der andere Server ist nicht zu erreichen.",
    "Er ist vielleicht aus, oder die Adresse stimmt nicht.",
    "Prüfen Sie die Adresse in den Einstellungen.",
  ),
  "other-server-key": trouble(
    "Der andere Server nimmt diesen Schlüssel nicht an.",
    "Er kennt ihn nicht oder hat ein anderes Geheimnis dazu.",
    "Kopieren Sie beides noch einmal aus seiner Konfiguration.",
  ),
  "other-server-unknown": trouble(
    "Was dort antwortet, ist kein LiveKit-Server.",
    "Ein anderes Programm lauscht an dieser Adresse.",
    "Prüfen Sie die Adresse.",
  ),
  "other-server-plain": trouble(
    "Mit diesem Server würde unverschlüsselt gesprochen.",
    "Das geht nur mit diesem Computer selbst.",
    "Nehmen Sie eine Adresse, die mit wss:// beginnt.",
  ),
  "other-server-secret": trouble(
    "Das Geheimnis des anderen Servers fehlt.",
    "Es ließ sich nicht aufbewahren, oder der Schlüsselbund ist gesperrt.",
    "Geben Sie es in den Einstellungen noch einmal ein.",
  ),

  "no-lobby": trouble(
    "Es gibt keine Besprechung, der Sie beitreten könnten.",
    "Der Vorraum wurde geschlossen.",
    "Öffnen Sie den Link noch einmal.",
  ),
  "no-meeting": trouble(
    "Sie sind in keiner Besprechung.",
    "Das geht nur in einer.",
    "Starten Sie zuerst eine, oder treten Sie einer bei.",
  ),
  "in-meeting": trouble(
    "Sie sind in einer Besprechung.",
    "Es geht immer nur eine.",
    "Verlassen Sie zuerst diese.",
  ),
  "no-browser": trouble(
    "Der Link war nicht zu öffnen.",
    "Es wurde kein Browser gefunden.",
    "Kopieren Sie den Link und öffnen Sie ihn selbst.",
  ),
  "not-saved": trouble(
    "Die Zusammenfassung wurde nicht gespeichert.",
    "Der Ordner ist nicht beschreibbar, oder die Platte ist voll.",
    "Schaffen Sie Platz und speichern Sie dann noch einmal.",
  ),
  "settings-reset": trouble(
    "Ihre Einstellungen waren nicht zu lesen.",
    "Sie wurden beiseitegelegt; die üblichen gelten.",
    "Sehen Sie die Einstellungen durch.",
  ),
  "settings-not-kept": trouble(
    "Ihre Einstellungen waren nicht zu speichern.",
    "Der Ordner ist nicht beschreibbar, oder die Platte ist voll.",
    "Schaffen Sie Platz und ändern Sie sie dann noch einmal.",
  ),
  "autostart-failed": trouble(
    "Der Start mit dem Computer war nicht zu ändern.",
    "Das System hat es nicht angenommen.",
    "Ändern Sie es in den Einstellungen des Systems.",
  ),
  "clipboard-failed": trouble(
    "Es wurde nichts kopiert.",
    "Die Zwischenablage hat es nicht angenommen.",
    "Kopieren Sie noch einmal.",
  ),
  internal: trouble(
    "In Adjourn ist etwas schiefgegangen.",
    "Es ist ein Fehler im Programm.",
    "Kopieren Sie die Einzelheiten und senden Sie sie dorthin, woher Sie Adjourn haben.",
  ),
};
