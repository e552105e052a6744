/** Español: lo que puede salir mal, por qué, y lo que se puede hacer. */
import type { errors as english } from "../en/errors";
import type { Translated } from "../language";
import { type Faults, ofDevices, trouble } from "../trouble";

interface Noun {
  /** «La cámara» */
  The: string;
  the: string;
  none: string;
  /** «la», «lo» */
  it: string;
  another: string;
  /** Vocal del género. */
  o: "a" | "o";
  silent: string;
}

function device({ The, the, none, it, another, o, silent }: Noun): Faults {
  const again = `y vuelve a encender ${the}.`;
  return {
    missing: trouble(
      none,
      "No hay nada conectado, o el elegido ya no está.",
      `Conecta un dispositivo ${again}`,
    ),
    busy: trouble(`${The} está en uso.`, "Otro programa lo está usando.", `Ciérralo allí ${again}`),
    refused: trouble(
      `Adjourn no puede usar ${the}.`,
      "El sistema no lo permite.",
      `Permítelo en los ajustes de privacidad del sistema ${again}`,
    ),
    hung: trouble(`${The} no responde.`, silent, `Desconécta${it} y vuelve a conectar${it}.`),
    lost: trouble(
      `${The} ya no está.`,
      "Se desconectó o se apagó.",
      `Vuelve a conectar${it}, o elige ${another}.`,
    ),
    stuck: trouble(
      `${The} sigue abiert${o}.`,
      "No se soltó a tiempo, y no se envía nada.",
      `Desconécta${it}, o cierra Adjourn para asegurarte.`,
    ),
    failed: trouble(
      `${The} no funciona.`,
      "El sistema informa de un fallo del dispositivo.",
      `Apága${it} y vuelve a encender${it}, o elige ${another}.`,
    ),
  };
}

const askHost = "Pide al anfitrión una invitación nueva.";
const tryAgain = "Inténtalo otra vez.";
const inAMinute = "Inténtalo otra vez dentro de un minuto.";
const wholeLink = "Copia el enlace entero de tu invitación.";

export const errors: Translated<typeof english> = {
  ...ofDevices({
    camera: device({
      The: "La cámara",
      the: "la cámara",
      none: "No se encontró ninguna cámara.",
      it: "la",
      another: "otra",
      o: "a",
      silent: "Está abierta y no da imagen.",
    }),
    microphone: device({
      The: "El micrófono",
      the: "el micrófono",
      none: "No se encontró ningún micrófono.",
      it: "lo",
      another: "otro",
      o: "o",
      silent: "Está abierto y no da sonido.",
    }),
    speaker: device({
      The: "El altavoz",
      the: "el altavoz",
      none: "No se encontró ningún altavoz.",
      it: "lo",
      another: "otro",
      o: "o",
      silent: "Está abierto y no acepta sonido.",
    }),
  }),
  "microphone-replaced": trouble(
    "El micrófono ha cambiado.",
    "El que se usaba se desconectó o no está, y el predeterminado del sistema ocupa su lugar.",
    "Sigue hablando, o elige otro.",
  ),
  "speaker-replaced": trouble(
    "El altavoz ha cambiado.",
    "El que se usaba se desconectó o no está, y el predeterminado del sistema ocupa su lugar.",
    "Sigue escuchando, o elige otro.",
  ),

  "screen-missing": trouble(
    "Eso ya no está.",
    "La ventana se cerró, o la pantalla se desconectó, antes de compartirla.",
    "Elige otra cosa.",
  ),
  "screen-refused": trouble(
    "Tu pantalla no se compartió.",
    "El sistema no lo permite, o se rechazó su pregunta.",
    "Permítelo en los ajustes de privacidad del sistema y comparte de nuevo.",
  ),
  "screen-hung": trouble(
    "Lo que querías compartir no da imagen.",
    "Se abrió, y no llegó nada.",
    "Elige otra cosa.",
  ),
  "screen-lost": trouble(
    "Has dejado de compartir.",
    "La ventana se cerró, o la pantalla se desconectó.",
    "Elige otra cosa para seguir.",
  ),
  "screen-stuck": trouble(
    "Tu pantalla se sigue leyendo.",
    "El sistema no la soltó a tiempo, y no se envía nada.",
    "Cierra Adjourn para asegurarte.",
  ),
  "screen-failed": trouble(
    "No se pudo compartir tu pantalla.",
    "El sistema informa de un fallo.",
    "Inténtalo otra vez, o elige otra cosa.",
  ),

  unreachable: trouble(
    "No se puede llegar al equipo de la reunión.",
    "Puede estar suspendido, sin conexión o en otra red.",
    "Pregunta al anfitrión si está en marcha e inténtalo otra vez.",
  ),
  "timed-out": trouble("El equipo de la reunión no responde.", "Se encontró y luego calló.", tryAgain),
  "connection-broken": trouble(
    "La conexión se cortó antes de que entraras.",
    "La red entre los dos equipos se interrumpió.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "El sonido y la imagen no pasan.",
    "La red los bloquea (UDP).",
    "Únete desde otra red, o pregunta a quien lleva esta.",
  ),
  "wrong-certificate": trouble(
    "Respondió otro equipo que el de esta invitación.",
    "Su certificado no es el de la invitación, así que no se le envió nada.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "El certificado del servidor no es de confianza.",
    "Este equipo no conoce a quien lo emitió, así que no se envió nada.",
    "Comprueba la dirección, o pregunta a quien lleva el servidor.",
  ),
  "wrong-invite": trouble("Esta invitación no abre la reunión.", "Su clave no es la de la reunión.", askHost),
  "unknown-meeting": trouble("Esa reunión no existe.", "Ha terminado, o su equipo se reinició.", askHost),
  locked: trouble(
    "La reunión está bloqueada.",
    "No entra nadie nuevo.",
    "Pide al anfitrión que la desbloquee.",
  ),
  denied: trouble(
    "El anfitrión no te dejó entrar.",
    "Cada persona se admite una a una.",
    "Pregunta directamente al anfitrión.",
  ),
  "unknown-ticket": trouble(
    "Tu sitio en la sala de espera se ha perdido.",
    "La conexión estuvo cortada demasiado tiempo.",
    "Únete otra vez, y el anfitrión vuelve a saberlo.",
  ),
  full: trouble(
    "La reunión está llena.",
    "Todos los sitios están ocupados.",
    "Inténtalo cuando alguien haya salido.",
  ),
  "too-many": trouble(
    "Fueron demasiadas veces.",
    "Llegaron muchas peticiones desde esta dirección.",
    inAMinute,
  ),
  "bad-request": trouble(
    "El equipo de la reunión no lo entendió.",
    "Puede tener otra versión de Adjourn.",
    "Actualiza Adjourn en los dos equipos.",
  ),
  "wrong-token": trouble(
    "El servidor no aceptó el token.",
    "Es erróneo, ha caducado o es para otro servidor.",
    "Pide uno nuevo.",
  ),
  unavailable: trouble(
    "El servidor no acepta a nadie ahora.",
    "Está arrancando, parando o lleno.",
    inAMinute,
  ),
  removed: trouble(
    "Te han expulsado de esta reunión.",
    "Lo hizo un anfitrión, y así queda.",
    "Pregunta directamente al anfitrión.",
  ),
  ended: trouble("Esta reunión ha terminado.", "Se terminó para todos.", askHost),
  garbage: trouble(
    "Lo que respondió no es un servidor de reuniones.",
    "Otro programa escucha en esta dirección.",
    "Comprueba la dirección.",
  ),
  "bad-address": trouble(
    "Esta no es la dirección de un servidor.",
    "Las direcciones son como wss://meet.example.org o ws://127.0.0.1:7880.",
    "Compruébala e inténtalo otra vez.",
  ),

  "bad-link": trouble(
    "Esto no es una invitación.",
    "Las invitaciones empiezan por adjourn://join/.",
    wholeLink,
  ),
  "damaged-link": trouble("Esta invitación no está completa.", "Se cortó o cambió por el camino.", wholeLink),
  "newer-link": trouble(
    "Esta invitación es más nueva que esta aplicación.",
    "La creó una versión posterior de Adjourn.",
    "Actualiza Adjourn y vuelve a abrirla.",
  ),

  "not-allowed": trouble(
    "Eso solo puede hacerlo un anfitrión.",
    "Estás aquí como invitado.",
    "Pídeselo al anfitrión.",
  ),
  nobody: trouble("Esa persona ya no está.", "Acaba de salir.", "No hay que hacer nada."),
  "control-failed": trouble("Eso no se hizo.", "No se pudo preguntar al equipo de la reunión.", tryAgain),
  "chat-not-sent": trouble("Tu mensaje no se envió.", "No llegó a pasar.", "Envíalo otra vez."),
  "end-not-allowed": trouble(
    "Solo el anfitrión puede terminar la reunión para todos.",
    "No eres el anfitrión.",
    "Sal, y para los demás continúa.",
  ),
  "end-delayed": trouble(
    "El final todavía no ha llegado.",
    "El equipo de la reunión no responde.",
    "Deja Adjourn abierto: se repite hasta que se consiga.",
  ),
  "not-in-yet": trouble(
    "Todavía no estás dentro.",
    "Eso solo funciona en una reunión.",
    "Espera a estar dentro.",
  ),

  "device-stuck": trouble(
    "Un dispositivo sigue abierto.",
    "No se soltó a tiempo, y no se envía nada.",
    "Desconéctalo, o cierra Adjourn para asegurarte.",
  ),
  "file-missing": trouble("El archivo no está.", "Se movió, se renombró o se borró.", "Comprueba la ruta."),
  "file-failed": trouble(
    "El archivo no se puede usar.",
    "No se puede leer o escribir, o el disco está lleno.",
    "Elige otro.",
  ),
  "file-not-y4m": trouble(
    "El archivo no es un vídeo Y4M.",
    "Solo esos pueden sustituir a una cámara.",
    "Conviértelo primero.",
  ),
  "file-not-wav": trouble(
    "El archivo no es un sonido WAV.",
    "Solo esos pueden sustituir a un micrófono.",
    "Conviértelo primero.",
  ),
  "file-unsupported": trouble(
    "El archivo no se puede reproducir aquí.",
    "Es de un tipo poco común.",
    "Conviértelo a Y4M de 8 bits 4:2:0 o a WAV de 16 bits.",
  ),
  "codec-failed": trouble(
    "No se pudo codificar el sonido o la imagen.",
    "El códec informa de un fallo.",
    "Apaga el dispositivo y vuelve a encenderlo.",
  ),
  "no-thread": trouble(
    "El equipo no pudo empezar otra tarea.",
    "Le falta memoria.",
    "Cierra otros programas e inténtalo otra vez.",
  ),

  "cannot-host": trouble(
    "La reunión no se pudo abrir en este equipo.",
    "Su servidor no arrancó.",
    "Cierra otros programas de reuniones e inténtalo otra vez.",
  ),
  "no-network": trouble(
    "Este equipo no tiene red.",
    "Nadie podría llegar a una reunión aquí.",
    "Conéctalo e inténtalo otra vez.",
  ),
  "hosting-storage": trouble(
    "Ahora no se pueden abrir reuniones aquí.",
    "No se podría anotar lo que ha terminado: el disco está lleno o protegido.",
    "Libera espacio e inténtalo otra vez.",
  ),

  // Another server
  "other-server-unreachable": trouble(
    "No se puede llegar al otro servidor.",
    "Puede estar apagado, o la dirección no es correcta.",
    "Comprueba la dirección en los ajustes.",
  ),
  "other-server-key": trouble(
    "El otro servidor no acepta esta clave.",
    "No la conoce, o tiene otro secreto para ella.",
    "Copia las dos de nuevo de su configuración.",
  ),
  "other-server-unknown": trouble(
    "Lo que responde allí no es un servidor LiveKit.",
    "Otro programa escucha en esa dirección.",
    "Comprueba la dirección.",
  ),
  "other-server-plain": trouble(
    "Con este servidor se hablaría sin cifrar.",
    "Eso solo se permite con este mismo equipo.",
    "Usa una dirección que empiece por wss://.",
  ),
  "other-server-secret": trouble(
    "Falta el secreto del otro servidor.",
    "No se pudo guardar, o el llavero está bloqueado.",
    "Escríbelo de nuevo en los ajustes.",
  ),

  "no-lobby": trouble("No hay reunión a la que unirse.", "La entrada se cerró.", "Abre el enlace otra vez."),
  "no-meeting": trouble(
    "No estás en ninguna reunión.",
    "Eso solo funciona en una.",
    "Empieza primero una reunión, o únete a una.",
  ),
  "in-meeting": trouble("Estás en una reunión.", "Solo hay una a la vez.", "Sal primero de esta."),
  "no-browser": trouble(
    "No se pudo abrir el enlace.",
    "No se encontró ningún navegador.",
    "Copia el enlace y ábrelo a mano.",
  ),
  "not-saved": trouble(
    "El resumen no se guardó.",
    "No se puede escribir en la carpeta, o el disco está lleno.",
    "Libera espacio y guárdalo otra vez.",
  ),
  "settings-reset": trouble(
    "No se pudieron leer tus ajustes.",
    "Se apartaron, y valen los habituales.",
    "Repasa los ajustes.",
  ),
  "settings-not-kept": trouble(
    "No se pudieron guardar tus ajustes.",
    "No se puede escribir en la carpeta, o el disco está lleno.",
    "Libera espacio y cámbialos otra vez.",
  ),
  "autostart-failed": trouble(
    "No se pudo cambiar el inicio con el equipo.",
    "El sistema no lo aceptó.",
    "Cámbialo en los ajustes del sistema.",
  ),
  "clipboard-failed": trouble("No se copió nada.", "El portapapeles no lo aceptó.", "Cópialo otra vez."),
  internal: trouble(
    "Algo salió mal en Adjourn.",
    "Es un error del programa.",
    "Copia los detalles y envíalos a quien te dio Adjourn.",
  ),
};
