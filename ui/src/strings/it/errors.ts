/** Italiano: che cosa può andare storto, perché, e l’unica cosa da fare. */
import type { errors as english } from "../en/errors";
import type { Translated } from "../language";
import { type Faults, ofDevices, trouble } from "../trouble";

interface Noun {
  /** «La videocamera» */
  The: string;
  the: string;
  none: string;
  /** «la», «lo» */
  it: string;
  another: string;
  /** Vocale del genere. */
  o: "a" | "o";
  silent: string;
}

function device({ The, the, none, it, another, o, silent }: Noun): Faults {
  const again = `poi riaccendi ${the}.`;
  return {
    missing: trouble(
      none,
      "Nulla è collegato, o quello scelto non c’è più.",
      `Collega un dispositivo, ${again}`,
    ),
    busy: trouble(
      `${The} è in uso.`,
      `È occupat${o} da un altro programma.`,
      `Chiudi quel programma, ${again}`,
    ),
    refused: trouble(
      `Adjourn non può usare ${the}.`,
      "Il sistema non lo permette.",
      `Permettilo nelle impostazioni di privacy del sistema, ${again}`,
    ),
    hung: trouble(`${The} non risponde.`, silent, `Scollega${it} e ricollega${it}.`),
    lost: trouble(
      `${The} non c’è più.`,
      `È stat${o} scollegat${o} o spent${o}.`,
      `Ricollega${it}, o scegli ${another}.`,
    ),
    stuck: trouble(
      `${The} è ancora apert${o}.`,
      "Il dispositivo non è stato rilasciato in tempo, e non ne viene inviato nulla.",
      `Scollega${it}, o chiudi Adjourn per sicurezza.`,
    ),
    failed: trouble(
      `${The} non funziona.`,
      "Il sistema segnala un guasto del dispositivo.",
      `Spegni${it} e riaccendi${it}, o scegli ${another}.`,
    ),
  };
}

const askHost = "Chiedi all’host un nuovo invito.";
const tryAgain = "Riprova.";
const inAMinute = "Riprova tra un minuto.";
const wholeLink = "Copia tutto il link del tuo invito.";

export const errors: Translated<typeof english> = {
  ...ofDevices({
    camera: device({
      The: "La videocamera",
      the: "la videocamera",
      none: "Nessuna videocamera trovata.",
      it: "la",
      another: "un’altra",
      o: "a",
      silent: "È aperta e non dà immagini.",
    }),
    microphone: device({
      The: "Il microfono",
      the: "il microfono",
      none: "Nessun microfono trovato.",
      it: "lo",
      another: "un altro",
      o: "o",
      silent: "È aperto e non dà suono.",
    }),
    speaker: device({
      The: "L’altoparlante",
      the: "l’altoparlante",
      none: "Nessun altoparlante trovato.",
      it: "lo",
      another: "un altro",
      o: "o",
      silent: "È aperto e non accetta suono.",
    }),
  }),
  "microphone-replaced": trouble(
    "Il microfono è cambiato.",
    "Quello in uso è stato scollegato o non c’è, e quello predefinito del sistema ne prende il posto.",
    "Continua a parlare, o scegline un altro.",
  ),
  "speaker-replaced": trouble(
    "L’altoparlante è cambiato.",
    "Quello in uso è stato scollegato o non c’è, e quello predefinito del sistema ne prende il posto.",
    "Continua ad ascoltare, o scegline un altro.",
  ),

  "screen-missing": trouble(
    "Non c’è più.",
    "La finestra è stata chiusa, o lo schermo scollegato, prima della condivisione.",
    "Scegli altro.",
  ),
  "screen-refused": trouble(
    "Il tuo schermo non è stato condiviso.",
    "Il sistema non lo permette, o la sua domanda è stata rifiutata.",
    "Permettilo nelle impostazioni di privacy del sistema, poi condividi di nuovo.",
  ),
  "screen-hung": trouble(
    "Ciò che volevi condividere non dà immagini.",
    "È stato aperto, e non è arrivato nulla.",
    "Scegli altro.",
  ),
  "screen-lost": trouble(
    "La tua condivisione si è fermata.",
    "La finestra è stata chiusa, o lo schermo scollegato.",
    "Scegli altro per continuare.",
  ),
  "screen-stuck": trouble(
    "Il tuo schermo viene ancora letto.",
    "Il sistema non lo ha rilasciato in tempo, e non ne viene inviato nulla.",
    "Chiudi Adjourn per sicurezza.",
  ),
  "screen-failed": trouble(
    "Non è stato possibile condividere il tuo schermo.",
    "Il sistema segnala un guasto.",
    "Riprova, o scegli altro.",
  ),

  unreachable: trouble(
    "Il computer della riunione non è raggiungibile.",
    "Forse è in sospensione, offline o in un’altra rete.",
    "Chiedi all’host se è acceso, poi riprova.",
  ),
  "timed-out": trouble(
    "Il computer della riunione non risponde.",
    "È stato trovato e poi ha taciuto.",
    tryAgain,
  ),
  "connection-broken": trouble(
    "La connessione è caduta prima che entrassi.",
    "La rete tra i due computer si è interrotta.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "Audio e immagini non passano.",
    "La rete li blocca (UDP).",
    "Partecipa da un’altra rete, o chiedi a chi gestisce questa.",
  ),
  "wrong-certificate": trouble(
    "Ha risposto un computer diverso da quello di questo invito.",
    "Il suo certificato non è quello dell’invito, perciò non gli è stato inviato nulla.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "Il certificato del server non è attendibile.",
    "Questo computer non conosce chi l’ha emesso, perciò non è stato inviato nulla.",
    "Controlla l’indirizzo, o chiedi a chi gestisce il server.",
  ),
  "wrong-invite": trouble(
    "Questo invito non apre la riunione.",
    "La sua chiave non è quella della riunione.",
    askHost,
  ),
  "unknown-meeting": trouble(
    "Questa riunione non esiste.",
    "È finita, o il suo computer è ripartito.",
    askHost,
  ),
  locked: trouble("La riunione è bloccata.", "Non entra nessun altro.", "Chiedi all’host di sbloccarla."),
  denied: trouble(
    "L’host non ti ha fatto entrare.",
    "Ognuno viene ammesso singolarmente.",
    "Chiedi direttamente all’host.",
  ),
  "unknown-ticket": trouble(
    "Il tuo posto nella sala d’attesa è perso.",
    "La connessione è mancata troppo a lungo.",
    "Partecipa di nuovo, e l’host lo viene a sapere.",
  ),
  full: trouble("La riunione è piena.", "Tutti i posti sono occupati.", "Riprova quando qualcuno è uscito."),
  "too-many": trouble("Troppe volte.", "Da questo indirizzo sono arrivate molte richieste.", inAMinute),
  "bad-request": trouble(
    "Il computer della riunione non ha capito.",
    "Forse ha un’altra versione di Adjourn.",
    "Aggiorna Adjourn su entrambi i computer.",
  ),
  "wrong-token": trouble(
    "Il server non ha accettato il token.",
    "È sbagliato, scaduto o per un altro server.",
    "Chiedine uno nuovo.",
  ),
  unavailable: trouble(
    "Il server ora non accetta nessuno.",
    "Si sta avviando, si ferma o è pieno.",
    inAMinute,
  ),
  removed: trouble(
    "Sei fuori da questa riunione.",
    "L’ha deciso un host, e resta così.",
    "Chiedi direttamente all’host.",
  ),
  ended: trouble("Questa riunione è finita.", "È stata terminata per tutti.", askHost),
  garbage: trouble(
    "Quello che ha risposto non è un server di riunioni.",
    "A questo indirizzo ascolta un altro programma.",
    "Controlla l’indirizzo.",
  ),
  "bad-address": trouble(
    "Questo non è l’indirizzo di un server.",
    "Gli indirizzi sono come wss://meet.example.org o ws://127.0.0.1:7880.",
    "Controllalo e riprova.",
  ),

  "bad-link": trouble("Questo non è un invito.", "Gli inviti cominciano con adjourn://join/.", wholeLink),
  "damaged-link": trouble(
    "Questo invito non è completo.",
    "È stato tagliato o cambiato per strada.",
    wholeLink,
  ),
  "newer-link": trouble(
    "Questo invito è più recente di questa applicazione.",
    "L’ha creato una versione più nuova di Adjourn.",
    "Aggiorna Adjourn, poi riaprilo.",
  ),

  "not-allowed": trouble("Può farlo solo un host.", "Qui sei ospite.", "Chiedilo all’host."),
  nobody: trouble("Quella persona non c’è più.", "È appena uscita.", "Non c’è nulla da fare."),
  "control-failed": trouble(
    "Non è stato fatto.",
    "Il computer della riunione non si è potuto interpellare.",
    tryAgain,
  ),
  "chat-not-sent": trouble("Il tuo messaggio non è stato inviato.", "Non è passato.", "Invialo di nuovo."),
  "end-not-allowed": trouble(
    "Solo l’host può terminare la riunione per tutti.",
    "Non sei tu l’host.",
    "Esci, e per gli altri continua.",
  ),
  "end-delayed": trouble(
    "La fine non è ancora arrivata.",
    "Il computer della riunione non risponde.",
    "Tieni aperto Adjourn: si riprova finché riesce.",
  ),
  "not-in-yet": trouble(
    "Non sei ancora dentro.",
    "Funziona solo in una riunione.",
    "Aspetta di essere dentro.",
  ),

  "device-stuck": trouble(
    "Un dispositivo è ancora aperto.",
    "Non è stato rilasciato in tempo, e non ne viene inviato nulla.",
    "Scollegalo, o chiudi Adjourn per sicurezza.",
  ),
  "file-missing": trouble(
    "Il file non c’è.",
    "È stato spostato, rinominato o cancellato.",
    "Controlla il percorso.",
  ),
  "file-failed": trouble(
    "Il file non si può usare.",
    "Non si può leggere o scrivere, o il disco è pieno.",
    "Scegline un altro.",
  ),
  "file-not-y4m": trouble(
    "Il file non è un video Y4M.",
    "Solo quelli possono sostituire una videocamera.",
    "Prima convertilo.",
  ),
  "file-not-wav": trouble(
    "Il file non è un suono WAV.",
    "Solo quelli possono sostituire un microfono.",
    "Prima convertilo.",
  ),
  "file-unsupported": trouble(
    "Il file non si può riprodurre qui.",
    "È di un tipo insolito.",
    "Convertilo in Y4M a 8 bit 4:2:0 o in WAV a 16 bit.",
  ),
  "codec-failed": trouble(
    "Audio o immagine non si sono potuti codificare.",
    "Il codec segnala un guasto.",
    "Spegni il dispositivo e riaccendilo.",
  ),
  "no-thread": trouble(
    "Il computer non ha potuto iniziare un’altra attività.",
    "Gli manca memoria.",
    "Chiudi altri programmi, poi riprova.",
  ),

  "cannot-host": trouble(
    "La riunione non si è potuta aprire su questo computer.",
    "Il suo server non è partito.",
    "Chiudi gli altri programmi per riunioni, poi riprova.",
  ),
  "no-network": trouble(
    "Questo computer non ha rete.",
    "Nessuno potrebbe raggiungere una riunione qui.",
    "Collegalo, poi riprova.",
  ),
  "hosting-storage": trouble(
    "Ora qui non si possono aprire riunioni.",
    "Non si potrebbe annotare ciò che è finito: il disco è pieno o protetto.",
    "Libera spazio, poi riprova.",
  ),

  // Another server
  "other-server-unreachable": trouble(
    "L’altro server non è raggiungibile.",
    "Forse è spento, o l’indirizzo è sbagliato.",
    "Controlla l’indirizzo nelle impostazioni.",
  ),
  "other-server-key": trouble(
    "L’altro server non accetta questa chiave.",
    "Non la conosce, o ha un altro segreto per essa.",
    "Copia di nuovo entrambi dalla sua configurazione.",
  ),
  "other-server-unknown": trouble(
    "Ciò che risponde lì non è un server LiveKit.",
    "Un altro programma è in ascolto a questo indirizzo.",
    "Controlla l’indirizzo.",
  ),
  "other-server-plain": trouble(
    "Con questo server si parlerebbe senza cifratura.",
    "È permesso solo con questo stesso computer.",
    "Usa un indirizzo che inizi con wss://.",
  ),
  "other-server-secret": trouble(
    "Manca il segreto dell’altro server.",
    "Non si è potuto conservare, o il portachiavi è bloccato.",
    "Inseriscilo di nuovo nelle impostazioni.",
  ),

  "no-lobby": trouble(
    "Non c’è una riunione in cui entrare.",
    "L’ingresso è stato chiuso.",
    "Riapri il link.",
  ),
  "no-meeting": trouble(
    "Non sei in una riunione.",
    "Funziona solo in una riunione.",
    "Prima iniziane una, o partecipa a una.",
  ),
  "in-meeting": trouble("Sei in una riunione.", "Ce n’è una alla volta.", "Prima esci da questa."),
  "no-browser": trouble(
    "Il link non si è potuto aprire.",
    "Nessun browser trovato.",
    "Copia il link e aprilo a mano.",
  ),
  "not-saved": trouble(
    "Il riepilogo non è stato salvato.",
    "Nella cartella non si può scrivere, o il disco è pieno.",
    "Libera spazio, poi salvalo di nuovo.",
  ),
  "settings-reset": trouble(
    "Le tue impostazioni non si sono potute leggere.",
    "Sono state messe da parte, e valgono quelle solite.",
    "Riguarda le impostazioni.",
  ),
  "settings-not-kept": trouble(
    "Le tue impostazioni non si sono potute salvare.",
    "Nella cartella non si può scrivere, o il disco è pieno.",
    "Libera spazio, poi cambiale di nuovo.",
  ),
  "autostart-failed": trouble(
    "L’avvio con il computer non si è potuto cambiare.",
    "Il sistema non l’ha accettato.",
    "Cambialo nelle impostazioni del sistema.",
  ),
  "clipboard-failed": trouble(
    "Non è stato copiato nulla.",
    "Gli appunti non l’hanno accettato.",
    "Copia di nuovo.",
  ),
  internal: trouble(
    "Qualcosa in Adjourn è andato storto.",
    "È un errore del programma.",
    "Copia i dettagli e inviali a chi ti ha dato Adjourn.",
  ),
};
